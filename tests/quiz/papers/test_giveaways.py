"""No item of a paper helps with another: their names, options and stems."""

from dataclasses import replace

import pytest

from liverdeck.quiz.items.question_words import NO_WORDS
from liverdeck.quiz.papers.giveaways import GiveAways
from liverdeck.quiz.papers.item_words import ItemWordsFinder
from liverdeck.quiz.papers.pool import give_aways_of

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
def test_items_that_help_with_each_other_are_found(bank_of, one, other, why):
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
def test_items_that_do_not_help_with_each_other_are_left_alone(bank_of, one, other):
    bank = bank_of(CAPITALS)
    give_aways = GiveAways("en")
    give_aways.add(bank[one])
    assert not give_aways.conflicts_with(bank[other])


def test_an_offered_choice_does_not_give_away_its_own_item(bank_of):
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
    ask: What has the width of the wall of the left side below the aorta?
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
def test_items_about_one_thing_conflict_if_one_hints_at_the_key(
    deck_of, one, other, help_each_other
):
    from liverdeck.quiz.items.bank import make_bank

    items = make_bank(deck_of(ABOUT_THE_SAME))
    bank = {item.id: item for item in items}
    for first, second in ((one, other), (other, one)):
        give_aways = GiveAways("en", items.question_words)
        give_aways.add(bank[first])
        assert give_aways.conflicts_with(bank[second]) == help_each_other


IN_GERMAN = """\
  - id: zellen
    from: rooms
    ask: Besteht das Herz aus Muskelzellen oder Nervenzellen?
    answer: Muskelzellen
  - id: takt
    from: rooms
    ask: Was bewegt dort Zellen, die keine Nervenzellen sind?
    answer: Strom
  - id: druck
    from: rooms
    ask: Wo liegen Nervenzellen, die den Druck messen?
    answer: im Bogen
"""


@pytest.mark.parametrize(("other", "helps"), [("takt", True), ("druck", False)])
def test_a_stem_that_denies_in_another_language_gives_away_too(deck_of, other, helps):
    from liverdeck.quiz.items.bank import make_bank

    items = make_bank(replace(deck_of(IN_GERMAN), language="de"))
    bank = {item.id: item for item in items}
    give_aways = GiveAways("de", items.question_words)
    give_aways.add(bank["zellen.single"])
    assert give_aways.conflicts_with(bank[f"{other}.short"]) == helps


ABOUT_A_TERM = """\
  - id: systole
    from: pump
    ask: What is systole?
    answer:
      text: contraction of the heart
      reject:
        its rest: That is diastole.
        its growth: It has none.
  - id: end
    from: pump
    say: Systole ends with the {{c1::second sound}}.
  - id: length
    from: pump
    ask: Who gave systole its name?
    answer: Hippocrates
  - id: other-name
    from: pump
    ask: What else is a heart attack called?
    answer:
      text: myocardial infarction
      reject:
        cardiac arrest: The heart stands still there.
        cardiac shock: The pressure falls there.
  - id: cause
    from: pump
    say: A heart attack comes from {{c1::clots}}.
  - id: arrest
    from: pump
    say: In cardiac arrest, no {{c1::pulse}} is felt.
  - id: arrests
    from: pump
    ask: In which season does cardiac arrest come?
    answer: winter
  - id: looks
    from: pump
    ask: What does cyanosis look like?
    answer: blue lips
  - id: cyanosis
    from: pump
    say: Cyanosis begins in the {{c1::fingers}}.
  - id: faster
    from: pump
    ask: Which node is faster, the sinus node or the AV node?
    answer: the sinus node
  - id: seat
    from: pump
    ask: Where does the sinus node lie?
    answer: in the right atrium
  - id: speed
    from: pump
    ask: What makes the sinus node faster?
    answer: adrenaline
  - id: attack
    from: pump
    say: Clots in a vessel cause {{c1::primary::of which kind?}} heart attacks.
    blanks:
      c1:
        reject:
          secondary: It has other causes.
          tertiary: There is none.
  - id: stress
    from: pump
    ask: What does great need of oxygen cause?
    answer: secondary heart attacks
  - id: tee
    from: pump
    ask: What does TEE stand for?
    answer: transesophageal echo examination
  - id: tee-means
    from: pump
    ask: What does a TEE need?
    list: [an esophageal probe, an examination couch]
    distractors:
      a drill: Dentists need it.
      a saw: Carpenters need it.
  - id: probe
    from: pump
    ask: Where is an examination needed?
    answer: in the ward
  - id: both
    from: pump
    ask: Who found the sinus node and the AV node?
    answer: Tawara
  - id: changes
    from: pump
    say: With age, the walls {{c1::thicken}} and the valves {{c2::leak}}.
    blanks:
      c1: {accept: [become stiff]}
  - id: age
    from: pump
    ask: What shows age?
    answer: stiff walls of arteries
"""


