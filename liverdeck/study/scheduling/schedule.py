"""When a card comes next: FSRS-6 as Anki computes it.

`memory` is the model. This module adds what Anki does around FSRS: days that change at
4 in the morning, learning and relearning steps, *hard* before *good* before *easy*,
rounding, and the range of fuzz.

Each rule names the file of Anki's source (rslib/src/scheduler) that it comes from.
tests/real/test_schedule.py compares all of it with the real Anki.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from liverdeck.study.scheduling.fuzz import (
    fuzz_factor,
    fuzzed_interval,
    shortest_after_pass,
)
from liverdeck.study.scheduling.memory import (
    AGAIN,
    DEFAULT_PARAMETERS,
    EASY,
    GOOD,
    HARD,
    MemoryModel,
    as_stored,
    round_half_up,
    to_float32,
)
from liverdeck.study.scheduling.moments import SECONDS_A_DAY
from liverdeck.study.scheduling.steps import Steps, days_crossed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.study.scheduling.memory import Memory, Rating
    from liverdeck.study.scheduling.moments import Moment

Phase = Literal["learning", "review", "relearning"]
"""*learning* until the steps are done, then *review*; *relearning* after a lapse."""

RATINGS: dict[Rating, str] = {AGAIN: "again", HARD: "hard", GOOD: "good", EASY: "easy"}

LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.99
"""The range that Anki offers for the desired retention."""
LONGEST_INTERVAL_DAYS = 36_500
"""In days. Also the highest stability that Anki stores."""

_HALF_A_DAY = 0.5
_LEECH_LAPSES = 8


@dataclass(frozen=True, slots=True)
class Answered:
    """A rating and the interval that was chosen for it.

    This is what the log stores about a review, and all that a replay needs.
    """

    rating: Rating
    wait_days: int | None
    """Days until the card is due; None if it comes back the same day."""
    wait_seconds: int | None
    """Delay of the step; None for a review interval.

    A step that lasts beyond the end of the day has both `wait_seconds` and `wait_days`.
    """
    remaining_steps: int = 0
    """Remaining steps, including this one; 0 in review."""
    interval_days: int = 0
    """The review interval in days.

    In review it equals `wait_days`. In relearning it is the interval that follows the
    steps. In learning it is 0.
    """

    @property
    def is_step(self) -> bool:
        """Whether the answer leads to a learning or relearning step."""
        return self.wait_seconds is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """The result that one of the four ratings would have."""

    answered: Answered
    memory: Memory

    @property
    def rating(self) -> Rating:
        """Again 1, hard 2, good 3, easy 4."""
        return self.answered.rating


@dataclass(frozen=True, slots=True)
class Progress:
    """The result of all reviews of a card. A card without reviews has none."""

    phase: Phase
    memory: Memory
    interval_days: int
    """The review interval in days.

    In relearning it is the interval that follows the steps. In learning it is 0.
    """
    remaining_steps: int
    """Remaining steps, including the present one; 0 in review."""
    due_day: int | None
    """The learner's day on which the card is due.

    None if the card comes back the same day.
    """
    due_seconds: int | None
    """Unix time at which the step ends; None if the card is due on a day."""
    last_review_seconds: int
    """Unix time of the last review."""
    reviews: int
    lapses: int
    """Number of *again* answers in review."""

    @property
    def is_leech(self) -> bool:
        """Whether the card has eight lapses or more.

        Then the card may need to be improved, rather than the learner.
        """
        return self.lapses >= _LEECH_LAPSES

    @property
    def is_in_steps(self) -> bool:
        """Whether the card is in learning or relearning."""
        return self.phase != "review"


def becomes_leech(lapses: int) -> bool:
    """Whether Anki reports a leech at exactly this number of lapses.

    It does so at the eighth lapse, and then at every fourth.
    """
    more_lapses = lapses - _LEECH_LAPSES
    return more_lapses >= 0 and more_lapses % (_LEECH_LAPSES // 2) == 0


def phase_after(progress: Progress | None, answered: Answered) -> Phase:
    """Return the phase of a card after an answer.

    A step is a relearning step if the card was in review before.
    """
    if not answered.is_step:
        return "review"
    if progress is None or progress.phase == "learning":
        return "learning"
    return "relearning"


class Schedule:
    """The rules that decide when cards come back."""

    def __init__(  # noqa: PLR0913  # the options that Anki has
        self,
        *,
        retention: float = 0.9,
        learning_seconds: Sequence[int] = (60, 600),
        relearning_seconds: Sequence[int] = (600,),
        longest_days: int = LONGEST_INTERVAL_DAYS,
        parameters: Sequence[float] = DEFAULT_PARAMETERS,
        fuzz: bool = True,
    ) -> None:
        """Take the learner's options. The defaults are Anki's.

        `retention` is the desired chance of recall when a card is due, 0.7 to 0.99.
        `learning_seconds` and `relearning_seconds` are the steps. `longest_days` is the
        maximum interval. `parameters` are the 21 weights of FSRS-6.

        Raises ValueError for a value out of range, and names the range.
        """
        if not LOWEST_RETENTION <= retention <= HIGHEST_RETENTION:
            raise ValueError(
                f"retention is {retention};"
                f" it must be {LOWEST_RETENTION} to {HIGHEST_RETENTION}"
            )
        if not 1 <= longest_days <= LONGEST_INTERVAL_DAYS:
            raise ValueError(
                f"the longest interval is {longest_days};"
                f" it must be 1 to {LONGEST_INTERVAL_DAYS} days"
            )
        if any(seconds < 1 for seconds in (*learning_seconds, *relearning_seconds)):
            raise ValueError("a step must be at least one second")

        self.retention = retention
        self.longest_days = longest_days
        self.parameters = tuple(parameters)
        self._learning_steps = Steps(tuple(learning_seconds))
        self._relearning_steps = Steps(tuple(relearning_seconds))
        self._has_fuzz = fuzz
        self._model = MemoryModel(parameters)
        self.decay = self.parameters[20]
        self._allows_fsrs_steps = self.parameters[17] > 0 and self.parameters[18] > 0

    def choices(
        self, card: str, progress: Progress | None, moment: Moment
    ) -> tuple[Choice, Choice, Choice, Choice]:
        """Return what each rating would do now: again, hard, good, easy.

        `card` is the card's name. Its fuzz depends on it.
        """
        memories = {
            rating: self._memory_after(progress, moment, rating) for rating in RATINGS
        }
        intervals = {
            rating: self._model.interval_days(memory.stability, self.retention)
            for rating, memory in memories.items()
        }
        factor = None
        if self._has_fuzz:
            factor = fuzz_factor(card, progress.reviews if progress else 0)

        if progress is not None and progress.phase == "review":
            answers = self._answers_in_review(progress, intervals, factor)
        else:
            answers = self._answers_in_steps(progress, intervals, factor)
        again, hard, good, easy = (
            Choice(dated(answered, moment), as_stored(memories[answered.rating]))
            for answered in answers
        )
        return again, hard, good, easy

    def progress_after(
        self, progress: Progress | None, moment: Moment, answered: Answered
    ) -> Progress:
        """Return a card's progress after an answer with its chosen interval.

        The memory is computed from the rating. So the same log can give the progress
        for another model or other weights.
        """
        memory = self._memory_after(progress, moment, answered.rating)
        is_lapse = (
            progress is not None
            and progress.phase == "review"
            and answered.rating == AGAIN
        )
        due_day = due_seconds = None
        if answered.wait_days is not None:
            due_day = moment.day + answered.wait_days
        else:
            due_seconds = moment.seconds + (answered.wait_seconds or 0)
        return Progress(
            phase_after(progress, answered),
            as_stored(memory),
            answered.interval_days,
            answered.remaining_steps,
            due_day=due_day,
            due_seconds=due_seconds,
            last_review_seconds=moment.seconds,
            reviews=(progress.reviews if progress else 0) + 1,
            lapses=(progress.lapses if progress else 0) + is_lapse,
        )

    def retrievability(self, progress: Progress, moment: Moment) -> float:
        """Return the chance that the learner recalls a card now, 0 to 1."""
        days = moment.days_since(progress.last_review_seconds)
        return self._model.retrievability(progress.memory, days)

    def _memory_after(
        self, progress: Progress | None, moment: Moment, rating: Rating
    ) -> Memory:
        if progress is None:
            return self._model.after_review(None, rating, 0)
        days = moment.days_since(progress.last_review_seconds)
        return self._model.after_review(progress.memory, rating, days)

    def _answers_in_steps(
        self,
        progress: Progress | None,
        intervals: dict[Rating, float],
        factor: float | None,
    ) -> list[Answered]:
        """Return the four answers to a new card or one in learning or relearning.

        Anki has this in states/learning.rs and states/relearning.rs.
        """
        steps = self._learning_steps
        interval_after_again = 0
        if progress is not None and progress.phase == "relearning":
            steps = self._relearning_steps
            interval_after_again = max(1, round_half_up(intervals[AGAIN]))
        remaining = steps.count if progress is None else progress.remaining_steps
        interval = 0 if progress is None else progress.interval_days

        again = Answered(
            AGAIN, None, steps.seconds_after_again(), steps.count, interval_after_again
        )
        hard = Answered(
            HARD, None, steps.seconds_after_hard(remaining), remaining, interval
        )
        good = Answered(
            GOOD,
            None,
            steps.seconds_after_good(remaining),
            steps.remaining_after_good(remaining),
            interval,
        )
        answers = [
            self._step_or_review(answered, steps, intervals[answered.rating], factor)
            for answered in (again, hard, good)
        ]
        return [*answers, self._easy_in_steps(intervals, factor)]

    def _step_or_review(
        self,
        answered: Answered,
        steps: Steps,
        interval: float,
        factor: float | None,
    ) -> Answered:
        """Return the step, or the review interval if no step is left for it."""
        if answered.is_step:
            return answered
        if self._is_fsrs_step(interval, steps):
            return replace(
                answered,
                wait_seconds=int(to_float32(interval * SECONDS_A_DAY)),
                interval_days=min(answered.interval_days, 1),
            )
        whole_days = max(1, round_half_up(interval))
        fuzzed_days = fuzzed_interval(whole_days, 1, self.longest_days, factor)
        return _in_review(answered.rating, fuzzed_days)

    def _easy_in_steps(
        self, intervals: dict[Rating, float], factor: float | None
    ) -> Answered:
        """Return *easy*: a review, at least a day later than *good* without steps."""
        good_days = fuzzed_interval(intervals[GOOD], 1, self.longest_days, factor)
        easy_days = fuzzed_interval(
            max(1, round_half_up(intervals[EASY])),
            min(good_days + 1, self.longest_days),
            self.longest_days,
            factor,
        )
        return _in_review(EASY, easy_days)

    def _answers_in_review(
        self, progress: Progress, intervals: dict[Rating, float], factor: float | None
    ) -> list[Answered]:
        """Return the four answers to a card in review (states/review.rs).

        A better rating gives at least one more day. Fuzz alone shortens no interval.
        """
        answers = [self._lapse(intervals[AGAIN])]
        minimum_days = 1
        for rating in (HARD, GOOD, EASY):
            shortest_days = shortest_after_pass(
                intervals[rating], progress.interval_days, self.longest_days
            )
            minimum_days = min(max(shortest_days, minimum_days), self.longest_days)
            interval_days = fuzzed_interval(
                intervals[rating], minimum_days, self.longest_days, factor
            )
            answers.append(_in_review(rating, interval_days))
            minimum_days = interval_days + 1
        return answers

    def _lapse(self, interval: float) -> Answered:
        steps = self._relearning_steps
        interval_days = max(1, round_half_up(interval))
        if steps.count:
            step_seconds = steps.seconds_after_again()
            return Answered(AGAIN, None, step_seconds, steps.count, interval_days)
        if self._is_fsrs_step(interval, steps):
            step_seconds = int(to_float32(interval * SECONDS_A_DAY))
            return Answered(AGAIN, None, step_seconds, 0, interval_days)
        return _in_review(AGAIN, interval_days)

    def _is_fsrs_step(self, interval: float, steps: Steps) -> bool:
        """Whether FSRS itself sets a step, of less than half a day.

        Anki allows this if the learner has no steps.
        """
        return self._allows_fsrs_steps and not steps.count and interval < _HALF_A_DAY


def _in_review(rating: Rating, interval_days: int) -> Answered:
    return Answered(rating, interval_days, None, 0, interval_days)


def dated(answered: Answered, moment: Moment) -> Answered:
    """Return an answer given now, with its days if its step ends on a later day.

    Anki has this in states/interval_kind.rs.
    """
    if answered.wait_seconds is None:
        return answered
    wait_days = days_crossed(answered.wait_seconds, moment.seconds_until_next_day)
    return replace(answered, wait_days=wait_days)
