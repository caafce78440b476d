"""An author must choose if two branches released one question under two names."""

import pytest

from liverdeck import make_deck
from liverdeck.authoring.ledger_file import ledger_from_text
from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.author_decisions import Decisions, apply_decisions
from liverdeck.publishing.build import deck_state
from liverdeck.publishing.merged_ledgers import merge_ledgers
from liverdeck.publishing.release import (
    plan_release,
    release_deck,
    release_with_decisions,
)
from tests.publishing.template_decks import TEMPLATES, made_up_words

BASE = {
    "rate": "ask: How fast?, answer: 70 /min",
    "sound": "say: 'The first {{c1::sound}} is dull.'",
    "layers": "ask: Which layers?, list: [inner, middle, outer]",
}
BILE = "ask: Which organ makes bile?, answer: liver"
SPLEEN = "say: 'The {{c1::spleen}} lies beside the {{c2::stomach}}.'"
LOBES = "ask: Which lobes has the liver?, list: [left, right, caudate]"
VALVE = "ask: Which valve lies between the left chambers?, answer: mitral valve"
LEFT = "title: Left half, items: [left atrium, left ventricle]"
RIGHT = "title: Right half, items: [right atrium, right ventricle]"
MERGE_SECONDS = 1_600_300_000
HEAD = {
    "id": "gut",
    "anki_name": "Gut",
    "title": "Gut",
    "description": "Made by a program.",
    "document": {"title": "A table", "read": "2026-11-28"},
    "topics": [{"id": "gut", "title": "Gut"}],
}
LUNGS = {
    "id": "lungs",
    "topic": "gut",
    "from": "gut",
    "ask": "What breathes?",
    "answer": "the lungs",
}


def grouped_list(**texts):
    """Return a list in YAML whose groups have these ids and texts."""
    groups = ", ".join(f"{{id: {name}, {text}}}" for name, text in texts.items())
    return f"ask: Which chambers?, groups: [{groups}]"


def facts(**texts):
    """Return the facts of `BASE` and those with these ids and texts, in YAML."""
    return "".join(
        f"  - {{id: {name}, from: pump, {text}}}\n"
        for name, text in (BASE | texts).items()
    )


@pytest.fixture
def loaded(write_deck):
    """Return a function that loads a deck with these facts besides those of `BASE`."""

    def load(texts):
        loaded = load_deck(write_deck(facts(**texts)), reads_ledger=False)
        assert loaded.problems == ()
        return loaded.deck

    return load


@pytest.fixture
def merged(loaded):
    """Return a function that releases two branches of a deck and merges the ledgers."""

    def merge(ours, theirs):
        base = plan_release(loaded({}), Ledger("heart"), 1_600_000_000).ledger
        kept = plan_release(loaded(ours), base, 1_600_200_000).ledger
        other = plan_release(loaded(theirs), base, 1_600_100_000).ledger
        return merge_ledgers(kept, other, "other.lock", MERGE_SECONDS).required()

    return merge


@pytest.fixture
def refusals(loaded):
    """Return a function that gives the refusals of a deck."""

    def find(ledger, texts, decided_names=()):
        changes = deck_state(loaded(texts), ledger, decided_names).changes
        return [f"{danger.message}; {danger.fix}" for danger in changes.dangers]

    return find


TWO_NAMES = {
    "a question": (BILE, BILE),
    "a question in other words": (
        BILE,
        "ask: Which organ makes the bile?, answer: the liver",
    ),
    "a statement": (SPLEEN, SPLEEN.replace("lies", "is")),
    "a list": (LOBES, LOBES.replace("caudate", "caudate, quadrate")),
    "a list of groups": (grouped_list(a=LEFT), grouped_list(b=LEFT)),
}


@pytest.mark.parametrize(("one", "other"), TWO_NAMES.values(), ids=TWO_NAMES)
def test_one_of_two_names_must_be_chosen(merged, refusals, one, other):
    ledger = merged({"mine": one}, {"theirs": other})
    for name, text, gone in (("mine", one, "theirs"), ("theirs", other, "mine")):
        (problem,) = refusals(ledger, {name: text})
        assert problem.startswith(name)
        assert f"by one branch as {name}" in problem
        assert f"and by the other as {gone}" in problem
        assert "would get it again, as new" in problem
        assert f"release --moved {name}={name}" in problem
        assert f"release --moved {gone}={name}" in problem
        assert refusals(ledger, {name: text}, decided_names=[name]) == []


