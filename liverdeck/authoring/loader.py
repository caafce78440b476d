"""A folder to a deck: the only door through which facts come in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from liverdeck.authoring.deck_file import read_deck_file
from liverdeck.authoring.fact_file import read_fact_file
from liverdeck.authoring.fields import ProblemReport
from liverdeck.authoring.ledger_file import read_ledger
from liverdeck.authoring.passages_file import read_passages
from liverdeck.authoring.yaml_reader import read_file
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.base.names import nearest
from liverdeck.base.problems import (
    MOST_PROBLEMS,
    Position,
    Problem,
    has_errors,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.facts.deck import Deck, Passage
    from liverdeck.facts.fact import Fact, Image
    from liverdeck.facts.ledger import Ledger

DECK_FILE = "deck.yaml"
PASSAGES_FILE = "passages.yaml"
LEDGER_FILE = "deck.lock"

IMAGE_ENDINGS = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
LARGEST_IMAGE = 10 * 1024 * 1024
"""Bytes; a phone loads it beside the text."""

Result = TypeVar("Result")

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
    fact_files: tuple[str, ...] = ()
    """Names of the files that facts were read from, in order."""


@garbage_collection_paused()
def load_deck(folder: Path | str) -> Loaded:
    """Read the deck in a folder: deck.yaml, passages.yaml if there is one, and every other `*.yaml` as facts.

    Never raises for what an author or an enemy can put there; the problems of all files come back at once.
    """
    folder = Path(folder)
    names, missing = _names_in(folder)
    if missing is not None:
        return Loaded(None, None, (missing,))
    problems: list[Problem] = []
    deck = _read(
        folder / DECK_FILE,
        problems,
        lambda root, report: read_deck_file(root, report, folder),
    )
    passages: tuple[Passage, ...] = ()
    if PASSAGES_FILE in names:
        passages = _read(folder / PASSAGES_FILE, problems, read_passages) or ()
    topics = None if deck is None else tuple(topic.id for topic in deck.topics)
    facts: list[Fact] = []
    fact_files = tuple(_fact_files(names, folder, problems))
    for name in fact_files:
        facts += (
            _read(
                folder / name,
                problems,
                lambda root, report: read_fact_file(root, report, topics),
            )
            or ()
        )
    problems += islice(_across_files(facts, passages, folder), MOST_PROBLEMS)
    if not problems and not facts:
        problems.append(
            Problem(
                Position(str(folder)),
                "no facts in this deck",
                "add a fact file, say 01-first.yaml",
            )
        )
    ledger = None
    if deck is not None:
        rank = {topic.id: place for place, topic in enumerate(deck.topics)}
        facts.sort(key=lambda fact: rank.get(fact.topic, len(rank)))
        deck = replace(deck, passages=passages, facts=tuple(facts))
        if LEDGER_FILE in names:
            ledger, found = read_ledger(folder / LEDGER_FILE, deck.id)
            problems += (replace(problem, rule="ledger") for problem in found)
        deck = replace(deck, is_whole=not has_errors(problems))
    return Loaded(
        deck,
        ledger,
        tuple(sorted(problems, key=lambda problem: problem.position)),
        fact_files,
    )


def _names_in(folder: Path) -> tuple[list[str], Problem | None]:
    at = Position(str(folder))
    try:
        names = sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return [], Problem(at, "no such folder", _BEGIN)
    except NotADirectoryError:
        return [], Problem(at, "not a folder", _BEGIN)
    except OSError as error:
        return [], Problem(
            at, f"cannot be read: {error.strerror}", "check its permissions"
        )
    return names, None if DECK_FILE in names else Problem(
        at, f"no {DECK_FILE} in this folder", _BEGIN
    )


def _read(
    path: Path,
    problems: list[Problem],
    interpret: Callable[[Node, ProblemReport], Result],
) -> Result | None:
    root, found = read_file(path)
    problems += (replace(problem, rule="yaml") for problem in found)
    if root is None:
        return None
    report = ProblemReport(str(path))
    result = interpret(root, report)
    problems += report.problems.found
    return result


def _fact_files(
    names: list[str], folder: Path, problems: list[Problem]
) -> Iterator[str]:
    for name in names:
        if name.startswith(".") or name in (DECK_FILE, PASSAGES_FILE):
            continue
        if name.endswith(".yaml"):
            yield name
        elif name.lower().endswith((".yml", ".yaml")):
            at = Position(str(folder / name))
            problems.append(
                Problem(at, "not read: its name does not end in .yaml", "rename it")
            )


def _across_files(
    facts: list[Fact], passages: tuple[Passage, ...], folder: Path
) -> Iterator[Problem]:
    first: dict[str, Fact] = {}
    known = {passage.id: passage for passage in passages}
    for fact in facts:
        same = first.setdefault(fact.id, fact)
        if same is not fact:
            mend = "give this fact an id of its own"
            yield Problem(
                fact.position,
                f"the fact id {fact.id!r} again (first at {same.position})",
                mend,
                rule="id",
            )
        for passage in fact.passages if known else ():
            if passage not in known:
                what = f"the passage {passage!r} is not in {PASSAGES_FILE}"
                yield Problem(
                    fact.position, what, nearest(passage, known), rule="reference"
                )
        if fact.image is not None:
            problem = _image_problem(fact.image, folder)
            if problem is not None:
                yield problem


def _image_problem(image: Image, folder: Path) -> Problem | None:
    try:
        what, mend = _wrong_with_image(image, folder)
    except (
        OSError,
        RuntimeError,
        ValueError,
    ) as error:  # a name no system takes, or links that go in a circle
        what, mend = (
            f"the image {image.file!r} cannot be read: {error}",
            "check its name and its permissions",
        )
    return (
        Problem(image.position, shortened(what), mend, rule="reference")
        if what
        else None
    )


def _wrong_with_image(image: Image, folder: Path) -> tuple[str, str]:
    name = PurePosixPath(image.file)
    path = folder / name
    inside = (
        not name.is_absolute() and ".." not in name.parts and "\\" not in image.file
    )
    if not inside or not path.resolve().is_relative_to(folder.resolve()):
        return (
            f"the image {image.file!r} lies outside the deck's folder",
            "move it into the folder",
        )
    if name.suffix.lower() not in IMAGE_ENDINGS:
        return (
            f"the image {image.file!r} is of no kind Anki shows everywhere",
            f"use {' '.join(IMAGE_ENDINGS)}",
        )
    if not path.is_file():
        return (
            f"no image {image.file!r} in the deck's folder",
            "check the name, or add the file",
        )
    if path.stat().st_size > LARGEST_IMAGE:
        return (
            f"the image {image.file!r} is larger than {LARGEST_IMAGE // 1024 // 1024} MB",
            "make it smaller",
        )
    return "", ""
