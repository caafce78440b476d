"""`quiz --review` writes every item for a colleague; `--reviewed` reads the answers."""

import io
import json

import pytest
from docx import Document
from docx.oxml.ns import qn

from tests.conftest import DECK
from tests.quiz.formats.conftest import png

FACTS = "".join(
    f"""\
  - id: {name}
    from: pump
    ask: What is a {name}x?
    answer:
      text: {name}y
      accept: [{name}z]
      reject:
        {name}a: Not the first.
        {name}b: Not the second.
        {name}c: Not the third.
    why: Because of {name}w.
"""
    for name in ("first", "second", "third", "fourth")
)
MAKE = "--items 4 --types single --review review.docx"


@pytest.fixture
def quiz(invoke, write_deck):
    write_deck(FACTS)
    return lambda line: invoke("quiz", "-d", "heart", *line.split())


@pytest.fixture
def file(tmp_path):
    return tmp_path / "review.docx"


def texts_of(document):
    return [
        "".join(run.text or "" for run in paragraph._p.iter(qn("w:t")))
        for paragraph in document.paragraphs
    ]


def fill(path, answers):
    """Answer as a colleague does in Word.

    `answers` has the number of the box to tick, or None, and a remark, by fact id.
    """
    document = Document(path)
    paragraphs = document.paragraphs
    for index, text in enumerate(texts_of(document)):
        for name, (box, remark) in answers.items():
            if f"[{name}" in text:
                if box is not None:
                    control = list(paragraphs[index]._p.iter(qn("w:sdt")))[box]
                    (sign,) = control.iter(qn("w:t"))
                    sign.text = "☒"
                paragraphs[index + 1].add_run(remark)
    document.save(path)


def test_the_file_has_all_that_a_colleague_needs(quiz, file):
    code, out, _ = quiz(MAKE)
    assert code == 0
    assert "4 items to review.\nWrote review.docx" in out
    texts = texts_of(Document(file))
    assert texts[0] == "Review: The heart"
    whole = "\n".join(texts)
    for name in ("first", "second", "third", "fourth"):
        for expected in (
            f"What is a {name}x?",
            f": {name}y",
            f"Because of {name}w.",
            f"{name}a: Not the first.",
            "On the heart: How it pumps",
            f"[{name}.single ",
        ):
            assert expected in whole
    boxes = [text for text in texts if text.startswith("☐ keep")]
    assert len(boxes) == texts.count("Remarks: ") == 4
    first = file.read_bytes()
    assert quiz(MAKE).code == 0
    assert file.read_bytes() == first


def test_without_a_number_every_question_of_the_deck_is_there_once(quiz, file):
    assert quiz("--review review.docx").code == 0
    names = [text for text in texts_of(Document(file)) if text.startswith("☐ keep")]
    counts = json.loads(quiz("--list --json").out)["chambers"]
    counts.pop("one_paper")
    total = sum(counts.values())
    assert len(names) == len(set(names)) == total > 4
    assert any("Also right" in text for text in texts_of(Document(file)))
    assert quiz("--review some.docx --types short").code == 0
    texts = texts_of(Document(file.with_name("some.docx")))
    assert sum(text.startswith("☐ keep") for text in texts) == 4


def test_judgements_are_printed_with_file_and_line(quiz, file):
    quiz(MAKE)
    fill(
        file,
        {
            "first": (0, ""),
            "second": (1, "Say which x is meant."),
            "third": (2, "Too easy."),
        },
    )
    code, out, err = quiz("--reviewed review.docx")
    assert code == 0
    assert out.splitlines() == [
        "4 items: 1 keep, 1 edit, 1 drop.",
        "To leave these out of a quiz:",
        "--exclude third.single",
        "heart/01-facts.yaml:15:5: second.single (edit): Say which x is meant.",
        "heart/01-facts.yaml:26:5: third.single (drop): Too easy.",
    ]
    assert "Without an answer: fourth.single" in err
    code, out, _ = quiz("--reviewed review.docx --json")
    review = json.loads(out)
    assert review["exclude"] == ["third.single"]
    assert review["unanswered"] == ["fourth.single"]
    lines = {item["id"]: item["line"] for item in review["items"]}
    assert lines["second.single"] == 15


def test_a_dropped_item_is_not_used_but_others_on_its_fact_are(quiz, tmp_path):
    options = "--items 4 --format json -o out --exclude third.single"
    for seed in range(8):
        assert quiz(f"{options} --seed s{seed}").code == 0
        made = json.loads((tmp_path / "out" / "keys" / "items.json").read_text())
        ids = {item["id"] for item in made["items"]}
        assert "third.single" not in ids
        assert any(id_.startswith("third.") for id_ in ids)
    _, _, err = quiz("--exclude third.singel --exclude fifth.single --list")
    assert "no item 'third.singel'" in err
    assert "no fact 'fifth'" in err


def test_a_text_that_was_changed_in_the_file_is_an_edit(quiz, file):
    quiz(MAKE)
    document = Document(file)
    for paragraph in document.paragraphs:
        if "What is a firstx?" in paragraph.text:
            paragraph.runs[0].text = paragraph.text.replace("What is", "What in it is")
        if "Because of secondw." in paragraph.text:
            paragraph.runs[0].font.strike = True
    document.save(file)
    _, out, _ = quiz("--reviewed review.docx")
    assert "first.single (no answer): new text: " in out
    assert "What in it is a firstx?" in out
    assert "second.single (no answer): deleted: 1 line" in out
    assert "third.single" not in out


