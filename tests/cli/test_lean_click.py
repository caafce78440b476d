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
        "assert inspect.isclass(dataclasses.make_dataclass('A', ['b']))\n"
        "assert dataclasses.make_dataclass('A', ['b']).__doc__[:3] == 'A(b'\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert process.stderr == ""
