"""`liverdeck preview`: every card of a deck on one page, as it looks in Anki."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.loader import load_deck
from liverdeck.base.files import write_whole
from liverdeck.base.problems import has_errors
from liverdeck.cli.decks import STANDARD_OUTPUT, choose_deck, deck_option
from liverdeck.cli.report import count, refuse
from liverdeck.lint.run import lint_loaded
from liverdeck.preview.page import preview_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.base.problems import Problem

OFTEN = 200
"""Milliseconds between two looks whether Ctrl-C was pressed."""


@click.command()
@deck_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Default: dist/DECK-ID.html; - for standard output.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Write it again whenever a file of the deck changes, until Ctrl-C.",
)
def preview(folder: Path | None, output: Path | None, *, watch: bool) -> None:
    """Write every card of a deck to one HTML page, as it looks in Anki, with its problems beside it."""
    folder = choose_deck(folder, may_be_bundled=True)
    if watch and output == STANDARD_OUTPUT:
        message = "--watch writes again and again; name a file with -o"
        raise click.UsageError(message)
    if watch:
        _watch(folder, output)
        return
    page = _Page(folder, output, reloads=False)
    if page.refusals:
        refuse(page.refusals)
    click.echo(page.told(), err=output == STANDARD_OUTPUT)
    if has_errors(page.findings):
        click.echo(
            f"This deck has {count(page.findings)}: liverdeck lint -d {folder}",
            err=True,
        )
        raise click.exceptions.Exit(1)


class _Page:
    """One writing of the page, and what came of it."""

    def __init__(self, folder: Path, output: Path | None, *, reloads: bool) -> None:
        self.refusals: Sequence[Problem] = ()
        """Why nothing was written."""
        self.findings: Sequence[Problem] = ()
        loaded = load_deck(folder)
        if loaded.deck is None:
            self.refusals = loaded.problems
            return
        self.path = output or Path("dist") / f"{loaded.deck.id}.html"
        self.findings = lint_loaded(loaded)
        made = preview_page(loaded.deck, self.findings, reloads=reloads)
        self.cards = made.cards
        if output == STANDARD_OUTPUT:
            sys.stdout.buffer.write(made.html)
            return
        problem = write_whole(self.path, made.html)
        if problem is not None:
            self.refusals = (problem,)

    def told(self) -> str:
        """Return on one line what was written, or why nothing was."""
        if self.refusals:
            first, *others = self.refusals
            return f"Not written: {first}" + (
                f" (and {len(others)} more)" if others else ""
            )
        cards = f"{self.cards} card{'' if self.cards == 1 else 's'}"
        return f"Wrote {self.path}: {cards}, {count(self.findings) or 'no findings'}"


def _watch(folder: Path, output: Path | None) -> None:
    loaded = load_deck(folder)
    if loaded.deck is None:
        refuse(loaded.problems)
    own = (output or Path("dist") / f"{loaded.deck.id}.html").resolve()
    try:
        for _ in _changes(folder, own):
            click.echo(_written_again(folder, output))
    except KeyboardInterrupt:
        click.echo("\nStopped watching.", err=True)


def _written_again(folder: Path, output: Path | None) -> str:
    try:
        return _Page(folder, output, reloads=True).told()
    except OSError as error:  # a file went away between two looks at it; its going is a change of its own
        return f"Not written: {error.filename or folder}: {error.strerror or error}"


def _changes(folder: Path, own: Path) -> Iterator[None]:
    """Yield at once, and then after every change in the folder that is not our own page."""
    from watchfiles import Change, watch

    def is_the_authors(_change: Change, name: str) -> bool:
        return is_authors_file(Path(name), folder, own)

    click.echo(f"Watching {folder}; stop with Ctrl-C.", err=True)
    is_first = True
    # The first look comes when the system already reports changes, so none is lost between writing and watching.
    for changes in watch(
        folder, watch_filter=is_the_authors, rust_timeout=OFTEN, yield_on_timeout=True
    ):
        if is_first or changes:
            yield
        is_first = False


def is_authors_file(path: Path, folder: Path, own: Path) -> bool:
    """Whether a change of a file in the deck's folder is the author's: no page, which no deck reads, nothing hidden."""
    path, folder = path.resolve(), folder.resolve()
    inside = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    # Every page, because a deck whose id changes gets a page of another name, and that must not wake us for ever.
    return (
        path != own
        and path.suffix != ".html"
        and not any(part.startswith(".") for part in inside)
    )
