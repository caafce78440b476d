"""Check rules and collect their problems, also with workers that check some of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem, shortened_message
from liverdeck.base.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.lint.rule import LintContext, Rule


def found_by_rules(
    rules: Sequence[Rule], context: LintContext, workers: int
) -> Iterator[Problem]:
    """Yield the problems that rules find in a deck, in the order of the rules.

    `workers` is the largest number of processes that check rules beside this one.
    """
    problems_by_rule: dict[int, list[Problem]] = {}
    if workers:
        # Most rules need these stems. Make them before the workers start, so that they
        # are made only once.
        _ = context.subject_stems

        def text_of(job: int) -> str:
            return _text_of(_problems_of(rules[job], context))

        with Workers(workers, len(rules), text_of) as all_workers:
            for job in all_workers.own_jobs():
                problems_by_rule[job] = _problems_of(rules[job], context)
            for job, text in all_workers.texts():
                problems_by_rule[job] = _problems_in(text, rules[job])
    for job, rule in enumerate(rules):
        if job in problems_by_rule:
            yield from problems_by_rule[job]
        else:
            yield from _problems_of(rule, context)


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


def _text_of(problems: Sequence[Problem]) -> str:
    """Return the problems of one rule as a text for `_problems_in`."""
    return json.dumps(
        [(*problem.position, problem.message, problem.fix) for problem in problems]
    )


def _problems_in(text: str, rule: Rule) -> list[Problem]:
    return [
        Problem(Position(*position), message, fix, rule.severity, rule.id)
        for *position, message, fix in json.loads(text)
    ]
