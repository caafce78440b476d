"""Items with options: single best answer, multiple response, true or false."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from liverdeck.checker.quantity import read_quantity
from liverdeck.quiz.chance import draw, shuffled
from liverdeck.quiz.items.item import FALSE, TRUE, Item, Option, make_option, short_hash
from liverdeck.quiz.items.stems import (
    blank_number,
    question_of,
    says_how_many,
    text_without_gaps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import Cloze
    from liverdeck.quiz.items.distractors import Distractor
    from liverdeck.quiz.items.item import ItemType

_FEWEST_WRONG = 2
"""With fewer wrong options, there is no single best answer or multiple response."""
_MOST_KEYS = 3
"""At most this many list items are keys, if the question does not say how many."""
_MOST_COUNTED_KEYS = 5
"""A list with more items, whose question says how many, has no multiple response."""
_MOST_WRONG = 4
"""A multiple response has at most this many wrong options."""


class MakeItem(Protocol):
    """Makes an item of one fact."""

    def __call__(
        self,
        item_type: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        **other_fields: object,
    ) -> Item:
        """Return an item with this stem.

        `variant` distinguishes it from other items made from the same question.
        `other_fields` are added to the fields that are filled in, or replace them.
        """


def card_choices(
    make: MakeItem, card: Card, wrong: Sequence[Distractor]
) -> Iterator[Item]:
    """Yield the single best answer of a card, if it has two wrong options or more."""
    if len(wrong) < _FEWEST_WRONG:
        return
    answers = [card.answers[0], *(distractor.answer for distractor in wrong)]
    options = _options_with_key(card.answers[0], wrong)
    ascending = _ascending(answers, options)
    yield make(
        "single",
        card.part,
        question_of(card),
        options=ascending or options,
        keeps_order=bool(ascending),
    )


def statements(
    make: MakeItem, card: Card, cloze: Cloze, wrong: Sequence[Distractor]
) -> Iterator[Item]:
    """Yield a statement that is true, and a false one for each wrong answer.

    A wrong answer replaces the right one in the blank that the card asks for.
    """
    right = card.answers[0].text
    false_is_main = bool(wrong) and draw(card.fact.id, card.part, "truth") % 2 == 1
    yield make(
        "truefalse",
        card.part,
        text_without_gaps(cloze),
        variant=TRUE,
        options=_true_and_false(is_true=True),
        keeps_order=True,
        is_main_variant=not false_is_main,
    )
    for index, distractor in enumerate(wrong):
        why = f"{distractor.why} Right is: {right}."
        yield make(
            "truefalse",
            card.part,
            text_without_gaps(cloze, blank_number(card), distractor.text),
            variant=f"{FALSE}-{short_hash(distractor.text)}",
            options=_true_and_false(is_true=False, why=why),
            keeps_order=True,
            is_main_variant=false_is_main and index == 0,
        )


def list_choices(
    make: MakeItem,
    ask: str,
    answers: Sequence[Answer],
    wrong: Sequence[Distractor],
    options: int,
) -> Iterator[Item]:
    """Yield the items with options that are made from a list.

    These are a single best answer for each list item, if the question does not say how
    many answers it wants, and a multiple response.
    """
    if len(wrong) < _FEWEST_WRONG:
        return
    if not says_how_many(ask):
        for index, answer in enumerate(answers):
            similar = _by_similar_length(wrong, answer.text)[: options - 1]
            yield make(
                "single",
                "",
                f"{ask} Choose one.",
                variant=short_hash(answer.text),
                options=_options_with_key(answer, similar),
                is_main_variant=index == 0,
            )
    keys = _keys_of_multiple(ask, answers)
    if keys:
        stem = ask if says_how_many(ask) else f"{ask} Choose {len(keys)}."
        shuffled_wrong = shuffled(
            wrong, lambda distractor: distractor.text, ask, "wrong"
        )
        key_options = [make_option(key.text, is_key=True) for key in keys]
        wrong_options = map(_wrong_option, shuffled_wrong[:_MOST_WRONG])
        yield make("multiple", "", stem, options=(*key_options, *wrong_options))


def _by_similar_length(wrong: Sequence[Distractor], text: str) -> list[Distractor]:
    """Return distractors, those first whose length is most similar to a text's."""
    return sorted(wrong, key=lambda distractor: abs(len(distractor.text) - len(text)))


def _keys_of_multiple(ask: str, answers: Sequence[Answer]) -> list[Answer]:
    """Return the list items that are keys of a multiple response.

    If the question says how many it wants, these are all list items, or none if they
    are too many. Otherwise two or three of them are drawn.
    """
    if says_how_many(ask):
        return list(answers) if len(answers) <= _MOST_COUNTED_KEYS else []
    count = min(_MOST_KEYS, len(answers))
    if count == _MOST_KEYS:
        count -= draw(ask, "keys") % 2
    return shuffled(answers, lambda answer: answer.text, ask)[:count]


def _options_with_key(key: Answer, wrong: Sequence[Distractor]) -> tuple[Option, ...]:
    return make_option(key.text, is_key=True), *map(_wrong_option, wrong)


def _wrong_option(wrong: Distractor) -> Option:
    return make_option(wrong.text, why=wrong.why)


def _true_and_false(*, is_true: bool, why: str = "") -> tuple[Option, ...]:
    """Return the options *True* and *False*; `why` is the reason of both."""
    return (
        Option(TRUE, TRUE.capitalize(), is_key=is_true, why=why),
        Option(FALSE, FALSE.capitalize(), is_key=not is_true, why=why),
    )


def _ascending(
    answers: Sequence[Answer], options: Sequence[Option]
) -> tuple[Option, ...]:
    """Return the options sorted by their quantities.

    `answers` are those of the options, in the same order. Empty if some answers are not
    quantities.
    """
    quantities = [read_quantity(answer.text) for answer in answers]
    measured = [
        (quantity.low, option)
        for quantity, option in zip(quantities, options, strict=True)
        if quantity is not None
    ]
    if len(measured) < len(options):
        return ()
    in_order = sorted(measured, key=lambda low_and_option: low_and_option[0])
    return tuple(option for _, option in in_order)
