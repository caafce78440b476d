"""How right an answer was, as messages for the terminal and for the quiz page."""

from __future__ import annotations

from liverdeck.catalogue.learner_words import message

RIGHT = message("Right.")
PARTLY_RIGHT = message("Partly right: {points} of {most} points.")
WRONG = message("Wrong.")
TOPIC_SCORE = message("{points} of {most}")
"""The points reached in one topic, and the most that were possible."""
