"""Compute the state of a card from its entries."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.entries import KINDS_WITH_TARGET

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.card_progress import Answered, Progress
    from liverdeck.study.scheduling.moments import Moment
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
        """Whether the card was buried on this day, and is left out until tomorrow."""
        return self.buried_day == day

    def is_put_off_on(self, day: int) -> bool:
        """Whether the card is suspended, or was buried on this learner's day."""
        return self.is_suspended or self.is_buried_on(day)


NEW_CARD = CardState()
"""The state of a card without entries."""
BY_TIME = attrgetter("order")
"""A key for `sorted` that sorts entries by time, then by id."""


@value_class
class Marks:
    """The effects of undo entries and redates on other entries of the same card."""

    undone: frozenset[tuple[str, str]]
    """Card and id of each entry that an *undo* takes back."""
    moments: Mapping[tuple[str, str], Moment]
    """The moment at which a redated entry counts, by its card and id."""

    def in_order(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries, dated to the moments at which they count and sorted."""
        if self.moments:
            entries = map(self._with_effective_moment, entries)
        return sorted(entries, key=BY_TIME)

    def _with_effective_moment(self, entry: Entry) -> Entry:
        moment = self.moments.get((entry.card, entry.id))
        if moment is None or not _is_earlier(moment, entry.moment):
            return entry
        return replace(entry, moment=moment)


def _is_earlier(moment: Moment, other: Moment) -> bool:
    return moment.ms < other.ms


def marks_in(entries: Iterable[Entry]) -> Marks:
    """Return the effects of the undo entries and the redates among some entries.

    Each has an effect on entries of its own card only. If several redates date the same
    entry, the earliest redate counts, because the entry is older than all of them. So
    it does not matter which machine found the wrong date first, or in which order logs
    are merged.
    """
    marking = [entry for entry in entries if entry.target]
    undone = frozenset(
        (entry.card, entry.target) for entry in marking if entry.kind == "undo"
    )
    redates = [
        entry
        for entry in marking
        if entry.kind == "redate" and (entry.card, entry.id) not in undone
    ]
    return Marks(
        undone,
        {(entry.card, entry.target): entry.moment for entry in _latest_first(redates)},
    )


def _latest_first(redates: list[Entry]) -> list[Entry]:
    """Return redates with the earliest last, because a dict keeps the last value."""
    return sorted(redates, key=BY_TIME, reverse=True)


def effective_entries(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that count, with the moments at which they count.

    They are sorted by time. Undo entries, redates and undone entries are left out.
    """
    all_entries = list(entries)
    marks = marks_in(all_entries)
    return [
        entry
        for entry in marks.in_order(all_entries)
        if entry.kind not in KINDS_WITH_TARGET
        and (entry.card, entry.id) not in marks.undone
    ]


def fold(entries: Iterable[Entry], schedule: Schedule) -> CardState:
    """Return the state of one card from all its entries, which may be in any order.

    Every answer counts with the memory model that was in use when it was given. A
    redated answer counts at the moment of its *redate*. An undone entry changes only
    `latest_ms` and `latest_id`.
    """
    all_entries = list(entries)
    marks = marks_in(all_entries)
    return fold_in_order(marks.in_order(all_entries), marks, schedule)


def fold_in_order(
    entries: Iterable[Entry], marks: Marks, schedule: Schedule
) -> CardState:
    """Return the same as `fold`, from entries that `Marks.in_order` would not change.

    Entries are read one by one, so a card may have any number of them. `marks` are the
    marks of all entries of the card.
    """
    state = NEW_CARD
    for entry in entries:
        if (entry.card, entry.id) in marks.undone:
            state = _with_latest(state, entry)
        else:
            state = state_after(state, entry, schedule)
    return state


def state_after(state: CardState, entry: Entry, schedule: Schedule) -> CardState:
    """Return the state after one more entry, which must be the latest of its card.

    *cram*, *undo*, *redate* and *quiz* change only `latest_ms` and `latest_id` here.
    Only `fold` takes entries back and dates them, because it has all entries.
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
