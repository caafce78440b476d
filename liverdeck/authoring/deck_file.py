"""deck.yaml: what the deck is called, and its topics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, ProblemReport, items_of
from liverdeck.facts.deck import Deck, Document, Topic

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.authoring.yaml_nodes import Node
# Anki trims the parts of a deck's name and changes these characters; the changed name would no longer match.
_CHANGED_BY_ANKI = re.compile(r'"|\n|^::|::$|:::|\s::|::\s')


def read_deck_file(root: Node, report: ProblemReport, folder: Path) -> Deck | None:
    """Read deck.yaml to a deck without facts and passages; None when it lacks what a deck must have."""
    keys = (
        "liverdeck",
        "id",
        "anki_name",
        "title",
        "description",
        "language",
        "document",
        "topics",
    )
    fields = Fields(root, report, "deck.yaml", keys)
    if not fields.is_readable:
        return None
    fields.check_version()
    deck_id = fields.required_id("id")
    anki_name = _anki_name(fields)
    title, description = (
        fields.required_text("title"),
        fields.required_text("description"),
    )
    language, document, topics = _language(fields), _document(fields), _topics(fields)
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
        mend = 'use no " and no line break, and no space or empty part beside ::'
        fields.report.add(
            fields.values["anki_name"],
            f"Anki would change the deck name {name!r}",
            mend,
        )
        return None
    return name


def _language(fields: Fields) -> str:
    language = fields.text("language")
    if language is not None and not re.fullmatch(
        r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", language, re.ASCII
    ):
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
    inner = Fields(node, fields.report, "`document`", ("title", "read"))
    title, read = inner.required_text("title"), inner.required_text("read")
    if read is not None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", read, re.ASCII):
        fields.report.add(
            inner.values["read"], f"`read` is {read!r}", "write the day as YYYY-MM-DD"
        )
        return None
    return None if title is None or read is None else Document(title, read)


def _topics(fields: Fields) -> tuple[Topic, ...]:
    node = fields.required("topics")
    topics: dict[str, Topic] = {}
    for each in items_of(node, fields.report, "`topics`") if node else ():
        inner = Fields(each, fields.report, "topic", ("id", "title"))
        topic_id, title = inner.required_id("id"), inner.required_text("title")
        if topic_id is None or title is None:
            continue
        topic = Topic(topic_id, title, inner.position)
        first = topics.setdefault(topic_id, topic)
        if first is not topic:
            fields.report.add(
                each,
                f"the topic id {topic_id!r} again (first on line {first.position.line})",
                "give it an id of its own",
                "id",
            )
    return tuple(topics.values())
