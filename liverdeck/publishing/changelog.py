"""Writes CHANGES.md, which tells learners about each release."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from liverdeck.facts.card import cards_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger, NoteState
    from liverdeck.publishing.ledger_changes import Changes

MOST_LISTED = 100
"""Lines listed under one heading before "and n more"."""
WHO_NEEDS_THE_UPDATE_TEXT = (
    "If you tag notes or write in My notes, import the update text (.txt) first "
    "and the package (.apkg) second: the package alone replaces both on the notes it "
    "changes. Everyone else needs the package only."
)


def add_release(before: str, deck: Deck, after: Ledger, changes: Changes) -> str:
    """Return the new text of CHANGES.md.

    The newest release of `after` comes first, then the older ones from `before`, the
    old text of the file.
    """
    section = "\n".join(_section(deck, after, changes))
    newest = re.search(r"^## ", before, re.MULTILINE)
    start, older = before, ""
    if newest is not None:
        start = before[: newest.start()]
        older = f"\n{before[newest.start() :]}"
    start = start.rstrip() or f"# Changes of {_markdown(deck.title)}"
    return f"{start}\n\n{section}\n{older}"


def _section(deck: Deck, after: Ledger, changes: Changes) -> Iterator[str]:
    prompts = _prompts(deck)
    released = day_and_time(after.last_release_seconds)
    yield f"## Release {len(after.releases)}, {released}"
    yield from _listed("New", [_line(state, prompts) for state in changes.new])

    yield from _listed("Changed", [_line(state, prompts) for state in changes.changed])
    if changes.changed:
        yield f"\n{WHO_NEEDS_THE_UPDATE_TEXT}"

    yield from _listed(
        "Moved to another topic", [_line(state, prompts) for state in changes.moved]
    )
    if changes.note_types and len(after.releases) > 1:
        yield f"\n### New look\n\n{', '.join(changes.note_types)}."

    removed = sorted(_removed_numbers(after))
    if removed:
        yield from _listed("Cards removed", [f"`{name}`" for name in removed])
        yield (
            "\nAfter importing, run *Tools > Empty Cards* in Anki: "
            "it finds these cards and deletes them."
        )
    if changes.withdrawn:
        yield from _withdrawn(deck, changes)


def _prompts(deck: Deck) -> dict[tuple[str, str], str]:
    """Return the question of each note's first card, by fact id and part."""
    prompts: dict[tuple[str, str], str] = {}
    for fact in deck.active_facts:
        for card in cards_of(fact):
            prompt = " ".join(filter(None, (card.prompt, card.heading)))
            prompts.setdefault((fact.id, card.note), prompt)
    return prompts


def _removed_numbers(after: Ledger) -> Iterator[str]:
    release = len(after.releases)
    for line in after.lines.values():
        if line.withdrawn is not None:
            continue
        for name, history in line.numbers.items():
            if history.until == release:
                yield "/".join(filter(None, (*line.name, name)))


def _withdrawn(deck: Deck, changes: Changes) -> Iterator[str]:
    reasons = {fact.id: fact.retired for fact in deck.facts if fact.retired}
    names: list[str] = []
    lines: list[str] = []
    for line in changes.withdrawn:
        name = "/".join(filter(None, line.name))
        reason = reasons.get(line.fact, "no longer in the deck")
        names.append(name)
        lines.append(f"`{name}`: {_markdown(reason)}")

    yield from _listed("Withdrawn", lines)
    search = " or ".join(f'"Key:{deck.id}/{name}"' for name in names)
    yield (
        "\nAnki keeps withdrawn notes until you delete them. "
        "This search in its browser finds them:"
    )
    yield f"\n    {search}"


def _listed(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n### {heading}\n"
        yield from (f"- {line}" for line in lines[:MOST_LISTED])
        if len(lines) > MOST_LISTED:
            yield f"- and {len(lines) - MOST_LISTED} more"


def _markdown(text: str) -> str:
    # A prompt may contain anything. Only the characters that would change its look or
    # make a link are escaped.
    return re.sub(r"[\\`*_<&]|(?<=\])\(", r"\\\g<0>", " ".join(text.split()))


def _line(state: NoteState, prompts: dict[tuple[str, str], str]) -> str:
    name = "/".join(filter(None, state.name))
    return f"`{name}`: {_markdown(prompts[state.name])}"


def day_and_time(time: int) -> str:
    """Return a Unix time in UTC for people to read: `2026-11-23 00:00 UTC`."""
    return dt.datetime.fromtimestamp(time, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
