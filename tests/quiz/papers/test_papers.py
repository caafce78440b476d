"""Papers: which items are chosen, and how the forms are made."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import groupby

import pytest
from hypothesis import given, strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position
from liverdeck.facts.deck import Credit
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.formats.registry import files_of_format
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.item import Item, make_option
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.papers import assemble
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.blueprint import BlueprintRow, read_blueprint
from liverdeck.quiz.papers.length_cues import LOWEST_PROBABILITY, LengthCues
from liverdeck.quiz.papers.paper_forms import make_paper_forms
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.pool import give_aways_of
from liverdeck.quiz.papers.wording import instructions

SEEDS = [str(number) for number in range(20)]


@pytest.fixture(scope="module")
def bundled(request):
    deck = load_deck(request.config.rootpath / "cards" / "liver-metastasis").deck
    return deck, item_bank(deck)


@pytest.fixture(scope="module")
def items_of_30(bundled):
    """Return a function that makes a paper of 30 items and returns its items.

    It makes one paper for each seed.
    """
    return cache(lambda seed: paper(bundled, 30, seed=seed).items)


def paper(bundled, items, **asked):
    return assemble_paper(*bundled, PaperRequest(items, **asked)).required()


def problems_of(bundled, items, **asked):
    result = assemble_paper(*bundled, PaperRequest(items, **asked))
    assert result.value is None
    return [(problem.message, problem.fix) for problem in result.problems]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_fact_is_asked_twice_and_no_item_gives_another_away(
    bundled, items_of_30, seed
):
    items = items_of_30(seed)
    facts = [fact for item in items for fact in item.facts]
    assert len(facts) == len(set(facts))
    give_aways = give_aways_of(*bundled)
    for item in items:
        assert not give_aways.conflicts_with(item)
        give_aways.add(item)


@pytest.mark.parametrize("seed", SEEDS)
def test_statements_are_as_often_true_as_false(bundled, seed):
    items = paper(bundled, 12, seed=seed, types=["truefalse"]).items
    counts = Counter(item.keys[0].id for item in items)
    assert abs(counts["true"] - counts["false"]) <= 1


STATEMENTS = """\
  - id: away
    from: pump
    ask: What leads from the heart?
    answer: artery
  - id: inflow
    from: pump
    say: Blood enters by the {{c1::vein}}.
    blanks:
      c1:
        reject:
          artery: It leads away.
  - id: wall
    from: pump
    say: The wall is of {{c1::muscle}}.
    blanks:
      c1:
        reject:
          bone: It is soft.
  - id: start
    from: pump
    say: The beat begins in the {{c1::node}}.
    blanks:
      c1:
        reject:
          brain: It beats without one.
