"""Finds names in a request for a paper that the deck does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.names import unknown_name_problem
from liverdeck.base.problems import Problem
from liverdeck.facts.fact import EASIEST, HARDEST
from liverdeck.quiz.items.item_types import ItemType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.base.problems import Position
    from liverdeck.facts.deck import Deck


def unknown_names(  # noqa: PLR0913  # a request names all of these
    deck: Deck,
    position: Position,
    *,
    topics: Iterable[str] = (),
    types: Iterable[str] = (),
    facts: Iterable[str] = (),
    excluded: Iterable[str] = (),
    difficulties: Iterable[int] = (),
) -> Iterator[Problem]:
    """Yield a problem for each topic, item type, active fact and difficulty not known.

    Facts are named by their ids, and so are topics. `excluded` may also name items.
    """
    fact_ids = [fact.id for fact in deck.active_facts]
    known = (
        ("topic", topics, [topic.id for topic in deck.topics]),
        ("type", types, list(ItemType)),
        ("fact", (*facts, *map(_fact_of, excluded)), fact_ids),
    )
    for noun, names, known_names in known:
        for name in names:
            if name not in known_names:
                yield unknown_name_problem(position, noun, name, known_names)
    for name in excluded:
        if _fact_of(name) != name and set(name.split(".")).isdisjoint(ItemType):
            fix = f"an item has one of these types: {', '.join(ItemType)}"
            yield Problem(position, f"no item {name!r}", fix)
    for difficulty in difficulties:
        if difficulty not in range(EASIEST, HARDEST + 1):
            fix = f"known here: {EASIEST} to {HARDEST}"
            yield Problem(position, f"no difficulty {difficulty!r}", fix)


def _fact_of(name: str) -> str:
    """Return the id of the fact that a name is about: an item's id or a fact's."""
    return name.partition(".")[0]


def refuse_single_text(name: str, values: object) -> None:
    """Raise TypeError for a single value where several are wanted.

    The letters of a str would be taken for names.
    """
    if isinstance(values, (str, bytes, int)):
        raise TypeError(
            f"{name} is a {type(values).__name__}; it must be a list or a tuple:"
            f" ({values!r},)"
        )
