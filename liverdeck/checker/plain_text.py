"""Writes a text plainly: in lower case, without accents, and with words for signs.

Signs that mean the same become one sign or one word. Greek letters become their names.
"""

from __future__ import annotations

import re
import unicodedata

from liverdeck.base.characters import (
    ACCENTS,
    CLOSING_BRACKETS,
    COMMAS,
    DASHES,
    OPENING_BRACKETS,
    SEMICOLONS,
)
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.numerals import LONGER_NUMERALS
from liverdeck.checker.signs import (
    ASCII_OF_SIGN,
    HIDDEN,
    LIKE_DEGREE,
    MEANING_OF_SIGN,
    MICRO,
    MIDDLE_POINT,
    POWER,
    as_power,
)

_DOTTED_ABBREVIATION = lazy_pattern(r"\b[a-z](?:\.[a-z])+\b\.?")
_NUMBER_SIGN = lazy_pattern(r"\bn[or]\.\s*(?=[0-9])")
"""The *No.* of *No. 5*, which is no negation."""
_POSSESSIVE = lazy_pattern(r"'s\b|(?<=s)'(?!\w)")
_CONTRACTED = lazy_pattern(
    r"\b(?:(it|that|there|here|what|where|who|he|she|how)'s|(they|we|you)'re"
    r"|(\w+)'(ve|ll))\b"
)
"""A word that is joined with a shortened verb, as *that's*. *Crohn's* is none."""
_OPENING, _CLOSING = map(re.escape, (OPENING_BRACKETS, CLOSING_BRACKETS))
_FINAL_MINUS = lazy_pattern(
    rf"(?<=\w)\s+-\s*$ | (?<=[{_OPENING}])\s*-\s*(?=[{_CLOSING}]) | "
    r"(?:(?<=\b\w)|(?<=\b\w\w)|(?<=\b\w\w\w)|(?<=[0-9]))"
    rf"-(?=[\s{COMMAS}{_CLOSING}]|$)",
    re.VERBOSE,
)
"""The minus of *Rh-*, *CD4-* or *Gram (-)*, which is read as *negative*."""
MINUS_OF_CODE = lazy_pattern(rf"\b(?=\w*[A-Z]\w*[A-Z])(\w+)[{DASHES}](?=\s*$)")
"""The minus of *HBsAg-*."""
_ENDING_OF_SIGN = lazy_pattern(r"([+-])ve\b")
"""The *ve* of *+ve* and *-ve*, which are short for *positive* and *negative*."""
_POSITIVE_CLUSTER = lazy_pattern(
    r"\b(cd ?[0-9]+[a-d]?)(?:\+(?![+0-9])|[ -]positive\b"
    r"|\s\+(?=\s(?:[tb]\s)?(?:cells?|lymphocytes?)\b))"
)
"""*CD4+*: without the plus, *CD4 cells* says the same."""
_PLUSES = lazy_pattern(r"\+{2,4}")
_ARROW_OF_LETTERS = lazy_pattern(r"(?<=[\w\s])(?:<->|-+>|<-+(?![0-9.]))(?=[\w\s])")
_MARKER_WITHOUT_SPACE = lazy_pattern(
    rf"(?<=[a-z]{{4}})(?=(?:[A-Z]|{'|'.join(LONGER_NUMERALS).upper()})(?![A-Za-z]))"
)
"""Between a word and the letter or numeral behind it, as in *hepatitisB*."""
_RATIO = lazy_pattern(r"(?<=[0-9])\s*(?::|\bin\b|\bover\b)\s*(?=[0-9])")
"""What may stand for the slash of 1/1000."""
_SEGMENT = lazy_pattern(f"[^{COMMAS}{SEMICOLONS}]+")
"""A part of a text between commas or semicolons."""
_UP_OR_DOWN = lazy_pattern(r"[↑↓]")
ACCENT = lazy_pattern(f"(?<=[a-zα-ωа-я])[{ACCENTS}]+")
"""Accents of Latin, Greek and Cyrillic. In other scripts they may be vowels."""
VOWEL_POINT = lazy_pattern(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0652\u0670]"
)
"""Points of Hebrew and Arabic, and the stroke that makes an Arabic word longer."""
_BETA = lazy_pattern(r"(?:^|(?<=\s))ß(?=[-0-9])|^ß(?=\s|$)")
"""A ß that begins a name, as in *ß-blocker* and *ß cell*, is typed for β."""
_GREEK_RUN = lazy_pattern("[α-ω]+")

