"""What the review log holds: entries, each with an id of its own, never changed and never taken out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from liverdeck.facts.card import Card
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Answered

EntryKind = Literal["review", "cram", "undo", "suspend", "resume", "bury", "forget"]
"""*review* moves the schedule; *cram* is an answer that does not; *undo* takes back the entry it names; *suspend*
takes a card out of the queue until *resume*; *bury* until tomorrow; *forget* makes it new again."""
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
Origin = Literal["liverdeck", "anki"]
"""Where the answer was given."""
LONGEST_TYPED = 10_000
"""Characters that are kept of what was typed; the checker reads no longer answer."""


@dataclass(frozen=True, slots=True)
class TypedAnswer:
    """What the learner typed, and what the checker said of it."""

    text: str
    outcome: str
    """correct, retype, partial or wrong; empty if nothing judged it."""
    reason: str
    """The checker's stable code."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log."""

    id: str
    """Unique over all machines: a merge keeps each once."""
    kind: EntryKind
    card: str
    """Its name; see `card_name`."""
    moment: Moment
    version: str
    """Of the program that wrote it."""
    answered: Answered | None = None
    """The rating and the chosen interval; of reviews and crammed answers only."""
    typed: TypedAnswer | None = None
    duration_ms: int | None = None
    """Milliseconds from question to answer."""
    revision: str = ""
    """Of the card's wording when it was shown; see `revision_of`."""
    target: str = ""
    """The id of the entry that an *undo* takes back."""
    origin: Origin = "liverdeck"

    @property
    def order(self) -> tuple[int, str]:
        """Its place in the order of time, the same on every machine."""
        return self.moment.ms, self.id


def card_name(deck_id: str, card: Card) -> str:
    """Return a card's permanent name, `deck/fact[/part]`, which depends on ids alone: rewording keeps the progress."""
    return "/".join(filter(None, (deck_id, card.fact.id, card.part)))


def deck_of(name: str) -> str:
    """Return the deck's id in a card's name."""
    return name.partition("/")[0]


def fact_of(name: str) -> str:
    """Return `deck/fact` of a card's name: what its siblings share."""
    return "/".join(name.split("/")[:2])


def revision_of(card: Card) -> str:
    """Return a short hash of what a learner reads on a card, by which a changed wording is noticed."""
    texts = (card.prompt, card.heading or "", *(answer.text for answer in card.answers))
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()[:12]
