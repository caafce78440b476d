"""A deck and its ledger to a finished package, or to the reasons why not."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liverdeck.anki.escaping import html_text
from liverdeck.anki.note_types import released_types
from liverdeck.anki.notes import Note, image_name, render_notes
from liverdeck.authoring.loader import LEDGER_FILE
from liverdeck.base.files import write_whole
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.base.problems import Position, Problem
from liverdeck.publishing.changelog import WHO_NEEDS_THE_UPDATE_TEXT
from liverdeck.publishing.ledger_changes import Changes, compare_with_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.anki.progress import LearnerProgress
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger

MOST_NAMED = 5
"""Notes named in one message before "and n more"."""


@dataclass(frozen=True, slots=True)
class DeckState:
    """A deck's notes and how they differ from the last release."""

    notes: tuple[Note, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, or why it made nothing."""

    path: Path | None
    """The package; None when there are problems, and then the previous file is as it was."""
    problems: tuple[Problem, ...]
    notes: int = 0
    cards: int = 0
    content_hash: str = ""
    """Hash of what learners get; it depends on the content alone, on every platform."""
    changes: Changes | None = None
    """What is not released yet; with any of it the package is not for publishing."""


def deck_state(deck: Deck, ledger: Ledger) -> DeckState:
    """Render a deck's notes and compare them with its ledger."""
    notes = tuple(render_notes(deck))
    return DeckState(
        notes,
        compare_with_ledger(ledger, [note.state() for note in notes], released_types()),
    )


@garbage_collection_paused()
def build_package(
    deck: Deck,
    ledger: Ledger,
    path: Path,
    *,
    now: int | None = None,
    progress: LearnerProgress | None = None,
) -> Built:
    """Write the deck as an Anki package.

    `now` (Unix time) dates what is not released yet; without it, such changes are refused (a frozen build). The
    package depends on the deck, the ledger and, only with unreleased changes, on `now`. `progress` is one learner's,
    for a package of their own: never publish it.
    """
    surveyed = deck_state(deck, ledger)
    problems = _refusals(surveyed, deck, ledger, now)
    if problems:
        return Built(None, problems, changes=surveyed.changes)
    unreleased_time = max(now or 0, ledger.last_time + 1)
    changed = {
        state.name for state in (*surveyed.changes.new, *surveyed.changes.changed)
    }
    timed = [
        (
            note,
            unreleased_time
            if (name := (note.fact.id, note.part)) in changed
            else ledger.lines[name].changed,
        )
        for note in surveyed.notes
    ]
    images = {
        image_name(fact.image, deck.folder): fact.image.file
        for fact in deck.active_facts
        if fact.image
    }
    media = {
        name: (deck.folder / file).read_bytes() for name, file in sorted(images.items())
    }
    problem = write_whole(path, _package(deck, timed, media, progress))
    if problem is not None:
        return Built(None, (problem,), changes=surveyed.changes)
    cards = sum(len(note.ordinals) for note, _ in timed)
    return Built(
        path, (), len(timed), cards, _content_hash(deck, timed, media), surveyed.changes
    )


def refusal_of_a_part(deck: Deck) -> tuple[Problem, ...]:
    """Return the one problem of a deck of which parts could not be read: published, they would count as withdrawn."""
    if deck.is_whole:
        return ()
    what = "parts of this deck could not be read: in a package they would be missing"
    return (
        Problem(
            Position(str(deck.folder)),
            what,
            "mend what `load_deck` returned in `problems` first",
        ),
    )


def _refusals(
    surveyed: DeckState, deck: Deck, ledger: Ledger, now: int | None
) -> tuple[Problem, ...]:
    at = Position(str(deck.folder / LEDGER_FILE))
    if not deck.is_whole:
        return refusal_of_a_part(deck)
    if surveyed.changes.dangers:
        return surveyed.changes.dangers
    if not surveyed.notes:
        return (
            Problem(
                Position(str(deck.folder)),
                "every fact of this deck is retired",
                "a package needs a note",
            ),
        )
    if surveyed.changes and now is None:
        release = len(ledger.releases)
        what = f"not released yet (the last release is {release}): {describe(surveyed.changes)}"
        return (
            Problem(at, what, "run `liverdeck release`, or build without --frozen"),
        )
    return ()


def describe(changes: Changes) -> str:
    """Return in one line what is new, changed, moved and withdrawn, with the first few names."""
    groups: dict[str, list[tuple[str, ...]]] = {
        "new": [state.name for state in changes.new],
        "changed": [state.name for state in changes.changed],
        "moved to another topic": [state.name for state in changes.moved],
        "withdrawn": [entry.name for entry in changes.withdrawn],
        "note type" if len(changes.note_types) == 1 else "note types": [
            (name,) for name in changes.note_types
        ],
    }
    return "; ".join(
        f"{len(names)} {what} ({_some(names)})"
        for what, names in groups.items()
        if names
    )


def _some(names: list[tuple[str, ...]]) -> str:
    shown = ["/".join(filter(None, name)) for name in names[:MOST_NAMED]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _package(
    deck: Deck,
    timed: list[tuple[Note, int]],
    media: dict[str, bytes],
    progress: LearnerProgress | None,
) -> bytes:
    from liverdeck.anki.package import make_deck, package_bytes

    # Anki matches decks by name and gives them ids of its own, so any stable id does.
    deck_id = 1 << 40 | int.from_bytes(
        hashlib.sha256(deck.id.encode()).digest()[:5], "big"
    )
    made = make_deck(deck_id, deck.anki_name, _description(deck), timed)
    return package_bytes(made, media, max(mod for _, mod in timed), progress)


def _description(deck: Deck) -> str:
    source = f"From “{deck.document.title}”, read {deck.document.read_on}. Made with LiverDeck."
    texts = (deck.description, source, WHO_NEEDS_THE_UPDATE_TEXT)
    return "<br><br>".join(map(html_text, texts))


def _content_hash(
    deck: Deck, timed: list[tuple[Note, int]], media: dict[str, bytes]
) -> str:
    kinds = {
        name: [kind.schema, kind.look, kind.mod]
        for name, kind in released_types().items()
    }
    pictures = {
        name: hashlib.sha256(content).hexdigest() for name, content in media.items()
    }
    digest = hashlib.sha256(
        json.dumps(
            [deck.anki_name, _description(deck), kinds, pictures], sort_keys=True
        ).encode()
    )
    for note, mod in timed:
        row = [note.guid, note.note_type.id, mod, note.tags, note.fields, note.ordinals]
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()[:16]
