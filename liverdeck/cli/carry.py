"""`liverdeck carry`: transfer of progress to Anki, and of reviews from Anki."""

from __future__ import annotations

from pathlib import Path

import click

from liverdeck.anki.exported import read_export
from liverdeck.base.files import PACKAGE_SUFFIX, default_output
from liverdeck.base.phrases import counted
from liverdeck.base.version import VERSION
from liverdeck.catalogue.learner_words import words_in
from liverdeck.cli.clock import current_seconds
from liverdeck.cli.decks import (
    deck_option,
    load_chosen,
    load_chosen_with_ledger,
    refuse_without_ledger,
)
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.home import (
    added_text,
    clock_is_right_option,
    clock_reading,
    current_moment,
    local_moment,
    open_log,
    redated_text,
    reports_log_errors,
    retention_option,
)
from liverdeck.cli.output_options import force_option
from liverdeck.cli.printing import echo, echo_json
from liverdeck.cli.report import exit_on_content_error, json_option, required_or_refuse
from liverdeck.publishing.build import build_package
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.transfer.from_anki import (
    ImportContext,
    ImportedReviews,
    import_reviews,
)
from liverdeck.study.transfer.to_anki import progress_for_anki

# The help of these commands begins with what a learner must know before using them.
_ENDING = f"-with-progress{PACKAGE_SUFFIX}"


@click.group()
def carry() -> None:
    """Anki never changes the schedule of a card that it already has.

    So progress can be taken to Anki only once: `to-anki` is for a collection that has
    not imported the deck yet. In Anki's import window, the box for learning progress
    must be ticked. After that, study either in Anki or in the terminal. `from-anki`
    brings reviews made in Anki into the log, as often as you like.
    """


@carry.command(
    "to-anki",
    short_help=(
        "Write the deck with your progress, for an Anki that does not have it yet."
    ),
)
@deck_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Default: {default_output('DECK-ID', _ENDING)}.",
)
@retention_option
@force_option
@json_option
@garbage_collection_paused()
@reports_log_errors
def to_anki(
    folder: Path | None,
    output: Path | None,
    *,
    retention: float,
    force: bool,
    as_json: bool,
) -> None:
    """Anki never changes the schedule of a card that it already has.

    This command writes the deck with your progress, for a collection that has not
    imported the deck yet. A collection that has the deck keeps its own schedule. When
    importing, tick "Import any learning progress". Switch FSRS on in Anki's deck
    options, with the same desired retention. The file contains your own progress: give
    other people the package that `liverdeck build` makes.
    """
    deck, ledger = load_chosen_with_ledger(folder, may_be_bundled=True)
    if ledger is None:
        refuse_without_ledger(
            deck,
            "restore it from version control, or if the deck was never published, "
            "run first: liverdeck release --new",
        )

    schedule = Schedule(retention=retention)
    with open_log(schedule) as log:
        progress = progress_for_anki(deck, log, schedule, current_moment())

    path = output or default_output(deck.id, _ENDING)
    with exit_on_content_error():
        built = build_package(
            deck,
            ledger,
            path,
            now_seconds=current_seconds(),
            progress=progress,
            force=force,
        )

    studied_cards = sum(card.reps > 0 for card in progress.cards)
    reviews = len(progress.reviews)
    if as_json:
        echo_json(
            {
                "path": str(built.path),
                "cards": built.card_count,
                "studied": studied_cards,
                "reviews": reviews,
            }
        )
        return
    echo(
        f"Wrote {built.path}: {counted(built.card_count, 'card')}, {studied_cards} of "
        f"them studied, {counted(reviews, 'review')}."
    )
    echo(
        'In Anki: File > Import, tick "Import any learning progress". Cards that Anki '
        "already has keep their schedule there. Deck options: FSRS on, desired "
        f"retention {retention:.0%}."
    )


@carry.command("from-anki")
@click.argument(
    "file", metavar="FILE.apkg|FILE.colpkg", type=click.Path(path_type=Path)
)
@deck_option
@json_option
@clock_is_right_option
@garbage_collection_paused()
@reports_log_errors
def from_anki(
    file: Path, folder: Path | None, *, as_json: bool, clock_is_right: bool
) -> None:
    """Bring reviews made in Anki into the log, as often as you like.

    A review that is in the log already is not added again. In Anki: File > Export, an
    .apkg of the deck with "Include scheduling information", or a .colpkg. Nothing
    changes in Anki, and nothing that the terminal has saved is lost.
    """
    deck = load_chosen(folder, may_be_bundled=True)
    export = required_or_refuse(read_export(file))
    schedule = Schedule()
    with open_log(schedule) as log:
        context = import_context(schedule, is_clock_trusted=clock_is_right)
        imported = import_reviews(export, deck, log, context)
    if as_json:
        values: dict[str, object] = {
            "added": imported.added,
            "known": imported.known,
            "cards": imported.cards,
            "skipped": dict(imported.skipped),
        }
        if imported.redated:
            values["redated"] = imported.redated
        echo_json(values)
        return
    _print_result(imported, has_no_reviews=export.has_no_reviews)


def import_context(
    schedule: Schedule, *, is_clock_trusted: bool = False
) -> ImportContext:
    """Return the context of an import that uses this machine's clock and time zone."""
    reading = clock_reading(is_clock_trusted=is_clock_trusted)
    return ImportContext(schedule, local_moment, VERSION, reading)


def _print_result(imported: ImportedReviews, *, has_no_reviews: bool) -> None:
    reviews = counted(imported.added, "review")
    echo(added_text(reviews, imported.cards, imported.known))
    if imported.redated:
        echo(redated_text(imported.redated, words_in("en")))
    for reason, number in sorted(imported.skipped.items()):
        echo(f"   {number} left out: {reason}")
    if has_no_reviews:
        echo(
            'The file contains no reviews: "Include scheduling information" was '
            "not ticked at the export, or nothing was answered in Anki yet."
        )
