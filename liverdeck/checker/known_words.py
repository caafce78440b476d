"""The known words: English, medicine and names of drugs.

A typed word that is itself a real word is not forgiven as a slip. The words are in
`word_lists/`, in one file for each first letter; the file `british` has the American
spelling of British words that follow no rule, `plurals` the irregular plurals, and
`names` the names of one substance. A file is read when it is first needed and then
kept. The files are not compressed, since that would cost each start 20 ms.
`tools/build_known_words.py` makes them; NOTICE names the sources.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from liverdeck.base.patterns import lazy_pattern

FOLDER = Path(__file__).parent / "word_lists"
BLOCK_END = "\n\n"
"""The file of a letter has one list after the other, with an empty line between."""
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
"""The module `string` has it too, but takes a millisecond."""
BRITISH, PLURALS, NAMES = "british", "plurals", "names"
"""The names of the files with pairs of words."""
_DERIVED_SUFFIXES = ("able", "ive")
"""A known word with one of these behind it, or *un-* in front, is a real word too."""
_SHORTEST_DERIVED = 7
"""A word with fewer letters does not count as derived from a known word."""
_REGULAR_SUFFIXES = ("er", "ers", "ing", "ed", "ly", "ness")
"""The lists leave out many words with one of these endings."""
_SHORTEST_STEM = 4
NO_PLURAL_AFTER = frozenset("siu")
"""An s after one of these letters does not make a plural."""
_COMMON_PLURALS = frozenset(
    "bacteria children criteria feet fungi men nuclei people phenomena stimuli teeth "
    "viscera women".split()
)
ENDS_OF_OTHER_PLURALS = ("ae", "ren", "ple")
"""Ends of *vertebrae*, *children* and *people*, which are no plurals in -s."""
_CONSONANT_AND_Y = lazy_pattern("[^aeiou]y$")


_LOOKED_FOR = 4
"""From this lookup on, the words with the same first two letters are a set."""
_SEARCHES_ONE_BY_ONE = 32
"""From this search for many words on, all words are a set. To make it takes 60 ms."""
_AFTER_LETTERS = "{"
"""The character behind z in ASCII."""


class _Words:
    """A list of words in alphabetical order.

    The first few words are looked for in the text. Then those with the same first two
    letters become a set, which takes as long as many searches.
    """

    def __init__(self, lines: str) -> None:
        """Take the words, one on each line."""
        self._lines = f"{lines}\n"
        self._sets: dict[str, frozenset[str]] = {}
        self._counts: dict[str, int] = {}

    def __contains__(self, word: str) -> bool:
        beginning = word[:2]
        words = self._sets.get(beginning)
        if words is None:
            count = self._counts[beginning] = self._counts.get(beginning, 0) + 1
            if count < _LOOKED_FOR:
                start = self._line_from(word)
                return word.isalpha() and self._lines.startswith(f"{word}\n", start)
            words = self._sets[beginning] = self._beginning_with(beginning)
        return word in words

    def all_words(self) -> list[str]:
        """Return all words of the list."""
        return self._lines.split()

    def _line_from(self, word: str) -> int:
        """Return where the first line begins that is not before a word."""
        lines = self._lines
        start, end = 0, len(lines)
        while start < end:
            line_start = lines.rfind("\n", start, (start + end) // 2) + 1 or start
            line_end = lines.find("\n", line_start)
            if lines[line_start:line_end] < word:
                start = line_end + 1
            else:
                end = line_start
        return start

    def _beginning_with(self, beginning: str) -> frozenset[str]:
        if not beginning.isalpha():
            return frozenset()
        start = self._line_from(beginning)
        end = self._line_from(beginning + _AFTER_LETTERS)
        return frozenset(self._lines[start:end].split())


class _Pairs:
    """Pairs of words, such as a British spelling and the American one."""

    def __init__(self, lines: str) -> None:
        """Take the pairs, one on each line with a space between, in ASCII order."""
        self._lines = lines.split("\n")

    def get(self, word: str) -> str | None:
        """Return the second word of the pair with a first word; None without one."""
        beginning = f"{word} "
        index = bisect_left(self._lines, beginning)
        line = self._lines[index] if index < len(self._lines) else ""
        return line.removeprefix(beginning) if line.startswith(beginning) else None

    @cached_property
    def _words(self) -> tuple[list[str], list[str], frozenset[str]]:
        """The first words, the second words, and the second words as a set."""
        words = " ".join(self._lines).split(" ")
        return words[::2], words[1::2], frozenset(words[1::2])

    def first_words_of(self, word: str) -> list[str]:
        """Return the first words of all pairs with a second word, in ASCII order."""
        first_words, second_words, distinct_words = self._words
        # Few words are in it, so a dict of lists is not worth its time.
        if word not in distinct_words:
            return []
        pairs = zip(first_words, second_words, strict=True)
        return [first for first, second in pairs if second == word]


class _LetterWords(NamedTuple):
    """The words that begin with the same letter, as in the file of that letter."""

    common: _Words
    medical: _Words
    drugs: _Words
    rare: _Words

    def sure_words(self) -> list[str]:
        """Return all words but the rare ones."""
        return [word for words in self[:-1] for word in words.all_words()]


@cache
def _words_with(letter: str) -> _LetterWords:
    """Return the words that begin with a letter; none for any other character."""
    if not letter or letter not in ALPHABET:
        return _LetterWords(*(_Words("") for _ in _LetterWords._fields))
    return _LetterWords(*map(_Words, _read(letter).split(BLOCK_END)))


def _read(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="ascii")


@cache
def _american_spellings() -> _Pairs:
    return _Pairs(_read(BRITISH))


@cache
def _irregular_forms() -> _Pairs:
    return _Pairs(_read(PLURALS))


def american_spelling(word: str) -> str | None:
    """Return the American spelling of a British word.

    None if the list does not have the word: it is not British, or it follows a rule.
    """
    return _american_spellings().get(word)


def british_spellings(word: str) -> list[str]:
    """Return the British spellings of an American word that follow no rule."""
    return _american_spellings().first_words_of(word)


def irregular_form(word: str) -> str | None:
    """Return the singular of an irregular plural, or the plural of such a singular.

    None if the word has no irregular form.
    """
    return _irregular_forms().get(word)


@cache
def names_of_one_substance() -> dict[str, frozenset[str]]:
    """Return all names of a substance by each of them: *rifampin*, *rifampicin*.

    Only substances of which two names are listed are in it.
    """
    groups: dict[str, set[str]] = {}
    for pair in _read(NAMES).split("\n"):
        one, _, other = pair.partition(" ")
        group = groups.setdefault(other, {other})
        group.add(one)
        groups[one] = group
    return {name: frozenset(group) for name, group in groups.items()}


def is_listed(word: str) -> bool:
    """Whether a list has the word itself, and not only its singular or its stem."""
    return is_sure(word) or word in _words_with(word[:1]).rare


def is_sure(word: str) -> bool:
    """Whether a list has the word itself, and it is not a rare one."""
    words = _words_with(word[:1])
    return word in words.common or word in words.medical or word in words.drugs


class _SureWords:
    """All words of which `is_sure` holds, to look for many of them at a time."""

    def __init__(self) -> None:
        """Read nothing yet."""
        self._searches = 0

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(
            word for letter in ALPHABET for word in _words_with(letter).sure_words()
        )

    def among(self, words: list[str]) -> frozenset[str]:
        """Return those of several words that are in a list, and not a rare one."""
        self._searches += 1
        if self._searches < _SEARCHES_ONE_BY_ONE:
            return frozenset(filter(is_sure, words))
        return self._words.intersection(words)


sure_among = _SureWords().among


def is_medical(word: str) -> bool:
    """Whether a word, or its singular, is one of medicine. Names of drugs are not."""
    words = _words_with(word[:1]).medical
    return word in words or word.removesuffix("s") in words


def is_known(word: str) -> bool:
    """Whether a word is a real one, however rare.

    Some plurals and derived words that are in no list count too. The word must be in
    lower case, without accents and in American spelling, as in the lists: in any other
    writing it is not found.
    """
    if is_listed(word) or _is_derived(word):
        return True
    return has_plural_ending(word) and is_known(word[:-1])


def has_known_stem(word: str) -> bool:
    """Whether a word is known, or a regular form of a known word, as *initializers*.

    It is not a new name then, such as that of a drug.
    """
    return is_known(word) or any(
        is_sure(stem) or is_sure(f"{stem}e")
        for suffix in _REGULAR_SUFFIXES
        if word.endswith(suffix)
        and len(stem := word.removesuffix(suffix)) >= _SHORTEST_STEM
    )


def has_plural_ending(word: str) -> bool:
    """Whether a word, or the last of several, ends as a plural in -s does.

    *Kidneys* does, but *virus* does not.
    The lists leave out such a plural if they have its singular.
    """
    before = word[-2:-1]
    if word[-1:] != "s" or before in NO_PLURAL_AFTER or not before.isalnum():
        return False
    return not has_plural_in_ies(word[:-1])


def has_plural_in_ies(word: str) -> bool:
    """Whether the plural of a word is in -ies: it ends in a consonant and y."""
    return _CONSONANT_AND_Y.search(word) is not None


def is_plural(word: str) -> bool:
    """Whether a word, or the last of several, is a plural: *kidneys* or *bacteria*.

    Only common irregular plurals count: the list of word pairs does not say which of
    the two is the plural.
    """
    *_, last_word = word.lower().rsplit(" ", 1)
    return has_plural_ending(word) or last_word in _COMMON_PLURALS


def is_everyday(word: str) -> bool:
    """Whether a word is common and neither one of medicine nor the name of a drug."""
    words = _words_with(word[:1]).common
    is_common = word in words or word.removesuffix("s") in words
    return is_common and not is_medical(word)


def is_rare(word: str) -> bool:
    """Whether a known word is so rare that it may be a misspelling of another word.

    A derived word that is in no list, such as *unanswered*, is rare too. So is a text
    that is not a known word: ask `is_known` first.
    """
    words = _words_with(word[:1])
    return not any(
        text in words.common or text in words.medical or text in words.drugs
        for text in (word, word.removesuffix("s"))
    )


def is_drug(word: str) -> bool:
    """Whether a word is the name of a drug and has no other meaning."""
    return word in _words_with(word[:1]).drugs


def _is_derived(word: str) -> bool:
    # No list has all words such as unanswered, preventable and supportive.
    if len(word) < _SHORTEST_DERIVED:
        return False
    if word.startswith("un") and is_sure(word[2:]) and not is_drug(word[2:]):
        return True
    return any(
        word.endswith(suffix)
        and is_sure(word.removesuffix(suffix))
        and not is_drug(word.removesuffix(suffix))
        for suffix in _DERIVED_SUFFIXES
    )
