"""`liverdeck carry`: messages, files and refusals.

tests/real/test_carry.py gives such packages to the real Anki.
"""

import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.schedule import Schedule
from tests.study.conftest import DAY_MINUTES, GOOD_STEP, MINUTE_MS, START_MS, new_entry

LIMIT = "Anki never changes the schedule of a card that it already has"
TICK = 'tick "Import any learning progress"'


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


@pytest.fixture
def carry(invoke, released, home):
    """Return a function that runs `liverdeck carry` with the small deck.

    `home` is the folder of the log.
    """

    def run(command, *arguments, home=home, **env):
        env = {"LIVERDECK_HOME": str(home)} | env
        return invoke("carry", command, "-d", released, *arguments, env=env)

    return run


@pytest.fixture
def studied(home):
    """Write two answers to one card, one to another, and entries that do not count.

    Returns the path of the log.
    """
    entries = [
        new_entry("a", answered=GOOD_STEP, duration_ms=4100),
        new_entry("b", minute=10, answered=Answered(3, 2, None, 0, 2)),
        new_entry("c", card="heart/flow/c1", minute=11, answered=GOOD_STEP),
        new_entry("d", "cram", minute=20, answered=Answered(1, None, None)),
        new_entry("e", "suspend", card="heart/flow/c1", minute=21),
    ]
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.merge(entries)
    return home / "log.sqlite3"


@pytest.fixture
def mine(carry, studied, tmp_path):
    """Return a package with the progress in the log, as Anki would export it."""
    assert studied.exists()
    assert carry("to-anki", "-o", "mine.apkg").code == 0
    return tmp_path / "mine.apkg"


def lines_in(invoke, home):
    code, out, err = invoke("log", "export", env={"LIVERDECK_HOME": str(home)})
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def rows_in(package, query):
    database = package.with_suffix(".sqlite3")
    database.write_bytes(zipfile.ZipFile(package).read("collection.anki2"))
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


# Help


@pytest.mark.parametrize("command", [[], ["to-anki"]])
def test_the_limit_comes_first_in_the_help(invoke, command):
    code, out, _ = invoke("carry", *command, "--help")
    assert code == 0
    text = " ".join(out.split("\n\n", 1)[1].split())
    assert text.startswith(LIMIT)
    assert "box for learning progress must be ticked" in text or TICK in text


def test_the_docs_of_to_anki_begin_with_its_limit(repository):
    docs = (repository / "docs" / "study.md").read_text(encoding="utf-8")
    section = re.split(r"^##+ .*To Anki.*$", docs, maxsplit=1, flags=re.MULTILINE)[1]
    assert " ".join(section.split()).lstrip("*").startswith(LIMIT)
    assert "Import any learning progress" in section


# To Anki


@pytest.mark.usefixtures("studied")
def test_to_anki_says_what_it_wrote_and_what_to_tick(carry, tmp_path):
    code, out, err = carry("to-anki", "-o", "mine.apkg")
    assert (code, err) == (0, "")
    assert out == (
        "Wrote mine.apkg: 2 cards, 2 of them studied, 3 reviews.\n"
        'In Anki: File > Import, tick "Import any learning progress". Cards that Anki '
        "already has keep their schedule there. Deck options: FSRS on, desired "
        "retention 90%.\n"
    )
    package = tmp_path / "mine.apkg"
    assert rows_in(package, "SELECT count(*) FROM revlog") == [(3,)]
    cards = rows_in(package, "SELECT type, queue, reps FROM cards ORDER BY due")
    assert cards == [(2, 2, 2), (1, -1, 1)]


@pytest.mark.usefixtures("studied")
def test_to_anki_writes_to_dist_and_prints_json(carry, tmp_path):
    code, out, _ = carry("to-anki", "--json")
    path = Path("dist", "heart-with-progress.apkg")
    assert (code, json.loads(out)) == (
        0,
        {"path": str(path), "cards": 2, "studied": 2, "reviews": 3},
    )
    assert (tmp_path / path).exists()


