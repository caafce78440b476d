"""Which card comes next, within the limits of the day.

Cards whose step has ended come first, then reviews with new cards spread among them.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.entries import fact_of
from liverdeck.study.scheduling.fuzz import fuzz_factor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from liverdeck.facts.card import Card
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.scheduling.moments import Moment

DEFAULT_NEW, DEFAULT_REVIEWS = 20, 200
"""The most new cards and the most reviews a day, unless the learner chooses others."""
MOST_A_DAY = 9999
"""The most new cards, and the most reviews, that a learner may ask for on a day."""
MOST_DAYS_AHEAD = 365
"""Reviews may be shown at most this many days early."""
LEARN_AHEAD_SECONDS = 20 * 60
"""How early a card in steps may come when no other card remains, as in Anki."""
_NEW_BATCH_SIZE = 500
"""The number of cards that one query of the log checks in the search for new cards."""
_READ_FOR_EACH_REVIEW = 4
"""The number of due cards that are read from the log for each card that may be shown.

Some of them are not shown, because their topic was not chosen or because another card
of their fact is shown.
"""


@value_class
class StudyOptions:
    """The learner's choices for a session."""

    new: int = DEFAULT_NEW
    """At most this many new cards a day; the others come on later days."""
    reviews: int = DEFAULT_REVIEWS
    """At most this many reviews a day; the others stay due."""
    cram: bool = False
    """Whether to go through all cards without changing their schedule."""
    leeches: bool = False
    """Whether to study only leeches."""
    ahead_days: int = 0
    """Reviews may come this many days early."""

    def __post_init__(self) -> None:
        """Refuse a wrong type (TypeError) and an impossible number (ValueError)."""
        for name, most in (
            ("new", MOST_A_DAY),
            ("reviews", MOST_A_DAY),
            ("ahead_days", MOST_DAYS_AHEAD),
        ):
            number = getattr(self, name)
            refuse_other_type(name, number, int)
            if not 0 <= number <= most:
                raise ValueError(f"{name} is {number}; it must be 0 to {most}")


@value_class
class Remaining:
    """How many cards are still to come."""

    new: int
    steps: int
    """Number of cards in learning or relearning steps."""
    reviews: int
    """Number of cards to review."""


