import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position, Problem
from liverdeck.preview.findings import group_findings

FACTS = """\
  - id: one
    from: pump
    ask: Q?
    answer:
      text: a
      accept:
        - b
    why: >-
      W

  - {id: two, from: pump, ask: Q?, answer: x}
  - {id: three, from: pump,
     ask: Q?, answer: x}
"""


def owner_of(folder, line, column=1, name="01-facts"):
    """Return the id of the fact that a finding at this position belongs to, or None."""
    deck = load_deck(folder).deck
    finding = Problem(Position(str(folder / f"{name}.yaml"), line, column), "what")
    result = group_findings([finding], deck.facts)
    ids = [
        fact.id
        for fact in deck.facts
        if finding in result.by_fact.get(fact.position, ())
    ]
    assert (result.without_fact == [finding]) == (ids == [])
    assert len(ids) <= 1
    return ids[0] if ids else None


@pytest.mark.parametrize(
    ("line", "owner"),
    [
        (1, None),
        (3, None),
        (4, "one"),
        (5, "one"),
        (10, "one"),
        (13, "one"),
        (14, "two"),
        (15, "three"),
        (16, "three"),
        (99, "three"),
    ],
)
def test_a_finding_belongs_to_the_last_fact_that_begins_before_it(
    write_deck, line, owner
):
    assert owner_of(write_deck(FACTS), line) == owner


def test_a_finding_in_another_file_belongs_to_no_fact(write_deck):
    folder = write_deck(FACTS)
    assert owner_of(folder, 9, name="deck") is None
    assert owner_of(folder.parent / "heart", 9, name="02-other") is None


@pytest.mark.parametrize(
    "broken",
    [
        "{id: new, from: pump, ask: Q?}",
        "id: new\n    from: pump\n    ask: 'Q?",
        "just text",
    ],
)
def test_problems_of_a_broken_fact_do_not_belong_to_the_fact_above(write_deck, broken):
    above = "  - id: one\n    from: pump\n    ask: Q?\n    answer: a\n"
    below = "  - id: two\n    from: pump\n    ask: Q?\n    answer: x\n"
    folder = write_deck(f"{above}  - {broken}\n{below}")
    loaded = load_deck(folder)
    assert loaded.problems
    result = group_findings(loaded.problems, loaded.deck.facts)
    assert (result.without_fact, result.by_fact) == (list(loaded.problems), {})
    assert owner_of(folder, 7) == "one"
    assert owner_of(folder, 9 + broken.count("\n")) == "two"


def test_a_list_that_is_not_indented_does_not_end_its_fact(write_deck):
    folder = write_deck(
        "- id: one\n  from: pump\n  ask: Q?\n  list:\n  - a\n  - b\n"
        "- {id: two, from: pump, ask: Q?, answer: x}\n"
    )
    assert owner_of(folder, 9) == "one"
    assert owner_of(folder, 10) == "two"


@pytest.mark.parametrize(
    ("column", "owner"), [(1, "one"), (9, "one"), (51, "one"), (52, "two"), (80, "two")]
)
def test_facts_on_one_line_are_distinguished_by_column(write_deck, column, owner):
    facts = (
        "{id: one, from: pump, ask: Q?, answer: a}, "
        "{id: two, from: pump, ask: Q?, answer: x}"
    )
    folder = write_deck(
        **{"01-facts": f"liverdeck: 1\ntopic: chambers\nfacts: [{facts}]\n"}
    )
    assert owner_of(folder, 3, column) == owner


def test_findings_keep_their_order_and_none_is_lost(write_deck):
    folder = write_deck(FACTS)
    path = str(folder / "01-facts.yaml")
    findings = [
        Problem(Position(path, line), str(line)) for line in (16, 4, 1, 8, 4, 14)
    ]
    result = group_findings(findings, load_deck(folder).deck.facts)
    assert [problem.message for problem in result.without_fact] == ["1"]
    groups = [
        [problem.message for problem in problems]
        for problems in result.by_fact.values()
    ]
    assert groups == [["16"], ["4", "8", "4"], ["14"]]


def test_the_findings_of_a_deleted_file_are_kept(write_deck):
    folder = write_deck(FACTS)
    deck = load_deck(folder).deck
    (folder / "01-facts.yaml").unlink()
    finding = Problem(Position(str(folder / "01-facts.yaml"), 8), "what")
    assert group_findings([finding], deck.facts).by_fact == {
        deck.facts[0].position: [finding]
    }
