"""Turn entries and card states into rows of the database, and back.

SQLite checks the rules of a table when it writes a row, but not when it reads one. A
row may come from a damaged page, so most values are checked here when it is read.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from liverdeck.study.reviewlog.columns import Number, OneOf, Text, WholeNumber
from liverdeck.study.reviewlog.entries import COLUMNS, LATEST_MS, deck_of, entry_from
from liverdeck.study.reviewlog.errors import LogError, damage_error
from liverdeck.study.reviewlog.fold import CardState
from liverdeck.study.scheduling.card_progress import Progress
from liverdeck.study.scheduling.json_data import impossible_values
from liverdeck.study.scheduling.memory import Memory
from liverdeck.study.scheduling.moments import FIRST_DAY, LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.memory import MemoryModel

ENTRY_COLUMNS = tuple(column.name for column in COLUMNS)
"""The names of the columns of `entries`, in the order of `entry_row`, without `seq`."""
_COLUMN_LIST = ", ".join(ENTRY_COLUMNS)
_PLACEHOLDERS = ", ".join("?" for _ in ENTRY_COLUMNS)
SELECT_ENTRIES = f"SELECT {_COLUMN_LIST} FROM entries"  # noqa: S608  # names alone
"""Reads rows that `entry_of` takes."""
SELECT_STANDING_ENTRIES = f"SELECT {_COLUMN_LIST} FROM standing"  # noqa: S608
"""Reads rows that `entry_of` takes, without undo entries and undone entries."""
SELECT_REDATES = """
    SELECT 1 FROM standing r WHERE r.card = e.card AND r.target = e.id
    AND r.target <> '' AND r.kind = 'redate'
