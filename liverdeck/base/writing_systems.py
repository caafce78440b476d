"""Languages without spaces between words, and the letters of their scripts."""

from __future__ import annotations

import re

_LETTERS_BY_LANGUAGE = {
    "ja": "\u3040-\u30ff",
    "km": "\u1780-\u17ff",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "th": "\u0e00-\u0e7f",
    "zh": "\u3100-\u9fff",
}
"""A range of letters of each language's script, as in a regular expression.

The key is the language code. Japanese has Chinese letters too.
"""
LANGUAGES_WITHOUT_SPACES = frozenset(_LETTERS_BY_LANGUAGE)
"""Languages without spaces between words: their texts are not split into words."""


def letter_without_spaces() -> re.Pattern[str]:
    """Return the pattern of a letter of a script without spaces between words."""
    return re.compile(f"[{''.join(_LETTERS_BY_LANGUAGE.values())}]")
