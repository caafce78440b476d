"""`liverdeck release`: record in the ledger what learners will get."""

from __future__ import annotations

import datetime as dt
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.ledger_file import read_ledger
from liverdeck.authoring.ledger_text import ledger_text
from liverdeck.base.files import CHANGES_FILE, LEDGER_FILE
from liverdeck.base.names import is_id
from liverdeck.base.outputs import deck_folder_held
from liverdeck.base.phrases import counted
from liverdeck.base.problems import errors_in
from liverdeck.cli.decks import (
    load_chosen_with_ledger,
    own_deck_option,
    refuse_ledger_with_releases,
    require_ledger,
)
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.printing import echo
from liverdeck.cli.report import exit_on_content_error, refuse, required_or_refuse
from liverdeck.lint.rules.structure import RELEASE_RULE
from liverdeck.lint.run import lint_deck
from liverdeck.publishing.author_decisions import apply_decisions
from liverdeck.publishing.build import unreleased_time_seconds
from liverdeck.publishing.merged_ledgers import merge_ledgers
from liverdeck.publishing.published import read_package
from liverdeck.publishing.recovery import recover_ledger
from liverdeck.publishing.release import (
    plan_release,
    release_with_decisions,
    write_merge,
)
from liverdeck.publishing.release_report import (
    lines_about_delivery,
    lines_about_merge,
    lines_if_nothing_to_release,
)

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger
    from liverdeck.publishing.release import Released


@click.command()
@own_deck_option
@click.option(
    "--at",
    "time_text",
    metavar="TIME",
    help="Time of the release, such as 2026-11-23T19:00Z; not in the future.",
)
@click.option(
    "--new",
    is_flag=True,
    help="Accept a deck without a ledger: this is its first release.",
)
@click.option(
    "--recover",
    "package_path",
    metavar="OLD.apkg",
    type=click.Path(path_type=Path),
    help="Rebuild a lost deck.lock from a published package, and release nothing yet.",
)
@click.option(
    "--merge",
    "other_ledger_path",
    metavar="OTHER.lock",
    type=click.Path(path_type=Path),
    help="Merge the deck.lock of a branch that was published too; release nothing yet.",
)
@click.option(
    "--moved",
    "moved_texts",
    metavar="OLD=NEW",
    multiple=True,
    help="The fact NEW was released as OLD: writes `was`. A group: FACT/OLD=FACT/NEW.",
)
@click.option(
    "--replaced",
    metavar="FACT",
    multiple=True,
    help="FACT, or FACT/GROUP, is really new: an id that was released is changed.",
)
@click.option(
    "--tags-and-sources",
    "sends_labels",
    is_flag=True,
    help="Send changed tags, topics and headings now, not with the next change.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen; write nothing.")
@garbage_collection_paused()
def release(  # noqa: PLR0913  # click passes every option
    folder: Path | None,
    *,
    time_text: str | None,
    package_path: Path | None,
    other_ledger_path: Path | None,
    moved_texts: tuple[str, ...],
    replaced: tuple[str, ...],
    new: bool,
    sends_labels: bool,
    dry_run: bool,
) -> None:
    """Record what learners get with the next package, in deck.lock and CHANGES.md."""
    has_release_option = any(
        (time_text, new, moved_texts, replaced, sends_labels, dry_run)
    )
    is_given = [
        package_path is not None,
        other_ledger_path is not None,
        has_release_option,
    ]
    if is_given.count(True) > 1:
        raise click.UsageError(
            "--recover and --merge release nothing: give either without other options"
        )
    deck, ledger = load_chosen_with_ledger(folder, may_be_bundled=False)
    if package_path is not None:
        _recover(deck, ledger, package_path)
        return

    ledger = require_ledger(deck, ledger, new=new)
    if other_ledger_path is not None:
        _merge(deck, ledger, other_ledger_path)
        return
    moved = [_old_and_new(text) for text in moved_texts]
    _refuse_errors(deck, may_be_answered=bool(moved or replaced))
    release_seconds = _release_seconds(time_text, ledger)
    with exit_on_content_error():
        decisions = apply_decisions(deck, ledger, moved, replaced)
        if dry_run:
            released = plan_release(
                decisions.deck,
                ledger,
                release_seconds,
                decisions.names,
                sends_labels=sends_labels,
            )
        else:
            released = release_with_decisions(
                decisions, ledger, release_seconds, sends_labels=sends_labels
            )
    for message in decisions.messages:
        echo(message)
    if released.number is None:
        echo("\n".join(lines_if_nothing_to_release(released)))
    else:
        _print_release(released, deck, sends_labels=sends_labels, dry_run=dry_run)


def _refuse_errors(deck: Deck, *, may_be_answered: bool) -> None:
    """Refuse a deck with errors that lint finds.

    If the options of the command may settle the errors of `RELEASE_RULE`, these errors
    are not refused here. If the options do not settle an error,
    `release_with_decisions` finds it again.
    """
    errors = errors_in(lint_deck(deck.folder))
    if may_be_answered and all(error.rule == RELEASE_RULE for error in errors):
        return
    if errors:
        refuse(errors)


