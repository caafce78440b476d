"""How a card's question reads on a paper."""

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
    r"\b(?:may|might|can|could|often|sometimes|usually|commonly|common|typical|typically|examples?|some|one of|"
    r"among|likely|in most cases)\b|"
    r"^\W*(?:name|give|what is|which is)\s+an?\b(?!.*\bcalled\b).*\b(?:of|for|in|that|which|with|from)\b",
    re.IGNORECASE,
)
"""The last line is for "What is a side effect of ...?", but neither for "What is a biopsy?" nor for names."""


def gapped(cloze: Cloze, number: int, *, with_hint: bool = True) -> str:
    """Return a statement with a gap for one blank; the hint, if there is one, stands behind the first gap."""
    text, hinted = "", not with_hint
    for piece in cloze.pieces:
        if isinstance(piece, str):
            text += piece
        elif piece.number != number:
            text += piece.text
        else:
            text += GAP if hinted or not piece.hint else f"{GAP} ({piece.hint})"
            hinted = True
    return text


def question_of(card: Card) -> str:
    """Return what a card asks, without the hints of its gaps."""
    shape = card.fact.shape
    return (
        gapped(shape, int(card.part[1:]), with_hint=False)
        if isinstance(shape, Cloze)
        else card.prompt
    )


def filled(cloze: Cloze, number: int | None = None, text: str = "") -> str:
    """Return a statement with every blank filled in, one of them with `text` in place of what is right."""
    return "".join(
        piece
        if isinstance(piece, str)
        else text
        if piece.number == number
        else piece.text
        for piece in cloze.pieces
    )


def says_how_many(ask: str) -> bool:
    """Whether a question says itself how many answers it wants."""
    return _COUNTED.search(ask) is not None


def several_may_hold(ask: str) -> bool:
    """Whether a question asks for what may be so: then more may be right than anybody wrote down."""
    return _SEVERAL_MAY_HOLD.search(ask) is not None


def list_items(shape: Enumeration | GroupedEnumeration) -> tuple[Answer, ...]:
    """Return the items of a list, of all its groups."""
    if isinstance(shape, Enumeration):
        return shape.items
    return tuple(item for group in shape.groups for item in group.items)


def list_stem(shape: Enumeration | GroupedEnumeration) -> str:
    """Return the question for a list from memory, which says how many to name."""
    count = len(list_items(shape))
    if shape.need < count:
        return f"{shape.ask} Name {shape.need} of the {count}."
    in_order = (
        ", in order"
        if shape.order == "fixed" and "order" not in shape.ask.casefold()
        else ""
    )
    return (
        f"{shape.ask} Name all {count}{in_order}."
        if in_order or not says_how_many(shape.ask)
        else shape.ask
    )
