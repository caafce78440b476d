"""Every item that a request selects, as one long paper for a colleague to review."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem
from liverdeck.base.result import Result
from liverdeck.catalogue.learner_words import words_in
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.assemble import paper_with_forms
from liverdeck.quiz.papers.option_choice import ready_to_ask
from liverdeck.quiz.papers.paper_forms import PaperForm, asked_in_drawn_order
from liverdeck.quiz.papers.paper_request import (
    refusals,
    select_items,
    with_present_names,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_request import PaperRequest

MOST_REVIEWED = 1_000
"""The most items of a review, because Word is slow with more pages."""


def paper_of_every_item(
    deck: Deck, bank: Sequence[Item], request: PaperRequest
) -> Result[Paper]:
    """Return a paper that asks each question of a bank once, in teaching order.

    If a question has several variants, the main one is asked. The id of an item is its
    base id, because a judgement is about the whole question. The paper has one form,
    and its items may give each other away. More than `MOST_REVIEWED` items are refused,
    and so is a request that selects no items.
    """
    request = with_present_names(request, deck)
    problems = refusals(replace(request, items=1, include=()), deck)
    if problems:
        return Result(None, problems)

    questions: dict[str, Item] = {}
    for item in select_items(bank, request):
        if item.is_main_variant or item.base_id not in questions:
            questions[item.base_id] = item
    count = len(questions)
    if not 1 <= count <= MOST_REVIEWED:
        message = f"{count} items cannot be reviewed in one file"
        fix = f"choose 1 to {MOST_REVIEWED}, with --topic, --types or --items"
        return Result(None, (Problem(deck.position, message, fix),))

    words = words_in(deck.learner_language)
    asked = tuple(
        asked_in_drawn_order(
            _item_to_review(item, request, words), request.seed, "A", number
        )
        for number, item in enumerate(questions.values(), 1)
    )
    return Result(paper_with_forms(deck, request, (PaperForm("A", asked),)))


def _item_to_review(item: Item, request: PaperRequest, words: Words) -> Item:
    """Return an item as a review shows it, under its base id."""
    item_with_options = ready_to_ask(item, request.seed, request.options_order)
    return replace(worded(item_with_options, words), id=item.base_id)
