"""The code blocks of the README and of docs/, and what comments say about them.

A comment is on the line above its block, where neither GitHub nor the site shows
it:

    <!-- not run: REASON -->       the block is not run
    <!-- file: PATH -->            the block is a file that later blocks need
    <!-- output -->                the block is what the block before it prints
    <!-- exit code: NUMBER -->     the shell block ends with this exit code

In an output, `...` is any text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

REPOSITORY = Path(__file__).parent.parent.parent
PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md")))
SHELL = ("sh", "bash", "shell", "console")
PYTHON = ("python", "py", "pycon")

_PROGRAM = re.compile(
    rf"^\s*(?:`{{3,}}|~{{3,}})\s*(?:{'|'.join(SHELL + PYTHON)})\b", re.MULTILINE
)
_COMMENT = re.compile(r"<!-- (not run|file|output|exit code)(?:: (.*))? -->\s*")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page, with the comment above it."""

    page: Path
    line: int
    """The line of the page, from 1, where the code begins."""
    language: str
    code: str
    comment: str
    """The first words of the comment, such as `not run`; empty without a comment."""
    value: str
    """The text after the colon of the comment; empty if it has none."""

    def __str__(self):
        return f"{name_of(self.page)}:{self.line}"

    @property
    def is_program(self):
        return self.language in SHELL + PYTHON and self.comment != "file"

    @property
    def code_with_line_numbers(self):
        """The code below empty lines: it has the line numbers of the page."""
        return "\n" * (self.line - 1) + self.code


def name_of(page):
    return page.relative_to(REPOSITORY).as_posix()


def may_have_program(text):
    """Whether a page may have a block of shell or Python.

    This is a fast check: `blocks_of` parses the page.
    """
    return _PROGRAM.search(text) is not None


def blocks_of(page):
    """Return all fenced blocks of a page, in order.

    Raises ValueError for an unknown comment and for one that is not above a block: it
    would have no effect, and nobody would notice.
    """
    blocks = []
    comment = None
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if comment is not None and token.type != "fence":
            raise ValueError(
                f"{name_of(page)}:{token.map[0]}: no block below a comment"
            )
        if token.type == "fence":
            words, value = comment.groups() if comment else ("", "")
            language = token.info.split()[0] if token.info else ""
            line = token.map[0] + 2
            blocks.append(
                Block(page, line, language, token.content, words, value or "")
            )
            comment = None
        elif token.type == "html_block":
            comment = _COMMENT.fullmatch(token.content)
            if comment is None:
                raise ValueError(f"{name_of(page)}:{token.map[0] + 1}: unknown comment")
    return blocks


def programs():
    """Return all blocks of shell and Python on all pages."""
    blocks = [block for page in PAGES for block in blocks_of(page)]
    return [block for block in blocks if block.is_program]
