"""Progress and schedules as JSON data, and the allowed values of progress."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, get_args

from liverdeck.study.scheduling.card_progress import Phase, Progress
from liverdeck.study.scheduling.memory import (
    MAXIMUM_DIFFICULTY,
    MAXIMUM_STABILITY,
    MINIMUM_DIFFICULTY,
    Memory,
)
from liverdeck.study.scheduling.moments import FIRST_DAY, LAST_DAY, LATEST_SECONDS
from liverdeck.study.scheduling.schedule import LONGEST_INTERVAL_DAYS, Schedule
from liverdeck.study.scheduling.steps import LONGEST_DELAY_SECONDS, MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

_PHASES = get_args(Phase)
_MOST_REVIEWS = 10**9
_WHOLE_NUMBERS = (
    ("interval_days", 0, LONGEST_INTERVAL_DAYS),
    ("remaining_steps", 0, MOST_STEPS),
    ("due_day", FIRST_DAY, LAST_DAY + LONGEST_INTERVAL_DAYS),
    ("due_seconds", 0, LATEST_SECONDS + LONGEST_DELAY_SECONDS),
    ("last_review_seconds", 0, LATEST_SECONDS),
    ("reviews", 0, _MOST_REVIEWS),
    ("lapses", 0, _MOST_REVIEWS),
)
"""Name, lowest and highest value of every whole number of progress.

The table `cards` of the review log has the same bounds; a test compares them.
"""
_MAY_BE_NONE = ("due_day", "due_seconds")
"""Names of those whole numbers that may be None."""


def progress_to_json(progress: Progress) -> dict[str, Any]:
    """Return progress as JSON data: a dict with texts, numbers and None."""
    return {
        "phase": progress.phase,
        "stability": progress.memory.stability,
        "difficulty": progress.memory.difficulty,
        **{name: getattr(progress, name) for name, _, _ in _WHOLE_NUMBERS},
    }


def progress_from_json(data: Mapping[str, Any]) -> Progress:
    """Return the progress in JSON data as `progress_to_json` returns it.

    Raises ValueError if the data is not a dict, and if a value is missing, unknown or
    impossible. The message names all such values.
    """
    _refuse_other_than_map(data, "the progress of a card")
    names = {
        "phase",
        "stability",
        "difficulty",
        *(name for name, _, _ in _WHOLE_NUMBERS),
    }
    faults = [f"{name!r} is unknown" for name in _unknown_names(data, names)]
    faults += [f"{name!r} is missing" for name in sorted(names - data.keys())]
    if not faults:
        progress = Progress(
            data["phase"],
            Memory(_as_float(data["stability"]), _as_float(data["difficulty"])),
            **{name: data[name] for name, _, _ in _WHOLE_NUMBERS},
        )
        faults = [f"{name!r} is impossible" for name in impossible_values(progress)]
        if not faults:
            return progress
    raise ValueError(f"not the progress of a card: {', '.join(faults)}")


def impossible_values(progress: Progress) -> Iterator[str]:
    """Yield the name of every value that no card can have."""
    if progress.phase not in _PHASES:
        yield "phase"
    # The values may come from anywhere, so they may have wrong types.
    stability: object = progress.memory.stability
    difficulty: object = progress.memory.difficulty
    if not isinstance(stability, float) or not 0 < stability <= MAXIMUM_STABILITY:
        yield "stability"
    if not isinstance(difficulty, float) or not (
        MINIMUM_DIFFICULTY <= difficulty <= MAXIMUM_DIFFICULTY
    ):
        yield "difficulty"
    if progress.due_day is None and progress.due_seconds is None:
        yield "due_day"
    for name, lowest, highest in _WHOLE_NUMBERS:
        value = getattr(progress, name)
        if value is None and name in _MAY_BE_NONE:
            continue
        if type(value) is not int or not lowest <= value <= highest:
            yield name


def _as_float(value: Any) -> Any:  # noqa: ANN401  # JSON may contain anything
    # Some programs write 5.0 as 5 in JSON.
    return float(value) if type(value) is int else value


def schedule_to_json(schedule: Schedule) -> dict[str, Any]:
    """Return the options of a schedule as JSON data, by their names in `Schedule`."""
    return {
        "retention": schedule.retention,
        "learning_seconds": list(schedule.learning_steps.seconds),
        "relearning_seconds": list(schedule.relearning_steps.seconds),
        "longest_days": schedule.longest_days,
        "parameters": list(schedule.model.parameters),
        "fuzz": schedule.has_fuzz,
    }


def schedule_from_json(data: Mapping[str, Any]) -> Schedule:
    """Return the schedule with the options in JSON data; others have their defaults.

    Raises ValueError if the data is not a dict, for an unknown option, and for a value
    of a wrong type or out of range.
    """
    _refuse_other_than_map(data, "the options of a schedule")
    faults = [f"{name!r} is unknown" for name in _unknown_names(data, _OPTIONS)]
    faults += [
        f"{name!r} is {data[name]!r}"
        for name, is_possible in _OPTIONS.items()
        if name in data and not is_possible(data[name])
    ]
    if faults:
        raise ValueError(
            f"these are not the options of a schedule: {', '.join(faults)}"
        )
    return Schedule(**data)


def _refuse_other_than_map(data: object, name: str) -> None:
    """Raise ValueError for data that is not a dict: JSON may contain anything."""
    if not isinstance(data, Mapping):
        type_name = type(data).__name__
        raise ValueError(  # noqa: TRY004  # the call is right, and the data is not
            f"not {name}: it is a {type_name}, not a dict"
        )


def _unknown_names(data: Mapping[str, Any], known: Collection[str]) -> list[str]:
    return sorted((name for name in data if name not in known), key=str)


def _is_number(value: object) -> bool:
    return type(value) in (int, float)


def _are_whole_numbers(value: object) -> bool:
    return isinstance(value, list) and all(type(number) is int for number in value)


_OPTIONS: dict[str, Callable[[object], bool]] = {
    "retention": _is_number,
    "learning_seconds": _are_whole_numbers,
    "relearning_seconds": _are_whole_numbers,
    "longest_days": lambda value: type(value) is int,
    "parameters": lambda value: isinstance(value, list) and all(map(_is_number, value)),
    "fuzz": lambda value: type(value) is bool,
}
"""For each option of a schedule, a function that checks the type of its value."""
