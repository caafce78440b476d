"""Nouns that only say again what a name is, as in *der Nervus vagus*.

The names are those that say it alone. *Nervus ulnaris* is not *ulnaris*, which may be
an artery.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens


def without_class_noun(tokens: Tokens, language: Language) -> Tokens:
    """Return *vagus* for *nervus vagus* and *vagusnerv*.

    More words may follow the name: *biceps brachii* for *musculus biceps brachii*.
    Returns no tokens if there is no such noun, or if it does not belong to the name.
    """
    for nouns, names in language.class_nouns:
        for noun in nouns:
            for name in (_rest_beside(tokens, noun), _rest_of_word(tokens, noun)):
                if name and name[0] in names:
                    return name
    return ()


def name_of_disease(text: str, tokens: Tokens, language: Language) -> Tokens:
    """Return *crohn* for *maladie de Crohn*; no tokens for *maladie de foie*.

    Cushing has given his name to two things.
    """
    for words in language.words_for_disease:
        name = tokens[len(words) :]
        is_name = len(name) == 1 and name[0].capitalize() in text.split()
        if tokens[: len(words)] == words and is_name and name != ("cushing",):
            return name
    return ()


def _rest_beside(tokens: Tokens, noun: Tokens) -> Tokens:
    size = len(noun)
    if tokens[:size] == noun:
        return tokens[size:]
    return tokens[:-size] if tokens[-size:] == noun else ()


def _rest_of_word(tokens: Tokens, noun: Tokens) -> Tokens:
    if len(tokens) != 1 or not tokens[0].endswith(noun[-1]):
        return ()
    return (tokens[0].removesuffix(noun[-1]),)
