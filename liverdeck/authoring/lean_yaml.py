"""Imports PyYAML without compiling its patterns, which takes most of its import time.

They are for its parser in Python, and we use libyaml, the parser in C. If a program
uses PyYAML too, each pattern is compiled at its first use.
"""

from __future__ import annotations

# PyYAML imports these two, which get the real `re`: a lazy pattern is no argument for
# functions such as `re.search`. PyYAML calls methods of its patterns alone.
import base64  # noqa: F401
import datetime as dt  # noqa: F401
import re
from typing import Any

from liverdeck.base.patterns import lazy_pattern
from liverdeck.base.stand_ins import stand_in, stand_ins

CParser: Any
with stand_ins(stand_in("re", **{**vars(re), "compile": lazy_pattern})):
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
