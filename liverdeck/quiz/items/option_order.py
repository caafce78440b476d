"""The order of an item's options: on a scale, as the author wrote them, or drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.quiz.chance import draw
from liverdeck.quiz.items.item import in_pinned_order, make_option
from liverdeck.quiz.items.scales import order_on_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.distractor_choice import Distractor
    from liverdeck.quiz.items.item import Option

_FEWEST_ON_SCALE = 3


@value_class
class OrderedOptions:
    """The options of an item that asks for the best one."""

    shown: tuple[Option, ...]
    all: tuple[Option, ...]
    """The options that are shown, and those that a paper may draw instead.

    Empty if all options are shown.
    """
    keeps_order: bool


def best_answer_options(
    key: Answer, distractors: Sequence[Distractor], most_wrong: int, name: str
) -> OrderedOptions:
    """Return the key and its distractors as options.

    With more than `most_wrong` distractors, the first ones are shown, and a paper may
    draw from all of them. On a scale and with `options: fixed`, the options keep their
    order; otherwise the key comes first, because they are shuffled later. `name` is the
    name of the question. If the options are fixed, the index of the key is drawn, and
    the draw depends on this name.
    """
    ordered, keeps_order = _in_order(key, distractors, name)
    shown_texts = {key.text, *(wrong.text for wrong in distractors[:most_wrong])}
    shown = tuple(option for option in ordered if option.text in shown_texts)
    has_more = len(shown) < len(ordered)
    if keeps_order and order_on_scale([option.text for option in ordered]) is None:
        # Not all options are on one scale, but perhaps those that are shown are.
        shown = _on_scale(shown) or shown
    return OrderedOptions(shown, tuple(ordered) if has_more else (), keeps_order)


def with_scale_order(options: Sequence[Option]) -> tuple[tuple[Option, ...], bool]:
    """Return options from low to high and True, or as they are and False."""
    on_scale = _on_scale(options)
    return (tuple(options), False) if on_scale is None else (on_scale, True)


def _on_scale(options: Sequence[Option]) -> tuple[Option, ...] | None:
    """Return options from low to high; None if they are on no scale.

    One wrong option may be off the scale, if three others are on it. It goes last.
    """
    order = order_on_scale([option.text for option in options])
    if order is not None:
        return tuple(options[index] for index in order)
    if len(options) <= _FEWEST_ON_SCALE:
        return None
    for last in options:
        others = [option for option in options if option is not last]
        order = order_on_scale([option.text for option in others])
        if order is not None and not last.is_key:
            on_scale = [others[index] for index in order]
            return (*on_scale, last)
    return None


def _in_order(
    key: Answer, distractors: Sequence[Distractor], name: str
) -> tuple[list[Option], bool]:
    """Return all options in their order, and whether they keep this order on papers."""
    key_option = make_option(key.text, is_key=True, is_pinned=key.pin == "last")
    wrong = [wrong_option(distractor) for distractor in distractors]
    on_scale = _on_scale([key_option, *wrong])
    if on_scale is not None:
        return list(on_scale), True
    if key.options != "fixed":
        return [key_option, *wrong], False
    rejected = {reject.text for reject in key.reject}
    # The key comes after the answers of `reject` and before the fact's `distractors`.
    key_index = sum(distractor.text in rejected for distractor in distractors)
    if key_index in (0, len(wrong)):
        key_index = draw(name, "place of the key") % (len(wrong) + 1)
    in_order = [*wrong[:key_index], key_option, *wrong[key_index:]]
    return in_pinned_order(in_order), True


def wrong_option(distractor: Distractor) -> Option:
    """Return a distractor as an option."""
    return make_option(
        distractor.text,
        why=distractor.why,
        is_pinned=distractor.answer.answer.pin == "last",
    )
