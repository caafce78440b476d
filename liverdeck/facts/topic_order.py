"""The numbers of topics, by which Anki's tree of tags is in teaching order.

A number is kept for good: tags travel only with the notes that a package changes, so a
topic whose number changed would be in the tree twice.
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
            known = (numbers[after] for after in topics[index:] if after in numbers)
            following = min(
                (later for later in known if later > previous), default=None
            )
            if following is None:
                last = max([*numbers.values(), previous])
                next_number = last // STEP * STEP + STEP
                numbers[topic] = min(next_number, HIGHEST_TOPIC_NUMBER)
            else:
                numbers[topic] = (previous + following) // 2
        previous = numbers[topic]
    return numbers
