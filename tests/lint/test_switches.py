"""A switch belongs to the fact that it is written in, however the fact is written."""

import sys

import pytest

from liverdeck.lint.run import lint_deck
from liverdeck.lint.switches import SWITCH_RULE

WRONG = """\
  - id: swelling
    from: heart
    ask: What is a swelling by water called?
    why: Water collects in the tissue.
    answer:
      text: edema
      reject:
        oedema: That is the British spelling.
"""
"""A fact that breaks the rule `rejected-yet-right`."""
OFF = "# lint: off rejected-yet-right both are shown on purpose"

NEXT_FACTS = {
    "why first": f"""\
  - why: From Greek.
    {OFF}
    id: breast
    from: heart
    ask: What is above the heart?
    answer: breast
""",
    "tags first": f"""\
  - tags: [short]
    id: breast
    {OFF}
    from: heart
    ask: What is above the heart?
    answer: breast
""",
    "quoted key first": f"""\
  - "id": breast  {OFF}
    from: heart
    ask: What is above the heart?
    answer: breast
""",
    "a dash alone": f"""\
  -
    {OFF}
    id: breast
    from: heart
    ask: What is above the heart?
    answer: breast
""",
    "a comment after the dash": f"""\
  - {OFF}
    note: An old word.
    id: breast
    from: heart
    ask: What is above the heart?
    answer: breast
""",
    "in braces": f"""\
  - {{from: heart, id: breast, ask: What is above the heart?, {OFF}
     answer: breast}}
""",
    "above it": f"""\
  {OFF}
  - difficulty: 2
    id: breast
    from: heart
    ask: What is above the heart?
    answer: breast
""",
}


@pytest.mark.parametrize("facts", NEXT_FACTS.values(), ids=NEXT_FACTS)
def test_a_switch_has_no_effect_on_the_fact_before_its_fact(lint, facts):
    problems = [
        (problem.rule, problem.position.line)
        for problem in lint(WRONG + facts)
        if problem.rule in ("rejected-yet-right", SWITCH_RULE)
    ]
    line_of_switch = (WRONG + facts).split("# lint")[0].count("\n") + 4
    assert problems == [("rejected-yet-right", 11), (SWITCH_RULE, line_of_switch)]


@pytest.mark.parametrize(
    "switched",
    [
        WRONG.replace("  - id", f"  {OFF}\n  - id"),
        WRONG.replace("    from", f"    {OFF}\n    from"),
        WRONG + f"    {OFF}\n",
        WRONG + f"        {OFF}\n\n",
        WRONG.replace("answer:\n", f"answer:  {OFF}\n"),
        WRONG.replace("  - id", f"  - {OFF}\n    id"),
        WRONG.replace("  - id", f"  -\n    {OFF}\n    id"),
        WRONG.replace("  - id", f"  -\n\n    # A note.\n    {OFF}\n\n    id"),
        WRONG.replace("id: swelling\n", f"'id': swelling\n{OFF}\n"),
    ],
)
@pytest.mark.parametrize(
    "before",
    [
        "",
        "  - {id: pump, from: heart, ask: What pumps blood?, answer: heart}\n",
        "  - note: An old word.\n    id: pump\n    from: heart\n"
        "    ask: What pumps blood?\n    answer: heart\n",
        "  - just a text\n",
    ],
)
def test_a_switch_works_for_the_fact_that_it_is_in(lint, before, switched):
    after = "  - note: A word.\n    id: vein\n    from: heart\n    say: A {{c1::vein}}."
    rules = [problem.rule for problem in lint(before + switched + after)]
    assert "rejected-yet-right" not in rules
    assert SWITCH_RULE not in rules


def test_a_switch_in_a_broken_fact_has_no_effect_on_others(lint):
    broken = f"  - why: No id.\n    {OFF}\n    ask: What?\n"
    rules = [problem.rule for problem in lint(WRONG + broken)]
    assert "rejected-yet-right" in rules


