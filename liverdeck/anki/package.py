"""Write notes as an `.apkg`; the same content gives the same bytes.

We use genanki's classes with their JSON and table definitions as they are, but write in
a different way:

- Each note has its own modification time. If all notes had the same time, an import
  would update no notes at all, or overwrite every note that a learner has edited.
- Rows are written in bulk and the indexes are made last, because that is faster.
- The database is in memory. If memory is to be saved, it is in a temporary folder until
  it is compressed piece by piece. genanki would leave a temporary file behind.
- The zip does not contain the current time, so that its bytes are always the same.

docs/design.md says more about the reasons.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import json
import sqlite3
import sys
from contextlib import ExitStack, closing
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from liverdeck.anki.archive import OLDEST_COLLECTION_NAME
from liverdeck.anki.lean_genanki import APKG_COL, APKG_SCHEMA, genanki
from liverdeck.anki.notes import FIELD_SEPARATOR
from liverdeck.base.zips import write_zip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from liverdeck.anki.note_rows import NoteRow
    from liverdeck.anki.note_types import NoteType
    from liverdeck.anki.progress import LearnerProgress

_FIXED_BYTES = (
    (slice(24, 28), bytes(4)),  # the number of changes of the database
    (slice(92, 96), bytes(4)),  # that number, when the version below was written
    (slice(96, 100), (3040001).to_bytes(4, "big")),  # the version of SQLite: 3.40.1
)
"""Ranges of bytes in the database, with the bytes that they have in every package.

Without these, the bytes would depend on the version of SQLite that wrote the database.
See section 1.3 of https://www.sqlite.org/fileformat2.html.
"""
_TEMPORARY_DATABASE_SETTINGS = (
    "journal_mode = OFF",
    "synchronous = OFF",
    "locking_mode = EXCLUSIVE",
    "page_size = 4096",
    "cache_size = -1024",
)
"""Settings of SQLite that save time and memory.

They are safe because no other process reads the file. A negative cache size is in KiB.
"""
_PIECE_BYTES = 64 * 1024
_COMPRESSION_LEVEL = 1
"""zlib's compression level.

