"""Edit the ids of facts and groups in the text of a fact file.

An edit gives a fact or group an older id (`was`) or another id. The files belong to the
author, so nothing else in them may change. An edited text is read again. If anything
but that fact differs, the edit is refused, and the author is told what to write.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.authoring.fact_file import FactFileContext, read_fact_file
from liverdeck.base.errors import ContentError
from liverdeck.base.problems import ID_CHARACTER, LINE, LINE_END, Problem
from liverdeck.facts.fact import Fact
from liverdeck.facts.identity import with_group
from liverdeck.facts.shapes import GroupedEnumeration

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from liverdeck.facts.shapes import Group

    FactOrGroup = Fact | Group

_WAS = re.compile(rf"(?P<key>\bwas:[ \t]*)(?:\[[^\]\n]*\]|{ID_CHARACTER}+)")
"""Matches the key `was` with its value: one id, or a list of ids on one line."""
_FLOW_ID = re.compile(rf"\{{\s*id:\s*[\"']?{ID_CHARACTER}+[\"']?")
"""Matches the beginning of a map that is written with { } and begins with its id."""
_BLOCK_ID = re.compile(
    rf"id:[ \t]*[\"']?{ID_CHARACTER}+[\"']?[ \t]*(?:#.*)?(?:{LINE_END.pattern})"
)
"""Matches the line of an id in a map that is written without { }."""


def with_oldest_id(text: str, path: str, name: str, old: str) -> str:
    """Return the text of a fact file in which a fact or group has `old` as oldest id.

    `name` is the id of the fact, or `fact/group`. Raises ContentError, with the `path`,
    if the fact is written in a way that this module cannot edit.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"

    def expected(item: FactOrGroup) -> FactOrGroup:
        return replace(item, was=with_oldest(item.was, old))

    def edit(source: str, item: FactOrGroup) -> str:
        return _with_was(source, item, with_oldest(item.was, old), line_end)

    return _edited(text, path, name, edit, expected)


def _with_was(
    source: str, item: FactOrGroup, was: tuple[str, ...], line_end: str
) -> str:
    """Return the source of a fact or group with these ids as the value of `was`.

    `source` is the text from the first character of the fact or group on.
    """
    value = was[0] if len(was) == 1 else f"[{', '.join(was)}]"
    if item.was:
        return _WAS.sub(rf"\g<key>{value}", source, count=1)

    if source.startswith("{"):
        brace_and_id = _FLOW_ID.match(source)
        if brace_and_id is None:
            return f"{{was: {value}, {source[1:]}"
        return f"{brace_and_id[0]}, was: {value}{source[brace_and_id.end() :]}"

    indentation = " " * (item.position.column - 1)
    id_line = _BLOCK_ID.match(source)
    if id_line is None:
        return f"was: {value}{line_end}{indentation}{source}"
    lines_after_id = source[id_line.end() :]
    return f"{id_line[0]}{indentation}was: {value}{line_end}{lines_after_id}"


def with_oldest(was: tuple[str, ...], old: str) -> tuple[str, ...]:
    """Return the earlier ids of a fact or group, with `old` as the oldest one."""
    return (old, *(name for name in was if name != old))


def with_new_id(text: str, path: str, name: str, new: str) -> str:
    """Return the text of a fact file in which a fact or group has the id `new`.

    `name` and the error that may be raised are as in `with_oldest_id`.
    """
    old = name.rpartition("/")[2]
    pattern = re.compile(rf"\bid:(?P<space>[ \t]*)[\"']?{re.escape(old)}[\"']?")

    def expected(item: FactOrGroup) -> FactOrGroup:
        return replace(item, id=new)

    def edit(source: str, _: FactOrGroup) -> str:
        return pattern.sub(rf"id:\g<space>{new}", source, count=1)

    return _edited(text, path, name, edit, expected)


def _edited(
    text: str,
    path: str,
    name: str,
    edit: Callable[[str, FactOrGroup], str],
    expected: Callable[[FactOrGroup], FactOrGroup],
) -> str:
    """Return the text with one fact or group edited.

    `edit` takes the text from the first character of the fact or group on, and returns
    this text with the edit. `expected` returns the fact or group that must be read from
    the edited text. Raises ContentError if another fact or group is read.
    """
    fact_id, _, group_id = name.partition("/")
    facts = _facts(text, path)
    fact = next(fact for fact in facts if fact.id == fact_id)
    item = _group(fact, group_id) if group_id else fact

    line_starts = [match.start() for match in LINE.finditer(text)]
    start = line_starts[item.position.line - 1] + item.position.column - 1
    end = len(text)
    if fact.end is not None:
        end = line_starts[fact.end.line - 1] + fact.end.column - 1
    edited = text[:start] + edit(text[start:end], item) + text[end:]

    expected_item = expected(item)
    if isinstance(expected_item, Fact):
        expected_fact = expected_item
    else:
        expected_fact = with_group(fact, group_id, expected_item)
    expected_facts = [expected_fact if known is fact else known for known in facts]
    if not are_same_facts(_facts(edited, path), expected_facts):
        raise ContentError([_cannot_edit_problem(name, item, expected_item)])
    return edited


def _group(fact: Fact, group_id: str) -> Group:
    if not isinstance(fact.shape, GroupedEnumeration):
        raise TypeError(f"the fact {fact.id!r} has no groups")
    return next(group for group in fact.shape.groups if group.id == group_id)


def _cannot_edit_problem(
    name: str, item: FactOrGroup, expected_item: FactOrGroup
) -> Problem:
    """Return the problem of a fact or group that the author must edit."""
    keys = f"`id: {expected_item.id}`"
    if expected_item.was:
        keys += f" and `was: [{', '.join(expected_item.was)}]`"
    noun = "fact" if isinstance(item, Fact) else "group"
    return Problem(
        item.position,
        f"the {noun} {name!r} is written in a way that cannot be edited for you",
        f"write {keys} there yourself, and run the command again",
    )


def are_same_facts(facts: Sequence[Fact], expected: Sequence[Fact]) -> bool:
    """Whether facts are equal to the expected ones, except for their positions."""
    texts = list(map(_without_positions, facts))
    return texts == list(map(_without_positions, expected))


def _facts(text: str, path: str) -> tuple[Fact, ...]:
    return read_fact_file(text.encode(), FactFileContext(path, None)).value or ()


def _without_positions(fact: Fact) -> str:
    """Return the content of a fact as a text, without its positions."""
    path = re.escape(repr(fact.position.path))
    return re.sub(rf"Position\(path={path}, line=\d+, column=\d+\)", "", repr(fact))
