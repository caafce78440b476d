"""The update text: a release's changed content for Anki's text import, which leaves tags and My notes alone.

An `.apkg` replaces all fields and all tags of a note it updates. Text imported *before* the `.apkg` brings the same
content and sets the note's time to now, so that the `.apkg` passes it by; new notes still come with the `.apkg`.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from liverdeck.anki.note_types import NOTE_TYPES, NoteType
from liverdeck.base.files import write_whole
from liverdeck.base.problems import Position, Problem
from liverdeck.publishing.build import deck_state, refusal_of_a_part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from liverdeck.anki.notes import Note
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger

Name = tuple[str, str]
"""Fact and part of a note."""

LEFT_ALONE = ("Image", "Spare1", "Spare2", "MyNotes")
"""Fields without a column: a picture needs the package, the others are the learner's or empty."""
_HEAD = "#separator:tab\n#html:true\n#notetype:LiverDeck "
STAMP = "Spare3"
"""Holds the time of the change, shown on no card: Anki dates a note only if the text brings something new to it, and a
learner who made the same correction would lose tags and My notes to the package."""


def write_update_texts(
    deck: Deck, ledger: Ledger, folder: Path
) -> tuple[tuple[Path, ...], Problem | None]:
    """Write the update texts of a deck to a folder, and delete those of an earlier build that are no more.

    They hold the notes whose content the last release changed, unreleased changes included; none that is new or
    withdrawn, since a learner may have edited what this release left alone, and none with a picture, since text brings
    no files. Returns the files, or none and the problem: a file that is not ours is never replaced.
    """
    if not deck.is_whole:
        return (), refusal_of_a_part(deck)[0]
    surveyed = deck_state(deck, ledger)
    unreleased = {
        state.name: ledger.last_time + 1 for state in surveyed.changes.changed
    }
    notes = [note for note in surveyed.notes if note.fact.image is None]
    texts = update_texts(deck, notes, changed_in_last_release(ledger) | unreleased)
    before = [
        folder / file_name(deck, kind)
        for kind in NOTE_TYPES
        if (folder / file_name(deck, kind)).exists()
    ]
    foreign = next((path for path in before if not _is_ours(path)), None)
    if foreign is not None:
        return (), Problem(
            Position(str(foreign)),
            "not an update text of ours",
            "move it away, or name another folder",
        )
    for name, text in texts.items():
        problem = write_whole(folder / name, text.encode())
        if problem is not None:
            return (), problem
    for path in before:
        if path.name not in texts:
            path.unlink()
    return tuple(folder / name for name in texts), None


def update_texts(
    deck: Deck, notes: Iterable[Note], changed: Mapping[Name, int]
) -> dict[str, str]:
    """Return file names and texts: one for each note type with a note that is `changed`, at a Unix time."""
    by_type: dict[NoteType, list[Note]] = {kind: [] for kind in NOTE_TYPES}
    for note in notes:
        if (note.fact.id, note.part) in changed:
            by_type[note.note_type].append(note)
    return {
        file_name(deck, kind): _text(deck, kind, own, changed)
        for kind, own in by_type.items()
        if own
    }


def file_name(deck: Deck, kind: NoteType) -> str:
    """Return the name of the update text of a note type: `heart-cloze.txt`."""
    return f"{deck.id}-{kind.name.rpartition(' ')[2].lower()}.txt"


def changed_in_last_release(ledger: Ledger) -> dict[Name, int]:
    """Return the notes that were there before the last release and whose content it changed, with its time."""
    return {
        entry.name: entry.changed
        for entry in ledger.lines.values()
        if entry.withdrawn is None
        and entry.changed == ledger.last_time
        and entry.first < len(ledger.releases)
    }


def _is_ours(path: Path) -> bool:
    with path.open("rb") as file:
        return path.is_file() and file.read(len(_HEAD)) == _HEAD.encode()


def _text(
    deck: Deck, kind: NoteType, notes: Sequence[Note], changed: Mapping[Name, int]
) -> str:
    columns = [
        place
        for place, name in enumerate(kind.fields)
        if name not in (*LEFT_ALONE, STAMP)
    ]
    buffer = io.StringIO()
    # Anki reads the head up to the first line without #, so the head cannot be written by the csv module.
    buffer.write(
        f"{_HEAD}{kind.name.removeprefix('LiverDeck ')}\n"
        f"#deck:{deck.anki_name}\n#if matches:update current\n#guid column:1\n"
        f"#columns:{chr(9).join(['GUID', *(kind.fields[place] for place in columns), STAMP])}\n"
    )
    rows = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    for note in notes:
        time = changed[note.fact.id, note.part]
        rows.writerow([note.guid, *(note.fields[place] for place in columns), time])
    return buffer.getvalue()
