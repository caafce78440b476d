"""A deck is the same if workers read some of its files."""

import os
import shutil
import signal

import pytest

from liverdeck.authoring import facts_of_files
from liverdeck.authoring.folder_reader import FolderReader
from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.remembered import Memory
from liverdeck.base.cache_folder import CacheFolder

EDITS = {
    "nothing": ("", ""),
    "no shape": ("ask: What?, answer: a1", "ask: What?"),
    "broken YAML": ("ask: What?, answer: a1", "ask: 'What?, answer: a1"),
    "a repeated id": ("id: f1-1", "id: f0-0"),
    "a repeated broken id": ("id: f1-1, from: rooms, ask: What?", "id: f0-0"),
    "an unknown topic": ("topic: chambers", "topic: lungs"),
    "an unknown passage": ("from: rooms, ask: What?, answer: a1", "from: x, ask: W?"),
}


@pytest.fixture
def folder(tmp_path, repository, monkeypatch):
    monkeypatch.setattr(facts_of_files, "FEWEST_BYTES_FOR_WORKERS", 0)
    folder = tmp_path / "heart"
    folder.mkdir()
    for name in ("deck.yaml", "passages.yaml"):
        shutil.copy(repository / "tests" / "fixtures" / "lint" / name, folder)
    for number in range(5):
        values = "from: heart, ask: What?, answer: "
        facts = "".join(
            f"  - {{id: f{number}-{index}, {values}a{index}}}\n" for index in range(3)
        )
        text = f"liverdeck: 1\ntopic: chambers\nfacts:\n{facts}"
        (folder / f"{number}.yaml").write_text(text)
    return folder


@pytest.mark.parametrize("name", EDITS)
def test_workers_read_the_same_deck(folder, name):
    before, after = (text.replace("rooms", "heart") for text in EDITS[name])
    for number in (1, 3):
        path = folder / f"{number}.yaml"
        path.write_text(path.read_text().replace(before, after))
    expected = load_deck(folder)
    assert bool(expected.problems) == (name != "nothing")
    assert load_deck(folder, workers=2) == expected


def test_a_deck_is_the_same_after_a_worker_was_killed(folder, monkeypatch):
    expected, parent_process, read = load_deck(folder), os.getpid(), FolderReader.facts

    def killed(*arguments):
        if os.getpid() != parent_process:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(*arguments)

    monkeypatch.setattr(FolderReader, "facts", killed)
    assert load_deck(folder, workers=2) == expected


def test_what_workers_read_is_remembered(folder, tmp_path, monkeypatch):
    expected = load_deck(folder)
    cache = CacheFolder(tmp_path / "cache")
    assert load_deck(folder, memory=Memory(cache), workers=2) == expected
    monkeypatch.delattr(os, "fork")
    monkeypatch.setattr(FolderReader, "facts", None)
    assert load_deck(folder, memory=Memory(cache), workers=2) == expected
