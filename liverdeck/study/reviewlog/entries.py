"""The entries of the review log. An entry is never changed and never deleted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Literal, get_args

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from liverdeck.facts.card import Card
    from liverdeck.study.scheduling.moments import Moment
    from liverdeck.study.scheduling.schedule import Answered

EntryKind = Literal["review", "cram", "undo", "suspend", "resume", "bury", "forget"]
"""The kind of an entry.

- *review*: an answer that changes when the card comes next
- *cram*: an answer that does not change when the card comes next
- *undo*: takes back the entry that its `target` names
- *suspend*: leaves the card out until it is resumed
- *resume*: brings a suspended card back
- *bury*: leaves the card out until tomorrow
- *forget*: makes the card new again
"""
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
Origin = Literal["liverdeck", "anki"]
"""The program that the learner used."""
LONGEST_TYPED = 10_000
"""A session logs at most this many characters of a typed answer, and drops the rest.

The checker also reads no more than that.
"""
LONGEST_NAME = 200
"""At most this many characters in an id, a card's name or a program's version.

An entry with a longer one is not imported.
"""

_SEPARATOR = "\x1f"
"""Stands between the texts in `revision_of`. No text has this control character."""


@value_class
class TypedAnswer:
    """What the learner typed, and the verdict of the checker."""

    text: str
    outcome: str
    """correct, retype, partial or wrong; empty if the answer was not checked."""
    reason: str
    """The checker's stable code; empty if the answer was not checked."""


@value_class
class Entry:
    """One row of the log."""

    id: str
    """Unique over all machines. A merge adds only entries with ids new to the log."""
    kind: EntryKind
    card: str
    """Name of the card; see `card_name`."""
    moment: Moment
    version: str
    """Version of the program that wrote the entry."""
    answered: Answered | None = None
    """The rating and the chosen interval. Only *review* and *cram* have them."""
    typed: TypedAnswer | None = None
    """None if no answer was typed."""
    duration_ms: int | None = None
    """Milliseconds from the question to the answer; None if they are not known."""
    revision: str = ""
    """Revision of the card when it was shown (see `revision_of`), or empty."""
    target: str = ""
    """Id of the entry that an *undo* takes back; empty for other entry kinds."""
    origin: Origin = "liverdeck"

    @property
    def order(self) -> tuple[int, str]:
        """What entries are sorted by: time, then id. It is the same on all machines."""
        return self.moment.ms, self.id


def card_name(deck_id: str, card: Card) -> str:
    """Return the permanent name of a card: `deck/fact` or `deck/fact/part`.

    It consists of ids only, so a card whose text changes keeps its progress.
    """
    ids = (deck_id, card.fact.id, card.part)
    return "/".join(part_id for part_id in ids if part_id)


def deck_of(name: str) -> str:
    """Return the id of the deck from the name of a card."""
    return name.partition("/")[0]


def fact_of(name: str) -> str:
    """Return `deck/fact` from the name of a card, the same for all cards of a fact."""
    return "/".join(name.split("/")[:2])


def revision_of(card: Card) -> str:
    """Return a short hash of the text that a learner reads on a card.

    It tells whether the text has changed since a review.
    """
    texts = (card.prompt, card.heading or "", *(answer.text for answer in card.answers))
    return hashlib.sha256(_SEPARATOR.join(texts).encode()).hexdigest()[:12]
