"""The ledger (`deck.lock`): what learners already hold, note by note.

It is the memory that keeps updates harmless: when each note's content last changed (Anki updates a note only if that
time is later than its own), which blank numbers were ever given out, and what was withdrawn. Only a release writes
it. One JSON object a line: a header, then the notes sorted by fact and part, so that git merges it line by line.
Every line ends with a check of itself, which tells an edit by hand from a release.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING, TypeVar, cast

from liverdeck.base.files import read_text
from liverdeck.base.names import is_id
from liverdeck.base.problems import MOST_PROBLEMS, Position, Problem
from liverdeck.facts.ledger import Ledger, LedgerLine, NumberHistory, ReleasedNoteType

if TYPE_CHECKING:
    from pathlib import Path
LEDGER_VERSION = 1
LATEST = 2**32
"""Unix time; what lies later is no time of a release."""
_NUMBER_NAME = re.compile(r"c[1-9][0-9]?|ask|reverse", re.ASCII)
_TYPES = {"str": (str,), "int": (int,), "int | None": (int, type(None))}
"""What an annotation below allows in a file that anyone can write."""
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Typed = TypeVar("Typed")
_RESTORE = (
    "restore the file from version control (git checkout deck.lock); where there is none, move it away and run: "
    "liverdeck release --recover OLD.apkg"
)
Remembered = TypeVar("Remembered", NumberHistory, ReleasedNoteType, LedgerLine)
_ALLOWED = {
    kind: [
        (each.name, _TYPES[each.type]) for each in fields(kind) if each.type in _TYPES
    ]
    for kind in (NumberHistory, ReleasedNoteType, LedgerLine)
}


def write_ledger(ledger: Ledger) -> str:
    """Return the ledger's file text."""
    note_types = {
        name: {"schema": kind.schema, "look": kind.look, "mod": kind.mod}
        for name, kind in sorted(ledger.note_types.items())
    }
    header = {
        "ledger": LEDGER_VERSION,
        "deck": ledger.deck,
        "releases": list(ledger.releases),
        "note_types": note_types,
        **(
            {"recovered": ledger.recovered_releases}
            if ledger.recovered_releases
            else {}
        ),
    }
    lines = [
        header,
        *(_line_of(ledger.lines[name]) for name in sorted(ledger.lines)),
    ]
    return "".join(_with_check(line) + "\n" for line in lines)


def read_ledger(path: Path, deck: str) -> tuple[Ledger | None, list[Problem]]:
    """Read the ledger of the deck with this id.

    Returns None and the problems, each with its line, when the file is not exactly what a release wrote.
    """
    text, problem = read_text(path)
    if problem is not None:
        return None, [problem]
    return parse_ledger(text, str(path), deck)


