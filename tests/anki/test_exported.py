"""Small exports that these tests make, and files that an attacker may send."""

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

OURS, ALSO_OURS = "0123456789abcdef0123", "fedcba98765432100000"
NOTES = "CREATE TABLE notes (id integer PRIMARY KEY, guid text, flds text)"
CARDS = "CREATE TABLE cards (id integer PRIMARY KEY, nid integer, ord integer)"
REVLOG = (
    "CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, usn integer, "
    "ease integer, ivl integer, lastIvl integer, factor integer, time integer, "
    "type integer)"
)
TIME_MS = 1_795_762_513_514


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
    insert("notes", f"2, '{ALSO_OURS}', 'heart/rate\x1fHow fast?'"),
    insert("notes", "3, 'jw=#*#hEV', 'the learner''s own\x1fnote'"),
    insert("cards", "11, 1, 0), (12, 1, 4), (21, 2, 0), (31, 3, 0"),
)


def row(
    time_ms=TIME_MS,
    card=11,
    ease=3,
    interval=5,
    factor=2500,
    duration_ms=4100,
    row_type=1,
):
    values = (time_ms, card, -1, ease, interval, 0, factor, duration_ms, row_type)
    return insert("revlog", ", ".join(map(str, values)))


def zipped(method=zipfile.ZIP_DEFLATED, **members):
    """Return a zip of these members.

    An underscore in a member's name becomes a dot.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method, compresslevel=1) as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return buffer.getvalue()


def compressed(data, **options):
    """Compress a collection as Anki does: one zstd frame that does not say its size."""
    writer = zstandard.ZstdCompressor(**options).compressobj()
    return writer.compress(data) + writer.flush()


def anki21_export(*statements):
    return zipped(media="{}", collection_anki21=database(*statements))


def anki21b_export(*statements):
    return zipped(
        zipfile.ZIP_STORED,
        meta=b"\x08\x03",
        collection_anki21b=compressed(database(*statements)),
    )


def anki2_export(*statements):
    return zipped(media="{}", collection_anki2=database(*statements))


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the bytes of a valid export."""

    def read(data):
        path = tmp_path / "export.apkg"
        path.write_bytes(data)
        return read_export(path).required()

    return read


@pytest.fixture
def refusal(tmp_path):
    """Return a function that reads an invalid file and returns the message about it."""

    def refusal(data):
        path = tmp_path / "hostile.apkg"
        path.write_bytes(data)
        result = read_export(path)
        assert result.value is None
        (problem,) = result.problems
        start = f"{path}:1:1: not an export that can be read: "
        assert str(problem).startswith(start)
        assert problem.fix
        return str(problem).removeprefix(start)

    return refusal


