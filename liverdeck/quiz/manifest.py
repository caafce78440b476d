"""The manifest (`quiz.json`): a quiz with all its texts, keys and orders.

With it, learners' answers can be graded without the printed paper. It answers questions
about an item even after the deck has changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeGuard, assert_never

from liverdeck.anki.notes import NOTE_TIME_LIMIT_SECONDS, is_guid
from liverdeck.base.files import read_text
from liverdeck.base.output_list import FORCE_FIX
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.base.version import VERSION
from liverdeck.quiz.formats.job import PaperLook, refuse_impossible_output
from liverdeck.quiz.formats.json import item_data, readable_json
from liverdeck.quiz.formats.registry import FORMATS
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.kept_items import kept_data
from liverdeck.quiz.papers.kept_paper import paper_texts, problem_of_incomplete_manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem

MANIFEST_FILE = "quiz.json"
MANIFEST_VERSION = 2
"""Schema version of a manifest: the value of its field `quiz`."""
LOOK_FIELDS = tuple(field.name for field in fields(PaperLook))
_FIX_IN_THE_WAY = f"move it away, name another folder with -o, {FORCE_FIX}"
_HASH = re.compile(r"[0-9a-f]{1,64}")
"""The hash of a note's content, in hexadecimal digits."""


def make_manifest(
    job: QuizJob,
    note_times: Mapping[str, tuple[str, int]],
    files: Sequence[str],
    formats: Sequence[str] = (),
) -> bytes:
    """Return the manifest of a quiz as the bytes of a JSON file.

    `note_times` are about the notes of the format `anki`. By the GUID of a note, they
    give the hash of its content and its Unix time in seconds. `files` are the names of
    the other files of the quiz, and `formats` the formats that it was made in.
    """
    paper = job.paper
    data: dict[str, object] = {
        "quiz": MANIFEST_VERSION,
        "liverdeck": VERSION,
        "deck": paper.deck_id,
        "facts": facts_hash(job.deck, paper),
        **paper_texts(paper),
        "mode": job.mode,
        "minutes": job.minutes,
        "look": {name: getattr(job.look, name) for name in LOOK_FIELDS},
        "page_size": job.page_size,
        "formats": list(formats),
        "settings": dict(job.settings),
        "points": paper.points,
        "topics": _used_titles(
            job.deck.topic_titles, (item.topic for item in paper.items)
        ),
        "passages": _used_titles(
            job.deck.headings,
            chain.from_iterable(item.passages for item in paper.items),
        ),
        "items": [
            {**item_data(item), "kept": kept_data(item, job.deck.folder)}
            for item in paper.items
        ],
        "forms": _forms_data(paper),
        "files": list(files),
    }
    if note_times:
        data["anki"] = {
            guid: list(hash_and_time)
            for guid, hash_and_time in sorted(note_times.items())
        }
    return readable_json(data)


def read_manifest(path: Path) -> Result[dict[str, object]]:
    """Return the manifest at a path, of a quiz of any deck, or None and one problem.

    It is a problem if the file cannot be read, or is not a manifest of this version.
    Never raises, whatever the file contains.
    """
    return _read_manifest(path, f"name a {MANIFEST_FILE} that liverdeck quiz wrote")


def read_manifest_to_replace(path: Path, deck_id: str) -> Result[dict[str, object]]:
    """Return the manifest that a new quiz of a deck replaces, or None and one problem.

    It is also a problem if the manifest is of a quiz from another deck.
    """
    manifest = _read_manifest(path, _FIX_IN_THE_WAY)
    if manifest.value is None or manifest.value.get("deck") == deck_id:
        return manifest
    message = "this is the manifest of a quiz from another deck"
    return Result(None, (Problem(Position(str(path)), message, _FIX_IN_THE_WAY),))


def _read_manifest(path: Path, fix: str) -> Result[dict[str, object]]:
    """Return the manifest at a path; `fix` says what to do if there is none."""
    text = read_text(path)
    if text.value is None:
        return Result(None, text.problems)
    position = Position(str(path))
    try:
        data = json.loads(text.value)
    except (ValueError, RecursionError) as error:
        message = f"the file is not valid JSON: {error}"
        return Result(None, (Problem(position, message, fix),))
    if isinstance(data, dict) and repr(data.get("quiz")) == "1":
        return Result(None, (_problem_of_version_1(path, data),))
    if not _is_manifest(data):
        message = "the file is not a quiz manifest of this version"
        return Result(None, (Problem(position, message, fix),))
    return Result(data)


