"""Finds the item of a list that a typed text probably is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from liverdeck.checker.modifiers import negations_in
from liverdeck.checker.prepared import tokens_around
from liverdeck.checker.rules.readable import equal
from liverdeck.checker.typed import Typed

if TYPE_CHECKING:
    from liverdeck.checker.key import Key
    from liverdeck.checker.verdict import Outcome, Reason, Verdict

_CERTAIN_REASONS: tuple[Reason, ...] = ("exact", "alias", "spelling")
"""Reasons of a correct verdict that leave no doubt which item was meant.

*spelling* is another correct spelling, such as the British one. A slip has the reason
*typo* and leaves a doubt.
"""

_MOST_OTHER_WORDS = 1


class Candidate(NamedTuple):
    """The item of the right list that a text probably is, perhaps misspelled."""

    item_index: int
    """-1 if the text is none of the items."""
    outcome: Outcome
    """The outcome of `verdict`, or *retype* if the text may be any of several items."""
    verdict: Verdict
    """The verdict on the text for this item alone.

    If the text is none of the items, this is its verdict for one of them, with the
    outcome *wrong*.
    """


def equal_candidate(text: str, keys: list[Key]) -> Candidate:
    """Return the item that equals a text."""
    typed = Typed(text, keys[0].language)
    for index, key in enumerate(keys):
        if not typed.tokens or equal(key, typed) is None:
            continue
        # A rule before `equal` may decide otherwise: the text may be rejected.
        verdict = key.check_item(text)
        if verdict.outcome == "correct":
            return Candidate(index, "correct", verdict)
    return Candidate(-1, "wrong", keys[0].verdict("wrong", "wrong", typed))


def best_candidate(text: str, keys: list[Key]) -> Candidate:
    """Return the item that a text probably is.

    An item that equals the text comes first. Then comes an item for which the text is
    *correct*, if possible without a slip; then one for which it is *retype*.
    """
    candidate = equal_candidate(text, keys)
    if candidate.outcome == "correct":
        return candidate

    verdicts = [key.check_item(text) for key in keys]
    for outcome in ("correct", "retype"):
        indexes = [
            index
            for index, verdict in enumerate(verdicts)
            if verdict.outcome == outcome
        ]
        if indexes:
            return _candidate_among(indexes, verdicts)
    if _holds_several_items(text, keys):
        verdict = keys[0].verdict("retype", "extra", Typed(text, keys[0].language))
        return Candidate(-1, "retype", verdict)
    # The reason *wrong* says least, so any other reason is better.
    better = (verdict for verdict in verdicts if verdict.reason != "wrong")
    return Candidate(-1, "wrong", next(better, verdicts[0]))


def _holds_several_items(text: str, keys: list[Key]) -> bool:
    """Whether a text has several items without a comma, and one other word beside them.

    A text that denies something has none: *lung and not colon*.
    """
    language = keys[0].language
    rest = list(Typed(text, language).bare)
    if negations_in(tuple(rest), language):
        return False
    indexes: set[int] = set()
    phrases = [
        (phrase, index)
        for index, key in enumerate(keys)
        for phrase in key.right_phrases
    ]
    # The longest first: *liver* in *liver cancer* is no second item.
    for phrase, index in sorted(phrases, key=lambda pair: -len(pair[0].tokens)):
        around = tokens_around(phrase, tuple(rest))
        if around is not None:
            rest = around
            indexes.add(index)
    return len(indexes) > 1 and len(rest) <= _MOST_OTHER_WORDS


def _candidate_among(indexes: list[int], verdicts: list[Verdict]) -> Candidate:
    certain = [index for index in indexes if verdicts[index].reason in _CERTAIN_REASONS]
    index = (certain or indexes)[0]
    # A slip that could mean any of several items is in doubt.
    is_ambiguous = len(indexes) > 1 and not certain
    outcome = "retype" if is_ambiguous else verdicts[index].outcome
    return Candidate(index, outcome, verdicts[index])
