"""`liverdeck quiz`: papers, keys and files for learning platforms; `quiz take` to sit one in the terminal."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liverdeck.cli.decks import deck_option
from liverdeck.cli.quiz_options import QuizChoice, load_bank, selection_options
from liverdeck.cli.quiz_take import take
from liverdeck.cli.report import print_json, print_problems, refuse
from liverdeck.facts.files import write_whole
from liverdeck.facts.problems import Position, Problem, Severity
from liverdeck.quiz.assemble import assemble
from liverdeck.quiz.flaws import flaws_of_paper
from liverdeck.quiz.formats.registry import FORMATS, Job, write
from liverdeck.quiz.items import TITLES, TYPES
from liverdeck.quiz.manifest import MANIFEST, manifest, read_manifest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.nouns import Deck
    from liverdeck.quiz.assemble import Paper
    from liverdeck.quiz.items import Item

_MANY = 400
"""Items from which a progress bar is worth its place."""
_HELPS = "moodle, gift, qti, html, print, pdf, docx, json, markdown, csv, anki"


class _Formats(click.ParamType[tuple[str, ...]]):
    name = "formats"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ANN401  # click's own
        """Take names with commas between them."""
        del param, ctx
        return value if isinstance(value, tuple) else tuple(dict.fromkeys(filter(None, value.split(","))))


@click.group(invoke_without_command=True)
@deck_option
@click.option("--items", metavar="N", type=int, default=20, show_default=True, help="How many.")
@selection_options
@click.option("--forms", metavar="K", type=int, default=1, show_default=True, help="Versions A, B, C ...")
@click.option("--blueprint", metavar="FILE", type=click.Path(path_type=Path), help="How many of what, in place of N.")
@click.option("--mode", type=click.Choice(("practice", "exam")), default="practice", help="Of the html page.")
@click.option("--minutes", metavar="N", type=click.IntRange(1, 1440), help="Time limit of the html page in exam mode.")
@click.option("--format", "formats", metavar="A,B", type=_Formats(), default=("print",), help=f"Any of: {_HELPS}.")
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), help="Default: dist/quiz.")
@click.option("--list", "only_list", is_flag=True, help="List what could be asked, by topic and type.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.pass_context
def quiz(  # noqa: PLR0913, PLR0917  # click passes every option
    ctx: click.Context, folder: Path | None, items: int, choice: QuizChoice, forms: int, blueprint: Path | None,
    mode: Any, minutes: int | None, formats: tuple[str, ...], output: Path | None, *, only_list: bool, as_json: bool,  # noqa: ANN401
) -> None:  # fmt: skip
    """Make a quiz of a deck's facts: papers with keys, pages, and files for learning platforms."""
    if ctx.invoked_subcommand is not None:
        return
    deck, bank = load_bank(folder, choice.options)
    if only_list:
        _list(bank, deck, as_json=as_json)
        return
    out = output or Path("dist") / "quiz"
    _refuse_unknown(formats, out)
    request = choice.request(deck, items, str(choice.seed or "1"), forms, blueprint)
    assembled = assemble(deck, bank, request)
    if assembled.paper is None:
        refuse(assembled.problems)
    flaws = flaws_of_paper(assembled.paper.items, deck)
    errors = [flaw for flaw in flaws if flaw.severity is Severity.ERROR]
    if errors:
        refuse(errors)
    earlier, problem = read_manifest(out / MANIFEST)
    if problem is not None:
        refuse([problem])
    job = Job(assembled.paper, deck, mode, minutes, earlier, _now())
    files = _files(job, formats)
    _write(files, out)
    if "anki" in formats and "choice.apkg" not in files:
        click.echo("No Anki package: none of these items can be answered by one tap.", err=True)
    _summary(assembled.paper, files, out, flaws, as_json=as_json)


