"""Facts and parts that the pages name are in the bundled deck."""

import re

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of
from tests.docs.blocks import PAGES, REPOSITORY, name_of

COMMAND = re.compile(
    r"^(?:\$ )?liverdeck (?:check|show) ([a-z0-9][a-z0-9/-]+)", re.MULTILINE
)
STORY_EDIT = re.compile(r"^\| `([a-z0-9-]+)`: (.+?) \|", re.MULTILINE)
MADE_UP = ("new-fact", "two-blanks", "from-the-body", "fast-pulse", "all-symptoms")
"""Facts that a page itself adds or makes."""
SHAPES = {"blank": "cloze", "item": "list", "question": "question"}
"""The shape that a fact must have if an edit of the story changes this part of it."""


@pytest.fixture(scope="module")
def facts():
    deck = load_deck(REPOSITORY / "cards" / "liver-metastasis").deck
    return {fact.id: fact for fact in deck.facts}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_fact_in_a_command_is_in_the_bundled_deck(page, facts):
    for name in COMMAND.findall(page.read_text(encoding="utf-8")):
        fact_id, _, part = name.strip("-/").partition("/")
        if fact_id in MADE_UP:
            continue
        assert fact_id in facts, name
        parts = [card.part for card in cards_of(facts[fact_id])]
        assert not part or part in parts, name


def test_each_edit_of_the_story_fits_the_shape_of_its_fact(facts):
    page = REPOSITORY / "docs" / "updating.md"
    edits = STORY_EDIT.findall(page.read_text(encoding="utf-8"))
    assert len(edits) >= 11
    for name, edit in edits:
        if name in MADE_UP:
            continue
        assert name in facts, name
        needed_shapes = [shape for word, shape in SHAPES.items() if word in edit]
        assert needed_shapes in ([], [facts[name].shape.name]), edit
