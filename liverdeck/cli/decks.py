"""Choose the deck that a command works on, and read it."""

from __future__ import annotations

import sys
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from liverdeck.authoring.ledger_problems import ledger_position, missing_ledger_problem
from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.base.files import DECK_FILE, is_unsettled, unreadable_problem
from liverdeck.base.names import unknown_name_problem
from liverdeck.base.problems import Problem
from liverdeck.base.workers import usable_workers
from liverdeck.cli.cache import is_cache_off, no_cache_option
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.printing import echo, on_one_line
from liverdeck.cli.report import counts_by_severity, refuse, required_or_refuse
from liverdeck.cli.user_folders import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from typing import Any, BinaryIO

    from liverdeck.authoring.loader import Loaded
    from liverdeck.authoring.remembered import Memory
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import Ledger

STANDARD_STREAM = Path("-")
"""The name that a user types in place of a file for a standard stream."""
OWN_DECKS = "cards"
"""Folder of an author's decks, below the folder in which the command runs."""
BUNDLED_NAME = "liver-metastasis"
"""Folder name of the bundled deck."""
BUNDLED_TITLE = "Liver metastasis"
"""Its title, for which the deck need not be read."""

DEFAULT_DECK_HELP = f"Default: the deck here, or the only one under ./{OWN_DECKS}"
_DECK_HELP = f"Folder of the deck. {DEFAULT_DECK_HELP}"


def _make_deck_option(help_text: str) -> Callable[[Any], Any]:
    """Return a decorator that gives a command --deck and --no-cache."""
    add_deck = click.option(
        "-d",
        "--deck",
        "folder",
        metavar="DECK",
        type=click.Path(path_type=Path),
        help=help_text,
    )
    return lambda command: add_deck(no_cache_option(command))


deck_option = _make_deck_option(f"{_DECK_HELP}, or else the bundled one.")
"""The options of a command that reads a deck, which may be the bundled one."""
own_deck_option = _make_deck_option(f"{_DECK_HELP}.")
"""The options of a command that changes the deck: it must be the author's own."""


def open_input(path: Path) -> AbstractContextManager[BinaryIO]:
    """Open a file or standard input to read bytes. Standard input is never closed.

    Raises ContentError if the file cannot be opened.
    """
    if path == STANDARD_STREAM:
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open("rb")
    except OSError as error:
        raise ContentError([unreadable_problem(path, error)]) from error


def bundled_deck() -> Path:
    """Return the folder of the bundled deck.

    It is inside the Python package `liverdeck`, or beside that package in a checkout.
    """
    package = Path(__file__).parent.parent
    installed_deck = package / "bundled" / BUNDLED_NAME
    if installed_deck.is_dir():
        return installed_deck
    return package.parent / OWN_DECKS / BUNDLED_NAME


def is_installed(folder: Path) -> bool:
    """Whether a deck is inside the Python package, where users cannot change it."""
    package = Path(__file__).parent.parent
    return folder.resolve().is_relative_to(package.resolve())


def choose_deck(folder: Path | None, *, may_be_bundled: bool) -> Path:
    """Return the folder of the deck to use.

    It is the folder that the user named. If the user named none, it is the first of
    these that exists: the current folder if it is a deck, the only deck of the author,
    the bundled deck. Standard error says which one it is. Raises click.UsageError if
    the author has several decks, or has none and the bundled deck may not be used.
    """
    if folder is not None:
        return folder

    current = Path()
    if (current / DECK_FILE).is_file():
        echo(f"Deck: {on_one_line(current.absolute().name)}, in this folder", err=True)
        return current

    decks = sorted(path.parent for path in Path(OWN_DECKS).glob(f"*/{DECK_FILE}"))
    if len(decks) > 1:
        names = ", ".join(str(path) for path in decks)
        raise click.UsageError(f"several decks here: {names}; name one with -d")
    if decks:
        echo(f"Deck: {on_one_line(decks[0])}", err=True)
        return decks[0]

    if not may_be_bundled:
        raise click.UsageError(
            f"no deck here or under ./{OWN_DECKS}; "
            "name one with -d, or begin one with: liverdeck new FOLDER"
        )
    echo(f"Deck: the bundled one, {BUNDLED_TITLE}", err=True)
    return bundled_deck()