"""


def test_balancing_statements_gives_no_other_item_away(deck_of):
    deck = deck_of(STATEMENTS)
    bank = item_bank(deck)
    papers = [
        paper((deck, bank), 4, seed=seed, types=["truefalse", "short"]).items
        for seed in map(str, range(60))
    ]
    short_counts = {sum(item.type == "short" for item in items) for items in papers}
    assert short_counts == {1}

    all_items = [item for items in papers for item in items]
    assert "Blood enters by the artery." not in {item.stem for item in all_items}
    statements = [item for item in all_items if item.type == "truefalse"]
    assert {item.keys[0].id for item in statements} == {"true", "false"}


@pytest.mark.parametrize("seed", SEEDS)
def test_long_keys_do_not_stand_out(bundled, seed):
    lengths = LengthCues()
    for item in paper(bundled, 12, seed=seed, types=["single"]).items:
        lengths.add(item)
    assert lengths.probability >= LOWEST_PROBABILITY


def test_only_selected_items_are_asked(bundled):
    items = paper(
        bundled, 8, topics=["imaging"], types=["single", "short"], exclude=["ct-name"]
    ).items
    assert {item.topic for item in items} == {"imaging"}
    assert {item.type for item in items} <= {"single", "short"}
    assert "ct-name" not in facts_of(items)

    assert "afp" in facts_of(paper(bundled, 5, include=["afp"]).items)


def facts_of(items):
    return {fact for item in items for fact in item.facts}


@pytest.mark.slow
def test_a_refusal_says_how_many_items_are_available(bundled, monkeypatch):
    # A search that finds no paper takes eight seconds to give up.
    monkeypatch.setattr(assemble, "MOST_TRIES", 20_000)
    ((what, fix),) = problems_of(bundled, 500)
    found = re.fullmatch(
        "any topic and type: 500 wanted, at most [0-9]+ can be had, "
        "and the best paper that was found has ([0-9]+) of them",
        what,
    )
    assert fix.startswith(f"ask for {found[1]} or fewer")
    ((_, fix),) = problems_of(bundled, 19, topics=["diagnosis", "treatment"])
    assert "--repeat-facts" not in fix, "it is advised only where it adds items"
    assert problems_of(bundled, 0) == [
        ("a paper cannot have 0 items", "ask for 1 to 10000")
    ]
    assert problems_of(bundled, 1, forms=27) == [
        ("a paper cannot have 27 forms", "ask for 1 to 26")
    ]
    assert problems_of(bundled, 1, include=["definition", "afp"])[0] == (
        "2 facts cannot be included in 1 item",
        "ask for more items, or include fewer facts",
    )
    assert (
        problems_of(bundled, 1, types=["ordering"])[0][0]
        == "ordering: 1 wanted, 0 can be had"
    )
    assert (
        problems_of(bundled, 1, types=["matching"], include=["definition"])[-1][0]
        == "no item on 'definition' fits the request (matching)"
    )


def test_a_refusal_also_names_what_a_program_may_call(deck_of):
    deck = deck_of("""\
  - id: rate
    from: pump
    ask: How often does a heart beat?
    answer: {number: 70, unit: /min}
    reverse: {ask: Which sound does the first valve make?, answer: a thud}
""")
    refused = assemble_paper(deck, item_bank(deck), PaperRequest(2))
    (fix,) = {problem.fix for problem in refused.problems}
    assert "(see liverdeck quiz --list; in Python, `item_bank(deck)`)" in fix
    assert "--repeat-facts (in Python, `repeat_facts=True`)" in fix
    both = PaperRequest(2, include=["rate"], exclude=["rate"])
    problem = assemble_paper(deck, item_bank(deck), both).problems[0]
    assert problem.fix == "name each of them in only one of the two"


def test_a_request_has_items_or_a_blueprint(bundled):
    deck, bank = bundled
    rows = (BlueprintRow(2, type="single"),)
    paper = assemble_paper(deck, bank, PaperRequest(blueprint=rows)).required()
    assert len(paper.items) == 2
    (problem,) = assemble_paper(deck, bank, PaperRequest()).problems
    assert problem.message == "a paper cannot have 0 items"


def test_a_refusal_advises_to_repeat_facts_where_that_adds_items(deck_of):
    deck = deck_of("""\
  - id: rate
    from: pump
    ask: How often does a heart beat?
    answer: {number: 70, unit: /min}
    reverse: {ask: Which sound does the first valve make?, answer: a thud}
