"""The path of a learner's review log, the present time, options for the schedule."""

from __future__ import annotations

import math
import os
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.files import LOG_FILE
from liverdeck.base.phrases import counted
from liverdeck.base.problems import Position, Problem
from liverdeck.base.version import VERSION
from liverdeck.cli.report import refuse
from liverdeck.cli.user_folders import data_folder
from liverdeck.study.reviewlog.errors import HOME_VARIABLE, SET_HOME, LogError
from liverdeck.study.reviewlog.future_dates import ClockReading
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.reviewlog.storage import has_log
from liverdeck.study.scheduling.moments import UNIX_START, Moment
from liverdeck.study.scheduling.schedule import (
    DEFAULT_RETENTION,
    HIGHEST_RETENTION,
    LONGEST_INTERVAL_DAYS,
    LOWEST_RETENTION,
    Schedule,
)
from liverdeck.study.session.session import SessionContext

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from typing import Any

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.study.reviewlog.log_reader import LogReader


def _checked_retention(
    _ctx: click.Context, option: click.Parameter, value: float
) -> float:
    """Return the value of the option unchanged. Raises BadParameter for nan.

    The option's type, click.FloatRange, accepts nan ("not a number").
    """
    if math.isnan(value):
        raise click.BadParameter("nan is not a number", param=option)
    return value


retention_option = click.option(
    "--retention",
    type=click.FloatRange(LOWEST_RETENTION, HIGHEST_RETENTION),
    default=DEFAULT_RETENTION,
    callback=_checked_retention,
    show_default=True,
    envvar="LIVERDECK_RETENTION",
    show_envvar=True,
    help="Desired chance of remembering a card when it is due.",
)
longest_interval_option = click.option(
    "--longest",
    "longest_days",
    metavar="DAYS",
    type=click.IntRange(1, LONGEST_INTERVAL_DAYS),
    default=LONGEST_INTERVAL_DAYS,
    show_default=True,
    envvar="LIVERDECK_LONGEST",
    show_envvar=True,
    help="Longest interval.",
)


clock_is_right_option = click.option(
    "--clock-is-right",
    is_flag=True,
    help="Trust this machine's clock, even if much of the log is dated after now.",
)


def log_path() -> Path:
    """Return the path of the review log.

    It is in the folder that the environment variable `HOME_VARIABLE` names. Without
    that variable, it is in the system's folder for user data. If that folder cannot be
    found, print the problem and exit.
    """
    folder = os.environ.get(HOME_VARIABLE)
    try:
        if folder:
            return Path(folder).expanduser() / LOG_FILE
        return data_folder() / LOG_FILE
    except RuntimeError as error:  # `~name` of an unknown user, or no home folder
        problem = Problem(
            Position(HOME_VARIABLE),
            f"no folder was found for the review log: {error}",
            SET_HOME,
        )
        refuse([problem], says_nothing_was_written=False)


def current_moment() -> Moment:
    """Return the present moment, from this machine's clock and time zone."""
    return Moment.of(datetime.now(UTC).astimezone())


def local_moment(ms: int) -> Moment:
    """Return the moment of a Unix time in milliseconds, in this machine's time zone."""
    return Moment.of((UNIX_START + timedelta(milliseconds=ms)).astimezone())


def added_text(added: str, cards: int, known: int) -> str:
    """Return the sentence that says what was added to the log.

    An example is "Added 3 reviews of 2 cards; 5 were here already." Here `added` is
    "3 reviews", `cards` is 2, and `known` is 5, the number that the log had already.
    """
    known_text = counted(known, "was here already", "were here already")
    return f"Added {added} of {counted(cards, 'card')}; {known_text}."


def redated_text(number: int, words: Words) -> str:
    """Return the sentence about entries that were dated in the future and redated.

    The result is empty if `number` is 0.
    """
    if not number:
        return ""
    return words.counted(
        "{count} entry was dated in the future, so a clock was wrong; it now counts "
        "as an entry of today.",
        "{count} entries were dated in the future, so a clock was wrong; they now "
        "count as entries of today.",
        number,
    )


def session_context(*, is_clock_trusted: bool = False) -> SessionContext:
    """Return the clock, the source of ids and the version that a session needs."""
    return SessionContext(
        current_moment, _new_id, VERSION, is_clock_trusted=is_clock_trusted
    )


def clock_reading(*, is_clock_trusted: bool) -> ClockReading:
    """Return a reading of this machine's clock."""
    return ClockReading(current_moment(), _new_id, VERSION, is_trusted=is_clock_trusted)


def _new_id() -> str:
    return uuid.uuid4().hex


def is_log_begun() -> bool:
    """Whether the learner has a log already.

    Raises LogError if nobody can tell; `reports_log_errors` reports this.
    """
    return has_log(log_path())


def open_log(schedule: Schedule) -> ReviewLog:
    """Open the learner's log, and create it if there is none.

    Raises LogError, which the decorator `reports_log_errors` reports.
    """
    return ReviewLog(log_path(), schedule)


def open_log_to_read(schedule: Schedule) -> AbstractContextManager[LogReader]:
    """Open the learner's log to read it, even if nothing can be written beside it.

    Raises LogError, which the decorator `reports_log_errors` reports.
    """
    from liverdeck.study.reviewlog.unwritable import opened_to_read

    return opened_to_read(log_path(), schedule)


def reports_log_errors(command: Callable[..., Any]) -> Callable[..., Any]:
    """Make a command print the problem of a LogError and exit with 1.

    Without this, the command would end with a traceback.
    """
    from functools import wraps

    @wraps(command)
    def reporting_command(*arguments: object, **options: object) -> object:
        try:
            return command(*arguments, **options)
        except LogError as error:
            refuse([error.problem], says_nothing_was_written=False)

    return reporting_command
