"""Judges one typed answer against the answer that is right.

The rules come in a fixed order. The first rule that returns a verdict decides:

1. too long; equal to a right answer, once both are normalized; no answer at all
2. quantities
3. a rejected answer, an open text, initials, the answer to another card
4. negation and hedging
5. brackets and alternatives
6. word order and slips
7. words that are missing, in another order, or too many
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position
from liverdeck.checker.alignment import (
    NO_MATCH,
    align,
    align_without_spaces,
    nearest_match,
)
from liverdeck.checker.modifiers import (
    HEDGES,
    NEGATIONS,
    alternatives,
    gives_up,
    split_at_brackets,
    without_filler,
    without_hedges,
)
from liverdeck.checker.prepared import (
    is_initials,
    other_orders,
    phrases_of,
    reversed_at_of,
    tokens_around,
    without_spaces,
    words_left_out,
)
from liverdeck.checker.quantity import mismatch_of, quantities_of, read_quantity
from liverdeck.checker.terms import NO_TERMS
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.verdict import Verdict
from liverdeck.facts.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.alignment import Match
    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase
    from liverdeck.checker.terms import Terms
    from liverdeck.checker.verdict import Outcome, Reason

LONGEST_TYPED = 10_000
"""At most this many characters are read; a longer typed answer is *wrong*."""
_MOST_EXTRA_WORDS = 1
"""A right answer with up to this many extra words is *retype*; with more, *wrong*."""


def answer_of(answer: Answer | str | Iterable[str]) -> Answer:
    """Make an `Answer` from a text, or from several texts that are all right.

    Of several texts, the first one is shown to learners. An `Answer` comes back
    unchanged. Raises ValueError if there is no text, or if a text is empty.
    """
    if isinstance(answer, Answer):
        return answer
    texts = (answer,) if isinstance(answer, str) else tuple(answer)
    if not texts or not all(text.strip() for text in texts):
        raise ValueError(
            "an answer must be a text, or several texts, none of them empty"
        )
    return Answer(texts[0], Position(""), accept=texts[1:])


class Key:
    """One answer, prepared once to judge many typed answers.

    In all methods, `bare` are the typed tokens without filler in front. If a rule does
    not apply, its method returns None.
    """

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
        right_texts = (answer.text, *answer.accept)
        self.right_phrases = _all_phrases(right_texts)
        self.rejected_phrases = [
            (phrase, wrong.why)
            for wrong in answer.reject
            for phrase in phrases_of(wrong.text)
        ]
        self.open_phrases = _all_phrases(open_texts)
        self.quantities = list(quantities_of(answer))

        self._right_texts = frozenset(text.strip() for text in right_texts)
        # Of several phrases with the same tokens, the first one is used.
        last_to_first = self.right_phrases[::-1]
        self._by_tokens = {phrase.tokens: phrase for phrase in last_to_first}
        self._by_joined = {
            without_spaces(phrase.tokens): phrase for phrase in last_to_first
        }
        self._right_tokens = frozenset(chain.from_iterable(self._by_tokens))

    def check(self, typed: str) -> Verdict:
        """Judge one typed answer. Never raises, whatever was typed."""
        if len(typed) > LONGEST_TYPED:
            return self._verdict("wrong", "unreadable", typed[:LONGEST_TYPED])
        tokens = tokens_of(typed)
        if not tokens:
            return self._judge_text_without_tokens(typed)
        correct = self.check_equal(typed, tokens)
        if correct is not None:
            return correct

        bare = without_filler(tokens)
        if gives_up(bare):
            return self._verdict("wrong", "empty", typed)
        for rule in (
            self._judge_quantity,
            self._judge_rejected_text,
            self._judge_open_text,
            self._judge_initials,
            self._judge_other_answer,
            self._judge_negation_and_hedging,
            self._judge_brackets,
            self._judge_alternatives,
            self._judge_order_and_slips,
        ):
            verdict = rule(typed, bare)
            if verdict is not None:
                return verdict
        return self._judge_missing_and_extra_words(typed, bare)

    def check_equal(self, typed: str, tokens: Tokens) -> Verdict | None:
        """Return a *correct* verdict if the typed text equals a right answer.

        Otherwise None. `tokens` are the tokens of the text.
        """
        phrase = self._equal_phrase(tokens)
        return None if phrase is None else self._correct_verdict(typed, phrase)

    def _verdict(  # noqa: PLR0913  # the fields of a verdict
        self,
        outcome: Outcome,
        reason: Reason,
        typed: str,
        deciding_text: str = "",
        *,
        expected_text: str = "",
        nearest_text: str = "",
    ) -> Verdict:
        texts = (deciding_text, expected_text, nearest_text)
        return Verdict(outcome, reason, typed, self.answer.text, *texts)

    def _correct_verdict(self, typed: str, phrase: Phrase) -> Verdict:
        is_exact = typed.strip().casefold() == phrase.text.casefold()
        reason: Reason = "exact" if is_exact else "spelling"
        if phrase.text != self.answer.text:
            reason = "alias"
        return self._verdict("correct", reason, typed, nearest_text=phrase.text)

    def _rejected_verdict(self, typed: str, why: str) -> Verdict:
        return Verdict("wrong", "rejected", typed, self.answer.text, why=why)

    def _judge_text_without_tokens(self, typed: str) -> Verdict:
        # No other rule can judge a text such as "?", but it may be the answer.
        if typed.strip() in self._right_texts:
            return self._verdict("correct", "exact", typed)
        return self._verdict("wrong", "empty", typed)

    def _equal_phrase(self, tokens: Tokens) -> Phrase | None:
        phrase = self._by_tokens.get(tokens)
        if phrase is not None:
            return phrase
        bare = without_filler(tokens)
        return self._by_tokens.get(bare) or self._by_joined.get(without_spaces(bare))

    def _judge_quantity(self, typed: str, _bare: Tokens) -> Verdict | None:
        quantity = read_quantity(typed) if self.quantities else None
        if quantity is None:
            return None
        mismatches = [
            mismatch_of(quantity, right, tolerance)
            for right, tolerance in self.quantities
        ]
        if None in mismatches:  # the typed quantity matches one that is right
            return self._verdict("correct", "spelling", typed)
        if "no unit" in mismatches:
            return self._verdict("retype", "unit", typed)
        reason: Reason = "unit" if "unit" in mismatches else "number"
        return self._verdict("wrong", reason, typed)

    def _judge_rejected_text(self, typed: str, bare: Tokens) -> Verdict | None:
        for phrase, why in self.rejected_phrases:
            if bare == phrase.tokens:
                return self._rejected_verdict(typed, why)
        return None

    def _judge_open_text(self, typed: str, bare: Tokens) -> Verdict | None:
        if any(bare == phrase.tokens for phrase in self.open_phrases):
            return self._verdict("retype", "open", typed)
        return None

    def _judge_initials(self, typed: str, bare: Tokens) -> Verdict | None:
        if len(bare) != 1:
            return None
        if any(is_initials(bare[0], phrase.tokens) for phrase in self.right_phrases):
            return self._verdict("retype", "abbreviation", typed, typed.strip())
        return None

    def _judge_other_answer(self, typed: str, bare: Tokens) -> Verdict | None:
        if self.terms.answer_for(bare) is None:
            return None
        if any(phrase.equals(bare) for phrase in self.right_phrases):
            return None
        # The answer to another card may be a part of this answer.
        incomplete = self._judge_incomplete(typed, bare)
        if incomplete is not None:
            return incomplete
        is_near = self._nearest(bare).fits
        reason: Reason = "confusable" if is_near else "other"
        return self._verdict("wrong", reason, typed, typed.strip())

    def _judge_incomplete(self, typed: str, bare: Tokens) -> Verdict | None:
        for phrase in self.right_phrases:
            left_out = words_left_out(phrase, bare)
            if left_out is not None:
                return self._verdict(
                    "wrong",
                    "incomplete",
                    typed,
                    expected_text=" ".join(left_out),
                    nearest_text=phrase.text,
                )
        return None

    def _judge_negation_and_hedging(self, typed: str, bare: Tokens) -> Verdict | None:
        not_in_answer = [token for token in bare if token not in self._right_tokens]
        negations = [token for token in not_in_answer if token in NEGATIONS]
        if negations and len(bare) > 1:
            return self._verdict("wrong", "negated", typed, negations[0])

        hedges = [token for token in not_in_answer if token in HEDGES]
        if not hedges:
            return None
        unhedged = without_filler(without_hedges(bare))
        if unhedged in self._by_tokens or reversed_at_of(unhedged) in self._by_tokens:
            return self._verdict("retype", "hedged", typed, hedges[0])
        return None

    def _judge_brackets(self, typed: str, _bare: Tokens) -> Verdict | None:
        outside, in_brackets = split_at_brackets(typed)
        phrase = self._equal_phrase(tokens_of(outside)) if in_brackets else None
        if phrase is None:
            return None
        for text in in_brackets:
            is_right = self._equal_phrase(tokens_of(text)) is not None
            if not is_right and not is_initials(text, phrase.tokens):
                return self._verdict("retype", "extra", typed, text)
        return self._correct_verdict(typed, phrase)

    def _judge_alternatives(self, typed: str, _bare: Tokens) -> Verdict | None:
        texts = alternatives(typed)
        if len(texts) < 2:  # noqa: PLR2004
            return None
        are_right = [
            self._equal_phrase(without_hedges(tokens) or tokens) is not None
            for tokens in map(tokens_of, texts)
        ]
        if all(are_right):
            return self._verdict("correct", "alias", typed)
        if any(are_right):
            return self._verdict("wrong", "hedged", typed)
        return None

    def _judge_order_and_slips(self, typed: str, bare: Tokens) -> Verdict | None:
        reordered = list(other_orders(typed, bare))
        if any(tokens in self._by_tokens for tokens in reordered):
            return self._verdict("correct", "order", typed)

        match = min(map(self._nearest, (bare, *reordered)), key=_cost)
        if not match.fits and not match.objection:
            match = self._nearest_without_spaces(bare)
        if match.fits:
            return self._judge_slips(typed, bare, match)
        if match.objection == "opposite":
            return self._slip_verdict("wrong", "opposite", typed, match)
        return None

    def _nearest(self, tokens: Tokens) -> Match:
        return nearest_match(tokens, self.right_phrases, self.terms)

    def _nearest_without_spaces(self, tokens: Tokens) -> Match:
        matches = [
            align_without_spaces(tokens, phrase, self.terms)
            for phrase in self.right_phrases
            if len(phrase.tokens) != len(tokens)
        ]
        return min(matches, key=_cost, default=NO_MATCH)

    def _judge_slips(self, typed: str, bare: Tokens, match: Match) -> Verdict:
        if not match.cost:
            return self._verdict("correct", "spelling", typed)
        # A slip in a rejected answer is rejected too.
        for phrase, why in self.rejected_phrases:
            has_same_length = len(phrase.tokens) == len(bare)
            if has_same_length and align(bare, phrase).cost <= match.cost:
                return self._rejected_verdict(typed, why)

        if self.answer.strict:
            return self._slip_verdict("wrong", "typo", typed, match)
        return self._judge_by_objection(typed, bare, match)

    def _judge_by_objection(self, typed: str, bare: Tokens, match: Match) -> Verdict:
        objection = match.objection
        if objection in ("confusable", "opposite"):
            return self._slip_verdict("wrong", objection, typed, match)
        if objection is not None:
            return self._slip_verdict("retype", objection, typed, match)
        if self.terms.has_other_as_near(bare, match):
            return self._slip_verdict("retype", "misspelt", typed, match)
        return self._slip_verdict("correct", "typo", typed, match)

    def _slip_verdict(
        self, outcome: Outcome, reason: Reason, typed: str, match: Match
    ) -> Verdict:
        return self._verdict(
            outcome,
            reason,
            typed,
            match.deciding_text or typed.strip(),
            expected_text=match.expected_text,
            nearest_text=match.phrase.text if match.phrase else "",
        )

    def _judge_missing_and_extra_words(self, typed: str, bare: Tokens) -> Verdict:
        incomplete = self._judge_incomplete(typed, bare)
        if incomplete is not None:
            return incomplete
        for phrase in self.right_phrases:
            if len(bare) > 1 and sorted(bare) == sorted(phrase.tokens):
                return self._verdict("retype", "order", typed)
            extra = tokens_around(phrase, bare)
            if extra is not None:
                is_doubtful = len(extra) <= _MOST_EXTRA_WORDS
                outcome: Outcome = "retype" if is_doubtful else "wrong"
                return self._verdict(outcome, "extra", typed, " ".join(extra))
        return self._verdict("wrong", "wrong", typed)


@lru_cache(maxsize=16384)
def key_of(
    answer: Answer, open_texts: tuple[str, ...] = (), terms: Terms = NO_TERMS
) -> Key:
    """Return the `Key` of an answer. Recent keys are kept: making one is slow."""
    return Key(answer, open_texts=open_texts, terms=terms)


def check(
    typed: str,
    answer: Answer | str | Iterable[str],
    *,
    open: tuple[str, ...] = (),  # noqa: A002  # the name of the key in the fact file
    terms: Terms | None = None,
) -> Verdict:
    """Judge one typed answer.

    `answer` is an answer of a deck, a text, or several texts that are all right; the
    first of them is shown. `open` are texts that are neither right nor wrong. `terms`
    are all answers of the deck, if there is one.

    Raises ValueError for an empty answer, but never because of the typed text.
    """
    return key_of(answer_of(answer), tuple(open), terms or NO_TERMS).check(typed)


def _all_phrases(texts: Iterable[str]) -> list[Phrase]:
    return [phrase for text in texts for phrase in phrases_of(text)]


def _cost(match: Match) -> float:
    return match.cost
