"""The numbers of topics, which keep Anki's tree of tags in teaching order.

A number never changes. A package brings new tags only to the notes that it changes, so
a topic with a new number would be in the tree twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STEP = 10
"""The difference between the numbers of two topics, so that others fit between them."""
HIGHEST_TOPIC_NUMBER = 999_999_999
"""No topic has a higher number."""


def topic_numbers(
    topics: Sequence[str], released: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the numbers of topics, by id.

    `topics` are the ids in teaching order, and `released` are the numbers that earlier
    releases gave. Those stay. A new topic gets a number between its neighbours, or
    the number of the topic before it if there is none between them.
    """
    numbers = dict(released or {})
    previous = 0
    for index, topic in enumerate(topics):
        if topic not in numbers:
            known = [numbers[later] for later in topics[index:] if later in numbers]
            higher = [number for number in known if number > previous]
            following = min(higher, default=None)
            if following is None:
                numbers[topic] = _number_after(max([*numbers.values(), previous]))
            else:
                numbers[topic] = (previous + following) // 2
        previous = numbers[topic]
    return numbers


def _number_after(last: int) -> int:
    """Return the next multiple of `STEP`, or the highest number if that is less."""
    return min(last // STEP * STEP + STEP, HIGHEST_TOPIC_NUMBER)
