"""Every word that an output shows comes from the deck or from the catalogue.

The deck has Greek letters, and a made-up catalogue puts each message between brackets.
For each output format, a reader takes out what someone sees, and leaves the words of
the file format. What is left in Latin letters was forgotten in the catalogue.
"""

import csv
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from importlib.resources import files
from xml.etree import ElementTree as ET

import docx
import pytest
from pypdf import PdfReader

from liverdeck.anki.archive import COLLECTION
from liverdeck.authoring.loader import load_deck
from liverdeck.base.output_guards import MARK
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.quiz.formats.job import PaperLook
from liverdeck.quiz.formats.registry import FORMATS, files_of_format
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.papers.wording import hint_lines
from tests.catalogue.conftest import quiz_of
from tests.catalogue.greek import Shown, forgotten

LOOK = PaperLook(
    course="Μάθημα",
    institution="Σχολή",
    instructions="Καλή τύχη.",
    time_allowed="45",
    columns=2,
    asks_for_number=True,
)


def of_page(text):
    """Yield what a page shows or says."""
    shown = Shown(text)
    yield from shown.texts
    # Values of options, which a script reads.
    not_said = re.compile(r"o\w{8}|true|false")
    yield from (said for said in shown.attributes if not not_said.fullmatch(said))


def of_quiz_pages(written):
    for content in written.values():
        page = content.decode()
        yield from of_page(page)
        yield from script_words(page).values()


def script_words(page):
    """Return the texts for the script of a quiz page, without their placeholders."""
    words = json.loads(re.search(r'id="words">(.*?)</script>', page)[1])
    return {name: re.sub(r"\{\w+\}", "", text) for name, text in words.items()}


def of_printed_pages(written):
    for content in written.values():
        page = content.decode()
        yield from of_page(page)
        footer = re.search(r'@bottom-left \{ content: "(.*?)"', page)[1]
        yield re.sub(r"\\(\w+) ", lambda match: chr(int(match[1], 16)), footer)


def of_pdf_files(written):
    for content in written.values():
        reader = PdfReader(io.BytesIO(content))
        # Each page alone: a footer may stand between two halves of a sentence.
        yield from (page.extract_text() for page in reader.pages)
        yield reader.metadata.title
        for number in range(1, int(reader.trailer["/Size"])):
            made = reader.get_object(number)
            if isinstance(made, dict):
                yield from (
                    str(made[key]) for key in ("/Alt", "/ActualText") if key in made
                )


def of_word_files(written):
    for content in written.values():
        document = docx.Document(io.BytesIO(content))
        yield document.core_properties.title
        parts = [document.element.body]
        for section in document.sections:
            parts += [section.header._element, section.footer._element]
        for part in parts:
            # Word may break a sentence into several runs.
            for paragraph in part.iter("{*}p"):
                yield "".join(text.text or "" for text in paragraph.iter("{*}t"))
            yield from (shape.get("descr", "") for shape in part.iter("{*}docPr"))


def of_markdown_files(written):
    for name, content in written.items():
        if name.endswith(".md"):
            yield content.decode().replace(f"<!-- {MARK} -->", "").replace("\\", "")


MOODLE_NAMES = ("category", "name", "tags")
"""Elements of Moodle XML that have ids."""


def of_moodle(written):
    (content,) = written.values()
    for question in ET.fromstring(content):
        judges = question.get("type") == "truefalse"
        for element in question:
            if element.tag in MOODLE_NAMES:
                continue
            for text in element.iter("text"):
                is_word_of_format = judges and text.text in ("true", "false")
                if not is_word_of_format:
                    yield from of_page(text.text or "")


def of_gift(written):
    text = "\n".join(content.decode() for content in written.values())
    text = text.replace(f"// {MARK}", "")
    # Ids and tags of an item, its category, its name, and what a format calls true.
    text = re.sub(
        r"^// \[id:.*$|^\$CATEGORY: .*$|^::.*?::\[\w+\]", "", text, flags=re.MULTILINE
    )
    text = re.sub(r"(?<!\\)\{(TRUE|FALSE)\b", "{", text)
    yield from of_page(re.sub(r"\\([~=#{}:])", r"\1", text))


QTI_TEXTS = {"mattext", "title", "description"}


def of_qti(written):
    for content in written.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            for name in names:
                yield from of_qti_file(ET.fromstring(archive.read(name)))


def of_qti_file(root):
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in QTI_TEXTS:
            yield from of_page(element.text or "")
        if tag in ("assessment", "resource"):
            yield element.get("title", "")


def of_csv(written):
    (content,) = written.values()
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        for column, cell in row.items():
            if column not in ("id", "type", "topic"):
                yield cell


JSON_NAMES = {"id", "type", "deck", "facts", "topic", "passages", "item", "options"}


def of_json(written):
    (content,) = written.values()
    yield from of_values(json.loads(content))


