"""Rebuild a lost ledger from a published package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.anki.compared_texts import compared_texts, source_hash, tags_hash
from liverdeck.anki.note_contents import published_texts_by_number, shape_of_note
from liverdeck.anki.note_types import deck_note_types, note_types_to_record
from liverdeck.anki.notes import (
    content_hash_of,
    guid_of,
    has_media,
    number_and_topic_of,
)
from liverdeck.anki.type_ids import type_language
from liverdeck.base.files import CHANGES_FILE, read_text
from liverdeck.base.names import is_id
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.facts.ledger import (
    Ledger,
    LedgerLine,
    NumberHistory,
    ReleasedNoteType,
)
from liverdeck.facts.parts import joined_name
from liverdeck.publishing.changelog import withdrawn_names_listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from liverdeck.anki.note_types import NoteType
    from liverdeck.anki.type_ids import TypeLanguage
    from liverdeck.facts.deck import Deck
    from liverdeck.publishing.published import Published, PublishedNote


def recover_ledger(
    deck: Deck, package: Published, path: str, now_seconds: int
) -> Result[Ledger]:
    """Rebuild the ledger that a deck had when a package was published.

    Each modification time in the package counts as a release. Each note counts as new
    in the release that last changed it. Earlier times and texts are lost. Withdrawn ids
    and withdrawn numbers of blanks are not in the package. The ledger gets only the
    withdrawn ids and numbers that CHANGES.md in the deck's folder lists.

    `path` is the path of the package, for a problem. It is a problem if the package has
    no notes, if a note does not belong to this deck, or if a note has a later time than
    `now_seconds` (Unix time).
    """
    language = type_language(deck.learner_language)
    note_types = {note_type.id: note_type for note_type in deck_note_types(language)}
    notes = package.notes.values()
    refused_count = sum(
        not _is_of_deck(note, deck, note_types) or note.modified_seconds > now_seconds
        for note in notes
    )
    if refused_count or not notes:
        return Result(None, (_refusal(deck, path, refused_count, len(notes)),))

    releases = tuple(sorted({note.modified_seconds for note in notes}))
    release_by_time = {time: release for release, time in enumerate(releases, 1)}
    topics = {topic.id for topic in deck.topics}
    lines = [
        _line(
            note,
            note_types[note.note_type_id],
            _topic_of_note(note, topics),
            release_by_time[note.modified_seconds],
        )
        for note in notes
    ]
    ledger = Ledger(
        deck.id,
        releases,
        _note_types(package, language),
        {line.name: line for line in lines},
        recovered_releases=len(releases),
        given_up=_given_up(deck, lines),
        language=language,
        anki_name=deck.anki_name,
        document=deck.document.title,
        topics=_topic_numbers(deck, notes),
    )
    return Result(ledger)


def _refusal(deck: Deck, path: str, refused_count: int, note_count: int) -> Problem:
    """Return the problem of a package from which no ledger can be recovered."""
    message = (
        f"{refused_count} of its {note_count} notes are not of the deck {deck.id!r}, "
        "have the note types of another `learner_language`, or are dated in the future"
    )
    return Problem(
        Position(path),
        message if note_count else "it has no notes",
        "name a package of this deck, as `liverdeck build --frozen` made it",
    )


def _given_up(deck: Deck, lines: Sequence[LedgerLine]) -> tuple[str, ...]:
    """Return the withdrawn names in CHANGES.md, without the names in the package."""
    path = deck.folder / CHANGES_FILE
    text = (read_text(path).value or "") if path.is_file() else ""
    names = {joined_name(*line.name) for line in lines}
    names |= {
        joined_name(*line.name, number) for line in lines for number in line.numbers
    }
    return tuple(sorted(withdrawn_names_listed(text, deck.id) - names))


def _note_types(
    package: Published, language: TypeLanguage
) -> dict[str, ReleasedNoteType]:
    # A package has only the note types of its notes. Learners get any other note type
    # with the first note of that type, so the ledger records it as it is now.
    note_types = note_types_to_record(language)
    for note_type in deck_note_types(language):
        if note_type.id in package.note_types:
            published_type = package.note_types[note_type.id]
            note_types[published_type.name] = published_type.released_type
    return note_types


def _is_of_deck(
    note: PublishedNote, deck: Deck, note_types: Mapping[int, NoteType]
) -> bool:
    """Whether LiverDeck made a note for this deck.

    `note_types` has LiverDeck's note types by id.
    """
    deck_id, fact_id, part = _ids_in_key(note)
    if deck_id != deck.id or not is_id(fact_id):
        return False
    if part and not is_id(part):
        return False
    note_type = note_types.get(note.note_type_id)
    if note_type is None or len(note.fields) != len(note_type.fields):
        return False
    return note.guid == guid_of(deck_id, fact_id, part)


def _ids_in_key(note: PublishedNote) -> tuple[str, str, str]:
    """Return the deck id, the fact id and the part in Key, "" for a missing one."""
    deck_id, _, fact_id_and_rest = note.key.partition("/")
    fact_id, _, part_and_rest = fact_id_and_rest.partition("/")
    part, _, _ = part_and_rest.partition("/")
    return deck_id, fact_id, part


def _line(
    note: PublishedNote, note_type: NoteType, topic: str, release: int
) -> LedgerLine:
    """Return the ledger line of a note that counts as new in a release (from 1)."""
    _, fact_id, part = _ids_in_key(note)
    shape = shape_of_note(note_type, part)
    values = dict(zip(note_type.fields, note.fields, strict=True))
    front, answer = compared_texts(shape, values)
    texts = published_texts_by_number(shape, values)
    return LedgerLine(
        fact=fact_id,
        part=part,
        shape=shape,
        topic=topic,
        hash=content_hash_of(note_type, note.fields),
        first_release=release,
        changed_seconds=note.modified_seconds,
        front=front,
        answer=answer,
        tags=tags_hash(note.tags),
        source=source_hash(values["Source"], values["Link"]),
        numbers={
            number: NumberHistory(text, release) for number, text in texts.items()
        },
        had_media=has_media(note_type, note.fields),
    )


def _topic_of_note(note: PublishedNote, topics: set[str]) -> str:
    """Return the topic that the tags of a note name; "" if they name none.

    `topics` are the ids of the deck's topics. If the tags name several topics, the
    first topic that the deck has is returned. If the deck has none of these topics, the
    first topic in the tags is returned.
    """
    topics_in_tags = [topic for _, topic in _numbered_topics(note)]
    for topic in topics_in_tags:
        if topic in topics:
            return topic
    return topics_in_tags[0] if topics_in_tags else ""


def _numbered_topics(note: PublishedNote) -> Iterator[tuple[int, str]]:
    """Yield the number and the id of each topic in the tags of a note."""
    for tag in note.tags:
        numbered_topic = number_and_topic_of(tag)
        if numbered_topic is not None:
            yield numbered_topic


def _topic_numbers(deck: Deck, notes: Iterable[PublishedNote]) -> dict[str, int]:
    """Return the numbers that the tags of the notes give to the deck's topics."""
    topics = {topic.id for topic in deck.topics}
    numbers: dict[str, int] = {}
    for note in notes:
        for number, topic in _numbered_topics(note):
            if topic in topics:
                numbers.setdefault(topic, number)
    return numbers
