"""Names of people in other languages, after whom diseases and signs are called."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.characters import DASHES
from liverdeck.checker.names_of_people import NAMES_IN_ONE_WORD, NAMES_OF_SEVERAL

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens

_WORD = re.compile(r"[^\W\d_]+")


def names_of_disease(text: str, tokens: Tokens, language: Language) -> list[Tokens]:
    """Return *crohn* for *maladie de Crohn*; no tokens for *maladie de foie*.

    A name in the genitive may be in the nominative too: *choroba Parkinsona*. Some
    people have given their name to several things; then the noun must be there.
    """
    nouns = language.words_for_disease + language.words_for_syndrome
    ends = language.ends_of_disease + language.ends_of_syndrome
    name = _name(text, tokens, nouns, language)
    name = name or _name_in_front(tokens, ends, language)
    return [name, *_in_nominative(name, language)] if name else []


def name_of_disease_alone(text: str, tokens: Tokens, language: Language) -> Tokens:
    """Return the name only if it is that of a disease: *Parkinson-Krankheit*.

    A syndrome or a sign may be something else.
    """
    name = _name(text, tokens, language.words_for_disease, language)
    return name or _name_in_front(tokens, language.ends_of_disease, language)


def _name(
    text: str, tokens: Tokens, nouns: tuple[Tokens, ...], language: Language
) -> Tokens:
    """Return what stands behind one of the nouns, if it has capital letters."""
    for noun in nouns:
        name = tokens[len(noun) :]
        if name and tokens[: len(noun)] == noun:
            words = _WORD.findall(text.rsplit(maxsplit=1)[-1])[-len(name) :]
            is_one_word = len(name) == 1 or any(dash in text for dash in DASHES)
            is_name = len(words) == len(name) and all(map(str.istitle, words))
            is_name = is_one_word and is_name and _is_of_one(name, language)
            return name if is_name else ()
    return ()


def _name_in_front(tokens: Tokens, ends: tuple[str, ...], language: Language) -> Tokens:
    """Return *down* for *down syndrom* and *downsyndrom*."""
    for end in ends:
        name = tokens[:-1]
        if len(tokens) == 1:
            name = (tokens[0].removesuffix(end),)
        elif tokens[-1:] != (end,):
            continue
        if name and _is_of_one(name, language) and NAMES_IN_ONE_WORD.issuperset(name):
            return name
    return ()


def _is_of_one(name: Tokens, language: Language) -> bool:
    """Whether a name stands for one disease or sign, and not for several."""
    ends = ("", *language.genitives_of_names)
    stems = {word.removesuffix(end) for word in name for end in ends}
    return len(name) > 1 or NAMES_OF_SEVERAL.isdisjoint(stems)


def _in_nominative(name: Tokens, language: Language) -> list[Tokens]:
    if len(name) > 1:
        return []
    found = (name[0].removesuffix(end) for end in language.genitives_of_names)
    return [(stem,) for stem in found if stem != name[0] and stem in NAMES_IN_ONE_WORD]
