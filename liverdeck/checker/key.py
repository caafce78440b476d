"""Judges one typed answer against what is right, rejected and left open.

The rules come in a fixed order, and the first one that decides ends it:

1. equal to a right answer, once both are normalized
2. quantities
3. known to be something else: rejected, left open, initials, another answer
4. negation and hedging
5. brackets and alternatives
6. word order and slips
7. too little or too much
"""

from __future__ import annotations

from functools import lru_cache
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
    without_brackets,
    without_filler,
    without_hedges,
)
from liverdeck.checker.prepared import (
    is_initials,
    letters_in,
    missing_from,
    other_orders,
    phrases_of,
    reversed_at_of,
    tokens_around,
)
from liverdeck.checker.quantity import agreement, quantities_of, read_quantity
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

LONGEST = 10_000
"""Characters of a typed answer; a longer one is refused without being read."""
_MOST_EXTRA = 1
"""Words beside a right answer that a learner is asked to leave out."""


def answer_of(answer: Answer | str | Iterable[str]) -> Answer:
    """Return an answer as an `Answer`.

    It may be an answer of a deck, a text, or several texts that are all right. Of
    several, the first one is shown to learners. Raises ValueError for an empty text.
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
    """One answer, prepared once to judge many typed answers."""

    def __init__(
        self,
        answer: Answer,
        *,
        open_texts: tuple[str, ...] = (),
        terms: Terms = NO_TERMS,
    ) -> None:
        """Prepare an answer.

        `open_texts` are neither right nor wrong. `terms` are the answers of the same
        deck: a learner who types another of these answers has not misspelled this one.
        """
        self.answer = answer
        self.terms = terms
        right_texts = (answer.text, *answer.accept)
        self.right = [phrase for text in right_texts for phrase in phrases_of(text)]
        self.rejected = [
            (phrase, wrong.why)
            for wrong in answer.reject
            for phrase in phrases_of(wrong.text)
        ]
        self.open = [phrase for text in open_texts for phrase in phrases_of(text)]
        self.quantities = list(quantities_of(answer))

        self._texts = frozenset(text.strip() for text in right_texts)
        # Of two phrases with the same tokens, the earlier one is used.
        self._by_tokens = {phrase.tokens: phrase for phrase in reversed(self.right)}
        self._by_letters = {
            letters_in(phrase.tokens): phrase for phrase in reversed(self.right)
        }
        self._words = frozenset(word for phrase in self.right for word in phrase.tokens)

    def check(self, typed: str) -> Verdict:
        """Judge one typed answer. Never raises, whatever was typed."""
        if len(typed) > LONGEST:
            return self._verdict("wrong", "unreadable", typed[:LONGEST])
        tokens = tokens_of(typed)
        if not tokens:
            return self._judge_text_without_tokens(typed)
        equal = self.check_equal(typed, tokens)
        if equal is not None:
            return equal

        bare = without_filler(tokens)
        if gives_up(bare):
            return self._verdict("wrong", "empty", typed)
        for rule in (
            self._judge_quantity,
            self._judge_listed_text,
            self._judge_other_answer,
            self._judge_negation_and_hedging,
            self._judge_brackets,
            self._judge_alternatives,
        ):
            verdict = rule(typed, bare)
            if verdict is not None:
                return verdict
        return self._judge_order_and_slips(typed, bare)

    def check_equal(self, typed: str, tokens: Tokens) -> Verdict | None:
        """Return a verdict if a typed text equals a right answer; None otherwise.

        `tokens` are the tokens of the text.
        """
        phrase = self._equal_phrase(tokens)
        return None if phrase is None else self._correct(typed, phrase)

    def _verdict(  # noqa: PLR0913  # the fields of a verdict
        self,
        outcome: Outcome,
        reason: Reason,
        typed: str,
        deciding: str = "",
        *,
        expected: str = "",
        nearest: str = "",
    ) -> Verdict:
        return Verdict(
            outcome, reason, typed, self.answer.text, deciding, expected, nearest
        )

    def _correct(self, typed: str, phrase: Phrase) -> Verdict:
        reason: Reason = "spelling"
        if phrase.text != self.answer.text:
            reason = "alias"
        elif typed.strip().casefold() == phrase.text.casefold():
            reason = "exact"
        return self._verdict("correct", reason, typed, nearest=phrase.text)

    def _rejected(self, typed: str, why: str) -> Verdict:
        return Verdict("wrong", "rejected", typed, self.answer.text, why=why)

    def _judge_text_without_tokens(self, typed: str) -> Verdict:
        # No rule can read a text such as "?", but it may be the answer.
        if typed.strip() in self._texts:
            return self._verdict("correct", "exact", typed)
        return self._verdict("wrong", "empty", typed)

    def _equal_phrase(self, tokens: Tokens) -> Phrase | None:
        phrase = self._by_tokens.get(tokens)
        if phrase is not None:
            return phrase
        bare = without_filler(tokens)
        return self._by_tokens.get(bare) or self._by_letters.get(letters_in(bare))

    def _judge_quantity(self, typed: str, _bare: Tokens) -> Verdict | None:
        quantity = read_quantity(typed) if self.quantities else None
        if quantity is None:
            return None
        mismatches = [
            agreement(quantity, right, tolerance)
            for right, tolerance in self.quantities
        ]
        if "" in mismatches:
            return self._verdict("correct", "spelling", typed)
        if "no unit" in mismatches:
            return self._verdict("retype", "unit", typed)
        reason: Reason = "unit" if "unit" in mismatches else "number"
        return self._verdict("wrong", reason, typed)

    def _judge_listed_text(self, typed: str, bare: Tokens) -> Verdict | None:
        for phrase, why in self.rejected:
            if bare == phrase.tokens:
                return self._rejected(typed, why)
        if any(bare == phrase.tokens for phrase in self.open):
            return self._verdict("retype", "open", typed)
        if len(bare) == 1 and any(
            is_initials(bare[0], phrase.tokens) for phrase in self.right
        ):
            return self._verdict("retype", "abbreviation", typed, typed.strip())
        return None

    def _judge_other_answer(self, typed: str, bare: Tokens) -> Verdict | None:
        if self.terms.answer_for(bare) is None:
            return None
        if any(phrase.has_spelling(bare) for phrase in self.right):
            return None
        incomplete = self._incomplete(typed, bare)
        if incomplete is not None:
            return incomplete
        is_near = self._nearest(bare).fits
        reason: Reason = "confusable" if is_near else "other"
        return self._verdict("wrong", reason, typed, typed.strip())

    def _incomplete(self, typed: str, bare: Tokens) -> Verdict | None:
        for phrase in self.right:
            missing = missing_from(phrase, bare)
            if missing is not None:
                return self._verdict(
                    "wrong",
                    "incomplete",
                    typed,
                    expected=" ".join(missing),
                    nearest=phrase.text,
                )
        return None

    def _judge_negation_and_hedging(self, typed: str, bare: Tokens) -> Verdict | None:
        foreign = [token for token in bare if token not in self._words]
        for token in foreign:
            if token in NEGATIONS and len(bare) > 1:
                return self._verdict("wrong", "negated", typed, token)

        hedges = [token for token in foreign if token in HEDGES]
        if not hedges:
            return None
        sure = without_filler(without_hedges(bare))
        if sure in self._by_tokens or reversed_at_of(sure) in self._by_tokens:
            return self._verdict("retype", "hedged", typed, hedges[0])
        return None

    def _judge_brackets(self, typed: str, _bare: Tokens) -> Verdict | None:
        outer, glosses = without_brackets(typed)
        main = self._equal_phrase(tokens_of(outer)) if glosses else None
        if main is None:
            return None
        for gloss in glosses:
            is_right = self._equal_phrase(tokens_of(gloss)) is not None
            if not is_right and not is_initials(gloss, main.tokens):
                return self._verdict("retype", "extra", typed, gloss)
        return self._correct(typed, main)

    def _judge_alternatives(self, typed: str, _bare: Tokens) -> Verdict | None:
        parts = alternatives(typed)
        if len(parts) < 2:  # noqa: PLR2004
            return None
        phrases = [
            self._equal_phrase(without_hedges(tokens) or tokens)
            for tokens in map(tokens_of, parts)
        ]
        if all(phrases):
            return self._verdict("correct", "alias", typed)
        if any(phrases):
            return self._verdict("wrong", "hedged", typed)
        return None

    def _judge_order_and_slips(self, typed: str, bare: Tokens) -> Verdict:
        best = self._nearest(bare)
        for reordered in other_orders(typed, bare):
            if reordered in self._by_tokens:
                return self._verdict("correct", "order", typed)
            best = min(best, self._nearest(reordered), key=_cost)
        if not best.fits and not best.objection:
            best = self._nearest_without_spaces(bare)

        if best.fits:
            return self._judge_slips(typed, bare, best)
        if best.objection == "opposite":
            return self._verdict(
                "wrong",
                "opposite",
                typed,
                best.deciding_text,
                expected=best.expected_text,
            )
        return self._judge_missing_and_extra(typed, bare)

    def _nearest(self, tokens: Tokens) -> Match:
        return nearest_match(tokens, self.right, self.terms)

    def _nearest_without_spaces(self, tokens: Tokens) -> Match:
        matches = [
            align_without_spaces(tokens, phrase, self.terms)
            for phrase in self.right
            if len(phrase.tokens) != len(tokens)
        ]
        return min(matches, key=_cost, default=NO_MATCH)

    def _judge_slips(self, typed: str, bare: Tokens, match: Match) -> Verdict:
        if not match.cost:
            return self._verdict("correct", "spelling", typed)
        for phrase, why in self.rejected:
            has_same_length = len(phrase.tokens) == len(bare)
            if has_same_length and align(bare, phrase).cost <= match.cost:
                return self._rejected(typed, why)

        objection = match.objection
        if not objection and self.terms.has_one_nearer(bare, match):
            objection = "misspelt"
        outcome: Outcome = "retype" if objection else "correct"
        if objection in ("confusable", "opposite") or self.answer.strict:
            outcome = "wrong"
        reason: Reason = objection or "typo"
        if self.answer.strict:
            reason = "typo"
        return self._verdict(
            outcome,
            reason,
            typed,
            match.deciding_text or typed.strip(),
            expected=match.expected_text,
            nearest=match.phrase.text if match.phrase else "",
        )

    def _judge_missing_and_extra(self, typed: str, bare: Tokens) -> Verdict:
        incomplete = self._incomplete(typed, bare)
        if incomplete is not None:
            return incomplete
        for phrase in self.right:
            if len(bare) > 1 and sorted(bare) == sorted(phrase.tokens):
                return self._verdict("retype", "order", typed)
            extra = tokens_around(phrase, bare)
            if extra is not None:
                outcome: Outcome = "retype" if len(extra) <= _MOST_EXTRA else "wrong"
                return self._verdict(outcome, "extra", typed, " ".join(extra))
        return self._verdict("wrong", "wrong", typed)


@lru_cache(maxsize=16384)
def key_of(
    answer: Answer, open_texts: tuple[str, ...] = (), terms: Terms = NO_TERMS
) -> Key:
    """Return the key for an answer, prepared only once."""
    return Key(answer, open_texts=open_texts, terms=terms)


def check(
    typed: str,
    answer: Answer | str | Iterable[str],
    *,
    open: tuple[str, ...] = (),  # noqa: A002  # the name of the key in the fact file
    terms: Terms | None = None,
) -> Verdict:
    """Judge one typed answer.

    `answer` is an answer of a deck, a text, or several texts that are all right; of
    several, the first one is shown. `open` are texts that are neither right nor wrong.
    `terms` are the answers of the same deck.

    Never raises for a typed text. Raises ValueError for an empty answer.
    """
    return key_of(answer_of(answer), tuple(open), terms or NO_TERMS).check(typed)


def _cost(match: Match) -> float:
    return match.cost
