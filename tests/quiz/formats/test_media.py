"""Pictures and sounds of a fact, on both sides, in every output of a quiz.

Each file and each text has a different marker, so that a leak is seen.
"""

import base64
import io
import json
import sys
import zipfile

import pytest
from pypdf import PdfReader

from liverdeck import (
    BlueprintRow,
    PaperRequest,
    QuizJob,
    assemble_paper,
    item_bank,
    load_deck,
)
from liverdeck.quiz.formats.job import UnwritableError
from liverdeck.quiz.formats.registry import files_of_format
from tests.quiz.formats.conftest import png
from tests.quiz.formats.decoders.pages import parse
from tests.quiz.formats.decoders.word import text_of_word

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g/></svg>'
FRONT, BACK = png(), png() + b"BACK"
OGG_FRONT, OGG_BACK = b"OggS-front", b"OggS-back"
FACT = """\
  - id: beat
    from: pump
    ask: What makes the noise?
    answer: valve
    image:
      - {file: front.png, alt: frontalt, credit: frontcredit, licence: frontlicence}
      - {file: back.png, alt: backalt, side: back, credit: backcredit}
    audio:
      - {file: front.ogg, credit: soundcredit}
      - {file: back.ogg, side: back}
    reverse: {ask: What does a valve make?, answer: noise}
  - id: parts
    from: pump
    ask: Which parts are there?
    list: [{text: atrium, hint: hintone}, {text: ventricle, hint: hinttwo}]
"""


@pytest.fixture
def job_of(write_deck):
    """Return a function that makes a job with one item of a type."""

    def make(item_type, fact=FACT, files=()):
        folder = write_deck(fact)
        all_files = {
            "front.png": FRONT,
            "back.png": BACK,
            "front.ogg": OGG_FRONT,
            "back.ogg": OGG_BACK,
            **dict(files),
        }
        for name, content in all_files.items():
            (folder / name).write_bytes(content)
        loaded = load_deck(folder)
        assert [problem.message for problem in loaded.problems] == []
        rows = [BlueprintRow(1, type=item_type)]
        items = [
            item
            for item in item_bank(loaded.deck)
            if not item.id.startswith("beat.reverse")
        ]
        request = PaperRequest(items=1, blueprint=rows)
        paper = assemble_paper(loaded.deck, items, request).required()
        return QuizJob(paper, loaded.deck)

    return make


def in_base64(content):
    return base64.b64encode(content)


def test_a_reverse_question_has_all_media_with_its_answer(job_of):
    deck = job_of("short").deck
    items = {item.id: item for item in item_bank(deck)}
    assert [image.file for image in items["beat.short"].front.images] == ["front.png"]
    assert items["beat.reverse.short"].front.all == ()
    assert len(items["beat.reverse.short"].back.all) == 4


def test_the_page_shows_media_of_the_back_only_with_the_answer(job_of):
    page = files_of_format("html", job_of("short"))["quiz.html"]
    question, _, grading = page.partition(b'<script type="application/json"')
    assert in_base64(FRONT) in question
    assert in_base64(OGG_FRONT) in question
    assert b"frontcredit, frontlicence" in question
    for marker in (in_base64(BACK), in_base64(OGG_BACK), b"backalt", b"backcredit"):
        assert marker not in question
        assert marker in grading


@pytest.mark.parametrize(
    ("name", "paper", "key"),
    [("print", "paper.html", "key.html"), ("markdown", "paper.md", "key.md")],
)
def test_a_paper_has_the_media_of_the_front_and_its_key_those_of_the_back(
    job_of, name, paper, key
):
    files = files_of_format(name, job_of("short"))
    text, key_text = files[paper].decode(), files[key].decode()
    assert "frontalt" in text
    assert "frontcredit, frontlicence" in text
    assert "A sound belongs to this question" in text
    assert not any(marker in text for marker in ("backalt", "backcredit", "back.ogg"))
    assert in_base64(BACK).decode() not in text
    assert "front.ogg" not in text
    assert "backalt" in key_text
    assert "backcredit" in key_text
    assert "Sound of the question: front.ogg (soundcredit)" in key_text


@pytest.mark.parametrize("name", ["print", "markdown", "html"])
def test_the_hints_of_a_list_are_shown(job_of, name):
    files = files_of_format(name, job_of("list"))
    assert any(
        b"hintone" in content and b"hinttwo" in content
        for file, content in files.items()
        if not file.startswith("key")
    )


def test_moodle_has_media_of_the_back_in_the_feedback(job_of):
    text = files_of_format("moodle", job_of("short"))["moodle.xml"].decode()
    question, _, feedback = text.partition("<generalfeedback")
    assert in_base64(FRONT).decode() in question
    assert in_base64(OGG_FRONT).decode() in question
    assert "audio controls" in question
    assert in_base64(BACK).decode() not in question
    assert in_base64(BACK).decode() in feedback
    assert in_base64(OGG_BACK).decode() in feedback


def test_gift_has_descriptions_of_the_back_in_the_feedback(job_of):
    text = files_of_format("gift", job_of("short"))["gift.txt"].decode()
    question, _, feedback = text.partition("####")
    assert "frontalt" in question
    assert "backalt" not in question
    assert "backalt" in feedback


