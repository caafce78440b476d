"""Matching items: list items with their groups, and questions with their answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from liverdeck.facts.media import NO_MEDIA
from liverdeck.quiz.chance import shuffled
from liverdeck.quiz.items.item import Item, Pair, short_hash
from liverdeck.quiz.items.item_maker import NO_PART
from liverdeck.quiz.items.item_types import FEWEST_PAIRS, ItemType
from liverdeck.quiz.items.typed_keys import is_compound
from liverdeck.quiz.items.worded import (
    MATCH_BY_DOCUMENT,
    MATCH_GROUPS,
    MATCH_QUESTIONS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.shapes import GroupedEnumeration
    from liverdeck.quiz.items.distractors import DistractorFinder
    from liverdeck.quiz.items.item_maker import ItemMaker
    from liverdeck.quiz.items.prepared_facts import PreparedAnswer, PreparedCard

_MOST_PAIRS = 4
"""The most pairs of a matching. Each pair gives a point."""
_FEWEST_GROUPS = 2
"""A matching of list items has at least this many groups, so that there is a choice."""

_TitleAndListItem = tuple[str, "PreparedAnswer"]
"""The title of a group, and a list item of this group."""


def group_matching(
    maker: ItemMaker, shape: GroupedEnumeration, list_items: Sequence[PreparedAnswer]
) -> Iterator[Item]:
    """Yield a matching of list items with groups, if the document has these groups.

    `list_items` are the items of all groups. At most four are used, taken from all
    groups in turn. No matching is made if there would be fewer than three, or all from
    one group.
    """
    if shape.grouping != "document":
        why = "the groups are the author's (`grouping: document` says otherwise)"
        maker.refuse(ItemType.MATCHING, NO_PART, why)
        return
    groups = _matchable_items(shape, list_items, maker.stemmer)
    chosen = _in_turn(groups)[:_MOST_PAIRS]
    titles = {title for title, _ in chosen}
    if len(titles) < _FEWEST_GROUPS or len(chosen) < FEWEST_PAIRS:
        why = "too few items name one thing and share no word with the names of groups"
        maker.refuse(ItemType.MATCHING, NO_PART, why)
        return
    pairs = tuple(_pair(answer.text.original, title) for title, answer in chosen)
    stem = f"{shape.ask} {MATCH_GROUPS}"
    yield maker.make(
        ItemType.MATCHING,
        NO_PART,
        stem,
        pairs=pairs,
        right=[answer.answer for _, answer in chosen],
        shows_groups=True,
    )


def _matchable_items(
    shape: GroupedEnumeration,
    list_items: Sequence[PreparedAnswer],
    stemmer: TextStemmer,
) -> list[list[_TitleAndListItem]]:
    """Return, for each group, the list items that may be matched with it.

    Such a list item names one thing and differs in meaning from all others. It shares
    no content word with the title of a group. The order of the list items in a group is
    drawn.
    """
    words_of_titles = frozenset[str]().union(
        *(stemmer.content_stems(group.title) for group in shape.groups)
    )

    text_counts = Counter(
        text for answer in list_items for text in answer.normalized_texts
    )

    def is_matchable(answer: PreparedAnswer) -> bool:
        text = answer.text.original
        return (
            all(text_counts[name] == 1 for name in answer.normalized_texts)
            and not is_compound(text)
            and words_of_titles.isdisjoint(stemmer.content_stems(text))
        )

    remaining = iter(list_items)
    groups = []
    for group in shape.groups:
        in_drawn_order = shuffled(
            islice(remaining, len(group.items)),
            lambda answer: answer.text.original,
            shape.ask,
            "members",
        )
        groups.append(
            [(group.title, answer) for answer in in_drawn_order if is_matchable(answer)]
        )
    return groups


def _in_turn(groups: Sequence[Sequence[_TitleAndListItem]]) -> list[_TitleAndListItem]:
    """Return the first list item of each group, then the second ones, and so on."""
    in_turn = chain.from_iterable(zip_longest(*groups))
    return [title_and_item for title_and_item in in_turn if title_and_item is not None]


def question_matchings(
    cards: Sequence[PreparedCard],
    finder: DistractorFinder,
    maker_of: Callable[[PreparedCard], ItemMaker],
) -> Iterator[Item]:
    """Yield items that match three or four questions with their answers.

    The answers of the `cards` have one answer kind. In an item, each answer is
    certainly wrong for the other questions. `maker_of` returns the maker of a card's
    fact.
    """
    remaining = list(cards)
    while len(remaining) >= FEWEST_PAIRS:
        chosen = _compatible_cards(remaining, finder)
        # The chosen cards are removed even if they are too few for an item, so that
        # the loop ends.
        remaining = [card for card in remaining if card not in chosen]
        if len(chosen) >= FEWEST_PAIRS:
            yield _question_matching(chosen, maker_of(chosen[0]))


def _question_matching(cards: Sequence[PreparedCard], maker: ItemMaker) -> Item:
    """Return a matching of the questions of several cards with their answers.

    `maker` makes items of the first card's fact. So this fact alone gives the item its
    id, topic, difficulty, source, passages and position.
    """
    facts = [card.fact for card in cards]
    names_in_deck = (f"{card.fact.identity}/{card.part}" for card in cards)
    reasons = dict.fromkeys(fact.why for fact in facts if fact.why)
    item = maker.make(
        ItemType.MATCHING,
        NO_PART,
        MATCH_BY_DOCUMENT if any(fact.open for fact in facts) else MATCH_QUESTIONS,
        variant=short_hash(*names_in_deck),
        pairs=tuple(
            _pair(prepared.card.prompt, prepared.right_text) for prepared in cards
        ),
        right=[prepared.card.answers[0] for prepared in cards],
    )
    return replace(
        item,
        facts=tuple(dict.fromkeys(fact.id for fact in facts)),
        rationale=" ".join(reasons),
        note="",
        front=NO_MEDIA,
        back=NO_MEDIA,
    )


def _compatible_cards(
    cards: Sequence[PreparedCard], finder: DistractorFinder
) -> list[PreparedCard]:
    """Return the first card and those that can be in the same item: at most four.

    If two cards cannot be in the same item, the earlier one is preferred.
    """
    chosen: list[PreparedCard] = []
    for card in cards:
        if len(chosen) == _MOST_PAIRS:
            break
        if all(_are_compatible(card, other, finder) for other in chosen):
            chosen.append(card)
    return chosen


def _are_compatible(
    card: PreparedCard, other: PreparedCard, finder: DistractorFinder
) -> bool:
    """Whether two cards can be in the same item.

    Their facts and their answers differ, and neither question says one of the two
    answers or an alias. Each answer is certainly wrong for the other card.
    """
    if card.fact.id == other.fact.id:
        return False
    if card.answers[0].normalized_texts & other.answers[0].normalized_texts:
        return False
    both = (card, other)
    if any(asking.says_answer_of(asked) for asking in both for asked in both):
        return False
    return finder.rules_out(card, other) and finder.rules_out(other, card)


def _pair(prompt: str, match: str) -> Pair:
    return Pair(f"p{short_hash(prompt)}", prompt, match)
