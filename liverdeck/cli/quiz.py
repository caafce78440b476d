"""`liverdeck quiz`: papers, keys and files for learning platforms; `quiz take` to sit one in the terminal."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liverdeck.cli.decks import deck_option
from liverdeck.cli.quiz_options import QuizChoice, load_bank, selection_options
from liverdeck.cli.quiz_report import print_bank, print_summary
from liverdeck.cli.quiz_take import take
from liverdeck.cli.report import refuse
from liverdeck.facts.files import write_together
from liverdeck.facts.problems import Position, Problem, Severity
from liverdeck.quiz.assemble import assemble_paper
from liverdeck.quiz.flaws import flaws_of_paper
from liverdeck.quiz.formats.job import QuizJob, UnwritableError
from liverdeck.quiz.formats.registry import FORMATS, write_format
from liverdeck.quiz.manifest import MANIFEST, manifest, read_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MANY = 400
"""Items from which a progress bar is worth its place."""
_HELPS = "moodle, gift, qti, html, print, pdf, docx, json, markdown, csv, anki"


@click.group(invoke_without_command=True)
@deck_option
@click.option("--items", metavar="N", type=int, default=20, show_default=True, help="How many.")
@selection_options
@click.option("--forms", metavar="K", type=int, default=1, show_default=True, help="Versions A, B, C ...")
@click.option("--blueprint", metavar="FILE", type=click.Path(path_type=Path), help="How many of what, in place of N.")
@click.option("--mode", type=click.Choice(("practice", "exam")), default="practice", help="Of the html page.")
@click.option("--minutes", metavar="N", type=click.IntRange(1, 1440), help="Time limit of the html page in exam mode.")
@click.option("--title", metavar="TEXT", help="Of the papers. Default: the deck's.")
@click.option("--page", type=click.Choice(("a4", "letter")), default="a4", show_default=True, help="Of pdf and docx.")
@click.option("--format", "named", metavar="A,B", multiple=True, default=("print",), help=f"Any of: {_HELPS}.")
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="Default: dist/quiz.")
@click.option("--list", "only_list", is_flag=True, help="List what could be asked, by topic and type.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def quiz(  # noqa: PLR0913, PLR0917  # click passes every option
    ctx: click.Context, folder: Path | None, items: int, choice: QuizChoice, forms: int, blueprint: Path | None,
    mode: Any, minutes: int | None, title: str | None, page: Any, named: tuple[str, ...], output: Path | None, *,  # noqa: ANN401
    only_list: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make a quiz of a deck's facts: papers with keys, pages, and files for learning platforms."""
    if ctx.invoked_subcommand is not None:
        return
    deck, bank = load_bank(folder, choice.options)
    if only_list:
        print_bank(bank, deck, as_json=as_json)
        return
    out = output or Path("dist") / "quiz"
    formats = _known_formats(named, out)
    request = choice.request(deck, items, str(choice.seed or "1"), forms, blueprint)
    assembled = assemble_paper(deck, bank, replace(request, title=title))
    if assembled.paper is None:
        refuse(assembled.problems)
    flaws = flaws_of_paper(assembled.paper.items, deck)
    errors = [flaw for flaw in flaws if flaw.severity is Severity.ERROR]
    if errors:
        refuse(errors)
    earlier, problem = read_manifest(out / MANIFEST)
    if problem is not None:
        refuse([problem])
    job = QuizJob(assembled.paper, deck, bank, mode, minutes, earlier, _now(), page)
    files = _files(job, formats)
    _write(files, out)
    if "anki" in formats and "choice.apkg" not in files:
        click.echo("No Anki package: none of these items can be answered by one tap.", err=True)
    _name_what_is_left(earlier, files, out)
    print_summary(assembled.paper, [out / name for name in sorted(files)], deck, flaws, as_json=as_json)


def _now() -> int:
    """Return the time that new notes get: SOURCE_DATE_EPOCH where it is set, else that of the clock."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isascii() and given.isdecimal() else int(time.time())


def _known_formats(named: Sequence[str], out: Path) -> tuple[str, ...]:
    from liverdeck.facts.fields import nearest

    formats = tuple(dict.fromkeys(name.strip() for each in named for name in each.split(",") if name.strip()))
    at = Position(str(out))
    unknown = [name for name in formats if name not in FORMATS]
    if unknown:
        refuse([Problem(at, f"no format {name!r}", nearest(name, FORMATS)) for name in unknown])
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
            refuse([Problem(Position(name), what, f"install it with: pip install 'liverdeck[{name}]'")])
        except UnwritableError as error:
            refuse([Problem(Position(name), error.what, error.mend)])
    remembered = note_dates(choice_notes(job), job) if "anki" in formats else remembered_dates(job)
    files[MANIFEST] = manifest(job, remembered, sorted(files))
    return files


def _name_what_is_left(earlier: Mapping[str, object] | None, files: Mapping[str, bytes], out: Path) -> None:
    before = (earlier or {}).get("files")
    names = [name for name in before if isinstance(name, str)] if isinstance(before, list) else []
    left = [name for name in names if name not in files and "/" not in name and (out / name).is_file()]
    if left:
        click.echo(f"Left in {out} from an earlier quiz, and not of this one: {', '.join(left)}", err=True)


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
