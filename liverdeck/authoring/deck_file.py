"""Reads deck.yaml: the ids, names, document and topics of a deck."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, ProblemReport, nodes_of
from liverdeck.facts.deck import Deck, Document, Topic

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.authoring.yaml_nodes import Node

_KEYS = (
    "liverdeck",
    "id",
    "anki_name",
    "title",
    "description",
    "language",
    "document",
    "topics",
)
_CHANGED_BY_ANKI = re.compile(
    r"""
    ["\n]                # characters that Anki replaces
    | ^:: | ::$ | :::    # a subdeck without a name
    | \s:: | ::\s        # white space beside ::, which is deleted
    """,
    re.VERBOSE,
)
"""Matches what Anki would change in a deck name.

For Anki, a deck with a changed name is a different deck.
"""
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
"""The form YYYY-MM-DD. Whether there is such a day is not checked."""


def read_deck_file(root: Node, report: ProblemReport, folder: Path) -> Deck | None:
    """Return the deck that deck.yaml describes, still without facts and passages.

    Returns None if a required value is missing or wrong.
    """
    fields = Fields(root, report, "deck.yaml", _KEYS)
    if not fields.is_readable:
        return None
    fields.check_version()
    deck_id = fields.required_id("id")
    anki_name = _anki_name(fields)
    title = fields.required_text("title")
    description = fields.required_text("description")
    language = _language(fields)
    document = _document(fields)
    topics = _topics(fields)
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
    )


def _anki_name(fields: Fields) -> str | None:
    name = fields.required_text("anki_name")
    if name is not None and _CHANGED_BY_ANKI.search(name):
        fields.report.add(
            fields.values["anki_name"],
            f"Anki would change the deck name {name!r}",
            'use no " and no line break, and no space or empty part beside ::',
        )
        return None
    return name


def _language(fields: Fields) -> str:
    """Return the language tag, by default `en`. A wrong tag is reported but kept."""
    language = fields.text("language")
    if language is not None and not _LANGUAGE_TAG.fullmatch(language):
        fields.report.add(
            fields.values["language"],
            f"{language!r} is not a language tag",
            "write one such as en, en-GB or de",
        )
    return language or "en"


def _document(fields: Fields) -> Document | None:
    node = fields.required("document")
    if node is None:
        return None
    document_fields = Fields(node, fields.report, "`document`", ("title", "read"))
    title = document_fields.required_text("title")
    read_on = document_fields.required_text("read")
    if read_on is not None and not _DATE.fullmatch(read_on):
        fields.report.add(
            document_fields.values["read"],
            f"`read` is {read_on!r}",
            "write the day as YYYY-MM-DD",
        )
        return None
    if title is None or read_on is None:
        return None
    return Document(title, read_on)


def _topics(fields: Fields) -> tuple[Topic, ...]:
    node = fields.required("topics")
    topics_by_id: dict[str, Topic] = {}
    topic_nodes = nodes_of(node, fields.report, "`topics`") if node else []
    for topic_node in topic_nodes:
        topic_fields = Fields(topic_node, fields.report, "topic", ("id", "title"))
        topic_id = topic_fields.required_id("id")
        title = topic_fields.required_text("title")
        if topic_id is None or title is None:
            continue
        topic = Topic(topic_id, title, topic_fields.position)
        first = topics_by_id.setdefault(topic_id, topic)
        if first is not topic:
            first_line = first.position.line
            fields.report.add(
                topic_node,
                f"the topic id {topic_id!r} is there twice "
                f"(first on line {first_line})",
                "give it another id",
                "id",
            )
    return tuple(topics_by_id.values())
