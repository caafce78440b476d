"""Short forms of nouns in anatomy, such as the *n.* of *n. facial*.

They are Latin or of the language: *n.* is *nervus* and *nervio*. The nouns of all
languages are in one table, as no word of one language is another noun in another.
"""

from __future__ import annotations

import re

_NOUNS = {
    "a": "arteria artère artéria",
    "v": "vena veine veia",
    "n": "nervus nervio nerf nervo nerw",
    "m": "musculus músculo muscle muscolo mięsień morbus",
    "lig": "ligamentum ligamento ligament",
    "r": "ramus ramo rama rameau",
    "gl": "glandula glándula glande ghiandola glândula",
    "t": "tętnica",
    "ż": "żyła",
    "więz": "więzadło",
}
"""The nouns for each short form; *M. Crohn* is a disease."""
_SHORT = re.compile(
    rf"(?<![\w.])({'|'.join(_NOUNS)})\.\s*(?=[^\W\d_]{{3}})", re.IGNORECASE
)


def written_out(text: str) -> list[str]:
    """Return *nervio facial* and the like for *n. facial*; nothing without a point."""
    short = _SHORT.search(text)
    if short is None:
        return []
    before, behind = text[: short.start()], text[short.end() :]
    nouns = _NOUNS[short[1].lower()].split()
    return [f"{before}{noun} {behind}" for noun in nouns]
