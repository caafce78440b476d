"""State is a fold over the log: what the entries of one card have made of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.schedule import Progress, Schedule


@dataclass(frozen=True, slots=True)
class CardState:
    """A card as its entries have left it."""

    progress: Progress | None = None
    """None for a card that was never reviewed, or forgotten since."""
    is_suspended: bool = False
    buried_day: int | None = None
    """The learner's day for which it is put off."""
    introduced_day: int | None = None
    """The learner's day of the first review."""
    reviewed_day: int | None = None
    """The learner's day of the last review."""
    latest_ms: int = 0
    """Unix time in milliseconds of the last entry."""
    latest_id: str = ""
    """Id of the last entry, by which two sessions notice each other."""
    revision: str = ""
    """Of the wording at the last review; empty if that was elsewhere."""


NEW_CARD = CardState()
"""The record of a card without entries."""
BY_TIME = attrgetter("order")
"""Sorts entries."""


def effective_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that count, in the order of time: no undos, and nothing that was undone."""
    ordered = sorted(entries, key=BY_TIME)
    undone = {(entry.card, entry.target) for entry in ordered if entry.kind == "undo"}
    return [
        entry
        for entry in ordered
        if entry.kind != "undo" and (entry.card, entry.id) not in undone
    ]


def fold(entries: Iterable[Entry], schedule: Schedule) -> CardState:
    """Return the record of one card from all its entries, in any order; what was undone does not count."""
    ordered = sorted(entries, key=BY_TIME)
    undone = {entry.target for entry in ordered if entry.kind == "undo"}
    record = NEW_CARD
    for entry in ordered:
        record = (
            step(record, entry, schedule)
            if entry.id not in undone
            else _seen(record, entry)
        )
    return record


def step(record: CardState, entry: Entry, schedule: Schedule) -> CardState:
    """Return the record after one more entry, later than all before; an *undo* changes nothing here (`fold` does)."""
    if entry.kind == "review" and entry.answered is not None:
        day = entry.moment.day
        return CardState(
            schedule.progress_after(record.progress, entry.moment, entry.answered),
            record.is_suspended,
            record.buried_day,
            introduced_day=day
            if record.introduced_day is None
            else record.introduced_day,
            reviewed_day=day,
            latest_ms=entry.moment.ms,
            latest_id=entry.id,
            revision=entry.revision,
        )
    after = _seen(record, entry)
    if entry.kind == "forget":
        return CardState(
            is_suspended=record.is_suspended,
            latest_ms=after.latest_ms,
            latest_id=after.latest_id,
        )
    if entry.kind == "bury":
        return replace(after, buried_day=entry.moment.day)
    if entry.kind in ("suspend", "resume"):
        return replace(after, is_suspended=entry.kind == "suspend")
    return after


def _seen(record: CardState, entry: Entry) -> CardState:
    return replace(record, latest_ms=entry.moment.ms, latest_id=entry.id)
