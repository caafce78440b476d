"""The source of a fact: a line for learners with the document and the passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.catalogue.learner_words import message, words_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Credit, Deck
    from liverdeck.facts.fact import Fact

READ_ON = message("(read {day})")
"""The text after the source, with the day when the document was read."""


def source_text(deck: Deck, fact: Fact, headings: Mapping[str, str]) -> str:
    """Return the document's title and the headings of the fact's passages.

    `headings` is as in `citation`.
    """
    return f"{deck.document.title}: {passages_text(fact, headings)}"


def credit_text(credit: Credit) -> str:
    """Return author, licence and address of a credit, separated by commas, or ""."""
    return ", ".join(filter(None, (credit.author, credit.licence, credit.url)))


def credits_of(deck: Deck) -> tuple[tuple[str, Credit], ...]:
    """Return the credits of the document and of the deck, each after its label.

    The labels are messages. A credit may be empty.
    """
    return (
        (message("The document"), deck.document.credit),
        (message("These cards"), deck.credit),
    )


def citation(deck: Deck, fact: Fact, headings: Mapping[str, str]) -> str:
    """Return the document's title, the fact's passages and the day of reading.

    `headings` is `deck.headings`. That property makes a new dict each time, so a caller
    with many facts reads the property once and passes the dict.
    """
    source = source_text(deck, fact, headings)
    words = words_in(deck.learner_language)
    return f"{source} {words.text(READ_ON, day=deck.document.read_on)}"


def passages_text(fact: Fact, headings: Mapping[str, str]) -> str:
    """Return the headings of a fact's passages, with "; " between them.

    In a deck with errors, a fact may name a passage that the deck does not have. For
    such a passage, the text has the passage's id in place of its heading.
    """
    return "; ".join(headings.get(passage, passage) for passage in fact.passages)
