"""Judges a typed list against the items that are right.

Any separator is allowed, and any order unless it is fixed. Each item counts once.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.checker.key import LONGEST, answer_of, key_of
from liverdeck.checker.terms import NO_TERMS, Terms
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.verdict import ItemResult, ListVerdict, TypedItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from liverdeck.checker.key import Key
    from liverdeck.checker.verdict import Outcome, Reason, Verdict
    from liverdeck.facts.answer import Answer

_NUMBERED = re.compile(r"(?:^|(?<=[\s,;]))\(?[0-9]{1,2}[.)](?=\s|[^\W\d])")
_BULLET = re.compile(r"^\s*[-*•‣◦·–—]\s+", re.MULTILINE)
_STRONG = re.compile(r"[;\n\r\t|]+|(?:\s[-–—•]\s)")
_WEAK = (
    re.compile(r",(?:\s*and\b)?|\s&\s|\s\+\s|，|、"),
    re.compile(r"\band\b|[&+]"),
    re.compile(r"/|\\"),
)
_MOST_ITEMS = 200
"""Typed parts that are looked at; the others count as wrong."""
_MOST_PIECES = 4
"""Pieces between separators that one item may have."""
_LONGEST_RUN = 60
"""Words without a separator in which items are looked for."""
_CERTAIN: tuple[Reason, ...] = ("exact", "alias", "spelling")


def check_list(  # noqa: PLR0913  # lists differ in many ways
    typed: str,
    items: Sequence[Answer | str | Iterable[str]],
    *,
    need: int | None = None,
    ordered: bool = False,
    open: tuple[str, ...] = (),  # noqa: A002  # the name of the key in the fact file
    terms: Terms = NO_TERMS,
) -> ListVerdict:
    """Judge a typed list.

    `items` are the right ones; each is an answer, a text, or several texts for one
    item. `need` says how many items must be named; None means all. A wrong item
    prevents full marks, however many others are right.

    Raises ValueError if `need` is not between 1 and the number of items.
    """
    keys = [key_of(answer_of(item), open, terms) for item in items]
    needed = len(keys) if need is None else need
    if not 1 <= needed <= len(keys):
        raise ValueError(
            f"need is {needed}; it must be 1 to the number of items, {len(keys)}"
        )
    if len(typed) > LONGEST:
        missing = tuple(key.answer.text for key in keys)
        return ListVerdict("wrong", 0.0, "unreadable", (), missing, needed)
    candidates = _matched(_parts(typed, keys), keys)
    return _judged(candidates, keys, needed, ordered=ordered)


class _Candidate(NamedTuple):
    """The item that a part of a typed list names, or nearly names."""

    item_index: int
    """-1 if there is none."""
    outcome: Outcome
    verdict: Verdict


def _parts(typed: str, keys: list[Key]) -> list[str]:
    """Split a typed list into parts, each of which may be an item."""
    text = _BULLET.sub("\n", _NUMBERED.sub("\n", typed))
    strong_parts = [part.strip(" .,") for part in _STRONG.split(text)]
    parts: list[str] = []
    for part in strong_parts[:_MOST_ITEMS]:
        if part:
            parts += _pieces(part, keys, 0)
    return parts[:_MOST_ITEMS]


def _pieces(part: str, keys: list[Key], first_separator: int) -> list[str]:
    """Split a part at the strongest weak separator in it, and its pieces further on."""
    # An item may contain a comma, an "and" or a slash. So a part that is an item as a
    # whole is not split.
    if _is_item(part, keys):
        return [part]
    for index in range(first_separator, len(_WEAK)):
        spans = _spans(part, _WEAK[index])
        if len(spans) > 1:
            runs = _rejoined(part, spans, keys)
            return [piece for run in runs for piece in _pieces(run, keys, index + 1)]
    return _split_at_spaces(part, keys) or [part]


def _spans(part: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    """Return start and end of the pieces between separators that hold some text."""
    borders = [0]
    for match in separator.finditer(part):
        borders += match.span()
    borders.append(len(part))
    return [
        (start, end)
        for start, end in zip(borders[::2], borders[1::2], strict=True)
        if part[start:end].strip(" .,")
    ]


def _rejoined(part: str, spans: list[tuple[int, int]], keys: list[Key]) -> list[str]:
    """Put pieces between separators together again if together they are one item."""
    runs = []
    index = 0
    while index < len(spans):
        length = _length_of_item(part, spans[index : index + _MOST_PIECES], keys)
        start, end = spans[index][0], spans[index + length - 1][1]
        runs.append(part[start:end].strip(" .,"))
        index += length
    return runs


def _length_of_item(part: str, spans: list[tuple[int, int]], keys: list[Key]) -> int:
    """Return how many pieces from the first one on are one item; 1 if none are."""
    start = spans[0][0]
    for length in range(len(spans), 1, -1):
        end = spans[length - 1][1]
        if _is_item(part[start:end], keys):
            return length
    return 1


def _split_at_spaces(part: str, keys: list[Key]) -> list[str]:
    """Split words without separators into items, if there is exactly one way to."""
    words = part.split()
    longest = max(len(phrase.tokens) for key in keys for phrase in key.right_phrases)
    if not 1 < len(words) <= _LONGEST_RUN:
        return []

    # Go from the last word to the first. Note in how many ways the words from there on
    # can be split into items, and where the item that begins there ends.
    ways = [0] * len(words) + [1]
    ends = [0] * len(words)
    for start in range(len(words) - 1, -1, -1):
        for end in range(start + 1, min(start + longest + 1, len(words)) + 1):
            if ways[end] and _is_item(" ".join(words[start:end]), keys):
                ways[start] += ways[end]
                ends[start] = end
    if ways[0] != 1:
        return []

    pieces = []
    start = 0
    while start < len(words):
        pieces.append(" ".join(words[start : ends[start]]))
        start = ends[start]
    return pieces


def _is_item(part: str, keys: list[Key]) -> bool:
    return _best_candidate(part, keys).outcome == "correct"


def _best_candidate(part: str, keys: list[Key]) -> _Candidate:
    """Return the item that a part names or nearly names.

    That is the first item that is surely right, or else the nearest one in doubt.
    """
    tokens = tokens_of(part)
    for index, key in enumerate(keys):
        equal = key.check_equal(part, tokens) if tokens else None
        if equal is not None:
            return _Candidate(index, "correct", equal)

    verdicts = [key.check(part) for key in keys]
    for outcome in ("correct", "retype"):
        fitting = [
            index
            for index, verdict in enumerate(verdicts)
            if verdict.outcome == outcome
        ]
        if fitting:
            return _candidate_among(fitting, verdicts)
    with_reason = (verdict for verdict in verdicts if verdict.reason != "wrong")
    return _Candidate(-1, "wrong", next(with_reason, verdicts[0]))


def _candidate_among(fitting: list[int], verdicts: list[Verdict]) -> _Candidate:
    certain = [index for index in fitting if verdicts[index].reason in _CERTAIN]
    index = (certain or fitting)[0]
    # A slip between two items names neither of them.
    is_between = len(fitting) > 1 and not certain
    outcome = "retype" if is_between else verdicts[index].outcome
    return _Candidate(index, outcome, verdicts[index])


def _matched(parts: list[str], keys: list[Key]) -> list[tuple[int, TypedItem]]:
    """Return each part as a typed item, with the index of its item (-1 for none)."""
    seen: set[int] = set()
    items = []
    for part in parts:
        index, outcome, verdict = _best_candidate(part, keys)
        answer = keys[index].answer.text if index >= 0 else None
        result: ItemResult = "wrong"
        if outcome == "correct":
            result = "duplicate" if index in seen else "matched"
            seen.add(index)
        elif outcome == "retype":
            result = "retype"
        items.append((index, TypedItem(part, result, answer, verdict)))
    return items


def _judged(
    indexed_items: list[tuple[int, TypedItem]],
    keys: list[Key],
    need: int,
    *,
    ordered: bool,
) -> ListVerdict:
    items = tuple(item for _, item in indexed_items)
    named = [index for index, item in indexed_items if item.result == "matched"]
    missing = tuple(
        key.answer.text for index, key in enumerate(keys) if index not in named
    )
    wrong_count = sum(item.result == "wrong" for item in items)
    doubtful_count = sum(_most_items_in(item) for item in items)
    in_order = not ordered or named == sorted(named)
    counted = _longest_rising_length(named) if ordered else len(named)
    score = max(0.0, min(counted, need) - wrong_count) / need

    outcome: Outcome = "partial" if score else "wrong"
    reason: Reason = "some" if named else "wrong"
    has_no_fault = not wrong_count and in_order
    if not items:
        reason = "empty"
    elif counted >= need and has_no_fault and not doubtful_count:
        outcome, reason = "correct", "all"
    elif counted + doubtful_count >= need and has_no_fault:
        outcome, reason, score = "retype", "misspelt", 0.0
    elif not in_order:
        reason = "order"
    return ListVerdict(outcome, score, reason, items, missing, need, in_order)


def _most_items_in(item: TypedItem) -> int:
    """Return how many items a part in doubt may turn out to be."""
    if item.result != "retype":
        return 0
    return len(item.typed.split()) if item.is_crowded else 1


def _longest_rising_length(numbers: list[int]) -> int:
    """Return the length of the longest rising subsequence."""
    ends: list[int] = []
    for number in numbers:
        index = bisect_left(ends, number)
        ends[index : index + 1] = [number]
    return len(ends)
