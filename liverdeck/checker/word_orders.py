"""Puts the words of a text in another order with the same meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.languages.language import ENGLISH, Language, Tokens
from liverdeck.checker.modifiers import WORDS_FOR_DOWN, WORDS_FOR_UP, without_filler
from liverdeck.checker.numerals import ORDINAL
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator


def reversed_at_of(tokens: Tokens) -> Tokens:
    """Return *colon cancer* for *cancer of colon*.

    Returns no tokens if there is no *of* or several, or if the *of* is the first or the
    last token.
    """
    if tokens.count("of") != 1:
        return ()
    index = tokens.index("of")
    if not 0 < index < len(tokens) - 1:
        return ()
    return tokens[index + 1 :] + tokens[:index]


def number_last(tokens: Tokens) -> Tokens:
    """Return *week 20* for *20th week*; no tokens if no ordinal is in front."""
    if len(tokens) <= 2 or tokens[1] != ORDINAL or not tokens[0].isdigit():  # noqa: PLR2004
        return ()
    return (*tokens[2:], tokens[0])


def other_orders(
    typed: str, tokens: Tokens, language: Language = ENGLISH
) -> Iterator[Tokens]:
    """Yield the tokens of a typed text in other orders that mean the same.

    *Cancer of colon* gives *colon cancer*; *mass, peritoneal* gives *peritoneal mass*;
    *colon, wall* gives *wall of colon*.
    """
    if language is not ENGLISH:
        yield from _other_sides_first(tokens, language)
        return
    if len(tokens) < 2:  # noqa: PLR2004
        return
    reordered = reversed_at_of(tokens)
    if reordered:
        yield reordered
    if numbered := number_last(tokens):
        yield numbered
    if sides := other_side_first(tokens):
        yield sides
    # *Type I collagen* is *collagen type I*.
    yield from _other_side_of_type(tokens, "type")
    # *Lactate raised* is *raised lactate*.
    if tokens[-1] in WORDS_FOR_UP or tokens[-1] in WORDS_FOR_DOWN:
        yield tokens[-1:] + tokens[:-1]
    before, comma, after = typed.partition(",")
    if comma and "," not in after:
        tokens_before = without_filler(tokens_of(before))
        tokens_after = tokens_of(after)
        if tokens_before and tokens_after:
            yield tokens_after + tokens_before
            yield (*tokens_after, "of", *tokens_before)


def _other_sides_first(tokens: Tokens, language: Language) -> Iterator[Tokens]:
    for joint in language.and_words:
        if sides := other_side_first(tokens, joint):
            yield sides
    yield from _other_side_of_type(tokens, language.word_for_type)


def _other_side_of_type(tokens: Tokens, word_for_type: str) -> Iterator[Tokens]:
    """Yield *diabetes type 2* for *type 2 diabetes*, and the other way round."""
    if tokens.count(word_for_type) == 1 and len(tokens) > 2:  # noqa: PLR2004
        start = tokens.index(word_for_type)
        if start == 0:
            yield (*tokens[2:], *tokens[:2])
        elif start == len(tokens) - 2:
            yield (*tokens[start:], *tokens[:start])


def other_side_first(tokens: Tokens, joint: str = "and") -> Tokens:
    """Return *salt and water* for *water and salt*.

    `joint` is the word for *and*. Returns no tokens if the text has it never or more
    than once, or has nothing on one side of it.
    """
    if tokens.count(joint) != 1:
        return ()
    index = tokens.index(joint)
    before, after = tokens[:index], tokens[index + 1 :]
    return (*after, joint, *before) if before and after else ()
