"""Items of every type made from facts, with distractors that are certainly wrong."""

from collections import Counter
from itertools import pairwise, product

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.item import GAP
from tests.conftest import DECK

SIDE_EFFECTS = """\
  - id: chemo
    from: pump
    ask: Which side effects does chemotherapy have?
    list: [{text: hair loss, kind: side effect}, {text: mouth sores, kind: side effect}]
  - id: chemo-one
    from: pump
    ask: What is a side effect of chemotherapy?
    answer: {text: hair loss, kind: side effect}
  - id: targeted
    from: pump
    ask: What is a side effect of targeted therapy?
    answer: {text: fatigue, kind: side effect}
  - id: targeted-more
    from: pump
    ask: Which side effects does targeted therapy have?
    list:
      - {text: fatigue, kind: side effect}
      - {text: diarrhea, kind: side effect}
      - {text: rash, kind: side effect}
"""
ORGANS = """\
  - id: sites
    from: pump
    ask: From which organs does cancer spread to the liver?
    list:
      - {text: colon, accept: [large bowel], kind: organ}
      - {text: breast, kind: organ}
      - {text: lung, kind: organ}
    open: [prostate]
    distractors:
      brain: It seldom leaves the head.
      prostate cancer: Who knows.
      bowel: It may be.
      heart: Hardly ever.
      large bowel: Another word for it.
      lungs: Two of them.
"""
NAMES = """\
  - {id: ct, from: pump, ask: What does CT stand for?,
     answer: {text: computed tomography, kind: long form}}
  - {id: mri, from: pump, ask: What does MRI stand for?,
     answer: {text: magnetic resonance imaging, kind: long form}}
  - {id: afp, from: pump, ask: What does AFP stand for?,
     answer: {text: alpha-fetoprotein, kind: long form}}
  - {id: foetal, from: pump, ask: What is AFP in full?,
     answer: {text: α-foetoprotein, kind: long form}}
  - {id: tumor, from: pump, ask: What does T stand for?,
     answer: {text: tumor, kind: long form}}
"""


def option_texts(item):
    return [option.text for option in item.options]


def test_an_answer_that_the_document_does_not_rule_out_is_not_a_wrong_option(bank_of):
    items = bank_of(SIDE_EFFECTS).values()
    offered = {text for item in items for text in option_texts(item)}
    assert "fatigue" not in offered
    assert {item.type for item in items}.isdisjoint(("single", "multiple"))


def test_no_name_of_a_list_item_is_a_wrong_option_for_the_list(bank_of):
    bank = bank_of(ORGANS)
    singles = [item for item in bank.values() if item.type == "single"]
    assert {item.keys[0].text for item in singles} == {"colon", "breast", "lung"}
    for item in (*singles, bank["sites.multiple"]):
        wrong = {option.text for option in item.wrong_options}
        # The author calls the bowel wrong, and the checker does not call it right.
        assert wrong == {"brain", "bowel", "heart"}


def test_an_open_answer_is_never_offered(bank_of):
    items = bank_of(ORGANS).values()
    offered = [text for item in items for text in option_texts(item)]
    assert not any("prostate" in text for text in offered)


def test_answers_of_one_kind_are_each_others_distractors(bank_of):
    bank = bank_of(NAMES)
    item = bank["ct.single"]
    assert item.keys[0].text == "computed tomography"
    assert "magnetic resonance imaging" in option_texts(item)
    assert "It answers another question: What does MRI stand for?" in {
        option.why for option in item.wrong_options
    }


def test_two_spellings_of_one_answer_are_never_in_one_item(bank_of):
    for item in bank_of(NAMES).values():
        assert not {"alpha-fetoprotein", "α-foetoprotein"} <= set(option_texts(item))


def test_without_two_good_distractors_only_an_item_to_type_is_made(bank_of):
    facts = """\
  - id: rate
    from: pump
    ask: Which color?
    answer:
      text: red
      reject:
        green: No.
"""
    assert [item.type for item in bank_of(facts).values()] == ["short"]


