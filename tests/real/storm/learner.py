"""A learner who does at random between two imports what learners do."""

import re
from dataclasses import dataclass

from anki import import_export_pb2

from liverdeck.anki.note_types import NOTE_TYPES
from liverdeck.publishing.import_preview import HeldNote
from tests.real.conftest import Anki

KINDS = {kind.id: kind for kind in NOTE_TYPES}
TOUCHES = (-5000, -1, 0, 1, 1000)
"""Seconds from the next release to a learner's edit."""
SCHEDULES = """
    select n.guid, c.ord, c.id, c.type, c.queue, c.due, c.ivl, c.factor, c.reps, c.lapses, c.flags, c.did
    from cards c join notes n on n.id = c.nid
"""


@dataclass
class Row:
    """A note in a collection."""

    kind: int
    mod: int
    tags: list
    fields: list

    def __getitem__(self, name):
        return self.fields[KINDS[self.kind].fields.index(name)]

    def concept(self, ordinal):
        """Return what a card asks for, or None when it asks for nothing."""
        names = {"Text": rf"\{{\{{c{ordinal + 1}::[^:}}]* (k\d+)"}
        if "Answer" in KINDS[self.kind].fields:
            names = {("Answer", "ReverseAnswer")[ordinal]: r" (k\d+)"}
        elif "Items" in KINDS[self.kind].fields:
            names = {"Ask": r" (k\d+)"}
        ((name, pattern),) = names.items()
        found = re.search(pattern, self[name])
        return found and found[1]


class Learner(Anki):
    """Someone who imports releases and learns in between."""

    def __init__(self, path, choose):
        super().__init__(path)
        self.choose = choose
        self.held = {}
        """The time of change of the content that the learner took over, by GUID."""
        self.touched = {}
        """The time of the learner's last edit, by GUID."""
        self.concepts = {}
        """What each card asked for when it came, by GUID and ordinal."""

    def rows(self):
        found = self.col.db.all("select guid, mid, mod, tags, flds from notes")
        rows = {
            guid: Row(kind, mod, tags.split(), flds.split("\x1f"))
            for guid, kind, mod, tags, flds in found
        }
        assert len(rows) == len(found), "a GUID twice"
        return rows

    def schedules(self):
        found = self.col.db.all(SCHEDULES)
        assert len({tuple(row[:2]) for row in found}) == len(found), "a card twice"
        return {tuple(row[:2]): row[2:] for row in found}

    def empties(self):
        return {
            key
            for key, (card_id, *_) in self.schedules().items()
            if card_id in set(self.empty_cards())
        }

    def live(self, next_release):
        """Do something of what learners do between two imports."""
        for _ in range(self.choose(range(8)) if self.rows() else 0):
            name = self.choose(
                [
                    "answer",
                    "answer",
                    "edit",
                    "edit",
                    "unwrap",
                    "fill",
                    "tag",
                    "suspend",
                    "flag",
                    "clean",
                ]
            )
            if name == "clean":
                self.clean()
            elif name in ("answer", "suspend", "flag"):
                self.handle(
                    name,
                    self.col.get_card(self.choose(sorted(self.col.find_cards("")))),
                )
            else:
                self.write(
                    name,
                    self.choose(sorted(self.rows())),
                    next_release + self.choose(TOUCHES),
                )

    def clean(self):
        """Delete the empty cards, as Tools > Empty Cards does."""
        for key in self.empties():
            self.concepts.pop(key, None)
        self.col.remove_cards_and_orphaned_notes(self.empty_cards())

    def handle(self, name, card):
        if name == "suspend":
            self.col.sched.suspend_cards([card.id])
        elif name == "flag":
            self.col.set_user_flag_for_cards(self.choose(range(1, 8)), [card.id])
        elif card.queue >= 0 and card.id not in self.empty_cards():
            self.answer(card, self.choose(range(1, 5)))

    def write(self, name, guid, when):
        learners = self.col.get_note(
            self.col.db.scalar("select id from notes where guid = ?", guid)
        )
        if name == "tag":
            learners.tags.append(self.choose(["mine", "hard::really"]))
        elif name == "unwrap":
            field = KINDS[learners.mid].own_fields[1]
            if (
                learners[field].count("{{c") > 1
            ):  # the card of the blank that goes becomes empty
                learners[field] = re.sub(
                    r"\{\{c\d+::(.*?)(::hint)?\}\}", r"\1", learners[field], count=1
                )
        else:
            fields = (
                ["MyNotes"]
                if name == "fill"
                else [*KINDS[learners.mid].own_fields[1:3], "Why"]
            )
            learners[self.choose(fields)] += " mine"
        self.col.update_note(learners)
        self.touch(learners, when)
        self.touched[guid] = when

    def redate(self, guids, when):
        """Date edits that Anki dated now to a time in the past, where the packages of the tests lie."""
        for guid in guids:
            self.col.db.execute("update notes set mod = ? where guid = ?", when, guid)
            self.touched[guid] = when

    def import_logged(self, path):
        """Import a package with the default options; return the GUIDs of the notes in Anki's log."""
        request = import_export_pb2.ImportAnkiPackageRequest(
            package_path=str(path), options=import_export_pb2.ImportAnkiPackageOptions()
        )
        log = self.col.import_anki_package(request).log
        guids = dict(self.col.db.all("select id, guid from notes"))
        fates = ("new", "updated", "duplicate", "conflicting")
        return {
            fate: {guids[each.id.nid] for each in getattr(log, fate)} for fate in fates
        }

    def as_held(self, shelf, rows, schedules):
        held = {}
        names = {guid: name for name, guid in shelf.names.items()}
        for guid, row in rows.items():
            ordinals = frozenset(
                ordinal for owner, ordinal in schedules if owner == guid
            )
            (kind,) = {
                package.note_types[row.kind]
                for package in shelf.packages
                if row.kind in package.note_types
            }
            held[guid] = HeldNote(names[guid], self.held[guid], ordinals, kind)
        return held
