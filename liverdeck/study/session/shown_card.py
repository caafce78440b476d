"""A card as it was shown, the result of its rating, and the rating to suggest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.entries import revision_of
from liverdeck.study.scheduling.card_progress import Answered, becomes_leech
from liverdeck.study.scheduling.memory import AGAIN, GOOD
from liverdeck.study.scheduling.schedule import with_wait_days

if TYPE_CHECKING:
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.card import Card
    from liverdeck.study.reviewlog.entries import TypedAnswer
    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.scheduling.card_progress import Choice
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.scheduling.moments import Moment


@value_class
class ShownCard:
    """A card as it was shown to the learner."""

    name: str
    card: Card
    state: CardState
    """The state of the card when it was shown."""
    moment: Moment
    """The moment at which the card was shown."""

    @property
    def was_reworded(self) -> bool:
        """Whether the card's text has changed since its last review.

        False for a new card, and if the last review was not in LiverDeck.
        """
        return self.state.revision not in ("", revision_of(self.card))


@value_class
class Rated:
    """The result of a rating that is on disk."""

    choice: Choice
    state: CardState
    """State of the card after the rating."""
    wait_seconds: int | None
    """Seconds until the card's step ends; None if no step ends today."""
    must_warn_of_leech: bool = False
    """Whether to warn of a leech: at the 8th, 12th, 16th ... lapse of the card."""


def answered_with(choice: Choice, moment: Moment, *, is_crammed: bool) -> Answered:
    """Return the part of a choice that the log keeps: its rating and its interval.

    A crammed answer has no interval.
    """
    if is_crammed:
        return Answered(choice.rating, None, None)
    return with_wait_days(choice.answered, moment)


def typed_as_kept(typed: TypedAnswer) -> TypedAnswer:
    """Return a typed answer, cut to the longest one that the checker judges."""
    from liverdeck.checker.typed import LONGEST_TYPED  # loaded with the checker

    return replace(typed, text=typed.text[:LONGEST_TYPED])


def suggested_rating(verdict: Verdict | ListVerdict) -> Rating:
    """Return *good* for a correct answer and *again* for any other answer.

    Only the learner can tell whether the answer was hard or easy.
    """
    return GOOD if verdict.outcome == "correct" else AGAIN


def step_wait_seconds(state: CardState, now: Moment) -> int | None:
    """Return the seconds until the card's step ends; None if no step ends today."""
    if state.progress is None or state.progress.due_seconds is None:
        return None
    return state.progress.due_seconds - now.seconds


def must_warn_of_leech(before: CardState, after: CardState) -> bool:
    """Whether the card has just lapsed for the 8th, 12th, 16th ... time."""
    lapses_before = before.progress.lapses if before.progress else 0
    lapses = after.progress.lapses if after.progress else 0
    return lapses > lapses_before and becomes_leech(lapses)
