"""Whether two packages hold notes of equal fields, tags and cards: `python -m benchmarks.same A.apkg B.apkg`."""

from __future__ import annotations

import sqlite3
import sys
import zipfile

_CONTENT = (
    "SELECT flds, trim(tags), (SELECT group_concat(ord) FROM (SELECT ord FROM cards WHERE nid = notes.id ORDER BY ord))"
    " FROM notes"
)


def content(path: str) -> list[tuple[str, str, str]]:
    """Return what learners get of each note."""
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    return sorted(connection.execute(_CONTENT))


if __name__ == "__main__":
    ours, theirs = map(content, sys.argv[1:])
    different = next(
        (pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1]), None
    )
    if len(ours) != len(theirs) or different:
        raise SystemExit(
            f"not the same notes: {len(ours)} and {len(theirs)}; first difference: {different}"
        )
