"""Whether the facts stand in the document, and all of the document in the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.facts.problems import Severity
from liverdeck.lint.rule import Finding, Subject, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("grounding", Severity.ERROR)
def grounding(subject: Subject) -> Iterator[Finding]:
    """The words of an answer, or of one of its `accept`, stand in the passages that the fact names.

    Inflected forms count as the same word. It proves words, not meaning: reading stays a person's job.

    Bad:
        - id: pump
          from: heart
          ask: What does the heart do with blood?
          answer: filters it

    Good:
        - id: pump
          from: heart
          ask: What does the heart do with blood?
          answer: {text: moves it along, accept: [pumps it]}
    """
    for card, answer in subject.answers():
        known = subject.passage_stems(card.fact)
        if known is None:
            continue
        if any(subject.forms.content_stems(text) <= known for text in (answer.text, *answer.accept)):
            continue
        missing = [word for word in subject.forms.content_words(answer.text) if subject.forms.stem(word) not in known]
        where = " or ".join(repr(passage) for passage in card.fact.passages)
        what = f"{answer.text!r} is not in the document: {', '.join(map(repr, missing))} not in {where}"
        yield Finding(answer.at, what, "name the passage that says it, or accept the document's own word too")


@rule("unused-passage", Severity.WARNING, whole=True)
def unused_passage(subject: Subject) -> Iterator[Finding]:
    """Every passage of the document has a fact.

    `liverdeck lint --coverage` shows which words of each passage no fact touches.
    """
    used = {passage for fact in subject.deck.taught for passage in fact.passages}
    for passage in subject.deck.passages:
        if passage.id not in used:
            mend = "write one, or delete the passage if it teaches nothing"
            yield Finding(passage.at, f"no fact comes from the passage {passage.id!r}", mend)


@rule("not-indexed", Severity.ADVICE)
def not_indexed(subject: Subject) -> Iterator[Finding]:
    """Every passage has a hash and its vocabulary, so that grounding can be checked.

    `liverdeck index DOCUMENT` writes both.
    """
    for passage in subject.deck.passages:
        if passage.hash is None:
            what = f"nobody can check the facts from {passage.id!r}: its words are not in the concordance"
            yield Finding(passage.at, what, "run: liverdeck index DOCUMENT")


RULES = (grounding, unused_passage, not_indexed)
