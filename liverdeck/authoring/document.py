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
"""In characters. A longer line is text, even after `#`."""
_BULLET = re.compile(r"\s*([\u2022\u00b7\u25cf\u25aa\u2013*+-]|\d{1,3}[.)])\s")
"""A bullet, or a number such as `1.` or `1)`, at the start of a line."""
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_AFTER_PUNCTUATION = re.compile(r"(\[[^\]]*\]|[\s)\]\"'\u201d\u2019])+$")
"""References, brackets, quotation marks and spaces after the last punctuation mark."""
_NOT_AT_THE_END_OF_A_HEADING = (".", ",", ";", ":", "!")
"""A question may be a heading, so there is no question mark here."""
_TITLE_AND_HEADING = 2
"""Two short lines above a text: the title of a chapter and the text's heading.

With more short lines there is a list among them.
"""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage of the document."""

    heading: str
    """Empty if the passage has no heading in the document."""
    text: str
    hash: str
    """Hash of the text. It does not depend on where the lines break."""
    words: frozenset[str]
    """The different words of heading and text."""


class _Block(NamedTuple):
    """Lines without an empty line between them."""

    text: str
    is_after_empty_lines: bool
    """Whether two or more empty lines are before it."""


@dataclass(slots=True)
class _Section:
    """Short lines in a row (headings or items of a list), and the blocks under them."""

    short_lines: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)

    def excerpts(self) -> Iterator[Excerpt]:
        """Yield the passages: none, one, or two if there are a list and a text."""
        if not self.blocks:
            # A heading and its list: "Signs", "fever", "pain". A single short line is
            # a heading without a text, and is left out.
            if len(self.short_lines) > 1:
                yield _excerpt(self.short_lines[0], self.short_lines[1:])
            return
        # A heading and its list, then the heading of the text: "Signs", "fever",
        # "pain", "Treatment". Of two short lines the first is a title.
        if len(self.short_lines) > _TITLE_AND_HEADING:
            yield _excerpt(self.short_lines[0], self.short_lines[1:-1])
        yield _excerpt(self.short_lines[-1] if self.short_lines else "", self.blocks)


def split_document(text: str) -> tuple[Excerpt, ...]:
    """Split a plain text into passages.

    A passage begins at a heading, and after two or more empty lines (the heading was
    probably lost in conversion). A heading is a short line that starts with `#`, or a
    short line by itself that has no bullet and does not end like a sentence. Several
    short lines in a row are a heading with its list. A title right above the heading of
    a text is left out.
    """
    excerpts: list[Excerpt] = []
    section = _Section()
    for block in _blocks(text):
        is_heading = _is_heading(block.text)
        if section.blocks and (is_heading or block.is_after_empty_lines):
            excerpts += section.excerpts()
            section = _Section()
        if is_heading:
            section.short_lines.append(_MARKDOWN_HEADING.sub("", block.text).strip())
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
    empty_lines_before = 0  # before the block that is being read
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
        else:
            lines.append(line)


def _is_heading(text: str) -> bool:
    if "\n" in text or len(text) > LONGEST_HEADING:
        return False
    if _MARKDOWN_HEADING.match(text):
        return True
    if _BULLET.match(text):
        return False
    return not _AFTER_PUNCTUATION.sub("", text).endswith(_NOT_AT_THE_END_OF_A_HEADING)
