"""A published package can be read, compared with another, and turned into a ledger."""

import io
import json
import sqlite3
import zipfile
from dataclasses import asdict, replace

import pytest

from liverdeck.anki.package import deck_id_in_anki
from liverdeck.anki.package_owner import is_package_of
from liverdeck.authoring.ledger_file import parse_ledger
from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.authoring.loader import load_deck
from liverdeck.base.result import Result
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing import published
from liverdeck.publishing.build import build_package, deck_state, timed_notes_of
from liverdeck.publishing.import_preview import (
    notes_of_package,
    notes_of_release,
    preview_import,
)
from liverdeck.publishing.published import read_package
from liverdeck.publishing.recovery import recover_ledger
from liverdeck.publishing.release import release_deck

# A backslash joins its line with the next one.
FACTS = """\
  - {id: rate, from: pump, ask: 'How <fast> & "well"?', \
answer: 70 /min, reverse: {ask: 'What is {{70}}?', answer: pulse}}
  - id: flow
    from: pump
    say: 'In the {{c1::a<b & 1:40::hint}} and {{c3::x}}.'
  - {id: rooms, from: rooms, ask: Which?, \
groups: [{id: left, title: L, items: [a, b]}, {id: right, title: R, items: [c]}]}
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, aortic], tags: [rare]}
"""
LATER = (
    FACTS.replace(
        "70 /min, reverse: {ask: 'What is {{70}}?', answer: pulse}}", "60 /min}"
    )
    .replace(", {id: right, title: R, items: [c]}", "")
    .replace("{{c3::x}}", "{{c4::y}}")
    + "  - {id: new, from: pump, ask: Q?, answer: z}\n"
)


@pytest.fixture
def publish(write_deck, tmp_path):
    """Return a function that releases facts at a Unix time.

    The function returns the deck, its ledger and the path of the package.
    """

    def publish(facts, time):
        folder = write_deck(facts)
        loaded = load_deck(folder)
        assert loaded.problems == ()
        release_deck(loaded.deck, loaded.ledger or Ledger("heart"), time)
        loaded = load_deck(folder)
        path = tmp_path / f"{time}.apkg"
        build_package(loaded.deck, loaded.ledger, path)
        return loaded.deck, loaded.ledger, path

    return publish


def test_a_package_can_be_read_back(publish):
    deck, ledger, path = publish(FACTS, 1000)
    package = read_package(path).required()
    state = deck_state(deck, ledger)
    notes = [note for note, _ in timed_notes_of(state, deck, ledger, None)]
    assert [
        (note.guid, note.fields, note.tags, set(note.ordinals)) for note in notes
    ] == [
        (note.guid, note.fields, note.tags, set(note.ordinals))
        for note in package.notes.values()
    ]
    assert {note.modified_seconds for note in package.notes.values()} == {1000}
    assert {
        note_type.name: note_type.released_type
        for note_type in package.note_types.values()
    } == ledger.note_types


def test_an_update_is_previewed(publish):
    _, _, old = publish(FACTS, 1000)
    _, ledger, new = publish(LATER, 2000)
    before, after = (
        notes_of_package(read_package(path).required()) for path in (old, new)
    )
    expected = {
        "new": ("new",),
        "updated": ("rate", "flow"),
        "skipped": (),
        "unchanged": ("rooms/left", "valves"),
        "conflicting": (),
        "withdrawn": ("rooms/right",),
        "new_cards": ("flow#4", "new#1"),
        "empty_cards": ("rate#2", "flow#3"),
    }
    assert asdict(preview_import(before, after)) == expected
    assert asdict(preview_import(notes_of_release(ledger, 1), after)) == expected
    edited_seconds = {
        guid: 2000 for guid, note in before.items() if note.name == "flow"
    }
    after_edit = preview_import(before, after, edited_seconds)
    assert after_edit.updated == ("rate",)
    assert after_edit.skipped == ("flow",)
    assert after_edit.empty_cards == ("rate#2", "flow#4")
    assert preview_import(after, after).unchanged == tuple(
        note.name for note in after.values()
    )
    assert preview_import(after, before).skipped == ("rate", "flow"), (
        "an old package over a new one changes nothing"
    )


