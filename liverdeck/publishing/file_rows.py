"""The rendered notes of one fact file, ready for a package.

The rendered notes depend on their own fact file, on deck.yaml, on passages.yaml and on
deck.lock, but not on other fact files. So they can be remembered as long as these four
files do not change.
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
from liverdeck.facts.card import alias_and_rejected_counts
from liverdeck.facts.identity import repeated_group_ids
from liverdeck.facts.ledger import NoteState
from liverdeck.publishing.build import compared_notes, release_number_at
from liverdeck.publishing.retired_notes import retired_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
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
    """The names of the notes that are exactly as they were in the last release."""
    states: tuple[NoteState, ...]
    """The states of all other notes."""
    retired: tuple[tuple[str, str], ...]
    """The names that `retired_notes` returns for the facts of the file."""
    type_ids: tuple[int, ...]
    """The ids of the note types, in the order in which they first appear."""
    has_undated: bool
    """Whether some notes are not released yet.

    They get their time when the package is made.
    """
    latest_seconds: int
    """The latest modification time of the notes that have one (Unix time), or 0."""
    card_count: int
    alias_and_rejected_counts: tuple[int, int]
    """As in `Built`."""
    media: tuple[tuple[Image | Sound, str], ...]
    """The pictures and sounds in the notes, each with its name in Anki."""
    other_media: tuple[str, ...]
    """The paths of the pictures and sounds of retired facts, in the deck's folder."""
    rows_text: str
    """The rows as text (see `note_rows`)."""

    @property
    def note_names(self) -> Iterator[tuple[str, str]]:
        """The names of all notes of the file."""
        yield from self.unchanged
        yield from (state.name for state in self.states)

    def has_same_media(self, folder: Path) -> bool:
        """Whether the pictures and sounds are as they were when the rows were made."""
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

    deck_of_file = whole_deck(deck, deck.passages, list(facts), ())
    notes = render_notes(deck_of_file, ledger.topics)
    unchanged: set[tuple[str, str]] = set()
    if ledger.lines:
        unchanged, states = compared_notes(notes, ledger)
    else:
        states = [note.state_if_all_are_new() for note in notes]
    undated_names = {state.name for state in states if _is_unreleased(state, ledger)}

    texts: list[str] = []
    latest_seconds = 0
    for note in notes:
        if note.name in undated_names:
            release = release_number_at(None, ledger)
            texts.append(text_of_unreleased(note, deck.report, release))
        else:
            seconds = ledger.lines[note.name].changed_seconds
            latest_seconds = max(latest_seconds, seconds)
            release = release_number_at(seconds, ledger)
            texts.append(text_of_released(note, deck.report, seconds, release))

    shown_media: list[Image | Sound] = []
    other_media: list[Image | Sound] = []
    for fact in facts:
        media = shown_media if fact.retired is None else other_media
        media += fact.media.all
    return FileRows(
        topic=facts[0].topic,
        ids=tuple((fact.id, fact.identity) for fact in facts),
        unchanged=tuple(note.name for note in notes if note.name in unchanged),
        states=tuple(states),
        retired=tuple(sorted(retired_notes(deck_of_file, ledger))),
        type_ids=tuple(dict.fromkeys(note.note_type.id for note in notes)),
        has_undated=bool(undated_names),
        latest_seconds=latest_seconds,
        card_count=sum(len(note.ordinals) for note in notes),
        alias_and_rejected_counts=alias_and_rejected_counts(facts),
        media=tuple(
            (medium, media_name(medium, deck.folder)) for medium in shown_media
        ),
        other_media=tuple(medium.file for medium in other_media),
        rows_text="\n".join(texts),
    )


def _is_unreleased(state: NoteState, ledger: Ledger) -> bool:
    """Whether a note is new, or its content differs from the last release.

    A change of the topic, the tags or the source alone does not count.
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
        rows.retired,
        rows.type_ids,
        rows.has_undated,
        rows.latest_seconds,
        rows.card_count,
        rows.alias_and_rejected_counts,
        text_of_value(rows.media, path),
        rows.other_media,
    )
    return f"{json.dumps(head)}\n{rows.rows_text}"


def rows_of_text(text: str, path: str) -> FileRows:
    """Return the rows that `text_of_rows` wrote.

    `path` is the present path of the fact file.

    Raises ValueError, TypeError or LookupError for any other text.
    """
    head, _, rows_text = text.partition("\n")
    (
        topic,
        ids,
        unchanged,
        states,
        retired,
        type_ids,
        has_undated,
        latest_seconds,
        card_count,
        (alias_count, rejected_count),
        media,
        other_media,
    ) = json.loads(head)
    return FileRows(
        topic=topic,
        ids=tuple(map(_pair, ids)),
        unchanged=tuple(map(_pair, unchanged)),
        states=tuple(_state_of(values, path) for values in states),
        retired=tuple(map(_pair, retired)),
        type_ids=tuple(type_ids),
        has_undated=has_undated,
        latest_seconds=latest_seconds,
        card_count=card_count,
        alias_and_rejected_counts=(alias_count, rejected_count),
        media=value_of_text(media, path),
        other_media=tuple(other_media),
        rows_text=rows_text,
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
