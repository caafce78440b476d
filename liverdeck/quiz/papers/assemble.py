"""Assemble a paper: choose the items and make the forms."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.citation import credit_text
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.attempt import (
    NO_COUNTS,
    Attempt,
    Budget,
    Task,
    attempt_to_fill,
    conflict_counts,
)
from liverdeck.quiz.papers.blueprint import MOST_ITEMS
from liverdeck.quiz.papers.paper_forms import make_paper_forms
from liverdeck.quiz.papers.paper_request import (
    PaperRequest,
    refusals,
    with_present_names,
)
from liverdeck.quiz.papers.pool import Pool, give_aways_of
from liverdeck.quiz.papers.search import search_for_paper
from liverdeck.quiz.papers.short_papers import (
    problems_of_unfilled_rows,
    proven_problems,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import PaperForm

_MOST_ATTEMPTS = 40
"""If this many attempts do not fill a paper, a search begins."""
_DRAWN_ATTEMPTS = 8
"""In this many first attempts, a draw alone decides the order of the items."""
MOST_TRIES = 200_000
"""The most items that all attempts and the search together try for a paper."""


@value_class
class Paper:
    """A finished paper: its items, and the forms in which they are asked."""

    title: str
    deck_id: str
    document: str
    """The title of the document that the deck teaches."""
    language: str
    """The language tag of the deck."""
    seed: str
    items: tuple[Item, ...]
    """The items in the order of form A."""
    forms: tuple[PaperForm, ...]
    document_credit: str = ""
    """Author, licence and address of the document; empty if the deck names none."""
    deck_credit: str = ""
    """Author, licence and address of the deck; empty if it names none."""
    report: str = ""
    """The address for reports of mistakes (`Deck.report`); empty if there is none."""
    learner_language: str = "en"
    """The language tag of the words that are not the author's."""

    @property
    def points(self) -> int:
        """The most points that a learner can get."""
        return sum(item.points for item in self.items)


def assemble_paper(
    deck: Deck, bank: Sequence[Item], request: PaperRequest
) -> Result[Paper]:
    """Choose the items of a paper and make its forms.

    Without a blueprint, each topic gets items in proportion to its facts. Each has at
    least one item if the paper has room for all topics. The difficulties are spread.

    The order in which items are tried depends only on the seed and on their types and
    ids. Other orders are tried if the first does not fill the paper, or if true and
    false statements are not balanced. If no order does, a search takes chosen items
    back and tries others. If no paper is returned, the problems say whether none is
    possible or none was found.
    """
    request = with_present_names(request, deck)
    problems = refusals(request, deck)
    if problems:
        return Result(None, problems)

    task = Task(
        request=request,
        pool=Pool(bank, request),
        titles=(request.title or deck.title, deck.document.title),
        give_aways=give_aways_of(deck, bank),
    )
    budget = Budget(MOST_TRIES)
    best = _best_attempt(task, budget)
    if best.is_full or (request.may_be_fewer and best.items):
        return Result(_make_paper(deck, best.items, request))

    problems = proven_problems(task, best, deck.position)
    if problems:
        return Result(None, problems)

    found = search_for_paper(task, budget)
    if found.items is not None:
        return Result(_make_paper(deck, found.items, request))
    return Result(
        None,
        problems_of_unfilled_rows(
            task, best, deck.position, is_exhaustive=found.is_exhaustive
        ),
    )


def _best_attempt(task: Task, budget: Budget) -> Attempt:
    """Return the first perfect attempt; if there is none, the best one."""
    attempts = []
    counts = NO_COUNTS
    for number in range(_MOST_ATTEMPTS):
        if number == _DRAWN_ATTEMPTS:
            counts = conflict_counts(task, budget)
        attempt = attempt_to_fill(task, number, budget, counts)
        attempts.append(attempt)
        if attempt.is_perfect or budget.remaining_tries <= 0:
            break
    return max(attempts, key=lambda attempt: attempt.rank)


def most_on_one_paper(deck: Deck, bank: Sequence[Item], request: PaperRequest) -> int:
    """Return the number of items that were found to fit on one paper for a request."""
    request = replace(request, items=MOST_ITEMS, may_be_fewer=True)
    paper = assemble_paper(deck, bank, request).value
    return len(paper.items) if paper else 0


def _make_paper(deck: Deck, chosen: Sequence[Item], request: PaperRequest) -> Paper:
    words = words_in(deck.learner_language)
    # Items are translated only after they are chosen, so the choice is the same in
    # every language.
    worded_items = [worded(item, words) for item in chosen]
    forms = make_paper_forms(worded_items, request.seed, request.forms)
    return paper_with_forms(deck, request, forms)


def paper_with_forms(
    deck: Deck, request: PaperRequest, forms: tuple[PaperForm, ...]
) -> Paper:
    """Return the paper of a request with these forms, and with the texts of the deck.

    The items are those of the first form.
    """
    return Paper(
        title=request.title or deck.title,
        deck_id=deck.id,
        document=deck.document.title,
        language=deck.language,
        seed=request.seed,
        items=tuple(asked.item for asked in forms[0].asked),
        forms=forms,
        document_credit=credit_text(deck.document.credit),
        deck_credit=credit_text(deck.credit),
        report=deck.report or "",
        learner_language=deck.learner_language,
    )
