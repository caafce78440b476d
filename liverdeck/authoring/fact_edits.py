"""Writes into fact files which id a fact or a group had before, or another id.

The files belong to the author, so nothing else in them may change. An edited text is
read again: if anything but the one fact differs, nothing is written, and the author is
told what to write.
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

    Named = Fact | Group
    """What has an id, and ids that it had before."""

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
    if the fact is written in a way that cannot be edited here.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"

    def wanted(named: Named) -> Named:
        return replace(named, was=with_oldest(named.was, old))

    def edited(source: str, named: Named) -> str:
        return _with_was(source, named, with_oldest(named.was, old), line_end)

    return _edited(text, path, name, edited, wanted)


def _with_was(source: str, named: Named, was: tuple[str, ...], line_end: str) -> str:
    """Return the source of a fact or group with these ids as the value of `was`.

    `source` is the text from the first character of the fact or group on.
    """
    value = was[0] if len(was) == 1 else f"[{', '.join(was)}]"
    if named.was:
        return _WAS.sub(rf"\g<key>{value}", source, count=1)

    if source.startswith("{"):
        brace_and_id = _FLOW_ID.match(source)
        if brace_and_id is None:
            return f"{{was: {value}, {source[1:]}"
        return f"{brace_and_id[0]}, was: {value}{source[brace_and_id.end() :]}"

    indentation = " " * (named.position.column - 1)
    id_line = _BLOCK_ID.match(source)
    if id_line is None:
        return f"was: {value}{line_end}{indentation}{source}"
    rest = source[id_line.end() :]
    return f"{id_line[0]}{indentation}was: {value}{line_end}{rest}"


def with_oldest(was: tuple[str, ...], old: str) -> tuple[str, ...]:
    """Return the ids that a fact or group had before, with `old` as the oldest."""
    return (old, *(name for name in was if name != old))


def with_new_id(text: str, path: str, name: str, new: str) -> str:
    """Return the text of a fact file in which a fact or group has the id `new`.

    `name` and the error that may be raised are as in `with_oldest_id`.
    """
    old = name.rpartition("/")[2]
    pattern = re.compile(rf"\bid:(?P<space>[ \t]*)[\"']?{re.escape(old)}[\"']?")

    def edited(source: str, _: Named) -> str:
        return pattern.sub(rf"id:\g<space>{new}", source, count=1)

    return _edited(text, path, name, edited, lambda named: replace(named, id=new))


def _edited(
    text: str,
    path: str,
    name: str,
    edit: Callable[[str, Named], str],
    wanted: Callable[[Named], Named],
) -> str:
    """Return the text with one fact or group edited.

    `edit` takes the text from the first character of the fact or group on, and returns
    this text edited. `wanted` returns the fact or group as it should then be read.
    Raises ContentError if the edited text says anything else.
    """
    fact_id, _, group_id = name.partition("/")
    facts = _facts(text, path)
    fact = next(fact for fact in facts if fact.id == fact_id)
    named = _group(fact, group_id) if group_id else fact

    line_starts = [match.start() for match in LINE.finditer(text)]
    start = line_starts[named.position.line - 1] + named.position.column - 1
    end = len(text)
    if fact.end is not None:
        end = line_starts[fact.end.line - 1] + fact.end.column - 1
    edited = text[:start] + edit(text[start:end], named) + text[end:]

    result = wanted(named)
    after = result if isinstance(result, Fact) else with_group(fact, group_id, result)
    expected = [after if known is fact else known for known in facts]
    if not is_as_wanted(_facts(edited, path), expected):
        raise ContentError([_cannot_be_edited(name, named, result)])
    return edited


def _group(fact: Fact, group_id: str) -> Group:
    if not isinstance(fact.shape, GroupedEnumeration):
        raise TypeError(f"the fact {fact.id!r} has no groups")
    return next(group for group in fact.shape.groups if group.id == group_id)


def _cannot_be_edited(name: str, named: Named, result: Named) -> Problem:
    """Return the problem of a fact or group that the author must edit."""
    keys = f"`id: {result.id}`"
    if result.was:
        keys += f" and `was: [{', '.join(result.was)}]`"
    what = "fact" if isinstance(named, Fact) else "group"
    return Problem(
        named.position,
        f"the {what} {name!r} is written in a way that cannot be edited for you",
        f"write {keys} there yourself, and run the command again",
    )


def is_as_wanted(facts: Sequence[Fact], wanted: Sequence[Fact]) -> bool:
    """Whether the facts of an edited file say what they should, wherever they are."""
    return list(map(_without_positions, facts)) == list(map(_without_positions, wanted))


def _facts(text: str, path: str) -> tuple[Fact, ...]:
    return read_fact_file(text.encode(), FactFileContext(path, None)).value or ()


def _without_positions(fact: Fact) -> str:
    """Return all that a fact says, as text, without its positions."""
    path = re.escape(repr(fact.position.path))
    return re.sub(rf"Position\(path={path}, line=\d+, column=\d+\)", "", repr(fact))
