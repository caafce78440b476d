"""What the checker says about a typed answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from liverdeck.checker.letter_diff import Piece

Outcome = Literal["correct", "retype", "partial", "wrong"]
"""*retype*: in doubt, so type it again without a penalty. *partial*: only for lists."""

Reason = Literal[
    "exact",
    "alias",
    "spelling",
    "order",
    "typo",
    "all",
    "choice",
    "misspelt",
    "rare",
    "extra",
    "open",
    "hedged",
    "unit",
    "ambiguous",
    "abbreviation",
    "confusable",
    "opposite",
    "other",
    "negated",
    "rejected",
    "number",
    "incomplete",
    "some",
    "wrong",
    "empty",
    "unreadable",
]
"""Stable codes; docs/checker.md explains them and says which outcomes they have."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one typed answer."""

    outcome: Outcome
    reason: Reason
    typed: str
    answer: str
    """The right answer as the author wrote it."""
    deciding_text: str = ""
    """The typed text, or the word in it, that decided."""
    expected_text: str = ""
    """What the right answer has instead."""
    nearest_text: str = ""
    """The right answer or alias that was compared, if that is not `answer`."""
    why: str = ""
    """The author's reason why a rejected answer is wrong."""

    @property
    def score(self) -> float:
        """1 for a correct answer, otherwise 0.

        A retype gets its score when it is typed again.
        """
        return 1.0 if self.outcome == "correct" else 0.0

    @property
    def diff(self) -> tuple[Piece, ...]:
        """The typed characters beside those of the nearest right answer.

        See `letter_diff.Piece`.
        """
        from liverdeck.checker.letter_diff import letter_diff

        return letter_diff(self.typed, self.nearest_text or self.answer)


ItemResult = Literal["matched", "retype", "duplicate", "wrong"]


@dataclass(frozen=True, slots=True)
class TypedItem:
    """One part of a typed list, judged."""

    typed: str
    result: ItemResult
    answer: str | None = None
    """The item that it is, or nearly is; None if it is wrong."""
    verdict: Verdict | None = None

    @property
    def is_crowded(self) -> bool:
        """Whether the part has an item and one word more, which may be another item."""
        return (
            self.verdict is not None
            and self.verdict.reason == "extra"
            and self.verdict.outcome == "retype"
        )


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """The judgement of a typed list."""

    outcome: Outcome
    score: float
    """0 to 1: matched items minus wrong ones, as a share of the items needed.

    If the order is fixed, only items in that order count as matched.
    """
    reason: Reason
    items: tuple[TypedItem, ...]
    missing: tuple[str, ...]
    need: int
    in_order: bool = True
    """False if the order is fixed and the matched items do not keep it."""

    def _items_with(self, result: ItemResult) -> tuple[str, ...]:
        return tuple(
            item.answer or item.typed for item in self.items if item.result == result
        )

    @property
    def matched(self) -> tuple[str, ...]:
        """The named items, once each, as the author wrote them."""
        return self._items_with("matched")

    @property
    def wrong(self) -> tuple[str, ...]:
        """The typed parts that are not items."""
        return self._items_with("wrong")

    @property
    def duplicates(self) -> tuple[str, ...]:
        """The items that were named again."""
        return self._items_with("duplicate")

    @property
    def extra(self) -> tuple[str, ...]:
        """The items beyond those needed; they are right and cost nothing."""
        return self.matched[self.need :]
