"""A deck and its findings to one HTML page that needs nothing else.

The deck is taken as written by an enemy. Jinja escapes every text; only what `anki/` made, and the files beside this
one, go in as they are, and of those the browser obeys exactly the script and the styles that the page's policy names.
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
"""Characters of cards; every card of a statement repeats it, so that a small file may ask for a page without end."""

_HERE = Path(__file__).parent


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
    """As Anki counts a note's cards, from 1: the number in the class `card1`."""
    sides: Sides | None
    """None where the page has no room left for them."""


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact on the page: its cards, and what was found about it."""

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
        """How many cards it has."""
        return sum(len(fact.cards) for fact in self.facts)

    @property
    def findings(self) -> int:
        """How many findings stand beside its cards."""
        return sum(len(fact.findings) for fact in self.facts)


def preview_page(
    deck: Deck, findings: Sequence[Problem], *, reloads: bool = False
) -> Preview:
    """Return the page of a deck; it depends on nothing else, so the same input gives the same bytes.

    The deck may be what could be read of a broken one. With `reloads` the page reads itself again whenever the
    reader comes back to its window.
    """
    sorted_findings = sort_findings(findings, deck.facts)
    deck = without_lost_pictures(deck)
    pictures = PictureBook(deck)
    cards: dict[Position, list[CardView]] = {}
    for fact, card in _cards(map(pictures.filled, render_notes(deck))):
        cards.setdefault(fact.position, []).append(card)
    topics = _topics(deck, cards, sorted_findings.of_facts)
    html = _fill_template(
        deck=deck,
        topics=topics,
        loose=sorted_findings.loose,
        counts=_counts(findings),
        cards=sum(topic.cards for topic in topics),
        left_out=pictures.left_out,
        reloads=reloads,
        place=lambda at, *, column=True: _place(at, deck.folder, column=column),
    )
    # A file's name may hold bytes that are no text; they have no form in UTF-8.
    return Preview(
        html.encode(errors="backslashreplace"), sum(topic.cards for topic in topics)
    )


def _cards(notes: Iterable[Note]) -> Iterator[tuple[Fact, CardView]]:
    room = LARGEST_PAGE
    for note in notes:
        for ordinal in note.ordinals:
            part = (
                f"c{ordinal + 1}"
                if note.note_type.is_cloze
                else REVERSE
                if ordinal
                else note.part
            )
            name = "/".join(filter(None, (note.fact.id, part)))
            sides = render_card(note, ordinal) if room > 0 else None
            room -= len(sides.front) + len(sides.back) if sides else 0
            yield note.fact, CardView(name, ordinal + 1, sides)


def _topics(
    deck: Deck,
    cards: dict[Position, list[CardView]],
    findings: dict[Position, list[Problem]],
) -> tuple[TopicView, ...]:
    titles = {topic.id: topic.title for topic in deck.topics}
    facts: dict[str, list[FactView]] = {topic: [] for topic in titles}
    used: Counter[str] = Counter()
    for fact in deck.facts:
        used[fact.id] += 1
        # Only a broken deck has an id twice; no id holds a full stop, so that this is a new name.
        anchor = (
            f"fact-{fact.id}"
            if used[fact.id] == 1
            else f"fact-{fact.id}.{used[fact.id]}"
        )
        view = FactView(
            fact,
            anchor,
            tuple(cards.get(fact.position, ())),
            tuple(findings.get(fact.position, ())),
        )
        facts.setdefault(fact.topic, []).append(view)
    return tuple(
        TopicView(topic, titles.get(topic, topic), tuple(views))
        for topic, views in facts.items()
        if views
    )


def _counts(findings: Sequence[Problem]) -> list[tuple[str, str]]:
    """Return each severity that occurs, with its number in words."""
    numbers = Counter(finding.severity for finding in findings)
    return [
        (severity.value, _number(numbers[severity], severity))
        for severity in Severity
        if numbers[severity]
    ]


def _number(number: int, severity: Severity) -> str:
    is_plain = number == 1 or severity is Severity.ADVICE
    return f"{number} {severity.value}{'' if is_plain else 's'}"


def _place(at: Position, folder: Path, *, column: bool) -> str:
    """Return a place as seen from the deck's folder, wherever that lies: the page may be sent to others."""
    path = PurePath(at.path)
    if path == folder:
        return "the deck's folder"
    name = (
        path.relative_to(folder).as_posix() if path.is_relative_to(folder) else at.path
    )
    return f"{name}:{at.line}:{at.column}" if column else f"{name}:{at.line}"


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
        loader=FileSystemLoader(_HERE),
    )
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"script-src {_hash_of(script)}; style-src {' '.join(map(_hash_of, styles.values()))}"
    )
    return environment.get_template("page.html.j2").render(
        values, policy=policy, script=script, **styles
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash_of(text: str) -> str:
    return (
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
    )
