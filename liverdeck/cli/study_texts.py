"""The texts of `study`, as messages of the catalogue, and its numbers as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.catalogue.learner_words import message
from liverdeck.facts.card_texts import items_text
from liverdeck.study.scheduling.memory import AGAIN, EASY, GOOD, HARD
from liverdeck.study.scheduling.moments import (
    SECONDS_A_DAY,
    SECONDS_A_MINUTE,
    SECONDS_AN_HOUR,
)

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.card import Card
    from liverdeck.study.reviewlog.entries import EntryKind
    from liverdeck.study.scheduling.card_progress import Answered, Phase
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.session.queue import Remaining

_DAYS_A_YEAR = 365
"""An interval of more days than this is shown in years."""
_HELP_FOR_COMMANDS = {
    "u": message("u: undo the last answer."),
    "s": message("s: skip; the card comes later."),
    "b": message("b: bury; not today."),
    "!": message("!: suspend; not until liverdeck study --resume."),
    "o": message("o: open the pictures and sounds of the card."),
    "e": message("e: where the card is from, and how it went so far."),
    "q": message("q: stop (Ctrl-C too); everything that you rated is saved."),
}
COMMANDS = {"?", *_HELP_FOR_COMMANDS}
"""The commands that the learner may type besides answers and ratings.

`Dialogue` obeys them.
"""
NAME_OF_RATING: dict[Rating, str] = {
    AGAIN: message("again"),
    HARD: message("hard"),
    GOOD: message("good"),
    EASY: message("easy"),
}
_MEANING_OF_RATING: dict[Rating, str] = {
    AGAIN: message("1 again: wrong, or a guess."),
    HARD: message("2 hard: right, but with an effort."),
    GOOD: message("3 good: right."),
    EASY: message("4 easy: right at once."),
}
NAME_OF_PHASE: dict[Phase, str] = {
    "learning": message("learning"),
    "review": message("review"),
    "relearning": message("relearning"),
}
NEW = message("new")
HELP_AND_STOP = message("? for help, q to stop.")
NAME_OF_ACTION: dict[EntryKind, str] = {
    "cram": message("cram"),
    "suspend": message("suspend"),
    "resume": message("resume"),
    "bury": message("bury"),
    "forget": message("forget"),
}
HELP = (
    message(
        "Type the answer and press Enter; an empty line shows it. "
        "Then rate your answer:"
    ),
    *_MEANING_OF_RATING.values(),
    message("Enter: the rating in brackets."),
    message("r: I was right, whatever the checker says."),
    message("These work at the answer and at the rating."),
    message("If the answer is a letter or a number, only at the rating:"),
    *_HELP_FOR_COMMANDS.values(),
)


def remaining_text_of(remaining: Remaining, words: Words) -> str:
    """Return what remains: "5 new, 2 learning, 3 to review", or "the last one"."""
    parts = []
    if remaining.new:
        parts.append(words.counted("{count} new", "{count} new", remaining.new))
    if remaining.steps:
        parts.append(
            words.counted("{count} learning", "{count} learning", remaining.steps)
        )
    if remaining.reviews:
        parts.append(
            words.counted("{count} to review", "{count} to review", remaining.reviews)
        )
    return ", ".join(parts) or words.text("the last one")


def list_help_text(card: Card, words: Words) -> str:
    """Return how many list items a card asks for and how to type them."""
    pattern = message("({items}; an empty line ends)")
    if len(card.answers) > 1:
        pattern = message(
            "({items}: with commas between, or one a line; an empty line ends)"
        )
    return words.text(pattern, items=items_text(card, words))


def interval_text(answered: Answered, words: Words) -> str:
    """Return the time until a rated card comes back: `10m`, `3d`, `1.4y`."""
    if answered.wait_days is None:
        return seconds_text(answered.wait_seconds or 0, words)
    if answered.wait_days <= _DAYS_A_YEAR:
        return words.text("{days}d", days=answered.wait_days)
    years = words.number(answered.wait_days / _DAYS_A_YEAR, ".1f")
    return words.text("{years}y", years=years)


def seconds_text(seconds: int, words: Words) -> str:
    """Return seconds as `45s`, `5.5m`, `10m` or `5h`; from two days on, as `2d`."""
    if seconds < SECONDS_A_MINUTE:
        return words.text("{seconds}s", seconds=seconds)
    if seconds < SECONDS_AN_HOUR:
        minutes = words.number(round(seconds / SECONDS_A_MINUTE, 1), "g")
        return words.text("{minutes}m", minutes=minutes)
    if seconds < 2 * SECONDS_A_DAY:
        hours = words.number(round(seconds / SECONDS_AN_HOUR, 1), "g")
        return words.text("{hours}h", hours=hours)
    return words.text("{days}d", days=seconds // SECONDS_A_DAY)
