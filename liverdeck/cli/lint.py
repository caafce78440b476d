"""`liverdeck lint`: every problem of a deck, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.document import split_document
from liverdeck.authoring.loader import DECK_FILE, PASSAGES_FILE, load_deck
from liverdeck.base.files import read_text
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.base.problems import Position, Problem, Severity, has_errors
from liverdeck.cli.decks import choose_deck
from liverdeck.cli.report import (
    FORMATS,
    count,
    print_json,
    print_problems,
    problem_as_json,
    refuse,
)
from liverdeck.lint.coverage import PassageCoverage, coverage
from liverdeck.lint.document_drift import drift
from liverdeck.lint.manual import manual
from liverdeck.lint.run import RULES, lint_loaded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.authoring.document import Excerpt
    from liverdeck.facts.deck import Deck

_DOCUMENT_HELP = "Also report where this text differs from the indexed one, and the facts that stand on it."


def _print_rules(context: click.Context, option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    del option
    if wanted:
        click.echo(manual(RULES), nl=False)
        context.exit()


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
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True
)
@click.option(
    "--severity",
    type=click.Choice([each.value for each in Severity]),
    default=Severity.ADVICE.value,
    show_default=True,
    help="Leave out what is less severe than this.",
)
@click.option(
    "--document", metavar="FILE", type=click.Path(path_type=Path), help=_DOCUMENT_HELP
)
@click.option(
    "--coverage",
    "with_coverage",
    is_flag=True,
    help="Also show what no fact touches, passage by passage.",
)
@click.option(
    "--rules",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_rules,
    help="Print what each rule wants, with examples, and stop.",
)
@garbage_collection_paused()
def lint(
    folders: tuple[Path, ...],
    form: str,
    severity: str,
    document: Path | None,
    *,
    with_coverage: bool,
) -> None:
    """Check decks and list every problem, with what to do about it."""
    if with_coverage and form == "github":
        message = "--coverage goes with --format text or json"
        raise click.UsageError(message)
    excerpts = None if document is None else _read_document(document)
    review = LintReport(with_coverage=with_coverage)
    for folder in folders or (choose_deck(None, may_be_bundled=False),):
        review.add(folder, excerpts)
    problems = [
        problem
        for problem in review.problems
        if problem.severity.rank <= Severity(severity).rank
    ]
    if not with_coverage:
        print_problems(problems, form)
    elif form == "json":
        print_json(
            {
                "problems": [problem_as_json(each) for each in problems],
                "coverage": review.coverage_as_json(),
            }
        )
    else:
        print_problems(problems, form)
        _print_coverage(covered for _, covered in review.covered)
    click.echo(f"{count(problems)}." if problems else "No problems.", err=True)
    if has_errors(problems):
        raise click.exceptions.Exit(1)


@dataclass
class LintReport:
    """What was found in all the decks that were named."""

    with_coverage: bool
    problems: list[Problem] = field(default_factory=list)
    covered: list[tuple[Path, PassageCoverage]] = field(default_factory=list)
    folders: dict[str, Path] = field(default_factory=dict)
    """By the deck's id."""

    def add(self, folder: Path, document: tuple[Excerpt, ...] | None) -> None:
        """Look at one more deck, and compare it with a document if there is one."""
        loaded = load_deck(folder)
        self.problems += lint_loaded(loaded)
        if loaded.deck is not None:
            self._note_id(loaded.deck)
        if loaded.deck is not None and self.with_coverage:
            self.covered += ((folder, each) for each in coverage(loaded.deck))
        concordance = str(folder / PASSAGES_FILE)
        is_readable = not any(
            problem.position.path == concordance for problem in loaded.problems
        )
        if loaded.deck is not None and document is not None and is_readable:
            self.problems += drift(loaded.deck, document)

    def _note_id(self, deck: Deck) -> None:
        first = self.folders.setdefault(deck.id, deck.folder)
        if first != deck.folder:
            what = f"the deck in {first} has the id {deck.id!r} too: to Anki the notes of both would be the same"
            self.problems.append(
                Problem(
                    Position(str(deck.folder / DECK_FILE)),
                    what,
                    "give the newer one another id",
                )
            )

    def coverage_as_json(self) -> list[dict[str, object]]:
        """Return the coverage of all decks' passages as JSON's values."""
        return [
            {
                "deck": str(folder),
                "passage": covered.passage.id,
                "heading": covered.passage.heading,
                "facts": covered.facts,
                "untouched": covered.untouched,
            }
            for folder, covered in self.covered
        ]


def _read_document(path: Path) -> tuple[Excerpt, ...]:
    text, problem = read_text(path)
    if problem is not None:
        refuse([problem], would_write=False)
    return split_document(text)


def _print_coverage(covered: Iterable[PassageCoverage]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        "Passage", "Facts", "Words that no fact touches", box=box.SIMPLE, pad_edge=False
    )
    table.columns[1].justify = "right"
    for each in covered:
        facts = Text(str(len(each.facts)), style="" if each.facts else "bold yellow")
        table.add_row(Text(each.passage.id), facts, Text(", ".join(each.untouched)))
    Console().print(table)
