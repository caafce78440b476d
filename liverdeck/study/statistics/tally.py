"""One pass over the entries of a deck, in which everything is counted that lies in the past."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.study.reviewlog.fold import effective_entries
from liverdeck.study.scheduling.memory import AGAIN
from liverdeck.study.statistics.figures import MATURE, Day, PassRate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.schedule import Answered

_REFUSED = ("retype", "wrong")
_NO_ANSWER = "empty"
"""The checker's code for nothing, and for what says that one does not know."""


class Probe(NamedTuple):
    """A review that says something about memory: the first of a card on a day, when it was in review."""

    day: int
    is_mature: bool
    is_passed: bool


@dataclass(slots=True)
class Refusal:
    """A text that was refused on a card, in any case and spacing."""

    typed: str = ""
    outcome: str = ""
    reason: str = ""
    times: int = 0
    overridden: int = 0


@dataclass(slots=True)
class Tally:
    """What the entries of a deck amount to."""

    days: dict[int, Day]
    """By day; those without an answer are missing."""
    probes: Counter[Probe]
    of_cards: dict[str, PassRate]
    """True retention by the card's name."""
    refused: dict[tuple[str, str], Refusal]
    """By the card's name and the text as `same_text` has it."""


def same_text(text: str) -> str:
    """Return a typed text in the form in which case and white space make no difference."""
    return " ".join(text.split()).casefold()


def tally(entries: Iterable[Entry]) -> Tally:
    """Count the entries of one deck, given in any order; what was undone does not count.

    True retention is Anki's (rslib/src/stats/graphs/retention.rs): reviews of cards in review, whose interval is a day
    or more, are passed unless rated *again*. Of a card that is reviewed twice on a day, the first counts; where Anki
    would count both, after studying ahead, the second says nothing about memory.
    """
    counting = _Counting()
    for entry in effective_entries(entries):
        counting.add(entry)
    return Tally(
        {day: _day(day, counts) for day, counts in counting.days.items()},
        counting.probes,
        {
            card: PassRate(counts[True], counts.total())
            for card, counts in counting.of_cards.items()
        },
        dict(counting.refused),
    )


def _day(day: int, counts: Counter[str]) -> Day:
    seconds, crammed_seconds = (
        counts["milliseconds"] // 1000,
        counts["crammed milliseconds"] // 1000,
    )
    return Day(
        day,
        counts["reviews"],
        counts["new"],
        seconds,
        counts["crammed"],
        crammed_seconds,
    )


@dataclass(slots=True)
class _Counting:
    """What has been counted so far, and where each card stood before its next entry."""

    days: defaultdict[int, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    probes: Counter[Probe] = field(default_factory=Counter)
    of_cards: defaultdict[str, Counter[bool]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    refused: defaultdict[tuple[str, str], Refusal] = field(
        default_factory=lambda: defaultdict(Refusal)
    )
    latest: dict[str, tuple[int, Answered]] = field(default_factory=dict)
    """Day and answer of each card's last review, unless it was forgotten since: phase and interval follow from it."""

    def add(self, entry: Entry) -> None:
        """Count one entry, later than all before."""
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

    def _add_review(self, entry: Entry, given: Answered, day: int) -> None:
        before = self.latest.get(entry.card)
        self.latest[entry.card] = day, given
        counts = self.days[day]
        counts["reviews"] += 1
        counts["new"] += before is None
        counts["milliseconds"] += entry.duration_ms or 0
        self._add_typed(entry)
        if before is None:
            return
        last_day, last = before
        if last_day != day and not last.is_step:
            is_passed = given.rating > AGAIN
            self.probes[Probe(day, last.interval_days >= MATURE, is_passed)] += 1
            self.of_cards[entry.card][is_passed] += 1

    def _add_typed(self, entry: Entry) -> None:
        typed = entry.typed
        if typed is None or typed.outcome not in _REFUSED or typed.reason == _NO_ANSWER:
            return
        if not (text := same_text(typed.text)):
            return
        refusal = self.refused[entry.card, text]
        refusal.typed = " ".join(typed.text.split())
        refusal.outcome, refusal.reason = typed.outcome, typed.reason
        refusal.times += 1
        refusal.overridden += (
            entry.answered is not None and entry.answered.rating > AGAIN
        )
