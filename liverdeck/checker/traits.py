"""What a typed or a right answer has that a rule may need: a sign, a second word ...

Each trait is a bit, so the traits of a text are one number. To find them takes less
time than to ask all rules, most of which need a trait that few texts have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.characters import OPENING_BRACKETS
from liverdeck.checker.changes import WORDS_OF_CHANGES
from liverdeck.checker.class_nouns import CLASSES
from liverdeck.checker.english_short_words import SHORT_PLACES
from liverdeck.checker.formulas import WORDS_OF_FORMULAS
from liverdeck.checker.giving_up import WORDS_OF_GIVING_UP
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import (
    DIRECTIONS,
    NEGATIONS,
    WORDS_OF_HEDGES,
)
from liverdeck.checker.numerals import FRACTIONS
from liverdeck.checker.plain_text import GREEK_NAMES, has_joined_marker
from liverdeck.checker.separators import WORDS_BETWEEN_ITEMS

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens

_COUNT = 30
(
    CAPITALS,  # or no letters at all
    MARKS,  # any character but a letter of English or a space
    POINT,
    COMMA,
    BRACKET,
    NOTHING,  # no token
    SEVERAL,  # two tokens or more
    NUMBER,
    SIGN,
    LETTER,  # a word of one letter
    GREEK,
    NEGATION,
    HEDGE,
    GIVING_UP,  # a word of *I do not know* and the like
    DIRECTION,
    AND,
    JOINT,  # a word between two parts, or between two answers
    OF,
    LINK,
    SIDED,
    CLASS,  # a noun such as *bone*
    SHORT,  # a word such as *ant*, which may be short for *anterior*
    FORMULA,  # a word that begins a formula: the *co* of *CO2*
    UNIT,  # a word such as *per*
    CODED,  # a noun in front of a code, as in *vitamin B12*
    DENIAL,  # the traits from here on are those of a right answer alone
    REJECTED,
    OPEN,
    DECK,
    WORD_LISTS,
) = (1 << index for index in range(_COUNT))
_ANY = 2 * CODED - 1
"""All traits of a text whose words are not those of the table below.

They may be of another language. Or tokens are only parts of them: of *seveN*, the
tokens are *seve* and *n*, as of *hepatitisB*, but some rules read *seven*.
"""

WORDS_OF_UNITS = ("per", "mercury")
"""Words of units that are written out."""
_WORDS_WITH_TRAITS = {
    LETTER: (*"abcdefghijklmnopqrstuvwxyz", "a."),
    GREEK: GREEK_NAMES,
    NEGATION: NEGATIONS,
    HEDGE: WORDS_OF_HEDGES,
    GIVING_UP: WORDS_OF_GIVING_UP,
    DIRECTION: WORDS_OF_CHANGES | DIRECTIONS,
    NUMBER: FRACTIONS,
    AND: ("and",),
    JOINT: (*WORDS_BETWEEN_ITEMS, "or", "aka", "alias", "also"),
    OF: ("of",),
    LINK: ("is", "are", "as", "of"),
    SIDED: ("sided",),
    CLASS: CLASSES,
    SHORT: SHORT_PLACES,
    UNIT: WORDS_OF_UNITS,
    FORMULA: WORDS_OF_FORMULAS,
    CODED: ("vitamin", "factor"),
}
_OPENING = frozenset(OPENING_BRACKETS)


def _traits_by_word() -> dict[str, int]:
    traits_by_word: dict[str, int] = {}
    for trait, words in _WORDS_WITH_TRAITS.items():
        for word in words:
            traits_by_word[word] = traits_by_word.get(word, 0) | trait
    return traits_by_word


_TRAITS_BY_WORD = _traits_by_word()


def in_right(traits: int) -> int:
    """Return these traits as those of a right answer, apart from a typed one's."""
    return traits << _COUNT


def traits_of(text: str, tokens: Tokens, language: Language) -> int:
    """Return the traits of a text with its tokens."""
    if language is not ENGLISH:
        return _ANY
    traits = 0 if len(tokens) == 1 else SEVERAL if tokens else NOTHING
    for token in tokens:
        traits |= _TRAITS_BY_WORD.get(token, 0)
        if not token.isalpha():
            traits |= NUMBER if token[0].isalnum() else SIGN
    if not text.islower():
        if has_joined_marker(text):
            return _ANY
        traits |= CAPITALS
    if text.isascii() and text.replace(" ", "").isalpha():
        return traits
    return traits | _traits_of_marks(text)


def _traits_of_marks(text: str) -> int:
    """Return the traits of a text that has more than letters and spaces."""
    traits = MARKS
    if not text.isascii():
        traits |= NUMBER  # some signs and letters of other scripts are numbers
    if "." in text:
        traits |= POINT
    if "," in text:
        traits |= COMMA
    if not _OPENING.isdisjoint(text):
        traits |= BRACKET
    return traits
