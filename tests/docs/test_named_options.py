"""Commands and options that a message, a help text or a page names are there."""

import ast
import re
from functools import cache

import click

from liverdeck.cli.main import cli

OTHER_OPTIONS = set(
    "--force-reinstall --only-binary --upgrade --ours --theirs "  # pip and git
    "--quick --strict --tools --pdb".split()  # the project's tools
)
STYLE_NAMES = re.compile(r"--(?:ld-|(?:page-)?ground\b)")
COMMAND = re.compile(r"(?<![-\w./])liverdeck ((?:[a-z]+ ?)+)([^\n`|]*)")
OPTION = re.compile(r"(?<![-\w])--[a-z][a-z-]*[a-z]")


def commands(command, name="liverdeck"):
    yield name, {option for param in command.params for option in param.opts}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for child in command.list_commands(context):
            yield from commands(command.get_command(context, child), f"{name} {child}")


OPTIONS_OF_COMMAND = {name: {*options, "--help"} for name, options in commands(cli)}


@cache
def texts(repository):
    return list(_texts(repository))


def _texts(repository):
    for path in sorted((repository / "liverdeck").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.name}:{node.lineno}", node.value
    for path in (*repository.glob("*.md"), *repository.glob("docs/*.md")):
        yield path.name, path.read_text(encoding="utf-8")


def test_every_option_in_a_text_is_an_option(repository):
    known = OTHER_OPTIONS.union(*OPTIONS_OF_COMMAND.values())
    unknown = [
        (place, option)
        for place, text in texts(repository)
        for option in OPTION.findall(STYLE_NAMES.sub("", text))
        if option not in known
    ]
    assert unknown == []


def test_every_option_after_a_command_is_one_of_that_command(repository):
    found = 0
    for place, text in texts(repository):
        for words, rest in COMMAND.findall(text):
            name = "liverdeck"
            for word in words.split():
                if f"{name} {word}" not in OPTIONS_OF_COMMAND:
                    break
                name = f"{name} {word}"
            options = set(OPTION.findall(rest)) - OTHER_OPTIONS
            assert options <= OPTIONS_OF_COMMAND[name], (place, name)
            found += len(options)
    assert found > 50
