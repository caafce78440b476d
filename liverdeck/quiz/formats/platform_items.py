"""Functions for Moodle XML, GIFT and QTI: categories, tags, orderings, pictures."""

from __future__ import annotations

import html
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.facts.media import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.media import Sound
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import AskedItem


def items_by_category(job: QuizJob) -> Iterator[tuple[str, list[AskedItem]]]:
    """Yield the path of each category in Moodle, with the items of the category.

    There is a category for each topic, such as `top/liver/diagnosis`. The path does not
    begin with a context such as `$course$`, so Moodle makes the categories where the
    user imports the file. In Moodle 5, `$course$` would be another question bank. The
    categories are sorted by the id of the topic.
    """

    def topic(asked: AskedItem) -> str:
        return asked.item.topic

    for topic_id, asked_items in groupby(sorted(job.asked, key=topic), key=topic):
        yield f"top/{job.paper.deck_id}/{topic_id}", list(asked_items)


def tags_of_item(item: Item) -> tuple[str, ...]:
    """Return the tags of an item: its topic, its type and its facts."""
    return (item.topic, item.type, *item.facts)


def ordering_as_matching(item: Item) -> list[tuple[str, str]]:
    """Return an ordering as the rows of a matching, each a prompt and its match.

    The numbers "1.", "2.", "3." ... are matched with the texts, because GIFT and QTI
    have no question that asks for an order.
    """
    return [(f"{number}.", text) for number, text in enumerate(item.right_texts, 1)]


def medium_below_text(medium: Image | Sound, address: str) -> str:
    """Return the HTML of a picture or a player on a line of its own, below a text."""
    credit = ""
    if medium.credit_line:
        credit = f"<br><small>{html.escape(medium.credit_line)}</small>"
    if isinstance(medium, Image):
        return f'<br><img src="{address}" alt="{html.escape(medium.alt)}">{credit}'
    return f'<br><audio controls src="{address}"></audio>{credit}'


def xml_file(root: ET.Element) -> bytes:
    """Return an XML file in UTF-8, indented, with a line break at the end."""
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
