"""`liverdeck quiz`: papers, keys and files for learning platforms.

`quiz take`, which asks a quiz in the terminal, is in `quiz_take`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, get_args

import click

from liverdeck.base.problems import Position, Problem
from liverdeck.base.writing import settle
from liverdeck.cli.clock import current_seconds
from liverdeck.cli.decks import deck_option
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.output_options import OUTPUT_FOLDER, force_option
from liverdeck.cli.printing import echo
from liverdeck.cli.quiz_options import (
    DEFAULT_ITEMS,
    ItemSelection,
    load_bank,
    printable_text,
    selection_options,
    split_names,
)
from liverdeck.cli.quiz_paper_options import paper_options
from liverdeck.cli.quiz_remake import earlier_quiz
from liverdeck.cli.quiz_report import print_bank, print_summary
from liverdeck.cli.quiz_take import take
from liverdeck.cli.quiz_why import print_reasons
from liverdeck.cli.report import (
    exit_on_content_error,
    json_option,
    refuse,
    required_or_refuse,
)
from liverdeck.quiz.formats.job import (
    DEFAULT_MODE,
    DEFAULT_PAGE_SIZE,
    Mode,
    PageSize,
)
from liverdeck.quiz.formats.registry import FORMATS
from liverdeck.quiz.make import MANIFEST_PATH, QuizRequest, finished_quiz, make_quiz
from liverdeck.quiz.manifest import MANIFEST_FILE, read_manifest
from liverdeck.quiz.papers.paper_request import DEFAULT_SEED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.formats.job import PaperLook
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_request import PaperRequest

_ITEMS_FOR_PROGRESS_BAR = 400
"""A quiz of this many items or more gets a progress bar; a shorter quiz is fast."""
_FORMAT_NAMES = ", ".join(FORMATS)


@click.group(
    invoke_without_command=True,
    # Some versions of click would not say that the command is optional.
    subcommand_metavar="[COMMAND] [ARGS]...",
)
@deck_option
@click.option(
    "--items",
    metavar="N",
    type=int,
    help=f"Number of items. Default: {DEFAULT_ITEMS}, or as many as fit on one paper.",
)
@selection_options
@paper_options
@click.option(
    "--forms",
    metavar="K",
    type=int,
    default=1,
    show_default=True,
    help="Number of paper forms: A, B, C ...",
)
@click.option(
    "--blueprint",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take the number of items of each topic, type and difficulty from FILE.",
)
@click.option(
    "--mode",
    type=click.Choice(get_args(Mode)),
    default=DEFAULT_MODE,
    show_default=True,
    help="Purpose of the html page.",
)
@click.option(
    "--minutes",
    metavar="N",
    type=click.IntRange(1, 1440),
    help="Time limit of the html page, with --mode exam.",
)
@click.option(
    "--title",
    metavar="TEXT",
    callback=printable_text,
    help="Title of the papers. Default: the deck's title.",
)
@click.option(
    "--page",
    "page_size",
    type=click.Choice(get_args(PageSize)),
    default=DEFAULT_PAGE_SIZE,
    show_default=True,
    help="Page size of pdf and docx.",
)
@click.option(
    "--format",
    "format_lists",
    metavar="A,B",
    multiple=True,
    default=("print",),
    help=f"Output formats. Default: print. Any of: {_FORMAT_NAMES}.",
)
@click.option(
    "-o",
    "--output",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help=f"Folder to write to. Default: {OUTPUT_FOLDER}/quiz.",
)
@click.option(
    "--list",
    "counts_only",
    is_flag=True,
    help="List what could be asked, by topic and type, and write nothing.",
)
@click.option(
    "--why",
    metavar="FACT",
    help="Say for each item type why FACT has an item or none, and write nothing.",
)
@click.option(
    "--from",
    "from_manifest",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take the paper from the quiz.json of an earlier quiz, letters included.",
)
@click.option(
    "--replace",
    "replaced",
    metavar="ITEM",
    multiple=True,
    help="With --from: ask another item in place of ITEM; may be repeated.",
)
@force_option
@json_option
@click.pass_context
def quiz(  # noqa: PLR0913, PLR0917  # click passes every option
    ctx: click.Context,
    folder: Path | None,
    items: int | None,
    selection: ItemSelection,
    look: PaperLook,
    forms: int,
    blueprint: Path | None,
    mode: Mode,
    minutes: int | None,
    title: str | None,
    page_size: PageSize,
    format_lists: tuple[str, ...],
    output: Path | None,
    *,
    counts_only: bool,
    why: str | None,
    from_manifest: Path | None,
    replaced: tuple[str, ...],
    force: bool,
    as_json: bool,
) -> None:
    """Make a quiz from a deck: papers, keys, pages, files for learning platforms."""
    if ctx.invoked_subcommand is not None:
        _refuse_options_before_take(ctx)
        return
    _refuse_contradictions(items, blueprint, mode, minutes)
    earlier = earlier_quiz(from_manifest, replaced)
    if earlier is not None:
        selection = earlier.selection(selection)
        output = output or earlier.folder
    deck, bank = load_bank(folder, selection)
    if why is not None:
        print_reasons(bank, deck, why, as_json=as_json)
        return
    if counts_only:
        # The number of items and the seed have no effect on what could be asked.
        request = selection.paper_request(deck, None, DEFAULT_SEED)
        print_bank(bank, request, deck, as_json=as_json)
        return

    output_folder = output or OUTPUT_FOLDER / "quiz"
    seed = selection.given_seed or DEFAULT_SEED
    request = selection.paper_request(deck, items, seed, forms, blueprint)
    earlier_manifest = _read_earlier_manifest(output_folder, deck, force=force)
    with exit_on_content_error(), garbage_collection_paused():
        quiz_request = QuizRequest(
            replace(request, title=title),
            _format_names(format_lists),
            mode=mode,
            minutes=minutes,
            look=look,
            page_size=page_size,
            settings={**bank.settings, "order": request.options_order},
            earlier_manifest=earlier_manifest,
            note_time_seconds=current_seconds(),
        )
        if earlier is None:
            made = make_quiz(deck, quiz_request, bank, with_progress=_with_progress)
        else:
            made = finished_quiz(deck, earlier.paper(deck, bank), quiz_request, bank)
    files = made.files

    _require_folder(output_folder)
    with exit_on_content_error():
        inputs = [] if blueprint is None else [blueprint]
        made.write(output_folder, inputs=inputs, force=force)
    if "anki" in _format_names(format_lists):
        _mention_missing_package(files)
    _mention_leftovers(earlier_manifest, files, output_folder)
    written_paths = [output_folder / name for name in sorted(files)]
    flaws = made.problems
    print_summary(made.paper, written_paths, deck, flaws, as_json=as_json)
    if earlier is None:
        _mention_fewer_items(made.paper, request)


def _refuse_contradictions(
    items: int | None, blueprint: Path | None, mode: Mode, minutes: int | None
) -> None:
    """Refuse options that say the same thing twice, or have no effect together."""
    if items is not None and blueprint is not None:
        raise click.UsageError(
            "--items and --blueprint both say how many items; leave out one of the two"
        )
    if minutes is not None and mode != "exam":
        raise click.UsageError(
            "--minutes is the time limit of an exam; add --mode exam"
        )


def _mention_fewer_items(paper: Paper, request: PaperRequest) -> None:
    """Say on standard error that no more items fit on one paper, if that is so."""
    if len(paper.items) < request.items:
        echo(
            "No more items fit on one paper; liverdeck quiz --list shows what does.",
            err=True,
        )


def _mention_missing_package(files: Mapping[str, bytes]) -> None:
    """Say on standard error that no package for Anki was made, if that is so."""
    from liverdeck.quiz.formats.anki import PACKAGE_FILE

    if PACKAGE_FILE not in files:
        echo(
            "No Anki package: none of these items can be answered by one tap.", err=True
        )


def _refuse_options_before_take(ctx: click.Context) -> None:
    """Refuse options typed before `take`, where they would have no effect."""
    typed_options = [
        param.opts[0]
        for param in ctx.command.params
        if param.name
        and ctx.get_parameter_source(param.name)
        is click.core.ParameterSource.COMMANDLINE
    ]
    if typed_options:
        raise click.UsageError(
            f"put {', '.join(typed_options)} after {ctx.invoked_subcommand}: "
            f"liverdeck quiz take {typed_options[0]} ..."
        )


def _format_names(format_lists: Iterable[str]) -> tuple[str, ...]:
    """Return the output formats that were named, each once."""
    names = [name for text in format_lists for name in split_names(text)]
    return tuple(dict.fromkeys(names))


def _read_earlier_manifest(
    output_folder: Path, deck: Deck, *, force: bool
) -> Mapping[str, object] | None:
    """Return the manifest of the last quiz in the folder, if there is one.

    With `force`, a file that is no such manifest is to be replaced, and so is ignored.
    """
    settle(output_folder)
    path = output_folder / MANIFEST_PATH
    if not path.exists():
        # Where version 1 had it.
        path = output_folder / MANIFEST_FILE
    if not path.exists():
        return None
    earlier_manifest = read_manifest(path, deck.id)
    return earlier_manifest.value if force else required_or_refuse(earlier_manifest)


def _with_progress(formats: Sequence[str], paper: Paper) -> Iterable[str]:
    """Return the formats. In a long quiz, a loop over them shows a progress bar."""
    if len(paper.items) < _ITEMS_FOR_PROGRESS_BAR or not sys.stderr.isatty():
        return formats
    from rich.console import Console
    from rich.progress import track

    return track(formats, "Writing", console=Console(stderr=True), transient=True)


def _require_folder(output_folder: Path) -> None:
    if output_folder.exists() and not output_folder.is_dir():
        position = Position(str(output_folder))
        refuse([Problem(position, "this is not a folder", "name a folder with -o")])


def _mention_leftovers(
    earlier_manifest: Mapping[str, object] | None,
    files: Mapping[str, bytes],
    output_folder: Path,
) -> None:
    """Name the files of an earlier quiz that are still in the folder.

    These are the files that this quiz did not replace.
    """
    earlier_files = (earlier_manifest or {}).get("files")
    if not isinstance(earlier_files, list):
        return
    leftovers = [
        name
        for name in earlier_files
        if isinstance(name, str)
        and name not in files
        and not PurePath(name).is_absolute()
        and (output_folder / name).exists()
    ]
    if leftovers:
        names = ", ".join(leftovers)
        echo(f"Still in {output_folder} from an earlier quiz: {names}", err=True)


quiz.add_command(take)
