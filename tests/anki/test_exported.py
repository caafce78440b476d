"""Reading what a learner exported from Anki: small exports made by hand, and what an enemy may send."""

import bz2
import io
import sqlite3
import sys
import tracemalloc
import zipfile
from random import Random

import pytest
import zstandard

from liverdeck.anki import archive, exported
from liverdeck.anki.exported import Export, ExportedReview, read_export

OURS, OTHER = "0123456789abcdef0123", "fedcba98765432100000"
NOTES = "CREATE TABLE notes (id integer PRIMARY KEY, guid text, flds text)"
CARDS = "CREATE TABLE cards (id integer PRIMARY KEY, nid integer, ord integer)"
REVLOG = (
    "CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, usn integer, ease integer, ivl integer, "
    "lastIvl integer, factor integer, time integer, type integer)"
)
TIME = 1_795_762_513_514
STUB = "collection.anki2"


def database(*statements):
    connection = sqlite3.connect(":memory:")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    return connection.serialize()


def insert(table, values):
    return f"INSERT INTO {table} VALUES ({values})"  # noqa: S608


DECK = (
    NOTES,
    CARDS,
    REVLOG,
    insert("notes", f"1, '{OURS}', 'heart/flow\x1fIn the {{{{c1::right atrium}}}}'"),
    insert("notes", f"2, '{OTHER}', 'heart/rate\x1fHow fast?'"),
    insert("notes", "3, 'jw=#*#hEV', 'the learner''s own\x1fnote'"),
    insert("cards", "11, 1, 0), (12, 1, 4), (21, 2, 0), (31, 3, 0"),
)


def row(at=TIME, card=11, ease=3, interval=5, factor=2500, time=4100, kind=1):
    return insert(
        "revlog", f"{at}, {card}, -1, {ease}, {interval}, 0, {factor}, {time}, {kind}"
    )


def zipped(method=zipfile.ZIP_DEFLATED, **members):
    """Return a zip of these members; an underscore stands for the dot in a collection's name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def compressed(data, **options):
    """Return what Anki makes of a collection: one frame of zstd that does not tell its size."""
    writer = zstandard.ZstdCompressor(**options).compressobj()
    return writer.compress(data) + writer.flush()


def legacy(*statements):
    return zipped(media="{}", collection_anki21=database(*statements))


def modern(*statements):
    return zipped(
        zipfile.ZIP_STORED,
        meta=b"\x08\x03",
        collection_anki21b=compressed(database(*statements)),
    )


def plain(*statements):
    return zipped(media="{}", collection_anki2=database(*statements))


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the bytes of an export that is fine."""

    def read(data):
        path = tmp_path / "export.apkg"
        path.write_bytes(data)
        export, problem = read_export(path)
        assert problem is None
        return export

    return read


@pytest.fixture
def refused(tmp_path):
    """Return a function that reads the bytes of something else and returns what is wrong with it."""

    def refused(data):
        path = tmp_path / "enemy.apkg"
        path.write_bytes(data)
        export, problem = read_export(path)
        assert export is None
        start = f"{path}:1:1: not an export that can be read: "
        assert str(problem).startswith(start)
        assert problem.fix
        return str(problem).removeprefix(start)

    return refused


