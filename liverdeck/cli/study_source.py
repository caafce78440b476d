"""The lines that `e` shows during `study`: the source of a card, and its memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.links import report_address
from liverdeck.catalogue.learner_words import message
from liverdeck.facts.card import card_name
from liverdeck.facts.citation import citation, credit_text, credits_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.study.scheduling.card_progress import Progress

_RELEASE = "study"
"""The text that a report of a mistake has in place of a release."""


def source_lines(
    card: Card, deck: Deck, headings: Mapping[str, str], words: Words
) -> Iterator[str]:
    """Yield the source of a card, who made it, and where to report a mistake.

    `headings` is as in `citation`.
    """
    yield citation(deck, card.fact, headings)
    report = ""
    if deck.report:
        report = report_address(deck.report, card_name(deck.id, card), _RELEASE)
    texts = (
        *((label, credit_text(credit)) for label, credit in credits_of(deck)),
        (message("Report a mistake"), report),
    )
    yield from (f"{words.label(label)} {text}" for label, text in texts if text)


def memory_line(progress: Progress, words: Words) -> str:
    """Return a line with a card's reviews, lapses, stability and difficulty."""
    return words.text(
        "{reviews}, {lapses}; stability {stability} days, difficulty {difficulty} of "
        "10.",
        reviews=words.counted("{count} review", "{count} reviews", progress.reviews),
        lapses=words.counted("{count} lapse", "{count} lapses", progress.lapses),
        stability=words.number(progress.memory.stability, ".1f"),
        difficulty=words.number(progress.memory.difficulty, ".1f"),
    )