@pytest.mark.parametrize(
    ("values", "rating", "days", "seconds", "kind"),
    [
        (
            {"ease": 1, "interval": -60, "factor": 0, "row_type": 0},
            1,
            None,
            60,
            "learning",
        ),
        ({"ease": 4, "interval": 3, "row_type": 0}, 4, 3, None, "learning"),
        ({"ease": 2, "interval": 12}, 2, 12, None, "review"),
        ({"ease": 3, "interval": -600, "row_type": 2}, 3, None, 600, "relearning"),
        ({"ease": 3, "interval": 9, "row_type": 3}, 3, 9, None, "early"),
        ({"ease": 3, "interval": 0, "factor": 0}, 3, None, 0, "review"),
        ({"ease": 0, "interval": 0, "factor": 0, "row_type": 4}, 0, None, 0, "reset"),
    ],
)
def test_an_answer_is_read(read, values, rating, days, seconds, kind):
    export = read(anki21_export(*DECK, row(card=12, duration_ms=4321, **values)))
    assert export.reviews == (
        ExportedReview(OURS, 4, TIME_MS, rating, days, seconds, 4321, kind),
    )
    assert export.skipped == {}


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"card": 31}, "notes that are not LiverDeck's"),
        ({"card": 99}, "cards that are no longer in the collection"),
        ({"card": "'11 or so'"}, "cards that are no longer in the collection"),
        ({"ease": 0, "row_type": 4}, "manual rescheduling (not a review)"),
        ({"ease": 0, "row_type": 5}, "manual rescheduling (not a review)"),
        ({"ease": 0, "row_type": 5, "factor": 0}, "manual rescheduling (not a review)"),
        ({"ease": 0, "row_type": 0, "factor": 0}, "manual rescheduling (not a review)"),
        ({"ease": 3, "row_type": 4}, "manual rescheduling (not a review)"),
        (
            {"ease": 3, "row_type": 3, "factor": 0},
            "cramming in a filtered deck (does not count in Anki either)",
        ),
        ({"ease": 5}, "rows with a rating that Anki does not have"),
        ({"ease": -1}, "rows with a rating that Anki does not have"),
        ({"row_type": 6}, "reviews of a kind that LiverDeck does not know"),
        ({"row_type": -1}, "reviews of a kind that LiverDeck does not know"),
        ({"time_ms": 0}, "rows without a sensible time"),
        ({"time_ms": -TIME_MS}, "rows without a sensible time"),
        ({"duration_ms": -1}, "rows with an interval or a duration that cannot be"),
        ({"duration_ms": 2**32}, "rows with an interval or a duration that cannot be"),
        ({"interval": 2**31}, "rows with an interval or a duration that cannot be"),
        ({"interval": -(2**63)}, "rows with an interval or a duration that cannot be"),
        ({"ease": "'good'"}, "rows with something else than whole numbers"),
        ({"ease": "NULL"}, "rows with something else than whole numbers"),
        ({"interval": "5.5"}, "rows with something else than whole numbers"),
        ({"factor": "9e999"}, "rows with something else than whole numbers"),
        ({"duration_ms": "x'00'"}, "rows with something else than whole numbers"),
        (
            {"row_type": "zeroblob(100000)"},
            "rows with something else than whole numbers",
        ),
    ],
)
def test_a_row_that_is_not_an_answer_is_counted(read, values, reason):
    export = read(
        anki21_export(*DECK, row(**values), row(time_ms=TIME_MS + 1, card=21))
    )
    assert export.skipped == {reason: 1}
    assert [review.note_guid for review in export.reviews] == [ALSO_OURS]


def test_the_extreme_values_are_read(read):
    export = read(
        anki21_export(
            *DECK,
            row(time_ms=2**63 - 1),
            row(time_ms=1),
            row(time_ms=2, interval=-(2**31), duration_ms=2**32 - 1),
        )
    )
    assert [review.time_ms for review in export.reviews] == [1, 2, 2**63 - 1]
    assert export.skipped == {}


@pytest.mark.parametrize("make_export", [anki21_export, anki21b_export, anki2_export])
def test_every_export_format_gives_the_same_reviews(read, make_export):
    rows = [
        row(time_ms=TIME_MS + 5, card=21, ease=1, interval=-60),
        row(card=12),
        row(time_ms=TIME_MS + 1, ease=0, factor=0, row_type=4),
    ]
    assert read(make_export(*DECK, *rows, row(time_ms=TIME_MS + 9, card=31))) == Export(
        reviews=(
            ExportedReview(OURS, 4, TIME_MS, 3, 5, None, 4100, "review"),
            ExportedReview(OURS, 0, TIME_MS + 1, 0, 5, None, 4100, "reset"),
            ExportedReview(ALSO_OURS, 0, TIME_MS + 5, 1, None, 60, 4100, "review"),
        ),
        skipped={"notes that are not LiverDeck's": 1},
        first_fields={OURS: "heart/flow", ALSO_OURS: "heart/rate"},
        has_no_reviews=False,
    )


def test_the_newest_collection_of_a_package_is_read(read):
    oldest = database(*DECK, row(ease=1))
    newer = database(*DECK, row(ease=2))
    newest = compressed(database(*DECK, row(ease=4)))
    members = {"collection_anki2": oldest, "collection_anki21": newer}
    assert [review.rating for review in read(zipped(**members)).reviews] == [2]
    assert [
        review.rating
        for review in read(zipped(**members, collection_anki21b=newest)).reviews
    ] == [4]


def test_a_collection_in_write_ahead_mode_is_read(read):
    data = bytearray(database(*DECK, row()))
    # As in every .anki21b. SQLite does not open such a database from memory.
    data[18:20] = b"\x02\x02"
    assert len(read(zipped(collection_anki21b=compressed(data))).reviews) == 1


