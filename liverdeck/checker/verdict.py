"""What the checker says about a typed answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from liverdeck.checker.letter_diff import Piece

Outcome = Literal["correct", "retype", "partial", "wrong"]
"""*retype*: in doubt, so the learner types the answer again without a penalty.

*partial*: only some items of a list are right.
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
    "nearer",
    "sign",
    "marker",
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
"""Stable codes; the table in `reasons` says what they mean."""


@value_class
class Verdict:
    """What the checker says about one typed answer: outcome, reason and texts."""

    outcome: Outcome
    reason: Reason
    typed: str
    answer: str
    """The right answer as the author wrote it."""
    deciding_text: str = ""
    """The typed text, or the words in it, that decided. May be normalized."""
    expected_text: str = ""
    """The normalized words of the answer or alias that are missing or mistyped."""
    nearest_text: str = ""
    """The right answer or alias that is nearest to the typed text; empty if unknown."""
    other_text: str = ""
    """The different word that was typed, or that the typed one is nearer to."""
    why: str = ""
    """The author's reason why a rejected answer is wrong."""

    @property
    def score(self) -> float:
        """1 for a correct answer, otherwise 0.

        A *retype* has 0; what the learner types next is judged instead.
        """
        return 1.0 if self.outcome == "correct" else 0.0

    @property
    def diff(self) -> tuple[Piece, ...]:
        """The typed text, compared letter by letter with the nearest right answer.

        That is `nearest_text`, or `answer` if the nearest one is unknown.
        """
        from liverdeck.checker.letter_diff import letter_diff

        return letter_diff(self.typed, self.nearest_text or self.answer)


ItemResult = Literal["matched", "retype", "duplicate", "wrong"]
"""*matched*: in the right list; *duplicate*: matched before.

*wrong*: not in the right list; *retype*: in doubt.
"""


@value_class
class TypedItem:
    """One item of a typed list, judged."""

    typed: str
    result: ItemResult
    answer: str | None = None
    """The item of the right list that was typed, perhaps misspelled; None if wrong."""
    verdict: Verdict | None = None
    """The verdict on this item alone."""

    @property
    def has_extra_word(self) -> bool:
        """Whether the text is an item and more, which may be a second item."""
        return (
            self.verdict is not None
            and self.verdict.reason == "extra"
            and self.verdict.outcome == "retype"
        )


@value_class
class ListVerdict:
    """What the checker says about a typed list."""

    outcome: Outcome
    score: float
    """0 to 1: matched items minus wrong items, divided by `needed_count`.

    At most `needed_count` matched items count. If the order is fixed, items that are
    out of order do not count. A *retype* has 0.
    """
    reason: Reason
    items: tuple[TypedItem, ...]
    """The typed items, in the order in which they were typed."""
    missing: tuple[str, ...]
    """The items of the right list that were not matched."""
    needed_count: int
    """How many items must be named."""
    in_order: bool = True
    """False if the order is fixed and the matched items do not keep it."""
    right_order: tuple[str, ...] = ()
    """All items in their order, if it is fixed."""

    def _texts_with(self, result: ItemResult) -> tuple[str, ...]:
        return tuple(
            item.answer or item.typed for item in self.items if item.result == result
        )

    @property
    def matched(self) -> tuple[str, ...]:
        """The items of the right list that were typed, as the author wrote them."""
        return self._texts_with("matched")

    @property
    def wrong(self) -> tuple[str, ...]:
        """The typed items that are not in the right list."""
        return self._texts_with("wrong")

    @property
    def duplicates(self) -> tuple[str, ...]:
        """The matched items that were typed again, one for each repetition."""
        return self._texts_with("duplicate")

    @property
    def extra(self) -> tuple[str, ...]:
        """Matched items after the first `needed_count`; they do not lower the score."""
        return self.matched[self.needed_count :]
