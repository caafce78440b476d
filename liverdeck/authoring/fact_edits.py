"""Writes into fact files which id a fact had before, or another id.

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

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from liverdeck.facts.fact import Fact

_WAS = re.compile(rf"(?P<key>\bwas:[ \t]*)(?:\[[^\]\n]*\]|{ID_CHARACTER}+)")
_FLOW_ID = re.compile(rf"\{{\s*id:\s*[\"']?{ID_CHARACTER}+[\"']?")
_BLOCK_ID = re.compile(
    rf"id:[ \t]*[\"']?{ID_CHARACTER}+[\"']?[ \t]*(?:#.*)?(?:{LINE_END.pattern})"
)


def with_oldest_id(text: str, path: str, fact_id: str, old: str) -> str:
    """Return the text of a fact file in which a fact has `old` as its oldest id.

    Raises ContentError, with the `path`, if the fact is written in a way that this
    cannot edit.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"

    def wanted(fact: Fact) -> Fact:
        return replace(fact, was=(old, *(name for name in fact.was if name != old)))

    def edited(source: str, fact: Fact) -> str:
        was = wanted(fact).was
        value = was[0] if len(was) == 1 else f"[{', '.join(was)}]"
        if fact.was:
            return _WAS.sub(rf"\g<key>{value}", source, count=1)
        if source.startswith("{"):
            brace_and_id = _FLOW_ID.match(source)
            if brace_and_id is None:
                return f"{{was: {value}, {source[1:]}"
            return f"{brace_and_id[0]}, was: {value}{source[brace_and_id.end() :]}"
        indentation = " " * (fact.position.column - 1)
        id_line = _BLOCK_ID.match(source)
        if id_line is None:
            return f"was: {value}{line_end}{indentation}{source}"
        rest = source[id_line.end() :]
        return f"{id_line[0]}{indentation}was: {value}{line_end}{rest}"

    return _edited(text, path, fact_id, edited, wanted)


def with_new_id(text: str, path: str, fact_id: str, new: str) -> str:
    """Return the text of a fact file in which a fact has the id `new`.

    Raises ContentError as `with_oldest_id` does.
    """
    pattern = re.compile(rf"\bid:(?P<space>[ \t]*)[\"']?{re.escape(fact_id)}[\"']?")

    def edited(source: str, _: Fact) -> str:
        return pattern.sub(rf"id:\g<space>{new}", source, count=1)

    return _edited(text, path, fact_id, edited, lambda fact: replace(fact, id=new))


def _edited(
    text: str,
    path: str,
    fact_id: str,
    edit: Callable[[str, Fact], str],
    wanted: Callable[[Fact], Fact],
) -> str:
    """Return the text with one fact edited, if no other fact differs then.

    `edit` takes the text of the fact from its first character on, and `wanted` returns
    the fact that is to be read from the edited text.
    """
    facts = _facts(text, path)
    fact = next(fact for fact in facts if fact.id == fact_id)
    line_starts = [match.start() for match in LINE.finditer(text)]
    start = line_starts[fact.position.line - 1] + fact.position.column - 1
    end = len(text)
    if fact.end is not None:
        end = line_starts[fact.end.line - 1] + fact.end.column - 1
    edited = text[:start] + edit(text[start:end], fact) + text[end:]
    expected = [wanted(known) if known is fact else known for known in facts]
    if not is_as_wanted(_facts(edited, path), expected):
        result = wanted(fact)
        keys = f"`id: {result.id}`"
        if result.was:
            keys += f" and `was: [{', '.join(result.was)}]`"
        problem = Problem(
            fact.position,
            f"the fact {fact.id!r} is written in a way that cannot be edited for you",
            f"write {keys} there yourself, and run the command again",
        )
        raise ContentError([problem])
    return edited


def is_as_wanted(facts: Sequence[Fact], wanted: Sequence[Fact]) -> bool:
    """Whether the facts of an edited file say what they should, wherever they stand."""
    return list(map(_without_positions, facts)) == list(map(_without_positions, wanted))


def _facts(text: str, path: str) -> tuple[Fact, ...]:
    return read_fact_file(text.encode(), FactFileContext(path, None)).value or ()


def _without_positions(fact: Fact) -> str:
    """Return all that a fact says, as text, without where it stands."""
    path = re.escape(repr(fact.position.path))
    return re.sub(rf"Position\(path={path}, line=\d+, column=\d+\)", "", repr(fact))
