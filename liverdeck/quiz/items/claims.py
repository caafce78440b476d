"""Whether facts of a deck show that an answer may be right for a question.

The fact of the question alone does not show that an answer is wrong. Other facts may
show that the answer means the same as the right one, list both together, or ask the
same question.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from liverdeck.quiz.items.certainty import is_certainly_wrong, is_wrong_for_author

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.quiz.items.prepared_facts import PreparedAnswer, PreparedCard

_SAME_QUESTION_FRACTION = 0.6
"""Questions that share more than this part of their content words may ask the same."""
_FEWEST_COMMON_WORDS = 2
"""With fewer content words in common, questions differ for `_questions_overlap`."""
_MOST_COMPARED = 100
"""At most this many questions, or lists, with the same answer are compared.

Later ones in the deck are ignored. Without a limit, the time would grow with the square
of their number.
"""


class Claims:
    """What the facts of a deck claim to be right, to find answers that may be right."""

    def __init__(self, cards: Iterable[PreparedCard]) -> None:
        """Record every card and list under each normalized text of its answers."""
        self._lists_by_item: dict[str, list[PreparedCard]] = defaultdict(list)
        self._cards_by_answer: dict[str, list[PreparedCard]] = defaultdict(list)
        for card in cards:
            for answer in card.answers:
                for text in answer.normalized_texts:
                    self._cards_by_answer[text].append(card)
                    if card.is_list:
                        self._lists_by_item[text].append(card)

    def is_wrong(self, candidate: PreparedAnswer, card: PreparedCard) -> bool:
        """Whether an answer that may become a distractor is certainly wrong for a card.

        All facts of the deck and the checker decide.
        """
        return (
            not may_mean_the_same(candidate, card.answers)
            and not self._is_right_for_same_question(candidate, card)
            and is_certainly_wrong(candidate, card)
        )

    def may_be_offered(self, wrong: PreparedAnswer, card: PreparedCard) -> bool:
        """Whether an answer that the author calls wrong may be offered for a card.

        The author is believed, unless the checker or the deck calls the answer right,
        or the author leaves it open.
        """
        return not may_mean_the_same(wrong, card.answers) and is_wrong_for_author(
            wrong, card
        )

    def is_answer_of_other_wrong(self, other: PreparedCard, card: PreparedCard) -> bool:
        """Whether the answer of another card is certainly wrong for a card.

        Both cards have one answer.
        """
        candidate = other.answers[0]
        return (
            not self._may_be_listed_together(card, candidate)
            and not _questions_overlap(other, card)
            and self.is_wrong(candidate, card)
        )

    def _may_be_listed_together(
        self, card: PreparedCard, candidate: PreparedAnswer
    ) -> bool:
        """Whether a list may show that a candidate is right for a card.

        A list may show this on three conditions. It may be about the question of the
        card. The card's right answer is among its items. The candidate is among its
        items too, or among the answers that it leaves open.
        """
        for list_card in self._lists_with_item(card.answers[0]):
            if not _may_be_about(card, list_card):
                continue
            if may_mean_the_same(candidate, list_card.answers):
                return True
            open_texts = list_card.open_texts
            if any(text.contains_or_is_in(candidate.text) for text in open_texts):
                return True
        return False

    def _lists_with_item(self, answer: PreparedAnswer) -> Iterator[PreparedCard]:
        """Yield the lists that have an answer among their items.

        There are at most `_MOST_COMPARED` for each normalized text of the answer.
        """
        for text in answer.normalized_texts:
            yield from self._lists_by_item.get(text, ())[:_MOST_COMPARED]

    def _is_right_for_same_question(
        self, candidate: PreparedAnswer, card: PreparedCard
    ) -> bool:
        """Whether another fact has a candidate as answer to a similar question."""
        fact, question_stems = card.fact, card.question_stems
        for text in candidate.normalized_texts:
            for other in self._cards_by_answer.get(text, ())[:_MOST_COMPARED]:
                if _have_mostly_same_words(other.question_stems, question_stems) and (
                    other.fact.id != fact.id
                ):
                    return True
        return False


def may_mean_the_same(answer: PreparedAnswer, others: Iterable[PreparedAnswer]) -> bool:
    """Whether an answer may mean the same as one of the others.

    That is so if they have a normalized text in common, or if facts of the deck connect
    their normalized texts (see `Synonyms`).
    """
    meanings = answer.meanings
    return any(not meanings.isdisjoint(other.meanings) for other in others)


def _may_be_about(card: PreparedCard, list_card: PreparedCard) -> bool:
    """Whether a list may be about what a card asks.

    That is so if list and card have the same topic or a common content word, or if a
    list item has no answer kind.
    """
    if list_card.fact.topic == card.fact.topic:
        return True
    if any(answer.kind is None for answer in list_card.card.answers):
        return True
    return not card.question_stems.isdisjoint(list_card.question_stems)


def _have_mostly_same_words(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two questions consist mostly of the same content words."""
    common_count = len(first & second)
    in_either_count = len(first) + len(second) - common_count
    return common_count > _SAME_QUESTION_FRACTION * in_either_count


def _questions_overlap(one: PreparedCard, other: PreparedCard) -> bool:
    """Whether two questions may ask the same, or one says the answer to the other.

    They may ask the same if they have at least two content words in common, and most
    content words of the shorter question are in the longer one.
    """
    first, second = one.question_stems, other.question_stems
    common_count = len(first & second)
    shorter_count = min(len(first), len(second))
    if one.says_one_answer and other.says_one_answer and first != second:
        # If each question has only one right answer, their different words tell them
        # apart, however many words they share.
        common_count = 0
    are_mostly_common = common_count > _SAME_QUESTION_FRACTION * shorter_count
    if common_count >= _FEWEST_COMMON_WORDS and are_mostly_common:
        return True
    return one.says_answer_of(other) or other.says_answer_of(one)