@pytest.mark.parametrize("limit", [3, 4, 5])
def test_a_choice_has_at_most_the_wanted_number_of_options(bank_of, limit):
    rejects = "".join(
        f"        {word}: No.\n"
        for word in ("red", "green", "yellow", "violet", "orange")
    )
    facts = f"""\
  - id: hue
    from: pump
    ask: Which hue?
    answer:
      text: blue
      reject:
{rejects}"""
    item = bank_of(facts, options=limit)["hue.single"]
    assert option_texts(item) == ["blue", "red", "green", "yellow", "violet"][:limit]


def test_number_options_ascend_and_a_numeric_item_is_made(bank_of):
    facts = """\
  - id: rate
    from: pump
    ask: How often does it beat in a minute?
    answer:
      number: 70
      unit: /min
      tolerance: 10
      reject:
        150 /min: Too fast.
        20 /min: Too slow.
        9 /min: Far too slow.
"""
    bank = bank_of(facts)
    assert option_texts(bank["rate.single"]) == [
        "9 /min",
        "20 /min",
        "70 /min",
        "150 /min",
    ]
    assert bank["rate.single"].keeps_order
    assert bank["rate.numeric"].stem == "How often does it beat in a minute? (in /min)"


MARKERS = """\
  - id: marker
    from: pump
    ask: Which marker rises in ovarian cancer?
    answer: {text: CA 125, kind: marker}
    distractors:
      CA 72: It rises in another cancer.
      CA 50: It rises in another cancer.
"""
SHARES = """\
  - id: share
    from: pump
    ask: How many have it?
    answer: 1 in 4
    distractors:
      1 in 10: It is more.
      2 in 5: It is less.
"""


def test_options_that_are_codes_have_no_ascending_order(bank_of):
    assert not bank_of(MARKERS)["marker.single"].keeps_order


def test_options_that_are_shares_are_in_ascending_order(bank_of):
    item = bank_of(SHARES)["share.single"]
    assert option_texts(item) == ["1 in 10", "1 in 4", "2 in 5"]
    assert item.keeps_order


def test_a_statement_is_false_with_a_rejected_answer_in_its_blank(bank_of):
    facts = """\
  - id: flow
    from: pump
    say: Blood enters by the {{c1::vein::vessel}}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
"""
    true, false = [item for item in bank_of(facts).values() if item.type == "truefalse"]
    assert (true.stem, true.keys[0].id) == ("Blood enters by the vein.", "true")
    assert (false.stem, false.keys[0].id) == ("Blood enters by the artery.", "false")
    assert false.keys[0].why == "It leaves there. Right is: vein."


def test_a_statement_with_may_makes_no_true_false_item(bank_of):
    facts = """\
  - id: flow
    from: pump
    say: Blood may enter by the {{c1::vein}}.
    blanks:
      c1:
        reject:
          artery: It leaves there.
"""
    assert [item.type for item in bank_of(facts).values()] == ["fill"]


def test_a_gap_shows_its_hint_and_hides_only_its_own_answer(bank_of):
    facts = """\
  - id: flow
    from: pump
    say: From the {{c1::vein::vessel}} to the {{c2::atrium}}, {{c1::vein}}.
"""
    bank = bank_of(facts)
    assert bank["flow.c1.fill"].stem == f"From the {GAP} (vessel) to the atrium, {GAP}."
    assert bank["flow.c2.fill"].stem == f"From the vein to the {GAP}, vein."


def test_a_list_asks_for_as_many_items_as_needed(bank_of):
    facts = """\
  - id: rooms
    from: rooms
    ask: Which rooms are there?
    list: [one, two, three]
    need: 2
  - id: walls
    from: rooms
    ask: Which three walls are there?
    list: [left, right, back]
  - id: steps
    from: rooms
    ask: What happens?
    list: [it fills, it closes, it empties]
    order: fixed
"""
    bank = bank_of(facts)
    assert bank["rooms.list"].stem == "Which rooms are there? Name 2 of the 3."
    assert bank["walls.list"].stem == "Which three walls are there?"
    assert bank["steps.list"].stem == "What happens? Name all 3, in order."
    assert option_texts(bank["steps.ordering"]) == [
        "it fills",
        "it closes",
        "it empties",
    ]