def _release_seconds(time_text: str | None, ledger: Ledger) -> int:
    """Return the time of the release: the time of --at, or the present time."""
    now_seconds = int(time.time())
    if time_text is None:
        # A release is later than the one before, even if the clock was set back.
        return unreleased_time_seconds(ledger, now_seconds)
    return _parse_time(time_text, now_seconds)


def _print_release(
    released: Released, deck: Deck, *, sends_labels: bool, dry_run: bool
) -> None:
    would_be = " would be" if dry_run else ""
    echo(f"Release {released.number}{would_be}: {released}.")
    for reworded_number in released.changes.reworded:
        echo(
            f"  {reworded_number} (its schedule stays; "
            "if it asks something else now, give it a new number or id)"
        )
    if dry_run:
        echo("Nothing was written.")
    else:
        echo(
            f"Wrote {deck.folder / LEDGER_FILE} and {CHANGES_FILE}. "
            "Commit both, then build with --frozen."
        )
    for line in lines_about_delivery(released, sends_labels=sends_labels):
        echo(line)


def _old_and_new(text: str) -> tuple[str, str]:
    """Return the two names in OLD=NEW. They are ids of facts, or `fact/group`."""
    old, _, new = text.partition("=")
    old_ids, new_ids = old.split("/"), new.split("/")
    id_count = 2 if "/" in new else 1
    are_counts_right = len(old_ids) == id_count and len(new_ids) == id_count
    if not are_counts_right or not all(map(is_id, [*old_ids, *new_ids])):
        raise click.UsageError(
            f"--moved {text!r} is not OLD=NEW, the old id of a fact and its new one, "
            "nor FACT/OLD=FACT/NEW of a group"
        )
    return old, new


def _recover(deck: Deck, ledger: Ledger | None, package_path: Path) -> None:
    """Rebuild the ledger from a published package, and write it.

    Refuses if the deck still has a ledger with releases.
    """
    ledger_path = deck.folder / LEDGER_FILE
    if ledger is not None and ledger.releases:
        refuse_ledger_with_releases(deck, "it needs no recovery; leave out --recover")

    package = required_or_refuse(read_package(package_path))
    recovered = required_or_refuse(
        recover_ledger(deck, package, str(package_path), int(time.time()))
    )
    inputs = [package_path]
    with (
        exit_on_content_error(),
        deck_folder_held(ledger_path, inputs=inputs) as writer,
    ):
        writer.write({ledger_path: ledger_text(recovered).encode()})

    echo(
        f"Recovered {ledger_path} from {package_path}: "
        f"{counted(len(recovered.lines), 'note')}, "
        f"{counted(len(recovered.releases), 'release')}."
    )
    echo(
        f"{CHANGES_FILE} names {len(recovered.given_up)} ids and blank numbers that "
        "were given up before that package: they are refused. "
        "Any others are forgotten: do not use them again."
    )
    echo(
        "Which notes had a picture before is forgotten too: learners who skipped that "
        "package and import an update text first may keep an old picture."
    )
    echo(
        "Each note counts as released when it last changed: "
        "`diff` knows no release before this package."
    )
    echo("Next, run `liverdeck release` for all changes since then.")


def _merge(deck: Deck, ledger: Ledger, other_path: Path) -> None:
    """Merge the ledger of another branch into the deck's ledger, and write that."""
    other = required_or_refuse(read_ledger(other_path, deck.id))
    merged = required_or_refuse(
        merge_ledgers(ledger, other, str(other_path), int(time.time()))
    )
    with exit_on_content_error():
        write_merge(deck, ledger, merged)
    echo(
        f"Merged {other_path} into {deck.folder / LEDGER_FILE} and {CHANGES_FILE}: the "
        f"merge counts as release {len(merged.releases)}, which no learner has."
    )
    echo(
        "A number of a blank, or an id, that both branches gave to different things is "
        "withdrawn: `release` asks for another one."
    )
    for line in lines_about_merge(ledger, other, merged):
        echo(line)
    echo(f"Next, run `liverdeck release`, and delete {other_path}.")


def _parse_time(text: str, now_seconds: int) -> int:
    """Return the Unix time that the user typed, as seconds or in ISO 8601.

    Raises click.UsageError for any other text, for a time before 1970 and for one in
    the future. Eight digits are also refused, because they may be a day or seconds.
    """
    if re.fullmatch(r"[0-9]{8}", text, re.ASCII):
        raise click.UsageError(
            f"--at {text!r} may be a day or a number of seconds; "
            "write it as 2026-11-23T19:00Z"
        )
    # A number of up to eleven digits is a Unix time in seconds.
    if re.fullmatch(r"[0-9]{1,11}", text, re.ASCII):
        seconds = int(text)
    else:
        seconds = _parse_iso_time(text)
    if not 0 < seconds <= now_seconds:
        raise click.UsageError(
            f"--at {text!r} is in the future or before 1970; "
            "Anki would refuse later updates, so name another time"
        )
    return seconds


def _parse_iso_time(text: str) -> int:
    """Return the Unix time of a time in ISO 8601, which must have a time zone."""
    try:
        parsed = dt.datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(
            f"--at {text!r} is not a time; write it as 2026-11-23T19:00Z"
        ) from None
    if parsed.tzinfo is None:
        raise click.UsageError(
            f"--at {text!r} has no time zone; "
            "add Z for UTC, or an offset such as +01:00"
        )
    return int(parsed.timestamp())
