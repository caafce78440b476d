"""Writes the update text: the changed content of a release, for Anki's text import.

The text import changes neither tags nor My notes, but an `.apkg` replaces all fields
and all tags of a note that it updates. So learners who have tags of their own or write
in My notes import the text *before* the `.apkg`. The import of the text changes the
content of the notes and sets their times to the present. Then the `.apkg` skips these
notes, and brings the new ones.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from liverdeck.anki.note_fields import STAMP
from liverdeck.anki.note_types import deck_note_types
from liverdeck.anki.type_ids import type_language
from liverdeck.base.errors import ContentError
from liverdeck.base.output_guards import Output
from liverdeck.base.outputs import write_outputs
from liverdeck.base.result import Result
from liverdeck.facts.media import NO_MEDIA
from liverdeck.publishing.build import (
    deck_inputs,
    deck_state,
    reasons_not_to_publish,
    timed_notes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from liverdeck.anki.note_types import NoteType
    from liverdeck.anki.notes import Note
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger

NoteName = tuple[str, str]
"""Fact id and part of a note."""

_BEGINNING = "#separator:tab\n#html:true\n#notetype:LiverDeck "
"""The beginning of every update text, by which we know that a file is one."""
LAST_FIELD = STAMP
"""The last field of an update text. All fields before it are in it too.

The pictures and the sound come after it, because a text brings no files, and so does
MyNotes, which belongs to the learner. An import changes no field that the text does not
have. The stamp of a change is new, so Anki dates every note of the text to the time of
the import, even if a learner had made the same correction in their own note.
"""


def write_update_texts(
    deck: Deck,
    ledger: Ledger,
    folder: Path,
    *,
    now_seconds: int | None = None,
    force: bool = False,
) -> Result[tuple[Path, ...]]:
    """Write the update texts of a deck to a folder, and delete older update texts.

    See `update_outputs`. All texts are written in one step, or none. With `force`,
    other files of these names are replaced too.

    Returns the paths of the files, or the problems.
    """
    problems = reasons_not_to_publish(deck)
    if problems:
        return Result(None, problems)
    outputs = update_outputs(deck, ledger, folder, now_seconds=now_seconds)
    try:
        write_outputs(outputs, deck_id=deck.id, inputs=deck_inputs(deck), force=force)
    except ContentError as error:
        return Result(None, error.problems)
    return Result(written_paths(outputs))


def written_paths(outputs: Iterable[Output]) -> tuple[Path, ...]:
    """Return the paths of those outputs that are written, not deleted."""
    return tuple(output.path for output in outputs if output.data is not None)


def update_outputs(
    deck: Deck, ledger: Ledger, folder: Path, *, now_seconds: int | None
) -> list[Output]:
    """Return the update texts of a deck, and the older ones that are to be deleted.

    An update text of an earlier build is deleted if this build has no text for the same
    note type. The texts contain the notes that the last release changed or that have
    unreleased changes. Notes without a change are left out, because a learner may have
    edited them. New and withdrawn notes are left out, and so are notes with a picture
    or a sound, because a text brings no files. `now_seconds` (Unix time) is the time of
    unreleased changes, as in `build_package`.
    """
    texts = _texts_of_deck(deck, ledger, now_seconds)
    note_types = deck_note_types(type_language(deck.learner_language))
    contents = {
        file_name(deck, note_type): texts.get(file_name(deck, note_type))
        for note_type in note_types
    }
    return [
        Output(
            folder,
            name,
            None if text is None else text.encode(),
            is_ours=_is_update_text,
            what="an update text",
        )
        for name, text in contents.items()
    ]


def _texts_of_deck(
    deck: Deck, ledger: Ledger, now_seconds: int | None
) -> dict[str, str]:
    """Return the update texts by file name, one for each type with a changed note."""
    state = deck_state(deck, ledger)
    changed_names = names_changed_in_last_release(ledger)
    changed_names |= {note_state.name for note_state in state.changes.changed}
    notes_by_type: dict[NoteType, list[Note]] = {}
    for note, _ in timed_notes_of(state, deck, ledger, now_seconds):
        is_changed = (note.fact.id, note.part) in changed_names
        if is_changed and note.fact.media == NO_MEDIA:
            notes_by_type.setdefault(note.note_type, []).append(note)
    return {
        file_name(deck, note_type): _update_text(deck, note_type, notes)
        for note_type, notes in notes_by_type.items()
    }


def file_name(deck: Deck, note_type: NoteType) -> str:
    """Return the name of the update text of a note type: `heart-cloze.txt`."""
    return f"{deck.id}-{note_type.kind.lower()}.txt"


def names_changed_in_last_release(ledger: Ledger) -> set[NoteName]:
    """Return the names of the notes that the last release changed.

    Notes that were new in the release are not among them.
    """
    return {
        line.name
        for line in ledger.lines.values()
        if line.withdrawn is None
        and line.changed == ledger.last_release_seconds
        and line.first < len(ledger.releases)
    }


def _is_update_text(path: Path) -> bool:
    """Whether a file begins as every update text does."""
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING.encode()


def _update_text(deck: Deck, note_type: NoteType, notes: Sequence[Note]) -> str:
    """Return the update text of some notes that have the same note type."""
    count = note_type.fields.index(LAST_FIELD.name) + 1
    column_names = "\t".join(["GUID", *note_type.fields[:count]])

    buffer = io.StringIO()
    # Anki takes the first lines that begin with # as the head. The csv module might put
    # a line of the head in quotes, so we write the head ourselves.
    buffer.write(
        f"{_BEGINNING}{note_type.name.removeprefix('LiverDeck ')}\n"
        f"#deck:{deck.anki_name}\n"
        "#if matches:update current\n"
        "#guid column:1\n"
        f"#columns:{column_names}\n"
    )
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    for note in notes:
        writer.writerow([note.guid, *note.fields[:count]])
    return buffer.getvalue()
