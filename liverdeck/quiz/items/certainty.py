"""Whether a text that may become a distractor is certainly wrong for a card.

The card's own fact and the checker decide; `claims` looks at the other facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from liverdeck.quiz.items.prepared_facts import PreparedAnswer, PreparedCard


def is_certainly_wrong(candidate: PreparedAnswer, card: PreparedCard) -> bool:
    """Whether an answer that may become a distractor is certainly wrong for a card.

    The candidate is a wrong answer of the author, or the answer to another question.
    The candidate is not certainly wrong in these cases:

    - it contains an open answer, or is contained in one
    - it is vaguer than a right answer
    - it may mean the same as a right answer
    """
    if any(text.contains_or_is_in(candidate.text) for text in card.open_texts):
        return False
    for right in card.answers:
        if any(candidate.text.is_vaguer_than(text) for text in right.texts):
            return False
    return not any(_may_be_right(candidate, right, card) for right in card.answers)


def is_wrong_for_author(wrong: PreparedAnswer, card: PreparedCard) -> bool:
    """Whether an answer that the author calls wrong is wrong for a card.

    The answer is not wrong if it contains an open answer or is contained in one, or if
    the checker calls it *correct*. A doubt of the checker does not count.
    """
    if any(text.contains_or_is_in(wrong.text) for text in card.open_texts):
        return False
    right_texts = [text for answer in card.answers for text in answer.texts]
    texts_to_check = [
        text.original
        for text in wrong.texts
        if any(text.resembles(right_text) for right_text in right_texts)
    ]
    keys = [card.key_for(answer.answer) for answer in card.answers]
    return not any(
        key.check(text).outcome == "correct" for key in keys for text in texts_to_check
    )


def _may_be_right(
    candidate: PreparedAnswer, right: PreparedAnswer, card: PreparedCard
) -> bool:
    """Whether a candidate may mean the same as a right answer.

    That is so if the two have a normalized text in common. It is also so if the checker
    does not call the candidate's text and all its aliases wrong.

    Because the checker is slow, it is not asked about every text: the candidate's own
    text must resemble the right text or one of its aliases, and an alias must resemble
    the right text. So in rare cases a text is taken for wrong although the checker
    would be in doubt.
    """
    if not candidate.normalized_texts.isdisjoint(right.normalized_texts):
        return True
    _, *aliases = candidate.texts
    texts_to_check = []
    if any(candidate.text.resembles(right_text) for right_text in right.texts):
        texts_to_check.append(candidate.text.original)
    texts_to_check += [
        alias.original for alias in aliases if alias.resembles(right.text)
    ]
    if not texts_to_check:
        return False
    key = card.key_for(right.answer)
    return any(key.check(text).outcome != "wrong" for text in texts_to_check)
