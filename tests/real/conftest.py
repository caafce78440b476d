"""The real Anki backend with the import options of a new profile, and a browser."""

from __future__ import annotations

import html
import re
import time
from pathlib import Path

import pytest
from anki import import_export_pb2
from anki.collection import Collection
from playwright.sync_api import sync_playwright

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.publishing.release import release_deck

RELEASED = 1_700_000_000
"""Unix time of first releases: in 2023, so that updates are in the past too."""

CLOCKS_DIFFER = "Added last review time"
"""A message of Anki about an answer that was given just when a new second began.

Anki reads the clock once for the card and once more for its review log.
"""
COVERED_ITEM = re.compile("(?<=</small>)<span>.*?</span>(?=</label>)", re.DOTALL)


class Anki:
    """A learner's collection."""

    def __init__(self, path):
        self.col = Collection(str(path))

    def import_package(self, path):
        """Import with the default options.

        Returns the counts of new, updated, duplicate and conflicting notes.
        """
        request = import_export_pb2.ImportAnkiPackageRequest(
            package_path=str(path), options=import_export_pb2.ImportAnkiPackageOptions()
        )
        log = self.col.import_anki_package(request).log
        return len(log.new), len(log.updated), len(log.duplicate), len(log.conflicting)

    def import_text(self, path):
        """Import a text as Anki's dialog does.

        Returns the counts of new, updated and unchanged notes.
        """
        metadata = self.col.get_csv_metadata(path=str(path), delimiter=None)
        request = import_export_pb2.ImportCsvRequest(path=str(path), metadata=metadata)
        log = self.col.import_csv(request).log
        return len(log.new), len(log.updated), len(log.duplicate)

    def notes(self, search=""):
        return [self.col.get_note(note_id) for note_id in self.col.find_notes(search)]

    def note(self, key):
        (note,) = self.notes(f'"Key:{key}"')
        return note

    def cards(self, key):
        return sorted(self.note(key).cards(), key=lambda card: card.ord)

    def sides(self, card):
        """Return what a learner reads on front and back, as text in one line.

        The front leaves out the items of a list, because they are covered there.
        """
        output = card.render_output(reload=True)
        front = COVERED_ITEM.sub("", output.question_text)
        return readable(front), readable(output.answer_text)

    def empty_cards(self):
        return [
            card
            for report in self.col.get_empty_cards().notes
            for card in report.card_ids
        ]

    def assert_sound(self):
        """Assert that Anki finds no problem in the collection."""
        assert self.empty_cards() == []
        report, _ = self.col.fix_integrity()
        problems = [line for line in report.splitlines() if CLOCKS_DIFFER not in line]
        assert len(problems) == 1, report
        assert "rebuilt and optimized" in problems[0], report

    def answer(self, card, rating=3):
        card.start_timer()
        self.col.sched.answerCard(card, rating)

    def schedule(self, card):
        card.load()
        return card.type, card.queue, card.due, card.ivl, card.reps

    def touch(self, note, when):
        """Set the Unix time of a note's last edit."""
        self.col.db.execute("update notes set mod = ? where id = ?", when, note.id)


def readable(text):
    text = re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)
    text = re.sub("<time>(.*?)</time>", r"(read \1)", text)  # as the styling says
    text = re.sub(r"<(br|hr|/?div|/?p|/?ul|/?ol|/li|/b)\b[^>]*>", "\n", text)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        arguments = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
        ]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def session_page(browser):
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def shared_page(session_page):
    """Return an empty page, for tests that need no options.

    All tests of a worker use it: each further page needs a process of its own.
    """
    session_page.goto("about:blank")
    return session_page


@pytest.fixture
def new_page(browser):
    """Return a function that opens an empty page with options, until the test ends."""
    contexts = []

    def open_page(**options):
        contexts.append(browser.new_context(**options))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def anki(tmp_path):
    anki = Anki(tmp_path / "collection.anki2")
    yield anki
    anki.col.close()


@pytest.fixture
def publish(tmp_path):
    """Return a function that releases a deck at a Unix time and builds its package."""

    def publish(folder, at=RELEASED):
        loaded = load_deck(folder)
        assert loaded.problems == ()
        ledger = loaded.ledger or Ledger(loaded.deck.id)
        release_deck(loaded.deck, ledger, at)
        loaded = load_deck(folder)
        path = tmp_path / f"{at}.apkg"
        return build_package(loaded.deck, loaded.ledger, path)

    return publish


@pytest.fixture
def bundled(repository, tmp_path):
    """Return the bundled deck and its package, built without a ledger."""
    deck = load_deck(Path(repository) / "cards" / "liver-metastasis").deck
    path, now = tmp_path / "bundled.apkg", int(time.time()) - 100
    built = build_package(deck, Ledger(deck.id), path, now_seconds=now)
    return deck, built
