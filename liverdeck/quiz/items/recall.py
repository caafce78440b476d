"""Items without wrong options: learners write something or put a list in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.facts.answer import Answer
from liverdeck.facts.shapes import Question
from liverdeck.quiz.items.item import make_option
from liverdeck.quiz.items.item_maker import NO_PART
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.items.list_stems import list_stem
from liverdeck.quiz.items.question_sorts import (
    asks_for_action,
    asks_for_meaning,
    term_defined_by,
)
from liverdeck.quiz.items.stems import says_order, stem_with_hint
from liverdeck.quiz.items.typed_keys import (
    WHY_ACTION,
    is_compound,
    why_no_blank,
    why_no_short_answer,
    why_not_listed,
    why_not_typed,
)
from liverdeck.quiz.items.worded import IN_UNIT, PUT_IN_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.items.item_maker import CardContext, ListContext

_FEWEST_TO_ORDER, _MOST_TO_ORDER = 3, 10
"""How many list items an ordering may have."""
_TERM_PART = "term"
"""The part, in ids, of an item that gives a meaning and asks for the term."""
_FEWEST_WORDS_OF_MEANING = 2
"""If an answer to *What is ...?* has fewer words, it is a name and not a definition."""


def short_answers(context: CardContext) -> Iterator[Item]:
    """Yield an item for a question of the deck, if its answer can be typed.

    If the question asks for the meaning of a term, the item asks for the term.
    """
    prepared = context.prepared_card
    card = prepared.card
    if prepared.statement is not None or card.answers[0].number is not None:
        return
    if prepared.offered:
        _refuse(context, ItemType.SHORT, "the question offers the answers to choose")
    elif _has_meaning_as_answer(context):
        yield from _term_items(context)
    elif why := why_no_short_answer(
        card.prompt, card.answers[0], context.maker.stemmer
    ):
        _refuse(context, ItemType.SHORT, why)
    else:
        stem = stem_with_hint(card)
        yield context.maker.make(
            ItemType.SHORT, card.part, stem, answers=card.answers[:1]
        )


def filled_blanks(context: CardContext) -> Iterator[Item]:
    """Yield an item for a blank of a statement, if its answer can be typed."""
    prepared = context.prepared_card
    card = prepared.card
    if prepared.statement is None or card.answers[0].number is not None:
        return
    stem = prepared.question.original
    if prepared.offered:
        _refuse(context, ItemType.FILL, "the hint offers the answers to choose")
    elif why := why_no_blank(card.answers[0], stem, context.maker.stemmer):
        _refuse(context, ItemType.FILL, why)
    else:
        yield context.maker.make(
            ItemType.FILL, card.part, stem_with_hint(card), answers=card.answers[:1]
        )


def numeric_items(context: CardContext) -> Iterator[Item]:
    """Yield an item that asks for a number, if the answer is a number.

    The stem names the unit, if the number has one.
    """
    card = context.prepared_card.card
    number = card.answers[0].number
    if number is None:
        return
    stem = stem_with_hint(card)
    if number.unit and number.unit not in stem:
        stem = f"{stem} {IN_UNIT.format(unit=number.unit)}"
    yield context.maker.make(
        ItemType.NUMERIC, card.part, stem, answers=card.answers[:1]
    )


def written_lists(context: ListContext) -> Iterator[Item]:
    """Yield an item that asks to write a list, if all its items can be typed."""
    shape, maker = context.shape, context.maker
    answers = context.prepared_card.card.answers
    if maker.stemmer.is_english and asks_for_action(shape.ask) and not shape.is_ordered:
        maker.refuse(ItemType.LIST, NO_PART, WHY_ACTION)
        return
    for answer in answers:
        why_not = why_not_listed if shape.is_ordered else why_not_typed
        why = why_not(answer, maker.stemmer)
        if why:
            maker.refuse(ItemType.LIST, NO_PART, f"{answer.text!r}: {why}")
            return
    yield maker.make(
        ItemType.LIST,
        NO_PART,
        list_stem(shape, is_english=maker.stemmer.is_english),
        answers=answers,
        needed_count=shape.need,
        ordered=shape.is_ordered,
    )


def orderings(context: ListContext) -> Iterator[Item]:
    """Yield an item that asks to put a list in order, if the order matters.

    None is made if the list has fewer than 3 or more than 10 items.
    """
    shape, answers = context.shape, context.prepared_card.card.answers
    if not shape.is_ordered:
        why = "the order of the list does not count"
        context.maker.refuse(ItemType.ORDERING, NO_PART, why)
        return
    if not _FEWEST_TO_ORDER <= len(answers) <= _MOST_TO_ORDER:
        why = f"the list does not have {_FEWEST_TO_ORDER} to {_MOST_TO_ORDER} items"
        context.maker.refuse(ItemType.ORDERING, NO_PART, why)
        return
    yield context.maker.make(
        ItemType.ORDERING,
        NO_PART,
        shape.ask if says_order(shape.ask) else f"{shape.ask} {PUT_IN_ORDER}",
        options=tuple(make_option(answer.text, is_key=True) for answer in answers),
        right=answers,
    )


def _refuse(context: CardContext, item_type: ItemType, why: str) -> None:
    context.maker.refuse(item_type, context.prepared_card.part, why)


def _has_meaning_as_answer(context: CardContext) -> bool:
    """Whether a question asks for a meaning, and its answer has two words or more."""
    card, stemmer = context.prepared_card.card, context.maker.stemmer
    if not stemmer.is_english or not asks_for_meaning(card.prompt):
        return False
    words = [word for word in card.answers[0].text.split() if word not in ("a", "an")]
    return len(words) >= _FEWEST_WORDS_OF_MEANING


def _term_items(context: CardContext) -> Iterator[Item]:
    """Yield an item that gives a meaning and asks for the term.

    None is made if the fact has a `reverse`, which asks for the term already, or if
    term and meaning have a word in common.
    """
    card, maker = context.prepared_card.card, context.maker
    _refuse(context, ItemType.SHORT, "the answer is a definition, with many wordings")
    term, meaning = term_defined_by(card.prompt), card.answers[0]
    shape = card.fact.shape
    if term is None or (isinstance(shape, Question) and shape.reverse is not None):
        return
    stems = maker.stemmer.content_stems
    if is_compound(meaning.text) or not stems(term).isdisjoint(stems(meaning.text)):
        return
    yield maker.make(
        ItemType.SHORT,
        _TERM_PART,
        f"Which term means “{meaning.text}”?",
        answers=(Answer(term, meaning.position),),
        asks_for_term=True,
    )
