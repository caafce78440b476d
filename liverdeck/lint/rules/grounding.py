"""Whether the facts stand in the document, and all of the document in the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer


_JUDGEMENTS = frozenset({"yes", "no", "true", "false"})
"""Answers that judge what the document says, and stand in no document."""


@rule("grounding", Severity.ERROR)
def grounding(subject: LintContext) -> Iterator[Finding]:
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
    for card, answer in subject.answers() if subject.forms.separates_words else ():
        known = subject.passage_stems(card.fact)
        if known is None or any(
            _grounding_stems(text, subject) <= known for text in _texts(answer, subject)
        ):
            continue
        missing = [
            word
            for word in subject.words(answer.text)
            if subject.forms.stem(word) not in known
        ]
        where = " or ".join(repr(passage) for passage in card.fact.passages)
        what = f"{answer.text!r} is not in the document: {', '.join(map(repr, missing))} not in {where}"
        yield Finding(
            answer.position,
            what,
            "name the passage that says it, or accept the document's own word too",
        )


def _texts(answer: Answer, subject: LintContext) -> list[str]:
    """Return the answer and its aliases; an alias of function words alone proves nothing."""
    return [
        answer.text,
        *(text for text in answer.accept if subject.content_stems(text)),
    ]


def _grounding_stems(text: str, subject: LintContext) -> frozenset[str]:
    """Return what must stand in the document: the words that carry meaning, or all where there are no others."""
    if {*subject.words(text)} <= _JUDGEMENTS:
        return frozenset()
    carrying = (
        subject.content_stems(text) if subject.forms.is_english else frozenset[str]()
    )
    return carrying or subject.forms.stems(subject.words(text))


@rule("unused-passage", Severity.WARNING, needs_whole_deck=True)
def unused_passage(subject: LintContext) -> Iterator[Finding]:
    """Every passage of the document has a fact.

    `liverdeck lint --coverage` shows which words of each passage no fact touches.
    """
    used = {passage for fact in subject.deck.active_facts for passage in fact.passages}
    for passage in subject.deck.passages:
        if passage.id not in used:
            mend = "write one, or delete the passage if it teaches nothing"
            yield Finding(
                passage.position, f"no fact comes from the passage {passage.id!r}", mend
            )


@rule("not-indexed", Severity.ADVICE)
def not_indexed(subject: LintContext) -> Iterator[Finding]:
    """Every passage has a hash and its vocabulary, so that grounding can be checked.

    `liverdeck index DOCUMENT` writes both.
    """
    for passage in subject.deck.passages:
        if passage.hash is None:
            what = f"nobody can check the facts from {passage.id!r}: its words are not in the concordance"
            yield Finding(passage.position, what, "run: liverdeck index DOCUMENT")


RULES = (grounding, unused_passage, not_indexed)
