"""All rules over a deck."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.authoring.loader import load_deck
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.base.problems import (
    MOST_PROBLEMS,
    Position,
    Problem,
    has_errors,
    shortened,
)
from liverdeck.lint.rule import LintContext
from liverdeck.lint.rules import agreement as answers
from liverdeck.lint.rules import checking as checker
from liverdeck.lint.rules import grounding, leaks, quizzes, repetition, structure
from liverdeck.lint.rules import readability as wording
from liverdeck.lint.switches import apply_switches, switches_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from liverdeck.authoring.loader import Loaded
    from liverdeck.facts.fact import Fact
    from liverdeck.lint.rule import Rule

RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *grounding.RULES,
    *leaks.RULES,
    *answers.RULES,
    *checker.RULES,
    *quizzes.RULES,
    *wording.RULES,
    *repetition.RULES,
)
"""Every rule, in the order of the manual."""


def lint_deck(folder: Path) -> tuple[Problem, ...]:
    """Read the deck in a folder and return everything that is wrong with it, by file, line and column."""
    return lint_loaded(load_deck(folder))


def lint_loaded(loaded: Loaded) -> tuple[Problem, ...]:
    """Return everything that is wrong with a deck that was read."""
    if loaded.deck is None:
        return loaded.problems
    subject = LintContext(loaded.deck, loaded.ledger, loaded.problems)
    facts = sorted(loaded.deck.facts, key=lambda fact: fact.position)
    starts = [fact.position for fact in facts]
    complete = not has_errors(loaded.problems)
    with garbage_collection_paused():
        found = [
            (_fact_of(problem.position, facts, starts), problem)
            for rule in RULES
            if complete or not rule.needs_whole_deck
            for problem in _findings(rule, subject)
        ]
    switches = switches_of(
        loaded.deck, [loaded.deck.folder / name for name in loaded.fact_files]
    )
    problems = apply_switches(found, switches, RULES, complete=complete)
    return tuple(sorted(_cut_short(problems), key=lambda problem: problem.position))


def _findings(rule: Rule, subject: LintContext) -> list[Problem]:
    found = dict.fromkeys(
        rule.check(subject)
    )  # the cards of one fact may share an answer
    return [
        Problem(at, shortened(what), shortened(mend), rule.severity, rule.id)
        for at, what, mend in found
    ]


def _cut_short(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield as many problems of each rule as a person can use, and how many more there are."""
    seen: Counter[str] = Counter()
    for problem in problems:
        seen[problem.rule] += 1
        if seen[problem.rule] <= MOST_PROBLEMS:
            yield problem
    for rule, count in seen.items():
        if count > MOST_PROBLEMS:
            *_, last = (problem for problem in problems if problem.rule == rule)
            what = f"{count - MOST_PROBLEMS} more findings of this rule, up to here"
            yield replace(last, what=what, fix="fix those that are shown first")


def _fact_of(at: Position, facts: Sequence[Fact], starts: Sequence[Position]) -> str:
    place = bisect_right(starts, at) - 1
    return (
        facts[place].id if place >= 0 and facts[place].position.path == at.path else ""
    )
