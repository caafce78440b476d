"""The words of a text, and their word stems. All forms of a word have the same stem."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import snowballstemmer

from liverdeck.base.characters import APOSTROPHES, JOINER_OF_PERSIAN, UNSEEN
from liverdeck.base.writing_systems import LANGUAGES_WITHOUT_SPACES
from liverdeck.catalogue.learner_words import main_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_WORD = re.compile(r"[^\W_]+(?:(?<=\d)[.,:/]\d+)*")
"""Matches a word: letters and digits. A number such as `1:40` or `2.5` is one word."""
_INVISIBLE = re.compile(f"[{UNSEEN}{JOINER_OF_PERSIAN}]")
"""Soft hyphens, joiners, byte order marks and signs for the direction of writing.

They are deleted, because they do not separate words.
"""
_POSSESSIVE = re.compile(rf"[{APOSTROPHES}]s\b")
"""Matches the `'s` in `the heart's wall`."""
_GREEK_PLURAL = re.compile(r"(st[ae]s|n[eo]s|lys|thes|[a-z]{3}[bhr]os)es$")
"""Matches the endings of words such as *metastases*, with a singular in *-is*.

The English stemmer does not know such plurals.
"""
_SPELLED_OUT = re.compile(r"[A-Z]{1,4}(?![^\W\d_])")
"""Matches an abbreviation that is read letter by letter, such as MRI or UTI."""
_LETTERS_WITH_VOWEL_IN_FRONT = frozenset("AEFHILMNORSX")
"""Letters whose names begin with a vowel, such as *em*."""
_VOWEL_IN_FRONT = re.compile(
    r"""
    (?!
        u(?:ni(?!n|mp|mm|dent)|biq|ra[nt]|r[eio]|s[aeu]|t[eir]|v[eu])
        | eu | ewe | once\b | one\b
    )
    [aeiou]
    | hour | honest | honou?r | heir
    | 8 | 1[18](?![0-9])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Matches a word or number whose first sound is a vowel.

*Unit*, *urea*, *use* and *euphoria* are not matched, because they begin like *you*.
"""

ABSOLUTE_WORDS = frozenset(
    """
    all always any cannot completely entirely every everyone exclusively guaranteed
    impossible invariably must never nobody none only totally
    """.split()
)
"""English words that allow no exception."""
_STEMMERS = {
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}
"""The name of Snowball's stemmer for each language, by language code.

In a language without a stemmer, each word is its own word stem.
"""

_ENGLISH_FUNCTION_WORDS = frozenset(
    """
    a about above after again against all also although always am among an and another
    any are as at away back be became because become been before being below between
    both but by called came can cannot come could did do does doing don done down during
    each either else enough especially etc even ever every few first for from further
    get give given go goes got had has have having he her here hers him his how however
    i if in instead into is it its just know known later least less like likely ll made
    make many may means might more most much must my near need neither never next no nor
    not nothing now of off often on once one only onto or other others our out over own
    part parts per perhaps put quite rather re s same say see seen several shall she
    should since so some something sometimes soon still such t take than that the their
    them then there therefore these they thing things this those though three through
    thus to together too toward towards two under unless until up upon us use used uses
    using usually ve very via was way we well went were what when where whether which
    while who whole whom whose why will with within without would yes yet you your
    """.split()
)
"""English words that say little about the content of a text, such as *the*."""
_SHORTEST_CONTENT_WORD = 4
"""In languages other than English, words with fewer letters count as function words.

There are no lists of function words for these languages.
"""


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, in lower case.

    `1:40` and `2.5` are words. A hyphen separates two words, and `'s` is left out.
    """
    # NFKC would split U+00B4, which people type for an apostrophe, into two characters.
    plain = unicodedata.normalize("NFKC", text.replace("\u00b4", "'")).casefold()
    if not plain.isascii():
        plain = _INVISIBLE.sub("", plain)
    return _WORD.findall(_POSSESSIVE.sub("", plain))


def indefinite_article(text: str) -> str:
    """Return the *a* or *an* that fits in front of an English text.

    The sound of its first word decides: *a urea test*, *an ulcer*, *an X-ray*.
    """
    if spelled := _SPELLED_OUT.match(text):
        return "an" if spelled[0][0] in _LETTERS_WITH_VOWEL_IN_FRONT else "a"
    return "an" if _VOWEL_IN_FRONT.match(text) else "a"


class TextStemmer:
    """Finds content words and word stems in texts of one language.

    All inflected forms of a word have the same word stem.
    """

    def __init__(self, language: str) -> None:
        """Take a language tag such as `en` or `en-GB`."""
        code = main_language(language)
        self.code = code
        """The language without its region: `en`."""
        self.is_english = code == "en"
        self.separates_words = code not in LANGUAGES_WITHOUT_SPACES
        """Whether the language has spaces between words."""
        algorithm = _STEMMERS.get(code)
        self.stem: Callable[[str], str] = _stemmer(algorithm) if algorithm else str
        """The function that returns the word stem of a word in lower case."""

    def is_function_word(self, word: str) -> bool:
        """Whether a word (in lower case) is a function word, such as *the*.

        In languages other than English, every short word counts as a function word.
        """
        if self.is_english:
            return word in _ENGLISH_FUNCTION_WORDS
        return len(word) < _SHORTEST_CONTENT_WORD and word.isalpha()

    def content_words(self, text: str) -> list[str]:
        """Return the words of a text, in order, without the function words."""
        return [word for word in words_of(text) if not self.is_function_word(word)]

    def stems(self, words: Iterable[str]) -> frozenset[str]:
        """Return the word stems of words in lower case."""
        return frozenset(map(self.stem, words))

    def content_stems(self, text: str) -> frozenset[str]:
        """Return the word stems of a text, without the stems of function words."""
        return self.stems(self.content_words(text))


@cache
def _stemmer(algorithm: str) -> Callable[[str], str]:
    """Return the function that finds word stems with an algorithm of `_STEMMERS`."""
    stem_word: Callable[[str], str] = snowballstemmer.stemmer(algorithm).stemWord
    is_english = algorithm == "english"

    @lru_cache(maxsize=2**16)
    def stem(word: str) -> str:
        # The stemmer gets "metastasis" for "metastases".
        singular = _GREEK_PLURAL.sub(r"\1is", word) if is_english else word
        return stem_word(singular)

    return stem
