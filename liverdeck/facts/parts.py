"""The parts that distinguish the cards and notes of a fact, and names that have parts.

A part is empty, a blank (`c1`), `reverse`, the id of a group, or `choice-...`. Parts
are permanent, because names of cards and identities of notes are made from them.
"""

from __future__ import annotations

import re

from liverdeck.base.patterns import lazy_pattern

HIGHEST_BLANK_NUMBER = 99
"""The highest number that a blank of a statement can have. The lowest number is 1."""
REVERSE = "reverse"
"""The part of the card that asks the second question of a fact."""
_CHOICE = "choice"
"""The parts of multiple choice notes from `quiz --format anki` begin with this word.

A hyphen and the id of the question within its fact follow, as in `choice-c1.sba`.
"""
_BLANK_PREFIX = "c"
_BLANK = lazy_pattern(rf"{_BLANK_PREFIX}([0-9]+)", re.ASCII)
"""Matches a blank's part, such as `c1`. The group is the number."""


def blank_part(number: int | str) -> str:
    """Return the part of a blank from its number: `c1`."""
    return f"{_BLANK_PREFIX}{number}"


def blank_number(part: str) -> int:
    """Return the number of a blank from its part: 1 for `c1`.

    Raises ValueError for a part that is not a blank's, such as `reverse`.
    """
    return int(part.removeprefix(_BLANK_PREFIX))


def is_blank_part(text: str) -> bool:
    """Whether a text is the part of a blank, from `c1` to `c99`."""
    match = _BLANK.fullmatch(text)
    # The length is compared first: Python refuses to convert very long numbers.
    if match is None or len(match[1]) > len(str(HIGHEST_BLANK_NUMBER)):
        return False
    return not match[1].startswith("0") and int(match[1]) <= HIGHEST_BLANK_NUMBER


def choice_part(id_in_fact: str) -> str:
    """Return the part of a multiple choice note: `choice-c1.sba`.

    `id_in_fact` is the id of the note's question within the fact: `c1.sba`.
    """
    return f"{_CHOICE}-{id_in_fact}"


def joined_name(*ids: str) -> str:
    """Return the name of a card or note from its ids: `deck/fact` or `deck/fact/part`.

    An empty part is left out. Without the id of the deck, the name is `fact/part`.
    """
    return "/".join(filter(None, ids))


def without_deck(name: str) -> str:
    """Return a name without the id of the deck: `fact/part` for `deck/fact/part`."""
    return name.partition("/")[2] or name


def may_name_group(group_id: str) -> bool:
    """Whether a group may have this id.

    It may not be the part of a blank, a reverse question or a multiple choice note.
    """
    is_taken = (
        group_id in (REVERSE, _CHOICE)
        or group_id.startswith(choice_part(""))
        or _BLANK.fullmatch(group_id) is not None
    )
    return not is_taken
