"""A package that is made file by file equals the package of the whole deck."""

import json
import os
import shutil
import signal
import zlib
from dataclasses import fields
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from liverdeck import Ledger, load_deck, release_deck
from liverdeck.authoring import fact_file
from liverdeck.authoring.ledger_file import parse_ledger
from liverdeck.authoring.ledger_on_demand import ledger_on_demand
from liverdeck.authoring.remembered import Memory
from liverdeck.base import texts_on_disk
from liverdeck.base.cache_folder import CacheFolder
from liverdeck.base.errors import ContentError
from liverdeck.publishing import assembly, build_by_file, rows_of_files
from liverdeck.publishing.build import MadePackage, make_package
from liverdeck.publishing.build_by_file import package_by_file
from liverdeck.publishing.change_summary import describe_changes

CHAMBERS = """\
  - id: flow
    from: pump
    say: Blood & “more” leave by the {{c1::aorta::a \\u0002}} and the {{c2::"\\u0001"}}.
    image: {file: flow.svg, alt: The way}
  - {id: rooms, from: rooms, ask: Which?, list: [left, right], tags: [chamber]}
  - {id: gone, from: [rooms], ask: Old?, answer: x, image: {file: old.svg, alt: Old},
     retired: replaced}
"""
BEAT = """\
  - {id: rate, from: [pump, rooms], ask: How fast?, answer: 70, why: So., note: N.}
  - id: valves
    from: rooms
    ask: Which valves?
    groups:
      - {id: left, title: Left, items: [mitral, aortic]}
      - {id: right, title: Right, items: [tricuspid, pulmonary]}
"""
LAST = """\
  - {id: sound, from: pump, ask: What?, answer: lub, reverse: {ask: R?, answer: d}}
"""
OTHER = LAST.replace("sound", "other")
FIRST_TOPIC = "{id: zero, title: 0}\n  - "
REPORT = "report: 'https://example.org/new'\n"
NOW = 1_800_000_000
EDITS = {
    "nothing": ("01-facts.yaml", "", ""),
    "a text": ("01-facts.yaml", "[left, right]", "[left, upper]"),
    "a new fact": ("03-last.yaml", "facts:\n", f"facts:\n{OTHER}"),
    "a retired fact": ("02-beat.yaml", "{id: rate", "{retired: x, id: rate"),
    "a tag": ("01-facts.yaml", "[chamber]", "[room]"),
    "a heading": ("passages.yaml", "How it pumps", "How the heart pumps"),
    "the title": ("deck.yaml", "On the heart", "About the heart"),
    "the language": ("deck.yaml", "language: en", "language: de"),
    "the order": ("deck.yaml", "{id: chambers", f"{FIRST_TOPIC}{{id: chambers"),
    "the topic": ("02-beat.yaml", "topic: beat", "topic: chambers"),
    "a picture": ("flow.svg", "<svg", "<svg id='x'"),
    "an id twice": ("03-last.yaml", "id: sound", "id: rate"),
    "an oldest id twice": ("03-last.yaml", "id: sound", "id: sound, was: [rate]"),
    "a group twice": ("02-beat.yaml", "id: right", "id: left"),
    "an unknown passage": ("03-last.yaml", "from: pump", "from: pipe"),
    "an unknown topic": ("03-last.yaml", "topic: beat", "topic: bat"),
    "a broken picture": ("flow.svg", "<svg", ""),
    "broken YAML": ("02-beat.yaml", "ask: Which valves?", "ask: 'Which valves?"),
    "exchanged blanks": ("01-facts.yaml", "{{c1::aorta", "{{c3::aorta"),
    "a moved note": ("03-last.yaml", "id: sound", "id: noise"),
    "a broken ledger": ("deck.lock", '"first":1', '"first":2'),
    "no ledger": ("deck.lock", None, None),
    "an old CHANGES.md": ("CHANGES.md", "", "x\n"),
}  # fmt: skip


