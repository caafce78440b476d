"""The generated pages of docs/ are current."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from liverdeck.cli.check import CODE_OF_OUTCOME
from liverdeck.cli.main import COMMANDS, cli
from liverdeck.quiz.flaws.item_flaws import PAPER_RULES, RULES, rule_id
from liverdeck.quiz.formats.registry import FORMATS
from tools.write_docs import generated_pages

pages = cache(generated_pages)


@pytest.mark.slow
def test_every_generated_page_is_current(repository):
    assert len(pages()) == 6
    for name, text in pages().items():
        page = (repository / name).read_text(encoding="utf-8")
        assert page == text, f"{name}: run: python -m tools.write_docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_page_of_commands_shows_what_help_prints(name):
    run = CliRunner().invoke(
        cli, [name, "--help"], prog_name="liverdeck", terminal_width=80
    )
    assert f"```text\n{run.output}```\n" in pages()[Path("docs/commands.md")]


def test_the_exit_codes_of_check_are_described(repository):
    page = (repository / "docs" / "checker.md").read_text(encoding="utf-8")
    commands = " ".join(pages()[Path("docs/commands.md")].split())
    in_help = {"retype": "type it again", "partial": "partly right"}
    for outcome, code in CODE_OF_OUTCOME.items():
        assert re.search(rf"^\| {outcome} \|[^|]*\| {code} \|", page, re.MULTILINE)
        assert re.search(rf"\b{code} {in_help.get(outcome, outcome)}\b", commands)


def test_every_flaw_has_its_severity_on_the_page():
    page = pages()[Path("docs/quiz-items.md")]
    for rule, severity in (*RULES, *PAPER_RULES):
        assert f"| `{rule_id(rule)}` | {severity} |" in page


def test_every_output_format_is_described(repository):
    page = (repository / "docs" / "quizzes.md").read_text(encoding="utf-8")
    _, _, formats = page.partition("## The output formats, and how to import them")
    assert [name for name in FORMATS if f"**{name}**" not in formats] == []


def test_every_module_is_on_the_page_of_packages(repository):
    page = pages()[Path("docs/packages.md")]
    package = repository / "liverdeck"
    for path in package.rglob("*.py"):
        if path.stem.startswith("__") or path.parent == package:
            continue
        section = ".".join(path.parent.relative_to(package).parts)
        _, _, rest = page.partition(f"\n## {section}\n")
        assert f"| `{path.stem}` | " in rest.partition("\n## ")[0], path
