"""Wrong options: what the author wrote, then answers to other questions, and never one that might be right.

An author's own (`reject`, `distractors`) come first, with their reasons. Then come answers of the same `kind` to other
questions, the nearest in topic and length first, but only where the deck itself rules them out. It does not where a
question asks for what *may* be so, nor where answers of that kind stand in lists: several of those can hold at once,
and a document that is silent denies nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import chain, islice, tee
from typing import TYPE_CHECKING
from zlib import crc32

from liverdeck.base.words import TextStemmer
from liverdeck.checker.key import answer_of
from liverdeck.checker.prepared import letters_of
from liverdeck.facts.card import REVERSE, cards_of
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question
from liverdeck.quiz.chance import draw
from liverdeck.quiz.items.amounts import measure_of, number_in, overlap
from liverdeck.quiz.items.claims import Claims
from liverdeck.quiz.items.item import contains_run
from liverdeck.quiz.items.likeness import (
    compared_text,
    is_wrong,
    nested,
    normalized_forms,
)
from liverdeck.quiz.items.stems import filled, list_items, several_may_hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.facts.answer import Answer, WrongAnswer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact

_LIKE_LENGTH = 4
"""Letters by which two answers may differ and still be of like length."""
_MOST_OF_A_LIST = 12
_NEIGHBOURS = 8
"""Answers looked at on either side in length, in the same topic and in all."""


@dataclass(frozen=True, slots=True)
class Distractor:
    """A wrong option that may be offered."""

    answer: Answer
    why: str
    is_authored: bool

    @property
    def text(self) -> str:
        """What the option says."""
        return self.answer.text


@dataclass(frozen=True, slots=True)
class Sibling:
    """The answer to another question, of one kind."""

    card: Card
    answer: Answer

    @property
    def wrong(self) -> Distractor:
        """It as a wrong option, with the question that it does answer."""
        shape = self.card.fact.shape
        if isinstance(shape, Cloze):
            return Distractor(
                self.answer, f"It belongs elsewhere: {filled(shape)}", is_authored=False
            )
        return Distractor(
            self.answer,
            f"It answers another question: {self.card.prompt}",
            is_authored=False,
        )


class DistractorFinder:
    """The wrong options that a deck can offer."""

    def __init__(self, deck: Deck) -> None:
        """Index the answers of all taught facts by kind."""
        self._claims = Claims(deck)
        self._is_english = TextStemmer(deck.language).is_english
        self._plural: set[str] = set()
        self._siblings: dict[tuple[str, str], list[Sibling]] = {}
        for fact in deck.active_facts:
            self._index(fact)
        for siblings in self._siblings.values():
            siblings.sort(key=_by_length)

    def _index(self, fact: Fact) -> None:
        if isinstance(fact.shape, Enumeration | GroupedEnumeration):
            self._plural.update(
                item.kind for item in list_items(fact.shape) if item.kind
            )
            return
        for card in cards_of(fact):
            answer = card.answers[0]
            if answer.kind is not None:
                for topic in ("", fact.topic):
                    self._siblings.setdefault((answer.kind, topic), []).append(
                        Sibling(card, answer)
                    )

    def for_card(self, card: Card, most: int) -> list[Distractor]:
        """Return up to `most` wrong options for a card with one answer, the best first."""
        siblings, again = tee(self._from_siblings(card))
        chosen = self._compatible(chain(self._authored(card), siblings), most)
        return self._with_one_as_long(chosen, card, again)

    def authored(self, card: Card, most: int) -> list[Distractor]:
        """Return up to `most` wrong options that the author wrote for a card with one answer."""
        return self._compatible(self._authored(card), most)

    def for_list(self, fact: Fact, items: Sequence[Answer]) -> list[Distractor]:
        """Return the wrong options for a list: the author's alone, since a list may be longer than it says."""
        rejected = chain.from_iterable(item.reject for item in items)
        return self._compatible(
            self._of_a_list(chain(rejected, fact.distractors), items, fact),
            _MOST_OF_A_LIST,
        )

    def _of_a_list(
        self, written: Iterable[WrongAnswer], items: Sequence[Answer], fact: Fact
    ) -> Iterator[Distractor]:
        listed = frozenset().union(*map(normalized_forms, items))
        card = cards_of(fact)[0]
        for wrong in _certain(written, items, fact):
            if not self._claims.names_of(
                wrong.answer
            ) & listed and not self._claims.answers_the_same(wrong.answer, card):
                yield wrong

    def in_doubt(self, fact: Fact) -> list[WrongAnswer]:
        """Return the `distractors` of a fact that are never offered, because they may be right after all."""
        shape = fact.shape
        if isinstance(shape, Cloze | Question):
            certain = {wrong.text for wrong in self._authored(cards_of(fact)[0])}
        else:
            certain = {
                wrong.text
                for wrong in self._of_a_list(fact.distractors, list_items(shape), fact)
            }
        return [wrong for wrong in fact.distractors if wrong.text not in certain]

    def rules_out(self, card: Card, other: Card) -> bool:
        """Whether the answer to another card is certainly wrong for this one."""
        answer = other.answers[0]
        levels = normalized_forms(answer)
        if any(letters_of(wrong.text) & levels for wrong in card.answers[0].reject):
            return is_wrong(answer, card.answers[:1], card.fact)
        return self._is_closed(card) and self._may_stand(Sibling(other, answer), card)

    def _authored(self, card: Card) -> Iterator[Distractor]:
        of_the_fact = card.fact.distractors if _is_the_question(card) else ()
        written = chain(card.answers[0].reject, of_the_fact)
        said = compared_text(self._claims.question_of(card)).words
        for wrong in _certain(written, card.answers[:1], card.fact):
            names_the_key = self._claims.names_of(wrong.answer) & normalized_forms(
                card.answers[0]
            )
            stands_there = (
                isinstance(card.fact.shape, Cloze)
                and compared_text(wrong.text).words <= said
            )
            if (
                not names_the_key
                and not stands_there
                and not self._claims.answers_the_same(wrong.answer, card)
            ):
                yield wrong

    def _from_siblings(self, card: Card) -> Iterator[Distractor]:
        if self._is_closed(card):
            for sibling in self._nearest(card):
                if self._may_stand(sibling, card):
                    yield sibling.wrong

    def is_settled(self, card: Card) -> bool:
        """Whether a question asks for what is so, and not for what may be so; known of English ones alone."""
        return self._is_english and not several_may_hold(self._claims.question_of(card))

    def _is_closed(self, card: Card) -> bool:
        kind = card.answers[0].kind
        return kind is not None and kind not in self._plural and self.is_settled(card)

    def _nearest(self, card: Card) -> list[Sibling]:
        answer, topic = card.answers[0], card.fact.topic
        assert answer.kind is not None  # noqa: S101  # a card without one is not closed
        found: dict[str, Sibling] = {}
        for among in (topic, ""):
            siblings = self._siblings.get((answer.kind, among), [])
            place = self._place_among(siblings, card)
            for sibling in siblings[max(0, place - _NEIGHBOURS) : place + _NEIGHBOURS]:
                if sibling.card.fact.id != card.fact.id:
                    found.setdefault(sibling.answer.text, sibling)
        return sorted(found.values(), key=lambda each: _distance(each, card))

    @staticmethod
    def _place_among(siblings: Sequence[Sibling], card: Card) -> int:
        """Return where to look for answers of like length: among many of the same, each card looks elsewhere."""
        size = len(card.answers[0].text)
        first = bisect_left(siblings, size, key=lambda each: len(each.answer.text))
        last = bisect_right(siblings, size, key=lambda each: len(each.answer.text))
        return first + draw(card.fact.id, card.part, "place") % max(1, last - first)

    def _may_stand(self, sibling: Sibling, card: Card) -> bool:
        right, answer = card.answers[0], sibling.answer
        if not _measure_alike(answer, right):
            return False
        asked = compared_text(self._claims.question_of(card)).words
        if (
            compared_text(answer.text).words <= asked
            and not compared_text(right.text).words <= asked
        ):
            return (
                False  # the question itself says it, and so it can hardly be the answer
            )
        if any(nested(text, answer.text) for text in (right.text, *right.accept)):
            return False
        if self._claims.names_of(answer) & normalized_forms(
            right
        ) or self._claims.may_be_listed_together(card, answer):
            return False
        if self._claims.may_ask_the_same(
            sibling.card, card
        ) or self._claims.answers_the_same(answer, card):
            return False
        return is_wrong(answer, card.answers[:1], card.fact)

    def _compatible(
        self, candidates: Iterable[Distractor], most: int
    ) -> list[Distractor]:
        """Take the first candidates that are not each other's names, nor parts of each other."""
        chosen: list[Distractor] = []
        for each in candidates:
            if len(chosen) == most:
                break
            if all(self._differ(each, other) for other in chosen):
                chosen.append(each)
        return chosen

    def _differ(self, one: Distractor, other: Distractor) -> bool:
        if not _measure_alike(one.answer, other.answer):
            return False
        if self._claims.names_of(one.answer) & self._claims.names_of(
            other.answer
        ) or nested(one.text, other.text):
            return False
        return not (
            one.is_authored
            and other.is_authored
            and (_mentions(one.why, other) or _mentions(other.why, one))
        )

    def _with_one_as_long(
        self, chosen: list[Distractor], card: Card, siblings: Iterable[Distractor]
    ) -> list[Distractor]:
        """Put one that is as long as the key in the last one's place, if the key would stick out as the longest."""
        right = card.answers[0]
        longest = max((len(wrong.text) for wrong in chosen), default=0)
        if not chosen or longest >= len(right.text) or chosen[-1].is_authored:
            return chosen
        others = (wrong for wrong in siblings if len(wrong.text) >= len(right.text))
        fitting = (
            wrong
            for wrong in others
            if all(self._differ(wrong, other) for other in chosen[:-1])
        )
        return [*chosen[:-1], *islice(chain(fitting, chosen[-1:]), 1)]


