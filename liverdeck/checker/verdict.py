"""What the checker says about a typed answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from liverdeck.checker.letter_diff import Piece

Outcome = Literal["correct", "retype", "partial", "wrong"]
"""*retype*: in doubt, so the learner types the answer again without a penalty.

*partial*: some items of a list.
"""

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
    """The words of the right answer that are missing or were mistyped."""
    nearest_text: str = ""
    """The right answer or alias that the typed text was compared with, if known."""
    why: str = ""
    """The author's reason why a rejected answer is wrong."""

    @property
    def score(self) -> float:
        """1 for a correct answer, otherwise 0.

        A *retype* also has 0 until the learner types the answer again.
        """
        return 1.0 if self.outcome == "correct" else 0.0

    @property
    def diff(self) -> tuple[Piece, ...]:
        """The typed text, compared letter by letter with the nearest right answer."""
        from liverdeck.checker.letter_diff import letter_diff

        return letter_diff(self.typed, self.nearest_text or self.answer)


ItemResult = Literal["matched", "retype", "duplicate", "wrong"]
"""*duplicate*: an item that was matched before."""


@dataclass(frozen=True, slots=True)
class TypedItem:
    """One item of a typed list, judged."""

    typed: str
    result: ItemResult
    answer: str | None = None
    """The item of the right list that was typed, perhaps misspelled; None if wrong."""
    verdict: Verdict | None = None

    @property
    def has_extra_word(self) -> bool:
        """Whether there is one word more than the item, which may be another item."""
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
    """The items of the right list that were not named."""
    need: int
    """How many items must be named."""
    in_order: bool = True
    """False if the order is fixed and the matched items do not keep it."""

    def _texts_with(self, result: ItemResult) -> tuple[str, ...]:
        return tuple(
            item.answer or item.typed for item in self.items if item.result == result
        )

    @property
    def matched(self) -> tuple[str, ...]:
        """The items of the right list that were named, as the author wrote them."""
        return self._texts_with("matched")

    @property
    def wrong(self) -> tuple[str, ...]:
        """The typed items that are not in the right list."""
        return self._texts_with("wrong")

    @property
    def duplicates(self) -> tuple[str, ...]:
        """The items that were named before, one for each repetition."""
        return self._texts_with("duplicate")

    @property
    def extra(self) -> tuple[str, ...]:
        """The matched items beyond those needed. They do not lower the score."""
        return self.matched[self.need :]
