"""The story of docs/updating.md: a learner of the bundled deck imports release 2."""

import re
import shutil
from pathlib import Path

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.publishing.update_text import write_update_text
from tests.real.conftest import RELEASED

RELEASE_2 = RELEASED + 864_000
FACT_IDS = """
    definition other-name primary-cancer-term primary-risk-factors two-blanks jaundice
    abdominal-pain distant-pain early-symptoms cells-tell
""".split()
FIRST_FILE, SECOND_FILE = "01-what-it-is.yaml", "02-symptoms.yaml"
THIRD_FILE = "03-where-it-comes-from.yaml"
TWO_BLANKS = """
  - id: two-blanks
    from: symptoms
    say: A tumor in the liver can block {{c1::blood}} and {{c2::bile}}.
"""
EDITS = [
    # The file, a pattern in its text, and what replaces the match.
    (FIRST_FILE, "another part of the body::", "another region of the body::"),
    (FIRST_FILE, "What is another name for a liver", "Which other name has a liver"),
    (THIRD_FILE, "The original cancer from", "The {{c2::original}} cancer from"),
    (FIRST_FILE, "      - text: cirrhosis\n", "      - text: fatty liver\n\\g<0>"),
    (SECOND_FILE, re.escape("{{c2::bile}}"), "bile"),
    (SECOND_FILE, "The color is that of bilirubin", "Its color is that of bilirubin"),
    (
        SECOND_FILE,
        r"    open: \[epigastrium,",
        "    reverse: {ask: What is at the upper right?, answer: the liver}\n\\g<0>",
    ),
    (SECOND_FILE, "  - id: distant-pain\n", "\\g<0>    retired: too hard\n"),
    (FIRST_FILE, "A tumor in the liver is made of", "A liver tumor consists of"),
    (
        FIRST_FILE,
        r"\Z",
        "\n  - {id: new-fact, from: definition, ask: Is it new?, answer: 'yes'}\n",
    ),
]


def edit(folder):
    for name, old, new in EDITS:
        path = folder / name
        text, count = re.subn(old, new, path.read_text(), count=1)
        assert count == 1, old
        path.write_text(text)
    path = folder / SECOND_FILE
    text = path.read_text()
    # early-symptoms goes to another file, and so to another topic.
    fact = re.search(r"  - id: early-symptoms\n(?:.*\n)+?(?=  - id: )", text)
    path.write_text(text.replace(fact[0], ""))
    path = folder / FIRST_FILE
    path.write_text(path.read_text() + fact[0])


@pytest.fixture
def folder(repository, tmp_path):
    target = tmp_path / "liver-metastasis"
    shutil.copytree(Path(repository) / "cards" / target.name, target)
    for name in ("deck.lock", "CHANGES.md"):
        (target / name).unlink(missing_ok=True)
    with (target / SECOND_FILE).open("a") as file:
        file.write(TWO_BLANKS)
    return target


@pytest.mark.parametrize("text_first", [False, True])
def test_the_story_of_the_page_on_updates_is_true(
    anki, publish, folder, tmp_path, repository, text_first
):
    first = publish(folder)
    assert anki.import_package(first.path)[0] == first.note_count
    cards = {name: anki.cards(f"liver-metastasis/{name}") for name in FACT_IDS}
    for index, name in enumerate(FACT_IDS):
        anki.answer(cards[name][0], 1 + index % 4)
    for name in FACT_IDS:
        note = anki.note(f"liver-metastasis/{name}")
        note.tags.append("exam")
        note["MyNotes"] = "mine"
        anki.col.update_note(note)
        # The learner edits this note after the author made release 2.
        is_edited_later = name == "cells-tell"
        anki.touch(note, (RELEASE_2 if is_edited_later else RELEASED) + 60)
    all_cards = [card for cards_of_note in cards.values() for card in cards_of_note]
    schedules = [anki.schedule(card) for card in all_cards]
    count = anki.col.note_count()

    edit(folder)
    second = publish(folder, at=RELEASE_2)
    if text_first:
        loaded = load_deck(folder)
        for path in write_update_text(loaded.deck, loaded.ledger, tmp_path).required():
            anki.import_text(path)
    anki.import_package(second.path)

    assert [anki.schedule(card) for card in all_cards] == schedules
    assert anki.col.note_count() == count + 1
    assert len(anki.col.models.all_names_and_ids()) == len(
        {model.name for model in anki.col.models.all_names_and_ids()}
    )
    note = {
        name: anki.note(f"liver-metastasis/{name}") for name in (*FACT_IDS, "new-fact")
    }
    assert "another region" in note["definition"]["Text"]
    assert note["other-name"]["Ask"].startswith("Which other name")
    assert [card.ord for card in note["primary-cancer-term"].cards()] == [0, 1]
    assert "fatty liver" in note["primary-risk-factors"]["Items"]
    assert "Its color" in note["jaundice"]["Why"]
    assert [card.ord for card in note["abdominal-pain"].cards()] == [0, 1]
    (empty_card,) = anki.empty_cards()
    assert anki.col.get_card(empty_card).nid == note["two-blanks"].id
    is_reworded = note["cells-tell"]["Ask"].startswith("A liver tumor")
    assert is_reworded == text_first
    not_updated = {"distant-pain", "early-symptoms", "cells-tell"}
    for name in FACT_IDS:
        # An update text has no fact with a picture.
        is_in_text = name != "abdominal-pain"
        is_kept = name in not_updated or (text_first and is_in_text)
        assert ("exam" in note[name].tags) == is_kept, name
        assert note[name]["MyNotes"] == ("mine" if is_kept else ""), name

    page = (Path(repository) / "docs" / "updating.md").read_text("utf-8")
    story = page.partition("## One learner's story")[2]
    rows = re.findall(r"(?m)^\| `([a-z-]+)`:", story)
    assert sorted(rows) == sorted([*FACT_IDS, "new-fact"])
