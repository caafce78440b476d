"""Ids, and hints for wrong names: the known name that is most like a wrong name."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from liverdeck.base.characters import ACCENTS
from liverdeck.base.patterns import lazy_pattern
from liverdeck.base.problems import ID_CHARACTER, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.base.problems import Position

LONGEST_ID = 40
"""An id has at most this many characters."""
ID_CHARACTERS = f"1 to {LONGEST_ID} of the characters a-z, 0-9 and -"
"""The characters of an id, in the words of messages."""
_ID = lazy_pattern(rf"{ID_CHARACTER}{{1,{LONGEST_ID}}}", re.ASCII)
MOST_COMPARED = 60
"""A wrong name is compared with at most this many known names."""
_MOST_NAMES = 30
"""A hint lists at most this many known names, and then an ellipsis."""


class NameHints:
    """Finds the known names that are most like wrong names.

    The hint for each wrong name is made once. If there are few known names, a wrong
    name is compared with all of them, otherwise only with names that begin or end like
    it.
    """

    def __init__(self, known_names: Iterable[str]) -> None:
        """Take all known names."""
        self._names = list(known_names)
        self._hints: dict[str, str] = {}

    def hint_for(self, wrong_name: str) -> str:
        """Return a hint for a wrong name: the known name that is most like it.

        If no known name is like it, the hint lists the first known names.
        """
        if wrong_name not in self._hints:
            self._hints[wrong_name] = self._hint_for(wrong_name[:LONGEST_ID])
        return self._hints[wrong_name]

    def _hint_for(self, wrong_name: str) -> str:
        import difflib  # only needed for a problem, and slow to import

        candidates = self._candidates(wrong_name)
        near_names = difflib.get_close_matches(wrong_name, candidates, n=1)
        if near_names:
            return f"did you mean `{near_names[0]}`?"

        listed = ", ".join(self._names[:_MOST_NAMES])
        ellipsis = " ..." if len(self._names) > _MOST_NAMES else ""
        return f"known here: {listed}{ellipsis}"

    @cached_property
    def _sorted(self) -> tuple[list[str], list[str]]:
        """The sorted known names, and the same names read backwards and sorted."""
        return sorted(self._names), sorted(name[::-1] for name in self._names)

    def _candidates(self, wrong_name: str) -> list[str]:
        if len(self._names) <= MOST_COMPARED:
            return self._names
        count = MOST_COMPARED // 4
        names, reversed_names = self._sorted
        candidates = _neighbours(wrong_name, names, count)
        reversed_candidates = _neighbours(wrong_name[::-1], reversed_names, count)
        candidates += [name[::-1] for name in reversed_candidates]
        return list(dict.fromkeys(candidates))


def _neighbours(text: str, sorted_texts: list[str], count: int) -> list[str]:
    """Return the `count` texts just before a text in the order, and `count` after it.

    At the ends of the list, there are fewer.
    """
    index = bisect_left(sorted_texts, text)
    return sorted_texts[max(0, index - count) : index + count]


def nearest_name_hint(wrong_name: str, known_names: Iterable[str]) -> str:
    """Return the hint for a single wrong name. See `NameHints`."""
    return NameHints(known_names).hint_for(wrong_name)


def unknown_name_problem(
    position: Position, noun: str, name: object, known_names: Iterable[str]
) -> Problem:
    """Return the problem that the name that a user gave is not known.

    `noun` is the noun for what was named, such as "topic" or "fact". The fix gives a
    hint.
    """
    hint = nearest_name_hint(str(name), known_names)
    return Problem(position, f"no {noun} {name!r}", hint)


def is_id(text: str) -> bool:
    """Whether a text consists of `ID_CHARACTERS`."""
    return _ID.fullmatch(text) is not None


def id_from(text: str) -> str:
    """Return an id made from a text: `hepatic-artery` from "Hepatic artery".

    Letters become lower case and lose their accents. Each run of characters that an id
    cannot contain is replaced by one hyphen. The id has no hyphen at its ends and at
    most `LONGEST_ID` characters. It is "" if no character of the text can be in an id.
    """
    import unicodedata  # few commands make ids

    plain = unicodedata.normalize("NFKD", text).casefold()
    without_accents = re.sub(f"[{ACCENTS}]", "", plain)
    hyphenated = re.sub(r"[^a-z0-9]+", "-", without_accents).strip("-")
    return hyphenated[:LONGEST_ID].strip("-")


def numbered_id(base: str, number: int) -> str:
    """Return an id with a number at its end, such as `signs-2`.

    An id that would be longer than `LONGEST_ID` is cut before the hyphen.
    """
    ending = f"-{number}"
    return base[: LONGEST_ID - len(ending)] + ending
