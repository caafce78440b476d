"""Reads YAML into nodes with positions, and keeps every scalar as the author's text.

The reader uses libyaml's events, not the objects that PyYAML makes from them. So `NO`,
`010`, `1:40` and `1.10` stay as typed, each node has its position, and reading is
several times faster. Anchors, aliases, tags, duplicate keys and a second document are
reported as problems, because no author means to write them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from liverdeck.authoring.yaml_faults import ON_A_LINE_OF_ITS_OWN, SyntaxFault
from liverdeck.authoring.yaml_nodes import Mapping, Node, Scalar, Sequence
from liverdeck.base.files import read_text
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.base.problems import LINE_END, Problem, ProblemList

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CParser: Any
try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # missing in its stub
except ImportError:  # PyYAML was built without libyaml
    CParser = None

_Event = Any
"""One of libyaml's events. Any, because PyYAML's stubs give events no attributes."""
_Mark = Any
"""A position in the text, with line and column from 0, as libyaml counts."""

DEEPEST_NESTING = 16
"""At most this many levels of maps and lists. A file with more levels is refused.

The format of our files needs eight.
"""
_MOST_FAULTS = 20
"""After this many broken facts, no others are looked for in a file.

The file is read once more for each broken fact, so this takes time.
"""
_LONGEST_TEXT_TO_REREAD = 1024 * 1024
"""In characters. A longer file is not read again after its first broken fact."""

_TOO_DEEP = f"nested deeper than {DEEPEST_NESTING} levels"
_TOO_DEEP_FIX = "see the format in cards/README.md"
_INVISIBLE = re.compile(
    r"[\x00-\x08\t\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)
"""Control characters, tabs, line separators, byte order marks and non-characters.

Line ends are allowed.
"""
_INVISIBLE_BY_ESCAPE = re.compile(rf"{_INVISIBLE.pattern}|\r")
"""What no escape in double quotes may stand for. This includes a carriage return."""
_COMMENT = re.compile(r"(?:(?<= )|^)#")
"""Matches a `#` at the start of a line, or after a space."""
_CUT_BY_COMMENT = re.compile(r" +#")
"""Matches right after a plain text, if a comment begins there."""


def read_file(path: Path) -> tuple[Node | None, list[Problem]]:
    """Read one YAML file.

    Returns the root node and the problems. If the file cannot be read, the root is
    None, and there is at least one problem. Never raises an error for the file or its
    content.
    """
    text, problem = read_text(path)
    if problem is not None:
        return None, [problem]
    return read_yaml(text, str(path))


@garbage_collection_paused()
def read_yaml(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document from a text. See `read_file`. The problems name `path`."""
    problem_list = ProblemList(path)
    if CParser is None:
        problem_list.add(
            1,
            1,
            "this PyYAML lacks libyaml, its parser written in C",
            "install it with: pip install --force-reinstall --only-binary :all: PyYAML",
        )
        return None, problem_list.problems
    _report_invisible_characters(text, problem_list)
    if problem_list.problems:
        return None, problem_list.problems
    return _read_around_faults(text, path)


def _report_invisible_characters(text: str, problem_list: ProblemList) -> None:
    """Report the first invisible character of each line that has one."""
    if _INVISIBLE.search(text) is None:
        return
    for number, line in enumerate(LINE_END.split(text), 1):
        match = _INVISIBLE.search(line)
        if match is None:
            continue
        if match.group() == "\t":
            message, fix = "a tab", "use spaces; YAML allows no tab here"
        else:
            message = f"an invisible character, U+{ord(match.group()):04X}"
            fix = "delete it"
        problem_list.add(number, match.start() + 1, message, fix)
        if problem_list.is_full:
            return


