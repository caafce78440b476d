"""Which names mean the same, according to all facts of a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Meaning = int | str
"""What a name means: equal for two names if facts of the deck connect them.

It is the number of the name's synonyms, or the name itself if no fact gives it.
"""


class Synonyms:
    """The names of a deck's answers, joined by the facts that give them together."""

    def __init__(self, names_of_answers: Iterable[frozenset[str]]) -> None:
        """Join the names of each answer, and so all names that answers connect."""
        groups: dict[str, set[str]] = {}
        for names in names_of_answers:
            _join(names, groups)
        numbers: dict[int, int] = {}
        self._meanings = {
            name: numbers.setdefault(id(group), len(numbers))
            for name, group in groups.items()
        }

    def meanings_of(self, names: Iterable[str]) -> frozenset[Meaning]:
        """Return what names mean: one value for each meaning."""
        return frozenset(self._meanings.get(name, name) for name in names)


def _join(names: frozenset[str], groups: dict[str, set[str]]) -> None:
    """Record that these names, and all known synonyms of them, mean the same.

    `groups` has all synonyms of each name. Synonyms share the same set object.
    """
    # By `id`, so that a set that several names share is here only once.
    known = {id(groups[name]): groups[name] for name in names if name in groups}
    # The smaller sets are merged into the largest one, because that is faster.
    merged = max(known.values(), key=len, default=set())
    for group in (*known.values(), names):
        if group is not merged:
            merged |= group
            groups |= dict.fromkeys(group, merged)
