"""When a card comes next: FSRS-6 as Anki computes it.

`memory` is the model. Around it stands what Anki does and a bare FSRS does not: days that change at four in the
morning, learning and relearning steps, hard before good before easy, its rounding, its range of fuzz. Each rule names
the file of Anki's source (rslib/src/scheduler) that it was read in; tests/real/test_schedule.py holds all of it
against the real thing.
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
"""*learning* until the steps are done, *review* from then on, *relearning* after a lapse."""

RATINGS: dict[Rating, str] = {AGAIN: "again", HARD: "hard", GOOD: "good", EASY: "easy"}

LOWEST_RETENTION, HIGHEST_RETENTION = 0.7, 0.99
"""The range that Anki offers for the wanted chance of remembering."""
LONGEST_INTERVAL = 36_500
"""Days; also the highest stability that Anki keeps."""

_HALF_A_DAY = 0.5
_LEECH_LAPSES = 8


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and the interval that was chosen for it: what the log keeps of a review, and all a replay needs."""

    rating: Rating
    wait_days: int | None
    """Changes of the day until it is due; None if it comes back the same day."""
    wait_seconds: int | None
    """Of the step; None for a review interval. A step that goes past the day's end has both."""
    remaining_steps: int = 0
    """Steps left, this one included; 0 in review."""
    interval_days: int = 0
    """Days of the review interval: as `days` in review, the one to follow while relearning, 0 while learning."""

    @property
    def is_step(self) -> bool:
        """Whether it leads to a learning or relearning step."""
        return self.wait_seconds is not None


@dataclass(frozen=True, slots=True)
class Choice:
    """What one of the four ratings would do."""

    answered: Answered
    memory: Memory

    @property
    def rating(self) -> Rating:
        """Again 1, hard 2, good 3, easy 4."""
        return self.answered.rating


@dataclass(frozen=True, slots=True)
class Progress:
    """What its reviews have made of a card; a card that was never reviewed has none."""

    phase: Phase
    memory: Memory
    interval_days: int
    """Days of the review interval; while relearning, the one that follows; 0 while learning."""
    remaining_steps: int
    """Steps left, the present one included; 0 in review."""
    due_day: int | None
    """The learner's day on which it is due; None if it comes back within the day."""
    due_seconds: int | None
    """Unix time at which its step ends; None if it is due on a day."""
    last_review_seconds: int
    """Unix time of the last review."""
    reviews: int
    lapses: int
    """Wrong answers in review."""

    @property
    def is_leech(self) -> bool:
        """Whether it was forgotten so often (eight times) that the card, not the learner, may need another look."""
        return self.lapses >= _LEECH_LAPSES

    @property
    def is_in_steps(self) -> bool:
        """Whether it is being learned or relearned."""
        return self.phase != "review"


