"""The rules of one language that answers may be written in."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.languages.words_around import (
    Tokens,
    WordsAround,
    takes_fields,
)

__all__ = (
    "DECIMAL_COMMA",
    "ENGLISH",
    "THOUSANDS",
    "Language",
    "Tokens",
    "with_fields",
)

THOUSANDS = lazy_pattern(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.]|,\d{3})")
"""A number such as 1.500, where a point separates the thousands."""
DECIMAL_COMMA = lazy_pattern(r"(?<=\d),(?=\d)")

_NONE: dict[str, str] = {}
"""The value of a field that a language does not use; nobody changes it."""


@takes_fields
class Language(WordsAround):
    """The words and letters of a language that the checker reads in its own way.

    Two languages are equal only if they are the same object, so that caches find them
    fast. `language_of` returns the same one for each language tag with the same code.
    """

    has_word_lists: bool = False
    """Whether the checker knows the words of the language. If not, it forgives no slip
    but asks for the answer again."""
    is_listed: bool = False
    """Whether the checker has rules for the language."""
    has_word_edges: bool = True
    """Whether a word ends at the next space or sign. False for languages without
    spaces, and for Korean, where particles stand at the end of words."""
    ignores_accents: bool = False
    """Whether people leave accents out when they type. They may not add another one."""
    has_two_accents: bool = False
    """Whether an accent may be of another kind, as in *neurónio* and *neurônio*."""
    own_letters: str = ""
    """Letters with a mark that are letters of their own, such as ñ."""
    other_spellings: dict[str, str] = _NONE
    """Another way to write a letter, such as ae for ä."""
    same_letters: dict[str, str] = _NONE
    """Letters that are read as others inside a long word: *Calcium* as *Kalzium*."""
    folds_kana: bool = False
    """Whether hiragana and katakana are the same."""
    has_decimal_comma: bool = False
    """Whether 1.500 is 1500, and 1,5 is one and a half."""
    elided_articles: tuple[str, ...] = ()
    """Articles that lose their vowel, such as the l of *l'estomac*, or *'n*."""
    joined_article: str = ""
    """An article that is written as the beginning of its word."""
    labels: tuple[str, ...] = ()
    """Letters for the word *answer* before a colon, such as the R of *R: X*."""
    question_tags: tuple[str, ...] = ()
    """Words that only ask at the end of an answer: the *no* of *hígado, ¿no?*."""
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    """Fillers in front and behind, in a language without spaces."""
    own_negations: frozenset[str] = frozenset()
    """The words of the language that deny something, such as *kein*."""
    hedges: frozenset[str] = frozenset()
    """Words such as *maybe*."""
    but_words: frozenset[str] = frozenset()
    """Words between what is denied and what is meant: *nicht A, sondern B*."""
    words_for_then: frozenset[str] = frozenset()
    """Words that show an order, such as *dann*."""
    or_words: tuple[str, ...] = ()
    """Words between two texts to choose from, as authors write them: *or*."""
    verb_last: frozenset[str] = frozenset()
    """Words such as *weil*, behind which the verb is the last word."""
    true_words: tuple[str, ...] = ()
    """What learners type if a statement is true; the first is the usual word."""
    false_words: tuple[str, ...] = ()
    words: dict[str, str] = _NONE
    """Words and their tokens: *drei* is 3, *Prozent* is percent."""
    hundreds: dict[str, int] = {}  # noqa: RUF012  # nobody changes it
    """The words from a hundred to nine hundred, and their values."""
    counting_nouns: frozenset[str] = frozenset()
    """What may be counted where a number alone is right: *12 Paare*, *7 Stück*."""
    question_of_number: tuple[str, ...] = ()
    """Words in a question in front of what is counted: *wie viele*."""
    units: dict[str, str] = _NONE
    """Words for units behind a number, and their symbols: *grados* is °."""
    words_for_per: tuple[str, ...] = ()
    """Words between two units, such as *pro*."""
    words_for_ratio: tuple[str, ...] = ()
    """Words for the slash between two numbers, such as *zu*."""
    words_for_to: tuple[str, ...] = ()
    words_for_between: tuple[str, ...] = ()
    """Words between the numbers of a range, and in front of one with an *and*."""
    nouns_for_numbers: frozenset[str] = frozenset()
    """Nouns that make another number of the one before them: 12 *Paare* are 24."""
    words_for_beats: tuple[str, ...] = ()
    """What is counted in 60 per minute, if nothing else is said."""
    words_for_breaths: tuple[str, ...] = ()
    """The other thing that is counted in a minute."""
    small_words: frozenset[str] = frozenset()
    """Words that may be left out between two others, such as *de*."""
    comparators: dict[str, str] = _NONE
    """Words such as *mehr als*, and the sign for each of them."""
    fractions: dict[str, str] = _NONE
    """Words for a fraction, and its digits: *zwei Drittel* is 2/3."""
    ends_of_ordinals: tuple[str, ...] = ()
    """What makes a number an ordinal, such as the point of *5. Rippe*."""
    words_before_numeral: frozenset[str] = frozenset()
    """Words behind which I, V and X are numbers: *Typ I*."""
    word_for_times: str = ""
    """The word for the x of *2x*."""
    words_for_disease: tuple[Tokens, ...] = ()
    """Words in front of a name that is also the name of a disease."""
    words_for_syndrome: tuple[Tokens, ...] = ()
    """Other words in front of such a name, which may not stand for one of these."""
    ends_of_disease: tuple[str, ...] = ()
    ends_of_syndrome: tuple[str, ...] = ()
    """The same behind a name, such as *Syndrom*."""
    genitives_of_names: tuple[str, ...] = ()
    """Ends of a person's name behind such a word: *choroba Parkinsona*."""
    word_for_type: str = ""
    """A word that may stand with its number before or behind what it is about."""
    words_in_brackets: frozenset[str] = frozenset()
    """Words in brackets that only say of what language or number a word is: *lat*."""
    denials: dict[str, str] = _NONE
    """Words such as *kein*, and the one that is read for all of them: *ohne*."""
    opposites: tuple[tuple[str, str], ...] = ()
    """Parts of words that turn the meaning round, such as *hyper* and *hypo*."""
    look_alikes: tuple[tuple[str, str], ...] = ()
    """Words, or parts of words, that look alike and mean something else."""
    suffixes_of_diseases: tuple[str, ...] = ()
    """Ends that make a disease of an organ, such as the *ite* of *polmonite*."""
    plurals: tuple[tuple[str, str], ...] = ()
    """Ends of words in the singular and the plural, such as *ão* and *ões*."""
    plurals_of_long_words: tuple[tuple[str, str], ...] = ()
    """The same for words that are too long to be a verb with -en."""
    umlaut_plurals: tuple[str, ...] = ()
    """Ends of plurals whose last vowel changes, such as *Brüche*."""
    adjectives: tuple[tuple[str, str], ...] = ()
    """Ends of an adjective that say the same, such as *er* and *e* of *linker*."""
    adjective_suffixes: tuple[str, ...] = ()
    """A word that stands alone is an adjective only with one of these at its end."""
    has_adjectives_behind: bool = False
    """Whether adjectives stand behind their noun, so that two may change places."""
    class_nouns: tuple[tuple[tuple[Tokens, ...], frozenset[str]], ...] = ()
    """Nouns such as *Nerv*, and the names that say without it what they are."""
    nouns_of_classes: dict[Tokens, tuple[str, ...]] = {}  # noqa: RUF012  # nobody changes it
    """Nouns such as *Hormon*, and the classes of names that say it without them."""
    ends_of_compounds: tuple[str, ...] = ()
    """How a word ends that has such a noun in it, as *Natriumion* does."""
    class_words: tuple[frozenset[str], ...] = ()
    """Nouns that an answer may lack if a whole name is left: *arteria radial*.

    There is one group for each of the genders, in the same order.
    """
    class_words_in_doubt: frozenset[str] = frozenset()
    """Those of them without which one word alone may be something else."""
    general_words: frozenset[str] = frozenset()
    """Stems of words that are no name alone: sides, sizes and places."""
    words_for_kinds: frozenset[str] = frozenset()
    """Stems of words that may be a name alone, such as the *lis* of *músculo liso*."""
    words_for_of: frozenset[str] = frozenset()
    """Words in front of what something is a part of, such as *de*."""
    ends_of_names: tuple[str, ...] = ()
    """How a name without its noun begins: its first word has one of these ends.

    Any word may be first in a language without such ends.
    """

    def with_decimal_points(self, text: str) -> str:
        """Return a text with 1500 for 1.500 and 1.5 for 1,5.

        A text in a language without decimal comma comes back unchanged.
        """
        if not self.has_decimal_comma:
            return text
        plain = THOUSANDS.sub(lambda number: number[0].replace(".", ""), text)
        return DECIMAL_COMMA.sub(".", plain)


def with_fields(language: Language, **values: object) -> Language:
    """Return a language with other values for some of its fields."""
    fields: dict[str, Any] = {
        name: value
        for name, value in vars(language).items()
        if not isinstance(getattr(Language, name, None), cached_property)
    }
    return Language(**fields | values)


ENGLISH = Language(
    "en",
    has_word_lists=True,
    is_listed=True,
    articles=frozenset(("a", "an", "the")),
    but_words=frozenset(("but",)),
    or_words=("or",),
    true_words=("true", "t", "yes", "y", "right", "correct"),
    false_words=("false", "f", "no", "n", "wrong", "incorrect", "untrue"),
)
"""The other rules of English are code: `known_words`, `spelling`, `modifiers` ..."""