def test_a_word_that_contains_order_says_nothing_about_the_order(bank_of):
    fact = """\
  - id: a
    from: pump
    ask: {ask}
    list: [one, two, three]
    order: fixed
"""
    bank = bank_of(fact.format(ask="Which borders does it cross?"))
    assert bank["a.list"].stem.endswith("Name all 3, in order.")
    assert bank["a.ordering"].stem.endswith("Put these in order.")
    for ask in ("In which order?", "Name them ordered by size.", "What is the ORDER?"):
        bank = bank_of(fact.format(ask=ask))
        assert bank["a.ordering"].stem == ask


VESSELS = """\
  - id: vessels
    from: rooms
    ask: Which vessels are there?
    grouping: document
    groups:
      - {id: in, title: Into the heart, items: [venae cavae, lung veins]}
      - {id: out, title: Away from it, items: [aorta, lung artery]}
    note: The heart has four valves. The grouping is that of the book.
    distractors:
      bile duct: It leads to the gut.
      trachea: It leads to the lungs.
"""


def test_groups_of_the_document_make_a_matching_item(bank_of):
    item = bank_of(VESSELS)["vessels.matching"]
    assert {(pair.prompt, pair.match) for pair in item.pairs} == {
        ("venae cavae", "Into the heart"),
        ("lung veins", "Into the heart"),
        ("aorta", "Away from it"),
        ("lung artery", "Away from it"),
    }
    assert item.points == 4


def test_groups_of_the_author_make_no_matching_item(bank_of):
    assert "vessels.matching" not in bank_of(
        VESSELS.replace("    grouping: document\n", "")
    )


def test_a_note_on_groups_is_shown_only_with_the_groups(bank_of):
    bank = bank_of(VESSELS)
    assert bank["vessels.multiple"].note == "The heart has four valves."
    assert bank["vessels.matching"].note.endswith("The grouping is that of the book.")


def test_a_list_item_that_names_its_group_is_left_out_of_a_matching(bank_of):
    facts = VESSELS.replace("Into the heart", "Veins").replace(
        "lung veins", "lung vein"
    )
    # "lung veins" says which group it is in, and so too few items remain.
    facts = facts.replace("[aorta, lung artery]", "[aorta]")
    assert "vessels.matching" not in bank_of(facts)


def test_a_matching_has_at_most_four_points_and_no_dominant_group(bank_of):
    facts = VESSELS.replace(
        "[venae cavae, lung veins]", "[venae cavae, lung veins, sinus, shunt, stent]"
    )
    item = bank_of(facts)["vessels.matching"]
    assert item.points == 4
    assert sum(pair.match == "Into the heart" for pair in item.pairs) == 2


def test_questions_of_one_kind_make_a_matching_if_no_answer_fits_two(bank_of):
    (item,) = [item for item in bank_of(NAMES).values() if item.type == "matching"]
    answers = [pair.match for pair in item.pairs]
    assert len(answers) == 4
    assert not {"alpha-fetoprotein", "α-foetoprotein"} <= set(answers)


HUES = """\
  - id: sky
    from: pump
    ask: Which hue has the sky?
    answer:
      text: blue
      kind: hue
      accept: [azure]
      reject:
        red: At dusk.
        green: Never.
  - id: blood
    from: pump
    ask: Which hue has OTHER_WORD blood?
    answer:
      text: red
      kind: hue
      accept: [crimson]
      reject:
        blue: In books.
        green: Never.
  - id: bile
    from: pump
    ask: Which hue has bile?
    answer:
      text: green
      kind: hue
      reject:
        blue: Never.
        red: Never.
"""