@pytest.mark.parametrize(
    ("one", "other", "help_each_other"),
    [
        ("systole.single", "end.c1.fill", True),
        ("systole.single", "length.short", False),
        ("other-name.single", "cause.c1.truefalse.true", True),
        ("other-name.single", "arrest.c1.fill", True),
        ("other-name.short", "arrest.c1.fill", True),
        ("other-name.single", "arrests.short", False),
        ("looks.short", "cyanosis.c1.fill", True),
        ("faster.single", "speed.short", True),
        ("faster.single", "seat.short", False),
        ("faster.single", "both.short", False),
        ("attack.c1.single", "stress.short", True),
        ("tee.short", "tee-means.multiple", True),
        ("tee.short", "tee-means.list", False),
        ("tee.short", "probe.short", False),
        ("changes.c2.truefalse.true", "age.short", True),
        ("changes.c2.truefalse.true", "seat.short", False),
    ],
)
def test_a_statement_about_a_term_gives_away_its_meaning(
    deck_of, one, other, help_each_other
):
    from liverdeck.quiz.items.bank import item_bank

    deck = deck_of(ABOUT_A_TERM)
    items = item_bank(deck)
    bank = {item.id: item for item in items}
    for first, second in ((one, other), (other, one)):
        give_aways = give_aways_of(deck, items)
        give_aways.add(bank[first])
        assert give_aways.conflicts_with(bank[second]) == help_each_other


FAMILIES = """\
  - id: instrument
    from: pump
    ask: Which word names the instrument, endoscope or endoscopy?
    answer: endoscope
  - id: tip
    from: pump
    ask: What has the endoscope at its tip?
    answer: a lamp
  - id: sleep
    from: pump
    ask: What is given before an endoscopy?
    answer: midazolam
  - id: fear
    from: pump
    ask: What do many people fear?
    answer:
      text: the scalpel
      reject:
        an endoscopic view: No.
        a bandage: No.
  - id: scar
    from: pump
    ask: Which state of the walls is meant, stenosis or stenotic?
    answer: stenotic
  - id: valve
    from: pump
    ask: Which valve has a stenosis most often?
    answer: aortic valve
  - id: vessel
    from: rooms
    ask: Which is wider, an artery or an arteriole?
    answer: artery
  - id: arteries
    from: rooms
    ask: Who first tied arteries in wounds?
    answer: Galen
  - id: image
    from: rooms
    ask: Which word names the picture, angiogram or angiography?
    answer: angiogram
  - id: angiographies
    from: rooms
    ask: In which ward are angiographies made?
    answer: cardiology
  - id: hurry
    from: rooms
    ask: Who must hurry?
    answer: the surgeon
  - id: dying
    from: rooms
    ask: Which tissue is meant by dead muscle?
    answer:
      text: necrosis
      reject:
        fibrosis: No.
        sclerosis: No.
  - id: necrotic
    from: rooms
    ask: What color has necrotic tissue?
    answer: yellow
  - id: signs
    from: rooms
    ask: Which signs does a heart attack give?
    list: [cold sweat, pale lips]
    distractors:
      red eyes: No.
      dry skin: No.
  - id: lips
    from: rooms
    ask: What makes the lips pale?
    answer: narrow vessels
  - id: called
    from: rooms
    ask: What else is a nerve storm called?
    answer: minor epilepsy
  - id: decides
    from: rooms
    ask: What decides whether epilepsy is major or minor?
    answer: seizures
  - id: skin
    from: rooms
    ask: What makes the skin pale?
    answer: narrow veins
  - id: fibers
    from: rooms
    say: The walls of the heart are not smooth muscle. They have {{c1::stripes}}.
  - id: gut
    from: rooms
    ask: A wall of smooth muscle is seen. Is it from the heart or the gut?
    answer: the gut
  - id: harm
    from: rooms
    ask: Which harm can valve surgery do?
    answer:
      text: bleeding
      reject:
        there is none: No.
        headache: No.
  - id: harms
    from: rooms
    ask: Who told patients of the harm of valve surgery?
    answer: Barnard
  - id: scars
    from: rooms
    ask: Who healed the harm of wars?
    answer: Larrey
  - id: arm
    from: rooms
    ask: A red muscle is seen. Is it from an artery or the arm?
    answer: the arm
"""


