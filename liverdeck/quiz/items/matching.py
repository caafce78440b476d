"""Matching items: list items with their groups, and questions with their answers."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest
from typing import TYPE_CHECKING

from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.items.item import Item, Pair, contains_run, short_hash
from liverdeck.quiz.items.likeness import compared_text, normalized_forms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import GroupedEnumeration
    from liverdeck.quiz.items.choice_items import MakeItem
    from liverdeck.quiz.items.distractors import DistractorFinder

_FEWEST_PAIRS, _MOST_PAIRS = 3, 5
_MOST_LIST_ITEMS = 6
_FEWEST_GROUPS = 2
_MOST_CANDIDATES = 8
"""How many cards of one kind are tried for one item.

Each is compared with all cards that are already chosen.
"""


def group_pairs(make: MakeItem, shape: GroupedEnumeration) -> Iterator[Item]:
    """Yield an item that matches the items of a grouped list with their groups.

    The list items are taken from all groups in turn.
    """
    chosen = _in_turn(_matchable_items(shape))[:_MOST_LIST_ITEMS]
    titles = {title for title, _ in chosen}
    if len(titles) < _FEWEST_GROUPS or len(chosen) < _FEWEST_PAIRS:
        return
    pairs = tuple(_pair(item.text, title) for title, item in chosen)
    stem = f"{shape.ask} Match each of these with its group."
    yield make("matching", "", stem, pairs=pairs)


def _matchable_items(shape: GroupedEnumeration) -> list[list[tuple[str, Answer]]]:
    """Return, for each group, its title with each item that is in this group alone."""
    all_items = [item for group in shape.groups for item in group.items]
    form_counts = Counter(form for item in all_items for form in normalized_forms(item))

    def is_in_one_group(item: Answer) -> bool:
        return all(form_counts[form] == 1 for form in normalized_forms(item))

    groups = []
    for group in shape.groups:
        in_drawn_order = shuffled(
            group.items, lambda item: item.text, shape.ask, "members"
        )
        groups.append(
            [(group.title, item) for item in in_drawn_order if is_in_one_group(item)]
        )
    return groups


def _in_turn(
    groups: Sequence[Sequence[tuple[str, Answer]]],
) -> list[tuple[str, Answer]]:
    """Return the first entries of all groups, then all second ones, and so on."""
    rounds = zip_longest(*groups)
    return [entry for entries in rounds for entry in entries if entry is not None]


def matching_sets(
    cards: Sequence[Card],
    distractors: DistractorFinder,
    maker: Callable[[Card], MakeItem],
) -> Iterator[Item]:
    """Yield items that match three to five questions with their answers.

    `cards` have answers of one kind. Within an item, each answer is certainly wrong for
    the other questions. `maker` returns the function that makes items of a card's fact.
    """
    remaining = list(cards)
    while len(remaining) >= _FEWEST_PAIRS:
        chosen = _compatible_cards(remaining[:_MOST_CANDIDATES], distractors)
        chosen_ids = {_id_of(card) for card in chosen}
        # The first card always leaves, so that the loop ends.
        remaining = [card for card in remaining[1:] if _id_of(card) not in chosen_ids]
        if len(chosen) >= _FEWEST_PAIRS:
            yield _match_questions(chosen, maker(chosen[0]))


def _match_questions(cards: Sequence[Card], make: MakeItem) -> Item:
    """Return one item for several cards; their facts share it."""
    facts = [card.fact for card in cards]
    whys = dict.fromkeys(fact.why for fact in facts if fact.why)
    return make(
        "matching",
        "",
        "Match each question with its answer.",
        variant=short_hash(
            *(f"{fact_id}/{part}" for fact_id, part in map(_id_of, cards))
        ),
        pairs=tuple(_pair(card.prompt, card.answers[0].text) for card in cards),
        facts=tuple(dict.fromkeys(fact.id for fact in facts)),
        rationale=" ".join(whys),
        note="",
        image=None,
    )


def _compatible_cards(
    cards: Sequence[Card], distractors: DistractorFinder
) -> list[Card]:
    """Return the first cards that can be in one item, at most five."""
    chosen: list[Card] = []
    for card in cards:
        if len(chosen) == _MOST_PAIRS:
            break
        if all(_are_compatible(card, other, distractors) for other in chosen):
            chosen.append(card)
    return chosen


def _are_compatible(one: Card, other: Card, distractors: DistractorFinder) -> bool:
    """Whether two cards can be in one item: neither answer fits the other question."""
    if one.fact.id == other.fact.id:
        return False
    if normalized_forms(one.answers[0]) & normalized_forms(other.answers[0]):
        return False
    both = (one, other)
    if any(_says_answer(asking, answering) for asking in both for answering in both):
        return False
    return distractors.rules_out(one, other) and distractors.rules_out(other, one)


def _says_answer(asking: Card, answering: Card) -> bool:
    """Whether the question of one card says the answer of the other."""
    answer = compared_text(answering.answers[0].text)
    question = compared_text(asking.prompt)
    return contains_run(answer.tokens, question.tokens)


def _pair(prompt: str, match: str) -> Pair:
    return Pair(f"p{short_hash(prompt)}", prompt, match)


def _id_of(card: Card) -> tuple[str, str]:
    return card.fact.id, card.part
