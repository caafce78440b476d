"""What the checker says of a typed answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from liverdeck.check.diff import Piece

Outcome = Literal["correct", "retype", "partial", "wrong"]
"""*retype*: in doubt, so no penalty; type it again. *partial*: only of lists."""

Reason = Literal[
    "exact", "alias", "spelling", "order", "typo", "all", "choice",
    "misspelt", "rare", "extra", "open", "hedged", "unit", "ambiguous",
    "abbreviation",
    "confusable", "opposite", "other", "negated", "rejected", "number", "incomplete", "some",
    "wrong", "empty", "unreadable",
]  # fmt: skip
"""Stable codes; docs/checker.md says what each means and with which outcomes it comes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one typed answer."""

    outcome: Outcome
    reason: Reason
    typed: str
    answer: str
    """The right answer as the author wrote it."""
    met: str = ""
    """What was typed, or the word of it, that decided."""
    meant: str = ""
    """What stands there in the right answer."""
    nearest: str = ""
    """The right answer or alias that the typed one was held against, where that is not `answer`."""
    why: str = ""
    """The author's reason why a rejected answer is wrong."""

    @property
    def score(self) -> float:
        """1 for a correct answer, 0 for any other; a retype is scored when it is typed again."""
        return 1.0 if self.outcome == "correct" else 0.0

    @property
    def feedback(self) -> str:
        """One sentence to the learner."""
        from liverdeck.check.feedback import sentence  # most verdicts are only counted

        return sentence(self)

    @property
    def diff(self) -> tuple[Piece, ...]:
        """The learner's own characters beside the answer's that was nearest; see `diff.Piece`."""
        from liverdeck.check.diff import compare

        return compare(self.typed, self.nearest or self.answer)
