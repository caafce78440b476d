"""What the checker says of a typed answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from liverdeck.checker.letter_diff import Piece

Outcome = Literal["correct", "retype", "partial", "wrong"]
"""*retype*: in doubt, so no penalty; type it again. *partial*: only of lists."""

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
"""Stable codes; docs/checker.md says what each means and with which outcomes it comes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one typed answer."""

    outcome: Outcome
    reason: Reason
    typed: str
    answer: str
    """The right answer as the author wrote it."""
    deciding_text: str = ""
    """What was typed, or the word of it, that decided."""
    expected_text: str = ""
    """What stands there in the right answer."""
    nearest_text: str = ""
    """The right answer or alias that the typed one was held against, where that is not `answer`."""
    why: str = ""
    """The author's reason why a rejected answer is wrong."""

    @property
    def score(self) -> float:
        """1 for a correct answer, 0 for any other; a retype is scored when it is typed again."""
        return 1.0 if self.outcome == "correct" else 0.0

    @property
    def diff(self) -> tuple[Piece, ...]:
        """The learner's own characters beside the answer's that was nearest; see `diff.Piece`."""
        from liverdeck.checker.letter_diff import letter_diff

        return letter_diff(self.typed, self.nearest_text or self.answer)


ItemResult = Literal["matched", "retype", "duplicate", "wrong"]


@dataclass(frozen=True, slots=True)
class TypedItem:
    """One part of a typed list and what became of it."""

    typed: str
    result: ItemResult
    answer: str | None = None
    """The item it is, or nearly is; None for a wrong one."""
    verdict: Verdict | None = None

    @property
    def is_crowded(self) -> bool:
        """Whether an item is in there with more, which may be further items."""
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
    """0 to 1: matched items less wrong ones, of the items needed; in fixed order, those in their order."""
    reason: Reason
    items: tuple[TypedItem, ...]
    missing: tuple[str, ...]
    need: int
    in_order: bool = True
    """False where the order is fixed and the matched items do not keep it."""

    def _with(self, fate: ItemResult) -> tuple[str, ...]:
        return tuple(
            item.answer or item.typed for item in self.items if item.result == fate
        )

    @property
    def matched(self) -> tuple[str, ...]:
        """The items that were named, each once, as the author wrote them."""
        return self._with("matched")

    @property
    def wrong(self) -> tuple[str, ...]:
        """What was typed and is no item."""
        return self._with("wrong")

    @property
    def duplicates(self) -> tuple[str, ...]:
        """Items that were named again."""
        return self._with("duplicate")

    @property
    def extra(self) -> tuple[str, ...]:
        """Items that were named beyond those needed; they are right, and cost nothing."""
        return self.matched[self.need :]
