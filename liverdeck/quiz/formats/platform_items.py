"""What Moodle XML, GIFT and QTI share: categories, tags, answer texts, pictures."""

from __future__ import annotations

import html
import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from liverdeck.base.characters import DASHES
from liverdeck.base.words import indefinite_article
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.languages.table import language_of
from liverdeck.facts.media import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.media import Sound
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import AskedItem

_OTHER_SIGNS = (
    (re.compile(r"(?<!\s)\s*(?:(?<!-)-+>|→)\s*"), (" -> ", " → ", "->", "→")),
    (re.compile(rf"(?<!\w)[{DASHES}](?=\d)"), ("-", "−")),
    (re.compile(rf"(?<=[^\W\d_])[{DASHES}](?=[^\W\d_])"), ("-", " ")),
)
"""Signs that learners type in several ways: arrows, minus signs and hyphens."""
_ARTICLE = re.compile(rf"^(?:{'|'.join(ENGLISH.articles)})\s+", re.IGNORECASE)


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

    The numbers "1.", "2.", "3." ... are matched with the texts, because no platform has
    a question that asks for an order.
    """
    return [(f"{number}.", text) for number, text in enumerate(item.right_texts, 1)]


def accepted_texts(item: Item, language: str) -> list[str]:
    """Return the texts that are right for an item with one answer, each once.

    The author's texts come first. Then come their other spellings, since a platform
    compares letter by letter: with and without an article (in English), with a space in
    place of a hyphen, with other arrows and minus signs.
    """
    (answer,) = item.answers
    texts = {text.casefold(): text for text in reversed(answer.right_texts)}
    for text in answer.right_texts:
        for spelling in other_spellings(text, language):
            texts.setdefault(spelling.casefold(), spelling)
    own = list(dict.fromkeys(texts[text.casefold()] for text in answer.right_texts))
    return own + [text for text in texts.values() if text not in own]


def other_spellings(text: str, language: str) -> list[str]:
    """Return how else a right text may be typed, the text itself left out."""
    spellings = [text]
    for pattern, others in _OTHER_SIGNS:
        spellings += [
            changed
            for spelling in tuple(spellings)
            for other in others
            if (changed := pattern.sub(other, spelling)) != spelling
        ]
    if language_of(language) is ENGLISH:
        spellings += [
            with_article
            for spelling in tuple(spellings)
            for with_article in _with_other_articles(spelling)
        ]
    return [spelling for spelling in dict.fromkeys(spellings) if spelling != text]


def _with_other_articles(text: str) -> list[str]:
    bare = _ARTICLE.sub("", text)
    if not bare[:1].isalpha():
        return []
    return [bare, f"the {bare}", f"{indefinite_article(bare)} {bare}"]


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
