"""Write the update text: the changed content of a release, for Anki's text import.

The text import changes neither tags nor My notes, but an `.apkg` replaces all fields
and all tags of a note that it updates. So learners who have tags of their own or write
in My notes import the text *before* the `.apkg`. The import of the text changes the
content of the notes and sets their times to the present. So the `.apkg` then skips
these notes, and only adds the new notes.

One text has notes of all types. Each row names its note type. If a collection does not
have that note type, Anki skips the row. (If the head of the file named the note type
instead, with `#notetype:`, Anki would make notes of another type with our GUIDs.)
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from liverdeck.anki.note_fields import STAMP
from liverdeck.anki.notes import has_media
from liverdeck.base.errors import ContentError
from liverdeck.base.output_guards import MARK_OF_UPDATE_TEXT, Output
from liverdeck.base.outputs import write_outputs, written_paths
from liverdeck.base.result import Result
from liverdeck.publishing.build import (
    deck_inputs,
    deck_state,
    reasons_not_to_publish,
    timed_notes_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from liverdeck.anki.notes import Note
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger
    from liverdeck.publishing.build import DeckState

NoteName = tuple[str, str]
"""Fact id and part of a note."""

_SUFFIX = ".txt"
LAST_FIELD = STAMP
"""The last field in a row of an update text. The row also has all fields before it.

The fields after this field are not in an update text: pictures and sounds, because a
text cannot contain files, and MyNotes, because it belongs to the learner. A row ends
with this field, because an import changes only fields that the row has. Each change has
a new stamp. So every note of the text gets the time of the import, even if the learner
has already made the same correction.
"""


def write_update_text(  # noqa: PLR0913  # all but three are options
    deck: Deck,
    ledger: Ledger,
    folder: Path,
    *,
    since: int | None = None,
    now_seconds: int | None = None,
    force: bool = False,
) -> Result[tuple[Path, ...]]:
    """Write the update text of a deck to a folder, and delete older update texts there.

    See `update_outputs`. The files are written and deleted in one step. With `force`, a
    file of the same name is replaced even if LiverDeck may not have written it.

    Returns the path of the file, or no path if no note changed, or the problems.
    """
    problems = reasons_not_to_publish(deck)
    if problems:
        return Result(None, problems)
    outputs = update_outputs(deck, ledger, folder, since=since, now_seconds=now_seconds)
    try:
        write_outputs(outputs, deck_id=deck.id, inputs=deck_inputs(deck), force=force)
    except ContentError as error:
        return Result(None, error.problems)
    return Result(written_paths(outputs))


def update_outputs(
    deck: Deck,
    ledger: Ledger,
    folder: Path,
    *,
    since: int | None = None,
    now_seconds: int | None,
) -> list[Output]:
    """Return the update text of a deck, and the older texts that are to be deleted.

    The text has the notes that changed after the release `since`, or that have
    unreleased changes; see `names_in_update_text`. `since` counts from 1. By default,
    it is the release before the release that is built. `now_seconds` is as in
    `build_package`.

    Only the newest text may be published. If a learner imported an older one, their
    notes would be dated later than those in the newest package, and Anki would skip
    them. Raises ValueError for a release that was never made.
    """
    state = deck_state(deck, ledger)
    names = names_in_update_text(ledger, state, since)
    notes = [
        note
        for note, _ in timed_notes_of(state, deck, ledger, now_seconds)
        if note.name in names
    ]
    release = _built_release(ledger, state)
    contents: dict[str, bytes | None] = dict.fromkeys(_older_texts(deck, folder))
    if notes:
        contents[file_name(deck, release)] = _text(deck, release, notes).encode()
    return [
        Output(
            folder, name, data, is_ours=_is_update_text, description="an update text"
        )
        for name, data in contents.items()
    ]


def file_name(deck: Deck, release: int) -> str:
    """Return the name of the update text of a release: `heart-update-3.txt`."""
    return f"{_beginning_of_names(deck)}{release}{_SUFFIX}"


def _beginning_of_names(deck: Deck) -> str:
    """Return the beginning that the names of all update texts of the deck have."""
    return f"{deck.id}-update-"


def _older_texts(deck: Deck, folder: Path) -> Iterator[str]:
    """Yield the names of the deck's update texts in a folder."""
    beginning = _beginning_of_names(deck)
    for path in sorted(folder.glob(f"{beginning}*{_SUFFIX}")):
        if path.stem.removeprefix(beginning).isdecimal():
            yield path.name


def names_in_update_text(
    ledger: Ledger, state: DeckState, since: int | None = None
) -> set[NoteName]:
    """Return the names of the notes in an update text.

    These notes were in the release `since` and changed after it. New notes come with
    the package, which has their tags and their order. Notes that have, or ever had, a
    picture or sound are left out, because only the package can add or remove files.
    Raises ValueError for a release that was never made.
    """
    release_count = len(ledger.releases)
    if since is None:
        since = max(_built_release(ledger, state) - 1, 0)
    if not 0 <= since <= release_count:
        raise ValueError(ledger.unknown_release_message(since))

    since_seconds = ledger.releases[since - 1] if since else 0
    unreleased = {note.name for note in state.changes.changed}
    with_media = {
        note.name for note in state.notes if has_media(note.note_type, note.fields)
    }
    return {
        line.name
        for line in ledger.lines.values()
        if line.withdrawn is None
        and line.first_release <= since
        and (line.changed_seconds > since_seconds or line.name in unreleased)
        and not line.had_media
        and line.name not in with_media
    }


def guids_in_update_text(
    deck: Deck, ledger: Ledger, since: int | None = None
) -> frozenset[str]:
    """Return the GUIDs of the notes in the update text that a build would write.

    `since` is as in `update_outputs`.
    """
    state = deck_state(deck, ledger)
    names = names_in_update_text(ledger, state, since)
    return frozenset(note.guid for note in state.notes if note.name in names)


def _built_release(ledger: Ledger, state: DeckState) -> int:
    """Return the number of the release that is built.

    It is the last release or, if the deck has unreleased changes, the next one.
    """
    release_count = len(ledger.releases)
    return release_count + 1 if state.changes else release_count


def _is_update_text(path: Path) -> bool:
    """Whether a file begins as every update text does."""
    with path.open("rb") as file:
        return file.read(len(MARK_OF_UPDATE_TEXT)) == MARK_OF_UPDATE_TEXT.encode()


def _text(deck: Deck, release: int, notes: Sequence[Note]) -> str:
    """Return the update text of a release: its head, and a row for each note."""
    buffer = io.StringIO()
    # Anki takes the first lines that begin with # as the head. The csv module might put
    # a line of the head in quotes, so we write the head ourselves.
    buffer.write(
        f"{MARK_OF_UPDATE_TEXT} for release {release} of {deck.id}: only if you have "
        "this deck already; import it first, then the package (.apkg) of release "
        f"{release}\n"
        "#separator:tab\n"
        "#html:true\n"
        "#if matches:update current\n"
        "#guid column:1\n"
        "#notetype column:2\n"
        f"#deck:{deck.anki_name}\n"
    )
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    for note in notes:
        field_count = note.note_type.fields.index(LAST_FIELD.name) + 1
        writer.writerow([note.guid, note.note_type.name, *note.fields[:field_count]])
    return buffer.getvalue()
