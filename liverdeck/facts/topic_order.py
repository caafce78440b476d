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
    releases gave. Those numbers stay. A new topic gets a number between its neighbours.
    If there is none, it gets the number of the topic before it.
    """
    numbers = dict(released or {})
    previous = 0
    for index, topic in enumerate(topics):
        if topic not in numbers:
            later_topics = topics[index + 1 :]
            known = [numbers[later] for later in later_topics if later in numbers]
            higher = [number for number in known if number > previous]
            if higher:
                numbers[topic] = (previous + min(higher)) // 2
            else:
                last = max([*numbers.values(), previous])
                numbers[topic] = _next_multiple_of_step(last)
        previous = numbers[topic]
    return numbers


def _next_multiple_of_step(number: int) -> int:
    """Return the multiple of `STEP` after a number, at most the highest number."""
    next_multiple = (number // STEP + 1) * STEP
    return min(next_multiple, HIGHEST_TOPIC_NUMBER)
