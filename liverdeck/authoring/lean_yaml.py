"""Imports PyYAML without compiling its patterns, which takes most of its import time.

They are for its parser in Python, and we use libyaml, the parser in C. If a program
uses PyYAML too, each pattern is compiled at its first use.
"""

from __future__ import annotations

# PyYAML imports these two. They get the real `re`.
import base64  # noqa: F401
import datetime as dt  # noqa: F401
from typing import Any

from liverdeck.base.patterns import patterns_compiled_later

CParser: Any
with patterns_compiled_later():
    from yaml import MarkedYAMLError, YAMLError
    from yaml.events import (
        AliasEvent,
        MappingEndEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
        StreamEndEvent,
    )
    from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

    try:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # not in its stub
    except ImportError:  # PyYAML was built without libyaml
        CParser = None

__all__ = [
    "AliasEvent",
    "CParser",
    "MappingEndEvent",
    "MappingNode",
    "MarkedYAMLError",
    "Node",
    "ScalarEvent",
    "ScalarNode",
    "SequenceEndEvent",
    "SequenceNode",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
]
