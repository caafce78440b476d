"""Log the verdicts that a learner overruled outside of a session, as in a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.entries import Entry
from liverdeck.study.reviewlog.future_dates import moment_after
from liverdeck.study.session.shown_card import typed_as_kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.study.reviewlog.entries import TypedAnswer
    from liverdeck.study.reviewlog.review_log import ReviewLog
    from liverdeck.study.session.session import SessionContext


def keep_overruled(
    overruled: Iterable[tuple[str, TypedAnswer]],
    log: ReviewLog,
    context: SessionContext,
) -> None:
    """Add the overruled answers of a quiz to the log, each with its card's name.

    They change no schedule. Raises LogError if the log cannot be written.
    """
    entries = [
        Entry(
            context.new_id(),
            "quiz",
            card,
            moment_after(log.state_of(card).latest_ms, context.clock()),
            context.version,
            typed=typed_as_kept(typed),
        )
        for card, typed in overruled
    ]
    log.merge(entries)
