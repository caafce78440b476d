"""Texts of cards and facts that rules and quiz items need in addition to the prompt.

The learner reads `Card.prompt`. Rules of lint and quiz items need the same question
without its hints, with another mark for the gap, or without any answer. A function that
depends on the shape of a fact has a case for each shape. If a case is missing, the type
check fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.facts.parts import blank_number
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.shapes import Shape


def filled_pieces(
    cloze: Cloze, number: int | None = None, replacement: str = ""
) -> list[str]:
    """Return the pieces of a statement as texts, from left to right.

    The pieces are its plain texts and the texts of its gaps. `number` is the number of
    a blank: `replacement` replaces the text of each gap of this blank. If `number` is
    None, no gap is replaced.
    """
    texts = []
    for piece in cloze.pieces:
        if isinstance(piece, str):
            texts.append(piece)
        elif piece.number == number:
            texts.append(replacement)
        else:
            texts.append(piece.text)
    return texts


def question_with_gaps(card: Card, gap: str) -> str:
    """Return the question of a card, without hints.

    For a statement, this is its text with `gap` in place of each gap of the blank that
    is asked for. All other blanks are filled in.
    """
    return "".join(_question_pieces(card, gap))


def question_with_other_answers(card: Card) -> str:
    """Return the question of a card, with the answers that its front shows.

    For a statement, it consists of the texts between the blanks and the answers of all
    blanks except the one that is asked for, with spaces between them. Hints are left
    out.
    """
    return " ".join(_question_pieces(card, gap=""))


def _question_pieces(card: Card, gap: str) -> list[str]:
    """Return the pieces of a card's question as texts, from left to right.

    Hints are left out. `gap` is the text for each gap of the blank that is asked for.
    """
    shape = card.fact.shape
    match shape:
        case Cloze():
            return filled_pieces(shape, blank_number(card.part), gap)
        case Question() | Enumeration() | GroupedEnumeration():
            return [card.prompt]
        case _:
            assert_never(shape)


def question_without_answers(card: Card) -> str:
    """Return the question of a card, without any answer.

    For a statement, it consists of the texts between the blanks and the hint of the
    blank that is asked for, with spaces between them.
    """
    shape = card.fact.shape
    match shape:
        case Cloze():
            texts = [piece for piece in shape.pieces if isinstance(piece, str)]
            hints = [answer.hint for answer in card.answers if answer.hint]
            return " ".join([*texts, *hints])
        case Question() | Enumeration() | GroupedEnumeration():
            return card.prompt
        case _:
            assert_never(shape)


def other_answers_or_titles(card: Card) -> list[str]:
    """Return the texts of a fact that may give away the answer of one of its cards.

    For a statement, these are the answers of all blanks except the one that is asked
    for. For a grouped list, they are the titles of all groups. Questions and lists have
    no such texts.
    """
    shape = card.fact.shape
    match shape:
        case Cloze():
            number = blank_number(card.part)
            blanks = [blank for blank in shape.blanks if blank.number != number]
            return [blank.answer.text for blank in blanks]
        case GroupedEnumeration():
            return [group.title for group in shape.groups]
        case Question() | Enumeration():
            return []
        case _:
            assert_never(shape)


def items_text(card: Card, words: Words) -> str:
    """Return the item count of a card in words: "1 item", "3 items, in order"."""
    count = len(card.answers)
    if card.ordered and count > 1:
        return words.counted("{count} item, in order", "{count} items, in order", count)
    return words.counted("{count} item", "{count} items", count)


def answer_hints(card: Card) -> tuple[str, ...]:
    """Return the hints of a card's answers that its prompt does not show.

    The result is empty for a statement, because its prompt shows the hint of the blank.
    """
    shape = card.fact.shape
    match shape:
        case Cloze():
            return ()
        case Question() | Enumeration() | GroupedEnumeration():
            return tuple(answer.hint for answer in card.answers if answer.hint)
        case _:
            assert_never(shape)


def questions_of(fact: Fact) -> tuple[str, ...]:
    """Return the questions of a fact, as the author wrote them.

    A fact with a reverse question has two questions. A statement has blanks and no
    question.
    """
    shape = fact.shape
    match shape:
        case Cloze():
            return ()
        case Question():
            reverse = shape.reverse
            return (shape.ask,) if reverse is None else (shape.ask, reverse.ask)
        case Enumeration() | GroupedEnumeration():
            return (shape.ask,)
        case _:
            assert_never(shape)


def list_answers(shape: Shape) -> tuple[Answer, ...]:
    """Return the items of a list, or of all groups of a grouped list.

    A statement and a question have no list, so the result is empty.
    """
    match shape:
        case Enumeration():
            return shape.items
        case GroupedEnumeration():
            return tuple(item for group in shape.groups for item in group.items)
        case Cloze() | Question():
            return ()
        case _:
            assert_never(shape)
