"""Facts to Anki notes: identity, fields, tags, and exactly the cards Anki would make of them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from liverdeck.anki.escaping import html_attribute, html_text, statement_text
from liverdeck.anki.note_types import CLOZE, LIST, QUESTION, UNTRACKED_FIELDS, NoteType
from liverdeck.facts.card import REVERSE, Card, cards_of
from liverdeck.facts.citation import citation
from liverdeck.facts.ledger import ASK, NoteState
from liverdeck.facts.shapes import Cloze, Gap, Question

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact, Image

TAG_ROOT = "LiverDeck"

_CLOZE_NUMBER = re.compile(r"\{\{c([0-9]+)::", re.ASCII)


@dataclass(frozen=True, slots=True)
class Note:
    """One Anki note, rendered."""

    fact: Fact
    part: str
    guid: str
    note_type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    """Of its cards, ascending: a blank's number less one, or the template's place."""

    def state(self) -> NoteState:
        """Return what the ledger compares."""
        fact = self.fact
        digest = hash_of(self.note_type, self.fields)
        return NoteState(
            fact.id,
            self.part,
            fact.shape.name,
            fact.topic,
            digest,
            _numbers(fact),
            fact.position,
        )


def hash_of(note_type: NoteType, fields: tuple[str, ...]) -> str:
    """Return the hash of a note's content, by which the ledger knows whether it changed."""
    pairs = zip(note_type.fields, fields, strict=True)
    content = "\x1f".join(
        value for name, value in pairs if name not in UNTRACKED_FIELDS
    )
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def guid_of(deck_id: str, fact_id: str, part: str) -> str:
    """Return the permanent identity of a note, which depends on ids alone, never on text.

    It is the first 20 hex digits of SHA-256 over the JSON array of the three, written as `json.dumps` does by default.
    """
    return hashlib.sha256(json.dumps([deck_id, fact_id, part]).encode()).hexdigest()[
        :20
    ]


def place_of(deck_id: str, card: Card) -> tuple[str, int]:
    """Return where Anki has a card: the GUID of its note, and its number there."""
    note_type = CLOZE if isinstance(card.fact.shape, Cloze) else QUESTION
    return guid_of(deck_id, card.fact.id, card.note), _ordinal(card, note_type)


def image_name(image: Image, folder: Path) -> str:
    """Return the name a picture has in Anki: Anki never replaces a file, so the content is part of the name."""
    content = (folder / image.file).read_bytes()
    ending = PurePosixPath(image.file).suffix.lower()
    return f"ld-{hashlib.sha256(content).hexdigest()[:32]}{ending}"


def render_notes(deck: Deck) -> list[Note]:
    """Return the notes of all taught facts in teaching order.

    Raises AssertionError if a note would not yield exactly the cards of its fact: that is a mistake in this library.
    """
    headings = {passage.id: passage.heading for passage in deck.passages}
    return [note for fact in deck.active_facts for note in _notes(deck, fact, headings)]


def _notes(deck: Deck, fact: Fact, headings: dict[str, str]) -> Iterator[Note]:
    cards: dict[str, list[Card]] = {}
    for card in cards_of(fact):
        cards.setdefault(card.note, []).append(card)
    tags = tuple(f"{TAG_ROOT}::{deck.id}::{tag}" for tag in (fact.topic, *fact.tags))
    for part, own in cards.items():
        note_type, content = _content(fact, own)
        key = "/".join(filter(None, (deck.id, fact.id, part)))
        fields = (key, *content, *_common_fields(deck, fact, headings))
        ordinals = tuple(sorted(_ordinal(card, note_type) for card in own))
        made = _ordinals_anki_makes(note_type, fields)
        if ordinals != made:
            message = (
                f"{key}: the fact has the cards {ordinals}, Anki would make {made}"
            )
            raise AssertionError(message)
        yield Note(
            fact,
            part,
            guid_of(deck.id, fact.id, part),
            note_type,
            fields,
            tags,
            ordinals,
        )


def _content(fact: Fact, cards: list[Card]) -> tuple[NoteType, tuple[str, ...]]:
    shape = fact.shape
    if isinstance(shape, Cloze):
        return CLOZE, ("".join(_statement_piece(piece) for piece in shape.pieces),)
    if isinstance(shape, Question):
        reverse = shape.reverse
        other_side = (
            (html_text(reverse.ask), html_text(reverse.answer.text))
            if reverse
            else ("", "")
        )
        return QUESTION, (
            html_text(shape.ask),
            html_text(shape.answer.text),
            *other_side,
        )
    return LIST, (_list_question(cards[0]), _list_items(cards[0]))


def _statement_piece(piece: str | Gap) -> str:
    if isinstance(piece, str):
        return statement_text(piece)
    hint = f"::{statement_text(piece.hint)}" if piece.hint else ""
    return f"{{{{c{piece.number}::{statement_text(piece.text)}{hint}}}}}"


def _list_question(card: Card) -> str:
    count = len(card.answers)
    heading = (
        f'<div class="ld-group">{html_text(card.heading)}</div>' if card.heading else ""
    )
    in_order = ", in order" if card.ordered else ""
    items = "1 item" if count == 1 else f"{count} items{in_order}"
    return f'{html_text(card.prompt)}{heading}<div class="ld-count">{items}</div>'


def _list_items(card: Card) -> str:
    tag = "ol" if card.ordered else "ul"
    return (
        f"<{tag}>"
        + "".join(f"<li>{html_text(item.text)}</li>" for item in card.answers)
        + f"</{tag}>"
    )


def _common_fields(deck: Deck, fact: Fact, headings: dict[str, str]) -> tuple[str, ...]:
    image = fact.image
    tag = (
        f'<img src="{image_name(image, deck.folder)}" alt="{html_attribute(image.alt)}">'
        if image
        else ""
    )
    source = html_text(citation(deck, fact, headings))
    return (
        tag,
        html_text(fact.why or ""),
        html_text(fact.note or ""),
        source,
        "",
        "",
        "",
        "",
    )


def _numbers(fact: Fact) -> dict[str, str]:
    shape = fact.shape
    if isinstance(shape, Cloze):
        return {f"c{blank.number}": blank.answer.text for blank in shape.blanks}
    if isinstance(shape, Question):
        return {ASK: shape.ask} | (
            {REVERSE: shape.reverse.ask} if shape.reverse else {}
        )
    return {}


def _ordinal(card: Card, note_type: NoteType) -> int:
    if note_type is CLOZE:
        return int(card.part[1:]) - 1
    return 1 if card.part == REVERSE else 0


def _ordinals_anki_makes(
    note_type: NoteType, fields: tuple[str, ...]
) -> tuple[int, ...]:
    # Anki makes a card for each cloze number in the text, and for each template whose front is not empty.
    values = dict(zip(note_type.fields, fields, strict=True))
    if note_type.is_cloze:
        return tuple(
            sorted(
                {int(number) - 1 for number in _CLOZE_NUMBER.findall(values["Text"])}
            )
        )
    fronts = ("Ask", "ReverseAsk")[: len(note_type.templates)]
    return tuple(ordinal for ordinal, name in enumerate(fronts) if values[name].strip())
