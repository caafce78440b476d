"""`liverdeck log`: export, import or repair the review log, or print its path."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from liverdeck.base.files import unreadable_problem, write_whole
from liverdeck.base.phrases import counted
from liverdeck.base.problems import Position, Problem
from liverdeck.cli.decks import STANDARD_STREAM
from liverdeck.cli.home import (
    added_text,
    current_moment,
    log_path,
    open_log,
    reports_log_errors,
)
from liverdeck.cli.printing import echo, echo_bytes, echo_json, without_harm_in_json
from liverdeck.cli.report import refuse, required_or_refuse
from liverdeck.study.reviewlog.copies import copies_of
from liverdeck.study.reviewlog.errors import HOME_VARIABLE
from liverdeck.study.reviewlog.exchange import as_lines, read_lines
from liverdeck.study.reviewlog.repair import repair as repair_log
from liverdeck.study.scheduling.moments import SECONDS_A_DAY
from liverdeck.study.scheduling.schedule import Schedule

if TYPE_CHECKING:
    from liverdeck.study.reviewlog.entries import Entry

_FIRST_BYTES_OF_ZIP = b"PK"
"""An Anki package is a ZIP file."""
_MOST_AHEAD_MS = SECONDS_A_DAY * 1000
"""A file with an entry more than this (one day) in the future is refused.

An entry less far in the future is accepted: it may come from another machine, whose
clock is ahead.
"""


@click.group()
def log() -> None:
    """Export, import or repair the log of all your answers, or print its path."""


@log.command()
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=STANDARD_STREAM,
    help="File to write. Default: standard output.",
)
@reports_log_errors
def export(output: Path) -> None:
    """Write the whole log as JSON Lines, one entry a line."""
    _refuse_without_log()
    with open_log(Schedule()) as review_log:
        entries = list(review_log.entries())
    text = "".join(f"{line}\n" for line in as_lines(entries))
    if output == STANDARD_STREAM:
        # A file gets the same bytes as with -o.
        shown = without_harm_in_json(text) if sys.stdout.isatty() else text
        echo_bytes(shown.encode())
        return
    problem = write_whole(output, text.encode())
    if problem is not None:
        refuse([problem])
    echo(f"Wrote {output}: {_entries_text(len(entries))}.")


@log.command("import")
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@reports_log_errors
def import_(file: Path, *, as_json: bool) -> None:
    """Add the entries of an exported log, each once.

    Two machines that import each other's log get the same log. If any line is wrong,
    nothing is added.
    """
    entries = _read_entries(file)
    with open_log(Schedule()) as review_log:
        merged = review_log.merge(entries)
    if as_json:
        echo_json({"added": merged.added, "known": merged.known, "cards": merged.cards})
        return
    echo(added_text(_entries_text(merged.added), merged.cards, merged.known))


def _entries_text(number: int) -> str:
    return counted(number, "entry", "entries")


def _read_entries(file: Path) -> tuple[Entry, ...]:
    """Return the entries of an exported log. With problems, print them and exit."""
    try:
        # Standard input is not closed after reading, a file is.
        is_stdin = file == STANDARD_STREAM
        with nullcontext(sys.stdin.buffer) if is_stdin else file.open("rb") as stream:
            first_line = stream.readline()
            if first_line.startswith(_FIRST_BYTES_OF_ZIP):
                _refuse_file(
                    file,
                    "this is an Anki package, not an exported log",
                    f"import it with: liverdeck carry from-anki {file}",
                )
            # Bytes that are not UTF-8 raise no error here: `read_lines` reports them.
            lines = (
                line.decode("utf-8", "surrogateescape")
                for line in chain([first_line], stream)
            )
            latest_ms = current_moment().ms + _MOST_AHEAD_MS
            entries = read_lines(lines, str(file), latest=latest_ms)
    except OSError as error:
        refuse([unreadable_problem(file, error)])
    return required_or_refuse(entries)


def _refuse_file(file: Path, message: str, fix: str) -> NoReturn:
    refuse([Problem(Position(str(file)), message, fix)])


@log.command()
@reports_log_errors
def repair() -> None:
    """Build a damaged log again from its readable entries and from its daily copies.

    The old file is kept.
    """
    # With daily copies, even a log that is gone can be built again.
    if not copies_of(log_path()):
        _refuse_without_log()
    repaired = repair_log(log_path(), Schedule(), current_moment())
    message = (
        f"Saved {_entries_text(repaired.from_file)} from the file and "
        f"{repaired.from_copies:,} more from its copies."
    )
    if repaired.damaged_file.exists():
        message += f" The old file is kept: {repaired.damaged_file}"
    echo(message)


@log.command()
def path() -> None:
    """Print the path of the log."""
    echo(log_path())


def _refuse_without_log() -> None:
    """Exit with a problem if there is no review log yet."""
    if not log_path().exists():
        problem = Problem(
            Position(str(log_path())),
            "there is no review log yet",
            "begin one with: liverdeck study; if you have one in another "
            f"folder, set {HOME_VARIABLE} to that folder",
        )
        refuse([problem], says_nothing_was_written=False)
