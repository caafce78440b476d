"""The manifest (`quiz.json`): from what a quiz was made, and per form the order of items and options.

Keys and grades follow from it, never from a printed paper.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

from liverdeck.base.files import read_text
from liverdeck.base.problems import Position, Problem
from liverdeck.base.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.assemble import Paper

MANIFEST = "quiz.json"
MANIFEST_VERSION = 1
LATEST = 2**32 - 2**16
"""Unix time that no note's may reach: Anki keeps 32 bits, and later changes need some room."""
_GUID = re.compile(r"[0-9a-f]{20}")
_HASH = re.compile(r"[0-9a-f]{1,64}")


def manifest(
    job: QuizJob, anki: Mapping[str, tuple[str, int]], files: Sequence[str]
) -> bytes:
    """Return the manifest of a quiz.

    `anki` is, of each choice note's GUID, the hash and time of its content; `files` are the names of what was written
    beside it.
    """
    paper = job.paper
    data: dict[str, object] = {
        "quiz": MANIFEST_VERSION,
        "liverdeck": VERSION,
        "deck": paper.deck_id,
        "facts": facts_hash(job.deck),
        "seed": paper.seed,
        "title": paper.title,
        "mode": job.mode,
        "points": paper.points,
        "forms": _forms(paper),
        "files": list(files),
    }
    if anki:
        data["anki"] = {guid: list(row) for guid, row in sorted(anki.items())}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def read_manifest(
    path: Path, deck_id: str
) -> tuple[dict[str, object] | None, Problem | None]:
    """Read a manifest that may not be there, or may be anything: None with a problem if it is not one of ours."""
    if not path.exists():
        return None, None
    text, problem = read_text(path)
    if problem is not None:
        return None, problem
    mend = "move it away, or name another folder with -o"
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        return None, Problem(
            Position(str(path)), f"not readable as JSON: {error}", mend
        )
    version = data.get("quiz") if isinstance(data, dict) else None
    if (
        type(version) is not int
        or version != MANIFEST_VERSION
        or not _is_sound(data.get("anki", {}))
    ):
        return None, Problem(
            Position(str(path)), "not a manifest of this version", mend
        )
    if data.get("deck") != deck_id:
        return None, Problem(
            Position(str(path)), "the manifest of a quiz from another deck", mend
        )
    return data, None


def facts_hash(deck: Deck) -> str:
    """Return a hash of what the facts say; where they stand in their files does not count."""
    plain = json.dumps(
        _plain(deck.active_facts), ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _forms(paper: Paper) -> list[dict[str, object]]:
    return [
        {
            "form": form.name,
            "items": [
                {
                    "id": asked.item.id,
                    "type": asked.item.type,
                    "points": asked.item.points,
                    "options": [option.id for option in asked.options],
                    "prompts": list(asked.prompt_ids),
                    "key": [option.id for option in asked.item.keys]
                    or [pair.match for pair in asked.item.pairs],
                    "letters": asked.key_letters
                    if asked.item.type in ("single", "multiple")
                    else "",
                }
                for asked in form.asked
            ],
        }
        for form in paper.forms
    ]


def _plain(value: object) -> object:
    if isinstance(value, tuple) and not isinstance(value, Position):
        return [_plain(each) for each in value]
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if not isinstance(getattr(value, field.name), Position)
        }
    return value if value is None or isinstance(value, (str, int)) else str(value)


def _is_sound(rows: object) -> bool:
    return isinstance(rows, dict) and all(
        _GUID.fullmatch(guid)
        and isinstance(row, list)
        and [type(each) for each in row] == [str, int]
        and _HASH.fullmatch(row[0])
        and 0 <= row[1] < LATEST
        for guid, row in rows.items()
    )
