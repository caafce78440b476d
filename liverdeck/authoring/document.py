"""The source document, split into passages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_HEADING = 80
"""Characters. A longer line is text."""
_BULLET = re.compile(r"\s*([\u2022\u00b7\u25cf\u25aa\u2013*+-]|\d{1,3}[.)])\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_AFTER_A_SENTENCE = re.compile(r"(\[[^\]]*\]|[\s)\]\"'\u201d\u2019])+$")
"""References, brackets and quotation marks that follow a full stop."""
_ENDS_A_SENTENCE = (".", ",", ";", ":", "!")
_TITLE_AND_HEADING = 2
"""Headings in a row: the title of a chapter, and the heading of its first passage."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as the document has it."""

    heading: str
    """Empty where the document has none."""
    text: str
    hash: str
    """Hash of the text. It does not depend on where the lines break."""
    words: frozenset[str]
    """The different words of heading and text."""


class _Block(NamedTuple):
    """Lines without an empty line between them."""

    text: str
    is_after_gap: bool
    """Whether two or more empty lines are before it."""


@dataclass(slots=True)
class _Section:
    """Headings in a row, and the blocks under them."""

    headings: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    def excerpts(self) -> Iterator[Excerpt]:
        """Yield its passages: none, one, or two where a list comes before the text."""
        if not self.blocks:
            # Only short lines in a row: the first is the heading, the others its list.
            if len(self.headings) > 1:
                yield _excerpt(self.headings[0], self.headings[1:])
            return
        if len(self.headings) > _TITLE_AND_HEADING:
            yield _excerpt(self.headings[0], self.headings[1:-1])
        yield _excerpt(self.headings[-1] if self.headings else "", self.blocks)


def split_document(text: str) -> tuple[Excerpt, ...]:
    """Split a plain text into passages.

    A passage begins at a heading, and after two or more empty lines, where a heading
    was lost. A heading is a short line by itself without a full stop, or a line that
    starts with `#`. Several short lines in a row are a heading with its list. A title
    right above a heading is left out.
    """
    excerpts: list[Excerpt] = []
    section = _Section()
    for block in _blocks(text):
        is_heading = _is_heading(block.text)
        if section.blocks and (is_heading or block.is_after_gap):
            excerpts += section.excerpts()
            section = _Section()
        if is_heading:
            section.headings.append(_MARKDOWN_HEADING.sub("", block.text).strip())
        else:
            section.blocks.append(block.text)
    excerpts += section.excerpts()
    return tuple(excerpts)


def _excerpt(heading: str, blocks: Sequence[str]) -> Excerpt:
    text = "\n".join(blocks)
    digest = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
    return Excerpt(heading, text, digest, frozenset(words_of(f"{heading} {text}")))


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the blocks of a text. A line that starts with `#` is a block by itself."""
    lines: list[str] = []
    empty_lines = 0
    empty_lines_before = 0
    for line in [*map(str.strip, text.splitlines()), ""]:
        is_heading = _MARKDOWN_HEADING.match(line) is not None
        if lines and (is_heading or not line):
            yield _Block("\n".join(lines), empty_lines_before > 1)
            lines = []
        if not line:
            empty_lines += 1
            continue

        if not lines:
            empty_lines_before = empty_lines
        empty_lines = 0
        if is_heading:
            yield _Block(line, empty_lines_before > 1)
            empty_lines_before = 0
        else:
            lines.append(line)


def _is_heading(text: str) -> bool:
    if "\n" in text or len(text) > LONGEST_HEADING:
        return False
    if _MARKDOWN_HEADING.match(text):
        return True
    if _BULLET.match(text):
        return False
    return not _AFTER_A_SENTENCE.sub("", text).endswith(_ENDS_A_SENTENCE)
