"""Every word that an output shows comes from the deck or from the catalogue.

The deck has Greek letters, and a made-up catalogue puts each message between brackets.
For each output format, a function yields the texts that people see, without the words
of the file format. A word in Latin letters outside brackets is not from the catalogue.
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

from liverdeck.anki.archive import OLDEST_COLLECTION_NAME
from liverdeck.authoring.loader import load_deck
from liverdeck.base.output_guards import MARK
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.quiz.formats.job import PaperLook
from liverdeck.quiz.formats.registry import FORMATS, files_of_format
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.papers.wording import hint_lines
from tests.catalogue.conftest import quiz_of
from tests.catalogue.greek import PageTexts, forgotten

LOOK = PaperLook(
    course="Μάθημα",
    institution="Σχολή",
    instructions="Καλή τύχη.",
    time_allowed="45",
    columns=2,
    asks_for_number=True,
)


def texts_of_page(page):
    """Yield the texts that readers of a page see or hear."""
    page_texts = PageTexts(page)
    yield from page_texts.texts
    option_value = re.compile(r"o\w{8}|true|false")  # only a script reads it
    for text in page_texts.attributes:
        if not option_value.fullmatch(text):
            yield text


def texts_of_quiz_pages(written):
    for content in written.values():
        page = content.decode()
        yield from texts_of_page(page)
        yield from script_words(page).values()


def script_words(page):
    """Return the texts for the script of a quiz page, without their placeholders."""
    words = json.loads(re.search(r'id="words">(.*?)</script>', page)[1])
    return {name: re.sub(r"\{\w+\}", "", text) for name, text in words.items()}


def texts_of_printed_pages(written):
    for content in written.values():
        page = content.decode()
        yield from texts_of_page(page)
        footer = re.search(r'@bottom-left \{ content: "(.*?)"', page)[1]
        yield re.sub(r"\\(\w+) ", lambda match: chr(int(match[1], 16)), footer)


def texts_of_pdf_files(written):
    for content in written.values():
        reader = PdfReader(io.BytesIO(content))
        # Each page alone: a footer may stand between two halves of a sentence.
        yield from (page.extract_text() for page in reader.pages)
        yield reader.metadata.title
        for number in range(1, int(reader.trailer["/Size"])):
            pdf_object = reader.get_object(number)
            if isinstance(pdf_object, dict):
                for key in ("/Alt", "/ActualText"):
                    if key in pdf_object:
                        yield str(pdf_object[key])


def texts_of_word_files(written):
    for content in written.values():
        document = docx.Document(io.BytesIO(content))
        yield document.core_properties.title
        elements = [document.element.body]
        for section in document.sections:
            elements += [section.header._element, section.footer._element]
        for element in elements:
            # Word may break a sentence into several runs.
            for paragraph in element.iter("{*}p"):
                yield "".join(text.text or "" for text in paragraph.iter("{*}t"))
            for shape in element.iter("{*}docPr"):
                yield shape.get("descr", "")


def texts_of_markdown_files(written):
    for name, content in written.items():
        if name.endswith(".md"):
            yield content.decode().replace(f"<!-- {MARK} -->", "").replace("\\", "")


MOODLE_IDS = ("category", "name", "tags")
"""Elements of Moodle XML that have ids."""


def texts_of_moodle(written):
    (content,) = written.values()
    for question in ET.fromstring(content):
        words_of_format = ()
        if question.get("type") == "truefalse":
            words_of_format = ("true", "false")
        for element in question:
            if element.tag in MOODLE_IDS:
                continue
            for text in element.iter("text"):
                if text.text not in words_of_format:
                    yield from texts_of_page(text.text or "")


def texts_of_gift(written):
    text = "\n".join(content.decode() for content in written.values())
    text = text.replace(f"// {MARK}", "")
    # Without the ids and tags of an item, its category, its name, TRUE and FALSE.
    text = re.sub(
        r"^// \[id:.*$|^\$CATEGORY: .*$|^::.*?::\[\w+\]", "", text, flags=re.MULTILINE
    )
    text = re.sub(r"(?<!\\)\{(TRUE|FALSE)\b", "{", text)
    yield from texts_of_page(re.sub(r"\\([~=#{}:])", r"\1", text))


QTI_TEXTS = {"mattext", "title", "description"}


def texts_of_qti(written):
    for content in written.values():
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.endswith(".xml")]
            for name in names:
                yield from texts_of_qti_file(ET.fromstring(archive.read(name)))


def texts_of_qti_file(root):
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag in QTI_TEXTS:
            yield from texts_of_page(element.text or "")
        if tag in ("assessment", "resource"):
            yield element.get("title", "")


def texts_of_csv(written):
    (content,) = written.values()
    for row in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))):
        for column, cell in row.items():
            if column not in ("id", "type", "topic"):
                yield cell


JSON_IDS = {"id", "type", "deck", "facts", "topic", "passages", "item", "options"}


def texts_of_json(written):
    (content,) = written.values()
    yield from texts_of_values(json.loads(content))


def texts_of_values(value):
    """Yield each text in JSON data, without ids."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for element in value:
            yield from texts_of_values(element)
    elif isinstance(value, dict):
        for key, child in value.items():
            is_id = key in JSON_IDS and not has_objects(child)
            if not is_id and key != "prompts":
                yield from texts_of_values(child)


def has_objects(value):
    """Whether a value is a list of JSON objects, as `options` in an item is."""
    return isinstance(value, list) and value and isinstance(value[0], dict)


