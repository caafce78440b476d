"""The review log as JSON Lines: for a backup, for another program, and to bring two machines together.

Every line is one entry with its id, so that importing a file twice, or each into the other, adds each review once.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, cast, get_args

from liverdeck.base.problems import ProblemList
from liverdeck.study.reviewlog.entries import ENTRY_KINDS, Entry, Origin, TypedAnswer
from liverdeck.study.scheduling.memory import AGAIN, EASY
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL, Answered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.base.problems import Problem
    from liverdeck.study.reviewlog.entries import EntryKind

SCHEMA_VERSION = 1
"""Version of the lines."""
LONGEST_LINE = 200_000
"""Characters; a typed answer has at most 10,000."""
LATEST_TIME = 2**33 * 1000
"""Milliseconds; about the year 2242."""

_LONGEST_NAME = 200
_MOST_MINUTES = 24 * 60
_MOST_SECONDS = 400 * 86_400
_NUMBERS = {
    "rating": (AGAIN, EASY),
    "days": (0, LONGEST_INTERVAL),
    "seconds": (0, _MOST_SECONDS),
    "left": (0, 1000),
    "interval": (0, LONGEST_INTERVAL),
    "duration": (0, 2**40),
}
_TEXTS = ("revision", "target", "outcome", "reason", "typed")
_NEEDED = ("v", "id", "kind", "card", "at", "offset", "version")
_KNOWN = {*_NEEDED, *_NUMBERS, *_TEXTS, "origin"}


def as_line(entry: Entry) -> str:
    """Return an entry as one line of JSON, without its end; what it does not have is left out."""
    given, typed = entry.answered, entry.typed
    values: dict[str, Any] = {
        "v": SCHEMA_VERSION,
        "id": entry.id,
        "kind": entry.kind,
        "card": entry.card,
        "at": entry.moment.ms,
        "offset": entry.moment.offset_minutes,
        "rating": given and given.rating,
        "days": given and given.wait_days,
        "seconds": given and given.wait_seconds,
        "left": given and (given.remaining_steps or None),
        "interval": given and (given.interval_days or None),
        "typed": typed and typed.text,
        "outcome": typed and (typed.outcome or None),
        "reason": typed and (typed.reason or None),
        "duration": entry.duration_ms,
        "revision": entry.revision or None,
        "target": entry.target or None,
        "origin": entry.origin,
        "version": entry.version,
    }
    return json.dumps(
        {name: value for name, value in values.items() if value is not None},
        ensure_ascii=False,
    )


def read_lines(
    lines: Iterable[str], path: str, *, latest: int = LATEST_TIME
) -> tuple[list[Entry], list[Problem]]:
    """Read entries as `as_line` writes them; every line that is none is a problem with its place.

    `latest` is the Unix time in milliseconds beyond which an entry is from the future, where its card would wait for
    it. Lines may come from anywhere: their lengths, types and ranges are checked. Where there are more problems than
    anyone mends at once, reading ends.
    """
    entries: list[Entry] = []
    problems = ProblemList(path)
    for number, line in enumerate(lines, 1):
        if problems.is_full:
            break
        if not line.strip():
            continue
        found = list(_faults(line))
        for what, mend in found:
            problems.add(number, 1, what, mend)
        if not found:
            entries.append(_entry(json.loads(line)))
            if entries[-1].moment.ms > latest:
                problems.add(
                    number,
                    1,
                    "dated in the future",
                    "set the clock right, or the date in this line",
                )
    return entries, problems.found


_MEND = "export it again from the log it came from, or take the line out"


def _faults(line: str) -> Iterator[tuple[str, str]]:
    if len(line) > LONGEST_LINE:
        yield f"longer than {LONGEST_LINE} characters", _MEND
        return
    if not _is_text(line, LONGEST_LINE):
        yield "not in UTF-8", _MEND
        return
    try:
        row = json.loads(line, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        yield f"not JSON: {error}", _MEND
        return
    if not isinstance(row, dict):
        yield "not a JSON object", _MEND
        return
    if row.get("v") != SCHEMA_VERSION or type(row["v"]) is not int:
        yield (
            f"`v` is {row.get('v')!r}; this LiverDeck reads {SCHEMA_VERSION}",
            "pip install -U liverdeck",
        )
        return
    yield from ((what, _MEND) for what in _wrong_fields(row))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        ((name, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise ValueError(f"{name!r} twice")
    return row


def _wrong_fields(row: dict[str, Any]) -> Iterator[str]:
    for name in sorted(row.keys() - _KNOWN):
        yield f"unknown field {name!r}"
    for name in _NEEDED:
        if name not in row:
            yield f"no `{name}`"
    for name in ("id", "card", "version"):
        if name in row and not _is_text(row[name], _LONGEST_NAME, least=1):
            yield f"`{name}` is not a text of 1 to {_LONGEST_NAME} characters"
    if _is_text(row.get("card"), _LONGEST_NAME) and "/" not in row["card"]:
        yield "`card` is not deck/fact"
    yield from _wrong_words(row)
    yield from _wrong_numbers(row)


def _wrong_words(row: dict[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if name in row and not _is_text(row[name], LONGEST_LINE):
            yield f"`{name}` is not a text"
    if row.get("kind") not in ENTRY_KINDS:
        yield f"`kind` is {row.get('kind')!r}; it may be {', '.join(ENTRY_KINDS)}"
    if row.get("origin", "liverdeck") not in get_args(Origin):
        yield f"`origin` is {row.get('origin')!r}; it may be {' or '.join(get_args(Origin))}"


def _wrong_numbers(row: dict[str, Any]) -> Iterator[str]:
    ranges = _NUMBERS | {
        "at": (0, LATEST_TIME),
        "offset": (-_MOST_MINUTES, _MOST_MINUTES),
    }
    for name, (least, most) in ranges.items():
        if name in row and not (type(row[name]) is int and least <= row[name] <= most):
            yield f"`{name}` is not a whole number from {least} to {most}"
    if row.get("kind") in ("review", "cram") and "rating" not in row:
        yield f"a {row['kind']} without `rating`"
    if row.get("kind") == "review" and "days" not in row and "seconds" not in row:
        yield "a review without `days` or `seconds`"
    if row.get("kind") == "undo" and not row.get("target"):
        yield "an undo without `target`"


def _is_text(value: object, longest: int, *, least: int = 0) -> bool:
    if not isinstance(value, str) or not least <= len(value) <= longest:
        return False
    try:
        value.encode()  # half of a surrogate pair is no text
    except UnicodeEncodeError:
        return False
    return True


def _entry(row: dict[str, Any]) -> Entry:
    given = typed = None
    if "rating" in row:
        given = Answered(
            row["rating"],
            row.get("days"),
            row.get("seconds"),
            row.get("left", 0),
            row.get("interval", 0),
        )
    if "typed" in row:
        typed = TypedAnswer(row["typed"], row.get("outcome", ""), row.get("reason", ""))
    return Entry(
        row["id"],
        cast("EntryKind", row["kind"]),
        row["card"],
        Moment(row["at"], row["offset"]),
        row["version"],
        given,
        typed,
        row.get("duration"),
        row.get("revision", ""),
        row.get("target", ""),
        row.get("origin", "liverdeck"),
    )
