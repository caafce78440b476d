"""What a quiz asks about a fact, and how the question reads on a paper."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from liverdeck.checker.numerals import SEVERAL
from liverdeck.facts.card import cards_of
from liverdeck.facts.card_texts import (
    answer_hints,
    filled_pieces,
    list_answers,
    question_with_gaps,
)
from liverdeck.facts.parts import blank_number
from liverdeck.facts.shapes import (
    Cloze,
    Enumeration,
    Gap,
    GroupedEnumeration,
    Question,
)
from liverdeck.quiz.items.item import GAP

if TYPE_CHECKING:
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact

_COUNTED = re.compile(rf"\b(?:{SEVERAL}|both|all)\b", re.IGNORECASE)
"""A word that says how many answers a question asks for."""
_ORDER = re.compile(r"\border", re.IGNORECASE)
"""Matches "order" and "ordered", but not "border" or "disorder"."""
_MAY_BE = {
    "de": (
        r"\b(?:kann|können|könnte|könnten|darf|mag|möglich\w*|oft|häufig\w*|manchmal|"
        r"meist\w*|gewöhnlich|üblich\w*|typisch\w*|beispiel\w*|einige|eine[rs]? der|"
        r"wahrscheinlich\w*)\b|"
        r"^\W*(?:nenne|was ist|welches ist)\w* eine?\b.*\b(?:von|für|bei|in|der|des)\b"
    ),
    "en": (
        r"\b(?:may|might|can|could|often|sometimes|usually|commonly|common|typical|"
        r"typically|examples?|some|one of|among|likely|in most cases)\b|"
        # A question for one of several things, such as "What is a side effect of ...?".
        # It leaves out "What is a biopsy?" and "What is a cell of the liver called?".
        r"^\W*(?:name|give|what is|which is)\s+an?\b(?!.*\bcalled\b)"
        r".*\b(?:of|for|in|that|which|with|from)\b"
    ),
    "es": (
        r"\b(?:puede|pueden|podría|podrían|posibles?|a veces|a menudo|frecuentes?|"
        r"comun|común|comunes|típic\w+|ejemplos?|algun\w+|algún|una? de l[oa]s|"
        r"probables?|suelen?|en general)\b|"
        r"^\W*(?:nombra|cita|¿?cuál es|¿?qué es) una?\b.*\b(?:de|del|para|en|que)\b"
    ),
    "fr": (
        r"\b(?:peut|peuvent|pourrait|pourraient|possibles?|parfois|souvent|fréquent\w*|"
        r"habituel\w*|typiques?|exemples?|quelques|certains?|certaines?|une? des|"
        r"l'une? des|probables?|en général)\b|"
        r"^\W*(?:nommez|citez|donnez|quel est|quelle est) une?\b"
        r".*\b(?:de|du|des|pour|en)\b"
    ),
}
"""Words of a question that asks for what may be true, by language code."""
_BEST_OF_ALL = {
    "de": r"\bam (?:häufigsten|wahrscheinlichsten)\b|"
    r"\b(?:die|der|das) (?:häufigste|wahrscheinlichste)\b",
    "en": r"\b(?:most|least) (?:common|commonly|frequent|likely|often|probable|typical)"
    r"\b",
    "es": r"\b(?:el|la) (?:\w+ )?más (?:probable|frecuente|común)\b",
    "fr": r"\b(?:le|la) (?:\w+ )?plus (?:probable|fréquente?|courante?)\b",
}
"""Words that ask for the best of all answers, as *the most likely diagnosis* does."""
_ONE_OF = re.compile(r"\b(?:one of|among|are the|are)\b", re.IGNORECASE)
"""Words of a question with several best answers: *one of the most common causes*."""


def asked_questions(deck: Deck) -> tuple[str, ...]:
    """Return the questions that quizzes from a deck ask, as the cards word them.

    From them, a caller can tell which words are in many questions of the deck.
    """
    return tuple(
        question_with_gaps(card, GAP)
        for fact in deck.active_facts
        if fact.quiz
        for card in asked_cards(fact)
    )


def asked_cards(fact: Fact) -> tuple[Card, ...]:
    """Return the cards of a fact for a quiz; a whole list is one card.

    The card of a grouped list has the items of all groups as its answers. A retired
    fact has no cards.
    """
    shape = fact.shape
    match shape:
        case Enumeration() | GroupedEnumeration():
            answers = list_answers(shape)
            first_card = cards_of(fact)[:1]
            return tuple(replace(card, answers=answers) for card in first_card)
        case Cloze() | Question():
            return cards_of(fact)
        case _:
            assert_never(shape)


def stem_with_hint(card: Card) -> str:
    """Return what a card asks, with its hint.

    In a statement, the hint follows the first gap. The hints of list items are left
    out: each of them is about one item, and a quiz asks for the list as a whole.
    """
    shape = card.fact.shape
    match shape:
        case Cloze():
            return _statement_with_hint(shape, blank_number(card.part))
        case Question():
            return " ".join(
                (card.prompt, *(f"({hint})" for hint in answer_hints(card)))
            )
        case Enumeration() | GroupedEnumeration():
            return card.prompt
        case _:
            assert_never(shape)


def _statement_with_hint(cloze: Cloze, number: int) -> str:
    """Return a statement with gaps in place of the blank with this number.

    If the first gap has a hint, the hint follows in brackets.
    """
    texts = filled_pieces(cloze, number, GAP)
    for index, piece in enumerate(cloze.pieces):
        if isinstance(piece, Gap) and piece.number == number:
            if piece.hint:
                texts[index] += f" ({piece.hint})"
            break
    return "".join(texts)


def statement_of(card: Card) -> str | None:
    """Return the whole statement if a card asks for one of its blanks, or None."""
    shape = card.fact.shape
    match shape:
        case Cloze():
            return "".join(filled_pieces(shape))
        case Question() | Enumeration() | GroupedEnumeration():
            return None
        case _:
            assert_never(shape)


def says_how_many(ask: str) -> bool:
    """Whether the text of a question says how many answers it wants."""
    return _COUNTED.search(ask) is not None


def says_order(ask: str) -> bool:
    """Whether a question says that the order of its answers matters."""
    return _ORDER.search(ask) is not None


def asks_what_may_be_true(ask: str, language_code: str = "en") -> bool | None:
    """Whether a question asks for what may be true, and not for what is true.

    Then more answers may be right than the author wrote down. A question for the best
    of all answers, such as *the most likely diagnosis*, asks for what is true. None for
    a language if its words for *may* are not known.
    """
    may_be = _MAY_BE.get(language_code)
    if may_be is None:
        return None
    text = ask
    if not _ONE_OF.search(ask):
        text = re.sub(_BEST_OF_ALL[language_code], "", ask, flags=re.IGNORECASE)
    return re.search(may_be, text, re.IGNORECASE) is not None


def says_one_answer(fact: Fact, *, deck_says_so: bool) -> bool:
    """Whether the author says that a question has only one right answer.

    The `one_answer` of the fact overrides that of the deck.
    """
    return deck_says_so if fact.one_answer is None else fact.one_answer


def has_one_answer(card: Card, language_code: str, *, deck_says_so: bool) -> bool:
    """Whether the question of a card has only one right answer.

    The author says so with `one_answer`, or the words of the question show it. False
    for a language if its words for *may* are not known. `deck_says_so` is the deck's
    `one_answer`.
    """
    if card.fact.one_answer is not None or deck_says_so:
        return says_one_answer(card.fact, deck_says_so=deck_says_so)
    return asks_what_may_be_true(question_with_gaps(card, GAP), language_code) is False