FACT_WITH_WIDE_KEYS = """\
  -           why: An old word.
              id: breast
              from: heart
              ask: What is above the heart?
              answer: breast
"""
SWITCHES_AT_THE_END = {
    "on the last line": WRONG.removesuffix("\n") + f"  {OFF}\n",
    "under the keys": f"{WRONG}    {OFF}\n",
    "after a text that ends with a dash": (
        f"{WRONG}    note: >-\n      A list\n      -\n    {OFF}\n"
    ),
}


@pytest.mark.parametrize(
    "switched", SWITCHES_AT_THE_END.values(), ids=SWITCHES_AT_THE_END
)
def test_a_switch_at_the_end_of_a_fact_does_not_belong_to_the_next(lint, switched):
    rules = [problem.rule for problem in lint(switched + FACT_WITH_WIDE_KEYS)]
    assert "rejected-yet-right" not in rules
    assert SWITCH_RULE not in rules


def test_a_switch_in_braces_works_for_the_fact_in_these_braces(heart):
    fact = "{{id: {}, from: heart, {}\n  ask: 'What is {}?',\n  answer: {}}}"
    off = "# lint: off missing-kind no kind is needed"
    first = fact.format("one", off, "one", "liver")
    second = fact.format("two", "", "two", "lung")
    text = f"liverdeck: 1\ntopic: chambers\nfacts: [{first}, {second}]\n"
    problems = [
        (problem.rule, problem.position.line)
        for problem in lint_deck(heart(text))
        if problem.rule in ("missing-kind", SWITCH_RULE)
    ]
    assert problems == [("missing-kind", 7)]


def test_a_switch_has_no_effect_on_another_fact_with_the_same_id(lint):
    switched = WRONG.replace("    from", f"    {OFF}\n    from")
    problems = [
        problem.position.line
        for problem in lint(WRONG + switched)
        if problem.rule == "rejected-yet-right"
    ]
    assert problems == [11]


def test_the_work_for_many_comments_does_not_grow_with_their_square(lint):
    def calls(count):
        """Return how many calls of functions it takes to lint `count` comments."""
        total = 0

        def count_call(_frame, event, _argument):
            nonlocal total
            if event == "call":
                total += 1

        facts = "".join(
            f"  # lint: off tautology {number}\n" for number in range(count)
        )
        sys.setprofile(count_call)
        try:
            lint(facts + WRONG)
        finally:
            sys.setprofile(None)
        return total

    assert calls(800) < 3 * calls(400)


COMMENTS_AFTER_A_FACT = {
    "above, after a text that ends with a dash": (
        WRONG.replace("tissue.", "tissue\n      -"),
        f"  {OFF}\n",
    ),
    "in an empty entry": (f"{WRONG}  - {OFF}\n", ""),
}


@pytest.mark.parametrize(
    ("facts", "comment"), COMMENTS_AFTER_A_FACT.values(), ids=COMMENTS_AFTER_A_FACT
)
def test_a_comment_after_a_fact_does_not_belong_to_it(lint, facts, comment):
    next_fact = NEXT_FACTS["why first"].replace(f"    {OFF}\n", "")
    problems = lint(facts + comment + next_fact)
    assert "rejected-yet-right" in [problem.rule for problem in problems]


def test_a_comment_beside_the_sign_of_a_block_text_is_a_switch(lint):
    facts = WRONG.replace("why: Water", f"why: >-  {OFF}\n      Water")
    assert [
        problem.rule
        for problem in lint(facts)
        if problem.rule in ("rejected-yet-right", SWITCH_RULE)
    ] == []


def test_a_switch_after_a_broken_fact_works(lint):
    broken = "  - id: broken\n    ask: What: this?\n"
    switched = WRONG.replace("id: swelling", f"id: swelling  {OFF}")
    rules = [problem.rule for problem in lint(broken + switched)]
    assert rules.count("yaml") == 1
    assert "rejected-yet-right" not in rules
