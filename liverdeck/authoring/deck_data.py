"""The types of the data from which a Python program makes a deck.

The keys and their meanings are those of the files (docs/format.md), with two
differences. Each fact has the key `topic`. There is no key `liverdeck`, which in a file
gives the version of the format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NotRequired, Required, TypedDict

# A program may ask for the types of the keys, so they are imported when it runs.
from liverdeck.facts.answer import OptionOrder, Pin  # noqa: TC001
from liverdeck.facts.media import Side  # noqa: TC001
from liverdeck.facts.shapes import Grouping, Order

TextsData = str | Sequence[str]
"""A text, or a list of texts."""
NumberData = int | float | Decimal | str
"""A number, or its text."""
DayData = date | str
"""A day, or its text: YYYY-MM-DD."""


class DocumentData(TypedDict, total=False):
    """The document that the deck teaches."""

    title: Required[str]
    read: Required[DayData]
    author: str
    licence: str
    url: str


class TopicData(TypedDict):
    """A chapter of the deck."""

    id: str
    title: str


class DeckData(TypedDict, total=False):
    """A deck without its facts: the keys of deck.yaml in docs/format.md."""

    id: Required[str]
    anki_name: Required[str]
    title: Required[str]
    description: Required[str]
    language: str
    learner_language: str
    author: str
    licence: str
    url: str
    report: str
    document: Required[DocumentData]
    topics: Required[Iterable[TopicData]]
    one_answer: bool


class PassageData(TypedDict, total=False):
    """A passage of the document."""

    id: Required[str]
    heading: Required[str]
    hash: str
    words: str


class BlankData(TypedDict, total=False):
    """The value of one blank under the key `blanks`: see docs/format.md."""

    accept: TextsData
    reject: Mapping[str, str]
    kind: str
    strict: bool
    number: NumberData
    unit: str
    tolerance: NumberData
    options: OptionOrder
    pin: Pin


class AnswerData(BlankData, total=False):
    """An answer with more than its text: see "An answer" in docs/format.md.

    Without a `text`, it needs a `number`.
    """

    text: str
    hint: str


class ReverseData(TypedDict):
    """A second question, which asks in the other direction."""

    ask: str
    answer: str | AnswerData


class GroupData(TypedDict):
    """A group of a long list."""

    id: str
    was: NotRequired[TextsData]
    title: str
    items: Iterable[str | AnswerData]


class ImageData(TypedDict, total=False):
    """A picture. Without `side`, it is on the front, with the question."""

    file: Required[str]
    alt: Required[str]
    side: Side
    credit: str
    licence: str


class AudioData(TypedDict, total=False):
    """A sound. Without `side`, it is on the front, with the question."""

    file: Required[str]
    side: Side
    credit: str
    licence: str


FactData = TypedDict(
    "FactData",
    {
        "id": Required[str],
        "topic": Required[str],
        "from": Required[TextsData],
        "why": str,
        "note": str,
        "distractors": Mapping[str, str],
        "open": TextsData,
        "difficulty": int,
        "image": ImageData | Iterable[ImageData],
        "audio": AudioData | Iterable[AudioData],
        "tags": TextsData,
        "quiz": bool,
        "one_answer": bool,
        "retired": str,
        "was": TextsData,
        "say": str,
        "blanks": Mapping[str, BlankData],
        "ask": str,
        "answer": str | AnswerData,
        "reverse": ReverseData,
        "list": Iterable[str | AnswerData],
        "groups": Iterable[GroupData],
        "grouping": Grouping,
        "need": int,
        "order": Order,
    },
    total=False,
)
"""A fact. It has `say`, `ask` and `answer`, `ask` and `list`, or `ask` and `groups`.

It always has `id`, `topic` and `from`. docs/format.md says what each key means.
"""
FactData.__doc__ = """\
A fact. It has `say`, `ask` and `answer`, `ask` and `list`, or `ask` and `groups`.

It always has `id`, `topic` and `from`, the ids of its passages. The keys with their
types are in `FactData.__annotations__`; what each means is in docs/format.md, under
"A fact".
"""