@pytest.mark.parametrize(
    ("word", "is_made"),
    [("fresh", True), ("azure", False), ("crimson", False), ("red", False)],
)
def test_no_question_of_a_matching_says_an_answer_or_its_alias(bank_of, word, is_made):
    bank = bank_of(HUES.replace("OTHER_WORD", word))
    assert ("matching" in {item.type for item in bank.values()}) == is_made


def test_retired_facts_and_facts_without_quiz_make_no_items(bank_of):
    facts = """\
  - {id: old, from: pump, ask: Which hue?, answer: blue, retired: It changed.}
  - {id: shy, from: pump, ask: Which tone?, answer: low, quiz: false}
  - {id: rate, from: pump, ask: Which speed?, answer: quickly}
"""
    assert {fact for item in bank_of(facts).values() for fact in item.facts} == {"rate"}


def test_another_fact_changes_no_existing_item(bank_of):
    before = bank_of(ORGANS)
    after = bank_of(
        ORGANS + "  - {id: rate, from: pump, ask: Which speed?, answer: quickly}\n"
    )
    for item_id, item in before.items():
        assert after[item_id].options == item.options
        assert after[item_id].stem == item.stem


SITES_ASKED_ONE_BY_ONE = """\
  - id: common
    from: pump
    ask: Which organ is a common primary site?
    answer: {text: colon, kind: organ}
  - id: second
    from: pump
    ask: Which organ comes next?
    answer: {text: breast, kind: organ}
  - id: third
    from: pump
    ask: Which organ sends bile?
    answer: {text: liver, kind: organ}
  - id: fourth
    from: pump
    ask: Which organ holds urine?
    answer: {text: bladder, kind: organ}
  - id: fifth
    from: pump
    ask: Which organ is the hormone-dependent one?
    answer: {text: prostate gland, kind: organ}
  - id: sites
    from: pump
    ask: From where does cancer spread most?
    list: [{text: colon}, {text: breast}, {text: lung}]
    open: [prostate]
"""


def test_an_answer_listed_together_with_the_key_is_not_offered(bank_of):
    bank = bank_of(SITES_ASKED_ONE_BY_ONE)
    assert "common.single" not in bank  # it asks for what is common, and so for several
    bank = bank_of(
        SITES_ASKED_ONE_BY_ONE.replace(
            "a common primary site", "the first of its sites"
        )
    )
    assert set(option_texts(bank["common.single"])) == {"colon", "liver", "bladder"}


def test_an_answer_that_the_author_calls_wrong_is_offered_if_only_in_doubt(bank_of):
    facts = """\
  - id: branch
    from: pump
    ask: Which vessel leaves the left ventricle?
    answer: {text: aorta, accept: [main artery]}
    distractors:
      artery: There are many.
      aortas: There is but one.
      vena cava: It brings the blood back.
      lung vein: It brings the blood back.
"""
    assert option_texts(bank_of(facts)["branch.single"]) == [
        "aorta",
        "artery",
        "vena cava",
        "lung vein",
    ]


def test_side_effects_of_other_therapies_are_not_offered(bank_of):
    facts = """\
  - {id: chemo, from: pump, ask: What is a side effect of chemotherapy?,
     answer: {text: hair loss, kind: side effect}}
  - {id: targeted, from: pump, ask: What is a side effect of targeted drugs?,
     answer: {text: fatigue, kind: side effect}}
  - {id: rays, from: pump, ask: What is a side effect of radiation?,
     answer: {text: a burn, kind: side effect}}
"""
    assert {item.type for item in bank_of(facts).values()} == {"short"}


def test_two_names_of_one_answer_are_not_offered_together(bank_of):
    facts = """\
  - id: a
    from: pump
    ask: What is raised?
    answer:
      text: a marker
      reject:
        liver cancer: No.
        hepatoma: No.
        a germ: No.
  - {id: b, from: pump, ask: What starts in the liver?,
     answer: {text: liver cancer, accept: [hepatoma]}}
"""
    assert option_texts(bank_of(facts)["a.single"]) == [
        "a marker",
        "liver cancer",
        "a germ",
    ]


