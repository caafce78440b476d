"""Assemble a paper: choose its items and make its forms."""

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

_DRAWS: dict[ItemType, int] = {
    "single": 4,
    "matching": 3,
    "ordering": 3,
    "numeric": 3,
    "multiple": 2,
    "list": 2,
    "short": 2,
}
"""How many numbers are drawn for an item, by its type; one for other types.

Items are tried in the order of their lowest number. So a type with more draws tends to
come first, and a paper consists mostly of single best answers.
"""

_MOST_ATTEMPTS = 16
"""How many draws are tried until one fills the paper.

Which items can be in one paper depends on which of them are chosen first.
"""


@dataclass(frozen=True)
class PaperRequest:
    """What a trainer asks for; an empty selection means everything."""

    items: int
    seed: str = "1"
    forms: int = 1
    topics: Sequence[str] = ()
    types: Sequence[str] = ()
    difficulties: Sequence[int] = ()
    include: Sequence[str] = ()
    """Ids of facts that must be asked."""
    exclude: Sequence[str] = ()
    """Ids of facts that must not be asked."""
    blueprint: Sequence[BlueprintRow] = ()
    """Rows to fill; `items` is then their sum."""
    repeat_facts: bool = False
    """Whether two items may ask about two parts of one fact, such as two blanks."""
    title: str | None = None
    """The paper's title; the deck's title if None."""


@dataclass(frozen=True)
class Paper:
    """A finished quiz: its items, and the forms in which they are asked."""

    title: str
    deck_id: str
    document: str
    language: str
    seed: str
    items: tuple[Item, ...]
    """The items in the order of form A."""
    forms: tuple[PaperForm, ...]

    @property
    def points(self) -> int:
        """How many points a perfect answer sheet gets."""
        return sum(item.points for item in self.items)


@dataclass(frozen=True)
class Assembled:
    """A paper, or the problems because of which there is none."""

    paper: Paper | None
    problems: tuple[Problem, ...] = ()


def assemble_paper(
    deck: Deck, bank: Sequence[Item], request: PaperRequest
) -> Assembled:
    """Choose the items of a paper and make its forms.

    Which items are chosen depends on the seed and on their own ids, not on the rest of
    the deck. Other choices are tried only if the first one does not fill the paper.
    Returns problems instead of a paper if the request asks for more items than can be
    in one paper, has a blueprint that cannot be met, or includes facts without a usable
    item. The problems say what is missing.
    """
    deck_position = Position(str(deck.folder))
    refusals = _refusals(request, deck_position)
    if refusals:
        return Assembled(None, refusals)
    selected = select_items(bank, request)
    failed = []
    for attempt in range(_MOST_ATTEMPTS):
        choice = _choose(deck, selected, request, deck_position, attempt)
        if not choice.problems:
            return Assembled(_make_paper(deck, choice.items, request))
        failed.append(choice)
    best = max(failed, key=lambda choice: len(choice.items))
    return Assembled(None, best.problems)


