"""Nouns that only say again what a name is, as in *der Nervus vagus*.

The noun of some names may be added and left out, because they say it alone. *Nervus
ulnaris* is not *ulnaris*, which may be an artery. But *ulnaris* is enough for *Nervus
ulnaris*, because the question asks for a nerve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from liverdeck.checker.languages.names_of_classes import is_name_of_class
from liverdeck.checker.languages.word_forms import forms_of
from liverdeck.checker.numerals import has_digit

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens

_MOST_WORDS = 4
"""A text with more words behind its noun is no name."""
_LONGEST_NOUN = 2
"""How many words a noun of a class may have, such as *acide aminé*."""
_SHORTEST_NAME = 4
"""A shorter word begins no name, but may begin a clause: *que inerva el deltoides*."""
_LONGEST_END = 2
"""How many letters a word may have behind its stem, such as the *os* of *lisos*."""
_GENITIVES = ("ae", "ii", "arum", "orum", "oris")
"""Ends of Latin words for what something is a part of: *ligamentum patellae*."""


class NameAlone(NamedTuple):
    """What is left of an answer without its noun, such as *arteria*."""

    tokens: Tokens
    noun: str
    place: int
    """Where the noun was."""
    is_clear: bool
    """Whether the name cannot be something else."""


def without_class_noun(tokens: Tokens, language: Language) -> Tokens:
    """Return *vagus* for *nervus vagus* and *vagusnerv*.

    More words may follow the name: *biceps brachii* for *musculus biceps brachii*.
    Returns no tokens if there is no such noun, or if it does not belong to the name.
    """
    for nouns, names in language.class_nouns:
        for noun in nouns:
            for name in (_rest_beside(tokens, noun), _rest_of_word(tokens, noun)):
                if name and (name[0] in names or " ".join(name) in names):
                    return name
    return _name_beside_noun(tokens, language)


def _name_beside_noun(tokens: Tokens, language: Language) -> Tokens:
    """Return *insulin* for *hormon insulin*, *insulinhormon* and *insulin hormon*."""
    nouns = language.nouns_of_classes
    if not nouns or not tokens:
        return ()
    beside = [(tokens[:size], tokens[size:]) for size in range(1, _LONGEST_NOUN + 1)]
    for noun, name in (*beside, (tokens[-1:], tokens[:-1])):
        if noun in nouns and name and _is_of_any(name, nouns[noun]):
            return name
    return _name_in_word(tokens, language)


def _name_in_word(tokens: Tokens, language: Language) -> Tokens:
    """Return *natrium* for *natriumion*, in a language that joins such words."""
    word = tokens[0]
    if len(tokens) > 1 or not word.endswith(language.ends_of_compounds):
        return ()
    for noun, classes in language.nouns_of_classes.items():
        stem = word.removesuffix(noun[0])
        if len(noun) == 1 and stem not in ("", word) and _is_of_any((stem,), classes):
            return (stem,)
    return ()


def _is_of_any(name: Tokens, classes: tuple[str, ...]) -> bool:
    return any(is_name_of_class(name, one) for one in classes)


def name_without_class(tokens: Tokens, language: Language) -> NameAlone | None:
    """Return *radial* for *arteria radial*, and *grande saphène* for the whole vein.

    Returns None if there is no such noun, or if no whole name is left: sides, sizes and
    places are none, and what the thing is a part of is none either.
    """
    index = _index_of_class_word(tokens, language)
    if index is None:
        return None
    name = (*tokens[:index], *tokens[index + 1 :])
    own = [token for token in name if not has_stem(token, language.general_words)]
    is_name = (
        bool(own)
        and len(own[0]) >= _SHORTEST_NAME
        and len(name) <= _MOST_WORDS
        and not any(map(has_digit, name))
        and tokens[index + 1] not in language.words_for_of
        and not own[0].endswith(_GENITIVES)
        and own[0].endswith(language.ends_of_names or "")
        and language.negations.isdisjoint(name)
    )
    if not is_name:
        return None
    noun = tokens[index]
    is_doubtful = len(name) == 1 and not language.class_words_in_doubt.isdisjoint(
        forms_of(noun, language, is_last=False)
    )
    is_kind = all(has_stem(token, language.words_for_kinds) for token in own)
    return NameAlone(name, noun, index, not is_doubtful and not is_kind)


def is_class_word(token: str, language: Language) -> bool:
    """Whether a token is a noun such as *arteria*, perhaps in the plural."""
    forms = forms_of(token, language, is_last=False)
    return any(not group.isdisjoint(forms) for group in language.class_words)


def may_have_article(noun: str, article: str, language: Language) -> bool:
    """Whether a noun such as *arteria* may have an article: *la*, but not *el*."""
    if not any(article in words for words in language.genders):
        return True
    forms = forms_of(noun, language, is_last=False)
    return any(
        article in words and not group.isdisjoint(forms)
        for words, group in zip(language.genders, language.class_words, strict=False)
    )


def _index_of_class_word(tokens: Tokens, language: Language) -> int | None:
    """Return where the noun is: first, or behind a side or a size."""
    if not language.class_words or len(tokens) < 2:  # noqa: PLR2004
        return None
    if is_class_word(tokens[0], language):
        return 0
    is_second = has_stem(tokens[0], language.general_words)
    has_more = len(tokens) > 2  # noqa: PLR2004
    return 1 if has_more and is_second and is_class_word(tokens[1], language) else None


def has_stem(token: str, stems: frozenset[str]) -> bool:
    """Whether a token is one of some stems with an end, such as *lisos*."""
    return any(token[: len(token) - end] in stems for end in range(_LONGEST_END + 1))


def _rest_beside(tokens: Tokens, noun: Tokens) -> Tokens:
    size = len(noun)
    if tokens[:size] == noun:
        return tokens[size:]
    return tokens[:-size] if tokens[-size:] == noun else ()


def _rest_of_word(tokens: Tokens, noun: Tokens) -> Tokens:
    if len(tokens) != 1 or not tokens[0].endswith(noun[-1]):
        return ()
    return (tokens[0].removesuffix(noun[-1]),)
