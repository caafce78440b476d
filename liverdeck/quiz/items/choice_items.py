"""Items with options: single best answer, multiple response, true or false."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from liverdeck.checker.quantity import read_quantity
from liverdeck.quiz.chance import draw, shuffled
from liverdeck.quiz.items.item import FALSE, TRUE, Item, Option, make_option, short_hash
from liverdeck.quiz.items.stems import (
    blank_number,
    says_how_many,
    text_without_gaps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import Cloze
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import ItemType
    from liverdeck.quiz.items.prepared_facts import PreparedCard

_FEWEST_WRONG = 2
"""With fewer wrong options, there is no single best answer or multiple response."""
_MOST_KEYS = 3
"""Most keys of a multiple response whose question does not say how many it wants."""
_MOST_COUNTED_KEYS = 5
"""Most keys of a multiple response whose question says how many it wants."""
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

        `part` is the part of the card, or empty. `variant` distinguishes the item from
        other items made from the same question. `other_fields` are further fields of
        the item, or replace fields that are filled in.
        """


def card_choices(
    make: MakeItem, card: PreparedCard, distractors: Sequence[Distractor]
) -> Iterator[Item]:
    """Yield the single best answer of a card, if there are at least two distractors.

    Options that are all quantities are in ascending order.
    """
    if len(distractors) < _FEWEST_WRONG:
        return
    options = _options_with_key(card.card.answers[0], distractors)
    ascending = _in_ascending_order(options)
    yield make(
        "single",
        card.card.part,
        card.question.text,
        options=ascending or options,
        keeps_order=bool(ascending),
    )


def true_false_items(
    make: MakeItem, card: Card, cloze: Cloze, distractors: Sequence[Distractor]
) -> Iterator[Item]:
    """Yield an item whose statement is true, and a false one for each distractor.

    The distractor replaces the right answer in the blank that the card asks for.
    """
    right = card.answers[0].text
    # For about half of the cards, a false statement is the main variant.
    is_odd = draw(card.fact.id, card.part, "truth") % 2 == 1
    is_false_main = bool(distractors) and is_odd
    yield make(
        "truefalse",
        card.part,
        text_without_gaps(cloze),
        variant=TRUE,
        options=_true_and_false(is_true=True),
        keeps_order=True,
        is_main_variant=not is_false_main,
    )
    for index, distractor in enumerate(distractors):
        why = f"{distractor.why} Right is: {right}."
        yield make(
            "truefalse",
            card.part,
            text_without_gaps(cloze, blank_number(card), distractor.text),
            variant=f"{FALSE}-{short_hash(distractor.text)}",
            options=_true_and_false(is_true=False, why=why),
            keeps_order=True,
            is_main_variant=is_false_main and index == 0,
        )


def list_choices(
    make: MakeItem,
    ask: str,
    answers: Sequence[Answer],
    distractors: Sequence[Distractor],
    most_options: int,
) -> Iterator[Item]:
    """Yield the items with options that are made from a list.

    With fewer than two distractors, there are none. Otherwise, these are a single best
    answer for each list item, if the question does not say how many answers it wants,
    and a multiple response, if it has keys (see `_keys_of_multiple`).
    """
    if len(distractors) < _FEWEST_WRONG:
        return
    if not says_how_many(ask):
        for index, answer in enumerate(answers):
            similar = _by_similar_length(distractors, answer.text)[: most_options - 1]
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
        in_drawn_order = shuffled(
            distractors, lambda distractor: distractor.text, ask, "wrong"
        )
        key_options = [make_option(key.text, is_key=True) for key in keys]
        wrong_options = map(_wrong_option, in_drawn_order[:_MOST_WRONG])
        yield make("multiple", "", stem, options=(*key_options, *wrong_options))


def _by_similar_length(
    distractors: Sequence[Distractor], text: str
) -> list[Distractor]:
    """Return distractors; the first has the length most similar to that of a text."""
    return sorted(
        distractors, key=lambda distractor: abs(len(distractor.text) - len(text))
    )


def _keys_of_multiple(ask: str, answers: Sequence[Answer]) -> list[Answer]:
    """Return the list items that are keys of a multiple response.

    If the question says how many answers it wants, these are all list items, or none of
    them if the list is too long. Otherwise two or three list items are drawn.
    """
    if says_how_many(ask):
        return list(answers) if len(answers) <= _MOST_COUNTED_KEYS else []
    count = min(_MOST_KEYS, len(answers))
    if count == _MOST_KEYS:
        # A draw decides between three keys and two.
        count -= draw(ask, "keys") % 2
    return shuffled(answers, lambda answer: answer.text, ask)[:count]


def _options_with_key(
    key: Answer, distractors: Sequence[Distractor]
) -> tuple[Option, ...]:
    return make_option(key.text, is_key=True), *map(_wrong_option, distractors)


def _wrong_option(distractor: Distractor) -> Option:
    return make_option(distractor.text, why=distractor.why)


def _true_and_false(*, is_true: bool, why: str = "") -> tuple[Option, ...]:
    """Return the options *True* and *False*, each with the reason `why`."""
    return (
        Option(TRUE, TRUE.capitalize(), is_key=is_true, why=why),
        Option(FALSE, FALSE.capitalize(), is_key=not is_true, why=why),
    )


def _in_ascending_order(options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options sorted by quantity; empty if some are not quantities."""
    quantities = [read_quantity(option.text) for option in options]
    measured = [
        (quantity.low, option)
        for quantity, option in zip(quantities, options, strict=True)
        if quantity is not None
    ]
    if len(measured) < len(options):
        return ()
    measured.sort(key=lambda low_and_option: low_and_option[0])
    return tuple(option for _, option in measured)
