"""What a trainer should know about a paper in an output format.

The items are the same everywhere, and so is the rule of points (`Item.points_for`). But
a learning platform cannot judge every answer, and some have a rule of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted
from liverdeck.quiz.items.item_types import Interaction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.quiz.items.item import Item

_PLATFORMS = ("moodle", "gift", "qti")
_WITH_MOODLE_ANSWERS = ("moodle", "gift")


def remarks(name: str, items: Sequence[Item]) -> Iterator[str]:
    """Yield what is different in the output format of this name, for some items.

    Each remark is a sentence that begins with the name of the format.
    """
    if name in _PLATFORMS:
        yield from _on_essays(name, items)
        yield from _on_points(name, items)
    if name in _WITH_MOODLE_ANSWERS:
        yield from _on_numbers(name, items)
    if name == "html":
        yield from _on_self_marking(items)


def _on_essays(name: str, items: Sequence[Item]) -> Iterator[str]:
    essays = [item for item in items if item.is_marked_by_person]
    if essays:
        list_count = sum(item.interaction.is_list for item in essays)
        kinds = (
            counted(list_count, "list"),
            counted(len(essays) - list_count, "short answer"),
        )
        are = "is an essay" if len(essays) == 1 else "are essays"
        yield (
            f"{name}: {counted(len(essays), 'item')} of {len(items)} {are}, for a "
            f"person to mark ({', '.join(kinds)}). --closed leaves them out."
        )


def _on_self_marking(items: Sequence[Item]) -> Iterator[str]:
    count = sum(item.is_judged_by_meaning for item in items)
    if count:
        are = "is" if count == 1 else "are"
        yield (
            f"html: {counted(count, 'item')} of {len(items)} {are} marked by the "
            f"learners themselves, with the key beside their answer."
        )


def _on_points(name: str, items: Sequence[Item]) -> Iterator[str]:
    interactions = {item.interaction for item in items}
    if Interaction.ORDER in interactions:
        yield f"{name}: a partly right order gets part of its points."
    if name == "gift" and any(item.points > 1 for item in items):
        yield "gift: each item counts one point, and GIFT can give no more."
    if name == "qti" and Interaction.CHOOSE_SEVERAL in interactions:
        yield (
            "qti: Canvas has its own rule for a partly right multiple response; choose "
            "it there."
        )


def _on_numbers(name: str, items: Sequence[Item]) -> Iterator[str]:
    numbers = [
        answer.number for item in items for answer in item.answers if answer.number
    ]
    if any(number.value.startswith("-") for number in numbers):
        yield (
            f"{name}: Moodle reads a negative number only with a hyphen, and not with "
            f"the minus sign −."
        )
    if name == "gift" and any(number.unit for number in numbers):
        yield "gift: Moodle ignores the unit after a number, right or wrong."