def test_the_paragraphs_of_a_picture_are_no_changes(quiz, file, write_deck, tmp_path):
    picture = "    image: {file: p.png, alt: A p, credit: Ann, licence: CC0}\n"
    (tmp_path / "heart" / "p.png").write_bytes(png())
    write_deck(FACTS + picture)
    assert quiz(MAKE).code == 0
    assert "Ann, CC0" in texts_of(Document(file))
    assert quiz("--reviewed review.docx").out == "4 items: 0 keep, 0 edit, 0 drop.\n"


def test_all_unclear_judgements_are_reported_at_once(quiz, file):
    quiz(MAKE)
    fill(file, {"first": (0, ""), "second": (1, "")})
    fill(file, {"first": (2, "")})
    document = Document(file)
    texts = texts_of(document)
    for index, text in enumerate(texts):
        if "[third" in text:
            document.paragraphs[index].clear()
        if "[fourth" in text:
            document.paragraphs[index].runs[-1].text = "[nowhere.single abc]"
    document.save(file)
    code, out, err = quiz("--reviewed review.docx")
    assert code == 1
    assert out == ""
    assert "first.single: keep and drop are ticked; tick one of" in err
    assert "What is a thirdx?” has no line with boxes" in err
    assert "nowhere.single: this deck has no fact 'nowhere'; name the deck" in err
    assert "3 errors" in err


def test_a_filled_file_is_not_replaced(quiz, file):
    quiz(MAKE)
    fill(file, {"first": (0, "Good.")})
    filled = file.read_bytes()
    code, _, err = quiz(MAKE)
    assert code == 1
    assert "review.docx" in err
    assert file.read_bytes() == filled


def test_a_file_that_is_not_a_review_is_refused(quiz, tmp_path):
    (tmp_path / "x.docx").write_bytes(b"PK nothing")
    code, _, err = quiz("--reviewed x.docx")
    assert code == 1
    assert "this review cannot be read: it is damaged; open it in Word" in err
    buffer = io.BytesIO()
    Document().save(buffer)
    (tmp_path / "x.docx").write_bytes(buffer.getvalue())
    assert "there is no item in this file" in quiz("--reviewed x.docx").err
    assert "cannot be read" in quiz("--reviewed none.docx").err


def test_two_tasks_at_a_time_are_refused(quiz):
    code, _, err = quiz("--review a.docx --list")
    assert code == 2
    assert "one of --list, --why, --review and --reviewed at a time" in err


def test_a_review_is_in_the_language_of_the_deck(quiz, file, write_deck):
    write_deck(FACTS, deck=DECK.replace("language: en", "language: de"))
    assert quiz(MAKE).code == 0
    texts = texts_of(Document(file))
    assert texts[0] == "Durchsicht: The heart"
    assert sum(text.startswith("☐ behalten    ☐ ändern") for text in texts) == 4
    fill(file, {"first": (2, "Zu leicht.")})
    _, out, _ = quiz("--reviewed review.docx")
    assert "--exclude first.single" in out
    assert "first.single (drop): Zu leicht." in out


def test_a_review_whose_styles_are_lost_is_read(quiz, file):
    quiz(MAKE)
    fill(file, {"first": (1, "One."), "second": (2, "Two.")})
    document = Document(file)
    for paragraph in document.paragraphs:
        properties = paragraph._p.pPr
        if properties is not None and properties.pStyle is not None:
            properties.remove(properties.pStyle)
    document.save(file)
    _, out, _ = quiz("--reviewed review.docx")
    assert "first.single (edit): One." in out
    assert "second.single (drop): Two." in out
    assert "4 items: 0 keep, 1 edit, 1 drop." in out


def test_a_paper_that_was_made_before_can_be_reviewed(quiz, file, tmp_path):
    quiz("--items 2 --types single --format json -o out")
    assert quiz("--from out/keys/quiz.json --review review.docx").code == 0
    made = json.loads((tmp_path / "out" / "keys" / "quiz.json").read_text())
    names = [text for text in texts_of(Document(file)) if text.startswith("☐ keep")]
    asked = [row["id"] for row in made["forms"][0]["items"]]
    for id_, text in zip(asked, names, strict=True):
        assert f"[{id_} " in text


def test_a_fact_that_was_renamed_comes_back_and_is_left_out(quiz, file, write_deck):
    write_deck(FACTS.replace("id: third\n", "id: sole\n    was: [third]\n"))
    assert quiz(MAKE).code == 0
    fill(file, {"third": (2, "Too easy."), "first": (0, "")})
    code, out, _ = quiz("--reviewed review.docx")
    assert code == 0
    assert "--exclude third.single" in out.splitlines()
    assert "heart/01-facts.yaml:26:5: third.single (drop): Too easy." in out
    for name in ("third.single", "sole.single"):
        code, out, _ = quiz(f"--list --json --types single --exclude {name}")
        assert code == 0
        assert json.loads(out)["chambers"]["single"] == 3
