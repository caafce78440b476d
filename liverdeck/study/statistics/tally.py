"""One pass over the entries of a deck that counts what the learner did."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.study.reviewlog.fold import effective_entries
from liverdeck.study.scheduling.memory import AGAIN
from liverdeck.study.statistics.figures import MATURE_DAYS, Day, PassRate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.schedule import Answered

_REFUSED = ("retype", "wrong")
_NO_ANSWER = "empty"
"""The checker's reason for an empty answer, or one such as "I don't know"."""


class Probe(NamedTuple):
    """A review that tests memory: a card's first of the day, if it was in review."""

    day: int
    is_mature: bool
    is_passed: bool


@dataclass(slots=True)
class Refusal:
    """A text that was refused on a card; case and white space make no difference."""

    typed: str = ""
    outcome: str = ""
    reason: str = ""
    times: int = 0
    overridden: int = 0


@dataclass(slots=True)
class Tally:
    """The counts of the entries of a deck."""

    days: dict[int, Day]
    """The answers of each day; a day without answers is missing."""
    probes: Counter[Probe]
    rates_of_cards: dict[str, PassRate]
    """True retention of each card, by its name."""
    refused: dict[tuple[str, str], Refusal]
    """Refused texts by the card's name and the text as `same_text` returns it."""


def same_text(text: str) -> str:
    """Return a typed text with case and white space made equal."""
    return " ".join(text.split()).casefold()


def tally(entries: Iterable[Entry]) -> Tally:
    """Count the entries of one deck, given in any order. Undone entries do not count.

    True retention is Anki's (rslib/src/stats/graphs/retention.rs): a review of a card
    whose interval is a day or more is passed unless it is rated *again*. If a card is
    reviewed twice on a day, only the first review counts. Anki counts both after
    studying ahead, but the second says nothing about memory.
    """
    counting = _Counting()
    for entry in effective_entries(entries):
        counting.add(entry)
    return Tally(
        {day: _day(day, counts) for day, counts in counting.days.items()},
        counting.probes,
        {
            card: PassRate(counts[True], counts.total())
            for card, counts in counting.passed_by_card.items()
        },
        dict(counting.refused),
    )


def _day(day: int, counts: Counter[str]) -> Day:
    return Day(
        day,
        counts["reviews"],
        counts["new"],
        counts["milliseconds"] // 1000,
        counts["crammed"],
        counts["crammed milliseconds"] // 1000,
    )


@dataclass(slots=True)
class _Counting:
    """The counts so far, and the last answer of each card."""

    days: defaultdict[int, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    probes: Counter[Probe] = field(default_factory=Counter)
    passed_by_card: defaultdict[str, Counter[bool]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    """How many of a card's probes were passed (True) and failed (False)."""
    refused: defaultdict[tuple[str, str], Refusal] = field(
        default_factory=lambda: defaultdict(Refusal)
    )
    latest: dict[str, tuple[int, Answered]] = field(default_factory=dict)
    """Day and answer of each card's last review, unless it was forgotten since.

    The card's phase and interval follow from them.
    """

    def add(self, entry: Entry) -> None:
        """Count one entry that is later than all before."""
        day = entry.moment.day
        if entry.kind == "cram":
            self._add_crammed(entry, day)
        elif entry.kind == "review" and entry.answered is not None:
            self._add_review(entry, entry.answered, day)
        elif entry.kind == "forget":
            self.latest.pop(entry.card, None)

    def _add_crammed(self, entry: Entry, day: int) -> None:
        counts = self.days[day]
        counts["crammed"] += 1
        counts["crammed milliseconds"] += entry.duration_ms or 0
        self._add_typed(entry)

    def _add_review(self, entry: Entry, answered: Answered, day: int) -> None:
        before = self.latest.get(entry.card)
        self.latest[entry.card] = day, answered
        counts = self.days[day]
        counts["reviews"] += 1
        counts["new"] += before is None
        counts["milliseconds"] += entry.duration_ms or 0
        self._add_typed(entry)

        if before is None:
            return
        last_day, last_answered = before
        if last_day != day and not last_answered.is_step:
            is_mature = last_answered.interval_days >= MATURE_DAYS
            is_passed = answered.rating > AGAIN
            self.probes[Probe(day, is_mature, is_passed)] += 1
            self.passed_by_card[entry.card][is_passed] += 1

    def _add_typed(self, entry: Entry) -> None:
        typed = entry.typed
        if typed is None or typed.outcome not in _REFUSED or typed.reason == _NO_ANSWER:
            return
        text = same_text(typed.text)
        if not text:
            return

        refusal = self.refused[entry.card, text]
        refusal.typed = " ".join(typed.text.split())
        refusal.outcome = typed.outcome
        refusal.reason = typed.reason
        refusal.times += 1
        if entry.answered is not None and entry.answered.rating > AGAIN:
            refusal.overridden += 1
