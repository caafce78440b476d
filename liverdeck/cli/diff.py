"""`liverdeck diff`: the import preview for a learner."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from liverdeck.base.phrases import listed
from liverdeck.base.problems import Position, Problem
from liverdeck.cli.clock import current_seconds
from liverdeck.cli.decks import deck_option, load_chosen_with_ledger, require_ledger
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.printing import echo, echo_json
from liverdeck.cli.report import (
    exit_on_content_error,
    json_option,
    refuse,
    required_or_refuse,
)
from liverdeck.publishing.build import build_package
from liverdeck.publishing.changelog import day_and_time
from liverdeck.publishing.import_preview import (
    notes_of_package,
    notes_of_release,
    preview_import,
    preview_text_first,
)
from liverdeck.publishing.published import Published, read_package
from liverdeck.publishing.update_text import guids_in_update_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger
    from liverdeck.publishing.import_preview import (
        ImportPreview,
        LearnerNote,
        TextFirstPreview,
    )

MOST_NAMED = 20
"""A line names at most this many notes or cards, and counts the others."""

LABELS = {
    "new": "new notes",
    "updated": "notes updated",
    "skipped": "notes not updated: the learner's are as new or newer",
    "unchanged": "notes unchanged, not touched",
    "conflicting": (
        "notes that cannot be updated: their note type has other fields or templates"
    ),
    "withdrawn": "notes withdrawn; Anki keeps them until the learner deletes them",
    "new_cards": "new cards",
    "empty_cards": "cards that become empty; Tools > Empty Cards finds them",
}
"""The name of each group of an import preview in the text output."""
_LABELS_AFTER_TEXT = {
    "updated": "notes updated by the package; tags and My notes are replaced",
    "conflicting": LABELS["conflicting"],
    "new_cards": LABELS["new_cards"],
    "empty_cards": LABELS["empty_cards"],
}
"""The names of the groups for a package that is imported after the update text."""
_COUNTED_ONLY = ("unchanged",)
"""Groups of notes that are counted and not named, because they do not change."""


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False, type=click.Path(path_type=Path))
@deck_option
@json_option
def diff(old: str, new: Path | None, folder: Path | None, *, as_json: bool) -> None:
    """Show what Anki will do when a learner who has OLD imports NEW.

    OLD is an .apkg or the number of a release. NEW is an .apkg. If you
    leave NEW out, it is the package that `liverdeck build` would make now.
    """
    deck: Deck | None = None
    ledger: Ledger | None = None
    if new is None or old.isdecimal():
        deck, ledger = load_chosen_with_ledger(folder, may_be_bundled=True)
        ledger = require_ledger(deck, ledger, new=False)

    learner_notes = _learner_notes(old, ledger)
    if new is not None:
        package = _read_or_refuse(new)
        if ledger is not None:
            _refuse_older_package(package, new, ledger)
    else:
        # Without NEW, the deck and its ledger were read above.
        package = _build_now(cast("Deck", deck), cast("Ledger", ledger))

    new_notes = notes_of_package(package)
    import_preview = preview_import(learner_notes, new_notes)
    text_first: TextFirstPreview | None = None
    if new is None and deck is not None and ledger is not None:
        since = int(old) if old.isdecimal() else None
        guids = guids_in_update_text(deck, ledger, since)
        text_first = preview_text_first(learner_notes, new_notes, guids)
    if as_json:
        data: dict[str, object] = asdict(import_preview)
        if text_first is not None:
            data["text_first"] = asdict(text_first)
        echo_json(data)
        return
    echo("\n".join(_as_text(import_preview, package)))
    if text_first is not None and text_first.by_text:
        echo("\n".join(_text_first(text_first, old)))


def _text_first(preview: TextFirstPreview, old: str) -> Iterator[str]:
    """Yield the lines about an import of the update text before the package."""
    option = f" (build --update-text FOLDER --since {old})" if old.isdecimal() else ""
    yield f"With the update text{option} first, then the package:"
    by_text = preview.by_text
    yield (
        f"{len(by_text):5}  notes updated by the text; tags and My notes stay: "
        f"{listed(by_text, MOST_NAMED)}"
    )
    for group, label in _LABELS_AFTER_TEXT.items():
        names: Sequence[str] = getattr(preview.package, group)
        if names:
            yield f"{len(names):5}  {label}: {listed(names, MOST_NAMED)}"


def _learner_notes(old: str, ledger: Ledger | None) -> dict[str, LearnerNote]:
    """Return the notes of a learner who has OLD, by GUID.

    OLD is the path of a package, or the number of a release in the ledger.
    """
    if not old.isdecimal() or ledger is None:
        return notes_of_package(_read_or_refuse(Path(old)))

    release_count = len(ledger.releases)
    # We check the length first, because Python refuses to convert a very long number.
    has_too_many_digits = len(old) > len(str(release_count))
    if has_too_many_digits or not 1 <= int(old) <= release_count:
        raise click.UsageError(ledger.unknown_release_message(old))
    if int(old) < ledger.recovered_releases:
        raise click.UsageError(
            f"the ledger was rebuilt and no longer knows release {old}; "
            "name the package of that release instead"
        )
    return notes_of_release(ledger, int(old))


def _refuse_older_package(package: Published, path: Path, ledger: Ledger) -> None:
    """Refuse a package that is older than the last release.

    `diff` cannot compare such a package with a release of the ledger, because the
    ledger knows only the last change of a note and not the earlier ones.
    """
    changed_seconds = [note.modified_seconds for note in package.notes.values()]
    if max(changed_seconds, default=0) >= ledger.last_release_seconds:
        return
    message = (
        "this package is older than the last release, "
        "so it cannot be compared with a release number"
    )
    problem = Problem(Position(str(path)), message, "name OLD as an .apkg too")
    refuse([problem], says_nothing_was_written=False)


def _read_or_refuse(path: Path) -> Published:
    return required_or_refuse(read_package(path), says_nothing_was_written=False)


@garbage_collection_paused()
def _build_now(deck: Deck, ledger: Ledger) -> Published:
    """Build the deck in a temporary folder and return the content of the package."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{deck.id}.apkg"
        with exit_on_content_error(says_nothing_was_written=False):
            build_package(deck, ledger, path, now_seconds=current_seconds())
        return _read_or_refuse(path)


def _as_text(import_preview: ImportPreview, package: Published) -> Iterator[str]:
    nothing_changes = True
    for group, label in LABELS.items():
        names: Sequence[str] = getattr(import_preview, group)
        if not names:
            continue
        line = f"{len(names):5}  {label}"
        if group in _COUNTED_ONLY:
            yield line
        else:
            yield f"{line}: {listed(names, MOST_NAMED)}"
            nothing_changes = False

    if import_preview.updated:
        latest_seconds = _last_change_seconds(package, import_preview.updated)
        yield (
            "If the learner edits one of the updated notes after "
            f"{day_and_time(latest_seconds)}, Anki keeps the learner's text instead."
        )
    if nothing_changes:
        yield "Nothing will change."


def _last_change_seconds(package: Published, names: Sequence[str]) -> int:
    """Return the Unix time at which the last of the named notes changed."""
    notes = notes_of_package(package).values()
    seconds_by_name = {note.name: note.modified_seconds for note in notes}
    return max(seconds_by_name[name] for name in names)