def parse_ledger(
    text: str, path: str, deck: str
) -> tuple[Ledger | None, list[Problem]]:
    """Read a ledger from its text; `path` only names it in problems. See `read_ledger`."""
    lines = text.split("\n")
    conflict = next(
        (
            n
            for n, line in enumerate(lines, 1)
            if line.startswith(("<<<<<<<", "=======", ">>>>>>>"))
        ),
        None,
    )
    if conflict is not None:
        mend = "keep the side that learners have, then release again"
        return None, [
            Problem(
                Position(path, conflict), "unresolved conflict markers of a merge", mend
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
    entries: dict[tuple[str, str], LedgerLine] = {}
    for number, line in enumerate(lines[1:-1], 2):
        if len(problems) == MOST_PROBLEMS:
            break
        entry = _parse_entry(line, Position(path, number), ledger, problems)
        if entry is None:
            continue
        if entries and entry.name <= next(reversed(entries)):
            problems.append(
                Problem(
                    Position(path, number),
                    "not in order of fact and part, or twice",
                    _RESTORE,
                )
            )
        entries[entry.name] = entry
    if problems:
        return None, problems
    return replace(ledger, lines=entries), []


def _check(line: dict[str, object]) -> str:
    return hashlib.sha256(_json(line).encode()).hexdigest()[:8]


def _json(line: dict[str, object]) -> str:
    return _COMPACT.encode(line)


def _with_check(line: dict[str, object]) -> str:
    return _json({**line, "check": _check(line)})


def _number_as_json(number: NumberHistory) -> dict[str, object]:
    data: dict[str, object] = {"text": number.text, "in": number.since}
    if number.until is not None:
        data["out"] = number.until
    if number.was:
        data["was"] = list(number.was)
    return data


def _line_of(entry: LedgerLine) -> dict[str, object]:
    numbers = {
        name: _number_as_json(number) for name, number in sorted(entry.numbers.items())
    }
    line: dict[str, object] = {
        "fact": entry.fact,
        "part": entry.part,
        "shape": entry.shape,
        "topic": entry.topic,
        "hash": entry.hash,
        "first": entry.first,
        "changed": entry.changed,
    }
    if numbers:
        line["numbers"] = numbers
    if entry.withdrawn is not None:
        line["withdrawn"] = entry.withdrawn
    return line


def _typed(value: object, kind: type[Typed]) -> Typed:
    if type(value) is not kind:  # JSON's true is an int to isinstance
        raise TypeError
    return value


def _well_typed(remembered: Remembered) -> Remembered:
    for name, allowed in _ALLOWED[type(remembered)]:
        if type(getattr(remembered, name)) not in allowed:
            raise TypeError
    return remembered


def _parse_line(
    line: str, at: Position, problems: list[Problem]
) -> dict[str, object] | None:
    try:
        data = json.loads(line)
        said = data.pop("check", None)
        unchanged = said == _check(data)
    except (
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
    ):  # no JSON, no object, or text that is not Unicode
        problems.append(Problem(at, "not a line of a ledger", _RESTORE))
        return None
    if not unchanged:
        problems.append(
            Problem(
                at,
                "this line was edited by hand",
                f"{_RESTORE}; only `liverdeck release` writes it",
            )
        )
        return None
    return cast("dict[str, object]", data)


def _parse_header(
    line: str, path: str, deck: str, problems: list[Problem]
) -> Ledger | None:
    at = Position(path)
    version = re.match(r'\{"ledger": *([0-9]+)', line)
    if version is not None and version[1] != str(LEDGER_VERSION):
        problems.append(
            Problem(
                at, "written by a newer liverdeck", "pip install --upgrade liverdeck"
            )
        )
        return None
    data = _parse_line(line, at, problems)
    if data is None:
        return None
    try:
        kinds = _typed(data["note_types"], dict)
        note_types = {
            name: _well_typed(ReleasedNoteType(**_typed(kind, dict)))
            for name, kind in kinds.items()
        }
        releases = tuple(_typed(time, int) for time in _typed(data["releases"], list))
        recovered = _typed(data.get("recovered", 0), int)
        ledger = Ledger(
            _typed(data["deck"], str),
            releases,
            note_types,
            recovered_releases=recovered,
        )
    except (KeyError, TypeError):
        problems.append(Problem(at, "not the header of a ledger", _RESTORE))
        return None
    if ledger.deck != deck:
        mend = "a deck's id is permanent: put the old one back into deck.yaml"
        problems.append(
            Problem(
                at,
                f"this is the ledger of the deck {ledger.deck!r}, not of {deck!r}",
                mend,
            )
        )
        return None
    if (
        any(
            later <= earlier
            for earlier, later in zip((0, *releases), releases, strict=False)
        )
        or ledger.last_time > LATEST
        or not 0 <= recovered <= len(releases)
    ):
        problems.append(
            Problem(at, "the releases' times do not ascend, or are none", _RESTORE)
        )
        return None
    return ledger


def _parse_number(data: dict[str, object]) -> NumberHistory:
    was = tuple(_typed(text, str) for text in _typed(data.get("was", []), list))
    return _well_typed(NumberHistory(data["text"], data["in"], data.get("out"), was))  # type: ignore[arg-type]


def _is_well_named(entry: LedgerLine) -> bool:
    ids = (entry.fact, entry.topic, entry.part or entry.fact)
    return all(map(is_id, ids)) and all(map(_NUMBER_NAME.fullmatch, entry.numbers))


def _parse_entry(
    line: str, at: Position, ledger: Ledger, problems: list[Problem]
) -> LedgerLine | None:
    data = _parse_line(line, at, problems)
    if data is None:
        return None
    entry: LedgerLine | None
    try:
        numbers = {
            name: _parse_number(_typed(number, dict))
            for name, number in _typed(data.pop("numbers", {}), dict).items()
        }
        entry = _well_typed(LedgerLine(**data, numbers=numbers))  # type: ignore[arg-type]
    except (KeyError, TypeError):
        entry = None
    if entry is None or not _is_well_named(entry):
        problems.append(Problem(at, "not a note of a ledger", _RESTORE))
        return None
    known = range(1, len(ledger.releases) + 1)
    named = [
        entry.first,
        entry.withdrawn,
        *(n for each in numbers.values() for n in (each.since, each.until)),
    ]
    if entry.changed not in ledger.releases or any(
        release not in known for release in named if release is not None
    ):
        problems.append(
            Problem(at, "names a release that the header does not have", _RESTORE)
        )
        return None
    return entry
