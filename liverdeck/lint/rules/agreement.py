"""Whether the answers of a deck agree with each other."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.names import nearest
from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer


_HYPHEN_IN_WORD = re.compile(r"(?<=\w)-(?=[^\W\d])")


MOST_KINDS_COMPARED = 100
"""Beyond that the nearest one is not looked for."""


@lru_cache(maxsize=2**16)
def same_text(text: str) -> str:
    """Return the form in which two texts are the same answer: case, spaces and punctuation apart."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _HYPHEN_IN_WORD.sub(" ", plain).replace("\u2212", "-")
    return " ".join(plain.rstrip(".,;:!?").replace(",", " ").split())


@rule("rejected-answer", Severity.ERROR)
def rejected_answer(subject: LintContext) -> Iterator[Finding]:
    """What is right is not listed as wrong, in `reject`, in `distractors` or in `open`.

    Bad:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer:
            text: 70 /min
            accept: [seventy]
            reject:
              Seventy: Too fast.

    Good:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer:
            text: 70 /min
            accept: [seventy]
            reject:
              one hundred: Too fast.
    """
    for card, answer in subject.answers():
        right = {same_text(text) for text in (answer.text, *answer.accept)}
        for wrong in (*answer.reject, *card.fact.distractors):
            if same_text(wrong.text) in right:
                yield Finding(
                    wrong.position,
                    f"{wrong.text!r} is right and listed as wrong",
                    "delete it from one of the two",
                )
        for text in card.fact.open:
            if same_text(text) in right:
                what = f"{text!r} is right and listed as left open"
                yield Finding(answer.position, what, "delete it from one of the two")


@rule("alias-of-another", Severity.WARNING)
def alias_of_another(subject: LintContext) -> Iterator[Finding]:
    """An `accept` is not the text of another answer of the same kind, unless that one accepts this text in turn.

    Such an answer would be offered as a wrong option of a question to which it is right.

    Bad:
        - id: away
          from: heart
          ask: Which vessels lead away from the heart?
          answer: {text: arteries, accept: [veins], kind: vessel}
        - id: back
          from: heart
          ask: Which vessels lead back to the heart?
          answer: {text: veins, kind: vessel}

    Good:
        - id: away
          from: heart
          ask: Which vessels lead away from the heart?
          answer: {text: arteries, accept: [artery], kind: vessel}
        - id: back
          from: heart
          ask: Which vessels lead back to the heart?
          answer: {text: veins, kind: vessel}
    """
    texts: dict[tuple[str, str], list[Answer]] = {}
    for _, answer in subject.answers():
        texts.setdefault((answer.kind or "", same_text(answer.text)), []).append(answer)
    for _, answer in subject.answers():
        own = same_text(answer.text)
        for alias in answer.accept if answer.kind else ():
            named = (
                texts.get((answer.kind or "", same_text(alias)), ())
                if same_text(alias) != own
                else ()
            )
            other = next(
                (each for each in named if own not in map(same_text, each.accept)), None
            )
            if other is not None:
                what = f"{alias!r} is accepted here, and it is another {answer.kind}: {other.position}"
                yield Finding(
                    answer.position,
                    what,
                    "delete it here, or accept this answer there too",
                )


@rule("lonely-kind", Severity.WARNING, needs_whole_deck=True)
def lonely_kind(subject: LintContext) -> Iterator[Finding]:
    """A kind has more than one answer, or its one answer has wrong ones of its own.

    The answers of one kind are each other's wrong options in a quiz; one alone has none.

    Bad:
        - id: output
          from: heart
          ask: What does the heart pump?
          answer: {text: blood, kind: fluid}

    Good:
        - id: output
          from: heart
          ask: What does the heart pump?
          answer:
            text: blood
            kind: fluid
            reject:
              lymph: Lymph flows in vessels of its own, which the heart does not drive.
    """
    members: dict[str, dict[str, Answer]] = {}
    with_wrong_ones: set[str] = set()
    for card, answer in subject.answers():
        if answer.kind is not None:
            members.setdefault(answer.kind, {}).setdefault(
                same_text(answer.text), answer
            )
            if answer.reject or card.fact.distractors:
                with_wrong_ones.add(answer.kind)
    for kind, answers in members.items():
        if len(answers) == 1 and kind not in with_wrong_ones:
            (answer,) = answers.values()
            mend = "name another kind, or `reject` some wrong ones"
            if 1 < len(members) <= MOST_KINDS_COMPARED:
                mend += (
                    f"; {nearest(kind, [other for other in members if other != kind])}"
                )
            yield Finding(answer.position, f"no other answer is a {kind!r}", mend)


@rule("missing-kind", Severity.ADVICE)
def missing_kind(subject: LintContext) -> Iterator[Finding]:
    """Every answer has a `kind`: that is where a quiz takes its wrong options from.

    Bad:
        - id: output
          from: heart
          ask: What does the heart pump?
          answer: blood

    Good:
        - id: output
          from: heart
          ask: What does the heart pump?
          answer: {text: blood, kind: fluid}
    """
    for card, answer in subject.answers():
        if answer.kind is None and card.fact.quiz:
            yield Finding(
                answer.position,
                f"{answer.text!r} has no kind",
                "say what sort of thing it is, as in `kind: organ`",
            )


RULES = (rejected_answer, alias_of_another, lonely_kind, missing_kind)
