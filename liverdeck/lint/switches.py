"""`# lint: off RULE reason`, a comment on a fact: this rule is broken here on purpose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.facts.fields import nearest
from liverdeck.facts.problems import Position, Problem, Severity
from liverdeck.facts.reader import read_comments, read_text
from liverdeck.lint.structure import RULES as STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from liverdeck.facts.nouns import Deck, Fact
    from liverdeck.lint.rule import Rule

SWITCH_RULE = "switch"
"""Id of what is wrong with switches themselves."""

_SWITCH = re.compile(r"lint: *off\b *(\S*) *(.*)")
_ALWAYS_ON = frozenset(each.id for each in STRUCTURE)


@dataclass(frozen=True, slots=True)
class Switch:
    """One comment that switches a rule off for a fact."""

    at: Position
    rule: str
    reason: str
    fact: str
    """The fact's id; empty where the comment stands on none."""


def switches_of(deck: Deck, paths: Iterable[Path]) -> tuple[Switch, ...]:
    """Read the switches in a deck's fact files."""
    return tuple(switch for path in paths for switch in _switches_in(path, deck.facts))


def _switches_in(path: Path, facts: Sequence[Fact]) -> Iterator[Switch]:
    text, problem = read_text(path)
    if problem is not None or "lint:" not in text:
        return
    here = sorted((fact for fact in facts if fact.at.path == str(path)), key=lambda fact: fact.at)
    for line, column, comment in read_comments(text):
        match = _SWITCH.fullmatch(comment)
        if match is not None:
            at = Position(str(path), line, column)
            yield Switch(at, match[1], match[2].strip(), _fact_at(at, here))


def _fact_at(at: Position, facts: Sequence[Fact]) -> str:
    """Return the fact a comment belongs to: the next one if it stands left of facts' keys, else the one around it."""
    following = next((fact for fact in facts if fact.at.line > at.line), None)
    if following is not None and at.column < following.at.column:
        return following.id
    around = [fact for fact in facts if fact.at.line <= at.line]
    return around[-1].id if around else ""


def apply_switches(
    found: Sequence[tuple[str, Problem]], switches: Sequence[Switch], rules: Sequence[Rule]
) -> list[Problem]:
    """Return the findings (each with its fact's id) that no switch hides, and what is wrong with the switches."""
    used: set[Switch] = set()
    left: list[Problem] = []
    for fact, problem in found:
        hiding = [switch for switch in switches if (switch.fact, switch.rule) == (fact, problem.rule) and fact]
        if hiding and problem.rule not in _ALWAYS_ON:
            used.update(hiding)
        else:
            left.append(problem)
    known = {each.id for each in rules}
    for switch in switches:
        what, mend = _wrong_with(switch, known, used)
        if what:
            left.append(Problem(switch.at, what, mend, Severity.WARNING, SWITCH_RULE))
    return left


def _wrong_with(switch: Switch, known: set[str], used: set[Switch]) -> tuple[str, str]:
    if switch.rule not in known:
        return f"no rule {switch.rule!r}", nearest(switch.rule, sorted(known))
    if switch.rule in _ALWAYS_ON:
        return f"`{switch.rule}` cannot be switched off", "mend the fact instead"
    if not switch.reason:
        return f"`{switch.rule}` is switched off without a reason", "say why: # lint: off RULE reason"
    if not switch.fact:
        return "this switch stands on no fact", "put it on a line inside the fact"
    if switch not in used:
        return f"`{switch.rule}` has nothing to say here", "delete the switch"
    return "", ""
