"""Which texts mean the same, according to all facts of a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Meaning = int | str
"""What a normalized text means: the same value for all synonyms in the deck.

For a right answer of the deck, it is the number of its group of synonyms. Any other
text is in no group, and its meaning is the text itself.
"""


class Synonyms:
    """The normalized texts of a deck's answers, in groups that mean the same."""

    def __init__(self, texts_of_answers: Iterable[frozenset[str]]) -> None:
        """Group the texts of each answer; groups with a text in common become one."""
        groups: dict[str, set[str]] = {}
        for texts in texts_of_answers:
            _join(texts, groups)
        group_numbers: dict[int, int] = {}
        self._meanings = {
            text: group_numbers.setdefault(id(group), len(group_numbers))
            for text, group in groups.items()
        }

    def meanings_of(self, texts: Iterable[str]) -> frozenset[Meaning]:
        """Return what texts mean: one value for each meaning."""
        return frozenset(self._meanings.get(text, text) for text in texts)


def _join(texts: frozenset[str], groups: dict[str, set[str]]) -> None:
    """Record that these texts, and all known synonyms of them, mean the same.

    `groups` gives, for each known text, a set with the text and its synonyms. All
    synonyms share one set object.
    """
    # The keys are `id`s of sets, so that a set which several texts share is there once.
    sets_by_id = {id(groups[text]): groups[text] for text in texts if text in groups}
    # The smaller sets are merged into the largest one, because that is faster.
    merged = max(sets_by_id.values(), key=len, default=set())
    for group in (*sets_by_id.values(), texts):
        if group is not merged:
            merged |= group
            groups |= dict.fromkeys(group, merged)
