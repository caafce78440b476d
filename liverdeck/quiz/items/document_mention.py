"""Whether the stem of an item mentions the document, and how."""

from __future__ import annotations

import re

from liverdeck.base.phrases import ends_question, sentences_of
from liverdeck.checker.numerals import SEVERAL
from liverdeck.quiz.items.item import GAP
from liverdeck.quiz.items.word_sorts import NAMING_VERBS

_ACCORDING_TO = {
    "de": "Laut dem Dokument",
    "en": "According to the document",
    "es": "Según el documento",
    "fr": "D'après le document",
    "it": "Secondo il documento",
    "nl": "Volgens het document",
    "pt": "Segundo o documento",
}
"""The beginning of a stem that only the document can answer, by language code."""
_NAMES_DOCUMENT = re.compile(r"\bdo[ck]ument", re.IGNORECASE)
_FIRST_WORDS = frozenset(
    "a about after all among an any are as at before besides between by can do does "
    "during for from how if in is later match most of on one outside some the these "
    "this to under what when where whether which who whose why with within "
    "without".split()
)
"""English words that are in lower case within a sentence."""
_NAMING_VERB = f"(?:{'|'.join(NAMING_VERBS)})"
_NAMING_VERB_WITH_S = f"{_NAMING_VERB}s"
_WHICH_OF_THESE = rf"^(?P<which>which of these) does the document {_NAMING_VERB}"
_REMOVALS = (
    (re.compile(r"^according to the document[,:] ", re.IGNORECASE), ""),
    (re.compile(r", according to the document,", re.IGNORECASE), ""),
    (re.compile(r",? according to the document\b", re.IGNORECASE), ""),
    (re.compile(r"^the document (?:says|states|adds) that ", re.IGNORECASE), ""),
    (re.compile(rf", which the document {_NAMING_VERB_WITH_S},", re.IGNORECASE), ""),
    (
        re.compile(
            rf" (?:that|which) the document {_NAMING_VERB_WITH_S}\b(?! on\b)",
            re.IGNORECASE,
        ),
        "",
    ),
    (
        re.compile(
            rf"^(?P<which>which {SEVERAL} .+?) does the document {_NAMING_VERB} as ",
            re.IGNORECASE,
        ),
        r"\g<which> are ",
    ),
    (re.compile(rf"{_WHICH_OF_THESE} as (?=an? )", re.IGNORECASE), r"\g<which> is "),
    (re.compile(rf"{_WHICH_OF_THESE} as ", re.IGNORECASE), r"\g<which> are "),
    (re.compile(r" does the document call (?=the most |the )", re.IGNORECASE), " is "),
    (re.compile(r" does the document link to ", re.IGNORECASE), " is linked to "),
)
"""Each phrase that mentions the document, and what replaces it in a stem."""


def names_document(stem: str) -> bool:
    """Whether a stem mentions the document."""
    return _NAMES_DOCUMENT.search(stem) is not None


def according_to_document(stem: str, language_code: str) -> str:
    """Return a stem that asks only for what the document says.

    A stem that mentions the document already, or in a language without a known phrase,
    stays as it is.
    """
    phrase = _ACCORDING_TO.get(language_code)
    if phrase is None or names_document(stem):
        return stem
    # The sentences before the one that asks describe a case, not the document.
    sentences = sentences_of(stem)
    index = _index_of_asking(sentences)
    asking = sentences[index]
    first_word, space, other_words = asking.partition(" ")
    is_abbreviation = sum(map(str.isupper, first_word)) > 1
    if language_code == "en" and first_word.lower() in _FIRST_WORDS:
        asking = f"{phrase}, {first_word.lower()}{space}{other_words}"
    elif is_abbreviation:
        asking = f"{phrase}, {asking}"
    else:
        asking = f"{phrase}: {asking}"
    return " ".join([*sentences[:index], asking, *sentences[index + 1 :]])


def _index_of_asking(sentences: list[str]) -> int:
    """Return the index of the first sentence with a gap or a question mark at its end.

    If there is none, the first sentence asks.
    """
    for index, sentence in enumerate(sentences):
        if GAP in sentence or ends_question(sentence):
            return index
    return 0


def without_document(stem: str) -> str:
    """Return an English stem without its mention of the document.

    A stem whose sentence needs the mention, such as *Where does the document place the
    pain?*, stays as it is.
    """
    shorter = stem
    for phrase, replacement in _REMOVALS:
        shorter = phrase.sub(replacement, shorter)
    if names_document(shorter):
        return stem
    return shorter[:1].upper() + shorter[1:]
