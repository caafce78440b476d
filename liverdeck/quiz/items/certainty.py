"""Whether a text that may become a distractor is certainly wrong for a card.

The card's own fact and the checker decide; `claims` looks at the other facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.key import key_of

if TYPE_CHECKING:
    from liverdeck.quiz.items.prepared_facts import PreparedAnswer, PreparedCard


def is_certainly_wrong(answer: PreparedAnswer, card: PreparedCard) -> bool:
    """Whether an answer, to another question or rejected, is wrong for a card.

    False if the document leaves the answer open, if the answer is vaguer than a right
    one, or if it may mean the same as a right one.
    """
    if any(text.contains_or_is_in(answer.text) for text in card.open_texts):
        return False
    for right in card.answers:
        if any(answer.text.is_vaguer_than(text) for text in right.texts):
            return False
    return not any(
        _may_be_right(answer, right, card.fact.open) for right in card.answers
    )


def _may_be_right(
    answer: PreparedAnswer, right: PreparedAnswer, open_texts: tuple[str, ...]
) -> bool:
    """Whether an answer may mean the same as a right one.

    That is so if they have a normalized name in common, or if the checker does not find
    the answer's text wrong, or one of its aliases. The checker is asked only about
    texts that resemble a right one, because it is slow.
    """
    if not answer.names.isdisjoint(right.names):
        return True
    text, *aliases = answer.texts
    texts_to_check = []
    if any(text.resembles(right_text) for right_text in right.texts):
        texts_to_check.append(text.text)
    texts_to_check += [alias.text for alias in aliases if alias.resembles(right.text)]
    if not texts_to_check:
        return False
    key = key_of(right.answer, open_texts)
    return any(key.check(text).outcome != "wrong" for text in texts_to_check)
