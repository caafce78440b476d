"""The import preview says what the import of a new package will do for a learner.

The learner has an earlier version of the deck. The rules are those of Anki's importer
with its default options, measured with Anki 26.9:

- Notes match by GUID.
- A note is updated only if its time in the package is later than the time of the
  learner's note. Times are compared in whole seconds.
- Cards are never changed or removed. Missing cards are added, even to notes that are
  not updated.
- If the schema of a note type differs from the learner's note type, its notes conflict:
  they are never updated and get no new cards.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Literal

from liverdeck.anki.note_contents import ordinal_of_number
from liverdeck.anki.notes import guid_of
from liverdeck.base.values import value_class
from liverdeck.facts.ledger import ASK
from liverdeck.facts.parts import REVERSE, joined_name, without_deck

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from liverdeck.facts.ledger import Ledger, LedgerLine, NumberHistory
    from liverdeck.publishing.published import Published, PublishedType


@value_class
class LearnerNote:
    """One note, as a learner or a package has it."""

    name: str
    """The fact id, followed by the part if there is one: `symptoms/bile`."""
    modified_seconds: int
    """Unix time of the note's last change."""
    ordinals: frozenset[int]
    """The ordinals of the note's cards."""
    note_type: PublishedType | None = None
    """None if the note type is not known; its schema then counts as unchanged."""


@value_class
class ImportPreview:
    """The effects of an import.

    All values are names of notes (`fact/part`) or of cards (`fact/part#1`, where 1 is
    the ordinal plus one).
    """

    new: tuple[str, ...]
    """Notes that the learner does not have."""
    updated: tuple[str, ...]
    """Notes that get new content.

    If the learner edited such a note after it changed in the package, Anki skips it.
    The preview knows of edits only if `edited_seconds` was given.
    """
    skipped: tuple[str, ...]
    """Notes that Anki does not update, because the learner's note is newer.

    Either the time of the learner's note is later than the time of the note in the
    package, or `edited_seconds` says that the learner edited the note at that time or
    later.
    """
    unchanged: tuple[str, ...]
    """Notes that have the same time in the package as the learner's note has."""
    conflicting: tuple[str, ...]
    """Notes that are never updated, because their note type has a different schema."""
    withdrawn: tuple[str, ...]
    """Notes that are no longer in the new package; Anki keeps them."""
    new_cards: tuple[str, ...]
    """Cards that the learner does not have, including all cards of new notes."""
    empty_cards: tuple[str, ...]
    """Cards that will have no question. *Tools > Empty Cards* in Anki finds them."""


_Effect = Literal["new", "updated", "skipped", "unchanged", "conflicting"]
"""What an import does to one note: the field of `ImportPreview` that names the note."""


def preview_import(
    old: Mapping[str, LearnerNote],
    new: Mapping[str, LearnerNote],
    edited_seconds: Mapping[str, int] | None = None,
) -> ImportPreview:
    """Return what an import of the notes `new` does to a collection with `old`.

    `new` and `old` have the notes by GUID. `edited_seconds` has the Unix times at which
    the learner edited notes, also by GUID.
    """
    names: dict[str, list[str]] = {field.name: [] for field in fields(ImportPreview)}
    for guid, new_note in new.items():
        old_note = old.get(guid)
        effect = _effect(old_note, new_note, (edited_seconds or {}).get(guid, 0))
        names[effect].append(new_note.name)
        if effect == "conflicting":
            continue

        old_ordinals = frozenset[int]() if old_note is None else old_note.ordinals
        new_cards = _card_names(new_note.name, new_note.ordinals - old_ordinals)
        names["new_cards"] += new_cards
        if effect == "updated":
            # The new content has no question for these cards.
            removed = _card_names(new_note.name, old_ordinals - new_note.ordinals)
            names["empty_cards"] += removed
        elif effect in ("skipped", "unchanged"):
            # Anki adds the missing cards, but the old content has no question for them.
            names["empty_cards"] += new_cards
    names["withdrawn"] = [note.name for guid, note in old.items() if guid not in new]
    return ImportPreview(**{field: tuple(values) for field, values in names.items()})


@value_class
class TextFirstPreview:
    """The effects of an update text, and of a package that is imported after it."""

    by_text: tuple[str, ...]
    """Notes that get new content from the text; their tags and My notes stay."""
    package: ImportPreview
    """The effects of the package, without the notes that the text updated.

    The new cards and the empty cards are an exception: they include those of the text.
    """


