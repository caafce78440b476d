"""The source document, split into passages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.base.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
LONGEST_HEADING = 80
"""Characters; a longer line is text."""
_BULLET = re.compile(r"\s*([\u2022\u00b7\u25cf\u25aa\u2013*+-]|\d{1,3}[.)])\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_BEHIND_A_SENTENCE = re.compile(r"(\[[^\]]*\]|[\s)\]\"'\u201d\u2019])+$")
"""A reference, a bracket or a quotation mark after the full stop."""
_TITLE_AND_HEADING = 2
_ENDS_A_SENTENCE = (".", ",", ";", ":", "!")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as the document has it."""

    heading: str
    """Empty where the document gives none."""
    text: str
    hash: str
    """Of the text, however its lines are broken."""
    words: frozenset[str]
    """The vocabulary of heading and text."""


def split_document(text: str) -> tuple[Excerpt, ...]:
    """Split a plain text into passages.

    A passage begins at a heading (a short line by itself, without a full stop, or one that starts with `#`), and
    after two or more empty lines, where a heading was lost. Several short lines in a row are a heading with its list;
    a title right above a heading is left out.
    """
    excerpts: list[Excerpt] = []
    headings: list[str] = []
    parts: list[str] = []

    def close() -> None:
        nonlocal headings, parts
        if not parts:
            headings, parts = headings[:1], headings[1:]
        if parts:
            if len(headings) > _TITLE_AND_HEADING:
                excerpts.append(_excerpt(headings[0], headings[1:-1]))
            excerpts.append(_excerpt(headings[-1] if headings else "", parts))
        headings, parts = [], []

    for gap, block in _blocks(text):
        if _is_heading(block):
            if parts:
                close()
            headings.append(_MARKDOWN_HEADING.sub("", block).strip())
            continue
        if gap and parts:
            close()
        parts.append(block)
    close()
    return tuple(excerpts)


def _excerpt(heading: str, parts: Sequence[str]) -> Excerpt:
    text = "\n".join(parts)
    digest = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
    return Excerpt(heading, text, digest, frozenset(words_of(f"{heading} {text}")))


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Yield what stands between empty lines, and whether two or more of them stood before it."""
    block: list[str] = []
    empty_before = 0
    empty = 0
    for line in [*map(str.strip, text.splitlines()), ""]:
        is_heading = _MARKDOWN_HEADING.match(line) is not None
        if block and (is_heading or not line):
            yield empty_before > 1, "\n".join(block)
            block = []
        if not line:
            empty += 1
            continue
        empty_before = empty if not block else empty_before
        empty = 0
        if is_heading:
            yield empty_before > 1, line
            empty_before = 0
        else:
            block.append(line)


def _is_heading(block: str) -> bool:
    if "\n" in block or len(block) > LONGEST_HEADING:
        return False
    if _MARKDOWN_HEADING.match(block):
        return True
    return not _BULLET.match(block) and not _BEHIND_A_SENTENCE.sub("", block).endswith(
        _ENDS_A_SENTENCE
    )
