"""`liverdeck quiz`: papers, keys and files for learning platforms.

`quiz take`, which asks a quiz in the terminal, is in `quiz_take`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.result import Result
from liverdeck.cli.clock import current_seconds
from liverdeck.cli.decks import deck_option
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.output_options import force_option
from liverdeck.cli.printing import echo
from liverdeck.cli.quiz_bank import checked_bank, load_bank
from liverdeck.cli.quiz_folder import (
    copy_of_earlier_quiz,
    mention_leftovers,
    read_earlier_manifest,
    require_folder,
)
from liverdeck.cli.quiz_options import (
    DEFAULT_ITEMS,
    ItemSelection,
    selection_options,
)
from liverdeck.cli.quiz_output import QuizOutput, output_options
from liverdeck.cli.quiz_remake import EarlierQuiz, earlier_quiz
from liverdeck.cli.quiz_report import print_bank, print_summary
from liverdeck.cli.quiz_review import (
    ReviewFiles,
    paper_to_review,
    print_review,
    review_options,
    write_review,
)
from liverdeck.cli.quiz_take import take
from liverdeck.cli.quiz_why import print_reasons
from liverdeck.cli.report import (
    exit_on_content_error,
    json_option,
    required_or_refuse,
)
from liverdeck.quiz.make import (
    KEY_FOLDER,
    QuizRequest,
    finished_quiz,
)
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.kept_paper import with_names_of_manifest
from liverdeck.quiz.papers.paper_request import DEFAULT_SEED, select_items

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import ItemBank
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.make import MadeQuiz
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_request import PaperRequest

_ITEMS_FOR_PROGRESS_BAR = 400
"""A quiz of this many items or more gets a progress bar; a shorter quiz is fast."""


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
@output_options
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
@review_options
@force_option
@json_option
@click.pass_context
def quiz(  # noqa: PLR0913  # click passes every option
    ctx: click.Context,
    folder: Path | None,
    items: int | None,
    selection: ItemSelection,
    output: QuizOutput,
    *,
    review: ReviewFiles,
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
    output.refuse_contradictions(items)
    review.refuse_contradictions(other=counts_only or why is not None)
    earlier = earlier_quiz(from_manifest, replaced)
    if earlier is not None:
        output = earlier.output(output, _typed_parameters(ctx))
        selection = earlier.selection(selection)
    if why is None and not counts_only and not review.is_given:
        with checked_bank(folder, selection) as (deck, bank):
            requested = output.requested(deck, selection, items)
            source = earlier or _assembled(deck, bank, requested)
        request = required_or_refuse(requested)
        made = _make_and_write(deck, bank, request, output, source, force=force)
        written_paths = [output.folder / name for name in sorted(made.files)]
        left_out = _left_out_count(bank, request)
        print_summary(made, written_paths, left_out, as_json=as_json)
        if earlier is None:
            _mention_fewer_items(made.paper, request)
        return
    deck, bank = load_bank(folder, selection)
    if why is not None:
        print_reasons(bank, deck, why, as_json=as_json)
    elif review.filled is not None:
        print_review(review.filled, deck, as_json=as_json)
    elif review.to_write is not None:
        request = required_or_refuse(output.requested(deck, selection, items))
        if earlier is not None:
            paper = earlier.paper(deck, bank, request)
        else:
            whole_deck = items is None and output.blueprint is None
            paper = paper_to_review(deck, bank, request, whole_deck=whole_deck)
        write_review(review.to_write, deck, paper, output, force=force)
    else:
        # The number of items and the seed have no effect on what could be asked.
        request = required_or_refuse(selection.requested(deck, None, DEFAULT_SEED))
        print_bank(bank, request, deck, as_json=as_json)


def _assembled(
    deck: Deck, bank: ItemBank, requested: Result[PaperRequest]
) -> Result[Paper]:
    """Return the paper of a request, or the problems of the request or the paper."""
    if requested.value is None:
        return Result(None, requested.problems)
    return assemble_paper(deck, bank, requested.value)


def _make_and_write(  # noqa: PLR0913  # what both ways to make a quiz need
    deck: Deck,
    bank: ItemBank,
    paper_request: PaperRequest,
    output: QuizOutput,
    source: EarlierQuiz | Result[Paper],
    *,
    force: bool,
) -> MadeQuiz:
    """Make a quiz, write its files to the folder, and return it.

    `source` is the earlier quiz to make again, or what `assemble_paper` returned.
    """
    earlier_manifest = read_earlier_manifest(output.folder, deck, force=force)
    request = QuizRequest(
        paper_request,
        output.formats,
        mode=output.mode,
        minutes=output.minutes,
        look=output.look,
        page_size=output.page_size,
        settings={**bank.settings, "order": paper_request.options_order},
        earlier_manifest=earlier_manifest,
        note_time_seconds=current_seconds(),
    )
    with exit_on_content_error(), garbage_collection_paused():
        if isinstance(source, EarlierQuiz):
            paper = source.paper(deck, bank, paper_request)
            deck = with_names_of_manifest(deck, source.data)
        else:
            paper = source.required()
        made = finished_quiz(deck, paper, request, bank, with_progress=_with_progress)
    kept_files = copy_of_earlier_quiz(earlier_manifest, made.files)
    made = replace(made, files={**made.files, **kept_files})
    require_folder(output.folder)
    with exit_on_content_error():
        inputs = [] if output.blueprint is None else [output.blueprint]
        made.write(output.folder, inputs=inputs, force=force)
    _mention_missing_package(output.formats, made.files)
    mention_leftovers(earlier_manifest, made.files, output.folder)
    for name in kept_files:
        echo(f"The quiz that was here before is kept in {output.folder / name}")
    return made


def _mention_fewer_items(paper: Paper, request: PaperRequest) -> None:
    """If a paper has fewer items than requested, say so on standard error."""
    if len(paper.items) < request.items:
        echo(
            "No more items fit on one paper; liverdeck quiz --list shows what does.",
            err=True,
        )


def _left_out_count(bank: Sequence[Item], request: PaperRequest) -> int:
    """Return the number of items that `--closed` left out."""
    if not request.closed_only:
        return 0
    with_all = select_items(bank, replace(request, closed_only=False))
    return len(with_all) - len(select_items(bank, request))


def _mention_missing_package(
    formats: Sequence[str], files: Mapping[str, bytes]
) -> None:
    """If no package for Anki was made, although it was requested, say so."""
    from liverdeck.quiz.formats.anki import PACKAGE_FILE

    if "anki" in formats and f"{KEY_FOLDER}/{PACKAGE_FILE}" not in files:
        echo(
            "No Anki package: none of these items can be answered by one tap.", err=True
        )


def _typed_parameters(ctx: click.Context) -> dict[str, str]:
    """Return the options that the user typed, by the names of their parameters."""
    return {
        param.name: param.opts[0]
        for param in ctx.command.params
        if param.name
        and ctx.get_parameter_source(param.name)
        is click.core.ParameterSource.COMMANDLINE
    }


def _refuse_options_before_take(ctx: click.Context) -> None:
    """Refuse options typed before `take`, where they would have no effect."""
    typed_options = list(_typed_parameters(ctx).values())
    if typed_options:
        raise click.UsageError(
            f"put {', '.join(typed_options)} after {ctx.invoked_subcommand}: "
            f"liverdeck quiz take {typed_options[0]} ..."
        )


def _with_progress(formats: Sequence[str], paper: Paper) -> Iterable[str]:
    """Return the formats. For a long quiz, a loop over them shows a progress bar."""
    if len(paper.items) < _ITEMS_FOR_PROGRESS_BAR or not sys.stderr.isatty():
        return formats
    from rich.console import Console
    from rich.progress import track

    return track(formats, "Writing", console=Console(stderr=True), transient=True)


quiz.add_command(take)
