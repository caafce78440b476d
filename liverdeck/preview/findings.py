"""Finds the fact that a finding of lint is about, to show it beside its cards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from liverdeck.facts.location import FactLocator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.fact import Fact


@dataclass(slots=True)
class Findings:
    """The findings of a deck, grouped by the fact that they are about."""

    without_fact: list[Problem] = field(default_factory=list)
    """Findings that are about no fact, or about a fact that could not be read."""
    by_fact: dict[Position, list[Problem]] = field(default_factory=dict)
    """Findings by the position of the fact that they are about."""


def group_findings(findings: Iterable[Problem], facts: Iterable[Fact]) -> Findings:
    """Return the findings, grouped by the fact at whose position they are."""
    locator = FactLocator(facts)
    grouped_findings = Findings()
    for finding in findings:
        fact = locator.fact_at(finding.position)
        if fact is None:
            grouped_findings.without_fact.append(finding)
        else:
            grouped_findings.by_fact.setdefault(fact.position, []).append(finding)
    return grouped_findings