def _measure_alike(one: Answer, other: Answer) -> bool:
    first, second = number_in(one.text), number_in(other.text)
    if first is None or second is None:
        return first is second
    return measure_of(first) == measure_of(second) and not overlap(first, second)


def _certain(
    written: Iterable[WrongAnswer], right: Sequence[Answer], fact: Fact
) -> Iterator[Distractor]:
    """Yield what an author wrote as wrong and the checker agrees with."""
    for each in written:
        answer = answer_of(each.text)
        if is_wrong(answer, right, fact):
            yield Distractor(answer, each.why, is_authored=True)


def _is_the_question(card: Card) -> bool:
    # A fact's `distractors` belong to what it asks, not to its reverse.
    shape = card.fact.shape
    return (isinstance(shape, Question) and card.part != REVERSE) or isinstance(
        shape, Cloze
    )


def _mentions(why: str, other: Distractor) -> bool:
    # "ALP: That is the enzyme alkaline phosphatase" and "alkaline phosphatase: ..." are one thing by two names.
    return contains_run(compared_text(other.text).tokens, compared_text(why).tokens)


def _by_length(sibling: Sibling) -> tuple[int, str]:
    return len(sibling.answer.text), sibling.answer.text


def _distance(sibling: Sibling, card: Card) -> tuple[bool, int, int]:
    # Like lengths count as equal and are drawn, lest the same few options stand in every item and the key in one.
    answer = sibling.answer
    size = abs(len(answer.text) - len(card.answers[0].text)) // _LIKE_LENGTH
    return (
        sibling.card.fact.topic != card.fact.topic,
        size,
        crc32(f"{card.fact.id}/{card.part}/{answer.text}".encode()),
    )
