"""The review log as JSON Lines: for backups, other programs and other machines.

Every line is one entry with its id. So each review is added only once, even if a file
is imported twice, or if two machines import each other's files.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, cast, get_args

from liverdeck.base.problems import Position, ProblemList
from liverdeck.study.reviewlog.entries import (
    ENTRY_KINDS,
    LONGEST_NAME,
    Entry,
    Origin,
    TypedAnswer,
)
from liverdeck.study.scheduling.memory import AGAIN, EASY
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL_DAYS, Answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.base.problems import Problem
    from liverdeck.study.reviewlog.entries import EntryKind

SCHEMA_VERSION = 1
"""Schema version of a line: the value of its field `v`."""
LONGEST_LINE = 200_000
"""A line with more characters is a problem. A session logs far shorter entries."""
LATEST_MS = 2**33 * 1000
"""An entry after this Unix time, about the year 2242, is a problem."""

# A line with a number beyond its limits is a problem.
_MOST_OFFSET_MINUTES = 24 * 60
_LONGEST_STEP_SECONDS = 400 * 86_400
_MOST_STEPS = 1000
_LONGEST_DURATION_MS = 2**40
_OPTIONAL_NUMBERS = {
    "rating": (AGAIN, EASY),
    "days": (0, LONGEST_INTERVAL_DAYS),
    "seconds": (0, _LONGEST_STEP_SECONDS),
    "left": (0, _MOST_STEPS),
    "interval": (0, LONGEST_INTERVAL_DAYS),
    "duration": (0, _LONGEST_DURATION_MS),
}
"""Lowest and highest value of each number that a line may leave out."""
_REQUIRED_NUMBERS = {
    "at": (0, LATEST_MS),
    "offset": (-_MOST_OFFSET_MINUTES, _MOST_OFFSET_MINUTES),
}
"""Lowest and highest value of each number that every line must have."""
_OPTIONAL_TEXTS = ("revision", "target", "outcome", "reason", "typed")
_REQUIRED_FIELDS = ("v", "id", "kind", "card", "at", "offset", "version")
_KNOWN_FIELDS = {*_REQUIRED_FIELDS, *_OPTIONAL_NUMBERS, *_OPTIONAL_TEXTS, "origin"}
_EXPORT_AGAIN = "export the log again on the machine it came from, or delete the line"


def as_line(entry: Entry) -> str:
    """Return an entry as one line of JSON, without a line break.

    Fields without a value are left out. So are `left` and `interval` if they are 0.
    """
    fields: dict[str, Any] = {
        "v": SCHEMA_VERSION,
        "id": entry.id,
        "kind": entry.kind,
        "card": entry.card,
        "at": entry.moment.ms,
        "offset": entry.moment.offset_minutes,
    }
    if entry.answered is not None:
        fields |= {
            "rating": entry.answered.rating,
            "days": entry.answered.wait_days,
            "seconds": entry.answered.wait_seconds,
            "left": entry.answered.remaining_steps or None,
            "interval": entry.answered.interval_days or None,
        }
    if entry.typed is not None:
        fields |= {
            "typed": entry.typed.text,
            "outcome": entry.typed.outcome or None,
            "reason": entry.typed.reason or None,
        }
    fields |= {
        "duration": entry.duration_ms,
        "revision": entry.revision or None,
        "target": entry.target or None,
        "origin": entry.origin,
        "version": entry.version,
    }
    filled = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(filled, ensure_ascii=False)


def read_lines(
    lines: Iterable[str], path: str, *, latest: int = LATEST_MS
) -> tuple[list[Entry], list[Problem]]:
    """Read entries as `as_line` writes them. Return the entries and the problems.

    Lines may come from anywhere, so their lengths, types and ranges are checked. A line
    that fails these checks gives no entry. An entry after `latest` (Unix time in
    milliseconds) is a problem too, but it is returned.

    Empty lines are skipped. Reading stops when there are too many problems to fix at
    once. `path` is the file to name in a problem.
    """
    entries: list[Entry] = []
    problems = ProblemList(path)
    for line_number, line in enumerate(lines, 1):
        if problems.is_full:
            break
        if not line.strip():
            continue
        line_problems = list(_problems_in(line))
        for message, fix in line_problems:
            problems.add(Position(path, line_number), message, fix)
        if line_problems:
            continue
        entry = _entry_from(json.loads(line))
        entries.append(entry)
        if entry.moment.ms > latest:
            problems.add(
                Position(path, line_number),
                "the entry is dated in the future",
                "correct your clock, or the date in this line",
            )
    return entries, problems.problems


def _problems_in(line: str) -> Iterator[tuple[str, str]]:
    """Yield message and fix of every problem of a line.

    The fields are checked only if the line is a JSON object with a known `v`.
    """
    if len(line) > LONGEST_LINE:
        yield f"the line is longer than {LONGEST_LINE} characters", _EXPORT_AGAIN
        return
    if not _is_text(line, LONGEST_LINE):
        yield "the line is not in UTF-8", _EXPORT_AGAIN
        return
    try:
        fields = json.loads(line, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        yield f"the line is not JSON: {error}", _EXPORT_AGAIN
        return
    if not isinstance(fields, dict):
        yield "the line is not a JSON object", _EXPORT_AGAIN
        return
    version = fields.get("v")
    if type(version) is not int or version != SCHEMA_VERSION:
        message = f"`v` is {version!r}; this LiverDeck reads {SCHEMA_VERSION}"
        yield message, "pip install -U liverdeck"
        return
    for message in _field_problems(fields):
        yield message, _EXPORT_AGAIN


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return a JSON object as a dict. Raise ValueError if it has a field twice."""
    fields = dict(pairs)
    if len(fields) < len(pairs):
        ((repeated_name, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"it has the field {repeated_name!r} twice")
    return fields


def _field_problems(fields: dict[str, Any]) -> Iterator[str]:
    """Yield a message for every unknown, missing or wrong field."""
    for name in sorted(fields.keys() - _KNOWN_FIELDS):
        yield f"the field {name!r} is unknown"
    for name in _REQUIRED_FIELDS:
        if name not in fields:
            yield f"`{name}` is missing"
    for name in ("id", "card", "version"):
        if name in fields and not _is_text(fields[name], LONGEST_NAME, shortest=1):
            yield f"`{name}` is not a text of 1 to {LONGEST_NAME} characters"
    card: Any = fields.get("card")
    if _is_text(card, LONGEST_NAME) and "/" not in card:
        yield "`card` is not deck/fact or deck/fact/part"
    yield from _text_problems(fields)
    yield from _number_problems(fields)
    yield from _fields_missing_for_kind(fields)


def _text_problems(fields: dict[str, Any]) -> Iterator[str]:
    """Yield a message for every wrong optional text, `kind` and `origin`."""
    for name in _OPTIONAL_TEXTS:
        if name in fields and not _is_text(fields[name], LONGEST_LINE):
            yield f"`{name}` is not a text"
    kind = fields.get("kind")
    if kind not in ENTRY_KINDS:
        yield f"`kind` is {kind!r}; it may be {', '.join(ENTRY_KINDS)}"
    origins = get_args(Origin)
    origin = fields.get("origin", "liverdeck")
    if origin not in origins:
        yield f"`origin` is {origin!r}; it may be {' or '.join(origins)}"


def _number_problems(fields: dict[str, Any]) -> Iterator[str]:
    """Yield a message for every number that is out of range or not a whole number."""
    ranges = _OPTIONAL_NUMBERS | _REQUIRED_NUMBERS
    for name, (minimum, maximum) in ranges.items():
        if name not in fields:
            continue
        value = fields[name]
        # Not isinstance: it accepts true and false as whole numbers.
        if type(value) is not int or not minimum <= value <= maximum:
            yield f"`{name}` is not a whole number from {minimum} to {maximum}"


def _fields_missing_for_kind(fields: dict[str, Any]) -> Iterator[str]:
    """Yield a message for every missing field that only some entry kinds need."""
    kind = fields.get("kind")
    if kind in ("review", "cram") and "rating" not in fields:
        yield f"a {kind} needs `rating`"
    if kind == "review" and "days" not in fields and "seconds" not in fields:
        yield "a review needs `days` or `seconds`"
    if kind == "undo" and not fields.get("target"):
        yield "an undo needs `target`"


def _is_text(value: object, longest: int, *, shortest: int = 0) -> bool:
    """Whether a value is a text of an allowed length that UTF-8 can represent.

    `shortest` and `longest` are the allowed lengths in characters.
    """
    if not isinstance(value, str) or not shortest <= len(value) <= longest:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # it contains half of a surrogate pair
        return False
    return True


def _entry_from(fields: dict[str, Any]) -> Entry:
    """Return the entry from the fields of a line that was checked."""
    answered = None
    if "rating" in fields:
        answered = Answered(
            fields["rating"],
            wait_days=fields.get("days"),
            wait_seconds=fields.get("seconds"),
            remaining_steps=fields.get("left", 0),
            interval_days=fields.get("interval", 0),
        )
    typed = None
    if "typed" in fields:
        typed = TypedAnswer(
            fields["typed"], fields.get("outcome", ""), fields.get("reason", "")
        )
    return Entry(
        fields["id"],
        cast("EntryKind", fields["kind"]),
        fields["card"],
        Moment(fields["at"], fields["offset"]),
        fields["version"],
        answered,
        typed,
        fields.get("duration"),
        fields.get("revision", ""),
        fields.get("target", ""),
        fields.get("origin", "liverdeck"),
    )
