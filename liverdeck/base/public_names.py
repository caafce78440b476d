"""Reads the list of public names, which is the stub of the package."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

_STUB = Path(__file__).parents[1] / "__init__.pyi"


@cache
def module_of_each_name() -> dict[str, str]:
    """Return the module that each public name is imported from, by name, sorted."""
    modules = {
        alias.name: node.module
        for node in ast.parse(_STUB.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom) and node.module is not None
        for alias in node.names
    }
    return dict(sorted(modules.items()))
