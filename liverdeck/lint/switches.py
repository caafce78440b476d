"""Comments such as `# lint: off RULE reason`, which switch a rule off for one fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.authoring.yaml_comments import read_comments
from liverdeck.base.files import read_text
from liverdeck.base.problems import LINE_END, Position, Problem, RuleId, Severity
from liverdeck.base.values import value_class
from liverdeck.lint.rules.structure import RULES as STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence
    from pathlib import Path

    from liverdeck.facts.fact import Fact
    from liverdeck.facts.location import FactLocator
    from liverdeck.lint.rule import Rule

SWITCH_RULE = RuleId("switch")
"""Id of the rule for problems with the switches themselves."""

_SWITCH = re.compile(r"lint\s*:\s*(\w*)\s*(\S*)\s*(.*)", re.IGNORECASE)
"""Matches a switch. The groups are the verb, the rule and the reason."""
_MAY_HAVE_SWITCH = re.compile(r"lint\s*:", re.IGNORECASE)
"""If this is not found in a file, the file's comments do not have to be read."""
_ALWAYS_ON = frozenset(rule.id for rule in STRUCTURE)
"""Ids of the rules that cannot be switched off."""


@value_class
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


def switches_of(paths: Iterable[Path], locator: FactLocator) -> tuple[Switch, ...]:
    """Read the switches in fact files. `locator` has the facts of these files."""
    return tuple(switch for path in paths for switch in _switches_in(path, locator))


def _switches_in(path: Path, locator: FactLocator) -> Iterator[Switch]:
    """Yield the switches in a fact file; none if the file cannot be read."""
    text, problem = read_text(path)
    if problem is not None or not _MAY_HAVE_SWITCH.search(text):
        return
    lines = LINE_END.split(text)
    for line_number, column, comment in read_comments(text):
        match = _SWITCH.fullmatch(comment)
        if match is None:
            continue
        position = Position(str(path), line_number, column)
        fact = _fact_of_comment(position, lines, locator)
        yield Switch(
            position,
            verb=match[1].lower(),
            rule_id=match[2],
            reason=match[3].strip(),
            fact_id="" if fact is None else fact.id,
        )


def _fact_of_comment(
    position: Position, lines: Sequence[str], locator: FactLocator
) -> Fact | None:
    """Return the fact that a comment belongs to.

    A comment between the dash of a fact and its first key belongs to that fact. So does
    a comment right above the fact, if it is indented less than the keys of the fact.
    Any other comment belongs to the fact in whose lines it is, if any.
    """
    following = locator.first_fact_after(position)
    if following is not None:
        lines_between = lines[position.line : following.position.line - 1]
        is_right_before = all(map(_is_empty_or_dash, lines_between))
        is_above = position.column < following.position.column
        if is_right_before and (is_above or _is_after_lone_dash(position, lines)):
            return following
    return locator.fact_at(position)


def _is_after_lone_dash(position: Position, lines: Sequence[str]) -> bool:
    """Whether the last text before a comment is a dash alone.

    Empty lines and other comments do not count as text.
    """
    index = position.line - 1
    text_before = lines[index][: position.column - 1].strip()
    while not text_before and index > 0:
        index -= 1
        text_before = lines[index].partition("#")[0].strip()
    return text_before == "-"


def _is_empty_or_dash(line: str) -> bool:
    """Whether a line has at most a dash and a comment."""
    return line.partition("#")[0].strip() in ("", "-")


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
    switch: Switch, known_rule_ids: Container[str], *, is_idle: bool
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
