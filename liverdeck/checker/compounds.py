"""Words of two parts of which one was exchanged: *immunoefficient*, *thiosulfite*.

No list has most words of two parts, so their parts are compared.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Literal

from liverdeck.checker.affixes import (
    ALL_PREFIXES,
    SUFFIXES_IN_DOUBT,
    look_alikes,
)
from liverdeck.checker.known_words import is_medical, is_sure
from liverdeck.checker.nearest_words import is_one_edit
from liverdeck.checker.sounds import sounds_the_same
from liverdeck.checker.spelling import inflections

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST_FRONT, _SHORTEST_BACK = 3, 5
"""The parts of a word have at least this many letters."""
_JOINING_VOWEL = "o"
"""A front part ends in it, as *immuno* and *thio* do, or it is a prefix."""
_OTHER_FRONTS = frozenset("met myo oxy carboxy per thio".split())
_FRONTS = _OTHER_FRONTS | {
    prefix for prefix in ALL_PREFIXES if len(prefix) >= _SHORTEST_FRONT
}


def exchanged_part(typed: str, right: str) -> Literal["turned", "other"] | None:
    """Return how a part of the right word was exchanged for another known one.

    *turned*: the second part has another prefix or suffix, as in *immunoincompetent*.
    *other*: one part is any other known one. None if none was exchanged.
    """
    backs = list(_backs(typed, right))
    if any(
        typed_back == look_alike.word
        and look_alike.affix not in SUFFIXES_IN_DOUBT
        and len(look_alike.affix or look_alike.replaced_affix) > 1
        for typed_back, right_back in backs
        for look_alike in look_alikes(right_back)
    ):
        return "turned"
    # *Angiotension* is a slip of *angiotensin*, and *aeroplain* of *aeroplane*.
    if is_one_edit(typed, right) or not is_medical(right):
        return None
    return "other" if backs or _has_other_front(typed, right) else None


def _backs(typed: str, right: str) -> Iterator[tuple[str, str]]:
    """Yield the second parts of two words with the same first part, if known."""
    for size in range(_SHORTEST_FRONT, _length_in_common(typed, right) + 1):
        front, typed_back, right_back = right[:size], typed[size:], right[size:]
        if min(len(typed_back), len(right_back)) < _SHORTEST_BACK:
            return
        is_front = front.endswith(_JOINING_VOWEL) or front in _FRONTS
        if (
            is_front
            and is_sure(right_back)
            and is_sure(typed_back)
            and typed_back not in inflections(right_back)
            and not right_back.startswith(typed_back)
        ):
            yield typed_back, right_back


def _has_other_front(typed: str, right: str) -> bool:
    """Whether another known prefix stands in front of the same known word."""
    size = _length_in_common(typed[::-1], right[::-1])
    for length in range(_SHORTEST_BACK, size + 1):
        typed_front, right_front = typed[:-length], right[:-length]
        if (
            typed_front in _FRONTS
            and right_front in _FRONTS
            and is_sure(right[-length:])
            and not sounds_the_same(typed_front, right_front)
        ):
            return True
    return False


def _length_in_common(one: str, other: str) -> int:
    """Return how many letters two words have in common at the beginning."""
    pairs = zip(one, other, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
