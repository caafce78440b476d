"""Signs that mean the same, and the words that stand for signs.

Answers are normalized in `plain_text` and quantities in `quantity_text`. Both read
signs as these tables say.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from liverdeck.base.characters import APOSTROPHES, DASHES, UNSEEN
from liverdeck.base.patterns import lazy_pattern

if TYPE_CHECKING:
    import re

HIDDEN = lazy_pattern(f"[{UNSEEN}]")
"""What nobody sees, but for the joiner that parts the words of Persian."""
MIDDLE_POINT = lazy_pattern(r"(?<=[0-9])·(?=[0-9])|(?<![\w·])·(?=[0-9])")
"""The point of 1·5, as British journals write it."""
LIKE_DEGREE = lazy_pattern(r"(?<=[0-9])\s*[º˚](?=\s*[CcFf]\b)")
"""A sign that looks like the ° of 37 °C, and is on a Spanish keyboard."""
SUPERSCRIPTS = "[⁺⁻]?[⁰¹²³⁴-⁹]+"
"""A pattern for the number of a power, as in 10⁶ or m²."""
POWER = lazy_pattern(f"(?<=[0-9]){SUPERSCRIPTS}")
"""The same behind a digit; behind a letter it may be the number of a unit."""
MICRO = "μ"
"""The Greek letter. The form NFKC turns Unicode's own sign for the prefix into it."""

_SIGNS_BY_ASCII = {
    "<=": "≤⩽≦",
    ">=": "≥⩾≧",
    "-": DASHES[1:],
    "~": "≈∼≃≅",
    "x": "×",
    "'": APOSTROPHES[1:],
}
ASCII_OF_SIGN = {
    sign: f" {written} " if written in ("x", "~") else written
    for written, signs in _SIGNS_BY_ASCII.items()
    for sign in signs
}
"""Comparators, dashes and the like, and how they are written in ASCII."""

CURRENCIES = {"$": "dollar", "€": "euro", "£": "gbp", "¥": "yen", "₹": "rupee"}
"""The name of a currency for its sign. A pound is a weight too, so £ is *gbp*."""

COMPARATORS = {
    phrase: sign
    for sign, phrases in {
        "<=": "less than or equal to, at most, up to, no more than, not more than, "
        "maximum of",
        ">=": "more than or equal to, greater than or equal to, at least, "
        "no less than, no fewer than, not less than, not fewer than, minimum of",
        "<": "less than, fewer than, smaller than, lower than, shorter than",
        ">": "more than, greater than, larger than, bigger than, higher than, "
        "longer than",
    }.items()
    for phrase in phrases.split(", ")
}
"""The sign for each phrase that compares. Longer phrases come before shorter ones."""
COMPARATORS_BEFORE_NUMBER = {
    "under": "<",
    "below": "<",
    "over": ">",
    "above": ">",
    "exceeding": ">",
}
"""The sign for each word that compares if a number comes after it."""
APPROXIMATELY = ("about", "approximately", "approx", "circa", "roughly")
"""Words for ~."""
APPROXIMATELY_BEFORE_NUMBER = (*APPROXIMATELY, "ca", "around")
"""Words for ~ if a number comes after them; *Ca* alone is calcium."""
ARROWS_TO_THE_RIGHT = "→⇒⟶➡➔⟹➜►"
"""Signs that mean *to* in an answer, and *then* in a list."""

SINGLE_SIGN = r"""
    <= | >= | [<>%^+$~]         # a comparator, percent, "to the power of", and so on
    | (?<=[0-9])/(?=[0-9])      # the slash of 1/2
    | (?<![\w)])-(?=\.?[0-9])   # the minus of -5, not the hyphen of IL-2
"""
"""A verbose pattern for a sign that is a token of its own."""
WORD_WITH_MARKS = r"(?:[^\W\d_]|[^\x00-\x7f\s])+"
"""A word in a script whose vowels may be combining marks, or a sign between spaces."""
WORDS_OF_SIGNS = {"%": "percent", "+": "positive", **CURRENCIES, "→": "to"}
"""Signs that become words when a text is split into tokens."""

TICK = "✓"
"""Beside other tokens it says that they are right, so it changes nothing."""
SIGNS_BY_MEANING = {
    "↑": "↑⬆⇑⇧▲↗🔺⤴",
    "↓": "↓⬇⇓⇩▼↘🔻⤵",
    "→": ARROWS_TO_THE_RIGHT,
    "←": "←⇐⬅⟵",
    "↔": "↔⇄⇌⇔⟷⇋",
    "not": "≠¬❌✗✘✖🚫⛔👎🙅",
    "no": "∅",
    "±": "±∓",
    "√": "√",
    TICK: "✓✔✅☑👍👌💯",
    "female": "♀",
    "male": "♂",
    "permille": "‰",
    "degree": "°",
    "delta": "∆",
    "and": "∧",
    "or": "∨",
    "infinity": "∞",
    "÷": "÷",
}
"""Signs that mean the same, by the token or the word that stands for them."""
MEANING_OF_SIGN = {
    sign: f" {meaning} "
    for meaning, signs in SIGNS_BY_MEANING.items()
    for sign in signs
} | {sign: f" {name} " for sign, name in CURRENCIES.items()}
"""What each sign means, between spaces."""


def as_power(superscripts: re.Match[str]) -> str:
    """Return ^6 for the ⁶ of 10⁶."""
    return "^" + unicodedata.normalize("NFKC", superscripts[0])