class Queue:
    """The cards of one session: cards in steps, cards to review and new cards.

    Cards to review and new cards are chosen when the queue is made. Cards in steps are
    read from the log whenever a card is needed.
    """

    def __init__(
        self,
        deck_id: str,
        cards: Mapping[str, Card],
        log: ReviewLog,
        options: StudyOptions,
        now: Moment,
    ) -> None:
        """Choose cards as the options and the day's limits allow.

        `cards` are the cards to choose from, by name, in teaching order.
        """
        self._deck_id = deck_id
        self._cards = cards
        self._log = log
        self._options = options

        totals_today = log.totals_of_day(deck_id, now.day)
        self._answered_facts = set(totals_today.facts)
        review_limit = max(0, options.reviews - totals_today.reviews)
        due_names = self._choose_due(review_limit, now)

        new_names: list[str] = []
        if not options.leeches:  # a leech is not new
            taken_facts = self._answered_facts | set(map(fact_of, due_names))
            new_limit = max(0, options.new - totals_today.new)
            new_names = self._choose_new(new_limit, now, taken_facts)

        self._new_names = set(new_names)
        self._reviews_and_new = mixed(due_names, new_names)
        self._skipped_names: list[str] = []
        self._put_first_name: str | None = None
        """The card that `put_first` named, until it is answered or left out."""

    def next(self, now: Moment, last: str | None = None) -> str | None:
        """Return the name of the next card, or None when all is done for now.

        The order is: the card that `put_first` named, cards whose step has ended, cards
        to review and new cards, cards whose step ends soon, skipped cards. `last` is
        the name of the card shown before. If that card is in steps, it comes after all
        other cards except skipped ones.
        """
        if self._put_first_name is not None:
            return self._put_first_name

        steps = [
            (name, due_seconds)
            for name, due_seconds in self._steps(now)
            if name not in self._skipped_names
        ]
        due_now = [name for name, due_seconds in steps if due_seconds <= now.seconds]
        other_due_now = _first_other_than(last, due_now)
        if other_due_now is not None:
            return other_due_now

        self._remove_cards_changed_elsewhere(now)
        if self._reviews_and_new:
            return self._reviews_and_new[0]

        limit_seconds = now.seconds + LEARN_AHEAD_SECONDS
        due_soon = [name for name, due_seconds in steps if due_seconds <= limit_seconds]
        if due_soon:
            return _first_other_than(last, due_soon) or due_soon[0]
        if self._skipped_names:
            self._bring_back_skipped()
            return self.next(now)
        return None

    def remove_answered(self, name: str) -> None:
        """Remove a card that was answered, and the other cards of its fact.

        Cards in steps still come back.
        """
        self._put_first_name = None
        self._answered_facts.add(fact_of(name))
        self._reviews_and_new = [
            other_name
            for other_name in self._reviews_and_new
            if other_name != name and fact_of(other_name) not in self._answered_facts
        ]

    def leave_out(self, name: str) -> None:
        """Remove a card to review or a new card. A card in steps still comes back."""
        self._put_first_name = None
        self._reviews_and_new = [
            other_name for other_name in self._reviews_and_new if other_name != name
        ]

    def skip(self, name: str) -> None:
        """Put a card after all others."""
        self.leave_out(name)
        self._skipped_names.append(name)

    def skip_again(self, earlier_queue: Queue, now: Moment) -> None:
        """Skip the cards that an earlier queue skipped, if they are still to come."""
        to_come = {*self._reviews_and_new, *(name for name, _ in self._steps(now))}
        for name in earlier_queue._skipped_names:
            if name in to_come:
                self.skip(name)

    def put_first(self, name: str) -> None:
        """Make a card the next one."""
        self._put_first_name = name

    def remaining(self, now: Moment) -> Remaining:
        """Return how many cards are still to come today, as far as can be known now."""
        cards_in_steps = {name for name, _ in self._steps(now)}
        waiting = {*self._reviews_and_new, *self._skipped_names} - cards_in_steps
        new_count = len(waiting & self._new_names)
        return Remaining(new_count, len(cards_in_steps), len(waiting) - new_count)

    def next_step_seconds(self, now: Moment) -> int | None:
        """Return the Unix time when the next step is due, or None without steps."""
        return min((due_seconds for _, due_seconds in self._steps(now)), default=None)

    def _remove_cards_changed_elsewhere(self, now: Moment) -> None:
        """Remove cards from the front, up to a card that may still be shown.

        Another session may have answered or put off a card since this queue was made.
        """
        while self._reviews_and_new:
            state = self._log.state_of(self._reviews_and_new[0])
            was_reviewed = state.reviewed_day == now.day
            if not was_reviewed and not state.is_put_off_on(now.day):
                return
            del self._reviews_and_new[0]

    def _bring_back_skipped(self) -> None:
        """Make the skipped cards the next ones. Call it when no other card remains.

        Skipped cards in steps come back by themselves.
        """
        # `cards_in_steps` leaves out the cards that were buried on a day. Here no card
        # is left out, because no card was buried on day -1, in 1969.
        cards_in_steps = {
            name for name, _ in self._log.cards_in_steps(self._deck_id, -1)
        }
        self._reviews_and_new = [
            name for name in self._skipped_names if name not in cards_in_steps
        ]
        self._skipped_names = []

    def _steps(self, now: Moment) -> list[tuple[str, int]]:
        """Return the names of this queue's cards in steps.

        Each name is returned with the Unix time in seconds at which the card is due.
        """
        return [
            (name, due_seconds)
            for name, due_seconds in self._log.cards_in_steps(self._deck_id, now.day)
            if name in self._cards
        ]

    def _choose_due(self, limit: int, now: Moment) -> list[str]:
        """Return the names of at most `limit` due cards, one of each fact.

        The card with the earliest due day comes first. Cards with the same due day are
        in an order that looks random and changes every day.
        """
        last_day = now.day + self._options.ahead_days
        # The fuzz factor is used as a number between 0 and 1 that looks random.
        due = sorted(
            (due_day, fuzz_factor(name, now.day), name)
            for name, due_day in self._due_cards(limit, last_day, now)
        )
        names = one_of_each_fact((name for _, _, name in due), self._answered_facts)
        return list(names)[:limit]

    def _due_cards(
        self, limit: int, last_day: int, now: Moment
    ) -> list[tuple[str, int]]:
        """Return the names of due cards, with the days on which they are due.

        The result has all due cards, or at least enough to choose `limit` of them.
        Because a hundred thousand may be due, the first query reads only some.
        """
        if not limit:
            return []

        batch_size = _READ_FOR_EACH_REVIEW * limit
        batch = self._log.due(
            self._deck_id, last_day, buried_on=now.day, limit=batch_size
        )
        due = self._only_of_queue(batch)
        facts = {fact_of(name) for name, _ in due} - self._answered_facts
        was_everything_read = len(batch) < batch_size
        if was_everything_read or len(facts) >= limit:
            return due
        all_due = self._log.due(self._deck_id, last_day, buried_on=now.day)
        return self._only_of_queue(all_due)

    def _only_of_queue(self, due: list[tuple[str, int]]) -> list[tuple[str, int]]:
        """Return those of the due cards that this queue may show."""
        return [(name, due_day) for name, due_day in due if name in self._cards]

    def _choose_new(self, limit: int, now: Moment, taken_facts: set[str]) -> list[str]:
        """Return at most `limit` new cards, one of each fact outside `taken_facts`."""
        names = one_of_each_fact(self._new_cards(now), taken_facts)
        return list(islice(names, limit))

    def _new_cards(self, now: Moment) -> Iterator[str]:
        """Yield new cards in teaching order, without those that are put off.

        The log is asked about `_NEW_BATCH_SIZE` cards at a time. The first of these
        batches is usually enough, because few new cards are wanted.
        """
        names = list(self._cards)
        for start in range(0, len(names), _NEW_BATCH_SIZE):
            batch = names[start : start + _NEW_BATCH_SIZE]
            not_to_introduce = self._log.not_to_introduce(batch, now.day)
            yield from (name for name in batch if name not in not_to_introduce)


