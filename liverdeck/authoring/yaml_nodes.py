"""The nodes of a YAML document, each with its line and column (from 1)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Scalar:
    """A text."""

    text: str
    style: str
    """Empty for a plain text, or the character that begins it: ' " | or >."""
    line: int
    column: int
    is_cut: bool = False
    """Whether it is a plain text that YAML ended at ` #`, where a comment begins."""


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in the author's order, each key once."""

    line: int
    column: int
    is_flow: bool
    """Whether it is written with { }."""
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)


@dataclass(slots=True)
class Sequence:
    """Nodes in the author's order."""

    line: int
    column: int
    is_flow: bool
    """Whether it is written with [ ]."""
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Sequence
