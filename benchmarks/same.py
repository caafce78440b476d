"""Check that two packages have notes with the same fields, tags and cards.

python -m benchmarks.same A.apkg B.apkg
"""

from __future__ import annotations

import sqlite3
import sys
import zipfile

_CONTENT = """
    SELECT flds, trim(tags),
        (SELECT group_concat(ord)
            FROM (SELECT ord FROM cards WHERE nid = notes.id ORDER BY ord))
    FROM notes
"""


def content(path: str) -> list[tuple[str, str, str]]:
    """Return a row for each note, sorted: fields, tags and ordinals of its cards."""
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    return sorted(connection.execute(_CONTENT))


def main() -> None:
    """End with a message and exit code 1 if the two packages are not the same."""
    ours, theirs = map(content, sys.argv[1:])
    pairs = zip(ours, theirs, strict=False)
    difference = next((pair for pair in pairs if pair[0] != pair[1]), None)
    if len(ours) != len(theirs) or difference:
        counts = f"{len(ours)} and {len(theirs)}"
        raise SystemExit(f"not the same notes: {counts}; {difference}")


if __name__ == "__main__":
    main()
