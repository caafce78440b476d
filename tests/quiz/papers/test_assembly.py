"""Which items a paper has: topics, difficulties, blueprints, and what is refused."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, strategies as st

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.items.bank import make_bank
from liverdeck.quiz.papers import assemble
from liverdeck.quiz.papers.assemble import assemble_paper, most_on_one_paper
from liverdeck.quiz.papers.attempt import Budget
from liverdeck.quiz.papers.blueprint import BlueprintRow
from liverdeck.quiz.papers.paper_request import PaperRequest
from liverdeck.quiz.papers.shortage import shortages


@pytest.fixture(scope="module")
def bundled(request):
    deck = load_deck(request.config.rootpath / "cards" / "liver-metastasis").deck
    return deck, make_bank(deck)


def paper(deck_and_bank, items, **asked):
    return assemble_paper(*deck_and_bank, PaperRequest(items, **asked)).required()


def messages(deck_and_bank, items, **asked):
    result = assemble_paper(*deck_and_bank, PaperRequest(items, **asked))
    assert result.value is None
    return [problem.message for problem in result.problems]


@pytest.mark.slow
@pytest.mark.parametrize("seed", [f"topics {number}" for number in range(40)])
def test_each_topic_with_items_is_on_a_paper_with_room_for_all(bundled, seed):
    _, bank = bundled
    with_items = {candidate.topic for candidate in bank.candidates if candidate.items}
    assert len(with_items) == 7
    items = paper(bundled, 20, seed=seed).items
    assert {item.topic for item in items} == with_items


@pytest.mark.parametrize("seed", ["a", "b", "c"])
def test_topics_are_in_proportion_to_their_facts(deck_of, seed):
    deck = deck_of(questions("chamber", 40), **{"02-beat": HEAD + questions("beat", 8)})
    items = paper((deck, make_bank(deck)), 12, seed=seed).items
    assert Counter(item.topic for item in items) == {"chambers": 10, "beat": 2}


HEAD = "liverdeck: 1\ntopic: beat\nfacts:\n"


def questions(name, count):
    """Return facts; each can be asked as one item of the type `short`."""
    return "".join(
        f"  - {{id: {name}-{number}, from: pump, ask: What is {name}{number}x?,"
        f" answer: {name}z{number}}}\n"
        for number in range(count)
    )


@pytest.mark.parametrize("seed", ["a", "b", "c", "d"])
def test_difficulties_are_spread(deck_of, seed):
    lines = questions("thing", 60).splitlines(keepends=True)
    facts = "".join(
        line.replace("}\n", f", difficulty: {1 + index % 3}}}\n")
        for index, line in enumerate(lines)
    )
    deck = deck_of(facts)
    items = paper((deck, make_bank(deck)), 9, seed=seed).items
    assert Counter(item.difficulty for item in items) == {1: 3, 2: 3, 3: 3}


def test_only_few_items_of_a_large_deck_are_made_for_a_small_paper(deck_of):
    deck = deck_of(questions("thing", 300))
    bank = make_bank(deck)
    paper((deck, bank), 5)
    # `items` is a cached property: it is stored when the items are made.
    with_items_made = [
        candidate for candidate in bank.candidates if "items" in vars(candidate)
    ]
    # Each fact has two candidates, but only that of the type `short` makes an item.
    assert len(bank.candidates) == 600
    assert len(with_items_made) <= 60


def test_a_paper_has_fewer_items_only_if_the_request_allows_it(deck_of):
    deck = deck_of(questions("thing", 3))
    bank = make_bank(deck)
    assert len(paper((deck, bank), 20, may_be_fewer=True).items) == 3
    assert messages((deck, bank), 20) == [
        "any topic and type: 20 wanted, at most 3 can be had"
    ]
    assert most_on_one_paper(deck, bank, PaperRequest(1)) == 3


def test_rows_that_share_facts_are_reported_as_one_shortage(deck_of):
    deck = deck_of(questions("thing", 5))
    rows = (
        BlueprintRow(3, "chambers"),
        BlueprintRow(3, None, "short"),
        BlueprintRow(1, "beat"),
    )
    assert messages((deck, make_bank(deck)), 7, blueprint=rows) == [
        "chambers; short: 6 wanted together, at most 5 can be had",
        "beat: 1 wanted, 0 can be had",
    ]


TWO_FACTS_WITH_ONE_KEY = """\
  - {id: one, from: pump, ask: Which fluid flows in it?, answer: blood}
  - {id: two, from: pump, ask: What is red?, answer: blood}
  - {id: three, from: pump, ask: What is pale?, answer: lymph}
