"""The review log as JSON Lines: for backups, other programs and other machines.

Every line is one entry with its id. So each entry is added only once, even if a file is
imported twice, or if two machines import each other's files. The weights of a memory
model are in a separate line, before the first entry that names them.
"""

from __future__ import annotations

import json
from itertools import chain, takewhile
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from liverdeck.base.errors import ContentError
from liverdeck.base.json_lines import object_in
from liverdeck.base.phrases import shortened
from liverdeck.base.problems import Position, Problem, ProblemList
from liverdeck.base.result import Result
from liverdeck.base.version import UPDATE_COMMAND
from liverdeck.study.reviewlog.columns import is_utf8
from liverdeck.study.reviewlog.entries import (
    COLUMNS,
    KINDS_WITH_RATING,
    KINDS_WITH_TARGET,
    LONGEST_NAME,
    entry_from,
)
from liverdeck.study.scheduling.memory import DEFAULT_MODEL, model_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.memory import MemoryModel

SCHEMA_VERSION = 1
"""Schema version of a line: the value of its field `v`."""
LONGEST_LINE = 200_000
"""A line with more characters is a problem.

The entries of a session are far shorter.
"""

NAME_AN_EXPORT = "name a file that `liverdeck log export` wrote"
"""The fix for a file that is not an exported log."""
MOST_BAD_LINES = 1000
"""A file with more bad lines than this and more bad than good lines is no export."""
MOST_WEIGHTS = 1000
"""At most this many sets of weights are read from one file. A learner has a few."""

_FIELDS = tuple(column for column in COLUMNS if column.field)
"""The columns that lines have."""
_KNOWN_FIELDS = {"v", *(column.field for column in _FIELDS)}
"""The names of the fields that a line with an entry may have."""
_WEIGHTS_FIELDS = {"v", "weights", "model", "numbers"}
"""The fields of a line with weights. An entry has no `numbers`."""
_MOST_SHOWN = 200
"""At most this many characters of an error are shown.

The error may quote a number of any length.
"""
_EXPORT_AGAIN = "export the log again on the machine it came from, or delete the line"


