"""The table of languages: one file of rules for each, read when it is needed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from liverdeck.checker.languages.language import ENGLISH, Language, with_fields
from liverdeck.checker.languages.rule_reader import RuleReader

_FOLDER = Path(__file__).parent
_WORDS_AS_WRITTEN = (
    "and_words",
    "or_words",
    "true_words",
    "false_words",
    "ends_of_ordinals",
    "genitives_of_names",
)
_LISTS_AS_WRITTEN = ("elided_articles", "prefixes", "suffixes")
_AS_WRITTEN = (
    "ignores_accents",
    "own_letters",
    "other_spellings",
    "same_letters",
    "preposition_before_o",
    "folds_kana",
    "has_decimal_comma",
    "joined_article",
    "has_adjectives_behind",
    "has_two_accents",
    "word_for_times",
    "word_for_type",
)
"""The keys of a file whose values are taken as they are."""
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
    # Not needed for English.
    from liverdeck.base.writing_systems import LANGUAGES_WITHOUT_SPACES

    return code not in LANGUAGES_WITHOUT_SPACES


def _language_from(code: str, rules: dict[str, Any]) -> Language:
    """Make a language from what its file says."""
    spelling = _spelling_of(code, rules)
    read = RuleReader(rules, spelling)
    own_negations = read.words("negations")
    english_negations = {"not", "no"} - read.words("no_negations")
    return with_fields(
        spelling,
        **_words_around_answers(read),
        **_words_of_numbers(read),
        articles=read.articles,
        genders=tuple(map(frozenset, map(str.split, rules.get("genders", ())))),
        own_negations=own_negations,
        negations=own_negations | english_negations,
        verb_last=read.words("verb_last"),
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


def _spelling_of(code: str, rules: dict[str, Any]) -> Language:
    """Return what is needed to read the words of the file."""
    words = {name: tuple(rules.get(name, "").split()) for name in _WORDS_AS_WRITTEN}
    lists = {name: tuple(rules.get(name, ())) for name in _LISTS_AS_WRITTEN}
    others = {name: rules[name] for name in _AS_WRITTEN if name in rules}
    has_word_edges = _has_spaces(code) and not rules.get("has_particles", False)
    fields: dict[str, Any] = {**words, **lists, **others}
    return Language(code, is_listed=True, has_word_edges=has_word_edges, **fields)


def _words_of_numbers(read: RuleReader) -> dict[str, Any]:
    """Return the words that are numbers, and those that may stand beside one."""
    return {
        "words": read.ordinals() | read.numbers() | read.signs() | read.same_words(),
        "hundreds": read.hundreds(),
        "words_before_numeral": read.words("words_before_numeral"),
        "counting_nouns": read.words("counting_nouns"),
        "question_of_number": read.texts("question_of_number"),
        "units": read.keyed("units"),
        "fractions": read.keyed("fractions"),
        "words_for_about": frozenset(read.phrases("words_for_about")),
        "words_for_per": read.keys("words_for_per"),
        "words_for_ratio": read.keys("words_for_ratio"),
        "words_for_to": read.keys("words_for_to"),
        "words_for_between": read.keys("words_for_between"),
        "words_for_beats": read.keys("words_for_beats"),
        "words_for_breaths": read.keys("words_for_breaths"),
        "nouns_for_numbers": read.words("nouns_for_numbers"),
        "comparators": read.keyed("comparators"),
    }


def _words_around_answers(read: RuleReader) -> dict[str, Any]:
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
        "prepositions_of_one": read.words("prepositions_of_one"),
        "partitives": read.words("partitives"),
        "hedges": read.words("hedges"),
        "but_words": read.words("but_words"),
        "words_for_then": read.words("words_for_then"),
        "words_after_doubt": read.words("words_after_doubt"),
        "ways_to_give_up": read.ways_to_give_up(),
    }


def _words_of_names(read: RuleReader) -> dict[str, Any]:
    """Return the nouns that an answer may lack, and words that say whether it may."""
    return {
        "class_nouns": read.class_nouns(),
        "nouns_of_classes": read.nouns_of_classes(),
        "ends_of_compounds": tuple(read.words("ends_of_compounds")),
        "class_words": read.groups("class_words"),
        "class_words_in_doubt": read.words("class_words_in_doubt"),
        "general_words": read.words("general_words"),
        "words_for_kinds": read.words("words_for_kinds"),
        "words_for_of": read.words("words_for_of"),
        "small_words": read.words("small_words"),
        "ends_of_names": tuple(read.words("ends_of_names")),
        "words_for_disease": read.phrases("words_for_disease"),
        "words_for_syndrome": read.phrases("words_for_syndrome"),
        "ends_of_disease": tuple(read.words("ends_of_disease")),
        "ends_of_syndrome": tuple(read.words("ends_of_syndrome")),
    }
