"""All rules over a deck."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.facts.loader import load_deck
from liverdeck.facts.problems import MOST_PROBLEMS, Position, Problem, has_errors
from liverdeck.lint import answers, grounding, leaks, repetition, structure, wording
from liverdeck.lint.rule import Subject
from liverdeck.lint.switches import apply_switches, switches_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from liverdeck.facts.loader import Loaded
    from liverdeck.facts.nouns import Fact
    from liverdeck.lint.rule import Rule

RULES: tuple[Rule, ...] = (
    *structure.RULES, *grounding.RULES, *leaks.RULES, *answers.RULES, *wording.RULES, *repetition.RULES,
)  # fmt: skip
"""Every rule, in the order of the manual."""


def lint_deck(folder: Path) -> tuple[Problem, ...]:
    """Read the deck in a folder and return everything that is wrong with it, by file, line and column."""
    return lint_loaded(load_deck(folder))


def lint_loaded(loaded: Loaded) -> tuple[Problem, ...]:
    """Return everything that is wrong with a deck that was read."""
    if loaded.deck is None:
        return loaded.problems
    subject = Subject(loaded.deck, loaded.ledger, loaded.problems)
    facts = sorted(loaded.deck.facts, key=lambda fact: fact.at)
    starts = [fact.at for fact in facts]
    found = [
        (_fact_of(problem.at, facts, starts), problem)
        for rule in RULES
        if not (rule.whole and has_errors(loaded.problems))
        for problem in _broken(rule, subject)
    ]
    paths = sorted({loaded.deck.folder / name for name in loaded.fact_files})
    problems = apply_switches(found, switches_of(loaded.deck, paths), RULES)
    return tuple(sorted(problems, key=lambda problem: problem.at))


def _broken(rule: Rule, subject: Subject) -> list[Problem]:
    found = dict.fromkeys(rule.check(subject))  # the cards of one fact may share an answer
    problems = [Problem(at, what, mend, rule.severity, rule.id) for at, what, mend in islice(found, MOST_PROBLEMS)]
    if len(found) > MOST_PROBLEMS:
        what = f"{len(found) - MOST_PROBLEMS} more like this follow"
        problems.append(Problem(problems[-1].at, what, "mend the others first", rule.severity, rule.id))
    return problems


def _fact_of(at: Position, facts: Sequence[Fact], starts: Sequence[Position]) -> str:
    place = bisect_right(starts, at) - 1
    return facts[place].id if place >= 0 and facts[place].at.path == at.path else ""
