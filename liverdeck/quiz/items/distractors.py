"""Distractors: options that are certainly wrong.

The author's own distractors (`reject`, `distractors`) come first, with their reasons.
Then come related answers: answers of the same answer kind to other questions, first
those of the same topic and of similar length. A related answer is offered only if the
deck itself shows that it is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.numerals import number_word
from liverdeck.checker.spelling import TOO_FAR, slip
from liverdeck.quiz.items.amounts import are_words_or_distinct_numbers
from liverdeck.quiz.items.certainty import is_certainly_wrong
from liverdeck.quiz.items.claims import Claims
from liverdeck.quiz.items.distractor_choice import Distractor, chosen_distractors
from liverdeck.quiz.items.item_types import FEWEST_WRONG
from liverdeck.quiz.items.related_answers import RelatedAnswers
from liverdeck.quiz.items.worded import ANSWERS_ANOTHER, BELONGS_ELSEWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.facts.answer import WrongAnswer
    from liverdeck.quiz.items.prepared_facts import (
        PreparedAnswer,
        PreparedCard,
        PreparedFact,
        PreparedWrongAnswer,
    )

_ENOUGH_UNLIKE_KEY = 3
"""With this many other distractors, those that look like the key are left out."""
_ONE_SLIP = 1.0
"""The cost of a slip up to which two words look alike."""


class DistractorFinder:
    """Finds the distractors that a deck can offer."""

    def __init__(self, facts: Iterable[PreparedFact]) -> None:
        """Take the prepared facts of the whole deck."""
        cards = [card for fact in facts for card in fact.cards]
        self._claims = Claims(cards)
        self._related_answers = RelatedAnswers(cards)

    def for_card(self, card: PreparedCard, limit: int) -> list[Distractor]:
        """Return the distractors for a card with one answer or a list, best first.

        The author's own distractors come first, at most twelve. If these are fewer than
        `limit`, answers to other questions follow, up to `limit` distractors in all. A
        list has only the author's own distractors, because answers to other questions
        may be right for it.
        """
        candidates = self._candidates(card)
        return chosen_distractors(candidates, card, limit)

    def never_offered(self, prepared: PreparedFact) -> list[WrongAnswer]:
        """Return those of a fact's `distractors` that no item offers.

        They are not offered if they may be right, or if the statement itself says them.
        Only the first card of a fact has its `distractors`, so no other card is looked
        at.
        """
        card = prepared.cards[0]
        offered_texts = {
            wrong.answer.text.original
            for wrong in card.wrong
            if self._may_offer_authored(wrong.answer, card)
        }
        return [
            wrong
            for wrong in prepared.fact.distractors
            if wrong.text not in offered_texts
        ]

    def why_too_few(self, card: PreparedCard) -> str:
        """Return why a card has too few distractors for an item, and the fix."""
        problem = "too few wrong options"
        fewest = number_word(FEWEST_WRONG)
        if card.is_list:
            return f"{problem}; write at least {fewest} `distractors`"
        why = self._related_answers.why_none_offered(card)
        fix = f"write at least {fewest} under `reject`"
        if card.answer_kind is not None and not card.says_one_answer:
            fix += ", or `one_answer: true` if only one answer is right"
        if not why:
            why = "other answers of its kind are too few, or may be right too"
        return f"{problem}: {why}; {fix}"

    def rules_out(self, card: PreparedCard, other: PreparedCard) -> bool:
        """Whether the answer of `other` is certainly wrong for `card`."""
        answer = other.answers[0]
        if any(
            wrong.answer.normalized_texts & answer.normalized_texts
            for wrong in card.rejected
        ):
            # The author says that the answer is wrong, so only the checker is asked.
            return is_certainly_wrong(answer, card)
        has_one_right_answer = self._related_answers.has_one_right_answer(card)
        return has_one_right_answer and self._may_offer_related(other, card)

    def _candidates(self, card: PreparedCard) -> Iterator[Distractor]:
        """Yield plausible and certainly wrong answers: the author's, then related ones.

        Each answer is made only when the caller asks for it, because most are not
        needed.
        """
        for wrong in self._authored_distractors(card):
            yield Distractor(wrong.answer, wrong.why, wrong)
        if self._related_answers.has_one_right_answer(card):
            for other in self._related_answers.nearest(card):
                if self._may_offer_related(other, card):
                    why = (
                        ANSWERS_ANOTHER.format(text=other.card.prompt)
                        if other.statement is None
                        else BELONGS_ELSEWHERE.format(text=other.statement)
                    )
                    yield Distractor(other.answers[0], why)

    def _authored_distractors(self, card: PreparedCard) -> list[PreparedWrongAnswer]:
        """Return the author's wrong answers that a card may offer.

        Learners guess that one of two options that look alike is right. So an answer
        that is one slip away from the key is left out, if enough others remain.
        """
        offered = [
            wrong
            for wrong in card.wrong
            if self._may_offer_authored(wrong.answer, card)
        ]
        unlike_key = [
            wrong for wrong in offered if not _looks_like_key(wrong.answer, card)
        ]
        return unlike_key if len(unlike_key) >= _ENOUGH_UNLIKE_KEY else offered

    def _may_offer_authored(self, wrong: PreparedAnswer, card: PreparedCard) -> bool:
        """Whether a wrong answer of the author is plausible and may not be right.

        An answer is not plausible if the statement itself says it.
        """
        is_statement = card.statement is not None
        if is_statement and wrong.text.words <= card.question.words:
            return False
        return self._claims.may_be_offered(wrong, card)

    def _may_offer_related(self, other: PreparedCard, card: PreparedCard) -> bool:
        """Whether the answer of another card is plausible and certainly wrong.

        An answer is not plausible in these cases:

        - only one of it and the right answer is a quantity
        - the two are quantities that overlap or do not measure the same
        - the question says it, but does not say the right answer
        - it contains the right answer, or is contained in it
        """
        answer, right = other.answers[0], card.answers[0]
        if not are_words_or_distinct_numbers(answer.quantity, right.quantity):
            return False
        asked_words = card.question.words
        says_right_answer = right.text.words <= asked_words
        if answer.text.words <= asked_words and not says_right_answer:
            return False
        if any(text.contains_or_is_in(answer.text) for text in right.texts):
            return False
        return self._claims.is_answer_of_other_wrong(other, card)


def _looks_like_key(wrong: PreparedAnswer, card: PreparedCard) -> bool:
    """Whether a wrong answer and the right one are words that are one slip apart."""
    word = wrong.answer.text.casefold()
    keys = [right.answer.text.casefold() for right in card.answers]
    return word.isalpha() and any(
        key.isalpha() and slip(word, key, _ONE_SLIP) < TOO_FAR for key in keys
    )
