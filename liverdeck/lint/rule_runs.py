"""Run rules and collect the problems that they find. Workers may run some of them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem, shortened_message
from liverdeck.base.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.lint.rule import LintContext, Rule


class RuleRuns:
    """What rules find in a deck. Each rule is a job, which a worker may do."""

    def __init__(self, rules: Sequence[Rule], context: LintContext) -> None:
        """Keep the rules; none of them runs yet."""
        self._rules = rules
        self._context = context
        self._problems_by_rule: dict[int, list[Problem]] = {}

    @contextmanager
    def beside(self, workers: int) -> Iterator[None]:
        """Let at most `workers` processes run rules beside a block, then help them."""
        with Workers(workers, len(self._rules), self._text_of) as all_workers:
            yield
            for job in all_workers.own_jobs():
                self._problems_by_rule[job] = self._problems_of(job)
            for job, text in all_workers.texts():
                self._problems_by_rule[job] = self._problems_in(text, job)

    def run_with(self, workers: int) -> None:
        """Run all rules, in at most `workers` processes beside this one."""
        # Most rules need these stems. Make them before the workers start, so that they
        # are made only once.
        _ = self._context.subject_stems
        with self.beside(workers):
            pass

    def problems(self) -> Iterator[Problem]:
        """Yield the problems of all rules in their order; run the rules not run yet."""
        for job in range(len(self._rules)):
            if job not in self._problems_by_rule:
                self._problems_by_rule[job] = self._problems_of(job)
            yield from self._problems_by_rule[job]

    def _problems_of(self, job: int) -> list[Problem]:
        return _problems_of(self._rules[job], self._context)

    def _text_of(self, job: int) -> str:
        """Run a rule, and return its problems as a text for `_problems_in`."""
        return json.dumps(
            [
                (*problem.position, problem.message, problem.fix)
                for problem in self._problems_of(job)
            ]
        )

    def _problems_in(self, text: str, job: int) -> list[Problem]:
        rule = self._rules[job]
        return [
            Problem(Position(*position), message, fix, rule.severity, rule.id)
            for *position, message, fix in json.loads(text)
        ]


def _problems_of(rule: Rule, context: LintContext) -> list[Problem]:
    """Return the problems that a rule finds."""
    # The cards of one fact may share an answer, so a rule may report that answer twice.
    # Equal findings become one problem.
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