def test_reviews_are_sorted_by_time(read):
    unordered = REVLOG.replace("integer PRIMARY KEY", "integer")
    rows = [
        row(time_ms=time_ms, card=card)
        for time_ms, card in [(7, 21), (3, 12), (5, 11), (3, 11), (7, 11)]
    ]
    export = read(anki21_export(NOTES, CARDS, unordered, *DECK[3:], *rows))
    order = [
        (review.time_ms, review.note_guid, review.ordinal) for review in export.reviews
    ]
    assert order == [
        (3, OURS, 0),
        (3, OURS, 4),
        (5, OURS, 0),
        (7, OURS, 0),
        (7, ALSO_OURS, 0),
    ]


def test_only_the_beginning_of_a_long_field_is_read(read):
    export = read(
        anki21_export(
            *DECK, "UPDATE notes SET flds = printf('%.*c', 1000000, 'x') WHERE id <> 2"
        )
    )
    assert export.first_fields == {
        OURS: "x" * exported.LONGEST_FIRST_FIELD,
        ALSO_OURS: "heart/rate",
    }


@pytest.mark.parametrize(
    "note",
    [
        "9, 'fedcba9876543210000', 'a digit short'",
        "9, 'FEDCBA98765432100000', 'as Anki may write one'",
        f"9, x'{ALSO_OURS.encode().hex()}', 'not text'",
        f"9, '{ALSO_OURS[:-1]}1', x'00'",
        "9, NULL, NULL",
        "9, 17.5, 17.5",
        f"9, '{OURS}', 'another with the same GUID'",
        "9, CAST(x'ff' AS text), CAST(x'ff' AS text)",
    ],
)
def test_a_note_that_is_not_ours_does_not_change_the_result(read, note):
    export = read(
        anki21_export(
            *DECK, insert("notes", note), insert("cards", "91, 9, 0"), row(card=91)
        )
    )
    assert export.first_fields == {OURS: "heart/flow", ALSO_OURS: "heart/rate"}
    assert export.skipped == {"notes that are not LiverDeck's": 1}


def test_a_byte_that_is_not_utf8_does_not_stop_the_reading(read):
    export = read(
        anki21_export(
            *DECK, "UPDATE notes SET flds = CAST(x'61ff' AS text) WHERE id = 1", row()
        )
    )
    assert export.first_fields[OURS] == "a\N{REPLACEMENT CHARACTER}"
    assert len(export.reviews) == 1


def test_the_reviews_of_a_card_without_an_ordinal_are_skipped(read):
    export = read(
        anki21_export(*DECK, "UPDATE cards SET ord = 'first' WHERE id = 11", row())
    )
    assert export.skipped == {"rows with something else than whole numbers": 1}


@pytest.mark.parametrize("make_export", [anki21_export, anki21b_export, anki2_export])
def test_an_export_without_reviews_says_so(read, make_export):
    assert read(make_export(*DECK)).has_no_reviews
    assert not read(make_export(*DECK, row())).has_no_reviews
    assert not read(make_export(*DECK, row(card=31))).has_no_reviews, (
        "a log of other notes is also a log"
    )
    assert not read(make_export(NOTES, CARDS, REVLOG)).has_no_reviews, (
        "without cards, no log is missing"
    )


@pytest.mark.slow
def test_many_reviews_are_read(read):
    numbers = (
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n LIMIT 100000) "
    )
    rows = (
        "INSERT INTO revlog "
        "SELECT 1795762513514 + i, 11 + i % 2, -1, 3, 5, 5, 2500, 4100, 1 FROM n"
    )
    export = read(anki21b_export(*DECK, numbers + rows))
    assert len(export.reviews) == 100_000
    assert sum(review.ordinal for review in export.reviews) == 200_000
    assert export.reviews[-1].time_ms == TIME_MS + 99_999


# Files that lack something or are too large


