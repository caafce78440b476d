"""A deck goes through five releases with random edits while a learner learns.

The learner imports one release after the other. Every import is compared with Anki's
rules and with the import preview. LIVERDECK_STORM=N plays N new histories instead of
the same 60 (--hypothesis-seed=S plays them again).
"""

import datetime as dt
import os
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from liverdeck.anki.note_types import deck_note_types
from liverdeck.authoring.ledger_file import read_ledger
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.deck import Deck
from liverdeck.publishing.author_decisions import Decisions
from liverdeck.publishing.build import build_package
from liverdeck.publishing.import_preview import (
    notes_of_package,
    notes_of_release,
    preview_import,
)
from liverdeck.publishing.published import Published, read_package
from liverdeck.publishing.release import release_with_decisions
from liverdeck.publishing.update_text import LAST_FIELD, write_update_text
from tests.real.conftest import RELEASED
from tests.real.update_simulation.deck_edits import DANGERS, EDITS, Author
from tests.real.update_simulation.learner import Learner
from tests.real.update_simulation.mishaps import lose_ledger, release_two_branches
from tests.real.update_simulation.release_record import ReleaseRecord
from tests.real.update_simulation.truthful_author import (
    decide_what_is_asked,
    try_dangers,
)

RELEASES = 5
BETWEEN_RELEASES_SECONDS = 10_000
NEW_HISTORIES = int(os.environ.get("LIVERDECK_STORM", "0"))
HISTORIES = NEW_HISTORIES or 60


def effect_on(guid, record, learner, rows):
    """Return the effect of the newest package on a note, by Anki's rules."""
    if guid not in rows:
        return "new"
    if record.changed_seconds[guid] == learner.held_seconds[guid]:
        return "unchanged"
    return "updated" if record.changed_seconds[guid] > rows[guid].mod else "skipped"


def import_and_compare(learner, record, package, path):
    """Import a package and compare what it does with Anki's rules and the preview.

    Returns the GUIDs of the updated notes.
    """
    before = State.of(learner)
    effects = {
        guid: effect_on(guid, record, learner, before.rows) for guid in package.notes
    }
    groups = {
        effect: {guid for guid in effects if effects[guid] == effect}
        for effect in ("new", "updated", "skipped", "unchanged")
    }
    notes = learner.learner_notes(record, before.rows, before.schedules)
    preview = preview_import(notes, notes_of_package(package), learner.edited_seconds)

    log = learner.import_logged(path)

    assert log["new"] == groups["new"]
    assert log["updated"] == groups["updated"]
    assert log["duplicate"] == groups["skipped"] | groups["unchanged"]
    assert log["conflicting"] == set()
    after = State.of(learner)
    compare_notes(learner, record, package, effects, before, after)
    compare_cards(learner, record, before, after)
    new_cards = after.schedules.keys() - before.schedules.keys()
    cards_of_package = {
        (guid, ordinal)
        for guid, note in package.notes.items()
        for ordinal in note.ordinals
    }
    assert new_cards == cards_of_package - before.schedules.keys()

    for group, guids in groups.items():
        assert sorted(getattr(preview, group)) == record.names_of(guids), group
    assert preview.conflicting == ()
    withdrawn = before.rows.keys() - package.notes.keys()
    assert sorted(preview.withdrawn) == record.names_of(withdrawn)
    assert sorted(preview.new_cards) == record.card_names(new_cards)
    compare_empty_cards(record, effects, before, after, preview)
    names = learner.col.db.list(
        "select name from notetypes where name like 'LiverDeck%'"
    )
    assert set(names) <= {note_type.name for note_type in deck_note_types("en")}
    return groups["updated"]


@dataclass(frozen=True)
class State:
    """The notes, schedules and empty cards of a learner's collection at one moment."""

    rows: dict
    schedules: dict
    empties: set

    @classmethod
    def of(cls, learner):
        return cls(learner.rows(), learner.schedules(), learner.empties())


def compare_notes(learner, record, package, effects, before, after):
    """Assert that new and updated notes are as in the package, and others unchanged."""
    assert after.rows.keys() == before.rows.keys() | package.notes.keys()
    for guid, row in after.rows.items():
        if effects.get(guid) not in ("new", "updated"):
            assert row == before.rows[guid]
            continue
        note = package.notes[guid]
        assert row.mod == note.modified_seconds
        assert row.fields == list(note.fields)
        assert sorted(row.tags) == sorted(note.tags)
        learner.held_seconds[guid] = record.changed_seconds[guid]


def compare_empty_cards(record, effects, before, after, preview):
    """Assert that the preview names the cards that become empty.

    In a note that an import updates, a card becomes empty only if CHANGES.md calls it
    removed.
    """
    newly_empty = {
        card
        for card in after.empties
        if effects.get(card[0]) == "updated" or card not in before.empties
    }
    assert sorted(preview.empty_cards) == record.card_names(newly_empty)
    not_announced = {
        card
        for card in after.empties - record.removed
        if effects.get(card[0]) not in ("skipped", "unchanged")
    }
    assert not_announced <= before.empties


