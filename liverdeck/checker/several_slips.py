"""Whether a typed word has too many slips to be taken for the right word.

`slip` says what all edits cost together. A long word has a wide limit, so that a slip
in each of several syllables is forgiven. But if too much of it is wrong in too many
places, nothing says any more that this word was meant.
"""

from __future__ import annotations

from typing import NamedTuple

from liverdeck.checker.spelling import SWAPPED_LETTERS, letter_cost, replacement_cost

_UNEXPLAINED = 1.0
"""An edit that costs at least this much is unexplained: it is not a common slip.

One vowel for another is a common slip, and costs less.
"""
_FEWEST_WITH_ONE_UNEXPLAINED, _FEWEST_UNEXPLAINED = 4, 3
"""Four slips are too many if one is unexplained, and three if all of them are."""
LEAST_COST_OF_SEVERAL = 2.5
"""Too many slips cost at least this much: an unexplained one and three cheap ones."""


class _Slips(NamedTuple):
    """The slips that turn one text into another.

    Of several ways, the smallest value is the best one: the cost counts first.
    """

    cost: float = 0.0
    unexplained_count: int = 0
    slip_count: int = 0
    """Letters side by side that are added, or left out, are one slip: a syllable."""
    last: str = ""
    """What the last slip is: *added*, *missing* or *other*.

    Empty if there is none, or if a letter that is right came after it.
    """

    def and_one(self, cost: float, edit: str = "other") -> _Slips:
        """Return the slips with one edit more."""
        goes_on = edit != "other" and edit == self.last
        is_unexplained = cost >= _UNEXPLAINED and not goes_on
        return _Slips(
            round(self.cost + cost, 2),
            self.unexplained_count + is_unexplained,
            self.slip_count + (not goes_on),
            edit,
        )

    def and_same_letter(self) -> _Slips:
        """Return the slips with a letter behind them that is right."""
        return self._replace(last="")


def has_too_many_slips(typed: str, right: str) -> bool:
    """Whether there are four slips, one of them unexplained, or three unexplained ones.

    Letters of another alphabet look the same and are not slips of the learner.
    """
    if not typed.isascii():
        return False
    slips = _slips_between(typed, right)
    return slips.unexplained_count >= _FEWEST_UNEXPLAINED or (
        slips.unexplained_count > 0 and slips.slip_count >= _FEWEST_WITH_ONE_UNEXPLAINED
    )


def _slips_between(typed: str, right: str) -> _Slips:
    """Return the cheapest slips between two words."""
    rows: list[list[_Slips]] = []
    for i in range(len(typed) + 1):
        rows.append([])
        for j in range(len(right) + 1):
            ways = _ways(rows, typed[:i], right[:j])
            rows[i].append(min(ways, default=_Slips()))
    return rows[-1][-1]


def _ways(rows: list[list[_Slips]], typed: str, right: str) -> list[_Slips]:
    """Return the slips of each way to type `typed` for `right`.

    Both are beginnings of the two words. `rows` has the slips
    between all shorter beginnings.
    """
    i, j = len(typed), len(right)
    ways = []
    if i:
        cost = letter_cost(typed[-2:-1], typed[-1])
        ways.append(rows[i - 1][j].and_one(cost, "added"))
    if j:
        cost = letter_cost(right[-2:-1], right[-1])
        ways.append(rows[i][j - 1].and_one(cost, "missing"))
    if i and j and typed[-1] == right[-1]:
        ways.append(rows[i - 1][j - 1].and_same_letter())
    elif i and j:
        cost = replacement_cost(typed[-1], right[-1])
        ways.append(rows[i - 1][j - 1].and_one(cost))
    if i > 1 and j > 1 and typed[-2:] == right[:-3:-1]:
        ways.append(rows[i - 2][j - 2].and_one(SWAPPED_LETTERS))
    return ways
