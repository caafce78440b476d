"""Papers, keys and tables have the texts of the items, in the order of each form."""

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from hypothesis import example, given, strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from liverdeck.quiz.formats.csv import csv_text as csv_text_of
from liverdeck.quiz.formats.job import QuizJob, UnwritableError
from liverdeck.quiz.formats.paper_data import (
    MARGINS_MM,
    PICTURE_HEIGHT_MM,
    SIZES_PT,
)
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.wording import (
    key_line,
    prompts_with_matches,
    reasons_against_options,
)
from tests.quiz.formats.decoders.pages import parse, read_key, read_paper
from tests.quiz.formats.decoders.seen import flat
from tests.quiz.formats.decoders.word import lines_of_word


def pdf_of(job):
    """Return the PDF files.

    Skips the test, and says so, on a machine without a font for emoji or Hebrew.
    """
    try:
        return files_of_format("pdf", job)
    except UnwritableError as error:
        lacks_a_font = "could not be displayed" in str(error)
        if not lacks_a_font or os.environ.get("LIVERDECK_ALL_TESTS") == "1":
            raise
        pytest.skip(f"needs another font: {error}")


@pytest.fixture(scope="module")
def paper_as_pdf(torture):
    return pdf_of(torture())["paper.pdf"]


def lettered(texts):
    return [f"{option_letter(index)} {flat(text)}" for index, text in enumerate(texts)]


def lines_under(asked):
    """Return the lines under an item on paper."""
    item = asked.item
    if item.pairs:
        shown = [flat(prompt) for prompt, _ in prompts_with_matches(asked)]
        return [*shown, *lettered(item.matches)]
    if item.type == "truefalse":
        return ["True", "False"]
    return lettered(option.text for option in asked.options)


def explanations_of(asked):
    """Return the texts of a key on an item, besides the right answer."""
    item = asked.item
    whys = [why for _, _, why in reasons_against_options(asked)]
    aliases = [alias for answer in item.answers for alias in answer.accept]
    texts = [item.stem, item.rationale, item.note, item.source]
    return [flat(text) for text in (*texts, *aliases, *whys) if text]


def key_head(asked):
    return flat(f"{asked.number}. {key_line(asked)}")


@pytest.mark.slow
def test_paper_and_key_can_be_printed_from_a_browser(torture):
    job = torture(forms=2)
    files = files_of_format("print", job)
    for form in job.paper.forms:
        paper = read_paper(files[f"paper-{form.name}.html"])
        assert paper == [
            (flat(asked.item.stem), lines_under(asked)) for asked in form.asked
        ]
        key = read_key(files[f"key-{form.name}.html"])
        assert [right for right, _, _ in key] == [
            flat(key_line(asked)) for asked in form.asked
        ]
        for asked, (_, _, section) in zip(form.asked, key, strict=True):
            assert all(text in section for text in explanations_of(asked))


def test_no_paper_has_what_only_the_key_may_say(torture):
    job = torture()
    for name, file in (("print", "paper.html"), ("markdown", "paper.md")):
        text = files_of_format(name, job)[file].decode()
        assert ": why not" not in text
        assert "Because" not in text


def docx_lines(data):
    return [flat(line) for line in lines_of_word(data)]


@pytest.mark.slow
def test_a_word_document_has_the_same_content_on_a4(torture):
    job = torture(forms=2)
    files = files_of_format("docx", job)
    for form in job.paper.forms:
        paper = files[f"paper-{form.name}.docx"]
        assert page_size_of_docx(paper) == (210, 297)
        lines = iter(docx_lines(paper))
        for asked in form.asked:
            assert flat(f"{asked.number}. {asked.item.stem}") in lines
            for text in lines_under(asked):
                assert any(line.endswith(text) for line in lines)

        key = docx_lines(files[f"key-{form.name}.docx"])
        heads = [key_head(asked) for asked in form.asked]
        assert [line for line in key if line in set(heads)] == heads
        for asked in form.asked:
            for text in explanations_of(asked):
                assert any(text in line for line in key)


ONE_FACT = """\
  - {id: organ, from: pump, ask: Which organ pumps blood?, answer: heart}
"""


