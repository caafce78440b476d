"""A deck through five releases by random edits, imported over one another while a learner learns.

Whatever the author did and the learner did in between, every import is compared with what Anki's rules allow, and with
what the rehearsal said it would do. LIVERDECK_STORM=N plays N new histories instead of the same few
(--hypothesis-seed=S plays them again).
"""

import os
import re
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liverdeck.anki.note_types import NOTE_TYPES
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package, deck_state
from liverdeck.publishing.import_preview import (
    notes_of_package,
    notes_of_release,
    preview_import,
)
from liverdeck.publishing.published import read_package
from liverdeck.publishing.release import release_deck
from liverdeck.publishing.update_text import LEFT_ALONE, STAMP, write_update_texts
from tests.real.conftest import RELEASED
from tests.real.storm.deck_edits import DANGERS, EDITS, Author
from tests.real.storm.learner import KINDS, Learner

RELEASES = 5
APART = 10_000
"""Seconds between two releases."""
NEW_HISTORIES = int(os.environ.get("LIVERDECK_STORM", "0"))
HISTORIES = NEW_HISTORIES or 200


@dataclass
class Shelf:
    """What was published so far, and what is to be known of it."""

    ledger: Ledger = field(default_factory=lambda: Ledger("heart"))
    packages: list = field(default_factory=list)
    """One for each release."""
    first: dict = field(default_factory=dict)
    """Time of the release that brought a note, by GUID."""
    changed: dict = field(default_factory=dict)
    """Time of the release that last changed its content."""
    names: dict = field(default_factory=dict)
    """GUIDs by name of note."""
    removed: set = field(default_factory=set)
    """Cards that CHANGES.md calls removed, as GUID and ordinal."""

    def add(self, published, when, changes):
        """Take the package of a release; `changes` is what CHANGES.md says of it."""
        last = self.packages[-1].notes if self.packages else {}
        for guid, each in published.notes.items():
            self.names[each.key.partition("/")[2]] = guid
            self.first.setdefault(guid, when)
            if guid not in last or content(last[guid]) != content(each):
                self.changed[guid] = when
        self.packages.append(published)
        for name in re.findall(
            "`(.+)`", changes.partition("### Cards removed")[2].partition("\n###")[0]
        ):
            of_note, _, card = name.rpartition("/")
            self.removed.add(
                (self.names[of_note], 1 if card == "reverse" else int(card[1:]) - 1)
            )

    def named(self, guids):
        return sorted(name for name, guid in self.names.items() if guid in guids)

    def cards_named(self, cards):
        return sorted(
            f"{name}#{n + 1}"
            for name, guid in self.names.items()
            for owner, n in cards
            if owner == guid
        )


def content(published_note):
    """Return what a change of it makes a note a changed one."""
    names = KINDS[published_note.note_type].fields
    return [
        value
        for name, value in zip(names, published_note.fields, strict=True)
        if name != "Source"
    ]


def fate_of(guid, shelf, learner, rows):
    """Return what becomes of a note of the newest package by Anki's rules."""
    if guid not in rows:
        return "new"
    if shelf.changed[guid] == learner.held[guid]:
        return "unchanged"
    return "updated" if shelf.changed[guid] > rows[guid].mod else "skipped"


