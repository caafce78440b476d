"""A deck: its topics, the passages of its document, and its facts.

Objects of the classes in `facts` are never changed. Objects that an author may need to
fix have a position in the author's files. Texts are as the author typed them, but
without surrounding white space and in Unicode's composed form (NFC). They are not
escaped, because each output format escapes in its own way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.files import DECK_FILE
from liverdeck.base.problems import Position
from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from pathlib import Path

    from liverdeck.facts.fact import Fact

DEFAULT_LANGUAGE = "en"
"""The language of a deck whose author names no language."""


@value_class
class Topic:
    """A chapter of the deck. The id is permanent, because it becomes a tag in Anki."""

    id: str
    title: str
    position: Position


@value_class
class Passage:
    """A passage of the document. Facts name the passages that state them."""

    id: str
    heading: str
    position: Position
    hash: str | None = None
    """The hash of the passage's text.

    None if the author wrote the passage by hand and `index` has not found it in the
    document yet.
    """
    words: frozenset[str] = frozenset()
    """All different words of the heading and the text. Empty if `hash` is None."""


@value_class
class Credit:
    """The author, the licence and the address of a work."""

    author: str | None = None
    licence: str | None = None
    url: str | None = None
    """An address that begins with `https://` or `http://`."""


@value_class
class Document:
    """The document that the deck is made from."""

    title: str
    read_on: str
    """The day when the author read the document, as YYYY-MM-DD."""
    credit: Credit = Credit()


@value_class
class Deck:
    """A deck without its ledger, as read from a folder or made from Python data."""

    folder: Path
    """The folder of the deck's files and pictures; see also `has_folder`."""
    id: str
    """Permanent, because the identity of every note is made from it."""
    anki_name: str
    """Permanent, because Anki finds a deck by its name."""
    title: str
    description: str
    language: str
    """A language tag, such as `en` or `en-GB`."""
    document: Document
    topics: tuple[Topic, ...]
    """In teaching order."""
    passages: tuple[Passage, ...]
    """In the order of passages.yaml. Empty if the deck does not have that file."""
    facts: tuple[Fact, ...]
    """Active and retired facts in teaching order: by topic, file name, and position."""
    one_answer: bool = False
    """Whether the author says that each question has only one right answer."""
    is_whole: bool = True
    """False if loading the deck found an error.

    Such a deck can be looked at, but not published.
    """
    learner_language: str = DEFAULT_LANGUAGE
    """A language tag. It decides the language of the words around the content."""
    credit: Credit = Credit()
    report: str | None = None
    """The web address or mail address to which learners report a mistake.

    In a web address, `{fact}` stands for the name of the fact, and `{release}` for the
    number of the release.
    """
    data_position: Position | None = None
    """The position of the deck in data; None if it was read from files."""
    has_folder: bool = True
    """False if a program made the deck from data and named no folder.

    The pictures of such a deck are in the current folder, and a release writes no
    files.
    """

    @property
    def position(self) -> Position:
        """The position of problems with the whole deck: its folder, or its data."""
        return self.data_position or Position(str(self.folder))

    @property
    def values_position(self) -> Position:
        """The position of problems with values such as the title: a file, or `deck`."""
        return self.data_position or Position(str(self.folder / DECK_FILE))

    @property
    def is_from_files(self) -> bool:
        """Whether the deck was read from files, and not made from data."""
        return self.data_position is None

    @property
    def active_facts(self) -> tuple[Fact, ...]:
        """The facts that are not retired, in teaching order."""
        return tuple(fact for fact in self.facts if fact.retired is None)

    def facts_of(self, *passage_ids: str) -> tuple[Fact, ...]:
        """Return the active facts that name one of these passages, in teaching order.

        A retired fact may name a passage that the document no longer has.
        """
        wanted = set(passage_ids)
        return tuple(
            fact for fact in self.active_facts if wanted.intersection(fact.passages)
        )

    @property
    def headings(self) -> dict[str, str]:
        """The heading of each passage, by the passage's id."""
        return {passage.id: passage.heading for passage in self.passages}

    @property
    def topic_titles(self) -> dict[str, str]:
        """The title of each topic, by the topic's id, in teaching order."""
        return {topic.id: topic.title for topic in self.topics}
