"""A deck that a program made, with an id twice, is never published."""

from dataclasses import replace

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.build import build_package
from liverdeck.publishing.release import release_deck
from liverdeck.publishing.update_text import write_update_text

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
  - id: tones
    from: pump
    ask: Which tones?
    groups:
      - {id: first, title: First, items: [low, dull]}
      - {id: second, title: Second, items: [high, short]}
"""


def with_a_fact_twice(deck):
    rate, _ = deck.facts
    other = replace(rate, shape=replace(rate.shape, ask="How slow?"))
    return replace(deck, facts=(*deck.facts, other))


def with_a_group_twice(deck):
    rate, tones = deck.facts
    first, second = tones.shape.groups
    shape = replace(tones.shape, groups=(first, replace(second, id="first")))
    return replace(deck, facts=(rate, replace(tones, shape=shape)))


@pytest.mark.parametrize(
    ("with_id_twice", "message"),
    [
        (with_a_fact_twice, "the fact id 'rate' is there twice"),
        (with_a_group_twice, "the group id 'first' is there twice"),
    ],
)
def test_nothing_is_published_from_a_deck_with_an_id_twice(
    write_deck, tmp_path, with_id_twice, message
):
    folder = write_deck(FACTS)
    deck = with_id_twice(load_deck(folder).deck)
    ledger = Ledger("heart")
    package = tmp_path / "d.apkg"
    for publish in (
        lambda: build_package(deck, ledger, package, now_seconds=1000),
        lambda: release_deck(deck, ledger, 1000),
        lambda: write_update_text(deck, ledger, tmp_path / "texts").required(),
    ):
        with pytest.raises(ContentError, match=message) as caught:
            publish()
        assert [problem.rule for problem in caught.value.problems] == ["id"]
    assert not package.exists()
    assert not (folder / "deck.lock").exists()
