"""Matching items: list items with their groups, and questions with their answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain, product, zip_longest
from typing import TYPE_CHECKING

from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.items.item import Item, Pair, contains_run, short_hash
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.items.likeness import compared_text, normalized_names
from liverdeck.quiz.items.stems import list_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.shapes import GroupedEnumeration
    from liverdeck.quiz.items.distractors import DistractorFinder
    from liverdeck.quiz.items.item_maker import ItemMaker

_FEWEST_PAIRS, _MOST_PAIRS = 3, 5
"""The fewest pairs of any matching, and the most pairs of a matching of questions."""
_MOST_LIST_ITEMS = 6
"""The most pairs of a matching of list items."""
_FEWEST_GROUPS = 2
"""A matching of list items has at least this many groups, so that there is a choice."""
_MOST_CANDIDATES = 8
"""For each item, at most this many cards are considered."""

_TitleAndItem = tuple[str, "Answer"]
"""The title of a group, and a list item of this group."""


def group_matching(maker: ItemMaker, shape: GroupedEnumeration) -> Iterator[Item]:
    """Yield a matching of list items with their groups, if there are enough for one.

    The list items are taken from all groups in turn.
    """
    chosen = _in_turn(_matchable_items(shape))[:_MOST_LIST_ITEMS]
    titles = {title for title, _ in chosen}
    if len(titles) < _FEWEST_GROUPS or len(chosen) < _FEWEST_PAIRS:
        return
    pairs = tuple(_pair(answer.text, title) for title, answer in chosen)
    stem = f"{shape.ask} Match each of these with its group."
    yield maker.make(ItemType.MATCHING, "", stem, pairs=pairs)


def _matchable_items(shape: GroupedEnumeration) -> list[list[_TitleAndItem]]:
    """Return, for each group, the list items that occur only once in the whole list.

    The order of the list items of a group is drawn.
    """
    name_counts = Counter(
        name for answer in list_answers(shape) for name in normalized_names(answer)
    )

    def occurs_once(answer: Answer) -> bool:
        return all(name_counts[name] == 1 for name in normalized_names(answer))

    groups = []
    for group in shape.groups:
        in_drawn_order = shuffled(
            group.items, lambda answer: answer.text, shape.ask, "members"
        )
        groups.append(
            [(group.title, answer) for answer in in_drawn_order if occurs_once(answer)]
        )
    return groups


def _in_turn(groups: Sequence[Sequence[_TitleAndItem]]) -> list[_TitleAndItem]:
    """Return the first list item of each group, then the second ones, and so on."""
    in_turn = chain.from_iterable(zip_longest(*groups))
    return [title_and_item for title_and_item in in_turn if title_and_item is not None]


def question_matchings(
    cards: Sequence[Card],
    finder: DistractorFinder,
    maker_of: Callable[[Card], ItemMaker],
) -> Iterator[Item]:
    """Yield items that match three to five questions with their answers.

    The answers of all `cards` have the same answer kind. Within an item, each answer is
    certainly wrong for the other questions. `maker_of` returns the maker of a card's
    fact.
    """
    remaining = list(cards)
    while len(remaining) >= _FEWEST_PAIRS:
        chosen = _compatible_cards(remaining[:_MOST_CANDIDATES], finder)
        chosen_ids = {_id_of(card) for card in chosen}
        # The chosen cards are dropped even if they are too few, so that the loop ends.
        remaining = [card for card in remaining[1:] if _id_of(card) not in chosen_ids]
        if len(chosen) >= _FEWEST_PAIRS:
            yield _question_matching(chosen, maker_of(chosen[0]))


def _question_matching(cards: Sequence[Card], maker: ItemMaker) -> Item:
    """Return a matching of the questions of several cards with their answers.

    `maker` makes items of the first card's fact. So this fact gives the item its topic,
    its difficulty and its source.
    """
    facts = [card.fact for card in cards]
    card_names = (f"{fact_id}/{part}" for fact_id, part in map(_id_of, cards))
    reasons = dict.fromkeys(fact.why for fact in facts if fact.why)
    item = maker.make(
        ItemType.MATCHING,
        "",
        "Match each question with its answer.",
        variant=short_hash(*card_names),
        pairs=tuple(_pair(card.prompt, card.answers[0].text) for card in cards),
    )
    return replace(
        item,
        facts=tuple(dict.fromkeys(fact.id for fact in facts)),
        rationale=" ".join(reasons),
        note="",
        image=None,
    )


def _compatible_cards(cards: Sequence[Card], finder: DistractorFinder) -> list[Card]:
    """Return at most five cards that can be in the same item, with the first card.

    Earlier cards are preferred.
    """
    chosen: list[Card] = []
    for card in cards:
        if len(chosen) == _MOST_PAIRS:
            break
        if all(_are_compatible(card, other, finder) for other in chosen):
            chosen.append(card)
    return chosen


def _are_compatible(one: Card, other: Card, finder: DistractorFinder) -> bool:
    """Whether two cards can be in the same item.

    Their facts and their answers differ, and no question says one of the answers. Each
    answer is certainly wrong for the other card.
    """
    if one.fact.id == other.fact.id:
        return False
    if normalized_names(one.answers[0]) & normalized_names(other.answers[0]):
        return False
    every_pair = product((one, other), repeat=2)
    if any(_says_answer(asking, answering) for asking, answering in every_pair):
        return False
    return finder.rules_out(one, other) and finder.rules_out(other, one)


def _says_answer(asking: Card, answering: Card) -> bool:
    """Whether the question of one card says the answer to the other."""
    answer = compared_text(answering.answers[0].text)
    question = compared_text(asking.prompt)
    return contains_run(answer.tokens, question.tokens)


def _pair(prompt: str, match: str) -> Pair:
    return Pair(f"p{short_hash(prompt)}", prompt, match)


def _id_of(card: Card) -> tuple[str, str]:
    return card.fact.id, card.part
