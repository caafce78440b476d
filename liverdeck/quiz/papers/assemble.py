"""Items to a paper: which are asked, and in what order each form shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.quiz.chance import draw
from liverdeck.quiz.items.item import TRUE
from liverdeck.quiz.papers.blueprint import MOST_ITEMS, BlueprintRow
from liverdeck.quiz.papers.draft import Draft, with_truths_balanced
from liverdeck.quiz.papers.giveaways import GiveAways
from liverdeck.quiz.papers.paper_forms import MOST_FORMS, make_paper_forms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item, ItemType
    from liverdeck.quiz.papers.paper_forms import PaperForm


_TICKETS: dict[ItemType, int] = {
    "single": 4,
    "matching": 3,
    "ordering": 3,
    "numeric": 3,
    "multiple": 2,
    "list": 2,
    "short": 2,
}
"""How likely an item is drawn, by its type: a paper is mostly of questions with one best answer."""


_ATTEMPTS = 16
"""Draws to try until one fills the paper: which items can stand together hangs on which come first."""


@dataclass(frozen=True)
class PaperRequest:
    """What a trainer asks for; an empty selection takes everything."""

    items: int
    seed: str = "1"
    forms: int = 1
    topics: Sequence[str] = ()
    types: Sequence[str] = ()
    difficulties: Sequence[int] = ()
    include: Sequence[str] = ()
    """Ids of facts that are asked in any case."""
    exclude: Sequence[str] = ()
    blueprint: Sequence[BlueprintRow] = ()
    """Rows to fill; `items` is then their sum."""
    repeat_facts: bool = False
    """Whether two items may ask for two sides of one fact, such as two blanks of a statement."""
    title: str | None = None
    """Of the paper; the deck's, if there is none."""


@dataclass(frozen=True)
class Paper:
    """A finished quiz: its items, and the forms in which they are asked."""

    title: str
    deck_id: str
    document: str
    language: str
    seed: str
    items: tuple[Item, ...]
    """In the order of form A."""
    forms: tuple[PaperForm, ...]

    @property
    def points(self) -> int:
        """What a perfect paper scores."""
        return sum(item.points for item in self.items)


@dataclass(frozen=True)
class Assembled:
    """A paper, or why there is none."""

    paper: Paper | None
    problems: tuple[Problem, ...] = ()


def assemble_paper(
    deck: Deck, bank: Sequence[Item], request: PaperRequest
) -> Assembled:
    """Choose the items of a paper and lay out its forms.

    Which items are chosen depends on the seed and on their own ids, not on what else the deck holds; only where a first
    choice does not fill the paper, some others are tried. Refused, with what is short: more items than can stand
    together, a blueprint that cannot be met, facts to include that have no item left.
    """
    at = Position(str(deck.folder))
    refused = _refusals(request, at)
    if refused:
        return Assembled(None, refused)
    selected = select(bank, request)
    drawn = (
        _chosen(deck, selected, request, at, attempt) for attempt in range(_ATTEMPTS)
    )
    tried: list[_Chosen] = []
    for each in drawn:
        tried.append(each)
        if not each.problems:
            return Assembled(_paper(deck, each.items, request))
    return Assembled(None, max(tried, key=lambda each: len(each.items)).problems)


@dataclass(frozen=True)
class _Chosen:
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def _chosen(
    deck: Deck,
    selected: Sequence[Item],
    request: PaperRequest,
    at: Position,
    attempt: int,
) -> _Chosen:
    seed = f"{request.seed} {attempt}" if attempt else request.seed
    pool = sorted(selected, key=lambda item: _lot(item, seed))
    draft = Draft(GiveAways(deck.language), request.repeat_facts)
    rows = list(request.blueprint) or [BlueprintRow(request.items)]
    problems = [
        *_fill_included(draft, pool, rows, request, at),
        *_fill(draft, pool, rows, request, at),
    ]
    return _Chosen(tuple(with_truths_balanced(draft, pool)), tuple(problems))


def _paper(deck: Deck, chosen: Sequence[Item], request: PaperRequest) -> Paper:
    forms = make_paper_forms(chosen, request.seed, request.forms)
    items = tuple(asked.item for asked in forms[0].asked)
    title = request.title or deck.title
    return Paper(
        title, deck.id, deck.document.title, deck.language, request.seed, items, forms
    )


def _lot(item: Item, seed: str) -> tuple[int, int]:
    # The least of so many draws: an item of a type that is wanted twice as often has twice the chance to come first.
    tickets = range(_TICKETS.get(item.type, 1))
    if (
        item.type == "truefalse"
    ):  # a coin, not the number of wrong fillings, decides which statement stands
        other_side = (draw(seed, item.base_id, "truth") + (item.keys[0].id == TRUE)) % 2
        return min(
            draw(seed, item.base_id, ticket) for ticket in tickets
        ), other_side << 64 | draw(seed, item.id)
    return min(draw(seed, item.base_id, ticket) for ticket in tickets), draw(
        seed, item.id
    )