def test_the_reverse_of_a_question_does_not_use_its_distractors(bank_of):
    facts = """\
  - id: a
    from: pump
    ask: What leaves the heart?
    answer: the aorta
    reverse: {ask: Where does the aorta begin?, answer: in the left ventricle}
    distractors:
      a vein: It enters.
      a nerve: It carries none.
"""
    singles = [item for item in bank_of(facts).values() if item.type == "single"]
    assert [item.id for item in singles] == ["a.single"]


def test_a_word_of_the_statement_makes_no_false_statement(bank_of):
    facts = """\
  - id: a
    from: pump
    say: Besides bones, CT shows {{c1::soft organs}}.
    blanks:
      c1:
        reject:
          bones: It shows them too.
          thoughts: It does not.
"""
    bank = bank_of(facts)
    false_stems = [
        item.stem
        for item_id, item in bank.items()
        if item_id.startswith("a.c1.truefalse.false")
    ]
    assert false_stems == ["Besides bones, CT shows thoughts."]


def test_the_liver_deck_never_offers_a_right_answer_as_wrong(repository):
    deck = load_deck(repository / "cards" / "liver-metastasis").deck
    sites = {
        "esophagus",
        "stomach",
        "pancreas",
        "colon",
        "rectum",
        "breast",
        "lung",
        "skin",
        "kidney",
        "ovaries",
        "uterus",
    }
    for item in item_bank(deck, options=5):
        wrong = {option.text for option in item.wrong_options}
        if "primary-sites" in item.facts:
            assert not wrong & (sites | {"prostate", "gallbladder", "bladder"})
        if "chemotherapy" in item.stem.casefold():
            assert not wrong & {"fatigue", "diarrhea", "nausea"}


def test_a_synonym_from_another_question_is_not_offered(bank_of):
    facts = """\
  - {id: word, from: pump, ask: What is another word for jaundice?,
     answer: {text: icterus, kind: sign}}
  - {id: first, from: pump, ask: Which sign does a blocked duct bring first?,
     answer: {text: jaundice, kind: sign}}
  - {id: water, from: pump, ask: Which sign is water in the belly?,
     answer: {text: ascites, kind: sign}}
  - {id: blue, from: pump, ask: Which sign is blue skin?,
     answer: {text: cyanosis, kind: sign}}
"""
    assert set(option_texts(bank_of(facts)["first.single"])) == {
        "jaundice",
        "ascites",
        "cyanosis",
    }


def test_synonyms_are_followed_from_fact_to_fact(bank_of):
    names = ["Aalpha", "Bbeta", "Cgamma", "Ddelta"]
    chain = "".join(
        f"  - {{id: f{number}, from: pump, ask: 'Item {number}, please?', "
        f"answer: {{text: {name}, accept: [{synonym}], kind: k}}}}\n"
        for number, (name, synonym) in enumerate(pairwise(names))
    )
    far = "  - {id: far, from: pump, ask: Far away?, answer: {text: Ddelta, kind: k}}\n"
    others = """\
  - {id: x, from: pump, ask: Quite else?, answer: {text: Xray, kind: k}}
  - {id: y, from: pump, ask: Other thing?, answer: {text: Zulu, kind: k}}
"""
    assert set(option_texts(bank_of(chain + far + others)["f0.single"])) == {
        "Aalpha",
        "Xray",
        "Zulu",
    }


def test_in_other_languages_only_the_authors_distractors_are_offered(bank_of):
    facts = "".join(
        f"  - {{id: f{number}, from: pump, "
        f"ask: 'Welches Symptom {number} kann sie machen?', "
        f"answer: {{text: {word}, kind: Symptom}}}}\n"
        for number, word in enumerate(["Gelbsucht", "Juckreiz", "Fieber", "Schmerz"])
    )
    bank = bank_of(facts, deck=DECK.replace("language: en", "language: de"))
    assert {item.type for item in bank.values()} == {"short"}