def as_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the lines of these entries, and each set of weights before its first entry.

    The default weights need no line.
    """
    written = {DEFAULT_MODEL}
    for entry in entries:
        if entry.model not in written:
            written.add(entry.model)
            yield _weights_line(entry.model)
        yield as_line(entry)


def _weights_line(model: MemoryModel) -> str:
    fields = {
        "v": SCHEMA_VERSION,
        "weights": model.weights_hash,
        "model": model.name,
        "numbers": json.loads(model.weights_text),
    }
    return json.dumps(fields)


def as_line(entry: Entry) -> str:
    """Return an entry as one line of JSON, without a line break.

    Fields without a value are left out, and so are most fields with their default.
    """
    fields: dict[str, Any] = {"v": SCHEMA_VERSION}
    for column in _FIELDS:
        value = column.value_of(entry)
        is_default = value == column.default and not column.is_always_exported
        if value is not None and not is_default:
            fields[column.field] = value
    return json.dumps(fields, ensure_ascii=False)


def read_lines(
    lines: Iterable[str],
    path: str,
    *,
    models: Mapping[str, MemoryModel] = MappingProxyType({}),
) -> Result[tuple[Entry, ...]]:
    """Read entries as `as_lines` writes them. Return the entries and the problems.

    For the checks, and for `path` and `models`, see `LineReader`. Reading stops when
    there are too many problems to fix at once.
    """
    problems = ProblemList(path)
    reader = LineReader(path, problems.add, models=models)
    numbered_lines = enumerate(lines, 1)
    wanted_lines = takewhile(lambda _: not problems.is_full, numbered_lines)
    return Result(tuple(reader.entries_in(wanted_lines)), tuple(problems.problems))


class LineReader:
    """Reads entries line by line, and does not keep them in memory.

    Lines may come from anywhere, so their lengths, types and ranges are checked. A line
    that fails these checks gives no entry. Empty lines are skipped.
    """

    def __init__(
        self,
        path: str,
        report: Callable[[Position, str, str], None],
        *,
        models: Mapping[str, MemoryModel] = MappingProxyType({}),
    ) -> None:
        """Take the path to name in positions, and a function to report problems.

        `report` is called with the position, what is wrong, and the fix. `models` are
        memory models that need no line of their own, by the hash of their weights.
        """
        self._path = path
        self._report = report
        self._models = {DEFAULT_MODEL.weights_hash: DEFAULT_MODEL, **models}
        self.bad_lines = 0
        """Number of lines so far that have problems and so gave no entry."""
        self.read_entries = 0
        """Number of entries read so far."""

    def entries_in(self, lines: Iterable[tuple[int, str]]) -> Iterator[Entry]:
        """Yield the entries in numbered lines.

        Raises ContentError if most lines, and more than `MOST_BAD_LINES`, are bad.
        """
        for line_number, line in lines:
            if line.strip():
                entry = self._entry_in(line_number, line)
                if entry is not None:
                    self.read_entries += 1
                    yield entry

    def _entry_in(self, line_number: int, line: str) -> Entry | None:
        """Return the entry in a line; None if the line has weights, or problems."""
        problems = list(_problems_in(line, self._models))
        for message, fix in problems:
            self._report(Position(self._path, line_number), message, fix)
        if problems:
            self.bad_lines += 1
            self._refuse_if_most_are_bad(line_number)
            return None
        fields = json.loads(line)
        if "numbers" in fields:
            self._models[fields["weights"]] = _model_in(fields)
            return None
        return _entry_with(fields, self._models)

    def _refuse_if_most_are_bad(self, line_number: int) -> None:
        if self.bad_lines <= max(MOST_BAD_LINES, self.read_entries):
            return
        position = Position(self._path, line_number)
        lines = self.bad_lines + self.read_entries
        message = (
            f"most lines up to here cannot be read ({self.bad_lines:,} of {lines:,})"
        )
        raise ContentError([Problem(position, message, NAME_AN_EXPORT)])


def _problems_in(
    line: str, models: Mapping[str, MemoryModel]
) -> Iterator[tuple[str, str]]:
    """Yield message and fix of every problem of a line.

    The fields are checked only if the line is a JSON object with a known `v`.
    """
    if len(line) > LONGEST_LINE:
        yield f"the line is longer than {LONGEST_LINE} characters", _EXPORT_AGAIN
        return
    if not is_utf8(line):
        yield "the line is not in UTF-8", _EXPORT_AGAIN
        return
    try:
        fields = object_in(line)
    except ValueError as error:
        yield str(error), _EXPORT_AGAIN
        return
    version = fields.get("v")
    if type(version) is not int or version != SCHEMA_VERSION:
        message = f"`v` is {version!r}; this LiverDeck reads {SCHEMA_VERSION}"
        yield message, UPDATE_COMMAND
        return
    if "numbers" in fields:
        messages = chain(_weights_problems(fields), _refusal_of_more_weights(models))
    else:
        messages = chain(_field_problems(fields), _model_problems(fields, models))
    for message in messages:
        yield message, _EXPORT_AGAIN


def _field_problems(fields: dict[str, Any]) -> Iterator[str]:
    """Yield a message for every unknown, missing or wrong field."""
    for name in sorted(fields.keys() - _KNOWN_FIELDS):
        yield f"the field {name!r} is unknown"
    for column in _FIELDS:
        name = column.field
        if name in fields:
            problem = column.allowed.problem_with(fields[name])
            if problem:
                yield f"`{name}` {problem}"
        elif column.is_required:
            yield f"`{name}` is missing"
    card: Any = fields.get("card")
    if isinstance(card, str) and len(card) <= LONGEST_NAME and "/" not in card:
        yield "`card` is not deck/fact or deck/fact/part"
    yield from _fields_missing_for_kind(fields)


def _fields_missing_for_kind(fields: dict[str, Any]) -> Iterator[str]:
    """Yield a message for every missing field that only some entry kinds need."""
    kind = fields.get("kind")
    if kind in KINDS_WITH_RATING and "rating" not in fields:
        yield f"a {kind} needs `rating`"
    if kind == "review" and "days" not in fields and "seconds" not in fields:
        yield "a review needs `days` or `seconds`"
    if kind in KINDS_WITH_TARGET and not fields.get("target"):
        yield f"{'an' if kind == 'undo' else 'a'} {kind} needs `target`"


def _model_problems(
    fields: dict[str, Any], models: Mapping[str, MemoryModel]
) -> Iterator[str]:
    """Yield a message if the weights of an entry are unknown, or of another model."""
    weights_hash = fields.get("weights", DEFAULT_MODEL.weights_hash)
    if not isinstance(weights_hash, str):
        return
    if weights_hash not in models:
        yield "no line before this one has its `weights`"
    elif fields.get("model", DEFAULT_MODEL.name) != models[weights_hash].name:
        yield f"`model` is not {models[weights_hash].name}, which has these `weights`"


def _weights_problems(fields: dict[str, Any]) -> Iterator[str]:
    """Yield a message for every problem of a line with weights."""
    for name in sorted(fields.keys() - _WEIGHTS_FIELDS):
        yield f"the field {name!r} is unknown"
    if not isinstance(fields.get("model"), str):
        yield "`model` is not a text"
        return
    try:
        model = _model_in(fields)
    except ValueError as error:
        yield shortened(f"the weights cannot be used: {error}", _MOST_SHOWN)
        return
    if fields.get("weights") != model.weights_hash:
        yield "`weights` is not the hash of these weights"


def _refusal_of_more_weights(models: Mapping[str, MemoryModel]) -> Iterator[str]:
    """Yield a message if a file has too many sets of weights."""
    if len(models) > MOST_WEIGHTS:
        yield f"it is one more set of weights than the {MOST_WEIGHTS} that are read"


def _model_in(fields: dict[str, Any]) -> MemoryModel:
    """Return the model in a line with weights. Raises ValueError if there is none."""
    return model_from(fields["model"], json.dumps(fields["numbers"]))


def _entry_with(fields: dict[str, Any], models: Mapping[str, MemoryModel]) -> Entry:
    """Return the entry in the fields of a line that was checked."""
    values = [fields.get(column.field, column.default) for column in COLUMNS]
    return entry_from(values, models)
