from liverdeck.authoring.document import split_document
from liverdeck.authoring.loader import load_deck
from liverdeck.authoring.word_index import compare_document, write_passages
from liverdeck.lint.coverage import coverage
from liverdeck.lint.document_drift import drift
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
    (folder / "passages.yaml").write_text(write_passages(passages), encoding="utf-8")
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


def test_unused_passages_are_not_looked_for_while_facts_are_unreadable(heart):
    folder = write(heart, FACTS + "  - id: broken\n    from: how-fast-it-beats\n")
    assert "unused-passage" not in [problem.rule for problem in lint_deck(folder)]


def test_a_passage_that_was_never_indexed_is_advice(heart):
    folder = write(heart)
    (folder / "passages.yaml").write_text(
        "liverdeck: 1\npassages:\n  - {id: what-it-does, heading: Does}\n"
    )
    rules = [problem.rule for problem in lint_deck(folder)]
    assert "not-indexed" in rules
    assert "grounding" not in rules, "where there are no words, none are missing"


def test_coverage_names_facts_and_untouched_words(heart):
    first, second = coverage(load_deck(write(heart)).deck)
    assert (first.facts, first.untouched) == (("output",), ("body",))
    assert (second.facts, second.untouched) == (
        (),
        ("70", "beats", "fast", "minute", "rest", "times"),
    )


def said(heart, document):
    deck = load_deck(write(heart)).deck
    return [
        str(problem).rpartition("/")[2]
        for problem in drift(deck, split_document(document))
    ]


def test_the_same_document_has_not_drifted(heart):
    assert said(heart, DOCUMENT.replace("through the", "through\n  the")) == []


def test_drift_names_the_passage_its_words_and_the_facts_on_it(heart):
    assert said(heart, DOCUMENT.replace("pumps blood", "moves warm blood")) == [
        "passages.yaml:5:5: the passage 'what-it-does' changed in the document: new: moves, warm; gone: pumps; "
        "read again output, then run: liverdeck index DOCUMENT"
    ]


def test_a_passage_gone_and_one_new(heart):
    assert said(
        heart,
        "What it does\n\nThe heart pumps blood through the body.\n\nValves\n\nThere are four of them.\n",
    ) == [
        "passages.yaml:10:5: the passage 'how-fast-it-beats' is not in the document any more; "
        "run: liverdeck index DOCUMENT",
        "passages.yaml:1:1: a new passage in the document: 'Valves'; run: liverdeck index DOCUMENT; then write its facts",
    ]
