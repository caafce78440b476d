"""Whether the answers of a deck agree with each other."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.characters import (
    APOSTROPHES,
    COMMAS,
    DASHES,
    OTHER_ENDS_OF_SENTENCES,
    QUESTION_MARKS,
)
from liverdeck.base.names import nearest_name_hint
from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule
from liverdeck.quiz.items.stems import has_one_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card

_HYPHEN_IN_WORD = re.compile(r"(?<=\w)-(?=[^\W\d])")
"""Matches a hyphen inside a word, before a letter.

A hyphen before a digit may be a minus sign, so it is not matched.
"""
_PLAIN_SIGNS = str.maketrans(
    dict.fromkeys(DASHES, "-")
    | dict.fromkeys(APOSTROPHES, "'")
    | dict.fromkeys(COMMAS, " ")
)
_AT_THE_END = f" {QUESTION_MARKS}{OTHER_ENDS_OF_SENTENCES}"
MOST_KINDS_COMPARED = 100
"""In a deck with more answer kinds than this, no message suggests a similar kind.

It would be slow to compare so many names.
"""


@lru_cache(maxsize=2**16)
def comparable_text(text: str) -> str:
    """Return the text by which the rules compare an answer with others.

    Two answers count as the same if their comparable texts are equal. A comparable text
    is in lower case, with plain apostrophes and without punctuation at its end. It has
    spaces in place of commas and of hyphens in words, and a hyphen in place of a minus
    sign.
    """
    if text.isascii() and text.replace(" ", "").isalpha():
        return " ".join(text.lower().split())
    with_plain_signs = text.translate(_PLAIN_SIGNS)
    plain = unicodedata.normalize("NFKC", with_plain_signs).casefold()
    return " ".join(_HYPHEN_IN_WORD.sub(" ", plain).rstrip(_AT_THE_END).split())


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
        wrong_answers = (*answer.reject, *card.fact.distractors)
        if not wrong_answers and not card.fact.open:
            continue
        right_texts = {comparable_text(text) for text in answer.right_texts}
        for wrong in wrong_answers:
            if comparable_text(wrong.text) in right_texts:
                yield Finding(
                    wrong.position,
                    f"{wrong.text!r} is listed both as right and as wrong",
                    "delete it from one of the two lists",
                )
        for text in card.fact.open:
            if comparable_text(text) in right_texts:
                yield Finding(
                    answer.position,
                    f"{text!r} is listed both as right and as left open",
                    "delete it from one of the two lists",
                )


@rule("alias-of-another", Severity.WARNING)
def alias_of_another(context: LintContext) -> Iterator[Finding]:
    """An `accept` text is not another answer of the same `kind`.

    Otherwise a quiz would offer the other answer as a wrong option of this question,
    although it is right here. This is allowed if the other answer also accepts this
    answer.

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
    answers_by_kind_and_text: dict[tuple[str, str], list[Answer]] = {}
    for _, answer in context.answers():
        if answer.kind is not None:
            kind_and_text = (answer.kind, comparable_text(answer.text))
            answers_by_kind_and_text.setdefault(kind_and_text, []).append(answer)
    for _, answer in context.answers():
        if answer.kind is None:
            continue
        for alias in answer.accept:
            kind_and_text = (answer.kind, comparable_text(alias))
            same_as_alias = answers_by_kind_and_text.get(kind_and_text, [])
            other = _first_not_accepting(answer, alias, same_as_alias)
            if other is not None:
                yield Finding(
                    answer.position,
                    f"{alias!r} is accepted here, but it is also another "
                    f"{answer.kind}: {other.position}",
                    "delete it here, or accept this answer there too",
                )


def _first_not_accepting(
    answer: Answer, alias: str, same_as_alias: Sequence[Answer]
) -> Answer | None:
    """Return the first answer in `same_as_alias` that does not accept `answer`.

    `same_as_alias` has the answers with the same text as an alias of `answer`. Returns
    None if all of them accept `answer`, or if the alias has the same text as `answer`.
    """
    text = comparable_text(answer.text)
    if comparable_text(alias) == text:
        return None
    for other in same_as_alias:
        if text not in map(comparable_text, other.accept):
            return other
    return None


@rule("lonely-kind", Severity.WARNING, needs_whole_deck=True)
def lonely_kind(context: LintContext) -> Iterator[Finding]:
    """A `kind` has several answers, or its only answer has wrong answers of its own.

    In a quiz, the wrong options are other answers of the same kind. If there are no
    other answers, the `reject` texts of the answer or the `distractors` of its fact are
    enough. The rule is not about items of lists, nor about questions that may have
    several right answers: for these, a quiz takes no wrong options by kind.

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
    kinds_in_use: set[str] = set()
    for card, answer in context.answers():
        if answer.kind is None:
            continue
        if not card.is_list and _has_one_answer(card, context):
            kinds_in_use.add(answer.kind)
        answers_of_kind = answers_by_kind.setdefault(answer.kind, {})
        answers_of_kind.setdefault(comparable_text(answer.text), answer)
        if answer.reject or card.fact.distractors:
            kinds_with_wrong_answers.add(answer.kind)

    for kind, answers in answers_by_kind.items():
        has_options = len(answers) > 1 or kind in kinds_with_wrong_answers
        if has_options or kind not in kinds_in_use:
            continue
        (answer,) = answers.values()
        fix = "name a different kind, or `reject` some wrong answers"
        if 1 < len(answers_by_kind) <= MOST_KINDS_COMPARED:
            other_kinds = [other for other in answers_by_kind if other != kind]
            fix += f"; {nearest_name_hint(kind, other_kinds)}"
        yield Finding(answer.position, f"no other answer has the kind {kind!r}", fix)


def _has_one_answer(card: Card, context: LintContext) -> bool:
    """Whether the question of a card has only one right answer."""
    return has_one_answer(
        card, context.stemmer.code, deck_says_so=context.deck.one_answer
    )


@rule("missing-kind", Severity.ADVICE)
def missing_kind(context: LintContext) -> Iterator[Finding]:
    """Every answer has a `kind`, if a quiz uses it.

    A quiz takes its wrong options from the answers of the same kind, and never offers
    what is in a list with the right answer. So an item of a list needs a kind too, in
    any order, and other numbers of its kind are wrong options of a number. A quiz does
    not use the kind if the fact has `quiz: false`, or if the question may have several
    right answers.

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
        is_without_kind = answer.kind is not None or not card.fact.quiz
        if is_without_kind or not (card.is_list or _has_one_answer(card, context)):
            continue
        if answer.number is None:
            fix = "say what it is, as in `kind: organ`"
        else:
            fix = (
                "say what it measures, as in `kind: rate`: other numbers of the kind "
                "can be its wrong options"
            )
        yield Finding(answer.position, f"{answer.text!r} has no kind", fix)


RULES = (rejected_answer, alias_of_another, lonely_kind, missing_kind)
