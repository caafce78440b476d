"""Which card comes next: steps that are due, then reviews with new cards between, within the limits of the day."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.entries import fact_of
from liverdeck.study.scheduling.fuzz import fuzz_factor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from liverdeck.facts.card import Card
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.moments import Moment

LEARN_AHEAD = 20 * 60
"""Seconds by which a step may come early when nothing else is left, as in Anki."""
_AT_ONCE = 500
"""New cards that are looked for at a time."""


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """What the learner asked for."""

    new: int = 20
    """New cards a day, at most."""
    reviews: int = 200
    """Reviews a day, at most."""
    cram: bool = False
    """All cards, without touching their schedule."""
    leeches: bool = False
    """Only cards that were forgotten eight times or more."""
    ahead: int = 0
    """Days by which reviews may come early."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """How many cards are still to come."""

    new: int
    steps: int
    reviews: int


class Queue:
    """The cards of one session, drawn from the log as they become due."""

    def __init__(
        self,
        deck_id: str,
        cards: Mapping[str, Card],
        log: ReviewLog,
        wishes: StudyOptions,
        now: Moment,
    ) -> None:
        """Choose among `cards` (by name, in teaching order) what the wishes and the day's limits allow."""
        self._deck_id, self._cards, self._log, self._wishes = (
            deck_id,
            cards,
            log,
            wishes,
        )
        done = log.done_on(deck_id, now.day)
        self._answered = set(done.facts)
        due = self._due(max(0, wishes.reviews - done.reviews), now)
        taken = self._answered | set(map(fact_of, due))
        new = (
            []
            if wishes.leeches
            else self._new(max(0, wishes.new - done.new), now, taken)
        )
        self._new_names = set(new)
        self._main = mixed(due, new)
        self._skipped: list[str] = []
        self._first: str | None = None

    def next(self, now: Moment, last: str | None = None) -> str | None:
        """Return the name of the next card, or None when all is done for now; `last` is not repeated if avoidable."""
        if self._first is not None:
            return self._first
        steps = [
            (name, at) for name, at in self._steps(now) if name not in self._skipped
        ]
        ready = [name for name, at in steps if at <= now.seconds]
        if other := _other_than(last, ready):
            return other
        self._drop_what_is_done(now)
        if self._main:
            return self._main[0]
        early = [name for name, at in steps if at <= now.seconds + LEARN_AHEAD]
        found = _other_than(last, early) or next(iter(early), None)
        if found is None and self._skipped:
            self._take_up_skipped()
            return self.next(now)
        return found

    def answered(self, name: str) -> None:
        """Note that a card was answered: its siblings wait until tomorrow."""
        self._first = None
        self._answered.add(fact_of(name))
        self._main = [
            each
            for each in self._main
            if each != name and fact_of(each) not in self._answered
        ]

    def leave_out(self, name: str) -> None:
        """Take a card out of this session."""
        self._first = None
        self._main = [each for each in self._main if each != name]

    def skip(self, name: str) -> None:
        """Put a card behind all others."""
        self.leave_out(name)
        self._skipped.append(name)

    def skip_as(self, other: Queue, now: Moment) -> None:
        """Put behind all others what an earlier queue has put there, if it still is to come."""
        to_come = {*self._main, *(name for name, _ in self._steps(now))}
        for name in other._skipped:
            if name in to_come:
                self.skip(name)

    def put_first(self, name: str) -> None:
        """Let a card come next."""
        self._first = name

    def remaining(self, now: Moment) -> Remaining:
        """Return how many cards are still to come today, as far as is known now."""
        steps = dict(self._steps(now))
        waiting = {*self._main, *self._skipped} - steps.keys()
        new = len(waiting & self._new_names)
        return Remaining(new, len(steps), len(waiting) - new)

    def next_step_seconds(self, now: Moment) -> int | None:
        """Return the Unix time at which the next step is due, if one is left today."""
        return min((at for _, at in self._steps(now)), default=None)

    def _drop_what_is_done(self, now: Moment) -> None:
        """Leave out what another session has answered or put off since this one chose."""
        while self._main:
            record = self._log.state_of(self._main[0])
            if not record.is_suspended and now.day not in (
                record.buried_day,
                record.reviewed_day,
            ):
                return
            del self._main[0]

    def _take_up_skipped(self) -> None:
        in_steps = {name for name, _ in self._log.in_steps(self._deck_id, -1)}
        self._main = [name for name in self._skipped if name not in in_steps]
        self._skipped = []

    def _steps(self, now: Moment) -> list[tuple[str, int]]:
        return [
            (name, at)
            for name, at in self._log.in_steps(self._deck_id, now.day)
            if name in self._cards
        ]

    def _due(self, most: int, now: Moment) -> list[str]:
        last_day = now.day + self._wishes.ahead
        due = [
            (day, fuzz_factor(name, now.day), name)
            for name, day in self._due_names(most, last_day, now)
        ]
        return list(
            one_of_each_fact((name for _, _, name in sorted(due)), self._answered)
        )[:most]

    def _due_names(
        self, most: int, last_day: int, now: Moment
    ) -> list[tuple[str, int]]:
        """Return enough due cards to choose `most` from, not more than need be of a hundred thousand."""
        if not most:
            return []
        some = self._log.due(self._deck_id, last_day, put_off_on=now.day, most=4 * most)
        own = [(name, day) for name, day in some if name in self._cards]
        if (
            len({fact_of(name) for name, _ in own} - self._answered) >= most
            or len(some) < 4 * most
        ):
            return own
        every = self._log.due(self._deck_id, last_day, put_off_on=now.day)
        return [(name, day) for name, day in every if name in self._cards]

    def _new(self, most: int, now: Moment, taken: set[str]) -> list[str]:
        return list(islice(one_of_each_fact(self._never_seen(now), taken), most))

    def _never_seen(self, now: Moment) -> Iterator[str]:
        """Yield new cards in teaching order, looked for some at a time: most decks are begun at the front."""
        names = list(self._cards)
        for start in range(0, len(names), _AT_ONCE):
            some = names[start : start + _AT_ONCE]
            begun = self._log.begun(some, now.day)
            yield from (name for name in some if name not in begun)


def one_of_each_fact(names: Iterable[str], taken: Collection[str]) -> Iterator[str]:
    """Keep siblings apart: yield the first card of each fact, and none of those that are `taken`."""
    seen = set(taken)
    for name in names:
        if fact_of(name) not in seen:
            seen.add(fact_of(name))
            yield name


def mixed(reviews: list[str], new: list[str]) -> list[str]:
    """Return both kinds in their orders, the new ones spread evenly among the reviews."""
    places = [
        ((place + 0.5) / len(names), names is new, name)
        for names in (reviews, new)
        for place, name in enumerate(names)
    ]
    return [name for _, _, name in sorted(places, key=_place)]


def _place(place: tuple[float, bool, str]) -> tuple[float, bool]:
    return place[:2]


def _other_than(last: str | None, names: list[str]) -> str | None:
    return next((name for name in names if name != last), None)
