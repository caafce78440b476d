"""`liverdeck lint`: every problem of a deck, for people and for programs."""

from __future__ import annotations

from pathlib import Path

import click

from liverdeck.cli.decks import choose_deck
from liverdeck.cli.report import FORMATS, count, print_problems
from liverdeck.facts.problems import has_errors
from liverdeck.lint.structure import check_deck


@click.command()
@click.option(
    "-d",
    "--deck",
    "folders",
    metavar="DECK",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A deck's folder; may be given more than once. Left out: the only deck under ./cards.",
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
def lint(folders: tuple[Path, ...], form: str) -> None:
    """Check decks and list every problem, with what to do about it."""
    chosen = folders or (choose_deck(None, may_be_bundled=False),)
    problems = [problem for folder in chosen for problem in check_deck(folder)]
    print_problems(problems, form)
    click.echo(f"{count(problems)}." if problems else "No problems.", err=True)
    if has_errors(problems):
        raise click.exceptions.Exit(1)