@pytest.mark.parametrize(
    ("rule", "size"),
    [
        ("  font: {}pt/", SIZES_PT["text"]),
        ("h1 {{ font-size: {}pt;", SIZES_PT["title"]),
        ("h2 {{\n  font-size: {}pt;", SIZES_PT["text"]),
        (
            ".reasons {{ list-style: disc; padding-left: 20pt; font-size: {}pt;",
            SIZES_PT["remark"],
        ),
        (
            ".about, .rubric, .source, footer {{ color: #444; font-size: {}pt;",
            SIZES_PT["small"],
        ),
        ("figcaption {{ color: #444; font-size: {}pt;", SIZES_PT["credit"]),
        ("max-height: {}mm;", PICTURE_HEIGHT_MM),
    ],
)
def test_the_style_of_print_has_the_sizes_of_the_other_papers(repository, rule, size):
    path = repository / "liverdeck" / "quiz" / "formats" / "print.css"
    assert rule.format(size) in path.read_text(encoding="utf-8")


def test_all_papers_have_the_same_margins(paper_of):
    job = paper_of(ONE_FACT)
    files = files_of_format("print", job) | files_of_format("docx", job)
    sides, above = MARGINS_MM["x"], MARGINS_MM["y"]
    assert f"@page {{ margin: {above}mm {sides}mm;" in files["paper.html"].decode()
    section = Document(io.BytesIO(files["paper.docx"])).sections[0]
    assert round(section.left_margin.mm) == round(section.right_margin.mm) == sides
    assert round(section.top_margin.mm) == round(section.bottom_margin.mm) == above


def test_a_pdf_has_the_margins_of_all_papers(paper_of):
    lefts_points = []

    def visit(_text, matrix, *_):
        lefts_points.append(matrix[4])

    page = PdfReader(io.BytesIO(pdf_of(paper_of(ONE_FACT))["paper.pdf"])).pages[0]
    page.extract_text(visitor_text=visit)
    margin_points = MARGINS_MM["x"] * 72 / 25.4
    assert min(filter(None, lefts_points)) == pytest.approx(margin_points)


def page_size_of_docx(data):
    section = Document(io.BytesIO(data)).sections[0]
    return round(section.page_width.mm), round(section.page_height.mm)


@pytest.mark.slow
def test_letter_pages_have_the_size_of_letter_paper(torture):
    job = torture(page_size="letter")
    assert page_size_of_docx(files_of_format("docx", job)["paper.docx"]) == (216, 279)
    page = PdfReader(io.BytesIO(pdf_of(job)["paper.pdf"])).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)


LIGATURES = {"ﬁ": "fi", "ﬀ": "ff", "ﬂ": "fl", "ﬃ": "ffi"}
FOOTER = r"(Key: )?Title <1> & \{2\} · Form [AB] · seed 7 <x>\s*\d+ / \d+"


def comparable(text):
    """Return a text without characters that differ between a text and its page.

    These are spaces, hyphens at line ends, ligatures and marks of direction.
    """
    for ligature, letters in LIGATURES.items():
        text = text.replace(ligature, letters)
    return re.sub(r"[\s\u00ad\u200b-\u200f\u2010-]+", "", text)


def is_read_left_to_right(text):
    return not re.search("[\u0590-\u06ff\U0001f000-\U0001ffff\ufb00-\ufb06]", text)


@pytest.mark.slow
def test_a_pdf_is_tagged_and_has_the_same_content_and_bytes(torture):
    job = torture(forms=2)
    files = pdf_of(job)
    assert pdf_of(job) == files
    for form in job.paper.forms:
        papers = {
            "paper": [(asked, lines_under(asked)) for asked in form.asked],
            "key": [
                (asked, [flat(key_line(asked)), flat(asked.item.stem)])
                for asked in form.asked
            ],
        }
        for name, rows in papers.items():
            reader = PdfReader(io.BytesIO(files[f"{name}-{form.name}.pdf"]))
            root = reader.trailer["/Root"]
            assert root["/MarkInfo"]["/Marked"]
            assert "pdfuaid" in root["/Metadata"].get_data().decode()
            assert_in_order(reader, [text for _, texts in rows for text in texts])


