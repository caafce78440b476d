"""The ledger (`deck.lock`): which notes learners have from the releases, a line each.

The ledger keeps updates harmless. It knows when the content of each note last changed
(Anki updates a note only if that time is later than its own), which blank numbers were
ever used, and which notes were withdrawn. Only a release writes it.

Each line is a JSON object: first a header, then the notes sorted by fact and part, so
that git can merge the file line by line. Every line ends with a check of its content,
by which a line that was edited by hand is noticed.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar, cast

from liverdeck.base.files import read_text
from liverdeck.base.names import is_id
from liverdeck.base.problems import MOST_PROBLEMS, Position, Problem
from liverdeck.facts.ledger import Ledger, LedgerLine, NumberHistory, ReleasedNoteType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Typed = TypeVar("Typed")
Remembered = TypeVar("Remembered", NumberHistory, ReleasedNoteType, LedgerLine)

LEDGER_VERSION = 1
LATEST_RELEASE_SECONDS = 2**32
"""Unix time (seconds). No release is later."""
_RESTORE = (
    "restore the file from version control (git checkout deck.lock); where there is "
    "none, move it away and run: liverdeck release --recover OLD.apkg"
)
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_NUMBER_NAME = re.compile(r"c[1-9][0-9]?|ask|reverse", re.ASCII)
_CONFLICT_MARKERS = ("<<<<<<<", "=======", ">>>>>>>")
_TYPES_BY_ANNOTATION = {"str": (str,), "int": (int,), "int | None": (int, type(None))}
_FIELD_TYPES = {
    remembered: [
        (field.name, _TYPES_BY_ANNOTATION[field.type])
        for field in fields(remembered)
        if field.type in _TYPES_BY_ANNOTATION
    ]
    for remembered in (NumberHistory, ReleasedNoteType, LedgerLine)
}
"""The types that the fields of each class allow.

They are checked on reading, because anyone can write the file.
"""


def write_ledger(ledger: Ledger) -> str:
    """Return the text of the ledger's file."""
    lines = [
        _header_as_json(ledger),
        *(_line_as_json(ledger.lines[name]) for name in sorted(ledger.lines)),
    ]
    return "".join(_with_check(line) + "\n" for line in lines)


def _header_as_json(ledger: Ledger) -> dict[str, object]:
    header: dict[str, object] = {
        "ledger": LEDGER_VERSION,
        "deck": ledger.deck,
        "releases": list(ledger.releases),
        "note_types": {
            name: {
                "schema": note_type.schema,
                "look": note_type.look,
                "mod": note_type.mod,
            }
            for name, note_type in sorted(ledger.note_types.items())
        },
    }
    if ledger.recovered_releases:
        header["recovered"] = ledger.recovered_releases
    return header


def _line_as_json(entry: LedgerLine) -> dict[str, object]:
    line: dict[str, object] = {
        "fact": entry.fact,
        "part": entry.part,
        "shape": entry.shape,
        "topic": entry.topic,
        "hash": entry.hash,
        "first": entry.first,
        "changed": entry.changed,
    }
    if entry.numbers:
        line["numbers"] = {
            name: _number_as_json(number)
            for name, number in sorted(entry.numbers.items())
        }
    if entry.withdrawn is not None:
        line["withdrawn"] = entry.withdrawn
    return line


def _number_as_json(number: NumberHistory) -> dict[str, object]:
    data: dict[str, object] = {"text": number.text, "in": number.since}
    if number.until is not None:
        data["out"] = number.until
    if number.earlier_texts:
        data["was"] = list(number.earlier_texts)
    return data


def _with_check(line: dict[str, object]) -> str:
    return _COMPACT.encode({**line, "check": _check(line)})


def _check(line: dict[str, object]) -> str:
    return hashlib.sha256(_COMPACT.encode(line).encode()).hexdigest()[:8]


def read_ledger(path: Path, deck: str) -> tuple[Ledger | None, list[Problem]]:
    """Read the ledger of the deck with this id.

    When the file is not exactly what a release wrote, returns None and the problems,
    each with its line.
    """
    text, problem = read_text(path)
    if problem is not None:
        return None, [problem]
    return parse_ledger(text, str(path), deck)