_FIRST_PICTURE = "\U0001f000"
"""From this character on, signs are small pictures, such as faces."""
_MEANING_OF_SIGN = str.maketrans(MEANING_OF_SIGN)
MEANINGLESS_SIGNS = "©®™℠"
_MEANINGLESS = str.maketrans(
    dict.fromkeys(MEANINGLESS_SIGNS, " ") | {"´": "'"} | dict.fromkeys("🏻🏼🏽🏾🏿", "")
)

# fmt: off
ASCII_OF_LETTER = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "ħ": "h",
}
"""Letters in lower case that have no accent to take away, and how to write them."""
_ASCII_REPLACEMENTS = str.maketrans(ASCII_OF_LETTER | ASCII_OF_SIGN)

_PLAIN_SIGNS = str.maketrans({"æ": "ae", "œ": "oe"} | ASCII_OF_SIGN)

# Sigma comes twice, because it is written differently at the end of a word (ς).
_GREEK_NAMES = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota",
    "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho", "sigma", "sigma",
    "tau", "upsilon", "phi", "chi", "psi", "omega",
)
GREEK_NAME_OF = dict(zip("αβγδεζηθικλμνξοπρςστυφχψω", _GREEK_NAMES, strict=True))
GREEK_NAMES = frozenset(_GREEK_NAMES)
_LONGEST_GREEK_SYMBOL = 2
"""Up to this many Greek letters together are symbols, which are replaced by names.

A longer run is a Greek word and stays.
"""
# fmt: on


def has_joined_marker(text: str) -> bool:
    """Whether a marker stands at the end of a word, as in *hepatitisB*."""
    return _MARKER_WITHOUT_SPACE.search(text) is not None


def plain_text(text: str) -> str:
    """Return a text in plain writing; letters of other scripts stay."""
    if not text.islower():
        text = _MARKER_WITHOUT_SPACE.sub(" ", text)
        text = MINUS_OF_CODE.sub(r"\1 negative", text)
    is_plain = text.isascii() and "`" not in text
    plain = text.lower() if is_plain else _plain(text)
    if "'" in plain:
        plain = _CONTRACTED.sub(_written_out, plain)
        plain = _POSSESSIVE.sub("", plain).replace("'", "")
    if "." in plain:
        plain = _NUMBER_SIGN.sub("", plain)
        plain = _DOTTED_ABBREVIATION.sub(lambda match: match[0].replace(".", ""), plain)
    if "cd" in plain:
        plain = _POSITIVE_CLUSTER.sub(r"\1 ", plain)
    if "-" in plain or "+" in plain or "/" in plain:
        plain = _with_signs(plain)
    if not plain.isascii():
        plain = _without_greek_letters(plain)
    return _RATIO.sub("/", plain)


def _written_out(contracted: re.Match[str]) -> str:
    """Return *that is* for *that's*."""
    with_is, with_are, other, verb = contracted.groups()
    if with_is or with_are:
        return f"{with_is} is" if with_is else f"{with_are} are"
    return f"{other} {'have' if verb == 've' else 'will'}"


def _plain(text: str) -> str:
    """Return a text in lower case, without accents, with words for signs.

    Powers, dashes, quotes and comparators are written in ASCII. Letters and vowel signs
    of other scripts stay.
    """
    lower = _lower(text)
    without_accents = ACCENT.sub("", unicodedata.normalize("NFD", lower))
    plain = unicodedata.normalize("NFC", without_accents).translate(_ASCII_REPLACEMENTS)
    return _with_prefix_micro(plain) if MICRO in plain else plain


def _with_prefix_micro(plain: str) -> str:
    """Return *ug* for *μg*; in front of anything else, μ is a Greek letter."""
    from liverdeck.checker.units import MICRO_BEFORE_UNIT  # takes 10 ms

    return MICRO_BEFORE_UNIT.sub("u", plain)