def becomes_leech(lapses: int) -> bool:
    """Whether Anki would call it a leech at this very lapse: at the eighth, then at every fourth."""
    return (
        lapses >= _LEECH_LAPSES and (lapses - _LEECH_LAPSES) % (_LEECH_LAPSES // 2) == 0
    )


def phase_after(progress: Progress | None, answered: Answered) -> Phase:
    """Return the phase that an answer leads to: a step is a relearning one for a card that was learned before."""
    if not answered.is_step:
        return "review"
    return (
        "learning" if progress is None or progress.phase == "learning" else "relearning"
    )


class Schedule:
    """The rules by which cards come back."""

    def __init__(  # noqa: PLR0913  # the options that Anki has
        self,
        *,
        retention: float = 0.9,
        learning_seconds: Sequence[int] = (60, 600),
        relearning_seconds: Sequence[int] = (600,),
        longest_days: int = LONGEST_INTERVAL,
        parameters: Sequence[float] = DEFAULT_PARAMETERS,
        fuzz: bool = True,
    ) -> None:
        """Take the learner's options, by default Anki's own.

        `retention` is the wanted chance of remembering a card when it is due, 0.7 to 0.99; `learning` and
        `relearning` are the steps in seconds; `longest` is the maximum interval in days; `parameters` are the 21
        weights of FSRS-6. Raises ValueError, naming the range, for what is outside it.
        """
        if not LOWEST_RETENTION <= retention <= HIGHEST_RETENTION:
            raise ValueError(
                f"retention is {retention}; it must be {LOWEST_RETENTION} to {HIGHEST_RETENTION}"
            )
        if not 1 <= longest_days <= LONGEST_INTERVAL:
            raise ValueError(
                f"the longest interval is {longest_days}; it must be 1 to {LONGEST_INTERVAL} days"
            )
        if any(step < 1 for step in (*learning_seconds, *relearning_seconds)):
            raise ValueError("a step must be at least one second")
        self.retention = retention
        self.longest_days = longest_days
        self.parameters = tuple(parameters)
        self._learning, self._relearning = (
            Steps(tuple(learning_seconds)),
            Steps(tuple(relearning_seconds)),
        )
        self._fuzz = fuzz
        self._model = MemoryModel(parameters)
        self.decay = self.parameters[20]
        self._may_be_short = self.parameters[17] > 0 and self.parameters[18] > 0

    def choices(
        self, card: str, progress: Progress | None, moment: Moment
    ) -> tuple[Choice, Choice, Choice, Choice]:
        """Return what each rating would do now, in their order.

        `card` is the card's name, from which its fuzz is drawn.
        """
        exact = {
            rating: self._memory_after(progress, moment, rating) for rating in RATINGS
        }
        days = {
            rating: self._model.interval_days(each.stability, self.retention)
            for rating, each in exact.items()
        }
        chance = (
            fuzz_factor(card, progress.reviews if progress else 0)
            if self._fuzz
            else None
        )
        if progress is not None and progress.phase == "review":
            given = self._in_review(progress, days, chance)
        else:
            given = self._in_steps(progress, days, chance)
        again, hard, good, easy = (
            Choice(dated(each, moment), as_stored(exact[each.rating])) for each in given
        )
        return again, hard, good, easy

    def progress_after(
        self, progress: Progress | None, moment: Moment, answered: Answered
    ) -> Progress:
        """Return a card's progress after an answer, by the interval that was chosen then.

        The memory is computed anew from the rating, so that another model or other weights can be had from the same
        log.
        """
        exact = self._memory_after(progress, moment, answered.rating)
        lapsed = (
            progress is not None
            and progress.phase == "review"
            and answered.rating == AGAIN
        )
        return Progress(
            phase_after(progress, answered),
            as_stored(exact),
            answered.interval_days,
            answered.remaining_steps,
            due_day=None
            if answered.wait_days is None
            else moment.day + answered.wait_days,
            due_seconds=moment.seconds + (answered.wait_seconds or 0)
            if answered.wait_days is None
            else None,
            last_review_seconds=moment.seconds,
            reviews=(progress.reviews if progress else 0) + 1,
            lapses=(progress.lapses if progress else 0) + lapsed,
        )

    def retrievability(self, progress: Progress, moment: Moment) -> float:
        """Return the chance that the learner remembers a card now: FSRS's retrievability, 0 to 1."""
        return self._model.retrievability(
            progress.memory, moment.days_since(progress.last_review_seconds)
        )

    def _memory_after(
        self, progress: Progress | None, moment: Moment, rating: Rating
    ) -> Memory:
        if progress is None:
            return self._model.after_review(None, rating, 0)
        return self._model.after_review(
            progress.memory, rating, moment.days_since(progress.last_review_seconds)
        )

    def _in_steps(
        self, progress: Progress | None, days: dict[Rating, float], chance: float | None
    ) -> list[Answered]:
        """Answers while learning and relearning (states/learning.rs, states/relearning.rs)."""
        is_relearning = progress is not None and progress.phase == "relearning"
        steps = self._relearning if is_relearning else self._learning
        left = steps.count if progress is None else progress.remaining_steps
        kept = progress.interval_days if progress is not None else 0
        failed = max(1, round_half_up(days[AGAIN])) if is_relearning else 0
        return [
            self._step(
                Answered(AGAIN, None, steps.again(), steps.count, failed),
                steps,
                days,
                chance,
            ),
            self._step(
                Answered(HARD, None, steps.hard(left), left, kept), steps, days, chance
            ),
            self._step(
                Answered(
                    GOOD, None, steps.good(left), steps.remaining_after_good(left), kept
                ),
                steps,
                days,
                chance,
            ),
            self._easy(days, chance),
        ]

    def _step(
        self,
        step: Answered,
        steps: Steps,
        days: dict[Rating, float],
        chance: float | None,
    ) -> Answered:
        """Return the step, or where it has no delay because the steps are done, the review interval."""
        if step.is_step:
            return step
        interval = days[step.rating]
        if self._is_short(interval, steps):
            return replace(
                step,
                wait_seconds=int(to_float32(interval * SECONDS_A_DAY)),
                interval_days=min(step.interval_days, 1),
            )
        return _review(
            step.rating,
            fuzzed_interval(
                max(1, round_half_up(interval)), 1, self.longest_days, chance
            ),
        )

    def _easy(self, days: dict[Rating, float], chance: float | None) -> Answered:
        good = fuzzed_interval(days[GOOD], 1, self.longest_days, chance)
        easy = max(1, round_half_up(days[EASY]))
        return _review(
            EASY,
            fuzzed_interval(
                easy, min(good + 1, self.longest_days), self.longest_days, chance
            ),
        )

    def _in_review(
        self, progress: Progress, days: dict[Rating, float], chance: float | None
    ) -> list[Answered]:
        """Answers in review (states/review.rs): a better rating at least a day longer, none shorter by fuzz alone."""
        given = [self._lapse(days[AGAIN])]
        least = 1
        for rating in (HARD, GOOD, EASY):
            growth = shortest_after_pass(
                days[rating], progress.interval_days, self.longest_days
            )
            passed = fuzzed_interval(
                days[rating],
                min(max(growth, least), self.longest_days),
                self.longest_days,
                chance,
            )
            given.append(_review(rating, passed))
            least = passed + 1
        return given

    def _lapse(self, interval: float) -> Answered:
        steps = self._relearning
        days = max(1, round_half_up(interval))
        if steps.count:
            return Answered(AGAIN, None, steps.again(), steps.count, days)
        if self._is_short(interval, steps):
            return Answered(
                AGAIN, None, int(to_float32(interval * SECONDS_A_DAY)), 0, days
            )
        return _review(AGAIN, days)

    def _is_short(self, interval: float, steps: Steps) -> bool:
        """Whether FSRS itself sets a step of less than half a day, which Anki allows where there are no steps."""
        return self._may_be_short and not steps.count and interval < _HALF_A_DAY


def _review(rating: Rating, days: int) -> Answered:
    return Answered(rating, days, None, 0, days)


def dated(answered: Answered, moment: Moment) -> Answered:
    """Return an answer given now with the days of a step that goes past the day's end (states/interval_kind.rs)."""
    if answered.wait_seconds is None:
        return answered
    return replace(
        answered,
        wait_days=days_crossed(answered.wait_seconds, moment.seconds_until_next_day),
    )
