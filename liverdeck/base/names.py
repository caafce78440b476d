"""Ids and names: what an id may contain, and which known name a wrong name is like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_ID = 40
"""An id has at most this many characters."""
ID_CHARACTERS = f"1 to {LONGEST_ID} of the characters a-z, 0-9 and -"
"""What an id consists of, in the words of messages."""
_ID = re.compile(rf"[a-z0-9-]{{1,{LONGEST_ID}}}", re.ASCII)
_MOST_NAMES = 30
"""A hint lists at most this many known names, and then an ellipsis."""


def nearest_name_hint(wrong_name: str, known_names: Iterable[str]) -> str:
    """Return a hint for a wrong name: the known name that is most like it.

    If no known name is like it, the hint lists the first known names.
    """
    import difflib  # only needed for a problem, and slow to import

    names = list(known_names)
    near_names = difflib.get_close_matches(wrong_name[:LONGEST_ID], names, n=1)
    if near_names:
        return f"did you mean `{near_names[0]}`?"

    listed = ", ".join(names[:_MOST_NAMES])
    ellipsis = " ..." if len(names) > _MOST_NAMES else ""
    return f"known here: {listed}{ellipsis}"


def is_id(text: str) -> bool:
    """Whether a text consists of `ID_CHARACTERS`."""
    return _ID.fullmatch(text) is not None


def id_from(text: str) -> str:
    """Return an id made from a text: `hepatic-artery` from "Hepatic artery".

    Letters become lower case and lose their accents. Whatever an id cannot contain
    becomes a hyphen, several such characters in a row a single one. The id has no
    hyphen at its ends and at most `LONGEST_ID` characters. It is "" if no character of
    the text can be in an id.
    """
    import unicodedata  # few commands make ids

    plain = unicodedata.normalize("NFKD", text).casefold()
    without_accents = re.sub(r"[\u0300-\u036f]", "", plain)
    hyphenated = re.sub(r"[^a-z0-9]+", "-", without_accents).strip("-")
    return hyphenated[:LONGEST_ID].strip("-")
