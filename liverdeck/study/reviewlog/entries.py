"""The entries of the review log. An entry is never changed and never deleted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Literal, get_args

from liverdeck.base.values import value_class
from liverdeck.study.reviewlog.columns import Number, OneOf, Text, WholeNumber
from liverdeck.study.scheduling.card_progress import Answered
from liverdeck.study.scheduling.memory import AGAIN, DEFAULT_MODEL, EASY
from liverdeck.study.scheduling.moments import (
    FIRST_DAY,
    LAST_DAY,
    LATEST_SECONDS,
    Moment,
)
from liverdeck.study.scheduling.schedule import (
    DEFAULT_RETENTION,
    HIGHEST_RETENTION,
    LONGEST_INTERVAL_DAYS,
    LOWEST_RETENTION,
)
from liverdeck.study.scheduling.steps import LONGEST_DELAY_SECONDS, MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from liverdeck.facts.card import Card
    from liverdeck.study.reviewlog.columns import Allowed
    from liverdeck.study.scheduling.memory import MemoryModel

EntryKind = Literal[
    "review", "cram", "undo", "suspend", "resume", "bury", "forget", "redate", "quiz"
]
"""The kind of an entry.

- *review*: an answer that changes when the card comes next
- *cram*: an answer that does not change when the card comes next
- *undo*: takes back the entry that is its `target`
- *suspend*: leaves the card out until it is resumed
- *resume*: brings a suspended card back
- *bury*: leaves the card out until tomorrow
- *forget*: makes the card new again
- *redate*: dates its `target`, an entry that was dated in the future. The target counts
  as written at the time of the *redate*
- *quiz*: a typed answer in a quiz that the checker refused and the learner says was
  right. It does not change when the card comes next
"""
ENTRY_KINDS: tuple[EntryKind, ...] = get_args(EntryKind)
KINDS_WITH_RATING: tuple[EntryKind, ...] = ("review", "cram")
"""The entry kinds that record an answer of the learner."""
KINDS_WITH_TARGET: tuple[EntryKind, ...] = ("undo", "redate")
"""The entry kinds that change the effect of another entry of the same card."""
Origin = Literal["liverdeck", "anki"]
"""Where the learner studied: in LiverDeck or in Anki."""
LATEST_MS = LATEST_SECONDS * 1000
"""The Unix time of the last possible entry."""
LONGEST_NAME = 200
"""The most characters of an id, of a card's name and of LiverDeck's version.

An entry with a longer one is not imported.
"""

_SEPARATOR = "\x1f"
"""Separates the texts in `revision_of`. No text has this control character."""


@value_class
class TypedAnswer:
    """What the learner typed, and the verdict of the checker."""

    text: str
    outcome: str
    """correct, retype, partial or wrong; empty if the answer was not checked."""
    reason: str
    """The reason of the verdict, a stable code; empty if the answer was not checked."""
    is_overruled: bool = False
    """Whether the learner says that the verdict is not right: *I was right*."""


@value_class
class Entry:
    """One row of the log."""

    id: str
    """Unique among all machines. A merge adds only entries with ids new to the log."""
    kind: EntryKind
    card: str
    """Name of the card; see `card_name`."""
    moment: Moment
    version: str
    """Version of the LiverDeck that made the entry, or that imported it from Anki."""
    answered: Answered | None = None
    """The rating and the chosen interval. Only *review* and *cram* have them."""
    typed: TypedAnswer | None = None
    """None if no answer was typed."""
    duration_ms: int | None = None
    """Milliseconds from the question to the answer; None if they are not known."""
    revision: str = ""
    """Hash of the card's text when it was shown (see `revision_of`), or empty."""
    target: str = ""
    """Id of the entry that an *undo* takes back or a *redate* dates, or empty."""
    origin: Origin = "liverdeck"
    model: MemoryModel = DEFAULT_MODEL
    """The memory model that is used for an answer.

    The default is for entries without an answer, and for rows and lines of JSON that
    name no model.
    """
    retention: float = DEFAULT_RETENTION
    """The desired retention when an answer was given, 0.7 to 0.99."""

    @property
    def order(self) -> tuple[int, str]:
        """The key for sorting entries: Unix time in milliseconds, then id.

        With it, entries have the same order on all machines.
        """
        return self.moment.ms, self.id


@value_class
class Column:
    """One value of an entry, in a row of the table `entries` and in a line of JSON."""

    name: str
    """Name of the column."""
    field: str
    """Name of the field in JSON; empty if the value follows from other fields."""
    value_of: Callable[[Entry], Any]
    """Returns the value from an entry; None for no value."""
    allowed: Allowed
    """The values that are allowed, if there is a value."""
    is_required: bool = False
    """Whether every line has the field."""
    default: Any = None
    """The value if a line does not have the field."""
    is_always_exported: bool = False
    """Whether an export has the field even if the value is the default."""


_NAME = Text(1, LONGEST_NAME)
"""The texts that are allowed as an id, a name or a version."""
_DAYS = WholeNumber(0, LONGEST_INTERVAL_DAYS)
"""The allowed intervals, in days."""
_MOST_OFFSET_MINUTES = 24 * 60
_LONGEST_DURATION_MS = 2**40

