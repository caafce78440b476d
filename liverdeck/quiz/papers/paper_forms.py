"""The forms A, B, C of a paper.

All forms have the same items. Each form has its own order of items and options. The key
letters of a form show no pattern.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from string import ascii_uppercase
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.values import value_class
from liverdeck.quiz.chance import draw, shuffled
from liverdeck.quiz.items.item_types import Interaction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.quiz.items.item import Item, Option

MOST_FORMS = 26
"""A paper has at most this many forms, because each form is named by a letter."""
_LONGEST_RUN = 3
"""At most this many single best answers in a row may have the same key letter."""


@value_class
class AskedItem:
    """An item as it is asked in one paper form."""

    number: int
    """The item's number in the form, from 1."""
    item: Item
    options: tuple[Option, ...]
    """The options in the order of the form.

    For an ordering, this is the order that a learner has to change.
    """
    prompt_ids: tuple[str, ...] = ()
    """The ids of a matching's pairs, in the order of the form."""

    @property
    def key_letters(self) -> str:
        """The letters of the right options: "B", or "ACD"."""
        letters = [
            option_letter(index)
            for index, option in enumerate(self.options)
            if option.is_key
        ]
        return "".join(letters)


@value_class
class PaperForm:
    """All items of a paper in the order of one form."""

    name: str
    """The letter of the form: A, B, C ..."""
    asked: tuple[AskedItem, ...]
    """The items in the order of the form."""


def asked_outside_paper(item: Item) -> AskedItem:
    """Return an item as it is asked outside of a paper.

    Its options are in the order of the bank, so those of an ordering are in the right
    order.
    """
    return AskedItem(1, item, item.options, tuple(pair.id for pair in item.pairs))


def option_letter(index: int) -> str:
    """Return the letter of the option at an index: A for 0."""
    return ascii_uppercase[index]


def letter_index(letter: str) -> int:
    """Return the index of the option with a letter from A to Z or a to z: 0 for A."""
    return ascii_uppercase.index(letter.upper())


def make_paper_forms(
    items: Sequence[Item], seed: str, count: int
) -> tuple[PaperForm, ...]:
    """Return `count` forms of a paper with these items.

    Within a form, the single best answers have every key letter about equally often,
    and the same key letter at most three times in a row. With two forms or more, no
    single best answer has the same key letter in all forms. This is so as far as
    possible, because items whose options keep their order, such as numbers, are not
    changed.
    """
    forms: list[PaperForm] = []
    # By item id: the indexes that the key has in the forms made so far.
    key_indexes: defaultdict[str, set[int]] = defaultdict(set)
    for name in ascii_uppercase[:count]:
        is_last_of_several = len(forms) == count - 1 and count > 1
        forbidden_indexes = (
            _unchanged_indexes(key_indexes) if is_last_of_several else {}
        )
        form = _make_form(items, seed, name, forbidden_indexes)
        for asked in form.asked:
            if _may_move_key(asked.item):
                key_indexes[asked.item.id].add(_key_index(asked.options))
        forms.append(form)
    return tuple(forms)


def _unchanged_indexes(key_indexes: Mapping[str, set[int]]) -> dict[str, int]:
    """Return the index of each key that had only one index so far, by item id."""
    return {
        item_id: next(iter(indexes))
        for item_id, indexes in key_indexes.items()
        if len(indexes) == 1
    }


def _make_form(
    items: Sequence[Item], seed: str, name: str, forbidden_indexes: Mapping[str, int]
) -> PaperForm:
    """Return the form with this name.

    `forbidden_indexes` are indexes that a key must not have, by item id.
    """
    shuffled_items = shuffled(items, lambda item: item.id, seed, name)
    drawn_items = [
        asked_in_drawn_order(item, seed, name, number)
        for number, item in enumerate(shuffled_items, 1)
    ]
    single_items = [
        _SingleItem(
            asked,
            _key_index(asked.options),
            forbidden_indexes.get(asked.item.id),
            draw(seed, name, asked.item.id, "key"),
        )
        for asked in drawn_items
        if asked.item.interaction.asks_for_best_option
    ]
    _KeyArrangement(single_items).improve()
    improved_by_number = {single.asked.number: single.asked for single in single_items}
    asked_items = [improved_by_number.get(asked.number, asked) for asked in drawn_items]
    return PaperForm(name, tuple(asked_items))


def asked_in_drawn_order(
    item: Item, seed: str, form_name: str, number: int
) -> AskedItem:
    """Return an item with its options and pairs in the order drawn for a form.

    `number` is the item's number in the form.
    """
    options = item.options
    if not item.keeps_order:
        movable_options = [option for option in options if not option.is_pinned]
        pinned_options = [option for option in options if option.is_pinned]
        shuffled_options = shuffled(
            movable_options, lambda option: option.id, seed, form_name, item.id
        )
        options = (*shuffled_options, *pinned_options)
    if options == item.options:
        options = _options_if_order_is_unchanged(item)
    pairs = shuffled(item.pairs, lambda pair: pair.id, seed, form_name, item.id)
    return AskedItem(number, item, options, tuple(pair.id for pair in pairs))


def _options_if_order_is_unchanged(item: Item) -> tuple[Option, ...]:
    """Return the options for the case that the drawn order is the item's own order.

    In an ordering, that order is the right answer, so the first option goes to the end.
    """
    options = item.options
    match item.interaction:
        case Interaction.ORDER:
            return (*options[1:], options[0])
        case (
            Interaction.CHOOSE_ONE
            | Interaction.CHOOSE_SEVERAL
            | Interaction.JUDGE_STATEMENT
            | Interaction.WRITE_WORDS
            | Interaction.WRITE_NUMBER
            | Interaction.WRITE_LIST
            | Interaction.MATCH
        ):
            return options
        case _ as interaction:
            assert_never(interaction)


