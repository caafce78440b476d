"""The options of `liverdeck quiz` about its output."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from liverdeck.base.files import OUTPUT_FOLDER
from liverdeck.base.values import value_class
from liverdeck.cli.quiz_options import printable_text, split_names
from liverdeck.cli.quiz_paper_options import paper_options
from liverdeck.quiz.formats.job import (
    DEFAULT_MODE,
    DEFAULT_PAGE_SIZE,
    MOST_MINUTES,
    Mode,
    PageSize,
)
from liverdeck.quiz.formats.registry import FORMATS
from liverdeck.quiz.papers.paper_request import DEFAULT_SEED

if TYPE_CHECKING:
    from collections.abc import Callable

    from liverdeck.base.result import Result
    from liverdeck.cli.quiz_options import ItemSelection
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.formats.job import PaperLook
    from liverdeck.quiz.papers.paper_request import PaperRequest

_DEFAULT_FOLDER = OUTPUT_FOLDER / "quiz"
_DEFAULT_FORMAT = "print"
_FORMAT_NAMES = ", ".join(FORMATS)


@value_class
class QuizOutput:
    """The output of a quiz as the options describe it."""

    given_folder: Path | None
    """The folder that the user named, if any."""
    formats: tuple[str, ...]
    forms: int
    blueprint: Path | None
    mode: Mode
    minutes: int | None
    title: str | None
    page_size: PageSize
    look: PaperLook

    @property
    def folder(self) -> Path:
        """The folder to write to."""
        return self.given_folder or _DEFAULT_FOLDER

    def with_default_folder(self, folder: Path) -> QuizOutput:
        """Return the same output, but to this folder if the user named no folder."""
        return replace(self, given_folder=self.given_folder or folder)

    def refuse_contradictions(self, items: int | None) -> None:
        """Refuse options that contradict each other, and an option without effect."""
        if items is not None and self.blueprint is not None:
            raise click.UsageError(
                "--items and --blueprint both say how many items; leave out one of the "
                "two"
            )
        if self.minutes is not None and self.mode != "exam":
            raise click.UsageError(
                "--minutes is the time limit of an exam; add --mode exam"
            )

    def requested(
        self, deck: Deck, selection: ItemSelection, items: int | None
    ) -> Result[PaperRequest]:
        """Return the request for a paper, or its problems.

        If `items` is None, the paper has the usual length.
        """
        requested = selection.requested(
            deck,
            items,
            selection.given_seed or DEFAULT_SEED,
            self.forms,
            self.blueprint,
        )
        if requested.value is None:
            return requested
        request = replace(requested.value, title=self.title)
        return replace(requested, value=request)


_OUTPUT_OPTIONS = (
    click.option(
        "--forms",
        metavar="K",
        type=int,
        default=1,
        show_default=True,
        help="Number of paper forms: A, B, C ...",
    ),
    click.option(
        "--blueprint",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Take the number of items of each topic, type and difficulty from FILE.",
    ),
    click.option(
        "--mode",
        type=click.Choice(get_args(Mode)),
        default=DEFAULT_MODE,
        show_default=True,
        help="Purpose of the html page.",
    ),
    click.option(
        "--minutes",
        metavar="N",
        type=click.IntRange(1, MOST_MINUTES),
        help="Time limit of the html page, with --mode exam.",
    ),
    click.option(
        "--title",
        metavar="TEXT",
        callback=printable_text,
        help="Title of the papers. Default: the deck's title.",
    ),
    click.option(
        "--page",
        "page_size",
        type=click.Choice(get_args(PageSize)),
        default=DEFAULT_PAGE_SIZE,
        show_default=True,
        help="Page size of pdf and docx.",
    ),
    click.option(
        "--format",
        "format_lists",
        metavar="A,B",
        multiple=True,
        default=(_DEFAULT_FORMAT,),
        help=f"Output formats. Default: {_DEFAULT_FORMAT}. Any of: {_FORMAT_NAMES}.",
    ),
    click.option(
        "-o",
        "--output",
        "output_folder",
        metavar="FOLDER",
        type=click.Path(path_type=Path),
        help=f"Folder to write to. Default: {_DEFAULT_FOLDER}.",
    ),
)


def output_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options in this module, and those for the look of papers, to a command.

    The command gets their values as one argument: `output`, a `QuizOutput`.
    """

    @wraps(command)
    def command_with_output(  # noqa: PLR0913  # click passes every option
        *args: Any,  # noqa: ANN401
        forms: int,
        blueprint: Path | None,
        mode: Mode,
        minutes: int | None,
        title: str | None,
        page_size: PageSize,
        format_lists: tuple[str, ...],
        output_folder: Path | None,
        look: PaperLook,
        **others: Any,  # noqa: ANN401
    ) -> None:
        names = [name for text in format_lists for name in split_names(text)]
        output = QuizOutput(
            given_folder=output_folder,
            formats=tuple(dict.fromkeys(names)),
            forms=forms,
            blueprint=blueprint,
            mode=mode,
            minutes=minutes,
            title=title,
            page_size=page_size,
            look=look,
        )
        command(*args, output=output, **others)

    decorated: Callable[..., None] = command_with_output
    # In the help, the option added last comes first.
    for option in reversed(_OUTPUT_OPTIONS):
        decorated = option(decorated)
    return paper_options(decorated)
