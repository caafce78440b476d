"""`liverdeck diff`: the import rehearsal."""

from __future__ import annotations

import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.problems import Position, Problem
from liverdeck.cli.decks import deck_option, ledger_or_refusal, load_chosen
from liverdeck.cli.report import print_json, refuse
from liverdeck.publishing.build import build_package
from liverdeck.publishing.changelog import day_and_time
from liverdeck.publishing.import_preview import (
    notes_of_package,
    notes_of_release,
    preview_import,
)
from liverdeck.publishing.published import Published, read_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger
    from liverdeck.publishing.import_preview import HeldNote, ImportPreview

MOST_NAMED = 20
"""Notes or cards named on one line."""

_WORDS = {
    "new": "new notes",
    "updated": "notes updated",
    "skipped": "notes not updated: the learner's are as new or newer",
    "unchanged": "notes unchanged, not touched",
    "conflicting": "notes that cannot be updated: their note type has other fields or templates",
    "withdrawn": "notes withdrawn; Anki keeps them until the learner deletes them",
    "new_cards": "new cards",
    "empty_cards": "cards that become empty; Tools > Empty Cards finds them",
}
_COUNTED_ONLY = ("unchanged",)


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False, type=click.Path(path_type=Path))
@deck_option
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def diff(old: str, new: Path | None, folder: Path | None, *, as_json: bool) -> None:
    """Tell what Anki will do for a learner who has OLD and imports NEW.

    OLD is an .apkg or the number of a release; NEW is an .apkg, or left out: what `liverdeck build` would make now.
    """
    deck: Deck | None = None
    ledger: Ledger | None = None
    if new is None or old.isdecimal():
        deck, ledger = load_chosen(folder, may_be_bundled=True)
        ledger = ledger_or_refusal(deck, ledger, new=False)
    before = _held_of(old, ledger)
    if new is not None and old.isdecimal() and ledger is not None:
        _refuse_older(new, ledger)
    package = (
        _read(new)
        if new is not None or deck is None or ledger is None
        else _built_now(deck, ledger)
    )
    rehearsal = preview_import(before, notes_of_package(package))
    if as_json:
        print_json(asdict(rehearsal))
        return
    click.echo("\n".join(_as_text(rehearsal, package)))


def _held_of(old: str, ledger: Ledger | None) -> dict[str, HeldNote]:
    if not old.isdecimal() or ledger is None:
        return notes_of_package(_read(Path(old)))
    if len(old) > len(str(len(ledger.releases))) or not 1 <= int(old) <= len(
        ledger.releases
    ):
        message = f"no release {old}; this deck has {len(ledger.releases)}"
        raise click.UsageError(message)
    if int(old) < ledger.recovered_releases:
        message = f"release {old} was lost with the ledger, which was rebuilt since; name its package instead"
        raise click.UsageError(message)
    return notes_of_release(ledger, int(old))


def _refuse_older(new: Path, ledger: Ledger) -> None:
    """Refuse a package older than the last release: the ledger knows only when a note last changed."""
    if (
        max((note.mod_seconds for note in _read(new).notes.values()), default=0)
        < ledger.last_time
    ):
        what = "older than the last release, with which alone a release's number can be compared"
        refuse(
            [Problem(Position(str(new)), what, "name OLD as an .apkg too")],
            would_write=False,
        )


def _read(path: Path | None) -> Published:
    package, problem = read_package(path or Path())
    if package is None:
        refuse([problem] if problem else [], would_write=False)
    return package


def _built_now(deck: Deck, ledger: Ledger) -> Published:
    with tempfile.TemporaryDirectory() as folder:
        built = build_package(
            deck, ledger, Path(folder) / f"{deck.id}.apkg", now=int(time.time())
        )
        if built.path is None:
            refuse(built.problems, would_write=False)
        return _read(built.path)


def _as_text(rehearsal: ImportPreview, package: Published) -> Iterator[str]:
    for name, words in _WORDS.items():
        names: Sequence[str] = getattr(rehearsal, name)
        if names:
            yield f"{len(names):5}  {words}" + (
                "" if name in _COUNTED_ONLY else f": {_some(names)}"
            )
    if rehearsal.updated:
        times = {
            name: note.mod
            for name, note in (
                (each.name, each) for each in notes_of_package(package).values()
            )
        }
        latest = max(times[name] for name in rehearsal.updated)
        yield f"One of them that the learner edits after {day_and_time(latest)} keeps the learner's text instead."
    if not any(
        getattr(rehearsal, name) for name in _WORDS if name not in _COUNTED_ONLY
    ):
        yield "Nothing will change."


def _some(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
