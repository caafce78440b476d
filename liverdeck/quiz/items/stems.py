"""What a quiz asks about a fact, and how the question reads on a paper."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from liverdeck.facts.card import cards_of
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question
from liverdeck.quiz.items.item import GAP

if TYPE_CHECKING:
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.fact import Fact

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]+)"
_COUNTED = re.compile(rf"\b(?:{_NUMBER}|both|all)\b", re.IGNORECASE)
"""A word that says how many answers a question wants."""
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
    match fact.shape:
        case Enumeration() | GroupedEnumeration() as shape:
            answers = list_answers(shape)
            first_card = cards_of(fact)[:1]
            return tuple(replace(card, answers=answers) for card in first_card)
        case Cloze() | Question():
            return cards_of(fact)
        case never:
            assert_never(never)


def blank_number(card: Card) -> int:
    """Return the number of the blank that a card of a statement asks for."""
    return int(card.part.removeprefix("c"))


def text_with_gaps(cloze: Cloze, number: int, *, with_hint: bool = True) -> str:
    """Return a statement with gaps where one blank hides its text.

    `number` is the number of this blank. The other blanks are filled in. With
    `with_hint`, the first gap is followed by its hint, if it has one.
    """
    text = ""
    is_hint_wanted = with_hint
    for piece in cloze.pieces:
        if isinstance(piece, str):
            text += piece
        elif piece.number != number:
            text += piece.text
        else:
            text += GAP
            if is_hint_wanted and piece.hint:
                text += f" ({piece.hint})"
            is_hint_wanted = False
    return text


def question_of(card: Card) -> str:
    """Return what a card asks, without the hints of its gaps."""
    shape = card.fact.shape
    if isinstance(shape, Cloze):
        return text_with_gaps(shape, blank_number(card), with_hint=False)
    return card.prompt


def statement_of(card: Card) -> str | None:
    """Return the whole statement if a card asks for a blank of one; None if not."""
    shape = card.fact.shape
    return text_without_gaps(shape) if isinstance(shape, Cloze) else None


def text_without_gaps(
    cloze: Cloze, number: int | None = None, replacement: str = ""
) -> str:
    """Return a statement with all blanks filled in.

    The blank with this number is filled with `replacement`, other blanks with their own
    text. Without a number, every blank is filled with its own text.
    """
    sentence = ""
    for piece in cloze.pieces:
        if isinstance(piece, str):
            sentence += piece
        else:
            sentence += replacement if piece.number == number else piece.text
    return sentence


def says_how_many(ask: str) -> bool:
    """Whether the text of a question says how many answers it wants."""
    return _COUNTED.search(ask) is not None


def asks_what_may_be_so(ask: str) -> bool:
    """Whether a question asks for what may be so, and not for what is so.

    Then more answers may be right than the author wrote down.
    """
    return _ASKS_WHAT_MAY_BE.search(ask) is not None


def list_answers(shape: Enumeration | GroupedEnumeration) -> tuple[Answer, ...]:
    """Return the items of a list, or of all groups of a grouped list."""
    if isinstance(shape, Enumeration):
        return shape.items
    return tuple(item for group in shape.groups for item in group.items)


def list_stem(shape: Enumeration | GroupedEnumeration) -> str:
    """Return a question for a list that says how many answers to name.

    If the order matters and the learner must name all answers, it also mentions the
    order.
    """
    count = len(list_answers(shape))
    if shape.need < count:
        return f"{shape.ask} Name {shape.need} of the {count}."
    if shape.order == "fixed" and "order" not in shape.ask.casefold():
        return f"{shape.ask} Name all {count}, in order."
    if says_how_many(shape.ask):
        return shape.ask
    return f"{shape.ask} Name all {count}."
