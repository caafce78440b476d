"""Find the comments of a YAML text. The tree of its nodes does not contain them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from liverdeck.authoring.yaml_reader import text_without_broken_entries
from liverdeck.authoring.yaml_tree import scalar_spans
from liverdeck.base.problems import LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"(?:(?<= )|^)#")
"""Matches a `#` at the start of a line, or after a space."""


def read_comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each comment as its line and column (from 1) and its text.

    A `#` inside a scalar does not begin a comment. Comments in entries of a list that
    are not valid YAML are left out. After any other syntax fault, the scalars are not
    known, so only comments that have a line of their own are found.
    """
    if "#" not in text:
        return
    spans, readable_length = scalar_spans(text)
    if readable_length < len(text):
        text = text_without_broken_entries(text)
        spans, readable_length = scalar_spans(text)
    line_start = 0
    for line_number, line in enumerate(LINE.findall(text), 1):
        indentation = len(line) - len(line.lstrip())
        for match in _COMMENT.finditer(line):
            hash_index = line_start + match.start()
            # The index of the last scalar that begins at the `#` or before it, or -1.
            # No span ends after the text, so `len(text)` sorts after all ends.
            span_index = bisect_right(spans, (hash_index, len(text))) - 1
            is_in_scalar = span_index >= 0 and spans[span_index][1] > hash_index
            if is_in_scalar:
                continue
            is_on_own_line = match.start() == indentation
            if hash_index < readable_length or is_on_own_line:
                yield line_number, match.start() + 1, line[match.end() :].strip()
                break  # the rest of the line belongs to the comment
        line_start += len(line)
