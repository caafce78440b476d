"""Options of `liverdeck quiz` for the paper itself, such as texts above the items."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from liverdeck.cli.quiz_options import printable_text
from liverdeck.quiz.formats.job import COLUMNS, ONE_COLUMN, PaperLook

if TYPE_CHECKING:
    from collections.abc import Callable

_OPTIONS = (
    click.option(
        "--course",
        metavar="TEXT",
        callback=printable_text,
        help="Course or module, above the title of the papers.",
    ),
    click.option(
        "--institution",
        metavar="TEXT",
        callback=printable_text,
        help="Institution, above the title of the papers.",
    ),
    click.option(
        "--instructions",
        metavar="TEXT",
        callback=printable_text,
        help="What candidates read before the first item.",
    ),
    click.option(
        "--time",
        "time_allowed",
        metavar="TEXT",
        callback=printable_text,
        help='The time allowed, as the papers say it, such as "60 minutes".',
    ),
    click.option(
        "--candidate-number",
        is_flag=True,
        help="Ask for a candidate number in place of a name.",
    ),
    click.option(
        "--columns",
        type=click.IntRange(min(COLUMNS), max(COLUMNS)),
        default=ONE_COLUMN,
        show_default=True,
        help="Number of columns of the pdf.",
    ),
)


def paper_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options in this module to a command.

    The command gets their values as one argument: `look`, a `PaperLook`.
    """

    @wraps(command)
    def command_with_look(  # noqa: PLR0913  # click passes every option
        *args: Any,  # noqa: ANN401
        course: str | None,
        institution: str | None,
        instructions: str | None,
        time_allowed: str | None,
        candidate_number: bool,
        columns: int,
        **others: Any,  # noqa: ANN401
    ) -> None:
        look = PaperLook(
            course=course or "",
            institution=institution or "",
            instructions=instructions or "",
            time_allowed=time_allowed or "",
            asks_for_number=candidate_number,
            columns=columns,
        )
        command(*args, look=look, **others)

    decorated: Callable[..., None] = command_with_look
    # In the help, the option added last comes first.
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated
