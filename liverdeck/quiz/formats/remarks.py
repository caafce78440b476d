"""Remarks on what differs in an output format, for the trainer.

The items are the same everywhere, and so is the rule for points (`Item.points_for`).
But a platform cannot judge every answer, and some count points by their own rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted
from liverdeck.quiz.formats.platform_html import is_cut_by_moodle
from liverdeck.quiz.items.item_types import Interaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.quiz.items.item import Item

_PLATFORMS = ("moodle", "gift", "qti")
_READ_BY_MOODLE = ("moodle", "gift")
_ON_PAPER = ("print", "pdf", "docx", "markdown")
_TEXT_ONLY = ("csv", "json")


def remarks(names: Iterable[str], items: Sequence[Item]) -> tuple[str, ...]:
    """Return remarks on what becomes of some items in these output formats.

    Each remark is a sentence that begins with the names of its formats.
    """
    names_by_text: dict[str, list[str]] = {}
    for name in names:
        for text in _remarks_on(name, items):
            names_by_text.setdefault(text, []).append(name)
    return tuple(f"{', '.join(names)}: {text}" for text, names in names_by_text.items())


def _remarks_on(name: str, items: Sequence[Item]) -> Iterator[str]:
    if name in _PLATFORMS:
        yield from _remark_on_essays(items)
        yield from _remarks_on_points(name, items)
    if name in _READ_BY_MOODLE:
        yield from _remarks_on_numbers(name, items)
        yield from _remark_on_long_matches(name, items)
    if name == "html":
        yield from _remark_on_self_marking(items)
    if name == "qti":
        yield from _remark_on_wrong_answers(items)
    yield from _remarks_on_media(name, items)


def _remark_on_essays(items: Sequence[Item]) -> Iterator[str]:
    essays = [item for item in items if item.is_marked_by_person]
    if essays:
        list_count = sum(item.interaction.is_list for item in essays)
        counts = ((list_count, "list"), (len(essays) - list_count, "short answer"))
        types = [counted(count, name) for count, name in counts if count]
        are_essays = "is an essay" if len(essays) == 1 else "are essays"
        yield (
            f"{counted(len(essays), 'item')} of {len(items)} {are_essays}, "
            f"for a person to mark ({', '.join(types)}). --closed leaves them out."
        )


def _remark_on_self_marking(items: Sequence[Item]) -> Iterator[str]:
    count = sum(item.is_judged_by_meaning for item in items)
    if count:
        are = "is" if count == 1 else "are"
        yield (
            f"{counted(count, 'item')} of {len(items)} {are} marked by the learners "
            f"themselves, with the key beside their answer."
        )


def _remarks_on_points(name: str, items: Sequence[Item]) -> Iterator[str]:
    interactions = {item.interaction for item in items}
    if name != "moodle" and Interaction.ORDER in interactions:
        yield "a partly right order gets part of its points."
    if name == "gift" and any(item.points > 1 for item in items):
        yield "each item counts one point, and GIFT can give no more."
    if name == "qti" and Interaction.CHOOSE_SEVERAL in interactions:
        yield (
            "Canvas has its own rule for a partly right multiple response; choose it "
            "there."
        )


def _remark_on_wrong_answers(items: Sequence[Item]) -> Iterator[str]:
    """Yield a remark on the wrong answers that Canvas does not get.

    Wrong answers to an essay are in the notes for the person who marks it.
    """
    marked_by_canvas = [item for item in items if not item.is_marked_by_person]
    answers = [answer for item in marked_by_canvas for answer in item.answers]
    count = sum(len(answer.reject) for answer in answers)
    if count:
        yield (
            f"without {counted(count, 'known wrong answer')} to a short answer and the "
            f"reasons against them, for which Canvas has no place."
        )


def _remarks_on_media(name: str, items: Sequence[Item]) -> Iterator[str]:
    sides = [side for item in items for side in (item.front, item.back)]
    if name in _ON_PAPER and any(side.sounds for side in sides):
        yield (
            "paper plays no sound: the paper says which question has one, and the key "
            "names the files."
        )
    if name in _TEXT_ONLY and any(side.all for side in sides):
        yield (
            "pictures and sounds are named; their files are in the folder of the deck."
        )


def _remarks_on_numbers(name: str, items: Sequence[Item]) -> Iterator[str]:
    numbers = [
        answer.number for item in items for answer in item.answers if answer.number
    ]
    if any(number.value.startswith("-") for number in numbers):
        yield (
            "Moodle reads a negative number only with a hyphen, and not with the minus "
            "sign −."
        )
    if any(number.unit for number in numbers):
        if name == "gift":
            yield "Moodle ignores the unit after a number, so a wrong unit counts too."
        else:
            yield "Moodle counts a right number with a wrong unit."


def _remark_on_long_matches(name: str, items: Sequence[Item]) -> Iterator[str]:
    matches = {text for item in items for text in item.matches}
    if name == "gift":  # where an order is a matching
        for item in items:
            if item.interaction is Interaction.ORDER:
                matches.update(item.right_texts)
    cut_count = sum(map(is_cut_by_moodle, matches))
    if cut_count:
        are = "is" if cut_count == 1 else "are"
        yield (
            f"{counted(cut_count, 'text')} of matchings {are} longer than Moodle "
            f"allows, and cut."
        )