"""
"""Finds redates of a row `e` that were not undone. It is used inside a condition."""
INSERT_ENTRY = (
    f"INSERT INTO entries ({_COLUMN_LIST})"  # noqa: S608  # names alone
    f" VALUES ({_PLACEHOLDERS})"
)
"""Writes a row that `entry_row` makes. SQLite numbers the row in the column `seq`."""

_RANGES = tuple(
    (
        index,
        int if isinstance(column.allowed, WholeNumber) else float,
        column.allowed.lowest,
        column.allowed.highest,
    )
    for index, column in enumerate(COLUMNS)
    if column.field and isinstance(column.allowed, WholeNumber | Number)
)
"""For each number that is read from a row: index, type, lowest and highest value."""
_CHOICES = tuple(
    (index, column.allowed.names)
    for index, column in enumerate(COLUMNS)
    if isinstance(column.allowed, OneOf)
)
"""For each column that has one of a fixed set of names: its index and these names."""
_required_values = itemgetter(
    *(index for index, column in enumerate(COLUMNS) if column.is_required)
)
"""Returns the values of a row that are never missing."""
_REQUIRED_TEXTS = tuple(
    index
    for index, column in enumerate(COLUMNS)
    if column.is_required and isinstance(column.allowed, Text)
)
"""The index of every text that is never missing."""
_RATING, _STEPS_LEFT, _INTERVAL, _MODEL = map(
    ENTRY_COLUMNS.index, ("rating", "steps_left", "interval", "model")
)
"""The indexes of these columns in a row."""


class _CardRow(NamedTuple):
    """The columns of the table `cards`, with values that are not checked yet.

    `due_at` and `last` (the last review) are Unix times in seconds, `latest` (the last
    entry) in milliseconds. `due_day`, `buried`, `introduced` and `reviewed` are days.
    """

    card: Any
    deck: Any
    suspended: Any
    buried: Any
    introduced: Any
    reviewed: Any
    latest: Any
    latest_id: Any
    revision: Any
    # A card without progress has none of the values below.
    phase: Any = None
    stability: Any = None
    difficulty: Any = None
    interval: Any = None
    steps_left: Any = None
    due_day: Any = None
    due_at: Any = None
    last: Any = None
    reviews: Any = None
    lapses: Any = None


_CARD_COLUMN_LIST = ", ".join(_CardRow._fields)
_CARD_PLACEHOLDERS = ", ".join("?" for _ in _CardRow._fields)
SELECT_CARD_STATES = f"SELECT {_CARD_COLUMN_LIST} FROM cards"  # noqa: S608
"""Reads rows that `card_state_of` takes. The first value is the name of the card."""
WRITE_CARD_STATE = (
    f"INSERT OR REPLACE INTO cards ({_CARD_COLUMN_LIST})"  # noqa: S608  # names alone
    f" VALUES ({_CARD_PLACEHOLDERS})"
)
"""Writes a row that `card_state_row` makes."""


def entry_row(entry: Entry) -> tuple[Any, ...]:
    """Return an entry as values for `ENTRY_COLUMNS`."""
    return tuple([column.value_of(entry) for column in COLUMNS])


def entry_of(values: Sequence[Any], models: Mapping[str, MemoryModel]) -> Entry:
    """Return the entry in a row of `entries`, from its values for `ENTRY_COLUMNS`.

    `models` are the memory models of the log, by the hash of their weights.
    Raises LogError for values that LiverDeck cannot have written.
    """
    _check_values(values)
    entry = entry_from(values, models)
    if values[_MODEL] not in (None, entry.model.name):
        raise _damage()
    return entry


def _check_values(values: Sequence[Any]) -> None:
    """Raise LogError if LiverDeck cannot have written these values of `entries`."""
    # No functions are called here: calls would take most of the time to read a log.
    for index, number_type, lowest, highest in _RANGES:
        value = values[index]
        if value is not None and (
            type(value) is not number_type or not lowest <= value <= highest
        ):
            raise _damage()
    for index, names in _CHOICES:
        if values[index] not in names:
            raise _damage()
    if None in _required_values(values):
        raise _damage()
    for index in _REQUIRED_TEXTS:
        if not isinstance(values[index], str):
            raise _damage()
    if values[_RATING] is not None and (
        values[_STEPS_LEFT] is None or values[_INTERVAL] is None
    ):
        raise _damage()


def card_state_row(card: str, state: CardState) -> tuple[Any, ...]:
    """Return the state of a card as values for `WRITE_CARD_STATE`.

    `card` is the name of the card.
    """
    row = _CardRow(
        card,
        deck_of(card),
        suspended=int(state.is_suspended),
        buried=state.buried_day,
        introduced=state.introduced_day,
        reviewed=state.reviewed_day,
        latest=state.latest_ms,
        latest_id=state.latest_id,
        revision=state.revision,
    )
    progress = state.progress
    if progress is None:
        return row
    return row._replace(
        phase=progress.phase,
        stability=progress.memory.stability,
        difficulty=progress.memory.difficulty,
        interval=progress.interval_days,
        steps_left=progress.remaining_steps,
        due_day=progress.due_day,
        due_at=progress.due_seconds,
        last=progress.last_review_seconds,
        reviews=progress.reviews,
        lapses=progress.lapses,
    )


def card_state_of(values: Sequence[Any]) -> CardState:
    """Return the card state in a row that `SELECT_CARD_STATES` reads.

    Raises LogError for values that LiverDeck cannot have written.
    """
    row = _CardRow(*values)
    _check_card(row)
    progress = None
    if row.phase is not None:
        progress = Progress(
            row.phase,
            Memory(row.stability, row.difficulty),
            interval_days=row.interval,
            remaining_steps=row.steps_left,
            due_day=row.due_day,
            due_seconds=row.due_at,
            last_review_seconds=row.last,
            reviews=row.reviews,
            lapses=row.lapses,
        )
        _check(not any(impossible_values(progress)))
    return CardState(
        progress,
        is_suspended=bool(row.suspended),
        buried_day=row.buried,
        introduced_day=row.introduced,
        reviewed_day=row.reviewed,
        latest_ms=row.latest,
        latest_id=row.latest_id,
        revision=row.revision,
    )


def _check_card(row: _CardRow) -> None:
    _check_range_or_none(row.buried, FIRST_DAY, LAST_DAY)
    _check_range_or_none(row.introduced, FIRST_DAY, LAST_DAY)
    _check_range_or_none(row.reviewed, FIRST_DAY, LAST_DAY)
    _check_range(row.latest, 0, LATEST_MS)
    _check_range(row.suspended, 0, 1)


def _check_range_or_none(value: object, minimum: int, maximum: int) -> None:
    if value is not None:
        _check_range(value, minimum, maximum)


def _check_range(value: object, minimum: int, maximum: int) -> None:
    _check(isinstance(value, int) and minimum <= value <= maximum)


def _check(is_possible: bool) -> None:  # noqa: FBT001  # it has no other argument
    """Raise LogError for a value that LiverDeck cannot have written."""
    if not is_possible:
        raise _damage()


def _damage() -> LogError:
    return damage_error("a row that LiverDeck cannot have written")
