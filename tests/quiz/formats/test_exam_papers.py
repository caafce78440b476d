"""What an exam office needs: title block, answer sheet, cross-table, clean Word files.

The cross-table says which number and key an item has in each paper form.
"""

import csv
import io
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from markdown_it import MarkdownIt

from liverdeck.quiz.formats.cross_table import cross_table
from liverdeck.quiz.formats.job import PaperLook
from liverdeck.quiz.formats.paper_data import answer_sheet, paper_and_key
from liverdeck.quiz.formats.registry import files_of_format
from tests.quiz.formats.decoders.word import lines_of_word

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


def test_the_title_block_is_on_paper_and_sheet_and_not_on_the_key(paper_of):
    pytest.importorskip("typst")
    files = files_of_format("pdf", paper_of(FACTS, look=LOOK))
    block = ("Module 7", "North Hospital", "Use a pen.", "45 minutes")
    for name in ("paper.pdf", "answer-sheet.pdf"):
        text = text_of(files[name])
        assert all(line in text for line in (*block, "Candidate number")), name
    assert "Use a pen." not in text_of(files["key.pdf"])


def test_the_title_block_is_on_the_page_to_print(paper_of):
    page = files_of_format("print", paper_of(FACTS, look=LOOK))["paper.html"].decode()
    for part in ("North Hospital · Module 7", "Use a pen.", "45 minutes"):
        assert part in page
    assert "Candidate number" in page
    assert page.count('<h2 class="long">') == 1


def test_the_title_block_is_on_the_paper_in_markdown(paper_of):
    look = replace(LOOK, instructions="Use a *pen*.")
    files = files_of_format("markdown", paper_of(FACTS, look=look))
    shown = MarkdownIt().render(files["paper.md"].decode())
    before = shown.partition("<h2>")[0]
    for part in (
        "North Hospital · Module 7",
        "Use a *pen*.",
        "Time allowed: 45 minutes",
        "Candidate number",
    ):
        assert part in before
    assert before.index("North Hospital") < before.index("<h1>")
    assert "North Hospital" not in files["key.md"].decode()
    plain = files_of_format("markdown", paper_of(FACTS))["paper.md"].decode()
    assert "Time allowed" not in plain


def test_only_a_short_stem_is_bold(paper_of):
    job = paper_of(FACTS)
    paper, _ = paper_and_key(job, job.paper.forms[0])
    bold = {item["stem"].split()[0]: item["is_bold"] for item in paper.data["items"]}
    assert bold == {"What": True, "A": False}


def test_the_answer_sheet_has_room_for_the_answer_to_every_item_and_no_item(paper_of):
    job = paper_of(FACTS)
    form = job.paper.forms[0]
    sheet = answer_sheet(job, form).data
    rows = sheet["sheet"]
    assert [row["number"] for row in rows] == [asked.number for asked in form.asked]
    assert all(row["letters"] or row["places"] or row["lines"] for row in rows)
    assert sheet["items"] == []


def test_options_are_side_by_side_only_where_they_have_room(paper_of):
    facts = FACTS.replace("shorta", "a wrong answer of 30 letters")
    for columns, are_short in ((1, True), (2, False)):
        job = paper_of(facts, look=replace(LOOK, columns=columns))
        paper, _ = paper_and_key(job, job.paper.forms[0])
        rows = {item["stem"].split()[0]: item for item in paper.data["items"]}
        if rows["What"]["options"]:
            assert rows["What"]["are_short"] is are_short


def test_the_answer_sheet_has_two_columns_of_the_same_height(paper_of):
    pytest.importorskip("typst")
    facts = "".join(
        f"  - {{id: f{number}, from: pump, ask: What is a{number}z?, "
        f"answer: b{number}y}}\n"
        for number in range(20)
    )
    pypdf = pytest.importorskip("pypdf")
    for count in (9, 20):
        content = files_of_format("pdf", paper_of(facts, items=count))[
            "answer-sheet.pdf"
        ]
        (page,) = pypdf.PdfReader(io.BytesIO(content)).pages
        lefts = left_edges(page)
        numbers = map(str, range(1, count + 1))
        middle_of_page_points = 250
        in_right_column = [
            number for number in numbers if lefts[number] > middle_of_page_points
        ]
        assert abs(count - 2 * len(in_right_column)) <= 1


def left_edges(page):
    """Return how far from the left each text of a page begins, in points."""
    lefts = {}

    def visit(text, matrix, *_):
        lefts.setdefault(text.strip(), matrix[4])

    page.extract_text(visitor_text=visit)
    return lefts


@pytest.mark.slow
def test_one_pdf_has_the_papers_of_all_forms(paper_of):
    pytest.importorskip("typst")
    files = files_of_format("pdf", paper_of(FACTS, forms=3))
    text = text_of(files["paper-all.pdf"])
    assert all(f"Form {name}" in text for name in "ABC")
    assert "paper-all.pdf" not in files_of_format("pdf", paper_of(FACTS))


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


def test_a_word_file_has_nothing_of_another_document(paper_of):
    (paper, *_) = files_of_format("docx", paper_of(FACTS, look=LOOK)).values()
    with zipfile.ZipFile(io.BytesIO(paper)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert sorted(parts) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/numbering.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    core = parts["docProps/core.xml"]
    assert "North Hospital" in core
    assert not re.search("python-docx|1980|created|keywords", core)
    assert "rsid" not in parts["word/settings.xml"]
    styles = re.findall('w:styleId="([^"]+)"', parts["word/styles.xml"])
    used = set(re.findall('w:pStyle w:val="([^"]+)"', parts["word/document.xml"]))
    assert used <= set(styles)
    assert len(styles) < 15
    assert "Candidate number" in parts["word/document.xml"]
    assert "45 minutes" in parts["word/document.xml"]


def test_word_numbers_the_questions_and_options_itself(paper_of):
    job = paper_of(FACTS, items=2)
    paper = files_of_format("docx", job)["paper.docx"]
    document = docx.Document(io.BytesIO(paper))
    typed = [paragraph.text for paragraph in document.paragraphs]
    for asked in job.paper.forms[0].asked:
        assert asked.item.stem in typed
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles.count("Question") == 2
    # Word counts, so a question that is added changes all numbers after it.
    lines = lines_of_word(paper)
    numbers = [re.match(r"(\d+)[.] ", line) for line in lines]
    assert [match[1] for match in numbers if match] == ["1", "2"]
    letters = "".join(line[2] for line in lines if line.startswith("☐ "))
    # Each choice has three options or four.
    assert re.fullmatch("(ABCD?)*", letters)


LISTS = """\
  - {id: many, from: pump, ask: Which three are there?, list: [red, blue, green]}
  - {id: more, from: pump, ask: Which two are there?, list: [up, down]}
"""


def test_each_list_to_write_is_numbered_from_one(paper_of):
    lines = lines_of_word(
        files_of_format("docx", paper_of(LISTS, items=2))["paper.docx"]
    )
    numbers = "".join(line[0] for line in lines if line.endswith("____"))
    assert numbers in ("12123", "12312")
