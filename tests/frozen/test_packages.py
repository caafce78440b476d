"""What Anki gets from each deck, in packages and update texts, and what `diff` prints.

The packages are read with the standard library alone. The records leave out the labels
and instructions of the note types.
"""

import csv
import hashlib
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from html.parser import HTMLParser
from operator import itemgetter
from pathlib import Path

import pytest

DECKS = {
    "kitchen": ["--new"],
    "garden-first": ["--new"],
    "garden": [],
    "langue": [],
    "liver-metastasis": [],
}
"""Each deck with the options that `build` needs to accept it."""
BUNDLED_FACTS_SHOWN = ["definition", "choice-past", "afp", "ct-rays", "brm-means"]
"""The facts of the bundled deck for which the output of `show` is recorded."""
RECORDED_HEADERS = {
    "#separator",
    "#html",
    "#notetype column",
    "#deck",
    "#guid column",
    "#columns",
}
"""The first lines of an update text that are recorded; others are comments."""
FIRST_RELEASE_SECONDS = 1717243200
"""2024-06-01 12:00 UTC: the first release of the garden."""


class Skeleton(HTMLParser):
    """The elements of a template with their classes, without the text."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append(".".join(filter(None, [tag, attributes.get("class")])))

    def handle_endtag(self, tag):
        self.elements.append(f"/{tag}")


def digest(content):
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()[:16]


def digest_of_style(css):
    """Return a digest of a style sheet without its comments and quoted texts."""
    without_comments = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    without_texts = re.sub(r"\"[^\"]*\"|'[^']*'", '""', without_comments)
    return digest(re.sub(r"\s+", " ", without_texts).strip())


def template_values(card):
    sides = {}
    for side in ("qfmt", "afmt"):
        sides[side] = {
            "names": re.findall(r"\{\{([^{}]+)\}\}", card[side]),
            "elements": Skeleton(card[side]).elements,
        }
    return {"name": card["name"], "ord": card["ord"], "id": card.get("id"), **sides}


def note_type_values(model):
    return {
        "id": model["id"],
        "type": model["type"],
        "sortf": model["sortf"],
        "did": model["did"],
        "keys": sorted(model),
        "fields": [[field["ord"], field["name"]] for field in model["flds"]],
        "field ids": [field.get("id") for field in model["flds"]],
        "field keys": sorted(model["flds"][0]),
        "templates": [template_values(card) for card in model["tmpls"]],
        "req": model.get("req"),
        "css": digest_of_style(model["css"]),
    }


def decoded(path):
    """Return the whole content of a package as JSON values."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        media = json.loads(archive.read("media"))
        stored = {media[name]: digest(archive.read(name)) for name in sorted(media)}
        times = sorted({str(info.date_time) for info in archive.infolist()})
        collection = archive.read("collection.anki2")
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(collection)
        return {
            "files": [[name] for name in names],
            "file times": times,
            "media": stored,
            "tables": dict(
                database.execute(
                    "SELECT name, type FROM sqlite_master ORDER BY 1"
                ).fetchall()
            ),
            **collection_values(database),
            **note_values(database),
        }


def collection_values(database):
    """Return the note types, the decks and the numbers of a collection."""
    row = database.execute(
        "SELECT crt, ver, usn, ls, models, decks, dconf FROM col"
    ).fetchone()
    *numbers, models, decks, dconf = row
    return {
        "col": numbers,
        "note types": {
            model["name"]: note_type_values(model)
            for model in sorted(json.loads(models).values(), key=itemgetter("name"))
        },
        "decks": sorted(
            [deck["id"], deck["name"], deck["conf"], deck["dyn"]]
            for deck in json.loads(decks).values()
        ),
        "deck options": sorted(json.loads(dconf)),
    }


def note_values(database):
    """Return the notes and the cards, and how many reviews there are."""
    notes = database.execute(
        "SELECT id, guid, mid, mod, usn, tags, flds, sfld, csum, flags, data"
        " FROM notes ORDER BY id"
    ).fetchall()
    guids = {note[0]: note[1] for note in notes}
    cards = database.execute(
        "SELECT id, nid, did, ord, mod, type, queue, due, ivl, factor, reps, lapses,"
        " flags FROM cards ORDER BY due, id"
    ).fetchall()
    return {
        "notes": [
            [*note[:6], note[6].split("\x1f"), str(note[7]), *note[8:]]
            for note in notes
        ],
        "cards": [[guids[card[1]], card[0], *card[2:]] for card in cards],
        "reviews": database.execute("SELECT count(*) FROM revlog").fetchone()[0],
    }