def _lower(text: str) -> str:
    """Return a text in lower case, with words for signs and without vowel points."""
    with_degree = LIKE_DEGREE.sub("°", HIDDEN.sub("", text))
    with_points = MIDDLE_POINT.sub(".", with_degree)
    with_beta = _BETA.sub("β", with_points) if "ß" in with_points else with_points
    with_signs = with_beta.translate(_MEANINGLESS).translate(_MEANING_OF_SIGN)
    with_powers = POWER.sub(as_power, with_signs)
    lower = unicodedata.normalize("NFKC", with_powers).casefold()
    return VOWEL_POINT.sub("", lower)


def with_plain_signs(text: str) -> str:
    """Return a text in lower case with plain signs; letters keep their accents."""
    plain = unicodedata.normalize("NFC", _lower(text)).translate(_PLAIN_SIGNS)
    if "-" in plain or "+" in plain or "/" in plain:
        plain = _with_signs(plain)
    return plain if plain.isascii() else _without_greek_letters(plain)


def letters_of(text: str) -> str:
    """Return the letters and digits of a text in lower case, with their accents."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return "".join(filter(str.isalnum, composed))


def differs_in_accents(one: str, other: str) -> bool:
    """Whether two texts have the same letters, but not the same accents on them."""
    if one.isascii() and other.isascii():
        return False
    letters, other_letters = letters_of(one), letters_of(other)
    if letters == other_letters:
        return False
    return _without_accents(letters) == _without_accents(other_letters)


def _without_accents(letters: str) -> str:
    return ACCENT.sub("", unicodedata.normalize("NFD", letters))


def _without_greek_letters(plain: str) -> str:
    """Return a plain text with names for Greek letters, and spaces for punctuation.

    An arrow behind what rises or falls is moved before it: *TSH ↑* becomes *↑ TSH*.
    """
    without_greek = _GREEK_RUN.sub(_greek_names, plain)
    if _UP_OR_DOWN.search(without_greek):
        without_greek = _SEGMENT.sub(_with_arrows_first, without_greek)
    return "".join(map(_plain_character, without_greek))


def _with_arrows_first(segment: re.Match[str]) -> str:
    """Return a part between commas with ↑ or ↓ before what it is about."""
    text = segment[0].strip()
    if not text.endswith(("↑", "↓")):
        return segment[0]
    pieces = re.findall(r"([^↑↓]*)(([↑↓])(?:\s*\3)*)", text)
    return " " + " ".join(f"{arrows} {about}" for about, arrows, _ in pieces) + " "


def _with_signs(plain: str) -> str:
    """Return *negative* for a final minus, 2+ for ++, ± for +/- and → for ->."""
    with_words = plain.replace("+/-", " ± ").replace("!=", " not ")
    with_words = _ENDING_OF_SIGN.sub(_positive_or_negative, with_words)
    with_arrows = _ARROW_OF_LETTERS.sub(_arrow, with_words)
    with_minus = _FINAL_MINUS.sub(" negative ", with_arrows)
    return _PLUSES.sub(lambda match: f"{len(match[0])}+", with_minus)


def _positive_or_negative(written: re.Match[str]) -> str:
    return " positive " if written[1] == "+" else " negative "


def _arrow(written: re.Match[str]) -> str:
    ends = written[0][0], written[0][-1]
    return " ↔ " if ends == ("<", ">") else " → " if ends[1] == ">" else " ← "


def _greek_names(run: re.Match[str]) -> str:
    if len(run[0]) > _LONGEST_GREEK_SYMBOL:
        return run[0]
    return "".join(f" {GREEK_NAME_OF[letter]} " for letter in run[0])


def _plain_character(character: str) -> str:
    """Return a digit of any script in ASCII, and punctuation as a space.

    ASCII characters, letters and combining marks stay. Any other sign stands alone, but
    a small picture such as a face says nothing.
    """
    if character < "\x80" or character.isalpha():
        return character
    category = unicodedata.category(character)
    if category[0] == "M":  # a combining mark
        return character
    if category == "Nd":
        return str(unicodedata.digit(character))
    is_picture = character >= _FIRST_PICTURE
    is_sign = category in ("So", "Sm", "Sc") and not is_picture
    return f" {character} " if is_sign else " "
