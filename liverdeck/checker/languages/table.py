"""The table of languages: one file of rules for each, read when it is needed."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liverdeck.checker.languages.language import ENGLISH, Language, with_fields
from liverdeck.checker.numerals import ORDINAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liverdeck.checker.languages.language import Tokens

_FOLDER = Path(__file__).parent
_OR_WORDS_ELSEWHERE = {"da": "eller", "nb": "eller", "no": "eller"}
"""The word for *or* in languages of which nothing else is known."""


def language_of(tag: str) -> Language:
    """Return the rules for a language tag such as `de` or `de-CH`.

    A language without a file of its own has no words that the checker knows.
    """
    if tag == ENGLISH.code:
        return ENGLISH
    from liverdeck.catalogue.learner_words import main_language  # seldom needed

    code = main_language(tag)
    return ENGLISH if code == ENGLISH.code else _language(code)


def listed_codes() -> list[str]:
    """Return the codes of the languages that have rules."""
    return sorted([ENGLISH.code, *(path.stem for path in _FOLDER.glob("*.toml"))])


@lru_cache(maxsize=64)
def _language(code: str) -> Language:
    path = _FOLDER / f"{code}.toml"
    if not code.isalpha() or not path.is_file():
        return Language(
            code,
            has_word_edges=_has_spaces(code),
            or_words=tuple(_OR_WORDS_ELSEWHERE.get(code, "").split()),
        )
    import tomllib  # takes 5 ms

    return _language_from(code, tomllib.loads(path.read_text(encoding="utf-8")))


def _has_spaces(code: str) -> bool:
    from liverdeck.base.writing_systems import (
        LANGUAGES_WITHOUT_SPACES,
    )  # not needed for English

    return code not in LANGUAGES_WITHOUT_SPACES


def _language_from(code: str, rules: dict[str, Any]) -> Language:
    """Make a language from what its file says."""
    spelling = Language(
        code,
        is_listed=True,
        has_word_edges=_has_spaces(code) and not rules.get("has_particles", False),
        ignores_accents=rules.get("ignores_accents", False),
        own_letters=rules.get("own_letters", ""),
        other_spellings=rules.get("other_spellings", {}),
        same_letters=rules.get("same_letters", {}),
        preposition_before_o=rules.get("preposition_before_o", ""),
        folds_kana=rules.get("folds_kana", False),
        has_decimal_comma=rules.get("has_decimal_comma", False),
        elided_articles=tuple(rules.get("elided_articles", ())),
        joined_article=rules.get("joined_article", ""),
        prefixes=tuple(rules.get("prefixes", ())),
        suffixes=tuple(rules.get("suffixes", ())),
        and_words=tuple(rules.get("and_words", "").split()),
        or_words=tuple(rules.get("or_words", "").split()),
        true_words=tuple(rules.get("true_words", "").split()),
        false_words=tuple(rules.get("false_words", "").split()),
        has_adjectives_behind=rules.get("has_adjectives_behind", False),
        has_two_accents=rules.get("has_two_accents", False),
        ends_of_ordinals=tuple(rules.get("ends_of_ordinals", "").split()),
        word_for_times=rules.get("word_for_times", ""),
        word_for_type=rules.get("word_for_type", ""),
        genitives_of_names=tuple(rules.get("genitives_of_names", "").split()),
    )
    read = _RuleReader(rules, spelling)
    own_negations = read.words("negations")
    english_negations = {"not", "no"} - read.words("no_negations")
    return with_fields(
        spelling,
        **_words_around_answers(read),
        articles=read.articles,
        genders=tuple(map(frozenset, map(str.split, rules.get("genders", ())))),
        own_negations=own_negations,
        negations=own_negations | english_negations,
        verb_last=read.words("verb_last"),
        words=read.ordinals() | read.numbers() | read.signs() | read.same_words(),
        hundreds=read.hundreds(),
        counting_nouns=read.words("counting_nouns"),
        question_of_number=read.texts("question_of_number"),
        units=read.keyed("units"),
        words_for_about=frozenset(read.phrases("words_for_about")),
        words_for_per=read.keys("words_for_per"),
        words_for_to=read.keys("words_for_to"),
        words_for_between=read.keys("words_for_between"),
        words_for_beats=read.keys("words_for_beats"),
        comparators=read.keyed("comparators"),
        denials=read.denials(),
        opposites=read.pairs("opposites"),
        look_alikes=read.pairs("look_alikes"),
        suffixes_of_diseases=tuple(read.words("suffixes_of_diseases")),
        plurals=read.pairs("plurals"),
        plurals_of_long_words=read.pairs("plurals_of_long_words"),
        umlaut_plurals=tuple(read.words("umlaut_plurals")),
        adjectives=read.pairs("adjectives"),
        adjective_suffixes=tuple(read.words("adjective_suffixes")),
        **_words_of_names(read),
    )


def _words_around_answers(read: _RuleReader) -> dict[str, Any]:
    """Return the words that may stand beside an answer: fillers, doubts and others."""
    return {
        "fillers": frozenset(read.phrases("fillers")),
        "usual_fillers": read.usual_phrases("fillers"),
        "usual_final_fillers": read.usual_phrases("final_fillers"),
        "final_fillers": frozenset(read.phrases("final_fillers")),
        "labels": read.texts("labels"),
        "question_tags": read.texts("question_tags"),
        "words_in_brackets": read.words("words_in_brackets"),
        "prepositions": read.words("prepositions"),
        "partitives": read.words("partitives"),
        "hedges": read.words("hedges"),
        "but_words": read.words("but_words"),
        "words_for_then": read.words("words_for_then"),
        "words_after_doubt": read.words("words_after_doubt"),
        "ways_to_give_up": read.ways_to_give_up(),
    }


def _words_of_names(read: _RuleReader) -> dict[str, Any]:
    """Return the nouns that an answer may lack, and words that say whether it may."""
    return {
        "class_nouns": read.class_nouns(),
        "class_words": read.groups("class_words"),
        "class_words_in_doubt": read.words("class_words_in_doubt"),
        "general_words": read.words("general_words"),
        "words_for_kinds": read.words("words_for_kinds"),
        "words_for_of": read.words("words_for_of"),
        "ends_of_names": tuple(read.words("ends_of_names")),
        "words_for_disease": read.phrases("words_for_disease"),
        "words_for_syndrome": read.phrases("words_for_syndrome"),
        "ends_of_disease": tuple(read.words("ends_of_disease")),
        "ends_of_syndrome": tuple(read.words("ends_of_syndrome")),
    }


class _RuleReader:
    """Reads the words of a file, and normalizes them as typed answers (see `reading`).

    So the file has the words as people write them.
    """

    def __init__(self, rules: dict[str, Any], spelling: Language) -> None:
        from liverdeck.checker.languages.reading import level, words_in

        self._rules = rules
        self._spelling = spelling
        self._level: Callable[[str], str] = lambda text: level(text, spelling)
        self._words_in: Callable[[str], list[str]] = lambda text: words_in(
            text, spelling
        )
        self.articles = self.words("articles")
        self._parts = {
            name: tuple(tuple(self._words_in(words)) for words in texts.split(","))
            for name, texts in rules.get("parts", {}).items()
        }
        self._replaced = {
            word: read
            for word, read in self.same_words().items()
            if " " not in word and " " not in read
        }

    def words(self, name: str) -> frozenset[str]:
        return frozenset(self._words_in(self._rules.get(name, "")))

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(self._rules.get(name, ()))

    def groups(self, name: str) -> tuple[frozenset[str], ...]:
        """Return the words of each group of a list."""
        return tuple(
            frozenset(self._words_in(words)) for words in self._rules.get(name, ())
        )

    def phrases(self, name: str) -> tuple[Tokens, ...]:
        """Return phrases with and without their articles, the longest first.

        They are also returned with the words that replace some of theirs.
        """
        found: set[Tokens] = set()
        for text in self._rules.get(name, ()):
            for words in self._ways_to_say(text):
                found.add(words)
                found.add(tuple(self._replaced.get(word, word) for word in words))
        found |= {
            tuple(word for word in words if word not in self.articles)
            for words in found
        }
        return tuple(
            sorted(filter(None, found), key=lambda words: (-len(words), words))
        )

    def usual_phrases(self, name: str) -> tuple[str, ...]:
        """Return one phrase for each text, with the first words of its parts."""
        texts = self._rules.get(name, ())
        return tuple(" ".join(next(self._ways_to_say(text))) for text in texts)

    def _ways_to_say(self, text: str) -> Iterator[Tokens]:
        """Yield the words of a text with one of the words of each part that it names.

        A part with a question mark may be left out: *IT IS NOW?*.
        """
        choices: list[tuple[Tokens, ...]] = []
        for piece in text.split():
            name = piece.rstrip("?")
            if name in self._parts:
                left_out = ((),) if name != piece else ()
                choices.append((*self._parts[name], *left_out))
            else:
                choices.append((tuple(self._words_in(piece)),))
        for chosen in product(*choices):
            yield tuple(chain.from_iterable(chosen))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            (self._level(one), self._level(other))
            for one, other in self._rules.get(name, ())
        )

    def numbers(self) -> dict[str, str]:
        """Return the digits for each number word; the file counts from 0.

        Some languages have a word for one and a half, such as *anderthalb*.
        """
        digits = {
            self._level(word).replace("-", " "): str(value)
            for value, names in enumerate(self._rules.get("numbers", ()))
            for word in names.split()
        }
        return digits | dict.fromkeys(self.words("one_and_a_half"), "1.5")

    def hundreds(self) -> dict[str, int]:
        """Return the value of each word for hundreds; the file counts from 100."""
        return {
            self._level(word).replace("-", " "): value * 100
            for value, names in enumerate(self._rules.get("hundreds", ()), 1)
            for word in names.split()
        }

    def ordinals(self) -> dict[str, str]:
        """Return the tokens for each ordinal; the file counts from 1."""
        return {
            self._level(word): f"{value} {ORDINAL}"
            for value, names in enumerate(self._rules.get("ordinals", ()), 1)
            for word in names.split()
        }

    def same_words(self) -> dict[str, str]:
        """Return, for each word, the word with the same meaning that replaces it."""
        pairs = self._rules.get("same_words", {})
        return {self._level(word): read for word, read in pairs.items()}

    def keyed(self, name: str) -> dict[str, str]:
        """Return, for each word that may stand beside a number, the symbol it means."""
        return {
            key: symbol
            for symbol, words in self._rules.get(name, {}).items()
            for key in self.keys_of(words)
        }

    def keys(self, name: str) -> tuple[str, ...]:
        return self.keys_of(self._rules.get(name, "").split())

    def keys_of(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the keys by which words beside numbers are looked up."""
        from liverdeck.checker.languages.unit_words import unit_key

        return tuple(unit_key(word, self._spelling) for word in words)

    def class_nouns(self) -> tuple[tuple[tuple[Tokens, ...], frozenset[str]], ...]:
        """Return the nouns of each class, and the names that belong to it.

        These are first words of names, and behind them whole names of several words.
        """
        return tuple(
            (
                tuple(tuple(self._words_in(noun)) for noun in nouns),
                frozenset(self._words_in(words)).union(
                    " ".join(self._words_in(name)) for name in chain(*names)
                ),
            )
            for nouns, words, *names in self._rules.get("class_nouns", ())
        )

    def ways_to_give_up(self) -> frozenset[Tokens]:
        """Return the phrases with one word for all that deny, as in typed texts.

        *Keine Ahnung* becomes *ohne Ahnung*.
        """
        denials = self.denials()
        return frozenset(
            tuple(denials.get(word, word) for word in phrase)
            for phrase in self.phrases("ways_to_give_up")
        )

    def denials(self) -> dict[str, str]:
        """Return, for each word that denies, the one that replaces it.

        That is the first in the file, such as *ohne*.
        """
        denials = [self._level(text) for text in self._rules.get("denials", ())]
        if not denials:
            return {}
        first, *others = denials
        return dict.fromkeys(others, first)

    def signs(self) -> dict[str, str]:
        named = self._rules.get("signs", {})
        return {
            self._level(word).replace("-", " "): sign for word, sign in named.items()
        }