def preview_text_first(
    old: Mapping[str, LearnerNote],
    new: Mapping[str, LearnerNote],
    text_guids: Collection[str],
) -> TextFirstPreview:
    """Return what an update text and then a package do to a collection with `old`.

    `text_guids` are the GUIDs of the notes in the text. The text updates each of these
    notes that the learner has, if its note type fits. The note then gets the time of
    the import, so the package skips it.
    """
    by_text = {
        guid: note
        for guid, note in new.items()
        if guid in text_guids
        and guid in old
        and not _is_conflict(old[guid].note_type, note.note_type)
    }
    package = preview_import(
        {guid: note for guid, note in old.items() if guid not in by_text},
        {guid: note for guid, note in new.items() if guid not in by_text},
    )
    # The text updates its notes whatever their times are. A package would do the same
    # if the notes had these times.
    text_preview = preview_import(
        {guid: replace(old[guid], modified_seconds=0) for guid in by_text},
        {guid: replace(note, modified_seconds=1) for guid, note in by_text.items()},
    )
    package_with_all_cards = replace(
        package,
        new_cards=(*text_preview.new_cards, *package.new_cards),
        empty_cards=(*text_preview.empty_cards, *package.empty_cards),
    )
    return TextFirstPreview(text_preview.updated, package_with_all_cards)


def _effect(
    old_note: LearnerNote | None, new_note: LearnerNote, edit_seconds: int
) -> _Effect:
    """Return what an import does to one note.

    `edit_seconds` is the Unix time of the learner's last edit, or 0 without an edit.
    """
    if old_note is None:
        return "new"
    if _is_conflict(old_note.note_type, new_note.note_type):
        return "conflicting"
    if new_note.modified_seconds == old_note.modified_seconds:
        return "unchanged"
    if new_note.modified_seconds > max(old_note.modified_seconds, edit_seconds):
        return "updated"
    return "skipped"


def _is_conflict(
    old_type: PublishedType | None, new_type: PublishedType | None
) -> bool:
    if old_type is None or new_type is None:
        return False
    return not new_type.fits(old_type)


def _card_names(note_name: str, ordinals: frozenset[int]) -> list[str]:
    return [f"{note_name}#{ordinal + 1}" for ordinal in sorted(ordinals)]


def notes_of_package(package: Published) -> dict[str, LearnerNote]:
    """Return the notes of a published package, by GUID."""
    notes: dict[str, LearnerNote] = {}
    for guid, note in package.notes.items():
        notes[guid] = LearnerNote(
            _printable(without_deck(note.key)),
            note.modified_seconds,
            note.ordinals,
            package.note_types.get(note.note_type_id),
        )
    return notes


def _printable(name: str) -> str:
    """Return a name with control characters escaped.

    The name is from a file that anybody may have written, and it is printed to a
    terminal, which would obey its control characters.
    """
    return "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}" for char in name
    )


def notes_of_release(ledger: Ledger, release: int) -> dict[str, LearnerNote]:
    """Return the notes that learners had after a release (from 1), by GUID.

    The ledger does not record the note types that learners had. If a note was changed
    again after this release, the ledger no longer records the time that the note had in
    this release. The note then gets the time of the release, which is the latest
    possible time.
    """
    release_seconds = ledger.releases[release - 1]
    notes: dict[str, LearnerNote] = {}
    for line in ledger.lines.values():
        is_withdrawn = line.withdrawn is not None and line.withdrawn <= release
        if line.first_release > release or is_withdrawn:
            continue
        notes[guid_of(ledger.deck, line.fact, line.part)] = LearnerNote(
            joined_name(*line.name),
            min(line.changed_seconds, release_seconds),
            _ordinals(line, release),
        )
    return notes


def _had_number(history: NumberHistory, release: int) -> bool:
    """Whether a note had a number of the ledger, such as `c1`, in a release (from 1).

    `history` is the history of that number.
    """
    if history.since > release:
        return False
    return history.until is None or history.until > release


def _ordinals(line: LedgerLine, release: int) -> frozenset[int]:
    """Return the ordinals of the cards that a note had in a release."""
    ordinals = {
        ordinal_of_number(number)
        for number, history in line.numbers.items()
        if _had_number(history, release)
    }
    # A note without blanks always has its first card. The ledger may have no number for
    # this card: a list has none, and older ledgers have no `ask` for a question.
    if line.numbers.keys() <= {ASK, REVERSE}:
        ordinals.add(0)
    return frozenset(ordinals)