@pytest.mark.usefixtures("studied")
@pytest.mark.parametrize(
    ("options", "env"),
    [(["--retention", "0.8"], {}), ([], {"LIVERDECK_RETENTION": "0.8"})],
)
def test_the_desired_retention_is_in_the_package(carry, tmp_path, options, env):
    code, out, _ = carry("to-anki", "-o", "mine.apkg", *options, **env)
    assert code == 0
    assert "desired retention 80%" in out
    query = "SELECT data FROM cards WHERE type = 2"
    ((data,), *_) = rows_in(tmp_path / "mine.apkg", query)
    assert json.loads(data)["dr"] == 0.8


def test_a_single_card_and_a_single_review_are_in_the_singular(carry, home):
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.merge([new_entry("a")])
    _, out, _ = carry("to-anki", "-o", "mine.apkg")
    assert "2 cards, 1 of them studied, 1 review." in out


def test_without_any_answer_the_deck_is_as_published(carry):
    _, out, _ = carry("to-anki", "-o", "mine.apkg")
    assert "2 cards, 0 of them studied, 0 reviews." in out


@pytest.mark.usefixtures("studied")
def test_every_home_has_its_own_progress(carry, tmp_path):
    assert json.loads(carry("to-anki", "--json").out)["reviews"] == 3
    _, out, _ = carry("to-anki", "--json", home=tmp_path / "another")
    assert json.loads(out)["reviews"] == 0


@pytest.mark.usefixtures("studied")
def test_unreleased_changes_are_in_the_package(carry, released):
    facts = released / "01-facts.yaml"
    text = (
        facts.read_text() + "  - {id: more, from: rooms, ask: More?, answer: 'yes'}\n"
    )
    facts.write_text(text.replace("How fast?", "How fast is it?"))
    _, out, _ = carry("to-anki", "-o", "mine.apkg")
    assert "3 cards, 2 of them studied, 3 reviews." in out


@pytest.mark.usefixtures("studied")
def test_the_message_about_a_missing_ledger_says_what_to_do(carry, released):
    (released / "deck.lock").unlink()
    code, out, err = carry("to-anki", "-o", "mine.apkg")
    assert (code, out) == (1, "")
    assert (
        f"{released / 'deck.lock'}:1:1: error: the ledger is missing; restore it" in err
    )
    assert "liverdeck release --new" in err
    assert not Path("mine.apkg").exists()


@pytest.mark.usefixtures("studied")
def test_a_deck_with_errors_is_refused(carry, released):
    (released / "01-facts.yaml").write_text(
        "liverdeck: 1\ntopic: chambers\nfacts:\n  - {id: rate, from: pump}\n"
    )
    code, out, err = carry("to-anki", "-o", "mine.apkg")
    assert (code, out) == (1, "")
    assert "01-facts.yaml:4:" in err


@pytest.mark.usefixtures("studied")
def test_a_path_that_cannot_be_written_is_refused(carry, tmp_path):
    (tmp_path / "taken").write_text("a file")
    code, out, err = carry("to-anki", "-o", "taken/mine.apkg")
    assert (code, out) == (1, "")
    assert "taken" in err
    assert "Nothing was written." in err


@pytest.mark.parametrize(
    "command", [["to-anki", "-o", "mine.apkg"], ["from-anki", "mine.apkg"]]
)
def test_a_damaged_log_is_refused_with_a_fix(carry, mine, home, command):
    (home / "log.sqlite3").write_bytes(b"no database at all " * 1000)
    mine.rename("moved.apkg")
    arguments = [argument.replace("mine", "moved") for argument in command]
    code, out, err = carry(*arguments)
    assert (code, out) == (1, "")
    position = f"{home / 'log.sqlite3'}:1:1"
    message = "error: damaged, or not a review log; liverdeck log repair"
    assert f"{position}: {message}" in err