@pytest.mark.parametrize("facts", [FACTS, LATER])
def test_a_lost_ledger_is_recovered_from_a_package(publish, facts):
    deck, ledger, path = publish(facts, 1000)
    package = read_package(path).required()
    recovered = recover_ledger(deck, package, str(path), 3000).required()
    assert recovered == replace(ledger, recovered_releases=1)
    assert parse_ledger(ledger_text(recovered), "deck.lock", "heart") == Result(
        recovered
    )


def test_a_ledger_recovered_after_updates_has_all_times(publish):
    publish(FACTS, 1000)
    deck, ledger, path = publish(LATER, 2000)
    package = read_package(path).required()
    recovered = recover_ledger(deck, package, str(path), 3000).required()
    assert not deck_state(deck, recovered).changes
    assert {name: line.changed_seconds for name, line in recovered.lines.items()} == {
        name: line.changed_seconds
        for name, line in ledger.lines.items()
        if line.withdrawn is None
    }
    assert recovered.releases == (1000, 2000)


def test_a_package_in_another_language_recovers_nothing(publish):
    deck, _, path = publish(FACTS, 1000)
    package = read_package(path).required()
    german = replace(deck, learner_language="de")
    (problem,) = recover_ledger(german, package, str(path), 3000).problems
    assert "the note types of another `learner_language`" in problem.message


def test_a_recovered_ledger_keeps_the_numbers_of_topics(publish):
    deck, ledger, path = publish(FACTS, 1000)
    package = read_package(path).required()
    (topic,) = ledger.topics
    numbers = {topic: 475}
    notes = {
        guid: replace(
            note, tags=("LiverDeck::heart::x", f"LiverDeck::heart::475-{topic}")
        )
        for guid, note in package.notes.items()
    }
    recovered = recover_ledger(
        deck, replace(package, notes=notes), str(path), 3000
    ).required()
    assert recovered.topics == numbers
    assert {line.topic for line in recovered.lines.values()} == {topic}


def test_a_package_of_another_deck_recovers_nothing(publish, write_deck):
    _, _, path = publish(FACTS, 1000)
    folder = write_deck(FACTS)
    (folder / "deck.lock").unlink()
    (folder / "deck.yaml").write_text(
        (folder / "deck.yaml").read_text().replace("id: heart", "id: lung")
    )
    package = read_package(path).required()
    result = recover_ledger(load_deck(folder).deck, package, "x.apkg", 3000)
    assert result.value is None
    (problem,) = result.problems
    assert str(problem).startswith(
        "x.apkg:1:1: 5 of its 5 notes are not of the deck 'lung', "
        "have the note types of another `learner_language`, "
        "or are dated in the future; name a package of this deck"
    )


def test_a_package_without_notes_recovers_nothing(publish):
    deck, _, path = publish(FACTS, 1000)
    package = replace(read_package(path).required(), notes={})
    result = recover_ledger(deck, package, "x.apkg", 3000)
    assert result.value is None
    assert list(map(str, result.problems)) == [
        "x.apkg:1:1: it has no notes; name a package of this deck, "
        "as `liverdeck build --frozen` made it"
    ]


# Files that an attacker may send


def zipped(**files):
    """Return a ZIP archive. In a name, `_` stands for a dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def database(*statements):
    """Return the bytes of an SQLite database that the statements made."""
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    return connection.serialize()


TABLES = (
    "CREATE TABLE notes (id, guid, mid, mod, tags, flds)",
    "CREATE TABLE cards (nid, ord)",
    "CREATE TABLE col (models)",
)
ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS nid, i AS ord FROM n"
)


def insertion_of_rows(table, values, count):
    """Return a statement that adds `count` rows; in `values`, `i` numbers the rows."""
    return (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "  # noqa: S608
        f"LIMIT {count}) INSERT INTO {table} SELECT {values} FROM n"
    )


HOSTILE_FILES = {
    "an empty file": b"",
    "not a zip": b"PK\x03\x04 and so on",
    "no collection": zipped(media="{}"),
    "not a database": zipped(collection_anki2="not SQLite" * 100),
    "no tables": zipped(collection_anki2=database("CREATE TABLE x (y)")),
    "no models": zipped(collection_anki2=database(*TABLES)),
    "models that are not JSON": zipped(
        collection_anki2=database(*TABLES, "INSERT INTO col VALUES ('{')")
    ),
    "models that are a list": zipped(
        collection_anki2=database(*TABLES, "INSERT INTO col VALUES ('[1]')")
    ),
    "an empty model": zipped(
        collection_anki2=database(*TABLES, """INSERT INTO col VALUES ('{"1": {}}')""")
    ),
    "a model that is null": zipped(
        collection_anki2=database(*TABLES, """INSERT INTO col VALUES ('{"1": null}')""")
    ),
    "deep models": zipped(
        collection_anki2=database(
            *TABLES, "INSERT INTO col VALUES ('" + "[" * 100_000 + "')"
        )
    ),
    "numbers instead of texts": zipped(
        collection_anki2=database(
            *TABLES, "INSERT INTO notes VALUES (1, 2, 3, 4, 5, 6)"
        )
    ),
    "texts instead of numbers": zipped(
        collection_anki2=database(
            *TABLES, "INSERT INTO notes VALUES ('a', 'b', 'c', 'd', '', '')"
        )
    ),
    "cards of text": zipped(
        collection_anki2=database(*TABLES, "INSERT INTO cards VALUES ('a', 'b')")
    ),
    "a model with fields of a wrong type": zipped(
        collection_anki2=database(
            *TABLES,
            "INSERT INTO col VALUES "
            """('{"1": {"name": "x", "flds": ["a"], "tmpls": []}}')""",
        )
    ),
    "an endless model id": zipped(
        collection_anki2=database(
            *TABLES, """INSERT INTO col VALUES ('{"1e999": {"name": "x"}}')"""
        )
    ),
    "half a character": zipped(
        collection_anki2=database(
            *TABLES, """INSERT INTO col VALUES ('{"1": {"name": "\\ud800"}}')"""
        )
    ),
    "an impossible time": zipped(
        collection_anki2=database(
            *TABLES,
            "INSERT INTO notes VALUES (1, 'g', 3, 4611686018427387904, '', 'a')",
        )
    ),
    "a time of more than 32 bits": zipped(
        collection_anki2=database(
            *TABLES, "INSERT INTO notes VALUES (1, 'g', 3, 4294967296, '', 'a')"
        )
    ),
    "one note twice": zipped(
        collection_anki2=database(
            *TABLES,
            "INSERT INTO notes VALUES (1, 'g', 3, 5, '', 'a'), (2, 'g', 3, 5, '', 'b')",
        )
    ),
    "an export of Anki's": zipped(
        collection_anki2=database(*TABLES), collection_anki21b="zstd"
    ),
    "values without end": zipped(
        collection_anki2=database(
            "CREATE VIEW notes AS SELECT printf('%.*c', 50000000, 'x') AS id",
            *TABLES[1:],
        )
    ),
    "a computed column": zipped(
        collection_anki2=database(
            "CREATE TABLE notes (id, guid, mid, mod, tags, flds AS (zeroblob(9)))",
            *TABLES[1:],
        )
    ),
    "endless cards": zipped(
        collection_anki2=database(
            TABLES[0], f"CREATE VIEW cards AS {ENDLESS}", TABLES[2]
        )
    ),
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_file_that_is_not_a_package_gives_one_problem(tmp_path, monkeypatch, name):
    monkeypatch.setattr(published, "MOST_STEPS", 3_000_000)
    path = tmp_path / "hostile.apkg"
    path.write_bytes(HOSTILE_FILES[name])
    result = read_package(path)
    assert result.value is None
    (problem,) = result.problems
    assert str(problem).startswith(f"{path}:1:1: not a package that LiverDeck built: ")
    assert problem.fix


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(published, "LARGEST_PACKAGE", 10_000)
    monkeypatch.setattr(published, "LARGEST_LIVERDECK_COLLECTION", 10_000)
    path = tmp_path / "bomb.apkg"
    path.write_bytes(zipped(collection_anki2=b"\0" * 1_000_000))
    assert "its collection is too large" in str(read_package(path).problems[0])
    path.write_bytes(b"PK" * 10_000)
    assert "larger than" in str(read_package(path).problems[0])


def objects_in_models(count):
    objects = f"replace(hex(zeroblob({count // 2})), '0', '{{}},')"
    json_text = f"""'{{"1":[' || {objects} || '{{}}]}}'"""
    return f"INSERT INTO col VALUES ({json_text})"  # noqa: S608


A_NOTE = "INSERT INTO notes VALUES (1, 'g', 3, 5, {tags}, {flds})"
BEYOND_A_BOUND = {
    "note types of 15 million objects": (
        objects_in_models(15_000_000),
        "too big",
    ),
    "note types of 400,000 objects": (
        objects_in_models(400_000),
        "note types are missing, or too long",
    ),
    "a note with 60 million fields": (
        A_NOTE.format(
            tags="''", flds="replace(hex(zeroblob(30000000)), '0', char(31))"
        ),
        "too big",
    ),
    "a note with 4 million fields": (
        A_NOTE.format(tags="''", flds="replace(hex(zeroblob(2000000)), '0', char(31))"),
        "more than 1000 fields",
    ),
    "a note with 15 million tags": (
        A_NOTE.format(tags="replace(hex(zeroblob(7500000)), '0', 'ab ')", flds="'a'"),
        "too big",
    ),
    "a note with a million tags": (
        A_NOTE.format(tags="replace(hex(zeroblob(500000)), '0', 'ab ')", flds="'a'"),
        "more than 1000 fields or tags",
    ),
    "60,000 notes": (
        insertion_of_rows("notes", "i, 'g' || i, 3, 5, '', 'a'", 60_000),
        "more than 50000 notes",
    ),
    "4,000 notes of 450 fields": (
        insertion_of_rows(
            "notes",
            "i, 'g' || i, 3, 5, '', replace(hex(zeroblob(450)), '00', 'a' || char(31))",
            4000,
        ),
        "more than 1000000 fields and tags",
    ),
    "60 million letters and an emoji in each note": (
        insertion_of_rows(
            "notes", "i, 'g' || i, 3, 5, '', char(128514) || hex(zeroblob(500000))", 60
        ),
        "more than 33554432 characters",
    ),
    "250,000 cards": (
        insertion_of_rows("cards", "i, 0", 250_000),
        "more than 200000 cards",
    ),
}
"""By name: an SQL statement that adds the objects, and words of the problem."""


@pytest.mark.slow
@pytest.mark.parametrize("name", BEYOND_A_BOUND)
def test_a_small_package_of_very_many_objects_is_refused(
    tmp_path, run_within_bounds, name
):
    statement, message = BEYOND_A_BOUND[name]
    path = tmp_path / "bomb.apkg"
    path.write_bytes(zipped(collection_anki2=database(*TABLES, statement)))
    code = (
        "from pathlib import Path; from liverdeck.publishing import published; "
        "print(*published.read_package(Path(sys.argv[1])).problems)"
    )
    assert message in run_within_bounds(code, path).stdout


@pytest.mark.slow
def test_the_largest_package_is_read_within_bounds(tmp_path, run_within_bounds):
    field = "replace(hex(zeroblob(15)), '00', hex(zeroblob(15)) || char(31))"
    notes = insertion_of_rows(
        "notes", f"i, 'g' || i, 3, 5, ' ab cd ef ', {field}", 50_000
    )
    cards = insertion_of_rows("cards", "i / 4, i % 4", 200_000)
    types = "INSERT INTO col VALUES ('{}')"
    path = tmp_path / "large.apkg"
    path.write_bytes(zipped(collection_anki2=database(*TABLES, notes, cards, types)))
    code = (
        "from pathlib import Path; from liverdeck.publishing import published; "
        "print(len(published.read_package(Path(sys.argv[1])).required().notes))"
    )
    assert run_within_bounds(code, path).stdout == "50000\n"


def test_a_path_that_is_not_a_file_is_refused(tmp_path):
    assert "there is no such file" in str(
        read_package(tmp_path / "gone.apkg").problems[0]
    )
    assert "not an ordinary file" in str(read_package(tmp_path).problems[0])


@pytest.mark.parametrize("offset", [60, 200, 1000])
def test_a_broken_download_gives_one_problem(publish, offset):
    _, _, path = publish(FACTS, 1000)
    data = bytearray(path.read_bytes())
    data[offset : offset + 20] = b"\xff" * 20
    path.write_bytes(data)
    result = read_package(path)
    assert result.value is None
    (problem,) = result.problems
    assert problem.fix


def test_a_package_with_a_future_date_recovers_nothing(publish):
    deck, _, path = publish(FACTS, 5000)
    package = read_package(path).required()
    assert recover_ledger(deck, package, "x.apkg", 4999).value is None


def altered(note_type, **changes):
    """Return a note type with changes; each is a function of the old value."""
    values = {
        name: change(getattr(note_type, name)) for name, change in changes.items()
    }
    return replace(note_type, **values)


@pytest.mark.parametrize(
    ("fits", "changes"),
    [
        (True, {"name": lambda name: f"{name} of mine"}),
        (True, {"fields": lambda fields: (*fields[:-1], (fields[-1][0], "Renamed"))}),
        (True, {"fields": lambda fields: tuple((None, name) for _, name in fields)}),
        (False, {"fields": lambda fields: (*fields, (1, "More"))}),
        (False, {"fields": lambda fields: tuple((5, name) for _, name in fields)}),
        (False, {"templates": lambda templates: templates[::-1] + templates}),
    ],
)
def test_note_types_conflict_as_in_anki(publish, fits, changes):
    _, _, old = publish(FACTS, 1000)
    _, _, new = publish(LATER, 2000)
    before, after = read_package(old).required(), read_package(new).required()
    note_types = {
        type_id: altered(note_type, **changes)
        for type_id, note_type in after.note_types.items()
    }
    changed_package = replace(after, note_types=note_types)
    preview = preview_import(
        notes_of_package(before), notes_of_package(changed_package)
    )
    conflicting = ("rate", "flow", "rooms/left", "valves")
    assert (preview.updated == ("rate", "flow")) is fits
    assert (preview.conflicting == conflicting) is not fits
    assert (preview.new_cards == ("new#1",)) is not fits


def test_names_of_a_foreign_package_are_safe_in_a_terminal(publish):
    _, _, path = publish(FACTS, 1000)
    package = read_package(path).required()
    guid, note = next(iter(package.notes.items()))
    hostile_note = replace(note, fields=("heart/\x1b]0;x\x07\nfake", *note.fields[1:]))
    hostile_package = replace(package, notes={guid: hostile_note})
    (read_note,) = notes_of_package(hostile_package).values()
    assert read_note.name == "\\u001b]0;x\\u0007\\u000afake"


def test_the_models_in_a_package_are_json(publish):
    _, _, path = publish(FACTS, 1000)
    with zipfile.ZipFile(path) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
        (models,) = connection.execute("SELECT models FROM col").fetchone()
    assert set(map(int, json.loads(models))) == set(
        read_package(path).required().note_types
    )


@pytest.mark.slow
def test_a_package_that_is_too_large_belongs_to_no_deck(publish):
    deck, _, path = publish(FACTS, 1000)
    deck_id = deck_id_in_anki(deck.id)
    assert is_package_of(path, deck_id)
    assert read_package(path).value
    with zipfile.ZipFile(path) as package:
        data = package.read("collection.anki2")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(data)
    connection.execute("CREATE TABLE more (value)")
    connection.execute("INSERT INTO more VALUES (zeroblob(70 << 20))")
    connection.commit()
    path.write_bytes(zipped(collection_anki2=connection.serialize()))
    assert "its collection is too large" in str(read_package(path).problems[0])
    assert not is_package_of(path, deck_id)
