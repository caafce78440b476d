"""The texts that the script of the quiz page shows, translated by the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.catalogue.learner_words import message
from liverdeck.checker.feedback import (
    MISSING,
    NOT_IN_LIST,
    NOT_IN_ORDER,
    SOME_MISSING,
)
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.quiz.papers.score_words import (
    PARTLY_RIGHT,
    RIGHT,
    TOPIC_SCORE,
    WRONG,
)

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words

_MESSAGES = {
    "optionIsRight": message("✓ right"),
    "optionIsWrong": message("✗ wrong"),
    "choiceIsWrong": message("✗ right answer: {answer}"),
    "answerIsRight": RIGHT,
    "answerIsPartlyRight": PARTLY_RIGHT,
    "answerIsOpen": message("Not settled: the document leaves that open."),
    "answerIsWrong": WRONG,
    "rightAnswer": message("Right answer: {answer}"),
    "notInList": NOT_IN_LIST,
    "notInOrder": NOT_IN_ORDER,
    "missing": MISSING,
    "someMissing": SOME_MISSING,
    "questionNumber": message("Question {number} of {all}"),
    "check": message("Check"),
    "handIn": message("Hand in"),
    "timeIsUp": message("The time is up."),
    "compare": message("Compare, and mark it yourself."),
    "tickWhatYouHad": message(
        "These are the right answers. Tick each one that you gave, even in other words:"
    ),
    "tickIfYouHadIt": message(
        "This is the right answer. Tick it if you gave it, even in other words:"
    ),
    "wrongThatYouWrote": message("wrong answers that you wrote"),
    "leftOpen": message("The document leaves open: {answers}"),
    "someAreYours": message(
        "Some answers are for you to mark; their points are added when you mark them."
    ),
    "score": message("{points} of {most} points ({percent} %)."),
    "topicScore": TOPIC_SCORE,
    "timeLeft": message("{time} left"),
    "skip": message("Nothing is answered yet. Press again to skip."),
    "notAnswered": message("{count} not answered. Press again to hand in."),
    "result": message("Show the result"),
    "next": message("Next"),
}
"""The messages, by their names in quiz.js."""


def script_words(words: Words) -> dict[str, str]:
    """Return the texts of quiz.js in the learner's language, by their names there.

    The script fills in their placeholders.
    """
    texts = {name: words.with_placeholders(text) for name, text in _MESSAGES.items()}
    labels = {"note": words.label(NOTE_LABEL), "source": words.label("Source")}
    return texts | labels
