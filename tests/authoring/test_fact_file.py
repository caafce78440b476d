"""A fact file is read from its bytes alone, and each fact has its end."""

import pytest

from liverdeck.authoring.fact_file import FactFileContext, read_fact_file
from liverdeck.base.problems import ReadingRule

CONTEXT = FactFileContext("heart/01.yaml", ("chambers",))
HEAD = "liverdeck: 1\ntopic: chambers\nfacts:\n"


def read(facts, context=CONTEXT):
    return read_fact_file(f"{HEAD}{facts}".encode(), context)


def test_facts_are_read_without_a_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (fact,) = read("- {id: a, from: pump, ask: What?, answer: b}\n").required()
    assert (fact.id, fact.topic, fact.shape.answer.text) == ("a", "chambers", "b")
    assert str(fact.position) == "heart/01.yaml:4:3"


def test_the_same_bytes_and_context_give_equal_facts_and_problems():
    facts = "- {id: a, from: pump, ask: What?, anwser: b}\n- {id: b}\n"
    assert read(facts) == read(facts)


def test_a_topic_is_checked_only_if_the_topics_are_known():
    problems = read(
        "- {id: a, from: p, ask: Q?, answer: b}", FactFileContext("f", ())
    ).problems
    assert [problem.rule for problem in problems] == [ReadingRule.REFERENCE]
    problems = read(
        "- {id: a, from: p, ask: Q?, answer: b}", FactFileContext("f", None)
    ).problems
    assert problems == ()


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"", b"- a\n", b"facts: [", b"\x00", b"a: &x 1"]
)
def test_unreadable_bytes_are_problems_of_the_path(data):
    result = read_fact_file(data, CONTEXT)
    assert not result.value
    assert {problem.position.path for problem in result.problems} == {"heart/01.yaml"}


BLOCK = "id: a\n  from: p\n  ask: Q?\n  answer: b\n"
BRACES = "{id: b, from: p, ask: Q?, answer: c}"


@pytest.mark.parametrize(
    ("facts", "ends"),
    [
        (f"- {BLOCK}- {BRACES}\n", [(8, 1), None]),
        (f"- {BRACES}\n# A note.\n- {BLOCK}\n", [(6, 1), None]),
        (f"- {BLOCK}\n\n-\n  # A note.\n  {BRACES}\n", [(10, 1), None]),
        (f"- {BLOCK}# A note.\nmore: 1\n", [(9, 1)]),
        (f"- {BLOCK}- just a text\n- {BRACES}\n", [(8, 1), None]),
        (f"- {BLOCK}- id: broken\n  ask: a: b\n- {BRACES}\n", [(8, 1), None]),
        (f"  [{BRACES}, {BRACES.replace('id: b', 'id: c')}]\n", [(4, 42), (4, 79)]),
        (f"- {BLOCK}".replace("\n", "\r\n") + f"- {BRACES}\r\n", [(8, 1), None]),
    ],
)
def test_a_fact_ends_where_the_next_entry_begins(facts, ends):
    ends_found = [
        None if fact.end is None else (fact.end.line, fact.end.column)
        for fact in read(facts).value
    ]
    assert ends_found == ends


def test_the_keys_for_quizzes_are_read():
    facts = """\
- id: a
  from: p
  ask: Q?
  one_answer: true
  answer: {text: b, options: fixed, pin: last}
- id: b
  from: p
  ask: Q?
  grouping: document
  groups: [{id: g, title: G, items: [c, d]}]
- {id: c, from: p, ask: Q?, answer: b}
"""
    first, second, third = read(facts).required()
    answer = first.shape.answer
    assert (first.one_answer, answer.options, answer.pin) == (True, "fixed", "last")
    assert second.shape.grouping == "document"
    answer = third.shape.answer
    assert (third.one_answer, answer.options, answer.pin) == (None, "shuffled", "none")


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ("{id: a, from: p, ask: Q?, answer: {text: b, options: free}}", "`options`"),
        ("{id: a, from: p, ask: Q?, answer: {text: b, pin: first}}", "`pin`"),
        ("{id: a, from: p, ask: Q?, answer: b, one_answer: maybe}", "`one_answer`"),
        (
            "{id: a, from: p, ask: Q?, answer: b, grouping: own}",
            "`grouping` does not go with `answer`",
        ),
    ],
)
def test_a_wrong_key_for_quizzes_is_a_problem(facts, message):
    (problem,) = read(f"- {facts}\n").problems
    assert message in problem.message
    assert problem.position.line == 4
