"""Files for learning platforms and phones decode back to the model.

The papers have every item type and every nasty text.
"""

import io
import re
import zipfile
from dataclasses import replace
from importlib.resources import files

import pytest

import liverdeck
from liverdeck.catalogue.learner_words import words_in
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.quiz.formats.registry import FORMATS
from liverdeck.quiz.formats.script_words import script_words
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.item_types import Interaction
from tests.quiz.formats.decoders.canvas import read_qti
from tests.quiz.formats.decoders.moodle import read_gift, read_xml
from tests.quiz.formats.decoders.pages import read_quiz
from tests.quiz.formats.decoders.seen import expected, flat


def arrows(text):
    return flat(text.replace("->", "→"))


def one_line(text):
    return flat(text.replace("\u2060", ""))


PLATFORMS = {
    "moodle": ("moodle.xml", read_xml, {}),
    "gift": ("gift.txt", read_gift, {"typed": arrows}),
    "qti": ("qti.zip", read_qti, {}),
}


def without_joiners(seen):
    pairs = frozenset((prompt, one_line(match)) for prompt, match in seen.pairs)
    return replace(seen, pairs=pairs)


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platform_gets_the_stems_options_and_keys_of_the_model(
    torture, written, name
):
    job = torture()
    file, read, reading = PLATFORMS[name]
    items = read(written(name, job)[file])
    by_topic = sorted(job.asked, key=lambda asked: asked.item.topic)
    assert list(items) == [asked.item.id for asked in by_topic]
    for asked in job.asked:
        item = asked.item
        seen, feedback = items[item.id]
        assert without_joiners(seen) == expected(asked, **reading), item.id
        assert flat(item.source) in feedback
        if item.type == "list":
            assert all(flat(answer.text) in feedback for answer in item.answers)


@pytest.mark.slow
def test_a_page_shows_and_grades_what_the_model_says(torture, written):
    job = torture(forms=2)
    for form in job.paper.forms:
        page = written("html", job)[f"quiz-{form.name}.html"]
        assert read_quiz(page) == [expected(asked) for asked in form.asked]


def test_the_script_of_a_page_grades_every_answer_field(torture, written):
    page = written("html", torture())["quiz.html"].decode()
    fields = set(re.findall(r'data-answer-field="([^"]+)"', page))
    graded = set(re.findall(r'"([^"]+)": \{ grade: ', page))
    assert len(fields) == len(Interaction)
    assert graded == fields


KEYS = {
    "moodle": (r'(fraction=")100"', r'\g<1>0"'),
    "gift": (r"\n=(?=[^%\n][^\n]*\n~[^%])", r"\n~"),
}
"""How a file says that an option is right, and how it would say that it is wrong."""


@pytest.mark.slow
@pytest.mark.parametrize("name", KEYS)
def test_a_flipped_key_is_noticed(torture, written, name):
    job = torture()
    file, read, reading = PLATFORMS[name]
    right, wrong = KEYS[name]
    text = written(name, job)[file].decode()
    wanted = {asked.item.id: expected(asked, **reading) for asked in job.asked}
    matches = list(re.finditer(right, text))
    for match in matches[:: len(matches) // 12]:
        flipped = text[: match.start()] + match.expand(wrong) + text[match.end() :]
        items = read(flipped.encode())
        changed = [
            item_id
            for item_id, seen in wanted.items()
            if without_joiners(items[item_id][0]) != seen
        ]
        assert len(changed) == 1


def test_a_flipped_key_in_a_canvas_package_is_noticed(torture, written):
    job = torture()
    archive = zipfile.ZipFile(io.BytesIO(written("qti", job)["qti.zip"]))
    (name,) = [
        name for name in archive.namelist() if re.fullmatch(r"(\w+)/\1\.xml", name)
    ]
    text = archive.read(name).decode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        changed.writestr(name, with_a_flipped_key(text))
    wanted = {asked.item.id: expected(asked) for asked in job.asked}
    items = read_qti(out.getvalue())
    changed = [
        item_id
        for item_id, seen in wanted.items()
        if not seen.pairs and items[item_id][0] != seen
    ]
    assert len(changed) == 1


def with_a_flipped_key(text):
    """Return a quiz for Canvas in which one item scores another option."""
    item = next(part for part in text.split("<item ")[1:] if "multiple_choice" in part)
    idents = re.findall(r'response_label ident="(\w+)"', item)
    (key,) = re.findall(
        r'<varequal respident="response1">(\w+)</varequal>\s*</conditionvar>'
        r"\s*<setvar",
        item,
    )
    other = next(ident for ident in idents if ident != key)
    before, _, after = item.rpartition(f">{key}<")
    return text.replace(item, f"{before}>{other}<{after}")


def script_of_page():
    return files("liverdeck.quiz.formats").joinpath("quiz.js").read_text("utf-8")


def test_the_script_of_a_page_speaks_of_a_wrong_item_as_the_checker_does():
    sentence = liverdeck.feedback(liverdeck.check_list("iron", ["liver", "bone"]))
    assert "Not in the list: *iron*." in sentence
    assert script_words(words_in("en"))["notInList"] == "Not in the list: {items}."
    assert 'say("notInList", { items: unknown.join(", ") })' in script_of_page()


def test_the_script_of_a_page_leaves_out_the_articles_that_the_checker_does():
    (left_out,) = re.findall(r"\(\?:(the\|[^)]+)\)", script_of_page())
    assert [word for word in ENGLISH.articles if not re.fullmatch(left_out, word)] == []


def test_the_script_of_a_page_labels_a_note_as_all_outputs_do(torture, written):
    label = 'key.note && words.note + ": " + key.note'
    assert label in script_of_page()
    page = written("html", torture())["quiz.html"].decode()
    assert f'"note": "{NOTE_LABEL}"' in page


def test_a_flipped_key_in_a_page_is_noticed(torture, written):
    job = torture()
    page = written("html", job)["quiz.html"].decode()
    key = re.search(r'"key": \["(o\w+)"\], "whys": \{"(o\w+)"', page)
    flipped = page.replace(key.group(), key.group().replace(key[1], key[2], 1), 1)
    assert read_quiz(flipped.encode()) != [expected(asked) for asked in job.asked]


@pytest.mark.slow
def test_pictures_travel_inside(torture, written):
    job = torture()
    assert b'<file name="' in written("moodle", job)["moodle.xml"]
    archive = zipfile.ZipFile(io.BytesIO(written("qti", job)["qti.zip"]))
    (picture,) = [name for name in archive.namelist() if name.startswith("images/")]
    assert archive.read(picture) == (job.deck.folder / "dot.png").read_bytes()
    assert picture in archive.read("imsmanifest.xml").decode()
    assert b"data:" not in b"".join(archive.read(name) for name in archive.namelist())
    assert b"data:image/png;base64," in written("html", job)["quiz.html"]


# PDF is compared in test_papers_and_tables.py, because a machine may lack a font.
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pdf"])
def test_the_same_paper_has_the_same_bytes(torture, torture_deck, written, name):
    first, second = (
        written(name, torture(2, bank=item_bank(torture_deck), note_time_seconds=1))
        for _ in range(2)
    )
    assert first == second
