"""Decide when a card comes next: FSRS-6 as Anki computes it.

`memory` has the model. This module adds Anki's other rules: days that change at 4 in
the morning, learning and relearning steps, *hard* before *good* before *easy*,
rounding, and the range of fuzz.

Where a docstring names a `.rs` file, the rule comes from that file of Anki's source
(rslib/src/scheduler). tests/real/test_schedule.py compares the results with real Anki.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.study.scheduling.card_progress import (
    Answered,
    Choice,
    Progress,
    choice_rated,
    phase_after,
)
from liverdeck.study.scheduling.fuzz import (
    fuzz_factor,
    fuzzed_interval,
    shortest_days_after_pass,
)
from liverdeck.study.scheduling.memory import (
    AGAIN,
    DEFAULT_PARAMETERS,
    EASY,
    GOOD,
    HARD,
    MemoryModel,
    memory_as_stored,
    round_half_up,
    to_float32,
)
from liverdeck.study.scheduling.moments import (
    SECONDS_A_DAY,
    Moment,
    refuse_other_than_moment,
)
from liverdeck.study.scheduling.steps import Steps, days_crossed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.study.scheduling.memory import Memory, Rating

RATINGS: dict[Rating, str] = {AGAIN: "again", HARD: "hard", GOOD: "good", EASY: "easy"}
"""The name of each rating."""
LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.99
"""The range that Anki offers for the desired retention."""
DEFAULT_RETENTION = 0.9
LONGEST_INTERVAL_DAYS = 36_500
"""The longest interval that can be set."""
_FSRS_STEP_BELOW_DAYS = 0.5
"""An interval shorter than this may become a step that FSRS sets."""


class Schedule:
    """The rules that decide when cards come back."""

    def __init__(  # noqa: PLR0913  # the options that Anki has
        self,
        *,
        retention: float = DEFAULT_RETENTION,
        learning_seconds: Sequence[int] = (60, 600),
        relearning_seconds: Sequence[int] = (600,),
        longest_days: int = LONGEST_INTERVAL_DAYS,
        parameters: Sequence[float] = DEFAULT_PARAMETERS,
        fuzz: bool = True,
    ) -> None:
        """Take the learner's options. The defaults are Anki's.

        `retention` is the desired chance of recall when a card is due, 0.7 to 0.99.
        `learning_seconds` and `relearning_seconds` are the steps: at most 1000 of each,
        none longer than 365 days. `longest_days` is the maximum interval. `parameters`
        are the 21 weights of FSRS-6. Without `fuzz`, intervals are only rounded.

        Raises ValueError for a value out of range. The message says what is allowed.
        """
        if not LOWEST_RETENTION <= retention <= HIGHEST_RETENTION:
            allowed = f"it must be {LOWEST_RETENTION} to {HIGHEST_RETENTION}"
            raise ValueError(f"retention is {retention}; {allowed}")
        if not 1 <= longest_days <= LONGEST_INTERVAL_DAYS:
            raise ValueError(
                f"the longest interval is {longest_days};"
                f" it must be 1 to {LONGEST_INTERVAL_DAYS} days"
            )

        self.retention = retention
        self.longest_days = longest_days
        self.model = MemoryModel(parameters)
        self.learning_steps = Steps(tuple(learning_seconds))
        self.relearning_steps = Steps(tuple(relearning_seconds))
        self.has_fuzz = fuzz

    def choices(
        self, card: str, progress: Progress | None, moment: Moment
    ) -> tuple[Choice, Choice, Choice, Choice]:
        """Return the effects that each rating would have now: again, hard, good, easy.

        `card` is the name of the card (`card_name`). Fuzz depends on it. `progress` is
        None for a new card. Raises TypeError for a value of another type.
        """
        _refuse_other_types(card, progress, moment)
        memories = {
            rating: _memory_after(self.model, progress, moment, rating)
            for rating in RATINGS
        }
        exact_days = {
            rating: self.model.interval_days(memory.stability, self.retention)
            for rating, memory in memories.items()
        }
        factor = None
        if self.has_fuzz:
            factor = fuzz_factor(card, progress.reviews if progress else 0)

        if progress is not None and progress.phase == "review":
            answers = self._answers_in_review(progress, exact_days, factor)
        else:
            answers = self._answers_in_steps(progress, exact_days, factor)
        again, hard, good, easy = (
            Choice(
                with_wait_days(answer, moment),
                memory_as_stored(memories[answer.rating]),
            )
            for answer in answers
        )
        return again, hard, good, easy

    def progress_after(
        self,
        progress: Progress | None,
        moment: Moment,
        answered: Answered,
        model: MemoryModel | None = None,
    ) -> Progress:
        """Return a card's progress after an answer.

        The interval is that of `answered`. The memory is computed with `model`, or with
        the model of the schedule if `model` is None.
        """
        memory = _memory_after(model or self.model, progress, moment, answered.rating)
        reviews = lapses = 0
        if progress is not None:
            reviews, lapses = progress.reviews, progress.lapses
            if progress.phase == "review" and answered.rating == AGAIN:
                lapses += 1
        due_day = due_seconds = None
        if answered.wait_days is not None:
            due_day = moment.day + answered.wait_days
        else:
            # `or 0` is for mypy: without days, an answer has seconds.
            due_seconds = moment.seconds + (answered.wait_seconds or 0)
        return Progress(
            phase_after(progress, answered),
            memory_as_stored(memory),
            answered.interval_days,
            answered.remaining_steps,
            due_day=due_day,
            due_seconds=due_seconds,
            last_review_seconds=moment.seconds,
            reviews=reviews + 1,
            lapses=lapses,
        )

    def after(
        self, card: str, progress: Progress | None, moment: Moment, rating: int
    ) -> Progress:
        """Return a card's progress after an answer that was rated 1 to 4.

        1 is *again*, 2 *hard*, 3 *good*, 4 *easy*. `card` is the name of the card
        (`card_name`). `progress` is None for a new card. Raises ValueError for another
        rating, and TypeError for a value of another type.
        """
        choice = choice_rated(self.choices(card, progress, moment), rating)
        return self.progress_after(progress, moment, choice.answered)

    def retrievability(self, progress: Progress, moment: Moment) -> float:
        """Return the chance that the learner recalls a card now, 0 to 1.

        Raises TypeError for a new card, which has no progress, and for a `moment` that
        is not a Moment.
        """
        if not isinstance(progress, Progress):
            raise TypeError(
                f"the progress is a {type(progress).__name__}; it must be a Progress"
                " (a new card has none, and no chance of recall)"
            )
        refuse_other_than_moment(moment)
        days = moment.days_since(progress.last_review_seconds)
        return self.model.retrievability(progress.memory, days)

    def _answers_in_steps(
        self,
        progress: Progress | None,
        exact_days: dict[Rating, float],
        factor: float | None,
    ) -> list[Answered]:
        """Return the four answers to a card that is new, in learning or in relearning.

        The rules are in states/learning.rs and states/relearning.rs. `exact_days` are
        intervals before rounding and fuzz. A `factor` of None means no fuzz.
        """
        steps = self.learning_steps
        days_after_again = 0
        if progress is not None and progress.phase == "relearning":
            steps = self.relearning_steps
            days_after_again = _days_after_lapse(exact_days[AGAIN])
        remaining = steps.count if progress is None else progress.remaining_steps
        interval_days = 0 if progress is None else progress.interval_days

        # In these three answers, `wait_seconds` is None if no step of the learner
        # follows. For such an answer, `_step_or_review` decides what comes next.
        again = Answered(
            AGAIN, None, steps.seconds_after_again(), steps.count, days_after_again
        )
        hard_seconds = steps.seconds_after_hard(remaining)
        hard = Answered(HARD, None, hard_seconds, remaining, interval_days)
        good_seconds = steps.seconds_after_good(remaining)
        remaining_after_good = steps.remaining_after_good(remaining)
        good = Answered(GOOD, None, good_seconds, remaining_after_good, interval_days)
        answers = [
            self._step_or_review(answered, steps, exact_days[answered.rating], factor)
            for answered in (again, hard, good)
        ]
        return [*answers, self._easy_in_steps(exact_days, factor)]

    def _step_or_review(
        self,
        answered: Answered,
        steps: Steps,
        exact_days: float,
        factor: float | None,
    ) -> Answered:
        """Return an answer with its next step or its interval.

        An answer that leads to one of the `steps` is returned as it is. Any other
        answer gets a step that FSRS sets, or an interval until a review.
        """
        if answered.is_step:
            return answered
        if self._is_fsrs_step(exact_days, steps):
            return replace(
                answered,
                wait_seconds=_fsrs_step_seconds(exact_days),
                # 0 in learning, 1 in relearning
                interval_days=min(answered.interval_days, 1),
            )
        whole_days = max(1, round_half_up(exact_days))
        fuzzed_days = fuzzed_interval(whole_days, 1, self.longest_days, factor)
        return _answer_before_review(answered.rating, fuzzed_days)

    def _easy_in_steps(
        self, exact_days: dict[Rating, float], factor: float | None
    ) -> Answered:
        """Return the answer *easy*.

        If possible, its interval is longer than the interval of *good* without steps.
        """
        good_days = fuzzed_interval(exact_days[GOOD], 1, self.longest_days, factor)
        easy_days = fuzzed_interval(
            max(1, round_half_up(exact_days[EASY])),
            min(good_days + 1, self.longest_days),
            self.longest_days,
            factor,
        )
        return _answer_before_review(EASY, easy_days)

    def _answers_in_review(
        self, progress: Progress, exact_days: dict[Rating, float], factor: float | None
    ) -> list[Answered]:
        """Return the four answers to a card in review (states/review.rs).

        If possible, the interval of *good* is at least a day longer than that of
        *hard*, and that of *easy* at least a day longer than that of *good*.
        """
        answers = [self._again_in_review(exact_days[AGAIN])]
        minimum_days = 1
        for rating in (HARD, GOOD, EASY):
            shortest_days = shortest_days_after_pass(
                exact_days[rating], progress.interval_days, self.longest_days
            )
            minimum_days = min(max(shortest_days, minimum_days), self.longest_days)
            interval_days = fuzzed_interval(
                exact_days[rating], minimum_days, self.longest_days, factor
            )
            answers.append(_answer_before_review(rating, interval_days))
            minimum_days = interval_days + 1
        return answers

    def _again_in_review(self, exact_days: float) -> Answered:
        """Return the answer *again* to a card in review, which is a lapse."""
        steps = self.relearning_steps
        interval_days = _days_after_lapse(exact_days)
        if steps.count:
            step_seconds = steps.seconds_after_again()
        elif self._is_fsrs_step(exact_days, steps):
            step_seconds = _fsrs_step_seconds(exact_days)
        else:
            return _answer_before_review(AGAIN, interval_days)
        return Answered(AGAIN, None, step_seconds, steps.count, interval_days)

    def _is_fsrs_step(self, exact_days: float, steps: Steps) -> bool:
        """Whether FSRS itself sets a step instead of a review interval.

        As in Anki, FSRS sets a step if the learner has no steps, the weights allow it
        and the interval is shorter than half a day.
        """
        is_short = exact_days < _FSRS_STEP_BELOW_DAYS
        return self.model.allows_steps and not steps.count and is_short


def _refuse_other_types(card: str, progress: Progress | None, moment: Moment) -> None:
    """Raise TypeError for a card, progress or moment of a wrong type."""
    if not isinstance(card, str):
        raise TypeError(
            f"the card is a {type(card).__name__}; it must be its name, a str:"
            " card_name(deck.id, card)"
        )
    if progress is not None and not isinstance(progress, Progress):
        raise TypeError(
            f"the progress is a {type(progress).__name__};"
            " it must be a Progress, or None for a new card"
        )
    refuse_other_than_moment(moment)


def _memory_after(
    model: MemoryModel, progress: Progress | None, moment: Moment, rating: Rating
) -> Memory:
    """Return the memory after a rating, before Anki's rounding for storage."""
    if progress is None:
        return model.after_review(None, rating, 0)
    days = moment.days_since(progress.last_review_seconds)
    return model.after_review(progress.memory, rating, days)


def _days_after_lapse(exact_days: float) -> int:
    """Return the interval after *again*, in whole days.

    As in Anki, the interval may exceed the learner's maximum, but not
    `LONGEST_INTERVAL_DAYS`.
    """
    return min(max(1, round_half_up(exact_days)), LONGEST_INTERVAL_DAYS)


def _fsrs_step_seconds(exact_days: float) -> int:
    return int(to_float32(exact_days * SECONDS_A_DAY))


def _answer_before_review(rating: Rating, interval_days: int) -> Answered:
    """Return an answer that leads to a review after an interval."""
    return Answered(rating, interval_days, None, 0, interval_days)


def with_wait_days(answered: Answered, moment: Moment) -> Answered:
    """Return an answer with the `wait_days` of a step that begins at `moment`.

    `wait_days` is None if the step ends on the same day. An answer without a step is
    returned as it is. The rule is in states/interval_kind.rs.
    """
    if answered.wait_seconds is None:
        return answered
    wait_days = days_crossed(answered.wait_seconds, moment.seconds_until_next_day)
    return replace(answered, wait_days=wait_days)
