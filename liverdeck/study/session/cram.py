"""Going through cards before an exam without changing their schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.study.session.queue import Remaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_NEVER_REVIEWED = 2.0
"""Greater than any probability, so that these cards come last."""


class CramQueue:
    """All cards of a selection, the least remembered first.

    A card that was answered wrong comes back at the end, until it is right.
    """

    def __init__(
        self,
        names: Iterable[str],
        states: Mapping[str, CardState],
        schedule: Schedule,
        now: Moment,
    ) -> None:
        """Order the cards by the chance that the learner remembers them.

        Cards that were never reviewed follow, in teaching order. Suspended cards are
        left out.
        """
        chances: dict[str, float] = {}
        for name in names:
            state = states.get(name)
            if state is None:
                chances[name] = _NEVER_REVIEWED
            elif not state.is_suspended:
                progress = state.progress
                chances[name] = (
                    schedule.retrievability(progress, now)
                    if progress
                    else _NEVER_REVIEWED
                )
        self._names = sorted(chances, key=chances.__getitem__)

    def next(self, now: Moment, last: str | None = None) -> str | None:
        """Return the name of the next card, or None when all were answered right."""
        del now, last
        return self._names[0] if self._names else None

    def answered(self, name: str) -> None:
        """Take out a card that was answered right. Its siblings stay."""
        self.leave_out(name)

    def leave_out(self, name: str) -> None:
        """Take a card out of this session."""
        self._names = [other for other in self._names if other != name]

    def skip(self, name: str) -> None:
        """Put a card behind all others."""
        self.leave_out(name)
        self._names.append(name)

    def put_first(self, name: str) -> None:
        """Make a card the next one."""
        self.leave_out(name)
        self._names.insert(0, name)

    def remaining(self, now: Moment) -> Remaining:
        """Return how many cards are still to come."""
        del now
        return Remaining(0, 0, len(self._names))

    def next_step_seconds(self, now: Moment) -> int | None:
        """Return None: a crammed card has no steps."""
        del now
        return None
