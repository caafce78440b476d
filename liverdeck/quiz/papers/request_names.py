"""Find names in a request for a paper that the deck does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.names import unknown_name_problem
from liverdeck.base.problems import Problem
from liverdeck.facts.fact import EASIEST, HARDEST
from liverdeck.facts.identity import fact_named
from liverdeck.quiz.items.item import id_of_parts, parts_of_id
from liverdeck.quiz.items.item_types import ItemType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from liverdeck.base.problems import Position
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact


def unknown_names(  # noqa: PLR0913  # a request names all of these
    deck: Deck,
    position: Position,
    *,
    topics: Iterable[str] = (),
    types: Iterable[str] = (),
    facts: Collection[str] = (),
    excluded: Collection[str] = (),
    difficulties: Iterable[int] = (),
) -> Iterator[Problem]:
    """Yield a problem for each topic, type, active fact or difficulty that is unknown.

    Facts and topics are named by their ids. `excluded` may also name items. A fact is
    also known by an id that it had before.
    """
    active_facts = deck.active_facts
    known_by_noun = (
        ("topic", topics, [topic.id for topic in deck.topics]),
        ("type", types, list(ItemType)),
    )
    for noun, names, known_names in known_by_noun:
        for name in names:
            if name not in known_names:
                yield unknown_name_problem(position, noun, name, known_names)

    unknown = [name for name in facts if fact_named(name, active_facts) is None]
    unknown += [
        parts_of_id(name)[0]
        for name in excluded
        if _fact_of(name, active_facts) is None
    ]
    for name in unknown:
        known_ids = [fact.id for fact in active_facts]
        yield unknown_name_problem(position, "fact", name, known_ids)

    for name in excluded:
        _, *parts = parts_of_id(name)
        if parts and set(parts).isdisjoint(ItemType):
            fix = f"an item has one of these types: {', '.join(ItemType)}"
            yield Problem(position, f"no item {name!r}", fix)

    for difficulty in difficulties:
        if difficulty not in range(EASIEST, HARDEST + 1):
            fix = f"known here: {EASIEST} to {HARDEST}"
            yield Problem(position, f"no difficulty {difficulty!r}", fix)


def present_names(names: Iterable[str], facts: Sequence[Fact]) -> tuple[str, ...]:
    """Return the ids that facts and items have today.

    `names` may be ids that they had before. A name that is not known stays as it is.
    """
    return tuple(dict.fromkeys(_present_name(name, facts) for name in names))


def _present_name(name: str, facts: Sequence[Fact]) -> str:
    fact = _fact_of(name, facts)
    if fact is None:
        return name
    _, *parts = parts_of_id(name)
    return id_of_parts(fact.identity, *parts) if parts else fact.id


def _fact_of(name: str, facts: Sequence[Fact]) -> Fact | None:
    """Return the fact that a name belongs to: the id of an item or of a fact.

    The id of an item begins with the oldest id of its fact. A user may write today's id
    of the fact instead, unless it is the oldest id of another fact.
    """
    fact_id, *parts = parts_of_id(name)
    if parts:
        facts_with_identity = (fact for fact in facts if fact.identity == fact_id)
        return next(facts_with_identity, None) or fact_named(fact_id, facts)
    return fact_named(fact_id, facts)


def refuse_single_text(name: str, values: object) -> None:
    """Raise TypeError for a single value where several are wanted.

    Without this, each letter of a str would be taken for a name.
    """
    if isinstance(values, (str, bytes, int)):
        raise TypeError(
            f"{name} is a {type(values).__name__}; it must be a list or a tuple:"
            f" ({values!r},)"
        )
