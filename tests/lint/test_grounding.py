"""Whether the document says what the facts say: grounding, coverage and drift."""

import tracemalloc

import pytest

from liverdeck.authoring.document import split_document
from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.word_index import compare_document, passages_text
from liverdeck.lint.coverage import coverage
from liverdeck.lint.document_drift import drift
from liverdeck.lint.rule import LintContext
from liverdeck.lint.run import lint_deck

DOCUMENT = """\
What it does

The heart pumps blood through the body.

How fast it beats

At rest, about 70 times a minute.
"""
FACTS = """\
liverdeck: 1
topic: chambers
facts:
  - id: output
    from: what-it-does
    say: The heart {{c1::pumps::does what?}} blood.
"""


def write(heart, facts=FACTS):
    folder = heart(facts)
    passages = compare_document((), split_document(DOCUMENT), "").passages
    (folder / "passages.yaml").write_text(passages_text(passages), encoding="utf-8")
    return folder


def test_a_passage_without_a_fact_is_a_warning(heart):
    (warning,) = [
        problem
        for problem in lint_deck(write(heart))
        if problem.rule == "unused-passage"
    ]
    assert str(warning).endswith(
        "passages.yaml:10:5: no fact comes from the passage 'how-fast-it-beats'; "
        "write one, or delete the passage if it teaches nothing"
    )


def test_unused_passages_are_not_reported_while_a_fact_is_broken(heart):
    folder = write(heart, FACTS + "  - id: broken\n    from: how-fast-it-beats\n")
    assert "unused-passage" not in [problem.rule for problem in lint_deck(folder)]


def test_a_passage_that_was_never_indexed_is_advice(heart):
    folder = write(heart)
    (folder / "passages.yaml").write_text(
        "liverdeck: 1\npassages:\n  - {id: what-it-does, heading: Does}\n"
    )
    rules = [problem.rule for problem in lint_deck(folder)]
    assert "not-indexed" in rules
    assert "grounding" not in rules, "without words, none can be missing"


@pytest.mark.parametrize(
    ("from_line", "is_found"),
    [
        ("    from: heart\n", True),
        ("", False),
        ("    from: []\n", False),
        ("    from: [heart, liver]\n", False),
    ],
    ids=["indexed", "no `from`", "an empty `from`", "an unknown passage"],
)
def test_an_absolute_word_is_found_only_where_the_words_of_the_passages_are_known(
    lint, from_line, is_found
):
    problems = lint(
        f"  - id: output\n{from_line}    say: It always {{{{c1::pumps::does?}}}}.\n"
    )
    rules = [problem.rule for problem in problems]
    assert ("absolute-word" in rules) == is_found
    assert "grounding" not in rules


def test_coverage_names_the_facts_and_the_unused_words(heart):
    first, second = coverage(load_deck(write(heart)).deck)
    assert (first.fact_ids, first.unused_words) == (("output",), ("body",))
    assert (second.fact_ids, second.unused_words) == (
        (),
        ("70", "beats", "fast", "minute", "rest", "times"),
    )


def drift_messages(heart, document):
    deck = load_deck(write(heart)).deck
    problems = drift(deck, split_document(document))
    return [str(problem).rpartition("/")[2] for problem in problems]


def test_the_same_document_has_not_drifted(heart):
    document = DOCUMENT.replace("through the", "through\n  the")
    assert drift_messages(heart, document) == []


def test_drift_names_the_passage_its_words_and_its_facts(heart):
    document = DOCUMENT.replace("pumps blood", "moves warm blood")
    assert drift_messages(heart, document) == [
        "passages.yaml:5:5: the passage 'what-it-does' changed in the document: "
        "new: moves, warm; gone: pumps; "
        "read output again, then run: liverdeck index DOCUMENT"
    ]


def test_drift_names_a_passage_that_is_gone_and_a_new_one(heart):
    document = (
        "What it does\n\nThe heart pumps blood through the body.\n\n"
        "Valves\n\nThere are four of them.\n"
    )
    assert drift_messages(heart, document) == [
        "passages.yaml:10:5: the passage 'how-fast-it-beats' is not in the document "
        "any more; run: liverdeck index DOCUMENT",
        "passages.yaml:1:1: the document has a new passage: 'Valves'; "
        "run: liverdeck index DOCUMENT; then write its facts",
    ]


def words(first, count):
    return " ".join(f"w{number}" for number in range(first, first + count))


def passages_of(*texts):
    return "liverdeck: 1\npassages:\n" + "".join(
        f"  - {{id: p{index}, heading: H, hash: '0123456789abcdef', words: {text}}}\n"
        for index, text in enumerate(texts)
    )


@pytest.mark.slow
def test_a_large_word_index_is_read_in_time(write_deck, run_within_bounds):
    facts = "".join(
        f"  - {{id: f{number}, from: [p0, p1], ask: Q {number}?, answer: w{number}}}\n"
        for number in range(1000)
    )
    folder = write_deck(facts, passages=passages_of(words(0, 30_000), "x"))
    code = (
        "from liverdeck.lint.run import lint_deck; "
        "print({problem.rule for problem in lint_deck(sys.argv[1])} & {'grounding'})"
    )
    # If the words of the passages are joined for each fact, this takes a minute.
    assert run_within_bounds(code, folder).stdout == "set()\n"


def test_the_words_of_passages_are_not_copied_for_each_fact(write_deck):
    facts = "".join(
        f"  - {{id: f{number}, from: [p0, p1], ask: Q {number}?, answer: w1}}\n"
        for number in range(50)
    )
    passages = passages_of(words(0, 10_000), words(5000, 10_000))
    deck = load_deck(write_deck(facts, passages=passages)).required()
    context = LintContext(deck, None, ())
    tracemalloc.start()
    try:
        sets = [context.passage_words(fact) for fact in deck.active_facts]
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert all(word_set.has_all(["w1", "w14000"]) for word_set in sets)
    assert peak_bytes < 2_000_000


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([words(0, 50_001)], "a passage has more than 50000 words"),
        (
            [words(0, 40_000), words(40_000, 40_000), words(80_000, 20_001)],
            "the word index has more than 100000 different words",
        ),
        ([words(0, 40_000)] * 4, None),
    ],
)
def test_a_word_index_with_too_many_words_is_a_problem(write_deck, texts, message):
    facts = "  - {id: a, from: p0, ask: Q?, answer: w1}\n"
    folder = write_deck(facts, passages=passages_of(*texts))
    messages = [problem.message for problem in load_deck(folder).problems]
    assert messages == ([message] if message else [])
