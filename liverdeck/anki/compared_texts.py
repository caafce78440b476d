"""The texts and hashes of a note that are compared with the ledger.

They are made from the question, the answer, the tags and the source of the note, and
not from its fact. So they can also be made from a note of a published package.
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
_MOST_HASHES_KEPT = 256
"""At most this many hashes are remembered.

Neighbouring notes share tags and sources.
"""


def compared_texts(shape: ShapeName, values: Mapping[str, str]) -> tuple[str, str]:
    """Return the question and the answer of a note as plain text.

    `shape` is the name of the fact's shape. `values` has the value of each field of the
    note, by the name of the field. A blank in a statement reads [...].
    """
    match shape:
        case "cloze":
            text = values["Text"]
            front = with_gaps_replaced(text, lambda _: hidden_text(None))
            answers = [gap.text for gap in gaps_in(text)]
        case "question":
            front = values["Ask"]
            answers = [values["Answer"]]
        case "list" | "groups":
            questions = [text for text in (values["Ask"], values["Group"]) if text]
            front = " ".join(questions)
            answers = _ITEM.findall(values["Items"])
        case _:
            assert_never(shape)
    return text_from(front), ", ".join(map(text_from, answers))


@lru_cache(maxsize=_MOST_HASHES_KEPT)
def tags_hash(tags: tuple[str, ...]) -> str:
    """Return the hash of a note's tags. Their order does not matter."""
    return _short_hash(" ".join(sorted(tags)))


@lru_cache(maxsize=_MOST_HASHES_KEPT)
def source_hash(source: str, link: str) -> str:
    """Return the hash of the source of a note.

    `source` is the field with the title of the document, the headings of the passages
    and the day of reading. `link` is the field with the address of the document.
    """
    return _short_hash(f"{source}\n{link}")


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def text_from(markup: str) -> str:
    """Return the text from which `html_text` or `statement_text` made this HTML."""
    return html.unescape(markup.replace("<br>", "\n"))
