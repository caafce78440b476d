"""Grading what a person typed to an item: letters by the paper's order, words by the checker."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.check.answers import key_of
from liverdeck.check.choices import check_choice, check_true_false
from liverdeck.check.lists import check_list
from liverdeck.check.terms import NO_TERMS, Terms
from liverdeck.quiz.formats.wording import is_true, prompts
from liverdeck.quiz.forms import letter

if TYPE_CHECKING:
    from liverdeck.quiz.forms import Asked

_LETTERS = re.compile(r"[A-Za-z]+")
_NUMBERED = re.compile(r"([0-9]{1,2})\s*[.:=)-]?\s*([A-Za-z])\b")


@dataclass(frozen=True, slots=True)
class Graded:
    """What an answer is worth."""

    points: float
    """0 to the item's points; of a list, in parts of one."""
    feedback: str
    """One sentence, empty where there is nothing to say beyond right and wrong."""
    is_in_doubt: bool = False
    """Type it again: neither right nor wrong yet."""


def grade(asked: Asked, typed: str, terms: Terms = NO_TERMS) -> Graded:
    """Grade one answer; never raises, whatever was typed. `terms` are the answers of the same deck."""
    item = asked.item
    if item.type in ("multiple", "matching", "ordering"):
        return _letters(asked, typed)
    if item.type == "list":
        listed = check_list(typed, item.answers, need=item.need, ordered=item.ordered, open=item.open, terms=terms)
        return Graded(listed.score * item.points, listed.feedback, listed.outcome == "retype")
    if item.type == "single":
        place = next(place for place, option in enumerate(asked.options) if option.is_key)
        verdict = check_choice(typed, [option.text for option in asked.options], place)
        chosen = next((option.why for option in asked.options if _is_named(typed, option.text, asked)), "")
        return Graded(verdict.score, chosen or verdict.feedback, verdict.outcome == "retype")
    if item.type == "truefalse":
        verdict = check_true_false(typed, right=is_true(item))
        return Graded(verdict.score, item.keys[0].why, verdict.outcome == "retype")
    verdict = key_of(item.answers[0], item.open, terms).check(typed)
    return Graded(verdict.score, verdict.feedback, verdict.outcome == "retype")


def _is_named(typed: str, text: str, asked: Asked) -> bool:
    place = next(place for place, option in enumerate(asked.options) if option.text == text)
    said = typed.strip().strip("().:").casefold()
    return said in (letter(place).casefold(), text.casefold()) and not asked.options[place].is_key


def _letters(asked: Asked, typed: str) -> Graded:
    item = asked.item
    places = _places(typed)
    if not places and typed.strip():
        return Graded(0, "Type letters, such as: A C", is_in_doubt=True)
    if item.type == "ordering":
        wanted = [asked.options.index(option) for option in item.options]
        return Graded(float(places == wanted), "")
    if item.type == "matching":
        said = _by_number(typed) or dict(enumerate(places))
        rows = prompts(asked)
        hits = sum(item.matches[said[row]] == match for row, (_, match) in enumerate(rows)
                   if 0 <= said.get(row, -1) < len(item.matches))  # fmt: skip
        return Graded(hits, "")
    keys = {place for place, option in enumerate(asked.options) if option.is_key}
    taken = set(places)
    whys = [asked.options[place].why for place in sorted(taken - keys) if place < len(asked.options)]
    return Graded(max(0, len(taken & keys) - len(taken - keys)), " ".join(filter(None, whys)))


def _places(typed: str) -> list[int]:
    return [ord(char.lower()) - ord("a") for run in _LETTERS.findall(typed) if run.lower() != "and" for char in run]


def _by_number(typed: str) -> dict[int, int]:
    return {int(number) - 1: ord(char.lower()) - ord("a") for number, char in _NUMBERED.findall(typed)}
