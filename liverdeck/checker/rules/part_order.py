"""A rule about two parts that share a word, in languages other than English."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.languages.class_names import (
    is_class_word,
    name_without_class,
)
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.numerals import has_digit
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.rules.answer_parts import parts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.checker.languages.language import Language, Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Verdict


def shared_word(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Rechte und linke Niere* is *linke und rechte Niere*: both share a word.

    In front, only a noun such as *arteria* is shared: *linke Hand und Fuß* may be the
    left hand and any foot. That noun may be left out.
    """
    language = right.language
    if language is ENGLISH or right.answer.strict or not is_plain(typed.bare, right):
        return None
    typed_pair = _completed(parts_in(typed.text, language), language)
    for text in right.right_texts if typed_pair else ():
        parts = parts_in(text, language)
        for pair in (_completed(parts, language), _without_class(parts, language)):
            if pair and _are_same(typed_pair, pair, language):
                return right.verdict("correct", "order", typed)
    return _behind_of(right, typed)


def _behind_of(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*Dolor de cuello y cabeza* is asked for again: of two, the order may count."""
    language = right.language
    typed_pair = _pair_behind_of(parts_in(typed.text, language), language)
    for text in right.right_texts if typed_pair else ():
        pair = _pair_behind_of(parts_in(text, language), language)
        if pair and _are_same(typed_pair, pair, language):
            return right.verdict("retype", "order", typed, nearest_text=text)
    return None


def _pair_behind_of(
    parts: tuple[Tokens, ...], language: Language
) -> tuple[Tokens, ...]:
    """Return *dolor de cabeza* and *dolor de cuello* for *dolor de cabeza y cuello*."""
    if len(parts) != 2 or not all(parts):  # noqa: PLR2004
        return ()
    one, other = parts
    size = len(one) - len(other)
    if size < 2 or one[size - 1] not in language.words_for_of:  # noqa: PLR2004
        return ()
    return (one, (*one[:size], *other))


def is_plain(tokens: Tokens, right: RightAnswer) -> bool:
    """Whether a text has no number and no word that denies."""
    is_denied = not right.language.negations.isdisjoint(tokens)
    return not is_denied and not any(map(has_digit, tokens))


def _completed(parts: tuple[Tokens, ...], language: Language) -> tuple[Tokens, ...]:
    """Return two parts, both with the word that they share; none for other parts."""
    if len(parts) != 2 or not all(parts):  # noqa: PLR2004
        return ()
    one, other = parts
    size = len(one) - len(other)
    if size == 1 and is_class_word(one[0], language):
        return (one, (*one[:1], *other))
    if size == -1 and len(one) == 1:
        return ((*one, *other[-1:]), other)
    return parts if not size else ()


def _without_class(parts: tuple[Tokens, ...], language: Language) -> tuple[Tokens, ...]:
    """Return *radial* and *cubital* for *arterias radial y cubital*.

    Returns none if a name without its noun may be something else.
    """
    if _completed(parts, language) in ((), parts):
        return ()
    one, other = parts
    whole = (one, (*one[:1], *other))
    named = [name_without_class(tokens, language) for tokens in whole]
    are_clear = all(name is not None and name.is_clear for name in named)
    return (one[1:], other) if are_clear else ()


def _are_same(
    typed: Sequence[Tokens], right: Sequence[Tokens], language: Language
) -> bool:
    """Whether the typed parts are the right ones, in any order."""
    rest = list(typed)
    for tokens in right:
        phrase = Phrase("", tokens, language=language)
        found = next((part for part in rest if part and phrase.equals(part)), None)
        if found is None:
            return False
        rest.remove(found)
    return not rest
