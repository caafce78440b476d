"""What a trainer asks for in a paper, and why a request is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.expected_types import refuse_other_text
from liverdeck.base.phrases import counted
from liverdeck.base.problems import Problem
from liverdeck.base.values import value_class
from liverdeck.quiz.papers.blueprint import MOST_ITEMS, BlueprintRow
from liverdeck.quiz.papers.option_choice import (
    DEFAULT_ARRANGEMENT,
    OptionArrangement,
)
from liverdeck.quiz.papers.paper_forms import MOST_FORMS
from liverdeck.quiz.papers.request_names import (
    present_names,
    refuse_single_text,
    unknown_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence, Set as AbstractSet

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import Candidate
    from liverdeck.quiz.items.item import Item

DEFAULT_SEED = "1"


@value_class
class PaperRequest:
    """The paper that a trainer asks for. It needs at least `items` or a `blueprint`."""

    items: int = 0
    """How many items the paper has, from 1. With a blueprint, leave it out."""
    seed: str = DEFAULT_SEED
    """Decides which items are chosen, and the orders of items and options."""
    forms: int = 1
    """How many forms the paper has, from 1 to 26: A, B, C ..."""
    topics: Sequence[str] = ()
    """Ids of topics.

    Only items of these topics are chosen; if empty, items of all topics.
    """
    types: Sequence[str] = ()
    """Item types, such as "single" (`ItemType`).

    Only items of these types are chosen. If empty, items of all types are chosen, and
    most of them are single best answers.
    """
    difficulties: Sequence[int] = ()
    """Difficulties from 1 to 3.

    Only items of these difficulties are chosen; if empty, items of all difficulties.
    """
    include: Sequence[str] = ()
    """Ids of facts that must be asked. They may be ids that a fact had before."""
    exclude: Sequence[str] = ()
    """Ids of facts that must not be asked, and ids of items that must not be used.

    The base id of an item excludes all its variants. The ids of facts may be ids that
    they had before.
    """
    blueprint: Sequence[BlueprintRow] = ()
    """Rows that say how many items of which topic, type and difficulty to choose."""
    may_be_fewer: bool = False
    """Whether a paper may have fewer items than wanted, if no more fit together."""
    repeat_facts: bool = False
    """Whether several items may ask about the same fact, such as about two blanks."""
    closed_only: bool = False
    """Whether items that a person must mark on a learning platform are left out."""
    options_order: OptionArrangement = DEFAULT_ARRANGEMENT
    """The order of options that are on no scale and have no order from the author."""
    title: str | None = None
    """The title of the paper. If None, it is the title of the deck."""

    def __post_init__(self) -> None:
        """Refuse a single text where several are wanted, and values that are not texts.

        Raises TypeError, and ValueError for a text that no paper may have.
        """
        refuse_other_text("seed", self.seed, help_text="write 7 as '7'")
        if self.title is not None:
            refuse_other_text("title", self.title)
        for name in ("topics", "types", "difficulties", "include", "exclude"):
            refuse_single_text(name, getattr(self, name))


def with_present_names(request: PaperRequest, deck: Deck) -> PaperRequest:
    """Return a request that names facts and items by the ids that they have today.

    The given request may name them by ids that they had before.
    """
    if not request.include and not request.exclude:
        return request
    facts = deck.active_facts
    return replace(
        request,
        include=present_names(request.include, facts),
        exclude=present_names(request.exclude, facts),
    )


def refusals(request: PaperRequest, deck: Deck) -> tuple[Problem, ...]:
    """Return why no choice of items can meet a request; empty if no reason is found."""
    problems = [*_problems_of_names(request, deck)]

    def refuse(what: str, fix: str) -> None:
        problems.append(Problem(deck.position, what, fix))

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
            "name each of them in only one of the two",
        )

    wanted_count = sum(row.count for row in request.blueprint) or request.items
    if wanted_count > MOST_ITEMS and request.blueprint:
        refuse(
            f"the blueprint wants {wanted_count} items", f"ask for 1 to {MOST_ITEMS}"
        )

    included_count = len(set(request.include))
    if included_count > wanted_count:
        refuse(
            f"{included_count} facts cannot be included in "
            f"{counted(wanted_count, 'item')}",
            "ask for more items, or include fewer facts",
        )
    return tuple(problems)


def _problems_of_names(request: PaperRequest, deck: Deck) -> Iterator[Problem]:
    """Yield a problem for each name in the request that the deck does not have."""
    yield from unknown_names(
        deck,
        deck.position,
        topics=request.topics,
        types=request.types,
        facts=dict.fromkeys(request.include),
        excluded=dict.fromkeys(request.exclude),
        difficulties=request.difficulties,
    )
    for row in request.blueprint:
        yield from unknown_names(
            deck,
            row.position or deck.position,
            topics=() if row.topic is None else (row.topic,),
            types=() if row.type is None else (row.type,),
            difficulties=() if row.difficulty is None else (row.difficulty,),
        )


def select_items(bank: Sequence[Item], request: PaperRequest) -> list[Item]:
    """Return the items with a request's topics, types and difficulties.

    Excluded items are left out. If only closed items are requested, the items that a
    person must mark are left out too.
    """
    excluded = set(request.exclude)
    return [
        item
        for item in bank
        if is_item_selected(item, request) and not is_excluded(item, excluded)
    ]


def is_excluded(item: Item, excluded: AbstractSet[str]) -> bool:
    """Whether a fact of an item, the item itself or all its variants are excluded."""
    return not excluded.isdisjoint((*item.facts, item.id, item.base_id))


def is_item_selected(item: Item, request: PaperRequest) -> bool:
    """Whether a request selects an item; what it excludes is not looked at."""
    if request.closed_only and item.is_marked_by_person:
        return False
    return is_selected(item, request)


def is_selected(item: Item | Candidate, request: PaperRequest) -> bool:
    """Whether a request selects the topic, the type and the difficulty of an item."""
    if request.topics and item.topic not in request.topics:
        return False
    if request.types and item.type not in request.types:
        return False
    return not request.difficulties or item.difficulty in request.difficulties


def selection_text(request: PaperRequest) -> str:
    """Return the selected topics, types and difficulties in words, and *closed*.

    Empty if the request selects nothing in particular.
    """
    difficulties = [f"difficulty {number}" for number in request.difficulties]
    closed = ["closed"] if request.closed_only else []
    selected_names = (request.topics, request.types, difficulties, closed)
    return ", ".join(" or ".join(names) for names in selected_names if names)