@pytest.mark.usefixtures("mine")
@pytest.mark.parametrize("command", [["to-anki"], ["from-anki", "mine.apkg"]])
def test_a_home_that_is_a_file_is_refused_with_a_fix(carry, tmp_path, command):
    (tmp_path / "a file").write_text("")
    code, out, err = carry(*command, home=tmp_path / "a file")
    assert (code, out) == (1, "")
    assert "set LIVERDECK_HOME to a folder that you can write to" in err


@pytest.mark.parametrize(
    "command",
    [
        ["to-anki", "--retention", "0.5"],
        ["to-anki", "--retention", "good"],
        ["from-anki"],
        ["to-ankl"],
        ["x"],
    ],
)
def test_wrong_usage_exits_with_2(liverdeck, released, command):
    code, out, err = liverdeck("carry", *command, "-d", released)
    assert (code, out) == (2, "")
    assert "Usage: liverdeck carry" in err


# From Anki


def test_from_anki_adds_every_review_once(carry, invoke, mine, home, tmp_path):
    other = tmp_path / "other"
    added = (0, "Added 3 reviews of 2 cards; 0 were here already.\n", "")
    assert carry("from-anki", mine, home=other) == added
    known = (0, "Added 0 reviews of 0 cards; 3 were here already.\n", "")
    assert carry("from-anki", mine, home=other) == known
    assert carry("from-anki", mine) == known

    imported = lines_in(invoke, other)
    assert {(line["kind"], line["origin"]) for line in imported} == {("review", "anki")}
    assert [(line["card"], line["at"]) for line in imported] == [
        ("heart/rate", START_MS),
        ("heart/rate", START_MS + 10 * MINUTE_MS),
        ("heart/flow/c1", START_MS + 11 * MINUTE_MS),
    ]
    assert [line.get("duration") for line in imported] == [4100, 0, 0]
    assert len(lines_in(invoke, home)) == 5


def test_one_review_of_one_card_is_counted_in_the_singular(carry, home, tmp_path):
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.merge([new_entry("a")])
    carry("to-anki", "-o", "one.apkg")
    other = tmp_path / "other"
    _, out, _ = carry("from-anki", "one.apkg", home=other)
    assert out == "Added 1 review of 1 card; 0 were here already.\n"
    _, out, _ = carry("from-anki", "one.apkg", home=other)
    assert out == "Added 0 reviews of 0 cards; 1 was here already.\n"


def test_from_anki_prints_json(carry, mine, tmp_path):
    code, out, err = carry("from-anki", mine, "--json", home=tmp_path / "other")
    assert (code, json.loads(out), err) == (
        0,
        {"added": 3, "known": 0, "cards": 2, "skipped": {}},
        "",
    )


def test_reviews_left_out_are_counted_by_reason(carry, released, mine, tmp_path):
    facts = released / "01-facts.yaml"
    facts.write_text(
        facts.read_text().replace(
            "answer: {text: 70 /min, accept: [seventy]}", "answer: 70, retired: why"
        )
    )
    reason = "cards that this deck does not have (another deck's, or retired)"
    other = tmp_path / "other"
    code, out, _ = carry("from-anki", mine, home=other)
    assert code == 0
    assert out == (
        f"Added 1 review of 1 card; 0 were here already.\n   2 left out: {reason}\n"
    )
    _, out, _ = carry("from-anki", mine, "--json", home=other)
    assert json.loads(out)["skipped"] == {reason: 2}


def test_an_export_without_scheduling_is_explained(carry, invoke, released, tmp_path):
    assert invoke("build", "-d", released, "-o", "plain.apkg").code == 0
    code, out, err = carry("from-anki", "plain.apkg", home=tmp_path / "other")
    assert (code, err) == (0, "")
    assert out == (
        "Added 0 reviews of 0 cards; 0 were here already.\n"
        'The file contains no reviews: "Include scheduling information" was not '
        "ticked at the export, or nothing was answered in Anki yet.\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("zone", "offset_minutes"),
    [("Asia/Tokyo", 540), ("America/Los_Angeles", -480), ("UTC", 0)],
)
def test_the_time_zone_of_this_machine_is_used(
    liverdeck, released, mine, tmp_path, zone, offset_minutes
):
    """The reviews are of 2023-11-15, so there is no daylight saving."""
    env = {"LIVERDECK_HOME": str(tmp_path / "other"), "TZ": zone}
    assert liverdeck("carry", "from-anki", mine, "-d", released, env=env).code == 0
    offsets = {
        json.loads(line)["offset"]
        for line in liverdeck("log", "export", env=env).out.splitlines()
    }
    assert offsets == {offset_minutes}


