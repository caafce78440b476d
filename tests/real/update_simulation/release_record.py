"""What an author published so far, as the assertions need it."""

import re
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

from liverdeck.facts.ledger import Ledger
from tests.real.update_simulation.learner import NOTE_TYPES_BY_ID

UNTRACKED = ("Source", "Stamp")
"""Fields of a package that may change without a change of the note."""


def content(note):
    """Return the fields of a note. If one of them changes, the note is updated."""
    names = NOTE_TYPES_BY_ID[note.note_type_id].fields
    fields = zip(names, note.fields, strict=True)
    return [value for name, value in fields if name not in UNTRACKED]


@dataclass
class ReleaseRecord:
    """What an author published so far."""

    ledger: Ledger = field(default_factory=lambda: Ledger("heart"))
    packages: list = field(default_factory=list)
    """A package for each release."""
    known_releases: list = field(default_factory=list)
    """Pairs of a release number in the ledger, and the package of that release."""
    last_notes: dict = field(default_factory=dict)
    """The notes as they were last published, by GUID."""
    newest_path: Path | None = None
    """The path of the newest package."""
    first_seconds: dict = field(default_factory=dict)
    """Unix time of the release that first had a note, by GUID."""
    changed_seconds: dict = field(default_factory=dict)
    """Unix time of the release that last changed a note, by GUID."""
    with_media: set = field(default_factory=set)
    """GUIDs of notes that have or had a picture."""
    guids_by_name: dict = field(default_factory=dict)
    """GUIDs by the names of notes."""
    removed: set = field(default_factory=set)
    """GUID and ordinal of the cards that CHANGES.md calls removed."""
    successors: dict = field(default_factory=dict)
    """GUIDs of the notes that took the place of others in CHANGES.md, by GUID."""

    def add(self, published, when, changes):
        """Add the package of a release; `changes` is its section of CHANGES.md."""
        for guid, note in published.notes.items():
            self.guids_by_name[note.key.partition("/")[2]] = guid
            self.first_seconds.setdefault(guid, when)
            if "<img" in "".join(note.fields):
                self.with_media.add(guid)
            if guid not in self.last_notes or content(self.last_notes[guid]) != content(
                note
            ):
                self.changed_seconds[guid] = when
        self.last_notes = dict(published.notes)
        self.packages.append(published)
        self.known_releases.append((len(self.ledger.releases), published))

        self.read_changes(changes)

    def read_changes(self, changes):
        """Read removed cards and successors of notes from a section of CHANGES.md."""
        section = changes.partition("### Cards removed")[2].partition("\n###")[0]
        for name in re.findall("`(.+)`", section):
            note_name, _, part = name.rpartition("/")
            ordinal = 1 if part == "reverse" else int(part[1:]) - 1
            self.removed.add((self.guids_by_name[note_name], ordinal))
        for old, new in re.findall("- `(.+?)`: .*; `(.+?)` takes its place", changes):
            self.successors[self.guids_by_name[old]] = self.guids_by_name[new]

    def branched(self):
        """Return a copy for a branch, whose changes do not change this record."""
        branch = copy(self)
        for name in (
            "known_releases",
            "first_seconds",
            "changed_seconds",
            "with_media",
            "removed",
            "successors",
        ):
            setattr(branch, name, copy(getattr(self, name)))
        return branch

    def recover(self, ledger, newest):
        """Take over a ledger that was recovered from the newest package."""
        self.ledger = ledger
        self.known_releases = [(len(ledger.releases), newest)]
        self.first_seconds = {
            guid: note.modified_seconds for guid, note in newest.notes.items()
        }
        self.with_media = {
            guid
            for guid, note in newest.notes.items()
            if "<img" in "".join(note.fields)
        }

    def merge(self, other, ledger):
        """Take over what another branch published, and the ledger of both."""
        self.ledger = ledger
        self.known_releases = []
        merge_seconds = ledger.last_release_seconds
        mine, theirs = self.changed_seconds, other.changed_seconds
        last = {**other.last_notes, **self.last_notes}
        for guid in mine.keys() | theirs.keys():
            if guid in self.first_seconds and guid in other.first_seconds:
                self.first_seconds[guid] = min(
                    self.first_seconds[guid], other.first_seconds[guid]
                )
            if guid not in mine or guid not in theirs:
                self.first_seconds[guid] = merge_seconds
                mine[guid] = mine.get(guid) or theirs[guid]
            elif mine[guid] != theirs[guid]:
                is_mine = mine[guid] > theirs[guid]
                newer, older = (self, other) if is_mine else (other, self)
                if guid in newer.last_notes:
                    last[guid] = newer.last_notes[guid]
                if older.cards(guid) - newer.cards(guid) - newer.removed:
                    # These cards become empty, so the next release changes the note.
                    del last[guid]
                mine[guid] = merge_seconds
        self.last_notes = last
        self.with_media |= other.with_media

    def cards(self, guid):
        """Return the cards of a note as it was last published."""
        ordinals = self.last_notes[guid].ordinals if guid in self.last_notes else ()
        return {(guid, ordinal) for ordinal in ordinals}

    def names_of(self, guids):
        """Return the names of notes, sorted."""
        return sorted(
            name for name, guid in self.guids_by_name.items() if guid in guids
        )

    def card_names(self, cards):
        names = {guid: name for name, guid in self.guids_by_name.items()}
        return sorted(f"{names[guid]}#{ordinal + 1}" for guid, ordinal in cards)
