"""No item of a paper helps with another: their names, options and stems."""

import pytest

from liverdeck.quiz.papers.giveaways import GiveAways

CAPITALS = """\
  - id: abbreviation
    from: pump
    ask: What does ECG stand for?
    answer: electrocardiogram
  - id: rhythm
    from: pump
    ask: Which test shows the rhythm?
    answer: {text: electrocardiogram, accept: [heart trace, ECG]}
  - id: trace
    from: pump
    ask: Who looks at the heart trace?
    answer: nurses
  - id: valves
    from: rooms
    ask: Which valves are there?
    list:
      - mitral valve
      - {text: aortic valve, accept: [semilunar valve]}
      - tricuspid valve
  - id: leaflets
    from: rooms
    ask: Which valve has two leaflets?
    answer:
      text: mitral valve
      reject:
        tricuspid valve: It has three.
        pulmonary valve: It has three.
  - id: half-moon
    from: rooms
    ask: What has a semilunar valve to stand?
    answer: pressure
  - id: beat
    from: pump
    ask: What begins the beat?
    answer:
      text: the sinus node in the right atrium
      reject:
        the septum: It divides the rooms.
        the vagus: It slows the heart.
  - id: node
    from: pump
    ask: Which cells has the node in the right atrium?
    answer: pacemakers
  - id: rate
    from: pump
    ask: Which hormone makes it faster?
    answer:
      text: adrenaline
      reject:
        insulin: It lowers sugar.
        melatonin: It brings sleep.
  - id: blood
    from: pump
    say: The heart pumps {{c1::blood}}.
    blanks:
      c1:
        reject:
          lymph: It flows by itself.
          water: It does not.
  - id: sleep
    from: pump
    ask: What brings sleep?
    answer:
      text: melatonin
      reject:
        thyroxine: It wakes.
        cortisol: It wakes.
"""


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("abbreviation.short", "rhythm.short", "two items with one key"),
        ("rhythm.short", "trace.short", "an alias is in the stem"),
        ("valves.list", "leaflets.single", "a part of a list is a key"),
        ("valves.list", "leaflets.short", "a part of a list is a key"),
        ("valves.list", "half-moon.short", "an alias of an item is in the stem"),
        ("beat.single", "node.short", "most of a long key is in the stem"),
        ("rate.single", "sleep.single", "the key of a choice is an option"),
        ("blood.c1.truefalse.true", "blood.c1.single", "a statement says it"),
    ],
)
def test_items_that_help_with_each_other(bank_of, one, other, why):
    bank = bank_of(CAPITALS)
    for first, second in ((one, other), (other, one)):
        give_aways = GiveAways("en")
        give_aways.add(bank[first])
        assert give_aways.conflicts_with(bank[second]), why
        give_aways.remove(bank[first])
        assert not give_aways.conflicts_with(bank[second])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rate.single", "abbreviation.short"),
        ("valves.list", "trace.short"),
        ("node.short", "rate.single"),
        ("blood.c1.single", "leaflets.single"),
    ],
)
def test_items_that_do_not_help_with_each_other(bank_of, one, other):
    bank = bank_of(CAPITALS)
    give_aways = GiveAways("en")
    give_aways.add(bank[one])
    assert not give_aways.conflicts_with(bank[other])


def test_an_offered_choice_is_no_give_away_of_its_own_item(bank_of):
    facts = """\
  - id: side
    from: rooms
    ask: Which side is thicker, left or right?
    answer: left
  - id: lung
    from: rooms
    ask: Which side of the chest has more lung, left or right?
    answer: right
"""
    bank = bank_of(facts)
    give_aways = GiveAways("en")
    give_aways.add(bank["side.single"])
    assert not give_aways.conflicts_with(bank["lung.single"])


ABOUT_THE_SAME = """\
  - id: sound
    from: pump
    ask: What does an echo test send through the chest?
    answer: fast sound waves
  - id: echo
    from: pump
    say: The echo test makes its image of the waves' {{c1::echoes}}.
  - id: radio
    from: pump
    ask: Who heard the first radio waves?
    answer: Hertz
  - id: side
    from: rooms
    ask: Which side pumps into the aorta, left or right?
    answer: left
  - id: wall
    from: rooms
    ask: How thick is the wall of the left side below the aorta?
    answer: a finger
  - id: cells
    from: rooms
    ask: Does the heart consist of muscle cells or nerve cells?
    answer: muscle cells
  - id: beat
    from: rooms
    ask: What makes its cells, which are not nerve cells, beat?
    answer: currents
  - id: sense
    from: rooms
    ask: Where are nerve cells that feel pressure?
    answer: in the arch
  - id: hand
    from: pump
    ask: Which hand shakes when the left arm is ill?
    answer: both
"""


@pytest.mark.parametrize(
    ("one", "other", "help_each_other"),
    [
        ("sound.short", "echo.c1.fill", True),
        ("sound.short", "radio.short", False),
        ("side.single", "wall.short", True),
        ("side.single", "hand.short", False),
        ("cells.single", "beat.short", True),
        ("cells.single", "sense.short", False),
    ],
)
def test_items_about_the_same_need_only_hint_at_a_key(
    deck_of, one, other, help_each_other
):
    from liverdeck.quiz.items.bank import make_bank

    items = make_bank(deck_of(ABOUT_THE_SAME))
    bank = {item.id: item for item in items}
    for first, second in ((one, other), (other, one)):
        give_aways = GiveAways("en", items.questions)
        give_aways.add(bank[first])
        assert give_aways.conflicts_with(bank[second]) == help_each_other