def parse_ledger(
    text: str, path: str, deck: str
) -> tuple[Ledger | None, list[Problem]]:
    """Read a ledger from its text. See `read_ledger`; `path` is for the problems."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.startswith(_CONFLICT_MARKERS):
            return None, [
                Problem(
                    Position(path, number),
                    "unresolved conflict markers of a merge",
                    "keep the side that learners have, then release again",
                )
            ]

    problems: list[Problem] = []
    ledger = _parse_header(lines[0], path, deck, problems)
    if ledger is None:
        return None, problems
    if lines[-1]:
        problems.append(
            Problem(
                Position(path, len(lines)),
                "the file breaks off in the middle of a line",
                _RESTORE,
            )
        )
    entries = _parse_notes(lines[1:-1], path, ledger, problems)
    if problems:
        return None, problems
    return replace(ledger, lines=entries), []


def _parse_notes(
    lines: list[str], path: str, ledger: Ledger, problems: list[Problem]
) -> dict[tuple[str, str], LedgerLine]:
    entries: dict[tuple[str, str], LedgerLine] = {}
    for number, line in enumerate(lines, 2):
        if len(problems) == MOST_PROBLEMS:
            break
        position = Position(path, number)
        entry = _parse_note(line, position, ledger, problems)
        if entry is None:
            continue
        last_name = next(reversed(entries), None)
        if last_name is not None and entry.name <= last_name:
            problems.append(
                Problem(position, "not sorted by fact and part, or repeated", _RESTORE)
            )
        entries[entry.name] = entry
    return entries


def _parse_header(
    line: str, path: str, deck: str, problems: list[Problem]
) -> Ledger | None:
    position = Position(path)
    version = re.match(r'\{"ledger": *([0-9]+)', line)
    if version is not None and version[1] != str(LEDGER_VERSION):
        problems.append(
            Problem(
                position,
                "written by a newer liverdeck",
                "pip install --upgrade liverdeck",
            )
        )
        return None
    data = _parse_line(line, position, problems)
    if data is None:
        return None
    try:
        ledger = _ledger_from(data)
    except (KeyError, TypeError):
        problems.append(Problem(position, "not the header of a ledger", _RESTORE))
        return None

    if ledger.deck != deck:
        problems.append(
            Problem(
                position,
                f"this is the ledger of the deck {ledger.deck!r}, not of {deck!r}",
                "a deck's id is permanent: put the old one back into deck.yaml",
            )
        )
        return None
    if not _has_possible_releases(ledger):
        problems.append(
            Problem(
                position,
                "the times of the releases do not ascend, or are impossible",
                _RESTORE,
            )
        )
        return None
    return ledger


def _ledger_from(header: dict[str, object]) -> Ledger:
    """Return a ledger without notes. Raises KeyError or TypeError for wrong data."""
    note_types = {
        name: _well_typed(ReleasedNoteType(**_typed(note_type, dict)))
        for name, note_type in _typed(header["note_types"], dict).items()
    }
    return Ledger(
        _typed(header["deck"], str),
        tuple(_typed(time, int) for time in _typed(header["releases"], list)),
        note_types,
        recovered_releases=_typed(header.get("recovered", 0), int),
    )


def _has_possible_releases(ledger: Ledger) -> bool:
    times = (0, *ledger.releases)
    is_ascending = all(earlier < later for earlier, later in pairwise(times))
    is_recovered_in_range = 0 <= ledger.recovered_releases <= len(ledger.releases)
    return (
        is_ascending
        and ledger.last_release_seconds <= LATEST_RELEASE_SECONDS
        and is_recovered_in_range
    )


def _parse_note(
    line: str, position: Position, ledger: Ledger, problems: list[Problem]
) -> LedgerLine | None:
    data = _parse_line(line, position, problems)
    if data is None:
        return None
    try:
        entry = _entry_from(data)
    except (KeyError, TypeError):
        entry = None
    if entry is None or not _is_well_named(entry):
        problems.append(Problem(position, "not a note of a ledger", _RESTORE))
        return None

    known_releases = range(1, len(ledger.releases) + 1)
    is_known = all(release in known_releases for release in _releases_in(entry))
    if entry.changed not in ledger.releases or not is_known:
        problems.append(
            Problem(position, "names a release that the header does not have", _RESTORE)
        )
        return None
    return entry


def _entry_from(data: dict[str, object]) -> LedgerLine:
    """Return a line of the ledger. Raises KeyError or TypeError for wrong data."""
    numbers = {
        name: _number_from(_typed(number, dict))
        for name, number in _typed(data.pop("numbers", {}), dict).items()
    }
    return _well_typed(LedgerLine(**data, numbers=numbers))  # type: ignore[arg-type]


def _number_from(data: dict[str, object]) -> NumberHistory:
    was = tuple(_typed(text, str) for text in _typed(data.get("was", []), list))
    return _well_typed(NumberHistory(data["text"], data["in"], data.get("out"), was))  # type: ignore[arg-type]


def _is_well_named(entry: LedgerLine) -> bool:
    ids = (entry.fact, entry.topic, entry.part or entry.fact)
    return all(map(is_id, ids)) and all(map(_NUMBER_NAME.fullmatch, entry.numbers))


def _releases_in(entry: LedgerLine) -> Iterator[int]:
    """Yield the numbers of all releases that a line names."""
    yield entry.first
    if entry.withdrawn is not None:
        yield entry.withdrawn
    for number in entry.numbers.values():
        yield number.since
        if number.until is not None:
            yield number.until


def _parse_line(
    line: str, position: Position, problems: list[Problem]
) -> dict[str, object] | None:
    try:
        data = json.loads(line)
        written_check = data.pop("check", None)
        is_unchanged = written_check == _check(data)
    except (ValueError, TypeError, AttributeError, RecursionError):
        # Not JSON, not an object, nested too deep, or a text that is not Unicode.
        problems.append(Problem(position, "not a line of a ledger", _RESTORE))
        return None
    if not is_unchanged:
        problems.append(
            Problem(
                position,
                "this line was edited by hand",
                f"{_RESTORE}; only `liverdeck release` writes it",
            )
        )
        return None
    return cast("dict[str, object]", data)


def _typed(value: object, wanted_type: type[Typed]) -> Typed:
    if type(value) is not wanted_type:  # isinstance would take JSON's true for an int
        raise TypeError
    return value


def _well_typed(remembered: Remembered) -> Remembered:
    for name, allowed_types in _FIELD_TYPES[type(remembered)]:
        if type(getattr(remembered, name)) not in allowed_types:
            raise TypeError
    return remembered