The default level 6 takes five times as long and makes the file only a tenth smaller.
"""

# -1 is Anki's update sequence number of a row that was never synchronized.
_INSERT_NOTE = "INSERT INTO notes VALUES(?,?,?,?,-1,?,?,?,0,0,'')"
_INSERT_CARD = "INSERT INTO cards VALUES(?,?,?,?,?,-1,0,0,?,0,0,0,0,0,0,0,0,'')"


class TimedModel(genanki.Model):  # type: ignore[misc]
    """A note type with permanent ids and its own modification time.

    genanki calls a note type a model.
    """

    def __init__(self, note_type: NoteType, modified_seconds: int) -> None:
        """Make the model from a frozen note type.

        `modified_seconds` (Unix time) is the note type's modification time.
        """
        names_and_settings = zip(
            note_type.fields, note_type.field_settings, strict=True
        )
        fields = [
            {"name": name, "id": note_type.field_id(index), **settings}
            for index, (name, settings) in enumerate(names_and_settings)
        ]
        templates = [
            {
                "name": template.name,
                "id": note_type.template_id(index),
                "qfmt": template.front,
                "afmt": template.back,
                "preventDeletion": True,
            }
            for index, template in enumerate(note_type.templates)
        ]
        model_type = genanki.Model.FRONT_BACK
        if note_type.is_cloze:
            model_type = genanki.Model.CLOZE
        super().__init__(
            note_type.id,
            note_type.name,
            fields=fields,
            templates=templates,
            css=note_type.style,
            model_type=model_type,
            sort_field_index=note_type.sort_index,
        )
        self.modified_seconds = modified_seconds

    @cached_property
    def _req(self) -> list[list[Any]]:
        """The fields that each front needs, as genanki finds them.

        genanki renders each front with and without each field. Here it gets only the
        fields that the front names, because no other field changes it.
        """
        needed = []
        for number, template in enumerate(self.templates):
            front = template["qfmt"]
            named = [i for i, field in enumerate(self.fields) if field["name"] in front]
            fields = [self.fields[i] for i in named]
            small = genanki.Model(0, "", fields=fields, templates=[template])
            [[_, kind, indexes]] = small._req  # noqa: SLF001  # it has no public name
            needed.append([number, kind, [named[index] for index in indexes]])
        return needed

    def to_json(self, timestamp: float, deck_id: int) -> dict[str, Any]:
        """Return the note type as Anki's JSON, with its own modification time.

        Adds the permanent id as `originalId`. `timestamp`, the time of the package, is
        not used.
        """
        del timestamp
        note_type: dict[str, Any] = super().to_json(self.modified_seconds, deck_id)
        return {**note_type, "originalId": self.model_id}


class BulkDeck(genanki.Deck):  # type: ignore[misc]
    """A deck that writes its notes and cards in bulk.

    The class for notes in genanki takes five times as long, and makes the cards a
    second time.
    """

    rows: Iterable[NoteRow] = ()
    """The notes in teaching order. They are read only once."""

    def write_to_db(
        self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]
    ) -> None:
        """Write the deck, its note types, its notes and their cards.

        `id_gen` yields the ids: first the ids of all notes and then the ids of all
        cards, in the deck's order. Learners get new cards in this order too.
        """
        models = {
            model.model_id: model.to_json(timestamp, self.deck_id)
            for model in self.models.values()
        }
        decks = json.loads(cursor.execute("SELECT decks FROM col").fetchone()[0])
        decks[str(self.deck_id)] = self.to_json()
        cursor.execute(
            "UPDATE col SET decks = ?, models = ?",
            (json.dumps(decks), json.dumps(models)),
        )

        cards: list[tuple[int, int, int, int]] = []
        note_rows = self._note_rows(id_gen, cards)
        cursor.executemany(_INSERT_NOTE, note_rows)
        card_rows = (
            (next(id_gen), note_id, self.deck_id, ordinal, modified_seconds, due)
            for note_id, ordinal, modified_seconds, due in cards
        )
        cursor.executemany(_INSERT_CARD, card_rows)

    def _note_rows(
        self, id_gen: Iterator[int], cards: list[tuple[int, int, int, int]]
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the values for `_INSERT_NOTE`, and add the cards of each note.

        An entry of `cards` is the note's id, the card's ordinal, the modification time
        in seconds and the number of the note in the order of new cards.
        """
        sort_indexes = {
            model.model_id: model.sort_field_index for model in self.models.values()
        }
        for due, row in enumerate(self.rows, 1):
            guid, type_id, modified_seconds, tags, fields, ordinals = row
            note_id = next(id_gen)
            cards += [(note_id, ordinal, modified_seconds, due) for ordinal in ordinals]
            yield (
                note_id,
                guid,
                type_id,
                modified_seconds,
                f" {' '.join(tags)} ",
                FIELD_SEPARATOR.join(fields),
                fields[sort_indexes[type_id]],
            )