def update_texts(folder):
    """Return the header and the rows of every file, as Anki's import reads them."""
    contents = {}
    for path in sorted(folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        is_header = [line.startswith("#") for line in lines]
        header_count = is_header.index(False)
        headers = [line.rstrip("\n") for line in lines[:header_count]]
        rows = csv.reader(io.StringIO("".join(lines[header_count:])), delimiter="\t")
        recorded = [
            line for line in headers if line.partition(":")[0] in RECORDED_HEADERS
        ]
        rule = next(line for line in headers if line.startswith("#if matches"))
        contents[path.name] = [*recorded, rule, *rows]
    return contents


def ledger(path):
    """Return the lines of deck.lock without the check sum and the look of the cards."""
    head, *notes = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    del head["check"]
    for entry in head["note_types"].values():
        del entry["look"], entry["mod"]
    return [head, *notes]


@pytest.mark.parametrize("name", DECKS)
def test_the_package_of_a_deck_is_as_recorded(name, frozen, command, deck):
    arguments = ["build", "-d", deck(name), "-o", "made.apkg", *DECKS[name], "--json"]
    code, out, _ = command(*arguments)
    assert code == 0
    summary = json.loads(out)
    counts = {"count of notes": summary["notes"], "count of cards": summary["cards"]}
    frozen(f"package-{name}", counts | decoded("made.apkg"))
    package = Path("made.apkg").read_bytes()
    for option in ([], ["--no-cache"]):
        assert command(*arguments, *option)[0] == 0
        assert Path("made.apkg").read_bytes() == package


@pytest.mark.parametrize("name", ["garden", "langue", "liver-metastasis"])
def test_the_update_texts_of_a_deck_are_as_recorded(
    name, frozen, command, deck, tmp_path
):
    (tmp_path / "texts").mkdir()
    folder = deck(name)
    arguments = ["-d", folder, "-o", "made.apkg", "--update-text", "texts", "--json"]
    code, out, _ = command("build", *arguments)
    assert code == 0
    paths = sorted(json.loads(out)["update_texts"])
    texts = update_texts(tmp_path / "texts")
    assert paths == [f"texts/{name}" for name in texts]
    frozen(f"update-texts-{name}", texts)


def test_a_first_release_writes_the_ledger_of_the_garden(command, deck):
    folder = deck("garden-first")
    code, _, _ = command(
        "release", "-d", folder, "--new", "--at", FIRST_RELEASE_SECONDS
    )
    assert code == 0
    assert ledger(folder / "deck.lock") == ledger(deck("garden") / "deck.lock")


def test_a_second_release_writes_the_ledger_as_recorded(frozen, command, deck):
    folder = deck("garden")
    code, _, _ = command("release", "-d", folder, "--at", FIRST_RELEASE_SECONDS + 86400)
    assert code == 0
    frozen("ledger-garden-2", ledger(folder / "deck.lock"))
    code, _, _ = command("build", "-d", folder, "-o", "made.apkg", "--frozen")
    assert code == 0
    guids_and_times = [[note[1], note[3]] for note in decoded("made.apkg")["notes"]]
    frozen("package-garden-2", guids_and_times)


def test_a_ledger_rebuilt_from_a_package_is_as_recorded(frozen, command, deck):
    folder = deck("garden")
    command("build", "-d", folder, "-o", "made.apkg")
    (folder / "deck.lock").unlink()
    code, _, _ = command("release", "-d", folder, "--recover", "made.apkg")
    assert code == 0
    head, *notes = ledger(folder / "deck.lock")
    frozen("ledger-recovered", [sorted(head), *notes])


def test_diff_says_what_an_import_does_as_recorded(frozen, command, deck):
    kitchen, garden, first = deck("kitchen"), deck("garden"), deck("garden-first")
    clock = {"SOURCE_DATE_EPOCH": str(FIRST_RELEASE_SECONDS)}
    for name, folder in {"first": first, "kitchen": kitchen}.items():
        code, _, _ = command(
            "build", "-d", folder, "--new", "-o", f"{name}.apkg", env=clock
        )
        assert code == 0
    assert command("build", "-d", garden, "-o", "garden.apkg")[0] == 0
    bundled = deck("liver-metastasis")
    comparisons = {
        "release to now": ["1", "-d", garden],
        "package to now": ["first.apkg", "-d", garden],
        "package to package": ["first.apkg", "garden.apkg"],
        "back in time": ["garden.apkg", "first.apkg"],
        "another deck": ["kitchen.apkg", "garden.apkg"],
        "same": ["garden.apkg", "garden.apkg"],
        "release to package": ["1", "garden.apkg", "-d", garden],
        "bundled 1": ["1", "-d", bundled],
    }
    results = {}
    for name, arguments in comparisons.items():
        code, out, _ = command("diff", *arguments, "--json")
        assert code == 0, name
        results[name] = json.loads(out)
    frozen("diff", results)


def test_show_prints_the_cards_as_recorded(frozen, command, deck):
    shown = {}
    for name in ("kitchen", "garden", "langue"):
        folder = deck(name)
        texts = [path.read_text("utf-8") for path in sorted(folder.glob("0*.yaml"))]
        for fact in re.findall(r"^  - id: (\S+)", "".join(texts), re.MULTILINE):
            code, out, _ = command("show", fact, "-d", folder, "--json")
            assert code == 0
            shown[f"{name}/{fact}"] = json.loads(out)
    bundled = deck("liver-metastasis")
    for fact in BUNDLED_FACTS_SHOWN:
        code, out, _ = command("show", fact, "-d", bundled, "--json")
        assert code == 0
        shown[f"liver-metastasis/{fact}"] = json.loads(out)
    frozen("show", shown)
