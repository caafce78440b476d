"""Builds a package from a deck and its ledger, or says why it cannot be built."""

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
    """A deck's notes, and how they differ from the last release."""

    notes: tuple[Note, ...]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, or why it made nothing."""

    path: Path | None
    """The package.

    None if there are problems; then the previous file is unchanged.
    """
    problems: tuple[Problem, ...]
    notes: int = 0
    cards: int = 0
    content_hash: str = ""
    """Hash of what learners get; it depends only on the content, on every platform."""
    changes: Changes | None = None
    """Unreleased changes; if there are any, the package must not be published."""


def deck_state(deck: Deck, ledger: Ledger) -> DeckState:
    """Render a deck's notes and compare them with its ledger."""
    notes = tuple(render_notes(deck))
    note_states = [note.state() for note in notes]
    return DeckState(notes, compare_with_ledger(ledger, note_states, released_types()))


@garbage_collection_paused()
def build_package(
    deck: Deck,
    ledger: Ledger,
    path: Path,
    *,
    now_seconds: int | None = None,
    progress: LearnerProgress | None = None,
) -> Built:
    """Write the deck as an Anki package.

    `now` (Unix time) is the time of changes that are not released yet. Without it, such
    changes are refused; this is a frozen build. The package depends on the deck, the
    ledger and, only if there are unreleased changes, on `now`.

    `progress` is the progress of one learner, for a package of their own that must
    never be published.
    """
    state = deck_state(deck, ledger)
    problems = _refusals(state, deck, ledger, now_seconds)
    if problems:
        return Built(None, problems, changes=state.changes)

    timed_notes = _timed_notes(state, ledger, now_seconds)
    media = _media(deck)
    problem = write_whole(path, _package(deck, timed_notes, media, progress))
    if problem is not None:
        return Built(None, (problem,), changes=state.changes)
    return Built(
        path,
        problems=(),
        notes=len(timed_notes),
        cards=sum(len(note.ordinals) for note, _ in timed_notes),
        content_hash=_content_hash(deck, timed_notes, media),
        changes=state.changes,
    )


def problem_of_partial_deck(deck: Deck) -> tuple[Problem, ...]:
    """Return the problem of a deck that could be read only in part, or nothing.

    In a published package the missing parts would count as withdrawn.
    """
    if deck.is_whole:
        return ()
    problem = Problem(
        Position(str(deck.folder)),
        "parts of this deck could not be read: in a package they would be missing",
        "fix what `load_deck` returned in `problems` first",
    )
    return (problem,)


def _refusals(
    state: DeckState, deck: Deck, ledger: Ledger, now: int | None
) -> tuple[Problem, ...]:
    if not deck.is_whole:
        return problem_of_partial_deck(deck)
    if state.changes.dangers:
        return state.changes.dangers
    if not state.notes:
        no_notes = Problem(
            Position(str(deck.folder)),
            "every fact of this deck is retired",
            "a package needs at least one note",
        )
        return (no_notes,)
    if state.changes and now is None:
        not_released = Problem(
            Position(str(deck.folder / LEDGER_FILE)),
            f"not released yet (the last release is {len(ledger.releases)}): "
            f"{describe_changes(state.changes)}",
            "run `liverdeck release`, or build without --frozen",
        )
        return (not_released,)
    return ()


def _timed_notes(
    state: DeckState, ledger: Ledger, now: int | None
) -> list[tuple[Note, int]]:
    """Return each note with its modification time (Unix time)."""
    unreleased = {
        note_state.name for note_state in (*state.changes.new, *state.changes.changed)
    }
    unreleased_time = max(now or 0, ledger.last_release_seconds + 1)
    timed_notes: list[tuple[Note, int]] = []
    for note in state.notes:
        name = (note.fact.id, note.part)
        time = unreleased_time if name in unreleased else ledger.lines[name].changed
        timed_notes.append((note, time))
    return timed_notes


def _media(deck: Deck) -> dict[str, bytes]:
    """Return the pictures of the deck by their names in Anki, sorted."""
    images = {
        image_name(fact.image, deck.folder): fact.image.file
        for fact in deck.active_facts
        if fact.image
    }
    return {
        name: (deck.folder / file).read_bytes() for name, file in sorted(images.items())
    }


def describe_changes(changes: Changes) -> str:
    """Return one line that says what is new, changed, moved and withdrawn.

    Each group has its number and its first few names.
    """
    note_types = "note type" if len(changes.note_types) == 1 else "note types"
    groups: dict[str, list[tuple[str, ...]]] = {
        "new": [state.name for state in changes.new],
        "changed": [state.name for state in changes.changed],
        "moved to another topic": [state.name for state in changes.moved],
        "withdrawn": [line.name for line in changes.withdrawn],
        note_types: [(name,) for name in changes.note_types],
    }
    return "; ".join(
        f"{len(names)} {group} ({_first_names(names)})"
        for group, names in groups.items()
        if names
    )


def _first_names(names: list[tuple[str, ...]]) -> str:
    shown = ", ".join("/".join(filter(None, name)) for name in names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown


def _package(
    deck: Deck,
    timed_notes: list[tuple[Note, int]],
    media: dict[str, bytes],
    progress: LearnerProgress | None,
) -> bytes:
    from liverdeck.anki.package import make_deck, package_bytes

    # Anki matches decks by name and gives them its own ids, so any stable id will do.
    id_hash = hashlib.sha256(deck.id.encode()).digest()
    deck_id = 1 << 40 | int.from_bytes(id_hash[:5], "big")
    anki_deck = make_deck(deck_id, deck.anki_name, _description(deck), timed_notes)
    latest_time = max(time for _, time in timed_notes)
    return package_bytes(anki_deck, media, latest_time, progress)


def _description(deck: Deck) -> str:
    document = deck.document
    source = f"From “{document.title}”, read {document.read_on}. Made with LiverDeck."
    texts = (deck.description, source, WHO_NEEDS_THE_UPDATE_TEXT)
    return "<br><br>".join(map(html_text, texts))


def _content_hash(
    deck: Deck, timed_notes: list[tuple[Note, int]], media: dict[str, bytes]
) -> str:
    note_types = {
        name: [note_type.schema, note_type.look, note_type.mod]
        for name, note_type in released_types().items()
    }
    pictures = {
        name: hashlib.sha256(content).hexdigest() for name, content in media.items()
    }
    head = [deck.anki_name, _description(deck), note_types, pictures]
    digest = hashlib.sha256(json.dumps(head, sort_keys=True).encode())
    for note, time in timed_notes:
        row = [
            note.guid,
            note.note_type.id,
            time,
            note.tags,
            note.fields,
            note.ordinals,
        ]
        digest.update(json.dumps(row).encode())
    return digest.hexdigest()[:16]
