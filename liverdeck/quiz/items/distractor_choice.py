"""Choose the distractors of an item that can be options together."""

from __future__ import annotations

from itertools import tee
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.quiz.items.amounts import are_words_or_distinct_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.quiz.items.prepared_facts import (
        PreparedAnswer,
        PreparedCard,
        PreparedWrongAnswer,
    )

_MOST_AUTHORED = 12
"""At most this many of the author's own distractors are chosen."""


@value_class
class Distractor:
    """A wrong option that may be offered."""

    answer: PreparedAnswer
    """The answer that the option offers."""
    why: str
    """Why the answer is wrong."""
    author_answer: PreparedWrongAnswer | None = None
    """The author's wrong answer that is offered; None for an answer of another card."""

    @property
    def is_authored(self) -> bool:
        """Whether the author wrote the option as a wrong answer."""
        return self.author_answer is not None

    @property
    def text(self) -> str:
        """The text of the option."""
        return self.answer.text.original


def chosen_distractors(
    candidates: Iterable[Distractor], card: PreparedCard, limit: int
) -> list[Distractor]:
    """Return the first candidates that can be in the same item of a card.

    The `candidates` begin with the author's own. At most twelve of these are chosen.
    Other candidates are chosen only while there are fewer than `limit` distractors in
    all. The last of these may be replaced; see `_with_one_as_long_as_key`.
    """
    # Both steps read the same candidates; `tee` makes these only once.
    for_choice, for_replacement = tee(candidates)
    chosen: list[Distractor] = []
    for candidate in for_choice:
        if len(chosen) >= (_MOST_AUTHORED if candidate.is_authored else limit):
            break
        if _fits_all(candidate, chosen):
            chosen.append(candidate)
    return _with_one_as_long_as_key(chosen, card, for_replacement)


def _with_one_as_long_as_key(
    chosen: list[Distractor], card: PreparedCard, replacements: Iterable[Distractor]
) -> list[Distractor]:
    """Return the chosen distractors, one of them as long as the key if possible.

    If every distractor is shorter than the key, the last one is replaced by one that is
    as long as the key or longer. The last one stays if the author wrote it, or if no
    distractor can replace it. An author's distractor is never a replacement.
    """
    key_length = len(card.right_text)
    longest_length = max((len(wrong.text) for wrong in chosen), default=0)
    if not chosen or longest_length >= key_length or chosen[-1].is_authored:
        return chosen
    kept = chosen[:-1]
    for replacement in replacements:
        if replacement.is_authored or len(replacement.text) < key_length:
            continue
        if _fits_all(replacement, kept):
            return [*kept, replacement]
    return chosen


def _fits_all(candidate: Distractor, chosen: Sequence[Distractor]) -> bool:
    """Whether a distractor can be in the same item as all that are chosen."""
    return all(_fit_together(candidate, other) for other in chosen)


def _fit_together(one: Distractor, other: Distractor) -> bool:
    """Whether two distractors are different answers and fit into the same item.

    If both are the author's and the reason of one says the text of the other, the two
    may mean the same. An example is "alkaline phosphatase", and "ALP" with the reason
    "That is the enzyme alkaline phosphatase".
    """
    first, second = one.answer, other.answer
    if not first.meanings.isdisjoint(second.meanings):
        return False
    if not are_words_or_distinct_numbers(first.quantity, second.quantity):
        return False
    if first.text.contains_or_is_in(second.text):
        return False
    if one.author_answer is None or other.author_answer is None:
        return True
    return not (
        one.author_answer.compared_why.says(second.text)
        or other.author_answer.compared_why.says(first.text)
    )
