"""Assemble a paper: choose the items and make the forms."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.citation import credit_text
from liverdeck.quiz.chance import draw
from liverdeck.quiz.papers.blueprint import MOST_ITEMS, BlueprintRow
from liverdeck.quiz.papers.draft import Draft, with_truths_balanced
from liverdeck.quiz.papers.giveaways import GiveAways
from liverdeck.quiz.papers.paper_forms import MOST_FORMS, make_paper_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.paper_forms import PaperForm

DEFAULT_SEED = "1"
_MOST_ATTEMPTS = 16
"""After this many failed attempts to fill a paper, problems are reported.

Each attempt tries the items in a different order. The order matters because each chosen
item rules out other items.
"""


@value_class
class PaperRequest:
    """Which paper a trainer asks for."""

    items: int
    """How many items the paper has. Ignored if there is a blueprint."""
    seed: str = DEFAULT_SEED
    """Decides which items are chosen, and the orders of items and options."""
    forms: int = 1
    """How many forms the paper has."""
    topics: Sequence[str] = ()
    """Ids of topics. Only items of these topics are chosen; if empty, of all topics."""
    types: Sequence[str] = ()
    """Item types. Only items of these types are chosen; if empty, of all types."""
    difficulties: Sequence[int] = ()
    """Only items of these difficulties are chosen; if empty, of all difficulties."""
    include: Sequence[str] = ()
    """Ids of facts that must be asked."""
    exclude: Sequence[str] = ()
    """Ids of facts that must not be asked."""
    blueprint: Sequence[BlueprintRow] = ()
    """Rows that say how many items of which topic, type and difficulty to choose."""
    repeat_facts: bool = False
    """Whether several items may ask about the same fact, such as about two blanks."""
    title: str | None = None
    """The title of the paper. If None, it is the title of the deck."""


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

    @property
    def points(self) -> int:
        """The most points that a learner can get."""
        return sum(item.points for item in self.items)


def assemble_paper(
    deck: Deck, bank: Sequence[Item], request: PaperRequest
) -> Result[Paper]:
    """Choose the items of a paper and make its forms.

    The order in which items are tried depends only on the seed and on their types and
    ids. If the first order does not fill the paper, other orders are tried. If none of
    them does, return the problems of the attempt with the most items: they say what is
    missing. Also return problems if no deck could meet the request.
    """
    deck_position = Position(str(deck.folder))
    refusals = _refusals(request, deck_position)
    if refusals:
        return Result(None, refusals)
    selected = select_items(bank, request)
    failed_attempts = []
    for attempt_number in range(_MOST_ATTEMPTS):
        attempt = _try_to_fill(deck, selected, request, deck_position, attempt_number)
        if not attempt.problems:
            return Result(_make_paper(deck, attempt.items, request))
        failed_attempts.append(attempt)
    best = max(failed_attempts, key=lambda attempt: len(attempt.items))
    return Result(None, best.problems)


@value_class
class _Attempt:
    """The items of one attempt to fill a paper, and why the paper is not full."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    """Empty if the paper is full."""


def _try_to_fill(
    deck: Deck,
    selected: Sequence[Item],
    request: PaperRequest,
    deck_position: Position,
    attempt_number: int,
) -> _Attempt:
    """Choose items for a paper in the order of this attempt; attempts count from 0."""
    seed = f"{request.seed} {attempt_number}" if attempt_number else request.seed
    pool = sorted(selected, key=lambda item: _drawn_sort_key(item, seed))
    draft = Draft(GiveAways(deck.language), request.repeat_facts)
    rows = list(request.blueprint) or [BlueprintRow(request.items)]
    problems = [
        *_fill_included(draft, pool, rows, request, deck_position),
        *_fill_rows(draft, pool, rows, request, deck_position),
    ]
    return _Attempt(tuple(with_truths_balanced(draft, pool)), tuple(problems))


def _make_paper(deck: Deck, chosen: Sequence[Item], request: PaperRequest) -> Paper:
    forms = make_paper_forms(chosen, request.seed, request.forms)
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
    )


def _drawn_sort_key(item: Item, seed: str) -> tuple[int, int]:
    """Return a sort key: a drawn number for the question, and one for the variant.

    The question's number is the lowest of several draws, see `TypeTraits.draw_count`.
    """
    draws = range(item.type.traits.draw_count)
    question_number = min(draw(seed, item.base_id, index) for index in draws)
    variant_number = draw(seed, item.id)
    if item.truth is not None:
        # A draw decides whether the true variant or a false variant comes first.
        # Otherwise, a statement with many false variants would mostly be false.
        truth_draw = draw(seed, item.base_id, "truth")
        comes_later = (truth_draw + item.truth) % 2
        # A drawn number has 64 bits, so one more bit makes it larger than all others.
        variant_number |= comes_later << 64
    return question_number, variant_number


def _refusals(request: PaperRequest, deck_position: Position) -> tuple[Problem, ...]:
    """Return the problems of a request that no deck could meet."""
    problems = []

    def refuse(what: str, fix: str) -> None:
        problems.append(Problem(deck_position, what, fix))

    if not request.blueprint and not 1 <= request.items <= MOST_ITEMS:
        refuse(
            f"a paper cannot have {request.items} items", f"ask for 1 to {MOST_ITEMS}"
        )
    if not 1 <= request.forms <= MOST_FORMS:
        refuse(
            f"a paper cannot have {request.forms} forms", f"ask for 1 to {MOST_FORMS}"
        )
    in_both = sorted(set(request.include) & set(request.exclude))
    if in_both:
        refuse(
            f"facts are both included and excluded: {', '.join(in_both)}",
            "remove them from --include or from --exclude",
        )
    wanted_count = sum(row.count for row in request.blueprint) or request.items
    included_count = len(set(request.include))
    if included_count > wanted_count:
        refuse(
            f"{included_count} facts cannot be included in {wanted_count} items",
            "ask for more items, or include fewer facts",
        )
    return tuple(problems)


def select_items(bank: Sequence[Item], request: PaperRequest) -> list[Item]:
    """Return the items with a request's topics, types and difficulties.

    Items of excluded facts are left out.
    """
    excluded = set(request.exclude)
    return [
        item
        for item in bank
        if _is_selected(item, request) and excluded.isdisjoint(item.facts)
    ]


def _is_selected(item: Item, request: PaperRequest) -> bool:
    if request.topics and item.topic not in request.topics:
        return False
    if request.types and item.type not in request.types:
        return False
    return not request.difficulties or item.difficulty in request.difficulties


def _selection_text(request: PaperRequest) -> str:
    """Return the selected topics, types and difficulties in words.

    Empty if the request selects none.
    """
    difficulties = [f"difficulty {number}" for number in request.difficulties]
    selected_names = (request.topics, request.types, difficulties)
    return ", ".join(" or ".join(names) for names in selected_names if names)


def _fill_included(
    draft: Draft,
    pool: Sequence[Item],
    rows: list[BlueprintRow],
    request: PaperRequest,
    deck_position: Position,
) -> list[Problem]:
    """Add an item for every fact that must be asked.

    Each item counts for one row: this row is replaced in `rows` by a row that wants one
    item less. Return a problem for every fact that no item asks about.
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
    selection = _selection_text(request)
    among = f" among {selection}" if selection else ""
    return Problem(
        deck_position,
        f"no item on {fact_id!r} fits{among}",
        "widen the topics, types or difficulty, or leave out --include",
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
                _how_to_get_more(draft, candidates),
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
    selection = _selection_text(request)
    if not request.blueprint:
        return selection or str(row)
    return f"{row} (among {selection})" if selection else str(row)


def _how_to_get_more(draft: Draft, candidates: Sequence[Item]) -> str:
    """Return what to do about a row that is not full."""
    if not candidates:
        return "see what can be asked with: liverdeck quiz --list"
    advice = (
        "ask for fewer, or widen the topics, types or difficulty "
        "(liverdeck quiz --list shows them)"
    )
    with_repeats = replace(draft, may_repeat_facts=True)
    if not draft.may_repeat_facts and any(map(with_repeats.accepts, candidates)):
        advice += "; or allow several items on one fact with --repeat-facts"
    return advice
