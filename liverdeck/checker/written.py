"""Shows normalized tokens as the learner or the author wrote them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from liverdeck.base.characters import DASHES
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_HYPHEN_OR_SLASH = lazy_pattern(rf"[{DASHES}/]")
_MOST_TOKENS = 6
"""A written piece between spaces is looked for with at most this many tokens."""
_MOST_PIECES = 20
"""Several tokens are looked for in this many pieces at most."""
_PUNCTUATION = ".,;:!?()[]\"'"


def as_written(spaced_tokens: str, text: str, language: Language = ENGLISH) -> str:
    """Return tokens as a text writes them, such as *don't* for *dont*.

    The tokens are given and returned with spaces between them. A token that is not in
    the text stays unchanged.
    """
    written_by_tokens = {
        tokens_of(piece, language): piece.strip(_PUNCTUATION)
        for piece in (*_pairs_in(text, language), *_pieces_of(text))
    }
    tokens = tuple(spaced_tokens.split(" "))
    if language is not ENGLISH and len(tokens) > 1:
        whole = _whole_in(text, tokens, language)
        if whole:
            return whole
    written = []
    start = 0
    while start < len(tokens):
        # One written piece may be several tokens, as IL-2 is.
        end = next(
            (
                end
                for end in range(min(start + _MOST_TOKENS, len(tokens)), start, -1)
                if tokens[start:end] in written_by_tokens
            ),
            start + 1,
        )
        part = tokens[start:end]
        written.append(
            written_by_tokens.get(part)
            or _contraction_with(part, written_by_tokens)
            or " ".join(part)
        )
        start = end
    return " ".join(written)


def _whole_in(text: str, tokens: tuple[str, ...], language: Language) -> str:
    """Return the written words of tokens, with the articles among them, if any."""
    pieces = text.split()[:_MOST_PIECES]
    for start in range(len(pieces)):
        for end in range(start + 1, len(pieces) + 1):
            written = " ".join(pieces[start:end])
            if tokens_of(written, language) == tokens:
                return written.strip(_PUNCTUATION)
    return ""


def _contraction_with(
    part: tuple[str, ...], written_by_tokens: dict[tuple[str, ...], str]
) -> str | None:
    """Return the written contraction that ends with a token, such as don't for not."""
    return next(
        (
            written
            for tokens, written in written_by_tokens.items()
            if tokens[-1:] == part and written.replace("'", "").isalpha()
        ),
        None,
    )


def as_typed(spaced_tokens: str, typed: str) -> str:
    """Return tokens as they were typed, or the code that they are a part of.

    It is *PaO2* for *pao*, and *G-* for *negative*.
    """
    written = as_written(spaced_tokens, typed)
    if written != spaced_tokens or written in typed:
        return written
    return next(
        (
            piece.strip(_PUNCTUATION)
            for piece in typed.split()
            if spaced_tokens in tokens_of(piece)
        ),
        written,
    )


def _pairs_in(text: str, language: Language) -> list[str]:
    """Return two words each: *pas de* may be one token. English has no such words."""
    words = [] if language is ENGLISH else text.split()
    return [f"{one} {other}" for one, other in pairwise(words)]


def _pieces_of(text: str) -> Iterator[str]:
    """Yield the pieces of a text between spaces, and the parts between hyphens."""
    for piece in text.split():
        parts = _HYPHEN_OR_SLASH.split(piece)
        if len(parts) > 1:
            yield from (part for part in parts if part)
        yield piece
