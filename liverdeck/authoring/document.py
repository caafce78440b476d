"""Split the document that a deck teaches into passages."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.characters import (
    BULLETS,
    CLOSING_BRACKETS,
    CLOSING_MARKS,
    COMMAS,
    OTHER_ENDS_OF_SENTENCES,
)
from liverdeck.base.values import value_class
from liverdeck.base.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NO_PASSAGE = "this document has no passage"
"""The message about a document in which `split_document` finds no passage."""
LONGEST_HEADING = 80
"""The most characters of a heading. A longer line is not a heading, even with a `#`."""
_BULLET = re.compile(rf"\s*([{BULLETS}+]|\d{{1,3}}[.{re.escape(CLOSING_BRACKETS)}])\s")
"""Matches a bullet, or a number such as `1.` or `1)`, at the start of a line."""
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
"""Matches the beginning of a Markdown heading, such as `## `."""
_AFTER_PUNCTUATION = re.compile(rf"(\[[^\]]*\]|[\s{re.escape(CLOSING_MARKS)}])+$")
"""Matches text that may follow the last punctuation mark, such as `[3]` and quotes."""
_NOT_AT_THE_END_OF_A_HEADING = tuple(COMMAS + OTHER_ENDS_OF_SENTENCES)
"""A line that ends with one of these is not a heading, unless it starts with `#`.

A heading may be a question, so question marks are not among these.
"""
_MOST_HEADINGS = 2
"""If a text has more short lines right above it, some of them are a list.

If it has two, the first is the title of a chapter, and the second is the heading of the
text.
"""


@value_class
class Excerpt:
    """A passage as it was cut from the document."""

    heading: str
    """Empty if the passage has no heading in the document."""
    text: str
    hash: str
    """Hash of the text. Line breaks and the number of spaces do not change it."""
    words: frozenset[str]
    """Each word of the heading and the text once, in lower case."""


class _Block(NamedTuple):
    """Lines with no empty line between them, or a single line that starts with `#`."""

    text: str
    follows_several_empty_lines: bool


@dataclass(slots=True)
class _Section:
    """Short lines (headings, or items of a list) and the longer blocks under them."""

    short_lines: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    def excerpts(self) -> Iterator[Excerpt]:
        """Yield an excerpt for the list if there is one, and one for the text."""
        if not self.blocks:
            # The lines are a heading and its list: "Signs", "fever", "pain". A single
            # short line is a heading without a text, and is left out.
            if len(self.short_lines) > 1:
                yield _excerpt(self.short_lines[0], self.short_lines[1:])
            return
        # A heading and its list, then the heading of the text: "Signs", "fever",
        # "pain", "Treatment". If there are only two lines, the first is a title, and
        # is left out.
        if len(self.short_lines) > _MOST_HEADINGS:
            yield _excerpt(self.short_lines[0], self.short_lines[1:-1])
        heading = self.short_lines[-1] if self.short_lines else ""
        yield _excerpt(heading, self.blocks)


def split_document(text: str) -> tuple[Excerpt, ...]:
    """Split a plain text into passages.

    A passage begins at a heading. It also begins after two or more empty lines, because
    its heading was probably lost in conversion. A heading is a short line that starts
    with `#`, or a short line by itself that has no bullet and does not end like a
    sentence. Of two such lines above a text, the first is a title, and is left out.
    Three or more such lines above a text are a heading, its list, and the heading of
    the text. Two or more such lines without a text are a heading and its list; a single
    line is left out.
    """
    excerpts: list[Excerpt] = []
    section = _Section()
    for block in _blocks(text):
        is_short_line = _is_short_line(block.text)
        if section.blocks and (is_short_line or block.follows_several_empty_lines):
            excerpts += section.excerpts()
            section = _Section()
        if is_short_line:
            section.short_lines.append(_MARKDOWN_HEADING.sub("", block.text).strip())
        else:
            section.blocks.append(block.text)
    excerpts += section.excerpts()
    return tuple(excerpts)


def _excerpt(heading: str, blocks: Sequence[str]) -> Excerpt:
    text = "\n".join(blocks)
    text_hash = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:16]
    words = frozenset(words_of(f"{heading} {text}"))
    return Excerpt(heading, text, text_hash, words)


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the blocks of a text."""
    lines: list[str] = []
    empty_line_count = 0
    follows_several_empty_lines = False  # whether the block in `lines` does
    # The empty line at the end completes the last block.
    for line in [*map(str.strip, text.splitlines()), ""]:
        is_markdown_heading = _MARKDOWN_HEADING.match(line) is not None
        if lines and (is_markdown_heading or not line):
            yield _Block("\n".join(lines), follows_several_empty_lines)
            lines = []
        if not line:
            empty_line_count += 1
            continue

        if not lines:
            follows_several_empty_lines = empty_line_count > 1
        empty_line_count = 0
        if is_markdown_heading:
            yield _Block(line, follows_several_empty_lines)
        else:
            lines.append(line)


def _is_short_line(text: str) -> bool:
    """Whether a block is a heading, or an item of a list without bullets."""
    if "\n" in text or len(text) > LONGEST_HEADING:
        return False
    if _MARKDOWN_HEADING.match(text):
        return True
    if _BULLET.match(text):
        return False
    return not _AFTER_PUNCTUATION.sub("", text).endswith(_NOT_AT_THE_END_OF_A_HEADING)