def _refusals(request: PaperRequest, at: Position) -> tuple[Problem, ...]:
    found = []
    if not request.blueprint and not 1 <= request.items <= MOST_ITEMS:
        found.append(
            Problem(at, f"{request.items} items", f"ask for 1 to {MOST_ITEMS}")
        )
    if not 1 <= request.forms <= MOST_FORMS:
        found.append(
            Problem(at, f"{request.forms} forms", f"ask for 1 to {MOST_FORMS}")
        )
    both = sorted(set(request.include) & set(request.exclude))
    if both:
        found.append(
            Problem(
                at,
                f"included and excluded at once: {', '.join(both)}",
                "leave out one of the two",
            )
        )
    wanted = sum(row.n for row in request.blueprint) or request.items
    if len(set(request.include)) > wanted:
        what = f"{len(set(request.include))} facts to include in {wanted} items"
        found.append(Problem(at, what, "ask for more items, or include fewer facts"))
    return tuple(found)


def select(bank: Sequence[Item], request: PaperRequest) -> list[Item]:
    """Return the items that a request's topics, types, difficulties and exclusions leave."""
    return [
        item
        for item in bank
        if (not request.topics or item.topic in request.topics)
        and (not request.types or item.type in request.types)
        and (not request.difficulties or item.difficulty in request.difficulties)
        and not set(item.facts) & set(request.exclude)
    ]


def _narrowed(request: PaperRequest) -> str:
    """Return what the selection leaves of a deck, in words; nothing where it takes all."""
    levels = [f"difficulty {level}" for level in request.difficulties]
    return ", ".join(
        filter(
            None,
            (" or ".join(each) for each in (request.topics, request.types, levels)),
        )
    )


def _fill_included(
    draft: Draft,
    pool: Sequence[Item],
    rows: list[BlueprintRow],
    request: PaperRequest,
    at: Position,
) -> list[Problem]:
    problems = []
    for fact in request.include:
        item = next(
            (
                each
                for each in pool
                if fact in each.facts and draft.accepts(each) and _row_for(each, rows)
            ),
            None,
        )
        if item is None and fact not in draft.facts:
            among = f" among {narrowed}" if (narrowed := _narrowed(request)) else ""
            what = f"no item on {fact!r} fits{among}"
            problems.append(
                Problem(
                    at,
                    what,
                    "widen the topics, types or difficulty, or leave out --include",
                )
            )
        elif item is not None:
            draft.add(item)
            row = _row_for(item, rows)
            assert row is not None  # noqa: S101  # it was asked for above
            rows[rows.index(row)] = BlueprintRow(
                row.n - 1, row.topic, row.type, row.difficulty, row.position
            )
    return problems


def _row_for(item: Item, rows: Sequence[BlueprintRow]) -> BlueprintRow | None:
    return next((row for row in rows if row.n and row.matches(item)), None)


def _fill(
    draft: Draft,
    pool: Sequence[Item],
    rows: Sequence[BlueprintRow],
    request: PaperRequest,
    at: Position,
) -> list[Problem]:
    """Fill the rows, those with the least choice first, so that they are not robbed by the others."""
    short = {}
    fitting = {
        place: [item for item in pool if row.matches(item)]
        for place, row in enumerate(rows)
    }
    for place in sorted(
        fitting,
        key=lambda place: len({fact for item in fitting[place] for fact in item.facts}),
    ):
        row, wanted = rows[place], rows[place].n
        for item in fitting[place]:
            if not wanted:
                break
            if draft.accepts(item):
                draft.add(item)
                wanted -= 1
        if wanted:
            what = f"{_described(row, request)}: {row.n} wanted, {row.n - wanted} can be had"
            short[place] = Problem(
                row.position or at, what, _how_to_have_more(draft, fitting[place])
            )
    return [short[place] for place in sorted(short)]


def _described(row: BlueprintRow, request: PaperRequest) -> str:
    narrowed = _narrowed(request)
    if not request.blueprint:
        return narrowed or str(row)
    return f"{row} (among {narrowed})" if narrowed else str(row)


def _how_to_have_more(draft: Draft, fitting: Sequence[Item]) -> str:
    if not fitting:
        return "see what could be asked with: liverdeck quiz --list"
    advice = "ask for fewer, or widen the topics, types or difficulty (liverdeck quiz --list shows them)"
    if not draft.repeats_facts and any(
        map(replace(draft, repeats_facts=True).accepts, fitting)
    ):
        advice += "; with --repeat-facts both sides of a fact may be asked"
    return advice
