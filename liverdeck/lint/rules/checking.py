"""Whether the checker of typed answers can do its work on a deck."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.checker.key import LONGEST, Key, key_of
from liverdeck.checker.lists import check_list
from liverdeck.checker.prepared import letters_of
from liverdeck.checker.spelling import FAR, inflections, slip
from liverdeck.checker.tokens import tokens_of
from liverdeck.lint.rule import Finding, LintContext, rule
from liverdeck.lint.rules.agreement import same_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.facts.answer import Answer, WrongAnswer

_SEPARATOR = re.compile(r"[^\w\s'.-]|\s[-]|\b(?:and|or)\b|[0-9][.)]")
"""What a typed list may be split at; an item without any is one piece."""
_HAS_DIGIT = re.compile(r"\d")
_ONE_SLIP = 1.0
_SHORTEST_SLIPPERY = 5
"""Letters; of shorter words too many are one letter apart."""


@rule("not-right-itself", Severity.ERROR)
def not_right_itself(subject: LintContext) -> Iterator[Finding]:
    """A learner who types the answer exactly as it stands is right, and so for every item of a list.

    Items that the checker reads as the same, such as two spellings of one word, cannot both be named.

    Bad:
        - id: both
          from: heart
          ask: What are two signs at the ankle?
          list: [oedema, edema]

    Good:
        - id: both
          from: heart
          ask: What are two signs at the ankle?
          list: [oedema, erythema]
    """
    for card, answer in subject.answers():
        for text in (answer.text, *answer.accept):
            if len(text) > LONGEST:
                yield Finding(
                    answer.position,
                    f"nobody can type {len(text)} characters",
                    "ask for less",
                )
        if card.is_list and answer is card.answers[0] and _may_be_misread(card.answers):
            verdict = check_list(
                "\n".join(each.text for each in card.answers),
                card.answers,
                ordered=card.ordered,
            )
            if verdict.outcome != "correct":
                lost = ", ".join(
                    repr(text) for text in (verdict.missing or verdict.duplicates)
                )
                yield Finding(
                    answer.position,
                    f"typed as it stands, the list is not right: {lost}",
                    "reword these items",
                )


@rule("rejected-yet-right", Severity.ERROR)
def rejected_yet_right(subject: LintContext) -> Iterator[Finding]:
    """No `reject` is right to the checker, to which case, accents, hyphens and British spelling are all one.

    Bad:
        - id: swelling
          from: heart
          ask: What is water in the tissue called?
          answer:
            text: edema
            reject:
              oedema: That is another word.

    Good:
        - id: swelling
          from: heart
          ask: What is water in the tissue called?
          answer:
            text: edema
            reject:
              eczema: That is a rash.
    """
    for _, answer in subject.answers():
        suspects = _suspects(answer)
        if not suspects:
            continue
        key = key_of(answer)
        as_written = {same_text(text) for text in (answer.text, *answer.accept)}
        for wrong in suspects:
            if (
                same_text(wrong.text) not in as_written
                and key.check(wrong.text).outcome == "correct"
            ):
                what = f"{wrong.text!r} is rejected, yet the checker reads it as {answer.text!r}"
                yield Finding(wrong.position, what, "delete it")


@rule("answers-alike", Severity.ERROR, needs_whole_deck=True)
def answers_alike(subject: LintContext) -> Iterator[Finding]:
    """Two answers of one `kind` can be told apart: typing the one is not right where the other is asked for.

    They would be wrong options of each other's questions, and both right. If they mean the same, write them alike, or
    let each `accept` the other.

    Bad:
        - id: to
          from: heart
          ask: Which vessels lead to the heart?
          answer: {text: veins, kind: vessel}
        - id: from
          from: heart
          ask: Which vessel carries the blood to the heart from above?
          answer: {text: vein, kind: vessel}

    Good:
        - id: to
          from: heart
          ask: Which vessels lead to the heart?
          answer: {text: veins, kind: vessel}
        - id: from
          from: heart
          ask: Which vessel carries the blood to the heart from above?
          answer: {text: vena cava, kind: vessel}
    """
    for one, other in _same_when_levelled(subject):
        if _accepts(one, other) and not (_lists(one, other) or _lists(other, one)):
            what = f"the checker cannot tell {other.text!r} from {one.text!r}, of the same kind"
            yield Finding(other.position, what, "write both alike, or reword one")


@rule("look-alike", Severity.ADVICE, needs_whole_deck=True)
def look_alike(subject: LintContext) -> Iterator[Finding]:
    """An answer that is one slip away from another answer of the deck rejects that one, and says how they differ.

    The checker never takes the one for the other; the reason is what the learner needs.

    Bad:
        - id: bowel
          from: heart
          ask: What is the last part of the small bowel?
          answer: ileum
        - id: bone
          from: heart
          ask: What is the large bone of the hip?
          answer: ilium

    Good:
        - id: bowel
          from: heart
          ask: What is the last part of the small bowel?
          answer:
            text: ileum
            reject:
              ilium: That is a bone.
        - id: bone
          from: heart
          ask: What is the large bone of the hip?
          answer:
            text: ilium
            reject:
              ileum: That is bowel.
    """
    words = _single_words(subject)
    for one, other in _one_letter_apart(words):
        for word, twin in ((one, other), (other, one)):
            for answer in words[word]:
                if same_text(twin) not in {
                    same_text(text) for text in (*answer.accept, *_rejected(answer))
                }:
                    what = f"{word!r} is one slip away from {twin!r}, the answer to another question"
                    yield Finding(
                        answer.position,
                        what,
                        "add that to `reject`, with the difference",
                    )


def _suspects(answer: Answer) -> list[WrongAnswer]:
    # What is rejected is wrong before any slip is forgiven: only a text that says the same as it is can be right.
    if not answer.reject:
        return []
    right = set().union(*map(letters_of, (answer.text, *answer.accept)))
    return [
        wrong
        for wrong in answer.reject
        if _HAS_DIGIT.search(wrong.text) or right & letters_of(wrong.text)
    ]


def _may_be_misread(items: Sequence[Answer]) -> bool:
    if any(_SEPARATOR.search(item.text) for item in items):
        return True
    readings = [tokens_of(text) for item in items for text in {item.text, *item.accept}]
    return len(set(readings)) < len(readings)


def _same_when_levelled(subject: LintContext) -> Iterator[tuple[Answer, Answer]]:
    alike: dict[tuple[str | None, tuple[str, ...]], dict[str, Answer]] = defaultdict(
        dict
    )
    for _, answer in subject.answers():
        if answer.kind is not None:
            level = tuple(min(inflections(token)) for token in tokens_of(answer.text))
            alike[answer.kind, level].setdefault(same_text(answer.text), answer)
    for answers in alike.values():
        yield from combinations(answers.values(), 2)


def _accepts(one: Answer, other: Answer) -> bool:
    return Key(one).check(other.text).outcome == "correct"


def _lists(one: Answer, other: Answer) -> bool:
    return same_text(other.text) in {same_text(text) for text in one.accept}


def _rejected(answer: Answer) -> Iterator[str]:
    return (wrong.text for wrong in answer.reject)


def _single_words(subject: LintContext) -> dict[str, list[Answer]]:
    words: dict[str, list[Answer]] = defaultdict(list)
    for _, answer in subject.answers():
        tokens = tokens_of(answer.text)
        if (
            len(tokens) == 1
            and tokens[0].isalpha()
            and len(tokens[0]) >= _SHORTEST_SLIPPERY
        ):
            words[tokens[0]].append(answer)
    return words


def _one_letter_apart(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    # Two words that are one letter apart share what is left when one letter of each is deleted, or the whole word.
    shorter: dict[str, set[str]] = defaultdict(set)
    for word in words:
        shorter[word].add(word)
        for place in range(len(word)):
            shorter[word[:place] + word[place + 1 :]].add(word)
    pairs = {
        pair
        for group in shorter.values()
        if len(group) > 1
        for pair in combinations(sorted(group), 2)
    }
    for one, other in sorted(pairs):
        if (
            other not in inflections(one)
            and one not in inflections(other)
            and slip(one, other, _ONE_SLIP) < FAR
        ):
            yield one, other


RULES = (not_right_itself, rejected_yet_right, answers_alike, look_alike)
