"""Rules about an author's text of three parts or more: *stasis, injury and clotting*.

The text does not say whether the order of its parts counts. So the same parts in
another order are asked for again, unless a word or a sign fixes the order.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.checker.alignment import NO_MATCH, align
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.separators import parts_of, split_at_strong
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.alignment import Match
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Verdict

_FEWEST, _MOST = 3, 12
"""With more parts, a text is a list that belongs in several answers."""
_FIXING = frozenset(
    "to from before after then first next finally no not without".split()
)
"""Words that tie the parts of an author's text to their places."""


def same_without_joint(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Stasis injury clotting* is *stasis, injury and clotting*."""
    match = nearest_without_joint(right, typed)
    if match.cost or match.phrase is None:
        return None
    return right.verdict("correct", "spelling", typed)


def nearest_without_joint(right: RightAnswer, typed: Typed) -> Match:
    """Compare the words of three parts or more without what joins the parts."""
    if len(typed.bare) < _FEWEST:
        return NO_MATCH
    matches = [NO_MATCH]
    for phrase in right.right_phrases:
        if parts := _parts(phrase.text):
            tokens = _tokens_of_parts(typed.text)
            joined = Phrase(phrase.text, sum(parts, ()), phrase.codes)
            if len(tokens) == len(joined.tokens):
                matches.append(align(tokens, joined, right.terms))
    return min(matches, key=lambda match: match.cost)


def parts_in_other_order(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The same three parts or more in another order are asked for again."""
    if len(typed.bare) < _FEWEST:
        return None
    for phrase in right.right_phrases:
        parts = [Phrase("", part, phrase.codes) for part in _parts(phrase.text)]
        if parts and _are_all_in(_tokens_of_parts(typed.text), parts):
            if _shows_order(typed) or nearest_without_joint(right, typed).fits:
                return None
            return right.verdict("retype", "order", typed, nearest_text=phrase.text)
    return None


def _shows_order(typed: Typed) -> bool:
    """Whether a learner types arrows, *then* or numbers between the parts."""
    return len(split_at_strong(typed.text.replace(";", ","))) > 1


@lru_cache(maxsize=16384)
def _parts(text: str) -> tuple[Tokens, ...]:
    """Return the tokens of each part of an author's text.

    None if there are fewer than three, or if a word or a sign fixes their order.
    """
    if "," not in text or "/" in text:
        return ()
    parts = tuple(without_filler(tokens_of(part)) for part in parts_of(text))
    is_fixed = len(split_at_strong(text)) > 1 or not _FIXING.isdisjoint(sum(parts, ()))
    return (
        parts if _FEWEST <= len(parts) <= _MOST and all(parts) and not is_fixed else ()
    )


def _tokens_of_parts(typed: str) -> Tokens:
    """Return the tokens of a typed text without filler or what joins its parts."""
    return tuple(
        token for part in parts_of(typed) for token in without_filler(tokens_of(part))
    )


def _are_all_in(tokens: Tokens, parts: list[Phrase]) -> bool:
    """Whether tokens are all of the parts one after the other, in any order."""
    if len(tokens) != sum(len(part.tokens) for part in parts):
        return False
    missing = sorted(parts, key=lambda part: len(part.tokens), reverse=True)
    start = 0
    while missing:
        part = next((part for part in missing if _is_at(tokens, start, part)), None)
        if part is None:
            return False
        missing.remove(part)
        start += len(part.tokens)
    return True


def _is_at(tokens: Tokens, start: int, part: Phrase) -> bool:
    """Whether a part is at an index, perhaps with a slip that nobody objects to."""
    found = tokens[start : start + len(part.tokens)]
    if part.equals(found):
        return True
    match = align(found, part)
    return match.fits and match.objection is None
