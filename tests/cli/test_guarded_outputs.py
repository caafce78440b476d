"""Every command that writes a file goes through the guard of outputs."""

import os
import shutil
from pathlib import Path

import click
import pytest

from liverdeck.base.files import LOG_FILE
from liverdeck.cli.main import COMMANDS, cli
from liverdeck.quiz.formats.registry import FORMATS
from liverdeck.study.reviewlog.review_log import ReviewLog
from liverdeck.study.scheduling.schedule import Schedule
from tests import kills
from tests.study.conftest import GOOD_STEP, new_entry

QUIZ_FILES = {
    "moodle": "keys/moodle.xml",
    "gift": "keys/gift.txt",
    "qti": "keys/qti.zip",
    "html": "quiz.html",
    "print": "paper.html",
    "pdf": "paper.pdf",
    "docx": "paper.docx",
    "json": "keys/items.json",
    "markdown": "paper.md",
    "csv": "keys/items.csv",
    "anki": "keys/choice.apkg",
}
"""The file of a quiz in each format."""
QUIZZES = {
    f"quiz {name}": (
        f"quiz -d heart --items 1 --include wall --format {name} -o out",
        f"out/{file}",
    )
    for name, file in QUIZ_FILES.items()
}
WRITING = {
    "build": ("build -d heart -o FILE", "out.apkg"),
    "build --update-text": (
        "build -d heart -o other/x.apkg --update-text out",
        "out/heart-update-2.txt",
    ),
    "preview": ("preview -d heart -o FILE", "out.html"),
    "stats": ("stats -d heart --html FILE", "stats.html"),
    "log export": ("log export -o FILE", "log.jsonl"),
    "carry to-anki": ("carry to-anki -d heart -o FILE", "carry.apkg"),
    **QUIZZES,
}
"""For each command: a command line, and the file that it writes.

FILE in the line is replaced by the name of the file.
"""
WRITE_A_DECK = {"index", "new", "release"}
"""Commands that write the files of a deck."""
WRITES_NO_FILE = {"lint", "show", "check", "study", "diff"}
"""`study` writes to the review log alone."""
PROTECTED = (
    "heart/deck.yaml",
    "heart/deck.lock",
    "heart/CHANGES.md",
    "heart/01-facts.yaml",
    "home/log.sqlite3",
    "home/log.lock",
    "home/backups/log-2026-11-28.sqlite3",
)
"""Files that no command may replace."""
LEARNERS_DATA = {"stats", "log export", "carry to-anki"}
WALL = """\
  - id: wall
    from: pump
    ask: How is the wall?
    answer: thick
    distractors:
      thin: It is not.
      flat: It is not.
"""
OUTPUT_OPTIONS = {"--output", "--html", "--update-text"}


@pytest.fixture
def learner(invoke, released, home_with_a_review):
    """Return a function that runs a command for a learner of a deck.

    The deck has a change that is not released, and a new fact with wrong answers.
    """
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min") + WALL)
    env = {"LIVERDECK_HOME": str(home_with_a_review)}

    def run(line, *options, file=""):
        words = [file if word == "FILE" else word for word in line.split()]
        return invoke(*words, *options, env=env)

    return run


@pytest.fixture
def home_with_a_review(tmp_path):
    with ReviewLog(tmp_path / "home" / LOG_FILE, Schedule()) as log:
        log.merge([new_entry("a", answered=GOOD_STEP, card="heart/rate")])
    return tmp_path / "home"


def commands_with_options(command, name=""):
    """Yield a command and all commands below it: the full name and the options."""
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from commands_with_options(child, f"{name} {child.name}")
    yield name, {option for param in command.params for option in param.opts}


def test_every_command_with_an_output_is_in_the_table():
    context = click.Context(cli)
    writing = set()
    for name in COMMANDS:
        command = cli.get_command(context, name)
        for full_name, options in commands_with_options(command, name):
            if options & OUTPUT_OPTIONS:
                writing.add(full_name)
                assert "--force" in options, full_name
    known = {name for name in WRITING if not name.startswith("quiz ")} | {"quiz"}
    assert writing == known - {"build --update-text"}
    groups = {name.split()[0] for name in known}
    assert set(COMMANDS) == groups | WRITE_A_DECK | WRITES_NO_FILE


def test_every_command_that_writes_is_killed_too():
    others = {name for name in WRITING if name.partition(" ")[0] != "quiz"}
    written = others | WRITE_A_DECK | {"quiz", "release --recover"}
    assert written == kills.COMMANDS.keys()


def test_every_format_of_a_quiz_is_in_the_table():
    assert QUIZ_FILES.keys() == set(FORMATS)


@pytest.mark.parametrize(
    "command", [name for name in WRITING if name not in {"quiz pdf", "quiz docx"}]
)
def test_the_same_command_again_needs_no_force(learner, command):
    line, file = WRITING[command]
    for _ in range(2):
        code, _, err = learner(line, file=file)
        assert (code, err) == (0, ""), err


@pytest.mark.parametrize("command", WRITING)
def test_a_foreign_and_a_changed_file_need_force(learner, command, tmp_path):
    line, file = WRITING[command]
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"my own")
    code, out, err = learner(line, file=file)
    assert (code, out, path.read_bytes()) == (1, "", b"my own")
    assert f"{file}:1:1: error: this file is in the way" in err
    assert "--force" in err
    assert not (tmp_path / "other").exists()

    assert learner(line, "--force", file=file).code == 0
    written = path.read_bytes()
    assert written != b"my own"
    path.write_bytes(written + b"my correction")
    code, _, err = learner(line, file=file)
    assert (code, path.read_bytes()) == (1, written + b"my correction")
    assert "changed since" in err
    assert "--force" in err
    assert learner(line, "--force", file=file).code == 0


