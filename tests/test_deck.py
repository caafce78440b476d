"""The topics and the permanent names of the bundled deck.

Tests of its content are in test_bundled_deck.py.
"""

import pytest

from liverdeck.authoring.loader import load_deck


@pytest.fixture
def deck(repository):
    return load_deck(repository / "cards" / "liver-metastasis").deck


def test_the_deck_has_its_topics_in_teaching_order(deck):
    topics = """
        what-it-is symptoms where-it-comes-from diagnosis imaging treatment therapies
    """
    assert [topic.id for topic in deck.topics] == topics.split()


def test_every_topic_has_facts_and_facts_are_sorted_by_topic(deck):
    order = [fact.topic for fact in deck.facts]
    assert list(dict.fromkeys(order)) == [topic.id for topic in deck.topics]
    assert sorted(order, key=order.index) == order


def test_permanent_names_are_as_released(deck):
    assert (deck.id, deck.anki_name) == ("liver-metastasis", "Liver metastasis")
