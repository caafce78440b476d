"""An answer: the right text, its aliases, which are right too, and rejected answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from liverdeck.base.problems import Position
    from liverdeck.catalogue.learner_words import Words

OptionOrder = Literal["shuffled", "fixed"]
"""The order of the options of a quiz item: shuffled, or as the author wrote them."""
Pin = Literal["none", "last"]
"""The position of an answer among the options of a quiz item: anywhere, or last."""


@value_class
class WrongAnswer:
    """A wrong answer, and why it is wrong. Learners are shown the reason."""

    text: str
    why: str
    position: Position


@value_class
class Number:
    """The number in an answer. Its value and tolerance are decimal texts, as `0.25`."""

    value: str
    unit: str | None = None
    tolerance: str | None = None
    """The largest difference from the value that is still right, in the same unit.

    None if only the exact number is right.
    """

    @property
    def margin(self) -> str:
        """The tolerance as a decimal text; `0` if only the exact number is right."""
        return self.tolerance or "0"

    @property
    def with_unit(self) -> str:
        """The number with its unit, such as "5 mg"."""
        return f"{self.value} {self.unit or ''}".strip()


@value_class
class Answer:
    """The right and the wrong answers for a blank, a question or an item of a list."""

    text: str
    position: Position
    accept: tuple[str, ...] = ()
    """Aliases: other spellings, abbreviations and names in plain language."""
    reject: tuple[WrongAnswer, ...] = ()
    """Rejected answers, which are tempting but wrong. Each has the reason."""
    kind: str | None = None
    """The kind of the answer, such as organ, test or symptom.

    Answers of the same kind can be each other's distractors.
    """
    hint: str | None = None
    """A short text that helps the learner."""
    strict: bool = False
    """True if the checker forgives no spelling error."""
    number: Number | None = None
    options: OptionOrder = "shuffled"
    pin: Pin = "none"

    @property
    def right_texts(self) -> tuple[str, ...]:
        """The texts that are right: first `text`, then the aliases."""
        return (self.text, *self.accept)


def aliases_in_brackets(answer: Answer, words: Words) -> str:
    """Return the aliases of an answer, to be shown right after it: " (also: ..., ...)".

    The result is "" if the answer has no aliases.
    """
    if not answer.accept:
        return ""
    return f" {words.text('(also: {aliases})', aliases=', '.join(answer.accept))}"
