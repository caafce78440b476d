"""Files for learning platforms and phones decode back to the model, for every kind of item and every nasty text."""

import io
import re
import zipfile

import pytest

from tests.quiz.formats.decoders.canvas import read_qti
from tests.quiz.formats.decoders.moodle import read_gift, read_xml
from tests.quiz.formats.decoders.pages import read_quiz
from tests.quiz.formats.decoders.seen import Seen, expected, flat


def arrows(text):
    return flat(text.replace("->", "→"))


def one_line(text):
    return flat(text.replace("\u2060", ""))


PLATFORMS = {
    "moodle": ("moodle.xml", read_xml, {}),
    "gift": ("gift.txt", read_gift, {"typed": arrows}),
    "qti": ("qti.zip", read_qti, {}),
}


def seen_in(job, written, name):
    file, read, _ = PLATFORMS[name]
    return read(written(name, job)[file])


def without_joiners(seen):
    return Seen(
        seen.stem,
        seen.options,
        seen.answers,
        frozenset((p, one_line(m)) for p, m in seen.pairs),
        seen.number,
    )


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platform_gets_the_stems_options_and_keys_of_the_model(
    torture, written, name
):
    job = torture()
    found = seen_in(job, written, name)
    assert list(found) == [
        asked.item.id for asked in sorted(job.asked, key=lambda each: each.item.topic)
    ]
    for asked in job.asked:
        seen, feedback = found[asked.item.id]
        assert without_joiners(seen) == expected(asked, **PLATFORMS[name][2]), (
            asked.item.id
        )
        assert flat(asked.item.source) in feedback
        if asked.item.type == "list":
            assert all(flat(answer.text) in feedback for answer in asked.item.answers)


def test_a_page_shows_and_grades_what_the_model_says(torture, written):
    job = torture(forms=2)
    for form in job.paper.forms:
        page = written("html", job)[f"quiz-{form.name}.html"]
        assert read_quiz(page) == [expected(asked) for asked in form.asked]


KEYS = {
    "moodle": (r'(fraction=")100"', r'\g<1>0"'),
    "gift": (r"\n=(?=[^%\n][^\n]*\n~[^%])", r"\n~"),
}
"""Where a file of a platform says that an option is right, and how it would say that it is wrong."""


@pytest.mark.parametrize("name", KEYS)
def test_a_flipped_key_is_noticed(torture, written, name):
    job = torture()
    file, read, also = PLATFORMS[name]
    text = written(name, job)[file].decode()
    wanted = {asked.item.id: expected(asked, **also) for asked in job.asked}
    places = list(re.finditer(KEYS[name][0], text))
    for place in places[:: len(places) // 12]:
        flipped = (
            text[: place.start()] + place.expand(KEYS[name][1]) + text[place.end() :]
        )
        found = read(flipped.encode())
        assert (
            sum(
                without_joiners(found[item_id][0]) != seen
                for item_id, seen in wanted.items()
            )
            == 1
        )


def test_a_flipped_key_in_a_canvas_package_is_noticed(torture, written):
    job = torture()
    archive = zipfile.ZipFile(io.BytesIO(written("qti", job)["qti.zip"]))
    (name,) = [
        each for each in archive.namelist() if re.fullmatch(r"(\w+)/\1\.xml", each)
    ]
    text = archive.read(name).decode()
    item = next(each for each in text.split("<item ")[1:] if "multiple_choice" in each)
    idents = re.findall(r'response_label ident="(\w+)"', item)
    (key,) = re.findall(
        r"<varequal respident=\"response1\">(\w+)</varequal>\s*</conditionvar>\s*<setvar",
        item,
    )
    other = next(each for each in idents if each != key)
    scored = item.rindex(f">{key}<")
    flipped = item[:scored] + f">{other}<" + item[scored + len(key) + 2 :]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as changed:
        changed.writestr(name, text.replace(item, flipped))
    wanted = {asked.item.id: expected(asked) for asked in job.asked}
    found = {item_id: seen for item_id, (seen, _) in read_qti(out.getvalue()).items()}
    assert (
        sum(
            found[item_id] != wanted[item_id]
            for item_id in wanted
            if not wanted[item_id].pairs
        )
        == 1
    )


def test_a_flipped_key_in_a_page_is_noticed(torture, written):
    job = torture()
    page = written("html", job)["quiz.html"].decode()
    key = re.search(r'"key": \["(o\w+)"\], "whys": \{"(o\w+)"', page)
    flipped = page.replace(key.group(), key.group().replace(key[1], key[2], 1), 1)
    assert read_quiz(flipped.encode()) != [expected(asked) for asked in job.asked]


def test_pictures_travel_inside(torture, written):
    job = torture()
    assert b'<file name="' in written("moodle", job)["moodle.xml"]
    archive = zipfile.ZipFile(io.BytesIO(written("qti", job)["qti.zip"]))
    (picture,) = [name for name in archive.namelist() if name.startswith("images/")]
    assert archive.read(picture) == (job.deck.folder / "dot.png").read_bytes()
    assert picture in archive.read("imsmanifest.xml").decode()
    assert b"data:" not in b"".join(archive.read(name) for name in archive.namelist())
    assert b"data:image/png;base64," in written("html", job)["quiz.html"]


@pytest.mark.parametrize(
    "name",
    [
        "moodle",
        "gift",
        "qti",
        "html",
        "print",
        "docx",
        "json",
        "markdown",
        "csv",
        "anki",
    ],
)
def test_the_same_paper_has_the_same_bytes(torture, written, name):
    made = [written(name, torture(2, note_time_seconds=1)) for _ in range(2)]
    assert made[0] == made[1]
