"""The present time of commands that write packages."""

from __future__ import annotations

import os
import re
import time

import click

from liverdeck.anki.notes import NOTE_TIME_LIMIT_SECONDS


def current_seconds() -> int:
    """Return the Unix time that new and changed notes get as their date.

    It is SOURCE_DATE_EPOCH, or the present time if that variable is empty or not set.
    Raises click.UsageError if the variable is not a whole number, or too high.
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
