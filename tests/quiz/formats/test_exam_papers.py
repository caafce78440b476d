"""What an exam office needs: title block, answer sheet, cross-table, clean Word."""

import csv
import io
import zipfile

import pytest

from liverdeck.quiz.formats.cross_table import cross_table
from liverdeck.quiz.formats.job import PaperLook
from liverdeck.quiz.formats.paper_data import answer_sheet, paper_and_key

LOOK = PaperLook(
    course="Module 7",
    institution="North Hospital",
    instructions="Use a pen.",
    time_allowed="45 minutes",
    asks_for_number=True,
)
FACTS = "".join(
    f"""\
  - id: {name}
    from: pump
    ask: {stem}
    answer:
      text: {name}y
      reject:
        {name}a: No.
        {name}b: No.
"""
    for name, stem in (
        ("short", "What is it?"),
        ("long", "A man of sixty comes " + "and says that it hurts " * 8 + "today?"),
    )
)


def text_of(content):
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(content))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_the_title_block_is_on_paper_and_sheet_and_not_on_the_key(paper_of, written):
    pytest.importorskip("typst")
    files = written("pdf", paper_of(FACTS, look=LOOK))
    block = ("Module 7", "North Hospital", "Use a pen.", "45 minutes")
    for name in ("paper.pdf", "answer-sheet.pdf"):
        text = text_of(files[name])
        assert all(part in text for part in (*block, "Candidate number")), name
    assert "Use a pen." not in text_of(files["key.pdf"])


def test_the_title_block_is_on_the_page_to_print(paper_of, written):
    page = written("print", paper_of(FACTS, look=LOOK))["paper.html"].decode()
    for part in ("North Hospital · Module 7", "Use a pen.", "45 minutes"):
        assert part in page
    assert "Candidate number" in page
    assert page.count('<h2 class="long">') == 1


def test_only_a_short_stem_is_bold(paper_of):
    job = paper_of(FACTS)
    paper, _ = paper_and_key(job, job.paper.forms[0])
    bold = {item["stem"].split()[0]: item["is_bold"] for item in paper.data["items"]}
    assert bold == {"What": True, "A": False}


def test_the_answer_sheet_has_a_place_for_every_item_and_no_answer(paper_of):
    job = paper_of(FACTS)
    form = job.paper.forms[0]
    sheet = answer_sheet(job, form).data
    rows = sheet["sheet"]
    assert [row["number"] for row in rows] == [asked.number for asked in form.asked]
    assert all(row["letters"] or row["places"] or row["lines"] for row in rows)
    assert sheet["items"] == []


def test_one_pdf_has_the_papers_of_all_forms(paper_of, written):
    pytest.importorskip("typst")
    files = written("pdf", paper_of(FACTS, forms=3))
    text = text_of(files["paper-all.pdf"])
    assert all(f"Form {name}" in text for name in "ABC")
    assert "paper-all.pdf" not in written("pdf", paper_of(FACTS))


def test_the_cross_table_has_each_number_and_letter(paper_of):
    paper = paper_of(FACTS, forms=2, items=2).paper
    text = cross_table(paper).decode("utf-8-sig")
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO(text))}
    for form in paper.forms:
        for asked in form.asked:
            row = rows[asked.item.id]
            assert row[f"{form.name} number"] == str(asked.number)
            key = asked.key_letters or asked.item.right_texts[0]
            assert row[f"{form.name} key"] == key


def test_a_word_file_has_nothing_of_another_document(paper_of, written):
    pytest.importorskip("docx")
    (paper, *_) = written("docx", paper_of(FACTS, look=LOOK)).values()
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        names = archive.namelist()
        core = archive.read("docProps/core.xml").decode()
        document = archive.read("word/document.xml").decode()
    assert not [name for name in names if "thumbnail" in name or "Effects" in name]
    assert "python-docx" not in core
    assert "Candidate number" in document
    assert "45 minutes" in document