def assert_in_order(reader, texts):
    """Assert that a PDF has texts in this order, as far as they can be read from it."""
    pages = [re.sub(FOOTER, "", page.extract_text()) for page in reader.pages]
    whole = comparable("".join(pages))
    start = 0
    for text in filter(is_read_left_to_right, texts):
        index = whole.find(comparable(text), start)
        assert index >= 0, text
        start = index


@pytest.mark.slow
def test_no_item_of_a_pdf_is_split_between_pages(torture, paper_as_pdf):
    job = torture()
    reader = PdfReader(io.BytesIO(paper_as_pdf))
    pages = [comparable(page.extract_text()) for page in reader.pages]
    for asked in job.asked:
        lines = [flat(asked.item.stem), *lines_under(asked)]
        texts = [comparable(line) for line in lines if is_read_left_to_right(line)]
        pages_with_item = [
            page for page in pages if all(text in page for text in texts)
        ]
        assert pages_with_item, asked.item.stem


def text_of_markdown(markdown):
    return parse(MarkdownIt().render(markdown.decode()).encode()).text()


def test_markdown_shows_every_text_as_its_author_wrote_it(torture):
    job = torture(forms=2)
    files = files_of_format("markdown", job)
    for form in job.paper.forms:
        paper = text_of_markdown(files[f"paper-{form.name}.md"])
        key = text_of_markdown(files[f"key-{form.name}.md"])
        start = 0
        for asked in form.asked:
            lines = [flat(f"{asked.number}. {asked.item.stem}")]
            if not asked.item.pairs:
                lines += [line.replace(" ", ". ", 1) for line in lines_under(asked)]
            for line in lines:
                start = paper.find(line, start)
                assert start >= 0, line
            assert key_head(asked) in key
            assert all(text in key for text in explanations_of(asked))


def test_json_has_everything(torture):
    job = torture(forms=2)
    data = json.loads(files_of_format("json", job)["items.json"])
    rows = {row["id"]: row for row in data["items"]}
    for item in job.paper.items:
        row = rows[item.id]
        assert row["stem"] == item.stem
        options = [
            (option["text"], option["key"], option["why"]) for option in row["options"]
        ]
        assert options == [
            (option.text, option.is_key, option.why) for option in item.options
        ]
        pairs = [(pair["prompt"], pair["match"]) for pair in row["pairs"]]
        assert pairs == [(pair.prompt, pair.match) for pair in item.pairs]
        answers = [(answer["text"], *answer["accept"]) for answer in row["answers"]]
        assert answers == [(answer.text, *answer.accept) for answer in item.answers]
    for form, row in zip(job.paper.forms, data["forms"], strict=True):
        for asked, asked_row in zip(form.asked, row["items"], strict=True):
            assert asked_row["options"] == [option.id for option in asked.options]


def csv_text(data):
    return io.StringIO(data.decode("utf-8-sig"), newline="")


def key_cell(asked):
    item = asked.item
    options = item.options if item.type == "ordering" else asked.options
    keys = [option.text for option in options if option.is_key]
    return " | ".join([*keys, *(answer.text for answer in item.answers)])


def test_a_table_has_everything_and_no_formulas(torture):
    job = torture()
    data = files_of_format("csv", job)["items.csv"]
    for asked, row in zip(job.asked, csv.DictReader(csv_text(data)), strict=True):
        item = asked.item
        # Without the apostrophes that keep a cell from being read as a formula.
        cells = {
            name: re.sub(r"(^|[;\t\r\n])'", r"\1", cell) for name, cell in row.items()
        }
        assert row["id"] == item.id
        assert cells["stem"] == item.stem
        numbers = range(1, len(item.options) + 1)
        texts = [cells[f"option {number}"] for number in numbers]
        assert sorted(texts) == sorted(option.text for option in item.options)
        assert cells["key"] == key_cell(asked)
    assert formulas_in(data.decode("utf-8-sig")) == []


def formulas_in(text):
    """Return the cells and lines that a spreadsheet program runs, in any country."""
    cells = text.splitlines()
    for separator in (",", ";", "\t"):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            cells += row
    return [
        cell
        for cell in cells
        if cell.lstrip(" \u00a0").startswith(tuple("=+-@\t\r\n＝＋－＠"))
        and cell.strip()
    ]