def texts_of_anki(written):
    for content in written.values():
        yield from texts_of_package(content)


def texts_of_package(content):
    """Yield the texts that Anki shows: fields, templates, descriptions."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        database = archive.read(OLDEST_COLLECTION_NAME)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(database)
        models, decks = connection.execute("SELECT models, decks FROM col").fetchone()
        notes = connection.execute("SELECT flds, mid FROM notes").fetchall()
    types = {int(key): model for key, model in json.loads(models).items()}
    for fields, type_id in notes:
        names = [field["name"] for field in types[type_id]["flds"]]
        for name, field in zip(names, fields.split("\x1f"), strict=True):
            if name not in ("Key", "Stamp"):  # which no card shows
                # A gap and its number are words of Anki's format.
                yield from texts_of_page(
                    re.sub(r"\{\{c\d+::|\[sound:[^]]*\]", "", field)
                )
    for model in types.values():
        for template in model["tmpls"]:
            for side in ("qfmt", "afmt"):
                yield from texts_of_page(re.sub(r"\{\{[^}]*\}\}", " ", template[side]))
        # A sentence may stand around a date, in two halves.
        yield " ".join(re.findall(r'content: "(.*?)"', model["css"]))
        for field in model["flds"]:
            yield field["description"]
    for deck in json.loads(decks).values():
        if deck["name"] != "Default":
            yield from texts_of_page(deck["desc"])


TEXTS_OF = {
    "moodle": texts_of_moodle,
    "gift": texts_of_gift,
    "qti": texts_of_qti,
    "html": texts_of_quiz_pages,
    "print": texts_of_printed_pages,
    "pdf": texts_of_pdf_files,
    "docx": texts_of_word_files,
    "json": texts_of_json,
    "markdown": texts_of_markdown_files,
    "csv": texts_of_csv,
    "anki": texts_of_anki,
}


def formats_to_read(*names):
    """Return the names of formats for a test; what needs a second to read is slow."""
    slow = {"pdf": pytest.mark.slow, "docx": pytest.mark.slow}
    return [pytest.param(name, marks=slow.get(name, ())) for name in names]


def forgotten_in(texts, job):
    """Return the words of some texts that come from neither deck nor catalogue."""
    # A key has the ids of items. Remove the longest first, since one may begin another.
    ids = sorted((item.id for item in job.paper.items), key=len, reverse=True)
    return [word for text in texts for word in forgotten(text, *ids)]


def test_the_papers_have_every_type(job):
    types = {item.type for item in job.paper.items}
    assert types == set(ItemType)
    assert any(item.front.all and item.back.all for item in job.paper.items)
    assert any(hint_lines(item) for item in job.paper.items)


@pytest.mark.parametrize("output_format", formats_to_read(*FORMATS))
def test_an_output_shows_only_words_of_deck_and_catalogue(job, output_format):
    texts = TEXTS_OF[output_format](files_of_format(output_format, job))
    assert forgotten_in(texts, job) == []


@pytest.mark.parametrize(
    "output_format", formats_to_read("html", "print", "pdf", "docx", "markdown")
)
def test_an_exam_with_everything_on_its_paper_shows_only_those_words(
    job, output_format
):
    job = replace(job, mode="exam", minutes=5, look=LOOK)
    texts = TEXTS_OF[output_format](files_of_format(output_format, job))
    assert forgotten_in(texts, job) == []


@pytest.mark.parametrize("output_format", formats_to_read(*FORMATS))
def test_words_that_are_in_no_catalogue_are_found(folder, output_format):
    job = quiz_of(folder)
    texts = TEXTS_OF[output_format](files_of_format(output_format, job))
    assert {"Falsch", "gelesen"} & {*forgotten_in(texts, job)}


@pytest.mark.usefixtures("brackets")
def test_the_package_of_a_deck_shows_only_words_of_deck_and_catalogue(folder):
    for text in texts_of_package(built(folder)):
        assert forgotten(text) == []


def test_words_that_are_in_no_catalogue_are_found_in_a_package(folder):
    found = {
        word for text in texts_of_package(built(folder)) for word in forgotten(text)
    }
    assert {"Adresse", "Aussage"} <= found


def built(folder):
    deck, buffer = load_deck(folder).required(), io.BytesIO()
    build_package(deck, Ledger(deck.id), buffer, now_seconds=1_800_000_000)
    return buffer.getvalue()


def test_the_script_of_the_quiz_page_contains_no_sentence(job):
    (page, *_) = files_of_format("html", job).values()
    words = script_words(page.decode())
    script = files("liverdeck.quiz.formats").joinpath("quiz.js").read_text("utf-8")
    code = re.sub(r"^\s*//.*$", "", script, flags=re.MULTILINE)
    literals = set(re.findall(r'"([^"\n]*)"', code)) - {"use strict"}
    sentences = [
        text for text in literals if re.search(r"[A-Z]\w+ |\w \w|\w[.:!]$", text)
    ]
    assert not sentences, "pass them into the page as `script_words`"
    names = {
        *re.findall(r"\bwords\.(?!replace)(\w+)", code),
        *re.findall(r'\bsay\("(\w+)"', code),
    }
    assert names == set(words), "the script uses each word of the page, and no other"


def test_the_template_of_the_pdf_contains_no_word():
    template = files("liverdeck.quiz.formats").joinpath("paper.typ").read_text("utf-8")
    assert re.findall(r"\[[A-Z]\w+\]", template) == []
