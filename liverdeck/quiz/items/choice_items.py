"""Items with options: single best answer, multiple response, true or false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.facts.card_texts import question_with_gaps
from liverdeck.quiz.chance import draw, shuffled
from liverdeck.quiz.items.amounts import quantity_of
from liverdeck.quiz.items.item import FALSE, TRUE, Option, make_option, short_hash
from liverdeck.quiz.items.item_maker import NO_PART
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.items.stems import says_how_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import CardContext, ListContext

FEWEST_WRONG = 2
"""With fewer wrong options, there is no single best answer or multiple response."""
_MOST_KEYS = 3
"""Most keys of a multiple response whose question does not say how many it wants."""
_MOST_COUNTED_KEYS = 5
"""Most keys of a multiple response whose question says how many it wants."""
_MOST_WRONG = 4
"""A multiple response has at most this many wrong options."""


def card_best_answers(context: CardContext) -> Iterator[Item]:
    """Yield the single best answer of a card, if there are at least two distractors.

    Options that are all quantities are in ascending order.
    """
    card = context.prepared_card
    distractors = context.distractors[: context.most_options - 1]
    if len(distractors) < FEWEST_WRONG:
        return
    options = _options_with_key(card.right_text, distractors)
    ascending = _in_ascending_order(options)
    yield context.maker.make(
        ItemType.SINGLE,
        card.part,
        card.question.original,
        options=ascending or options,
        keeps_order=bool(ascending),
    )


def true_false_items(context: CardContext) -> Iterator[Item]:
    """Yield an item whose statement is true, and items whose statement is false.

    In a false statement, one of the author's distractors replaces the right answer in
    the blank that the card asks for. There are at most `most_options` false statements.
    There are no items for questions. There are none either if the statement may say
    what may be so, because then a wrong answer need not make it false.
    """
    prepared, make = context.prepared_card, context.maker.make
    if prepared.statement is None or not prepared.asks_what_is_so:
        return
    card = prepared.card
    authored = [wrong for wrong in context.distractors if wrong.is_authored]
    distractors = authored[: context.most_options]
    # For about half of the cards, a false statement is the main variant.
    is_odd = draw(card.fact.id, card.part, "truth") % 2 == 1
    is_false_main = bool(distractors) and is_odd
    yield make(
        ItemType.TRUEFALSE,
        card.part,
        prepared.statement,
        variant=TRUE,
        options=_true_and_false(is_true=True),
        keeps_order=True,
        is_main_variant=not is_false_main,
    )
    for index, distractor in enumerate(distractors):
        why = f"{distractor.why} Right is: {prepared.right_text}."
        yield make(
            ItemType.TRUEFALSE,
            card.part,
            # The statement with the wrong answer in place of the gap.
            question_with_gaps(card, gap=distractor.text),
            variant=f"{FALSE}-{short_hash(distractor.text)}",
            options=_true_and_false(is_true=False, why=why),
            keeps_order=True,
            is_main_variant=is_false_main and index == 0,
        )


def list_best_answers(context: ListContext) -> Iterator[Item]:
    """Yield a single best answer for each list item, with the question of the list.

    There are none with fewer than two distractors, or if the question says how many
    answers it wants.
    """
    ask, distractors = context.shape.ask, context.distractors
    if len(distractors) < FEWEST_WRONG or says_how_many(ask):
        return
    for index, answer in enumerate(context.prepared_card.card.answers):
        by_length = _by_similar_length(distractors, answer.text)
        yield context.maker.make(
            ItemType.SINGLE,
            NO_PART,
            f"{ask} Choose one.",
            variant=short_hash(answer.text),
            options=_options_with_key(
                answer.text, by_length[: context.most_options - 1]
            ),
            is_main_variant=index == 0,
        )


def multiple_responses(context: ListContext) -> Iterator[Item]:
    """Yield the multiple response of a list, if it has keys (see `_keys_of_multiple`).

    There is none with fewer than two distractors.
    """
    ask, distractors = context.shape.ask, context.distractors
    if len(distractors) < FEWEST_WRONG:
        return
    keys = _keys_of_multiple(ask, context.prepared_card.card.answers)
    if not keys:
        return
    in_drawn_order = shuffled(
        distractors, lambda distractor: distractor.text, ask, "wrong"
    )
    key_options = [make_option(key.text, is_key=True) for key in keys]
    wrong_options = map(_wrong_option, in_drawn_order[:_MOST_WRONG])
    yield context.maker.make(
        ItemType.MULTIPLE,
        NO_PART,
        ask if says_how_many(ask) else f"{ask} Choose {len(keys)}.",
        options=(*key_options, *wrong_options),
    )


def _by_similar_length(
    distractors: Sequence[Distractor], text: str
) -> list[Distractor]:
    """Return the distractors; first those whose length is most similar to a text's."""
    return sorted(
        distractors, key=lambda distractor: abs(len(distractor.text) - len(text))
    )


def _keys_of_multiple(ask: str, answers: Sequence[Answer]) -> list[Answer]:
    """Return the list items that are keys of a multiple response.

    If the question says how many answers it wants, these are all list items, or none if
    there are more than five. Otherwise two or three list items are drawn.
    """
    if says_how_many(ask):
        return list(answers) if len(answers) <= _MOST_COUNTED_KEYS else []
    count = min(_MOST_KEYS, len(answers))
    if count == _MOST_KEYS:
        # A draw decides between three keys and two.
        count -= draw(ask, "keys") % 2
    return shuffled(answers, lambda answer: answer.text, ask)[:count]


def _options_with_key(
    key_text: str, distractors: Sequence[Distractor]
) -> tuple[Option, ...]:
    return make_option(key_text, is_key=True), *map(_wrong_option, distractors)


def _wrong_option(distractor: Distractor) -> Option:
    return make_option(distractor.text, why=distractor.why)


def _true_and_false(*, is_true: bool, why: str = "") -> tuple[Option, ...]:
    """Return the options *True* and *False*, each with the reason `why`."""
    return (
        Option(TRUE, TRUE.capitalize(), is_key=is_true, why=why),
        Option(FALSE, FALSE.capitalize(), is_key=not is_true, why=why),
    )


def _in_ascending_order(options: Sequence[Option]) -> tuple[Option, ...]:
    """Return the options in ascending order; empty if one is not a quantity."""
    quantities = [quantity_of(option.text) for option in options]
    lows_and_options = [
        (quantity.low, option)
        for quantity, option in zip(quantities, options, strict=True)
        if quantity is not None
    ]
    if len(lows_and_options) < len(options):
        return ()
    lows_and_options.sort(key=lambda low_and_option: low_and_option[0])
    return tuple(option for _, option in lows_and_options)
