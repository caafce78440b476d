import json

import pytest

DOCUMENT = """\
The four rooms

Two atria and two ventricles.

How it pumps

The heart pumps blood, about 70 times a minute.
"""
FACTS = """\
  - {id: rooms, from: rooms, ask: Which rooms?, list: [atria, ventricles]}
  - {id: pump, from: pump, ask: What does it pump?, answer: blood}
"""


@pytest.fixture
def deck(write_deck, tmp_path):
    (tmp_path / "document.txt").write_text(DOCUMENT)
    return write_deck(FACTS, folder="cards/heart")


def test_the_concordance_is_written_and_ids_are_kept(inside, deck):
    code, out, err = inside("index", "document.txt")
    assert (code, out, err) == (
        0,
        "Wrote cards/heart/passages.yaml: 2 passages, all as before.\n",
        "Deck: cards/heart\n",
    )
    text = (deck / "passages.yaml").read_text()
    assert "  - id: rooms\n    heading: 'The four rooms'\n    hash: '" in text
    assert "    words: >-\n      and atria four rooms the two ventricles\n" in text
    assert inside("lint", "--severity", "warning")[0] == 0
    assert inside("index", "document.txt")[0] == 0
    assert (deck / "passages.yaml").read_text() == text


@pytest.mark.usefixtures("deck")
def test_a_changed_document_names_the_facts_to_read_again(inside, tmp_path):
    inside("index", "document.txt")
    (tmp_path / "document.txt").write_text(DOCUMENT.replace("about 70", "about 75"))
    code, out, _ = inside("lint", "--document", "document.txt", "--severity", "warning")
    assert code == 0
    assert "the passage 'pump' changed in the document: new: 75; gone: 70; read again pump" in out
    code, out, _ = inside("index", "document.txt")
    assert out == (
        "Wrote cards/heart/passages.yaml: 2 passages, 1 changed.\n"
        "Read these facts again, their passages changed: pump.\n"
    )
    assert inside("lint", "--document", "document.txt", "--severity", "warning")[1] == ""


@pytest.mark.usefixtures("deck")
def test_another_document_is_refused_while_facts_stand_on_the_old_one(inside, tmp_path, everything):
    inside("index", "document.txt")
    (tmp_path / "other.txt").write_text("Lungs\n\nThey breathe.\n")
    before = everything()
    code, out, err = inside("index", "other.txt")
    assert (code, out) == (1, "")
    assert "the passage 'rooms' is not in this document, and facts name it: rooms; if it is the right document" in err
    assert "2 errors. Nothing was written." in err
    assert everything() == before
    assert inside("index", "other.txt", "--drop")[1].endswith("1 passages, 1 new, 2 gone.\n")


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "no passage in this document"), (b"Only\n\nheadings", "no passage"), (b"\xff\xfe", "is not UTF-8"), (None, "cannot be read")],
)  # fmt: skip
@pytest.mark.usefixtures("deck")
def test_what_is_no_document_is_refused(inside, tmp_path, everything, data, words):
    if data is not None:
        (tmp_path / "odd.txt").write_bytes(data)
    before = everything()
    code, out, err = inside("index", "odd.txt")
    assert (code, out) == (1, "")
    assert words in err
    assert everything() == before


def test_the_bundled_deck_is_never_indexed_by_accident(inside, tmp_path):
    (tmp_path / "document.txt").write_text(DOCUMENT)
    assert inside("index", "document.txt")[0] == 2


@pytest.mark.usefixtures("deck")
def test_coverage_as_a_table_and_as_json(inside):
    inside("index", "document.txt")
    _, out, _ = inside("lint", "--coverage", "--severity", "error")
    assert [line.split() for line in out.splitlines() if line.strip().startswith(("rooms", "pump"))] == [
        ["rooms", "1", "four"],
        ["pump", "1", "70,", "heart,", "minute,", "times"],
    ]
    _, out, _ = inside("lint", "--coverage", "--severity", "error", "--format", "json")
    assert json.loads(out) == {
        "problems": [],
        "coverage": [
            {"deck": "cards/heart", "passage": "rooms", "heading": "The four rooms", "facts": ["rooms"], "untouched": ["four"]},
            {"deck": "cards/heart", "passage": "pump", "heading": "How it pumps", "facts": ["pump"],
             "untouched": ["70", "heart", "minute", "times"]},
        ],
    }  # fmt: skip
    assert inside("lint", "--coverage", "--format", "github")[0] == 2