@pytest.mark.parametrize(
    ("command", "file"),
    [
        *[("log export", file) for file in PROTECTED],
        *[(name, "link") for name in WRITING if "FILE" in WRITING[name][0]],
        *[(name, "home/log.sqlite3") for name in ("build", "stats", "carry to-anki")],
    ],
)
def test_no_command_replaces_a_deck_or_a_log(learner, tmp_path, command, file):
    (tmp_path / "link").symlink_to(tmp_path / "heart" / "deck.lock")
    (tmp_path / "home" / "backups").mkdir()
    (tmp_path / "home" / "backups" / "log-2026-11-28.sqlite3").write_text("copy")
    path = tmp_path / file
    before = content_of(path)
    line, _ = WRITING[command]
    code, out, err = learner(line, "--force", file=file)
    assert (code, out) == (1, "")
    assert f"{file}:1:1: error: this " in err
    assert content_of(path) == before


def content_of(path):
    return path.read_bytes() if path.exists() else None


@pytest.mark.parametrize(
    "command", [name for name in WRITING if "quiz" not in name or name == "quiz qti"]
)
def test_a_link_is_followed_and_the_mode_of_its_file_is_kept(
    learner, tmp_path, command
):
    line, file = WRITING[command]
    assert learner(line, file=file).code == 0
    path = tmp_path / file
    mode = path.stat().st_mode & 0o777
    if command in LEARNERS_DATA:
        assert mode == 0o600
    else:
        assert mode & 0o044
    path.chmod(0o640)
    shutil.move(path, tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    code, _, err = learner(line, file=file)
    assert (code, err) == (0, "")
    assert path.is_symlink()
    assert (tmp_path / "moved").stat().st_mode & 0o777 == 0o640


def test_the_document_of_an_index_is_never_its_output(learner, tmp_path):
    passages = tmp_path / "heart" / "passages.yaml"
    os.link(passages, tmp_path / "book.txt")
    before = passages.read_bytes()
    code, _, err = learner("index book.txt -d heart --drop")
    assert code == 1
    assert "this command reads the file" in err
    assert passages.read_bytes() == before


def test_a_picture_of_the_deck_is_never_an_output(learner, tmp_path):
    heart = tmp_path / "heart"
    png = b"\x89PNG\r\n\x1a\n"
    (heart / "vein.png").write_bytes(png)
    facts = heart / "01-facts.yaml"
    image = ", image: {file: vein.png, alt: A vein.}}"
    facts.write_text(facts.read_text().replace(", why: It is blue.}", image))
    code, _, err = learner("preview -d heart -o heart/vein.png --force")
    assert (code, (heart / "vein.png").read_bytes()) == (1, png)
    assert "this command reads the file" in err


def test_a_folder_named_like_an_update_text_is_refused(learner, tmp_path):
    (tmp_path / "out" / "heart-update-2.txt").mkdir(parents=True)
    (tmp_path / "out" / "heart-update-1.txt").mkdir()
    code, out, err = learner("build -d heart -o x.apkg --update-text out --force")
    assert (code, out) == (1, "")
    for name in ("heart-update-2.txt", "heart-update-1.txt"):
        assert f"out/{name}:1:1: error: cannot be written: not an ordinary file" in err
    assert not Path("x.apkg").exists()


def test_an_edited_update_text_is_not_deleted_without_force(learner, tmp_path):
    build = "build -d heart -o x.apkg --update-text out"
    assert learner(build).code == 0
    text = tmp_path / "out" / "heart-update-2.txt"
    text.write_bytes(text.read_bytes() + b"mine")
    facts = tmp_path / "heart" / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("60 /min", "70 /min"))  # as released
    before = (tmp_path / "x.apkg").read_bytes()
    code, _, err = learner(build)
    assert code == 1
    assert "changed since" in err
    assert (tmp_path / "x.apkg").read_bytes() == before
    assert learner(build, "--force").code == 0
    assert not text.exists()


def test_a_package_of_another_deck_needs_force(learner, write_deck, tmp_path):
    assert learner("build -d heart -o x.apkg").code == 0
    (tmp_path / ".liverdeck.json").unlink()
    assert learner("build -d heart -o x.apkg").code == 0, "the package names the deck"
    liver = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n", folder="liver")
    deck_file = liver / "deck.yaml"
    deck_file.write_text(deck_file.read_text().replace("id: heart", "id: liver"))
    for step in ("with a list", "without one"):
        code, _, err = learner("build --new -d liver -o x.apkg")
        assert code == 1, step
        assert "--force" in err, step
        (tmp_path / ".liverdeck.json").unlink(missing_ok=True)
    assert learner("build --new -d liver -o x.apkg --force").code == 0


def test_the_blueprint_of_a_quiz_is_never_its_output(learner, tmp_path):
    (tmp_path / "out" / "keys").mkdir(parents=True)
    plan = tmp_path / "out" / "keys" / "items.json"
    plan.write_text("liverdeck: 1\nitems:\n  - {n: 1}\n")
    line = "quiz -d heart --blueprint out/keys/items.json --format json -o out --force"
    code, _, err = learner(line)
    assert code == 1
    assert plan.read_text().startswith("liverdeck")
    assert "out/keys/items.json:1:1: error: this command reads the file" in err
