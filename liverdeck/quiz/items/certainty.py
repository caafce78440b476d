"""Whether an answer is certainly wrong, according to the fact alone and the checker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.key import key_of

if TYPE_CHECKING:
    from liverdeck.quiz.items.prepared_facts import PreparedAnswer, PreparedCard


def is_certainly_wrong(answer: PreparedAnswer, card: PreparedCard) -> bool:
    """Whether an answer is certainly wrong for a card.

    False if the document leaves the answer open, if the answer is vaguer than a right
    one, or if it may mean the same as a right one.
    """
    if any(text.contains_or_is_in(answer.text) for text in card.open_texts):
        return False
    for right in card.answers:
        if any(answer.text.is_vaguer_than(name) for name in right.texts):
            return False
    return not any(
        _may_be_right(answer, right, card.fact.open) for right in card.answers
    )


def _may_be_right(
    answer: PreparedAnswer, right: PreparedAnswer, open_texts: tuple[str, ...]
) -> bool:
    """Whether an answer may mean the same as a right one.

    That is so if they have a normalized name in common, or if the checker judges the
    answer's text or an alias of it as other than wrong.
    """
    if not answer.names.isdisjoint(right.names):
        return True
    text, *aliases = answer.texts
    names_to_check = []
    if any(text.resembles(name) for name in right.texts):
        names_to_check.append(text.text)
    names_to_check += [alias.text for alias in aliases if alias.resembles(right.text)]
    if not names_to_check:
        return False
    key = key_of(right.answer, open_texts)
    return any(key.check(name).outcome != "wrong" for name in names_to_check)
