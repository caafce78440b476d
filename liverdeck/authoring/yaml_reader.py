"""YAML to nodes with positions, every scalar kept as the author's text.

The reader walks libyaml's events instead of PyYAML's constructed objects: that keeps `NO`, `010`, `1:40` and
`1.10` as typed, gives each node its place for free, and is several times faster. What YAML allows and an author
never means (anchors, tags, duplicate keys, a second document ...) is a problem with advice, never a surprise.
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
    from yaml.cyaml import CParser  # type: ignore[attr-defined]  # its stub forgets to export it
except ImportError:  # PyYAML was built without libyaml
    CParser = None
_Event = Any
"""One of libyaml's events; PyYAML's stubs give them no attributes."""
_Mark = Any
DEEPEST_NESTING = 16
"""The format itself needs eight levels."""
_TOO_DEEP = (
    f"nested deeper than {DEEPEST_NESTING} levels",
    "see the format in cards/README.md",
)
MOST_FAULTS = 20
"""Broken facts looked for in one file; each costs another reading."""
LARGEST_TO_REREAD = 1024 * 1024
"""Characters; in a larger file the first broken fact ends the reading."""
_UNWELCOME = re.compile(
    r"[\x00-\x08\t\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]"
)
_UNWELCOME_ESCAPE = re.compile(rf"{_UNWELCOME.pattern}|\r")
_COMMENT = re.compile(r"(?:(?<= )|^)#")
_CUT_BY_COMMENT = re.compile(r" +#")


def read_file(path: Path) -> tuple[Node | None, list[Problem]]:
    """Read one YAML file.

    Returns the root node and the problems found; the root is None when the file holds nothing readable, and then
    there is at least one problem. Never raises for anything that is in the file or wrong with it.
    """
    text, problem = read_text(path)
    if problem is not None:
        return None, [problem]
    return read_yaml(text, str(path))


@garbage_collection_paused()
def read_yaml(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    """Read one YAML document; `path` only names it in problems. See `read_file`."""
    problems = ProblemList(path)
    if CParser is None:
        mend = (
            "install it with: pip install --force-reinstall --only-binary :all: PyYAML"
        )
        problems.add(1, 1, "this PyYAML lacks libyaml, its parser written in C", mend)
        return None, problems.found
    _find_bad_characters(text, problems)
    if problems.found:
        return None, problems.found
    return _read_around_faults(text, path)


def read_comments(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield line and column (1-based) and the words of each comment; a `#` inside a text begins none.

    From a place on where the text is not YAML, only comments on lines of their own are found.
    """
    if CParser is None or "#" not in text:
        return
    spans, readable = _scalar_spans(text)
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        for match in _COMMENT.finditer(line):
            place = start + match.start()
            before = bisect_right(spans, (place, len(text))) - 1
            is_outside = before < 0 or spans[before][1] <= place
            if is_outside and (place < readable or not line[: match.start()].strip()):
                yield number, match.start() + 1, line[match.end() :].strip()
                break
        start += len(line)


def _scalar_spans(text: str) -> tuple[list[tuple[int, int]], int]:
    """Return where each scalar begins and ends, and up to where the text is YAML."""
    spans: list[tuple[int, int]] = []
    try:
        next_event: Callable[[], _Event] = CParser(text).get_event
        event = next_event()
        while type(event) is not StreamEndEvent:
            kind = type(event)
            if kind is ScalarEvent:
                spans.append((event.start_mark.index, event.end_mark.index))
            event = next_event()
    except yaml.YAMLError:
        return spans, spans[-1][1] if spans else 0
    return spans, len(text)


def _read_around_faults(text: str, path: str) -> tuple[Node | None, list[Problem]]:
    # One broken fact must not hide what is wrong with the others: it is reported, blanked, and the rest read again.
    faults = ProblemList(path)
    while True:
        problems = ProblemList(path)
        builder = _Builder(text, problems)
        root = builder.build()
        fault = builder.broken
        if fault is None or any(
            problem.position[1:] == (fault.line, fault.column)
            for problem in faults.found
        ):
            break
        faults.add(fault.line, fault.column, fault.what, fault.fix)
        rest = fault.text_without_its_entry()
        if (
            rest is None
            or len(faults.found) == MOST_FAULTS
            or len(text) > LARGEST_TO_REREAD
        ):
            break
        text = rest
    return root, sorted(
        faults.found + problems.found, key=lambda problem: problem.position
    )


def _find_bad_characters(text: str, problems: ProblemList) -> None:
    if _UNWELCOME.search(text) is None:
        return
    for number, line in enumerate(LINE_END.split(text), 1):
        match = _UNWELCOME.search(line)
        if match is None:
            continue
        if match.group() == "\t":
            problems.add(
                number,
                match.start() + 1,
                "a tab",
                "use spaces; YAML allows no tab here",
            )
        else:
            what = f"an invisible character, U+{ord(match.group()):04X}"
            problems.add(number, match.start() + 1, what, "delete it")
        if problems.is_full:
            return


