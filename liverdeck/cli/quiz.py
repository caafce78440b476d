"""`liverdeck quiz`: papers, keys and files for learning platforms; `quiz take` to sit one in the terminal."""

from __future__ import annotations

import os
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liverdeck.base.files import write_together
from liverdeck.base.problems import Position, Problem, Severity
from liverdeck.cli.decks import deck_option
from liverdeck.cli.quiz_options import (
    ItemSelection,
    load_bank,
    printable,
    selection_options,
)
from liverdeck.cli.quiz_report import print_bank, print_summary
from liverdeck.cli.quiz_take import take
from liverdeck.cli.report import refuse
from liverdeck.quiz.flaws.item_flaws import flaws_of_paper
from liverdeck.quiz.formats.job import QuizJob, UnwritableError
from liverdeck.quiz.formats.registry import FORMATS, write_format
from liverdeck.quiz.manifest import LATEST, MANIFEST, manifest, read_manifest
from liverdeck.quiz.papers.assemble import assemble_paper, select

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ITEMS, _SEED = 20, "1"
_MANY = 400
"""Items from which a progress bar is worth its place."""
_HELPS = ", ".join(FORMATS)


@click.group(invoke_without_command=True)
@deck_option
@click.option("--items", metavar="N", type=int, help="How many. Default: 20.")
@selection_options
@click.option(
    "--forms",
    metavar="K",
    type=int,
    default=1,
    show_default=True,
    help="Versions A, B, C ...",
)
@click.option(
    "--blueprint",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="How many of what, in place of N.",
)
@click.option(
    "--mode",
    type=click.Choice(("practice", "exam")),
    default="practice",
    help="Of the html page.",
)
@click.option(
    "--minutes",
    metavar="N",
    type=click.IntRange(1, 1440),
    help="Time limit of the html page in exam mode.",
)
@click.option(
    "--title",
    metavar="TEXT",
    callback=printable,
    help="Of the papers. Default: the deck's.",
)
@click.option(
    "--page",
    type=click.Choice(("a4", "letter")),
    default="a4",
    show_default=True,
    help="Of pdf and docx.",
)
@click.option(
    "--format",
    "named",
    metavar="A,B",
    multiple=True,
    default=("print",),
    help=f"Any of: {_HELPS}.",
)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Default: dist/quiz.",
)
@click.option(
    "--list",
    "only_list",
    is_flag=True,
    help="List what could be asked, by topic and type.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def quiz(  # noqa: PLR0913, PLR0917  # click passes every option
    ctx: click.Context,
    folder: Path | None,
    items: int | None,
    choice: ItemSelection,
    forms: int,
    blueprint: Path | None,
    mode: Any,  # noqa: ANN401
    minutes: int | None,
    title: str | None,
    page: Any,  # noqa: ANN401
    named: tuple[str, ...],
    output: Path | None,
    *,
    only_list: bool,
    as_json: bool,
) -> None:
    """Make a quiz of a deck's facts: papers with keys, pages, and files for learning platforms."""
    if ctx.invoked_subcommand is not None:
        _refuse_options_before(ctx)
        return
    if items is not None and blueprint is not None:
        raise click.UsageError(
            "--items and --blueprint both say how many; leave out one of the two"
        )
    if minutes is not None and mode != "exam":
        raise click.UsageError(
            "--minutes is the time limit of an exam; add --mode exam"
        )
    deck, bank = load_bank(folder, choice.options)
    if only_list:
        request = choice.request(deck, _ITEMS, _SEED)
        print_bank(select(bank, request), deck, as_json=as_json)
        return
    out = output or Path("dist") / "quiz"
    formats = _known_formats(named, out)
    request = choice.request(
        deck, _ITEMS if items is None else items, choice.seed or _SEED, forms, blueprint
    )
    assembled = assemble_paper(deck, bank, replace(request, title=title))
    if assembled.paper is None:
        refuse(assembled.problems)
    flaws = flaws_of_paper(assembled.paper.items, deck)
    errors = [flaw for flaw in flaws if flaw.severity is Severity.ERROR]
    if errors:
        refuse(errors)
    earlier, problem = read_manifest(out / MANIFEST, deck.id)
    if problem is not None:
        refuse([problem])
    job = QuizJob(assembled.paper, deck, bank, mode, minutes, earlier, _now(), page)
    files = _files(job, formats)
    _write(files, out)
    if "anki" in formats and "choice.apkg" not in files:
        click.echo(
            "No Anki package: none of these items can be answered by one tap.", err=True
        )
    _name_what_is_left(earlier, files, out)
    print_summary(
        assembled.paper,
        [out / name for name in sorted(files)],
        deck,
        flaws,
        as_json=as_json,
    )


