"""`liverdeck log`: the review log as a file to keep, to move and to repair."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from liverdeck.base.files import write_whole
from liverdeck.base.phrases import counted
from liverdeck.base.problems import Position, Problem
from liverdeck.cli.decks import STANDARD_STREAM
from liverdeck.cli.home import current_moment, log_path, needs_log, open_log
from liverdeck.cli.report import print_json, refuse
from liverdeck.study.reviewlog.copies import copies_of
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.repair import repair as repair_log
from liverdeck.study.scheduling.schedule import Schedule

if TYPE_CHECKING:
    from liverdeck.study.reviewlog.entries import Entry

_FIRST_BYTES_OF_ZIP = b"PK"
"""An Anki package is a ZIP file."""
_MOST_AHEAD_MS = 86_400_000
"""An entry that is more than this in the future is refused.

Until then, the clock of another machine may be ahead.
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
@needs_log
def export(output: Path) -> None:
    """Write the whole log as JSON Lines, one entry a line."""
    _refuse_without_log()
    with open_log(Schedule()) as review_log:
        lines = [as_line(entry) for entry in review_log.entries()]
    text = "".join(f"{line}\n" for line in lines)
    if output == STANDARD_STREAM:
        sys.stdout.buffer.write(text.encode())
        return
    problem = write_whole(output, text.encode())
    if problem is not None:
        refuse([problem])
    click.echo(f"Wrote {output}: {len(lines)} entries.")


@log.command("import")
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@needs_log
def import_(file: Path, *, as_json: bool) -> None:
    """Add the entries of an exported log, each once.

    Two machines that import each other's log get the same log. If any line is wrong,
    nothing is added.
    """
    entries = _read_entries(file)
    with open_log(Schedule()) as review_log:
        merged = review_log.merge(entries)
    if as_json:
        print_json(
            {"added": merged.added, "known": merged.known, "cards": merged.cards}
        )
        return
    noun = "entry" if merged.added == 1 else "entries"
    were = "was" if merged.known == 1 else "were"
    click.echo(
        f"Added {merged.added} {noun} of {counted(merged.cards, 'card')}; "
        f"{merged.known} {were} here already."
    )


def _read_entries(file: Path) -> list[Entry]:
    """Return the entries in an exported log, or print the problems and exit."""
    from_stdin = file == STANDARD_STREAM
    try:
        with nullcontext(sys.stdin.buffer) if from_stdin else file.open("rb") as stream:
            first_line = stream.readline()
            if first_line.startswith(_FIRST_BYTES_OF_ZIP):
                _refuse_file(
                    file,
                    "this is an Anki package, not an exported log",
                    f"import it with: liverdeck carry from-anki {file}",
                )
            # A line that is not UTF-8 is decoded too, so that `read_lines` reports it.
            lines = (
                line.decode("utf-8", "surrogateescape")
                for line in chain([first_line], stream)
            )
            latest_ms = current_moment().ms + _MOST_AHEAD_MS
            entries, problems = read_lines(lines, str(file), latest=latest_ms)
    except OSError as error:
        _refuse_file(
            file, f"cannot be read: {error.strerror or error}", "check its name"
        )
    if problems:
        refuse(problems)
    return entries


def _refuse_file(file: Path, message: str, fix: str) -> NoReturn:
    refuse([Problem(Position(str(file)), message, fix)])


@log.command()
@needs_log
def repair() -> None:
    """Build a damaged log again from its readable entries and from its daily copies.

    The old file is kept.
    """
    if not copies_of(log_path()):
        _refuse_without_log()
    repaired = repair_log(log_path(), Schedule(), current_moment())
    message = (
        f"Saved {repaired.from_file} entries from the file and "
        f"{repaired.from_copies} more from its copies."
    )
    if repaired.damaged_file.exists():
        message += f" The old file is kept: {repaired.damaged_file}"
    click.echo(message)


@log.command()
def path() -> None:
    """Print the path of the log."""
    click.echo(log_path())


def _refuse_without_log() -> None:
    """Exit with a problem if there is no review log yet."""
    if not log_path().exists():
        problem = Problem(
            Position(str(log_path())),
            "there is no review log yet",
            "begin one with: liverdeck study; if it is in another folder, set "
            "LIVERDECK_HOME to that folder",
        )
        refuse([problem], would_write=False)
