"""The stems of items: how a card's question reads on a paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration
from liverdeck.quiz.items.item import GAP

if TYPE_CHECKING:
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card

_NUMBER = r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]+)"
_COUNTED = re.compile(rf"\b(?:{_NUMBER}|both|all)\b", re.IGNORECASE)
_SEVERAL_MAY_HOLD = re.compile(
    r"\b(?:may|might|can|could|often|sometimes|usually|commonly|common|typical|"
    r"typically|examples?|some|one of|among|likely|in most cases)\b|"
    r"^\W*(?:name|give|what is|which is)\s+an?\b(?!.*\bcalled\b)"
    r".*\b(?:of|for|in|that|which|with|from)\b",
    re.IGNORECASE,
)
"""Words of questions for what may be so.

The last two lines are for "What is a side effect of ...?". They match neither "What is
a biopsy?" nor questions for names ("What is a ... called?").
"""


def blank_number(card: Card) -> int:
    """Return the number of the blank that a card of a statement asks for."""
    return int(card.part.removeprefix("c"))


def gapped(cloze: Cloze, number: int, *, with_hint: bool = True) -> str:
    """Return a statement with gaps for one blank.

    With `with_hint`, the first gap is followed by its hint, if it has one.
    """
    text = ""
    may_hint = with_hint
    for piece in cloze.pieces:
        if isinstance(piece, str):
            text += piece
        elif piece.number != number:
            text += piece.text
        else:
            text += f"{GAP} ({piece.hint})" if may_hint and piece.hint else GAP
            may_hint = False
    return text


def question_of(card: Card) -> str:
    """Return what a card asks, without the hints of its gaps."""
    shape = card.fact.shape
    if isinstance(shape, Cloze):
        return gapped(shape, blank_number(card), with_hint=False)
    return card.prompt


def filled(cloze: Cloze, number: int | None = None, text: str = "") -> str:
    """Return a statement with all blanks filled in.

    The blank with this number, if there is one, gets `text` in place of its answer.
    """
    filled_text = ""
    for piece in cloze.pieces:
        if isinstance(piece, str):
            filled_text += piece
        else:
            filled_text += text if piece.number == number else piece.text
    return filled_text


def says_how_many(ask: str) -> bool:
    """Whether a question itself says how many answers it wants."""
    return _COUNTED.search(ask) is not None


def several_may_hold(ask: str) -> bool:
    """Whether a question asks for what may be so.

    Then more answers may be right than the author wrote down.
    """
    return _SEVERAL_MAY_HOLD.search(ask) is not None


def list_items(shape: Enumeration | GroupedEnumeration) -> tuple[Answer, ...]:
    """Return the items of a list, or of all groups of a grouped list."""
    if isinstance(shape, Enumeration):
        return shape.items
    return tuple(item for group in shape.groups for item in group.items)


def list_stem(shape: Enumeration | GroupedEnumeration) -> str:
    """Return the question for a list from memory; it says how many items to name."""
    count = len(list_items(shape))
    if shape.need < count:
        return f"{shape.ask} Name {shape.need} of the {count}."
    if shape.order == "fixed" and "order" not in shape.ask.casefold():
        return f"{shape.ask} Name all {count}, in order."
    if says_how_many(shape.ask):
        return shape.ask
    return f"{shape.ask} Name all {count}."
