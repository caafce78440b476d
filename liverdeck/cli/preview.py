"""`liverdeck preview`: every card of a deck on one page, as it looks in Anki."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.errors import ContentError
from liverdeck.base.files import default_output
from liverdeck.base.output_guards import output_at
from liverdeck.base.outputs import write_outputs
from liverdeck.base.phrases import counted
from liverdeck.base.problems import has_errors
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.base.workers import usable_workers
from liverdeck.cli.decks import (
    STANDARD_STREAM,
    choose_deck,
    deck_option,
    mention_problems,
    read_deck,
)
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.output_options import force_option
from liverdeck.cli.printing import echo, echo_bytes
from liverdeck.cli.report import counts_by_severity, refuse
from liverdeck.lint.run import lint_loaded
from liverdeck.preview.page import preview_page
from liverdeck.publishing.build import deck_inputs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.deck import Deck

_SUFFIX = ".html"
CTRL_C_CHECK_MS = 200
"""The time between two checks for Ctrl-C, in milliseconds."""


@click.command()
@deck_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Page to write. Default: {default_output('DECK-ID', _SUFFIX)}; "
    "- for standard output.",
)
@click.option(
    "--watch",
    is_flag=True,
    help="Write the page again whenever a file of the deck changes, until Ctrl-C.",
)
@force_option
def preview(
    folder: Path | None, output: Path | None, *, watch: bool, force: bool
) -> None:
    """Write every card of a deck to one HTML page.

    The page shows the cards as they look in Anki, and next to them the problems of
    the deck.
    """
    folder = choose_deck(folder, may_be_bundled=True)
    if watch and output == STANDARD_STREAM:
        raise click.UsageError(
            "--watch writes the page again and again; name a file with -o"
        )
    if watch:
        _watch(folder, output, force=force)
        return

    page = _write_page(folder, output, reloads=False, force=force)
    if page.value is None:
        refuse(page.problems)
    echo(_summary(page), err=output == STANDARD_STREAM)
    if has_errors(page.problems):
        mention_problems(page.problems, folder)
        raise click.exceptions.Exit(1)


@value_class
class _WrittenPage:
    """A page that was written."""

    path: Path
    card_count: int


@garbage_collection_paused()
def _write_page(
    folder: Path, output: Path | None, *, reloads: bool, force: bool
) -> Result[_WrittenPage]:
    """Write the page of a deck. Return the written page and the problems of the deck.

    A page is written for a deck with errors too. If no page could be written, the value
    of the result is None and the problems say why.
    """
    loaded = read_deck(folder)
    if loaded.deck is None:
        return Result(None, loaded.problems)
    path = output or _default_page(loaded.deck)
    problems = lint_loaded(loaded, workers=usable_workers())
    page = preview_page(loaded.deck, problems, reloads=reloads)

    if output == STANDARD_STREAM:
        echo_bytes(page.html)
    else:
        try:
            write_outputs(
                [output_at(path, page.html, description="a page")],
                deck_id=loaded.deck.id,
                inputs=deck_inputs(loaded.deck),
                force=force,
            )
        except ContentError as error:
            return Result(None, error.problems)
    return Result(_WrittenPage(path, page.card_count), problems)


def _summary(page: Result[_WrittenPage]) -> str:
    """Return one line that says what was written, or why nothing was written."""
    if page.value is None:
        first, *others = page.problems
        more = f" (and {len(others)} more)" if others else ""
        return f"Not written: {first}{more}"
    cards = counted(page.value.card_count, "card")
    counts = counts_by_severity(page.problems) or "no problems"
    return f"Wrote {page.value.path}: {cards}, {counts}"


def _default_page(deck: Deck) -> Path:
    return default_output(deck.id, _SUFFIX)


def _watch(folder: Path, output: Path | None, *, force: bool) -> None:
    """Write the page now and after every change, until Ctrl-C."""
    loaded = read_deck(folder)
    if loaded.deck is None:
        refuse(loaded.problems)
    page_path = (output or _default_page(loaded.deck)).resolve()
    try:
        for _ in _changes(folder, page_path):
            echo(_write_and_report(folder, output, force=force))
    except KeyboardInterrupt:
        echo("\nStopped watching.", err=True)


def _write_and_report(folder: Path, output: Path | None, *, force: bool) -> str:
    """Write the page. Return a line that says so, or why it was not written."""
    try:
        return _summary(_write_page(folder, output, reloads=True, force=force))
    except OSError as error:
        # Perhaps a file disappeared while we read the deck. That is a change too, so
        # this function will soon be called again.
        return f"Not written: {error.filename or folder}: {error.strerror or error}"


def _changes(folder: Path, page_path: Path) -> Iterator[None]:
    """Yield once when watching has begun, and after each change of an author's file."""
    from watchfiles import Change, watch

    def is_from_author(_change: Change, name: str) -> bool:
        return is_authors_file(Path(name), folder, page_path)

    echo(f"Watching {folder}; stop with Ctrl-C.", err=True)
    is_first_report = True
    # `watch` reports changes. If there are no changes, it reports an empty set after
    # each `CTRL_C_CHECK_MS`. The first report means that the system has begun to record
    # changes. We write the first page only then, so that we miss no change.
    for changes in watch(
        folder,
        watch_filter=is_from_author,
        rust_timeout=CTRL_C_CHECK_MS,
        yield_on_timeout=True,
    ):
        if is_first_report or changes:
            yield
        is_first_report = False


def is_authors_file(path: Path, folder: Path, page_path: Path) -> bool:
    """Whether to write the page again when this file changes.

    False for our page, for other HTML pages, which no deck reads, and for the deck's
    hidden files.
    """
    path, folder = path.resolve(), folder.resolve()
    # If the id of the deck changes, our page gets a different name. If that page
    # counted as a change, we would write it again without end.
    if path == page_path or path.suffix == _SUFFIX:
        return False
    names = path.relative_to(folder).parts if path.is_relative_to(folder) else ()
    is_hidden = any(name.startswith(".") for name in names)
    return not is_hidden
