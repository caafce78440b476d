"""Comments such as `# lint: off RULE reason`, which switch a rule off for one fact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.authoring.yaml_reader import read_comments
from liverdeck.base.files import read_text
from liverdeck.base.problems import LINE_END, Position, Problem, Severity
from liverdeck.lint.rules.structure import RULES as STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.lint.rule import Rule

SWITCH_RULE = "switch"
"""Id of the rule for problems with switches themselves."""

_SWITCH = re.compile(r"lint\s*:\s*(\w*)\s*(\S*)\s*(.*)", re.IGNORECASE)
_ENTRY = re.compile(r" *- +(id|from|say|ask) *:")
"""The first line of a fact, even of one that cannot be read."""
_ALWAYS_ON = frozenset(rule.id for rule in STRUCTURE)


@dataclass(frozen=True, slots=True)
class Switch:
    """One comment that switches a rule off for a fact."""

    position: Position
    verb: str
    """The word after `lint:`; only `off` means something."""
    rule: str
    reason: str
    fact: str
    """Id of the fact; empty if the comment belongs to none."""


def switches_of(deck: Deck, paths: Iterable[Path]) -> tuple[Switch, ...]:
    """Read the switches in a deck's fact files."""
    return tuple(switch for path in paths for switch in _switches_in(path, deck.facts))


def _switches_in(path: Path, facts: Sequence[Fact]) -> Iterator[Switch]:
    text, problem = read_text(path)
    if problem is not None or "lint:" not in text:
        return
    lines = LINE_END.split(text)
    fact_ids = {
        fact.position.line: fact.id for fact in facts if fact.position.path == str(path)
    }
    for line, column, comment in read_comments(text):
        match = _SWITCH.fullmatch(comment)
        if match is not None:
            yield Switch(
                Position(str(path), line, column),
                verb=match[1].lower(),
                rule=match[2],
                reason=match[3].strip(),
                fact=fact_ids.get(_first_line_of_fact(line, lines), ""),
            )


def _first_line_of_fact(number: int, lines: Sequence[str]) -> int:
    """Return the line on which the fact of a comment begins; 0 if there is none.

    That is the next fact if the comment is directly above it, or else the fact around
    the comment. Line numbers are from 1.
    """
    if lines[number - 1].lstrip().startswith("#"):
        following = number
        while following < len(lines) and _is_blank_or_comment(lines[following]):
            following += 1
        is_above_fact = following < len(lines) and _ENTRY.match(lines[following])
        if is_above_fact and not _is_inside(lines, number, following):
            return following + 1
    for line in range(number, 0, -1):
        if _ENTRY.match(lines[line - 1]):
            return line
    return 0


def _is_blank_or_comment(line: str) -> bool:
    return not line.partition("#")[0].strip()


def _is_inside(lines: Sequence[str], number: int, following: int) -> bool:
    """Whether a comment is indented as far as the keys of the fact that follows."""
    comment = lines[number - 1]
    indentation = len(comment) - len(comment.lstrip())
    indentation_of_keys = lines[following].index("-") + 2
    return indentation >= indentation_of_keys


def apply_switches(
    problems_by_fact: Sequence[tuple[str, Problem]],
    switches: Sequence[Switch],
    rules: Sequence[Rule],
    *,
    complete: bool,
) -> list[Problem]:
    """Return the problems that no switch hides, and those of the switches themselves.

    Each problem comes with the id of its fact. `complete` says that all rules were
    checked; only then can a switch be found that hides nothing.
    """
    targets = {
        (switch.fact, switch.rule)
        for switch in switches
        if switch.fact and switch.verb == "off"
    }
    used: set[tuple[str, str]] = set()
    remaining: list[Problem] = []
    for fact, problem in problems_by_fact:
        target = (fact, problem.rule)
        if target in targets and problem.rule not in _ALWAYS_ON:
            used.add(target)
        else:
            remaining.append(problem)

    known_rules = {rule.id for rule in rules}
    for switch in switches:
        is_idle = complete and (switch.fact, switch.rule) not in used
        fault = _fault(switch, known_rules, is_idle=is_idle)
        if fault is not None:
            message, fix = fault
            remaining.append(
                Problem(switch.position, message, fix, Severity.WARNING, SWITCH_RULE)
            )
    return remaining


def _fault(
    switch: Switch, known_rules: set[str], *, is_idle: bool
) -> tuple[str, str] | None:
    """Return what is wrong with a switch, and how to fix it; None if nothing is."""
    rule = switch.rule
    if switch.verb != "off":
        return (
            f"a lint comment that does nothing: {switch.verb!r}",
            "write: # lint: off RULE reason",
        )
    if rule not in known_rules:
        return f"there is no rule {rule!r}", "liverdeck lint --rules lists them"
    if rule in _ALWAYS_ON:
        return f"`{rule}` cannot be switched off", "fix the fact instead"
    if not switch.reason:
        return (
            f"`{rule}` is switched off without a reason",
            "say why: # lint: off RULE reason",
        )
    return _idle_fault(switch) if is_idle else None


def _idle_fault(switch: Switch) -> tuple[str, str]:
    if not switch.fact:
        return "this switch belongs to no fact", "put it on a line inside the fact"
    return f"`{switch.rule}` finds nothing here", "delete the switch"
