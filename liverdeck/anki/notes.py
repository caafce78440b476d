"""Makes Anki notes from facts.

Each note has a GUID, fields and tags, and exactly the cards that Anki would make.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from liverdeck.anki.escaping import html_attribute, html_text, statement_text
from liverdeck.anki.note_types import CLOZE, LIST, QUESTION, UNTRACKED_FIELDS, NoteType
from liverdeck.base.values import value_class
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
_FIELD_SEPARATOR = "\x1f"

# The number of a blank: 1 in `{{c1::`.
_CLOZE_NUMBER = re.compile(r"\{\{c([0-9]+)::", re.ASCII)


@value_class
class Note:
    """One Anki note, rendered."""

    fact: Fact
    part: str
    """The id of a group, `choice-...` for a quiz note, or "" for any other note."""
    guid: str
    note_type: NoteType
    fields: tuple[str, ...]
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    """The ordinals of the note's cards, ascending.

    The ordinal of a card is its blank's number minus one, or its template's index.
    """

    def state(self) -> NoteState:
        """Return what is compared with the ledger."""
        fact = self.fact
        return NoteState(
            fact=fact.id,
            part=self.part,
            shape=fact.shape.name,
            topic=fact.topic,
            hash=content_hash_of(self.note_type, self.fields),
            numbers=_texts_by_number(fact),
            position=fact.position,
        )


def content_hash_of(note_type: NoteType, fields: tuple[str, ...]) -> str:
    """Return the hash of a note's fields, without `UNTRACKED_FIELDS`."""
    values = dict(zip(note_type.fields, fields, strict=True))
    content = _FIELD_SEPARATOR.join(
        value for name, value in values.items() if name not in UNTRACKED_FIELDS
    )
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def guid_of(deck_id: str, fact_id: str, part: str) -> str:
    """Return the GUID of a note, which is permanent because it depends only on ids.

    It is the first 20 hex digits of SHA-256 over the JSON array of the three arguments,
    written as `json.dumps` does by default.
    """
    ids = json.dumps([deck_id, fact_id, part])
    return hashlib.sha256(ids.encode()).hexdigest()[:20]


def guid_and_ordinal_of(deck_id: str, card: Card) -> tuple[str, int]:
    """Return how Anki identifies a card: the GUID of its note, and its ordinal."""
    return guid_of(deck_id, card.fact.id, card.note), _ordinal(card)


def image_name(image: Image, folder: Path) -> str:
    """Return the name that a picture has in Anki.

    Anki never replaces a file that a learner has. So the name includes a hash of the
    content, and a changed picture has a different name. `folder` is that of the deck.
    """
    content = (folder / image.file).read_bytes()
    extension = PurePosixPath(image.file).suffix.lower()
    return f"ld-{hashlib.sha256(content).hexdigest()[:32]}{extension}"


def render_notes(deck: Deck) -> list[Note]:
    """Return the notes of all active facts in teaching order.

    Raises AssertionError if the cards that Anki would make from a note are not those of
    the fact. That would be a bug in LiverDeck.
    """
    headings = {passage.id: passage.heading for passage in deck.passages}
    return [note for fact in deck.active_facts for note in _notes(deck, fact, headings)]


def _notes(deck: Deck, fact: Fact, headings: dict[str, str]) -> Iterator[Note]:
    """Yield the notes of a fact; `headings` has the headings of passages by id."""
    cards_by_part: dict[str, list[Card]] = {}
    for card in cards_of(fact):
        cards_by_part.setdefault(card.note, []).append(card)
    tags = tuple(f"{TAG_ROOT}::{deck.id}::{tag}" for tag in (fact.topic, *fact.tags))

    for part, note_cards in cards_by_part.items():
        note_type, own_fields = _note_type_and_own_fields(fact, note_cards)
        full_name = "/".join(filter(None, (deck.id, fact.id, part)))
        fields = (full_name, *own_fields, *_common_fields(deck, fact, headings))
        ordinals = tuple(sorted(map(_ordinal, note_cards)))
        anki_ordinals = _ordinals_made_by_anki(note_type, fields)
        if ordinals != anki_ordinals:
            raise AssertionError(
                f"{full_name}: the fact has the cards {ordinals}, "
                f"Anki would make {anki_ordinals}"
            )
        guid = guid_of(deck.id, fact.id, part)
        yield Note(fact, part, guid, note_type, fields, tags, ordinals)


