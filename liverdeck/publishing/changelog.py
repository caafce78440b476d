"""CHANGES.md: each release in the words of those who import it."""

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
"""Facts listed under one heading."""
WHO_NEEDS_THE_UPDATE_TEXT = (
    "If you tag notes or write in My notes, import the update text (.txt) first and the package (.apkg) second: "
    "the package alone replaces both on the notes it changes. Everyone else needs the package only."
)


def add_release(before: str, deck: Deck, after: Ledger, changes: Changes) -> str:
    """Return the text of CHANGES.md with the newest release of `after` on top of the older ones in `before`."""
    section = "\n".join(_section(deck, after, changes))
    heading = f"# Changes of {_markdown(deck.title)}\n"
    newest = re.search(r"^## ", before, re.MULTILINE)
    start = before if newest is None else before[: newest.start()]
    older = "" if newest is None else f"\n{before[newest.start() :]}"
    return f"{start.rstrip() or heading.rstrip()}\n\n{section}\n{older}"


def _section(deck: Deck, after: Ledger, changes: Changes) -> Iterator[str]:
    prompts: dict[tuple[str, str], str] = {}
    for card in (card for fact in deck.active_facts for card in cards_of(fact)):
        prompts.setdefault(
            (card.fact.id, card.note),
            " ".join(filter(None, (card.prompt, card.heading))),
        )
    reasons = {fact.id: fact.retired for fact in deck.facts if fact.retired}
    yield f"## Release {len(after.releases)}, {day_and_time(after.last_time)}"
    yield from _listed("New", [_line(state, prompts) for state in changes.new])
    yield from _listed("Changed", [_line(state, prompts) for state in changes.changed])
    if changes.changed:
        yield f"\n{WHO_NEEDS_THE_UPDATE_TEXT}"
    yield from _listed(
        "Moved to another topic", [_line(state, prompts) for state in changes.moved]
    )
    if changes.note_types and len(after.releases) > 1:
        yield f"\n### New look\n\n{', '.join(changes.note_types)}."
    removed = sorted(_removed(after))
    if removed:
        yield from _listed("Cards removed", [f"`{name}`" for name in removed])
        yield "\nAfter importing, run *Tools > Empty Cards* in Anki: it finds these cards and deletes them."
    if changes.withdrawn:
        names = ["/".join(filter(None, entry.name)) for entry in changes.withdrawn]
        left = {
            name: reasons.get(name.partition("/")[0], "no longer in the deck")
            for name in names
        }
        yield from _listed(
            "Withdrawn",
            [f"`{name}`: {_markdown(reason)}" for name, reason in left.items()],
        )
        search = " or ".join(f'"Key:{deck.id}/{name}"' for name in names)
        yield "\nAnki keeps withdrawn notes until you delete them. This search in its browser finds them:"
        yield f"\n    {search}"


def _removed(after: Ledger) -> Iterator[str]:
    release = len(after.releases)
    for entry in after.lines.values():
        for name, number in entry.numbers.items():
            if number.until == release and entry.withdrawn is None:
                yield "/".join(filter(None, (*entry.name, name)))


def _listed(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n### {heading}\n"
        yield from (f"- {line}" for line in lines[:MOST_LISTED])
        if len(lines) > MOST_LISTED:
            yield f"- and {len(lines) - MOST_LISTED} more"


def _markdown(text: str) -> str:
    # A prompt may hold anything; only what would change its look or make a link is escaped.
    return re.sub(r"[\\`*_<&]|(?<=\])\(", r"\\\g<0>", " ".join(text.split()))


def _line(state: NoteState, prompts: dict[tuple[str, str], str]) -> str:
    name = "/".join(filter(None, state.name))
    return f"`{name}`: {_markdown(prompts[state.name])}"


def day_and_time(time: int) -> str:
    """Return a Unix time as people read it, in UTC."""
    return dt.datetime.fromtimestamp(time, dt.UTC).strftime("%Y-%m-%d %H:%M UTC")
