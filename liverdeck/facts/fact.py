"""A fact: one piece of knowledge with a permanent id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import message
from liverdeck.facts.media import NO_MEDIA, Media

if TYPE_CHECKING:
    from liverdeck.base.problems import Position
    from liverdeck.facts.answer import WrongAnswer
    from liverdeck.facts.shapes import Shape

EASIEST, HARDEST = 1, 3
"""The lowest and the highest difficulty."""
NOTE_LABEL = message("Beyond the document")
"""The label under which learners see the note of a fact: `words.text(NOTE_LABEL)`."""


@value_class
class Fact:
    """One piece of knowledge with a permanent id."""

    id: str
    topic: str
    """The id of the topic. Empty if the fact file names no readable topic."""
    passages: tuple[str, ...]
    """The ids of the passages that state the fact."""
    shape: Shape
    position: Position
    """The position of the fact's first key, or of its opening brace."""
    end: Position | None = None
    """The end of the fact: where the next fact begins, or where the list of facts ends.

    If there is a dash before the next fact, this is the start of the line with the
    dash. None if the fact goes on to the end of the file, or if the fact is not from a
    file.
    """
    why: str | None = None
    """A sentence that helps to remember the answer."""
    note: str | None = None
    """Something that the document does not say. Learners see it under `NOTE_LABEL`."""
    distractors: tuple[WrongAnswer, ...] = ()
    """Wrong options for quiz items about the fact."""
    open: tuple[str, ...] = ()
    """Answers that the document leaves open: it does not say whether they are right.

    They count as neither right nor wrong, and are never distractors.
    """
    difficulty: int | None = None
    """A number from 1 (`EASIEST`) to 3 (`HARDEST`).

    None if the author gives no difficulty.
    """
    media: Media = NO_MEDIA
    """The pictures and sounds of both sides."""
    tags: tuple[str, ...] = ()
    """The tags that the fact has in Anki in addition to the tag of its topic."""
    quiz: bool = True
    """Whether quiz items may be made from the fact."""
    one_answer: bool | None = None
    """Whether each question of the fact has only one right answer.

    None if the author does not say so; then `Deck.one_answer` decides.
    """
    retired: str | None = None
    """The reason why the fact is no longer taught. None for an active fact.

    A retired fact has no cards, and no other fact may have its id.
    """
    was: tuple[str, ...] = ()
    """The ids that the fact had before, the oldest first.

    Empty if it had no other id.
    """

    @property
    def identity(self) -> str:
        """The oldest id of the fact, which stays for ever.

        Notes, the ledger, the review log and quiz items name the fact by it.
        """
        return self.was[0] if self.was else self.id