class StoreInMemory(dict):
    """Keeps what a `Memory` remembers, as `CacheFolder` does on disk."""

    def put(self, name, content):
        self[name] = content


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """Return a released deck with two topics in three files, and pictures."""
    from tests.conftest import DECK, PASSAGES

    folder = tmp_path_factory.mktemp("decks") / "heart"
    folder.mkdir()
    texts = {
        "deck.yaml": DECK + REPORT,
        "passages.yaml": PASSAGES,
        "01-facts.yaml": f"liverdeck: 1\ntopic: chambers\nfacts:\n{CHAMBERS}",
        "02-beat.yaml": f"liverdeck: 1\ntopic: beat\nfacts:\n{BEAT}",
        "03-last.yaml": f"liverdeck: 1\ntopic: beat\nfacts:\n{LAST}",
        "flow.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        "old.svg": "<svg xmlns='http://www.w3.org/2000/svg' id='old'/>",
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    deck = load_deck(folder).required()
    release_deck(deck, Ledger(deck.id), 1_700_000_000)
    return folder


@pytest.fixture
def folder(released, tmp_path):
    return shutil.copytree(released, tmp_path / "heart")


def edit(folder, name, before, after):
    path = folder / name
    if before is None:
        path.unlink()
        return
    text = path.read_text()
    assert before in text, (name, before)
    path.write_text(text.replace(before, after))


def package_of_whole_deck(folder, now_seconds):
    """Return the package of the whole deck; None if there is a problem."""
    loaded = load_deck(folder)
    if loaded.problems:
        return None
    try:
        return make_package(loaded.deck, loaded.ledger, now_seconds=now_seconds)
    except ContentError:
        return None


def values_of(made):
    """Return the values of a package by name, so that pytest shows what differs."""
    if made is None:
        return None
    by_name = {field.name: getattr(made, field.name) for field in fields(MadePackage)}
    return by_name | {"inputs": set(made.inputs)}


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("now_seconds", [None, NOW])
def test_a_package_by_file_equals_that_of_the_whole_deck_or_is_none(
    folder, name, now_seconds
):
    memory = Memory(StoreInMemory())
    before = package_by_file(folder, memory, now_seconds=now_seconds)
    assert before is not None
    assert values_of(before) == values_of(package_of_whole_deck(folder, now_seconds))
    edit(folder, *EDITS[name])
    expected = values_of(package_of_whole_deck(folder, now_seconds))
    memory_of_rows = Memory(StoreInMemory(), keeps_facts=False)
    for used_memory in (None, memory, memory, memory_of_rows):
        made = package_by_file(folder, used_memory, now_seconds=now_seconds)
        assert values_of(made) == expected


def test_a_new_deck_has_the_same_package_and_changes_if_made_by_file(folder):
    (folder / "deck.lock").unlink()
    (folder / "CHANGES.md").unlink()
    loaded = load_deck(folder)
    expected = make_package(loaded.deck, Ledger("heart"), now_seconds=NOW)
    memory = Memory(StoreInMemory())
    for _ in range(2):
        made = package_by_file(folder, memory, now_seconds=NOW, is_new=True)
        assert made.package == expected.package
        assert made.content_hash == expected.content_hash
        assert describe_changes(made.changes) == describe_changes(expected.changes)


def test_a_large_deck_is_made_on_disk_with_the_same_bytes(folder, monkeypatch):
    expected = values_of(package_of_whole_deck(folder, NOW))
    monkeypatch.setattr(texts_on_disk, "MOST_IN_MEMORY", 0)
    saves_memory = []

    def recorded_package_of(*arguments, **options):
        saves_memory.append(options["saves_memory"])
        return assembly.package_of(*arguments, **options)

    monkeypatch.setattr(build_by_file, "package_of", recorded_package_of)
    assert values_of(package_by_file(folder, None, now_seconds=NOW)) == expected
    assert saves_memory == [True]


@pytest.fixture
def with_workers(monkeypatch):
    """Return a function that makes the package with workers even for a small deck."""
    monkeypatch.setattr(rows_of_files, "FEWEST_BYTES_FOR_WORKERS", 0)
    return partial(package_by_file, workers=2)


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("now_seconds", [None, NOW])
def test_workers_make_the_same_package(folder, name, now_seconds, with_workers, capfd):
    edit(folder, *EDITS[name])
    expected = values_of(package_of_whole_deck(folder, now_seconds))
    made = with_workers(folder, None, now_seconds=now_seconds)
    assert values_of(made) == expected
    assert capfd.readouterr() == ("", "")


def test_a_killed_worker_does_not_change_the_package(folder, with_workers, monkeypatch):
    expected = values_of(package_of_whole_deck(folder, NOW))
    main_process = os.getpid()
    render = rows_of_files.rows_of_facts

    def killed_in_worker(*arguments):
        if os.getpid() != main_process:
            os.kill(os.getpid(), signal.SIGKILL)
        return render(*arguments)

    monkeypatch.setattr(rows_of_files, "rows_of_facts", killed_in_worker)
    assert values_of(with_workers(folder, None, now_seconds=NOW)) == expected


def test_what_a_worker_rendered_is_remembered(folder, with_workers, tmp_path):
    expected = values_of(package_of_whole_deck(folder, NOW))
    cache = CacheFolder(tmp_path / "cache")
    assert values_of(with_workers(folder, Memory(cache), now_seconds=NOW)) == expected
    kept = []

    class RecordingMemory(Memory):
        def keep(self, *arguments):
            kept.append(arguments)

    assert (
        values_of(with_workers(folder, RecordingMemory(cache), now_seconds=NOW))
        == expected
    )
    assert kept == []


def test_a_small_deck_has_no_workers(folder, monkeypatch):
    monkeypatch.delattr(os, "fork")
    made = package_by_file(folder, None, now_seconds=NOW, workers=2)
    assert values_of(made) == values_of(package_of_whole_deck(folder, NOW))


def with_a_space_in_third_line(lines):
    """Return the lines of a ledger, one as another program may write it."""
    spaced = lines[2].replace('","part', '", "part')
    return [*lines[:2], spaced, *lines[3:]]


CHANGES_OF_LEDGER = {
    "notes in another order": lambda lines: [lines[0], *reversed(lines[1:])],
    "a line twice": lambda lines: [*lines, lines[-1]],
    "a wrong key": lambda lines: [*lines[:-1], lines[-1].replace("first", "fist")],
    "a mark of a conflict": lambda lines: [*lines, "<<<<<<< HEAD"],
    "a space that we do not write": with_a_space_in_third_line,
    "no notes": lambda lines: lines[:1],
    "no lines": lambda _: [],
}


@pytest.mark.parametrize("change", CHANGES_OF_LEDGER.values(), ids=CHANGES_OF_LEDGER)
def test_a_ledger_with_a_problem_gives_the_same_package_or_none(folder, change):
    path = folder / "deck.lock"
    lines = change(path.read_text().splitlines())
    path.write_text("".join(f"{line}\n" for line in lines))
    expected = package_of_whole_deck(folder, NOW)
    for memory in (None, Memory(StoreInMemory())):
        made = package_by_file(folder, memory, now_seconds=NOW)
        assert (made is None) == (expected is None)
        if made and expected:
            assert made.package == expected.package
            assert describe_changes(made.changes) == describe_changes(expected.changes)


def test_a_new_fact_beside_a_retired_one_can_be_made_by_file(folder):
    for name in ("a retired fact", "a new fact"):
        edit(folder, *EDITS[name])
    expected = values_of(package_of_whole_deck(folder, NOW))
    memory = Memory(StoreInMemory())
    for _ in range(2):
        made = package_by_file(folder, memory, now_seconds=NOW)
        assert made is not None
        assert values_of(made) == expected


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    edits=st.lists(st.sampled_from(sorted(set(EDITS) - {"no ledger"})), max_size=4),
    data=st.data(),
)
def test_what_is_remembered_never_changes_a_package(
    released, tmp_path_factory, edits, data
):
    folder = shutil.copytree(released, tmp_path_factory.mktemp("law") / "heart")
    store = StoreInMemory()
    for name in edits:
        file, before, after = EDITS[name]
        if before in (folder / file).read_text():
            edit(folder, file, before, after)
        now_seconds = data.draw(st.sampled_from([None, NOW, NOW + 7]))
        made = package_by_file(folder, Memory(store), now_seconds=now_seconds)
        assert values_of(made) == values_of(package_of_whole_deck(folder, now_seconds))


