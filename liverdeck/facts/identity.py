"""Find facts and groups by their ids, and find ids that are used twice.

Two facts of a deck cannot have the same id. Neither can two groups of a fact, two
topics or two passages.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from liverdeck.base.problems import Problem, ReadingRule
from liverdeck.facts.shapes import GroupedEnumeration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.base.problems import Position
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.shapes import Group


class HasId(Protocol):
    """A value with an id and a position: a topic, a passage or a group."""

    @property
    def id(self) -> str:
        """The id, such as `heart`."""

    @property
    def position(self) -> Position:
        """The position of the value in the author's file."""


def fact_named(fact_id: str, facts: Iterable[Fact]) -> Fact | None:
    """Return the fact that has an id now, or the first fact that had this id before.

    Returns None if no fact has or had this id.
    """
    candidates = list(facts)
    for fact in candidates:
        if fact.id == fact_id:
            return fact
    for fact in candidates:
        if fact_id in fact.was:
            return fact
    return None


def part_named(name: str, fact: Fact) -> str:
    """Return the part of the card that a user named within a fact.

    If the name is an id that a group has or had, the part is the oldest id of the
    group. Any other name is the part itself.
    """
    if not isinstance(fact.shape, GroupedEnumeration):
        return name
    groups = fact.shape.groups
    for group in groups:
        if group.id == name:
            return group.identity
    for group in groups:
        if name in group.was:
            return group.identity
    return name


def with_group(fact: Fact, group_id: str, edited: Group) -> Fact:
    """Return a copy of a fact with `edited` in place of the group with this id."""
    if not isinstance(fact.shape, GroupedEnumeration):
        raise TypeError(f"the fact {fact.id!r} has no groups")
    groups = tuple(
        edited if group.id == group_id else group for group in fact.shape.groups
    )
    return replace(fact, shape=replace(fact.shape, groups=groups))


def part_in_file(part: str, fact: Fact) -> str:
    """Return a part as the author's file spells it: for a group, its present id.

    `part` is the oldest id of the group. Any other part is returned as it is.
    """
    if not isinstance(fact.shape, GroupedEnumeration):
        return part
    for group in fact.shape.groups:
        if group.identity == part:
            return group.id
    return part


def repeated_ids(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield a problem for each fact whose id an earlier fact has already.

    A learner's progress belongs to the id. So ids are compared when facts are read from
    files, and again before a package is built, because a deck may also be made by
    Python code.
    """
    first_facts: dict[str, Fact] = {}
    for fact in facts:
        first = first_facts.get(fact.id)
        if first is None:
            first_facts[fact.id] = fact
        else:
            yield Problem(
                fact.position,
                f"the fact id {fact.id!r} is there twice (first at {first.position})",
                "give this fact another id",
                rule=ReadingRule.ID,
            )
    yield from repeated_identities(first_facts.values())


def repeated_identities(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield a problem for each fact whose oldest id an earlier fact has already."""
    first_facts: dict[str, Fact] = {}
    for fact in facts:
        first = first_facts.setdefault(fact.identity, fact)
        if first is not fact:
            yield Problem(
                fact.position,
                f"the fact {fact.id!r} has the oldest id {fact.identity!r}, which is "
                f"that of the fact {first.id!r} already (at {first.position})",
                "give one of the two another id, or correct its `was`",
                rule=ReadingRule.ID,
            )


def repeated_group_ids(facts: Iterable[Fact]) -> Iterator[Problem]:
    """Yield a problem for each group whose id an earlier group of its fact has already.

    It is also a problem if two groups of a fact have the same oldest id.
    """
    for fact in facts:
        if not isinstance(fact.shape, GroupedEnumeration):
            continue
        first_groups: dict[str, Group] = {}
        for group in fact.shape.groups:
            first = first_groups.get(group.id)
            if first is None:
                first_groups[group.id] = group
            else:
                yield repeated_id("group", group, first)
        yield from repeated_group_identities(first_groups.values())


def repeated_group_identities(groups: Iterable[Group]) -> Iterator[Problem]:
    """Yield a problem for each group whose oldest id an earlier group has already."""
    first_groups: dict[str, Group] = {}
    for group in groups:
        first = first_groups.setdefault(group.identity, group)
        if first is not group:
            yield Problem(
                group.position,
                f"the group {group.id!r} has the oldest id {group.identity!r}, which "
                f"is that of the group {first.id!r} already",
                "give one of the two another id, or correct its `was`",
                rule=ReadingRule.ID,
            )


def repeated_id(noun: str, value: HasId, first: HasId) -> Problem:
    """Return the problem of a value whose id an earlier value, `first`, has already.

    Both are in the same file. `noun` names the values in the message: "topic",
    "passage" or "group".
    """
    return Problem(
        value.position,
        f"the {noun} id {value.id!r} is there twice "
        f"(first {first.position.line_in_words})",
        "give it another id",
        rule=ReadingRule.ID,
    )
