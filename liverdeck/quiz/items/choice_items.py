"""Items with options: single best answer, multiple response, true or false."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from liverdeck.quiz.chance import draw, shuffled
from liverdeck.quiz.items.item import FALSE, TRUE, Item, Option, make_option, short_hash
from liverdeck.quiz.items.stems import blank_number, filled, question_of, says_how_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import Cloze
    from liverdeck.quiz.items.distractors import Distractor
    from liverdeck.quiz.items.item import ItemType

_FEWEST_WRONG = 2
_MOST_KEYS = 3
"""The limit for a multiple response whose question does not say how many it wants."""
_MOST_KEYS_COUNTED = 5
"""The limit for a multiple response whose question says how many it wants."""
_MOST_WRONG = 4
"""The limit for the wrong options of a multiple response."""


class MakeItem(Protocol):
    """Makes an item of one fact."""

    def __call__(
        self,
        item_type: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        **more: object,
    ) -> Item:
        """Return an item with this stem.

        `variant` distinguishes it from other items made from the same question.
        """


def card_choices(
    make: MakeItem, card: Card, wrong: Sequence[Distractor]
) -> Iterator[Item]:
    """Yield the single best answer of a card, if there are two wrong options for it."""
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
    """Yield a statement as it is, and with each wrong answer that the author explains.

    The wrong answers replace the right one in the blank that the card asks for.
    """
    right = card.answers[0].text
    false_is_main = bool(wrong) and draw(card.fact.id, card.part, "truth") % 2 == 1
    yield make(
        "truefalse",
        card.part,
        filled(cloze),
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
            filled(cloze, blank_number(card), distractor.text),
            variant=f"{FALSE}-{short_hash(distractor.text)}",
            options=_true_and_false(is_true=False, why=why),
            keeps_order=True,
            is_main_variant=false_is_main and index == 0,
        )


def list_choices(
    make: MakeItem,
    ask: str,
    items: Sequence[Answer],
    wrong: Sequence[Distractor],
    options: int,
) -> Iterator[Item]:
    """Yield the items with options that are made from a list.

    That is one with several keys, and for each list item one with a single key. The
    latter are left out if the question says how many answers it wants.
    """
    if len(wrong) < _FEWEST_WRONG:
        return
    if not says_how_many(ask):
        for index, item in enumerate(items):
            similar = _most_similar_in_length(wrong, item.text)[: options - 1]
            yield make(
                "single",
                "",
                f"{ask} Choose one.",
                variant=short_hash(item.text),
                options=_options_with_key(item, similar),
                is_main_variant=index == 0,
            )
    keys = _keys_of_multiple(ask, items)
    if keys:
        stem = ask if says_how_many(ask) else f"{ask} Choose {len(keys)}."
        shuffled_wrong = shuffled(
            wrong, lambda distractor: distractor.text, ask, "wrong"
        )
        key_options = [make_option(item.text, is_key=True) for item in keys]
        wrong_options = map(_wrong_option, shuffled_wrong[:_MOST_WRONG])
        yield make("multiple", "", stem, options=(*key_options, *wrong_options))


def _most_similar_in_length(wrong: Sequence[Distractor], text: str) -> list[Distractor]:
    return sorted(wrong, key=lambda distractor: abs(len(distractor.text) - len(text)))


def _keys_of_multiple(ask: str, items: Sequence[Answer]) -> list[Answer]:
    """Return the list items that are keys of a multiple response.

    If the question says how many it wants, these are all items, or none if they are too
    many. Otherwise two or three items are drawn.
    """
    if says_how_many(ask):
        return list(items) if len(items) <= _MOST_KEYS_COUNTED else []
    count = min(_MOST_KEYS, len(items))
    if count == _MOST_KEYS:
        count -= draw(ask, "keys") % 2
    return shuffled(items, lambda item: item.text, ask)[:count]


def _options_with_key(key: Answer, wrong: Sequence[Distractor]) -> tuple[Option, ...]:
    return make_option(key.text, is_key=True), *map(_wrong_option, wrong)


def _wrong_option(wrong: Distractor) -> Option:
    return make_option(wrong.text, why=wrong.why)


def _true_and_false(*, is_true: bool, why: str = "") -> tuple[Option, ...]:
    """Return the two options of a statement; both have the same reason."""
    return (
        Option(TRUE, TRUE.capitalize(), is_key=is_true, why=why),
        Option(FALSE, FALSE.capitalize(), is_key=not is_true, why=why),
    )


def _ascending(
    answers: Sequence[Answer], options: Sequence[Option]
) -> tuple[Option, ...]:
    """Return the options sorted by their numbers; none if some are not numbers."""
    from liverdeck.checker.quantity import read_quantity

    quantities = [read_quantity(answer.text) for answer in answers]
    numbered = [
        (quantity.low, option)
        for quantity, option in zip(quantities, options, strict=True)
        if quantity is not None
    ]
    if len(numbered) < len(options):
        return ()
    in_order = sorted(numbered, key=lambda number_and_option: number_and_option[0])
    return tuple(option for _, option in in_order)
