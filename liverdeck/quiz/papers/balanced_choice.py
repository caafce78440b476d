"""Choose items so that topics are in proportion and difficulties are spread.

The topic that has the fewest items for its share gets the next item, by the method of
Sainte-Laguë: if n items of the paper are of a topic with f facts, this topic comes
before all topics with a higher (2n + 1) / f. In a paper with room for all topics, those
without an item come first. Within a topic, the difficulty is chosen in the same way. So
one more fact moves at most one item to another topic.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING

from liverdeck.quiz.chance import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from liverdeck.quiz.items.bank import Candidate
    from liverdeck.quiz.items.item import Item

_TRIES_IN_A_ROW = 8
"""After this many candidates that give no item, another difficulty is tried."""


class BalancedChoice:
    """The candidates of a row that were not tried yet, by topic and difficulty."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        seed: str,
        count: int,
        try_candidate: Callable[[Candidate], Item | None],
    ) -> None:
        """Take candidates in the order of the seed; `count` items are wanted.

        `try_candidate` returns an item of a candidate that the paper can have, or None.
        """
        self._try = try_candidate
        self._queues: dict[str, dict[int, deque[Candidate]]] = {}
        fact_ids: dict[str, set[str]] = defaultdict(set)
        self._difficulty_weights: Counter[int] = Counter()
        for candidate in candidates:
            by_difficulty = self._queues.setdefault(candidate.topic, {})
            by_difficulty.setdefault(candidate.difficulty, deque()).append(candidate)
            fact_ids[candidate.topic].add(candidate.facts[0])
            draw_count = candidate.type.traits.draw_count
            self._difficulty_weights[candidate.difficulty] += draw_count

        self._topic_weights = {topic: len(ids) for topic, ids in fact_ids.items()}
        # This order decides between topics without items, and between topics whose
        # shares are equal. In a paper with fewer items than topics, it is the order of
        # their candidates, so a draw decides which topics the paper has.
        order = (
            sorted(fact_ids, key=lambda topic: draw(seed, topic))
            if count >= len(fact_ids)
            else list(fact_ids)
        )
        self._topic_ranks = {topic: rank for rank, topic in enumerate(order)}

    def next_item(self, chosen: Iterable[Item]) -> Item | None:
        """Return the next item, given those that the paper has; None if none fits.

        A candidate is tried only once.
        """
        chosen = list(chosen)
        counts = Counter(item.topic for item in chosen)
        difficulties = Counter(item.difficulty for item in chosen)

        def sort_key(topic: str) -> tuple[bool, float, int]:
            return self._topic_sort_key(topic, counts)

        for topic in sorted(self._queues, key=sort_key):
            item = self._next_of_topic(topic, difficulties)
            if item is not None:
                return item
            del self._queues[topic]
        return None

    def _topic_sort_key(
        self, topic: str, counts: Counter[str]
    ) -> tuple[bool, float, int]:
        count = counts[topic]
        share = (2 * count + 1) / self._topic_weights[topic] if count else 0.0
        return count > 0, share, self._topic_ranks[topic]

    def _next_of_topic(self, topic: str, counts: Counter[int]) -> Item | None:
        queues = self._queues[topic]

        def share(difficulty: int) -> float:
            weight = self._difficulty_weights[difficulty]
            return (2 * counts[difficulty] + 1) / weight

        while queues:
            for difficulty in sorted(queues, key=share):
                queue = queues[difficulty]
                for _ in range(min(len(queue), _TRIES_IN_A_ROW)):
                    item = self._try(queue.popleft())
                    if item is not None:
                        return item
                if not queue:
                    del queues[difficulty]
        return None
