"""Whether the answers of a deck agree with each other."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.names import nearest_name_hint
from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer

_HYPHEN_IN_WORD = re.compile(r"(?<=\w)-(?=[^\W\d])")
MOST_KINDS_COMPARED = 100
"""If a deck has more kinds, a message does not suggest the one with a similar name."""


@lru_cache(maxsize=2**16)
def same_text(text: str) -> str:
    """Return a text in lower case, without hyphens, commas and punctuation at the end.

    Two texts with the same result are the same answer.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = _HYPHEN_IN_WORD.sub(" ", plain).replace("\u2212", "-")
    return " ".join(plain.rstrip(".,;:!?").replace(",", " ").split())


@rule("rejected-answer", Severity.ERROR)
def rejected_answer(context: LintContext) -> Iterator[Finding]:
    """A right answer is not listed in `reject`, `distractors` or `open` as well.

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
    for card, answer in context.answers():
        right = {same_text(text) for text in (answer.text, *answer.accept)}
        for wrong in (*answer.reject, *card.fact.distractors):
            if same_text(wrong.text) in right:
                yield Finding(
                    wrong.position,
                    f"{wrong.text!r} is listed both as right and as wrong",
                    "delete it from one of the two lists",
                )
        for text in card.fact.open:
            if same_text(text) in right:
                yield Finding(
                    answer.position,
                    f"{text!r} is listed both as right and as left open",
                    "delete it from one of the two lists",
                )


@rule("alias-of-another", Severity.WARNING)
def alias_of_another(context: LintContext) -> Iterator[Finding]:
    """An `accept` text is not another answer of the same kind.

    Otherwise a quiz would offer the other answer as a wrong option of this question,
    to which it is right. It is allowed if the other answer also accepts this one.

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
    answers_by_text: dict[tuple[str, str], list[Answer]] = {}
    for _, answer in context.answers():
        if answer.kind is not None:
            key = (answer.kind, same_text(answer.text))
            answers_by_text.setdefault(key, []).append(answer)
    for _, answer in context.answers():
        if answer.kind is None:
            continue
        for alias in answer.accept:
            candidates = answers_by_text.get((answer.kind, same_text(alias)), [])
            other = _another_answer(alias, answer, candidates)
            if other is not None:
                yield Finding(
                    answer.position,
                    f"{alias!r} is accepted here, but it is also another "
                    f"{answer.kind}: {other.position}",
                    "delete it here, or accept this answer there too",
                )


def _another_answer(
    alias: str, answer: Answer, candidates: Sequence[Answer]
) -> Answer | None:
    """Return the first candidate that does not accept an answer.

    The candidates are the answers that are the same text as the alias. Returns None if
    all accept the answer, or if the alias is the same text as the answer itself.
    """
    text = same_text(answer.text)
    if same_text(alias) == text:
        return None
    for candidate in candidates:
        if text not in map(same_text, candidate.accept):
            return candidate
    return None


@rule("lonely-kind", Severity.WARNING, needs_whole_deck=True)
def lonely_kind(context: LintContext) -> Iterator[Finding]:
    """A kind has more than one answer, or its only answer has wrong ones of its own.

    In a quiz, the wrong options are other answers of the same kind. The only answer of
    a kind has none, but its `reject` texts or its fact's `distractors` will do.

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
    answers_by_kind: dict[str, dict[str, Answer]] = {}
    kinds_with_wrong_answers: set[str] = set()
    for card, answer in context.answers():
        if answer.kind is None:
            continue
        answers_of_kind = answers_by_kind.setdefault(answer.kind, {})
        answers_of_kind.setdefault(same_text(answer.text), answer)
        if answer.reject or card.fact.distractors:
            kinds_with_wrong_answers.add(answer.kind)

    for kind, answers in answers_by_kind.items():
        if len(answers) > 1 or kind in kinds_with_wrong_answers:
            continue
        (answer,) = answers.values()
        fix = "name another kind, or `reject` some wrong answers"
        if 1 < len(answers_by_kind) <= MOST_KINDS_COMPARED:
            other_kinds = [other for other in answers_by_kind if other != kind]
            fix += f"; {nearest_name_hint(kind, other_kinds)}"
        yield Finding(answer.position, f"no other answer has the kind {kind!r}", fix)


@rule("missing-kind", Severity.ADVICE)
def missing_kind(context: LintContext) -> Iterator[Finding]:
    """Every answer has a `kind`.

    A quiz takes its wrong options from the answers of the same kind.

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
    for card, answer in context.answers():
        if answer.kind is None and card.fact.quiz:
            yield Finding(
                answer.position,
                f"{answer.text!r} has no kind",
                "say what it is, as in `kind: organ`",
            )


RULES = (rejected_answer, alias_of_another, lonely_kind, missing_kind)
