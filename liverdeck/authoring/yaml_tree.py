"""Builds the tree of a YAML document from libyaml's events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from liverdeck.authoring.lean_yaml import (
    AliasEvent,
    CParser,
    MappingEndEvent,
    MarkedYAMLError,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)
from liverdeck.authoring.yaml_entries import Entries
from liverdeck.authoring.yaml_faults import ON_A_LINE_OF_ITS_OWN, SyntaxFault
from liverdeck.authoring.yaml_nodes import (
    CUT,
    DEEPEST_NESTING,
    Mapping,
    Node,
    Scalar,
    Sequence,
    mapping,
    scalar,
    sequence,
)
from liverdeck.base.characters import FORBIDDEN_IN_TEXT, code_of
from liverdeck.base.problems import LINE_END, Position, ProblemList

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from liverdeck.authoring.yaml_entries import LineAndColumn

_Event = Any
"""One of libyaml's events. Any, because PyYAML's stubs give events no attributes."""
_Mark = Any
"""A position in the text, with line and column from 0, as libyaml counts."""

_DEPTH_OF_TOP_LIST = 1
"""The depth of a list directly under a key of the file, such as `facts`."""
_TOO_DEEP = f"nested deeper than {DEEPEST_NESTING} levels"
_TOO_DEEP_FIX = "see the format in docs/format.md"
_START_OF_COMMENT = re.compile(r" +#")
"""Matches the beginning of a comment after a plain text, with the spaces before it."""


def may_have_directive(text: str) -> bool:
    """Whether a line of a text starts with `%`, as in `%YAML 1.2`."""
    return text.startswith("%") or "\n%" in text or "\r%" in text


def has_parser() -> bool:
    """Whether this PyYAML has libyaml, its parser written in C."""
    return CParser is not None


class _GiveUpError(Exception):
    """Reading stops: the text is nested too deeply, or has too many problems."""


class TreeBuilder:
    """Builds the tree of one document from libyaml's events."""

    def __init__(
        self, text: str, problem_list: ProblemList, left_out_lines: Container[int] = ()
    ) -> None:
        """Build the tree of `text`, and add its problems to `problem_list`.

        `left_out_lines` (from 1) have the dash of an entry that was left out of the
        text, because it is broken.
        """
        self.text = text
        self.problem_list = problem_list
        self.left_out_lines = left_out_lines
        self.fault: SyntaxFault | None = None
        self.list_start: LineAndColumn | None = None
        """Line and column (from 1) of the first dash of the last list before the fault.

        Only a list with dashes counts, if it is directly under a key of the file, such
        as `facts`. None if there is no such list.
        """
        self.has_comment_signs = " #" in text
        """Whether a comment may cut a text. If not, no text is checked for that."""
        self.entries = Entries(text)
        self.next_event: Callable[[], _Event] = CParser(text).get_event

    def build(self) -> Node | None:
        """Return the root of the tree, or None and set `fault` or add a problem."""
        try:
            return self._document()
        except MarkedYAMLError as error:
            fault = SyntaxFault(error, self.text)
            # PyYAML 6.0.4 and later versions have their own limit for nesting.
            if "nesting depth" in fault.message:
                self.problem_list.add(fault, _TOO_DEEP, _TOO_DEEP_FIX)
            else:
                self.fault = fault
        except YAMLError as error:
            message = f"not readable as YAML: {error}"
            self.problem_list.add(Position(self.problem_list.path), message)
        except _GiveUpError:
            pass
        return None

    def _report(self, mark: _Mark, message: str, fix: str) -> None:
        """Report a problem. Raises _GiveUpError if the list of problems is now full."""
        position = Position(self.problem_list.path, mark.line + 1, mark.column + 1)
        self.problem_list.add(position, message, fix)
        if self.problem_list.is_full:
            raise _GiveUpError

    def _document(self) -> Node | None:
        self.next_event()  # the start of the stream
        event = self.next_event()
        if isinstance(event, StreamEndEvent):
            file_start = Position(self.problem_list.path)
            fix = "write into it, or delete it"
            self.problem_list.add(file_start, "the file is empty", fix)
            return None
        if event.version or event.tags:  # %YAML or %TAG
            self._report(
                event.start_mark,
                "a YAML directive",
                "delete the line that starts with %",
            )
        root = self._node(self.next_event(), 0)
        self.next_event()  # the end of the document
        event = self.next_event()
        if not isinstance(event, StreamEndEvent):
            self._report(
                event.start_mark,
                "a second YAML document",
                "delete the `---` or use a file of its own",
            )
        return root

    def _node(self, event: _Event, depth: int) -> Node:
        event_type = type(event)
        if event_type is ScalarEvent and event.anchor is None and event.tag is None:
            return self._scalar(event)  # tried first, because nearly all nodes are such
        if event_type is AliasEvent:
            return self._alias(event)
        self._report_anchor_and_tag(event)
        if event_type is ScalarEvent:
            return self._scalar(event)
        if depth == DEEPEST_NESTING:
            self._report(event.start_mark, _TOO_DEEP, _TOO_DEEP_FIX)
            raise _GiveUpError
        if event_type is SequenceStartEvent:
            return self._sequence(event, depth)
        return self._mapping(event, depth)

    def _alias(self, event: _Event) -> Scalar:
        """Report an alias, and return it as a text so that reading can go on."""
        mark = event.start_mark
        name = f"*{event.anchor}"
        self._report(
            mark,
            f"a YAML alias, {name}",
            f"if it is text, {ON_A_LINE_OF_ITS_OWN}; if not, write the value out again",
        )
        return scalar(name, "", mark)

    def _report_anchor_and_tag(self, event: _Event) -> None:
        fix = f"if it is text, {ON_A_LINE_OF_ITS_OWN}; if not, delete it"
        if event.anchor is not None:
            self._report(event.start_mark, f"a YAML anchor, &{event.anchor}", fix)
        if event.tag is not None:
            self._report(
                event.start_mark,
                f"a YAML tag, {event.tag}",
                f"{fix} (every value is text here)",
            )

    def _scalar(self, event: _Event) -> Scalar:
        mark = event.start_mark
        text, style = event.value, event.style
        if not style:
            is_cut = (
                text != ""
                and self.has_comment_signs
                and _START_OF_COMMENT.match(self.text, event.end_mark.index) is not None
            )
            return scalar(text, CUT if is_cut else "", mark)
        if not text.isprintable():
            self._check_escapes(event)
        return scalar(text, style, mark)

    def _check_escapes(self, event: _Event) -> None:
        """Report the first invisible character that the text has from an escape."""
        match = FORBIDDEN_IN_TEXT.search(event.value)
        if match:
            self._report(
                event.start_mark,
                f"an escape for the invisible character {code_of(match.group())}",
                "delete it",
            )

    def _sequence(self, event: _Event, depth: int) -> Sequence:
        # With an anchor or a tag, the mark of the list is not its first dash.
        begins_at_dash = not event.flow_style and event.implicit and not event.anchor
        if depth == _DEPTH_OF_TOP_LIST and begins_at_dash:
            return self._entries(event, depth)
        node = sequence([], event.start_mark, is_flow=event.flow_style)
        items, next_event = node.value, self.next_event
        starts: list[LineAndColumn] = []
        while type(event := next_event()) is not SequenceEndEvent:
            starts.append((event.start_mark.line + 1, event.start_mark.column + 1))
            items.append(self._node(event, depth + 1))
        if depth == _DEPTH_OF_TOP_LIST:
            ends = [*starts[1:], self._end_of_list(event)]
            node.ends = ends if items else []
        return node

    def _entries(self, event: _Event, depth: int) -> Sequence:
        """Build a list with dashes directly under a key of the file.

        Entries that were left out of the text are not among the list's items, but the
        item before such an entry ends where the entry begins.
        """
        mark = event.start_mark
        node = sequence([], mark, is_flow=event.flow_style)
        self.list_start = mark.line + 1, mark.column + 1
        next_event = self.next_event
        starts: list[LineAndColumn] = []
        kept_indexes: list[int] = []
        while type(event := next_event()) is not SequenceEndEvent:
            line = self.entries.line_of_dash(event.start_mark, mark)
            item = self._node(event, depth + 1)
            if line not in self.left_out_lines:
                kept_indexes.append(len(starts))
                node.value.append(item)
            # The whole line of a dash belongs to its entry.
            starts.append((line, 1))
        ends = [*starts[1:], self._end_of_list(event)]
        node.ends = [ends[index] for index in kept_indexes]
        return node

    def _end_of_list(self, event: _Event) -> LineAndColumn | None:
        return self.entries.end_of_list(event.end_mark)

    def _mapping(self, event: _Event, depth: int) -> Mapping:
        node = mapping([], event.start_mark, is_flow=event.flow_style)
        pairs, next_event = node.value, self.next_event
        first_lines: dict[str, int] = {}
        while type(event := next_event()) is not MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(next_event(), depth + 1)
            if not isinstance(key, Scalar) or (key.value == "<<" and not key.style):
                self._report_wrong_key(event.start_mark, key)
                continue
            if key.value in first_lines:
                first_line = first_lines[key.value]
                self._report_repeated_key(event.start_mark, key.value, first_line)
                continue
            first_lines[key.value] = key.start_mark.line + 1
            if node.flow_style and _is_missing(value):
                self._report_missing_value(event.start_mark, key.value)
                continue
            pairs.append((key, value))
        return node

    def _report_repeated_key(self, mark: _Mark, name: str, first_line: int) -> None:
        self._report(
            mark,
            f"the key {name!r} is there twice (first on line {first_line})",
            "keep one of the two",
        )

    def _report_missing_value(self, mark: _Mark, name: str) -> None:
        self._report(
            mark,
            f"{name!r} has no value: inside {{ }} a comma begins a new key",
            'write the text in "double quotes" or without { }',
        )

    def _report_wrong_key(self, mark: _Mark, key: Node) -> None:
        if isinstance(key, Scalar):
            self._report(mark, "a YAML merge key, <<", "write the keys out again")
        else:
            self._report(
                mark,
                "a key that is not a text",
                f"if it is text, {ON_A_LINE_OF_ITS_OWN}",
            )


