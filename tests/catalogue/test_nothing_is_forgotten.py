"""Every word that learners see comes from the catalogue.

The decks here are written in Greek letters, and a made-up catalogue puts each message
between brackets. What then has Latin letters outside brackets was forgotten.
"""

import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files

import docx
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from liverdeck.authoring.loader import load_deck
from liverdeck.catalogue import learner_words
from liverdeck.catalogue.learner_words import Words
from liverdeck.checker.feedback import feedback, feedback_after_verdict
from liverdeck.checker.reasons import REASONS
from liverdeck.checker.verdict import Verdict
from liverdeck.cli.main import cli
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_forms import make_paper_forms
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.wording import hint_lines, words_of
from tests.quiz.formats.conftest import png

DECK = """\
liverdeck: 1
id: heart
anki_name: Ψ
title: Καρδιά
description: Μια δέσμη.
language: de
author: Άννα
document: {title: Βιβλίο, read: 2023-01-31, author: Νίκος}
topics:
  - {id: chambers, title: Κοιλίες}
  - {id: beat, title: Παλμός}
"""
PASSAGES = """\
liverdeck: 1
passages:
  - {id: rooms, heading: Δωμάτια}
  - {id: pump, heading: Αντλία}
"""
FILES = {"α.png": png(), "β.png": png(), "α.ogg": b"OggS", "β.ogg": b"OggS"}
"""The pictures and sounds of `FACTS`."""
FACTS = """\
  - id: rate
    from: pump
    ask: Πόσο;
    answer: {number: 70, unit: s, tolerance: 2}
    why: Ησυχάζει.
  - id: vessel
    from: pump
    ask: Ποιο αγγείο;
    one_answer: true
    answer:
      text: αορτή
      kind: vessel
      hint: μεγάλη
      accept: [αρτηρία]
      reject:
        φλέβα: Πάει πίσω.
        νεύρο: Δεν έχει αίμα.
        μυς: Δεν ρέει.
    note: Κι άλλα.
    image:
      - {file: α.png, alt: Μια εικόνα, credit: Άννα}
      - {file: β.png, alt: Άλλη εικόνα, side: back}
    audio:
      - {file: α.ogg, credit: Νίκος}
      - {file: β.ogg, side: back}
  - id: wall
    from: pump
    ask: Ποιο τοίχωμα;
    one_answer: true
    answer: {text: διάφραγμα, kind: vessel}
  - id: gate
    from: pump
    ask: Ποια πύλη;
    one_answer: true
    answer: {text: βαλβίδα, kind: vessel}
  - id: flow
    from: pump
    one_answer: true
    say: Ρέει στην {{c1::φλέβα}}.
    blanks:
      c1:
        reject:
          τσέπη: Άδεια.
          πέτρα: Σκληρή.
  - id: steps
    from: rooms
    ask: Τι γίνεται;
    order: fixed
    list: [{text: γεμίζει, hint: πρώτο}, κλείνει, {text: αδειάζει, hint: τρίτο}]
    distractors:
      τραγουδά: Όχι.
      κοιμάται: Ποτέ.
      πετά: Αλλού.
  - id: parts
    from: rooms
    ask: Πού είναι;
    grouping: document
    groups:
      - {id: up, title: Πάνω, items: [κόλπος, θόλος]}
      - {id: down, title: Κάτω, items: [βάση, άκρη]}
"""
LATIN = re.compile(r"(?!\b[A-F]+\b)[A-Za-z]{2,}")
"""Two letters or more; but the key of an item may be AC."""
IN_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
FILE_NAME = re.compile("|".join(map(re.escape, FILES)))
NAME_OR_PATH = re.compile(r"/?[\w-]+(?:/[\w.:-]+)+")
"""The name of a card, or the path of a fact file with its line."""


