"""The numbers of topics, which keep Anki's tree of tags in teaching order.

A topic's number never changes. A package changes the tags only of the notes that it
updates, so a topic with a new number would be in the tree twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STEP = 10
"""The difference between the numbers of two topics: new topics fit between them."""
HIGHEST_TOPIC_NUMBER = 999_999_999
"""The highest number that a topic can have."""


def topic_numbers(
    topics: Sequence[str], released: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Return the numbers of topics, by id.

    `topics` are the ids in teaching order, and `released` are the numbers that earlier
    releases gave. Released numbers stay. A new topic gets a number between the numbers
    of its neighbours. If there is no number between them, it gets the number of the
    topic before it.
    """
    numbers = dict(released or {})
    previous_number = 0
    for index, topic in enumerate(topics):
        if topic not in numbers:
            later_topics = topics[index + 1 :]
            later_numbers = [
                numbers[later] for later in later_topics if later in numbers
            ]
            higher_numbers = [
                number for number in later_numbers if number > previous_number
            ]
            if higher_numbers:
                numbers[topic] = (previous_number + min(higher_numbers)) // 2
            else:
                last_number = max([*numbers.values(), previous_number])
                numbers[topic] = _next_multiple_of_step(last_number)
        previous_number = numbers[topic]
    return numbers


def _next_multiple_of_step(number: int) -> int:
    """Return the multiple of `STEP` after a number, at most the highest number."""
    next_multiple = (number // STEP + 1) * STEP
    return min(next_multiple, HIGHEST_TOPIC_NUMBER)