def test_without_zstandard_only_the_new_format_is_refused(read, refusal, monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    assert refusal(anki21b_export(*DECK)) == (
        "its collection is compressed with zstd, and zstandard is not installed; "
        "pip install 'liverdeck[colpkg]', "
        "or tick “Support older Anki versions” when exporting"
    )
    assert len(read(anki21_export(*DECK, row())).reviews) == 1


@pytest.mark.parametrize(
    ("bound", "message"),
    [
        ("MOST_REVIEWS", "it holds more than 2 reviews of LiverDeck's cards"),
        ("MOST_NOTES", "it holds more than 2 notes of LiverDeck's"),
        ("MOST_CARDS", "it holds more than 2 cards"),
    ],
)
def test_the_number_of_objects_has_a_limit(read, refusal, monkeypatch, bound, message):
    third_guid = ALSO_OURS.replace("f", "e")
    largest_export = anki21_export(*DECK, row(time_ms=1), row(time_ms=2))
    added_rows = {
        "MOST_REVIEWS": [row(time_ms=1), row(time_ms=2), row(time_ms=3)],
        "MOST_NOTES": [insert("notes", f"4, '{third_guid}', 'heart/x'")],
        "MOST_CARDS": [],
    }
    monkeypatch.setattr(exported, bound, 2)
    if bound != "MOST_CARDS":  # the deck has more than two cards already
        assert len(read(largest_export).reviews) == 2
    larger_export = anki21_export(*DECK, *added_rows[bound])
    assert refusal(larger_export) == f"{message}; {archive.FIX_IF_LARGE}"


def insert_many(table, values, count):
    """Return the statement that adds rows of these values; `i` is the row's number."""
    return (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "  # noqa: S608
        f"LIMIT {count}) INSERT INTO {table} SELECT {values} FROM n"
    )


BOMBS_OF_ROWS = {
    "notes with our GUIDs": (
        insert_many("notes", "i + 9, printf('%020x', i), ''", 60_000),
        "more than 50000 notes",
    ),
    "cards": (
        insert_many("cards", "i + 99, i, 0", 600_000),
        "more than 500000 cards",
    ),
    "reviews": (
        insert_many("revlog", "i, 11, -1, 3, 5, 5, 2500, 4100, 1", 400_000),
        "more than 250000 reviews",
    ),
    "reviews of other cards": (
        insert_many("revlog", "i, 99, -1, 3, 5, 5, 2500, 4100, 1", 1_000_000),
        "",
    ),
    "one long value": (
        insert("notes", "9, 'x', hex(zeroblob(45000000))"),
        "",
    ),
    "the most reviews": (
        insert_many("revlog", "i, 11, -1, 3, 5, 5, 2500, 4100, 1", 250_000),
        "",
    ),
}
"""By name, an SQL statement and a part of the refusal ("" for a file that is read)."""


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS_OF_ROWS)
def test_an_export_is_read_within_bounds(tmp_path, run_within_bounds, name):
    statement, message = BOMBS_OF_ROWS[name]
    path = tmp_path / "bomb.apkg"
    path.write_bytes(anki21_export(*DECK, statement))
    code = (
        "from pathlib import Path; from liverdeck.anki.exported import read_export; "
        "result = read_export(Path(sys.argv[1])); "
        "print(*result.problems) if result.problems else print('read')"
    )
    assert (message or "read") in run_within_bounds(code, path).stdout


def test_the_number_of_steps_has_a_limit(refusal, monkeypatch):
    monkeypatch.setattr(exported, "MOST_STEPS", 1000)
    monkeypatch.setattr(archive, "_STEPS_BETWEEN_CHECKS", 100)
    assert refusal(
        anki21_export(*DECK, *(row(time_ms=time_ms) for time_ms in range(1, 1000)))
    ).startswith("reading it takes too long; ")


def zeros(megabytes):
    """Return one zstd frame of zeros."""
    compressor = zstandard.ZstdCompressor().compressobj()
    data = b"".join(compressor.compress(b"\0" * 1_000_000) for _ in range(megabytes))
    return data + compressor.flush()


def zip_of_zeros(megabytes):
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file,
        file.open("collection.anki21", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b"\0" * 1_000_000)
    return buffer.getvalue()


BOMBS = {
    "zip": lambda: zip_of_zeros(300),
    "zstd": lambda: zipped(zipfile.ZIP_STORED, collection_anki21b=zeros(300)),
    "zstd in zip": lambda: zipped(collection_anki21b=zeros(300)),
    "a little too large": lambda: zipped(collection_anki21=b"\0" * 11_000_000),
}
"""By name, a function that makes a bomb; so each test makes only its own bomb."""


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_zip_bomb_is_not_unpacked(refusal, monkeypatch, name):
    bomb = BOMBS[name]()
    monkeypatch.setattr(exported, "LARGEST_COLLECTION", 10_000_000)
    tracemalloc.start()
    try:
        assert refusal(bomb) == (
            "its collection is too large; "
            "export a single deck, not the whole collection"
        )
        _, peak_bytes = tracemalloc.get_traced_memory()
        assert peak_bytes < 50_000_000
    finally:
        tracemalloc.stop()


