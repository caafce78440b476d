"""What an output format needs to write a quiz, and the error if it cannot."""

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
    """A paper to write, with what some formats need besides it."""

    paper: Paper
    deck: Deck
    bank: Sequence[Item] = ()
    """Every item of the deck.

    Some formats need another variant of a question than the one in the paper.
    """
    mode: Mode = "practice"
    minutes: int | None = None
    """Time limit of an exam."""
    earlier_manifest: Mapping[str, object] | None = None
    """The manifest of the last quiz that was written to the same folder."""
    note_time_seconds: int = 0
    """Unix time of new and changed notes in an Anki package."""
    page_size: PageSize = "a4"
    """The page size for PDF and DOCX. A browser uses the paper of its printer."""

    @property
    def asked(self) -> tuple[AskedItem, ...]:
        """The items as paper form A asks them.

        For formats that hold one paper form, because they shuffle the items themselves
        or have no place for a second one.
        """
        return self.paper.forms[0].asked


class UnwritableError(Exception):
    """A format cannot hold the paper, for example because a picture is unreadable."""

    def __init__(self, message: str, fix: str) -> None:
        """Take what is wrong and how to fix it."""
        super().__init__(message)
        self.message = message
        self.fix = fix
