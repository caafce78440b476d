"""Which card comes next, within the limits of the day.

Steps that are due come first, then reviews with new cards spread among them.
"""

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

LEARN_AHEAD_SECONDS = 20 * 60
"""How early a step may come when no other card is left, as in Anki."""
_BATCH = 500
"""How many cards one query checks when it looks for new ones."""


@dataclass(frozen=True, slots=True)
class StudyOptions:
    """The learner's choices for a session."""

    new: int = 20
    """New cards a day, at most."""
    reviews: int = 200
    """Reviews a day, at most."""
    cram: bool = False
    """True to go through all cards without changing their schedule."""
    leeches: bool = False
    """True for only those cards that were forgotten eight times or more."""
    ahead: int = 0
    """Days by which reviews may come early."""


@dataclass(frozen=True, slots=True)
class Remaining:
    """How many cards are still to come."""

    new: int
    steps: int
    reviews: int


class Queue:
    """The cards of one session, read from the log as they become due."""

    def __init__(
        self,
        deck_id: str,
        cards: Mapping[str, Card],
        log: ReviewLog,
        options: StudyOptions,
        now: Moment,
    ) -> None:
        """Choose cards as the options and the day's limits allow.

        `cards` are those to choose among, by name, in teaching order.
        """
        self._deck_id = deck_id
        self._cards = cards
        self._log = log
        self._options = options

        done = log.totals_of_day(deck_id, now.day)
        self._answered_facts = set(done.facts)
        due = self._due(max(0, options.reviews - done.reviews), now)

        new: list[str] = []
        if not options.leeches:
            taken_facts = self._answered_facts | set(map(fact_of, due))
            new = self._new(max(0, options.new - done.new), now, taken_facts)

        self._new_names = set(new)
        self._main = mixed(due, new)
        self._skipped: list[str] = []
        self._first: str | None = None

    def next(self, now: Moment, last: str | None = None) -> str | None:
        """Return the name of the next card, or None when all is done for now.

        `last` is the card shown before; it is not repeated if another one is ready.
        """
        if self._first is not None:
            return self._first

        steps = [
            (name, due_seconds)
            for name, due_seconds in self._steps(now)
            if name not in self._skipped
        ]
        ready = [name for name, due_seconds in steps if due_seconds <= now.seconds]
        other = _other_than(last, ready)
        if other:
            return other

        self._drop_done(now)
        if self._main:
            return self._main[0]

        limit_seconds = now.seconds + LEARN_AHEAD_SECONDS
        early = [name for name, due_seconds in steps if due_seconds <= limit_seconds]
        if early:
            return _other_than(last, early) or early[0]
        if self._skipped:
            self._take_up_skipped()
            return self.next(now)
        return None

    def answered(self, name: str) -> None:
        """Note that a card was answered. Its siblings wait until tomorrow."""
        self._first = None
        self._answered_facts.add(fact_of(name))
        self._main = [
            other
            for other in self._main
            if other != name and fact_of(other) not in self._answered_facts
        ]

    def leave_out(self, name: str) -> None:
        """Take a card out of this session."""
        self._first = None
        self._main = [other for other in self._main if other != name]

    def skip(self, name: str) -> None:
        """Put a card behind all others."""
        self.leave_out(name)
        self._skipped.append(name)

    def skip_as(self, other: Queue, now: Moment) -> None:
        """Skip the cards that an earlier queue skipped, if they are still to come."""
        to_come = {*self._main, *(name for name, _ in self._steps(now))}
        for name in other._skipped:
            if name in to_come:
                self.skip(name)

    def put_first(self, name: str) -> None:
        """Make a card the next one."""
        self._first = name

    def remaining(self, now: Moment) -> Remaining:
        """Return how many cards are still to come today, as far as is known now."""
        steps = dict(self._steps(now))
        waiting = {*self._main, *self._skipped} - steps.keys()
        new = len(waiting & self._new_names)
        return Remaining(new, len(steps), len(waiting) - new)

    def next_step_seconds(self, now: Moment) -> int | None:
        """Return the Unix time at which the next step is due, or None if none is."""
        return min((due_seconds for _, due_seconds in self._steps(now)), default=None)

    def _drop_done(self, now: Moment) -> None:
        """Drop what another session answered or put off since this queue was made."""
        while self._main:
            state = self._log.state_of(self._main[0])
            is_out_for_today = now.day in (state.buried_day, state.reviewed_day)
            if not state.is_suspended and not is_out_for_today:
                return
            del self._main[0]

    def _take_up_skipped(self) -> None:
        """Show the skipped cards again. Those in steps come back by themselves."""
        in_steps = {name for name, _ in self._log.in_steps(self._deck_id, -1)}
        self._main = [name for name in self._skipped if name not in in_steps]
        self._skipped = []

    def _steps(self, now: Moment) -> list[tuple[str, int]]:
        """Return the cards in steps with the Unix times at which they are due."""
        return [
            (name, due_seconds)
            for name, due_seconds in self._log.in_steps(self._deck_id, now.day)
            if name in self._cards
        ]

    def _due(self, limit: int, now: Moment) -> list[str]:
        """Return at most `limit` due cards, longest overdue first, random in a day."""
        last_day = now.day + self._options.ahead
        due = sorted(
            (due_day, fuzz_factor(name, now.day), name)
            for name, due_day in self._due_days(limit, last_day, now)
        )
        names = one_of_each_fact((name for _, _, name in due), self._answered_facts)
        return list(names)[:limit]

    def _due_days(
        self, limit: int, last_day: int, now: Moment
    ) -> list[tuple[str, int]]:
        """Return enough due cards to choose `limit` from, with their days.

        The log may hold a hundred thousand, so that the first query reads only some.
        """
        if not limit:
            return []

        batch_size = 4 * limit
        batch = self._log.due(
            self._deck_id, last_day, buried_on=now.day, limit=batch_size
        )
        chosen = self._selected(batch)
        open_facts = {fact_of(name) for name, _ in chosen} - self._answered_facts
        if len(open_facts) >= limit or len(batch) < batch_size:
            return chosen
        return self._selected(self._log.due(self._deck_id, last_day, buried_on=now.day))

    def _selected(self, due: list[tuple[str, int]]) -> list[tuple[str, int]]:
        return [(name, due_day) for name, due_day in due if name in self._cards]

    def _new(self, limit: int, now: Moment, taken_facts: set[str]) -> list[str]:
        names = one_of_each_fact(self._never_reviewed(now), taken_facts)
        return list(islice(names, limit))

    def _never_reviewed(self, now: Moment) -> Iterator[str]:
        """Yield new cards in teaching order.

        The log is asked for one batch after another, as most learners begin with the
        first cards of a deck.
        """
        names = list(self._cards)
        for start in range(0, len(names), _BATCH):
            batch = names[start : start + _BATCH]
            begun = self._log.begun(batch, now.day)
            yield from (name for name in batch if name not in begun)


def one_of_each_fact(
    names: Iterable[str], taken_facts: Collection[str]
) -> Iterator[str]:
    """Keep siblings apart: yield the first card of each fact.

    Cards of the facts in `taken_facts` are left out.
    """
    seen_facts = set(taken_facts)
    for name in names:
        fact = fact_of(name)
        if fact not in seen_facts:
            seen_facts.add(fact)
            yield name


def mixed(reviews: list[str], new: list[str]) -> list[str]:
    """Return both lists in one, the new cards spread evenly among the reviews."""
    ordered = [
        *_spread(reviews, is_new=False),
        *_spread(new, is_new=True),
    ]
    ordered.sort(key=_fraction_and_kind)
    return [name for _, _, name in ordered]


def _spread(names: list[str], *, is_new: bool) -> Iterator[tuple[float, bool, str]]:
    """Yield names with the fraction of the session, 0 to 1, at which they come."""
    for index, name in enumerate(names):
        yield (index + 0.5) / len(names), is_new, name


def _fraction_and_kind(row: tuple[float, bool, str]) -> tuple[float, bool]:
    return row[:2]


def _other_than(last: str | None, names: list[str]) -> str | None:
    return next((name for name in names if name != last), None)
