"""What a learner typed, read once for all rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.expected_types import refuse_other_type
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.separators import without_number_in_front
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.traits import MARKS, NOTHING, traits_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

LONGEST_TYPED = 10_000
"""At most this many characters are read; a longer typed answer is *wrong*."""


def refuse_other_than_text(typed: str) -> None:
    """Raise TypeError for a typed answer that is not a str."""
    refuse_other_type("typed answer", typed, str)


class Typed:
    """A typed answer with its tokens, and what the rules noted about it.

    `text` is what was typed, `tokens` are its tokens, and `bare` are the tokens without
    filler or the number of an item in front. A text that is too long has no tokens.
    `traits` say which rules may apply.
    `notes` are the remarks of rules for `--explain`; None if nobody asks for them.
    """

    __slots__ = ("bare", "is_item", "notes", "said", "text", "tokens", "traits")

    def __init__(
        self, text: str, language: Language = ENGLISH, *, takes_notes: bool = False
    ) -> None:
        """Read a text. With `takes_notes`, the rules may note what they compared.

        Raises TypeError for anything that is not a str.
        """
        refuse_other_than_text(text)
        self.text = text
        self.is_item = False
        """Whether it is an item of a typed list."""
        self.notes: list[str] | None = [] if takes_notes else None
        self.tokens: Tokens = ()
        self.bare: Tokens = ()
        self.said = text
        """The text without a label in front or a question tag behind."""
        self.traits = NOTHING
        if not self.is_too_long:
            self._read(text, language)

    def _read(self, text: str, language: Language) -> None:
        if language.question_tags:
            text = self.said = _without_label_and_tag(text, language)
        tokens = self.tokens = tokens_of(text, language)
        self.traits = traits_of(text, tokens, language)
        if self.traits & MARKS:
            item = without_number_in_front(text)
            if item != text:
                tokens = tokens_of(item, language) or tokens  # *1. ,* has no item
                self.traits |= traits_of(item, tokens, language)
        self.bare = without_filler(tokens, language)

    @property
    def is_too_long(self) -> bool:
        """Whether the text is longer than an answer can be."""
        return len(self.text) > LONGEST_TYPED

    def is_written_as(self, text: str) -> bool:
        """Whether it is a text letter by letter; capitals do not matter."""
        return self.text.strip().casefold() == text.casefold()

    def note(self, text: str) -> None:
        """Keep a remark of a rule, if notes are taken."""
        if self.notes is not None:
            self.notes.append(text)


def _without_label_and_tag(text: str, language: Language) -> str:
    from liverdeck.checker.languages.question_tags import (  # not for English
        without_label,
        without_question_tag,
    )

    return without_label(without_question_tag(text, language), language)
