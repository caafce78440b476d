"""Nouns that say nothing new beside a name, as in *enfermedad de Parkinson*.

The noun must be the one that the name has: *síndrome de Parkinson* is more than
*Parkinson*, and *Cushing* may be a disease and a syndrome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.names_of_people import NAMES_OF_DISEASES, NAMES_OF_OTHER_NOUNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.checker.languages.language import Language, Tokens


def is_name_of_disease(tokens: Tokens) -> bool:
    """Whether tokens are the name of a disease, such as *crohn*."""
    return tokens in NAMES_OF_DISEASES


def names_beside_noun(tokens: Tokens, language: Language) -> list[Tokens]:
    """Return *parkinson* for *enfermedad de parkinson*, without any capital letter.

    A name in the genitive may be in the nominative too: *choroba Parkinsona*.
    """
    return list(
        dict.fromkeys(
            name
            for noun, names in _nouns(language)
            for rest in _beside(tokens, noun)
            for name in _forms(rest, language)
            if name in names
        )
    )


def _nouns(language: Language) -> Iterator[tuple[Tokens, frozenset[Tokens]]]:
    """Yield each noun of a language with its names."""
    for noun in (*language.words_for_disease, *_each_alone(language.ends_of_disease)):
        yield noun, NAMES_OF_DISEASES
    others = (*language.words_for_syndrome, *_each_alone(language.ends_of_syndrome))
    for noun in others:
        for begins, names in NAMES_OF_OTHER_NOUNS:
            if noun[0].startswith(begins):
                yield noun, names


def _each_alone(words: tuple[str, ...]) -> Iterator[Tokens]:
    return ((word,) for word in words)


def _beside(tokens: Tokens, noun: Tokens) -> Iterator[Tokens]:
    size = len(noun)
    if tokens[:size] == noun:
        yield tokens[size:]
    if tokens[-size:] == noun:
        yield tokens[:-size]
    if len(tokens) == size == 1:
        yield (tokens[0].removesuffix(noun[0]),)


def _forms(name: Tokens, language: Language) -> list[Tokens]:
    return [
        tuple(word.removesuffix(end) for word in name)
        for end in ("", *language.genitives_of_names)
    ]
