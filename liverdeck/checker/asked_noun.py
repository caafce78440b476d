"""What a question names, so that a learner need not repeat it.

*Phrenic* is right for *Which nerve ...?*, and *31 pairs* for *How many pairs ...?*.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.counted import with_counted_noun, with_counted_words
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.noun_phrases import is_adjective
from liverdeck.checker.plain_text import GREEK_NAMES
from liverdeck.checker.prepared import phrases_of
from liverdeck.checker.spelling import inflections
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.terms import Terms
    from liverdeck.facts.answer import Answer

_ASKED = lazy_pattern(r"\b(?:which|what|name(?: the| of(?: the)?)?)((?: [a-z]+){1,3})")
"""The words behind *which*, one of which may be the noun that is asked for."""
_OTHER_ENDS = ("ian", "ive", "oid", "ory")
_OTHER_ADJECTIVES = frozenset(
    """
    ascending azygos carotid caudate chief deltoid descending goblet lunate mast
    obturator pineal quadrate sciatic vagus
    """.split()
)
"""Words that ask for a noun, as adjectives do, and are not used without one."""
_OFFERING = "or"


def answer_to(
    question: str, answer: Answer, open_texts: tuple[str, ...], terms: Terms
) -> Answer:
    """Return an answer with what is right too because the question names its noun.

    What the author rejects or leaves open is not among it.
    """
    if answer.strict:
        return answer
    if terms.language is not ENGLISH:
        return with_counted_words(answer, question, terms.language)
    answer = with_counted_noun(answer, question)
    asked = _asked_nouns(question)
    if not asked:
        return answer
    names = [_name_without(asked, text, terms) for text in answer.right_texts]
    doubtful = {tokens_of(text) for text in open_texts}
    doubtful.update(tokens_of(wrong.text) for wrong in answer.reject)
    aliases = tuple(name for name in names if name and tokens_of(name) not in doubtful)
    return replace(answer, accept=(*answer.accept, *aliases)) if aliases else answer


def _asked_nouns(question: str) -> frozenset[str]:
    """Return the words that may be the noun asked for, each in singular and plural.

    *Is it the nerve or the artery?* offers nouns, so that none may be left out.
    """
    if _OFFERING in question.lower().split():
        return frozenset()
    return frozenset(
        form
        for match in _ASKED.finditer(question.lower())
        for word in match[1].split()
        for form in inflections(word)
    )


def _name_without(asked: frozenset[str], text: str, terms: Terms) -> str:
    """Return *phrenic* for *phrenic nerve* if a nerve is asked for.

    Returns an empty text if the noun is not asked for, if the word in front of it is no
    adjective, or if the name fits another answer of the deck.
    """
    *words, noun = text.split() or [""]
    if not words or inflections(noun.lower()).isdisjoint(asked):
        return ""
    name = " ".join(words)
    tokens = tokens_of(text)
    is_clear = (
        len(tokens) > 1
        and _asks_for_noun(tokens[-2])
        and not _fits_another(tokens, text, terms)
    )
    return name if is_clear else ""


def _asks_for_noun(word: str) -> bool:
    return (
        is_adjective(word)
        or word.endswith(_OTHER_ENDS)
        or word in _OTHER_ADJECTIVES
        or word in GREEK_NAMES
    )


def _fits_another(tokens: Tokens, text: str, terms: Terms) -> bool:
    """Whether another answer of the deck is the name, alone or with another noun."""
    own = {phrase.tokens for phrase in phrases_of(text)}
    *name, noun = tokens
    forms = inflections(noun)
    return terms.answer_for(tuple(name)) is not None or any(
        list(other[:-1]) == name and other not in own and other[-1] not in forms
        for other in terms.tokens_with(len(tokens))
    )
