"""click without what a usual command does not need."""

import inspect
import subprocess
import sys

import pytest

from liverdeck.cli.lean_click import cleandoc


@pytest.mark.parametrize("text", ["", " ", " a  b ", "a\n  b\n    c\n", "\ta\n\n"])
def test_help_is_cleaned_as_before(text):
    assert cleandoc(text) == inspect.cleandoc(text)


def test_inspect_is_loaded_only_when_something_asks_for_it():
    code = (
        "import sys\n"
        "from liverdeck.cli.lean_click import click\n"
        "assert not {'inspect', 'ast', 'dis', 'tokenize'} & set(sys.modules)\n"
        "assert click.core.inspect.isfunction(print) is False\n"
        "import dataclasses, inspect\n"
        "found = {n: vars(m).get('inspect', inspect) for n, m in sys.modules.items()}\n"
        "names = {n for n, value in found.items() if value is not inspect}\n"
        "assert {n.split('.')[0] for n in names} == {'click', 'dataclasses'}, names\n"
        "assert inspect.isclass(dataclasses.make_dataclass('A', ['b']))\n"
        "assert dataclasses.make_dataclass('A', ['b']).__doc__[:3] == 'A(b'\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert process.stderr == ""


def test_no_garbage_is_searched_for_at_the_end():
    # What is registered first runs last.
    code = (
        "import atexit, gc, sys\n"
        "atexit.register(lambda: print(gc.get_freeze_count() > 1000))\n"
        "from liverdeck.cli.main import main\n"
        "sys.argv = ['liverdeck', '--version']\n"
        "main()\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.endswith("\nTrue\n")
