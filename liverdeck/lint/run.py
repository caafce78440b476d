"""Check a deck against all rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.authoring.loader import Loaded, load_deck
from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.problems import (
    MOST_PROBLEMS,
    Problem,
    Severity,
    errors_in,
    has_errors,
)
from liverdeck.facts.deck import Deck
from liverdeck.facts.location import FactLocator
from liverdeck.lint.rule import LintContext
from liverdeck.lint.rule_runs import RuleRuns
from liverdeck.lint.rules import (
    agreement,
    checking,
    grounding,
    hidden_characters,
    leaks,
    quizzes,
    readability,
    repetition,
    structure,
)
from liverdeck.lint.switches import apply_switches, switches_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.lint.rule import Rule

FEWEST_FACTS_FOR_WORKERS = 500
"""A deck with fewer facts is checked faster than a worker starts."""
RULES: tuple[Rule, ...] = (
    *structure.RULES,
    *grounding.RULES,
    *leaks.RULES,
    *agreement.RULES,
    *checking.RULES,
    *quizzes.RULES,
    *readability.RULES,
    *hidden_characters.RULES,
    *repetition.RULES,
)
"""The rules that check a deck, in the order of the manual.

The rules `drift` and `switch` are not among them: they check the document and the
switches.
"""


def lint_deck(deck: Deck | Path | str) -> tuple[Problem, ...]:
    """Return the problems of a deck, sorted by position. `deck` may be its folder.

    A deck that was made in Python has no ledger and no files with switches.
    """
    refuse_other_type("deck", deck, Deck, str, Path)
    if isinstance(deck, Deck):
        return lint_loaded(Loaded(deck))
    return lint_loaded(load_deck(deck))


def lint_loaded(loaded: Loaded, *, workers: int = 0) -> tuple[Problem, ...]:
    """Return the problems of a loaded deck, sorted by position.

    These are the problems that were found while loading. If a deck could be loaded, the
    problems that the rules find and a warning for each bad switch are added. Problems
    that are switched off are left out. If a rule has more than `MOST_PROBLEMS`
    problems, the others are left out, and one more problem gives their number.
    `workers` is the largest number of processes that run rules beside this process.
    They are used only if the deck is large.
    """
    if loaded.deck is None:
        return loaded.problems
    check = DeckCheck(loaded, loaded.deck)
    if workers and len(loaded.deck.facts) >= FEWEST_FACTS_FOR_WORKERS:
        check.runs.run_with(workers)
    return check.problems()


def errors_of(loaded: Loaded) -> tuple[Problem, ...]:
    """Return the errors that `lint_loaded` returns.

    Rules for other problems are not run.
    """
    if loaded.deck is None:
        return loaded.problems
    return DeckCheck(loaded, loaded.deck, errors_only=True).problems()


class DeckCheck:
    """A loaded deck that is checked against the rules."""

    def __init__(
        self, loaded: Loaded, deck: Deck, *, errors_only: bool = False
    ) -> None:
        """Choose the rules, and run none yet. `deck` is the deck that was loaded."""
        self._loaded = loaded
        self._deck = deck
        self._errors_only = errors_only
        self._is_complete = deck.is_whole and not has_errors(loaded.problems)
        rules = [
            rule
            for rule in RULES
            if (self._is_complete or not rule.needs_whole_deck)
            and (rule.severity is Severity.ERROR or not errors_only)
        ]
        self.runs = RuleRuns(rules, LintContext(deck, loaded.ledger, loaded.problems))
        """The runs of the rules. Workers may do some of them before `problems`."""

    def problems(self) -> tuple[Problem, ...]:
        """Return what `lint_loaded` says of the deck, or only the errors."""
        loaded, deck = self._loaded, self._deck
        problems = [*dict.fromkeys(loaded.problems), *self.runs.problems()]
        locator = FactLocator(deck.facts)
        paths = [deck.folder / name for name in loaded.fact_files]
        remaining = apply_switches(
            [(locator.fact_at(problem.position), problem) for problem in problems],
            switches_of(paths, locator),
            RULES,
            is_complete=self._is_complete,
        )
        if self._errors_only:
            remaining = errors_in(remaining)
        return tuple(
            sorted(_limited(remaining), key=lambda problem: problem.position.sort_key)
        )


def _limited(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield at most `MOST_PROBLEMS` problems of each rule.

    If a rule has more problems, also yield a problem with the number of the others, at
    the position of the last one.
    """
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.rule] += 1
        if counts[problem.rule] <= MOST_PROBLEMS:
            yield problem
    for rule, count in counts.items():
        if count > MOST_PROBLEMS:
            problems_of_rule = [problem for problem in problems if problem.rule == rule]
            message = f"{count - MOST_PROBLEMS} more findings of this rule, up to here"
            fix = "fix the ones above first"
            yield replace(problems_of_rule[-1], message=message, fix=fix)
