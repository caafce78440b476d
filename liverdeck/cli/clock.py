"""The present time for commands that write packages."""

from __future__ import annotations

import os
import re
import time

import click

from liverdeck.anki.notes import NOTE_TIME_LIMIT_SECONDS


def current_seconds() -> int:
    """Return the Unix time that new and changed notes get as their date.

    It is the value of the environment variable SOURCE_DATE_EPOCH. If the variable is
    empty or not set, the present time is returned. Raises click.UsageError if its value
    is too high or not a whole number.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return int(time.time())
    if not re.fullmatch(r"[0-9]{1,10}", epoch) or int(epoch) >= NOTE_TIME_LIMIT_SECONDS:
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is {epoch[:20]!r}; it must be a whole number of "
            "seconds since 1970, before February 2106"
        )
    return int(epoch)
