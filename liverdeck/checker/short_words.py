"""Short forms of words, such as the *n.* of *n. facial* and the *inf.* of *cava inf.*.

They are Latin or of the language. Those of all languages are in one table, as no word
of one language is the beginning of another noun in another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.languages.word_forms import has_opposite_beginning
from liverdeck.checker.nouns_of_diseases import is_name_of_disease
from liverdeck.checker.spelling import VOWELS
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens
    from liverdeck.checker.prepared import Phrase

_MORBUS = "morbus"
_NOUNS = {
    short: frozenset(nouns.split())
    for short, nouns in {
        "a": "arteria artere",
        "aa": "arteriae arterias arteres",
        "v": "vena veine veia",
        "vv": "venae venas veines veias",
        "n": "nervus nervio nerf nervo nerw",
        "nn": "nervi nervios nerfs nervos",
        "m": f"musculus musculo muscle muscolo miesien {_MORBUS}",
        "mm": "musculi musculos muscles muscoli",
        "lig": "ligamentum ligamento ligament",
        "ligg": "ligamenta ligamentos ligaments",
        "r": "ramus ramo rama rameau",
        "rr": "rami ramos ramas rameaux",
        "gl": "glandula glande ghiandola",
        "art": "articulatio articulacion articulation articolazione articulacao "
        "arteria artere",
        "s": "sindrome syndrome",
        "sd": "sindrome sindroma syndrome",
        "sdr": "sindrome sindroma syndrome",
        "mb": _MORBUS,
        "ch": "choroba",
        "d": "ductus",
        "pl": "plexus",
        "t": "tetnica",
        "z": "zyla zespol",
    }.items()
}
"""The nouns for each short form."""
_STEMS = {
    short: tuple(stems.split())
    for short, stems in {
        "ant": "anter",
        "asc": "ascend",
        "brev": "brev",
        "der": "derech",
        "desc": "descend discend",
        "d": "droit",
        "dext": "dext",
        "dx": "destr",
        "g": "gauch",
        "l": "link",
        "dir": "direit",
        "dist": "distal",
        "doln": "doln",
        "esq": "esquerd",
        "ext": "extern extens",
        "gorn": "gorn",
        "inf": "infer",
        "int": "intern",
        "izq": "izquierd",
        "lat": "lateral",
        "lew": "lew",
        "li": "link",
        "long": "long",
        "maj": "major",
        "max": "maxim",
        "med": "medi",
        "min": "minim minor",
        "obl": "obliq",
        "post": "poster",
        "praw": "praw",
        "prof": "profund profond",
        "prox": "proxim",
        "przedn": "przedn",
        "r": "recht",
        "re": "recht",
        "sx": "sinistr",
        "sin": "sinist",
        "sup": "super",
        "superf": "superf",
        "transv": "transvers",
        "tyln": "tyln",
        "wewn": "wewn",
        "wsp": "wspoln",
        "zewn": "zewn",
    }.items()
}
"""How the words for sides, sizes and places begin, for each short form."""
_ALWAYS_SHORT = frozenset(short for short in (*_STEMS, *_NOUNS) if len(short) > 1)
"""Short forms that are read without their point too; a letter alone is none."""
_SHORTEST, _SHORTEST_AT_END, _FEWEST_LEFT_OUT = 3, 4, 2
"""A short form of any other word has 3 letters or more (4 at the end of a text), and
leaves out 2 letters or more."""
_POINT_INSIDE = lazy_pattern(r"(?<=[^\W\d_])\.(?=[^\s.])")


class _Written(NamedTuple):
    """A word of a text, as it is written."""

    token: str
    has_point: bool


def may_have_short_word(text: str, tokens: Tokens) -> bool:
    """Whether a word of a text may be short for another."""
    return (
        "." in text
        or (tokens[:1] and tokens[0] in _NOUNS)
        or not _ALWAYS_SHORT.isdisjoint(tokens)
    )


def is_short_for(text: str, phrase: Phrase, language: Language) -> bool:
    """Whether a text is a phrase with some of its words cut short."""
    written = _written_words(text, language)
    if len(written) != len(phrase.tokens) or len(written) < 2:  # noqa: PLR2004
        return False
    is_whole = [
        phrase.word(index).is_spelled(word.token) for index, word in enumerate(written)
    ]
    return any(is_whole) and all(
        is_same or _is_beginning(word, index, phrase.tokens, language)
        for index, (word, is_same) in enumerate(zip(written, is_whole, strict=True))
    )


def is_cut_short(tokens: Tokens, phrase: Phrase, language: Language) -> bool:
    """Whether tokens are a phrase whose last word lacks its end: *resp* or *respir*."""
    size = len(phrase.tokens)
    if len(tokens) != size or size < 2:  # noqa: PLR2004
        return False
    *before, last = tokens
    whole = phrase.tokens[-1]
    return (
        len(last) >= _SHORTEST_AT_END
        and _has_more_letters(whole, last)
        and not has_opposite_beginning(whole, last, language)
        and all(
            phrase.word(index).is_spelled(token) for index, token in enumerate(before)
        )
    )


def _has_more_letters(token: str, short: str) -> bool:
    """Whether a token goes on behind a short form, which has no vowel at its end."""
    return (
        token.startswith(short)
        and len(token) >= len(short) + _FEWEST_LEFT_OUT
        and short[-1] not in VOWELS
    )


def _written_words(text: str, language: Language) -> list[_Written]:
    """Return the words of a text without fillers and articles; *a.* is no article."""
    words = []
    for piece in _POINT_INSIDE.sub(". ", text).split():
        *tokens, last = ("", *tokens_of(piece.rstrip("."), language))
        words += [_Written(token, has_point=False) for token in tokens[1:]]
        words.append(_Written(last, piece.endswith(".")))
    words = [
        word
        for word in words
        if word.token and (word.has_point or word.token not in language.articles)
    ]
    found = tuple(word.token for word in words)
    start = language.start_behind_filler(found)
    return words[start : language.end_before_filler(found)]


def _is_beginning(
    written: _Written, index: int, tokens: Tokens, language: Language
) -> bool:
    """Whether a written word is short for the token at an index.

    A word of a text may be anything that it begins: *diab. mellitus*. But the last one
    may only be a side, a size or the like, as its point may end the sentence, and
    *rechte Herz.* is not *rechte Herzkammer*.
    """
    short, token = written.token, tokens[index]
    is_noun = token in _NOUNS.get(short, ())
    if not (written.has_point or short in _ALWAYS_SHORT or (is_noun and not index)):
        return False
    if is_noun:
        is_disease = is_name_of_disease(tokens[index + 1 :])
        return short != "m" or is_disease == (token == _MORBUS)
    if short in _STEMS:
        return token.startswith(_STEMS[short])
    return (
        index + 1 < len(tokens)
        and written.has_point
        and len(short) >= _SHORTEST
        and _has_more_letters(token, short)
        and not has_opposite_beginning(token, short, language)
    )
