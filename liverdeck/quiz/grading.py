"""Grading what a person typed to an item: letters by the paper's order, words by the checker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.checker.choices import check_choice, check_true_false
from liverdeck.checker.feedback import feedback
from liverdeck.checker.key import key_of
from liverdeck.checker.lists import check_list
from liverdeck.checker.terms import NO_TERMS, Terms
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import is_true, prompts

if TYPE_CHECKING:
    from liverdeck.quiz.papers.paper_forms import AskedItem

_LETTERS = re.compile(r"[A-Za-z]+")
_NUMBERED = re.compile(r"([0-9]{1,2})\s*[.:=)-]?\s*([A-Za-z])(?![A-Za-z])")
_IN_DOUBT = ("wrong", "ambiguous", "misspelt")
"""Reasons of the checker when no single option was named."""


@dataclass(frozen=True, slots=True)
class Graded:
    """What an answer is worth."""

    points: float
    """0 to the item's points; of a list, in parts of one."""
    feedback: str
    """One sentence, empty where there is nothing to say beyond right and wrong."""
    is_in_doubt: bool = False
    """Type it again: neither right nor wrong yet."""


def grade(asked: AskedItem, typed: str, terms: Terms = NO_TERMS) -> Graded:
    """Grade one answer; never raises, whatever was typed. `terms` are the answers of the same deck.

    A choice is named by its letter, its number or its text. Of several right ones, each wrong one takes a point back.
    """
    item = asked.item
    if item.type == "single":
        return _one_letter(asked, typed)
    if item.type in ("multiple", "matching", "ordering"):
        return _letters(asked, typed)
    if item.type == "truefalse":
        verdict = check_true_false(typed, right=is_true(item))
        return Graded(verdict.score, item.keys[0].why, verdict.outcome == "retype")
    if item.type == "list":
        listed = check_list(
            typed,
            item.answers,
            need=item.need,
            ordered=item.ordered,
            open=item.open,
            terms=terms,
        )
        return Graded(
            listed.score * item.points, feedback(listed), listed.outcome == "retype"
        )
    key = key_of(item.answers[0], item.open, terms)
    verdict = key.check(typed)
    number = item.answers[0].number
    if item.type == "numeric" and number and number.unit and verdict.reason == "unit":
        verdict = key.check(f"{typed} {number.unit}")  # the stem names the unit
    return Graded(verdict.score, feedback(verdict), verdict.outcome == "retype")


def _one_letter(asked: AskedItem, typed: str) -> Graded:
    texts = [option.text for option in asked.options]
    verdicts = [check_choice(typed, texts, place) for place in range(len(texts))]
    chosen = [
        place for place, verdict in enumerate(verdicts) if verdict.outcome == "correct"
    ]
    if not chosen and typed.strip() and verdicts[0].reason in _IN_DOUBT:
        return Graded(
            0,
            f"Type one letter, {option_letter(0)} to {option_letter(len(texts) - 1)}.",
            is_in_doubt=True,
        )
    right = bool(chosen) and asked.options[chosen[0]].is_key
    return Graded(
        float(right), asked.options[chosen[0]].why if chosen and not right else ""
    )


def _letters(asked: AskedItem, typed: str) -> Graded:
    item = asked.item
    places = _places(typed)
    most = len(item.matches) if item.type == "matching" else len(asked.options)
    if typed.strip() and (not places or max(places) >= most):
        return Graded(
            0,
            f"Type letters, {option_letter(0)} to {option_letter(most - 1)}.",
            is_in_doubt=True,
        )
    if item.type == "ordering":
        return Graded(
            float(places == [asked.options.index(option) for option in item.options]),
            "",
        )
    if item.type == "matching":
        said = _by_number(typed) or dict(enumerate(places))
        hits = sum(
            item.matches.index(match) == said.get(row)
            for row, (_, match) in enumerate(prompts(asked))
        )
        return Graded(hits, "")
    keys = {place for place, option in enumerate(asked.options) if option.is_key}
    taken = set(places)
    whys = [asked.options[place].why for place in sorted(taken - keys)]
    return Graded(
        max(0, len(taken & keys) - len(taken - keys)), " ".join(filter(None, whys))
    )


def _places(typed: str) -> list[int]:
    return [
        ord(char.lower()) - ord("a")
        for run in _LETTERS.findall(typed)
        if run.lower() != "and"
        for char in run
    ]


def _by_number(typed: str) -> dict[int, int]:
    return {
        int(number) - 1: ord(char.lower()) - ord("a")
        for number, char in _NUMBERED.findall(typed)
    }
