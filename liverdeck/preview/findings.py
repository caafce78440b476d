"""Group the findings of a deck by fact, to show them beside the fact's cards.

A finding is a problem that the loader or lint reported.
"""

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
    """The findings of a deck, grouped by fact."""

    without_fact: list[Problem] = field(default_factory=list)
    """The findings that concern no fact, or a fact that could not be read."""
    by_fact: dict[Position, list[Problem]] = field(default_factory=dict)
    """The findings about each fact, by the fact's position."""


def group_findings(findings: Iterable[Problem], facts: Iterable[Fact]) -> Findings:
    """Return the findings, grouped by the fact that contains their position."""
    locator = FactLocator(facts)
    grouped_findings = Findings()
    for finding in findings:
        fact = locator.fact_at(finding.position)
        if fact is None:
            grouped_findings.without_fact.append(finding)
        else:
            grouped_findings.by_fact.setdefault(fact.position, []).append(finding)
    return grouped_findings
