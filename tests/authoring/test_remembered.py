"""With a memory, a deck is read faster, and with the same result.

This command damages the files of a deck many times. It compares what is read with a
memory and without:

    python -m tests.authoring.test_remembered COPY_OF_A_DECK TIMES SEED
"""

import random
import sys
from pathlib import Path

import pytest

from liverdeck.authoring import fact_file
from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.remembered import Memory

EVERY_SHAPE = """\
  - id: every-key
    from: [rooms, pump]
    ask: How many chambers has the heart?
    answer:
      number: 4
      unit: rooms
      tolerance: 1
      accept: [four]
      strict: true
      reject:
        two: a fish has two
      kind: count
      hint: even
      options: fixed
      pin: last
    reverse: {ask: What has four chambers?, answer: the heart}
    why: "Two sides, two floors. Not µ."
    note: A note.
    distractors:
      five: too many
    open: [several]
    difficulty: 2
    tags: [numbers]
    quiz: false
    one_answer: true
    image:
      - {file: front.svg, alt: A front}
      - {file: back.svg, alt: A back, side: back, credit: Ann, licence: CC0}
    audio:
      - {file: beat.ogg}
      - {file: beat.ogg, side: back, licence: CC BY 4.0}
  - {id: gone, from: [rooms], ask: Old?, answer: old, retired: replaced}
  - id: statement
    from: [rooms]
    say: The {{c1::left::side}} heart and the {{c2::right}} one.
    blanks: {c1: {kind: side}}
  - {id: a-list, from: [pump], ask: Which two?, list: [one, two], order: fixed, need: 1}
  - id: grouped
    from: [pump]
    ask: Which?
    groups:
      - {id: first, title: First, items: [a, b]}
      - {id: second, title: Second, items: [c]}
    grouping: document
"""
PASSAGES_WITH_WORDS = """\
liverdeck: 1
passages:
  - {id: rooms, heading: The four rooms, hash: 0123456789abcdef, words: four heart}
  - {id: pump, heading: How it pumps}
"""
MEDIA = {
    "front.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "back.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "beat.ogg": b"OggS",
}


@pytest.fixture
def write_deck(write_deck):
    """Write the pictures and sounds of `EVERY_SHAPE` with each deck."""

    def write(*args, **options):
        folder = write_deck(*args, **options)
        for name, content in MEDIA.items():
            (folder / name).write_bytes(content)
        return folder

    return write


class Store(dict):
    def put(self, name, content):
        self[name] = content


def test_a_remembered_deck_equals_the_deck_that_is_read(write_deck):
    folder = write_deck(EVERY_SHAPE, passages=PASSAGES_WITH_WORDS)
    fresh = load_deck(folder)
    assert [fact.id for fact in fresh.deck.facts] == [
        "every-key",
        "gone",
        "statement",
        "a-list",
        "grouped",
    ]
    store = Store()
    assert repr(load_deck(folder, memory=Memory(store))) == repr(fresh)
    assert len(store) == 3
    remembered = load_deck(folder, memory=Memory(store))
    assert repr(remembered) == repr(fresh)
    assert remembered == fresh


def test_an_unchanged_file_is_not_read_again(write_deck, monkeypatch):
    folder = write_deck(EVERY_SHAPE)
    memory = Memory(Store())
    fresh = load_deck(folder, memory=memory)

    def read(*_):
        raise AssertionError("read again")

    monkeypatch.setattr(fact_file, "read_fact_file", read)
    assert load_deck(folder, memory=memory) == fresh


def test_a_remembered_file_has_the_path_that_it_has_now(write_deck, tmp_path):
    folder = write_deck(EVERY_SHAPE)
    memory = Memory(Store())
    load_deck(folder, memory=memory)
    moved = folder.rename(tmp_path / "moved")
    assert load_deck(moved, memory=memory) == load_deck(moved)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("deck.yaml", "Chambers}", "Chamber}"),
        ("deck.yaml", "{id: chambers", "{id: rooms"),  # the topic of the fact file
        ("passages.yaml", "id: pump", "id: pumps"),
        ("01-facts.yaml", "{id: gone", "{id: statement"),
    ],
)
def test_a_changed_file_is_read_again(write_deck, name, old, new):
    folder = write_deck(EVERY_SHAPE)
    memory = Memory(Store())
    before = load_deck(folder, memory=memory)
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    after = load_deck(folder, memory=memory)
    assert after == load_deck(folder)
    assert after != before


