"""`liverdeck build`: a deck as an Anki package."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.files import PACKAGE_SUFFIX, default_output
from liverdeck.base.outputs import written_paths
from liverdeck.base.phrases import counted
from liverdeck.base.workers import usable_workers
from liverdeck.cli.clock import current_seconds
from liverdeck.cli.decks import (
    STANDARD_STREAM,
    choose_deck,
    deck_option,
    is_installed,
    load_chosen_with_ledger,
    memory_of_command,
    require_ledger,
    settle_folder,
)
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.output_options import force_option, write_or_refuse
from liverdeck.cli.printing import echo, echo_bytes, echo_json
from liverdeck.cli.report import exit_on_content_error, json_option
from liverdeck.publishing.build import make_package
from liverdeck.publishing.build_by_file import package_by_file
from liverdeck.publishing.change_summary import describe_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.base.output_guards import Output
    from liverdeck.facts.ledger import Ledger
    from liverdeck.publishing.build import Built, MadePackage


@click.command()
@deck_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=f"Package to write. Default: {default_output('DECK-ID', PACKAGE_SUFFIX)}; "
    "- for standard output.",
)
@click.option(
    "--frozen",
    is_flag=True,
    help="Refuse unreleased changes, so that the same deck always gives the same file.",
)
@click.option(
    "--update-text",
    "update_folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help=(
        "Also write the changed content to FOLDER for Anki's text import, "
        "which keeps learners' tags and My notes."
    ),
)
@click.option(
    "--since",
    metavar="N",
    type=click.IntRange(min=1),
    help=(
        "The update text has all changes after release N. Default: the release before "
        "the one that is built."
    ),
)
@click.option(
    "--new", is_flag=True, help="Accept a deck without a ledger: every note is new."
)
@force_option
@json_option
@garbage_collection_paused()
def build(  # noqa: PLR0913  # click passes every option
    folder: Path | None,
    output: Path | None,
    update_folder: Path | None,
    since: int | None,
    *,
    frozen: bool,
    new: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Build a deck as an Anki package, ready to import."""
    to_standard_output = output == STANDARD_STREAM
    folder = choose_deck(folder, may_be_bundled=True)
    # A deck that users may not change can have no unreleased changes, so it is built as
    # with --frozen.
    frozen = frozen or is_installed(folder) or not os.access(folder, os.W_OK)
    # Without a time, `make_package` refuses unreleased changes.
    now_seconds = None if frozen else current_seconds()
    made: MadePackage | None = None
    texts: list[Output] = []
    if update_folder is None and since is None:
        made = _made_by_file(folder, now_seconds, new=new)
    if made is None:
        made, texts = _made_from_whole_deck(
            folder, update_folder, since, now_seconds, new=new
        )

    path = output or default_output(made.deck_id, PACKAGE_SUFFIX)
    outputs = texts if to_standard_output else [*texts, made.output(path)]
    write_or_refuse(outputs, deck_id=made.deck_id, inputs=made.inputs, force=force)
    if to_standard_output:
        echo_bytes(made.package)
    built = made.built(None if to_standard_output else path)
    update_texts = written_paths(texts)

    if as_json:
        echo_json(_as_json(built, update_texts), err=to_standard_output)
        return
    result = _as_text(built) + _not_on_cards(built)
    if update_folder is not None:
        result += f"\n{_update_advice(update_texts, update_folder)}"
    echo(result, err=to_standard_output)


def _made_by_file(
    folder: Path, now_seconds: int | None, *, new: bool
) -> MadePackage | None:
    """Build the package file by file; None if the deck must be read as a whole."""
    settle_folder(folder)
    with memory_of_command(keeps_facts=False) as memory:
        return package_by_file(
            folder,
            memory,
            now_seconds=now_seconds,
            is_new=new,
            workers=usable_workers(),
        )


def _made_from_whole_deck(
    folder: Path,
    update_folder: Path | None,
    since: int | None,
    now_seconds: int | None,
    *,
    new: bool,
) -> tuple[MadePackage, list[Output]]:
    """Return the package and the update texts; no texts without `update_folder`."""
    deck, ledger = load_chosen_with_ledger(folder, may_be_bundled=True)
    ledger = require_ledger(deck, ledger, new=new)
    _refuse_unknown_release(since, ledger, update_folder)
    with exit_on_content_error():
        made = make_package(deck, ledger, now_seconds=now_seconds)
    if update_folder is None:
        return made, []
    from liverdeck.publishing.update_text import update_outputs  # rarely needed

    texts = update_outputs(
        deck, ledger, update_folder, since=since, now_seconds=now_seconds
    )
    return made, texts


def _refuse_unknown_release(
    since: int | None, ledger: Ledger, update_folder: Path | None
) -> None:
    if since is None:
        return
    if update_folder is None:
        raise click.UsageError("--since is for the update text; add --update-text")
    if since > len(ledger.releases):
        raise click.UsageError(ledger.unknown_release_message(since))


def _update_advice(update_texts: Sequence[Path], folder: Path) -> str:
    """Return a text that names the update texts and says when to import them."""
    if not update_texts:
        return (
            f"No update text in {folder}: a text can bring none of the changes. "
            "New notes, and those that have or had a picture, come with the package."
        )
    paths = ", ".join(map(str, update_texts))
    return (
        f"Wrote {paths}: for learners who have the deck; import before the package of "
        "the same release to keep tags and My notes. Older texts must not be published."
    )


def _as_text(built: Built) -> str:
    summary = (
        f"Wrote {built.path or STANDARD_STREAM}: {counted(built.note_count, 'note')}, "
        f"{counted(built.card_count, 'card')}, content {built.content_hash}"
    )
    if not built.changes:
        return summary
    changes = describe_changes(built.changes)
    return f"{summary}\nNot for publishing: {changes}. Run `liverdeck release` first."


def _not_on_cards(built: Built) -> str:
    """Return a line that counts the answers on no card; "" if there are none."""
    right, wrong = built.alias_and_rejected_counts
    counts = ((right, "other right answer"), (wrong, "wrong answer"))
    kinds = [counted(count, kind) for count, kind in counts if count]
    if not kinds:
        return ""
    return f"\nNot on the cards, only to judge typed answers: {' and '.join(kinds)}."


def _as_json(built: Built, update_texts: Sequence[Path]) -> dict[str, object]:
    return {
        "path": str(built.path or STANDARD_STREAM),
        "notes": built.note_count,
        "cards": built.card_count,
        "content": built.content_hash,
        "for_publishing": not built.changes,
        "unreleased": describe_changes(built.changes) if built.changes else "",
        "update_texts": [str(path) for path in update_texts],
    }