def _may_move_key(item: Item) -> bool:
    """Whether the key of an item may get another letter."""
    return item.interaction.asks_for_best_option and item.may_be_shuffled


def _key_index(options: Sequence[Option]) -> int:
    return next(index for index, option in enumerate(options) if option.is_key)


@dataclass
class _SingleItem:
    """A single best answer of a form while its key may still be moved."""

    asked: AskedItem
    key_index: int
    """The index of the option that is the key now."""
    forbidden_index: int | None
    """The index that the key has in all earlier forms, and must not have in this one.

    None if every index is allowed.
    """
    drawn_number: int
    """A number drawn for this item and form.

    It decides in which order `_balance` takes the items. It also decides which index a
    key gets if several are equally rare.
    """

    @property
    def option_count(self) -> int:
        return len(self.asked.options)

    def move_key(self, index: int) -> None:
        """Swap the key with the option at an index."""
        options = list(self.asked.options)
        options[self.key_index], options[index] = (
            options[index],
            options[self.key_index],
        )
        self.asked = replace(self.asked, options=tuple(options))
        self.key_index = index


class _KeyArrangement:
    """Moves the keys of a form's single best answers, so that they show no pattern.

    Only as many keys are moved as necessary, so most items stay as they were drawn.
    """

    def __init__(self, single_items: Sequence[_SingleItem]) -> None:
        """Take the single best answers in the order of the form."""
        self._single_items = single_items
        self._key_counts = Counter(single.key_index for single in single_items)
        """How many keys have each index now."""
        self._expected_counts = _expected_key_counts(single_items)

    def improve(self) -> None:
        """Move the keys that must not stay where they are, then balance the letters."""
        for item_index, single in enumerate(self._single_items):
            allowed_indexes = self._allowed_indexes(item_index)
            if single.key_index not in allowed_indexes:
                self._move(single, self._rarest(allowed_indexes, single))
        self._balance()

    def _allowed_indexes(self, item_index: int) -> list[int]:
        """Return the indexes that the key of one item may have.

        A key that may not move may have only the index that it has now. For other keys,
        an index is allowed if it is not forbidden and makes no run that is too long. If
        there is no such index, all indexes that are not forbidden are allowed.
        """
        single = self._single_items[item_index]
        if not _may_move_key(single.asked.item):
            return [single.key_index]
        not_forbidden = [
            index
            for index in range(single.option_count)
            if index != single.forbidden_index
        ]
        without_long_run = [
            index
            for index in not_forbidden
            if not self._makes_long_run(item_index, index)
        ]
        return without_long_run or not_forbidden

    def _makes_long_run(self, item_index: int, key_index: int) -> bool:
        """Whether an item with this key index is in a run that is too long.

        All items of a run have the same key index.
        """
        start = max(0, item_index - _LONGEST_RUN)
        end = item_index + _LONGEST_RUN + 1
        key_indexes = [single.key_index for single in self._single_items[start:end]]
        key_indexes[item_index - start] = key_index
        return any(len(list(run)) > _LONGEST_RUN for _, run in groupby(key_indexes))

    def _rarest(self, indexes: Sequence[int], single: _SingleItem) -> int:
        """Return the index that the fewest keys have.

        If several indexes are equally rare, the number drawn for the item decides.
        """

        def sort_key(index: int) -> tuple[int, int]:
            # Each index has its own byte of the drawn number.
            drawn_byte = (single.drawn_number >> 8 * index) & 255
            return self._key_counts[index], drawn_byte

        return min(indexes, key=sort_key)

    def _balance(self) -> None:
        """Move keys from common letters to rare ones, item by item in drawn order.

        The surplus of a letter is how many more keys than expected have it. A key is
        moved only if its letter has a surplus of at least one key, and if the surplus
        of the new letter is smaller by more than one key.
        """
        in_drawn_order = sorted(
            range(len(self._single_items)),
            key=lambda item_index: self._single_items[item_index].drawn_number,
        )
        for item_index in in_drawn_order:
            single = self._single_items[item_index]
            surplus = self._surplus(single.key_index)
            if surplus < 1:
                continue
            rarer_indexes = [
                index
                for index in self._allowed_indexes(item_index)
                if self._surplus(index) + 1 < surplus
            ]
            if rarer_indexes:
                self._move(single, min(rarer_indexes, key=self._surplus))

    def _move(self, single: _SingleItem, index: int) -> None:
        self._key_counts[single.key_index] -= 1
        self._key_counts[index] += 1
        single.move_key(index)

    def _surplus(self, index: int) -> float:
        """Return how many more keys than expected have an index; may be negative."""
        return self._key_counts[index] - self._expected_counts[index]


def _expected_key_counts(single_items: Sequence[_SingleItem]) -> list[float]:
    """Return how many keys are expected to have each index.

    In an item with n options, the key is expected at each index with probability 1/n.
    """
    item_counts = Counter(single.option_count for single in single_items)
    most_options = max(item_counts, default=0)

    def expected_count(index: int) -> float:
        return sum(
            item_count / option_count
            for option_count, item_count in item_counts.items()
            if index < option_count
        )

    return list(map(expected_count, range(most_options)))
