"""Make a paper from its manifest, whatever the deck says today."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from liverdeck.base.characters import is_language_tag, is_text
from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.facts.deck import Passage, Topic
from liverdeck.facts.identity import fact_named
from liverdeck.quiz.papers.assemble import Paper
from liverdeck.quiz.papers.kept_items import (
    MALFORMED,
    kept_item,
    media_hashes,
    medium_hash,
)
from liverdeck.quiz.papers.paper_forms import MOST_FORMS, AskedItem, PaperForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item

_PAPER_TEXTS = (
    "title",
    "document",
    "document_credit",
    "deck_credit",
    "report",
    "seed",
)
_LANGUAGES = ("language", "learner_language")


def paper_texts(paper: Paper) -> dict[str, str]:
    """Return the texts of a paper besides its items, by their names in a manifest."""
    return {name: getattr(paper, name) for name in (*_PAPER_TEXTS, *_LANGUAGES)}


def kept_paper(
    data: Mapping[str, Any], manifest_name: str, deck: Deck
) -> Result[Paper]:
    """Return the paper that a manifest describes, exactly as it was printed.

    All texts, keys and orders are those of the manifest, whatever the deck says today.
    Pictures and sounds are in the folder of the deck. It is a problem if one was
    changed or removed, or if the quiz is of another deck. `manifest_name` names the
    manifest in problems.
    """
    if data.get("deck") != deck.id:
        return Result(None, (_problem_of_other_deck(data.get("deck"), manifest_name),))
    facts = deck.active_facts
    manifest_position = Position(manifest_name)
    try:
        items = {}
        for row in data["items"]:
            # The fact may have another id now.
            fact = fact_named(row["facts"][0], facts)
            position = fact.position if fact else manifest_position
            items[row["id"]] = kept_item(row, position)
        hashes = {
            file: digest
            for row in data["items"]
            for file, digest in media_hashes(row).items()
        }
        forms = tuple(_forms(data["forms"], items))
        texts = {name: data[name] for name in (*_PAPER_TEXTS, *_LANGUAGES)}
        is_whole = _are_valid_texts(texts) and len(items) == len(data["items"])
    except (*MALFORMED, IndexError, AttributeError):
        is_whole = False

    if not is_whole:
        return Result(None, (problem_of_incomplete_manifest(manifest_name),))
    problems = tuple(_changed_media(hashes, deck))
    if problems:
        return Result(None, problems)
    return Result(
        Paper(
            **texts,
            deck_id=deck.id,
            items=tuple(asked.item for asked in forms[0].asked),
            forms=forms,
        )
    )


def problem_of_incomplete_manifest(manifest_name: str) -> Problem:
    """Return the problem of a manifest that lacks something or has a wrong value."""
    message = "the file is not a whole quiz manifest"
    return Problem(Position(manifest_name), message, "make the quiz again")


def _problem_of_other_deck(deck_id: object, manifest_name: str) -> Problem:
    message = f"this is a quiz of the deck {deck_id!r}"
    return Problem(Position(manifest_name), message, "name that deck with -d")


def with_names_of_manifest(deck: Deck, data: Mapping[str, Any]) -> Deck:
    """Return a deck with the topics and passages that only a manifest has added to it.

    Topics and passages that the deck still has keep their titles of today.
    """
    position = deck.position
    topics = [
        Topic(id_, title, position)
        for id_, title in _titles_by_id(data.get("topics"))
        if id_ not in deck.topic_titles
    ]
    passages = [
        Passage(id_, heading, position)
        for id_, heading in _titles_by_id(data.get("passages"))
        if id_ not in deck.headings
    ]
    if not topics and not passages:
        return deck
    return replace(
        deck,
        topics=(*deck.topics, *topics),
        passages=(*deck.passages, *passages),
    )


def _titles_by_id(value: object) -> Iterator[tuple[str, str]]:
    """Yield each id with its title; nothing for data that is no map."""
    if isinstance(value, dict):
        for id_, title in value.items():
            if is_text(title):
                yield id_, title


def _are_valid_texts(texts: Mapping[str, object]) -> bool:
    """Whether all these values are valid texts, and the languages are language tags."""
    return all(map(is_text, texts.values())) and all(
        is_language_tag(str(texts[name])) for name in _LANGUAGES
    )


def _forms(rows: Any, items: Mapping[str, Item]) -> Iterator[PaperForm]:  # noqa: ANN401
    """Yield the paper forms. Raises one of `MALFORMED` if a form is not valid."""
    if not 1 <= len(rows) <= MOST_FORMS:
        raise ValueError
    for letter, row in zip(ascii_uppercase, rows, strict=False):
        asked = tuple(
            _asked(number, items[item["id"]], item["options"], item["prompts"])
            for number, item in enumerate(row["items"], 1)
        )
        ids = [asked_item.item.id for asked_item in asked]
        if row["form"] != letter or sorted(ids) != sorted(items):
            raise ValueError(letter)
        yield PaperForm(letter, asked)


def _asked(number: int, item: Item, options: Any, prompts: Any) -> AskedItem:  # noqa: ANN401
    options_by_id = {option.id: option for option in item.options}
    if sorted(options) != sorted(options_by_id):
        raise ValueError(item.id)
    if sorted(prompts) != sorted(pair.id for pair in item.pairs):
        raise ValueError(item.id)
    return AskedItem(
        number, item, tuple(options_by_id[option] for option in options), tuple(prompts)
    )


def _changed_media(hashes: Mapping[str, str], deck: Deck) -> Iterator[Problem]:
    """Yield a problem for each picture or sound that was changed or removed.

    Only files that facts of the deck name are opened, because nobody knows who made the
    manifest.
    """
    known_files = {
        medium.file for fact in deck.active_facts for medium in fact.media.all
    }
    for file, digest in hashes.items():
        fix = "put the old file back, or make the quiz again"
        if file not in known_files:
            yield Problem(
                deck.position, f"no fact has the picture or sound {file!r} now", fix
            )
            continue
        try:
            has_changed = medium_hash(deck.folder, file) != digest
        except OSError:
            yield Problem(deck.position, f"{file} cannot be read", fix)
            continue
        if has_changed:
            yield Problem(deck.position, f"{file} has changed since that quiz", fix)
