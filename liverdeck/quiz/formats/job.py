"""What an output format needs to write a quiz, and the error if it cannot write it."""

from __future__ import annotations

from dataclasses import field, fields
from typing import TYPE_CHECKING, Literal, get_args

from liverdeck.base.errors import LiverdeckError
from liverdeck.base.expected_types import refuse_other_text, refuse_other_type
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem

Mode = Literal["practice", "exam"]
"""*practice* asks one item at a time, with feedback; *exam* grades them at the end."""
DEFAULT_MODE: Mode = "practice"
PageSize = Literal["a4", "letter"]
DEFAULT_PAGE_SIZE: PageSize = "a4"
ONE_COLUMN, TWO_COLUMNS = 1, 2
COLUMNS = (ONE_COLUMN, TWO_COLUMNS)
"""The numbers of columns that a PDF may have."""
PICTURES_FOR_STUDENTS = "pictures"
"""The folder of pictures that students may see. Pictures of the key have another."""
MOST_MINUTES = 24 * 60
"""The longest time limit of an exam."""


@value_class
class PaperLook:
    """What a printed paper has besides its items, and its number of columns."""

    course: str = ""
    """The course or module; empty for none."""
    institution: str = ""
    instructions: str = ""
    """A text that candidates read first, besides the instructions on every paper."""
    time_allowed: str = ""
    """The time allowed, in the words of the paper: "60 minutes"."""
    asks_for_number: bool = False
    """Whether a paper has a line for a candidate number in place of one for a name."""
    columns: int = ONE_COLUMN
    """The number of columns of the PDF: 1 or 2."""

    def __post_init__(self) -> None:
        """Refuse values that no paper can have, with TypeError or ValueError."""
        for own_field in fields(self):
            value = getattr(self, own_field.name)
            refuse_other_type(own_field.name, value, type(own_field.default))
            if isinstance(value, str):
                refuse_other_text(own_field.name, value)
        # True equals 1 in Python, so the type counts too.
        if type(self.columns) is not int or self.columns not in COLUMNS:
            raise ValueError(
                f"columns is {self.columns!r}; it must be {ONE_COLUMN} or {TWO_COLUMNS}"
            )


def refuse_impossible_output(mode: object, minutes: object, page_size: object) -> None:
    """Raise ValueError for a mode, a time limit or a page size that is impossible."""
    for name, value, known_values in (
        ("mode", mode, get_args(Mode)),
        ("page_size", page_size, get_args(PageSize)),
    ):
        if value not in known_values:
            raise ValueError(
                f"{name} is {value!r}; it must be {' or '.join(known_values)}"
            )
    if minutes is None:
        return
    if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
        raise ValueError(f"minutes is {minutes!r}; it must be 1 to {MOST_MINUTES}")
    if mode != "exam":
        raise ValueError("minutes is the time limit of an exam; the mode must be exam")


@value_class
class QuizJob:
    """A paper to write, and what some output formats need besides the paper."""

    paper: Paper
    deck: Deck
    bank: Sequence[Item] = ()
    """The deck's item bank. The format `anki` takes main variants from it."""
    mode: Mode = DEFAULT_MODE
    """How learners take the quiz. Of the output formats, only `html` uses it."""
    minutes: int | None = None
    """Time limit of an exam, in minutes; None for no limit."""
    earlier_manifest: Mapping[str, object] | None = None
    """The manifest of the last quiz that was written to the same folder."""
    note_time_seconds: int = 0
    """New and changed notes in an Anki package get this Unix time, or a later one."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """How the items were made, for the manifest: see `QuizRequest.settings`."""
    look: PaperLook = field(default_factory=PaperLook)
    """Only the output formats for paper use it."""
    page_size: PageSize = DEFAULT_PAGE_SIZE
    """Only `pdf` and `docx` use it.

    For other files, the program that prints decides.
    """

    def __post_init__(self) -> None:
        """Refuse an unknown mode or page size and an impossible time limit.

        Raises ValueError.
        """
        refuse_impossible_output(self.mode, self.minutes, self.page_size)

    @property
    def asked(self) -> tuple[AskedItem, ...]:
        """The items as they are asked in the first paper form.

        Output formats that can have only one paper form use these items.
        """
        return self.paper.forms[0].asked


class UnwritableError(LiverdeckError):
    """An output format cannot show the paper, for example because of a picture."""
