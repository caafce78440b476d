"""The rule about a question that a learner repeats: *the functional unit is a nephron*.

What stands before the answer must only lead to it. So it may not deny, doubt, compare
or join, and the answer must be a thing and no property: who types *the spleen is
enlarged* for *enlarged* may speak of another organ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.class_nouns import NOUNS_OF_CLASSES
from liverdeck.checker.known_words import is_drug, is_medical
from liverdeck.checker.modifiers import (
    DIRECTIONS,
    HEDGES,
    NEGATIONS,
    has_opposite,
    is_sign,
)
from liverdeck.checker.noun_phrases import is_adjective
from liverdeck.checker.numerals import has_digit

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.prepared import Phrase
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Verdict

_MOST_WORDS = 12
_LONGEST_NAME = 4
"""Other answers of at most this many words are looked for in front of the answer."""
_SEPARATING = frozenset(",;:/?()[]=\n")
_FIRST_WORDS = frozenset("the a an its it this that these those their they".split())
"""*The unit is X* leads to X; *glucagon is insulin* does not."""
_AS, _AT_LEVEL = ("as",), ("at", "level", "of")
_LINKS: tuple[Tokens, ...] = (("is",), ("are",), _AS, _AT_LEVEL)
_ENDS_OF_LINKS = frozenset(link[-1] for link in _LINKS)
_READ_AS = frozenset(("known", "seen"))
_NO_PARTICIPLES = ("mis", "un", "oppos")
_LEVEL = lazy_pattern("[A-Z]{1,2}[0-9]{1,2}")
"""The level of a vertebra, such as T12."""
_PLAIN_THINGS = NOUNS_OF_CLASSES.union(
    "bladder blood brain cell cells colon heart intestine kidney kidneys liver lobe "
    "lung lungs node oxygen skin stomach virus water".split()
)
"""Things whose names are words of every day."""
_PROPERTIES = ("ed", "ing", "less", "able", "ible", "ly", "ive")
_TURNING = frozenset(
    """
    above absent across after all although and another antagonist antagonists anything
    apart avoid avoided avoiding before behind below beneath besides between blocked
    blocker blocks but confused contrary contrast deficient different either everything
    except excluded fewer from how if incorrectly ineffective inhibitor inhibits instead
    less like may might missing mistaken more nearly never no nobody none nor once
    opposed opposes opposing or other others otherwise over prior rather resembles same
    should similar than though to under unless unlike until versus vs was were what when
    whereas which while who whom whose why would wrongly
    """.split()
)
"""Words in front of an answer that may turn or split what is said of it."""


def repeated_question(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*The functional unit is the nephron* is *nephron*; *stored as glycogen* too."""
    tokens = typed.tokens
    if len(tokens) > _MOST_WORDS or right.answer.strict:
        return None
    if not _SEPARATING.isdisjoint(typed.text.strip()):
        return None
    for end in range(1, len(tokens)):
        link = _link_before(tokens, end)
        phrase = _phrase_with(right, tokens[end:]) if link else None
        if phrase is not None and _is_thing(phrase, link):
            before = tokens[: end - len(link)]
            is_lead = _leads_on(before, phrase) and _may_stand_before(
                link, before, typed
            )
            if is_lead and not _has_other(right, before):
                return right.correct(typed, phrase)
    return None


def _phrase_with(right: RightAnswer, tokens: Tokens) -> Phrase | None:
    """Return the phrase with these tokens, each in the singular or the plural."""
    equal = (phrase for phrase in right.right_phrases if phrase.equals(tokens))
    return right.equal_phrase(tokens) or next(equal, None)


def _link_before(tokens: Tokens, end: int) -> Tokens:
    """Return the link that ends in front of an index; none if there is none."""
    if tokens[end - 1] not in _ENDS_OF_LINKS:
        return ()
    return next((link for link in _LINKS if tokens[:end][-len(link) :] == link), ())


def _is_thing(phrase: Phrase, link: Tokens) -> bool:
    """Whether a phrase ends in the name of a thing, and not in a number or property."""
    last = phrase.tokens[-1]
    if link == _AT_LEVEL and _LEVEL.fullmatch(phrase.text):
        return True
    has_other = any(
        token in DIRECTIONS or is_sign(token) or has_digit(token)
        for token in phrase.tokens
    )
    is_name = (is_medical(last) or is_drug(last)) and not is_adjective(last)
    is_name = is_name and not last.endswith(_PROPERTIES)
    return not has_other and (is_name or last in _PLAIN_THINGS)


def _leads_on(before: Tokens, phrase: Phrase) -> bool:
    """Whether words only lead to an answer, and deny, doubt or compare nothing."""
    return (
        frozenset(before).isdisjoint(_TURNING | NEGATIONS | HEDGES)
        and not any(is_sign(word) or has_digit(word) for word in before)
        and not has_opposite(before, phrase.tokens)
    )


def _may_stand_before(link: Tokens, before: Tokens, typed: Typed) -> bool:
    """Whether the words in front of a link belong to it: *stored* to *as*."""
    if link == _AT_LEVEL:
        return True
    verb = before[-1] if before else ""
    if link == _AS:
        is_participle = verb.endswith("ed") and not verb.startswith(_NO_PARTICIPLES)
        return is_participle or verb in _READ_AS
    return bool(before) and typed.text.lower().split()[0] in _FIRST_WORDS


def _has_other(right: RightAnswer, before: Tokens) -> bool:
    """Whether another answer of the deck is named in front."""
    slices = (
        before[start:end]
        for start in range(len(before))
        for end in range(start + 1, min(start + _LONGEST_NAME, len(before)) + 1)
    )
    return any(right.terms.answer_for(words) is not None for words in slices)
