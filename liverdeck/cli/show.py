"""`liverdeck show`: the cards of a fact as text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.catalogue.learner_words import words_in
from liverdeck.cli.decks import (
    choose_deck,
    deck_option,
    mention_problems,
    read_deck,
    unknown_fact,
)
from liverdeck.cli.media_lines import media_lines
from liverdeck.cli.printing import echo, echo_json
from liverdeck.cli.report import refuse
from liverdeck.facts.answer import aliases_in_brackets
from liverdeck.facts.card import Card, cards_of
from liverdeck.facts.card_texts import answer_hints, items_text
from liverdeck.facts.citation import passages_text
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.facts.identity import fact_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact


@click.command()
@click.argument("fact_id", metavar="FACT")
@deck_option
@click.option("--json", "as_json", is_flag=True, help="Print the cards as JSON.")
def show(fact_id: str, folder: Path | None, *, as_json: bool) -> None:
    """Print the cards of FACT as text."""
    loaded = read_deck(choose_deck(folder, may_be_bundled=True), reads_ledger=False)
    if loaded.deck is None:
        refuse(loaded.problems, says_nothing_was_written=False)
    deck = loaded.deck
    fact = fact_named(fact_id, deck.facts)
    if fact is None:
        problem = unknown_fact(fact_id, deck, deck.facts)
        refuse([*loaded.problems, problem], says_nothing_was_written=False)

    if as_json:
        echo_json([_as_json(card) for card in cards_of(fact)])
    else:
        echo("\n".join(_as_text(fact, deck)))
    mention_problems(loaded.problems, deck.folder)


def _as_text(fact: Fact, deck: Deck) -> Iterator[str]:
    yield f"{click.style(fact.id, bold=True)} ({fact.topic}), {fact.position}"
    if fact.retired is not None:
        yield f"\nRetired: {fact.retired}"
    for card in cards_of(fact):
        yield ""
        yield from _card_lines(card)
    yield ""
    yield from _extra_lines(fact, deck)


def _card_lines(card: Card) -> Iterator[str]:
    yield f"{click.style(card.part or 'card', fg='cyan')}  {card.prompt}"
    if card.heading:
        yield f"    {card.heading}"
    words = words_in("en")
    if card.is_list:
        yield f"    ({items_text(card, words)})"
    for hint in answer_hints(card):
        yield f"    Hint: {hint}"
    for line in media_lines(card.front_media, words):
        yield f"    {line}"
    for answer in card.answers:
        yield from _answer_lines(answer, words)
    for line in media_lines(card.back_media, words):
        yield f"    {line}"


def _answer_lines(answer: Answer, words: Words) -> Iterator[str]:
    text = click.style(answer.text, fg="green")
    yield f"  = {text}{aliases_in_brackets(answer, words)}"
    for rejected in answer.reject:
        yield f"    not {rejected.text}: {rejected.why}"


def _extra_lines(fact: Fact, deck: Deck) -> Iterator[str]:
    extras = {
        "Why": fact.why,
        NOTE_LABEL: fact.note,
        "Left open": ", ".join(fact.open),
        "Source": passages_text(fact, deck.headings),
    }
    for label, text in extras.items():
        if text:
            yield f"{label}: {text}"


def _as_json(card: Card) -> dict[str, object]:
    return {
        "fact": card.fact.id,
        "part": card.part,
        "prompt": card.prompt,
        "heading": card.heading,
        "ordered": card.ordered,
        "answers": [
            {"text": answer.text, "accept": answer.accept, "hint": answer.hint}
            for answer in card.answers
        ],
    }
