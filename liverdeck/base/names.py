"""Names and ids: what an id may look like, and the known name nearest to a wrong one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
_ID_LENGTH = 40
_ID = re.compile(r"[a-z0-9-]{1,40}", re.ASCII)
_MOST_NAMES = 30


def nearest(word: str, known: Iterable[str]) -> str:
    """Say which known names there are, the nearest one first if one is near."""
    import difflib  # only needed for a complaint, and slow to import

    names = list(known)
    near = difflib.get_close_matches(word[:_ID_LENGTH], names, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"known here: {', '.join(names[:_MOST_NAMES])}{' ...' if len(names) > _MOST_NAMES else ''}"


def is_id(text: str) -> bool:
    """Whether a text is 1 to 40 of a-z, 0-9 and -."""
    return _ID.fullmatch(text) is not None
