"""One typed answer against what is right, what is rejected, and what is open.

The rules speak in a fixed order: as it is (whatever is levelled on both sides), quantities, what is known to be
something else, negation and hedging, brackets and alternatives, word order, slips, and last what is too much or too
little. The first that decides ends it.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position
from liverdeck.checker.alignment import NO_MATCH, Match, align, align_without_spaces
from liverdeck.checker.modifiers import (
    HEDGES,
    NEGATIONS,
    alternatives,
    gives_up,
    without_brackets,
    without_filler,
)
from liverdeck.checker.prepared import (
    around,
    is_initials,
    letters_in,
    missing_from,
    phrases_of,
    turned_round,
)
from liverdeck.checker.quantity import agreement, read_quantity
from liverdeck.checker.terms import NO_TERMS
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.verdict import Verdict
from liverdeck.facts.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase
    from liverdeck.checker.quantity import Quantity
    from liverdeck.checker.terms import Terms
    from liverdeck.checker.verdict import Outcome, Reason

LONGEST = 10_000
"""Characters of a typed answer; a longer one is refused unread."""
_MOST_EXTRA = 1


def answer_of(answer: Answer | str | Iterable[str]) -> Answer:
    """Return an answer: one of a deck as it is, a text, or several texts of which the first is shown."""
    if isinstance(answer, Answer):
        return answer
    texts = (answer,) if isinstance(answer, str) else tuple(answer)
    if not texts or not all(text.strip() for text in texts):
        raise ValueError("an answer is a text, or several of which none is empty")
    return Answer(texts[0], Position(""), accept=texts[1:])


class Key:
    """What is right for one answer, prepared once for many typed ones."""

    def __init__(
        self,
        answer: Answer,
        *,
        open_texts: tuple[str, ...] = (),
        terms: Terms = NO_TERMS,
    ) -> None:
        """Prepare an answer.

        `open_texts` are neither right nor wrong. `terms` are the answers of the same deck: whoever types another one
        has not mistyped this one.
        """
        self.answer = answer
        self.terms = terms
        self.right = [
            phrase
            for text in (answer.text, *answer.accept)
            for phrase in phrases_of(text)
        ]
        self.rejected = [
            (phrase, wrong.why)
            for wrong in answer.reject
            for phrase in phrases_of(wrong.text)
        ]
        self.open = [phrase for text in open_texts for phrase in phrases_of(text)]
        self.quantities = list(_quantities(answer))
        self._texts = frozenset(text.strip() for text in (answer.text, *answer.accept))
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
            is_exact = (
                typed.strip() in self._texts
            )  # such as "?", which no rule can read
            return self._verdict(
                "correct" if is_exact else "wrong",
                "exact" if is_exact else "empty",
                typed,
            )
        certain = self.certainly(typed, tokens)
        if certain is not None:
            return certain
        bare = without_filler(tokens)
        if gives_up(bare):
            return self._verdict("wrong", "empty", typed)
        for rule in (
            self._as_quantity,
            self._as_something_else,
            self._as_another_answer,
            self._as_turned_round_by_a_word,
            self._as_several,
        ):
            verdict = rule(typed, bare)
            if verdict is not None:
                return verdict
        return self._as_slip(typed, bare)

    def certainly(self, typed: str, tokens: Tokens) -> Verdict | None:
        """Return the verdict on a text, given its tokens, that says what the answer says as it is; None otherwise."""
        phrase = self._as_it_is(tokens)
        return None if phrase is None else self._right(typed, phrase)

    def _verdict(  # noqa: PLR0913  # what a verdict says
        self,
        outcome: Outcome,
        reason: Reason,
        typed: str,
        met: str = "",
        *,
        meant: str = "",
        nearest: str = "",
    ) -> Verdict:
        return Verdict(outcome, reason, typed, self.answer.text, met, meant, nearest)

    def _right(self, typed: str, phrase: Phrase) -> Verdict:
        reason: Reason = "spelling"
        if typed.strip().casefold() == phrase.text.casefold():
            reason = "exact"
        if phrase.text != self.answer.text:
            reason = "alias"
        return self._verdict("correct", reason, typed, nearest=phrase.text)

    def _as_it_is(self, tokens: Tokens) -> Phrase | None:
        phrase = self._by_tokens.get(tokens)
        if phrase is None:
            bare = without_filler(tokens)
            phrase = self._by_tokens.get(bare) or self._by_letters.get(letters_in(bare))
        return phrase

    def _as_quantity(self, typed: str, _bare: Tokens) -> Verdict | None:
        quantity = read_quantity(typed) if self.quantities else None
        if quantity is None:
            return None
        found = [
            agreement(quantity, right, tolerance)
            for right, tolerance in self.quantities
        ]
        if "" in found:
            return self._verdict("correct", "spelling", typed)
        if "no unit" in found:
            return self._verdict("retype", "unit", typed)
        return self._verdict("wrong", "unit" if "unit" in found else "number", typed)

    def _as_something_else(self, typed: str, bare: Tokens) -> Verdict | None:
        for phrase, why in self.rejected:
            if bare == phrase.tokens:
                return Verdict("wrong", "rejected", typed, self.answer.text, why=why)
        if any(bare == phrase.tokens for phrase in self.open):
            return self._verdict("retype", "open", typed)
        if len(bare) == 1 and any(
            is_initials(bare[0], phrase.tokens) for phrase in self.right
        ):
            return self._verdict("retype", "abbreviation", typed, typed.strip())
        return None

    def _as_another_answer(self, typed: str, bare: Tokens) -> Verdict | None:
        if self.terms.answer_for(bare) is None or self._fits_exactly(bare):
            return None
        partly = self._as_a_part(typed, bare)
        if partly is not None:
            return partly
        is_near = self._nearest(bare).fits
        return self._verdict(
            "wrong", "confusable" if is_near else "other", typed, typed.strip()
        )

    def _as_a_part(self, typed: str, bare: Tokens) -> Verdict | None:
        for phrase in self.right:
            missing = missing_from(phrase, bare)
            if missing is not None:
                return self._verdict(
                    "wrong",
                    "incomplete",
                    typed,
                    meant=" ".join(missing),
                    nearest=phrase.text,
                )
        return None

    def _fits_exactly(self, bare: Tokens) -> bool:
        return any(
            len(phrase.tokens) == len(bare) and all(map(_has_form, bare, phrase.words))
            for phrase in self.right
        )

    def _as_turned_round_by_a_word(self, typed: str, bare: Tokens) -> Verdict | None:
        foreign = [token for token in bare if token not in self._words]
        for token in foreign:
            if token in NEGATIONS and len(bare) > 1:
                return self._verdict("wrong", "negated", typed, token)
        hedges = [token for token in foreign if token in HEDGES]
        sure = without_filler(tuple(token for token in bare if token not in HEDGES))
        if hedges and (
            sure in self._by_tokens or turned_round(sure) in self._by_tokens
        ):
            return self._verdict("retype", "hedged", typed, hedges[0])
        return None

    def _as_several(self, typed: str, _bare: Tokens) -> Verdict | None:
        outer, glosses = without_brackets(typed)
        if glosses and (main := self._as_it_is(tokens_of(outer))) is not None:
            for gloss in glosses:
                if self._as_it_is(tokens_of(gloss)) is None and not is_initials(
                    gloss, main.tokens
                ):
                    return self._verdict("retype", "extra", typed, gloss)
            return self._right(typed, main)
        parts = alternatives(typed)
        found = (
            [self._as_it_is(_unhedged(tokens_of(part))) for part in parts]
            if len(parts) > 1
            else []
        )
        if not any(found):
            return None
        return (
            self._verdict("correct", "alias", typed)
            if all(found)
            else self._verdict("wrong", "hedged", typed)
        )

    def _as_slip(self, typed: str, bare: Tokens) -> Verdict:
        best = self._nearest(bare)
        for turned in _turned(typed, bare):
            if turned in self._by_tokens:
                return self._verdict("correct", "order", typed)
            best = min(best, self._nearest(turned), key=_cost)
        if not best.fits:
            best = (
                min(
                    (
                        align_without_spaces(bare, phrase, self.terms)
                        for phrase in self.right
                        if len(phrase.tokens) != len(bare)
                    ),
                    key=_cost,
                    default=best,
                )
                if not best.objection
                else best
            )
        if best.fits:
            return self._slipped(typed, bare, best)
        if best.objection == "opposite":
            return self._verdict(
                "wrong", "opposite", typed, best.deciding_text, meant=best.expected_text
            )
        return self._too_much_or_too_little(typed, bare)

    def _nearest(self, tokens: Tokens) -> Match:
        best = NO_MATCH
        for phrase in self.right:
            if len(phrase.tokens) == len(tokens):
                match = align(tokens, phrase, self.terms)
                if match.cost < best.cost or (not best.fits and match.objection):
                    best = match
        return best

    def _slipped(self, typed: str, bare: Tokens, match: Match) -> Verdict:
        if not match.cost:
            return self._verdict("correct", "spelling", typed)
        for phrase, why in self.rejected:
            if (
                len(phrase.tokens) == len(bare)
                and align(bare, phrase).cost <= match.cost
            ):
                return Verdict("wrong", "rejected", typed, self.answer.text, why=why)
        objection = match.objection
        if not objection and self.terms.has_one_nearer(bare, match):
            objection = "misspelt"
        outcome: Outcome = "retype" if objection else "correct"
        if objection in ("confusable", "opposite") or self.answer.strict:
            outcome = "wrong"
        reason: Reason = "typo" if self.answer.strict else objection or "typo"
        nearest = match.phrase.text if match.phrase else ""
        return self._verdict(
            outcome,
            reason,
            typed,
            match.deciding_text or typed.strip(),
            meant=match.expected_text,
            nearest=nearest,
        )

    def _too_much_or_too_little(self, typed: str, bare: Tokens) -> Verdict:
        partly = self._as_a_part(typed, bare)
        if partly is not None:
            return partly
        for phrase in self.right:
            if len(bare) > 1 and sorted(bare) == sorted(phrase.tokens):
                return self._verdict("retype", "order", typed)
            extra = around(phrase, bare)
            if extra is not None:
                outcome: Outcome = "retype" if len(extra) <= _MOST_EXTRA else "wrong"
                return self._verdict(outcome, "extra", typed, " ".join(extra))
        return self._verdict("wrong", "wrong", typed)


@lru_cache(maxsize=16384)
def key_of(
    answer: Answer, open_texts: tuple[str, ...] = (), terms: Terms = NO_TERMS
) -> Key:
    """Return the key for an answer, prepared once."""
    return Key(answer, open_texts=open_texts, terms=terms)


def check(
    typed: str,
    answer: Answer | str | Iterable[str],
    *,
    open: tuple[str, ...] = (),  # noqa: A002  # the fact's own word
    terms: Terms | None = None,
) -> Verdict:
    """Judge one typed answer.

    `answer` is an answer of a deck, a text, or several texts that are all right, of which the first is shown. `open`
    are texts that are neither right nor wrong; `terms` the answers of the same deck. Never raises for what was typed;
    raises ValueError for an empty answer.
    """
    return key_of(answer_of(answer), tuple(open), terms or NO_TERMS).check(typed)


def _quantities(answer: Answer) -> Iterator[tuple[Quantity, Decimal]]:
    tolerance = Decimal(0)
    if answer.number is not None:
        quantity = read_quantity(f"{answer.number.value} {answer.number.unit or ''}")
        if quantity is not None:
            size = quantity.unit.size if quantity.unit else 1
            tolerance = Decimal(answer.number.tolerance or 0) * size
            yield quantity, tolerance
    for text in (answer.text, *answer.accept):
        quantity = read_quantity(text)
        if quantity is not None:
            yield quantity, tolerance


def _has_form(token: str, word: object) -> bool:
    return token in word.spellings  # type: ignore[attr-defined]


def _cost(match: Match) -> float:
    return match.cost


def _unhedged(tokens: Tokens) -> Tokens:
    return tuple(token for token in tokens if token not in HEDGES) or tokens


def _turned(typed: str, tokens: Tokens) -> Iterator[Tokens]:
    turned = turned_round(tokens)
    if turned:
        yield turned
    before, comma, after = typed.partition(",")
    if comma and "," not in after:
        first, second = without_filler(tokens_of(before)), tokens_of(after)
        if first and second:
            yield second + first
