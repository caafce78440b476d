"""The rendered notes of one fact file: what a package needs of it, and no facts.

They depend on the file, on deck.yaml, passages.yaml and deck.lock, and on nothing in
another fact file. So they can be kept as long as these four do not change.
"""

from __future__ import annotations

import json
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from liverdeck.anki.note_media import media_name
from liverdeck.anki.note_rows import text_of_released, text_of_unreleased
from liverdeck.anki.notes import render_notes
from liverdeck.authoring.loader import problems_across_files, whole_deck
from liverdeck.authoring.value_text import text_of_value, value_of_text
from liverdeck.base.problems import Position
from liverdeck.base.values import value_class
from liverdeck.facts.card import only_judged
from liverdeck.facts.identity import repeated_group_ids
from liverdeck.facts.ledger import NoteState
from liverdeck.publishing.build import compared_notes, release_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import Ledger
    from liverdeck.facts.media import Image, Sound

_STATE_FIELDS = [field.name for field in fields(NoteState)]
_POSITION_INDEX = _STATE_FIELDS.index("position")
_VALUES_OF_STATE = attrgetter(*_STATE_FIELDS)


@value_class
class FileRows:
    """The notes of one fact file as rows of a package, compared with the ledger."""

    topic: str
    """The id of the file's topic."""
    ids: tuple[tuple[str, str], ...]
    """The id and the oldest id of each fact, retired ones included."""
    unchanged: tuple[tuple[str, str], ...]
    """The names of the notes that are exactly as in the last release."""
    states: tuple[NoteState, ...]
    """All other notes."""
    type_ids: tuple[int, ...]
    """The ids of the note types, in the order in which they come first."""
    has_undated: bool
    """Whether there are notes that get their time only when the package is made."""
    latest_seconds: int
    """The latest modification time of the other notes (Unix time); 0 without any."""
    card_count: int
    only_judged: tuple[int, int]
    """As in `Built`."""
    media: tuple[tuple[Image | Sound, str], ...]
    """The pictures and sounds in the notes, each with its name in Anki."""
    other_media: tuple[str, ...]
    """The paths of the pictures and sounds of retired facts, in the deck's folder."""
    rows_text: str
    """The rows as text (see `note_rows`)."""

    def has_same_media(self, folder: Path) -> bool:
        """Whether the pictures and sounds in the folder are still those in the rows."""
        if not self.media:
            return True
        from liverdeck.authoring.media_problems import media_problem  # rarely needed

        return all(
            media_problem(medium, folder) is None and media_name(medium, folder) == name
            for medium, name in self.media
        )


def rows_of_facts(deck: Deck, facts: Sequence[Fact], ledger: Ledger) -> FileRows | None:
    """Return the rows of the facts of one file; None if there is a problem.

    `deck` has the topics and passages, but no facts.
    """
    if (
        not facts
        or problems_across_files(list(facts), [], deck.passages, deck.folder)
        or list(repeated_group_ids(facts))
    ):
        return None
    notes = render_notes(
        whole_deck(deck, deck.passages, list(facts), ()), ledger.topics
    )
    unchanged: set[tuple[str, str]] = set()
    if ledger.lines:
        unchanged, states = compared_notes(notes, ledger)
    else:
        states = [note.state_if_all_are_new() for note in notes]
    undated = {state.name for state in states if _is_unreleased(state, ledger)}
    texts: list[str] = []
    latest_seconds = 0
    for note in notes:
        if note.name in undated:
            release = release_of(None, ledger)
            texts.append(text_of_unreleased(note, deck.report, release))
        else:
            seconds = ledger.lines[note.name].changed
            latest_seconds = max(latest_seconds, seconds)
            release = release_of(seconds, ledger)
            texts.append(text_of_released(note, deck.report, seconds, release))
    active = [m for fact in facts if fact.retired is None for m in fact.media.all]
    retired = [m for fact in facts if fact.retired is not None for m in fact.media.all]
    return FileRows(
        facts[0].topic,
        tuple((fact.id, fact.identity) for fact in facts),
        tuple(note.name for note in notes if note.name in unchanged),
        tuple(states),
        tuple(dict.fromkeys(note.note_type.id for note in notes)),
        bool(undated),
        latest_seconds,
        sum(len(note.ordinals) for note in notes),
        only_judged(facts),
        tuple((medium, media_name(medium, deck.folder)) for medium in active),
        tuple(medium.file for medium in retired),
        "\n".join(texts),
    )


def _is_unreleased(state: NoteState, ledger: Ledger) -> bool:
    """Whether a note is new, or has other content than in the last release.

    Another topic, other tags or another source alone do not count.
    """
    line = ledger.lines.get(state.name)
    return line is None or line.hash != state.hash


def text_of_rows(rows: FileRows, path: str) -> str:
    """Return the rows of the file `path` as text: a line of JSON, then `rows_text`."""
    head = (
        rows.topic,
        rows.ids,
        rows.unchanged,
        list(map(_state_values, rows.states)),
        rows.type_ids,
        rows.has_undated,
        rows.latest_seconds,
        rows.card_count,
        rows.only_judged,
        text_of_value(rows.media, path),
        rows.other_media,
    )
    return f"{json.dumps(head)}\n{rows.rows_text}"


def rows_of_text(text: str, path: str) -> FileRows:
    """Return the rows that `text_of_rows` wrote; `path` is where the file is now.

    Raises ValueError, TypeError or LookupError for any other text.
    """
    head, _, rows_text = text.partition("\n")
    (
        topic,
        ids,
        unchanged,
        states,
        type_ids,
        undated,
        latest,
        cards,
        (judged_right, judged_wrong),
        media,
        other,
    ) = json.loads(head)
    return FileRows(
        topic,
        tuple(map(_pair, ids)),
        tuple(map(_pair, unchanged)),
        tuple(_state_of(values, path) for values in states),
        tuple(type_ids),
        undated,
        latest,
        cards,
        (judged_right, judged_wrong),
        value_of_text(media, path),
        tuple(other),
        rows_text,
    )


def _pair(values: list[str]) -> tuple[str, str]:
    first, second = values
    return first, second


def _state_values(state: NoteState) -> list[object]:
    values = list(_VALUES_OF_STATE(state))
    values[_POSITION_INDEX] = (state.position.line, state.position.column)
    return values


def _state_of(values: list[Any], path: str) -> NoteState:
    values[_POSITION_INDEX] = Position(path, *values[_POSITION_INDEX])
    return NoteState(*values)