def test_guessing_the_rarest_option_gains_little(bank_of):
    syllables = ("ba", "du", "ke", "lo"), ("mi", "no", "ra", "su"), ("ta", "vo", "xe")
    words = map("".join, product(*syllables))
    facts = "".join(
        f"  - {{id: f{number}, from: pump, ask: 'What is it that {word[::-1]} makes?', "
        f"answer: {{text: {word}, kind: k}}}}\n"
        for number, word in enumerate(words)
    )
    singles = [item for item in bank_of(facts).values() if item.type == "single"]
    counts = Counter(text for item in singles for text in option_texts(item))

    def rarest_option(item):
        return min(option_texts(item), key=lambda text: (counts[text], text))

    hit_count = sum(rarest_option(item) == item.keys[0].text for item in singles)
    assert len(singles) > 30
    assert hit_count < len(singles) / 2


GERMAN = """\
  - {id: galle, from: pump, ask: Welches Organ bildet die Galle?,
     answer: {text: Leber, kind: Organ}}
  - {id: insulin, from: pump, ask: Welches Organ bildet Insulin?,
     answer: {text: Bauchspeicheldrüse, kind: Organ}}
  - {id: harn, from: pump, ask: Welches Organ bildet den Harn?,
     answer: {text: Niere, kind: Organ}}
"""


@pytest.mark.parametrize("language", ["pl", "de", "ja"])
@pytest.mark.parametrize("says", ["deck", "fact"])
def test_with_one_answer_wrong_options_are_taken_by_kind_in_any_language(
    bank_of, language, says
):
    facts, deck = GERMAN, DECK.replace("language: en", f"language: {language}")
    if says == "deck":
        deck += "one_answer: true\n"
    else:
        facts = facts.replace("from: pump", "from: pump, one_answer: true")
    item = bank_of(facts, deck=deck)["galle.single"]
    assert set(option_texts(item)) == {"Leber", "Bauchspeicheldrüse", "Niere"}


def test_a_fact_can_say_that_it_has_several_answers(bank_of):
    assert "ct.single" in bank_of(NAMES)
    facts = NAMES.replace("{id: ct,", "{id: ct, one_answer: false,")
    assert "ct.single" not in bank_of(facts)


def test_the_most_likely_diagnosis_has_wrong_options_by_kind(bank_of):
    facts = """\
  - {id: a, from: pump, ask: A man has chest pain. What is the most likely diagnosis?,
     answer: {text: heart attack, kind: disease}}
  - {id: b, from: pump, ask: A child wheezes. What is the most likely diagnosis?,
     answer: {text: asthma, kind: disease}}
  - {id: c, from: pump, ask: A runner limps. What is the most likely diagnosis?,
     answer: {text: torn ligament, kind: disease}}
"""
    assert set(option_texts(bank_of(facts)["a.single"])) == {
        "heart attack",
        "asthma",
        "torn ligament",
    }


def test_a_definition_is_asked_the_other_way_round(bank_of):
    facts = """\
  - {id: bradycardia, from: pump, ask: What is bradycardia?,
     answer: slow beating of the heart}
  - {id: murmur, from: pump, ask: What is a murmur?,
     answer: noise of turbulent blood, reverse: {ask: Which noise?, answer: x}}
"""
    bank = bank_of(facts)
    item = bank["bradycardia.term.short"]
    assert item.stem == "Which term means “slow beating of the heart”?"
    assert item.right_texts == ("bradycardia",)
    assert "bradycardia.short" not in bank
    assert "murmur.term.short" not in bank


def test_an_item_of_a_list_that_names_several_things_is_not_an_option(bank_of):
    facts = """\
  - id: signs
    from: pump
    ask: Which signs does shock have?
    list: [pale skin, fast pulse, thirst and fear]
    distractors:
      red cheeks: They come with fever.
      slow pulse: It races.
"""
    bank = bank_of(facts)
    assert "signs.list" not in bank
    offered = {text for item in bank.values() for text in option_texts(item)}
    assert offered == {"pale skin", "fast pulse", "red cheeks", "slow pulse"}
    stems = {item.stem for item in bank.values()}
    assert stems == {
        "Which of these signs does shock have?",
    }