class _GivenUpError(Exception):
    """Reading on is of no use: nested too deep, or too many problems."""


class _Builder:
    """Builds the tree of one document from libyaml's events."""

    def __init__(self, text: str, problems: ProblemList) -> None:
        self.text = text
        self.problems = problems
        self.broken: SyntaxFault | None = None
        self.may_cut = " #" in text
        self.next_event: Callable[[], _Event] = CParser(text).get_event

    def build(self) -> Node | None:
        try:
            return self.document()
        except yaml.MarkedYAMLError as error:
            fault = SyntaxFault(error, self.text)
            if (
                "nesting depth" in fault.what
            ):  # PyYAML 6.0.4 and later have a limit of their own
                self.problems.add(fault.line, fault.column, *_TOO_DEEP)
            else:
                self.broken = fault
        except yaml.YAMLError as error:
            self.problems.add(1, 1, f"not readable as YAML: {error}")
        except _GivenUpError:
            pass
        return None

    def complain(self, mark: _Mark, what: str, mend: str) -> None:
        self.problems.add(mark.line + 1, mark.column + 1, what, mend)
        if self.problems.is_full:
            raise _GivenUpError

    def document(self) -> Node | None:
        self.next_event()  # the stream's start
        event = self.next_event()
        if isinstance(event, StreamEndEvent):
            self.problems.add(1, 1, "the file is empty", "write into it, or delete it")
            return None
        if event.version or event.tags:
            self.complain(
                event.start_mark,
                "a YAML directive",
                "delete the line that starts with %",
            )
        root = self.node(self.next_event(), 0)
        self.next_event()  # the document's end
        event = self.next_event()
        if not isinstance(event, StreamEndEvent):
            self.complain(
                event.start_mark,
                "a second YAML document",
                "delete the `---` or use a file of its own",
            )
        return root

    def node(self, event: _Event, depth: int) -> Node:
        kind = type(event)
        if kind is ScalarEvent and event.anchor is None and event.tag is None:
            return self.scalar(event)
        if kind is AliasEvent:
            mend = f"if it is text, {ON_A_LINE_OF_ITS_OWN}; if not, write the value out again"
            self.complain(event.start_mark, f"a YAML alias, *{event.anchor}", mend)
            return self.scalar_at(event, f"*{event.anchor}")
        if event.anchor is not None:
            mend = f"if it is text, {ON_A_LINE_OF_ITS_OWN}; if not, delete it"
            self.complain(event.start_mark, f"a YAML anchor, &{event.anchor}", mend)
        if event.tag is not None:
            mend = f"if it is text, {ON_A_LINE_OF_ITS_OWN}; if not, delete it (every value is text here)"
            self.complain(event.start_mark, f"a YAML tag, {event.tag}", mend)
        if kind is ScalarEvent:
            return self.scalar(event)
        if depth == DEEPEST_NESTING:
            self.complain(event.start_mark, *_TOO_DEEP)
            raise _GivenUpError
        return (
            self.sequence(event, depth)
            if kind is SequenceStartEvent
            else self.mapping(event, depth)
        )

    def scalar(self, event: _Event) -> Scalar:
        mark = event.start_mark
        text, style = event.value, event.style
        if not style:
            cut = (
                self.may_cut
                and _CUT_BY_COMMENT.match(self.text, event.end_mark.index) is not None
            )
            return Scalar(text, "", mark.line + 1, mark.column + 1, cut)
        if not text.isprintable():
            self.check_escapes(event)
        return Scalar(text, style, mark.line + 1, mark.column + 1)

    @staticmethod
    def scalar_at(event: _Event, text: str) -> Scalar:
        mark = event.start_mark
        return Scalar(text, "", mark.line + 1, mark.column + 1)

    def check_escapes(self, event: _Event) -> None:
        bad = _UNWELCOME_ESCAPE.search(event.value)
        if bad:
            what = f"an escape for the invisible character U+{ord(bad.group()):04X}"
            self.complain(event.start_mark, what, "delete it")

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
            if not isinstance(key, Scalar):
                self.complain(
                    event.start_mark,
                    "a key that is not a text",
                    f"if it is text, {ON_A_LINE_OF_ITS_OWN}",
                )
            elif key.text == "<<" and not key.style:
                self.complain(
                    event.start_mark, "a YAML merge key, <<", "write the keys out again"
                )
            elif key.text in first_lines:
                what = f"the key {key.text!r} again (first on line {first_lines[key.text]})"
                self.complain(event.start_mark, what, "keep one of the two")
            else:
                first_lines[key.text] = key.line
                if (
                    mapping.is_flow
                    and isinstance(value, Scalar)
                    and not value.text
                    and not value.style
                ):
                    what = f"{key.text!r} has no value: inside {{ }} a comma begins a new key"
                    self.complain(
                        event.start_mark,
                        what,
                        'write the text in "double quotes" or without { }',
                    )
                else:
                    pairs.append((key, value))
        return mapping
