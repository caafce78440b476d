"""Read YAML into nodes with positions, and keep every scalar as the author's text.

The reader uses libyaml's events, not the objects that PyYAML makes from them. So `NO`,
`010`, `1:40` and `1.10` stay as typed, each node has its position, and reading is
several times faster. Anchors, aliases, tags, duplicate keys and a second document are
reported as problems, because no author means to write them.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.authoring.yaml_tree import TreeBuilder, has_parser, may_have_directive
from liverdeck.base.characters import INVISIBLE_CHARACTER, code_of
from liverdeck.base.files import decoded, read_bytes
from liverdeck.base.problems import (
    LINE_END,
    Position,
    ProblemList,
    ReadingRule,
    position_in,
)
from liverdeck.base.result import Result

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.authoring.yaml_nodes import Node

_MOST_FAULTS = 20
"""The most broken facts of a file that are left out. Reading stops at the next one.

The file is read once more after each broken fact, which takes time.
"""
_DIRECTIVE = re.compile(r"(?:^|[\r\n])%")
"""Matches a `%` at the start of a line, as in `%YAML 1.2`."""
_MOST_DIRECTIVES = 20
"""A file with more lines that start with `%` is not read.

Each such line is a problem.
"""
_MOST_CHARACTERS_REREAD = 2 * 1024 * 1024
"""After more characters were read again, reading stops at the next broken fact.

With this limit, a file of a megabyte is read again at most three times, in a few
seconds.
"""


def read_file(path: Path) -> Result[Node]:
    """Read one YAML file.

    Returns the root node and the problems. If the file cannot be read, the root is
    None, and there is at least one problem. Never raises an error for the file or its
    content.
    """
    data = read_bytes(path, ReadingRule.YAML)
    if data.value is None:
        return Result(None, data.problems)
    return read_yaml_bytes(data.value, str(path))


def read_yaml_bytes(data: bytes, path: str) -> Result[Node]:
    """Read one YAML document from the bytes of a file. See `read_file`."""
    text = decoded(data, path, ReadingRule.YAML)
    if text.value is None:
        return Result(None, text.problems)
    return read_yaml(text.value, path)


def read_yaml(text: str, path: str) -> Result[Node]:
    """Read one YAML document from a text. See `read_file`. The problems name `path`."""
    problem_list = ProblemList(path, ReadingRule.YAML)
    if not has_parser():
        problem_list.add(
            Position(path),
            "this PyYAML lacks libyaml, its parser written in C",
            "install it with: pip install --force-reinstall --only-binary :all: PyYAML",
        )
        return Result(None, tuple(problem_list.problems))
    _report_invisible_characters(text, problem_list)
    if problem_list.problems:
        return Result(None, tuple(problem_list.problems))
    _report_many_directives(text, problem_list)
    if problem_list.problems:
        return Result(None, tuple(problem_list.problems))
    result, _ = _read_around_faults(text, path)
    return result


def text_without_broken_entries(text: str) -> str:
    """Return a text with a lone dash and empty lines in place of each broken entry."""
    _, readable_text = _read_around_faults(text, path="")
    return readable_text


def _report_many_directives(text: str, problem_list: ProblemList) -> None:
    """Report directives if there are many, because libyaml would take very long."""
    if not may_have_directive(text):
        return  # the pattern below would take a twentieth of the time of a build
    directives = list(islice(_DIRECTIVE.finditer(text), _MOST_DIRECTIVES + 1))
    if len(directives) > _MOST_DIRECTIVES:
        position = position_in(text, directives[0].end() - 1, problem_list.path)
        fix = "delete the lines that start with %"
        problem_list.add(position, "many YAML directives", fix)


def _report_invisible_characters(text: str, problem_list: ProblemList) -> None:
    """Report the first invisible character of each line that has one."""
    if INVISIBLE_CHARACTER.search(text) is None:
        return
    for number, line in enumerate(LINE_END.split(text), 1):
        match = INVISIBLE_CHARACTER.search(line)
        if match is None:
            continue
        if match.group() == "\t":
            message, fix = "a tab", "use spaces; YAML allows no tab here"
        else:
            message = f"an invisible character, {code_of(match.group())}"
            fix = "delete it"
        position = Position(problem_list.path, number, match.start() + 1)
        problem_list.add(position, message, fix)
        if problem_list.is_full:
            return


def _read_around_faults(text: str, path: str) -> tuple[Result[Node], str]:
    """Read a text. After a broken entry of a list, read the text without that entry.

    So one broken fact does not hide the problems of the other facts. Returns the result
    (the root node and all problems) and the text that was read last.
    """
    faults = ProblemList(path, ReadingRule.YAML)
    fault_positions: set[tuple[int, int]] = set()
    left_out_lines: set[int] = set()
    characters_reread = 0
    while True:
        problem_list = ProblemList(path, ReadingRule.YAML)
        builder = TreeBuilder(text, problem_list, left_out_lines)
        root = builder.build()
        fault = builder.fault
        if fault is None:
            break
        fault_position = (fault.line, fault.column)
        if fault_position in fault_positions:  # leaving out the entry did not help
            break
        faults.add(fault, fault.message, fault.fix)
        fault_positions.add(fault_position)

        is_limit_reached = (
            len(left_out_lines) == _MOST_FAULTS
            or characters_reread > _MOST_CHARACTERS_REREAD
        )
        if is_limit_reached:
            message = "the facts after this one were not checked"
            faults.add(fault, message, "fix the problems above first")
        if is_limit_reached or builder.list_start is None:
            break

        entry = fault.broken_entry(*builder.list_start, left_out_lines)
        if entry is None:
            break
        left_out_lines.add(entry.start)
        text = fault.text_without(entry)
        characters_reread += len(text)

    all_problems = faults.problems + problem_list.problems
    sorted_problems = sorted(all_problems, key=lambda problem: problem.position)
    return Result(root, tuple(sorted_problems)), text
