"""Every quiz format has the recorded stems, options, letters, keys, points and reasons.

Labels and instructions may be reworded: `quiz_decoders` leaves them out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liverdeck import (
    Paper,
    PaperRequest,
    QuizJob,
    assemble_paper,
    cards_of,
    item_bank,
    load_deck,
)
from liverdeck.quiz.formats import registry
from liverdeck.quiz.formats.registry import files_of_format
from tests.frozen.quiz_decoders import (
    decoded,
    digest,
    read_json,
    stems_without_instructions,
    without_instructions,
)

BUNDLED = Path(__file__).parents[2] / "cards" / "liver-metastasis"
FORMATS = ("moodle", "gift", "qti", "html", "print", "json", "markdown", "csv", "anki")
SLOW_FORMATS = ("pdf", "docx")
SEEDS = [str(number) for number in range(1, 18)] + ["autumn", "Ä ß", "2026-11-28"]
SEEDS_WITH_ONE_FORM = SEEDS[10:]
"""With these seeds a quiz has one paper form, with the others two."""
SEEDS_OF_DECK = {"bundled": SEEDS, "pond": SEEDS[7:14]}
ITEMS = {"bundled": 12, "pond": 8}
NOTE_TIME_SECONDS = 1_700_000_000

POND = {
    "deck": """\
liverdeck: 1
id: pond
anki_name: Pond
title: The pond
description: A deck with all types of items.
language: en
document: {title: On ponds, read: 2024-05-06}
topics:
  - {id: water, title: Water}
  - {id: life, title: Life}
""",
    "passages": """\
liverdeck: 1
passages:
  - {id: shore, heading: At the shore}
  - {id: deep, heading: In the deep}
""",
    "01-water": """\
liverdeck: 1
topic: water
facts:
  - id: depth
    from: deep
    ask: How deep is the pond?
    answer:
      number: 3.5
      unit: m
      tolerance: 0.5
      reject:
        35 m: Ten times as deep.
        0.35 m: A puddle.
        7 m: That is the length of the pier.
    why: It was measured with a rope.
  - id: degrees
    from: deep
    ask: How warm is the deep water in winter?
    answer: {number: 4, unit: °C}
    note: Water is heaviest then.
  - id: year
    from: shore
    ask: How does the year of a pond go?
    order: fixed
    list: [ice, thaw, bloom of algae, drought, fall of leaves]
    why: One follows the other.
  - id: inflow
    from: shore
    say: The {{c1::brook::kind of water}} flows in; a {{c2::weir}} holds it.
    blanks:
      c1:
        reject:
          sea: It is far away.
          rain: It falls in.
          canal: Nobody dug one.
  - id: green
    from: shore
    ask: What makes the water green?
    answer:
      text: algae
      accept: [alga, green algae]
      reject:
        iron: It makes it brown.
        lime: It makes it white.
        clay: It makes it grey.
    open: [duckweed]
    why: They float in it.
""",
    "02-life": """\
liverdeck: 1
topic: life
facts:
  - id: homes
    from: [shore, deep]
    ask: Who lives where?
    grouping: document
    groups:
      - {id: reed, title: In the reed, items: [warbler, bittern, harvest mouse]}
      - {id: mud, title: In the mud, items: [tench, pond mussel, bloodworm]}
  - id: frog
    from: shore
    ask: How does a frog grow up?
    order: fixed
    list: [spawn, tadpole, froglet, frog]
    need: 3
  - id: birds
    from: shore
    ask: Name three birds that swim on the pond.
    list:
      - {text: mallard, accept: [wild duck]}
      - coot
      - great crested grebe
    distractors:
      kingfisher: It sits on a branch.
      heron: It stands in the water.
      swallow: It only drinks in flight.
  - id: beak
    from: shore
    ask: Which bird has a white shield above its beak?
    answer:
      text: coot
      kind: bird
      reject:
        moorhen: Its shield is red & small.
        mallard: It has <no> shield.
        swan: It has a black knob.
    why: Hence “bald as a coot”.
  - id: hunter
    from: deep
    ask: Which fish hunts there?
    answer: {text: pike, accept: [northern pike], kind: fish}
    distractors:
      tench: It eats worms and snails.
      carp: It eats worms and plants.
      rudd: It eats plants.
