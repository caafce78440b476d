"""One sitting: a card is shown, answered, judged and rated; each rating is on disk before the next card is shown.

It knows no screen: what a terminal, a test or another program shows of it is theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.facts.card import cards_of
from liverdeck.study.reviewlog.entries import (
    LONGEST_TYPED,
    Entry,
    TypedAnswer,
    card_name,
    revision_of,
)
from liverdeck.study.scheduling.memory import AGAIN, GOOD
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import Answered, becomes_leech, dated
from liverdeck.study.session.cram import CramQueue
from liverdeck.study.session.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from liverdeck.checker.deck_checker import DeckChecker
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.entries import EntryKind
    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.scheduling.schedule import Choice, Schedule
    from liverdeck.study.session.queue import Remaining, StudyOptions

LONGEST_ANSWER = 60_000
"""Milliseconds that an answer is said to have taken at most, as in Anki: whoever makes tea is not studying."""


@dataclass(frozen=True, slots=True)
class ShownCard:
    """A card that was put before the learner."""

    name: str
    card: Card
    state: CardState
    """Where it stands; its progress is None for a new card."""
    moment: Moment

    @property
    def was_reworded(self) -> bool:
        """Whether its wording changed since the learner last reviewed it."""
        return self.state.revision not in ("", revision_of(self.card))


@dataclass(frozen=True, slots=True)
class Rated:
    """What became of an answer; it is on disk."""

    choice: Choice
    state: CardState
    wait_seconds: int | None
    """Seconds until it comes back; None if it is due on a day."""
    is_new_leech: bool = False
    """It was forgotten often enough to need another look; said at the eighth lapse and at every fourth after."""


@dataclass(frozen=True, slots=True)
class SessionContext:
    """What a session is given from outside."""

    clock: Callable[[], Moment]
    """The present moment."""
    new_id: Callable[[], str]
    """An id that no other entry on any machine has."""
    version: str
    """Of the program, for the log."""


def suggested_rating(verdict: Verdict | ListVerdict) -> Rating:
    """Return the rating that a verdict speaks for: good for a correct answer, else again; hard and easy are felt."""
    return GOOD if verdict.outcome == "correct" else AGAIN


class Session:
    """A learner's sitting over the cards of one deck."""

    def __init__(  # noqa: PLR0913  # what a sitting consists of
        self,
        deck: Deck,
        log: ReviewLog,
        schedule: Schedule,
        wishes: StudyOptions,
        tools: SessionContext,
        *,
        topics: Iterable[str] = (),
    ) -> None:
        """Begin: choose what is due now. `topics` are ids; none means all."""
        self.deck, self.log, self.schedule, self.options = deck, log, schedule, wishes
        self._tools = tools
        chosen = set(topics)
        self._cards = {
            card_name(deck.id, card): card
            for fact in deck.active_facts
            if not chosen or fact.topic in chosen
            for card in cards_of(fact)
        }
        self.saved = 0
        """Answers that this sitting has put on disk, without those it took back."""
        self._written: list[Entry] = []
        self._last: str | None = None
        self._queue = self._new_queue()

    def next(self) -> ShownCard | None:
        """Return the next card; None when all is done for now."""
        now = self._tools.clock()
        name = self._queue.next(now, self._last)
        if name is None:
            return None
        return ShownCard(name, self._cards[name], self.log.state_of(name), now)

    def judge(self, shown: ShownCard, typed: str) -> Verdict | ListVerdict:
        """Let the checker judge a typed answer."""
        return self._checker.check(shown.card, typed)

    def judge_list(self, shown: ShownCard, typed: str) -> ListVerdict:
        """Judge what was typed so far to a card that asks for several items. Raises TypeError for any other card."""
        from liverdeck.checker.verdict import ListVerdict

        verdict = self._checker.check(shown.card, typed)
        if not isinstance(verdict, ListVerdict):
            raise TypeError(f"{shown.name} does not ask for a list")
        return verdict

    def prepare(self) -> None:
        """Make the checker ready, which takes a moment, while the learner reads the question."""
        _ = self._checker

    def choices(self, shown: ShownCard) -> tuple[Choice, Choice, Choice, Choice]:
        """Return what each rating would do, for the keys."""
        return self.schedule.choices(
            shown.name, shown.state.progress, self._tools.clock()
        )

    def rate(
        self, shown: ShownCard, choice: Choice, typed: TypedAnswer | None = None
    ) -> Rated:
        """Put a rating on disk with the interval that its key showed.

        Raises LogError if that cannot be done, and AnsweredElsewhereError if another session was faster; the card
        may then be rated again, or the next one asked for.
        """
        now = self._tools.clock()
        kind: EntryKind = "cram" if self.options.cram else "review"
        duration = min(LONGEST_ANSWER, max(0, now.ms - shown.moment.ms))
        at = _after(shown.state, now)
        given = (
            Answered(choice.rating, None, None)
            if self.options.cram
            else dated(choice.answered, at)
        )
        kept = typed and replace(typed, text=typed.text[:LONGEST_TYPED])
        record = self._write(
            kind, shown, at, answered=given, typed=kept, duration_ms=duration
        )
        self.saved += 1
        self._go_on(shown, has_failed=choice.rating == AGAIN)
        lapses = record.progress.lapses if record.progress else 0
        before = shown.state.progress.lapses if shown.state.progress else 0
        due_at = record.progress.due_seconds if record.progress else None
        wait = None if due_at is None else due_at - now.seconds
        return Rated(choice, record, wait, lapses > before and becomes_leech(lapses))

    def skip(self, shown: ShownCard) -> None:
        """Let the card come later; nothing is written."""
        self._queue.skip(shown.name)
        self._last = shown.name

    def put_off(self, shown: ShownCard, *, for_good: bool = False) -> None:
        """Bury the card until tomorrow, or suspend it until `resume`."""
        self._write(
            "suspend" if for_good else "bury",
            shown,
            _after(shown.state, self._tools.clock()),
        )
        self._last = shown.name
        self._renew_queue(without=shown.name)

    def leave_out(self, shown: ShownCard) -> None:
        """Take a card out of this sitting; nothing is written."""
        self._queue.leave_out(shown.name)

    def resume(self, name: str) -> None:
        """Bring back a suspended card."""
        self._write_about(name, "resume")

    def forget(self, name: str) -> None:
        """Make a card new again; its answers stay in the log."""
        self._write_about(name, "forget")

    @property
    def names(self) -> list[str]:
        """The cards of the selection, due or not, in teaching order."""
        return list(self._cards)

    def suspended(self) -> list[str]:
        """Return the names of the suspended cards of the selection."""
        records = self.log.states(self.deck.id)
        return [
            name
            for name in self._cards
            if name in records and records[name].is_suspended
        ]

    def undo(self) -> Entry | None:
        """Take back this sitting's last answer, suspension or burial, then today's others; the card comes next.

        Returns what was taken back; None if nothing is left.
        """
        last = self._to_undo()
        if last is None:
            return None
        now, record = self._tools.clock(), self.log.state_of(last.card)
        undo = Entry(
            self._tools.new_id(),
            "undo",
            last.card,
            _after(record, now),
            self._tools.version,
            target=last.id,
        )
        after = self.log.add(undo, record)
        if last in self._written:
            self._written.remove(last)
            self.saved -= last.kind in ("review", "cram")
        self._renew_queue()
        if (
            last.card in self._cards
            and not after.is_suspended
            and after.buried_day != now.day
        ):
            self._queue.put_first(last.card)
        return last

    @property
    def can_undo(self) -> bool:
        """Whether something is there to take back."""
        return self._to_undo() is not None

    def _to_undo(self) -> Entry | None:
        """Return what this sitting wrote last, before four in the morning too, or else the latest entry of today."""
        return (
            self._written[-1]
            if self._written
            else self.log.latest(self.deck.id, self._tools.clock().day)
        )

    def remaining(self) -> Remaining:
        """Return how many cards are still to come today."""
        return self._queue.remaining(self._tools.clock())

    def next_step_in(self) -> int | None:
        """Return the seconds until a card comes back today, if one does."""
        now = self._tools.clock()
        at = self._queue.next_step_seconds(now)
        return None if at is None else max(0, at - now.seconds)

    def next_due(self) -> tuple[int, int] | None:
        """Return the next day on which cards of the deck are due, in days from today, and how many they are."""
        today = self._tools.clock().day
        found = self.log.next_due(self.deck.id, today)
        return found and (found[0] - today, found[1])

    def milliseconds_set_back(self) -> int:
        """Return by how much the clock stands before the last entry, as after it was set back; 0 if it does not."""
        return max(0, self.log.latest_time() - self._tools.clock().ms)

    @cached_property
    def _checker(self) -> DeckChecker:
        from liverdeck.checker.deck_checker import DeckChecker

        return DeckChecker(self.deck)

    def _new_queue(self) -> Queue | CramQueue:
        now = self._tools.clock()
        cards = self._cards
        if self.options.leeches:
            records = self.log.states(self.deck.id)
            leeches = {
                name
                for name, record in records.items()
                if record.progress and record.progress.is_leech
            }
            cards = {name: card for name, card in cards.items() if name in leeches}
        if self.options.cram:
            return CramQueue(cards, self.log.states(self.deck.id), self.schedule, now)
        return Queue(self.deck.id, cards, self.log, self.options, now)

    def _renew_queue(self, *, without: str | None = None) -> None:
        """Choose anew after something was taken back or put off; what was skipped stays behind all others."""
        old, new = self._queue, self._new_queue()
        if isinstance(old, Queue) and isinstance(new, Queue):
            new.skip_as(old, self._tools.clock())
            self._queue = new
        elif without is not None:
            old.leave_out(without)

    def _go_on(self, shown: ShownCard, *, has_failed: bool) -> None:
        if self.options.cram and has_failed:
            self._queue.skip(shown.name)
        else:
            self._queue.answered(shown.name)
        self._last = shown.name

    def _write_about(self, name: str, kind: EntryKind) -> None:
        record, now = self.log.state_of(name), self._tools.clock()
        self._write(
            kind, ShownCard(name, self._cards[name], record, now), _after(record, now)
        )

    def _write(
        self, kind: EntryKind, shown: ShownCard, at: Moment, **more: object
    ) -> CardState:
        revision = revision_of(shown.card)
        entry = Entry(
            self._tools.new_id(),
            kind,
            shown.name,
            at,
            self._tools.version,
            revision=revision,
            **more,  # type: ignore[arg-type]
        )
        record = self.log.add(entry, shown.state)
        self._written.append(entry)
        return record


def _after(record: CardState, now: Moment) -> Moment:
    """Return now, or where the clock was set back, just after the card's last entry, so that their order stays."""
    return (
        now
        if now.ms > record.latest_ms
        else Moment(record.latest_ms + 1, now.offset_minutes)
    )
