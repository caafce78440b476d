"""Write the generated pages and parts of pages in docs/.

    python -m tools.write_docs

Run it from the root of the checkout after a change in the commands and their options,
in the rules of lint, in the table of keys, or in the first line of a module.
tests/docs/test_generated.py compares the pages with what this program would write.
"""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.key_tables import key_tables
from liverdeck.cli.check import CODE_OF_OUTCOME
from liverdeck.cli.main import COMMANDS, EXIT_CODES, cli
from liverdeck.lint.manual import manual
from liverdeck.lint.run import RULES
from liverdeck.quiz.flaws.item_flaws import PAPER_RULES, RULES as ITEM_RULES, rule_id
from liverdeck.quiz.items.item_types import ItemType
from tools.output_table import table_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.base.problems import Severity
    from liverdeck.quiz.flaws.item_flaws import PaperRule, Rule

REPOSITORY = Path(__file__).parent.parent
PACKAGE = REPOSITORY / "liverdeck"
FORMAT_PAGE = Path("docs/format.md")
KEYS_HEADING = "## All keys\n"
"""In the format page, the tables are everything after this heading."""
WIDTH = 80
"""Width of the help texts, in columns."""

_COMMANDS_TOP = """\
# The commands

`python -m tools.write_docs` makes this page from the commands themselves.

Most commands work on one deck. Name it with `-d FOLDER`. Without `-d`, a command takes
the deck in the current folder, or else the only one under `./cards`, or else the
bundled deck (not for `lint`, `index` and `release`), and says which. With several decks
under `./cards`, it asks for `-d`.
"""
_PACKAGES_TOP = """\
# The packages, module by module

`python -m tools.write_docs` makes this page from the first line of each module. A
package imports only from packages above it on this page; [the design](design.md) says
why.
"""
_OUTPUTS_TOP = """\
# What each output shows

`python -m tools.write_docs` makes this table from the outputs themselves: it writes a
deck with a marker in each element to every output, and looks for the markers. *shown*
means that the output has the element: a learner sees or hears it, or the trainer finds
it in the key or the data. *refused* means that the output does not have the element,
and that the command says so in the sentence with the number. In `study`, `e` shows
credits and the link to report a mistake, and `o` opens pictures and sounds.

The items of the quiz are a short answer, a list, a matching and a blank to fill.
"""
_ITEMS_TOP = """\
# Item types and flaws

`python -m tools.write_docs` makes this page from the code.

## Item types

If a fact has its own `difficulty`, that counts instead of the type's.

| type | what it is | difficulty | points | what the paper says |
|---|---|---|---|---|\
"""
_FLAWS_TOP = """\
## Flaws

These rules are for items with wrong options. `liverdeck quiz` checks each item that it
puts on a paper. An *error* makes the item unfair or its key wrong, so no paper is made.
A *warning* or *advice* is only reported.

| flaw | severity | how an item should be |
|---|---|---|\
"""
_PAPER_FLAWS_TOP = """\
These rules are for the whole paper.

| flaw | severity | how a paper should be |
|---|---|---|\
"""


def generated_pages() -> dict[Path, str]:
    """Return the text of every page that is generated, as a whole or in part."""
    format_text = (REPOSITORY / FORMAT_PAGE).read_text(encoding="utf-8")
    before, _, _ = format_text.partition(KEYS_HEADING)
    return {
        FORMAT_PAGE: f"{before}{KEYS_HEADING}\n{key_tables()}",
        Path("docs/lint-rules.md"): manual(RULES),
        Path("docs/commands.md"): "\n".join(
            (_COMMANDS_TOP, _exit_codes(), *_command_sections())
        ),
        Path("docs/quiz-items.md"): "\n".join(_item_lines()),
        Path("docs/outputs.md"): "\n".join((_OUTPUTS_TOP, *table_lines(), "")),
        Path("docs/packages.md"): "\n".join((_PACKAGES_TOP, *_package_sections())),
    }


def _exit_codes() -> str:
    codes = ", ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items())
    own_codes = sorted(set(CODE_OF_OUTCOME.values()) - EXIT_CODES.keys())
    text = f"Exit codes: {codes}. `check` also uses {own_codes[0]} to {own_codes[-1]}."
    return f"{fill(text, 88)}\n"


def _command_sections() -> Iterator[str]:
    top = click.Context(
        cli, info_name="liverdeck", terminal_width=WIDTH, **cli.context_settings
    )
    for name in COMMANDS:
        command = cli.get_command(top, name)
        if command is None:
            raise ValueError(f"no command {name!r}")
        yield from _sections_of(command, name, top)


def _sections_of(
    command: click.Command, name: str, parent: click.Context
) -> Iterator[str]:
    """Yield the help of a command and of its subcommands."""
    context = click.Context(command, parent, info_name=name, terminal_width=WIDTH)
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for subcommand_name in command.list_commands(context):
            subcommand = command.get_command(context, subcommand_name)
            if subcommand is not None:
                yield from _sections_of(subcommand, subcommand_name, context)


def _item_lines() -> Iterator[str]:
    yield _ITEMS_TOP
    for item_type in ItemType:
        traits = item_type.traits
        yield (
            f"| `{item_type}` | {traits.title} | {traits.usual_difficulty} "
            f"| {traits.points.value} | {traits.on_paper} |"
        )
    yield ""
    yield _FLAWS_TOP
    yield from _flaw_rows(ITEM_RULES)
    yield ""
    yield _PAPER_FLAWS_TOP
    yield from _flaw_rows(PAPER_RULES)
    yield ""


def _flaw_rows(
    rules: Iterable[tuple[Rule | PaperRule, Severity]],
) -> Iterator[str]:
    for rule, severity in rules:
        text = " ".join((rule.__doc__ or "").split())
        for other, _ in ITEM_RULES:
            text = text.replace(f"`{other.__name__}`", f"`{rule_id(other)}`")
        yield f"| `{rule_id(rule)}` | {severity} | {text} |"


def packages() -> list[str]:
    """Return the packages with their dotted names, as they are on the disk."""
    folders = sorted(path.parent for path in PACKAGE.rglob("__init__.py"))
    names = [".".join(folder.relative_to(PACKAGE).parts) for folder in folders]
    order = _package_order()
    return sorted(
        filter(None, names),
        key=lambda name: (order.index(name.partition(".")[0]), name),
    )


def _package_order() -> list[str]:
    """Return the packages from what everything uses to what uses everything.

    The first contract for imports in pyproject.toml has them the other way round.
    """
    settings = tomllib.loads(
        (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    )
    layers = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return [name for layer in reversed(layers) for name in layer.split(" | ")]


def _package_sections() -> Iterator[str]:
    for name in packages():
        folder = PACKAGE.joinpath(*name.split("."))
        yield f"## {name}\n\n{_first_line(folder / '__init__.py')}\n"
        modules = sorted(set(folder.glob("*.py")) - {folder / "__init__.py"})
        if modules:
            yield "| module | what it is for |\n|---|---|"
            yield from (f"| `{path.stem}` | {_first_line(path)} |" for path in modules)
            yield ""


def _first_line(path: Path) -> str:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0]


def main() -> None:
    """Write the pages whose text has changed."""
    for name, text in generated_pages().items():
        path = REPOSITORY / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"Wrote {name}")


if __name__ == "__main__":
    main()
