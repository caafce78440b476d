"""Runs all rules on a deck."""

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
    shortened_message,
)
from liverdeck.lint.rule import LintContext
from liverdeck.lint.rules import (
    agreement,
    checking,
    grounding,
    leaks,
    quizzes,
    readability,
    repetition,
    structure,
)
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
    *agreement.RULES,
    *checking.RULES,
    *quizzes.RULES,
    *readability.RULES,
    *repetition.RULES,
)
"""Every rule, in the order of the manual."""


def lint_deck(folder: Path) -> tuple[Problem, ...]:
    """Read the deck in a folder and return its problems, sorted by position."""
    return lint_loaded(load_deck(folder))


def lint_loaded(loaded: Loaded) -> tuple[Problem, ...]:
    """Return the problems of a loaded deck, sorted by position.

    If no deck could be loaded, these are the problems that were found while loading.
    Otherwise the rules in `structure` report those problems again. Each rule has at
    most `MOST_PROBLEMS` problems, and one more that counts the others.
    """
    if loaded.deck is None:
        return loaded.problems
    context = LintContext(loaded.deck, loaded.ledger, loaded.problems)
    facts = sorted(loaded.deck.facts, key=lambda fact: fact.position)
    fact_positions = [fact.position for fact in facts]
    is_complete = not has_errors(loaded.problems)
    with garbage_collection_paused():
        problems_with_fact_ids = [
            (_fact_id_at(problem.position, facts, fact_positions), problem)
            for rule in RULES
            if is_complete or not rule.needs_whole_deck
            for problem in _problems_of(rule, context)
        ]
    paths = [loaded.deck.folder / name for name in loaded.fact_files]
    switches = switches_of(loaded.deck, paths)
    problems = apply_switches(
        problems_with_fact_ids, switches, RULES, is_complete=is_complete
    )
    return tuple(sorted(_limited(problems), key=lambda problem: problem.position))


def _problems_of(rule: Rule, context: LintContext) -> list[Problem]:
    # The cards of one fact may share an answer, so a rule may report it twice. Equal
    # findings become one problem.
    findings = dict.fromkeys(rule.check(context))
    return [
        Problem(
            finding.position,
            shortened_message(finding.message),
            shortened_message(finding.fix),
            rule.severity,
            rule.id,
        )
        for finding in findings
    ]


def _limited(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield at most `MOST_PROBLEMS` problems of each rule, and a count of the others.

    The count is itself a problem, at the position of the last problem of the rule.
    """
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.rule] += 1
        if counts[problem.rule] <= MOST_PROBLEMS:
            yield problem
    for rule, count in counts.items():
        if count > MOST_PROBLEMS:
            *_, last = (problem for problem in problems if problem.rule == rule)
            message = f"{count - MOST_PROBLEMS} more findings of this rule, up to here"
            yield replace(last, message=message, fix="fix the ones above first")


def _fact_id_at(
    position: Position, facts: Sequence[Fact], fact_positions: Sequence[Position]
) -> str:
    """Return the id of the fact at a position; empty if there is no fact.

    `fact_positions` are the positions of `facts`, and both are sorted.
    """
    index = bisect_right(fact_positions, position) - 1
    if index >= 0 and facts[index].position.path == position.path:
        return facts[index].id
    return ""