def test_the_bundled_deck_is_used_if_there_is_no_other(invoke, home):
    env = {"LIVERDECK_HOME": str(home)}
    code, out, err = invoke("carry", "to-anki", "-o", "liver.apkg", "--json", env=env)
    assert (code, json.loads(out)["studied"]) == (0, 0)
    assert err == "Deck: the bundled one, Liver metastasis\n"
    _, out, _ = invoke("carry", "from-anki", "liver.apkg", env=env)
    assert "contains no reviews" in out


# Files that are not exports


def zipped(name, content):
    """Return a ZIP archive with one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return buffer.getvalue()


def database(*statements):
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        return connection.serialize()


HOSTILE = {
    "text": (b"just a text, long enough to be one", "not an export that can be read"),
    "empty": (b"", "not an export that can be read"),
    "zip without a collection": (zipped("media", b"{}"), "no collection in it"),
    "torn": (
        zipped("collection.anki2", b"SQLite format 3\0" * 99)[:-30],
        "not an export that can be read",
    ),
    "no database": (
        zipped("collection.anki2", b"SQLite format 3\0" * 99),
        "not an export that can be read",
    ),
    "views": (
        zipped(
            "collection.anki21",
            database("CREATE VIEW notes AS SELECT 1", "CREATE VIEW cards AS SELECT 1"),
        ),
        "tables",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_its_name_and_a_fix(
    liverdeck, released, home, tmp_path, name
):
    content, message = HOSTILE[name]
    path = tmp_path / "enemy.apkg"
    path.write_bytes(content)
    env = {"LIVERDECK_HOME": str(home)}
    for options in ([], ["--json"]):
        code, out, err = liverdeck(
            "carry", "from-anki", path, "-d", released, *options, env=env
        )
        assert (code, out) == (1, "")
        problem, end = err.splitlines()
        assert problem.startswith(f"{path}:1:1: error: ")
        assert message in problem
        assert re.search(r"; \S", problem), "there must be a fix"
        assert end == "1 error. Nothing was written."
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone.apkg", "there is no such file"), ("", "not an ordinary file")],
)
def test_a_file_that_is_not_there_is_refused(
    liverdeck, released, tmp_path, name, message
):
    path = tmp_path / name
    code, out, err = liverdeck(
        "carry",
        "from-anki",
        path,
        "-d",
        released,
        env={"LIVERDECK_HOME": str(tmp_path / "h")},
    )
    assert (code, out) == (1, "")
    assert err.startswith(f"{path}:1:1: error: ")
    assert message in err


def test_a_history_of_a_year_is_transferred_completely(
    carry, liverdeck, released, home, tmp_path
):
    entries = [
        new_entry(
            f"{n:03}", minute=n * DAY_MINUTES, answered=Answered(3, 1, None, 0, 1)
        )
        for n in range(365)
    ]
    with ReviewLog(home / "log.sqlite3", Schedule()) as log:
        log.merge(entries)
        before = log.state_of("heart/rate").progress
    carry("to-anki", "-o", "year.apkg")
    env = {"LIVERDECK_HOME": str(tmp_path / "other"), "TZ": "UTC"}
    code, out, _ = liverdeck("carry", "from-anki", "year.apkg", "-d", released, env=env)
    assert (code, out) == (0, "Added 365 reviews of 1 card; 0 were here already.\n")
    with ReviewLog(tmp_path / "other" / "log.sqlite3", Schedule()) as log:
        assert log.state_of("heart/rate").progress == before
