"""Makes one HTML page from a deck and its findings; the page needs nothing else.

The deck is treated as if an attacker had written it. Jinja escapes every text. Only the
HTML made by `anki/` and the files beside this module are inserted as they are, and the
page's policy lets the browser run exactly the script and the styles from those files.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from liverdeck.anki.notes import render_notes
from liverdeck.anki.templates import STYLE
from liverdeck.base.problems import Severity
from liverdeck.facts.card import REVERSE
from liverdeck.preview.findings import sort_findings
from liverdeck.preview.inline_pictures import PictureBook, without_lost_pictures
from liverdeck.preview.rendering import Sides, render_card

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.anki.notes import Note
    from liverdeck.base.problems import Position, Problem
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact

LARGEST_PAGE = 256 * 1024 * 1024
"""Characters of cards on one page.

Every card of a statement repeats the statement, so a small file could ask for a page
of any size.
"""

_TEMPLATE_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Preview:
    """A finished page."""

    html: bytes
    cards: int


@dataclass(frozen=True, slots=True)
class CardView:
    """One card on the page."""

    name: str
    """Fact id and part: `definition/c1`."""
    number: int
    """Number of the card within its note, from 1, as in Anki's class `card1`."""
    sides: Sides | None
    """None if the page has no room left for them."""


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact on the page, with its cards and the findings about it."""

    fact: Fact
    anchor: str
    cards: tuple[CardView, ...]
    findings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class TopicView:
    """One chapter of the page."""

    id: str
    title: str
    facts: tuple[FactView, ...]

    @property
    def cards(self) -> int:
        """Return the number of its cards."""
        return sum(len(fact.cards) for fact in self.facts)

    @property
    def findings(self) -> int:
        """Return the number of findings beside its cards."""
        return sum(len(fact.findings) for fact in self.facts)


def preview_page(
    deck: Deck, findings: Sequence[Problem], *, reloads: bool = False
) -> Preview:
    """Return the page of a deck.

    The same input gives the same bytes. The deck may be the readable part of a broken
    one. With `reloads`, the page reloads itself whenever the reader comes back to its
    window.
    """
    sorted_findings = sort_findings(findings, deck.facts)
    deck = without_lost_pictures(deck)
    pictures = PictureBook(deck)
    cards_by_fact: dict[Position, list[CardView]] = {}
    for fact, card in _cards(map(pictures.filled, render_notes(deck))):
        cards_by_fact.setdefault(fact.position, []).append(card)
    topics = _topics(deck, cards_by_fact, sorted_findings.of_facts)
    card_count = sum(topic.cards for topic in topics)

    html = _fill_template(
        deck=deck,
        topics=topics,
        loose=sorted_findings.loose,
        counts=_counts(findings),
        cards=card_count,
        left_out=pictures.left_out,
        reloads=reloads,
        shown_position=lambda position, *, column=True: _shown_position(
            position, deck.folder, column=column
        ),
    )
    # A file name may contain bytes that are not text and cannot be written as UTF-8.
    return Preview(html.encode(errors="backslashreplace"), card_count)


def _cards(notes: Iterable[Note]) -> Iterator[tuple[Fact, CardView]]:
    remaining_characters = LARGEST_PAGE
    for note in notes:
        for ordinal in note.ordinals:
            sides = None
            if remaining_characters > 0:
                sides = render_card(note, ordinal)
                remaining_characters -= len(sides.front) + len(sides.back)
            name = "/".join(filter(None, (note.fact.id, _part(note, ordinal))))
            yield note.fact, CardView(name, ordinal + 1, sides)


def _part(note: Note, ordinal: int) -> str:
    """Return the part of a card: `c1`, `reverse`, or the part of its note."""
    if note.note_type.is_cloze:
        return f"c{ordinal + 1}"
    return REVERSE if ordinal else note.part


def _topics(
    deck: Deck,
    cards: dict[Position, list[CardView]],
    findings: dict[Position, list[Problem]],
) -> tuple[TopicView, ...]:
    titles = {topic.id: topic.title for topic in deck.topics}
    views_by_topic: dict[str, list[FactView]] = {topic: [] for topic in titles}
    uses: Counter[str] = Counter()
    for fact in deck.facts:
        uses[fact.id] += 1
        anchor = f"fact-{fact.id}"
        if uses[fact.id] > 1:
            # Only a broken deck has an id twice. No id contains a full stop, so this
            # anchor differs from all others.
            anchor += f".{uses[fact.id]}"
        view = FactView(
            fact,
            anchor,
            tuple(cards.get(fact.position, ())),
            tuple(findings.get(fact.position, ())),
        )
        views_by_topic.setdefault(fact.topic, []).append(view)
    return tuple(
        TopicView(topic, titles.get(topic, topic), tuple(views))
        for topic, views in views_by_topic.items()
        if views
    )


def _counts(findings: Sequence[Problem]) -> list[tuple[str, str]]:
    """Return each severity that occurs, with its count: `("error", "2 errors")`."""
    counts = Counter(finding.severity for finding in findings)
    return [
        (severity.value, _count(counts[severity], severity))
        for severity in Severity
        if counts[severity]
    ]


def _count(number: int, severity: Severity) -> str:
    has_plural = number != 1 and severity is not Severity.ADVICE
    return f"{number} {severity.value}{'s' if has_plural else ''}"


def _shown_position(position: Position, folder: Path, *, column: bool) -> str:
    """Return a position relative to the deck's folder.

    The page does not name that folder, because it may be sent to others.
    """
    path = PurePath(position.path)
    if path == folder:
        return "the deck's folder"
    name = position.path
    if path.is_relative_to(folder):
        name = path.relative_to(folder).as_posix()
    shown = f"{name}:{position.line}"
    return f"{shown}:{position.column}" if column else shown


def _fill_template(**values: object) -> str:
    styles = {
        "page_style": _read("page.css"),
        "frame_style": _read("frame.css"),
        "card_style": STYLE,
    }
    script = _read("page.js")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FileSystemLoader(_TEMPLATE_FOLDER),
    )
    style_hashes = " ".join(map(_policy_hash, styles.values()))
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_policy_hash(script)}; style-src {style_hashes}"
    )
    return environment.get_template("page.html.j2").render(
        values, policy=policy, script=script, **styles
    )


def _read(name: str) -> str:
    return (_TEMPLATE_FOLDER / name).read_text(encoding="utf-8")


def _policy_hash(text: str) -> str:
    """Return the hash by which a content security policy names a script or a style."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
