"""A folder to a deck: the only door through which facts come in."""

from __future__ import annotations

import stat
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from liverdeck.facts.deckfile import read_deck_file, read_passages
from liverdeck.facts.factfile import read_fact_file
from liverdeck.facts.fields import Report, nearest
from liverdeck.facts.ledger import read_ledger
from liverdeck.facts.problems import Position, Problem
from liverdeck.facts.reader import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.ledger import Ledger
    from liverdeck.facts.nouns import Deck, Fact, Image, Passage

DECK_FILE = "deck.yaml"
PASSAGES_FILE = "passages.yaml"
LEDGER_FILE = "deck.lock"

IMAGE_ENDINGS = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
LARGEST_IMAGE = 10 * 1024 * 1024
"""Bytes; a phone loads it beside the text."""

_BEGIN = "name a deck's folder, or begin one with: liverdeck new FOLDER"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder holds: the deck as far as it could be read, and everything that is wrong with it."""

    deck: Deck | None
    """None when deck.yaml is missing or unusable."""
    ledger: Ledger | None
    """None when there is no deck.lock, or none that can be trusted (then there is a problem)."""
    problems: tuple[Problem, ...]
    """By file, line and column."""


def load_deck(folder: Path | str) -> Loaded:
    """Read the deck in a folder: deck.yaml, passages.yaml if there is one, and every other `*.yaml` as facts.

    Never raises for what an author or an enemy can put there; the problems of all files come back at once.
    """
    folder = Path(folder)
    missing = _missing(folder)
    if missing is not None:
        return Loaded(None, None, (missing,))
    problems: list[Problem] = []
    deck = _deck_without_facts(folder, problems)
    topics = None if deck is None else tuple(topic.id for topic in deck.topics)
    passages = _passages(folder, problems)
    facts: list[Fact] = []
    for path in _fact_files(folder, problems):
        root, found = read_file(path)
        problems += found
        if root is not None:
            facts += read_fact_file(root, Report(str(path), problems), topics)
    problems += _across_files(facts, passages, folder)
    if not problems and not facts:
        problems.append(Problem(Position(str(folder)), "no facts in this deck", "add a fact file, say 01-first.yaml"))
    if deck is not None:
        rank = {topic.id: place for place, topic in enumerate(deck.topics)}
        facts.sort(key=lambda fact: rank.get(fact.topic, len(rank)))
        deck = replace(deck, passages=passages, facts=tuple(facts))
    ledger = None if deck is None else _ledger(folder, deck.id, problems)
    return Loaded(deck, ledger, tuple(sorted(problems, key=lambda problem: problem.at)))


def _missing(folder: Path) -> Problem | None:
    at = Position(str(folder))
    try:
        mode = folder.stat().st_mode
        names = {path.name for path in folder.iterdir()} if stat.S_ISDIR(mode) else None
    except FileNotFoundError:
        return Problem(at, "no such folder", _BEGIN)
    except OSError as error:
        return Problem(at, f"cannot be read: {error.strerror}", "check its permissions")
    if names is None:
        return Problem(at, "not a folder", _BEGIN)
    return None if DECK_FILE in names else Problem(at, f"no {DECK_FILE} in this folder", _BEGIN)


def _deck_without_facts(folder: Path, problems: list[Problem]) -> Deck | None:
    path = folder / DECK_FILE
    root, found = read_file(path)
    problems += found
    return None if root is None else read_deck_file(root, Report(str(path), problems), folder)


def _passages(folder: Path, problems: list[Problem]) -> tuple[Passage, ...]:
    path = folder / PASSAGES_FILE
    if not path.exists():
        return ()
    root, found = read_file(path)
    problems += found
    return () if root is None else read_passages(root, Report(str(path), problems))


def _ledger(folder: Path, deck_id: str, problems: list[Problem]) -> Ledger | None:
    path = folder / LEDGER_FILE
    if not path.exists():
        return None
    ledger, found = read_ledger(path, deck_id)
    problems += found
    return ledger


def _fact_files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith(".") or path.name in (DECK_FILE, PASSAGES_FILE):
            continue
        if path.suffix == ".yaml":
            yield path
        elif path.suffix.lower() in (".yml", ".yaml"):
            problems.append(Problem(Position(str(path)), "not read: its name does not end in .yaml", "rename it"))


def _across_files(facts: list[Fact], passages: tuple[Passage, ...], folder: Path) -> Iterator[Problem]:
    first: dict[str, Fact] = {}
    known = {passage.id for passage in passages}
    for fact in facts:
        same = first.setdefault(fact.id, fact)
        if same is not fact:
            yield Problem(
                fact.at, f"the fact id {fact.id!r} again (first at {same.at})", "give this fact an id of its own"
            )
        for passage in fact.passages if known else ():
            if passage not in known:
                yield Problem(
                    fact.at, f"the passage {passage!r} is not in {PASSAGES_FILE}", nearest(passage, sorted(known))
                )
        if fact.image is not None:
            yield from _image_problems(fact.image, folder)


def _image_problems(image: Image, folder: Path) -> Iterator[Problem]:
    name = PurePosixPath(image.file)
    path = folder / name
    if (
        name.is_absolute()
        or ".." in name.parts
        or "\\" in image.file
        or not path.resolve().is_relative_to(folder.resolve())
    ):
        yield Problem(image.at, f"the image {image.file!r} lies outside the deck's folder", "move it into the folder")
    elif name.suffix.lower() not in IMAGE_ENDINGS:
        yield Problem(
            image.at, f"the image {image.file!r} is of no kind Anki shows everywhere", f"use {' '.join(IMAGE_ENDINGS)}"
        )
    elif not path.is_file():
        yield Problem(image.at, f"no image {image.file!r} in the deck's folder", "check the name, or add the file")
    elif path.stat().st_size > LARGEST_IMAGE:
        yield Problem(
            image.at, f"the image {image.file!r} is larger than {LARGEST_IMAGE // 1024 // 1024} MB", "make it smaller"
        )