def import_and_compare(learner, shelf, package, path):
    """Import a package; compare all that it did with Anki's rules and the rehearsal; return the updated notes."""
    rows, schedules, empties = learner.rows(), learner.schedules(), learner.empties()
    fates = {guid: fate_of(guid, shelf, learner, rows) for guid in package.notes}
    groups = {
        fate: {guid for guid in fates if fates[guid] == fate}
        for fate in ("new", "updated", "skipped", "unchanged")
    }
    said = preview_import(
        learner.as_held(shelf, rows, schedules),
        notes_of_package(package),
        learner.touched,
    )

    log = learner.import_logged(path)

    assert log["new"] == groups["new"]
    assert log["updated"] == groups["updated"]
    assert log["duplicate"] == groups["skipped"] | groups["unchanged"]
    assert log["conflicting"] == set()
    now, cards, empty = learner.rows(), learner.schedules(), learner.empties()
    assert now.keys() == rows.keys() | package.notes.keys()
    for guid, row in now.items():
        if fates.get(guid) in ("new", "updated"):
            brought = package.notes[guid]
            assert (row.mod, row.fields, sorted(row.tags)) == (
                brought.mod,
                list(brought.fields),
                sorted(brought.tags),
            )
            learner.held[guid] = shelf.changed[guid]
        else:
            assert row == rows[guid]
    compare_cards(learner, schedules, now, cards, empty)
    came = cards.keys() - schedules.keys()
    assert (
        came
        == {(guid, n) for guid, each in package.notes.items() for n in each.ordinals}
        - schedules.keys()
    )
    newly_empty = {
        card for card in empty if fates.get(card[0]) == "updated" or card not in empties
    }
    for group, guids in groups.items():
        assert sorted(getattr(said, group)) == shelf.named(guids), group
    assert said.conflicting == ()
    assert sorted(said.withdrawn) == shelf.named(rows.keys() - package.notes.keys())
    assert sorted(said.new_cards) == shelf.cards_named(came)
    assert sorted(said.empty_cards) == shelf.cards_named(newly_empty)
    assert {
        card
        for card in empty - shelf.removed
        if fates.get(card[0]) not in ("skipped", "unchanged")
    } <= empties
    kinds = learner.col.db.list(
        "select name from notetypes where name like 'LiverDeck%'"
    )
    assert set(kinds) <= {kind.name for kind in NOTE_TYPES}
    return groups["updated"]


def compare_cards(learner, schedules, rows, cards, empty):
    """Assert that no card lost its schedule, and that each asks for what it always asked for, or for nothing."""
    assert {key: cards.get(key) for key in schedules} == schedules
    for key in cards.keys() - schedules.keys():
        _, kind, queue, _, interval, _, reps, lapses, flags, _ = cards[key]
        assert (kind, queue, interval, reps, lapses, flags) == (0, 0, 0, 0, 0, 0), (
            "a new card that is not new"
        )
    for key in cards.keys() - empty:
        concept = rows[key[0]].concept(key[1])
        assert concept is not None
        assert learner.concepts.setdefault(key, concept) == concept, key


def import_texts_and_compare(learner, shelf, deck, package, folder):
    """Import the update texts, which leave tags and MyNotes alone; return the GUIDs of the notes they touched."""
    rows, schedules, empties = learner.rows(), learner.schedules(), learner.empties()
    last = shelf.ledger.last_time
    covered = {
        guid
        for guid in package.notes.keys() & rows
        if shelf.first[guid] < shelf.changed[guid] == last
    }
    paths, problem = write_update_texts(deck, shelf.ledger, folder)
    assert problem is None
    for path in paths:
        learner.import_text(path)
    now = learner.rows()
    assert now.keys() == rows.keys()
    for guid, row in now.items():
        if guid not in covered:
            assert row == rows[guid]
            continue
        for name, brought in zip(
            KINDS[row.kind].fields, package.notes[guid].fields, strict=True
        ):
            expected = {
                STAMP: str(last),
                **dict.fromkeys(LEFT_ALONE, rows[guid][name]),
            }.get(name, brought)
            assert row[name] == expected
        if row.mod != rows[guid].mod:
            learner.held[guid] = shelf.changed[guid]
    assert [row.tags for row in now.values()] == [rows[guid].tags for guid in now]
    empty = learner.empties()
    assert empty - empties <= shelf.removed
    compare_cards(learner, schedules, now, learner.schedules(), empty)
    return {guid for guid, row in now.items() if row.mod != rows[guid].mod}


def try_dangers(author, ledger):
    """Let the author do what is refused; if it is, undo it. If it is not, the cards will show the harm."""
    for danger in DANGERS:
        before = deepcopy(author.files)
        author.edit([danger])
        author.write()
        deck = load_deck(author.folder).deck
        if deck_state(deck, ledger).changes.dangers:
            author.files = before


