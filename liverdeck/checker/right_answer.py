"""One answer, prepared once: all that is right, rejected or open for it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.checker.alignment import nearest_match
from liverdeck.checker.languages.class_names import name_without_class
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.languages.unit_words import (
    amount_in,
    number_of_things,
    unit_in,
)
from liverdeck.checker.modifiers import may_deny, signs_in, without_filler
from liverdeck.checker.numerals import has_digit, has_number
from liverdeck.checker.prepared import Phrase, phrases_of, without_spaces
from liverdeck.checker.terms import NO_TERMS
from liverdeck.checker.traits import (
    DECK,
    DENIAL,
    OPEN,
    REJECTED,
    WORD_LISTS,
    in_right,
    traits_of,
)
from liverdeck.checker.verdict import Verdict
from liverdeck.checker.written import as_written

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from liverdeck.checker.alignment import Match
    from liverdeck.checker.languages.class_names import NameAlone
    from liverdeck.checker.languages.language import Language, Tokens
    from liverdeck.checker.quantity import Quantity
    from liverdeck.checker.terms import Terms
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Outcome, Reason
    from liverdeck.facts.answer import Answer


class RightAnswer:
    """An answer of a deck with its phrases, and the verdicts about it."""

    def __init__(
        self,
        answer: Answer,
        *,
        open_texts: tuple[str, ...] = (),
        terms: Terms = NO_TERMS,
    ) -> None:
        """Prepare an answer.

        `open_texts` are neither right nor wrong. `terms` are all answers of the deck: a
        learner who types a different one has not misspelled this one.
        """
        self.answer = answer
        self.terms = terms
        self.language = terms.language
        self.right_phrases = self._all_phrases(answer.right_texts)
        self.rejected_phrases = [
            (phrase, wrong.why)
            for wrong in answer.reject
            for phrase in phrases_of(wrong.text, self.language)
        ]
        self.open_phrases = self._all_phrases(open_texts)

        # What was typed is looked up in these: as a text, as one without capitals, as
        # tokens, as tokens without spaces, and each token alone.
        self.right_texts = frozenset(text.strip() for text in answer.right_texts)
        # Of several phrases with the same tokens, the first one is used.
        last_to_first = self.right_phrases[::-1]
        self.by_text = {phrase.text.casefold(): phrase for phrase in last_to_first}
        self.by_tokens = {phrase.tokens: phrase for phrase in last_to_first}
        self.by_joined = {
            without_spaces(phrase.tokens): phrase for phrase in last_to_first
        }
        self.right_tokens = frozenset(chain.from_iterable(self.by_tokens))
        self.has_signs = bool(signs_in(tuple(self.right_tokens)))

    @cached_property  # few typed answers have a number, and to read one takes 10 ms
    def quantities(self) -> list[tuple[Quantity, Decimal]]:
        """Each quantity that is right, with the tolerance."""
        return _quantities_of(self.answer, self.language)

    @cached_property
    def traits(self) -> int:
        """What all phrases together have that a rule may need."""
        traits = 0
        for phrase in self.right_phrases:
            traits |= traits_of(phrase.text, phrase.tokens, self.language)
        for trait, is_there in (
            (WORD_LISTS, self.language is ENGLISH),
            (DENIAL, any(map(may_deny, self.right_tokens))),
            (REJECTED, bool(self.rejected_phrases)),
            (OPEN, bool(self.open_phrases)),
            (DECK, self.terms.has_texts),
        ):
            traits |= trait if is_there else 0
        return in_right(traits)

    def _all_phrases(self, texts: Iterable[str]) -> list[Phrase]:
        return [phrase for text in texts for phrase in phrases_of(text, self.language)]

    def equal_phrase(self, tokens: Tokens) -> Phrase | None:
        """Return the phrase with these tokens, if any.

        Filler and spaces between words do not count.
        """
        phrase = self.by_tokens.get(tokens)
        if phrase is not None:
            return phrase
        bare = without_filler(tokens, self.language)
        return (
            self.by_tokens.get(bare)
            or self.by_joined.get(without_spaces(bare))
            or (self.by_joined.get(without_spaces(tokens)) if bare != tokens else None)
        )

    def named_by(self, tokens: Tokens) -> tuple[Phrase, NameAlone] | None:
        """Return the phrase that tokens are without its noun: *radial* of an artery.

        Returns None for English, which has rules of its own for such nouns.
        """
        for phrase in self.right_phrases:
            name = name_without_class(phrase.tokens, self.language)
            if name is not None:
                alone = Phrase("", name.tokens, phrase.codes, self.language)
                if alone.equals(tokens):
                    return phrase, name
        return None

    def nearest(self, tokens: Tokens) -> Match:
        """Return the match with the phrase that the tokens fit best."""
        return nearest_match(tokens, self.right_phrases, self.terms)

    def verdict(  # noqa: PLR0913  # the fields of a verdict
        self,
        outcome: Outcome,
        reason: Reason,
        typed: Typed,
        deciding_text: str = "",
        *,
        expected_text: str = "",
        nearest_text: str = "",
        other_text: str = "",
    ) -> Verdict:
        """Return a verdict on a typed text for this answer."""
        if self.language is not ENGLISH:
            # A verdict does not know its language, so the words are shown from here.
            right = nearest_text or self.answer.text
            deciding_text = as_written(deciding_text, typed.text, self.language)
            expected_text = as_written(expected_text, right, self.language)
            other_text = as_written(other_text, typed.text, self.language)
        texts = (deciding_text, expected_text, nearest_text, other_text)
        return Verdict(outcome, reason, typed.text, self.answer.text, *texts)

    def correct(self, typed: Typed, phrase: Phrase) -> Verdict:
        """Return the *correct* verdict on a text that says the same as a phrase."""
        reason: Reason = "exact" if typed.is_written_as(phrase.text) else "spelling"
        if phrase.text != self.answer.text:
            reason = "alias"
        return self.verdict("correct", reason, typed, nearest_text=phrase.text)

    def rejected(self, typed: Typed, why: str) -> Verdict:
        """Return the verdict on a text that the author rejects."""
        return Verdict("wrong", "rejected", typed.text, self.answer.text, why=why)

    def slip(
        self, outcome: Outcome, reason: Reason, typed: Typed, match: Match
    ) -> Verdict:
        """Return a verdict on a text with a slip."""
        return self.verdict(
            outcome,
            reason,
            typed,
            match.deciding_text or typed.text.strip(),
            expected_text=match.expected_text,
            nearest_text=match.phrase.text if match.phrase else "",
            other_text=match.other_text,
        )


def _number_alone(text: str, language: Language) -> str:
    """Return the number in front of a noun, which may be left out; empty if none is.

    A noun that is read as a unit stays.
    """
    number, noun = number_of_things(text, language)
    if not number:
        return ""
    from liverdeck.checker.quantity import read_quantity  # takes 10 ms

    amount = amount_in(f"{number} {noun}", language)
    return amount if read_quantity(amount) else number


def _quantities_of(
    answer: Answer, language: Language
) -> list[tuple[Quantity, Decimal]]:
    """Return each quantity that is right for an answer, with the tolerance."""
    texts = answer.right_texts
    if language is not ENGLISH:
        # Number words are those of English, so only digits make a quantity.
        read = [amount_in(text, language) for text in texts]
        read += [_number_alone(text, language) for text in texts]
        texts = tuple(filter(has_digit, read))
        if not texts and answer.number is None:
            return []
        text, *aliases = texts or (answer.text,)
        number = answer.number
        if number is not None and number.unit:
            number = replace(number, unit=unit_in(number.unit, language))
        answer = replace(answer, text=text, accept=tuple(aliases), number=number)
    if answer.number is None and not any(map(has_number, texts)):
        return []
    from liverdeck.checker.quantity import quantities_of

    return list(quantities_of(answer))
