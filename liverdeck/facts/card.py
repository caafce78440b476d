"""The cards of a fact.

Anki and `study` must have exactly the same cards, so both use this module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.base.values import value_class
from liverdeck.facts.media import sides_of_media
from liverdeck.facts.parts import REVERSE, blank_part, joined_name
from liverdeck.facts.shapes import (
    Cloze,
    Enumeration,
    Gap,
    GroupedEnumeration,
    Question,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.media import Media
    from liverdeck.facts.shapes import Shape


@value_class
class Card:
    """A prompt with its answers, as Anki and `study` show it."""

    fact: Fact
    part: str
    """The name of the card within its fact: "", "c1", "reverse", or a group's id.

    It is permanent.
    """
    note_part: str
    """The part of the Anki note to which the card belongs: "" or a group's id."""
    prompt: str
    """The prompt as plain text.

    It shows [...] or [hint] for the blank that is asked for.
    """
    answers: tuple[Answer, ...]
    """One answer, or all items of a list."""
    heading: str | None = None
    """The title of the card's group, which is shown under the prompt.

    None without groups.
    """
    ordered: bool = False
    """Whether the learner must name the items in the order of the list."""

    @property
    def front_media(self) -> Media:
        """The pictures and sounds that are shown with the question."""
        front, _ = sides_of_media(self.fact.media, is_reversed=self.part == REVERSE)
        return front

    @property
    def back_media(self) -> Media:
        """The pictures and sounds that are shown only with the answer."""
        _, back = sides_of_media(self.fact.media, is_reversed=self.part == REVERSE)
        return back

    @property
    def is_list(self) -> bool:
        """Whether the card asks for the items of a list."""
        return len(self.answers) > 1 or self.heading is not None


def cards_of(fact: Fact) -> tuple[Card, ...]:
    """Return the cards of a fact, in Anki's order. A retired fact has none."""
    if fact.retired is not None:
        return ()
    shape = fact.shape
    match shape:
        case Cloze():
            return _cards_of_statement(fact, shape)
        case Question():
            return _cards_of_question(fact, shape)
        case Enumeration():
            return (_card_of_list(fact, shape),)
        case GroupedEnumeration():
            return _cards_of_groups(fact, shape)
        case _:
            assert_never(shape)


def answers_of(fact: Fact) -> tuple[Answer, ...]:
    """Return the answers of a fact's cards, each once. A retired fact has none."""
    if fact.retired is not None:
        return ()
    answers = _all_answers(fact.shape)
    if len(answers) == 1:
        return answers
    return tuple(dict.fromkeys(answers))


def _all_answers(shape: Shape) -> tuple[Answer, ...]:
    """Return the answers of the cards of a shape, without making the cards."""
    match shape:
        case Cloze():
            return tuple(blank.answer for blank in shape.blanks)
        case Question():
            if shape.reverse is None:
                return (shape.answer,)
            return (shape.answer, shape.reverse.answer)
        case Enumeration():
            return shape.items
        case GroupedEnumeration():
            return tuple(item for group in shape.groups for item in group.items)
        case _:
            assert_never(shape)


def alias_and_rejected_counts(facts: Iterable[Fact]) -> tuple[int, int]:
    """Return the number of aliases and the number of rejected answers of facts.

    No card shows aliases or rejected answers: they only serve to judge typed answers.
    """
    answers = [answer for fact in facts for answer in answers_of(fact)]
    alias_count = sum(len(answer.accept) for answer in answers)
    rejected_count = sum(len(answer.reject) for answer in answers)
    return alias_count, rejected_count


def card_name(deck_id: str, card: Card) -> str:
    """Return the permanent name of a card: `deck/fact` or `deck/fact/part`.

    It consists of ids only, so a card whose text changes keeps its progress. The name
    has the oldest id of the fact, so a fact that got another id keeps its progress too.
    """
    return joined_name(deck_id, card.fact.identity, card.part)


def cards_by_name(deck: Deck) -> dict[str, Card]:
    """Return the cards of a deck's active facts in teaching order, by `card_name`.

    If a fact had other ids before (`was`), the names of its cards have its oldest id.
    """
    return {
        card_name(deck.id, card): card
        for fact in deck.active_facts
        for card in cards_of(fact)
    }


def _cards_of_statement(fact: Fact, shape: Cloze) -> tuple[Card, ...]:
    return tuple(
        Card(
            fact,
            part=blank_part(blank.number),
            note_part="",
            prompt=prompt_for(shape, blank.number),
            answers=(blank.answer,),
        )
        for blank in shape.blanks
    )


def _cards_of_question(fact: Fact, shape: Question) -> tuple[Card, ...]:
    answers = (shape.answer,)
    card = Card(fact, part="", note_part="", prompt=shape.ask, answers=answers)
    reverse = shape.reverse
    if reverse is None:
        return (card,)
    reverse_card = Card(
        fact,
        part=REVERSE,
        note_part="",
        prompt=reverse.ask,
        answers=(reverse.answer,),
    )
    return (card, reverse_card)


def _card_of_list(fact: Fact, shape: Enumeration) -> Card:
    return Card(
        fact,
        part="",
        note_part="",
        prompt=shape.ask,
        answers=shape.items,
        ordered=shape.is_ordered,
    )


def _cards_of_groups(fact: Fact, shape: GroupedEnumeration) -> tuple[Card, ...]:
    return tuple(
        Card(
            fact,
            part=group.identity,
            note_part=group.identity,
            prompt=shape.ask,
            answers=group.items,
            heading=group.title,
            ordered=shape.is_ordered,
        )
        for group in shape.groups
    )


def prompt_for(cloze: Cloze, number: int) -> str:
    """Return a statement with one blank hidden and all others shown."""
    return "".join(_shown(piece, number) for piece in cloze.pieces)


def _shown(piece: str | Gap, hidden_number: int) -> str:
    """Return a piece of a statement as the prompt shows it."""
    if isinstance(piece, str):
        return piece
    if piece.number != hidden_number:
        return piece.text
    return hidden_text(piece.hint)


def hidden_text(hint: str | None) -> str:
    """Return the text that replaces a hidden blank, as in Anki: "[...]" or "[hint]"."""
    return f"[{hint or '...'}]"
