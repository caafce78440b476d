"""`liverdeck build`: a deck as an Anki package."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.anki.build import build_package, describe
from liverdeck.cli.decks import deck_option, is_installed, load_chosen
from liverdeck.cli.report import refuse, refuse_errors
from liverdeck.facts.ledger import Ledger
from liverdeck.facts.loader import LEDGER_FILE
from liverdeck.facts.problems import Position, Problem

if TYPE_CHECKING:
    from liverdeck.anki.build import Built
    from liverdeck.facts.loader import Loaded


@click.command()
@deck_option
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Default: dist/DECK-ID.apkg")
@click.option(
    "--frozen", is_flag=True, help="Refuse changes that are not released; the bytes depend on the deck alone."
)
@click.option("--new", is_flag=True, help="The deck has no ledger yet: every note is new.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def build(folder: Path | None, output: Path | None, *, frozen: bool, new: bool, as_json: bool) -> None:
    """Build a deck as an Anki package, ready to import."""
    loaded = load_chosen(folder, may_be_bundled=True)
    refuse_errors(loaded.problems)
    deck = loaded.deck
    assert deck is not None  # noqa: S101  # a deck without problems is there
    frozen = frozen or is_installed(deck.folder) or not os.access(deck.folder, os.W_OK)
    path = output or Path("dist") / f"{deck.id}.apkg"
    built = build_package(deck, ledger_of(loaded, new=new), path, now=None if frozen else _now())
    if built.problems:
        refuse(built.problems)
    click.echo(_as_json(built) if as_json else _as_text(built))


def ledger_of(loaded: Loaded, *, new: bool) -> Ledger:
    """Return the deck's ledger; a missing one is refused unless the author says that the deck is new."""
    deck = loaded.deck
    assert deck is not None  # noqa: S101  # callers refuse a deck that cannot be read
    path = deck.folder / LEDGER_FILE
    if loaded.ledger is None and not new:
        mend = (
            "if learners have this deck, restore the file from version control, or they lose their edits; "
            "if it was never published, say --new"
        )
        refuse([Problem(Position(str(path)), "the ledger is missing", mend)])
    if loaded.ledger is not None and loaded.ledger.releases and new:
        refuse([Problem(Position(str(path)), "this deck has a ledger with releases", "build without --new")])
    return loaded.ledger or Ledger(deck.id)


def _now() -> int:
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (given.isascii() and given.isdecimal() and len(given) <= len(str(2**32))):
        message = f"SOURCE_DATE_EPOCH is {given!r}; it must be a whole number of seconds"
        raise click.UsageError(message)
    return int(given) if given else int(time.time())


def _as_text(built: Built) -> str:
    lines = [f"Wrote {built.path}: {built.notes} notes, {built.cards} cards, content {built.content_hash}"]
    if built.changes:
        lines.append(f"Not for publishing: {describe(built.changes)}. Run `liverdeck release` first.")
    return "\n".join(lines)


def _as_json(built: Built) -> str:
    return json.dumps({
        "path": str(built.path),
        "notes": built.notes,
        "cards": built.cards,
        "content": built.content_hash,
        "for_publishing": not built.changes,
        "unreleased": describe(built.changes) if built.changes else "",
    }, indent=2)  # fmt: skip