def test_methods_that_python_unpacks_without_a_limit_are_refused(refusal):
    bomb = zipped(zipfile.ZIP_BZIP2, collection_anki21=b"\0" * 1_000_000)
    assert bz2.compress(b"")[:2] in bomb
    assert "compressed in an unusual way" in refusal(bomb)
    assert "compressed in an unusual way" in refusal(
        zipped(zipfile.ZIP_LZMA, collection_anki21=b"\0" * 1000)
    )


def test_a_zip_with_too_many_files_is_refused(read, refusal, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_DIRECTORY", 2000)

    def zip_with(picture_count):
        pictures = {f"picture{number}": b"" for number in range(picture_count)}
        return zipped(collection_anki21=database(*DECK), **pictures)

    assert read(zip_with(10)).first_fields
    assert "it holds too many files" in refusal(zip_with(100))


COMPRESSED_COLLECTION = compressed(database(*DECK, row()))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (COMPRESSED_COLLECTION[:-1], "ends too soon"),
        (COMPRESSED_COLLECTION[: len(COMPRESSED_COLLECTION) // 2], "ends too soon"),
        (COMPRESSED_COLLECTION[:5], "ends too soon"),
        (b"", "ends too soon"),
        (COMPRESSED_COLLECTION + b"more", "there is more data after"),
        (COMPRESSED_COLLECTION + COMPRESSED_COLLECTION, "there is more data after"),
        (COMPRESSED_COLLECTION + b"\0" * 1_000_000, "there is more data after"),
        (b"not zstd at all", "cannot be decompressed"),
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
def test_a_zstd_frame_that_is_incomplete_or_too_large_is_refused(
    refusal, data, message
):
    assert message in refusal(zipped(zipfile.ZIP_STORED, collection_anki21b=data))


def encrypted():
    """Return an export that says that its collection is encrypted.

    A zip says so twice, in the header of a member and in the list of members.
    """
    data = bytearray(anki21_export(*DECK))
    for signature, flag_offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        header = -1
        while (header := data.find(signature, header + 1)) >= 0:
            data[header + flag_offset] |= 1
    return bytes(data)


def with_two_collections():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("collection.anki21", database(*DECK))
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("collection.anki21", database(*DECK))
    return buffer.getvalue()


def with_offset(offset):
    """Return an export whose list of members has a wrong offset of the collection."""
    data = bytearray(zipped(collection_anki21=database(*DECK)))
    start = data.find(b"PK\x01\x02") + 42
    data[start : start + 4] = offset.to_bytes(4, "little")
    return bytes(data)


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
    "SELECT i AS id, i AS cid FROM n"
)
COMPUTED = (
    "CREATE TABLE revlog (id, cid, ease, ivl, factor, time, type AS (zeroblob(9)) {})"
)
HOSTILE_FILES = {
    "nothing": b"",
    "not a zip": b"PK\x03\x04 and so on",
    "a text": b"id,rating\n1,3\n" * 100,
    "the end of a zip": anki21_export(*DECK)[-200:],
    "the beginning of a zip": anki21_export(*DECK)[:200],
    "no collection": zipped(media="{}"),
    "a collection in a folder": zipped(**{"x/collection_anki21": database(*DECK)}),
    "not a database": zipped(collection_anki21="not SQLite" * 1000),
    "an empty collection": zipped(collection_anki21=b""),
    "half a database": zipped(collection_anki21=database(*DECK)[:6000]),
    "no tables": anki21_export("CREATE TABLE x (y)"),
    "no notes": anki21_export(CARDS, REVLOG),
    "no cards": anki21_export(NOTES, REVLOG),
    "no log": anki21_export(NOTES, CARDS),
    "no columns": anki21_export(NOTES, CARDS, "CREATE TABLE revlog (id, cid, ease)"),
    "a view of reviews": anki21_export(
        NOTES, CARDS, f"CREATE VIEW revlog AS {ENDLESS}"
    ),
    "a view of notes": anki21_export(
        "CREATE VIEW notes AS SELECT printf('%.*c', 50000000, 'x') AS id", CARDS, REVLOG
    ),
    "a computed column": anki21_export(NOTES, CARDS, COMPUTED.format("")),
    "a stored computed column": anki21_export(NOTES, CARDS, COMPUTED.format("STORED")),
    "encrypted": encrypted(),
    "two collections": with_two_collections(),
    "an offset beyond the end": with_offset(10_000_000),
    "an offset at the end": with_offset(len(with_offset(0)) - 5),
    "an offset inside the header": with_offset(7),
}


@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_file_that_is_not_an_export_gives_one_problem(refusal, name):
    assert refusal(HOSTILE_FILES[name])


def test_the_message_names_the_reason_for_the_refusal(refusal):
    assert "encrypted" in refusal(HOSTILE_FILES["encrypted"])
    assert "it has 2 files with the name collection.anki21 instead of one" in refusal(
        HOSTILE_FILES["two collections"]
    )
    for name in (
        "no log",
        "a view of reviews",
        "a view of notes",
        "a computed column",
    ):
        assert "its cards, notes and revlog are not all plain tables" in refusal(
            HOSTILE_FILES[name]
        )


def test_a_virtual_table_is_refused_in_any_spelling(refusal):
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA writable_schema = ON")
    try:
        connection.execute(
            "CREATE VIRTUAL TABLE revlog "
            "USING rtree_i32 (id, cid, ease, ivl, factor, time, type)"
        )
    except sqlite3.OperationalError:
        pytest.skip("needs an SQLite with R-trees")
    # SQLite never writes two spaces, but it reads them.
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'E V', 'E  V')")
    for statement in (NOTES, CARDS):
        connection.execute(statement)
    connection.commit()
    assert "not all plain tables" in refusal(
        zipped(collection_anki21=connection.serialize())
    )


def test_an_offset_before_the_start_of_the_file_is_refused(refusal):
    data = bytearray(anki21_export(*DECK))
    data[-6:-2] = (2**32 - 2).to_bytes(4, "little")  # start of the list of members
    assert refusal(data)


@pytest.mark.parametrize("make_export", [anki21_export, anki21b_export])
def test_reading_a_broken_download_never_raises(tmp_path, make_export):
    random = Random(7)  # noqa: S311
    whole = make_export(*DECK, *(row(time_ms=time_ms) for time_ms in range(1, 50)))
    path = tmp_path / "broken.apkg"
    refused_count = 0
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(random.randint(1, 4)):
            data[random.randrange(len(data))] = random.randrange(256)
        length = random.choice([len(data), random.randrange(len(data))])
        path.write_bytes(data[:length])
        result = read_export(path)
        assert (result.value is None) is bool(result.problems)
        if result.value is None:
            refused_count += 1
    assert refused_count > 150


@pytest.mark.parametrize("offset", range(0, 100, 3))
def test_reading_a_broken_database_never_raises(tmp_path, offset):
    data = bytearray(
        database(*DECK, *(row(time_ms=time_ms) for time_ms in range(1, 50)))
    )
    path = tmp_path / "broken.apkg"
    for page in range(0, len(data), 4096):
        for value in (0, 255):
            broken = data.copy()
            broken[page + offset : page + offset + 3] = bytes([value] * 3)
            path.write_bytes(zipped(collection_anki21=broken))
            result = read_export(path)
            assert (result.value is None) is bool(result.problems)


def test_a_path_that_is_not_a_file_is_refused(tmp_path):
    assert "there is no such file" in str(
        read_export(tmp_path / "gone.apkg").problems[0]
    )
    assert "not an ordinary file" in str(read_export(tmp_path).problems[0])


def test_a_file_that_cannot_be_read_gives_one_problem(tmp_path, monkeypatch):
    path = tmp_path / "export.apkg"
    path.write_bytes(anki21_export(*DECK))

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(archive.io, "FileIO", forbidden)
    assert (
        str(read_export(path).problems[0])
        == f"{path}:1:1: cannot be read: Permission denied; check its name "
        "and its permissions"
    )