def test_the_hint_of_an_answer_is_in_the_question(bank_of):
    facts = """\
  - {id: a, from: pump, ask: Which vessel?, answer: {text: vein, hint: blue}}
  - {id: b, from: pump, say: 'The {{c1::heart::organ}} beats.'}
  - {id: c, from: pump, ask: Name two., list: [{text: x, hint: first}, y]}
"""
    bank = bank_of(facts)
    assert bank["a.short"].stem == "Which vessel? (blue)"
    assert bank["b.c1.fill"].stem == f"The {GAP} (organ) beats."
    assert "first" not in bank["c.list"].stem


NEGATED = """\
  - id: doors
    from: rooms
    say: The blood does not flow back, {{c1::because of the valves::reason}}.
    blanks:
      c1:
        reject:
          by chance: It has valves.
  - id: wall
    from: rooms
    say: Between the rooms is {{c1::a wall::part}} of muscle.
    blanks:
      c1:
        reject:
          no wall: It keeps the blood apart.
          a door: Doors are between atrium and ventricle.
"""


def test_no_item_asks_whether_a_negated_statement_is_true(bank_of):
    statements = {
        item.stem for item in bank_of(NEGATED).values() if item.type == "truefalse"
    }
    assert statements == {
        "Between the rooms is a wall of muscle.",
        "Between the rooms is a door of muscle.",
    }


@pytest.mark.parametrize(
    ("wrong", "is_used"),
    [
        ("the left half", True),
        ("the upper chambers", True),
        ("the left half alone", False),
        ("only the valves", False),
        ("the valves and none of the vessels", False),
    ],
)
def test_no_false_statement_is_recognized_by_an_absolute_word(bank_of, wrong, is_used):
    fact = f"""\
  - id: a
    from: pump
    say: A beat moves {{{{c1::both halves::how much of the heart?}}}}.
    blanks:
      c1:
        reject:
          {wrong}: No.
          the apex: No.
"""
    stems = [item.stem for item in bank_of(fact).values() if item.type == "truefalse"]
    assert (f"A beat moves {wrong}." in stems) == is_used
    assert "A beat moves the apex." in stems


def test_rejected_answers_are_wrong_in_the_language_of_the_deck(bank_of):
    facts = """\
  - id: mann
    from: pump
    ask: Wer ist der Sohn desselben Vaters?
    answer:
      text: Bruder
      reject:
        Brüder: Das sind mehrere.
        Onkel: Das ist der Bruder des Vaters.
        Neffe: Das ist der Sohn des Bruders.
  - id: tier
    from: pump
    ask: Vogel oder Vögel?
    answer: Vogel
"""
    items = bank_of(facts, deck=DECK.replace("language: en", "language: de"))
    is_key = {option.text: option.is_key for option in items["mann.single"].options}
    assert is_key["Bruder"]
    assert not is_key["Brüder"]
    is_key = {option.text: option.is_key for option in items["tier.single"].options}
    assert is_key == {"Vogel": True, "Vögel": False}


LOOK_ALIKE = """\
  - id: a
    from: pump
    ask: What is the last part of the small bowel?
    answer:
      text: ileum
      reject:
        ilium: That is a bone.
"""
OTHERS = """\
        duodenum: It comes first.
        jejunum: It comes before.
"""
ONE_MORE = "        cecum: It belongs to the large bowel.\n"


@pytest.mark.parametrize(
    ("more", "is_offered"), [(OTHERS, True), (OTHERS + ONE_MORE, False)]
)
def test_an_option_that_looks_like_the_key_is_left_out_if_others_are_enough(
    bank_of, more, is_offered
):
    (item,) = [
        item for item in bank_of(LOOK_ALIKE + more).values() if item.type == "single"
    ]
    texts = {option.text for option in item.drawn_from or item.options}
    assert ("ilium" in texts) == is_offered
