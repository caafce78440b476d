"""A deck with a different marker in each element, for the table of outputs.

No word begins with *zq*. A marker does, so an output can have it only from its element.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DECK = """\
liverdeck: 1
id: markers
anki_name: Markers
title: zqdecktitle
description: zqdescription
author: zqauthor
licence: zqlicence
url: https://zqurl.example
report: https://zqreport.example
document: {title: zqdocument, read: 2026-01-02, author: zqdocauthor,
  licence: zqdoclicence, url: 'https://zqdocurl.example'}
topics: [{id: one, title: zqtopic}]
"""
PASSAGES = """\
liverdeck: 1
passages: [{id: here, heading: zqheading}]
"""
FACTS = r"""liverdeck: 1
topic: one
facts:
  - id: asked
    from: here
    ask: Which zqask stands for \(zqformula\)?
    answer:
      text: zqanswer
      accept: [zqaccept]
      reject:
        zqreject: zqreason
      hint: zqhint
    why: zqwhy
    note: zqnote
    image:
      - {file: front.png, alt: zqaltfront, credit: zqcredit, licence: zqmedialicence}
      - {file: back.png, alt: zqaltback, side: back}
    audio:
      - {file: front.ogg}
      - {file: back.ogg, side: back}
  - id: listed
    from: here
    ask: Which zqthings are there?
    list: [{text: zqitem, hint: zqitemhint}, zqother]
  - id: grouped
    from: here
    ask: Which zqgroups are there?
    grouping: document
    groups:
      - {id: a, title: zqgroup, items: [zqred, zqblue]}
      - {id: b, title: zqsecond, items: [zqtall, zqsmall]}
  - id: said
    from: here
    say: The zqstatement has {{c1::zqblank::zqblankhint}} in it.
"""
QUIZ_ROWS = (
    ("asked", "short"),
    ("listed", "list"),
    ("grouped", "matching"),
    ("said", "fill"),
)
"""The items of the quiz: the fact and the type of each."""


def _png(width: int, height: int) -> bytes:
    """Return a black picture of this size. A PDF keeps the size, not the file."""

    def chunk(name: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0" * (width + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b""))
    )


SIZES = {"front.png": (11, 3), "back.png": (13, 5)}
FILES = {
    **{name: _png(*size) for name, size in SIZES.items()},
    "front.ogg": b"OggS zqfront",
    "back.ogg": b"OggS zqback",
}
TEXT_ELEMENTS = {
    "question": "zqask",
    "formula": r"\(zqformula\)",
    "answer": "zqanswer",
    "other right answers (`accept`)": "zqaccept",
    "wrong answers (`reject`)": "zqreject",
    "reason against a wrong answer": "zqreason",
    "`hint` of an answer": "zqhint",
    "`why`": "zqwhy",
    "`note`": "zqnote",
    "item of a list": "zqitem",
    "`hint` of an item": "zqitemhint",
    "title of a group": "zqgroup",
    "statement": "zqstatement",
    "text of a blank": "zqblank",
    "hint of a blank": "zqblankhint",
    "source: title of the document": "zqdocument",
    "source: heading of the passage": "zqheading",
    "source: link to the document": "zqdocurl",
    "author and licence of the document": "zqdocauthor",
    "author and licence of the deck": "zqauthor",
    "link to report a mistake": "zqreport",
    "description of a picture (`alt`)": "zqaltfront",
    "credit and licence of a picture": "zqcredit",
}
FILE_ELEMENTS = {
    "picture on the front": "front.png",
    "picture on the back": "back.png",
    "sound on the front": "front.ogg",
    "sound on the back": "back.ogg",
}


def write_marker_deck(parent: Path) -> Path:
    """Write the deck with its files into a new folder, and return that folder."""
    folder = parent / "markers"
    folder.mkdir()
    texts = {"deck": DECK, "passages": PASSAGES, "01-facts": FACTS}
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder
