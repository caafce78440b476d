import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
import zlib

import genanki
import pytest

from liverdeck.anki.note_types import note_type
from liverdeck.anki.package import TimedModel
from liverdeck.anki.type_ids import NOTE_TYPE_IDS
from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.publishing.release import release_deck

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
  - id: flow
    from: pump
    say: 'In the {{c1::vein}}.'
    image: {file: x.png, alt: A vein}
"""


@pytest.fixture
def released(write_deck):
    """Return the folder of a deck that was released twice.

    The first release is at 1000, the second at 2000 with a change in `rate`.
    """
    for time, facts in ((1000, FACTS), (2000, FACTS.replace("70", "60"))):
        folder = write_deck(facts)
        (folder / "x.png").write_bytes(b"picture")
        loaded = load_deck(folder)
        release_deck(loaded.deck, loaded.ledger or Ledger("heart"), time)
    return folder


def build(folder, path, now_seconds=None):
    loaded = load_deck(folder)
    return build_package(loaded.deck, loaded.ledger, path, now_seconds=now_seconds)


def database(path):
    with zipfile.ZipFile(path) as archive:
        connection = sqlite3.connect(":memory:")
        connection.deserialize(archive.read("collection.anki2"))
        return connection


def test_each_note_has_the_time_of_its_own_last_change(released, tmp_path):
    built = build(released, tmp_path / "d.apkg")
    rows = (
        database(built.path)
        .execute("select sfld, mod from notes order by id")
        .fetchall()
    )
    assert rows == [("How fast?", 2000), ("In the {{c1::vein}}.", 1000)]


def test_unreleased_changes_are_dated_after_the_last_release(
    released, tmp_path, write_deck
):
    write_deck(FACTS.replace("70", "50"))
    built = build(released, tmp_path / "d.apkg", now_seconds=1500)
    assert database(built.path).execute(
        "select mod from notes where sfld = 'How fast?'"
    ).fetchone() == (2001,)
    assert [state.fact for state in built.changes.changed] == ["rate"]
    built = build(released, tmp_path / "d.apkg", now_seconds=9999)
    assert database(built.path).execute(
        "select mod from notes order by id"
    ).fetchall() == [(9999,), (1000,)]


def test_a_build_without_a_time_refuses_unreleased_changes(
    released, tmp_path, write_deck
):
    (tmp_path / "d.apkg").write_bytes(b"old")
    write_deck(
        FACTS.replace("70", "50") + "  - {id: new, from: pump, ask: Q?, answer: x}\n"
    )
    with pytest.raises(ContentError) as caught:
        build(released, tmp_path / "d.apkg")
    assert (
        "not released yet (the last release is 2): 1 new (new); 1 changed (rate)"
        in str(caught.value)
    )
    assert (tmp_path / "d.apkg").read_bytes() == b"old"


def test_a_dangerous_edit_is_never_built(released, tmp_path, write_deck):
    write_deck(FACTS.replace("{{c1::vein}}", "{{c2::vein}}"))
    with pytest.raises(ContentError, match="released as c1"):
        build(released, tmp_path / "d.apkg", now_seconds=9999)
    assert not (tmp_path / "d.apkg").exists()


def test_cards_are_due_in_teaching_order(released, tmp_path):
    connection = database(build(released, tmp_path / "d.apkg").path)
    rows = connection.execute(
        "select n.sfld, c.due, c.ord, c.queue "
        "from cards c join notes n on n.id = c.nid order by c.id"
    )
    assert rows.fetchall() == [
        ("How fast?", 1, 0, 0),
        ("In the {{c1::vein}}.", 2, 0, 0),
    ]


def test_note_types_have_their_ids(released, tmp_path):
    (models,) = (
        database(build(released, tmp_path / "d.apkg").path)
        .execute("select models from col")
        .fetchone()
    )
    cloze = next(
        model
        for model in json.loads(models).values()
        if model["name"] == "LiverDeck Cloze (en)"
    )
    assert cloze["originalId"] == int(cloze["id"]) == 1795910401000
    assert (cloze["flds"][0]["id"], cloze["tmpls"][0]["id"], cloze["sortf"]) == (
        1795910401100,
        1795910401200,
        1,
    )


def test_the_zip_is_deflated_and_has_no_dates(released, tmp_path):
    with zipfile.ZipFile(build(released, tmp_path / "d.apkg").path) as archive:
        entries = archive.infolist()
        assert [entry.filename for entry in entries] == [
            "collection.anki2",
            "media",
            "0",
        ]
        assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
        assert archive.read("0") == b"picture"
        version_of_sqlite = archive.read("collection.anki2")[96:100]
        assert version_of_sqlite == (3040001).to_bytes(4, "big")
        (name,) = json.loads(archive.read("media")).values()
    assert name.startswith("ld-")


def test_the_database_is_deflated_at_level_one(released, tmp_path):
    with zipfile.ZipFile(build(released, tmp_path / "d.apkg").path) as archive:
        written_size = archive.getinfo("collection.anki2").compress_size
        content = archive.read("collection.anki2")
    size_at_level_1 = len(raw_deflate(content, 1))
    size_at_default_level = len(raw_deflate(content, 6))
    assert written_size == size_at_level_1
    assert written_size != size_at_default_level


def raw_deflate(content, level):
    compressor = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(content) + compressor.flush()


def test_a_package_without_a_timestamp_is_refused():
    from liverdeck.anki.package import BulkDeck, ReproduciblePackage

    with pytest.raises(TypeError, match="timestamp"):
        ReproduciblePackage(BulkDeck(1, "D"), {}).write_to_file(io.BytesIO())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, open files have names")
def test_a_database_that_saves_memory_has_no_name(tmp_path, monkeypatch):
    from liverdeck.anki.package import make_deck, package_bytes

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = []

    def rows():
        seen.extend(tmp_path.iterdir())
        yield from ()

    package_bytes(make_deck(1, "D", "", (), rows()), {}, 1, saves_memory=True)
    assert seen == []


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes_anywhere(released, tmp_path):
    script = (
        "import os, sys, time, pathlib\n"
        "now, seconds = time.time, 86400 * int(os.environ['DAYS'])\n"
        "time.time = lambda: now() + seconds\n"
        "from liverdeck import load_deck, build_package\n"
        "loaded = load_deck(sys.argv[1])\n"
        "path = pathlib.Path('out.apkg')\n"
        "built = build_package(loaded.deck, loaded.ledger, path)\n"
        "print(built.content_hash)\n"
    )
    results = set()
    for number, (seed, zone) in enumerate(
        [("0", "UTC"), ("1", "Asia/Tokyo"), ("random", "America/Lima")]
    ):
        folder = tmp_path / f"folder{number}"
        temporary = folder / "tmp"
        temporary.mkdir(parents=True)
        shutil.copytree(released, folder / "deck")
        for path in (folder / "deck").iterdir():
            os.utime(path, (number, number))
        environment = os.environ | {
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "TMPDIR": str(temporary),
            "DAYS": str(number * 400),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        process = subprocess.run(
            [sys.executable, "-c", script, "deck"],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        results.add((process.stdout, (folder / "out.apkg").read_bytes()))
        assert list(temporary.iterdir()) == []
    assert len(results) == 1


def test_a_changed_picture_changes_its_note(released, tmp_path):
    before = build(released, tmp_path / "d.apkg").content_hash
    (released / "x.png").write_bytes(b"other")
    built = build(released, tmp_path / "e.apkg", now_seconds=9999)
    assert [state.fact for state in built.changes.changed] == ["flow"]
    assert built.content_hash != before


def test_a_deck_with_only_retired_facts_is_not_built(write_deck, tmp_path):
    loaded = load_deck(
        write_deck("  - {id: a, from: pump, ask: Q?, answer: x, retired: old}\n")
    )
    with pytest.raises(ContentError, match="every fact of this deck is retired"):
        build_package(
            loaded.deck, Ledger("heart"), tmp_path / "d.apkg", now_seconds=1000
        )


def test_a_package_can_be_written_to_a_stream_or_a_text_path(released, tmp_path):
    loaded = load_deck(released)
    stream = io.BytesIO()
    built = build_package(loaded.deck, loaded.ledger, stream)
    assert built.path is None
    path = tmp_path / "d.apkg"
    built = build_package(loaded.deck, loaded.ledger, str(path))
    assert built.path == path
    assert stream.getvalue() == path.read_bytes()


def test_nothing_is_written_to_a_stream_if_there_are_problems(released):
    loaded = load_deck(released)
    stream = io.BytesIO()
    with pytest.raises(ContentError, match="not released yet"):
        build_package(loaded.deck, Ledger("heart"), stream)
    assert stream.getvalue() == b""


def test_a_missing_ledger_is_refused(released):
    with pytest.raises(ContentError, match=r"ledger is missing.*Ledger\(deck.id\)"):
        build_package(load_deck(released).deck, None, io.BytesIO())


def test_what_a_front_needs_is_as_genanki_finds_it():
    names = sorted(NOTE_TYPE_IDS)
    models = [TimedModel(note_type(kind, language), 0) for kind, language in names]
    found = [model._req for model in models]
    assert found == [genanki.Model._req.func(model) for model in models]
    assert len(found) == 20