@pytest.mark.parametrize(("one", "other"), TWO_NAMES.values(), ids=TWO_NAMES)
def test_a_deck_with_both_names_is_refused(merged, refusals, one, other):
    both = {"mine": one, "theirs": other}
    ledger = merged({"mine": one}, {"theirs": other})
    (problem,) = refusals(ledger, both)
    assert problem.startswith("mine")
    assert "and theirs" in problem
    assert "learners of either branch would get it twice" in problem
    assert "take one of the two out" in problem
    assert refusals(ledger, both, decided_names=["mine"]) == []
    assert refusals(ledger, both, decided_names=["theirs"]) == []


def test_one_name_must_be_chosen_for_a_group_that_both_branches_added(
    merged, refusals, loaded
):
    def lists(**groups):
        return {"halves": grouped_list(first=RIGHT, **groups)}

    ledger = merged(lists(a=LEFT), lists(b=LEFT))
    (problem,) = refusals(ledger, lists(a=LEFT))
    assert "halves/a seems" in problem
    assert "release --moved halves/a=halves/a" in problem
    assert "release --moved halves/b=halves/a" in problem
    assert refusals(ledger, lists(a=LEFT), decided_names=["halves/a"]) == []
    decisions = apply_decisions(
        loaded(lists(a=LEFT)), ledger, [("halves/b", "halves/a")], []
    )
    changes = deck_state(decisions.deck, ledger, decisions.names).changes
    assert changes.dangers == ()
    assert [line.name for line in changes.withdrawn] == [("halves", "a")]


def test_one_decision_is_enough_for_a_list_of_groups(merged, refusals, loaded):
    """One group has the same id in both branches, and the other has not."""
    mine = {"mine": grouped_list(a=LEFT, b=RIGHT)}
    ledger = merged(mine, {"theirs": grouped_list(a=LEFT, c=RIGHT)})
    problems = refusals(ledger, mine)
    assert [text.split()[0] for text in problems] == ["mine/a", "mine/b"]
    assert "release --moved theirs=mine;" not in problems[1]
    assert "release --moved theirs=mine --moved theirs/c=mine/b" in problems[1]
    assert refusals(ledger, mine, decided_names=["mine"]) == []
    moved = [("theirs", "mine"), ("theirs/c", "mine/b")]
    decisions = apply_decisions(loaded(mine), ledger, moved, [])
    changes = deck_state(decisions.deck, ledger, decisions.names).changes
    assert changes.dangers == ()
    assert {line.fact for line in changes.withdrawn} == {"mine"}


def test_the_other_name_can_be_chosen(merged, loaded):
    ledger = merged({"mine": BILE}, {"theirs": BILE})
    decisions = apply_decisions(
        loaded({"mine": BILE}), ledger, [("theirs", "mine")], []
    )
    released = plan_release(decisions.deck, ledger, MERGE_SECONDS + 1, decisions.names)
    assert [line.fact for line in released.changes.withdrawn] == ["mine"]
    assert released.changes.new == ()


def test_different_questions_are_not_asked_about(merged, refusals):
    ledger = merged({"mine": BILE}, {"theirs": VALVE})
    assert ledger.named_twice == ()
    for texts in ({"mine": BILE}, {"theirs": VALVE}, {"mine": BILE, "theirs": VALVE}):
        assert refusals(ledger, texts) == []