def _problem_of_version_1(path: Path, data: Mapping[str, object]) -> Problem:
    """Return the problem of a manifest of version 1, which has no texts."""
    forms = data.get("forms")
    options = ""
    if isinstance(forms, list) and forms and isinstance(forms[0], dict):
        items = forms[0].get("items")
        count = len(items) if isinstance(items, list) else 0
        options = f" --items {count} --forms {len(forms)}"
    return Problem(
        Position(str(path)),
        "this is a quiz.json of version 1, which has no texts of items",
        f"make the quiz again with: liverdeck quiz{options} --force, or name another "
        "folder with -o",
    )


@value_class
class KeptOutput:
    """How the papers of an earlier quiz looked, and in which formats they were made."""

    look: Mapping[str, object]
    """The fields of `PaperLook`, by their names."""
    settings: Mapping[str, object]
    """`mode`, `minutes` and `page_size`; also `formats`, if the manifest names any."""


def kept_output(data: Mapping[str, Any], manifest_name: str) -> Result[KeptOutput]:
    """Return the settings of the output in a manifest, or None and one problem.

    `manifest_name` names the manifest in problems. Never raises, whatever is in the
    manifest.
    """
    try:
        look = {name: data["look"][name] for name in LOOK_FIELDS}
        settings = {name: data[name] for name in ("mode", "minutes", "page_size")}
        formats = tuple(data["formats"])
        PaperLook(**look)
        refuse_impossible_output(**settings)
    except (KeyError, TypeError, ValueError):
        return Result(None, (problem_of_incomplete_manifest(manifest_name),))
    if not all(isinstance(name, str) and name in FORMATS for name in formats):
        return Result(None, (problem_of_incomplete_manifest(manifest_name),))
    if formats:
        settings["formats"] = formats
    return Result(KeptOutput(look, settings))


def _used_titles(titles: Mapping[str, str], ids: Iterable[str]) -> dict[str, str]:
    """Return the titles that a paper needs, by their ids."""
    wanted = set(ids)
    return {id_: title for id_, title in titles.items() if id_ in wanted}


def facts_hash(deck: Deck, paper: Paper) -> str:
    """Return a hash of the facts that a paper asks about: 16 hexadecimal digits.

    The positions of the facts in their files make no difference.
    """
    asked_ids = {fact_id for item in paper.items for fact_id in item.facts}
    facts = tuple(fact for fact in deck.active_facts if fact.id in asked_ids)
    text = json.dumps(_json_value(facts), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _forms_data(paper: Paper) -> list[dict[str, object]]:
    return [
        {"form": form.name, "items": [_asked_data(asked) for asked in form.asked]}
        for form in paper.forms
    ]


def _asked_data(asked: AskedItem) -> dict[str, object]:
    """Return what depends on the form; `item_data` has all else about an item."""
    item = asked.item
    key_ids = [option.id for option in item.keys]
    return {
        "id": item.id,
        "type": item.type,
        "points": item.points,
        "options": [option.id for option in asked.options],
        "prompts": list(asked.prompt_ids),
        "key": key_ids or [pair.match for pair in item.pairs],
        "letters": _letters(asked),
    }


def _letters(asked: AskedItem) -> str:
    """Return the letters of the keys; empty unless options are chosen by letter."""
    match asked.item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL:
            return asked.key_letters
        case (
            Interaction.JUDGE_STATEMENT
            | Interaction.WRITE_WORDS
            | Interaction.WRITE_NUMBER
            | Interaction.WRITE_LIST
            | Interaction.MATCH
            | Interaction.ORDER
        ):
            return ""
        case _ as interaction:
            assert_never(interaction)


def _json_value(value: object) -> object:
    """Return facts, or a value in them, as JSON data.

    Fields that may contain a position are left out.
    """
    if isinstance(value, tuple):
        return [_json_value(member) for member in value]
    if is_dataclass(value):
        return {
            field.name: _json_value(getattr(value, field.name))
            for field in fields(value)
            if "Position" not in str(field.type)
        }
    is_json_value = value is None or isinstance(value, (str, int))
    return value if is_json_value else str(value)


def _is_manifest(data: object) -> TypeGuard[dict[str, object]]:
    if not isinstance(data, dict):
        return False
    version = data.get("quiz")
    # True equals 1 in Python, but it is not a version.
    if type(version) is not int or version != MANIFEST_VERSION:
        return False
    notes = data.get("anki", {})
    return isinstance(notes, dict) and all(
        is_guid(guid) and _is_hash_and_time(value) for guid, value in notes.items()
    )


def _is_hash_and_time(value: object) -> bool:
    if not isinstance(value, list):
        return False
    # A bool is an int for isinstance, but it is not a time.
    if [type(member) for member in value] != [str, int]:
        return False
    content_hash, time_seconds = value
    is_hash = _HASH.fullmatch(content_hash) is not None
    return is_hash and 0 <= time_seconds < NOTE_TIME_LIMIT_SECONDS
