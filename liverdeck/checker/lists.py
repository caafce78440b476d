"""A typed list against the items that are right: any separator, any order (or the given one), each item once."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

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
"""Typed parts that are looked at; the rest is wrong unread."""
_MOST_PIECES = 4
"""Pieces between separators that one item may hold."""
_LONGEST_RUN = 60
"""Words without a separator in which items are looked for."""


def check_list(  # noqa: PLR0913  # the ways in which lists differ
    typed: str,
    items: Sequence[Answer | str | Iterable[str]],
    *,
    need: int | None = None,
    ordered: bool = False,
    open: tuple[str, ...] = (),  # noqa: A002  # the fact's own word
    terms: Terms = NO_TERMS,
) -> ListVerdict:
    """Judge a typed list.

    `items` are the right ones, each an answer, a text or several texts for one; `need` is how many must be named (all,
    if None). Anything wrong among them prevents full marks, however many are right. Raises ValueError when `need` is
    not 1 to the number of items.
    """
    keys = [key_of(answer_of(item), open, terms) for item in items]
    needed = len(keys) if need is None else need
    if not 1 <= needed <= len(keys):
        raise ValueError(
            f"need is {needed}; it must be 1 to the number of items, {len(keys)}"
        )
    if len(typed) > LONGEST:
        return ListVerdict(
            "wrong",
            0.0,
            "unreadable",
            (),
            tuple(key.answer.text for key in keys),
            needed,
        )
    found = _matched(_parts(typed, keys), keys)
    return _judged(found, keys, needed, ordered=ordered)


def _parts(typed: str, keys: list[Key]) -> list[str]:
    text = _BULLET.sub("\n", _NUMBERED.sub("\n", typed))
    parts = [part.strip(" .,") for part in _STRONG.split(text)]
    return [
        piece
        for part in parts[:_MOST_ITEMS]
        if part
        for piece in _pieces(part, keys, 0)
    ][:_MOST_ITEMS]


def _pieces(part: str, keys: list[Key], level: int) -> list[str]:
    # An item may itself hold a comma, an "and" or a slash: only what is no item as a whole is split further.
    if _best(part, keys)[1] == "correct":
        return [part]
    for deeper in range(level, len(_WEAK)):
        spans = _spans(part, _WEAK[deeper])
        if len(spans) > 1:
            runs = _items_or_single(part, spans, keys)
            return [each for run in runs for each in _pieces(run, keys, deeper + 1)]
    return _by_spaces(part, keys) or [part]


def _spans(part: str, separator: re.Pattern[str]) -> list[tuple[int, int]]:
    ends = [
        0,
        *(place for match in separator.finditer(part) for place in match.span()),
        len(part),
    ]
    return [
        (start, end)
        for start, end in zip(ends[::2], ends[1::2], strict=True)
        if part[start:end].strip(" .,")
    ]


def _items_or_single(
    part: str, spans: list[tuple[int, int]], keys: list[Key]
) -> list[str]:
    """Put the pieces between separators together again where together they are one item."""
    runs, place = [], 0
    while place < len(spans):
        length = next(
            (
                length
                for length in range(min(_MOST_PIECES, len(spans) - place), 1, -1)
                if _best(part[spans[place][0] : spans[place + length - 1][1]], keys)[1]
                == "correct"
            ),
            1,
        )
        runs.append(part[spans[place][0] : spans[place + length - 1][1]].strip(" .,"))
        place += length
    return runs


def _by_spaces(part: str, keys: list[Key]) -> list[str]:
    """Split words without separators into items, if there is exactly one way to do so."""
    words = part.split()
    longest = max(len(phrase.tokens) for key in keys for phrase in key.right)
    if not 1 < len(words) <= _LONGEST_RUN:
        return []
    ways = [0] * len(words) + [1]
    ends = [0] * len(words)
    for start in range(len(words) - 1, -1, -1):
        for end in range(start + 1, min(start + longest + 1, len(words)) + 1):
            if ways[end] and _best(" ".join(words[start:end]), keys)[1] == "correct":
                ways[start] += ways[end]
                ends[start] = end
    if ways[0] != 1:
        return []
    pieces, start = [], 0
    while start < len(words):
        pieces.append(" ".join(words[start : ends[start]]))
        start = ends[start]
    return pieces


def _best(part: str, keys: list[Key]) -> tuple[int, Outcome, Verdict | None]:
    """Return the item that a part is or nearly is: the first that is surely right, else the nearest in doubt."""
    tokens = tokens_of(part)
    for number, key in enumerate(keys):
        certain = key.certainly(part, tokens) if tokens else None
        if certain is not None:
            return number, "correct", certain
    verdicts = [key.check(part) for key in keys]
    for outcome in ("correct", "retype"):
        fitting = [
            number
            for number, verdict in enumerate(verdicts)
            if verdict.outcome == outcome
        ]
        certain_too = [
            number
            for number in fitting
            if verdicts[number].reason in ("exact", "alias", "spelling")
        ]
        if fitting:
            number = (certain_too or fitting)[0]
            # A slip that lies between two items names neither.
            between = len(fitting) > 1 and not certain_too
            return (
                number,
                "retype" if between else verdicts[number].outcome,
                verdicts[number],
            )
    return (
        -1,
        "wrong",
        next(
            (verdict for verdict in verdicts if verdict.reason != "wrong"), verdicts[0]
        ),
    )


def _matched(parts: list[str], keys: list[Key]) -> list[tuple[int, TypedItem]]:
    seen: set[int] = set()
    found = []
    for part in parts:
        number, outcome, verdict = _best(part, keys)
        answer = keys[number].answer.text if number >= 0 else None
        fate: ItemResult = "wrong"
        if outcome == "correct":
            fate = "duplicate" if number in seen else "matched"
            seen.add(number)
        elif outcome == "retype":
            fate = "retype"
        found.append((number, TypedItem(part, fate, answer, verdict)))
    return found


def _judged(
    found: list[tuple[int, TypedItem]], keys: list[Key], need: int, *, ordered: bool
) -> ListVerdict:
    items = tuple(item for _, item in found)
    named = [number for number, item in found if item.result == "matched"]
    missing = tuple(
        key.answer.text for number, key in enumerate(keys) if number not in named
    )
    wrong = sum(item.result == "wrong" for item in items)
    doubted = sum(_may_hold(item) for item in items)
    in_order = not ordered or named == sorted(named)
    counted = _longest_rising(named) if ordered else len(named)
    score = max(0.0, min(counted, need) - wrong) / need
    outcome: Outcome = "partial" if score else "wrong"
    reason: Reason = "some" if named else "wrong"
    if not items:
        reason = "empty"
    elif counted >= need and not wrong and not doubted and in_order:
        outcome, reason = "correct", "all"
    elif counted + doubted >= need and not wrong and in_order:
        outcome, reason = "retype", "misspelt"
    elif not in_order:
        reason = "order"
    return ListVerdict(
        outcome,
        score if outcome != "retype" else 0.0,
        reason,
        items,
        missing,
        need,
        in_order,
    )


def _may_hold(item: TypedItem) -> int:
    """Return how many items a part in doubt may turn out to be."""
    if item.result != "retype":
        return 0
    return len(item.typed.split()) if item.is_crowded else 1


def _longest_rising(numbers: list[int]) -> int:
    ends: list[int] = []
    for number in numbers:
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
    return len(ends)