@garbage_collection_paused()
def read_deck(folder: Path, *, reads_ledger: bool = True) -> Loaded:
    """Read the deck in a folder, after settling a stopped step if there is one."""
    settle_folder(folder)
    with memory_of_command() as memory:
        return load_deck(
            folder,
            reads_ledger=reads_ledger,
            memory=memory,
            workers=usable_workers(),
        )


def settle_folder(folder: Path) -> None:
    """Finish a stopped step in a folder, or take it back, if there is one."""
    if is_unsettled(folder):
        from liverdeck.base.writing import settle  # rarely needed

        settle(folder)


@contextmanager
def memory_of_command(*, keeps_facts: bool = True) -> Iterator[Memory | None]:
    """Give a command the memory in the user's cache, or None if the cache is off.

    `keeps_facts` is as in `Memory`. Afterwards, if the cache has become too large, its
    oldest files are deleted.
    """
    path = None if is_cache_off() else cache_folder()
    if path is None:
        yield None
        return

    from liverdeck.authoring.remembered import Memory
    from liverdeck.base.cache_folder import CacheFolder

    cache = CacheFolder(path)
    yield Memory(cache, keeps_facts=keeps_facts)
    cache.delete_oldest()


@garbage_collection_paused(is_kept=True)
def load_chosen(folder: Path | None, *, may_be_bundled: bool) -> Deck:
    """Choose a deck with `choose_deck` and read it. Refuse a deck with errors."""
    path = choose_deck(folder, may_be_bundled=may_be_bundled)
    return required_or_refuse(read_deck(path, reads_ledger=False))


def load_chosen_with_ledger(
    folder: Path | None, *, may_be_bundled: bool
) -> tuple[Deck, Ledger | None]:
    """Choose and read a deck as `load_chosen` does, with its ledger.

    The ledger is None if the deck has no deck.lock.
    """
    loaded = read_deck(choose_deck(folder, may_be_bundled=may_be_bundled))
    return required_or_refuse(loaded), loaded.ledger


def refuse_ledger_with_releases(deck: Deck, fix: str) -> NoReturn:
    """Refuse to begin a new ledger, because the deck has one with releases."""
    message = "this deck has a ledger with releases"
    refuse([Problem(ledger_position(deck), message, fix)])


def require_ledger(deck: Deck, ledger: Ledger | None, *, new: bool) -> Ledger:
    """Return the deck's ledger, or an empty one if the deck has none yet.

    `new` says that the author gave --new. A missing ledger is refused without --new,
    and a ledger with releases is refused with --new.
    """
    if ledger is None:
        _refuse_lost_ledger(deck, new=new)
    if ledger is not None and ledger.releases and new:
        refuse_ledger_with_releases(deck, "leave out --new")
    from liverdeck.facts.ledger import Ledger  # most commands need none

    return ledger or Ledger(deck.id)


def _refuse_lost_ledger(deck: Deck, *, new: bool) -> None:
    """Exit if a deck without a ledger was released, or if --new is missing."""
    from liverdeck.publishing.lost_ledger import trace_of_releases  # rarely needed

    recover = (
        "if learners have this deck, rebuild the file from the last package that you "
        "published: liverdeck release --recover OLD.apkg; or restore it from version "
        "control: git checkout deck.lock"
    )
    trace = trace_of_releases(deck)
    if trace is not None:
        message = f"the ledger is missing, and {trace} is from a release"
        if new:
            recover += f"; if nobody has this deck, move {trace} away"
        refuse([Problem(ledger_position(deck), message, recover)])
    if not new:
        refuse_without_ledger(deck, f"{recover}; if it was never published, add --new")


def refuse_without_ledger(deck: Deck, fix: str) -> NoReturn:
    """Exit with the problem that the deck has no ledger, and the fix of the command."""
    refuse([missing_ledger_problem(deck, fix)])


def mention_problems(problems: Sequence[Problem], folder: Path) -> None:
    """Say on standard error how many problems the deck has, if it has any."""
    if problems:
        echo(
            f"This deck has {counts_by_severity(problems)}: "
            f"liverdeck lint -d {on_one_line(folder)}",
            err=True,
        )


def unknown_fact(fact_id: str, deck: Deck, facts: Iterable[Fact]) -> Problem:
    """Return the problem that no fact has the id that a user named.

    `facts` are the facts whose ids the hint may suggest.
    """
    known_ids = [fact.id for fact in facts]
    return unknown_name_problem(deck.position, "fact", fact_id, known_ids)