"""


def test_a_refusal_says_whether_there_is_no_paper_or_none_was_found(
    deck_of, monkeypatch
):
    deck = deck_of(TWO_FACTS_WITH_ONE_KEY)
    bank = make_bank(deck)
    assert messages((deck, bank), 3) == ["any topic and type: 3 wanted, 2 can be had"]
    monkeypatch.setattr("liverdeck.quiz.papers.assemble.MOST_TRIES", 12)
    assert messages((deck, make_bank(deck)), 3) == [
        "any topic and type: 3 wanted, 2 found; more may be possible"
    ]


PAIRS_WITH_ONE_KEY = "".join(
    f"  - {{id: f{number}, from: pump, ask: What is name{number}x?, "
    f"answer: key{number // 2}y}}\n"
    for number in range(40)
)
"""Twenty pairs of facts. The facts of a pair have the same key.

So a paper can have only one of them.
"""


@pytest.mark.slow
def test_a_search_ends_after_a_number_of_tries_and_not_after_a_time(
    deck_of, monkeypatch
):
    deck = deck_of(PAIRS_WITH_ONE_KEY)
    # A tenth of the tries takes a tenth of the time.
    monkeypatch.setattr(assemble, "MOST_TRIES", assemble.MOST_TRIES // 10)
    tries, spend = 0, Budget.spend

    def spend_and_count(budget):
        nonlocal tries
        tries += 1
        # A number, so that this ends if there is no bound.
        assert tries <= 20_001, "the search does not end"
        return spend(budget)

    monkeypatch.setattr(Budget, "spend", spend_and_count)
    assert messages((deck, make_bank(deck)), 21) == [
        "any topic and type: 21 wanted, 20 found; more may be possible"
    ]
    assert tries == 20_001


CHAIN = """\
  - {id: a, from: pump, ask: What is alphaz?, answer: bravoz}
  - {id: b, from: pump, ask: What is bravoz?, answer: charliez}
  - {id: c, from: pump, ask: What is charliez?, answer: deltaz}
  - {id: d, from: pump, ask: What is deltaz?, answer: echoz}
  - {id: e, from: pump, ask: What is echoz?, answer: foxtrotz}
  - {id: f, from: pump, ask: What is foxtrotz?, answer: golfz}
  - {id: g, from: pump, ask: What is golfz?, answer: hotelz}
"""


def test_a_search_takes_items_back_if_each_gives_away_the_key_of_the_next(deck_of):
    deck = deck_of(CHAIN)
    for seed in map(str, range(20)):
        items = paper((deck, make_bank(deck)), 4, seed=seed).items
        assert {item.facts[0] for item in items} == set("aceg")


def test_the_fix_of_a_shortage_has_the_number_of_its_message(deck_of):
    deck = deck_of(CHAIN)
    (problem,) = assemble_paper(deck, make_bank(deck), PaperRequest(8)).problems
    assert problem.message == (
        "any topic and type: 8 wanted, at most 7 can be had, and the best paper that "
        "was found has 4 of them"
    )
    assert problem.fix.startswith("ask for 4 or fewer, ")
    rows = (BlueprintRow(5, "chambers"), BlueprintRow(3, None, "short"))
    request = PaperRequest(blueprint=rows)
    (problem,) = assemble_paper(deck, make_bank(deck), request).problems
    assert problem.message.endswith(" and the best paper that was found has 4 of them")
    assert problem.fix.startswith("ask for fewer (4 items in all were found), ")


def test_a_fact_that_must_be_asked_and_has_no_item_is_named(bundled):
    assert messages(bundled, 1, types=["matching"], include=["definition"]) == [
        "no item on 'definition' fits the request (matching)"
    ]


def test_a_blueprint_that_wants_too_many_items_is_refused(bundled):
    rows = (BlueprintRow(9_000, "imaging"), BlueprintRow(2_000, "symptoms"))
    assert messages(bundled, 11_000, blueprint=rows) == [
        "the blueprint wants 11000 items"
    ]


rows_by_fact = st.dictionaries(
    st.sampled_from("abcdef"), st.sets(st.integers(0, 2)), max_size=6
)


@given(counts=st.lists(st.integers(0, 4), min_size=3, max_size=3), facts=rows_by_fact)
def test_a_shortage_is_proven_exactly_where_a_set_of_rows_has_too_few_facts(
    counts, facts
):
    """This is Hall's marriage theorem. The test tries every set of rows."""

    def facts_for(rows):
        return sum(1 for rows_of_fact in facts.values() if rows_of_fact & set(rows))

    sets_of_rows = [rows for size in (1, 2, 3) for rows in combinations(range(3), size)]
    is_short = any(
        sum(counts[row] for row in rows) > facts_for(rows) for rows in sets_of_rows
    )
    found = shortages(counts, facts)
    assert bool(found) == is_short
    for shortage in found:
        assert shortage.wanted == sum(counts[row] for row in shortage.rows)
        assert shortage.available == facts_for(shortage.rows) < shortage.wanted
