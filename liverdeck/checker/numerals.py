"""Numbers written as words, as Roman numerals and in the formats people use, as plain decimal text."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"0*([0-9]+)(?:[.,]([0-9]+))?")

_UNITS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {
    word: 20 + 10 * n for n, word in enumerate(_TENS)
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
_ROMAN = {
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
    "xi": "11",
    "xii": "12",
    "xiii": "13",
    "xiv": "14",
    "xv": "15",
    "xvi": "16",
    "xvii": "17",
    "xviii": "18",
    "xix": "19",
    "xx": "20",
}
_ROMAN_LETTERS = {"i": "1", "v": "5", "x": "10"}
_NUMBERED = frozenset(
    "type stage grade class factor nerve group phase level degree category zone collagen angiotensin segment".split()
)
"""Words behind which a single letter i, v or x is a number."""
LONGEST_NUMERAL = 5
_STAGED = re.compile(r"(i{1,3}|iv)([abc])")


def plain_number(written: str) -> str:
    """Return a number without separators of thousands, needless zeros or a decimal comma: 1,000 → 1000; 0,50 → 0.5."""
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    match = _DECIMAL.fullmatch(written)
    if match is None:
        return written
    decimals = (match[2] or "").rstrip("0")
    return f"{match[1]}.{decimals}" if decimals else match[1]


def read_number_words(tokens: list[str]) -> list[str]:
    """Replace each run of number words by digits: two hundred and six → 206."""
    if _NUMBER_WORDS.isdisjoint(tokens):
        return tokens
    found: list[str] = []
    run: list[str] = []
    for place, token in enumerate(tokens):
        joins = (
            token == _AND
            and run[-1:] == ["hundred"]
            and _SMALL.keys() >= set(tokens[place + 1 : place + 2])
        )
        if token in _NUMBER_WORDS and (not run or _continues(run, token)):
            run.append(token)
        elif not joins:
            found += _value(run)
            run = [token] if token in _NUMBER_WORDS else []
            found += [] if run else [token]
    return found + _value(run)


def _continues(run: list[str], token: str) -> bool:
    last = run[-1]
    if token in _SCALES:
        return True
    return last in _SCALES or (
        _SMALLEST_TENS <= _SMALL[last] <= _LARGEST_TENS and 0 < _SMALL[token] < _TEN
    )


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
    """Replace Roman numerals from II to XX, and I, V and X behind a word such as *type*, by digits."""
    found: list[str] = []
    for place, token in enumerate(tokens):
        if len(token) > LONGEST_NUMERAL:
            found.append(token)
        elif place and tokens[place - 1] in _NUMBERED:
            found += _arabic_behind_its_word(token)
        else:
            found.append(_ROMAN.get(token, token))
    return found


def _arabic_behind_its_word(token: str) -> list[str]:
    numeral, letter = token, ""
    if (staged := _STAGED.fullmatch(token)) is not None:  # stage IIA, stage IIIb
        numeral, letter = staged[1], staged[2]
    arabic = _ROMAN.get(numeral) or _ROMAN_LETTERS.get(numeral, numeral)
    return [arabic, letter] if letter else [arabic]
