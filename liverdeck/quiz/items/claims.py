"""Whether facts of a deck show that an answer may be right for a question.

The fact of the question alone does not show that an answer is wrong. Other facts may
give the answer another name, list it together with the right answer, or ask the same
question.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from liverdeck.quiz.items.certainty import is_certainly_wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.quiz.items.prepared_facts import PreparedAnswer, PreparedCard

_SAME_QUESTION_SHARE = 0.6
"""With a larger share of content words in common, questions may ask the same."""
_FEWEST_COMMON_WORDS = 2
"""A short and a long question with fewer common content words do not ask the same."""
_MOST_COMPARED = 100
"""At most this many questions, or lists, with the same answer are compared.

Later ones in the deck are ignored. Without a limit, the time would grow with the square
of their number.
"""


class Claims:
    """Compares the facts of a deck to find out whether an answer may be right."""

    def __init__(self, cards: Iterable[PreparedCard]) -> None:
        """Record every card and every list under each name of its answers."""
        self._lists_by_item: dict[str, list[PreparedCard]] = defaultdict(list)
        self._cards_by_answer: dict[str, list[PreparedCard]] = defaultdict(list)
        for card in cards:
            for answer in card.answers:
                for name in answer.names:
                    self._cards_by_answer[name].append(card)
                    if card.card.is_list:
                        self._lists_by_item[name].append(card)

    def is_wrong(self, answer: PreparedAnswer, card: PreparedCard) -> bool:
        """Whether an answer is wrong for a card, according to all facts."""
        return (
            not may_mean_the_same(answer, card.answers)
            and not self._is_right_for_same_question(answer, card)
            and is_certainly_wrong(answer, card)
        )

    def is_answer_of_other_wrong(self, other: PreparedCard, card: PreparedCard) -> bool:
        """Whether the answer of another card is wrong for a card with one answer."""
        answer = other.answers[0]
        return (
            not self._may_be_listed_together(card, answer)
            and not _questions_overlap(other, card)
            and self.is_wrong(answer, card)
        )

    def _may_be_listed_together(
        self, card: PreparedCard, answer: PreparedAnswer
    ) -> bool:
        """Whether a list may show that an answer is also right for a card.

        Such a list may be about the card's question. It has the card's own answer among
        its items. It also has the given answer among its items, or leaves it open.
        """
        for listed in self._lists_with(card.answers[0]):
            if not _may_be_about(card, listed):
                continue
            if may_mean_the_same(answer, listed.answers):
                return True
            if any(text.contains_or_is_in(answer.text) for text in listed.open_texts):
                return True
        return False

    def _lists_with(self, answer: PreparedAnswer) -> Iterator[PreparedCard]:
        """Yield the lists that have an answer.

        There are at most `_MOST_COMPARED` for each name of the answer.
        """
        for name in answer.names:
            yield from self._lists_by_item.get(name, ())[:_MOST_COMPARED]

    def _is_right_for_same_question(
        self, answer: PreparedAnswer, card: PreparedCard
    ) -> bool:
        """Whether another fact gives this answer to nearly the same question."""
        fact, question_stems = card.fact, card.question_stems
        for name in answer.names:
            for other in self._cards_by_answer.get(name, ())[:_MOST_COMPARED]:
                # Most questions have other words, and this comparison is fast.
                if _are_mostly_equal(other.question_stems, question_stems) and (
                    other.fact.id != fact.id
                ):
                    return True
        return False


def may_mean_the_same(answer: PreparedAnswer, others: Iterable[PreparedAnswer]) -> bool:
    """Whether an answer may mean the same as one of the others.

    So it is if they share a name, or if facts of the deck give both of them a name in
    common, directly or by way of more names.
    """
    meanings = answer.meanings
    return any(not meanings.isdisjoint(other.meanings) for other in others)


def _may_be_about(card: PreparedCard, listed: PreparedCard) -> bool:
    """Whether a list may be about what a card asks.

    That is so if list and card have the same topic or a common content word, or if a
    list item has no answer kind.
    """
    if listed.fact.topic == card.fact.topic:
        return True
    if any(answer.kind is None for answer in listed.card.answers):
        return True
    return not card.question_stems.isdisjoint(listed.question_stems)


def _are_mostly_equal(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two questions consist mostly of the same content words."""
    common_count = len(first & second)
    in_either_count = len(first) + len(second) - common_count
    return common_count > _SAME_QUESTION_SHARE * in_either_count


def _questions_overlap(one: PreparedCard, other: PreparedCard) -> bool:
    """Whether two questions may ask the same, or one says the answer to the other.

    They may ask the same if most content words of the shorter question are also in the
    longer one.
    """
    first, second = one.question_stems, other.question_stems
    common_count = len(first & second)
    fewest_to_ask_the_same = _SAME_QUESTION_SHARE * min(len(first), len(second))
    has_enough = common_count >= _FEWEST_COMMON_WORDS
    if has_enough and common_count > fewest_to_ask_the_same:
        return True
    return _says_answer(one, other) or _says_answer(other, one)


def _says_answer(asking: PreparedCard, answering: PreparedCard) -> bool:
    """Whether the question of `asking` says the answer of `answering`.

    It may say the text of the answer or an alias.
    """
    question = asking.question
    return any(
        # The comparison of words is fast, and enough for most pairs.
        name.words <= question.words and question.says(name)
        for name in answering.answers[0].texts
    )
