"""The import rehearsal: what Anki will do for a learner who has an earlier version and imports the new package.

The rules are those of Anki's importer with its default options, measured on 26.9: notes match by GUID; a note is
updated only if the package's time is later than the learner's, in whole seconds; cards are never changed or removed,
missing ones are added, even to notes that are not updated; a note type with another schema makes its notes conflict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.anki.notes import guid_of
from liverdeck.facts.card import REVERSE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.ledger import Ledger, LedgerLine
    from liverdeck.publishing.published import Published, PublishedType


@dataclass(frozen=True, slots=True)
class HeldNote:
    """One note as a learner holds it, or as a package brings it."""

    name: str
    """Fact and part: `symptoms/bile`."""
    mod: int
    """Unix time of its last change."""
    ordinals: frozenset[int]
    """Of its cards."""
    note_type: PublishedType | None = None
    """None where it is not known and taken to fit."""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import will do, in names of notes (`fact/part`) and cards (`fact/part#n`, n counted from 1)."""

    new: tuple[str, ...]
    updated: tuple[str, ...]
    """Their content changes; a learner who edited one after the time it changed keeps the edit instead."""
    skipped: tuple[str, ...]
    """The package's note is another one, but the learner's is as new or newer."""
    unchanged: tuple[str, ...]
    conflicting: tuple[str, ...]
    """Never updated, because their note type's schema is another one."""
    withdrawn: tuple[str, ...]
    """Not in the new package any more; Anki keeps them."""
    new_cards: tuple[str, ...]
    empty_cards: tuple[str, ...]
    """Left without a question; *Tools > Empty Cards* finds them."""


def preview_import(
    old: Mapping[str, HeldNote],
    new: Mapping[str, HeldNote],
    touched: Mapping[str, int] | None = None,
) -> ImportPreview:
    """Say what importing `new` does to a collection that holds `old`, both by GUID.

    `touched` are Unix times at which the learner edited notes, by GUID.
    """
    groups: dict[str, list[str]] = {name: [] for name in ImportPreview.__slots__}
    for guid, note in new.items():
        before = old.get(guid)
        fate = _fate(before, note, (touched or {}).get(guid, 0))
        groups[fate].append(note.name)
        held = frozenset[int]() if before is None else before.ordinals
        if fate == "conflicting":
            continue
        groups["new_cards"] += _cards(note.name, note.ordinals - held)
        if fate == "updated":
            groups["empty_cards"] += _cards(note.name, held - note.ordinals)
        elif fate in (
            "skipped",
            "unchanged",
        ):  # Anki adds missing cards all the same, to a text without such a blank
            groups["empty_cards"] += _cards(note.name, note.ordinals - held)
    groups["withdrawn"] = [note.name for guid, note in old.items() if guid not in new]
    return ImportPreview(**{name: tuple(names) for name, names in groups.items()})


def _fate(before: HeldNote | None, note: HeldNote, touched: int) -> str:
    if before is None:
        return "new"
    if (
        before.note_type is not None
        and note.note_type is not None
        and not note.note_type.fits(before.note_type)
    ):
        return "conflicting"
    if note.mod == before.mod:
        return "unchanged"
    return "updated" if note.mod > max(before.mod, touched) else "skipped"


def _cards(name: str, ordinals: frozenset[int]) -> list[str]:
    return [f"{name}#{ordinal + 1}" for ordinal in sorted(ordinals)]


def notes_of_package(package: Published) -> dict[str, HeldNote]:
    """Return the notes of a published package."""
    return {
        guid: HeldNote(
            _shown(note.key.partition("/")[2] or note.key),
            note.mod_seconds,
            note.ordinals,
            package.note_types.get(note.note_type),
        )
        for guid, note in package.notes.items()
    }


def _shown(name: str) -> str:
    """Return a name from a file that anybody may have written, without what a terminal would obey."""
    return "".join(
        char if char.isprintable() else f"\\u{ord(char):04x}" for char in name
    )


def notes_of_release(ledger: Ledger, release: int) -> dict[str, HeldNote]:
    """Return the notes that learners got with a release, as far as the ledger remembers: 1 is the first.

    What was changed again later has the release's own time, which is the latest that it can have had.
    """
    time = ledger.releases[release - 1]
    return {
        guid_of(ledger.deck, entry.fact, entry.part): HeldNote(
            _joined(*entry.name),
            min(entry.changed, time),
            frozenset(_ordinals(entry, release)),
        )
        for entry in ledger.lines.values()
        if entry.first <= release
        and (entry.withdrawn is None or entry.withdrawn > release)
    }


def _ordinals(entry: LedgerLine, release: int) -> set[int]:
    numbers = [
        name
        for name, number in entry.numbers.items()
        if number.since <= release and (number.until is None or number.until > release)
    ]
    if entry.shape == "cloze":
        return {int(name[1:]) - 1 for name in numbers}
    return {0, *(1 for name in numbers if name == REVERSE)}


def _joined(*parts: str) -> str:
    return "/".join(filter(None, parts))