class Brackets:
    """A catalogue that puts every message between brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, singular, plural, number):
        return f"⟦{singular if number == 1 else plural}⟧"


@pytest.fixture(autouse=True)
def brackets(monkeypatch):
    monkeypatch.setattr(
        learner_words, "_words_of", lambda language: Words(language, Brackets())
    )


@pytest.fixture
def folder(write_deck):
    return with_media(write_deck(FACTS, deck=DECK, passages=PASSAGES))


def with_media(folder):
    """Write the pictures and sounds into a deck's folder, and return the folder."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def forgotten(text, *known):
    """Return the words outside brackets, apart from those that are `known`."""
    shown = " ".join(text.split())
    while IN_BRACKETS.search(shown):
        shown = IN_BRACKETS.sub(" ", shown)
    shown = NAME_OR_PATH.sub(" ", FILE_NAME.sub(" ", shown))
    for word in known:
        shown = shown.replace(word, " ")
    return LATIN.findall(shown)


class Shown(HTMLParser):
    """What a page shows or says, without its styles and scripts."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.attributes, self._hidden = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._hidden = tag in ("style", "script")
        said = ("alt", "aria-label", "title", "placeholder", "value")
        self.attributes += [value for name, value in attrs if name in said and value]

    def handle_endtag(self, _tag):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden:
            self.texts.append(data)


@pytest.fixture
def job(folder):
    deck = load_deck(folder).required()
    bank = item_bank(deck)
    request = PaperRequest(1, "1", repeat_facts=True)
    paper = assemble_paper(deck, bank, request).required()
    # A paper of every item: an assembled one has none that gives away another.
    forms = make_paper_forms([worded(item, words_of(paper)) for item in bank], "1", 2)
    items = tuple(asked.item for asked in forms[0].asked)
    whole = replace(paper, items=items, forms=forms)
    return QuizJob(whole, deck, mode="exam", minutes=5)


def test_a_made_up_catalogue_is_found():
    assert forgotten("⟦One ⟦two⟧⟧ τρία 4") == []
    assert forgotten("⟦One⟧ two") == ["two"]


@pytest.mark.parametrize(
    "lines",
    [
        ["?", "e", "s", "7", "zz", "", "9", "e", "1", "u", "b", "!", "u", "q"],
        [
            "αορτή",
            "",
            "αορτι",
            "αρτηρία",
            "3",
            "φλέβα",
            "4",
            "γεμίζει",
            "πετά",
            "",
            "2",
        ],
        ["", "3"] * 12,
        ["x" * 900, "3", "αορτή και φλέβα", "2", "γεμίζει, κλείνει", "", "1", "ίσως"],
    ],
)
@pytest.mark.parametrize("options", [(), ("--cram",), ("--ahead", "9")])
def test_study_shows_no_other_words(folder, tmp_path, lines, options):
    runner = CliRunner(env={"LIVERDECK_HOME": str(tmp_path / "home")})
    typed = "".join(f"{line}\n" for line in lines)
    result = runner.invoke(cli, ["study", "-d", str(folder), *options], input=typed)
    assert result.exit_code == 0, result.output
    assert forgotten(result.output) == []
    for again in (["--resume", "all"], ["--forget", "vessel"]):
        result = runner.invoke(cli, ["study", "-d", str(folder), *again])
        if result.exit_code == 0:
            assert forgotten(result.output, "vessel", "rate", "gate", "wall") == []


@pytest.mark.parametrize("typed", ["zz", "A", "1A 2B 3C", "αορτή", "70", "true", ""])
def test_a_quiz_in_the_terminal_shows_no_other_words(folder, typed):
    arguments = ["quiz", "take", "-d", str(folder), "--seed", "1", "--items", "7"]
    lines = f"{typed}\n" * 60
    result = CliRunner().invoke(cli, [*arguments, "--repeat-facts"], input=lines)
    assert result.exit_code == 0, result.output
    assert forgotten(result.output, typed) == []


def test_the_papers_have_every_type(job):
    types = {item.type for item in job.paper.items}
    assert types == set(ItemType)
    assert any(item.front.all and item.back.all for item in job.paper.items)
    assert any(hint_lines(item) for item in job.paper.items)


def test_the_quiz_page_shows_no_other_words(job):
    for page in files_of_format("html", job).values():
        shown = Shown(page.decode())
        assert forgotten(" ".join(shown.texts)) == []
        said = [text for text in shown.attributes if not re.fullmatch(r"o\w+", text)]
        assert forgotten(" ".join(said), "true", "false") == []


def test_the_script_of_the_quiz_page_has_no_sentence_of_its_own(job):
    (page, *_) = files_of_format("html", job).values()
    words = re.search(r'id="words">(.*?)</script>', page.decode())[1]
    assert all(re.fullmatch("⟦.*⟧", text) for text in json.loads(words).values())
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
    assert names == set(json.loads(words)), "each word is used, and each is there"


def test_the_printed_pages_show_no_other_words(job):
    for page in files_of_format("print", job).values():
        text = page.decode()
        ids = [item.id for item in job.paper.items]
        shown = Shown(text)
        assert forgotten(" ".join([*shown.texts, *shown.attributes]), *ids) == []
        footer = re.search(r'@bottom-left \{ content: "(.*?)"', text)[1]
        unquoted = re.sub(r"\\(\w+) ", lambda match: chr(int(match[1], 16)), footer)
        assert forgotten(unquoted) == []


def test_the_markdown_files_show_no_other_words(job):
    ids = [item.id.replace(".", r"\.") for item in job.paper.items]
    ids += [item.id for item in job.paper.items]
    written = files_of_format("markdown", job)
    texts = {name: text for name, text in written.items() if name.endswith(".md")}
    for name, content in texts.items():
        text = re.sub(r"<!--.*?-->", "", content.decode()).replace("\\", "")
        assert forgotten(text, *ids) == [], name


def test_the_word_files_show_no_other_words(job):
    ids = [item.id for item in job.paper.items]
    for name, content in files_of_format("docx", job).items():
        document = docx.Document(io.BytesIO(content))
        footers = [section.footer.paragraphs[0] for section in document.sections]
        texts = [paragraph.text for paragraph in (*document.paragraphs, *footers)]
        assert forgotten(" ".join(texts), *ids) == [], name


def test_the_pdf_files_show_no_other_words(job):
    # A PDF has no brackets that its fonts lack, so only the template is looked at, and
    # its data below.
    template = files("liverdeck.quiz.formats").joinpath("paper.typ").read_text("utf-8")
    assert re.findall(r"\[[A-Z]\w+\]", template) == []
    for name, content in files_of_format("pdf", job).items():
        pages = PdfReader(io.BytesIO(content)).pages
        text = "".join(page.extract_text() for page in pages)
        assert "⟦" in text, name


@pytest.mark.parametrize("output_format", ["moodle", "gift"])
def test_the_feedback_on_learning_platforms_has_no_other_words(job, output_format):
    (content,) = files_of_format(output_format, job).values()
    text = content.decode()
    for english in ("Source:", "Right:", "Also right", "Match each", "point"):
        assert not re.search(rf"(?<!⟦){english}", text), english


@pytest.mark.parametrize("reason", REASONS)
def test_the_sentences_of_the_checker_are_messages(reason):
    for outcome in REASONS[reason].sentences:
        verdict = Verdict(outcome, reason, "ψ", "ω", "ψ", "ω", "φ", "χ", "Ναι")
        assert forgotten(feedback(verdict, "de")) == []
        assert forgotten(feedback_after_verdict(verdict, "de")) == []


@pytest.mark.parametrize("can_open", [True, False])
def test_opening_pictures_and_sounds_shows_no_other_words(
    folder, tmp_path, monkeypatch, can_open
):
    monkeypatch.setattr("click.launch", lambda _path: 0 if can_open else 1)
    environment = {"LIVERDECK_HOME": str(tmp_path / "home")}
    typed = "\n".join(["o", "", "o", "3"] * 20)
    arguments = ["study", "-d", str(folder)]
    result = CliRunner(env=environment).invoke(cli, arguments, input=typed)
    assert "⟦(o: open)⟧" in result.output
    for side in ("question", "card"):
        assert f"⟦This {side} has no picture and no sound.⟧" in result.output
    opening = "Opening: " if can_open else "No program opened it."
    assert result.output.count(f"⟦{opening}") >= 4
    assert forgotten(result.output) == []