@dataclass(frozen=True)
class _Choice:
    """The result of one attempt to fill a paper."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...]


def _choose(
    deck: Deck,
    selected: Sequence[Item],
    request: PaperRequest,
    deck_position: Position,
    attempt: int,
) -> _Choice:
    seed = f"{request.seed} {attempt}" if attempt else request.seed
    pool = sorted(selected, key=lambda item: _drawn_order(item, seed))
    draft = Draft(GiveAways(deck.language), request.repeat_facts)
    rows = list(request.blueprint) or [BlueprintRow(request.items)]
    problems = [
        *_fill_included(draft, pool, rows, request, deck_position),
        *_fill_rows(draft, pool, rows, request, deck_position),
    ]
    return _Choice(tuple(with_truths_balanced(draft, pool)), tuple(problems))


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
    )


def _drawn_order(item: Item, seed: str) -> tuple[int, int]:
    """Return a sort key: a drawn number for the question, and one for the variant.

    The question's number is the lowest of several draws. More draws bring it forward.
    """
    draws = range(_DRAWS.get(item.type, 1))
    of_question = min(draw(seed, item.base_id, number) for number in draws)
    of_variant = draw(seed, item.id)
    if item.type == "truefalse":
        # Tossing a coin decides whether the true or a false variant comes first.
        # Otherwise a question with many wrong fillings would mostly be false.
        coin = draw(seed, item.base_id, "truth")
        is_true = item.keys[0].id == TRUE
        loses_toss = (coin + is_true) % 2
        of_variant |= loses_toss << 64
    return of_question, of_variant


def _refusals(request: PaperRequest, deck_position: Position) -> tuple[Problem, ...]:
    """Return the problems of a request that no deck could meet."""
    problems = []

    def refuse(what: str, fix: str) -> None:
        problems.append(Problem(deck_position, what, fix))

    if not request.blueprint and not 1 <= request.items <= MOST_ITEMS:
        refuse(f"{request.items} items", f"ask for 1 to {MOST_ITEMS}")
    if not 1 <= request.forms <= MOST_FORMS:
        refuse(f"{request.forms} forms", f"ask for 1 to {MOST_FORMS}")
    in_both = sorted(set(request.include) & set(request.exclude))
    if in_both:
        refuse(
            f"both included and excluded: {', '.join(in_both)}",
            "leave out one of the two",
        )
    wanted = sum(row.count for row in request.blueprint) or request.items
    included = len(set(request.include))
    if included > wanted:
        refuse(
            f"{included} facts to include in {wanted} items",
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
        if (not request.topics or item.topic in request.topics)
        and (not request.types or item.type in request.types)
        and (not request.difficulties or item.difficulty in request.difficulties)
        and excluded.isdisjoint(item.facts)
    ]


def _selection(request: PaperRequest) -> str:
    """Return the selected topics, types and difficulties in words, maybe none."""
    difficulties = [f"difficulty {number}" for number in request.difficulties]
    selections = (request.topics, request.types, difficulties)
    return ", ".join(" or ".join(names) for names in selections if names)


def _fill_included(
    draft: Draft,
    pool: Sequence[Item],
    rows: list[BlueprintRow],
    request: PaperRequest,
    deck_position: Position,
) -> list[Problem]:
    """Add an item for every fact that must be asked, and count it in its row.

    Lowers the row's `n` in `rows`. Returns a problem for every fact without an item.
    """
    problems = []
    for fact in request.include:
        found = _item_and_row(fact, draft, pool, rows)
        if found is not None:
            item, index = found
            draft.add(item)
            rows[index] = replace(rows[index], count=rows[index].count - 1)
        elif fact not in draft.facts:
            problems.append(_no_item_on(fact, request, deck_position))
    return problems


def _item_and_row(
    fact: str, draft: Draft, pool: Sequence[Item], rows: Sequence[BlueprintRow]
) -> tuple[Item, int] | None:
    """Return the first usable item on a fact, and the index of the row it counts in."""
    for item in pool:
        if fact in item.facts and draft.accepts(item):
            for index, row in enumerate(rows):
                if row.count and row.matches(item):
                    return item, index
    return None


def _no_item_on(fact: str, request: PaperRequest, deck_position: Position) -> Problem:
    selection = _selection(request)
    among = f" among {selection}" if selection else ""
    return Problem(
        deck_position,
        f"no item on {fact!r} fits{among}",
        "widen the topics, types or difficulty, or leave out --include",
    )


def _fill_rows(
    draft: Draft,
    pool: Sequence[Item],
    rows: Sequence[BlueprintRow],
    request: PaperRequest,
    deck_position: Position,
) -> list[Problem]:
    """Fill the rows with items and return a problem for every row that is short.

    Rows with few facts to choose from are filled first, so that other rows do not take
    their items. The problems are in the order of the rows.
    """
    matching_items = [[item for item in pool if row.matches(item)] for row in rows]

    def count_facts(index: int) -> int:
        return len({fact for item in matching_items[index] for fact in item.facts})

    problems = {}
    for index in sorted(range(len(rows)), key=count_facts):
        row, candidates = rows[index], matching_items[index]
        missing = _fill_row(draft, row, candidates)
        if missing:
            problems[index] = Problem(
                row.position or deck_position,
                f"{_described(row, request)}: {row.count} wanted, "
                f"{row.count - missing} available",
                _how_to_get_more(draft, candidates),
            )
    return [problems[index] for index in sorted(problems)]


def _fill_row(draft: Draft, row: BlueprintRow, candidates: Sequence[Item]) -> int:
    """Add items to the draft until the row is full; return how many are missing."""
    missing = row.count
    for item in candidates:
        if not missing:
            break
        if draft.accepts(item):
            draft.add(item)
            missing -= 1
    return missing


def _described(row: BlueprintRow, request: PaperRequest) -> str:
    """Return which items a row asks for, in words."""
    selection = _selection(request)
    if not request.blueprint:
        return selection or str(row)
    return f"{row} (among {selection})" if selection else str(row)


def _how_to_get_more(draft: Draft, candidates: Sequence[Item]) -> str:
    """Return the advice for a row that is short."""
    if not candidates:
        return "see what could be asked with: liverdeck quiz --list"
    advice = (
        "ask for fewer, or widen the topics, types or difficulty "
        "(liverdeck quiz --list shows them)"
    )
    with_repeats = replace(draft, repeats_facts=True)
    if not draft.repeats_facts and any(map(with_repeats.accepts, candidates)):
        advice += "; with --repeat-facts both sides of a fact may be asked"
    return advice