@pytest.mark.parametrize("name", ["back.svg", "beat.ogg"])
def test_a_deleted_picture_or_sound_is_noticed(write_deck, name):
    folder = write_deck(EVERY_SHAPE)
    memory = Memory(Store())
    assert load_deck(folder, memory=memory).problems == ()
    (folder / name).unlink()
    problems = load_deck(folder, memory=memory).problems
    assert problems == load_deck(folder).problems
    assert name in problems[0].message


def test_a_file_with_a_problem_is_not_remembered(write_deck):
    folder = write_deck("  - {id: broken, from: [rooms], ask: What?, anwser: a}\n")
    store = Store()
    fresh = load_deck(folder)
    for _ in range(2):
        assert load_deck(folder, memory=Memory(store)) == fresh
    assert len(store) == 2  # deck.yaml and passages.yaml


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"3",
        b'{"t": 3}',
        b'{"Fact": ["a"]}',
        b'{"p": [1, 2], "q": []}',
        b'{"Unknown": []}',
        b'{"Topic": ["a", "b", {"p": [1, 2]}]}',
        b'{"t": [{"Topic": ["a", "b", {"p": [1, 2]}]}]}',
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("has_key", [False, True])
def test_an_entry_that_another_program_wrote_is_ignored(write_deck, content, has_key):
    folder = write_deck(EVERY_SHAPE)
    store = Store()
    fresh = load_deck(folder, memory=Memory(store))
    files = [path.read_bytes() for path in folder.glob("*.yaml")]
    for name, kept in store.items():
        key = b""
        if has_key:
            (data,) = [data for data in files if data in kept]
            key = kept[: kept.index(data) + len(data)]
        store[name] = key + content
    assert load_deck(folder, memory=Memory(store)) == fresh


def test_damaged_files_have_the_same_problems(write_deck):
    folder = write_deck(EVERY_SHAPE, passages=PASSAGES_WITH_WORDS)
    compare_damaged(folder, times=60, seed=1)


def compare_damaged(folder: Path, times: int, seed: int) -> None:
    """Damage files at random; compare what is read with a memory and without."""
    random_numbers = random.Random(seed)  # noqa: S311  # no secret
    store = Store()
    originals = {path: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    for _ in range(times):
        path = random_numbers.choice(list(originals))
        path.write_bytes(damaged(originals[path], random_numbers))
        fresh = load_deck(folder, reads_ledger=False)
        for _ in range(2):
            loaded = load_deck(folder, reads_ledger=False, memory=Memory(store))
            assert loaded == fresh
        if random_numbers.random() < SHARE_REPAIRED:
            path.write_bytes(originals[path])


SHARE_REPAIRED = 0.7
"""The share of damaged files that are repaired before another file is damaged."""
REPLACEMENTS = [
    *(b"", b" ", b"\n", b"'", b"#", b"{", b"]", b": ", b"- ", b"\t", b"\xff"),
    *(b"&a ", b"*a", b"a", b"1", b"{{c1::x}}", b"\r\n", b"e\xcc\x81", b"true"),
]


def damaged(data: bytes, random_numbers: random.Random) -> bytes:
    """Return bytes with some of them left out, doubled or replaced."""
    start = random_numbers.randrange(len(data))
    end = start + random_numbers.choice([0, 1, 1, 3, 20, 200])
    other_start = random_numbers.randrange(len(data))
    replacement = random_numbers.choice(
        [*REPLACEMENTS, data[start:end] * 2, data[other_start : other_start + 10]]
    )
    return data[:start] + replacement + data[end:]


if __name__ == "__main__":
    compare_damaged(Path(sys.argv[1]), times=int(sys.argv[2]), seed=int(sys.argv[3]))
