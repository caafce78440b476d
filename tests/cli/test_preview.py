"""`liverdeck preview`. With --watch, it runs in a new process."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from liverdeck.cli.preview import is_authors_file

FACTS = (
    "  - {id: rate, from: pump, ask: How fast?, why: Count it., "
    "answer: {text: 70 /min, accept: [seventy]}}\n"
)
BROKEN = "  - {id: new, from: pump, ask: Q?}\n"
TIMEOUT_SECONDS = 60
"""After this time, a command that hangs is killed."""


@pytest.fixture
def start(tmp_path):
    """Return a function that starts `liverdeck preview`.

    A process that hangs is killed, so that the test fails.
    """
    running = []

    def start_preview(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "liverdeck", "preview", *map(str, arguments)],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"NO_COLOR": "1"},
        )
        timer = threading.Timer(TIMEOUT_SECONDS, process.kill)
        timer.start()
        running.append((process, timer))
        return process

    yield start_preview
    for process, timer in running:
        timer.cancel()
        process.kill()
        process.communicate()


@pytest.fixture
def preview(liverdeck):
    """Return a function that runs `liverdeck preview` until it ends."""
    return lambda *words: liverdeck("preview", *words, env={"NO_COLOR": "1"})


@pytest.mark.slow
def test_preview_writes_one_page(preview, write_deck, tmp_path):
    write_deck(FACTS)
    code, out, _ = preview("-d", "heart")
    assert (code, out.partition(",")[0]) == (0, "Wrote dist/heart.html: 1 card")
    names = sorted(path.name for path in (tmp_path / "dist").iterdir())
    assert names == [".liverdeck.json", "heart.html"]
    page = (tmp_path / "dist" / "heart.html").read_bytes()
    assert b"How fast?" in page
    assert b"data-reloads" not in page.partition(b"<head>")[0]
    assert preview("-d", tmp_path / "heart", "-o", "new/here.html").code == 0
    assert (tmp_path / "new" / "here.html").read_bytes() == page


def test_a_broken_deck_shows_its_good_cards_and_fails(preview, write_deck, tmp_path):
    write_deck(FACTS + BROKEN)
    code, out, err = preview("-d", "heart")
    assert code == 1
    assert out.startswith("Wrote dist/heart.html: 1 card, 1 error")
    assert "liverdeck lint -d heart" in err
    html = (tmp_path / "dist" / "heart.html").read_text(encoding="utf-8")
    assert html.index("01-facts.yaml:5:5") < html.index("How fast?")


@pytest.mark.parametrize(
    ("deck", "message"),
    [(None, "no such folder"), ("liverdeck: 1\n", "heart/deck.yaml:1:1: error: ")],
    ids=["missing", "broken"],
)
@pytest.mark.parametrize("watch", [[], ["--watch"]])
def test_a_missing_or_broken_deck_is_refused(
    preview, write_deck, tmp_path, deck, message, watch
):
    if deck:
        write_deck(FACTS, deck=deck)
    code, out, err = preview("-d", "heart", *watch)
    assert (code, out) == (1, "")
    assert message in err
    assert err.endswith("Nothing was written.\n")
    assert not (tmp_path / "dist").exists()


def test_a_page_that_cannot_be_written_is_refused(preview, write_deck, tmp_path):
    write_deck(FACTS)
    (tmp_path / "dist").write_text("in the way", encoding="utf-8")
    code, out, err = preview("-d", "heart")
    assert (code, out) == (1, "")
    assert "dist/heart.html:1:1: error: cannot be written" in err


def read_until(process, beginning):
    """Read lines until one has this beginning; return all lines."""
    lines = []
    while True:
        line = process.stdout.readline()
        assert line, (lines, process.stderr.read())
        lines.append(line)
        if line.startswith(beginning):
            return lines


def stop(process):
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert "Traceback" not in err
    return process.returncode, out, err


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as POSIX sends it")
def test_watch_writes_the_page_again_after_every_change(start, write_deck, tmp_path):
    folder = write_deck(FACTS)
    page = tmp_path / "dist" / "heart.html"
    process = start("-d", "heart", "--watch")
    read_until(process, "Wrote dist/heart.html: 1 card")
    assert "data-reloads" in page.read_text(encoding="utf-8").partition("<head>")[0]

    write_deck(FACTS + FACTS.replace("rate", "pulse"))
    read_until(process, "Wrote dist/heart.html: 2 cards")
    assert 'data-name="pulse"' in page.read_text(encoding="utf-8")

    before = page.read_bytes()
    deck = (folder / "deck.yaml").read_text(encoding="utf-8")
    (folder / "deck.yaml").write_text("[", encoding="utf-8")
    lines = read_until(process, "Not written: heart/deck.yaml:1:")
    assert page.read_bytes() == before
    (folder / "deck.yaml").write_text(deck, encoding="utf-8")
    read_until(process, "Wrote dist/heart.html: 2 cards")

    (folder / "02-new.yaml").write_text(
        f"liverdeck: 1\ntopic: beat\nfacts:\n{BROKEN}", encoding="utf-8"
    )
    lines += read_until(process, "Wrote dist/heart.html: 2 cards, 1 error")
    code, _, err = stop(process)
    assert code == 0
    assert err.startswith("Watching heart; stop with Ctrl-C.\n")
    assert err.endswith("Stopped watching.\n")
    for line in lines:
        assert line.startswith(("Wrote ", "Not written: "))


@pytest.mark.parametrize(
    ("name", "is_authors"),
    [
        ("01-facts.yaml", True),
        ("deck.lock", True),
        ("pictures/x.png", True),
        ("page", False),
        (".page.1234.tmp", False),
        (".01-facts.yaml.swp", False),
        (".git/index", False),
        ("other.html", False),
    ],
)
def test_only_the_authors_files_count_as_changes(tmp_path, name, is_authors):
    # The folder of the deck may itself be in a hidden folder, or be a link.
    folder = tmp_path / ".decks" / "heart"
    folder.mkdir(parents=True)
    (tmp_path / "link").symlink_to(folder)
    link = tmp_path / "link"
    for parent in (folder, link):
        assert is_authors_file(parent / name, link, folder / "page") == is_authors


@pytest.mark.slow
def test_preview_writes_to_standard_output(preview, write_deck, tmp_path):
    write_deck(FACTS)
    code, out, err = preview("-d", "heart", "-o", "-")
    assert code == 0
    assert out.startswith("<!doctype html>")
    assert err.startswith("Wrote -: 1 card")
    assert not (tmp_path / "dist").exists()
    assert preview("-d", "heart", "-o", "-", "--watch").code == 2
