"""One session: a card is shown, answered, judged and rated.

Each rating is on disk before the next card is shown. Nothing here prints.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.facts.card import cards_by_name
from liverdeck.study.reviewlog.entries import (
    KINDS_WITH_RATING,
    Entry,
    TypedAnswer,
    revision_of,
)
from liverdeck.study.reviewlog.future_dates import ClockReading, is_ahead, moment_after
from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError
from liverdeck.study.scheduling.card_progress import Choice, choice_rated
from liverdeck.study.scheduling.memory import AGAIN
from liverdeck.study.session.cram import CramQueue
from liverdeck.study.session.queue import Queue
from liverdeck.study.session.shown_card import (
    Rated,
    ShownCard,
    answered_with,
    must_warn_of_leech,
    step_wait_seconds,
    typed_as_kept,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from liverdeck.checker.deck_checker import DeckChecker
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.entries import EntryKind
    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule
    from liverdeck.study.session.queue import Remaining, StudyOptions

LONGEST_ANSWER_MS = 60_000
"""The longest duration that is logged.

In a longer one, the learner was probably away.
"""


@value_class
class SessionContext:
    """The clock and the other functions that a session needs from its caller."""

    clock: Callable[[], Moment]
    """Returns the present moment."""
    new_id: Callable[[], str]
    """Returns an id that no other entry on any machine has."""
    version: str
    """Version of LiverDeck, for the log."""
    is_clock_trusted: bool = False
    """Whether the learner confirms the clock although many entries lie ahead."""


class Session:
    """A learner's session with the cards of one deck."""

    def __init__(  # noqa: PLR0913  # a session needs all of these
        self,
        deck: Deck,
        log: ReviewLog,
        schedule: Schedule,
        options: StudyOptions,
        context: SessionContext,
        *,
        topics: Iterable[str] = (),
    ) -> None:
        """Begin the session: choose the cards to study now.

        `topics` are the ids of the topics to study. If it is empty, all are studied.
        Entries that are dated in the future are redated first. Raises WrongClockError
        if there are so many of them that the clock must be wrong.
        """
        self.deck = deck
        self.log = log
        self.schedule = schedule
        self.options = options
        self._context = context
        chosen_topics = set(topics)
        self._cards = {
            name: card
            for name, card in cards_by_name(deck).items()
            if not chosen_topics or card.fact.topic in chosen_topics
        }
        self.answered_count = 0
        """Number of answers of this session that were not undone. All are on disk."""
        self._session_entries: list[Entry] = []
        """Entries of this session that were not undone."""
        self._last_name: str | None = None
        self._last_ms = 0
        """Unix time at which a card was last shown; 0 before the first."""
        self.redated_count = self._redate_ahead()
        """Number of entries that were dated in the future when the session began."""
        self._queue = self._make_queue()

    def next(self) -> ShownCard | None:
        """Return the next card, or None when all is done for now."""
        now = self._context.clock()
        if is_ahead(self._last_ms, now) and self._redate_ahead():
            self._renew_queue()
        self._last_ms = now.ms
        name = self._queue.next(now, self._last_name)
        if name is None:
            return None
        return ShownCard(name, self._cards[name], self.log.state_of(name), now)

    def judge(self, shown: ShownCard, typed: str) -> Verdict | ListVerdict:
        """Let the checker judge a typed answer."""
        return self._checker.check(shown.card, typed)

    def judge_list(self, shown: ShownCard, typed: str) -> ListVerdict:
        """Judge what was typed so far on a card that asks for several items.

        Raises TypeError for any other card.
        """
        from liverdeck.checker.verdict import ListVerdict

        verdict = self._checker.check(shown.card, typed)
        if not isinstance(verdict, ListVerdict):
            raise TypeError(f"{shown.name} does not ask for a list")
        return verdict

    def prepare(self) -> None:
        """Load the checker, so that it is ready when the learner has answered."""
        _ = self._checker

    def choices(self, shown: ShownCard) -> tuple[Choice, Choice, Choice, Choice]:
        """Return the effects that each of the four ratings would have."""
        return self.schedule.choices(
            shown.name, shown.state.progress, self._context.clock()
        )

    def rate(
        self, shown: ShownCard, choice: Choice | int, typed: TypedAnswer | None = None
    ) -> Rated:
        """Write a rating to the log, with the interval except in cramming.

        `choice` is one of the `choices`, or its rating: 1 (again) to 4 (easy). Raises
        ValueError for another number.

        Raises LogError if the log cannot be written; the caller may try again. Raises
        AnsweredElsewhereError if another session has added an entry for the card since
        it was shown.
        """
        if not isinstance(choice, Choice):
            choice = choice_rated(self.choices(shown), choice)
        now = self._context.clock()
        shown = self._with_state_not_ahead(shown, now)
        moment = moment_after(shown.state.latest_ms, now)
        duration_ms = max(0, now.ms - shown.moment.ms)
        state = self._write(
            "cram" if self.options.cram else "review",
            shown,
            moment,
            answered=answered_with(choice, moment, is_crammed=self.options.cram),
            typed=typed and typed_as_kept(typed),
            duration_ms=min(LONGEST_ANSWER_MS, duration_ms),
            model=self.schedule.model,
            retention=self.schedule.retention,
        )
        self.answered_count += 1
        self._update_queue(shown, was_rated_again=choice.rating == AGAIN)
        return Rated(
            choice,
            state,
            step_wait_seconds(state, now),
            must_warn_of_leech=must_warn_of_leech(shown.state, state),
        )

    def skip(self, shown: ShownCard) -> None:
        """Show the card later. Nothing is written."""
        self._queue.skip(shown.name)
        self._last_name = shown.name

    def put_off(self, shown: ShownCard, *, is_suspension: bool = False) -> None:
        """Bury the card until tomorrow, or suspend it until `resume`."""
        kind: EntryKind = "suspend" if is_suspension else "bury"
        self._write_now(kind, shown)
        self._last_name = shown.name
        self._renew_queue(put_off_name=shown.name)

    def leave_out(self, shown: ShownCard) -> None:
        """Remove a card. If it is in steps, it comes back, except in cramming."""
        self._queue.leave_out(shown.name)

    def resume(self, name: str) -> None:
        """Bring back a suspended card."""
        self._write_about(name, "resume")

    def forget(self, name: str) -> None:
        """Make a card new again. Its answers stay in the log."""
        self._write_about(name, "forget")

    @property
    def names(self) -> list[str]:
        """Names of the cards of the chosen topics, due or not, in teaching order."""
        return list(self._cards)

    def suspended(self) -> list[str]:
        """Return the names of the suspended cards of the chosen topics."""
        states = self.log.states(self.deck.id)
        return [
            name for name in self._cards if name in states and states[name].is_suspended
        ]

    def undo(self) -> Entry | None:
        """Take back the last entry, such as an answer, and return it.

        Entries of this session are taken back first, then the entry of the deck that
        was written last, whatever its date. If there is no such entry, the result is
        None. The card of the entry comes next, if its topic was chosen and the card is
        not put off.

        If the last entry is a *redate*, all redates that were written with it are taken
        back. The redated entries then have their first dates again. The next session
        redates them if they still lie ahead of the clock.
        """
        undone = self._entry_to_undo()
        if undone is None:
            return None
        if undone.kind == "redate":
            for redate in self.log.redates_until(undone):
                self._take_back(redate)
            self._renew_queue()
            return undone

        state = self._take_back(undone)
        now = self._context.clock()
        if undone in self._session_entries:
            self._session_entries.remove(undone)
            if undone.kind in KINDS_WITH_RATING:
                self.answered_count -= 1
        self._renew_queue()
        if undone.card in self._cards and not state.is_put_off_on(now.day):
            self._queue.put_first(undone.card)
        return undone

    @property
    def can_undo(self) -> bool:
        """Whether `undo` would take back an entry from today."""
        if self._session_entries:
            return True
        today = self._context.clock().day
        return self.log.latest_undoable(self.deck.id, today) is not None

    def _entry_to_undo(self) -> Entry | None:
        """Return the entry that `undo` takes back, or None if there is none."""
        if self._session_entries:
            return self._session_entries[-1]
        return self.log.latest_undoable(self.deck.id)

    def _take_back(self, entry: Entry) -> CardState:
        """Undo an entry. Return the new state of its card."""
        state = self.log.state_of(entry.card)
        undo_entry = Entry(
            self._context.new_id(),
            "undo",
            entry.card,
            moment_after(state.latest_ms, self._context.clock()),
            self._context.version,
            target=entry.id,
        )
        return self.log.add(undo_entry, state)

    def remaining(self) -> Remaining:
        """Return how many cards are still to come today."""
        return self._queue.remaining(self._context.clock())

    def next_step_in_seconds(self) -> int | None:
        """Return the seconds until the next step ends; None if no step ends today."""
        now = self._context.clock()
        due_seconds = self._queue.next_step_seconds(now)
        return None if due_seconds is None else max(0, due_seconds - now.seconds)

    def next_due(self) -> tuple[int, int] | None:
        """Return in how many days cards are due next, and how many cards.

        The result is None if no card will be due on a later day.
        """
        today = self._context.clock().day
        next_due = self.log.next_due(self.deck.id, today)
        if next_due is None:
            return None
        due_day, card_count = next_due
        return due_day - today, card_count

    @cached_property
    def _checker(self) -> DeckChecker:
        from liverdeck.checker.deck_checker import DeckChecker

        return DeckChecker(self.deck)

    def _redate_ahead(self) -> int:
        """Redate the entries that lie ahead of the clock. Return their number."""
        context = self._context
        reading = ClockReading(
            context.clock(), context.new_id, context.version, context.is_clock_trusted
        )
        return self.log.redate_ahead(reading)

    def _with_state_not_ahead(self, shown: ShownCard, now: Moment) -> ShownCard:
        """Return a shown card with a state in which no entry lies ahead of the clock.

        Entries lie ahead if the clock was set back while the card was shown. Such
        entries are redated.
        """
        if not is_ahead(shown.state.latest_ms, now):
            return shown
        if self.log.state_of(shown.name).latest_id != shown.state.latest_id:
            raise AnsweredElsewhereError
        self._redate_ahead()
        return replace(shown, state=self.log.state_of(shown.name))

    def _make_queue(self) -> Queue | CramQueue:
        now = self._context.clock()
        cards = self._leeches() if self.options.leeches else self._cards
        if self.options.cram:
            return CramQueue(cards, self.log.states(self.deck.id), self.schedule, now)
        return Queue(self.deck.id, cards, self.log, self.options, now)

    def _leeches(self) -> dict[str, Card]:
        """Return the cards of the session that are leeches, by name."""
        leech_names = {
            name
            for name, state in self.log.states(self.deck.id).items()
            if state.progress and state.progress.is_leech
        }
        return {name: card for name, card in self._cards.items() if name in leech_names}

    def _renew_queue(self, *, put_off_name: str | None = None) -> None:
        """Choose the cards again after something was taken back or put off.

        Skipped cards stay after all others. In cramming, the cards are not chosen
        again, and only the card `put_off_name` is left out.
        """
        old_queue = self._queue
        new_queue = self._make_queue()
        if isinstance(old_queue, Queue) and isinstance(new_queue, Queue):
            new_queue.skip_again(old_queue, self._context.clock())
            self._queue = new_queue
        elif put_off_name is not None:
            old_queue.leave_out(put_off_name)

    def _update_queue(self, shown: ShownCard, *, was_rated_again: bool) -> None:
        """Remove the answered card from the queue, or let it come back later."""
        if self.options.cram and was_rated_again:
            self._queue.skip(shown.name)
        else:
            self._queue.remove_answered(shown.name)
        self._last_name = shown.name

    def _write_about(self, name: str, kind: EntryKind) -> None:
        """Write an entry about a card that is not being shown."""
        state, now = self.log.state_of(name), self._context.clock()
        self._write_now(kind, ShownCard(name, self._cards[name], state, now))

    def _write_now(self, kind: EntryKind, shown: ShownCard) -> None:
        """Add an entry without details about a card."""
        now = self._context.clock()
        shown = self._with_state_not_ahead(shown, now)
        self._write(kind, shown, moment_after(shown.state.latest_ms, now))

    def _write(
        self, kind: EntryKind, shown: ShownCard, moment: Moment, **details: object
    ) -> CardState:
        """Add an entry with `details` about a card. Return the card's new state."""
        entry = Entry(
            self._context.new_id(),
            kind,
            shown.name,
            moment,
            self._context.version,
            revision=revision_of(shown.card),
            **details,  # type: ignore[arg-type]
        )
        state = self.log.add(entry, shown.state)
        self._session_entries.append(entry)
        return state