def compare_cards(learner, record, before, after):
    """Assert that no card lost its schedule or asks for something else than before.

    Also assert that no concept has a second card, unless two branches gave a question
    two names. Then CHANGES.md says which note takes the place of the other.
    """
    for card, schedule in before.schedules.items():
        assert after.schedules.get(card) == schedule
    for card in after.schedules.keys() - before.schedules.keys():
        schedule = after.schedules[card]
        _, kind, queue, _, interval, _, reps, lapses, flags, deck_id = schedule
        assert learner.col.decks.name(deck_id) == "Heart"
        progress = (kind, queue, interval, reps, lapses, flags)
        assert progress == (0, 0, 0, 0, 0, 0), "an added card has progress"
    for guid, ordinal in after.schedules.keys() - after.empties:
        concept = after.rows[guid].concept(ordinal)
        assert concept is not None
        first_concept = learner.first_concepts.setdefault((guid, ordinal), concept)
        assert first_concept == concept, (guid, ordinal)
        first_card = learner.first_cards.setdefault(concept, (guid, ordinal))
        first_guid, _ = first_card
        pairs = {(first_guid, guid), (guid, first_guid)}
        has_successor = bool(pairs & record.successors.items())
        assert has_successor or first_card == (guid, ordinal), (
            f"{concept} has a second card"
        )


def import_texts_and_compare(learner, record, deck, package, folder, since):
    """Import the update text, and assert that it leaves tags and MyNotes as they are.

    `since` is the release (from 1) that the learner has.

    Returns the GUIDs of the notes that the text changed.
    """
    before = State.of(learner)
    since_seconds = record.ledger.releases[since - 1]
    changed_by_text = {
        guid
        for guid in package.notes.keys() & before.rows
        if record.first_seconds[guid] <= since_seconds < record.changed_seconds[guid]
    } - record.with_media
    for path in write_update_text(deck, record.ledger, folder, since=since).required():
        learner.import_text(path)

    after = State.of(learner)
    assert after.rows.keys() == before.rows.keys()
    for guid, row in after.rows.items():
        old = before.rows[guid]
        assert row.tags == old.tags
        if guid not in changed_by_text:
            assert row == old
            continue
        expected = dict(zip(row.field_names, package.notes[guid].fields, strict=True))
        names = row.field_names
        left_out = names[names.index(LAST_FIELD.name) + 1 :]
        expected |= {name: old[name] for name in left_out}
        assert expected["Stamp"] == iso_time(record.changed_seconds[guid])
        assert dict(zip(row.field_names, row.fields, strict=True)) == expected
        if row.mod != old.mod:
            learner.held_seconds[guid] = record.changed_seconds[guid]
    assert after.empties - before.empties <= record.removed
    compare_cards(learner, record, before, after)
    return {
        guid for guid, row in after.rows.items() if row.mod != before.rows[guid].mod
    }


def iso_time(seconds):
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Publication:
    """A release as the author published it."""

    record: ReleaseRecord
    """What was published up to this release."""
    deck: Deck
    package: Published
    path: Path
    when: int


def publish(author, record, when):
    """Release and build the deck."""
    names = decide_what_is_asked(author, record.ledger)
    author.remember_release()
    loaded = load_deck(author.folder)
    assert loaded.problems == ()
    ledger = loaded.ledger or record.ledger
    released = release_with_decisions(Decisions(loaded.deck, names), ledger, when)
    record.ledger = read_ledger(author.folder / "deck.lock", "heart").required()
    path = author.folder.parent / f"{author.folder.name}-{when}.apkg"
    build_package(loaded.deck, record.ledger, path)
    package = read_package(path).required()
    record.newest_path = path
    for note in package.notes.values():
        topic, *tags = author.tags_of(note.key.split("/")[1])
        tags.append(f"{record.ledger.topics[topic]:03}-{topic}")
        assert sorted(note.tags) == sorted(f"LiverDeck::heart::{tag}" for tag in tags)
    if released.number is not None:
        changes = (author.folder / "CHANGES.md").read_text()
        record.add(package, when, changes.split("\n## ")[1])
    return Publication(record, loaded.deck, package, path, when)


