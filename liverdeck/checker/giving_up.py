"""Texts that say that a learner does not know, alone or beside an answer."""

from __future__ import annotations

from itertools import chain

from liverdeck.base.characters import QUESTION_MARKS
from liverdeck.checker.languages.language import ENGLISH, Language, Tokens
from liverdeck.checker.modifiers import without_filler

_WAYS_TO_GIVE_UP = frozenset(
    tuple(text.split())
    for text in (
        "idk, do not know, i do not know, i really do not know, no idea, "
        "i have no idea, no idea at all, unknown, dunno, pass, not sure, "
        "i am not sure, im not sure, unsure, i am unsure, im unsure, not certain, "
        "i am not certain, im not certain, no clue, i have no clue, skip, null, nil, "
        "n a, na, forgot, i forgot, i forget, forget, beats me, i give up, give up, "
        "no answer, "
        "i cannot remember, cannot remember, do not remember, i do not remember, "
        "cannot recall, i cannot recall, do not recall, i do not recall, "
        "have not clue, have no clue, have no idea, not clue, i have not clue, "
        "not a clue, have not a clue, i have not a clue, "
        "have not idea, do not have clue, i do not have clue, no clue at all, "
        "i have not learned this, have not learned this, next, help"
    ).split(", ")
)
_NO_DOUBT = (("n", "a"), ("no", "answer"))
"""Beside these ways to give up, there is no answer."""
_BESIDE_GIVING_UP = frozenset(
    "sorry mate honestly really tbh too so very quite entirely at all".split()
)
"""Words beside such a text that change nothing."""
_DOUBTS = sorted(
    [
        tuple(f"{subject}{doubt}{joint}".split())
        for joint in (" but", " if", "")
        for doubt in ("not sure", "not certain", "unsure")
        for subject in ("i am ", "im ", "")
    ]
    + [way for way in _WAYS_TO_GIVE_UP if len(way) > 1 and way not in _NO_DOUBT],
    key=lambda doubt: (-len(doubt), doubt),
)
"""The longest first: of two that fit, the rest of the longer one is the answer."""
_BEFORE_DOUBT = frozenset(("but", "though", "although"))
_WORDS_OF_DOUBT = frozenset(chain.from_iterable(_DOUBTS))
WORDS_OF_GIVING_UP = _WORDS_OF_DOUBT.union(*_WAYS_TO_GIVE_UP)
"""No text without one of these words gives up or doubts."""


def gives_up(tokens: Tokens, language: Language = ENGLISH) -> bool:
    """Whether the learner says that they do not know, or wants to skip the question."""
    if language is not ENGLISH:
        return tokens in language.ways_to_give_up
    if tokens in _WAYS_TO_GIVE_UP or _BESIDE_GIVING_UP.isdisjoint(tokens):
        return tokens in _WAYS_TO_GIVE_UP
    words = tuple(token for token in tokens if token not in _BESIDE_GIVING_UP)
    return words in _WAYS_TO_GIVE_UP


def says_nothing(text: str, tokens: Tokens, language: Language = ENGLISH) -> bool:
    """Whether a text is only question marks, or says that the learner does not know."""
    return not text.strip(f"{QUESTION_MARKS} ") or gives_up(tokens, language)


def doubt_and_rest(
    tokens: Tokens, language: Language = ENGLISH
) -> tuple[Tokens, Tokens]:
    """Return *not sure* and *liver* for *not sure, liver*, in either order.

    The filler in front of the rest is left out. Without doubt, both are empty.
    """
    if language is not ENGLISH:
        return language.doubt_and_rest(tokens)
    for doubt in () if _WORDS_OF_DOUBT.isdisjoint(tokens) else _DOUBTS:
        length = len(doubt)
        if len(tokens) > length and tokens[:length] == doubt:
            return doubt, without_filler(tokens[length:])
        if len(tokens) > length and tokens[-length:] == doubt:
            joint = tokens[-length - 1 : -length]
            if joint and joint[0] in _BEFORE_DOUBT and len(tokens) > length + 1:
                return (*joint, *doubt), tokens[: -length - 1]
            return doubt, tokens[:-length]
    return (), ()
