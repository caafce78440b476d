"""Sets of characters, such as those that no text may have and those that look alike.

They are the same for the texts of files, of Python data and of manifests.
"""

from __future__ import annotations

import re
from typing import TypeGuard

from liverdeck.base.patterns import lazy_pattern

INVISIBLE_CHARACTER = re.compile(
    r"[\x00-\x08\t\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)
"""Control characters, tabs, U+2028, U+2029, byte order marks and non-characters.

Line feeds and carriage returns are not among these, because they end the lines of a
file.
"""
FORBIDDEN_IN_TEXT = lazy_pattern(rf"{INVISIBLE_CHARACTER.pattern}|[\r\ud800-\udfff]")
"""Matches a character that no text may have.

That is any `INVISIBLE_CHARACTER`, a carriage return or half of a surrogate pair. One of
these is U+001F, which separates the fields of a note in Anki.
"""
DIRECTION_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks of text direction, as ranges for a class of a regular expression."""
NO_WIDTH = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f"
    "\u3164\ufe00-\ufe0d\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
"""Characters without a width, as ranges for a class of a regular expression.

Joiners are left out, because some scripts need them.
"""
UNSEEN = f"{DIRECTION_MARKS}{NO_WIDTH}\u200d\ufe0e\ufe0f\ufeff"
"""All that nobody sees, but for the joiner that parts the words of Persian."""
JOINER_OF_PERSIAN = "\u200c"
DASHES = "-\u2212\u2013\u2014\u2010\u2011\u2012"
"""What people type for a hyphen, a minus or a dash.

The plain hyphen is first, so a class of a regular expression may begin with these.
"""
APOSTROPHES = "'\u2019\u2018\u02bc\u00b4`"
"""What people type for an apostrophe; the plain one is first."""
BULLETS = f"{DASHES}*\u2022\u2023\u25e6\u00b7\u25cf\u25cb\u25aa\u25ab\u25a0\u25a1\u2043"
"""What stands before an item of a list, with a space behind it."""
ACCENTS = "\u0300-\u036f"
"""Accents on a letter, as a range for a class of a regular expression.

They follow the letter in a decomposed text (NFD). Scripts such as Arabic write vowels
as marks too; these are not among them.
"""
COMMAS = ",\uff0c\u3001\u060c"
"""Commas, also those of Chinese, Japanese and Arabic."""
SEMICOLONS = ";\uff1b\u061b"
"""Semicolons, also those of Chinese and Arabic."""
QUESTION_MARKS = "?\u037e\u061f\uff1f"
"""Question marks, also those of Greek, Arabic and Chinese."""
OTHER_ENDS_OF_SENTENCES = f".:!\u3002\uff01\uff1a\u06d4{SEMICOLONS}"
"""The other marks at the end of a sentence, also those of Chinese and Urdu."""
OPENING_BRACKETS = "([\uff08"
CLOSING_BRACKETS = ")]\uff09"
"""Brackets around words, also the wide ones of Chinese and Japanese."""
CLOSING_MARKS = f"{CLOSING_BRACKETS}\"'\u201d\u2019\u00bb"
"""Brackets and quotation marks that may follow the end of a sentence."""
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def is_language_tag(text: str) -> bool:
    """Whether a text is a language tag, such as `en` or `en-GB`."""
    return _LANGUAGE_TAG.fullmatch(text) is not None


def is_text(value: object) -> TypeGuard[str]:
    """Whether a value is a text that a deck, or a paper of it, may have."""
    return isinstance(value, str) and not FORBIDDEN_IN_TEXT.search(value)


def code_of(char: str) -> str:
    """Return the code of a character as Unicode writes it, such as U+001F."""
    return f"U+{ord(char):04X}"
