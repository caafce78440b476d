"""Parts: what distinguishes a card, or a note, from the others of its fact; its name.

A part is empty, a blank (`c1`), `reverse`, the id of a group, or `choice-...`. Parts
are permanent, because names of cards and identities of notes are made from them.
"""

from __future__ import annotations

import re

HIGHEST_BLANK_NUMBER = 99
"""A statement has no blank with a higher number. The lowest number is 1."""
REVERSE = "reverse"
"""The part of the card that asks the second question of a fact."""
_CHOICE = "choice"
"""The parts of multiple choice notes from `quiz --format anki` begin with this word.

A hyphen follows, and what names the question within its fact.
"""
_BLANK_PREFIX = "c"
_BLANK = re.compile(rf"{_BLANK_PREFIX}([0-9]+)", re.ASCII)


def blank_part(number: int | str) -> str:
    """Return the part of a blank from its number: `c1`."""
    return f"{_BLANK_PREFIX}{number}"


def blank_number(part: str) -> int:
    """Return the number of a blank from its part.

    Raises ValueError if the part does not end in a number.
    """
    return int(part.removeprefix(_BLANK_PREFIX))


def is_blank_part(text: str) -> bool:
    """Whether a text is the part of a blank, from `c1` to `c99`."""
    match = _BLANK.fullmatch(text)
    # The length is compared first: Python refuses to convert very long numbers.
    if match is None or len(match[1]) > len(str(HIGHEST_BLANK_NUMBER)):
        return False
    return not match[1].startswith("0") and int(match[1]) <= HIGHEST_BLANK_NUMBER


def choice_part(question: str) -> str:
    """Return the part of a multiple choice note from the name of its question."""
    return f"{_CHOICE}-{question}"


def joined_name(*ids: str) -> str:
    """Return the name of a card or note from its ids: `deck/fact` or `deck/fact/part`.

    An empty part is left out. The deck may be left out too.
    """
    return "/".join(filter(None, ids))


def without_deck(name: str) -> str:
    """Return the name of a card or note without the id of its deck."""
    return name.partition("/")[2] or name


def may_name_group(group_id: str) -> bool:
    """Whether a group may have an id: not if it could name another card of the fact."""
    names_other_card = (
        group_id in (REVERSE, _CHOICE)
        or group_id.startswith(choice_part(""))
        or _BLANK.fullmatch(group_id) is not None
    )
    return not names_other_card
