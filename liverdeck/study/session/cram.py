"""Going through cards before an examination, without touching their schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.study.session.queue import Remaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.study.reviewlog.fold import CardState
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Schedule

_NEVER_SEEN = 2.0
"""Beyond every chance: after all that was seen."""


class CramQueue:
    """All cards of a selection, the least remembered first; a wrong one comes back at the end, until it is right."""

    def __init__(
        self,
        names: Iterable[str],
        records: Mapping[str, CardState],
        schedule: Schedule,
        now: Moment,
    ) -> None:
        """Put the cards in order: by the chance of remembering them, then those never seen, in teaching order."""
        chances: dict[str, float] = {}
        for name in names:
            record = records.get(name)
            if record is None or not record.is_suspended:
                progress = record.progress if record else None
                chances[name] = (
                    schedule.retrievability(progress, now) if progress else _NEVER_SEEN
                )
        self._names = sorted(chances, key=chances.__getitem__)

    def next(self, now: Moment, last: str | None = None) -> str | None:
        """Return the name of the next card, or None when each was answered right."""
        del now, last
        return self._names[0] if self._names else None

    def answered(self, name: str) -> None:
        """Take out a card that was right; its siblings stay."""
        self.leave_out(name)

    def leave_out(self, name: str) -> None:
        """Take a card out of this session."""
        self._names = [each for each in self._names if each != name]

    def skip(self, name: str) -> None:
        """Put a card behind all others."""
        self.leave_out(name)
        self._names.append(name)

    def put_first(self, name: str) -> None:
        """Let a card come next."""
        self.leave_out(name)
        self._names.insert(0, name)

    def remaining(self, now: Moment) -> Remaining:
        """Return how many cards are still to come."""
        del now
        return Remaining(0, 0, len(self._names))

    def next_step_seconds(self, now: Moment) -> int | None:
        """Return None: nothing is waited for."""
        del now
        return None
