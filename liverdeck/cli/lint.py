"""`liverdeck lint`: every problem of a deck, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.document import split_document
from liverdeck.base.files import PASSAGES_FILE, read_text
from liverdeck.base.problems import Problem, Severity, has_errors
from liverdeck.base.workers import usable_workers
from liverdeck.cli.cache import no_cache_option
from liverdeck.cli.decks import DEFAULT_DECK_HELP, choose_deck, read_deck
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.printing import echo, echo_json, echo_rich
from liverdeck.cli.report import (
    FORMATS,
    counts_by_severity,
    print_problems,
    problem_as_json,
    required_or_refuse,
)
from liverdeck.lint.coverage import PassageCoverage, coverage
from liverdeck.lint.document_drift import drift
from liverdeck.lint.manual import manual
from liverdeck.lint.run import RULES, lint_loaded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.authoring.document import Excerpt
    from liverdeck.facts.deck import Deck


def _print_rules(
    context: click.Context,
    option: click.Parameter,
    is_given: bool,  # noqa: FBT001
) -> None:
    """If --rules is given, print the manual of the rules and end. Click calls this."""
    del option
    if is_given:
        echo(manual(RULES), nl=False)
        context.exit()


@click.command()
@click.option(
    "-d",
    "--deck",
    "folders",
    metavar="DECK",
    multiple=True,
    type=click.Path(path_type=Path),
    help=f"Folder of a deck; may be repeated. {DEFAULT_DECK_HELP}.",
)
@no_cache_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Print the problems for people, programs or GitHub.",
)
@click.option(
    "--severity",
    "least_severity",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.ADVICE.value,
    show_default=True,
    help="Leave out problems less severe than this.",
)
@click.option(
    "--document",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=(
        "Also say where FILE differs from the indexed document, "
        "and which facts to read again."
    ),
)
@click.option(
    "--coverage",
    "with_coverage",
    is_flag=True,
    help="Also show, for each passage, the words that no fact uses.",
)
@click.option(
    "--rules",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_rules,
    help="Print what every rule wants, with examples, and stop.",
)
@garbage_collection_paused(is_kept=True)
def lint(
    folders: tuple[Path, ...],
    output_format: str,
    least_severity: str,
    document: Path | None,
    *,
    with_coverage: bool,
) -> None:
    """Check decks, and list every problem and how to fix it."""
    if with_coverage and output_format == "github":
        raise click.UsageError(
            "--coverage has no github format; choose --format text or json"
        )

    excerpts = None if document is None else _read_document(document)
    report = LintReport(with_coverage=with_coverage)
    for folder in folders or (choose_deck(None, may_be_bundled=False),):
        report.add_deck(folder, excerpts)

    # The most severe problems have rank 0.
    least_severe_rank = Severity(least_severity).rank
    problems = [
        problem
        for problem in report.problems
        if problem.severity.rank <= least_severe_rank
    ]
    if with_coverage and output_format == "json":
        echo_json(
            {
                "problems": [problem_as_json(problem) for problem in problems],
                "coverage": report.coverage_as_json(),
            }
        )
    else:
        print_problems(problems, output_format)
        if with_coverage:
            _print_coverage(
                passage_coverage for _, passage_coverage in report.coverages
            )

    echo(f"{counts_by_severity(problems)}." if problems else "No problems.", err=True)
    if has_errors(problems):
        raise click.exceptions.Exit(1)


@dataclass
class LintReport:
    """The problems of all decks that were added, and the coverage of their passages."""

    with_coverage: bool
    """Whether `coverages` is filled."""
    problems: list[Problem] = field(default_factory=list)
    coverages: list[tuple[Path, PassageCoverage]] = field(default_factory=list)
    """The coverage of each passage, with the folder of its deck."""
    folder_by_id: dict[str, Path] = field(default_factory=dict)
    """The folder of the first deck with each id, by this id."""

    def add_deck(self, folder: Path, excerpts: tuple[Excerpt, ...] | None) -> None:
        """Lint a deck and add its problems.

        With the excerpts of a document, also add a problem wherever that document
        differs from the indexed one, unless the word index itself has problems.
        """
        loaded = read_deck(folder)
        self.problems += lint_loaded(loaded, workers=usable_workers())
        deck = loaded.deck
        if deck is None:
            return

        self._add_id(deck)
        if self.with_coverage:
            self.coverages += (
                (folder, passage_coverage) for passage_coverage in coverage(deck)
            )

        index_path = str(folder / PASSAGES_FILE)
        index_has_problems = any(
            problem.position.path == index_path for problem in loaded.problems
        )
        if excerpts is not None and not index_has_problems:
            self.problems += drift(deck, excerpts)

    def _add_id(self, deck: Deck) -> None:
        """Remember the deck's id. Add a problem if another deck has the same id."""
        first_folder = self.folder_by_id.setdefault(deck.id, deck.folder)
        if first_folder == deck.folder:
            return
        message = (
            f"the deck in {first_folder} has the id {deck.id!r} too: "
            "Anki would take the notes of one deck for those of the other"
        )
        fix = "give the newer deck a different id"
        self.problems.append(Problem(deck.values_position, message, fix))

    def coverage_as_json(self) -> list[dict[str, object]]:
        """Return the coverage of all decks' passages as JSON values."""
        return [
            {
                "deck": str(folder),
                "passage": passage_coverage.passage.id,
                "heading": passage_coverage.passage.heading,
                "facts": passage_coverage.fact_ids,
                "untouched": passage_coverage.unused_words,
            }
            for folder, passage_coverage in self.coverages
        ]


def _read_document(path: Path) -> tuple[Excerpt, ...]:
    text = required_or_refuse(read_text(path), says_nothing_was_written=False)
    return split_document(text)


def _print_coverage(coverages: Iterable[PassageCoverage]) -> None:
    """Print a table of passages: id, number of facts, and words that no fact uses.

    The 0 of a passage without facts is yellow.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        "Passage", "Facts", "Words that no fact uses", box=box.SIMPLE, pad_edge=False
    )
    table.columns[1].justify = "right"
    for passage_coverage in coverages:
        style = "" if passage_coverage.fact_ids else "bold yellow"
        table.add_row(
            Text(passage_coverage.passage.id),
            Text(str(len(passage_coverage.fact_ids)), style=style),
            Text(", ".join(passage_coverage.unused_words)),
        )
    echo_rich(Console(), table)
