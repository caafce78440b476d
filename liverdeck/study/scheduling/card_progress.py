"""The four choices for an answer, the chosen one, and a card's progress after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class
from liverdeck.study.scheduling.moments import (
    Moment,
    date_of,
    refuse_other_than_moment,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from liverdeck.study.scheduling.memory import Memory, Rating

Phase = Literal["learning", "review", "relearning"]
"""*learning* until the steps are done, then *review*; *relearning* after a lapse."""

LEECH_LAPSES = 8
"""A card with this many lapses or more is a leech."""


@value_class
class Answered:
    """A rating and the interval that was chosen for it, as the log stores them."""

    rating: Rating
    wait_days: int | None
    """Days until the card is due.

    None in *cram*, and if the next step ends on the same day.
    """
    wait_seconds: int | None
    """Delay of the next step; None if a review comes next, and in *cram*.

    A step that ends on a later day has both `wait_seconds` and `wait_days`.
    """
    remaining_steps: int = 0
    """Number of steps that are still to be done, including the next one.

    0 if a review comes next, or a step that FSRS itself sets.
    """
    interval_days: int = 0
    """The review interval in days.

    In review it equals `wait_days`. In relearning it is the interval after all steps.
    In learning it is 0.
    """

    @property
    def is_step(self) -> bool:
        """Whether the answer leads to a learning or relearning step."""
        return self.wait_seconds is not None


@value_class
class Choice:
    """What one of the four ratings would do."""

    answered: Answered
    """The rating with the time until the card comes back.

    It is in `wait_seconds` for a step and in `wait_days` for a review. A button can
    show it.
    """
    memory: Memory
    """The memory after this rating, rounded as Anki stores it."""

    @property
    def rating(self) -> Rating:
        """Again 1, hard 2, good 3, easy 4."""
        return self.answered.rating


@value_class
class Progress:
    """The result of all reviews of a card. A card without reviews has no progress."""

    phase: Phase
    memory: Memory
    interval_days: int
    """The review interval in days, as in `Answered`."""
    remaining_steps: int
    """The number of remaining steps, as in `Answered`."""
    due_day: int | None
    """The learner's day on which the card is due; None if `due_seconds` is set."""
    due_seconds: int | None
    """Unix time at which the step ends; None if `due_day` is set."""
    last_review_seconds: int
    """Unix time of the last review."""
    reviews: int
    """Number of reviews."""
    lapses: int
    """Number of *again* answers in review."""

    def is_due(self, moment: Moment) -> bool:
        """Whether the card is due: its step has ended, or its day has come.

        Raises TypeError if `moment` is not a Moment.
        """
        refuse_other_than_moment(moment)
        if self.due_seconds is not None:
            return moment.seconds >= self.due_seconds
        return self.due_day is not None and moment.day >= self.due_day

    def due_date(self, offset_minutes: int = 0) -> date:
        """Return the learner's date on which the card is due.

        `offset_minutes` is the learner's distance from UTC, as in `Moment`; a card in a
        step needs it. A learner's date changes at four in the morning. So a step that
        ends at two has the date of the evening before. To show when a step ends, show
        the time: `due_seconds`.
        """
        if self.due_day is not None:
            return date_of(self.due_day)
        return date_of(Moment((self.due_seconds or 0) * 1000, offset_minutes).day)

    @property
    def is_leech(self) -> bool:
        """Whether the card has eight lapses or more, so it may be badly written."""
        return self.lapses >= LEECH_LAPSES

    @property
    def is_in_steps(self) -> bool:
        """Whether the card is in learning or relearning."""
        return self.phase != "review"


def choice_rated(choices: Sequence[Choice], rating: int) -> Choice:
    """Return the choice with a rating. Raises ValueError if no choice has it."""
    for choice in choices:
        # True and 3.0 would be equal to a rating.
        if type(rating) is int and choice.rating == rating:
            return choice
    raise ValueError(f"the rating is {rating!r}; it must be 1, 2, 3 or 4")


def becomes_leech(lapses: int) -> bool:
    """Whether Anki reports a leech at this number of lapses: 8, 12, 16 ..."""
    further_lapses = lapses - LEECH_LAPSES
    return further_lapses >= 0 and further_lapses % (LEECH_LAPSES // 2) == 0


def phase_after(progress: Progress | None, answered: Answered) -> Phase:
    """Return the phase of a card after an answer.

    A step is a relearning step if the card was in review or relearning before.
    """
    if not answered.is_step:
        return "review"
    if progress is None or progress.phase == "learning":
        return "learning"
    return "relearning"
