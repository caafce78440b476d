"""Read deck.yaml: the ids, names, document and topics of a deck."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, add_by_id
from liverdeck.authoring.format_keys import (
    ANKI_NAME,
    AUTHOR,
    DECK_ID,
    DECK_MAP,
    DECK_ONE_ANSWER,
    DECK_TITLE,
    DESCRIPTION,
    DOCUMENT,
    DOCUMENT_MAP,
    DOCUMENT_TITLE,
    LANGUAGE,
    LEARNER_LANGUAGE,
    LICENCE,
    READ_ON,
    REPORT,
    TOPIC_ID,
    TOPIC_MAP,
    TOPIC_TITLE,
    TOPICS,
    URL,
    VERSION,
)
from liverdeck.authoring.node_values import nodes_of
from liverdeck.authoring.yaml_reader import read_yaml_bytes
from liverdeck.base.characters import is_language_tag
from liverdeck.base.links import LONGEST_ADDRESS, is_contact, is_web_address
from liverdeck.base.problems import ProblemList
from liverdeck.base.result import Result
from liverdeck.facts.deck import DEFAULT_LANGUAGE, Credit, Deck, Document, Topic

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.authoring.keys import Key, KeyMap
    from liverdeck.authoring.yaml_nodes import Node

_CHANGED_BY_ANKI = re.compile(
    r"""
    ["\n]                # characters that Anki replaces
    | ^:: | ::$ | :::    # a subdeck without a name
    | \s:: | ::\s        # white space beside ::, which is deleted
    """,
    re.VERBOSE,
)
"""Matches characters that Anki would change in a deck name.

For Anki, a deck with a changed name is a different deck.
"""
_ADDRESS_LIMIT = f"at most {LONGEST_ADDRESS} characters"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
"""Matches YYYY-MM-DD. Whether there is such a day is not checked."""


def read_deck_file(data: bytes, path: str, folder: Path) -> Result[Deck]:
    """Return the deck that deck.yaml describes, still without facts and passages.

    `data` is the content of deck.yaml, `path` is its path as problems show it, and
    `folder` is the folder of the deck. The deck is None if a value that it needs cannot
    be read; then there is at least one problem.
    """
    root = read_yaml_bytes(data, path)
    if root.value is None:
        return Result(None, root.problems)
    deck = deck_in(root.value, path, folder)
    return Result(deck.value, (*root.problems, *deck.problems))


def deck_in(
    root: Node, path: str, folder: Path, key_map: KeyMap = DECK_MAP
) -> Result[Deck]:
    """Return the deck in the root node of deck.yaml. See `read_deck_file`.

    In problems, the file is called by the name of `key_map`.
    """
    problems = ProblemList(path)
    deck = _deck(Fields(root, problems, key_map), folder)
    return Result(deck, tuple(problems.problems))


def _deck(fields: Fields, folder: Path) -> Deck | None:
    if not fields.is_readable:
        return None
    fields.check_version(VERSION)
    deck_id = fields.read(DECK_ID)
    anki_name = _anki_name(fields)
    title = fields.read(DECK_TITLE)
    description = fields.read(DESCRIPTION)
    language = _language(fields, LANGUAGE) or DEFAULT_LANGUAGE
    learner_language = _language(fields, LEARNER_LANGUAGE) or language
    credit = _credit(fields)
    report = _report(fields)
    document = _document(fields)
    topics = _topics(fields)
    one_answer = fields.read(DECK_ONE_ANSWER)
    if (
        deck_id is None
        or anki_name is None
        or title is None
        or description is None
        or document is None
        or not topics
    ):
        return None
    return Deck(
        folder,
        deck_id,
        anki_name,
        title,
        description,
        language,
        document,
        topics,
        passages=(),
        facts=(),
        one_answer=one_answer,
        learner_language=learner_language,
        credit=credit,
        report=report,
    )


def _anki_name(fields: Fields) -> str | None:
    name = fields.read(ANKI_NAME)
    if name is not None and _CHANGED_BY_ANKI.search(name):
        fields.report(
            ANKI_NAME,
            f"Anki would change the deck name {name!r}",
            'use no " and no line break, and no space or empty part beside ::',
        )
        return None
    return name


def _language(fields: Fields, key: Key[str | None]) -> str | None:
    """Return the language tag of a key. A wrong tag is reported but kept."""
    language = fields.read(key)
    if language is not None and not is_language_tag(language):
        fields.report(
            key,
            f"{language!r} is not a language tag",
            "write one such as en, en-GB or de",
        )
    return language


def _credit(fields: Fields) -> Credit:
    """Return the credit of the deck or the document. A wrong address is left out."""
    url = fields.read(URL)
    if url is not None and not is_web_address(url):
        fields.report(
            URL,
            f"{url!r} is not a web address",
            f"write it whole, from https:// on, without spaces; {_ADDRESS_LIMIT}",
        )
        url = None
    return Credit(fields.read(AUTHOR), fields.read(LICENCE), url)


def _report(fields: Fields) -> str | None:
    """Return the address for reports of mistakes; None if it is missing or wrong."""
    contact = fields.read(REPORT)
    if contact is not None and not is_contact(contact):
        fields.report(
            REPORT,
            f"{contact!r} is neither a web address nor a mail address",
            "write one such as https://example.org/report or name@example.org; "
            f"{_ADDRESS_LIMIT}",
        )
        return None
    return contact


def _document(fields: Fields) -> Document | None:
    node = fields.read(DOCUMENT)
    if node is None:
        return None
    document_fields = Fields(node, fields.problems, DOCUMENT_MAP)
    title = document_fields.read(DOCUMENT_TITLE)
    read_on = document_fields.read(READ_ON)
    if read_on is not None and not _DATE.fullmatch(read_on):
        document_fields.report(
            READ_ON,
            f"`read` is {read_on!r}",
            "write the day as YYYY-MM-DD",
        )
        return None
    if title is None or read_on is None:
        return None
    return Document(title, read_on, _credit(document_fields))


def _topics(fields: Fields) -> tuple[Topic, ...]:
    node = fields.read(TOPICS)
    if node is None:
        return ()
    topics_by_id: dict[str, Topic] = {}
    for topic_node in nodes_of(node, fields.problems, TOPICS.quoted_name):
        topic_fields = Fields(topic_node, fields.problems, TOPIC_MAP)
        topic_id = topic_fields.read(TOPIC_ID)
        title = topic_fields.read(TOPIC_TITLE)
        if topic_id is not None and title is not None:
            topic = Topic(topic_id, title, topic_fields.position)
            add_by_id(topics_by_id, topic, TOPIC_MAP.name, fields.problems)
    return tuple(topics_by_id.values())
