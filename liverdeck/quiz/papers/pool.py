"""The candidates that a paper may have, in the order in which a seed tries them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from liverdeck.quiz.chance import draw, lowest_draw
from liverdeck.quiz.items.bank import Candidate, ItemBank
from liverdeck.quiz.items.question_words import question_words_of
from liverdeck.quiz.papers.giveaways import GiveAways
from liverdeck.quiz.papers.option_choice import ready_to_ask
from liverdeck.quiz.papers.paper_request import (
    is_excluded,
    is_item_selected,
    is_selected,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.blueprint import BlueprintRow
    from liverdeck.quiz.papers.paper_request import PaperRequest


class Pool:
    """The candidates of a request. Their items are made when they are tried."""

    def __init__(self, bank: Sequence[Item], request: PaperRequest) -> None:
        """Select the candidates that may have items for the request."""
        self._request = request
        self._excluded = set(request.exclude)
        self.candidates = [
            candidate
            for candidate in _candidates_of(bank)
            if is_selected(candidate, request) and not self._excludes(candidate)
        ]
        self.draws_options = False
        """Whether the seed draws the options of any item that was made so far."""
        self._items: dict[Candidate, tuple[Item, ...]] = {}

    def _excludes(self, candidate: Candidate) -> bool:
        """Whether all items of a candidate are excluded by one name."""
        if candidate.facts[0] in self._excluded:
            return True
        # An item that asks for a term has another base id, so all items are looked at.
        return candidate.base_id in self._excluded and all(
            is_excluded(item, self._excluded) for item in candidate.items
        )

    def items_of(self, candidate: Candidate) -> tuple[Item, ...]:
        """Return the items that the request selects, with the options they show."""
        items = self._items.get(candidate)
        if items is None:
            request = self._request
            items = tuple(
                ready_to_ask(item, request.seed, request.options_order)
                for item in candidate.items
                if is_item_selected(item, request)
                and not is_excluded(item, self._excluded)
            )
            self._items[candidate] = items
            self.draws_options |= any(item.drawn_from for item in candidate.items)
        return items

    def in_drawn_order(self, seed: str) -> list[Candidate]:
        """Return the candidates in the order in which they are tried.

        They are sorted by drawn numbers. The number of a candidate is the lowest of
        several draws, see `TypeTraits.draw_count`.
        """

        def drawn_number(candidate: Candidate) -> int:
            draw_count = candidate.type.traits.draw_count
            return lowest_draw(draw_count, seed, candidate.base_id)

        return sorted(self.candidates, key=drawn_number)

    def variants_in_drawn_order(self, candidate: Candidate, seed: str) -> list[Item]:
        """Return the items of a candidate in the order in which they are tried."""
        items = self.items_of(candidate)
        if len(items) > 1:
            return sorted(items, key=lambda item: _variant_sort_key(item, seed))
        return list(items)

    def has_item_about(self, fact_id: str, rows: Iterable[BlueprintRow]) -> bool:
        """Whether any item about a fact fits a row."""
        return any(
            fact_id in item.facts
            for candidate in self.candidates
            if fact_id in candidate.facts and any(fits(row, candidate) for row in rows)
            for item in self.items_of(candidate)
        )


def fits(row: BlueprintRow, item: Item | Candidate) -> bool:
    """Whether an item, made or not, counts for a row."""
    return row.wants(item.topic, item.type, item.difficulty)


def _items_about_in(bank: Sequence[Item]) -> Callable[[str], Iterable[Item]]:
    """Return a function that finds the items about a fact by the fact's id."""
    if isinstance(bank, ItemBank):
        return bank.items_about
    by_fact: dict[str, list[Item]] = defaultdict(list)
    for item in bank:
        for fact_id in item.facts:
            by_fact[fact_id].append(item)
    return lambda fact_id: by_fact.get(fact_id, ())


def give_aways_of(deck: Deck, bank: Sequence[Item]) -> GiveAways:
    """Return the give-aways of a paper without items, from a bank of a deck."""
    words = (
        bank.question_words if isinstance(bank, ItemBank) else question_words_of(deck)
    )
    return GiveAways(deck.language, words, _items_about_in(bank))


def _candidates_of(bank: Sequence[Item]) -> Sequence[Candidate]:
    """Return the candidates of a bank; one for each question of a list of items."""
    if isinstance(bank, ItemBank):
        return bank.candidates
    by_base_id: dict[str, list[Item]] = {}
    for item in bank:
        by_base_id.setdefault(item.base_id, []).append(item)
    return [_candidate_of(items) for items in by_base_id.values()]


def _candidate_of(items: Sequence[Item]) -> Candidate:
    first = items[0]
    return Candidate(
        first.base_id,
        first.topic,
        first.type,
        first.difficulty,
        tuple(dict.fromkeys(fact for item in items for fact in item.facts)),
        lambda: items,
    )


def _variant_sort_key(item: Item, seed: str) -> tuple[bool, int]:
    comes_later = False
    if item.truth is not None:
        # A draw decides whether the true variant or a false variant comes first.
        # Otherwise, a statement with many false variants would mostly be false.
        true_comes_first = draw(seed, item.base_id, "truth") % 2 == 1
        comes_later = item.truth != true_comes_first
    return comes_later, draw(seed, item.id)
