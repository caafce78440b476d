"""What the ledger compares of a note: its question, its answer, its tags, its source.

All of this is read from the note and not from its fact. So it can also be read from a
note of a published package.
"""

from __future__ import annotations

import hashlib
import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, assert_never

from liverdeck.anki.gaps import gaps_in, with_gaps_replaced
from liverdeck.facts.card import hidden_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.shapes import ShapeName

_ITEM = re.compile(r"<span>([^<]*(?:<br>[^<]*)*)</span>")
"""Matches an item of a list in the field Items."""
_HASHES_KEPT = 256
"""This many hashes are kept at a time, as neighbouring notes share tags and sources."""


def compared_texts(shape: ShapeName, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the question and the answer of a note as plain text.

    `shape` is the name of the fact's shape. `values` has the value of each field of the
    note, by the name of the field. A blank in a statement reads [...].
    """
    match shape:
        case "cloze":
            text = values["Text"]
            front = with_gaps_replaced(text, lambda _: hidden_text(None))
            return plain(front), ", ".join(plain(gap.text) for gap in gaps_in(text))
        case "question":
            return plain(values["Ask"]), plain(values["Answer"])
        case "list" | "groups":
            front = " ".join(filter(None, (values["Ask"], values["Group"])))
            return plain(front), ", ".join(map(plain, _ITEM.findall(values["Items"])))
        case _:
            assert_never(shape)


@lru_cache(maxsize=_HASHES_KEPT)
def tags_hash(tags: tuple[str, ...]) -> str:
    """Return the hash of a note's tags. Their order does not matter."""
    return _short_hash(" ".join(sorted(tags)))


@lru_cache(maxsize=_HASHES_KEPT)
def source_hash(source: str, link: str) -> str:
    """Return the hash of what a note says about its source.

    `source` and `link` are its fields: the title of the document, the headings of the
    passages and the day, and the address.
    """
    return _short_hash(f"{source}\n{link}")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def plain(markup: str) -> str:
    """Undo `html_text` or `statement_text`: return the text as the author typed it."""
    return html.unescape(markup.replace("<br>", "\n"))