def test_only_the_changed_file_is_read_again(folder, monkeypatch):
    memory = Memory(StoreInMemory(), keeps_facts=False)
    package_by_file(folder, memory, now_seconds=NOW)
    edit(folder, *EDITS["a text"])
    read_paths = []
    read_fact_file = fact_file.read_fact_file

    def recorded_read(data, context):
        read_paths.append(context.path)
        return read_fact_file(data, context)

    monkeypatch.setattr(fact_file, "read_fact_file", recorded_read)
    assert package_by_file(folder, memory, now_seconds=NOW).changes.changed
    assert read_paths == [str(folder / "01-facts.yaml")]
    assert package_by_file(folder, memory, now_seconds=NOW + 1).changes.changed
    assert len(read_paths) == 1


DAMAGE = {
    "empty": lambda _: b"",
    "only the first half": lambda content: content[: len(content) // 2],
    "without the end": lambda content: content[:-5],
    "with more at the end": lambda content: content + b"\n[1, 2]",
    "of another deck": lambda content: content.replace(b"heart/", b"liver/"),
    "backwards": lambda content: content[::-1],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_cache_is_replaced_and_changes_nothing(folder, tmp_path, damage):
    cache_path = tmp_path / "cache"
    expected = values_of(
        package_by_file(folder, Memory(CacheFolder(cache_path)), now_seconds=NOW)
    )
    files = {path: path.read_bytes() for path in cache_path.glob("*.facts")}
    # Four files were read. Three have rows, and headings and the ledger are kept too.
    assert len(files) == 4 + 3 + 2
    for path, content in files.items():
        path.write_bytes(damage(content))
    for _ in range(2):
        made = package_by_file(folder, Memory(CacheFolder(cache_path)), now_seconds=NOW)
        assert values_of(made) == expected
    assert {path: path.read_bytes() for path in cache_path.glob("*.facts")} == files


ROWS_BEGIN = b'["beat", [["rate", "rate"]'
EDITS_OF_ROWS = [
    (b'["beat", [[', b'["bat", [['),  # a topic that the deck does not have
    (b'[["rate", "rate"]', b'[["pulse", "pulse"]'),
    (b"\n[", b"\n[7, "),
    (b"How fast?", b"How slow?"),
    (b"tricuspid", b"pulmonary"),
]


def with_rows_edited(content, edit_of_rows):
    """Return a cache file with an edit of its rows; unchanged if it has other content.

    The key before the rows stays, so that the rows still belong to their fact file.
    """
    start = content.find(ROWS_BEGIN)
    if start < 0:
        return content
    edited = content[start:].replace(*edit_of_rows)
    assert edited != content[start:]
    return content[:start] + edited


@pytest.mark.parametrize("edit_of_rows", EDITS_OF_ROWS)
def test_rows_that_another_program_put_into_the_cache_are_not_used(
    folder, tmp_path, edit_of_rows
):
    cache_path = tmp_path / "cache"
    expected = values_of(
        package_by_file(folder, Memory(CacheFolder(cache_path)), now_seconds=NOW)
    )
    for path in cache_path.glob("*.facts"):
        after_checksum = path.read_bytes()[4:]
        edited = with_rows_edited(after_checksum, edit_of_rows)
        path.write_bytes(zlib.crc32(edited).to_bytes(4, "big") + edited)
    made = package_by_file(folder, Memory(CacheFolder(cache_path)), now_seconds=NOW)
    assert values_of(made) == expected


@pytest.mark.parametrize("edit_of_rows", [EDITS_OF_ROWS[0], EDITS_OF_ROWS[2]])
def test_rows_that_cannot_be_of_the_file_are_not_used(folder, edit_of_rows):
    store = StoreInMemory()
    expected = values_of(package_by_file(folder, Memory(store), now_seconds=NOW))
    for name, content in store.items():
        store[name] = with_rows_edited(content, edit_of_rows)
    made = package_by_file(folder, Memory(store), now_seconds=NOW)
    assert values_of(made) in (None, expected)


def test_an_empty_passages_file_is_not_taken_for_a_missing_one(folder):
    (folder / "passages.yaml").unlink()
    memory = Memory(StoreInMemory())
    made = package_by_file(folder, memory, now_seconds=NOW)
    assert made is not None
    assert values_of(made) == values_of(package_of_whole_deck(folder, NOW))
    (folder / "passages.yaml").write_text("")
    assert package_of_whole_deck(folder, NOW) is None
    assert package_by_file(folder, memory, now_seconds=NOW) is None


def test_rows_do_not_depend_on_the_folder(folder, tmp_path, monkeypatch):
    store = StoreInMemory()
    package_by_file(folder, Memory(store), now_seconds=NOW)
    moved = folder.rename(tmp_path / "moved")
    monkeypatch.setattr(fact_file, "read_fact_file", None)  # it must not be called
    made = package_by_file(moved, Memory(store), now_seconds=NOW)
    assert {path.parent for path in made.inputs} == {moved}


@pytest.mark.parametrize("is_on_disk", [False, True])
@pytest.mark.parametrize("has_spaces", [False, True])
def test_a_ledger_on_demand_equals_the_parsed_ledger(
    released, has_spaces, is_on_disk, monkeypatch
):
    if is_on_disk:
        monkeypatch.setattr(texts_on_disk, "MOST_IN_MEMORY", 0)
    text = (released / "deck.lock").read_text()
    if has_spaces:  # as another program may write the same values
        lines = map(json.loads, text.splitlines())
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    parsed = parse_ledger(text, "deck.lock", "heart")
    assert not parsed.problems
    with texts_on_disk.TextsOnDisk() as texts:
        texts.keep("ä")
        made = ledger_on_demand(text, "deck.lock", "heart", texts)
        assert dict(made.lines) == dict(parsed.value.lines)
        assert texts.are_on_disk is is_on_disk
    assert made.releases == parsed.value.releases


@pytest.mark.parametrize(
    "text", ["", "[", "[]", "7", "null", '{"heart": 1}', "[" * 9999]
)
def test_a_text_that_another_program_kept_is_not_used(folder, monkeypatch, text):
    expected = values_of(package_of_whole_deck(folder, NOW))
    monkeypatch.setattr(Memory, "text", lambda *_: text)
    memory = Memory(StoreInMemory(), keeps_facts=False)
    assert values_of(package_by_file(folder, memory, now_seconds=NOW)) == expected