def _read_around_faults(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """Read a text. After a broken fact, read the text again without that fact.

    So one broken fact does not hide the problems of the other facts.
    """
    faults = ProblemList(path)
    fault_positions: set[tuple[int, int]] = set()
    while True:
        problem_list = ProblemList(path)
        builder = _Builder(text, problem_list)
        root = builder.build()
        fault = builder.fault
        if fault is None:
            break
        fault_position = (fault.line, fault.column)
        if fault_position in fault_positions:  # leaving out the fact did not help
            break
        faults.add(fault.line, fault.column, fault.message, fault.fix)
        fault_positions.add(fault_position)
        if len(fault_positions) == _MOST_FAULTS or len(text) > _LONGEST_TEXT_TO_REREAD:
            break
        text_without_fact = fault.text_without_broken_fact()
        if text_without_fact is None:
            break
        text = text_without_fact
    all_problems = faults.problems + problem_list.problems
    return root, sorted(all_problems, key=lambda problem: problem.position)


class _GiveUpError(Exception):
    """The text is nested too deeply, or has too many problems, to read on."""


class _Builder:
    """Builds the tree of one document from libyaml's events."""

    def __init__(self, text: str, problem_list: ProblemList) -> None:
        self.text = text
        self.problem_list = problem_list
        self.fault: SyntaxFault | None = None
        self.has_comment_signs = " #" in text
        """Whether a comment may cut a text. If not, no text is checked for that."""
        self.next_event: Callable[[], _Event] = CParser(text).get_event

    def build(self) -> Node | None:
        """Return the root of the tree, or None and set `fault` or add a problem."""
        try:
            return self.document()
        except yaml.MarkedYAMLError as error:
            fault = SyntaxFault(error, self.text)
            # PyYAML 6.0.4 and later have a limit of their own for nesting.
            if "nesting depth" in fault.message:
                self.problem_list.add(
                    fault.line, fault.column, _TOO_DEEP, _TOO_DEEP_FIX
                )
            else:
                self.fault = fault
        except yaml.YAMLError as error:
            self.problem_list.add(1, 1, f"not readable as YAML: {error}")
        except _GiveUpError:
            pass
        return None

    def report(self, mark: _Mark, message: str, fix: str) -> None:
        """Report a problem. Raises _GiveUpError if the list of problems is now full."""
        self.problem_list.add(mark.line + 1, mark.column + 1, message, fix)
        if self.problem_list.is_full:
            raise _GiveUpError

    def document(self) -> Node | None:
        self.next_event()  # the start of the stream
        event = self.next_event()
        if isinstance(event, StreamEndEvent):
            self.problem_list.add(
                1, 1, "the file is empty", "write into it, or delete it"
            )
            return None
        if event.version or event.tags:  # %YAML or %TAG
            self.report(
                event.start_mark,
                "a YAML directive",
                "delete the line that starts with %",
            )
        root = self.node(self.next_event(), 0)
        self.next_event()  # the end of the document
        event = self.next_event()
        if not isinstance(event, StreamEndEvent):
            self.report(
                event.start_mark,
                "a second YAML document",
                "delete the `---` or use a file of its own",
            )
        return root

    def node(self, event: _Event, depth: int) -> Node:
        event_type = type(event)
        if event_type is ScalarEvent and event.anchor is None and event.tag is None:
            return self.scalar(event)  # the short way for nearly all nodes
        if event_type is AliasEvent:
            return self.alias(event)
        self.report_anchor_and_tag(event)
        if event_type is ScalarEvent:
            return self.scalar(event)
        if depth == DEEPEST_NESTING:
            self.report(event.start_mark, _TOO_DEEP, _TOO_DEEP_FIX)
            raise _GiveUpError
        if event_type is SequenceStartEvent:
            return self.sequence(event, depth)
        return self.mapping(event, depth)

    def alias(self, event: _Event) -> Scalar:
        """Report an alias, and return it as a text so that reading can go on."""
        mark = event.start_mark
        name = f"*{event.anchor}"
        self.report(
            mark,
            f"a YAML alias, {name}",
            f"if it is text, {ON_A_LINE_OF_ITS_OWN}; if not, write the value out again",
        )
        return Scalar(name, "", mark.line + 1, mark.column + 1)

    def report_anchor_and_tag(self, event: _Event) -> None:
        fix = f"if it is text, {ON_A_LINE_OF_ITS_OWN}; if not, delete it"
        if event.anchor is not None:
            self.report(event.start_mark, f"a YAML anchor, &{event.anchor}", fix)
        if event.tag is not None:
            self.report(
                event.start_mark,
                f"a YAML tag, {event.tag}",
                f"{fix} (every value is text here)",
            )

    def scalar(self, event: _Event) -> Scalar:
        mark = event.start_mark
        text, style = event.value, event.style
        if not style:
            is_cut = (
                self.has_comment_signs
                and _CUT_BY_COMMENT.match(self.text, event.end_mark.index) is not None
            )
            return Scalar(text, "", mark.line + 1, mark.column + 1, is_cut)
        if not text.isprintable():
            self.check_escapes(event)
        return Scalar(text, style, mark.line + 1, mark.column + 1)

    def check_escapes(self, event: _Event) -> None:
        """Report the first invisible character that the text has from an escape."""
        match = _INVISIBLE_BY_ESCAPE.search(event.value)
        if match:
            code = f"U+{ord(match.group()):04X}"
            self.report(
                event.start_mark,
                f"an escape for the invisible character {code}",
                "delete it",
            )

    def sequence(self, event: _Event, depth: int) -> Sequence:
        mark = event.start_mark
        sequence = Sequence(mark.line + 1, mark.column + 1, event.flow_style)
        items, next_event = sequence.items, self.next_event
        while type(event := next_event()) is not SequenceEndEvent:
            items.append(self.node(event, depth + 1))
        return sequence

    def mapping(self, event: _Event, depth: int) -> Mapping:
        mark = event.start_mark
        mapping = Mapping(mark.line + 1, mark.column + 1, event.flow_style)
        pairs, next_event = mapping.pairs, self.next_event
        first_lines: dict[str, int] = {}
        while type(event := next_event()) is not MappingEndEvent:
            key = self.node(event, depth + 1)
            value = self.node(next_event(), depth + 1)
            if not isinstance(key, Scalar) or (key.text == "<<" and not key.style):
                self.report_wrong_key(event.start_mark, key)
            elif key.text in first_lines:
                first_line = first_lines[key.text]
                self.report(
                    event.start_mark,
                    f"the key {key.text!r} is there twice (first on line {first_line})",
                    "keep one of the two",
                )
            else:
                first_lines[key.text] = key.line
                if mapping.is_flow and _is_missing(value):
                    self.report(
                        event.start_mark,
                        f"{key.text!r} has no value: "
                        "inside { } a comma begins a new key",
                        'write the text in "double quotes" or without { }',
                    )
                else:
                    pairs.append((key, value))
        return mapping

    def report_wrong_key(self, mark: _Mark, key: Node) -> None:
        if isinstance(key, Scalar):
            self.report(mark, "a YAML merge key, <<", "write the keys out again")
        else:
            self.report(
                mark,
                "a key that is not a text",
                f"if it is text, {ON_A_LINE_OF_ITS_OWN}",
            )


def _is_missing(value: Node) -> bool:
    """Whether nothing is written as the value, not even quotation marks."""
    return isinstance(value, Scalar) and not value.text and not value.style


def read_comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each comment as its line and column (from 1) and its text.

    A `#` inside a scalar does not begin a comment. After a syntax fault, only comments
    on lines of their own are found.
    """
    if CParser is None or "#" not in text:
        return
    spans, readable_length = _scalar_spans(text)
    line_start = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        for match in _COMMENT.finditer(line):
            index = line_start + match.start()
            # The index of the last scalar that begins before the `#`, or -1.
            scalar_before = bisect_right(spans, (index, len(text))) - 1
            is_outside = scalar_before < 0 or spans[scalar_before][1] <= index
            is_on_own_line = not line[: match.start()].strip()
            if is_outside and (index < readable_length or is_on_own_line):
                yield number, match.start() + 1, line[match.end() :].strip()
                break  # the rest of the line belongs to the comment
        line_start += len(line)


def _scalar_spans(text: str) -> tuple[list[tuple[int, int]], int]:
    """Return where each scalar begins and ends, and how much text could be read.

    All values are indexes in the text. After a fault, the text counts as read up to
    the end of its last scalar.
    """
    spans: list[tuple[int, int]] = []
    try:
        next_event: Callable[[], _Event] = CParser(text).get_event
        event = next_event()
        while type(event) is not StreamEndEvent:
            event_type = type(event)
            if event_type is ScalarEvent:
                spans.append((event.start_mark.index, event.end_mark.index))
            event = next_event()
    except yaml.YAMLError:
        return spans, spans[-1][1] if spans else 0
    return spans, len(text)
