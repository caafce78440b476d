"""Papers, keys and tables say what the model says, in the order of each form."""

import csv
import io
import json
import os
import re
import zipfile

import pytest
from docx import Document
from markdown_it import MarkdownIt
from pypdf import PdfReader

from liverdeck.quiz.formats.job import QuizJob, UnwritableError
from liverdeck.quiz.formats.registry import write_format as write
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import PaperRequest, assemble_paper
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import also_right, key_line, prompts, reasons
from tests.quiz.formats.decoders.pages import parse, read_key, read_paper
from tests.quiz.formats.decoders.seen import flat


def pdf_of(job):
    """Return the PDF files, or skip aloud on a machine that has no font for emoji or for Hebrew."""
    try:
        return write("pdf", job)
    except UnwritableError as error:
        if (
            "could not be displayed" not in error.what
            or os.environ.get("LIVERDECK_ALL_TESTS") == "1"
        ):
            raise
        pytest.skip(f"needs another font: {error.what}")


def printed(asked):
    """Return what stands under an item on paper."""
    item = asked.item
    if item.pairs:
        matches = [
            f"{option_letter(place)} {flat(match)}"
            for place, match in enumerate(item.matches)
        ]
        return [*(flat(prompt) for prompt, _ in prompts(asked)), *matches]
    if item.type == "truefalse":
        return ["True", "False"]
    return [
        f"{option_letter(place)} {flat(option.text)}"
        for place, option in enumerate(asked.options)
    ]


def told(asked):
    """Return what a key says of an item beside what is right."""
    item = asked.item
    said = [
        item.stem,
        item.rationale,
        item.note,
        item.source,
        *also_right(item),
        *(why for _, _, why in reasons(asked)),
    ]
    return [flat(text) for text in said if text]


def test_paper_and_key_to_print_from_a_browser(torture, written):
    job = torture(forms=2)
    files = written("print", job)
    for form in job.paper.forms:
        paper = read_paper(files[f"paper-{form.name}.html"])
        assert paper == [
            (flat(asked.item.stem), printed(asked)) for asked in form.asked
        ]
        key = read_key(files[f"key-{form.name}.html"])
        assert [right for right, _, _ in key] == [
            flat(key_line(asked)) for asked in form.asked
        ]
        for asked, (_, _, said) in zip(form.asked, key, strict=True):
            assert all(text in said for text in told(asked))


def test_no_paper_holds_what_only_the_key_says(torture, written):
    job = torture()
    for name, file in (("print", "paper.html"), ("markdown", "paper.md")):
        text = written(name, job)[file].decode()
        assert ": why not" not in text
        assert "Because" not in text


