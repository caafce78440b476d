"""Write CHANGES.md, which tells learners about each release."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from liverdeck.catalogue.learner_words import message
from liverdeck.facts.card import cards_of
from liverdeck.facts.parts import joined_name
from liverdeck.publishing.named_twice import successor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger, NoteState
    from liverdeck.publishing.ledger_changes import Changes

MOST_LISTED = 100
"""Under a heading, at most this many notes or cards are listed.

If there are more, "and 3 more" follows.
"""
_RELEASE = "## Release"
"""Begins the heading of a release; its number follows."""
_CARDS_REMOVED = "Cards removed"
_LISTED_NAME = re.compile(r"- `([^`]+)`")
_SEARCH_LINE = re.compile('^ {4}"Key:.+$', re.MULTILINE)
UPDATE_TEXT_ADVICE = message(
    "If you tag notes or write in My notes, import the update text (.txt) first "
    "and the package (.apkg) second: the package alone replaces both on the notes it "
    "changes. Everyone else needs the package only."
)


def add_release(old_text: str, deck: Deck, ledger: Ledger, changes: Changes) -> str:
    """Return the text of CHANGES.md with a section for the ledger's last release.

    `old_text` is the text before this release, or "" if there is none. The new section
    lists `changes` and comes before the older sections.
    """
    first_section = re.search(r"^## ", old_text, re.MULTILINE)
    if first_section is None:
        introduction, older_sections = old_text, ""
    else:
        introduction = old_text[: first_section.start()]
        older_sections = f"\n{old_text[first_section.start() :]}"
    introduction = introduction.rstrip() or f"# Changes of {_markdown(deck.title)}"
    new_section = "\n".join(_release_section(deck, ledger, changes))
    return f"{introduction}\n\n{new_section}\n{older_sections}"


def tells_of_release(text: str) -> bool:
    """Whether a text of CHANGES.md has a section for a release."""
    return re.search(rf"^{_RELEASE} [0-9]+", text, re.MULTILINE) is not None


def _release_section(deck: Deck, ledger: Ledger, changes: Changes) -> Iterator[str]:
    prompts = _prompts(deck)
    released = day_and_time(ledger.last_release_seconds)
    yield f"{_RELEASE} {len(ledger.releases)}, {released}"
    yield from _list_under("New", [_note_line(state, prompts) for state in changes.new])

    yield from _list_under(
        "Changed", [_note_line(state, prompts) for state in changes.changed]
    )
    if changes.changed:
        yield f"\n{UPDATE_TEXT_ADVICE}"

    yield from _list_under(
        "Moved to another topic",
        [_note_line(state, prompts) for state in changes.moved],
    )
    # In the first release, every note type is new. So no learner knows another look of
    # it.
    if changes.note_types and len(ledger.releases) > 1:
        yield f"\n### New look\n\n{', '.join(changes.note_types)}."

    removed_cards = sorted(_removed_cards(ledger))
    if removed_cards:
        yield from _list_under(_CARDS_REMOVED, [f"`{name}`" for name in removed_cards])
        yield (
            "\nAfter importing, run *Tools > Empty Cards* in Anki: "
            "it finds these cards and deletes them."
        )
    if changes.withdrawn:
        yield from _withdrawn_section(deck, ledger, changes)


def withdrawn_names_listed(text: str, deck_id: str) -> set[str]:
    """Return the names of all withdrawn notes and removed cards that CHANGES.md lists.

    `text` is the text of the file. The names have no deck: `flow` for a note, `flow/c2`
    for a card. The file lists at most `MOST_LISTED` removed cards for each release.
    """
    searches = "\n".join(_SEARCH_LINE.findall(text))
    names = set(re.findall(f'"Key:{re.escape(deck_id)}/([^"]+)"', searches))
    for section in text.split(f"\n### {_CARDS_REMOVED}\n")[1:]:
        names.update(_LISTED_NAME.findall(section.partition("\n#")[0]))
    return names


def _prompts(deck: Deck) -> dict[tuple[str, str], str]:
    """Return the prompt of the first card of each note, by `LedgerLine.name`.

    For the note of a group, the title of the group follows the prompt.
    """
    prompts: dict[tuple[str, str], str] = {}
    for fact in deck.active_facts:
        for card in cards_of(fact):
            prompt = " ".join(filter(None, (card.prompt, card.heading)))
            prompts.setdefault((fact.identity, card.note_part), prompt)
    return prompts


def _removed_cards(ledger: Ledger) -> Iterator[str]:
    """Yield the names of the cards that the last release removed from their notes.

    Cards of withdrawn notes are not among them.
    """
    release = len(ledger.releases)
    for line in ledger.lines.values():
        if line.withdrawn is not None:
            continue
        for number, history in line.numbers.items():
            if history.until == release:
                yield joined_name(*line.name, number)


def _withdrawn_section(deck: Deck, ledger: Ledger, changes: Changes) -> Iterator[str]:
    """Yield the withdrawn notes with their reasons, and how to find them in Anki."""
    reasons = {fact.identity: fact.retired for fact in deck.facts if fact.retired}
    names: list[str] = []
    texts: list[str] = []
    for line in changes.withdrawn:
        name = joined_name(*line.name)
        reason = _markdown(reasons.get(line.fact, "no longer in the deck"))
        other = successor(line.name, ledger)
        if other is not None:
            reason = f"{reason}; `{joined_name(*other)}` takes its place"
        names.append(name)
        texts.append(f"`{name}`: {reason}")

    yield from _list_under("Withdrawn", texts)
    search = " or ".join(f'"Key:{deck.id}/{name}"' for name in names)
    yield (
        "\nAnki keeps withdrawn notes until you delete them. "
        "This search in its browser finds them:"
    )
    yield f"\n    {search}"


def _list_under(heading: str, texts: list[str]) -> Iterator[str]:
    """Yield a heading and the texts as a list, or nothing if there are no texts."""
    if texts:
        yield f"\n### {heading}\n"
        yield from (f"- {text}" for text in texts[:MOST_LISTED])
        if len(texts) > MOST_LISTED:
            yield f"- and {len(texts) - MOST_LISTED} more"


def _markdown(text: str) -> str:
    """Return a text as one line of Markdown that shows the text as it was typed.

    Only the characters that would change the look of the text are escaped. A "(" is
    escaped only after a "]", because "](" would make a link.
    """
    return re.sub(r"[\\`*_~$<&]|(?<=\])\(", r"\\\g<0>", " ".join(text.split()))


def _note_line(state: NoteState, prompts: dict[tuple[str, str], str]) -> str:
    name = joined_name(*state.name)
    return f"`{name}`: {_markdown(prompts[state.name])}"


def day_and_time(time_seconds: int) -> str:
    """Return a Unix time as people read it, in UTC: `2026-11-23 00:00 UTC`."""
    date = dt.datetime.fromtimestamp(time_seconds, dt.UTC)
    return date.strftime("%Y-%m-%d %H:%M UTC")
