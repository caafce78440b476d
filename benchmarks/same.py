"""Check that two packages have notes with the same fields, tags and cards.

    python -m benchmarks.same A.apkg B.apkg

The time of a note's last change, in the field Stamp, may differ.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import zipfile

_CONTENT = """
    SELECT mid, flds, trim(tags),
        (SELECT group_concat(ord)
            FROM (SELECT ord FROM cards WHERE nid = notes.id ORDER BY ord))
    FROM notes
"""


def content(path: str) -> list[tuple[dict[str, str], str, str]]:
    """Return a row for each note, sorted: fields by name, tags, ordinals of cards."""
    connection = sqlite3.connect(":memory:")
    with zipfile.ZipFile(path) as archive:
        connection.deserialize(archive.read("collection.anki2"))
    ((models,),) = connection.execute("SELECT models FROM col")
    names_by_model = {
        int(model_id): [field["name"] for field in model["flds"]]
        for model_id, model in json.loads(models).items()
    }
    rows = []
    for model_id, fields, tags, ordinals in connection.execute(_CONTENT):
        values = dict(zip(names_by_model[model_id], fields.split("\x1f"), strict=True))
        values.pop("Stamp", None)
        rows.append((values, tags, ordinals))
    return sorted(rows, key=str)


def main() -> None:
    """End with a message and exit code 1 if the two packages are not the same."""
    ours, theirs = map(content, sys.argv[1:])
    pairs = zip(ours, theirs, strict=False)
    differences = [(our, their) for our, their in pairs if our != their]
    if len(ours) != len(theirs) or differences:
        counts = f"{len(ours)} and {len(theirs)}"
        raise SystemExit(f"not the same notes: {counts}; {differences[:1]}")


if __name__ == "__main__":
    main()
