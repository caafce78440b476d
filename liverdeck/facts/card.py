"""Which cards a fact has. A study card is exactly an Anki card, so both are made from this one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.facts.shapes import Cloze, Gap, GroupedEnumeration, Question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.fact import Fact

REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Card:
    """One prompt and what answers it."""

    fact: Fact
    part: str
    """What tells it from the fact's other cards: "", "c1", "reverse", or a group's id. Permanent."""
    note: str
    """The part that names its Anki note: "" or a group's id."""
    prompt: str
    """Plain text; the asked blank reads [...] or [hint]."""
    answers: tuple[Answer, ...]
    """One, or all the items of a list."""
    heading: str | None = None
    """The group's title, to show under the prompt."""
    ordered: bool = False
    """The items must come in their order."""

    @property
    def is_list(self) -> bool:
        """Whether it asks for several items."""
        return len(self.answers) > 1 or self.heading is not None


def cards_of(fact: Fact) -> tuple[Card, ...]:
    """Return the cards of a fact in the order Anki shows them; a retired fact has none."""
    return () if fact.retired is not None else tuple(_cards(fact))


def _cards(fact: Fact) -> Iterator[Card]:
    shape = fact.shape
    if isinstance(shape, Cloze):
        for blank in shape.blanks:
            yield Card(
                fact,
                f"c{blank.number}",
                "",
                prompt_for(shape, blank.number),
                (blank.answer,),
            )
    elif isinstance(shape, Question):
        yield Card(fact, "", "", shape.ask, (shape.answer,))
        if shape.reverse is not None:
            yield Card(fact, REVERSE, "", shape.reverse.ask, (shape.reverse.answer,))
    elif isinstance(shape, GroupedEnumeration):
        for group in shape.groups:
            yield Card(
                fact,
                group.id,
                group.id,
                shape.ask,
                group.items,
                group.title,
                shape.order == "fixed",
            )
    else:
        yield Card(fact, "", "", shape.ask, shape.items, ordered=shape.order == "fixed")


def prompt_for(cloze: Cloze, number: int) -> str:
    """Return the statement with one blank hidden and the others shown."""
    return "".join(_shown(piece, number) for piece in cloze.pieces)


def _shown(piece: str | Gap, asked: int) -> str:
    if isinstance(piece, str):
        return piece
    return f"[{piece.hint or '...'}]" if piece.number == asked else piece.text
