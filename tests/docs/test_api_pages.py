"""The pages in docs/api document every public name, and an example uses it."""

from __future__ import annotations

import ast
import inspect
import re

import liverdeck
from tests.docs.blocks import PAGES, PYTHON, blocks_of, name_of

API_PAGES = [page for page in PAGES if name_of(page).startswith("docs/api/")]
NAMES = sorted(set(liverdeck.__all__) - {"__version__"})


def documented_names():
    texts = [page.read_text(encoding="utf-8") for page in API_PAGES]
    return re.findall(r"^::: liverdeck\.(\w+)$", "\n".join(texts), re.MULTILINE)


def test_every_public_name_is_documented_once():
    assert sorted(documented_names()) == NAMES


def test_a_public_name_and_its_methods_have_docstrings():
    undocumented = [name for public in NAMES for name in without_docstring(public)]
    assert undocumented == []


def without_docstring(name):
    """Yield a public name and the names of its methods that have no docstring."""
    value = getattr(liverdeck, name)
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return  # such as a union of types, which cannot have one
    if not inspect.getdoc(value):
        yield name
    for member_name, member in vars(value).items():
        if member_name.startswith("_") or not _is_method(member):
            continue
        if not inspect.getdoc(member):
            yield f"{name}.{member_name}"


def _is_method(member):
    return inspect.isfunction(member) or isinstance(
        member, (property, classmethod, staticmethod)
    )


def test_an_example_uses_each_public_function():
    used = {
        alias.name
        for page in PAGES
        for block in blocks_of(page)
        if block.is_program and block.language in PYTHON
        for node in ast.walk(ast.parse(block.code))
        if isinstance(node, ast.ImportFrom) and node.module == "liverdeck"
        for alias in node.names
    }
    functions = {name for name in NAMES if inspect.isfunction(getattr(liverdeck, name))}
    assert functions - used == set()
