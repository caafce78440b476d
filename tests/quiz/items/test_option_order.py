"""The order of options: scales, `options: fixed` and `pin: last`."""

import pytest

from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.scales import order_on_scale
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_request import PaperRequest


@pytest.mark.parametrize(
    "scale",
    [
        ["days", "weeks", "months", "years"],
        ["mild", "moderate", "severe"],
        ["stage I", "stage II", "stage III", "stage IV"],
        ["grade 1", "grade 2", "grade 10"],
        ["stage IIa", "stage IIb", "stage III"],
        ["class IX", "class XI", "class XIV"],
        ["it falls", "it stays the same", "it rises"],
        ["never", "sometimes", "always"],
        ["low potassium", "normal potassium", "high potassium"],
        ["5 mg", "10 mg", "200 mg"],
        ["few", "many", "all"],
        ["small vessels", "large vessels"],
    ],
)
def test_options_on_a_scale_are_in_its_order(scale):
    assert order_on_scale(scale[::-1]) == list(range(len(scale)))[::-1]
    assert order_on_scale(scale) == list(range(len(scale)))


@pytest.mark.parametrize(
    "options",
    [
        ["aorta", "vein", "artery"],
        ["CA 125", "CA 72", "CA 50"],
        ["factor VIII", "factor IX", "factor X"],
        ["mild pain", "severe nausea"],
        ["low potassium", "high sodium"],
        ["months", "a month", "years"],
        ["first rib", "last rib"],
    ],
)
def test_options_on_no_scale_have_no_order(options):
    assert order_on_scale(options) is None


def options_of(item):
    return [option.text for option in item.options]


AGES = """\
  - id: age
    from: pump
    ask: Who is ill most?
    answer:
      text: pupils
      options: fixed
      reject:
        babies: They are younger.
        crawlers: They are younger.
    distractors:
      students: They are older.
"""


def test_fixed_options_are_those_of_reject_the_answer_and_the_distractors(bank_of):
    item = bank_of(AGES)["age.single"]
    assert options_of(item) == ["babies", "crawlers", "pupils", "students"]
    assert item.keeps_order


def test_with_reject_alone_the_place_of_the_answer_is_drawn(bank_of):
    facts = AGES.partition("    distractors:")[0]
    orders = set()
    for name in ("age", "b", "c", "d", "e", "f"):
        item = bank_of(facts.replace("id: age", f"id: {name}"))[f"{name}.single"]
        wrong = [option.text for option in item.wrong_options]
        assert wrong == ["babies", "crawlers"]
        orders.add(options_of(item).index("pupils"))
    assert len(orders) > 1


PINNED = """\
  - id: care
    from: pump
    ask: What does a healthy heart need?
    answer:
      text: no treatment
      pin: last
      reject:
        a valve: It has four.
        a pacer: It has its own.
        a bypass: Its vessels are wide.
  - id: slow
    from: pump
    ask: What does a slow heart get?
    answer:
      text: a small machine
      kind: treatment
      reject:
        rest: It rests enough.
        salt: It does not help.
"""


def test_a_pinned_answer_is_last_in_every_form(deck_of):
    deck = deck_of(PINNED)
    request = PaperRequest(1, forms=4, include=["care"], types=["single"])
    paper = assemble_paper(deck, item_bank(deck), request).required()
    orders = {
        tuple(option.text for option in form.asked[0].options) for form in paper.forms
    }
    assert {order[-1] for order in orders} == {"no treatment"}
    assert len(orders) > 1


def test_a_pinned_answer_is_last_even_as_a_wrong_option(bank_of):
    facts = PINNED.replace("pin: last", "pin: last\n      kind: treatment")
    item = bank_of(facts, options=5)["slow.single"]
    pinned = [option.text for option in item.options if option.is_pinned]
    assert pinned == ["no treatment"]
    assert not item.may_be_shuffled


def test_an_option_off_the_scale_goes_last(bank_of):
    item = bank_of("""\
  - id: level
    from: pump
    ask: What happens to the pulse?
    answer:
      text: it rises
      reject:
        it leaves the vessels: It is a wave in them.
        it falls: It does not.
        it stays the same: It does not.
""")["level.single"]
    assert options_of(item) == [
        "it falls",
        "it stays the same",
        "it rises",
        "it leaves the vessels",
    ]


MANY = """\
  - id: hue
    from: pump
    ask: Which hue has blood?
    answer:
      text: red
      reject:
""" + "".join(
    f"        {hue}: No.\n"
    for hue in "blue cyan gold jade lime pink plum teal white".split()
)


def drawn(deck, seed, **request):
    request = PaperRequest(1, seed, types=["single"], **request)
    (item,) = assemble_paper(deck, item_bank(deck), request).required().items
    return options_of(item)


def test_the_seed_draws_among_many_distractors(deck_of):
    deck = deck_of(MANY)
    options = [drawn(deck, str(seed)) for seed in range(20)]
    assert {len(texts) for texts in options} == {4}
    assert all("red" in texts for texts in options)
    assert len({text for texts in options for text in texts}) == 10
    assert drawn(deck, "7") == drawn(deck, "7")


def test_options_can_be_in_alphabetical_order(deck_of):
    deck = deck_of(MANY)
    for seed in map(str, range(9)):
        options = drawn(deck, seed, options_order="alphabetical")
        assert options == sorted(options)
    pinned = deck_of(PINNED)
    request = PaperRequest(
        1, types=["single"], include=["care"], options_order="alphabetical"
    )
    (item,) = assemble_paper(pinned, item_bank(pinned), request).required().items
    assert options_of(item) == ["a bypass", "a pacer", "a valve", "no treatment"]
