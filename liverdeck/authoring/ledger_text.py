"""Write the ledger as the text of `deck.lock`, which `ledger_file` reads."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from liverdeck.facts.ledger import Ledger, LedgerLine, NumberHistory

LEDGER_VERSION = 1
"""The version of the format of `deck.lock`. The header of the file names it."""
_COMPACT_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_END_LENGTH = len(',"check":"01234567"}')
"""The number of characters of the checksum and the brace at the end of every line."""


def ledger_text(ledger: Ledger) -> str:
    """Return a ledger as the text of `deck.lock`. The caller stores the text."""
    lines = [
        _header_for_json(ledger),
        *(_line_for_json(ledger.lines[name]) for name in sorted(ledger.lines)),
    ]
    return "".join(_with_checksum(line) + "\n" for line in lines)


def _header_for_json(ledger: Ledger) -> dict[str, object]:
    header: dict[str, object] = {
        "ledger": LEDGER_VERSION,
        "deck": ledger.deck,
        "releases": list(ledger.releases),
        "note_types": {
            name: {
                "schema": note_type.schema,
                "look": note_type.look,
                "mod": note_type.changed_seconds,
            }
            for name, note_type in sorted(ledger.note_types.items())
        },
        "language": ledger.language,
        "anki_name": ledger.anki_name,
        "document": ledger.document,
        "topics": dict(sorted(ledger.topics.items())),
    }
    if ledger.recovered_releases:
        header["recovered"] = ledger.recovered_releases
    if ledger.given_up:
        header["given_up"] = list(ledger.given_up)
    if ledger.named_twice:
        header["named_twice"] = [
            [joined_name(*name) for name in pair] for pair in ledger.named_twice
        ]
    return header


def _line_for_json(note: LedgerLine) -> dict[str, object]:
    line: dict[str, object] = {
        "fact": note.fact,
        "part": note.part,
        "shape": note.shape,
        "topic": note.topic,
        "hash": note.hash,
        "first": note.first_release,
        "changed": note.changed_seconds,
        "front": note.front,
        "answer": note.answer,
        "tags": note.tags,
        "source": note.source,
    }
    if note.numbers:
        line["numbers"] = {
            name: _number_for_json(history)
            for name, history in sorted(note.numbers.items())
        }
    if note.withdrawn is not None:
        line["withdrawn"] = note.withdrawn
    if note.had_media:
        line["had_media"] = True
    return line


def _number_for_json(history: NumberHistory) -> dict[str, object]:
    """Return the history of a number as a JSON object for the file."""
    data: dict[str, object] = {"text": history.text, "in": history.since}
    if history.until is not None:
        data["out"] = history.until
    if history.earlier_texts:
        data["was"] = list(history.earlier_texts)
    return data


def _with_checksum(line: dict[str, object]) -> str:
    """Return a line as JSON, with its checksum at the end."""
    return _COMPACT_JSON.encode({**line, "check": checksum(line)})


def checksum(line: dict[str, object]) -> str:
    """Return the checksum of a line's JSON object: 8 hex digits."""
    return _checksum_of_text(_COMPACT_JSON.encode(line))


def checksum_of_line(line: str) -> str:
    """Return the checksum that should be at the end of a line, from the line's text.

    The line must be written exactly as `ledger_text` does it, with a checksum.
    """
    line_without_checksum = line[:-_END_LENGTH] + "}"
    return _checksum_of_text(line_without_checksum)


def _checksum_of_text(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