def docx_lines(data):
    return [flat(paragraph.text) for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_a_word_document_has_the_same_content_on_a4(torture, written):
    job = torture(forms=2)
    files = written("docx", job)
    for form in job.paper.forms:
        document = Document(io.BytesIO(files[f"paper-{form.name}.docx"]))
        section = document.sections[0]
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (
            210,
            297,
        )
        lines = docx_lines(files[f"paper-{form.name}.docx"])
        blocks = iter(lines)
        for asked in form.asked:
            assert flat(f"{asked.number}. {asked.item.stem}") in blocks
            for each in printed(asked):
                assert any(line.endswith(each) for line in blocks)
        key = docx_lines(files[f"key-{form.name}.docx"])
        assert [
            line
            for line in key
            if line
            in {flat(f"{asked.number}. {key_line(asked)}") for asked in form.asked}
        ] == [flat(f"{asked.number}. {key_line(asked)}") for asked in form.asked]
        assert all(
            any(text in line for line in key)
            for asked in form.asked
            for text in told(asked)
        )


def test_a_letter_page_is_one(torture, written):
    document = Document(
        io.BytesIO(written("docx", torture(page_size="letter"))["paper.docx"])
    )
    assert (
        round(document.sections[0].page_width.mm),
        round(document.sections[0].page_height.mm),
    ) == (216, 279)
    page = PdfReader(
        io.BytesIO(pdf_of(torture(page_size="letter"))["paper.pdf"])
    ).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (612, 792)


def squeezed(text):
    """Return a text without what a page breaks or joins: spaces, hyphens at line ends, ligatures, marks of direction."""
    text = (
        text.replace("ﬁ", "fi")
        .replace("ﬀ", "ff")
        .replace("ﬂ", "fl")
        .replace("ﬃ", "ffi")
    )
    return re.sub(r"[\s\u00ad\u200b-\u200f\u2010-]+", "", text)


def is_read_left_to_right(text):
    return not re.search("[\u0590-\u06ff\U0001f000-\U0001ffff\ufb00-\ufb06]", text)


def test_a_pdf_has_the_same_content_and_the_same_bytes_and_is_tagged(torture):
    job = torture(forms=2)
    files = pdf_of(job)
    assert pdf_of(job) == files
    for form in job.paper.forms:
        for name, said in (("paper", printed), ("key", told)):
            reader = PdfReader(io.BytesIO(files[f"{name}-{form.name}.pdf"]))
            assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
            assert "pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
            whole = squeezed(
                "".join(
                    re.sub(
                        r"(Key: )?Title <1> & \{2\} · Form [AB] · seed 7 <x>\s*\d+ / \d+",
                        "",
                        page.extract_text(),
                    )
                    for page in reader.pages
                )
            )
            place = 0
            for asked in form.asked:
                for text in filter(
                    is_read_left_to_right,
                    said(asked)
                    if name == "paper"
                    else [flat(key_line(asked)), *said(asked)[:1]],
                ):
                    found = whole.find(squeezed(text), place)
                    assert found >= 0, text
                    place = found


def test_no_item_of_a_pdf_is_split_between_pages(torture):
    job = torture()
    pages = [
        squeezed(page.extract_text())
        for page in PdfReader(io.BytesIO(pdf_of(job)["paper.pdf"])).pages
    ]
    for asked in job.asked:
        texts = [
            squeezed(text)
            for text in (flat(asked.item.stem), *printed(asked))
            if is_read_left_to_right(text)
        ]
        assert not texts or any(
            all(text in page for text in texts) for page in pages
        ), asked.item.stem


def test_markdown_shows_every_text_as_it_is(torture, written):
    job = torture(forms=2)
    files = written("markdown", job)
    for form in job.paper.forms:
        text = parse(
            MarkdownIt().render(files[f"paper-{form.name}.md"].decode()).encode()
        ).text()
        key = parse(
            MarkdownIt().render(files[f"key-{form.name}.md"].decode()).encode()
        ).text()
        place = 0
        for asked in form.asked:
            for each in (
                flat(f"{asked.number}. {asked.item.stem}"),
                *(
                    line.replace(" ", ". ", 1)
                    for line in printed(asked)
                    if not asked.item.pairs
                ),
            ):
                found = text.find(each, place)
                assert found >= 0, each
                place = found
            assert flat(f"{asked.number}. {key_line(asked)}") in key
            assert all(said in key for said in told(asked))


def test_json_holds_everything(torture, written):
    job = torture(forms=2)
    data = json.loads(written("json", job)["items.json"])
    items = {item["id"]: item for item in data["items"]}
    for item in job.paper.items:
        found = items[item.id]
        assert found["stem"] == item.stem
        assert [
            (each["text"], each["key"], each["why"]) for each in found["options"]
        ] == [(option.text, option.is_key, option.why) for option in item.options]
        assert [(each["prompt"], each["match"]) for each in found["pairs"]] == [
            (pair.prompt, pair.match) for pair in item.pairs
        ]
        assert [(each["text"], *each["accept"]) for each in found["answers"]] == [
            (answer.text, *answer.accept) for answer in item.answers
        ]
    for form, found in zip(job.paper.forms, data["forms"], strict=True):
        assert [each["options"] for each in found["items"]] == [
            [option.id for option in asked.options] for asked in form.asked
        ]


def test_a_table_holds_everything_and_runs_nothing(torture, written):
    job = torture()
    data = written("csv", job)["items.csv"]
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for asked, row in zip(job.asked, rows, strict=True):
        item = asked.item
        assert row["id"] == item.id
        assert row["stem"].removeprefix("'") == item.stem
        texts = [
            row[f"option {place}"].removeprefix("'")
            for place in range(1, len(item.options) + 1)
        ]
        assert sorted(texts) == sorted(option.text for option in item.options)
        assert row["key"].removeprefix("'") == " | ".join(text for text in (
            *(option.text for option in (item.options if item.type == "ordering" else asked.options) if option.is_key),
            *(answer.text for answer in item.answers),
        ))  # fmt: skip
    cells = [
        cell
        for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert not any(
        cell.lstrip(" \u00a0")[:1] in set("=+-@\t\r\n＝＋－＠")
        for cell in cells
        if cell.strip()
    )


def test_a_picture_is_in_every_document(torture, written):
    job = torture()
    assert b"data:image/png;base64," in written("print", job)["paper.html"]
    assert any(
        page.images for page in PdfReader(io.BytesIO(pdf_of(job)["paper.pdf"])).pages
    )
    with zipfile.ZipFile(io.BytesIO(written("docx", job)["paper.docx"])) as archive:
        assert any(name.startswith("word/media/") for name in archive.namelist())
        assert (
            'descr="A &quot;dot&quot; &lt;1 mm &amp; black"'
            in archive.read("word/document.xml").decode()
        )


@pytest.mark.parametrize(
    ("name", "said"), [("pdf", "could not be displayed"), ("docx", "cannot be read")]
)
def test_what_a_format_cannot_hold_is_refused_with_a_reason(
    deck_of, written, tmp_path, name, said
):
    (tmp_path / "heart").mkdir()
    (tmp_path / "heart" / "torn.png").write_bytes(b"not a picture")
    image = "    image: {file: torn.png, alt: Torn}\n" if name == "docx" else ""
    deck = deck_of(
        f"  - id: a\n    from: pump\n    ask: What is \u0378?\n    answer: a sign\n{image}"
    )
    job = QuizJob(assemble_paper(deck, item_bank(deck), PaperRequest(1)).paper, deck)
    with pytest.raises(UnwritableError, match=said) as refused:
        written(name, job)
    assert refused.value.fix


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("torn.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0"),
        (
            "torn.jpg",
            b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\x01\0\x48\0\x48\0\0",
        ),  # ends before the picture
        ("torn.gif", b"GIF89a\x04"),
        ("none.png", b""),
    ],
)
def test_a_torn_picture_is_refused_by_word(deck_of, written, tmp_path, name, content):
    (tmp_path / "heart").mkdir()
    (tmp_path / "heart" / name).write_bytes(content)
    facts = f"  - id: a\n    from: pump\n    ask: What beats?\n    answer: the heart\n    image: {{file: {name}, alt: Torn}}\n"
    deck = deck_of(facts)
    job = QuizJob(assemble_paper(deck, item_bank(deck), PaperRequest(1)).paper, deck)
    with pytest.raises(
        UnwritableError, match=f"the picture .*[.]{name[-3:]} cannot be read: "
    ):
        written("docx", job)


def test_an_unknown_format_is_a_developers_mistake(paper_of, written):
    with pytest.raises(ValueError, match="no format 'epub'; there are moodle, gift, "):
        written(
            "epub",
            paper_of("  - {id: a, from: pump, ask: What beats?, answer: the heart}\n"),
        )
