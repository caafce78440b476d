"""Read the ledger (`deck.lock`): all notes that were ever released.

The ledger makes updates safe for learners. It records when each note last changed,
which blank numbers were ever used, and which notes were withdrawn. Anki updates a note
only if the time of its last change is later than the time that Anki has. Only
`liverdeck release` changes the file.

Each line is a JSON object: first a header, then a line for each note. The notes are
sorted by fact and part, so that git can merge the file line by line. Every line ends
with a checksum of its content, which shows whether the line was edited by hand. The
module `facts.ledger` explains the *numbers* of a note.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar, cast

from liverdeck.authoring.ledger_problems import LEDGER_NAME
from liverdeck.authoring.ledger_text import LEDGER_VERSION, checksum, checksum_of_line
from liverdeck.base.files import DECK_FILE, read_text
from liverdeck.base.names import is_id
from liverdeck.base.problems import Position, ProblemList, ReadingRule
from liverdeck.base.result import Result
from liverdeck.base.version import UPDATE_COMMAND
from liverdeck.facts.ledger import (
    LATEST_NOTE_SECONDS,
    Ledger,
    LedgerLine,
    NumberHistory,
    ReleasedNoteType,
    is_number_name,
)
from liverdeck.facts.topic_order import HIGHEST_TOPIC_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liverdeck.base.problems import Problem

Value = TypeVar("Value")
Record = TypeVar("Record", NumberHistory, ReleasedNoteType, LedgerLine)

_RESTORE_FIX = (
    "restore the file from version control (git checkout deck.lock); without "
    "version control, move it away and run: liverdeck release --recover OLD.apkg"
)
"""The fix for a ledger that somebody changed after a release wrote it."""
_REQUIRED_TEXTS = ("front", "answer", "tags", "source")
"""A line must have these keys, even if their texts are empty."""
_INTO_DECK_FILE = f" into {DECK_FILE}"
_MERGE_FIX = (
    "if learners have the packages of one side only, keep it: git checkout --ours "
    "deck.lock CHANGES.md (or --theirs), then: liverdeck release. If both sides were "
    "published: git checkout --theirs deck.lock, move deck.lock to other.lock, git "
    "checkout --ours deck.lock CHANGES.md, then: liverdeck release --merge other.lock, "
    "and liverdeck release"
)
"""The fix for a ledger in which git could not merge two releases."""
_CONFLICT_MARKERS = ("<<<<<<<", "=======", ">>>>>>>")
"""Git starts a line with these in a file that it could not merge."""
_TYPES_BY_ANNOTATION = {
    "str": (str,),
    "int": (int,),
    "int | None": (int, type(None)),
    "bool": (bool,),
}
"""The types that a field's value may have, by the annotation of the field."""
_FIELD_TYPES = {
    record: [
        (field.name, _TYPES_BY_ANNOTATION[field.type])
        for field in fields(record)
        if field.type in _TYPES_BY_ANNOTATION
    ]
    for record in (NumberHistory, ReleasedNoteType, LedgerLine)
}
"""For each class, its fields with texts or numbers, and their allowed types.

The types are checked on reading, because anyone can edit the file.
"""


def read_ledger(path: Path, deck: str) -> Result[Ledger]:
    """Read the ledger of the deck with the id `deck`.

    Returns the ledger and no problems. If the file is not exactly what a release wrote,
    returns None and the problems, each with its line.
    """
    text = read_text(path, ReadingRule.LEDGER)
    if text.value is None:
        return Result(None, text.problems)
    return parse_ledger(text.value, str(path), deck)


def ledger_from_text(text: str, deck_id: str) -> Result[Ledger]:
    """Return the ledger in a text that `ledger_text` made, and all problems.

    `deck_id` is the id of the deck. The text is that of `deck.lock`. If it is not
    exactly as `ledger_text` made it, the value is None.
    """
    parsed = parse_ledger(text, LEDGER_NAME, deck_id)
    problems = tuple(
        replace(problem, fix=_fix_in_data(problem)) for problem in parsed.problems
    )
    return Result(parsed.value, problems)


def _fix_in_data(problem: Problem) -> str:
    """Return the fix for a ledger that is not in a file."""
    if problem.fix.startswith(_RESTORE_FIX):
        return "take the text that was stored after the last release"
    return problem.fix.removesuffix(_INTO_DECK_FILE)


