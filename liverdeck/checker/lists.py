"""Judges a typed list against the items that are right.

Items may be separated by signs, line breaks, *and*, or spaces. They may come in any
order, if the order is not fixed. Each item counts once.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from liverdeck.checker.giving_up import says_nothing
from liverdeck.checker.item_candidates import Candidate, best_candidate, equal_candidate
from liverdeck.checker.item_order import longest_rising_length
from liverdeck.checker.key import answer_of, key_of
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.separators import (
    spans_between,
    split_at_strong,
    stripped_item,
    weak_separators,
)
from liverdeck.checker.terms import no_terms
from liverdeck.checker.typed import Typed, refuse_other_than_text
from liverdeck.checker.verdict import ItemResult, ListVerdict, TypedItem
from liverdeck.facts.deck import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.checker.key import Key
    from liverdeck.checker.terms import Terms
    from liverdeck.checker.verdict import Outcome, Reason
    from liverdeck.facts.answer import Answer

_WORD_BEFORE_ITEM = re.compile(
    r"(?:and\s+)?(?:first(?:ly)?|also)\b,?\s+", re.IGNORECASE
)
"""Words in front of an item that say only that it is one more."""
_MOST_CHECKS = 4_000
"""To split a list, texts are compared with right items at most this many times."""
_MOST_JUDGEMENTS = 20_000
"""Typed items are judged against right texts at most this many times.

