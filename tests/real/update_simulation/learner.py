"""A learner who does random things between two imports, as learners do."""

import re
from dataclasses import dataclass

from anki import import_export_pb2

from liverdeck.anki.note_types import deck_note_types
from liverdeck.publishing.import_preview import LearnerNote
from tests.real.conftest import Anki

NOTE_TYPES_BY_ID = {note_type.id: note_type for note_type in deck_note_types("en")}
SECONDS_AFTER_RELEASE = (-5000, -1, 0, 1, 1000)
"""Seconds from the next release to a learner's edit of a note; negative is before."""
ACTIONS = """
    answer answer edit edit unwrap fill tag suspend flag clean
""".split()
"""What learners do. `fill` writes in My notes, and `clean` deletes empty cards."""
SCHEDULES = """
    select n.guid, c.ord, c.id, c.type, c.queue, c.due, c.ivl, c.factor, c.reps,
        c.lapses, c.flags, c.did
    from cards c join notes n on n.id = c.nid
"""


@dataclass
class Row:
    """A note in a collection."""

    note_type: int
    """The id of the note type."""
    mod: int
    tags: list
    fields: list

    def __getitem__(self, name):
        return self.fields[self.field_names.index(name)]

    @property
    def field_names(self):
        return NOTE_TYPES_BY_ID[self.note_type].fields

    def concept(self, ordinal):
        """Return what a card asks for, or None if it asks for nothing."""
        if "Answer" in self.field_names:
            name, pattern = ("Answer", "ReverseAnswer")[ordinal], r" (k\d+)"
        elif "Items" in self.field_names:
            in_group = re.search(r" (k\d+)", self["Group"])
            name, pattern = ("Group" if in_group else "Ask"), r" (k\d+)"
        else:
            name, pattern = "Text", rf"\{{\{{c{ordinal + 1}::[^:}}]* (k\d+)"
        match = re.search(pattern, self[name])
        return None if match is None else match[1]


class Learner(Anki):
    """Someone who imports releases and learns in between."""

    def __init__(self, path, choose):
        super().__init__(path)
        self.choose = choose
        self.held_seconds = {}
        """Unix time of the change of a note that the learner has, by GUID."""
        self.edited_seconds = {}
        """Unix time of the learner's last edit of a note, by GUID."""
        self.held_release = None
        """Unix time of the last release that the learner imported."""
        self.first_cards = {}
        """The first card that asked for a concept, as GUID and ordinal, by concept."""
        self.first_concepts = {}
        """What each card asked for when it came, by GUID and ordinal."""

    def rows(self):
        notes = self.col.db.all("select guid, mid, mod, tags, flds from notes")
        rows = {
            guid: Row(note_type, mod, tags.split(), flds.split("\x1f"))
            for guid, note_type, mod, tags, flds in notes
        }
        assert len(rows) == len(notes), "a GUID twice"
        return rows

    def schedules(self):
        cards = self.col.db.all(SCHEDULES)
        assert len({tuple(row[:2]) for row in cards}) == len(cards), "a card twice"
        return {tuple(row[:2]): row[2:] for row in cards}

    def empties(self):
        """Return the empty cards, as GUID and ordinal."""
        empty = set(self.empty_cards())
        return {key for key, row in self.schedules().items() if row[0] in empty}

    def act_randomly(self, next_release):
        """Do some of the things that learners do between two imports."""
        for _ in range(self.choose(range(8)) if self.rows() else 0):
            name = self.choose(ACTIONS)
            if name == "clean":
                self.clean()
            elif name in ("answer", "suspend", "flag"):
                card_id = self.choose(sorted(self.col.find_cards("")))
                self.change_card(name, self.col.get_card(card_id))
            else:
                guid = self.choose(sorted(self.rows()))
                self.change_note(
                    name, guid, next_release + self.choose(SECONDS_AFTER_RELEASE)
                )

    def clean(self):
        """Delete the empty cards, as Tools > Empty Cards does."""
        for key in self.empties():
            self.first_concepts.pop(key, None)
        self.col.remove_cards_and_orphaned_notes(self.empty_cards())

    def change_card(self, name, card):
        if name == "suspend":
            self.col.sched.suspend_cards([card.id])
        elif name == "flag":
            self.col.set_user_flag_for_cards(self.choose(range(1, 8)), [card.id])
        elif card.queue >= 0 and card.id not in self.empty_cards():
            self.answer(card, self.choose(range(1, 5)))

    def change_note(self, name, guid, when):
        note_id = self.col.db.scalar("select id from notes where guid = ?", guid)
        note = self.col.get_note(note_id)
        names = NOTE_TYPES_BY_ID[note.mid].fields
        own_fields = [
            name
            for name in names[1 : names.index("Why")]
            if not name.startswith("Reverse")  # a new question would make a new card
        ]
        if name == "tag":
            note.tags.append(self.choose(["mine", "hard::really"]))
        elif name == "fill":
            note["MyNotes"] += " mine"
        elif name == "unwrap":
            unwrap_a_blank(note, own_fields[0])
        else:
            note[self.choose([*own_fields, "Why"])] += " mine"
        self.col.update_note(note)
        self.touch(note, when)
        self.edited_seconds[guid] = when

    def date_edits(self, guids, when):
        """Give the last edit of each of these notes a time in the past.

        Anki gives it the present time, but the packages of the tests are in the past.
        """
        for guid in guids:
            self.col.db.execute("update notes set mod = ? where guid = ?", when, guid)
            self.edited_seconds[guid] = when

    def import_logged(self, path):
        """Import a package with the default options.

        Returns the GUIDs of the notes for each heading of Anki's log.
        """
        request = import_export_pb2.ImportAnkiPackageRequest(
            package_path=str(path), options=import_export_pb2.ImportAnkiPackageOptions()
        )
        log = self.col.import_anki_package(request).log
        guids = dict(self.col.db.all("select id, guid from notes"))
        effects = ("new", "updated", "duplicate", "conflicting")
        return {
            effect: {guids[entry.id.nid] for entry in getattr(log, effect)}
            for effect in effects
        }

    def learner_notes(self, record, rows, schedules):
        """Return the notes by GUID, in the shape that the import preview takes."""
        held = {}
        names = {guid: name for name, guid in record.guids_by_name.items()}
        for guid, row in rows.items():
            ordinals = frozenset(
                ordinal for owner, ordinal in schedules if owner == guid
            )
            (note_type,) = {
                package.note_types[row.note_type]
                for package in record.packages
                if row.note_type in package.note_types
            }
            held[guid] = LearnerNote(
                names[guid], self.held_seconds[guid], ordinals, note_type
            )
        return held


def unwrap_a_blank(note, field):
    """Make the first blank of a statement plain text, if it has several blanks.

    The card of that blank becomes empty.
    """
    if note[field].count("{{c") > 1:
        blank = r"\{\{c\d+::(.*?)(::hint)?\}\}"
        note[field] = re.sub(blank, r"\1", note[field], count=1)
