"""The forms A, B, C of a paper.

All forms have the same items. Each form has its own order of items and options, and its
keys show no pattern.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from string import ascii_uppercase
from typing import TYPE_CHECKING

from liverdeck.quiz.chance import draw, shuffled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.quiz.items.item import Item, Option

MOST_FORMS = 26
_LONGEST_RUN = 3
"""How many items in a row may have the same letter as their key."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item as one form asks it."""

    number: int
    """The item's number in the form, from 1."""
    item: Item
    options: tuple[Option, ...]
    """Options in the order of the form; for an ordering, the order before sorting."""
    prompt_ids: tuple[str, ...] = ()
    """Ids of a matching's pairs, in the order of the form."""

    @property
    def key_letters(self) -> str:
        """The letters of the right options: "B", or "ACD"."""
        letters = [
            option_letter(index)
            for index, option in enumerate(self.options)
            if option.is_key
        ]
        return "".join(letters)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One version of the paper."""

    name: str
    """A, B, C ..."""
    asked: tuple[AskedItem, ...]


def option_letter(index: int) -> str:
    """Return the letter of an option: 0 is A."""
    return ascii_uppercase[index]


def make_paper_forms(
    items: Sequence[Item], seed: str, count: int
) -> tuple[PaperForm, ...]:
    """Return `count` forms of a paper with these items.

    Within a form, the letters of the keys of single best answers are balanced, and no
    letter is the key more than three times in a row. With two forms or more, no such
    item has the same key letter in all of them. Items that keep the order of their
    options, such as numbers, are left as they are.
    """
    forms: list[PaperForm] = []
    used_indexes: defaultdict[str, set[int]] = defaultdict(set)
    for name in ascii_uppercase[:count]:
        is_last_of_several = len(forms) == count - 1 and count > 1
        forbidden = _same_in_all(used_indexes) if is_last_of_several else {}
        form = _make_form(items, seed, name, forbidden)
        for asked in form.asked:
            if _may_move_key(asked.item):
                used_indexes[asked.item.id].add(_key_index(asked.options))
        forms.append(form)
    return tuple(forms)


def _same_in_all(used_indexes: Mapping[str, set[int]]) -> dict[str, int]:
    """Return, by item id, the index of the key of items where it never changed."""
    return {
        item_id: next(iter(indexes))
        for item_id, indexes in used_indexes.items()
        if len(indexes) == 1
    }


def _make_form(
    items: Sequence[Item], seed: str, name: str, forbidden: Mapping[str, int]
) -> PaperForm:
    """Return the form with this name.

    `forbidden` has, by item id, the index that the item's key must not have.
    """
    in_order = shuffled(items, lambda item: item.id, seed, name)
    drawn = [
        _drawn_item(item, seed, name, number) for number, item in enumerate(in_order, 1)
    ]
    choices = [
        _Choice(
            asked,
            _key_index(asked.options),
            forbidden.get(asked.item.id),
            draw(seed, name, asked.item.id, "key"),
        )
        for asked in drawn
        if asked.item.type == "single"
    ]
    _KeyArrangement(choices).improve()
    moved = {choice.asked.number: choice.asked for choice in choices}
    return PaperForm(name, tuple(moved.get(asked.number, asked) for asked in drawn))


def _drawn_item(item: Item, seed: str, form_name: str, number: int) -> AskedItem:
    """Return an item with its options and pairs in the order drawn for a form."""
    options = item.options
    if not item.keeps_order:
        loose = [option for option in options if not option.is_pinned]
        pinned = [option for option in options if option.is_pinned]
        in_order = shuffled(loose, lambda option: option.id, seed, form_name, item.id)
        options = (*in_order, *pinned)
    if item.type == "ordering" and options == item.options:
        # The options must not already be in the order that the item asks for.
        options = (*options[1:], options[0])
    pairs = shuffled(item.pairs, lambda pair: pair.id, seed, form_name, item.id)
    return AskedItem(number, item, options, tuple(pair.id for pair in pairs))


def _may_move_key(item: Item) -> bool:
    has_pinned = any(option.is_pinned for option in item.options)
    return item.type == "single" and not item.keeps_order and not has_pinned


def _key_index(options: Sequence[Option]) -> int:
    return next(index for index, option in enumerate(options) if option.is_key)


@dataclass
class _Choice:
    """A single best answer of a form while its key may still move."""

    asked: AskedItem
    key_index: int
    """Where its key is now: the index of an option."""
    forbidden_index: int | None
    """Where its key was in all earlier forms, if it must move now."""
    drawn: int
    """A number drawn for this item and form. It decides between equal moves."""

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
    """The keys of a form's single best answers.

    It moves as few keys as necessary. So most items stay as they were drawn.
    """

    def __init__(self, choices: Sequence[_Choice]) -> None:
        """Take the choices in the order of the form."""
        self._choices = choices
        self._counts = Counter(choice.key_index for choice in choices)
        """How many keys are at an index now."""
        self._expected_counts = _expected_counts(choices)

    def improve(self) -> None:
        """Move the keys that may not stay where they are, then balance the letters."""
        for position, choice in enumerate(self._choices):
            allowed = self._allowed_indexes(position)
            if choice.key_index not in allowed:
                self._move(choice, self._rarest(allowed, choice))
        self._balance()

    def _allowed_indexes(self, position: int) -> list[int]:
        """Return where the key of one choice may be.

        An index is allowed if it makes no run and is not forbidden. If every index
        makes a run, runs are allowed.
        """
        choice = self._choices[position]
        if not _may_move_key(choice.asked.item):
            return [choice.key_index]
        not_forbidden = [
            index
            for index in range(choice.option_count)
            if index != choice.forbidden_index
        ]
        without_run = [
            index for index in not_forbidden if not self._makes_run(position, index)
        ]
        return without_run or not_forbidden

    def _makes_run(self, position: int, index: int) -> bool:
        """Whether a key at this index would be one of too many equal ones in a row."""
        start = max(0, position - _LONGEST_RUN)
        end = position + _LONGEST_RUN + 1
        key_indexes = [choice.key_index for choice in self._choices[start:end]]
        key_indexes[position - start] = index
        return any(len(list(run)) > _LONGEST_RUN for _, run in groupby(key_indexes))

    def _rarest(self, indexes: Sequence[int], choice: _Choice) -> int:
        """Return the index with the fewest keys; the choice's draw decides ties."""

        def sort_key(index: int) -> tuple[int, int]:
            byte_of_draw = (choice.drawn >> 8 * index) & 255
            return self._counts[index], byte_of_draw

        return min(indexes, key=sort_key)

    def _balance(self) -> None:
        """Move keys from common letters to rare ones, the choices in drawn order.

        A key moves only if its letter has at least one key too many, and if the new
        letter's surplus is more than one key smaller.
        """
        in_drawn_order = sorted(
            range(len(self._choices)),
            key=lambda position: self._choices[position].drawn,
        )
        for position in in_drawn_order:
            choice = self._choices[position]
            surplus_now = self._surplus(choice.key_index)
            rarer = [
                index
                for index in self._allowed_indexes(position)
                if self._surplus(index) + 1 < surplus_now
            ]
            if surplus_now >= 1 and rarer:
                self._move(choice, min(rarer, key=self._surplus))

    def _move(self, choice: _Choice, index: int) -> None:
        self._counts[choice.key_index] -= 1
        self._counts[index] += 1
        choice.move_key(index)

    def _surplus(self, index: int) -> float:
        """Return how many more keys are at an index than expected."""
        return self._counts[index] - self._expected_counts[index]


def _expected_counts(choices: Sequence[_Choice]) -> list[float]:
    """Return how many keys to expect at each index.

    The expectation is that every option of an item is equally often the key.
    """
    choices_by_size = Counter(choice.option_count for choice in choices)
    largest_size = max(choices_by_size, default=0)
    return [
        sum(
            choice_count / size
            for size, choice_count in choices_by_size.items()
            if index < size
        )
        for index in range(largest_size)
    ]
