"""A paper to be written, and what stands in the way of writing it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem

Mode = Literal["practice", "exam"]
PageSize = Literal["a4", "letter"]


@dataclass(frozen=True, slots=True)
class QuizJob:
    """A paper to be written, and what some formats have to know besides."""

    paper: Paper
    deck: Deck
    bank: Sequence[Item] = ()
    """Every item of the deck: where a format has to take another variant of a question than the paper has."""
    mode: Mode = "practice"
    minutes: int | None = None
    """Time limit of an exam."""
    earlier_manifest: Mapping[str, object] | None = None
    """The manifest of the last quiz written to the same place."""
    note_time_seconds: int = 0
    """Unix time of what is new in an Anki package."""
    page_size: PageSize = "a4"
    """Of what is set here; a browser prints on the paper that its printer has."""

    @property
    def asked(self) -> tuple[AskedItem, ...]:
        """The items as form A asks them: for formats that hold one form and shuffle it themselves, or cannot."""
        return self.paper.forms[0].asked


class UnwritableError(Exception):
    """A paper that a format cannot hold, such as one with a picture that no reader can read; says how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        """Take what is wrong and how to mend it."""
        super().__init__(what)
        self.what = what
        self.fix = mend
