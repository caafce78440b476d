"""The frozen table of note types: their kinds, their languages and their ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from liverdeck.catalogue.learner_words import (
    catalogue_language,
    has_catalogue,
    main_language,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

NoteKind = Literal["Cloze", "Question", "List", "Choice"]
"""The kind of a note.

*Choice* notes are made from quiz items. The package of a deck has no such notes.
"""
TypeLanguage = Literal["en", "de", "fr", "es", "rtl"]
"""The language of a note type.

`rtl` is for all languages that are written from right to left and have no catalogue.
These note types have English words, and the editor shows their fields from right to
left.
"""
TYPE_LANGUAGES: tuple[TypeLanguage, ...] = get_args(TypeLanguage)
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he iw ks nqo ps sd syr ug ur yi".split())
"""The codes of languages that are written from right to left (Unicode CLDR)."""

_FIRST_ID = 1795910400000
_LANGUAGE_NUMBERS: Mapping[TypeLanguage, int] = {
    "en": 0,
    "de": 1,
    "fr": 2,
    "es": 3,
    "rtl": 4,
}
_NUMBER_BY_KIND: Mapping[NoteKind, int] = {
    "Cloze": 1,
    "Question": 2,
    "List": 3,
    "Choice": 4,
}
NOTE_TYPE_IDS: Mapping[tuple[NoteKind, TypeLanguage], int] = {
    (kind, language): _FIRST_ID + language_number * 100_000 + kind_number * 1_000
    for language, language_number in _LANGUAGE_NUMBERS.items()
    for kind, kind_number in _NUMBER_BY_KIND.items()
}
"""The id of each note type. An id never changes, and a number is never used again.

A new language gets the next number. There are enough numbers for 99 kinds of notes, and
after each id enough numbers for the ids of the note type's fields and templates.
"""


def type_language(learner_language: str) -> TypeLanguage:
    """Return the language of the note types for learners who read a language.

    `learner_language` is a language tag, such as `de-AT`.
    """
    code = main_language(learner_language)
    if not has_catalogue(learner_language) and code in _RIGHT_TO_LEFT:
        return "rtl"
    return catalogue_language(learner_language)
