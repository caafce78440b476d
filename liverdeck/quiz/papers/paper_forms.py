"""Forms A, B, C of a paper: the same items, each form in an order of its own, with keys that no pattern gives away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from string import ascii_uppercase
from typing import TYPE_CHECKING

from liverdeck.quiz.chance import draw, shuffled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.quiz.items.item import Item, Option

MOST_FORMS = 26
LONGEST_RUN = 3
"""Keys in a row with the same letter."""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item as one form asks it."""

    number: int
    """From 1."""
    item: Item
    options: tuple[Option, ...]
    """In the order of the form; of an ordering as they are to be sorted."""
    prompt_ids: tuple[str, ...] = ()
    """Of a matching: ids of the pairs, in the order of the form."""

    @property
    def key_letters(self) -> str:
        """The letters of the right options: "B", or "ACD"."""
        return "".join(
            option_letter(place)
            for place, option in enumerate(self.options)
            if option.is_key
        )


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
    """Lay out the items in `count` forms.

    Within a form the letters of the keys of single best answers are balanced, and none comes more than three times in
    a row. With two forms or more, no such item has the same letter in all of them. Numbers stay ascending.
    """
    forms: list[PaperForm] = []
    letters: dict[str, set[int]] = {}
    for name in ascii_uppercase[:count]:
        is_last = len(forms) == count - 1 and count > 1
        stuck = (
            {
                item_id: next(iter(had))
                for item_id, had in letters.items()
                if len(had) == 1
            }
            if is_last
            else {}
        )
        form = _form(items, seed, name, stuck)
        for asked in form.asked:
            if _may_move(asked.item):
                letters.setdefault(asked.item.id, set()).add(_key_place(asked.options))
        forms.append(form)
    return tuple(forms)


def _form(
    items: Sequence[Item], seed: str, name: str, stuck: dict[str, int]
) -> PaperForm:
    order = shuffled(items, lambda item: item.id, seed, name)
    laid = [_laid_out(item, seed, name, number) for number, item in enumerate(order, 1)]
    places = _Places(laid, seed, name, stuck)
    return PaperForm(name, tuple(places.settled()))


def _laid_out(item: Item, seed: str, name: str, number: int) -> AskedItem:
    options = item.options
    if not item.keeps_order:
        loose = shuffled(
            (option for option in options if not option.is_pinned),
            _id,
            seed,
            name,
            item.id,
        )
        options = (*loose, *(option for option in options if option.is_pinned))
    if item.type == "ordering" and options == item.options:
        options = (
            *options[1:],
            options[0],
        )  # what is asked for must not stand there already
    pairs = shuffled(item.pairs, lambda pair: pair.id, seed, name, item.id)
    return AskedItem(number, item, options, tuple(pair.id for pair in pairs))


def _id(option: Option) -> str:
    return option.id


def _may_move(item: Item) -> bool:
    return (
        item.type == "single"
        and not item.keeps_order
        and not any(option.is_pinned for option in item.options)
    )


def _key_place(options: Sequence[Option]) -> int:
    return next(place for place, option in enumerate(options) if option.is_key)


class _Places:
    """Moves as few keys as need be, so that most items stay as their own draw laid them out."""

    def __init__(
        self, laid: list[AskedItem], seed: str, name: str, stuck: dict[str, int]
    ) -> None:
        self.laid = laid
        self.stuck = stuck
        self.draws = {
            asked.item.id: draw(seed, name, asked.item.id, "key") for asked in laid
        }
        self.choices = [
            place for place, asked in enumerate(laid) if asked.item.type == "single"
        ]
        self.keys = [_key_place(laid[place].options) for place in self.choices]
        self.counts = Counter(self.keys)
        sizes = Counter(len(laid[place].options) for place in self.choices)
        self.shares = [
            sum(many / size for size, many in sizes.items() if size > at)
            for at in range(max(sizes, default=0))
        ]
        """Of each letter, if all options of an item were right equally often."""

    def settled(self) -> list[AskedItem]:
        for turn, had in enumerate(self.keys):
            if had not in self.allowed(turn):
                self.move(turn)
        self.balance()
        return self.laid

    def allowed(self, turn: int) -> list[int]:
        """Places for the key of the turn-th choice that make no run and are not the letter it has everywhere."""
        asked = self.laid[self.choices[turn]]
        if not _may_move(asked.item):
            return [self.keys[turn]]
        fitting = [
            at
            for at in range(len(asked.options))
            if at != self.stuck.get(asked.item.id)
        ]
        return [at for at in fitting if not self.makes_run(turn, at)] or fitting

    def makes_run(self, turn: int, at: int) -> bool:
        window = self.keys[max(0, turn - LONGEST_RUN) : turn + LONGEST_RUN + 1]
        window[min(turn, LONGEST_RUN)] = at
        return any(len(list(run)) > LONGEST_RUN for _, run in groupby(window))

    def move(self, turn: int) -> None:
        """Swap the key with the option at the allowed place whose letter is rarest so far."""
        drawn = self.draws[self.laid[self.choices[turn]].item.id]
        self.swap(
            turn,
            min(
                self.allowed(turn),
                key=lambda at: (self.counts[at], (drawn >> 8 * at) & 255),
            ),
        )

    def swap(self, turn: int, at: int) -> None:
        place, was = self.choices[turn], self.keys[turn]
        asked = self.laid[place]
        options = list(asked.options)
        options[was], options[at] = options[at], options[was]
        self.counts[was] -= 1
        self.counts[at] += 1
        self.keys[turn] = at
        self.laid[place] = replace(asked, options=tuple(options))

    def balance(self) -> None:
        """Move keys from the commonest letter to the rarest until no letter is two more than its share."""
        turns = sorted(
            range(len(self.choices)),
            key=lambda turn: self.draws[self.laid[self.choices[turn]].item.id],
        )
        for turn in turns:
            had = self.keys[turn]
            better = [
                at
                for at in self.allowed(turn)
                if self.surplus(at) + 1 < self.surplus(had)
            ]
            if self.surplus(had) >= 1 and better:
                self.swap(turn, min(better, key=self.surplus))

    def surplus(self, at: int) -> float:
        """How many keys more than its share a letter has."""
        return self.counts[at] - self.shares[at]
