"""The learner's own place and clock: where the review log lies, and what time it is here."""

from __future__ import annotations

import math
import os
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.problems import Position, Problem
from liverdeck.base.version import VERSION
from liverdeck.cli.report import refuse
from liverdeck.study.reviewlog.review_log import FILE, ReviewLog
from liverdeck.study.reviewlog.storage import LogError
from liverdeck.study.scheduling.moments import Moment
from liverdeck.study.scheduling.schedule import (
    HIGHEST_RETENTION,
    LONGEST_INTERVAL,
    LOWEST_RETENTION,
    Schedule,
)
from liverdeck.study.session.session import SessionContext

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

HOME = "LIVERDECK_HOME"
"""Environment variable that names another folder for the review log."""


def _not_nan(_ctx: click.Context, option: click.Parameter, value: float) -> float:
    if math.isnan(value):
        message = "nan is no chance"
        raise click.BadParameter(message, param=option)
    return value


retention_option = click.option(
    "--retention",
    type=click.FloatRange(LOWEST_RETENTION, HIGHEST_RETENTION),
    default=0.9,
    callback=_not_nan,
    show_default=True,
    envvar="LIVERDECK_RETENTION",
    show_envvar=True,
    help="Chance of remembering a card when it is due.",
)
longest_option = click.option(
    "--longest",
    metavar="DAYS",
    type=click.IntRange(1, LONGEST_INTERVAL),
    default=LONGEST_INTERVAL,
    show_default=True,
    envvar="LIVERDECK_LONGEST",
    show_envvar=True,
    help="Longest interval.",
)


def log_path() -> Path:
    """Return where the review log lies: in LIVERDECK_HOME, else where this system keeps a user's data."""
    named = os.environ.get(HOME)
    try:
        if named:
            return Path(named).expanduser() / FILE
        from platformdirs import user_data_path

        return user_data_path("liverdeck", appauthor=False) / FILE
    except RuntimeError as error:  # nobody has that name, or this user has no home
        mend = f"set {HOME} to a folder that you may write to"
        refuse(
            [Problem(Position(HOME), f"no place for the review log: {error}", mend)],
            would_write=False,
        )


def current_moment() -> Moment:
    """Return the present moment by this machine's clock and time zone."""
    now = datetime.now(UTC).astimezone()
    offset = now.utcoffset()
    if offset is None:
        raise AssertionError("astimezone() gives every time its distance from UTC")
    return Moment(int(now.timestamp() * 1000), int(offset.total_seconds()) // 60)


def session_context() -> SessionContext:
    """Return the clock, the maker of ids and the version that a session needs."""
    return SessionContext(current_moment, _new_id, VERSION)


def _new_id() -> str:
    return uuid.uuid4().hex


def open_log(schedule: Schedule) -> ReviewLog:
    """Open the learner's log. Raises LogError, of which `needs_log` makes a refusal."""
    return ReviewLog(log_path(), schedule)


def needs_log(command: Callable[..., Any]) -> Callable[..., Any]:
    """Let a command end with the problem, not a traceback, when the log cannot be read or written."""
    from functools import wraps

    @wraps(command)
    def explained(*arguments: object, **options: object) -> object:
        try:
            return command(*arguments, **options)
        except LogError as error:
            refuse([error.problem], would_write=False)

    return explained