def texts_of_template(name, count):
    """Return `count` facts in YAML, made from a template with made-up words."""
    template = TEMPLATES[name][0]
    words = made_up_words(2 * count)
    pairs = zip(words[::2], words[1::2], strict=True)
    return [
        ", ".join(f"{key}: {value!r}" for key, value in template(one, two).items())
        for one, two in pairs
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_branches_that_add_to_a_table_are_not_asked_about(merged, name):
    """All questions are the same but for one word."""
    texts = texts_of_template(name, 60)
    mine = {f"mine{index}": text for index, text in enumerate(texts[:30])}
    theirs = {f"theirs{index}": text for index, text in enumerate(texts[30:])}
    assert merged(mine, theirs).named_twice == ()


def test_many_questions_with_two_names_are_each_found(merged):
    texts = texts_of_template("vocabulary", 30)
    mine = {f"a{index}": text for index, text in enumerate(texts)}
    theirs = {f"b{index}": text for index, text in enumerate(texts)}
    pairs = merged(mine, theirs).named_twice
    expected = {((f"a{index}", ""), (f"b{index}", "")) for index in range(30)}
    assert set(pairs) == expected


def test_a_fact_that_is_retired_is_really_withdrawn(merged, refusals):
    ledger = merged({"mine": BILE}, {"theirs": BILE})
    now = {"mine": BILE, "theirs": f"{BILE}, retired: twice"}
    assert refusals(ledger, now) == []


def test_nothing_is_asked_if_the_deck_has_neither_name(merged, refusals):
    assert refusals(merged({"mine": BILE}, {"theirs": BILE}), {}) == []


def test_after_a_decision_nothing_is_asked_again(merged, loaded, refusals):
    ledger = merged({"mine": BILE}, {"theirs": BILE})
    for texts in ({"mine": BILE}, {"mine": BILE, "theirs": BILE}):
        deck = loaded(texts | {"valve": VALVE})
        released = plan_release(deck, ledger, MERGE_SECONDS + 1, ["mine"])
        assert refusals(released.ledger, texts | {"valve": VALVE}) == []
        assert refusals(released.ledger, texts) == []


def test_a_new_fact_is_not_taken_for_the_name_that_is_gone(merged, refusals):
    ledger = merged({"mine": BILE}, {"theirs": BILE})
    now = {"mine": BILE, "valve": VALVE}
    (problem,) = refusals(ledger, now)
    assert problem.startswith("mine seems")
    assert refusals(ledger, now, decided_names=["mine"]) == []


def test_learners_read_under_which_name_the_question_comes(merged, loaded):
    ledger = merged({"mine": BILE}, {"theirs": BILE})
    deck = loaded({"mine": BILE})
    (deck.folder / "deck.lock").write_text(ledger_text(ledger))
    with pytest.raises(ContentError, match="by one branch as mine"):
        release_with_decisions(Decisions(deck), ledger, MERGE_SECONDS + 1)
    release_with_decisions(
        Decisions(deck, frozenset({"mine"})), ledger, MERGE_SECONDS + 1
    )
    changes = (deck.folder / "CHANGES.md").read_text()
    assert "- `theirs`: no longer in the deck; `mine` takes its place\n" in changes


def test_learners_do_not_read_of_a_successor_that_is_withdrawn_too(merged, loaded):
    ledger = merged({"mine": BILE}, {"theirs": BILE})
    deck = loaded({"mine": f"{BILE}, retired: too vague"})
    (deck.folder / "deck.lock").write_text(ledger_text(ledger))
    release_deck(deck, ledger, MERGE_SECONDS + 1)
    changes = (deck.folder / "CHANGES.md").read_text()
    assert "- `mine`: too vague\n- `theirs`: no longer in the deck\n" in changes


def test_the_fix_for_a_deck_in_data_names_the_data():
    def deck(name):
        fact = {"id": name, "topic": "gut", "from": "gut", "ask": "What makes bile?"}
        return make_deck(HEAD, [{**fact, "answer": "the liver"}, LUNGS]).required()

    first = plan_release(make_deck(HEAD, [LUNGS]).required(), Ledger("gut"), 1_000)
    branches = [
        plan_release(deck(name), first.ledger, seconds).ledger
        for name, seconds in (("mine", 3_000), ("theirs", 2_000))
    ]
    ledger = merge_ledgers(*branches, "other", 4_000).required()
    (problem,) = deck_state(deck("mine"), ledger).changes.dangers
    assert problem.fix == (
        "if more learners have mine, or if theirs was another question, name mine in "
        '`confirmed`; if more learners have theirs, put "theirs" first in the "was" of '
        "mine, and name mine in `confirmed`"
    )
    released = release_deck(deck("mine"), ledger, 5_000, confirmed=["mine"])
    assert [line.fact for line in released.changes.withdrawn] == ["theirs"]


def test_the_ledger_keeps_both_names(merged):
    ledger = merged({"mine": grouped_list(a=LEFT)}, {"theirs": grouped_list(a=LEFT)})
    assert ledger.named_twice == ((("mine", "a"), ("theirs", "a")),)
    assert ledger_from_text(ledger_text(ledger), "heart").required() == ledger