@pytest.mark.parametrize(
    ("values", "rating", "days", "seconds", "kind"),
    [
        ({"ease": 1, "interval": -60, "factor": 0, "kind": 0}, 1, None, 60, "learning"),
        ({"ease": 4, "interval": 3, "kind": 0}, 4, 3, None, "learning"),
        ({"ease": 2, "interval": 12}, 2, 12, None, "review"),
        ({"ease": 3, "interval": -600, "kind": 2}, 3, None, 600, "relearning"),
        ({"ease": 3, "interval": 9, "kind": 3}, 3, 9, None, "early"),
        ({"ease": 3, "interval": 0, "factor": 0}, 3, None, 0, "review"),
        ({"ease": 0, "interval": 0, "factor": 0, "kind": 4}, 0, None, 0, "reset"),
    ],
)
def test_an_answer(read, values, rating, days, seconds, kind):
    export = read(legacy(*DECK, row(card=12, time=4321, **values)))
    assert export.reviews == (
        ExportedReview(OURS, 4, TIME, rating, days, seconds, 4321, kind),
    )
    assert export.skipped == {}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"card": 31}, "notes that are not LiverDeck's"),
        ({"card": 99}, "cards that are no longer in the collection"),
        ({"card": "'11 or so'"}, "cards that are no longer in the collection"),
        ({"ease": 0, "kind": 4}, "manual rescheduling (not a review)"),
        ({"ease": 0, "kind": 5}, "manual rescheduling (not a review)"),
        ({"ease": 0, "kind": 5, "factor": 0}, "manual rescheduling (not a review)"),
        ({"ease": 0, "kind": 0, "factor": 0}, "manual rescheduling (not a review)"),
        ({"ease": 3, "kind": 4}, "manual rescheduling (not a review)"),
        (
            {"ease": 3, "kind": 3, "factor": 0},
            "cramming in a filtered deck (does not count in Anki either)",
        ),
        ({"ease": 5}, "rows with a rating that Anki does not have"),
        ({"ease": -1}, "rows with a rating that Anki does not have"),
        ({"kind": 6}, "reviews of a kind that LiverDeck does not know"),
        ({"kind": -1}, "reviews of a kind that LiverDeck does not know"),
        ({"at": 0}, "rows without a sensible time"),
        ({"at": -TIME}, "rows without a sensible time"),
        ({"at": 2**32 * 1000 + 1}, "rows without a sensible time"),
        ({"at": 2**63 - 1}, "rows without a sensible time"),
        ({"time": -1}, "rows with an interval or a duration that cannot be"),
        ({"time": 2**32}, "rows with an interval or a duration that cannot be"),
        ({"interval": 2**31}, "rows with an interval or a duration that cannot be"),
        ({"interval": -(2**63)}, "rows with an interval or a duration that cannot be"),
        ({"ease": "'good'"}, "rows with something else than whole numbers"),
        ({"ease": "NULL"}, "rows with something else than whole numbers"),
        ({"interval": "5.5"}, "rows with something else than whole numbers"),
        ({"factor": "9e999"}, "rows with something else than whole numbers"),
        ({"time": "x'00'"}, "rows with something else than whole numbers"),
        ({"kind": "zeroblob(100000)"}, "rows with something else than whole numbers"),
    ],
)
def test_a_row_that_is_no_answer_is_counted(read, values, reason):
    export = read(legacy(*DECK, row(**values), row(at=TIME + 1, card=21)))
    assert export.skipped == {reason: 1}
    assert [review.note_guid for review in export.reviews] == [OTHER]


def test_the_last_times_that_are_sensible(read):
    export = read(
        legacy(
            *DECK,
            row(at=2**32 * 1000),
            row(at=1),
            row(at=2, interval=-(2**31), time=2**32 - 1),
        )
    )
    assert [review.time_ms for review in export.reviews] == [1, 2, 2**32 * 1000]
    assert export.skipped == {}


@pytest.mark.parametrize("form", [legacy, modern, plain])
def test_every_form_reads_alike(read, form):
    rows = [
        row(at=TIME + 5, card=21, ease=1, interval=-60),
        row(card=12),
        row(at=TIME + 1, ease=0, factor=0, kind=4),
    ]
    assert read(form(*DECK, *rows, row(at=TIME + 9, card=31))) == Export(
        reviews=(
            ExportedReview(OURS, 4, TIME, 3, 5, None, 4100, "review"),
            ExportedReview(OURS, 0, TIME + 1, 0, 5, None, 4100, "reset"),
            ExportedReview(OTHER, 0, TIME + 5, 1, None, 60, 4100, "review"),
        ),
        skipped={"notes that are not LiverDeck's": 1},
        keys={OURS: "heart/flow", OTHER: "heart/rate"},
        has_no_log=False,
    )


def test_the_newest_collection_is_read_and_not_the_stub_beside_it(read):
    stub = database(*DECK, row(ease=1))
    newer = database(*DECK, row(ease=2))
    newest = compressed(database(*DECK, row(ease=4)))
    members = {"collection_anki2": stub, "collection_anki21": newer}
    assert [review.rating for review in read(zipped(**members)).reviews] == [2]
    assert [
        review.rating
        for review in read(zipped(**members, collection_anki21b=newest)).reviews
    ] == [4]


def test_a_collection_written_ahead_is_read(read):
    data = bytearray(database(*DECK, row()))
    data[18:20] = (
        b"\x02\x02"  # as in every .anki21b; SQLite opens no such database from memory
    )
    assert len(read(zipped(collection_anki21b=compressed(data))).reviews) == 1


