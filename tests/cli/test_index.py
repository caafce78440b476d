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


def test_index_writes_the_words_and_keeps_ids(invoke, deck):
    code, out, err = invoke("index", "document.txt")
    assert (code, out, err) == (
        0,
        "Wrote cards/heart/passages.yaml: 2 passages, all as before.\n",
        "Deck: cards/heart\n",
    )
    text = (deck / "passages.yaml").read_text()
    assert "  - id: 'rooms'\n    heading: 'The four rooms'\n    hash: '" in text
    assert "    words: >-\n      and atria four rooms the two ventricles\n" in text
    assert invoke("lint", "--severity", "warning").code == 0
    assert invoke("index", "document.txt").code == 0
    assert (deck / "passages.yaml").read_text() == text


@pytest.mark.usefixtures("deck")
def test_a_changed_document_names_the_facts_to_read_again(invoke, tmp_path):
    invoke("index", "document.txt")
    (tmp_path / "document.txt").write_text(DOCUMENT.replace("about 70", "about 75"))
    code, out, _ = invoke("lint", "--document", "document.txt", "--severity", "warning")
    assert code == 0
    assert (
        "the passage 'pump' changed in the document: new: 75; gone: 70; read pump again"
        in out
    )
    code, out, _ = invoke("index", "document.txt")
    assert out == (
        "Wrote cards/heart/passages.yaml: 2 passages, 1 changed.\n"
        "Read these facts again, because their passages changed: pump.\n"
    )
    assert (
        invoke("lint", "--document", "document.txt", "--severity", "warning").out == ""
    )


@pytest.mark.usefixtures("deck")
def test_a_document_without_the_passages_of_facts_is_refused(
    invoke, tmp_path, everything
):
    invoke("index", "document.txt")
    (tmp_path / "other.txt").write_text("Lungs\n\nThey breathe.\n")
    before = everything()
    code, out, err = invoke("index", "other.txt")
    assert (code, out) == (1, "")
    assert (
        "the passage 'rooms' is not in this document, and facts name it: rooms; "
        "if it is the right document"
    ) in err
    assert "2 errors. Nothing was written." in err
    assert everything() == before
    assert invoke("index", "other.txt", "--drop").out.endswith(
        "1 passage, 1 new, 2 gone.\nDropped: rooms, pump.\n"
    )
    assert invoke("index", "document.txt").code == 0, "the right document fixes it"


@pytest.mark.usefixtures("deck")
def test_a_fact_is_retired_if_its_passage_leaves_the_document(invoke, tmp_path):
    invoke("index", "document.txt")
    rooms, _, _ = DOCUMENT.partition("How it pumps")
    (tmp_path / "document.txt").write_text(rooms)
    arguments = ("lint", "--document", "document.txt", "--severity", "warning")
    assert "retire pump, or name another passage" in invoke(*arguments).out

    facts = tmp_path / "cards" / "heart" / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("{id: pump,", "{id: pump, retired: X,"))
    code, out, _ = invoke("index", "document.txt")
    assert (code, out) == (
        0,
        "Wrote cards/heart/passages.yaml: 1 passage, 1 gone.\n",
    )
    assert invoke(*arguments).code == 0
    assert invoke("index", "document.txt").code == 0


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this document has no passage"),
        (b"Only a heading", "no passage"),
        (b"\xff\xfe", "is not UTF-8"),
        (None, "cannot be read"),
    ],
)
@pytest.mark.usefixtures("deck")
def test_an_unusable_document_is_refused(invoke, tmp_path, everything, data, message):
    if data is not None:
        (tmp_path / "odd.txt").write_bytes(data)
    before = everything()
    code, out, err = invoke("index", "odd.txt")
    assert (code, out) == (1, "")
    assert message in err
    assert everything() == before


def test_the_bundled_deck_is_never_indexed_by_accident(invoke, tmp_path):
    (tmp_path / "document.txt").write_text(DOCUMENT)
    assert invoke("index", "document.txt").code == 2


@pytest.mark.usefixtures("deck")
def test_coverage_is_printed_as_a_table_and_as_json(invoke):
    invoke("index", "document.txt")
    _, out, _ = invoke("lint", "--coverage", "--severity", "error")
    assert [
        line.split()
        for line in out.splitlines()
        if line.strip().startswith(("rooms", "pump"))
    ] == [
        ["rooms", "1", "four"],
        ["pump", "1", "70,", "heart,", "minute,", "times"],
    ]
    _, out, _ = invoke("lint", "--coverage", "--severity", "error", "--format", "json")
    assert json.loads(out) == {
        "problems": [],
        "coverage": [
            {
                "deck": "cards/heart",
                "passage": "rooms",
                "heading": "The four rooms",
                "facts": ["rooms"],
                "untouched": ["four"],
            },
            {
                "deck": "cards/heart",
                "passage": "pump",
                "heading": "How it pumps",
                "facts": ["pump"],
                "untouched": ["70", "heart", "minute", "times"],
            },
        ],
    }
    assert invoke("lint", "--coverage", "--format", "github").code == 2


def test_odd_ids_and_repeated_headings_are_kept_by_a_second_index(
    invoke, deck, tmp_path
):
    (deck / "passages.yaml").write_text(
        "liverdeck: 1\npassages:\n"
        "  - {id: '-', heading: The four rooms}\n  - {id: rooms, heading: 'x'}\n"
        "  - id: pump\n    heading: |-\n      How\n      it pumps\n"
    )
    page = "Patient information leaflet of the hospital\n\nPage {}.\n\n"
    (tmp_path / "long.txt").write_text(
        DOCUMENT + "\n" + "".join(map(page.format, range(105)))
    )
    assert invoke("index", "long.txt").code == 0
    assert (
        invoke("index", "long.txt").out
        == "Wrote cards/heart/passages.yaml: 108 passages, all as before.\n"
    )
    text = (deck / "passages.yaml").read_text()
    assert "id: '-'" in text
    assert "heading: 'How it pumps'" in text
    assert "id: 'patient-information-leaflet-of-the-h-105'" in text


def test_passages_of_equal_text_keep_their_ids(invoke, deck, tmp_path):
    causes = "Cause\n\nIt is not known.\n\nCure\n\nIt is not known.\n\n"
    (tmp_path / "document.txt").write_text(DOCUMENT + "\n" + causes)
    invoke("index", "document.txt")
    (tmp_path / "document.txt").write_text(
        "Cure\n\nIt is not known.\n\nIntroduction\n\nNew.\n\n"
        "Cause\n\nIt is not known.\n\n" + DOCUMENT
    )
    assert (
        invoke("index", "document.txt").out
        == "Wrote cards/heart/passages.yaml: 5 passages, 1 new.\n"
    )
    text = (deck / "passages.yaml").read_text()
    assert (
        text.index("id: 'cure'")
        < text.index("id: 'introduction'")
        < text.index("id: 'cause'")
    )
    assert "id: 'cure'\n    heading: 'Cure'" in text


def test_a_passage_without_words_is_completed(invoke, deck):
    (deck / "passages.yaml").write_text(
        "liverdeck: 1\npassages:\n"
        "  - {id: rooms, heading: The four rooms, hash: abc}\n"
        "  - {id: pump, heading: How it pumps}\n"
    )
    assert invoke("index", "document.txt").code == 0
    assert invoke("lint", "--severity", "warning").code == 0
