"""Make Anki notes from facts.

Each note has a GUID, fields and tags, and exactly the cards that Anki would make.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import replace
from functools import cache, lru_cache
from json.encoder import encode_basestring_ascii as json_text
from typing import TYPE_CHECKING

from liverdeck.anki.compared_texts import compared_texts, source_hash, tags_hash
from liverdeck.anki.escaping import html_attribute, html_text
from liverdeck.anki.gaps import gaps_in
from liverdeck.anki.note_contents import ordinal_of, shape_values, texts_by_number
from liverdeck.anki.note_fields import (
    MEDIA_FIELDS,
    STAMP,
    UNTRACKED_FIELDS,
    is_empty_to_anki,
)
from liverdeck.anki.note_media import media_values
from liverdeck.anki.note_types import fields_of, note_type_of
from liverdeck.anki.type_ids import type_language
from liverdeck.base.links import report_address
from liverdeck.base.names import is_id
from liverdeck.base.values import value_class
from liverdeck.facts.card import cards_of
from liverdeck.facts.citation import source_text
from liverdeck.facts.identity import part_in_file
from liverdeck.facts.ledger import LATEST_NOTE_SECONDS, NoteState
from liverdeck.facts.media import sides_of_media
from liverdeck.facts.parts import joined_name
from liverdeck.facts.topic_order import HIGHEST_TOPIC_NUMBER, topic_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from liverdeck.anki.note_types import NoteType
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.ledger import LedgerLine

TAG_ROOT = "LiverDeck"
"""The beginning of every tag that LiverDeck gives to a note."""
NOTE_TIME_LIMIT_SECONDS = LATEST_NOTE_SECONDS + 1 - 2**16
"""The modification time (Unix time) of a new or changed note must be less than this.

Anki can store times that are up to 2**16 seconds later. These times are left free for
later changes of the note.
"""
FIELD_SEPARATOR = "\x1f"
"""The separator of the fields of a note in Anki's database."""
GUID_LENGTH = 20
"""The GUIDs of our notes have this many hex digits. Anki's GUIDs have half as many."""
_NO_TEXTS: Mapping[str, str] = {}
_GUID = re.compile(rf"[0-9a-f]{{{GUID_LENGTH}}}")


def refuse_impossible_note_time(seconds: int, name: str) -> None:
    """Raise TypeError or ValueError for a time that no note may have.

    `name` is the caller's name for the time, such as "now_seconds".
    """
    if type(seconds) is not int:  # `isinstance` would accept True as a second
        raise TypeError(
            f"{name} is a {type(seconds).__name__}; it must be an int:"
            " Unix time in whole seconds"
        )
    if not 0 <= seconds < NOTE_TIME_LIMIT_SECONDS:
        raise ValueError(
            f"{name} is {seconds}; it must be Unix time in seconds,"
            f" 0 to {NOTE_TIME_LIMIT_SECONDS - 1}"
        )


@value_class
class Note:
    """One rendered Anki note."""

    fact: Fact
    part: str
    """The oldest id of a group, `choice-...`, or "".

    `choice-...` is the part of a multiple choice note from `quiz --format anki`.
    """
    guid: str
    note_type: NoteType
    fields: tuple[str, ...]
    """The values of the fields as HTML, in the order of `note_type.fields`."""
    tags: tuple[str, ...]
    ordinals: tuple[int, ...]
    """The ordinals of the note's cards, ascending.

    The ordinal of a card is its blank's number minus one, or its template's index.
    """

    @property
    def name(self) -> tuple[str, str]:
        """The oldest id of the fact, and the part, as in `LedgerLine.name`."""
        return self.fact.identity, self.part

    def is_unchanged(self, line: LedgerLine) -> bool:
        """Whether the note is exactly as it was in the last release.

        `line` is the note's line in the ledger. The question and the answer are not
        compared, because they are made from the fields whose hash is compared.
        """
        fact, numbers = self.fact, line.numbers
        source, link = _values_named(self.note_type, self.fields, ("Source", "Link"))
        return (
            line.withdrawn is None
            and line.hash == content_hash_of(self.note_type, self.fields)
            and line.shape == fact.shape.name
            and line.topic == fact.topic
            and line.tags == tags_hash(self.tags)
            and line.source == source_hash(source, link)
            and all(
                number in numbers and numbers[number].is_released_as(text)
                for number, text in texts_by_number(fact.shape).items()
            )
        )

    def state_if_all_are_new(self) -> NoteState:
        """Return the state of the note in a deck that was never released.

        It has no texts and no hashes, because the ledger has no line to compare.
        """
        fact = self.fact
        return NoteState(
            fact.identity,
            self.part,
            fact.shape.name,
            fact.topic,
            hash="",
            texts_by_number=_NO_TEXTS,
            position=fact.position,
        )

    def state(self) -> NoteState:
        """Return the values of the note that are compared with the ledger."""
        fact = self.fact
        values = dict(zip(self.note_type.fields, self.fields, strict=True))
        front, answer = compared_texts(fact.shape.name, values)
        return NoteState(
            fact=fact.identity,
            part=self.part,
            shape=fact.shape.name,
            topic=fact.topic,
            hash=content_hash_of(self.note_type, self.fields),
            texts_by_number=texts_by_number(fact.shape),
            position=fact.position,
            has_media=has_media(self.note_type, self.fields),
            front=front,
            answer=answer,
            tags=tags_hash(self.tags),
            source=source_hash(values["Source"], values["Link"]),
            fact_id=fact.id,
            part_id=part_in_file(self.part, fact),
        )


