"""Reads numbers in all usual spellings and returns plain decimal text.

The numbers may be words, Roman numerals, or digits in the formats that people use.
"""

from __future__ import annotations

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.nearest_words import is_one_edit

DIGITS = "[0-9]+(?:[.,][0-9]+)*"
"""A pattern for a number in digits, with its separators: 1,000 or 0.5."""
DECIMAL_WITHOUT_ZERO = r"(?<![0-9])\.[0-9]+"
"""A pattern for a decimal such as .5."""
_THOUSANDS = lazy_pattern(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = lazy_pattern(r"(?>0+(?=[0-9]))?([0-9]++)(?:[.,]([0-9]+))?")

_UP_TO_NINETEEN = tuple(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen
    fourteen fifteen sixteen seventeen eighteen nineteen
    """.split()
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNDER_HUNDRED = {word: value for value, word in enumerate(_UP_TO_NINETEEN)} | {
    word: 20 + 10 * index for index, word in enumerate(_TENS)
}


def number_word(number: int) -> str:
    """Return the word for a number from 0 to 19."""
    return _UP_TO_NINETEEN[number]


SEVERAL = f"(?:{'|'.join(_UP_TO_NINETEEN[2:])}|[0-9]+)"
"""A pattern for a number of things, from *two* on."""
SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
}
_NUMBER_WORDS = frozenset(_UNDER_HUNDRED) | frozenset(SCALES)
_SMALLEST_TENS = 20
_LARGEST_TENS = 90
_TEN = 10
_AND = "and"

_ORDINALS = {
    word: value
    for value, word in enumerate(
        """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh
        twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth
        nineteenth twentieth
        """.split(),
        1,
    )
}
_NAMES_OF_DIVISORS = {"half": 2, "quarter": 4} | {
    ordinal: value
    for ordinal, value in _ORDINALS.items()
    if value > 2  # noqa: PLR2004
}
FRACTIONS = (
    {"halves": 2}
    | _NAMES_OF_DIVISORS
    | {f"{name}s": divisor for name, divisor in _NAMES_OF_DIVISORS.items()}
)
"""The divisor that a word such as *half*, *thirds* or *quarters* names."""
_WORDS_FOR_NUMBERS = _NUMBER_WORDS | frozenset(FRACTIONS)
_TENS_IN_DIGITS = frozenset(str(20 + 10 * index) for index in range(len(_TENS)))
_ENDINGS_OF_ORDINALS = frozenset(("st", "nd", "rd", "th"))
ORDINAL = "th"
"""The token after the number in every ordinal, in every language: *1* and *th*."""

_NUMERALS_FROM_ONE = (
    "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()
)
_SINGLE_LETTER_NUMERALS = {"i": "1", "v": "5", "x": "10"}
LONGER_NUMERALS = {
    numeral: str(value)
    for value, numeral in enumerate(_NUMERALS_FROM_ONE, 1)
    if numeral not in _SINGLE_LETTER_NUMERALS
}
"""Numerals of two letters or more, which are always read as numbers."""
WORDS_BEFORE_NUMERAL = frozenset(
    """
    type stage grade class factor nerve group phase level degree category zone collagen
    angiotensin segment complex lead layer lamina lobule polymerase topoisomerase
    photosystem mobitz bipolar meiosis prophase metaphase anaphase telophase fort harris
    nyha mallampati killip types stages grades leads nerves phases crus
    """.split()
)
"""After one of these words, a single letter i, v or x is a number too."""
WORDS_READ_AS_NUMBERS = frozenset(
    (*_NUMBER_WORDS, *_ORDINALS, *LONGER_NUMERALS, *WORDS_BEFORE_NUMERAL)
)
"""Without one of these words, a text in letters has no number in it."""
NUMERALS_WITH_LETTER = frozenset(
    numeral + letter for numeral in _NUMERALS_FROM_ONE for letter in ("", *"abc")
)
"""All that may be a numeral behind a word such as *stage*: *v*, *iia*, *iiib*."""
_LONGEST_EXACT_BEFORE_NUMERAL = 5
"""A word before a numeral may be misspelled only if it has more letters than this."""
_LONGEST_NUMERAL = max(map(len, LONGER_NUMERALS))
"""A numeral has at most this many letters; a longer token is not read as one."""
_NUMERAL_WITH_LETTER = lazy_pattern(r"(x?(?:i{1,3}|iv|v|vi{1,3}|ix)|x)([abc])")
"""A numeral as in stage IIA or stage IIIb."""


def plain_number(written: str) -> str:
    """Return a number as plain decimal text: 1,000 → 1000; 0,50 → 0.5.

    Separators of thousands and needless zeros are left out, and a decimal comma becomes
    a point. A text that is not a number comes back unchanged.
    """
    if _THOUSANDS.fullmatch(written):
        written = written.replace(",", "")
    match = _DECIMAL.fullmatch(written)
    if match is None:
        return written
    decimals = (match[2] or "").rstrip("0")
    return f"{match[1]}.{decimals}" if decimals else match[1]


def plain_decimal(written: str) -> str:
    """Return a number as `plain_number` does, also one such as .5 or ,5."""
    return plain_number(f"0{written}" if written[0] in ".," else written)


def roman_number(text: str) -> int | None:
    """Return the number of a Roman numeral in lower case, up to xx; otherwise None."""
    return _NUMERALS_FROM_ONE.index(text) + 1 if text in _NUMERALS_FROM_ONE else None


def has_digit(text: str) -> bool:
    """Whether a text has a digit, in any script."""
    return any(map(str.isdigit, text))


def has_number(text: str) -> bool:
    """Whether a text has a digit, a fraction or a word for a number."""
    if any(map(str.isnumeric, text)):
        return True
    words = text.lower().replace("-", " ").split()
    return not _WORDS_FOR_NUMBERS.isdisjoint(words)


def read_number_words(tokens: list[str]) -> list[str]:
    """Replace each run of number words with digits: two hundred and six → 206."""
    if _NUMBER_WORDS.isdisjoint(tokens):
        return tokens
    result: list[str] = []
    run: list[str] = []
    for index, token in enumerate(tokens):
        if token in _NUMBER_WORDS:
            if run and not _continues(run, token):
                result += _as_digits(run)
                run = []
            run.append(token)
        elif not _is_and_after_hundred(run, tokens, index):
            result += [*_as_digits(run), token]
            run = []
    return result + _as_digits(run)


def _is_and_after_hundred(run: list[str], tokens: list[str], index: int) -> bool:
    """Whether a token is the *and* of a number such as *two hundred and six*.

    An *and* after *hundred* counts too if it is the last token.
    """
    if tokens[index] != _AND or run[-1:] != ["hundred"]:
        return False
    is_last = index + 1 == len(tokens)
    return is_last or tokens[index + 1] in _UNDER_HUNDRED


def _continues(run: list[str], token: str) -> bool:
    """Whether a number word belongs to the same number as the words before it."""
    last = run[-1]
    if token in SCALES or last in SCALES:
        return True
    # "Twenty five" is one number; "six five" are two.
    is_after_tens = _SMALLEST_TENS <= _UNDER_HUNDRED[last] <= _LARGEST_TENS
    return is_after_tens and 0 < _UNDER_HUNDRED[token] < _TEN


def _as_digits(run: list[str]) -> list[str]:
    """Return the number that number words make, as one token.

    Empty if there are no words.
    """
    if not run:
        return []
    total = 0
    below_thousand = 0
    for word in run:
        if word not in SCALES:
            below_thousand += _UNDER_HUNDRED[word]
        elif word == "hundred":
            below_thousand = max(below_thousand, 1) * 100
        else:
            total += max(below_thousand, 1) * SCALES[word]
            below_thousand = 0
    return [str(total + below_thousand)]


def read_ordinals(tokens: list[str]) -> list[str]:
    """Replace *fifth*, and *5* and *th*, with the two tokens *5* and *th*."""
    result: list[str] = []
    for token in tokens:
        ordinal = _ORDINALS.get(token)
        if ordinal is not None:
            # *Twenty* and *first* are one number.
            tens = (
                result.pop() if result[-1:] and result[-1] in _TENS_IN_DIGITS else "0"
            )
            result += [str(int(tens) + ordinal), ORDINAL]
        elif token in _ENDINGS_OF_ORDINALS and result and result[-1].isdigit():
            result.append(ORDINAL)
        else:
            result.append(token)
    return result


def read_roman_numerals(
    tokens: list[str], words_before: frozenset[str] = frozenset()
) -> list[str]:
    """Replace Roman numerals with digits.

    These are the numerals of two letters or more up to XX, and I, V and X after a word
    such as *type*. The letter at the end of *stage IIA* becomes a separate token.
    `words_before` are such words of another language.
    """
    result: list[str] = []
    for index, token in enumerate(tokens):
        if len(token) > _LONGEST_NUMERAL:
            result.append(token)
        elif index and (
            tokens[index - 1] in words_before
            or _may_be_before_numeral(tokens[index - 1], token)
        ):
            result += _as_number_and_letter(token)
        else:
            result.append(LONGER_NUMERALS.get(token, token))
    return result


def _may_be_before_numeral(word: str, token: str) -> bool:
    """Whether a word says that the token behind it is a numeral.

    Before a numeral of one letter, the word may be misspelled.
    """
    if word in WORDS_BEFORE_NUMERAL:
        return True
    return (
        token in _SINGLE_LETTER_NUMERALS
        and len(word) > _LONGEST_EXACT_BEFORE_NUMERAL
        and any(is_one_edit(word, right) for right in WORDS_BEFORE_NUMERAL)
    )


def _as_number_and_letter(token: str) -> list[str]:
    """Split a token such as *iia* into the number and the letter.

    A numeral without a letter gives the number alone. Any other token stays unchanged.
    """
    match = _NUMERAL_WITH_LETTER.fullmatch(token)
    numeral = token if match is None else match[1]
    number = LONGER_NUMERALS.get(numeral) or _SINGLE_LETTER_NUMERALS.get(
        numeral, numeral
    )
    return [number] if match is None else [number, match[2]]
