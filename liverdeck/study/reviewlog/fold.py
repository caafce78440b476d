"""Computes the state of a card from its entries."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.card_progress import Answered, Progress
    from liverdeck.study.scheduling.schedule import Schedule


@value_class
class CardState:
    """The state of a card after all its entries.

    Reviews before the last *forget*, which made the card new again, do not count.
    """

    progress: Progress | None = None
    """None for a new card."""
    is_suspended: bool = False
    buried_day: int | None = None
    """The learner's day on which the card was last buried; None if it never was."""
    introduced_day: int | None = None
    """The learner's day of the first review; None for a new card."""
    reviewed_day: int | None = None
    """The learner's day of the last review; None for a new card."""
    latest_ms: int = 0
    """Unix time in milliseconds of the last entry; 0 without entries."""
    latest_id: str = ""
    """Id of the last entry; empty without entries.

    Before a session adds an entry, it reads this id again. If the id has changed since
    the card was shown, another session has added an entry for the card.
    """
    revision: str = ""
    """Hash of the card's text at the last review; see `revision_of`.

    Empty if that review was not in LiverDeck, or if the card is new.
    """

    def is_buried_on(self, day: int) -> bool:
        """Whether the card was buried on this day, and is left out until the next."""
        return self.buried_day == day

    def is_put_off_on(self, day: int) -> bool:
        """Whether the card is suspended, or was buried on this learner's day."""
        return self.is_suspended or self.is_buried_on(day)


NEW_CARD = CardState()
"""The state of a card without entries."""
BY_TIME = attrgetter("order")
"""Sorts entries by time, then id, when it is given to `sorted` as the key."""


def effective_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that count, sorted by time.

    Undo entries and the entries that they undo are left out.
    """
    ordered = sorted(entries, key=BY_TIME)
    # An undo entry takes back only an entry of the same card.
    undone = {(entry.card, entry.target) for entry in ordered if entry.kind == "undo"}
    return [
        entry
        for entry in ordered
        if entry.kind != "undo" and (entry.card, entry.id) not in undone
    ]


def fold(entries: Iterable[Entry], schedule: Schedule) -> CardState:
    """Return the state of one card from all its entries, which may be in any order.

    Every answer counts with the memory model that it was given with.
    An undone entry changes only `latest_ms` and `latest_id`.
    """
    ordered = sorted(entries, key=BY_TIME)
    undone_ids = {entry.target for entry in ordered if entry.kind == "undo"}
    state = NEW_CARD
    for entry in ordered:
        if entry.id in undone_ids:
            state = _with_latest(state, entry)
        else:
            state = state_after(state, entry, schedule)
    return state


def state_after(state: CardState, entry: Entry, schedule: Schedule) -> CardState:
    """Return the state after one more entry, which must be the latest of its card.

    *cram* and *undo* entries change only `latest_ms` and `latest_id`. This function
    cannot take an entry back for an *undo*: only `fold` can, from all entries.
    """
    if entry.kind == "review" and entry.answered is not None:
        return _after_review(state, entry, entry.answered, schedule)
    if entry.kind == "forget":
        # The card is new again, but a suspended card remains suspended.
        return CardState(
            is_suspended=state.is_suspended,
            latest_ms=entry.moment.ms,
            latest_id=entry.id,
        )
    new_state = _with_latest(state, entry)
    if entry.kind == "bury":
        return replace(new_state, buried_day=entry.moment.day)
    if entry.kind in ("suspend", "resume"):
        return replace(new_state, is_suspended=entry.kind == "suspend")
    return new_state


def _after_review(
    state: CardState, entry: Entry, answered: Answered, schedule: Schedule
) -> CardState:
    reviewed_day = entry.moment.day
    introduced_day = state.introduced_day
    if introduced_day is None:
        introduced_day = reviewed_day
    return CardState(
        schedule.progress_after(state.progress, entry.moment, answered, entry.model),
        state.is_suspended,
        state.buried_day,
        introduced_day=introduced_day,
        reviewed_day=reviewed_day,
        latest_ms=entry.moment.ms,
        latest_id=entry.id,
        revision=entry.revision,
    )


def _with_latest(state: CardState, entry: Entry) -> CardState:
    """Return the state with this entry as its latest one."""
    return replace(state, latest_ms=entry.moment.ms, latest_id=entry.id)