def _is_missing(value: Node) -> bool:
    """Whether nothing is written as the value, not even quotation marks."""
    return isinstance(value, Scalar) and not value.value and not value.style


def scalar_spans(text: str) -> tuple[list[tuple[int, int]], int]:
    """Return the start and end of each scalar, and the length of the readable text.

    Start and end are indexes in the text. If the text has a syntax fault, the readable
    text ends with the last scalar before the fault.
    """
    spans: list[tuple[int, int]] = []
    try:
        next_event: Callable[[], _Event] = CParser(text).get_event
        event = next_event()
        while type(event) is not StreamEndEvent:
            event_type = type(event)
            if event_type is ScalarEvent:
                spans.append((_start_of_text(event, text), event.end_mark.index))
            event = next_event()
    except YAMLError:
        if not spans:
            return [], 0
        _, end_of_last_scalar = spans[-1]
        return spans, end_of_last_scalar
    return spans, len(text)


def _start_of_text(event: _Event, text: str) -> int:
    """Return the index where the text of a scalar begins.

    After a `|` or `>`, the text begins on the next line: the same line may have a
    comment.
    """
    start: int = event.start_mark.index
    if event.style not in ("|", ">"):
        return start
    line_end = LINE_END.search(text, start)
    return start if line_end is None else line_end.end()