def compare_with_ledger(record):
    """Assert that the ledger knows the notes of every release.

    A preview made from the ledger must be the same as one made from the package.
    """
    if (
        not record.known_releases
    ):  # the branches were merged, and nothing was released since
        return
    newest = notes_of_package(record.known_releases[-1][1])
    for number, package in record.known_releases:
        released_seconds = record.ledger.releases[number - 1]
        held = notes_of_package(package)
        known = notes_of_release(record.ledger, number)
        assert names_and_ordinals(known) == names_and_ordinals(held)
        for guid, note in known.items():
            mod = held[guid].modified_seconds
            # If the note changed again later, the ledger no longer has this time.
            latest_possible = max(mod, released_seconds)
            assert note.modified_seconds in (mod, latest_possible)
        from_ledger = preview_import(known, newest)
        from_package = preview_import(held, newest)
        for name in from_ledger.__slots__:
            names = sorted(getattr(from_ledger, name))
            assert names == sorted(getattr(from_package, name))


def names_and_ordinals(notes):
    return {guid: (note.name, note.ordinals) for guid, note in notes.items()}


def learn_release(learner, publication, *, since):
    """Import a release, with or without its update text before the package.

    `since` is the release that the learner has, or None without the text. With the
    text, the import must keep tags and MyNotes, except of notes that have or had
    pictures, and of those that only one of two branches had published.
    """
    record, deck = publication.record, publication.deck
    package, path = publication.package, publication.path
    if since is None:
        import_and_compare(learner, record, package, path)
        return
    before = learner.rows()
    folder = path.parent / "texts"
    changed = import_texts_and_compare(learner, record, deck, package, folder, since)
    updated = import_and_compare(learner, record, package, path)
    since_seconds = record.ledger.releases[since - 1]
    of_one_branch = {
        guid for guid in updated if record.first_seconds[guid] > since_seconds
    }
    assert updated <= record.with_media | of_one_branch
    after = learner.rows()
    for guid, old in before.items():
        if guid in updated:
            continue
        assert after[guid].tags == old.tags
        assert after[guid]["MyNotes"] == old["MyNotes"]
    learner.date_edits(changed, record.ledger.last_release_seconds + 1)


def play(folder, choose, *, edit_factor=1):
    """Take a deck and a learner through all releases.

    With an `edit_factor` of 2, the author makes twice as many edits, dangerous ones
    too. In the end, a new learner, who never had the deck, imports the last text and
    package.
    """
    author, record = Author(folder, choose), ReleaseRecord()
    skips_releases = choose([False, False, True])
    learner = Learner(folder.with_suffix(".anki2"), choose)
    import_release = partial(learn, learner)
    with closing(learner.col):
        for release in range(RELEASES):
            when = RELEASED + release * BETWEEN_RELEASES_SECONDS
            if release:
                try_dangers(author, record.ledger, DANGERS * edit_factor)
                record = meet_mishap(author, record, when, import_release)
                for _ in range(edit_factor * choose(range(1, 8))):
                    author.edit(EDITS)
                learner.act_randomly(when)
            publication = publish(author, record, when)
            if not skips_releases or choose([True, True, False]):
                import_release(publication)
            compare_with_ledger(record)
        learner.clean()
        learner.assert_sound()
    begin_with_last_release(folder, publication)


def meet_mishap(author, record, when, import_release):
    """Sometimes lose the ledger, or release two branches; return the present record."""
    mishap = author.choose([None, None, "lost ledger", "two branches"])
    if mishap == "lost ledger":
        lose_ledger(author, record, when)
    elif mishap == "two branches":
        publish_branch = partial(publish, author)
        return release_two_branches(
            author, record, when, publish_branch, import_release
        )
    return record


def learn(learner, publication):
    """Import a release; if the learner has an older one, sometimes the text first."""
    releases = publication.record.ledger.releases
    since = None
    if learner.held_release in releases[:-1] and learner.choose([True, False]):
        since = releases.index(learner.held_release) + 1
    learn_release(learner, publication, since=since)
    learner.held_release = releases[-1]


def begin_with_last_release(folder, publication):
    """Import the last text and package into a new collection."""
    new_learner = Learner(folder.with_suffix(".new.anki2"), lambda options: options[0])
    deck, ledger = publication.deck, publication.record.ledger
    with closing(new_learner.col):
        texts = folder.parent / "last-texts"
        for text in write_update_text(deck, ledger, texts, since=1).required():
            assert new_learner.import_text(text)[:2] == (0, 0)
        assert new_learner.rows() == {}
        new = new_learner.import_logged(publication.path)["new"]
        assert new == publication.package.notes.keys()
        new_learner.assert_sound()


# If one of the fixed histories fails, Hypothesis does not look for a smaller one: that
# would take minutes.
PHASES = tuple(Phase) if NEW_HISTORIES else (Phase.generate,)


@pytest.mark.slow
@settings(
    max_examples=HISTORIES,
    deadline=None,
    derandomize=not NEW_HISTORIES,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
@given(st.data())
def test_no_update_loses_progress(tmp_path_factory, data):
    def choose(options):
        return data.draw(st.sampled_from(options))

    # Hundreds of collections are more than tmp_path should keep.
    with TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as folder:
        play(Path(folder) / "heart", choose)
