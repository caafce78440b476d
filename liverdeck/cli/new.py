"""`liverdeck new`: a first deck, with comments that explain the format."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.base.files import DECK_FILE, LEDGER_FILE, LOCK_FILE, PASSAGES_FILE
from liverdeck.base.names import id_from
from liverdeck.base.outputs import deck_folder_held
from liverdeck.base.writing import settle
from liverdeck.cli.printing import echo
from liverdeck.cli.report import exit_on_content_error
from liverdeck.facts.ledger import Ledger

_TEMPLATE_FOLDER = Path(__file__).parent / "new_deck"
FIRST_FACTS_FILE = "01-first-steps.yaml"
"""The file with the example facts."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Start a deck in FOLDER, with example facts and comments on the format."""
    deck_id = _deck_id_from(folder.resolve().name)
    settle(folder)
    _require_empty(folder)
    texts = _file_texts(deck_id)
    # No other process can write to the new folder inside this block.
    with exit_on_content_error(), deck_folder_held(folder / DECK_FILE) as writer:
        _require_empty(folder)
        writer.write({folder / name: text.encode() for name, text in texts.items()})

    echo(f"Started the deck {deck_id!r} in {folder}: {', '.join(texts)}.")
    echo(
        "Index your document, which must be plain text: "
        f"liverdeck index DOCUMENT.txt -d {folder}"
    )
    echo(
        f"Write your facts into {folder / FIRST_FACTS_FILE}, "
        f"then: liverdeck lint -d {folder}"
    )


def _file_texts(deck_id: str) -> dict[str, str]:
    """Return the text of every file of the new deck, by file name.

    In the template of `deck.yaml`, DECK-ID, TITLE and TODAY are placeholders.
    """
    title = deck_id.replace("-", " ").capitalize()
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    texts = {
        name: (_TEMPLATE_FOLDER / name).read_text(encoding="utf-8")
        for name in (DECK_FILE, PASSAGES_FILE, FIRST_FACTS_FILE)
    }
    deck_text = texts[DECK_FILE].replace("DECK-ID", deck_id)
    texts[DECK_FILE] = deck_text.replace("TITLE", title).replace("TODAY", today)
    texts[LEDGER_FILE] = ledger_text(Ledger(deck_id))
    return texts


def _require_empty(folder: Path) -> None:
    """Refuse a folder that has files, and a path that is not a folder.

    The lock file does not count, because it is there while this process locks the
    folder.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise click.UsageError(f"{folder} is not a folder; name another one")
    if {path.name for path in folder.iterdir()} - {LOCK_FILE}:
        raise click.UsageError(
            f"{folder} is there already and not empty; name another folder"
        )


def _deck_id_from(name: str) -> str:
    """Make a deck id from a folder's name.

    Raises click.UsageError if the name has none of the characters a-z and 0-9.
    """
    deck_id = id_from(name)
    if not deck_id:
        raise click.UsageError(
            f"{name!r} gives no deck id; use some of a-z and 0-9 in the folder's name"
        )
    return deck_id
