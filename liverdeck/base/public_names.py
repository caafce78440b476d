"""Read the public names from `liverdeck/__init__.pyi`, which imports them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

_STUB = Path(__file__).parents[1] / "__init__.pyi"


@cache
def modules_by_public_name() -> dict[str, str]:
    """Return the module of each public name, by name. The names are sorted."""
    modules = {
        alias.name: node.module
        for node in ast.parse(_STUB.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for alias in node.names
    }
    return dict(sorted(modules.items()))