@pytest.mark.parametrize(
    ("one", "other", "help_each_other"),
    [
        ("instrument.single", "tip.short", True),
        ("instrument.single", "sleep.short", True),
        ("instrument.single", "fear.single", True),
        ("instrument.single", "hurry.short", False),
        ("scar.single", "valve.short", True),
        ("vessel.single", "arteries.short", True),
        ("vessel.single", "valve.short", False),
        ("image.single", "angiographies.short", True),
        ("image.single", "sleep.short", False),
        ("dying.short", "necrotic.short", True),
        ("dying.single", "necrotic.short", True),
        ("signs.multiple", "lips.short", True),
        ("signs.multiple", "skin.short", False),
        ("called.short", "decides.short", True),
        ("called.short", "skin.short", False),
        ("fibers.c1.fill", "gut.single", True),
        ("harm.single", "harms.short", True),
        ("harm.single", "scars.short", False),
        ("fibers.c1.fill", "arm.single", False),
    ],
)
def test_another_form_or_order_of_the_words_of_a_key_gives_it_away(
    deck_of, one, other, help_each_other
):
    from liverdeck.quiz.items.bank import item_bank

    deck = deck_of(FAMILIES)
    items = item_bank(deck)
    bank = {item.id: item for item in items}
    for first, second in ((one, other), (other, one)):
        give_aways = give_aways_of(deck, items)
        give_aways.add(bank[first])
        assert give_aways.conflicts_with(bank[second]) == help_each_other


def test_an_alias_whose_words_are_in_many_stems_gives_nothing_away(deck_of):
    from liverdeck.quiz.items.bank import item_bank

    deck = deck_of(
        """\
  - id: target
    from: pump
    ask: Which thing does the drug hit?
    answer: {text: a nodule, accept: [tumor, lump]}
"""
        + "".join(
            f"""\
  - id: about-{name}
    from: pump
    ask: Where does a tumor of the {name} grow?
    answer: on the {name} wall
"""
            for name in ("bone", "eye", "skin", "lung")
        )
        + """\
  - id: about-lump
    from: pump
    ask: Who felt a lump?
    answer: a nurse
  - id: about-drug
    from: pump
    say: In children, the drug hits a tumor with {{c1::phosphorus}}.
"""
    )
    items = item_bank(deck)
    bank = {item.id: item for item in items}
    give_aways = give_aways_of(deck, items)
    give_aways.add(bank["target.short"])
    assert not give_aways.conflicts_with(bank["about-eye.short"])
    assert give_aways.conflicts_with(bank["about-lump.short"])
    # This statement is about the same, so the alias tells something.
    assert give_aways.conflicts_with(bank["about-drug.c1.fill"])


@pytest.mark.parametrize("mark", ["?", "？", "؟"])
def test_a_question_states_nothing_whatever_its_question_mark(bank_of, mark):
    items = bank_of(ABOUT_THE_SAME.replace("?", mark))
    finder = ItemWordsFinder("en", NO_WORDS, lambda _: ())
    assert not finder.words_of(items["sound.short"]).stated
    assert finder.words_of(items["echo.c1.fill"]).stated
