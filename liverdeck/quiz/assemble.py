"""Items to a paper: which are asked, and in what order each form shows them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from liverdeck.facts.problems import Position, Problem
from liverdeck.quiz.blueprint import MOST_ITEMS, Row
from liverdeck.quiz.chance import draw
from liverdeck.quiz.cues import Lengths
from liverdeck.quiz.forms import MOST_FORMS, make_forms
from liverdeck.quiz.items import FALSE, TRUE
from liverdeck.quiz.leaks import Leaks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.nouns import Deck
    from liverdeck.quiz.forms import Form
    from liverdeck.quiz.items import Item, ItemType


_TICKETS: dict[ItemType, int] = {
    "single": 4, "matching": 3, "ordering": 3, "numeric": 3, "multiple": 2, "list": 2, "short": 2
}  # fmt: skip
"""How likely an item is drawn, by its type: a paper is mostly of questions with one best answer."""


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
    blueprint: Sequence[Row] = ()
    """Rows to fill; `items` is then their sum."""
    repeats_facts: bool = False
    """Whether two items may ask for one fact."""
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
    forms: tuple[Form, ...]

    @property
    def points(self) -> int:
        """What a perfect paper scores."""
        return sum(item.points for item in self.items)


@dataclass(frozen=True)
class Assembled:
    """A paper, or why there is none."""

    paper: Paper | None
    problems: tuple[Problem, ...] = ()


@dataclass
class _Draft:
    """The items chosen so far, and what they rule out."""

    leaks: Leaks
    repeats_facts: bool
    chosen: list[Item] = field(default_factory=list)
    bases: set[str] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)
    lengths: Lengths = field(default_factory=Lengths)
    truths: Counter[str] = field(default_factory=Counter)

    def takes(self, item: Item) -> bool:
        """Whether an item can stand beside those chosen."""
        if item.base in self.bases or (not self.repeats_facts and not self.facts.isdisjoint(item.facts)):
            return False
        if item.type == "truefalse" and self.truths[_truth(item)] > self.truths[_other(_truth(item))]:
            return False
        return self.lengths.takes(item) and not self.leaks.between(item)

    def add(self, item: Item) -> None:
        """Choose an item."""
        self.chosen.append(item)
        self.bases.add(item.base)
        self.facts.update(item.facts)
        self.leaks.add(item)
        self.lengths.add(item)
        if item.type == "truefalse":
            self.truths[_truth(item)] += 1


def assemble_paper(deck: Deck, bank: Sequence[Item], request: PaperRequest) -> Assembled:
    """Choose the items of a paper and lay out its forms.

    Which items are chosen depends on the seed and on their own ids: a further fact displaces no other item, unless it
    takes the place of the last. Refused, with what is short: more items than the selection holds, a blueprint that
    cannot be met, facts to include that have no item left.
    """
    at = Position(str(deck.folder))
    problem = _refusal(request, at)
    if problem is not None:
        return Assembled(None, (problem,))
    pool = sorted(_selected(bank, request), key=lambda item: _lot(item, request.seed))
    draft = _Draft(Leaks(deck.language), request.repeats_facts)
    rows = _rows(request)
    problems = [*_fill_included(draft, pool, rows, request, at), *_fill(draft, pool, rows, at)]
    if problems:
        return Assembled(None, tuple(problems))
    forms = make_forms(draft.chosen, request.seed, request.forms)
    items = tuple(asked.item for asked in forms[0].asked)
    return Assembled(
        Paper(request.title or deck.title, deck.id, deck.document.title, deck.language, request.seed, items, forms)
    )


def _lot(item: Item, seed: str) -> tuple[int, int]:
    # The least of so many draws: an item of a type that is wanted twice as often has twice the chance to come first.
    tickets = range(_TICKETS.get(item.type, 1))
    return min(draw(seed, item.base, ticket) for ticket in tickets), draw(seed, item.id)


def _refusal(request: PaperRequest, at: Position) -> Problem | None:
    if not request.blueprint and not 1 <= request.items <= MOST_ITEMS:
        return Problem(at, f"{request.items} items", f"ask for 1 to {MOST_ITEMS}")
    if not 1 <= request.forms <= MOST_FORMS:
        return Problem(at, f"{request.forms} forms", f"ask for 1 to {MOST_FORMS}")
    return None


def _selected(bank: Sequence[Item], request: PaperRequest) -> list[Item]:
    return [
        item
        for item in bank
        if (not request.topics or item.topic in request.topics)
        and (not request.types or item.type in request.types)
        and (not request.difficulties or item.difficulty in request.difficulties)
        and not set(item.facts) & set(request.exclude)
    ]


def _rows(request: PaperRequest) -> list[Row]:
    return list(request.blueprint) or [Row(request.items)]


def _fill_included(
    draft: _Draft, pool: Sequence[Item], rows: list[Row], request: PaperRequest, at: Position
) -> list[Problem]:
    problems = []
    for fact in request.include:
        item = next((each for each in pool if fact in each.facts and draft.takes(each) and _row_for(each, rows)), None)
        if item is None and fact not in draft.facts:
            what = f"no item on {fact!r} fits"
            problems.append(Problem(at, what, "widen the topics, types or difficulty, or leave out --include"))
        elif item is not None:
            draft.add(item)
            row = _row_for(item, rows)
            assert row is not None  # noqa: S101  # it was asked for above
            rows[rows.index(row)] = Row(row.n - 1, row.topic, row.type, row.difficulty, row.at)
    return problems


def _row_for(item: Item, rows: Sequence[Row]) -> Row | None:
    return next((row for row in rows if row.n and row.takes(item)), None)


def _fill(draft: _Draft, pool: Sequence[Item], rows: Sequence[Row], at: Position) -> list[Problem]:
    """Fill the rows, those with the least choice first, so that they are not robbed by the others."""
    problems = []
    fitting = {place: [item for item in pool if row.takes(item)] for place, row in enumerate(rows)}
    for place in sorted(fitting, key=lambda place: len({fact for item in fitting[place] for fact in item.facts})):
        row, wanted = rows[place], rows[place].n
        for item in fitting[place]:
            if not wanted:
                break
            if draft.takes(item):
                draft.add(item)
                wanted -= 1
        if wanted:
            had = row.n - wanted
            what = f"{row}: {row.n} items wanted, {had} can be had"
            problems.append(Problem(row.at or at, what, _how_to_have_more(draft, fitting[place])))
    return problems


def _how_to_have_more(draft: _Draft, fitting: Sequence[Item]) -> str:
    if not fitting:
        return "see what could be asked with: liverdeck quiz --list"
    advice = "ask for fewer, or widen the topics, types or difficulty"
    if not draft.repeats_facts and any(item.base not in draft.bases for item in fitting):
        advice += "; with --repeat-facts one fact may be asked in several ways"
    return advice


def _truth(item: Item) -> str:
    return item.keys[0].id


def _other(truth: str) -> str:
    return FALSE if truth == TRUE else TRUE
