"""click without what a usual command does not need."""

import gettext
import inspect
import platform
import subprocess
import sys

import pytest

from liverdeck.cli.lean_click import (
    cleandoc,
    system_name,
    untranslated,
    untranslated_count,
)


@pytest.mark.parametrize("text", ["", " ", " a  b ", "a\n  b\n    c\n", "\ta\n\n"])
def test_help_is_cleaned_as_before(text):
    assert cleandoc(text) == inspect.cleandoc(text)


def test_a_function_in_place_of_another_does_the_same():
    assert untranslated("Error") == gettext.NullTranslations().gettext("Error")
    for count in (0, 1, 2):
        words = ("vein", "veins", count)
        assert untranslated_count(*words) == gettext.NullTranslations().ngettext(*words)


@pytest.mark.skipif(sys.platform == "win32", reason="uuid does not ask there")
def test_the_name_of_the_system_is_that_of_platform():
    assert system_name() == platform.system()


def test_what_click_and_pathlib_seldom_need_is_loaded_later():
    code = (
        "import sys\n"
        "import liverdeck.cli.main\n"
        "rare = 'gettext locale platform ipaddress inspect'.split()\n"
        "assert not set(rare) & set(sys.modules), set(rare) & set(sys.modules)\n"
        "import gettext, ipaddress, platform\n"
        "print(len({gettext.find, ipaddress.ip_network, platform.node}))\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (process.stdout, process.stderr) == ("3\n", "")


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


def test_a_catalogue_with_unusual_plurals_is_read_after_a_start():
    """gettext gives its own pattern to `re.finditer`; click imports gettext."""
    code = (
        "from liverdeck.cli.lean_click import click\n"
        "import gettext\n"
        "print(gettext.c2py('n>1 && n<5 ? 1 : 0')(3))\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (process.stdout, process.stderr) == ("1\n", "")
