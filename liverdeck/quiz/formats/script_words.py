"""The texts that the script of the quiz page shows, as messages of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.catalogue.learner_words import message
from liverdeck.facts.fact import NOTE_LABEL

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words

_MESSAGES = {
    "right": message("✓ right"),
    "wrong": message("✗ wrong"),
    "rightIs": message("✗ right is: {answer}"),
    "isRight": message("Right."),
    "isPartlyRight": message("Partly right: {points} of {most} points."),
    "isOpen": message("Not settled: the document leaves that open."),
    "isWrong": message("Wrong."),
    "key": message("Right is: {answer}"),
    "note": NOTE_LABEL,
    "source": message("Source"),
    "notInList": message("Not in the list: {items}."),
    "notNamed": message("Not named: {items}."),
    "place": message("Question {number} of {all}"),
    "check": message("Check"),
    "handIn": message("Hand in"),
    "timeIsUp": message("The time is up."),
    "score": message("{points} of {most} points ({percent} %)."),
    "topicScore": message("{points} of {most}"),
    "timeLeft": message("{time} left"),
    "skip": message("Nothing is answered yet. Press again to skip."),
    "notAnswered": message("{count} not answered. Press again to hand in."),
    "result": message("Show the result"),
    "next": message("Next"),
}
"""By the names that quiz.js has for them."""


def script_words(words: Words) -> dict[str, str]:
    """Return the texts of quiz.js in the learner's language, by their names there.

    Their placeholders are filled in by the script.
    """
    return {name: words.pattern(text) for name, text in _MESSAGES.items()}
