"""Which deck a command means, and reading it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.loader import DECK_FILE, LEDGER_FILE, load_deck
from liverdeck.base.problems import Position, Problem, has_errors
from liverdeck.cli.report import refuse
from liverdeck.facts.ledger import Ledger

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck

STANDARD_OUTPUT = Path("-")
"""What `-` names where a file is asked for."""
OWN_DECKS = "cards"
BUNDLED = "liver-metastasis"

_ONLY_DECK = "The deck's folder. Left out: the only deck under ./cards"
_option = partial(
    click.option,
    "-d",
    "--deck",
    "folder",
    metavar="DECK",
    type=click.Path(path_type=Path),
)
deck_option = _option(help=f"{_ONLY_DECK}, else the bundled one.")
own_deck_option = _option(help=f"{_ONLY_DECK}.")


def bundled_deck() -> Path:
    """Return the folder of the bundled deck: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    installed = package / "bundled" / BUNDLED
    return installed if installed.is_dir() else package.parent / OWN_DECKS / BUNDLED


def is_installed(folder: Path) -> bool:
    """Whether the deck is the one inside the installed package, which is not the user's to change."""
    return folder.resolve().is_relative_to(Path(__file__).parent.parent.resolve())


def choose_deck(folder: Path | None, *, may_be_bundled: bool) -> Path:
    """Return the deck's folder, and say on standard error which one was chosen if it was not named.

    Raises click.UsageError when it is not clear which deck is meant.
    """
    if folder is not None:
        return folder
    found = sorted(path.parent for path in Path(OWN_DECKS).glob(f"*/{DECK_FILE}"))
    if len(found) > 1:
        names = ", ".join(str(path) for path in found)
        message = f"several decks here: {names}; name one with -d"
        raise click.UsageError(message)
    if not found and not may_be_bundled:
        message = f"no deck under ./{OWN_DECKS}; name one with -d, or begin one with: liverdeck new FOLDER"
        raise click.UsageError(message)
    chosen = found[0] if found else bundled_deck()
    click.echo(
        f"Deck: {chosen}" if found else "Deck: the bundled one, Liver metastasis",
        err=True,
    )
    return chosen


def load_chosen(
    folder: Path | None, *, may_be_bundled: bool
) -> tuple[Deck, Ledger | None]:
    """Choose a deck as `choose_deck` does, read it, and refuse it if it has errors; the ledger is None if missing."""
    loaded = load_deck(choose_deck(folder, may_be_bundled=may_be_bundled))
    if loaded.deck is None or has_errors(loaded.problems):
        refuse(loaded.problems)
    return loaded.deck, loaded.ledger


def ledger_or_refusal(deck: Deck, ledger: Ledger | None, *, new: bool) -> Ledger:
    """Return the deck's ledger; a missing one is refused unless the author says that the deck is new."""
    at = Position(str(deck.folder / LEDGER_FILE))
    if ledger is None and not new:
        mend = (
            "if learners have this deck, restore the file from version control, or they lose their edits; "
            "if it was never published, say --new"
        )
        refuse([Problem(at, "the ledger is missing", mend)])
    if ledger is not None and ledger.releases and new:
        refuse([Problem(at, "this deck has a ledger with releases", "leave out --new")])
    return ledger or Ledger(deck.id)
