"""Items to choose from: single best answer, multiple response, true or false."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from liverdeck.quiz.chance import draw, shuffled
from liverdeck.quiz.items.item import FALSE, TRUE, Item, Option, make_option, short_hash
from liverdeck.quiz.items.stems import filled, question_of, says_how_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import Cloze
    from liverdeck.quiz.items.distractors import Distractor
    from liverdeck.quiz.items.item import ItemType

_FEWEST_WRONG = 2
_MOST_KEYS = 3
"""Of a multiple response, unless its question itself names a number."""
_MOST_KEYS_COUNTED = 5
_MOST_WRONG = 4
"""Of a multiple response."""


class MakeItem(Protocol):
    """Makes an item of one fact."""

    def __call__(
        self,
        type_: ItemType,
        part: str,
        stem: str,
        *,
        variant: str = "",
        **more: object,
    ) -> Item:
        """Return the item with this stem; `variant` tells it from others of the same question."""


def card_choices(
    make: MakeItem, card: Card, wrong: Sequence[Distractor]
) -> Iterator[Item]:
    """Yield the single best answer of a card, if there are two wrong options for it."""
    if len(wrong) < _FEWEST_WRONG:
        return
    options = [
        make_option(card.answers[0].text, is_key=True),
        *map(_wrong_option, wrong),
    ]
    numbers = _ascending([card.answers[0], *(each.answer for each in wrong)], options)
    yield make(
        "single",
        card.part,
        question_of(card),
        options=numbers or tuple(options),
        keeps_order=bool(numbers),
    )


def statements(
    make: MakeItem, card: Card, cloze: Cloze, wrong: Sequence[Distractor]
) -> Iterator[Item]:
    """Yield a blank's statement as it is, and with each wrong filling that an author gave a reason against."""
    number = int(card.part[1:])
    right = card.answers[0].text
    is_false_first = bool(wrong) and draw(card.fact.id, card.part, "truth") % 2 == 1
    options = _verdicts(is_true=True)
    yield make(
        "truefalse",
        card.part,
        filled(cloze),
        variant=TRUE,
        options=options,
        keeps_order=True,
        is_main_variant=not is_false_first,
    )
    for place, each in enumerate(wrong):
        options = _verdicts(is_true=False, why=f"{each.why} Right is: {right}.")
        variant = f"{FALSE}-{short_hash(each.text)}"
        stem = filled(cloze, number, each.text)
        yield make(
            "truefalse",
            card.part,
            stem,
            variant=variant,
            options=options,
            keeps_order=True,
            is_main_variant=is_false_first and not place,
        )


def list_choices(
    make: MakeItem,
    ask: str,
    items: Sequence[Answer],
    wrong: Sequence[Distractor],
    options: int,
) -> Iterator[Item]:
    """Yield the choices that a list makes: all that apply, and, where the question names no number, each item alone."""
    if len(wrong) < _FEWEST_WRONG:
        return
    if not says_how_many(ask):
        for place, item in enumerate(items):
            nearest = sorted(
                wrong, key=lambda each: abs(len(each.text) - len(item.text))
            )[: options - 1]
            chosen = [make_option(item.text, is_key=True), *map(_wrong_option, nearest)]
            stem = f"{ask} Choose one."
            yield make(
                "single",
                "",
                stem,
                variant=short_hash(item.text),
                options=tuple(chosen),
                is_main_variant=not place,
            )
    keys = _keys(ask, items)
    if keys:
        count = f" Choose {len(keys)}." if not says_how_many(ask) else ""
        tempting = shuffled(wrong, lambda each: each.text, ask, "wrong")[:_MOST_WRONG]
        choice = [
            *(make_option(item.text, is_key=True) for item in keys),
            *map(_wrong_option, tempting),
        ]
        yield make("multiple", "", f"{ask}{count}", options=tuple(choice))


def _keys(ask: str, items: Sequence[Answer]) -> list[Answer]:
    if says_how_many(ask):
        return list(items) if len(items) <= _MOST_KEYS_COUNTED else []
    count = min(_MOST_KEYS, len(items))
    count -= draw(ask, "keys") % 2 if count == _MOST_KEYS else 0
    return shuffled(items, lambda item: item.text, ask)[:count]


def _wrong_option(wrong: Distractor) -> Option:
    return make_option(wrong.text, why=wrong.why)


def _verdicts(*, is_true: bool, why: str = "") -> tuple[Option, ...]:
    said = {TRUE: is_true, FALSE: not is_true}
    return tuple(
        Option(name, name.capitalize(), is_key, why) for name, is_key in said.items()
    )


def _ascending(
    answers: Sequence[Answer], options: Sequence[Option]
) -> tuple[Option, ...]:
    """Return the options with their numbers ascending; nothing where not all are numbers of one unit."""
    from liverdeck.checker.quantity import read_quantity

    found = [read_quantity(answer.text) for answer in answers]
    values = [
        (quantity.low, option)
        for quantity, option in zip(found, options, strict=True)
        if quantity is not None
    ]
    if len(values) < len(options):
        return ()
    return tuple(option for _, option in sorted(values, key=lambda each: each[0]))