def parse_ledger(text: str, path: str, deck: str) -> Result[Ledger]:
    """Read a ledger from its text. See `read_ledger`. The problems name `path`."""
    problems = ProblemList(path, ReadingRule.LEDGER)
    lines = text.split("\n")
    for line_number, line in enumerate(lines, 1):
        if line.startswith(_CONFLICT_MARKERS):
            problems.add(
                Position(path, line_number),
                "unresolved conflict markers of a merge",
                _MERGE_FIX,
            )
            return Result(None, tuple(problems.problems))

    ledger = parse_header(lines[0], path, deck, problems)
    if ledger is None:
        return Result(None, tuple(problems.problems))
    if lines[-1]:  # a complete file ends with a line end
        problems.add(
            Position(path, len(lines)),
            "the file breaks off in the middle of a line",
            _RESTORE_FIX,
        )
    notes = _parse_notes(lines[1:-1], path, ledger, problems)
    if problems.problems:
        return Result(None, tuple(problems.problems))
    return Result(replace(ledger, lines=notes))


def _parse_notes(
    lines: list[str], path: str, ledger: Ledger, problems: ProblemList
) -> dict[tuple[str, str], LedgerLine]:
    """Return the notes by name, and add the problems of their lines to `problems`."""
    notes: dict[tuple[str, str], LedgerLine] = {}
    for line_number, line in enumerate(lines, 2):  # the header is line 1
        if problems.is_full:
            break
        position = Position(path, line_number)
        note = parse_note(line, position, ledger, problems)
        if note is None:
            continue
        previous_name = next(reversed(notes), None)
        if previous_name is not None and note.name <= previous_name:
            problems.add(
                position, "not sorted by fact and part, or repeated", _RESTORE_FIX
            )
        notes[note.name] = note
    return notes


def parse_header(
    line: str, path: str, deck: str, problems: ProblemList
) -> Ledger | None:
    """Return a ledger without notes, or None and add the problem to `problems`."""
    position = Position(path)
    # A newer version may have other checksums, so the version is read first.
    version = re.match(r'\{"ledger": *([0-9]+)', line)
    if version is not None and version[1] != str(LEDGER_VERSION):
        problems.add(
            position,
            "written by a newer liverdeck",
            UPDATE_COMMAND,
        )
        return None
    data = _parse_line(line, position, problems)
    if data is None:
        return None
    try:
        ledger = _ledger_from(data)
    except (KeyError, TypeError):
        problems.add(position, "not the header of a ledger", _RESTORE_FIX)
        return None

    if ledger.deck != deck:
        problems.add(
            position,
            f"this is the ledger of the deck {ledger.deck!r}, not of {deck!r}",
            f"a deck's id is permanent: put the old one back{_INTO_DECK_FILE}",
        )
        return None
    if not _has_possible_releases(ledger):
        problems.add(
            position,
            "the times of the releases do not ascend, or are impossible",
            _RESTORE_FIX,
        )
        return None
    return ledger


def _ledger_from(header: dict[str, object]) -> Ledger:
    """Return a ledger without notes. A wrong header raises KeyError or TypeError."""
    note_types = {
        name: _note_type_from(_of_type(note_type, dict))
        for name, note_type in _of_type(header["note_types"], dict).items()
    }
    return Ledger(
        _of_type(header["deck"], str),
        _tuple_of(int, header["releases"]),
        note_types,
        recovered_releases=_of_type(header.get("recovered", 0), int),
        given_up=_tuple_of(str, header.get("given_up", [])),
        named_twice=tuple(
            _pair_of_names(_of_type(pair, list))
            for pair in _of_type(header.get("named_twice", []), list)
        ),
        language=_of_type(header["language"], str),
        anki_name=_of_type(header["anki_name"], str),
        document=_of_type(header["document"], str),
        topics=_topics_from(_of_type(header["topics"], dict)),
    )


