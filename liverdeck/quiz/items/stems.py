"""What a quiz asks about a fact, and how the question reads on a paper."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from liverdeck.facts.card import cards_of
from liverdeck.facts.card_texts import answer_hints, filled_pieces, list_answers
from liverdeck.facts.parts import blank_number
from liverdeck.facts.shapes import (
    Cloze,
    Enumeration,
    Gap,
    GroupedEnumeration,
    Question,
)
from liverdeck.quiz.items.item import GAP

if TYPE_CHECKING:
    from liverdeck.facts.card import Card
    from liverdeck.facts.fact import Fact

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]+)"
_COUNTED = re.compile(rf"\b(?:{_NUMBER}|both|all)\b", re.IGNORECASE)
"""A word that says how many answers a question wants."""
_ORDER = re.compile(r"\border", re.IGNORECASE)
"""Matches "order" and "ordered", but not "border" or "disorder"."""
_POSSIBLE = (
    r"\b(?:may|might|can|could|often|sometimes|usually|commonly|common|typical|"
    r"typically|examples?|some|one of|among|likely|in most cases)\b"
)
"""A word that shows that a question asks for what may be so."""
_ONE_OF_SEVERAL = (
    r"^\W*(?:name|give|what is|which is)\s+an?\b(?!.*\bcalled\b)"
    r".*\b(?:of|for|in|that|which|with|from)\b"
)
"""A question for one of several things, such as "What is a side effect of ...?".

It leaves out "What is a biopsy?" and questions for a name, such as "What is a cell of
the liver called?".
"""
_ASKS_WHAT_MAY_BE = re.compile(f"{_POSSIBLE}|{_ONE_OF_SEVERAL}", re.IGNORECASE)


def asked_cards(fact: Fact) -> tuple[Card, ...]:
    """Return what a quiz asks about a fact: its cards, or its whole list as one card.

    The card of a grouped list has the items of all groups as its answers. A retired
    fact has no cards.
    """
    shape = fact.shape
    match shape:
        case Enumeration() | GroupedEnumeration():
            answers = list_answers(shape)
            first_card = cards_of(fact)[:1]
            return tuple(replace(card, answers=answers) for card in first_card)
        case Cloze() | Question():
            return cards_of(fact)
        case _:
            assert_never(shape)


def stem_with_hint(card: Card) -> str:
    """Return what a card asks, with its hint.

    In a statement, the hint follows the first gap. The hints of list items are left
    out: each of them is about one item, and a quiz asks for the list as a whole.
    """
    shape = card.fact.shape
    match shape:
        case Cloze():
            return _statement_with_hint(shape, blank_number(card.part))
        case Question():
            return " ".join(
                (card.prompt, *(f"({hint})" for hint in answer_hints(card)))
            )
        case Enumeration() | GroupedEnumeration():
            return card.prompt
        case _:
            assert_never(shape)


def _statement_with_hint(cloze: Cloze, number: int) -> str:
    """Return a statement with gaps for one blank, the first followed by any hint."""
    texts = filled_pieces(cloze, number, GAP)
    for index, piece in enumerate(cloze.pieces):
        if isinstance(piece, Gap) and piece.number == number:
            if piece.hint:
                texts[index] += f" ({piece.hint})"
            break
    return "".join(texts)


def statement_of(card: Card) -> str | None:
    """Return the whole statement if a card asks for a blank of one; otherwise None."""
    shape = card.fact.shape
    match shape:
        case Cloze():
            return "".join(filled_pieces(shape))
        case Question() | Enumeration() | GroupedEnumeration():
            return None
        case _:
            assert_never(shape)


def says_how_many(ask: str) -> bool:
    """Whether the text of a question says how many answers it wants."""
    return _COUNTED.search(ask) is not None


def says_order(ask: str) -> bool:
    """Whether a question says that the order of its answers matters."""
    return _ORDER.search(ask) is not None


def asks_what_may_be_so(ask: str) -> bool:
    """Whether a question asks for what may be so, and not for what is so.

    Then more answers may be right than the author wrote down.
    """
    return _ASKS_WHAT_MAY_BE.search(ask) is not None


def list_stem(shape: Enumeration | GroupedEnumeration) -> str:
    """Return a question for a list that says how many answers to name.

    If the order matters and the learner must name all answers, it also mentions the
    order.
    """
    count = len(list_answers(shape))
    if shape.need < count:
        return f"{shape.ask} Name {shape.need} of the {count}."
    if shape.is_ordered and not says_order(shape.ask):
        return f"{shape.ask} Name all {count}, in order."
    if says_how_many(shape.ask):
        return shape.ask
    return f"{shape.ask} Name all {count}."
