"""Comments such as `# lint: off RULE reason`, which switch a rule off for one fact."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
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

_FactAndRule = tuple[Position, str]
"""The position of a fact, and the id of a rule.

The position is used because in a broken deck, two facts may have the same id.
"""

SWITCH_RULE = RuleId("switch")
"""The id of the rule that a switch breaks if it does not work."""

_SWITCH = re.compile(r"lint\s*:\s*(\w*)\s*(\S*)\s*(.*)", re.IGNORECASE)
"""Matches the text of a switch: `lint: off tautology It is a definition.`

The groups are the verb (`off`), the id of the rule (`tautology`) and the reason.
"""
_MAY_HAVE_SWITCH = re.compile(r"lint\s*:", re.IGNORECASE)
"""Matches a text in every file with a switch. In other files, comments are not read."""
_ALWAYS_ON = frozenset(rule.id for rule in STRUCTURE)
"""The ids of the rules that cannot be switched off."""


@value_class
class Switch:
    """A comment that begins with `lint:`, to switch a rule off for one fact."""

    position: Position
    verb: str
    """The word after `lint:` in lower case. Only `off` has an effect."""
    rule_id: str
    """The id of the rule, as the author wrote it. There may be no rule with this id."""
    reason: str
    fact: Fact | None
    """The fact to which the comment belongs; None if there is no such fact."""

    @property
    def fact_and_rule(self) -> _FactAndRule | None:
        """The position of the switch's fact, and the id of its rule, or None."""
        return None if self.fact is None else (self.fact.position, self.rule_id)


def switches_of(paths: Iterable[Path], locator: FactLocator) -> tuple[Switch, ...]:
    """Read the switches in fact files. `locator` has the facts of these files."""
    return tuple(switch for path in paths for switch in _switches_in(path, locator))


def _switches_in(path: Path, locator: FactLocator) -> Iterator[Switch]:
    """Yield the switches in a fact file; none if the file cannot be read."""
    text = read_text(path).value
    if text is None or not _MAY_HAVE_SWITCH.search(text):
        return
    lines = _Lines(LINE_END.split(text))
    for line_number, column, comment in read_comments(text):
        match = _SWITCH.fullmatch(comment)
        if match is not None:
            position = Position(str(path), line_number, column)
            yield Switch(
                position,
                verb=match[1].lower(),
                rule_id=match[2],
                reason=match[3].strip(),
                fact=_fact_of_comment(position, lines, locator),
            )


class _Lines:
    """The lines of a fact file, with the information which lines have content.

    Empty lines and lines with only a comment have no content. Lines are counted from 1.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        contents = [line.partition("#")[0].strip() for line in lines]
        self._content_lines = [
            number for number, content in enumerate(contents, 1) if content
        ]
        self._lone_dashes = {
            number for number, content in enumerate(contents, 1) if content == "-"
        }

    def text_before(self, position: Position) -> str:
        """Return the text before a position in its line, without surrounding spaces."""
        return self._lines[position.line - 1][: position.column - 1].strip()

    def is_right_after_lone_dash(self, position: Position) -> bool:
        """Whether the last content before a position is only a dash."""
        text_before = self.text_before(position)
        if text_before:
            return text_before == "-"
        index = bisect_left(self._content_lines, position.line)
        return index > 0 and self._content_lines[index - 1] in self._lone_dashes

    def dash_line_of(self, fact: Fact) -> int:
        """Return the line of the dash of a fact.

        The dash is in the line of the fact's first key, or alone in a line above it. If
        the fact has no dash, the result is the line of its first key.
        """
        first_key_line = fact.position.line
        if "-" in self.text_before(fact.position):
            return first_key_line
        index = bisect_left(self._content_lines, first_key_line)
        line_above = self._content_lines[index - 1] if index > 0 else 0
        return line_above if line_above in self._lone_dashes else first_key_line

    def has_no_content_between(self, first: int, last: int) -> bool:
        """Whether all lines after `first` and before `last` have no content."""
        index = bisect_right(self._content_lines, first)
        return index == len(self._content_lines) or self._content_lines[index] >= last

    def indentation(self, line: int) -> int:
        """Return the number of spaces at the start of a line."""
        text = self._lines[line - 1]
        return len(text) - len(text.lstrip())


def _fact_of_comment(
    position: Position, lines: _Lines, locator: FactLocator
) -> Fact | None:
    """Return the fact to which a comment belongs.

    A comment between the dash of a fact and its first key belongs to that fact. A
    comment alone on a line right above the fact also belongs to the fact, if it is
    indented less than the keys of a fact. Any other comment belongs to the fact that
    has the comment in its lines, if there is such a fact.
    """
    surrounding_fact = locator.fact_at(position)
    next_fact = locator.first_fact_after(position)
    if next_fact is None:
        return surrounding_fact
    dash_line = lines.dash_line_of(next_fact)
    if position.line >= dash_line:
        is_after_dash = lines.is_right_after_lone_dash(position)
        if surrounding_fact is None and is_after_dash:
            return next_fact
        return surrounding_fact
    is_alone = not lines.text_before(position)
    is_right_above = lines.has_no_content_between(position.line, dash_line)
    is_outside_keys = position.column <= lines.indentation(dash_line) + len("- ")
    if is_alone and is_right_above and is_outside_keys:
        return next_fact
    return surrounding_fact


def apply_switches(
    problems_with_facts: Sequence[tuple[Fact | None, Problem]],
    switches: Sequence[Switch],
    rules: Sequence[Rule],
    *,
    is_complete: bool,
) -> list[Problem]:
    """Return the problems that are not switched off, and a warning for each bad switch.

    Each given problem has its fact with it, or None. `is_complete` says whether all
    rules were checked. If some rules were not checked, a switch that switches nothing
    off is not reported, because it may be a switch for one of these rules.
    """
    switched_off = {switch.fact_and_rule for switch in switches if switch.verb == "off"}
    used: set[_FactAndRule] = set()
    remaining: list[Problem] = []
    for fact, problem in problems_with_facts:
        if fact is None or problem.rule in _ALWAYS_ON:
            remaining.append(problem)
            continue
        fact_and_rule = (fact.position, str(problem.rule))
        if fact_and_rule in switched_off:
            used.add(fact_and_rule)
        else:
            remaining.append(problem)

    known_rule_ids = {rule.id for rule in rules}
    for switch in switches:
        is_idle = is_complete and switch.fact_and_rule not in used
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
    """Return what is wrong with a switch, and the fix; None if nothing is wrong.

    `is_idle` says whether the switch switches nothing off.
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
    if switch.fact is None:
        return (
            "this lint comment belongs to no fact",
            "put it on a line inside the fact",
        )
    return f"`{switch.rule_id}` finds nothing here", "delete the switch"