def test_reviews_come_in_the_order_of_time_whatever_the_table(read):
    unordered = REVLOG.replace("integer PRIMARY KEY", "integer")
    rows = [
        row(at=at, card=card)
        for at, card in [(7, 21), (3, 12), (5, 11), (3, 11), (7, 11)]
    ]
    export = read(legacy(NOTES, CARDS, unordered, *DECK[3:], *rows))
    assert [(review.time_ms, review.note_guid, review.ordinal) for review in export.reviews] == [
        (3, OURS, 0), (3, OURS, 4), (5, OURS, 0), (7, OURS, 0), (7, OTHER, 0)
    ]  # fmt: skip


def test_of_long_fields_only_the_beginning_is_kept(read):
    export = read(
        legacy(
            *DECK, "UPDATE notes SET flds = printf('%.*c', 1000000, 'x') WHERE id <> 2"
        )
    )
    assert export.keys == {OURS: "x" * exported.LONGEST_KEY, OTHER: "heart/rate"}


@pytest.mark.parametrize(
    "note",
    [
        "9, 'fedcba9876543210000', 'a digit short'",
        "9, 'FEDCBA98765432100000', 'as Anki may write one'",
        f"9, x'{OTHER.encode().hex()}', 'no text'",
        f"9, '{OTHER[:-1]}1', x'00'",
        "9, NULL, NULL",
        "9, 17.5, 17.5",
        f"9, '{OURS}', 'another with the same GUID'",
        "9, CAST(x'ff' AS text), CAST(x'ff' AS text)",
    ],
)
def test_other_notes_do_no_harm(read, note):
    export = read(
        legacy(*DECK, insert("notes", note), insert("cards", "91, 9, 0"), row(card=91))
    )
    assert export.keys == {OURS: "heart/flow", OTHER: "heart/rate"}
    assert export.skipped == {"notes that are not LiverDeck's": 1}


def test_a_broken_letter_is_replaced_and_no_reason_to_refuse_the_rest(read):
    export = read(
        legacy(
            *DECK, "UPDATE notes SET flds = CAST(x'61ff' AS text) WHERE id = 1", row()
        )
    )
    assert export.keys[OURS] == "a\N{REPLACEMENT CHARACTER}"
    assert len(export.reviews) == 1


def test_a_card_without_a_place_is_not_guessed(read):
    export = read(legacy(*DECK, "UPDATE cards SET ord = 'first' WHERE id = 11", row()))
    assert export.skipped == {"rows with something else than whole numbers": 1}


@pytest.mark.parametrize("form", [legacy, modern, plain])
def test_an_export_without_a_log_says_so(read, form):
    assert read(form(*DECK)).has_no_log
    assert not read(form(*DECK, row())).has_no_log
    assert not read(form(*DECK, row(card=31))).has_no_log, (
        "of other notes is a log, too"
    )
    assert not read(form(NOTES, CARDS, REVLOG)).has_no_log, (
        "without cards none is missed"
    )


def test_many_reviews_are_read(read):
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 100000) "
    )
    rows = "INSERT INTO revlog SELECT 1795762513514 + i, 11 + i % 2, -1, 3, 5, 5, 2500, 4100, 1 FROM n"
    export = read(modern(*DECK, numbers + rows))
    assert len(export.reviews) == 100_000
    assert sum(review.ordinal for review in export.reviews) == 200_000
    assert export.reviews[-1].time_ms == TIME + 99_999


# What is missing or too much