def _now() -> int:
    """Return the time that new notes get: SOURCE_DATE_EPOCH where it is set, else that of the clock."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isascii() and given.isdecimal() else int(time.time())


def _refuse_unknown(formats: Sequence[str], out: Path) -> None:
    from liverdeck.facts.fields import nearest

    unknown = [name for name in formats if name not in FORMATS]
    at = Position(str(out))
    if unknown:
        refuse([Problem(at, f"no format {name!r}", nearest(name, FORMATS)) for name in unknown])
    if not formats:
        refuse([Problem(at, "no format", f"name some with --format: {_HELPS}")])


def _files(job: Job, formats: Sequence[str]) -> dict[str, bytes]:
    from liverdeck.quiz.formats.anki import choice_notes, note_dates

    files: dict[str, bytes] = {}
    for name in _with_progress(formats, len(job.paper.items)):
        try:
            files |= write(name, job)
        except ModuleNotFoundError as error:
            what = f"the format {name} needs a package that is not installed ({error.name})"
            refuse([Problem(Position(name), what, f"install it with: pip install 'liverdeck[{name}]'")])
    dates = note_dates(choice_notes(job), job) if "anki" in formats else {}
    earlier = {} if dates or not job.earlier else job.earlier.get("anki", {})
    files[MANIFEST] = manifest(job, dates or earlier)  # type: ignore[arg-type]  # `read_manifest` proved its shape
    return files


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
    for name, content in files.items():
        problem = write_whole(out / name, content)
        if problem is not None:
            refuse([problem], would_write=False)


def _list(bank: Sequence[Item], deck: Deck, *, as_json: bool) -> None:
    bases: dict[tuple[str, str], set[str]] = {}
    for item in bank:
        bases.setdefault((item.topic, item.type), set()).add(item.base)
    counts = {each: len(names) for each, names in bases.items()}
    if as_json:
        per_topic = {topic.id: {each: counts[topic.id, each] for each in TYPES if (topic.id, each) in counts}
                     for topic in deck.topics}  # fmt: skip
        print_json(per_topic)
        return
    shown = [type_ for type_ in TYPES if any(type_ == each for _, each in counts)]
    rows = [[topic.id, *(str(counts.get((topic.id, type_), "")) for type_ in shown)] for topic in deck.topics]
    totals = Counter({type_: sum(n for (_, each), n in counts.items() if each == type_) for type_ in shown})
    _table([["topic", *shown], *rows, ["all", *(str(totals[type_]) for type_ in shown)]])
    facts_asked = len({fact for item in bank for fact in item.facts})
    click.echo(f"{facts_asked} facts. " + "; ".join(f"{type_}: {TITLES[type_].lower()}" for type_ in shown) + ".")


def _table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = row
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        click.echo("  ".join(cells).rstrip())


def _summary(paper: Paper, files: dict[str, bytes], out: Path, flaws: list[Problem], *, as_json: bool) -> None:
    if as_json:
        print_json({
            "seed": paper.seed, "items": len(paper.items), "points": paper.points,
            "forms": [form.name for form in paper.forms], "files": [str(out / name) for name in sorted(files)],
            "flaws": [str(flaw) for flaw in flaws],
        })  # fmt: skip
        return
    print_problems([flaw for flaw in flaws if flaw.severity is Severity.WARNING], "text")
    _table(_counted(paper))
    forms = f"forms {paper.forms[0].name} to {paper.forms[-1].name}" if len(paper.forms) > 1 else "one form"
    click.echo(f"{len(paper.items)} items, {paper.points} points, {forms}, seed {paper.seed}.")
    click.echo(f"Wrote {', '.join(str(out / name) for name in sorted(files))}")


def _counted(paper: Paper) -> list[list[str]]:
    counts = Counter((item.topic, item.type) for item in paper.items)
    topics = list(dict.fromkeys(item.topic for item in sorted(paper.items, key=lambda item: item.topic)))
    shown = [type_ for type_ in TYPES if any(type_ == each for _, each in counts)]
    head = ["topic", *shown, "all"]
    rows = [
        [topic, *(str(counts[topic, type_] or "") for type_ in shown), str(sum(counts[topic, each] for each in shown))]
        for topic in topics
    ]
    return [head, *rows]


quiz.add_command(take)
