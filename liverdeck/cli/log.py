"""`liverdeck log`: export, import or repair the review log, or print its path."""

from __future__ import annotations

import sys
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NoReturn

import click

from liverdeck.base.errors import ContentError
from liverdeck.base.files import unreadable_problem
from liverdeck.base.output_guards import output_at
from liverdeck.base.phrases import counted
from liverdeck.base.problems import Position, Problem, shortened_message
from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import words_in
from liverdeck.cli.decks import STANDARD_STREAM, open_input
from liverdeck.cli.home import (
    added_text,
    clock_is_right_option,
    clock_reading,
    current_moment,
    is_log_begun,
    log_path,
    open_log,
    open_log_to_read,
    redated_text,
    reports_log_errors,
)
from liverdeck.cli.output_options import force_option, write_or_refuse
from liverdeck.cli.printing import echo, echo_bytes, echo_json, without_harm_in_json
from liverdeck.cli.report import as_text, json_option, refuse
from liverdeck.study.reviewlog.copies import copies_of
from liverdeck.study.reviewlog.errors import HOME_VARIABLE
from liverdeck.study.reviewlog.exchange import LineReader, as_lines
from liverdeck.study.reviewlog.numbered_lines import numbered_lines
from liverdeck.study.reviewlog.repair import repair as repair_log
from liverdeck.study.scheduling.schedule import Schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.reviewlog.future_dates import ClockReading
    from liverdeck.study.reviewlog.review_log import MergeResult

_FIRST_BYTES_OF_ZIP = b"PK"
"""A file that begins with these bytes is a ZIP file, as every Anki package is."""
_MOST_SHOWN = 10
"""At most this many problems of a file are shown; the others are counted."""


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
@force_option
@reports_log_errors
def export(output: Path, *, force: bool) -> None:
    """Write the whole log as JSON Lines, one entry a line."""
    if not is_log_begun():
        _refuse_no_log()
    with open_log_to_read(Schedule()) as review_log:
        # There are more lines than entries, because weights have lines too.
        entries = _CountedEntries(review_log.entries())
        lines = as_lines(entries)
        if output == STANDARD_STREAM:
            _print_lines(lines)
            return
        content = b"".join(f"{line}\n".encode() for line in lines)
    export_file = output_at(
        output,
        content,
        is_private=True,
        is_ours=lambda _: False,
        description="an export of the log",
    )
    write_or_refuse([export_file], deck_id="", inputs=[log_path()], force=force)
    echo(f"Wrote {output}: {_entries_text(entries.count)}.")


class _CountedEntries:
    """Entries that are counted while they are read. They can be read once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self._entries:
            self.count += 1
            yield entry


def _print_lines(lines: Iterable[str]) -> None:
    """Print lines of JSON. A pipe gets the same bytes that -o writes to a file."""
    is_terminal = sys.stdout.isatty()
    for line in lines:
        shown = without_harm_in_json(line) if is_terminal else line
        echo_bytes(f"{shown}\n".encode())


@log.command("import")
@click.argument("file", metavar="FILE|-", type=click.Path(path_type=Path))
@json_option
@clock_is_right_option
@reports_log_errors
def import_(file: Path, *, as_json: bool, clock_is_right: bool) -> None:
    """Add the entries of an exported log, each once.

    Two machines that import each other's log get the same log. A line that cannot be
    read is left out and named; then the exit code is 1. An entry that is dated in the
    future counts as an entry of today.
    """
    reading = clock_reading(is_clock_trusted=clock_is_right)
    try:
        with open_input(file) as stream:
            imported = _import_from(stream, file, reading)
    except OSError as error:
        refuse([unreadable_problem(file, error)])
    except ContentError as error:
        refuse(error.problems)
    _print_imported(imported, as_json=as_json)


@value_class
class _Imported:
    """The result of an import."""

    merged: MergeResult
    left_out: int
    """Number of lines that have problems and so gave no entry."""
    problems: list[Problem]
    """The first problems in the file."""


def _import_from(stream: BinaryIO, file: Path, reading: ClockReading) -> _Imported:
    """Add the entries of an exported log, line by line.

    Raises ContentError if it is not an exported log. Then nothing is written.
    """
    first_bytes = stream.readline(len(_FIRST_BYTES_OF_ZIP))
    if first_bytes == _FIRST_BYTES_OF_ZIP:
        _refuse_file(
            file,
            "this is an Anki package, not an exported log",
            f"import it with: liverdeck carry from-anki {file}",
        )
    problems: list[Problem] = []

    def report(position: Position, message: str, fix: str) -> None:
        if len(problems) < _MOST_SHOWN:
            message, fix = shortened_message(message), shortened_message(fix)
            problems.append(Problem(position, message, fix))

    reader = LineReader(str(file), report)
    entries = reader.entries_in(numbered_lines(stream, str(file), first_bytes))
    # If all lines of a file are wrong, no log is begun.
    first_entry = list(islice(entries, 1))
    if reader.bad_lines and not first_entry:
        raise ContentError(problems)
    with open_log(Schedule()) as review_log:
        merged = review_log.merge(chain(first_entry, entries), reading)
    return _Imported(merged, reader.bad_lines, problems)


def _print_imported(imported: _Imported, *, as_json: bool) -> None:
    """Print what was imported. Exit with 1 if lines were left out."""
    for problem in imported.problems:
        echo(as_text(problem), err=True)
    if imported.left_out:
        lines = counted(imported.left_out, "line was", "lines were")
        are_all_shown = imported.left_out <= len(imported.problems)
        see_above = ", see above" if are_all_shown else ""
        echo(
            f"{lines} left out: something is wrong with them{see_above}. "
            "The other lines were read.",
            err=True,
        )
    merged = imported.merged
    if as_json:
        rare_numbers = {
            "left_out": imported.left_out,
            "differing": merged.differing,
            "redated": merged.redated,
        }
        echo_json(
            {
                "added": merged.added,
                "known": merged.known,
                "cards": merged.cards,
                **{name: number for name, number in rare_numbers.items() if number},
            }
        )
    else:
        _print_merged(merged)
    if imported.left_out:
        raise click.exceptions.Exit(1)


def _print_merged(merged: MergeResult) -> None:
    echo(added_text(_entries_text(merged.added), merged.cards, merged.known))
    if merged.differing:
        differing = counted(merged.differing, "of these has", "of these have")
        echo(
            f"{differing} other content in the log than in the file. "
            "The log keeps its own content: entries never change."
        )
    if merged.redated:
        echo(redated_text(merged.redated, words_in("en")))


def _entries_text(number: int) -> str:
    return counted(number, "entry", "entries")


def _refuse_file(file: Path, message: str, fix: str) -> NoReturn:
    refuse([Problem(Position(str(file)), message, fix)])


@log.command()
@reports_log_errors
def repair() -> None:
    """Build a damaged log again from its readable entries and from its daily copies.

    The old file is kept.
    """
    # With daily copies, even a log that is gone can be built again.
    if not is_log_begun() and not copies_of(log_path()):
        _refuse_no_log()
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


def _refuse_no_log() -> NoReturn:
    """Exit with the problem that there is no review log yet."""
    problem = Problem(
        Position(str(log_path())),
        "there is no review log yet",
        "begin one with: liverdeck study; if you have one in another "
        f"folder, set {HOME_VARIABLE} to that folder",
    )
    refuse([problem], says_nothing_was_written=False)