def test_qti_has_the_files_and_media_of_the_back_in_the_feedback(job_of):
    data = files_of_format("qti", job_of("short"))["qti.zip"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        contents = {archive.read(name) for name in archive.namelist()}
        (quiz,) = (text for text in contents if b"<itemfeedback" in text)
    assert {FRONT, BACK, OGG_FRONT, OGG_BACK} <= contents
    question, _, feedback = quiz.partition(b"<itemfeedback")
    assert b"frontalt" in question
    assert b"backalt" not in question
    assert b"backalt" in feedback


def test_tables_and_json_name_the_files(job_of):
    job = job_of("short")
    row = files_of_format("csv", job)["items.csv"].decode("utf-8-sig")
    assert "front.png, frontalt, frontcredit, frontlicence" in row
    (item,) = json.loads(files_of_format("json", job)["items.json"])["items"]
    assert item["back"]["pictures"][0]["alt"] == "backalt"
    assert item["front"]["sounds"] == [{"file": "front.ogg", "credit": "soundcredit"}]


def media_in_docx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
        names = [name for name in archive.namelist() if "/media/" in name]
        return document, [archive.read(name) for name in names]


def test_word_has_pictures_of_the_front_on_the_paper_and_of_the_back_in_the_key(job_of):
    pytest.importorskip("docx")
    files = files_of_format("docx", job_of("short"))
    document, media = media_in_docx(files["paper.docx"])
    assert media == [FRONT]
    assert "frontcredit, frontlicence" in document
    assert "backalt" not in document
    document, media = media_in_docx(files["key.docx"])
    assert media == [BACK]
    assert "backalt" in document


SVG_FACT = """\
  - {id: beat, from: pump, ask: What makes the noise?, answer: valve,
     image: {file: drawn.svg, alt: A drawing}}
"""


def test_a_word_file_has_an_svg_picture_as_png(job_of):
    pytest.importorskip("resvg_py")
    job = job_of("short", SVG_FACT, [("drawn.svg", SVG)])
    _, (picture,) = media_in_docx(files_of_format("docx", job)["paper.docx"])
    assert picture.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "size", ['width="1" height="40000000"', 'viewBox="0 0 1 9999"']
)
def test_a_long_svg_picture_is_at_most_1200_pixels_long_in_word(job_of, size):
    pytest.importorskip("resvg_py")
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}/>'.encode()
    job = job_of("short", SVG_FACT, [("drawn.svg", svg)])
    _, (picture,) = media_in_docx(files_of_format("docx", job)["paper.docx"])
    assert max(int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])) <= 1200


def test_without_resvg_the_message_names_the_extra(job_of, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    job = job_of("short", SVG_FACT, [("drawn.svg", SVG)])
    with pytest.raises(UnwritableError) as error:
        files_of_format("docx", job)
    assert "needs resvg-py in a Word file; pip install 'liverdeck[docx]'" in str(
        error.value
    )


def test_paper_and_key_have_their_pictures_in_a_pdf(job_of):
    pytest.importorskip("typst")
    pypdf = pytest.importorskip("pypdf")
    files = files_of_format("pdf", job_of("short"))
    texts = {}
    for name, content in files.items():
        reader = pypdf.PdfReader(io.BytesIO(content))
        picture_count = sum(len(page.images) for page in reader.pages)
        assert picture_count == (0 if name == "answer-sheet.pdf" else 1)
        texts[name] = " ".join(page.extract_text() for page in reader.pages)
    assert "frontcredit, frontlicence" in texts["paper.pdf"]
    assert "backcredit" not in texts["paper.pdf"]
    assert "backcredit" in texts["key.pdf"]


def text_of_pdf(content):
    return " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
    )


def text_of_html(content):
    return parse(content).text()


PAPERS = pytest.mark.parametrize(
    ("name", "ending", "text_of"),
    [
        ("print", "html", text_of_html),
        ("markdown", "md", bytes.decode),
        ("docx", "docx", text_of_word),
        pytest.param("pdf", "pdf", text_of_pdf, marks=pytest.mark.slow),
    ],
)


def in_order(texts, whole):
    """Whether `whole` contains these texts in this order."""
    start = 0
    for text in texts:
        start = whole.find(text, start)
        if start < 0:
            return False
    return True


@PAPERS
def test_every_paper_has_blanks_for_name_date_and_points(job_of, name, ending, text_of):
    text = text_of(files_of_format(name, job_of("short"))[f"paper.{ending}"])
    assert in_order(["Name", "Date", "Points", "of 1"], text), text


@PAPERS
def test_the_lines_for_a_list_are_numbered(job_of, name, ending, text_of):
    text = text_of(files_of_format(name, job_of("list"))[f"paper.{ending}"])
    assert in_order(["Which parts", "1.", "2."], text), text


@PAPERS
def test_every_key_has_its_rows_in_the_same_order(job_of, name, ending, text_of):
    reject = "".join(f"        {word}: not so\n" for word in ("wall", "blood", "skin"))
    answer = f"answer:\n      text: valve\n      reject:\n{reject}"
    choice = FACT.replace("answer: valve\n", answer)
    text = text_of(files_of_format(name, job_of("single", choice))[f"key.{ending}"])
    rows = ["valve", "What makes", "not so", "Sound of the question", "beat."]
    assert in_order(rows, text), text
