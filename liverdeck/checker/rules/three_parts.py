"""Rules about an author's text of three parts or more: *stasis, injury and clotting*.

The text does not say whether the order of its parts counts. So the same parts in
another order are asked for again, unless a word or a sign fixes the order.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.checker.alignment import NO_MATCH, align
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.rules.answer_parts import parts_at_signs_in, parts_in
from liverdeck.checker.rules.part_order import is_plain
from liverdeck.checker.separators import parts_of, split_at_strong
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.alignment import Match
    from liverdeck.checker.languages.language import Language, Tokens
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
    if len(typed.bare) < _FEWEST or right.language is not ENGLISH:
        return NO_MATCH
    matches = [NO_MATCH]
    for phrase in right.right_phrases:
        if parts := _parts(phrase.text, ENGLISH):
            tokens = _tokens_of_parts(typed.text, ENGLISH)
            joined = Phrase(phrase.text, sum(parts, ()), phrase.codes)
            if len(tokens) == len(joined.tokens):
                matches.append(align(tokens, joined, right.terms))
    return min(matches, key=lambda match: match.cost)


def parts_in_other_order(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The same three parts or more in another order are asked for again."""
    language = right.language
    if len(typed.bare) < _FEWEST:
        return None
    for phrase in right.right_phrases:
        parts = [
            Phrase("", part, phrase.codes, language)
            for part in _parts(phrase.text, language)
        ]
        if parts and _are_all_in(_tokens_of_parts(typed.text, language), parts):
            if _is_tied(right, typed) or nearest_without_joint(right, typed).fits:
                return None
            return right.verdict("retype", "order", typed, nearest_text=phrase.text)
    return None


def _is_tied(right: RightAnswer, typed: Typed) -> bool:
    """Whether the learner or the author ties the parts to their places.

    Outside of English, a number or a word that denies does so too.
    """
    language = right.language
    if language is ENGLISH:
        return _shows_order(typed)
    shows_order = not right.right_tokens.isdisjoint(language.words_for_then)
    return shows_order or not is_plain(typed.bare, right)


def _shows_order(typed: Typed) -> bool:
    """Whether a learner types arrows, *then* or numbers between the parts."""
    return len(split_at_strong(typed.text.replace(";", ","))) > 1


@lru_cache(maxsize=16384)
def _parts(text: str, language: Language) -> tuple[Tokens, ...]:
    """Return the tokens of each part of an author's text.

    None if there are fewer than three, or if a word or a sign fixes their order.
    """
    if language is not ENGLISH:
        parts = parts_in(text, language)
        is_list = len(parts) >= _FEWEST and parts == parts_at_signs_in(text, language)
        return parts if is_list else ()
    if "," not in text or "/" in text:
        return ()
    parts = tuple(without_filler(tokens_of(part)) for part in parts_of(text))
    is_fixed = len(split_at_strong(text)) > 1 or not _FIXING.isdisjoint(sum(parts, ()))
    return (
        parts if _FEWEST <= len(parts) <= _MOST and all(parts) and not is_fixed else ()
    )


def _tokens_of_parts(typed: str, language: Language) -> Tokens:
    """Return the tokens of a typed text without filler or what joins its parts."""
    if language is not ENGLISH:
        bare = language.without_filler(tokens_of(typed, language))
        words = tuple(token for token in bare if token not in language.and_words)
        return tuple(chain.from_iterable(parts_in(typed, language))) or words
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
