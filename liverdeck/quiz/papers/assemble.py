"""Assemble a paper: choose the items and make the forms."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.problems import Problem, is_in_data
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.citation import credit_text
from liverdeck.quiz.chance import draw
from liverdeck.quiz.items.worded import worded
from liverdeck.quiz.papers.blueprint import BlueprintRow
from liverdeck.quiz.papers.draft import Draft, are_truths_fair, with_truths_balanced
from liverdeck.quiz.papers.giveaways import GiveAways
from liverdeck.quiz.papers.option_choice import ready_to_ask
from liverdeck.quiz.papers.paper_forms import make_paper_forms
from liverdeck.quiz.papers.paper_request import (
    PaperRequest,
    refusals,
    select_items,
    selection_text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.base.problems import Position
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import PaperForm

_MOST_ATTEMPTS = 16
"""After this many failed attempts to fill a paper, problems are reported.

Each attempt tries the items in a different order. The order matters because each chosen
item rules out other items.
"""


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
    """The same for the deck."""
    learner_language: str = "en"
    """The language tag of the words around the texts of the items."""

    @property
    def points(self) -> int:
        """The most points that a learner can get."""
        return sum(item.points for item in self.items)


def assemble_paper(
    deck: Deck, bank: Sequence[Item], request: PaperRequest
) -> Result[Paper]:
    """Choose the items of a paper and make its forms.

    The order in which items are tried depends only on the seed and on their types and
    ids. If the first order does not fill the paper, or not half of its statements are
    true, other orders are tried. If none of them fills it, return the problems of the
    attempt with the most items: they say what is missing. Also return problems if no
    deck could meet the request.
    """
    deck_position = deck.position
    problems = refusals(request, deck)
    if problems:
        return Result(None, problems)
    selected = select_items(bank, request)
    titles = (request.title or deck.title, deck.document.title)
    give_aways = GiveAways(deck.language, bank)
    filler = _Filler(request, deck_position, titles, give_aways)
    attempts = []
    for attempt_number in range(_MOST_ATTEMPTS):
        attempt = _try_to_fill(filler, selected, attempt_number)
        if not attempt.problems and are_truths_fair(attempt.items):
            return Result(_make_paper(deck, attempt.items, request))
        attempts.append(attempt)
    best = max(attempts, key=lambda attempt: len(attempt.items))
    if best.problems:
        return Result(None, best.problems)
    return Result(_make_paper(deck, best.items, request))


@value_class
class _Filler:
    """What every attempt to fill a paper needs."""

    request: PaperRequest
    deck_position: Position
    titles: tuple[str, ...]
    """What each page says: the title of the paper, and that of the document."""
    give_aways: GiveAways
    """Those of a paper without items."""


@value_class
class _Attempt:
    """The items of one attempt to fill a paper, and why the paper is not full."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    """Empty if the paper is full."""


def _try_to_fill(
    filler: _Filler, items: Sequence[Item], attempt_number: int
) -> _Attempt:
    """Choose items for a paper in the order of this attempt; attempts count from 0.

    Of the statements to judge, half are true, and there is never one alone. If the
    items cannot be chosen so, the paper has no such statements, as far as possible.
    """
    attempt = _filled(filler, items, attempt_number)
    if attempt.problems or are_truths_fair(attempt.items):
        return attempt
    others = [item for item in items if item.truth is None]
    other_attempt = _filled(filler, others, attempt_number)
    return attempt if other_attempt.problems else other_attempt


def _filled(filler: _Filler, items: Sequence[Item], attempt_number: int) -> _Attempt:
    request, deck_position = filler.request, filler.deck_position
    seed = f"{request.seed} {attempt_number}" if attempt_number else request.seed
    ready = [ready_to_ask(item, request.seed, request.options_order) for item in items]
    pool = sorted(
        ready,
        key=lambda item: (
            # An item whose key is in the title is asked only if no other is left.
            any(filler.give_aways.title_says(title, item) for title in filler.titles),
            _drawn_sort_key(item, seed),
        ),
    )
    draft = Draft(filler.give_aways.for_another_paper(), request.repeat_facts)
    rows = list(request.blueprint) or [BlueprintRow(request.items)]
    problems = [
        *_fill_included(draft, pool, rows, request, deck_position),
        *_fill_rows(draft, pool, rows, request, deck_position),
    ]
    return _Attempt(tuple(with_truths_balanced(draft, pool)), tuple(problems))


def _make_paper(deck: Deck, chosen: Sequence[Item], request: PaperRequest) -> Paper:
    words = words_in(deck.learner_language)
    # The words come last, so that every language has the same items.
    in_words = [worded(item, words) for item in chosen]
    forms = make_paper_forms(in_words, request.seed, request.forms)
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
        learner_language=deck.learner_language,
    )


def _drawn_sort_key(item: Item, seed: str) -> tuple[int, int]:
    """Return a sort key: a drawn number for the question, and one for the variant.

    The question's number is the lowest of several draws, see `TypeTraits.draw_count`.
    """
    draw_indexes = range(item.type.traits.draw_count)
    question_number = min(draw(seed, item.base_id, index) for index in draw_indexes)
    variant_number = draw(seed, item.id)
    if item.truth is not None:
        # A draw decides whether the true variant or a false variant comes first.
        # Otherwise, a statement with many false variants would mostly be false.
        truth_draw = draw(seed, item.base_id, "truth")
        comes_later = (truth_draw + item.truth) % 2
        # A drawn number has 64 bits, so one more bit makes it larger than all others.
        variant_number |= comes_later << 64
    return question_number, variant_number


def _fill_included(
    draft: Draft,
    pool: Sequence[Item],
    rows: list[BlueprintRow],
    request: PaperRequest,
    deck_position: Position,
) -> list[Problem]:
    """Add an item for every fact that must be asked.

    `pool` has the items to choose from, in the order in which they are tried. Each item
    counts for one row: this row is replaced in `rows` by a row that wants one item
    less. Return a problem for every fact that no item asks about.
    """
    problems = []
    for fact_id in request.include:
        item_and_index = _first_item_and_row_index(fact_id, draft, pool, rows)
        if item_and_index is not None:
            item, row_index = item_and_index
            draft.add(item)
            row = rows[row_index]
            rows[row_index] = replace(row, count=row.count - 1)
        elif fact_id not in draft.facts:
            problems.append(_no_item_problem(fact_id, request, deck_position))
    return problems


def _first_item_and_row_index(
    fact_id: str, draft: Draft, pool: Sequence[Item], rows: Sequence[BlueprintRow]
) -> tuple[Item, int] | None:
    """Return an item on a fact, and the index of the first row that wants the item.

    It is the first item of `pool` that the draft accepts and a row wants. None if there
    is no such item.
    """
    for item in pool:
        if fact_id not in item.facts or not draft.accepts(item):
            continue
        for row_index, row in enumerate(rows):
            if row.count and row.matches(item):
                return item, row_index
    return None


def _no_item_problem(
    fact_id: str, request: PaperRequest, deck_position: Position
) -> Problem:
    selection = selection_text(request)
    among = f" among {selection}" if selection else ""
    return Problem(
        deck_position,
        f"no item on {fact_id!r} fits{among}",
        "widen the topics, types or difficulty, or leave out "
        + ("`include`" if is_in_data(deck_position) else "--include"),
    )


def _fill_rows(
    draft: Draft,
    pool: Sequence[Item],
    rows: Sequence[BlueprintRow],
    request: PaperRequest,
    deck_position: Position,
) -> list[Problem]:
    """Fill the rows with items and return a problem for every row that is not full.

    A row with few facts to choose from is filled before the other rows, so that they do
    not take its items. The problems are in the order of the rows.
    """
    candidates_by_row = [[item for item in pool if row.matches(item)] for row in rows]

    def fact_count(index: int) -> int:
        candidates = candidates_by_row[index]
        return len(set(chain.from_iterable(item.facts for item in candidates)))

    problem_by_row: dict[int, Problem] = {}
    for index in sorted(range(len(rows)), key=fact_count):
        row, candidates = rows[index], candidates_by_row[index]
        missing_count = _fill_row(draft, row, candidates)
        if missing_count:
            problem_by_row[index] = Problem(
                row.position or deck_position,
                f"{_row_text(row, request)}: {row.count} wanted, "
                f"{row.count - missing_count} available",
                _how_to_get_more(
                    draft, candidates, is_in_data=is_in_data(deck_position)
                ),
            )
    return [problem_by_row[index] for index in sorted(problem_by_row)]


def _fill_row(draft: Draft, row: BlueprintRow, candidates: Sequence[Item]) -> int:
    """Add items to the draft until the row is full; return how many are missing."""
    missing_count = row.count
    for item in candidates:
        if not missing_count:
            break
        if draft.accepts(item):
            draft.add(item)
            missing_count -= 1
    return missing_count


def _row_text(row: BlueprintRow, request: PaperRequest) -> str:
    """Return which items a row asks for, in words."""
    selection = selection_text(request)
    if not request.blueprint:
        return selection or str(row)
    return f"{row} (among {selection})" if selection else str(row)


def _how_to_get_more(
    draft: Draft, candidates: Sequence[Item], *, is_in_data: bool
) -> str:
    """Return what to do about a row that is not full.

    `is_in_data` says whether the deck is from data, so that its user has no commands.
    """
    list_command = "`item_bank(deck)`" if is_in_data else "liverdeck quiz --list"
    if not candidates:
        return f"see what can be asked with: {list_command}"
    advice = (
        "ask for fewer, or widen the topics, types or difficulty "
        f"({list_command} shows them)"
    )
    with_repeats = replace(draft, may_repeat_facts=True)
    if not draft.may_repeat_facts and any(map(with_repeats.accepts, candidates)):
        option = "`repeat_facts=True`" if is_in_data else "--repeat-facts"
        advice += f"; or allow several items on one fact with {option}"
    return advice
