"""Other spellings of a right answer, for platforms that compare letter by letter.

Phones write ’ for ', and many keyboards have no œ, ß, α or ₂. The checker accepts all
these spellings, but a platform must be given each of them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from liverdeck.base.characters import ACCENTS, APOSTROPHES, DASHES
from liverdeck.base.words import indefinite_article
from liverdeck.checker.key import check
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.plain_text import ASCII_OF_LETTER, GREEK_NAME_OF
from liverdeck.checker.signs import ASCII_OF_SIGN, POWER, as_power
from liverdeck.checker.spelling import american

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.checker.languages.language import Language
    from liverdeck.quiz.items.item import Item

_OTHER_SIGNS = (
    (re.compile(r"(?<!\s)\s*(?:(?<!-)-+>|→)\s*"), (" -> ", " → ", "->", "→")),
    (re.compile(rf"(?<!\w)[{DASHES}](?=\d)"), ("-", "−")),
    (re.compile(rf"(?<=[^\W\d_])[{DASHES}](?=[^\W\d_])"), ("-", " ")),
    (re.compile(rf"(?<=[^\W\d_])[{APOSTROPHES}](?=[^\W\d_])"), ("'", "’")),
)
"""Signs that learners type in several ways: arrow, minus sign, hyphen, apostrophe."""
_ARTICLE = re.compile(rf"^(?:{'|'.join(ENGLISH.articles)})\s+", re.IGNORECASE)
_ACCENT = re.compile(f"[{ACCENTS}]")
_WORD = re.compile(r"[^\W\d_]+")
_GREEK = "\u0370-\u03ff\u1f00-\u1fff"
_GREEK_LETTER = re.compile(f"(?<![{_GREEK}])[α-ω](?![{_GREEK}])")
"""A Greek letter that stands alone and is not part of a Greek word."""
_PLAIN_SIGNS = str.maketrans(
    {sign: ascii_sign.strip() for sign, ascii_sign in ASCII_OF_SIGN.items()}
)


def as_typed(text: str) -> str:
    """Return an answer on one line, as learners type it."""
    return " ".join(text.split())


def accepted_texts(item: Item, language: str) -> list[str]:
    """Return the texts that are right for an item with one answer, each once.

    The author's texts come first. Then come their other spellings.
    """
    (answer,) = item.answers
    right_texts = [as_typed(text) for text in answer.right_texts]
    # Of texts that differ only in capitals, the first is kept.
    text_by_lower_case = {text.lower(): text for text in reversed(right_texts)}
    for text in right_texts:
        for spelling in other_spellings(text, language):
            text_by_lower_case.setdefault(spelling.lower(), spelling)

    author_texts = list(
        dict.fromkeys(text_by_lower_case[text.lower()] for text in right_texts)
    )
    return author_texts + [
        text for text in text_by_lower_case.values() if text not in author_texts
    ]


def other_spellings(text: str, language: str) -> list[str]:
    """Return other ways to type a right text, all of which the checker accepts.

    They have plain letters or American spelling, a space in place of a hyphen, or other
    arrows, minus signs or apostrophes. In English, articles are added or left out.
    """
    rules = language_of(language)
    plain_spellings = _right_for_checker(_in_plain_letters(text, rules), text, language)
    spellings = _with_other_signs([text, *plain_spellings])
    if rules is ENGLISH:
        spellings += [
            with_article
            for spelling in tuple(spellings)
            for with_article in _with_other_articles(spelling)
        ]
    return [spelling for spelling in dict.fromkeys(spellings) if spelling != text]


def _right_for_checker(spellings: Iterable[str], text: str, language: str) -> list[str]:
    """Return the spellings that are right for the checker."""
    return [
        spelling
        for spelling in dict.fromkeys(spellings)
        if spelling not in ("", text)
        and check(spelling, text, language=language).outcome == "correct"
    ]


def _with_other_signs(spellings: list[str]) -> list[str]:
    """Return the spellings, then the same spellings with other signs."""
    all_spellings = list(spellings)
    for pattern, signs in _OTHER_SIGNS:
        for spelling in tuple(all_spellings):
            changed = [pattern.sub(sign, spelling) for sign in signs]
            all_spellings += [text for text in changed if text != spelling]
    return all_spellings


def _in_plain_letters(text: str, language: Language) -> Iterator[str]:
    """Yield spellings without the letters and signs that a keyboard lacks.

    Not all of them are right in the language.
    """
    with_signs = _with_plain_signs(text)
    for spelling in (with_signs, _GREEK_LETTER.sub(_greek_name, with_signs)):
        with_letters = _with_two_letters(spelling, language)
        for letters in (spelling, with_letters, _without_accents(with_letters)):
            yield from _in_other_words(letters, language)


def _with_plain_signs(text: str) -> str:
    """Return a text with signs that are on a keyboard, such as 10^9 for 10⁹."""
    with_powers = POWER.sub(as_power, text).translate(_PLAIN_SIGNS)
    return unicodedata.normalize("NFKC", with_powers)


def _greek_name(letter: re.Match[str]) -> str:
    return GREEK_NAME_OF[letter[0]]


def _with_two_letters(text: str, language: Language) -> str:
    """Return a text with two letters for one, such as oe for œ or, in German, ö."""
    pairs = ASCII_OF_LETTER | {"ß": "ss"} | language.other_spellings
    capitals = {letter.upper(): pair.capitalize() for letter, pair in pairs.items()}
    all_pairs = capitals | pairs
    return "".join(all_pairs.get(letter, letter) for letter in text)


def _without_accents(text: str) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFD", text))


def _in_other_words(text: str, language: Language) -> Iterator[str]:
    """Yield a text as it is, in American spelling, and without its article."""
    yield text
    if language is ENGLISH:
        yield _WORD.sub(lambda word: american(word[0]), text)
    for article in language.elided_articles:
        yield re.sub(rf"^{article}'", "", text, flags=re.IGNORECASE)
    first_word, _, other_words = text.partition(" ")
    if first_word.lower() in language.articles:
        yield other_words


def _with_other_articles(text: str) -> list[str]:
    bare = _ARTICLE.sub("", text)
    if not bare[:1].isalpha():
        return []
    return [bare, f"the {bare}", f"{indefinite_article(bare)} {bare}"]