def _refuse_options_before(ctx: click.Context) -> None:
    given = [
        param.opts[0]
        for param in ctx.command.params
        if param.name
        and ctx.get_parameter_source(param.name)
        is click.core.ParameterSource.COMMANDLINE
    ]
    if given:
        raise click.UsageError(
            f"put {', '.join(given)} behind {ctx.invoked_subcommand}: liverdeck quiz take {given[0]} ..."
        )


def _now() -> int:
    """Return the time that new notes get: SOURCE_DATE_EPOCH where it is set, else that of the clock."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return int(time.time())
    if not re.fullmatch(r"[0-9]{1,10}", given) or int(given) >= LATEST:
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is no Unix time before 2106: {given[:20]!r}"
        )
    return int(given)


def _known_formats(named: Sequence[str], out: Path) -> tuple[str, ...]:
    from liverdeck.base.names import nearest

    formats = tuple(
        dict.fromkeys(
            name.strip() for each in named for name in each.split(",") if name.strip()
        )
    )
    at = Position(str(out))
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        refuse(
            [
                Problem(at, f"no format {name!r}", nearest(name, FORMATS))
                for name in unknown
            ]
        )
    if not formats:
        refuse([Problem(at, "no format", f"name some with --format: {_HELPS}")])
    return formats


def _files(job: QuizJob, formats: Sequence[str]) -> dict[str, bytes]:
    from liverdeck.quiz.formats.anki import choice_notes, note_dates, remembered_dates

    files: dict[str, bytes] = {}
    for name in _with_progress(formats, len(job.paper.items)):
        try:
            files |= write_format(name, job)
        except ModuleNotFoundError as error:
            what = f"the format {name} needs a package that is not installed ({error.name})"
            refuse(
                [
                    Problem(
                        Position(name),
                        what,
                        f"install it with: pip install 'liverdeck[{name}]'",
                    )
                ]
            )
        except UnwritableError as error:
            refuse([Problem(Position(name), error.what, error.fix)])
    remembered = (
        note_dates(choice_notes(job), job)
        if "anki" in formats
        else remembered_dates(job)
    )
    files[MANIFEST] = manifest(job, remembered, sorted(files))
    return files


def _name_what_is_left(
    earlier: Mapping[str, object] | None, files: Mapping[str, bytes], out: Path
) -> None:
    before = (earlier or {}).get("files")
    present = {path.name for path in out.iterdir()}
    named = (
        [name for name in before if isinstance(name, str)]
        if isinstance(before, list)
        else []
    )
    left = [name for name in named if name in present and name not in files]
    if left:
        click.echo(
            f"Left in {out} from an earlier quiz, and not of this one: {', '.join(left)}",
            err=True,
        )


def _with_progress(formats: Sequence[str], items: int) -> Sequence[str]:
    import sys

    if items < _MANY or not sys.stderr.isatty():
        return formats
    from rich.console import Console
    from rich.progress import track

    return track(formats, "Writing", console=Console(stderr=True), transient=True)  # type: ignore[return-value]


def _write(files: dict[str, bytes], out: Path) -> None:
    if out.exists() and not out.is_dir():
        refuse([Problem(Position(str(out)), "not a folder", "name a folder with -o")])
    problem = write_together({out / name: content for name, content in files.items()})
    if problem is not None:
        refuse([problem], would_write=False)


quiz.add_command(take)