def test_without_zstandard_only_the_new_form_is_refused(read, refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert refused(modern(*DECK)) == (
        "its collection is compressed with zstd, and zstandard is not installed; "
        "pip install 'liverdeck[colpkg]', or tick “Support older Anki versions” when exporting"
    )
    assert len(read(legacy(*DECK, row())).reviews) == 1


def test_there_is_a_limit_to_reviews(read, refused, monkeypatch):
    monkeypatch.setattr(exported, "MOST_REVIEWS", 2)
    rows = [row(at=at) for at in (1, 2, 3)]
    assert len(read(legacy(*DECK, *rows[:2])).reviews) == 2
    assert (
        refused(legacy(*DECK, *rows))
        == "it holds more than 2 reviews; export one deck alone"
    )


def test_there_is_a_limit_to_steps(refused, monkeypatch):
    monkeypatch.setattr(exported, "MOST_STEPS", 1000)
    monkeypatch.setattr(archive, "_STEPS_AT_ONCE", 100)
    assert refused(legacy(*DECK, *(row(at=at) for at in range(1, 1000)))).startswith(
        "reading it takes too long; "
    )


def zeros(compressor, megabytes):
    data = b"".join(compressor.compress(b"\0" * 1_000_000) for _ in range(megabytes))
    return data + compressor.flush()


def zip_of_zeros(megabytes):
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file,
        file.open("collection.anki21", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b"\0" * 1_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "bomb",
    [
        zip_of_zeros(300),
        zipped(
            zipfile.ZIP_STORED,
            collection_anki21b=zeros(zstandard.ZstdCompressor().compressobj(), 300),
        ),
        zipped(collection_anki21b=zeros(zstandard.ZstdCompressor().compressobj(), 300)),
        zipped(collection_anki21=b"\0" * 11_000_000),
    ],
    ids=["zip", "zstd", "zstd in zip", "a little too large"],
)
def test_a_bomb_is_not_unpacked(refused, monkeypatch, bomb):
    monkeypatch.setattr(exported, "LARGEST_COLLECTION", 10_000_000)
    tracemalloc.start()
    try:
        assert (
            refused(bomb)
            == "its collection is too large; export one deck alone, not the whole collection"
        )
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_what_python_unpacks_without_a_bound_is_refused(refused):
    bomb = zipped(zipfile.ZIP_BZIP2, collection_anki21=b"\0" * 1_000_000)
    assert bz2.compress(b"")[:2] in bomb
    assert "compressed in an unusual way" in refused(bomb)
    assert "compressed in an unusual way" in refused(
        zipped(zipfile.ZIP_LZMA, collection_anki21=b"\0" * 1000)
    )


def test_a_list_of_too_many_files_is_not_read(read, refused, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 2000)
    few, many = (
        {f"picture{number}": b"" for number in range(count)} for count in (10, 100)
    )
    assert read(zipped(collection_anki21=database(*DECK), **few)).keys
    assert "it holds too many files" in refused(
        zipped(collection_anki21=database(*DECK), **many)
    )


FINE = compressed(database(*DECK, row()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (FINE[:-1], "ends too soon"),
        (FINE[: len(FINE) // 2], "ends too soon"),
        (FINE[:5], "ends too soon"),
        (b"", "ends too soon"),
        (FINE + b"more", "something follows"),
        (FINE + FINE, "something follows"),
        (FINE + b"\0" * 1_000_000, "something follows"),
        (b"no zstd at all", "cannot be decompressed"),
        (database(*DECK), "cannot be decompressed"),
        (
            compressed(
                b"\0" * 1000,
                compression_params=zstandard.ZstdCompressionParameters(
                    window_log=27, compression_level=3
                ),
            ),
            "cannot be decompressed",
        ),
    ],
)
def test_a_frame_that_is_not_whole_or_asks_for_too_much(refused, data, said):
    assert said in refused(zipped(zipfile.ZIP_STORED, collection_anki21b=data))


def encrypted():
    """Return an export whose collection claims to be encrypted, in both places where a zip says so."""
    data = bytearray(legacy(*DECK))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            data[at + place] |= 1
    return bytes(data)


def of_two_collections():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("collection.anki21", database(*DECK))
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("collection.anki21", database(*DECK))
    return buffer.getvalue()


def with_offset(offset):
    """Return an export whose list of members says that the collection begins elsewhere."""
    data = bytearray(zipped(collection_anki21=database(*DECK)))
    at = data.find(b"PK\x01\x02") + 42
    data[at : at + 4] = offset.to_bytes(4, "little")
    return bytes(data)


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS id, i AS cid FROM n"
COMPUTED = (
    "CREATE TABLE revlog (id, cid, ease, ivl, factor, time, type AS (zeroblob(9)) {})"
)
ENEMIES = {
    "nothing": b"",
    "no zip": b"PK\x03\x04 and so on",
    "a text": b"id,rating\n1,3\n" * 100,
    "the end of a zip": legacy(*DECK)[-200:],
    "the beginning of a zip": legacy(*DECK)[:200],
    "no collection": zipped(media="{}"),
    "a collection in a folder": zipped(**{"x/collection_anki21": database(*DECK)}),
    "no database": zipped(collection_anki21="not SQLite" * 1000),
    "an empty collection": zipped(collection_anki21=b""),
    "half a database": zipped(collection_anki21=database(*DECK)[:6000]),
    "no tables": legacy("CREATE TABLE x (y)"),
    "no notes": legacy(CARDS, REVLOG),
    "no cards": legacy(NOTES, REVLOG),
    "no log": legacy(NOTES, CARDS),
    "no columns": legacy(NOTES, CARDS, "CREATE TABLE revlog (id, cid, ease)"),
    "a view of reviews": legacy(NOTES, CARDS, f"CREATE VIEW revlog AS {ENDLESS}"),
    "a view of notes": legacy(
        "CREATE VIEW notes AS SELECT printf('%.*c', 50000000, 'x') AS id", CARDS, REVLOG
    ),
    "a computed column": legacy(NOTES, CARDS, COMPUTED.format("")),
    "a stored computed column": legacy(NOTES, CARDS, COMPUTED.format("STORED")),
    "encrypted": encrypted(),
    "two collections": of_two_collections(),
    "beyond its end": with_offset(10_000_000),
    "at its end": with_offset(len(with_offset(0)) - 5),
    "elsewhere": with_offset(7),
}


@pytest.mark.parametrize("enemy", ENEMIES)
def test_what_is_no_export_is_one_problem(refused, enemy):
    assert refused(ENEMIES[enemy])


def test_enemies_are_refused_for_what_they_are(refused):
    assert "encrypted" in refused(ENEMIES["encrypted"])
    assert "collection.anki21 is 2 times in it" in refused(ENEMIES["two collections"])
    for enemy in (
        "no log",
        "a view of reviews",
        "a view of notes",
        "a computed column",
    ):
        assert "its cards, notes and revlog are not plain tables" in refused(
            ENEMIES[enemy]
        )


def test_a_virtual_table_is_refused_however_it_is_spelled(refused):
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA writable_schema = ON")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE revlog USING rtree_i32 (id, cid, ease, ivl, factor, time, type)"
        )
    except sqlite3.OperationalError:
        pytest.skip("needs an SQLite with R-trees")
    # SQLite never writes two spaces, but reads them.
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'E V', 'E  V')")
    for statement in (NOTES, CARDS):
        connection.execute(statement)
    connection.commit()
    assert "not plain tables" in refused(
        zipped(collection_anki21=connection.serialize())
    )


def test_an_export_refers_to_nothing_before_its_start(refused):
    data = bytearray(legacy(*DECK))
    data[-6:-2] = (2**32 - 2).to_bytes(4, "little")  # where the list of members begins
    assert refused(data)


@pytest.mark.parametrize("form", [legacy, modern])
def test_a_broken_download_is_refused_or_read_and_never_raises(tmp_path, form):
    chance = Random(7)  # noqa: S311
    whole = form(*DECK, *(row(at=at) for at in range(1, 50)))
    path = tmp_path / "broken.apkg"
    refusals = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(
            data[: chance.choice([len(data), chance.randrange(len(data))])]
        )
        export, problem = read_export(path)
        assert (export is None) is (problem is not None)
        refusals += export is None
    assert refusals > 150


@pytest.mark.parametrize("place", range(0, 100, 3))
def test_a_broken_database_never_raises(tmp_path, place):
    data = bytearray(database(*DECK, *(row(at=at) for at in range(1, 50))))
    path = tmp_path / "broken.apkg"
    for page in range(0, len(data), 4096):
        for value in (0, 255):
            broken = data.copy()
            broken[page + place : page + place + 3] = bytes([value] * 3)
            path.write_bytes(zipped(collection_anki21=broken))
            export, problem = read_export(path)
            assert (export is None) is (problem is not None)


def test_a_path_that_is_no_file(tmp_path):
    assert "there is no such file" in str(read_export(tmp_path / "gone.apkg")[1])
    assert "not an ordinary file" in str(read_export(tmp_path)[1])


def test_a_file_that_cannot_be_read(tmp_path, monkeypatch):
    path = tmp_path / "export.apkg"
    path.write_bytes(legacy(*DECK))

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(archive.io, "FileIO", forbidden)
    assert (
        str(read_export(path)[1])
        == f"{path}:1:1: cannot be read: Permission denied; check its name"
    )
