"""Judges one typed answer against the answer that is right.

The rules and their order are in `rules/order.py`. The first rule that returns a verdict
decides.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.reasons import REASONS
from liverdeck.checker.right_answer import RightAnswer
from liverdeck.checker.rules.order import (
    RULES_IN_ENGLISH,
    RULES_WITHOUT_WORD_LISTS,
    name_of,
    rules_for,
)
from liverdeck.checker.terms import NO_TERMS, no_terms
from liverdeck.checker.typed import Typed
from liverdeck.facts.answer import Answer
from liverdeck.facts.deck import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.rules.needs import Rule
    from liverdeck.checker.terms import Terms
    from liverdeck.checker.verdict import Verdict

MOST_KEPT = 32_768
"""How many verdicts are kept: about 10 MB of usual ones.

Each keeps its key too. If every verdict were for a key of its own, that would be 90 MB.
"""
LONGEST_KEPT = 80
"""A verdict on a longer text is not kept: few learners type the same sentence."""


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


class Key(RightAnswer):
    """One answer, prepared once to judge many typed answers."""

    @property
    def _rules(self) -> tuple[Rule, ...]:
        has_word_lists = self.language.has_word_lists
        return RULES_IN_ENGLISH if has_word_lists else RULES_WITHOUT_WORD_LISTS

    def check(self, typed: str) -> Verdict:
        """Judge one typed answer, whatever was typed."""
        if typed.__class__ is str and len(typed) <= LONGEST_KEPT:
            return _kept_verdict(self, typed)
        return self.judged(typed)

    def check_item(self, typed: str) -> Verdict:
        """Judge one item of a typed list, or a choice.

        If there is a word too many, the learner is asked to leave it out, because it
        may be another item.
        """
        if typed.__class__ is str and len(typed) <= LONGEST_KEPT:
            return _kept_verdict(self, typed, is_item=True)
        return self.judged(typed, is_item=True)

    def judged(self, typed: str, *, is_item: bool = False) -> Verdict:
        """Judge one typed answer without looking for a verdict that was kept."""
        text = Typed(typed, self.language)
        text.is_item = is_item
        for rule in rules_for(self.traits | text.traits):
            verdict = rule(self, text)
            if verdict is not None:
                return verdict
        raise AssertionError("the last rule always decides")

    def trace(self, typed: str) -> list[str]:
        """Judge one typed answer, and return a line for each rule, in their order.

        The lines say how the text was read and what the rules compared. The last line
        is about the rule that decided; the rules after it are not asked.
        """
        text = Typed(typed, self.language, takes_notes=True)
        may_apply = rules_for(self.traits | text.traits)
        lines = [f"read as: {' '.join(text.bare) or 'nothing'}"]
        for rule in self._rules:
            verdict = rule(self, text) if rule in may_apply else None
            lines += [f"  {note}" for note in text.notes or ()]
            if text.notes:
                text.notes.clear()
            if verdict is not None:
                explanation = REASONS[verdict.reason].explanation
                result = f"{verdict.outcome}, {verdict.reason} ({explanation})"
                return [*lines, f"{name_of(rule)}: {result}"]
            lines.append(f"{name_of(rule)}: does not apply")
        raise AssertionError("the last rule always decides")


@lru_cache(maxsize=MOST_KEPT)
def _kept_verdict(key: Key, typed: str, *, is_item: bool = False) -> Verdict:
    """Judge one typed answer, and keep the verdict. A class types the same again."""
    return key.judged(typed, is_item=is_item)


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
    language: str = DEFAULT_LANGUAGE,
) -> Verdict:
    """Judge one typed answer.

    `answer` is an answer of a deck, a text, or several texts that are all right; the
    first of them is shown. `open` are texts that are neither right nor wrong. `terms`
    are all answers of the deck, if there is one. `language` is a language tag such as
    `de`. If there are `terms`, it is not used: they have a language of their own.

    Raises ValueError for an empty answer, and TypeError if `typed` is not a str. No
    text that is typed raises an error.
    """
    return key_of(
        answer_of(answer), tuple(open), terms or no_terms(language_of(language))
    ).check(typed)