def one_of_each_fact(
    names: Iterable[str], taken_facts: Collection[str]
) -> Iterator[str]:
    """Yield the first card of each fact among these cards.

    The other cards of the fact come on a later day. Cards of the facts in `taken_facts`
    are left out.
    """
    seen_facts = set(taken_facts)
    for name in names:
        fact = fact_of(name)
        if fact not in seen_facts:
            seen_facts.add(fact)
            yield name


def mixed(review_names: list[str], new_names: list[str]) -> list[str]:
    """Return the reviews and new cards, with the new cards spread among the reviews."""
    spread_cards = [
        *_spread(review_names, is_new=False),
        *_spread(new_names, is_new=True),
    ]
    # At the same fraction, a review comes before a new card.
    spread_cards.sort(key=lambda card: (card.fraction, card.is_new))
    return [card.name for card in spread_cards]


class _SpreadCard(NamedTuple):
    fraction: float
    """The fraction of the session, from 0 to 1, that comes before the card."""
    is_new: bool
    name: str


def _spread(names: list[str], *, is_new: bool) -> Iterator[_SpreadCard]:
    """Yield cards with positions that spread them evenly over a session."""
    for index, name in enumerate(names):
        yield _SpreadCard((index + 0.5) / len(names), is_new, name)


def _first_other_than(last: str | None, names: list[str]) -> str | None:
    """Return the first name that is not `last`, or None if there is no such name."""
    return next((name for name in names if name != last), None)