def _pair_of_names(pair: list[object]) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the names of two notes. Anything else raises TypeError."""
    names = [_of_type(text, str).partition("/") for text in pair]
    if len(names) != 2:  # noqa: PLR2004  # a pair
        raise TypeError
    (fact, _, part), (other_fact, _, other_part) = names
    return (fact, part), (other_fact, other_part)


def _note_type_from(data: dict[str, object]) -> ReleasedNoteType:
    changed_seconds = data.pop("mod")
    note_type = ReleasedNoteType(**data, changed_seconds=changed_seconds)  # type: ignore[arg-type]
    return _with_checked_types(note_type)


def _topics_from(data: dict[str, object]) -> dict[str, int]:
    """Return the numbers of topics. A wrong id or number raises TypeError."""
    topics = {topic: _of_type(number, int) for topic, number in data.items()}
    for topic, number in topics.items():
        if not is_id(topic) or not 0 <= number <= HIGHEST_TOPIC_NUMBER:
            raise TypeError
    return topics


def _has_possible_releases(ledger: Ledger) -> bool:
    """Whether the times and the number of recovered releases are possible.

    The times must ascend, and no time may be too late. There cannot be more recovered
    releases than releases.
    """
    times = (0, *ledger.releases)  # the first release must be later than 0
    are_ascending = all(earlier < later for earlier, later in pairwise(times))
    is_last_possible = ledger.last_release_seconds <= LATEST_NOTE_SECONDS
    is_recovered_possible = 0 <= ledger.recovered_releases <= len(ledger.releases)
    return are_ascending and is_last_possible and is_recovered_possible


def parse_note(
    line: str, position: Position, ledger: Ledger, problems: ProblemList
) -> LedgerLine | None:
    """Return the note of a line, or None and add the problem to `problems`."""
    data = _parse_line(line, position, problems)
    if data is None:
        return None
    try:
        note = _note_from(data)
    except (KeyError, TypeError):
        note = None
    if note is None or not _is_well_named(note):
        problems.add(position, "not a note of a ledger", _RESTORE_FIX)
        return None

    release_numbers = range(1, len(ledger.releases) + 1)
    has_known_releases = all(
        release in release_numbers for release in _release_numbers_in(note)
    )
    if note.changed_seconds not in ledger.releases or not has_known_releases:
        problems.add(
            position, "names a release that the header does not have", _RESTORE_FIX
        )
        return None
    return note


def _note_from(data: dict[str, object]) -> LedgerLine:
    """Return a note of the ledger. A wrong line raises KeyError or TypeError."""
    for name in _REQUIRED_TEXTS:
        _of_type(data[name], str)
    numbers = {
        name: _number_from(_of_type(history, dict))
        for name, history in _of_type(data.pop("numbers", {}), dict).items()
    }
    first_release, changed_seconds = data.pop("first"), data.pop("changed")
    note = LedgerLine(
        **data,  # type: ignore[arg-type]
        first_release=first_release,  # type: ignore[arg-type]
        changed_seconds=changed_seconds,  # type: ignore[arg-type]
        numbers=numbers,
    )
    return _with_checked_types(note)


def _number_from(data: dict[str, object]) -> NumberHistory:
    history = NumberHistory(
        data["text"],  # type: ignore[arg-type]
        since=data["in"],  # type: ignore[arg-type]
        until=data.get("out"),  # type: ignore[arg-type]
        earlier_texts=_tuple_of(str, data.get("was", [])),
    )
    return _with_checked_types(history)


def _is_well_named(note: LedgerLine) -> bool:
    """Whether all ids in a line, and its names of blanks and questions, are allowed."""
    ids = [note.fact, note.topic]
    if note.part:
        ids.append(note.part)
    return all(map(is_id, ids)) and all(map(is_number_name, note.numbers))


def _release_numbers_in(note: LedgerLine) -> Iterator[int]:
    """Yield the number of each release that a line names: 1 for the first release."""
    yield note.first_release
    if note.withdrawn is not None:
        yield note.withdrawn
    for history in note.numbers.values():
        yield history.since
        if history.until is not None:
            yield history.until


def _parse_line(
    line: str, position: Position, problems: ProblemList
) -> dict[str, object] | None:
    """Return the JSON object of a line without its checksum.

    If the line is not as a release wrote it, adds the problem to `problems` and returns
    None.
    """
    try:
        data = json.loads(line)
        written_checksum = data.pop("check", None)
        is_unchanged = written_checksum == checksum_of_line(line)
        if not is_unchanged:
            # The line may be written in another way, such as with spaces. `checksum`
            # writes the object again, which takes longer than reading it.
            is_unchanged = written_checksum == checksum(data)
    except (ValueError, TypeError, AttributeError, RecursionError):
        # Not JSON, not an object, nested too deeply, or with half a surrogate pair.
        problems.add(position, "not a line of a ledger", _RESTORE_FIX)
        return None
    if not is_unchanged:
        problems.add(
            position,
            "this line was edited by hand",
            f"{_RESTORE_FIX}; only `liverdeck release` writes it",
        )
        return None
    return cast("dict[str, object]", data)


def _of_type(value: object, wanted_type: type[Value]) -> Value:
    """Return a value if it has the wanted type. Raises TypeError if it has not."""
    if type(value) is not wanted_type:  # for isinstance, True is an int
        raise TypeError
    return value


def _tuple_of(wanted_type: type[Value], values: object) -> tuple[Value, ...]:
    """Return a list of values of one type as a tuple. Raises TypeError otherwise."""
    return tuple(_of_type(value, wanted_type) for value in _of_type(values, list))


def _with_checked_types(record: Record) -> Record:
    """Return the record if its fields have allowed types. Raises TypeError if not."""
    for name, allowed_types in _FIELD_TYPES[type(record)]:
        if type(getattr(record, name)) not in allowed_types:
            raise TypeError
    return record
