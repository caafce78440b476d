"""`liverdeck log`: the review log as a file to keep, to move and to mend."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from itertools import chain
from pathlib import Path

import click

from liverdeck.base.files import write_whole
from liverdeck.base.phrases import counted
from liverdeck.base.problems import Position, Problem
from liverdeck.cli.decks import STANDARD_OUTPUT
from liverdeck.cli.home import current_moment, log_path, needs_log, open_log
from liverdeck.cli.report import print_json, refuse
from liverdeck.study.reviewlog.exchange import as_line, read_lines
from liverdeck.study.reviewlog.repair import repair as repair_log
from liverdeck.study.reviewlog.review_log import copies_of
from liverdeck.study.scheduling.schedule import Schedule

_ZIP = b"PK"
_A_DAY = 86_400_000
"""Milliseconds by which another machine's clock may be ahead."""


@click.group()
def log() -> None:
    """Export, import or repair the log of all your answers, and say where it lies."""


@log.command()
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    default=STANDARD_OUTPUT,
    help="Default: standard output.",
)
@needs_log
def export(output: Path) -> None:
    """Write the whole log as JSON Lines, one entry a line."""
    _refuse_if_none()
    with open_log(Schedule()) as opened:
        lines = [as_line(entry) for entry in opened.entries()]
    text = "".join(f"{line}\n" for line in lines)
    if output == STANDARD_OUTPUT:
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
    """Add the entries of an exported log, each once: two machines come together by importing each other's.

    If any line is wrong, nothing is added.
    """
    try:
        with (
            nullcontext(sys.stdin.buffer)
            if file == STANDARD_OUTPUT
            else file.open("rb") as stream
        ):
            first = stream.readline()
            if first.startswith(_ZIP):
                refuse(
                    [
                        Problem(
                            Position(str(file)),
                            "an Anki package",
                            f"liverdeck carry from-anki {file}",
                        )
                    ]
                )
            # What is not UTF-8 is told line by line.
            lines = (
                line.decode("utf-8", "surrogateescape")
                for line in chain([first], stream)
            )
            entries, problems = read_lines(
                lines, str(file), latest=current_moment().ms + _A_DAY
            )
    except OSError as error:
        refuse(
            [
                Problem(
                    Position(str(file)),
                    f"cannot be read: {error.strerror or error}",
                    "check its name",
                )
            ]
        )
    if problems:
        refuse(problems)
    with open_log(Schedule()) as opened:
        merged = opened.merge(entries)
    if as_json:
        print_json(
            {"added": merged.added, "known": merged.known, "cards": merged.cards}
        )
    else:
        entries_of = f"{merged.added} {'entry' if merged.added == 1 else 'entries'} of {counted(merged.cards, 'card')}"
        click.echo(
            f"Added {entries_of}; {merged.known} {'was' if merged.known == 1 else 'were'} here already."
        )


@log.command()
@needs_log
def repair() -> None:
    """Build a damaged log anew from what can be read and from the copies of earlier days; the old file is kept."""
    if not copies_of(log_path()):
        _refuse_if_none()
    repaired = repair_log(log_path(), Schedule(), current_moment())
    kept = f" The old file is kept: {repaired.kept}" if repaired.kept.exists() else ""
    click.echo(
        f"Saved {repaired.from_file} entries from the file and {repaired.from_copies} more from its copies.{kept}"
    )


@log.command()
def path() -> None:
    """Say where the log lies."""
    click.echo(log_path())


def _refuse_if_none() -> None:
    if not log_path().exists():
        mend = "liverdeck study begins one; LIVERDECK_HOME names another folder"
        refuse(
            [Problem(Position(str(log_path())), "there is no review log yet", mend)],
            would_write=False,
        )