COLUMNS: tuple[Column, ...] = (
    Column("id", "id", lambda entry: entry.id, _NAME, is_required=True),
    Column(
        "kind", "kind", lambda entry: entry.kind, OneOf(ENTRY_KINDS), is_required=True
    ),
    Column("card", "card", lambda entry: entry.card, _NAME, is_required=True),
    Column(
        "at",
        "at",
        lambda entry: entry.moment.ms,
        WholeNumber(0, LATEST_MS),
        is_required=True,
    ),
    Column(
        "utc_offset",
        "offset",
        lambda entry: entry.moment.offset_minutes,
        WholeNumber(-_MOST_OFFSET_MINUTES, _MOST_OFFSET_MINUTES),
        is_required=True,
    ),
    Column("day", "", lambda entry: entry.moment.day, WholeNumber(FIRST_DAY, LAST_DAY)),
    Column(
        "rating",
        "rating",
        lambda entry: entry.answered and entry.answered.rating,
        WholeNumber(AGAIN, EASY),
    ),
    Column(
        "days", "days", lambda entry: entry.answered and entry.answered.wait_days, _DAYS
    ),
    Column(
        "seconds",
        "seconds",
        lambda entry: entry.answered and entry.answered.wait_seconds,
        WholeNumber(0, LONGEST_DELAY_SECONDS),
    ),
    Column(
        "steps_left",
        "left",
        lambda entry: entry.answered and entry.answered.remaining_steps,
        WholeNumber(0, MOST_STEPS),
        default=0,
    ),
    Column(
        "interval",
        "interval",
        lambda entry: entry.answered and entry.answered.interval_days,
        _DAYS,
        default=0,
    ),
    Column("typed", "typed", lambda entry: entry.typed and entry.typed.text, Text()),
    Column(
        "outcome",
        "outcome",
        lambda entry: entry.typed and entry.typed.outcome,
        Text(),
        default="",
    ),
    Column(
        "reason",
        "reason",
        lambda entry: entry.typed and entry.typed.reason,
        Text(),
        default="",
    ),
    Column(
        "duration",
        "duration",
        lambda entry: entry.duration_ms,
        WholeNumber(0, _LONGEST_DURATION_MS),
    ),
    Column("revision", "revision", lambda entry: entry.revision, Text(), default=""),
    Column("target", "target", lambda entry: entry.target, Text(), default=""),
    Column(
        "origin",
        "origin",
        lambda entry: entry.origin,
        OneOf(get_args(Origin)),
        default="liverdeck",
        is_always_exported=True,
    ),
    Column("version", "version", lambda entry: entry.version, _NAME, is_required=True),
    Column(
        "model",
        "model",
        lambda entry: entry.answered and entry.model.name,
        _NAME,
        default=DEFAULT_MODEL.name,
    ),
    Column(
        "weights",
        "weights",
        lambda entry: entry.answered and entry.model.weights_hash,
        _NAME,
        default=DEFAULT_MODEL.weights_hash,
    ),
    Column(
        "retention",
        "retention",
        lambda entry: entry.answered and entry.retention,
        Number(LOWEST_RETENTION, HIGHEST_RETENTION),
        default=DEFAULT_RETENTION,
    ),
    Column(
        "overruled",
        "overruled",
        lambda entry: 1 if entry.typed and entry.typed.is_overruled else None,
        WholeNumber(0, 1),
    ),
)
"""All values of an entry, in the order in which rows and lines have them."""


def entry_from(values: Sequence[Any], models: Mapping[str, MemoryModel]) -> Entry:
    """Return the entry with these values, one for each of `COLUMNS` in their order.

    `models` are memory models by the hash of their weights, with the entry's model and
    the default model among them. The value of the column `day` is not used, because the
    day follows from the moment.
    """
    (
        entry_id,
        kind,
        card,
        at_ms,
        offset_minutes,
        _day,
        rating,
        wait_days,
        wait_seconds,
        remaining_steps,
        interval_days,
        typed_text,
        outcome,
        reason,
        duration_ms,
        revision,
        target,
        origin,
        version,
        _model_name,
        weights_hash,
        retention,
        overruled,
    ) = values
    answered = typed = None
    if rating is not None:
        answered = Answered(
            rating, wait_days, wait_seconds, remaining_steps, interval_days
        )
    if typed_text is not None:
        typed = TypedAnswer(typed_text, outcome, reason, overruled == 1)
    return Entry(
        entry_id,
        kind,
        card,
        Moment(at_ms, offset_minutes),
        version,
        answered,
        typed,
        duration_ms,
        revision,
        target,
        origin,
        models[weights_hash or DEFAULT_MODEL.weights_hash],
        retention or DEFAULT_RETENTION,
    )


def deck_of(name: str) -> str:
    """Return the id of the deck from the name of a card."""
    return name.partition("/")[0]


def fact_of(name: str) -> str:
    """Return `deck/fact` from the name of a card: `deck/fact` or `deck/fact/part`."""
    return "/".join(name.split("/")[:2])


def revision_of(card: Card) -> str:
    """Return a hash of the text that a learner reads on a card: 12 hexadecimal digits.

    A different hash shows that the text has changed since a review.
    """
    texts = (card.prompt, card.heading or "", *(answer.text for answer in card.answers))
    return hashlib.sha256(_SEPARATOR.join(texts).encode()).hexdigest()[:12]
