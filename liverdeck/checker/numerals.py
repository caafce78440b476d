"""Reads numbers in all usual spellings and returns plain decimal text.

They may be words, Roman numerals, or digits in the formats that people use.
"""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"0*([0-9]+)(?:[.,]([0-9]+))?")

_UNITS = tuple(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen
    """.split()
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {
    word: 20 + 10 * index for index, word in enumerate(_TENS)
}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
_NUMBER_WORDS = frozenset(_SMALL) | frozenset(_SCALES)
_SMALLEST_TENS = 20
_LARGEST_TENS = 90
_AND = "and"

_TEN = 10
_ROMAN_FROM_ONE = (
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
)
_ROMAN_LETTERS = {"i": "1", "v": "5", "x": "10"}
_ROMAN = {
    numeral: str(value)
    for value, numeral in enumerate(_ROMAN_FROM_ONE, 1)
    if numeral not in _ROMAN_LETTERS
}
"""Numerals of two letters or more, which are numbers wherever they are."""
_NUMBERED = frozenset(
    """
    type stage grade class factor nerve group phase level degree category zone collagen
    angiotensin segment
    """.split()
)
"""After one of these words a single letter i, v or x is a number."""
LONGEST_NUMERAL = 5
_STAGED = re.compile(r"(i{1,3}|iv)([abc])")


def plain_number(written: str) -> str:
    """Return a number as plain decimal text: 1,000 → 1000; 0,50 → 0.5.

    Separators of thousands, needless zeros and decimal commas are gone. A text that is
    not a number comes back as it is.
    """
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    match = _DECIMAL.fullmatch(written)
    if match is None:
        return written
    decimals = (match[2] or "").rstrip("0")
    return f"{match[1]}.{decimals}" if decimals else match[1]


def read_number_words(tokens: list[str]) -> list[str]:
    """Replace each run of number words with digits: two hundred and six → 206."""
    if _NUMBER_WORDS.isdisjoint(tokens):
        return tokens
    result: list[str] = []
    run: list[str] = []
    for index, token in enumerate(tokens):
        if token in _NUMBER_WORDS:
            if run and not _continues(run, token):
                result += _value(run)
                run = []
            run.append(token)
        elif not _joins_hundred(run, tokens, index):
            result += [*_value(run), token]
            run = []
    return result + _value(run)


def _joins_hundred(run: list[str], tokens: list[str], index: int) -> bool:
    """Whether a token is the *and* of a number such as *two hundred and six*."""
    following = tokens[index + 1 : index + 2]
    return (
        tokens[index] == _AND
        and run[-1:] == ["hundred"]
        and _SMALL.keys() >= set(following)
    )


def _continues(run: list[str], token: str) -> bool:
    last = run[-1]
    if token in _SCALES or last in _SCALES:
        return True
    is_after_tens = _SMALLEST_TENS <= _SMALL[last] <= _LARGEST_TENS
    return is_after_tens and 0 < _SMALL[token] < _TEN


def _value(run: list[str]) -> list[str]:
    if not run:
        return []
    total = part = 0
    for word in run:
        if word not in _SCALES:
            part += _SMALL[word]
        elif word == "hundred":
            part = max(part, 1) * 100
        else:
            total, part = total + max(part, 1) * _SCALES[word], 0
    return [str(total + part)]


def read_roman_numerals(tokens: list[str]) -> list[str]:
    """Replace Roman numerals with digits.

    These are the numerals from II to XX, and I, V and X after a word such as *type*.
    """
    result: list[str] = []
    for index, token in enumerate(tokens):
        if len(token) > LONGEST_NUMERAL:
            result.append(token)
        elif index and tokens[index - 1] in _NUMBERED:
            result += _arabic_after_numbered(token)
        else:
            result.append(_ROMAN.get(token, token))
    return result


def _arabic_after_numbered(token: str) -> list[str]:
    numeral, letter = token, ""
    staged = _STAGED.fullmatch(token)  # as in stage IIA, stage IIIb
    if staged is not None:
        numeral, letter = staged[1], staged[2]
    arabic = _ROMAN.get(numeral) or _ROMAN_LETTERS.get(numeral, numeral)
    return [arabic, letter] if letter else [arabic]