""")
    refused = assemble_paper(deck, item_bank(deck), PaperRequest(2))
    assert "--repeat-facts" in refused.problems[0].fix


def test_a_blueprint_is_filled_row_by_row(bundled):
    rows = (
        BlueprintRow(3, "imaging", "single"),
        BlueprintRow(2, "symptoms"),
        BlueprintRow(1, None, "matching"),
        BlueprintRow(2, "therapies", None, 3),
    )
    items = paper(bundled, 8, blueprint=rows).items
    assert len(items) == 8
    assert Counter(item.topic for item in items)["imaging"] >= 3
    assert (
        sum(item.topic == "therapies" and item.difficulty == 3 for item in items) >= 2
    )


def test_a_blueprint_that_cannot_be_filled_names_the_row_that_is_short(
    bundled, tmp_path
):
    path = tmp_path / "b.yaml"
    path.write_text(
        "liverdeck: 1\nitems:\n  - {n: 2, topic: symptoms}\n"
        "  - {n: 9, topic: treatment, type: truefalse}\n"
    )
    rows = read_blueprint(path, bundled[0]).required()
    (problem,) = assemble_paper(*bundled, PaperRequest(11, blueprint=rows)).problems
    assert str(problem.position) == f"{path}:4:5"
    assert problem.message.startswith("treatment, truefalse: 9 wanted, ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "liverdeck: 1\nitems:\n  - {n: 2, topic: symptom}\n",
            "3:19: no topic 'symptom'; did you mean `symptoms`?",
        ),
        (
            "liverdeck: 1\nitems:\n  - {n: 2, type: mcq}\n",
            "3:18: no type 'mcq'",
        ),
        ("liverdeck: 1\nitems:\n  - {n: 0}\n", "3:9: `n` is '0'"),
        ("liverdeck: 1\nitems:\n  - {topic: symptoms}\n", "3:5: row without `n`"),
        ("liverdeck: 1\n", "1:1: blueprint without `items`"),
        ("[", "not YAML"),
    ],
)
def test_a_broken_blueprint_is_refused_with_the_position(
    bundled, tmp_path, text, message
):
    path = tmp_path / "b.yaml"
    path.write_text(text)
    problems = read_blueprint(path, bundled[0]).problems
    assert message in " ".join(map(str, problems))


@pytest.mark.slow
def test_only_the_same_seed_makes_the_same_paper(bundled):
    first = paper(bundled, 30, seed="a", forms=3)
    again = paper(bundled, 30, seed="a", forms=3)
    other_seed = paper(bundled, 30, seed="b", forms=3)
    assert first == again
    assert first.items != other_seed.items


def test_an_added_fact_replaces_at_most_one_item(deck_of):
    facts = "".join(
        f"  - {{id: f{number}, from: pump, ask: What is thing {number}?, "
        f"answer: word{number}x}}\n"
        for number in range(40)
    )
    before = deck_of(facts)
    after = deck_of(
        facts + "  - {id: more, from: pump, ask: And this?, answer: quite another}\n"
    )
    bank_before, bank_after = item_bank(before), item_bank(after)
    for seed in map(str, range(10)):
        old_ids = ids_of(paper((before, bank_before), 20, seed=seed).items)
        new_ids = ids_of(paper((after, bank_after), 20, seed=seed).items)
        assert len(old_ids - new_ids) <= 1


def ids_of(items):
    return {item.id for item in items}


def single_best_answer(name, option_count):
    options = [
        make_option(f"{name} {index}", is_key=index == 0)
        for index in range(option_count)
    ]
    return Item(
        id=name,
        base_id=name,
        type=ItemType.SINGLE,
        facts=(name,),
        topic="t",
        difficulty=1,
        stem="Which?",
        rationale="",
        note="",
        source="",
        passages=(),
        position=Position("f"),
        options=tuple(options),
    )


sizes = st.lists(st.integers(3, 5), min_size=1, max_size=60)


@given(sizes=sizes, seed=st.text(max_size=3), count=st.integers(1, 4))
def test_keys_are_balanced_without_runs_and_move_between_forms(sizes, seed, count):
    items = [
        single_best_answer(f"i{number}", size) for number, size in enumerate(sizes)
    ]
    forms = make_paper_forms(items, seed, count)
    assert [form.name for form in forms] == list("ABCD"[:count])
    letters = {}
    for form in forms:
        assert sorted(asked.item.id for asked in form.asked) == sorted(
            item.id for item in items
        )
        keys = [asked.key_letters for asked in form.asked]
        assert max(len(list(run)) for _, run in groupby(keys)) <= 3
        for asked in form.asked:
            assert sorted(asked.options, key=lambda option: option.id) == sorted(
                asked.item.options, key=lambda option: option.id
            )
            letters.setdefault(asked.item.id, set()).add(asked.key_letters)
        if len(set(sizes)) == 1 and len(sizes) > 8:
            counts = Counter(keys)
            rarest = min(counts[letter] for letter in "ABCDE"[: sizes[0]])
            assert max(counts.values()) - rarest <= 4
    if count > 1:
        assert all(len(used) > 1 for used in letters.values())


def test_true_comes_before_false_in_all_forms(bundled):
    for form in paper(bundled, 10, seed="x", forms=3, types=["truefalse"]).forms:
        assert {
            tuple(option.id for option in asked.options) for asked in form.asked
        } == {("true", "false")}


def test_an_ordering_item_is_never_shown_in_the_right_order(deck_of):
    deck = deck_of(
        "  - {id: steps, from: pump, ask: What happens?, "
        "list: [it fills, it closes, it empties], order: fixed}\n"
    )
    bank = item_bank(deck)
    for seed in map(str, range(30)):
        (form,) = paper((deck, bank), 1, seed=seed, types=["ordering"]).forms
        (asked,) = form.asked
        assert asked.options != asked.item.options


def test_an_added_fact_changes_at_most_two_statements(deck_of):
    def statements(count):
        return "".join(
            f"  - id: f{number}\n    from: pump\n"
            f"    say: The w{number}x thing is {{{{c1::right{number}}}}}.\n"
            f"    blanks:\n      c1:\n        reject:\n          wrong{number}: No.\n"
            for number in range(count)
        )

    before, after = deck_of(statements(24)), deck_of(statements(25))
    bank_before, bank_after = item_bank(before), item_bank(after)
    for seed in map(str, range(8)):
        wanted = {"items": 16, "seed": seed, "types": ["truefalse"]}
        old_ids = ids_of(paper((before, bank_before), **wanted).items)
        new_ids = ids_of(paper((after, bank_after), **wanted).items)
        assert len(old_ids - new_ids) <= 2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_paper_has_no_lone_statement_and_half_of_its_statements_are_true(
    items_of_30, seed
):
    items = items_of_30(seed)
    truths = [item.truth for item in items if item.truth is not None]
    assert len(truths) != 1
    assert abs(truths.count(True) - truths.count(False)) <= 1


PRONOUN = """\
  - id: inflow
    from: pump
    say: Blood enters by the {{c1::vein}}.
    blanks:
      c1:
        reject:
          artery: It leads away.
    why: Its wall is thin.
