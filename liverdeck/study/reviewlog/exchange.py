"""The review log as JSON Lines: for backups, other programs and other machines.

Every line is one entry with its id. So each review is added only once, even if a file
is imported twice, or two machines import each other's files.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, cast, get_args

from liverdeck.base.problems import ProblemList
from liverdeck.study.reviewlog.entries import ENTRY_KINDS, Entry, Origin, TypedAnswer
from liverdeck.study.scheduling.memory import AGAIN, EASY
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL_DAYS, Answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.base.problems import Problem
    from liverdeck.study.reviewlog.entries import EntryKind

SCHEMA_VERSION = 1
"""Version of the format of a line."""
LONGEST_LINE = 200_000
"""In characters. A typed answer has at most 10,000."""
LATEST_MS = 2**33 * 1000
"""Unix time in milliseconds, about the year 2242."""

_LONGEST_NAME = 200
_MOST_OFFSET_MINUTES = 24 * 60
_LONGEST_STEP_SECONDS = 400 * 86_400
_NUMBERS = {
    "rating": (AGAIN, EASY),
    "days": (0, LONGEST_INTERVAL_DAYS),
    "seconds": (0, _LONGEST_STEP_SECONDS),
    "left": (0, 1000),
    "interval": (0, LONGEST_INTERVAL_DAYS),
    "duration": (0, 2**40),
}
"""Lowest and highest value of the optional numbers."""
_NEEDED_NUMBERS = {
    "at": (0, LATEST_MS),
    "offset": (-_MOST_OFFSET_MINUTES, _MOST_OFFSET_MINUTES),
}
_TEXTS = ("revision", "target", "outcome", "reason", "typed")
_NEEDED = ("v", "id", "kind", "card", "at", "offset", "version")
_FIELDS = {*_NEEDED, *_NUMBERS, *_TEXTS, "origin"}
_EXPORT_AGAIN = "export the log again on the machine it came from, or delete the line"


def as_line(entry: Entry) -> str:
    """Return an entry as one line of JSON, without the end of the line.

    Fields that the entry does not have are left out.
    """
    row: dict[str, Any] = {
        "v": SCHEMA_VERSION,
        "id": entry.id,
        "kind": entry.kind,
        "card": entry.card,
        "at": entry.moment.ms,
        "offset": entry.moment.offset_minutes,
    }
    if entry.answered is not None:
        row |= {
            "rating": entry.answered.rating,
            "days": entry.answered.wait_days,
            "seconds": entry.answered.wait_seconds,
            "left": entry.answered.remaining_steps or None,
            "interval": entry.answered.interval_days or None,
        }
    if entry.typed is not None:
        row |= {
            "typed": entry.typed.text,
            "outcome": entry.typed.outcome or None,
            "reason": entry.typed.reason or None,
        }
    row |= {
        "duration": entry.duration_ms,
        "revision": entry.revision or None,
        "target": entry.target or None,
        "origin": entry.origin,
        "version": entry.version,
    }
    present = {name: value for name, value in row.items() if value is not None}
    return json.dumps(present, ensure_ascii=False)


def read_lines(
    lines: Iterable[str], path: str, *, latest: int = LATEST_MS
) -> tuple[list[Entry], list[Problem]]:
    """Read entries as `as_line` writes them, and the problems of all other lines.

    Lines may come from anywhere, so their lengths, types and ranges are checked. An
    entry after `latest` (Unix time in milliseconds) is a problem: its card would wait
    for a time in the future. Reading stops when there are too many problems to fix at
    once. `path` is the file to name in a problem.
    """
    entries: list[Entry] = []
    problems = ProblemList(path)
    for number, line in enumerate(lines, 1):
        if problems.is_full:
            break
        if not line.strip():
            continue
        line_problems = list(_problems_in(line))
        for message, fix in line_problems:
            problems.add(number, 1, message, fix)
        if line_problems:
            continue
        entry = _entry_from(json.loads(line))
        entries.append(entry)
        if entry.moment.ms > latest:
            problems.add(
                number,
                1,
                "dated in the future",
                "correct your clock, or the date in this line",
            )
    return entries, problems.problems


def _problems_in(line: str) -> Iterator[tuple[str, str]]:
    """Yield message and fix of every problem of a line."""
    if len(line) > LONGEST_LINE:
        yield f"longer than {LONGEST_LINE} characters", _EXPORT_AGAIN
        return
    if not _is_text(line, LONGEST_LINE):
        yield "not in UTF-8", _EXPORT_AGAIN
        return
    try:
        row = json.loads(line, object_pairs_hook=_without_duplicates)
    except (ValueError, RecursionError) as error:
        yield f"not JSON: {error}", _EXPORT_AGAIN
        return
    if not isinstance(row, dict):
        yield "not a JSON object", _EXPORT_AGAIN
        return
    if row.get("v") != SCHEMA_VERSION or type(row["v"]) is not int:
        message = f"`v` is {row.get('v')!r}; this LiverDeck reads {SCHEMA_VERSION}"
        yield message, "pip install -U liverdeck"
        return
    for message in _wrong_fields(row):
        yield message, _EXPORT_AGAIN


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        ((name, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"{name!r} twice")
    return row


def _wrong_fields(row: dict[str, Any]) -> Iterator[str]:
    for name in sorted(row.keys() - _FIELDS):
        yield f"unknown field {name!r}"
    for name in _NEEDED:
        if name not in row:
            yield f"no `{name}`"
    for name in ("id", "card", "version"):
        if name in row and not _is_text(row[name], _LONGEST_NAME, shortest=1):
            yield f"`{name}` is not a text of 1 to {_LONGEST_NAME} characters"
    if _is_text(row.get("card"), _LONGEST_NAME) and "/" not in row["card"]:
        yield "`card` is not deck/fact"
    yield from _wrong_texts(row)
    yield from _wrong_numbers(row)
    yield from _missing_fields(row)


def _wrong_texts(row: dict[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if name in row and not _is_text(row[name], LONGEST_LINE):
            yield f"`{name}` is not a text"
    if row.get("kind") not in ENTRY_KINDS:
        yield f"`kind` is {row.get('kind')!r}; it may be {', '.join(ENTRY_KINDS)}"
    origins = get_args(Origin)
    if row.get("origin", "liverdeck") not in origins:
        yield f"`origin` is {row.get('origin')!r}; it may be {' or '.join(origins)}"


def _wrong_numbers(row: dict[str, Any]) -> Iterator[str]:
    for name, (minimum, maximum) in (_NUMBERS | _NEEDED_NUMBERS).items():
        if name not in row:
            continue
        value = row[name]
        # `type` is used because isinstance accepts true and false as integers.
        if type(value) is not int or not minimum <= value <= maximum:
            yield f"`{name}` is not a whole number from {minimum} to {maximum}"


def _missing_fields(row: dict[str, Any]) -> Iterator[str]:
    """Yield the fields that only this kind of entry needs."""
    kind = row.get("kind")
    if kind in ("review", "cram") and "rating" not in row:
        yield f"a {kind} without `rating`"
    if kind == "review" and "days" not in row and "seconds" not in row:
        yield "a review without `days` or `seconds`"
    if kind == "undo" and not row.get("target"):
        yield "an undo without `target`"


def _is_text(value: object, longest: int, *, shortest: int = 0) -> bool:
    """Whether a value is text of a length in characters, and valid in UTF-8."""
    if not isinstance(value, str) or not shortest <= len(value) <= longest:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return False
    return True


def _entry_from(row: dict[str, Any]) -> Entry:
    answered = None
    if "rating" in row:
        answered = Answered(
            row["rating"],
            row.get("days"),
            row.get("seconds"),
            row.get("left", 0),
            row.get("interval", 0),
        )
    typed = None
    if "typed" in row:
        typed = TypedAnswer(row["typed"], row.get("outcome", ""), row.get("reason", ""))
    return Entry(
        row["id"],
        cast("EntryKind", row["kind"]),
        row["card"],
        Moment(row["at"], row["offset"]),
        row["version"],
        answered,
        typed,
        row.get("duration"),
        row.get("revision", ""),
        row.get("target", ""),
        row.get("origin", "liverdeck"),
    )