def _note_type_and_own_fields(
    fact: Fact, cards: list[Card]
) -> tuple[NoteType, tuple[str, ...]]:
    """Return the type of a note, and the values of the type's own fields without Key.

    `cards` are the cards of the note.
    """
    shape = fact.shape
    if isinstance(shape, Cloze):
        return CLOZE, ("".join(_statement_piece(piece) for piece in shape.pieces),)
    if isinstance(shape, Question):
        return QUESTION, _question_fields(shape)
    (card,) = cards  # a list or a group has one card
    return LIST, (_list_question(card), _list_items(card))


def _question_fields(shape: Question) -> tuple[str, str, str, str]:
    reverse_ask = reverse_answer = ""
    if shape.reverse:
        reverse_ask = html_text(shape.reverse.ask)
        reverse_answer = html_text(shape.reverse.answer.text)
    return (
        html_text(shape.ask),
        html_text(shape.answer.text),
        reverse_ask,
        reverse_answer,
    )


def _statement_piece(piece: str | Gap) -> str:
    """Return a piece of a statement as HTML, a gap as `{{c1::text::hint}}`."""
    if isinstance(piece, str):
        return statement_text(piece)
    hint = f"::{statement_text(piece.hint)}" if piece.hint else ""
    return f"{{{{c{piece.number}::{statement_text(piece.text)}{hint}}}}}"


def _list_question(card: Card) -> str:
    """Return the question, the title of the group if any, and the number of items."""
    heading = ""
    if card.heading:
        heading = f'<div class="ld-group">{html_text(card.heading)}</div>'

    count = len(card.answers)
    in_order = ", in order" if card.ordered else ""
    count_text = "1 item" if count == 1 else f"{count} items{in_order}"
    return f'{html_text(card.prompt)}{heading}<div class="ld-count">{count_text}</div>'


def _list_items(card: Card) -> str:
    tag = "ol" if card.ordered else "ul"
    items = "".join(f"<li>{html_text(answer.text)}</li>" for answer in card.answers)
    return f"<{tag}>{items}</{tag}>"


def _common_fields(deck: Deck, fact: Fact, headings: dict[str, str]) -> tuple[str, ...]:
    """Return the values of `COMMON_FIELDS`."""
    why = html_text(fact.why or "")
    note = html_text(fact.note or "")
    source = html_text(citation(deck, fact, headings))
    spare = my_notes = ""
    return _image_tag(deck, fact), why, note, source, spare, spare, spare, my_notes


def _image_tag(deck: Deck, fact: Fact) -> str:
    image = fact.image
    if image is None:
        return ""
    name = image_name(image, deck.folder)
    return f'<img src="{name}" alt="{html_attribute(image.alt)}">'


def _texts_by_number(fact: Fact) -> dict[str, str]:
    """Return the texts that the ledger remembers.

    They are the texts of the blanks by `c1`, `c2` and so on, or the questions by `ask`
    and `reverse`. A list has none.
    """
    shape = fact.shape
    if isinstance(shape, Cloze):
        return {f"c{blank.number}": blank.answer.text for blank in shape.blanks}
    if isinstance(shape, Question):
        questions = {ASK: shape.ask}
        if shape.reverse:
            questions[REVERSE] = shape.reverse.ask
        return questions
    return {}


def _ordinal(card: Card) -> int:
    """Return Anki's ordinal of a card; that of the blank `c1` is 0."""
    if isinstance(card.fact.shape, Cloze):
        return int(card.part[1:]) - 1
    return 1 if card.part == REVERSE else 0


def _ordinals_made_by_anki(
    note_type: NoteType, fields: tuple[str, ...]
) -> tuple[int, ...]:
    values = dict(zip(note_type.fields, fields, strict=True))
    if note_type.is_cloze:
        # Anki makes a card for each cloze number in the text.
        numbers = set(map(int, _CLOZE_NUMBER.findall(values["Text"])))
        return tuple(sorted(number - 1 for number in numbers))

    # Otherwise Anki makes a card for each template whose front is not empty. The front
    # of our first template is empty if Ask is, and that of the second if ReverseAsk is.
    fields_on_front = ("Ask", "ReverseAsk")[: len(note_type.templates)]
    return tuple(
        ordinal for ordinal, name in enumerate(fields_on_front) if values[name].strip()
    )