"""


def test_no_pronoun_of_a_rationale_refers_to_a_wrong_word(deck_of):
    items = item_bank(deck_of(PRONOUN))
    rationales = {item.truth: item.rationale for item in items if item.options}
    assert rationales == {
        True: "Its wall is thin.",
        False: "Blood enters by the vein. Its wall is thin.",
    }
    without = item_bank(deck_of(PRONOUN.replace("Its wall", "A vein's wall")))
    assert {item.rationale for item in without} == {"A vein's wall is thin."}


def test_items_with_their_key_in_a_title_are_asked_last(deck_of):
    deck = deck_of("""\
  - {id: organ, from: pump, ask: Which organ pumps?,
     answer: {text: cor, accept: [heart]}}
  - {id: vessel, from: pump, ask: Which vessel is the largest?, answer: aorta}
  - {id: fluid, from: pump, ask: Which fluid flows?, answer: blood}
""")
    bank = item_bank(deck)
    for seed in SEEDS:
        asked = paper((deck, bank), 2, seed=seed).items
        assert {item.facts[0] for item in asked} == {"vessel", "fluid"}
        asked = paper((deck, bank), 1, seed=seed, title="The aorta").items
        assert {item.facts[0] for item in asked} == {"fluid"}
    assert len(paper((deck, bank), 3).items) == 3


def test_the_instructions_say_who_made_document_and_deck(paper_of):
    facts = "  - {id: a, from: pump, ask: Which vessel?, answer: vein}\n"
    plain = paper_of(facts).paper
    assert instructions(plain).endswith("Made from the document “On the heart”.")
    credited = replace(plain, document_credit="Ann, CC0", deck_credit="Bea")
    assert instructions(credited).endswith(
        "Made from the document “On the heart” (Ann, CC0). Items: Bea."
    )


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("print", "A &lt;b&gt;"),
        ("html", "A &lt;b&gt;"),
        ("markdown", r"A \<b\>"),
    ],
)
def test_a_paper_names_author_and_licence(deck_of, name, author):
    deck = deck_of("  - {id: a, from: pump, ask: Which vessel?, answer: vein}\n")
    document = replace(deck.document, credit=Credit(author="A <b>"))
    deck = replace(deck, document=document, credit=Credit("Bea", "CC0"))
    paper = assemble_paper(deck, item_bank(deck), PaperRequest(1, seed="1")).required()
    files = files_of_format(name, QuizJob(paper, deck))
    (text,) = [data.decode() for file, data in files.items() if "key" not in file]
    assert f"({author})" in text.replace(r"\(", "(").replace(r"\)", ")")
    assert "Bea, CC0" in text