def has_media(note_type: NoteType, fields: tuple[str, ...]) -> bool:
    """Whether a note has a picture or sound."""
    return any(_values_named(note_type, fields, MEDIA_FIELDS))


def content_hash_of(note_type: NoteType, fields: tuple[str, ...]) -> str:
    """Return the hash of a note's fields, without `UNTRACKED_FIELDS`."""
    tracked_names = _tracked_names(note_type.fields)
    content = FIELD_SEPARATOR.join(_values_named(note_type, fields, tracked_names))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


@cache
def _tracked_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the fields that are in a note's hash."""
    return tuple(name for name in names if name not in UNTRACKED_FIELDS)


def _values_named(
    note_type: NoteType, fields: tuple[str, ...], wanted: tuple[str, ...]
) -> list[str]:
    """Return the values of the fields with the wanted names, in that order."""
    return [fields[index] for index in _indexes(note_type.fields, wanted)]


@cache
def _indexes(names: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[int, ...]:
    """Return the index of each wanted name among the names."""
    return tuple(map(names.index, wanted))


def guid_of(deck_id: str, fact_id: str, part: str) -> str:
    """Return the GUID of a note, which is permanent because it depends only on ids.

    It is the first 20 hex digits of the SHA-256 of a JSON array: the three arguments,
    as `json.dumps` writes them by default.
    """
    ids = f"[{json_text(deck_id)}, {json_text(fact_id)}, {json_text(part)}]"
    return hashlib.sha256(ids.encode()).hexdigest()[:GUID_LENGTH]


def is_guid(text: str) -> bool:
    """Whether a text has the length and the digits of a GUID made by `guid_of`."""
    return _GUID.fullmatch(text) is not None


def guid_and_ordinal_of(deck_id: str, card: Card) -> tuple[str, int]:
    """Return the GUID of a card's note, and the ordinal of the card."""
    return guid_of(deck_id, card.fact.identity, card.note_part), ordinal_of(card)


def tag_of(*names: str) -> str:
    """Return LiverDeck's tag with these names: `LiverDeck::heart::quiz`."""
    return "::".join((TAG_ROOT, *names))


def topic_tag(topic: str, number: int) -> str:
    """Return the end of a topic's tag, a number to sort by and the id: `010-beat`.

    After about a hundred topics, numbers have four digits. Anki then no longer sorts
    the tags by their numbers.
    """
    return f"{number:03}-{topic}"


_MOST_DIGITS = len(str(HIGHEST_TOPIC_NUMBER))
_TOPIC_TAG = re.compile(
    rf"{tag_of('[^:]+', '')}(?P<number>[0-9]{{3,{_MOST_DIGITS}}})-(?P<topic>.+)",
    re.ASCII,
)
"""Matches a tag that ends with a result of `topic_tag`."""


def number_and_topic_of(tag: str) -> tuple[int, str] | None:
    """Return the number and the id of the topic in a tag; None for any other tag.

    For `LiverDeck::heart::010-beat`, the result is 10 and `beat`.
    """
    match = _TOPIC_TAG.fullmatch(tag)
    if match is None or not is_id(match["topic"]):
        return None
    return int(match["number"]), match["topic"]


def stamped(
    note: Note, contact: str | None, modified_seconds: int, release: str
) -> Note:
    """Return a note with the fields that depend on its last change.

    `contact` is the address for reports of mistakes (`Deck.report`). The change was
    made at `modified_seconds` (Unix time), in the release with the number `release`.
    """
    fields = fields_with_stamp(note, contact, stamp_of(modified_seconds), release)
    return replace(note, fields=tuple(fields))


def fields_with_stamp(
    note: Note, contact: str | None, stamp: str, release: str
) -> list[str]:
    """Return the fields of a `stamped` note. `stamp` is the value of `Stamp`."""
    names = note.note_type.fields
    fields = list(note.fields)
    fields[names.index(STAMP.name)] = stamp
    if contact:
        address = report_address(contact, fields[names.index("Key")], release)
        fields[names.index("Report")] = html_attribute(address)
    return fields


@lru_cache(maxsize=64)
def stamp_of(seconds: int) -> str:
    """Return a Unix time as it is in the field `Stamp`: `2026-11-23T12:00:00Z`."""
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def render_notes(
    deck: Deck, released_topics: Mapping[str, int] | None = None
) -> list[Note]:
    """Return the notes of all active facts in teaching order, not yet `stamped`.

    `released_topics` has the numbers that earlier releases gave to topics, by id.

    Raises AssertionError if Anki would make other cards from a note than the fact has.
    This would be a bug in LiverDeck.
    """
    topics = [topic.id for topic in deck.topics]
    renderer = _Renderer(deck, topic_numbers(topics, released_topics))
    return [note for fact in deck.active_facts for note in renderer.notes(fact)]


class _Renderer:
    """Makes the notes of a deck's facts."""

    def __init__(self, deck: Deck, topic_numbers: Mapping[str, int]) -> None:
        """Take a deck, and the numbers of its topics."""
        self._deck = deck
        self._topic_numbers = topic_numbers
        self._headings = deck.headings
        self._language = type_language(deck.learner_language)
        self._sources: dict[tuple[str, ...], dict[str, str]] = {}
        """The results of `source_values`, by the passages of facts."""
        self._known_tags: dict[tuple[str, ...], tuple[str, ...]] = {}
        """The tags in Anki, by the topic and the author's tags."""

    def _tags(self, fact: Fact) -> tuple[str, ...]:
        """Return the tags of a fact's notes: the topic's tag, and the author's tags."""
        key = (fact.topic, *fact.tags)
        tags = self._known_tags.get(key)
        if tags is None:
            # The topic of a fact in a broken deck may be missing in deck.yaml.
            topic = topic_tag(fact.topic, self._topic_numbers.get(fact.topic, 0))
            tags = tuple(tag_of(self._deck.id, name) for name in (topic, *fact.tags))
            self._known_tags[key] = tags
        return tags

    def notes(self, fact: Fact) -> Iterator[Note]:
        """Yield the notes of a fact."""
        cards_by_part: dict[str, list[Card]] = {}
        for card in cards_of(fact):
            cards_by_part.setdefault(card.note_part, []).append(card)

        note_type = note_type_of(fact.shape.name, self._language)
        common_values = self._common_values(fact)
        tags = self._tags(fact)
        deck_id = self._deck.id

        for part, note_cards in cards_by_part.items():
            full_name = joined_name(deck_id, fact.identity, part)
            values = {"Key": full_name, **common_values}
            values |= shape_values(fact, note_cards)
            fields = fields_of(note_type, values)
            ordinals = tuple(sorted(map(ordinal_of, note_cards)))
            anki_ordinals = _ordinals_made_by_anki(note_type, values)
            if ordinals != anki_ordinals:
                raise AssertionError(
                    f"{full_name}: the fact has the cards {ordinals}, "
                    f"Anki would make {anki_ordinals}"
                )
            guid = guid_of(deck_id, fact.identity, part)
            yield Note(fact, part, guid, note_type, fields, tags, ordinals)

    def _common_values(self, fact: Fact) -> dict[str, str]:
        """Return the values of the fields that all note types have, by field name."""
        source = self._sources.get(fact.passages)
        if source is None:
            source = source_values(self._deck, fact, self._headings)
            self._sources[fact.passages] = source
        values = {
            "Why": html_text(fact.why or ""),
            "Note": html_text(fact.note or ""),
            **source,
        }
        if fact.media.all:
            sides = sides_of_media(fact.media, is_reversed=False)
            values |= media_values(*sides, self._deck.folder)
        return values


def source_values(
    deck: Deck, fact: Fact, headings: Mapping[str, str]
) -> dict[str, str]:
    """Return the values of Source and Link by field name.

    `headings` is `deck.headings`. The styling adds words around the day of reading.
    """
    source = html_text(source_text(deck, fact, headings))
    return {
        "Source": f"{source} <time>{deck.document.read_on}</time>",
        "Link": html_attribute(deck.document.credit.url or ""),
    }


def _ordinals_made_by_anki(
    note_type: NoteType, values: Mapping[str, str]
) -> tuple[int, ...]:
    """Return the ordinals of the cards that Anki would make from a note.

    `values` has the value of each field of the note, by the name of the field.
    """
    if note_type.is_cloze:
        # Anki makes a card for each cloze number in the text.
        numbers = {int(gap.number) for gap in gaps_in(values["Text"])}
        return tuple(sorted(number - 1 for number in numbers))

    # Otherwise Anki makes a card for each template whose front is not empty. Our first
    # template has an empty front if Ask is empty, and our second if ReverseAsk is.
    questions = [values["Ask"]]
    if len(note_type.templates) > 1:
        questions.append(values["ReverseAsk"])
    are_empty = map(is_empty_to_anki, questions)
    return tuple(ordinal for ordinal, is_empty in enumerate(are_empty) if not is_empty)