def publish(author, shelf, when):
    """Release the deck and build it; return deck, package and path."""
    author.write()
    loaded = load_deck(author.folder)
    assert loaded.problems == ()
    released = release_deck(loaded.deck, loaded.ledger or shelf.ledger, when)
    assert released.problems == ()
    shelf.ledger = load_deck(author.folder).ledger
    path = author.folder.parent / f"{author.folder.name}-{when}.apkg"
    assert build_package(loaded.deck, shelf.ledger, path).problems == ()
    package, problem = read_package(path)
    assert problem is None
    for each in package.notes.values():
        own = author.tags_of(each.key.split("/")[1])
        assert sorted(each.tags) == sorted(f"LiverDeck::heart::{tag}" for tag in own)
    if released.number is not None:
        shelf.add(
            package, when, (author.folder / "CHANGES.md").read_text().split("\n## ")[1]
        )
    return loaded.deck, package, path


def compare_with_ledger(shelf):
    """Assert that the ledger knows of every release what its package held, and rehearses updates from it alike."""
    newest = notes_of_package(shelf.packages[-1])
    for number, package in enumerate(shelf.packages, 1):
        time, held = shelf.ledger.releases[number - 1], notes_of_package(package)
        known = notes_of_release(shelf.ledger, number)
        assert {guid: (each.name, each.ordinals) for guid, each in known.items()} == {
            guid: (each.name, each.ordinals) for guid, each in held.items()
        }
        for guid, each in known.items():
            assert each.mod == held[guid].mod or each.mod == time > held[guid].mod
        one, other = preview_import(known, newest), preview_import(held, newest)
        assert all(
            sorted(getattr(one, name)) == sorted(getattr(other, name))
            for name in one.__slots__
        )


def learn_release(learner, shelf, deck, package, path, *, by_text):
    """Import a release, by text before the package or without; with text, tags and MyNotes survive everything."""
    before = learner.rows()
    texted = (
        import_texts_and_compare(learner, shelf, deck, package, path.parent / "texts")
        if by_text
        else set()
    )
    updated = import_and_compare(learner, shelf, package, path)
    if by_text:
        assert updated == set()
        now = learner.rows()
        for guid, old in before.items():
            assert (now[guid].tags, now[guid]["MyNotes"]) == (old.tags, old["MyNotes"])
        learner.redate(texted, shelf.ledger.last_time + 1)


def play(folder, choose):
    """Take a deck and a learner through all releases; one who skips releases imports no texts.

    What the last release changed may be new to that learner, and would come by text without its tags.
    """
    author, shelf = Author(folder, choose), Shelf()
    skips = choose([False, False, True])
    with closing((learner := Learner(folder.with_suffix(".anki2"), choose)).col):
        for release in range(RELEASES):
            when = RELEASED + release * APART
            if release:
                try_dangers(author, shelf.ledger)
                for _ in range(choose(range(1, 8))):
                    author.edit(EDITS)
                learner.live(when)
            deck, package, path = publish(author, shelf, when)
            if not skips:
                learn_release(
                    learner,
                    shelf,
                    deck,
                    package,
                    path,
                    by_text=release and choose([False, True]),
                )
            elif choose([True, True, False]):
                import_and_compare(learner, shelf, package, path)
            compare_with_ledger(shelf)
        learner.clean()
        learner.assert_sound()


@settings(
    max_examples=HISTORIES,
    deadline=None,
    derandomize=not NEW_HISTORIES,
    phases=tuple(Phase)
    if NEW_HISTORIES
    else (Phase.generate,),  # to make a red history small takes minutes
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(st.data())
def test_updates_never_cost_progress(data):
    with (
        TemporaryDirectory() as folder
    ):  # hundreds of collections are more than tmp_path should keep
        play(
            Path(folder) / "heart", lambda options: data.draw(st.sampled_from(options))
        )