def of_values(value):
    """Yield each text in JSON data, without ids."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for part in value:
            yield from of_values(part)
    elif isinstance(value, dict):
        for key, part in value.items():
            is_id = key in JSON_NAMES and not (
                isinstance(part, list) and part and isinstance(part[0], dict)
            )
            if not is_id and key != "prompts":
                yield from of_values(part)


def of_anki(written):
    for content in written.values():
        yield from of_package(content)


def of_package(content):
    """Yield what Anki shows: fields, templates, descriptions of decks and fields."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        database = archive.read(COLLECTION)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        models, decks = connection.execute("SELECT models, decks FROM col").fetchone()
        notes = connection.execute("SELECT flds, mid FROM notes").fetchall()
    types = {int(key): model for key, model in json.loads(models).items()}
    for fields, type_id in notes:
        names = [field["name"] for field in types[type_id]["flds"]]
        shown = dict(zip(names, fields.split("\x1f"), strict=True))
        for name, field in shown.items():
            if name not in ("Key", "Stamp"):
                # A gap and its number are words of Anki's format.
                yield from of_page(re.sub(r"\{\{c\d+::|\[sound:[^]]*\]", "", field))
    for model in types.values():
        for template in model["tmpls"]:
            for side in ("qfmt", "afmt"):
                yield from of_page(re.sub(r"\{\{[^}]*\}\}", " ", template[side]))
        # A sentence may stand around a date, in two halves.
        yield " ".join(re.findall(r'content: "(.*?)"', model["css"]))
        yield from (field["description"] for field in model["flds"])
    for deck in json.loads(decks).values():
        if deck["name"] != "Default":
            yield from of_page(deck["desc"])


READERS = {
    "moodle": of_moodle,
    "gift": of_gift,
    "qti": of_qti,
    "html": of_quiz_pages,
    "print": of_printed_pages,
    "pdf": of_pdf_files,
    "docx": of_word_files,
    "json": of_json,
    "markdown": of_markdown_files,
    "csv": of_csv,
    "anki": of_anki,
}


def formats_to_read(*names):
    """Return the names of formats for a test; what needs a second to read is slow."""
    slow = {"pdf": pytest.mark.slow, "docx": pytest.mark.slow}
    return [pytest.param(name, marks=slow.get(name, ())) for name in names]


def forgotten_in(texts, job):
    """Return the words of some texts that are from nowhere."""
    # Ids name an item in a key; the longest first, since one may begin another.
    ids = sorted((item.id for item in job.paper.items), key=len, reverse=True)
    return [word for text in texts for word in forgotten(text, *ids)]


def test_the_papers_have_every_type(job):
    types = {item.type for item in job.paper.items}
    assert types == set(ItemType)
    assert any(item.front.all and item.back.all for item in job.paper.items)
    assert any(hint_lines(item) for item in job.paper.items)


@pytest.mark.parametrize("output_format", formats_to_read(*FORMATS))
def test_an_output_shows_no_other_words(job, output_format):
    texts = READERS[output_format](files_of_format(output_format, job))
    assert forgotten_in(texts, job) == []


@pytest.mark.parametrize(
    "output_format", formats_to_read("html", "print", "pdf", "docx", "markdown")
)
def test_an_exam_with_everything_on_its_paper_shows_no_other_words(job, output_format):
    job = replace(job, mode="exam", minutes=5, look=LOOK)
    texts = READERS[output_format](files_of_format(output_format, job))
    assert forgotten_in(texts, job) == []


@pytest.mark.parametrize("output_format", formats_to_read(*FORMATS))
def test_words_of_no_catalogue_are_found(folder, output_format):
    job = quiz_of(folder)
    texts = READERS[output_format](files_of_format(output_format, job))
    assert {"Falsch", "gelesen"} & {*forgotten_in(texts, job)}


@pytest.mark.usefixtures("brackets")
def test_the_package_of_a_deck_shows_no_other_words(folder):
    assert [
        word for text in of_package(built(folder)) for word in forgotten(text)
    ] == []


def test_words_of_no_catalogue_are_found_in_a_package(folder):
    found = {word for text in of_package(built(folder)) for word in forgotten(text)}
    assert {"Adresse", "Aussage"} <= found


def built(folder):
    deck, buffer = load_deck(folder).required(), io.BytesIO()
    build_package(deck, Ledger(deck.id), buffer, now_seconds=1_800_000_000)
    return buffer.getvalue()


def test_the_script_of_the_quiz_page_has_no_sentence_of_its_own(job):
    (page, *_) = files_of_format("html", job).values()
    words = script_words(page.decode())
    script = files("liverdeck.quiz.formats").joinpath("quiz.js").read_text("utf-8")
    code = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
    literals = set(re.findall(r'"([^"\n]*)"', code)) - {"use strict"}
    sentences = [
        text for text in literals if re.search(r"[A-Z]\w+ |\w \w|\w[.:!]$", text)
    ]
    assert not sentences, "pass them into the page as `script_words`"
    names = set(re.findall(r"\bwords\.(?!replace)(\w+)", code)) | set(
        re.findall(r'\bsay\("(\w+)"', code)
    )
    assert names == set(words), "each word is used, and each is there"


def test_the_template_of_the_pdf_has_no_word_of_its_own():
    template = files("liverdeck.quiz.formats").joinpath("paper.typ").read_text("utf-8")
    assert re.findall(r"\[[A-Z]\w+\]", template) == []
