"""One fact that is not YAML hides no problem of the other facts in its file."""

import sys

import pytest

from liverdeck.authoring.fact_file import FactFileContext, read_fact_file
from liverdeck.authoring.loader import load_deck
from tests.conftest import DECK

FAULTS = {
    "a colon": "  - id: broken\n    ask: What is it: this?\n    answer: x\n",
    "an open quote": "  - id: broken\n    ask: 'What is it?\n    answer: x\n",
    "an open bracket": "  - id: broken\n    from: [pump\n    ask: What?\n",
    "a special character": "  - id: broken\n    ask: @what\n    answer: x\n",
    "a bracket too many": "  - ask: What?\n    answer: [x]]\n    id: broken\n",
    "a wrong indentation": "  - why: It was.\n    id: broken\n   ask: What?\n",
    "in the first key": "  - why: a: b\n    id: broken\n",
}
FIRST_LINES = {
    "why": "  - why: Because.\n    id: ID\n",
    "a quoted key": "  - 'id': ID\n",
    "tags": "  - tags: [one,\n      two]\n    id: ID\n",
    "a dash alone": "  -\n    id: ID\n",
    "a comment after the dash": "  - # A note.\n    note: Old.\n    id: ID\n",
    "a list under the first key": "  - tags:\n    - one\n    - two\n    id: ID\n",
}
LAST_LINES = "    from: pump\n    ask: What?\n    anwser: x\n"
"""The end of a fact with an unknown key."""
FIRST_LINE_OF_FACTS = 4
"""`write_deck` writes three lines before the facts."""


def two_facts(first_lines):
    """Return the facts `one` and `two`, each with an unknown key."""
    return "".join(
        first_lines.replace("ID", fact_id) + LAST_LINES for fact_id in ("one", "two")
    )


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("first_lines", FIRST_LINES.values(), ids=FIRST_LINES)
def test_the_problems_of_the_other_facts_are_found(write_deck, fault, first_lines):
    fact_before = first_lines.replace("ID", "before") + LAST_LINES
    facts = fact_before + fault + two_facts(first_lines)
    problems = load_deck(write_deck(facts)).problems
    lines = facts.splitlines()
    lines_with_unknown_key = [
        lines[problem.position.line - FIRST_LINE_OF_FACTS]
        for problem in problems
        if "'anwser'" in problem.message
    ]
    assert lines_with_unknown_key == ["    anwser: x"] * 3

    (yaml_problem,) = [problem for problem in problems if problem.rule == "yaml"]
    first_broken_line = FIRST_LINE_OF_FACTS + fact_before.count("\n")
    last_broken_line = first_broken_line + fault.count("\n")
    assert first_broken_line <= yaml_problem.position.line <= last_broken_line


def test_all_broken_facts_are_reported(write_deck):
    last_lines = ["ask: a: b", "say: '{{c1::x}}.'", "ask: [", "anwser: y", "ask: `x"]
    facts = "".join(
        f"  - note: {number}\n    id: f{number}\n    from: pump\n    {last_line}\n"
        for number, last_line in enumerate(last_lines)
    )
    problems = load_deck(write_deck(facts)).problems
    yaml_lines = [
        problem.position.line for problem in problems if problem.rule == "yaml"
    ]
    assert yaml_lines == [7, 16, 23]
    assert "'anwser'" in " ".join(problem.message for problem in problems)


def test_a_broken_passage_does_not_hide_the_problems_of_others(write_deck):
    passages = """\
liverdeck: 1
passages:
  - heading: The four rooms
    id: rooms
  - heading: It pumps: how?
    id: pump
  - heading: The end
    idd: end
"""
    problems = load_deck(write_deck(passages=passages)).problems
    messages_by_line = {problem.position.line: problem.message for problem in problems}
    assert messages_by_line[5].startswith("not YAML")
    assert messages_by_line[8] == "unknown key 'idd' in passage"


def messages(folder):
    return [problem.message for problem in load_deck(folder).problems]


def test_a_broken_entry_does_not_reach_beyond_its_list(write_deck):
    facts = "facts:\n- why: a\n  id: one\n  from: pump\n  ask: Q?\n  answer: a\n"
    broken = "- id: two\n  ask: What: this?\n"
    text = f"liverdeck: 1\n{facts}{broken}topic: chambers\n"
    (message,) = messages(write_deck(**{"01-facts": text}))
    assert message.startswith("not YAML")


def test_a_fault_after_the_list_removes_no_entry_of_it(write_deck):
    text = "liverdeck: 1\ntopic: chambers\nfacts:\n" + two_facts(FIRST_LINES["why"])
    (message,) = messages(write_deck(**{"01-facts": f"{text}more: a: b\n"}))
    assert message.startswith("not YAML")


def test_after_twenty_broken_facts_the_problems_of_others_are_still_found(write_deck):
    broken = "  - id: a\n    ask: What: this?\n"
    folder = write_deck(broken * 20 + two_facts(FIRST_LINES["why"]))
    assert messages(folder).count("unknown key 'anwser' in fact") == 2


@pytest.mark.parametrize("prefix", ["&a", "!!seq", "&a !!seq"])
def test_a_list_with_an_anchor_or_a_tag_is_read(write_deck, prefix):
    entries = "-\n- just a text\n- id: one\n  from: p\n  ask: Q?\n  answer: a\n"
    text = f"liverdeck: 1\ntopic: chambers\nfacts: {prefix}\n{entries}"
    loaded = load_deck(write_deck(**{"01-facts": text}))
    assert [fact.id for fact in loaded.deck.facts] == ["one"]
    assert {problem.position.line for problem in loaded.problems} >= {3, 4, 5}


def test_a_broken_topic_makes_no_false_problem_in_its_facts(write_deck):
    topics = "  - id: beat\n    title: The beat: fast?\n  - {id: rest, title: Rest}\n"
    deck = DECK.partition("topics:\n")[0] + f"topics:\n{topics}"
    facts = "  - {id: a, from: pump, ask: What?, answer: b}\n"
    (message,) = messages(write_deck(facts, topic="beat", deck=deck))
    assert message.startswith("not YAML")


HOSTILE = {
    "lists of lists": "- -\n    a\n",
    "lists under keys in question form": "? a{}\n: -\n    b\n",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_the_work_for_a_hostile_file_grows_with_its_size(line):
    def executed_lines(count):
        """Return how many lines of Python are executed to read `count` lines."""
        total = 0

        def count_line(_frame, event, _argument):
            nonlocal total
            if event == "line":
                total += 1
            return count_line

        data = "".join(line.format(number) for number in range(count)).encode()
        sys.settrace(count_line)
        try:
            read_fact_file(data, FactFileContext("f.yaml", None))
        finally:
            sys.settrace(None)
        return total

    assert executed_lines(400) < 3 * executed_lines(200)


def test_a_file_with_many_directives_is_refused_before_it_is_read(write_deck):
    lines = "".join(f"%TAG !a{number}! x\n" for number in range(1000))
    assert messages(write_deck(**{"01-facts": f"{lines}---\nfacts: []\n"})) == [
        "many YAML directives"
    ]
