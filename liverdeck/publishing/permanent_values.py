"""Values of a deck that may never change after the first release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.anki.type_ids import type_language
from liverdeck.base.problems import Problem
from liverdeck.catalogue.learner_words import LANGUAGES

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger


def changed_permanent_values(deck: Deck, ledger: Ledger) -> tuple[Problem, ...]:
    """Return a problem for each value that changed since it was released."""
    problems: list[Problem] = []
    if ledger.language not in ("", type_language(deck.learner_language)):
        problems.append(_language_problem(deck, ledger))
    if ledger.anki_name not in ("", deck.anki_name):
        problems.append(_anki_name_problem(deck, ledger))
    return tuple(problems)


def _language_problem(deck: Deck, ledger: Ledger) -> Problem:
    """Return the problem of a deck that was released in another language."""
    return Problem(
        deck.values_position,
        f"the deck was released with the words of {ledger.language!r}, and "
        f"`learner_language` is now {deck.learner_language!r}: its notes would get "
        "another note type, and Anki would never update those that learners have",
        f"write `learner_language: {ledger.language}`"
        if ledger.language in LANGUAGES
        else "put the old language back",
    )


def _anki_name_problem(deck: Deck, ledger: Ledger) -> Problem:
    """Return the problem of a deck that was released under another name in Anki."""
    return Problem(
        deck.values_position,
        f"the deck was released as {ledger.anki_name!r}, and `anki_name` is now "
        f"{deck.anki_name!r}: cards that learners have would stay in their deck, and "
        "new ones would go to a second deck",
        f"write `anki_name: {ledger.anki_name}`; `title` may change",
    )
