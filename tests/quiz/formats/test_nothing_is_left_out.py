"""An output has everything of an item, or the command names what is left out."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.catalogue.learner_words import words_in
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.formats.remarks import remarks
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.blueprint import BlueprintRow
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.wording import grading_notes, words_of
from tests.conftest import DECK

FACTS = """\
  - id: vessel
    from: pump
    ask: Which vessel leaves the left side?
    one_answer: true
    answer:
      text: aorta
      accept: [main artery]
      reject:
        vena cava: It comes in.
    audio: {file: beat.ogg}
"""
CREDITED = DECK.replace("read: 2023-01-31", "read: 2023-01-31, author: Ann A") + (
    "author: Ben B\nreport: heart@example.org\n"
)


@pytest.fixture
def job(write_deck):
    """Return a quiz with one short answer, of a deck that names its authors."""
    folder = write_deck(FACTS, deck=CREDITED)
    (folder / "beat.ogg").write_bytes(b"OggS")
    deck = load_deck(folder).required()
    request = PaperRequest(items=1, blueprint=[BlueprintRow(1, type="short")])
    return QuizJob(assemble_paper(deck, item_bank(deck), request).required(), deck)


def texts_of(files):
    """Return all texts in the files of a format, also of those in a zip file."""
    texts = []
    for content in files.values():
        if zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                texts += [archive.read(name) for name in archive.namelist()]
        else:
            texts.append(content)
    return b"\n".join(texts).decode("utf-8", "ignore")


@pytest.mark.parametrize(
    "name",
    ["html", "print", "docx", "markdown", "moodle", "gift", "qti", "csv", "json"],
)
def test_an_output_names_the_authors_and_where_to_report_a_mistake(job, name):
    text = texts_of(files_of_format(name, job)).replace("\\", "")
    assert "Ann A" in text
    assert "Ben B" in text
    assert "heart@example.org" in text


def test_a_quiz_of_a_deck_without_credits_has_no_credits(job):
    paper = replace(job.paper, document_credit="", deck_credit="", report="")
    text = texts_of(files_of_format("moodle", replace(job, paper=paper)))
    assert "Made from the document “On the heart”.</text>" in text
    assert "Report a mistake" not in text


@pytest.mark.parametrize("name", ["print", "docx", "markdown"])
def test_a_key_has_the_wrong_answers_with_their_reasons(job, name):
    files = files_of_format(name, job)
    key_files = {file: content for file, content in files.items() if "key" in file}
    paper_files = {file: files[file] for file in files.keys() - key_files.keys()}
    assert "vena cava (It comes in.)" in texts_of(key_files).replace("\\", "")
    assert "vena cava" not in texts_of(paper_files)


def test_the_notes_for_the_marker_have_the_wrong_answers(job):
    (item,) = job.paper.items
    assert grading_notes(item, words_of(job.paper)) == (
        "Right: aorta (also: main artery). Wrong answers: vena cava (It comes in.)."
    )


def test_the_notes_for_the_marker_are_in_the_language_of_the_learners(job):
    (item,) = job.paper.items
    notes = grading_notes(item, words_in("de"))
    assert notes.startswith("Richtig: aorta (auch: main artery).")


def test_a_row_of_a_table_has_the_wrong_answers_with_their_reasons(job):
    (content,) = files_of_format("csv", job).values()
    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert row["wrong answers"] == "vena cava: It comes in."


@pytest.mark.parametrize(
    ("name", "phrase"),
    [
        ("print", "plays no sound"),
        ("pdf", "plays no sound"),
        ("docx", "plays no sound"),
        ("markdown", "plays no sound"),
        ("csv", "pictures and sounds are named"),
        ("json", "pictures and sounds are named"),
        ("qti", "without 1 known wrong answer"),
    ],
)
def test_a_command_names_everything_that_its_output_cannot_have(job, name, phrase):
    (remark,) = [text for text in remarks([name], job.paper.items) if phrase in text]
    assert remark.startswith(f"{name}: ")
    (item,) = job.paper.items
    without = replace(
        item,
        front=type(item.front)(),
        answers=tuple(replace(answer, reject=()) for answer in item.answers),
    )
    assert not [text for text in remarks([name], [without]) if phrase in text]