After that, a typed item is right only if it equals an item. If 200 items are typed for
a list of seven with three aliases each, that takes a quarter of this number.
"""
_MOST_ITEMS = 200
"""At most this many typed items are judged; further ones are ignored."""
_MOST_PIECES = 4
"""At most this many pieces between separators are tried together as one item."""
_MOST_WORDS = 60
"""A text is split at its spaces only if it has at most this many words."""


def check_list(  # noqa: PLR0913  # lists differ in many ways
    typed: str,
    items: Sequence[Answer | str | Iterable[str]],
    *,
    need: int | None = None,
    ordered: bool = False,
    open: tuple[str, ...] = (),  # noqa: A002  # the name of the key in the fact file
    terms: Terms | None = None,
    language: str = DEFAULT_LANGUAGE,
) -> ListVerdict:
    """Judge a typed list. A list with a wrong item is never *correct*.

    `items` are the right items. Each is an answer of a deck, a text, or several texts
    that are all right for the same item. `need` says how many items must be named; None
    means all. `ordered` says whether the order is fixed. `open` are texts that are
    neither right nor wrong. `terms` are all answers of the deck, if there is one.
    `language` is a language tag; with `terms`, their language counts in its place.

    Raises ValueError if `need` is not between 1 and the number of items, and TypeError
    if `typed` is not a str.
    """
    refuse_other_than_text(typed)
    terms = terms or no_terms(language_of(language))
    keys = [key_of(answer_of(item), open, terms) for item in items]
    needed = len(keys) if need is None else need
    if not 1 <= needed <= len(keys):
        raise ValueError(
            f"need is {needed}; it must be 1 to the number of items, {len(keys)}"
        )
    text = Typed(typed, terms.language)
    if text.is_too_long or says_nothing(typed, text.bare, terms.language):
        missing = tuple(key.answer.text for key in keys)
        reason: Reason = "unreadable" if text.is_too_long else "empty"
        return ListVerdict("wrong", 0.0, reason, (), missing, needed)
    judge = _Judge(keys)
    texts = judge.completed(_split_list(typed, judge))
    typed_items = _judged_items([t for t in texts if judge.is_answer(t)], judge)
    return _list_verdict(typed_items, keys, needed, ordered=ordered)


class _Judge:
    """Says which right item a text is, and remembers the answer."""

    def __init__(self, keys: list[Key]) -> None:
        self.keys = keys
        self.language = keys[0].language
        self.weak_separators = weak_separators(self.language)
        self._candidates: dict[str, Candidate] = {}
        self._remaining_checks = _MOST_CHECKS
        self._remaining_judgements = _MOST_JUDGEMENTS
        self._text_count = sum(len(key.right_phrases) for key in keys)
        self._has_item_a = any(("a",) in key.by_tokens for key in keys)

    def candidate(self, text: str) -> Candidate:
        """Return the item that a text probably is."""
        if text not in self._candidates:
            self._remaining_checks -= self._text_count
            self._remaining_judgements -= self._text_count
            may_judge = self._remaining_judgements >= 0
            find = best_candidate if may_judge else equal_candidate
            self._candidates[text] = find(text, self.keys)
        return self._candidates[text]

    def is_item(self, text: str) -> bool:
        """Whether a text as a whole is one item.

        After `_MOST_CHECKS` comparisons, a text that was not compared before counts as
        none, so that the work has a bound. If the letter *A* is an item, an *A* in
        front is never an article: *A, B* is not the one item *B*.
        """
        words = text.split()
        if self._has_item_a and len(words) > 1 and words[0].strip(".,").lower() == "a":
            return False
        if text not in self._candidates and self._remaining_checks <= 0:
            return False
        return self.candidate(text).outcome == "correct"

    def is_answer(self, text: str) -> bool:
        """Whether a text answers anything; *not sure* behind two items does not."""
        tokens = Typed(text, self.language).bare
        return self.is_item(text) or not says_nothing(text, tokens, self.language)

    def completed(self, texts: list[str]) -> list[str]:
        """Return the texts, each with the words that it shares with a neighbour.

        *Hepatitis B* and *C* are *hepatitis B* and *hepatitis C*; *left* and *right
        kidney* are *left kidney* and *right kidney*.
        """
        result: list[str] = []
        for index, text in enumerate(texts):
            plain = text
            if self.language is ENGLISH:
                plain = _WORD_BEFORE_ITEM.sub("", text, count=1)
            before = result[-1] if result else ""
            after = texts[index + 1] if index + 1 < len(texts) else ""
            ways = [text, plain, *_with_shared_words(plain, before, after)]
            if self.language is ENGLISH:
                ways.append(_without_heading(plain, after))
            result.append(next(filter(self.is_item, filter(None, ways)), plain))
        return result


def _with_shared_words(text: str, before: str, after: str) -> Iterator[str]:
    """Yield the ways to complete a text with words of its neighbours.

    It may lack the first words of the text before, or the last words of the text after.
    """
    words, words_before, words_after = text.split(), before.split(), after.split()
    if len(words) > len(words_before) or not words_before:
        shared: list[str] = []
    else:
        shared = words_before[: -len(words)]
    if shared:
        yield " ".join([*shared, *words])
    if len(words_after) > len(words):
        yield " ".join([*words, *words_after[len(words) :]])


def _without_heading(text: str, after: str) -> str:
    """Return the *A* of *vitamins A, D, E*; empty if no such plural is in front."""
    words = text.split()
    has_heading = len(words) == 2 and words[0].lower().endswith("s")  # noqa: PLR2004
    return words[1] if after and has_heading else ""


def _split_list(typed: str, judge: _Judge) -> list[str]:
    """Split a typed list into texts that may be items."""
    is_one_item = "\n" not in typed.strip() and judge.is_item(typed)
    stripped = map(
        stripped_item,
        [typed] if is_one_item else split_at_strong(typed, judge.language),
    )
    texts: list[str] = []
    for text in islice(stripped, _MOST_ITEMS):
        if text:
            texts += _split_at_weak_separators(text, judge, 0)
    return texts[:_MOST_ITEMS]


def _split_at_weak_separators(text: str, judge: _Judge, first_index: int) -> list[str]:
    """Split a text at the weak separators in it, the strongest first.

    Separators before `first_index` in `weak_separators` are not looked for. A text
    without a separator is split at its spaces.
    """
    # An item may contain a comma, an "and" or a slash. So a text that is an item as a
    # whole is not split.
    if judge.is_item(text):
        return [text]
    for index in range(first_index, len(judge.weak_separators)):
        spans = spans_between(text, judge.weak_separators[index])
        if len(spans) > 1:
            texts: list[str] = []
            for piece in _rejoined(text, spans, judge):
                texts += _split_at_weak_separators(piece, judge, index + 1)
            return texts
    return _split_at_spaces(text, judge) or [text]


def _rejoined(text: str, spans: list[tuple[int, int]], judge: _Judge) -> list[str]:
    """Return the pieces of a text; neighbouring pieces of one item are joined."""
    texts = []
    index = 0
    while index < len(spans):
        count = _piece_count_of_item(text, spans[index : index + _MOST_PIECES], judge)
        start, end = spans[index][0], spans[index + count - 1][1]
        texts.append(stripped_item(text[start:end]))
        index += count
    return texts


def _piece_count_of_item(text: str, spans: list[tuple[int, int]], judge: _Judge) -> int:
    """Return how many of the first pieces are one item together.

    1 if each piece is an item alone, or if no several pieces are one together.
    """
    start = spans[0][0]
    if all(judge.is_item(stripped_item(text[begin:end])) for begin, end in spans):
        return 1
    for count in range(len(spans), 1, -1):
        end = spans[count - 1][1]
        if judge.is_item(text[start:end]):
            return count
    return 1


def _split_at_spaces(text: str, judge: _Judge) -> list[str]:
    """Split a text without separators into items.

    Empty if that is impossible, or possible in several ways. Empty also if the text is
    a single word or has too many words. But *ADEK* is *A, D, E, K*.
    """
    if _are_letters_run_together(text, judge):
        return list(text)
    words = text.split()
    most_tokens = max(
        len(phrase.tokens) for key in judge.keys for phrase in key.right_phrases
    )
    if not 1 < len(words) <= _MOST_WORDS:
        return []

    # Go from the last word to the first. For each word, note in how many ways the text
    # from this word on can be split into items, and where the item that begins with
    # this word ends. An item may have one word more than the longest phrase has tokens.
    way_counts = [0] * len(words) + [1]
    ends = [0] * len(words)
    for start in range(len(words) - 1, -1, -1):
        last_end = min(start + most_tokens + 1, len(words))
        for end in range(start + 1, last_end + 1):
            if way_counts[end] and judge.is_item(" ".join(words[start:end])):
                way_counts[start] += way_counts[end]
                ends[start] = end
    if way_counts[0] != 1:
        return []

    items = []
    start = 0
    while start < len(words):
        items.append(" ".join(words[start : ends[start]]))
        start = ends[start]
    return items


def _are_letters_run_together(text: str, judge: _Judge) -> bool:
    """Whether a word has one letter for each right item, all of them items."""
    has_length = 2 < len(text) == len(set(text)) == len(judge.keys)  # noqa: PLR2004
    return has_length and text.isalpha() and all(map(judge.is_item, text))


def _judged_items(texts: list[str], judge: _Judge) -> list[tuple[int, TypedItem]]:
    """Return each text as a typed item, with the index of its key in `judge.keys`.

    The index is -1 if the text is none of the items.
    """
    matched_indexes: set[int] = set()
    items = []
    for text in texts:
        index, outcome, verdict = judge.candidate(text)
        answer = judge.keys[index].answer.text if index >= 0 else None
        result: ItemResult = "wrong"
        if outcome == "correct":
            result = "duplicate" if index in matched_indexes else "matched"
            matched_indexes.add(index)
        elif outcome == "retype":
            result = "retype"
        items.append((index, TypedItem(text, result, answer, verdict)))
    return items


def _list_verdict(
    indexed_items: list[tuple[int, TypedItem]],
    keys: list[Key],
    need: int,
    *,
    ordered: bool,
) -> ListVerdict:
    items = tuple(item for _, item in indexed_items)
    matched_indexes = [
        index for index, item in indexed_items if item.result == "matched"
    ]
    missing = tuple(
        key.answer.text
        for index, key in enumerate(keys)
        if index not in matched_indexes
    )
    wrong_count = sum(item.result == "wrong" for item in items)
    doubtful_count = sum(_most_items_in(item) for item in items)
    in_order = not ordered or matched_indexes == sorted(matched_indexes)
    right_count = (
        longest_rising_length(matched_indexes) if ordered else len(matched_indexes)
    )
    score = max(0.0, min(right_count, need) - wrong_count) / need

    outcome: Outcome = "partial" if score else "wrong"
    reason: Reason = "some" if matched_indexes else "wrong"
    may_be_correct = not wrong_count and in_order
    if not items:
        reason = "empty"
    elif right_count >= need and may_be_correct and not doubtful_count:
        outcome, reason = "correct", "all"
    elif right_count + doubtful_count >= need and may_be_correct:
        outcome, reason, score = "retype", "misspelt", 0.0
    elif not in_order:
        reason = "order"
    right_order = tuple(key.answer.text for key in keys) if ordered else ()
    return ListVerdict(
        outcome, score, reason, items, missing, need, in_order, right_order
    )


def _most_items_in(item: TypedItem) -> int:
    """Return how many right items a typed item in doubt may stand for, at most.

    With an extra word, each of its words may be an item. 0 if it is not in doubt.
    """
    if item.result != "retype":
        return 0
    return len(item.typed.split()) if item.has_extra_word else 1
