"""Cramming: go through cards before an exam without changing their schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.fold import NEW_CARD
from liverdeck.study.session.queue import Remaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_CHANCE_OF_NEW_CARD = 2.0
"""The chance of recall that new cards get: above 1, so that they come last."""


class CramQueue:
    """The cards to cram, the least remembered first.

    A session uses it in place of `Queue`, so the methods have the same names. If a card
    was rated *again*, the session calls `skip`, so that the card comes back until the
    learner knows it.
    """

    def __init__(
        self,
        names: Iterable[str],
        states: Mapping[str, CardState],
        schedule: Schedule,
        now: Moment,
    ) -> None:
        """Order the cards by the chance that the learner remembers them, lowest first.

        `names` are the cards in teaching order. `states` has the states of the cards
        with entries. New cards come last, in teaching order. Suspended cards are left
        out.
        """
        chances: dict[str, float] = {}
        for name in names:
            state = states.get(name, NEW_CARD)
            if state.is_suspended:
                continue
            if state.progress is None:
                chances[name] = _CHANCE_OF_NEW_CARD
            else:
                chances[name] = schedule.retrievability(state.progress, now)
        self._names = sorted(chances, key=chances.__getitem__)

    def next(self, now: Moment, last: str | None = None) -> str | None:
        """Return the name of the next card, or None when no card remains.

        `now` and `last` make no difference here.
        """
        del now, last
        return self._names[0] if self._names else None

    def remove_answered(self, name: str) -> None:
        """Remove a card that was not rated *again*. Other cards of its fact stay."""
        self.leave_out(name)

    def leave_out(self, name: str) -> None:
        """Take a card out of this session."""
        self._names = [other_name for other_name in self._names if other_name != name]

    def skip(self, name: str) -> None:
        """Put a card after all others."""
        self.leave_out(name)
        self._names.append(name)

    def put_first(self, name: str) -> None:
        """Make a card the next one."""
        self.leave_out(name)
        self._names.insert(0, name)

    def remaining(self, now: Moment) -> Remaining:
        """Return how many cards are still to come. All cards count as reviews."""
        del now
        return Remaining(0, 0, len(self._names))

    def next_step_seconds(self, now: Moment) -> int | None:
        """Return None, because a crammed card has no steps."""
        del now
        return None
