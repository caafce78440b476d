"""Which deck a command means, and reading it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.facts.loader import DECK_FILE, load_deck

if TYPE_CHECKING:
    from liverdeck.facts.loader import Loaded

OWN_DECKS = "cards"
BUNDLED = "liver-metastasis"

deck_option = click.option(
    "-d",
    "--deck",
    "folder",
    metavar="DECK",
    type=click.Path(path_type=Path),
    help="The deck's folder. Left out: the only deck under ./cards, else the bundled one.",
)
own_deck_option = click.option(
    "-d",
    "--deck",
    "folder",
    metavar="DECK",
    type=click.Path(path_type=Path),
    help="The deck's folder. Left out: the only deck under ./cards.",
)


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
    click.echo(f"Deck: {chosen}" if found else "Deck: the bundled one, Liver metastasis", err=True)
    return chosen


def load_chosen(folder: Path | None, *, may_be_bundled: bool) -> Loaded:
    """Choose a deck as `choose_deck` does and read it."""
    return load_deck(choose_deck(folder, may_be_bundled=may_be_bundled))
