"""The public names: all that users call, and the types of all that they get."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

import liverdeck
from liverdeck.base.public_names import modules_by_public_name

PACKAGE = Path(liverdeck.__file__).parent
MODULES = modules_by_public_name()
NOT_PUBLIC = {"Value_co", "Match", "Phrase", "Tokens"}
"""A type variable, and types inside `Terms`, into which users need not look."""


def test_the_public_names_are_sorted_and_exist():
    assert liverdeck.__all__ == [*sorted(MODULES), "__version__"]
    assert dir(liverdeck) == sorted(liverdeck.__all__)
    for name in liverdeck.__all__:
        assert getattr(liverdeck, name) is not None


def test_an_unknown_public_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = liverdeck.nonsense


def test_a_public_name_is_the_same_object_at_every_access():
    assert [name for name in MODULES if not is_always_the_same(name)] == []


def is_always_the_same(name):
    """Whether a public name always gives the object that its module defines."""
    value = getattr(liverdeck, name)
    home = sys.modules[getattr(value, "__module__", MODULES[name])]
    if home.__name__.startswith("liverdeck") and (
        home.__name__ != MODULES[name] or getattr(home, name) is not value
    ):
        return False
    return getattr(liverdeck, name) is value


# Types that users get must be public too


@cache
def tree_of(module):
    path = PACKAGE.parent / Path(*module.split(".")).with_suffix(".py")
    return ast.parse(path.read_text("utf-8"))


@cache
def names_of_project(module):
    """Return the module of each name of ours that a module imports or defines."""
    names = {}
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.ImportFrom) and node.module.startswith("liverdeck."):
            names |= {alias.name: node.module for alias in node.names}
    for node in tree_of(module).body:
        if isinstance(node, ast.ClassDef):
            names[node.name] = module
        elif isinstance(node, ast.Assign):
            names |= {
                target.id: module
                for target in node.targets
                if isinstance(target, ast.Name)
            }
    return names


def definition_of(name):
    """Return what defines a public name."""
    for node in tree_of(MODULES[name]).body:
        targets = getattr(node, "targets", [])
        if getattr(node, "name", "") == name or any(
            getattr(target, "id", "") == name for target in targets
        ):
            return node
    raise AssertionError(f"{name} is not in {MODULES[name]}")


def is_visible(name):
    return not name.startswith("_") or name in ("__init__", "__enter__")


def annotations_of(node):
    """Yield the types that users of a function, class or alias see."""
    if isinstance(node, ast.FunctionDef):
        yield node.returns
        for argument in [*node.args.args, *node.args.kwonlyargs]:
            yield argument.annotation
    elif isinstance(node, ast.ClassDef):
        yield from node.bases
        for member in node.body:
            if isinstance(member, ast.AnnAssign) and is_visible(member.target.id):
                yield member.annotation
            elif isinstance(member, ast.FunctionDef) and is_visible(member.name):
                yield from annotations_of(member)
    elif isinstance(node, ast.Assign):
        yield node.value


def test_every_type_that_a_public_name_shows_is_public():
    hidden = {name: hidden_types_of(name) for name in MODULES}
    assert {name: types for name, types in hidden.items() if types} == {}


def hidden_types_of(name):
    """Return the types that a public name shows and that are not public."""
    ours = names_of_project(MODULES[name])
    shown = {
        part.id
        for annotation in annotations_of(definition_of(name))
        if annotation is not None
        for part in ast.walk(annotation)
        if isinstance(part, ast.Name) and part.id in ours
    }
    constants = {shown_name for shown_name in shown if shown_name.isupper()}
    return shown - constants - NOT_PUBLIC - MODULES.keys()
