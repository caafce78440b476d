"""Count the learner's answers in one pass over the entries of a deck."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.study.reviewlog.fold import effective_entries
from liverdeck.study.scheduling.memory import AGAIN
from liverdeck.study.statistics.figures import MATURE_DAYS, DayFigures, PassRate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.verdict import Outcome, Reason
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.card_progress import Answered

# With the checker's types, mypy reports a name that the checker does not have.
_REFUSED_OUTCOMES: tuple[Outcome, ...] = ("retype", "wrong")
_REASON_NO_ANSWER: Reason = "empty"
"""The checker's reason for an empty answer, and for one such as "I don't know"."""


class RetentionReview(NamedTuple):
    """A review that counts for true retention, as `tally` explains."""

    day: int
    is_mature: bool
    """Whether the card was mature before the review."""
    is_passed: bool
    """Whether the card was not rated *again*."""


@dataclass(slots=True)
class Refusal:
    """A text that the checker refused on a card.

    Texts that differ only in case or white space are counted together.
    """

    typed: str = ""
    """The text as it was typed last, with single spaces between words."""
    outcome: str = ""
    """The checker's last outcome."""
    reason: str = ""
    """The checker's last reason."""
    times: int = 0
    """Number of times that the text was refused."""
    times_overruled: int = 0
    """Number of times that the learner overruled the verdict on the text."""


@dataclass(slots=True)
class Tally:
    """The counts of the entries of a deck."""

    days: dict[int, DayFigures]
    """The answers of each day; a day without answers is missing."""
    retention_reviews: Counter[RetentionReview]
    """Number of reviews for each combination of day, maturity and result."""
    rates_of_cards: dict[str, PassRate]
    """True retention of each card, by the name of the card."""
    refused: dict[tuple[str, str], Refusal]
    """Refused texts, by the card's name and the result of `comparable_text`."""


def comparable_text(text: str) -> str:
    """Return a typed text in lower case and with single spaces, to compare texts."""
    return " ".join(text.split()).casefold()


def tally(entries: Iterable[Entry]) -> Tally:
    """Count the entries of one deck, given in any order. Undone entries do not count.

    True retention is Anki's (rslib/src/stats/graphs/retention.rs): of the reviews of
    cards in review, the share that was not rated *again*. If a card is reviewed twice
    on a day, only the first review counts, because the second one says nothing about
    memory. Anki differs in one case: after studying ahead, it counts both reviews.
    """
    counting = _Counting()
    for entry in effective_entries(entries):
        counting.add(entry)
    return Tally(
        {day: _as_day(day, counts) for day, counts in counting.days.items()},
        counting.retention_reviews,
        {
            card: PassRate(passed=counts[True], reviews=counts.total())
            for card, counts in counting.passed_by_card.items()
        },
        dict(counting.refused),
    )


def _as_day(day: int, counts: Counter[str]) -> DayFigures:
    """Return the figures of a day from its counts in `_Counting`."""
    return DayFigures(
        day=day,
        reviews=counts["reviews"],
        new=counts["new"],
        seconds=counts["milliseconds"] // 1000,
        crammed=counts["crammed"],
        crammed_seconds=counts["crammed milliseconds"] // 1000,
    )


@dataclass(slots=True)
class _Counting:
    """The counts so far, and the last review of each card."""

    days: defaultdict[int, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    """Counts of each day. `_as_day` lists their names."""
    retention_reviews: Counter[RetentionReview] = field(default_factory=Counter)
    passed_by_card: defaultdict[str, Counter[bool]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    """The passed (True) and failed (False) retention reviews of each card."""
    refused: defaultdict[tuple[str, str], Refusal] = field(
        default_factory=lambda: defaultdict(Refusal)
    )
    last_reviews: dict[str, tuple[int, Answered]] = field(default_factory=dict)
    """Day and answer of the last review, by card name. A *forget* entry removes it.

    From the answer follow whether it led to a step, and which interval was chosen.
    """

    def add(self, entry: Entry) -> None:
        """Count one entry. It must be later than all entries that were added before.

        After a *forget*, a card counts as new. Other entries without an answer, such as
        *bury*, change nothing.
        """
        day = entry.moment.day
        if entry.kind == "cram":
            self._add_crammed(entry, day)
        elif entry.kind == "quiz":
            self.days[day]  # adds the day, which has an answer but no review
            self._add_typed(entry)
        elif entry.kind == "review" and entry.answered is not None:
            self._add_review(entry, entry.answered, day)
        elif entry.kind == "forget":
            self.last_reviews.pop(entry.card, None)

    def _add_crammed(self, entry: Entry, day: int) -> None:
        counts = self.days[day]
        counts["crammed"] += 1
        counts["crammed milliseconds"] += entry.duration_ms or 0
        self._add_typed(entry)

    def _add_review(self, entry: Entry, answered: Answered, day: int) -> None:
        """Count a review, also for true retention if the rule of `tally` says so."""
        previous = self.last_reviews.get(entry.card)
        self.last_reviews[entry.card] = day, answered
        counts = self.days[day]
        counts["reviews"] += 1
        counts["milliseconds"] += entry.duration_ms or 0
        self._add_typed(entry)

        if previous is None:
            counts["new"] += 1
            return
        last_day, last_answered = previous
        is_first_review_of_day = last_day != day
        if is_first_review_of_day and not last_answered.is_step:
            is_mature = last_answered.interval_days >= MATURE_DAYS
            is_passed = answered.rating > AGAIN
            self.retention_reviews[RetentionReview(day, is_mature, is_passed)] += 1
            self.passed_by_card[entry.card][is_passed] += 1

    def _add_typed(self, entry: Entry) -> None:
        """Count the typed answer of an entry if it was refused, or overruled.

        A list that is right in part counts only if the learner says that it is right.
        """
        typed = entry.typed
        if typed is None:
            return
        if typed.outcome not in _REFUSED_OUTCOMES and not typed.is_overruled:
            return
        text = comparable_text(typed.text)
        if typed.reason == _REASON_NO_ANSWER or not text:
            return

        refusal = self.refused[entry.card, text]
        refusal.typed = " ".join(typed.text.split())
        refusal.outcome = typed.outcome
        refusal.reason = typed.reason
        refusal.times += 1
        if typed.is_overruled:
            refusal.times_overruled += 1
