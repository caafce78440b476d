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

from liverdeck.anki.note_types import NOTE_TYPES, UNUSED_FIELDS, NoteType
from liverdeck.base.errors import ContentError
from liverdeck.base.output_guards import Output
from liverdeck.base.outputs import write_outputs
from liverdeck.base.result import Result
from liverdeck.publishing.build import (
    deck_inputs,
    deck_state,
    reasons_not_to_publish,
    unreleased_mod_seconds,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from liverdeck.anki.notes import Note
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger

NoteName = tuple[str, str]
"""Fact id and part of a note."""

_BEGINNING = "#separator:tab\n#html:true\n#notetype:LiverDeck "
"""The beginning of every update text, by which we know that a file is one."""
STAMP_FIELD = "Spare3"
"""The field that gets the time of the change; no card shows it.

Anki sets a note's time only if the text changes a field. A learner may have made the
release's correction in their own note already. Without this field, the note would then
keep its old time, and the package would replace the note's tags and My notes.
"""
FIELDS_LEFT_OUT = frozenset({"Image", *UNUSED_FIELDS}) - {STAMP_FIELD}
"""Fields that an update text leaves out, so that an import does not change them.

A text import brings no image files, MyNotes belongs to the learner, and the other spare
fields are empty.
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
    edited them. New and withdrawn notes are left out, and so are notes with a picture,
    because a text brings no files. `now_seconds` (Unix time) is the time of unreleased
    changes, as in `build_package`.
    """
    texts = _texts_of_deck(deck, ledger, now_seconds)
    contents = {
        file_name(deck, note_type): texts.get(file_name(deck, note_type))
        for note_type in NOTE_TYPES
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
    state = deck_state(deck, ledger)
    change_seconds_by_name = changed_in_last_release(ledger)
    change_seconds_by_name |= dict.fromkeys(
        (note_state.name for note_state in state.changes.changed),
        unreleased_mod_seconds(ledger, now_seconds),
    )
    notes = [note for note in state.notes if note.fact.image is None]
    return update_texts(deck, notes, change_seconds_by_name)


def update_texts(
    deck: Deck, notes: Iterable[Note], change_seconds_by_name: Mapping[NoteName, int]
) -> dict[str, str]:
    """Return the update texts by file name, one for each note type with a changed note.

    `change_seconds_by_name` has the names of the changed notes, each with the Unix time
    of its change. All other notes are left out.
    """
    notes_by_type: dict[NoteType, list[Note]] = {
        note_type: [] for note_type in NOTE_TYPES
    }
    for note in notes:
        if (note.fact.id, note.part) in change_seconds_by_name:
            notes_by_type[note.note_type].append(note)
    return {
        file_name(deck, note_type): _update_text(
            deck, note_type, changed_notes, change_seconds_by_name
        )
        for note_type, changed_notes in notes_by_type.items()
        if changed_notes
    }


def file_name(deck: Deck, note_type: NoteType) -> str:
    """Return the name of the update text of a note type: `heart-cloze.txt`."""
    return f"{deck.id}-{note_type.name.rpartition(' ')[2].lower()}.txt"


def changed_in_last_release(ledger: Ledger) -> dict[NoteName, int]:
    """Return the notes that the last release changed: by name, the time of the change.

    That is the Unix time of the release. Notes that were new in the release are not
    among them.
    """
    return {
        line.name: line.changed
        for line in ledger.lines.values()
        if line.withdrawn is None
        and line.changed == ledger.last_release_seconds
        and line.first < len(ledger.releases)
    }


def _is_update_text(path: Path) -> bool:
    """Whether a file begins as every update text does."""
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING.encode()


def _update_text(
    deck: Deck,
    note_type: NoteType,
    notes: Sequence[Note],
    change_seconds_by_name: Mapping[NoteName, int],
) -> str:
    """Return the update text of some notes that have the same note type."""
    columns = [
        (index, name)
        for index, name in enumerate(note_type.fields)
        if name not in (*FIELDS_LEFT_OUT, STAMP_FIELD)
    ]
    column_names = "\t".join(["GUID", *(name for _, name in columns), STAMP_FIELD])

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
        change_seconds = change_seconds_by_name[note.fact.id, note.part]
        values = [note.fields[index] for index, _ in columns]
        writer.writerow([note.guid, *values, change_seconds])
    return buffer.getvalue()
