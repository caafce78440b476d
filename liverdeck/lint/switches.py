"""`# lint: off RULE reason`, a comment on a fact: this rule is broken here on purpose."""

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
"""Id of what is wrong with switches themselves."""

_SWITCH = re.compile(r"lint\s*:\s*(\w*)\s*(\S*)\s*(.*)", re.IGNORECASE)
_ENTRY = re.compile(r" *- +(id|from|say|ask) *:")
"""The first line of a fact, readable or not."""
_ALWAYS_ON = frozenset(each.id for each in STRUCTURE)


@dataclass(frozen=True, slots=True)
class Switch:
    """One comment that switches a rule off for a fact."""

    position: Position
    verb: str
    """What the rule is switched; only `off` means something."""
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
    lines = LINE_END.split(text)
    here = {
        fact.position.line: fact for fact in facts if fact.position.path == str(path)
    }
    for line, column, comment in read_comments(text):
        match = _SWITCH.fullmatch(comment)
        if match is not None:
            fact = here.get(_entry_of(line, lines))
            at = Position(str(path), line, column)
            yield Switch(
                at,
                match[1].lower(),
                match[2],
                match[3].strip(),
                "" if fact is None else fact.id,
            )


def _entry_of(number: int, lines: Sequence[str]) -> int:
    """Return the line on which the fact of a comment begins: the next fact if only it follows, else the one around."""
    if lines[number - 1].lstrip().startswith("#"):
        following = number
        while following < len(lines) and not lines[following].partition("#")[0].strip():
            following += 1
        if (
            following < len(lines)
            and _ENTRY.match(lines[following])
            and not _is_inside(lines, number, following)
        ):
            return following + 1
    return next(
        (place for place in range(number, 0, -1) if _ENTRY.match(lines[place - 1])), 0
    )


def _is_inside(lines: Sequence[str], number: int, following: int) -> bool:
    """Whether a comment stands as far to the right as the keys of the fact that follows."""
    keys = lines[following].index("-") + 2
    return len(lines[number - 1]) - len(lines[number - 1].lstrip()) >= keys


def apply_switches(
    found: Sequence[tuple[str, Problem]],
    switches: Sequence[Switch],
    rules: Sequence[Rule],
    *,
    complete: bool,
) -> list[Problem]:
    """Return the findings (each with its fact's id) that no switch hides, and what is wrong with the switches.

    Only where the findings are `complete` can a switch be said to hide nothing.
    """
    by_target = {
        (switch.fact, switch.rule): switch
        for switch in switches
        if switch.fact and switch.verb == "off"
    }
    used: set[tuple[str, str]] = set()
    left: list[Problem] = []
    for fact, problem in found:
        if (fact, problem.rule) in by_target and problem.rule not in _ALWAYS_ON:
            used.add((fact, problem.rule))
        else:
            left.append(problem)
    known = {each.id for each in rules}
    for switch in switches:
        is_idle = complete and (switch.fact, switch.rule) not in used
        what, mend = _wrong_with(switch, known, is_idle=is_idle)
        if what:
            left.append(
                Problem(switch.position, what, mend, Severity.WARNING, SWITCH_RULE)
            )
    return left


def _wrong_with(switch: Switch, known: set[str], *, is_idle: bool) -> tuple[str, str]:
    rule = switch.rule
    faults = (
        (
            switch.verb != "off",
            f"a lint comment that does nothing: {switch.verb!r}",
            "write: # lint: off RULE reason",
        ),
        (rule not in known, f"no rule {rule!r}", "liverdeck lint --rules lists them"),
        (
            rule in _ALWAYS_ON,
            f"`{rule}` cannot be switched off",
            "mend the fact instead",
        ),
        (
            not switch.reason,
            f"`{rule}` is switched off without a reason",
            "say why: # lint: off RULE reason",
        ),
        (
            is_idle and not switch.fact,
            "this switch stands on no fact",
            "put it on a line inside the fact",
        ),
        (is_idle, f"`{rule}` has nothing to say here", "delete the switch"),
    )
    return next(((what, mend) for is_fault, what, mend in faults if is_fault), ("", ""))