class ReproduciblePackage(genanki.Package):  # type: ignore[misc]
    """A package whose bytes depend only on its content.

    It leaves no temporary files behind.
    """

    def __init__(
        self,
        deck: BulkDeck,
        media: Mapping[str, bytes],
        progress: LearnerProgress | None = None,
        *,
        saves_memory: bool = False,
    ) -> None:
        """Make a package of one deck.

        `media` has the pictures and sounds that the notes use, by name. `progress` is a
        learner's progress with the cards. With `saves_memory`, the database is not in
        memory as a whole.
        """
        super().__init__(deck)
        self.saves_memory = saves_memory
        self.media = media
        self.progress = progress

    def write_to_file(self, file: BinaryIO, timestamp: float | None = None) -> None:
        """Write the package.

        `timestamp` is Unix time in seconds. Raises TypeError if it is missing: genanki
        would use the current time, and the bytes would differ each time.
        """
        if timestamp is None:
            raise TypeError("a reproducible package needs a timestamp")
        # In the zip file, the names of pictures and sounds are numbers. The member
        # "media" has their names in Anki, by number.
        members: dict[str, bytes | Iterable[bytes]] = {}
        if self.saves_memory:
            members[OLDEST_COLLECTION_NAME] = self._database_on_disk(timestamp)
        else:
            members[OLDEST_COLLECTION_NAME] = self._database_in_memory(timestamp)
        members["media"] = json.dumps(dict(enumerate(self.media))).encode()
        for number, data in enumerate(self.media.values()):
            members[str(number)] = data
        write_zip(file, members, compression_level=_COMPRESSION_LEVEL)

    def write_to_db(
        self, cursor: sqlite3.Cursor, timestamp: float, id_gen: Iterator[int]
    ) -> None:
        """Make the tables, write the rows, and make the indexes last.

        This is twice as fast as writing rows into tables that have indexes.
        """
        statements = [text for text in APKG_SCHEMA.strip().split(";\n") if text]
        index_statements = [
            text for text in statements if text.startswith("CREATE INDEX")
        ]
        table_statements = [text for text in statements if text not in index_statements]
        cursor.executescript(";".join(table_statements))
        cursor.executescript(APKG_COL)
        for deck in self.decks:
            deck.write_to_db(cursor, timestamp, id_gen)
        if self.progress is not None:
            from liverdeck.anki.progress import write_progress  # rarely needed

            write_progress(cursor, self.progress)
        for statement in index_statements:
            cursor.execute(statement)

    def _database_in_memory(self, timestamp: float) -> bytes:
        """Return the bytes of the database."""
        with closing(sqlite3.connect(":memory:")) as connection:
            self._write_all(connection, timestamp)
            return _with_fixed_bytes(connection.serialize())

    def _write_all(self, connection: sqlite3.Connection, timestamp: float) -> None:
        ids = itertools.count(int(timestamp * 1000))
        self.write_to_db(connection.cursor(), timestamp, ids)
        connection.commit()

    def _database_on_disk(self, timestamp: float) -> Iterator[bytes]:
        """Yield the bytes of the database in pieces."""
        from tempfile import TemporaryDirectory  # takes a few ms

        folder = TemporaryDirectory(prefix="liverdeck-")
        with folder, ExitStack() as stack:
            path = Path(folder.name) / OLDEST_COLLECTION_NAME
            file = stack.enter_context(path.open("w+b"))
            connection = stack.enter_context(closing(sqlite3.connect(path)))
            if sys.platform == "linux":
                # On Linux, an open file can be used without its name. So if the process
                # is killed, no file remains. Windows deletes no open file, and Apple's
                # SQLite uses no deleted file.
                folder.cleanup()
            for setting in _TEMPORARY_DATABASE_SETTINGS:
                connection.execute(f"PRAGMA {setting}")
            try:
                self._write_all(connection, timestamp)
            except sqlite3.OperationalError as error:  # such as a full disk
                raise OSError(f"the temporary database: {error}") from error
            connection.close()
            yield _with_fixed_bytes(file.read(_PIECE_BYTES))
            while piece := file.read(_PIECE_BYTES):
                yield piece


def _with_fixed_bytes(start: bytes) -> bytes:
    """Return the start of a database with `_FIXED_BYTES`."""
    changed = bytearray(start)
    for byte_range, fixed in _FIXED_BYTES:
        changed[byte_range] = fixed
    return bytes(changed)


def package_bytes(
    deck: BulkDeck,
    media: Mapping[str, bytes],
    timestamp: int,
    progress: LearnerProgress | None = None,
    *,
    saves_memory: bool = False,
) -> bytes:
    """Return the package of one deck, with a learner's progress if there is one.

    With `saves_memory`, the database is on disk until it is compressed.

    `timestamp` (Unix time in seconds) is the package's time. The ids of notes and cards
    count up from `timestamp` x 1000, because Anki's ids are times in milliseconds.
    """
    buffer = io.BytesIO()
    package = ReproduciblePackage(deck, media, progress, saves_memory=saves_memory)
    package.write_to_file(buffer, timestamp)
    return buffer.getvalue()


def deck_id_in_anki(deck_id: str) -> int:
    """Return the number that is a deck's id in a package, made from LiverDeck's id.

    On import, Anki matches decks by name and gives a new deck another id. So the number
    only needs to be the same in every package of the deck. It is as large as Anki's own
    ids, which are Unix time in milliseconds: from 2**40 to 2**41.
    """
    digest = hashlib.sha256(deck_id.encode()).digest()
    return 2**40 + int.from_bytes(digest[:5], "big")


@cache
def _model(note_type: NoteType, modified_seconds: int) -> TimedModel:
    """Return the model of a note type.

    It is made only once, because genanki renders all cards of the note type when it
    makes the model.
    """
    return TimedModel(note_type, modified_seconds)


def make_deck(
    deck_id: int,
    name: str,
    description: str,
    note_types: Iterable[NoteType],
    rows: Iterable[NoteRow],
) -> BulkDeck:
    """Return a deck of notes, which are in teaching order.

    `note_types` are the note types of the notes, in the order in which the notes use
    them.
    """
    deck = BulkDeck(deck_id, name, description)
    deck.rows = rows
    for note_type in note_types:
        deck.add_model(_model(note_type, note_type.released_type().changed_seconds))
    return deck
