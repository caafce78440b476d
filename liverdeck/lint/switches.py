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
"""Id of the rule for problems with the switches themselves."""

_SWITCH = re.compile(r"lint\s*:\s*(\w*)\s*(\S*)\s*(.*)", re.IGNORECASE)
"""Matches a switch. The groups are the verb, the rule and the reason."""
_FIRST_LINE = re.compile(r" *- +(id|from|say|ask) *:")
"""Matches the first line of a fact, also of a fact that could not be read."""
_ALWAYS_ON = frozenset(rule.id for rule in STRUCTURE)
"""Ids of the rules that cannot be switched off."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A comment that begins with `lint:`, to switch a rule off for one fact."""

    position: Position
    verb: str
    """The word after `lint:` in lower case. Only `off` has an effect."""
    rule_id: str
    """As the author wrote it; there may be no such rule."""
    reason: str
    fact_id: str
    """Empty if the comment belongs to no fact."""


def switches_of(deck: Deck, paths: Iterable[Path]) -> tuple[Switch, ...]:
    """Read the switches in a deck's fact files."""
    return tuple(switch for path in paths for switch in _switches_in(path, deck.facts))


def _switches_in(path: Path, facts: Sequence[Fact]) -> Iterator[Switch]:
    """Yield the switches in a fact file; none if the file cannot be read."""
    text, problem = read_text(path)
    if problem is not None or "lint:" not in text:
        return
    lines = LINE_END.split(text)
    ids_by_line = {
        fact.position.line: fact.id for fact in facts if fact.position.path == str(path)
    }
    for line_number, column, comment in read_comments(text):
        match = _SWITCH.fullmatch(comment)
        if match is not None:
            yield Switch(
                Position(str(path), line_number, column),
                verb=match[1].lower(),
                rule_id=match[2],
                reason=match[3].strip(),
                fact_id=ids_by_line.get(_first_line_of_fact(line_number, lines), ""),
            )


def _first_line_of_fact(comment_line_number: int, lines: Sequence[str]) -> int:
    """Return the number of the line on which the fact of a comment begins.

    A comment above a fact belongs to that fact, any other comment to the fact around
    it. Returns 0 if there is no such fact. Line numbers are from 1.
    """
    comment_line = lines[comment_line_number - 1]
    if comment_line.lstrip().startswith("#"):
        # Indexes are from 0, so this is the index of the line after the comment.
        next_index = comment_line_number
        while next_index < len(lines) and _is_blank_or_comment(lines[next_index]):
            next_index += 1
        next_line = lines[next_index] if next_index < len(lines) else ""
        if _FIRST_LINE.match(next_line) and not _is_indented_as_keys(
            comment_line, next_line
        ):
            return next_index + 1
    for number in range(comment_line_number, 0, -1):
        if _FIRST_LINE.match(lines[number - 1]):
            return number
    return 0


def _is_blank_or_comment(line: str) -> bool:
    return not line.partition("#")[0].strip()


def _is_indented_as_keys(comment_line: str, next_line: str) -> bool:
    """Whether a comment is indented at least as far as the keys of a fact.

    Then it belongs to the fact before it, not to the next fact. `next_line` is the
    first line of the next fact.
    """
    indentation = len(comment_line) - len(comment_line.lstrip())
    indentation_of_keys = next_line.index("-") + len("- ")
    return indentation >= indentation_of_keys


def apply_switches(
    problems_with_fact_ids: Sequence[tuple[str, Problem]],
    switches: Sequence[Switch],
    rules: Sequence[Rule],
    *,
    is_complete: bool,
) -> list[Problem]:
    """Return the problems that are not switched off, and a warning for each bad switch.

    Each given problem comes with the id of its fact, or with an empty id. `is_complete`
    says that all rules were checked. If they were not, a switch that switches nothing
    off is not reported, because it may be needed.
    """
    switched_off = {
        (switch.fact_id, switch.rule_id)
        for switch in switches
        if switch.fact_id and switch.verb == "off"
    }
    used: set[tuple[str, str]] = set()
    remaining: list[Problem] = []
    for fact_id, problem in problems_with_fact_ids:
        fact_and_rule = (fact_id, problem.rule)
        if fact_and_rule in switched_off and problem.rule not in _ALWAYS_ON:
            used.add(fact_and_rule)
        else:
            remaining.append(problem)

    known_rule_ids = {rule.id for rule in rules}
    for switch in switches:
        is_idle = is_complete and (switch.fact_id, switch.rule_id) not in used
        fault = _fault_of(switch, known_rule_ids, is_idle=is_idle)
        if fault is not None:
            message, fix = fault
            remaining.append(
                Problem(switch.position, message, fix, Severity.WARNING, SWITCH_RULE)
            )
    return remaining


def _fault_of(
    switch: Switch, known_rule_ids: set[str], *, is_idle: bool
) -> tuple[str, str] | None:
    """Return what is wrong with a switch, and how to fix it; None if all is well.

    `is_idle` says that the switch switches nothing off.
    """
    rule_id = switch.rule_id
    if switch.verb != "off":
        return (
            f"this lint comment has no effect: {switch.verb!r} is not `off`",
            "write: # lint: off RULE reason",
        )
    if rule_id not in known_rule_ids:
        return (
            f"there is no rule {rule_id!r}",
            "`liverdeck lint --rules` lists all rules",
        )
    if rule_id in _ALWAYS_ON:
        return f"`{rule_id}` cannot be switched off", "fix the fact instead"
    if not switch.reason:
        return (
            f"`{rule_id}` is switched off without a reason",
            "say why: # lint: off RULE reason",
        )
    return _fault_of_idle(switch) if is_idle else None


def _fault_of_idle(switch: Switch) -> tuple[str, str]:
    """Return what is wrong with a switch that switches nothing off, and its fix."""
    if not switch.fact_id:
        return (
            "this lint comment belongs to no fact",
            "put it on a line inside the fact",
        )
    return f"`{switch.rule_id}` finds nothing here", "delete the switch"