""",
}
"""A made-up deck with numbers and ordered lists, which the bundled deck lacks."""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """Return the two decks by name, each with its item bank."""
    pond = tmp_path_factory.mktemp("decks") / "pond"
    pond.mkdir()
    for name, text in POND.items():
        (pond / f"{name}.yaml").write_text(text, encoding="utf-8")
    loaded = {"bundled": load_deck(BUNDLED), "pond": load_deck(pond)}
    decks_with_items = {}
    for name, result in loaded.items():
        assert not result.problems
        decks_with_items[name] = (result.deck, item_bank(result.deck))
    return decks_with_items


def files_of(decks, name, seed, formats=FORMATS):
    """Return the files of a quiz in these formats."""
    deck, bank = decks[name]
    request = PaperRequest(
        items=ITEMS[name],
        seed=seed,
        forms=1 if seed in SEEDS_WITH_ONE_FORM else 2,
        repeat_facts=name == "pond",
    )
    paper = assemble_paper(deck, bank, request).required()
    job = QuizJob(paper, deck, bank, note_time_seconds=NOTE_TIME_SECONDS)
    files = {}
    for format_name in ("json", *formats):
        files |= files_of_format(format_name, job)
    return files


def as_rows(content):
    """Return decoded content as a list, so that its record has several lines."""
    if isinstance(content, list):
        return content
    rows = []
    for key, value in content.items():
        entries = value if isinstance(value, list) else [value]
        rows += [[key, entry] for entry in entries]
    return rows


def prompts_of(deck):
    """Return the questions of a deck as their author wrote them."""
    return [card.prompt for fact in deck.active_facts for card in cards_of(fact)]


def read(files, deck):
    return decoded(files, json.loads(files["items.json"]), prompts_of(deck))


def test_every_format_has_recorded_files():
    assert sorted([*FORMATS, *SLOW_FORMATS]) == sorted(registry.FORMATS)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bundled", "pond"])
def test_every_seed_gives_the_same_paper_in_every_format(decks, frozen, name):
    deck, _ = decks[name]
    hashes = {}
    for seed in SEEDS_OF_DECK[name]:
        contents = read(files_of(decks, name, seed), deck)
        hashes[seed] = {
            file: digest(content)[:20] for file, content in contents.items()
        }
    frozen(f"quiz-{name}-hashes", hashes)


@pytest.mark.parametrize(("name", "seed"), [("bundled", "1"), ("pond", "2")])
def test_a_paper_has_the_recorded_texts_in_every_format(decks, frozen, name, seed):
    contents = read(files_of(decks, name, seed), decks[name][0])
    rows = {file: as_rows(content) for file, content in contents.items()}
    frozen(f"quiz-{name}-seed-{seed}", rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bundled", "pond"])
def test_pdf_and_word_files_have_the_recorded_texts(decks, frozen, name):
    contents = read(files_of(decks, name, "3", SLOW_FORMATS), decks[name][0])
    contents.pop("items.json")
    rows = {file: as_rows(content) for file, content in contents.items()}
    frozen(f"quiz-{name}-pdf-and-docx", rows)


@pytest.mark.parametrize("name", ["bundled", "pond"])
def test_every_item_of_a_deck_has_its_id_options_and_key(decks, frozen, name):
    deck, bank = decks[name]
    paper = Paper("All", deck.id, "", "en", "1", tuple(bank), ())
    files = files_of_format("json", QuizJob(paper, deck))
    items = read_json(files["items.json"])["items"]
    stems = stems_without_instructions(items, prompts_of(deck))
    rows = [bank_row(item) for item in without_instructions(items, stems)]
    frozen(f"quiz-{name}-bank", rows)


def bank_row(item):
    """Return the texts of an item, and a digest of all its content."""
    options = [
        [option["id"], option["text"], option["key"]] for option in item["options"]
    ]
    pairs = [[pair["id"], pair["prompt"], pair["match"]] for pair in item["pairs"]]
    answers = [[answer["text"], *answer["accept"]] for answer in item["answers"]]
    return {
        "id": item["id"],
        "type": item["type"],
        "difficulty": item["difficulty"],
        "points": item["points"],
        "stem": item["stem"],
        "options": options,
        "pairs": pairs,
        "answers": answers,
        "rest": digest(item)[:12],
    }


def test_the_command_counts_the_items_as_before(command, frozen):
    code, out, _ = command("quiz", "-d", BUNDLED, "--list", "--json")
    assert code == 0
    frozen("quiz-list", json.loads(out))


def test_the_command_writes_the_same_manifest_and_papers(
    command, frozen, decks, tmp_path
):
    selection = ("--items", "14", "--forms", "2", "--seed", "exam", "--options", "3")
    output = ("--format", ",".join(FORMATS), "-o", "made", "--json")
    code, out, _ = command("quiz", "-d", BUNDLED, *selection, *output)
    assert code == 0
    summary = json.loads(out)
    summary["files"] = [Path(file).name for file in summary["files"]]
    summary["flaws"] = len(summary["flaws"])
    folder = tmp_path / "made"
    (folder / ".liverdeck.json").unlink()  # the list of the files, with their hashes
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    files = {
        path.relative_to(folder).as_posix().removeprefix("keys/"): path.read_bytes()
        for path in paths
    }
    manifest = json.loads(files.pop("quiz.json"))
    manifest.pop("liverdeck")
    items = manifest.pop("items")
    assert all(item.pop("kept") for item in items)  # tests/cli tests its values
    assert items == json.loads(files["items.json"])["items"]
    facts = manifest.pop("facts")
    form_rows = [row for form in manifest.pop("forms") for row in as_rows(form)]
    frozen("quiz-manifest", form_rows)
    frozen("quiz-manifest-head", manifest)
    hashes = {
        file: digest(content)
        for file, content in read(files, decks["bundled"][0]).items()
    }
    frozen("quiz-command", {"told": summary, "facts": facts, "files": hashes})


@pytest.mark.parametrize(
    "selection",
    [
        ("--topic", "imaging", "--types", "single,truefalse"),
        ("--difficulty", "2", "--items", "9"),
        ("--include", "ct-rays", "--exclude", "ct-name", "--items", "5"),
        ("--repeat-facts", "--items", "34", "--options", "5"),
    ],
    ids=["topic", "difficulty", "include", "repeats"],
)
def test_a_selection_gives_the_same_paper(
    command, frozen, decks, request, tmp_path, selection
):
    arguments = ("--seed", "7", *selection, "--format", "json", "-o", "made")
    items = () if "--items" in selection else ("--items", "10")
    code, _, _ = command("quiz", "-d", BUNDLED, *items, *arguments)
    assert code == 0
    files = {"items.json": (tmp_path / "made" / "keys" / "items.json").read_bytes()}
    content = read(files, decks["bundled"][0])["items.json"]
    rows = [[item["id"], item["type"]] for item in content["items"]]
    keys = [
        [asked["number"], asked["item"], asked["key"]]
        for asked in content["forms"][0]["items"]
    ]
    name = request.node.callspec.id
    summary = {"items": rows, "keys": keys, "all": digest(content)}
    frozen(f"quiz-selection-{name}", summary)