@given(
    st.lists(
        st.lists(
            st.text(alphabet="=+-@＝;,\t\r\n'\" a1") | st.text(), min_size=3, max_size=3
        ),
        max_size=4,
    )
)
@example([["a;=1+1;b", "x\n=2+3", 'x;"=1'], ["=1", "\t=1", '";"\n"=1']])
@example([["\x85=1", "a\u2028=1", "\x1c\x0b@"]])
def test_no_cell_is_a_formula_in_any_country(rows):
    table = [[f"id{index}", *row] for index, row in enumerate(rows)]
    assert formulas_in(csv_text_of(table)) == []


def test_markdown_shows_markup_in_the_title_of_the_document_as_text(paper_of):
    job = paper_of("  - {id: rate, from: pump, ask: Q?, answer: x}\n")
    title = "</script><script>x</script> *a* ~~b~~ $c$ [1](x)"
    job = replace(job, paper=replace(job.paper, document=title))
    paper = files_of_format("markdown", job)["paper.md"].decode()
    shown = MarkdownIt("js-default", {"html": True}).render(paper)
    assert html.escape(title) in shown
    assert "<script" not in shown


@pytest.mark.slow
def test_a_picture_is_in_every_document(torture, paper_as_pdf):
    job = torture()
    assert b"data:image/png;base64," in files_of_format("print", job)["paper.html"]
    assert any(page.images for page in PdfReader(io.BytesIO(paper_as_pdf)).pages)
    with zipfile.ZipFile(
        io.BytesIO(files_of_format("docx", job)["paper.docx"])
    ) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())
        document = archive.read("word/document.xml").decode()
        assert 'descr="A &quot;dot&quot; &lt;1 mm &amp; black"' in document


@pytest.mark.parametrize(
    ("name", "message"), [("pdf", "could not be displayed"), ("docx", "cannot be read")]
)
def test_a_paper_that_a_format_cannot_have_is_refused_with_a_reason(
    deck_of, tmp_path, name, message
):
    (tmp_path / "heart").mkdir()
    (tmp_path / "heart" / "torn.png").write_bytes(b"not a picture")
    image = "    image: {file: torn.png, alt: Torn}\n" if name == "docx" else ""
    facts = "  - id: a\n    from: pump\n    ask: What is \u0378?\n    answer: a sign\n"
    deck = deck_of(facts + image)
    paper = assemble_paper(deck, item_bank(deck), PaperRequest(1)).required()
    job = QuizJob(paper, deck)
    with pytest.raises(UnwritableError, match=message) as refused:
        files_of_format(name, job)
    assert refused.value.problems[0].fix


JPEG_WITHOUT_A_PICTURE = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\0\x48\0\x48\0\0"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("torn.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0"),
        ("torn.jpg", JPEG_WITHOUT_A_PICTURE),
        ("torn.gif", b"GIF89a\x04"),
        ("none.png", b""),
    ],
)
def test_word_refuses_a_torn_picture(deck_of, tmp_path, name, content):
    (tmp_path / "heart").mkdir()
    (tmp_path / "heart" / name).write_bytes(content)
    facts = f"""\
  - id: a
    from: pump
    ask: What beats?
    answer: the heart
    image: {{file: {name}, alt: Torn}}
"""
    deck = deck_of(facts)
    paper = assemble_paper(deck, item_bank(deck), PaperRequest(1)).required()
    job = QuizJob(paper, deck)
    message = f"the picture .*[.]{name[-3:]} cannot be read: "
    with pytest.raises(UnwritableError, match=message):
        files_of_format("docx", job)


def test_an_unknown_format_is_a_value_error(paper_of):
    job = paper_of("  - {id: a, from: pump, ask: What beats?, answer: the heart}\n")
    with pytest.raises(ValueError, match="no format 'epub'; there are moodle, gift, "):
        files_of_format("epub", job)


def test_writing_a_format_imports_no_other_format():
    script = """
import sys
from liverdeck.quiz.formats.registry import FORMATS, files_of_format
try:
    files_of_format("csv", None)
except AttributeError:
    package = "liverdeck.quiz.formats."
    print(*(name for name in FORMATS if package + name in sys.modules))
"""
    process = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert process.stdout.split() == ["csv"]
