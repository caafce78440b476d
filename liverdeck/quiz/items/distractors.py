"""Distractors: wrong options, and never one that might be right.

The author's own distractors (`reject`, `distractors`) come first, with their reasons.
Then come the answers of the same `kind` to other questions, those of the same topic and
of similar length first. They are used only where the deck itself rules them out. It
cannot do that where a question asks for what *may* be so, or where answers of that kind
are items of lists. There, several of them can be right at once, and a document that
does not mention one does not deny it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import chain, tee
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

_SIMILAR_LENGTH = 4
"""Two answers whose lengths differ by fewer letters count as equally long."""
_MOST_FOR_LIST = 12
_NEIGHBORS = 8
"""How many shorter and how many longer answers are looked at.

That is done once among the answers of the same topic and once among all.
"""
_ANY_TOPIC = ""


@dataclass(frozen=True, slots=True)
class Distractor:
    """A wrong option that may be offered."""

    answer: Answer
    why: str
    is_authored: bool

    @property
    def text(self) -> str:
        """The text of the option."""
        return self.answer.text


@dataclass(frozen=True, slots=True)
class Sibling:
    """An answer of the same kind to another question."""

    card: Card
    answer: Answer

    def as_distractor(self) -> Distractor:
        """Return the sibling as a wrong option; its reason names its own question."""
        shape = self.card.fact.shape
        if isinstance(shape, Cloze):
            why = f"It belongs elsewhere: {filled(shape)}"
        else:
            why = f"It answers another question: {self.card.prompt}"
        return Distractor(self.answer, why, is_authored=False)


class DistractorFinder:
    """Finds the distractors that a deck can offer."""

    def __init__(self, deck: Deck) -> None:
        """Index the answers of all active facts by kind."""
        self._claims = Claims(deck)
        self._is_english = TextStemmer(deck.language).is_english
        self._kinds_in_lists: set[str] = set()
        self._siblings: dict[tuple[str, str], list[Sibling]] = {}
        """Answers by kind and topic, and by kind and _ANY_TOPIC; short ones first."""
        for fact in deck.active_facts:
            self._index(fact)
        for siblings in self._siblings.values():
            siblings.sort(key=_length_and_text)

    def _index(self, fact: Fact) -> None:
        if isinstance(fact.shape, Enumeration | GroupedEnumeration):
            kinds = [item.kind for item in list_items(fact.shape)]
            self._kinds_in_lists.update(filter(None, kinds))
            return
        for card in cards_of(fact):
            answer = card.answers[0]
            if answer.kind is None:
                continue
            for topic in (_ANY_TOPIC, fact.topic):
                siblings = self._siblings.setdefault((answer.kind, topic), [])
                siblings.append(Sibling(card, answer))

    def for_card(self, card: Card, limit: int) -> list[Distractor]:
        """Return at most `limit` distractors for a card with one answer, best first."""
        for_choice, for_replacement = tee(self._from_siblings(card))
        candidates = chain(self._authored(card), for_choice)
        chosen = self._first_compatible(candidates, limit)
        return self._with_a_long_one(chosen, card, for_replacement)

    def authored(self, card: Card, limit: int) -> list[Distractor]:
        """Return at most `limit` of the author's own distractors for a card."""
        return self._first_compatible(self._authored(card), limit)

    def for_list(self, fact: Fact, items: Sequence[Answer]) -> list[Distractor]:
        """Return the distractors for a list.

        All are the author's, because more may belong to a list than its fact names.
        """
        rejected = chain.from_iterable(item.reject for item in items)
        written = chain(rejected, fact.distractors)
        return self._first_compatible(
            self._authored_for_list(written, items, fact), _MOST_FOR_LIST
        )

    def never_offered(self, fact: Fact) -> list[WrongAnswer]:
        """Return those `distractors` of a fact that are never offered.

        They are not offered because they may be right.
        """
        shape = fact.shape
        if isinstance(shape, Cloze | Question):
            offered = self._authored(cards_of(fact)[0])
        else:
            offered = self._authored_for_list(fact.distractors, list_items(shape), fact)
        offered_texts = {distractor.text for distractor in offered}
        return [wrong for wrong in fact.distractors if wrong.text not in offered_texts]

    def rules_out(self, card: Card, other: Card) -> bool:
        """Whether the answer to another card is certainly wrong for this one."""
        answer = other.answers[0]
        forms = normalized_forms(answer)
        if any(letters_of(wrong.text) & forms for wrong in card.answers[0].reject):
            return is_wrong(answer, card.answers[:1], card.fact)
        return self._is_closed(card) and self._may_offer(Sibling(other, answer), card)

    def asks_for_certain(self, card: Card) -> bool:
        """Whether a question asks for what is so, and not for what may be so.

        False for languages other than English, because it cannot be known there.
        """
        question = self._claims.question_of(card)
        return self._is_english and not several_may_hold(question)

    def _authored(self, card: Card) -> Iterator[Distractor]:
        """Yield the author's distractors for a card that are certainly wrong."""
        right = card.answers[0]
        of_fact = card.fact.distractors if _asks_question_of_fact(card) else ()
        written = chain(right.reject, of_fact)
        question_words = compared_text(self._claims.question_of(card)).words
        is_statement = isinstance(card.fact.shape, Cloze)
        for wrong in _certainly_wrong(written, card.answers[:1], card.fact):
            if self._claims.names_of(wrong.answer) & normalized_forms(right):
                continue
            if is_statement and compared_text(wrong.text).words <= question_words:
                continue
            if not self._claims.is_right_for_same_question(wrong.answer, card):
                yield wrong

    def _authored_for_list(
        self, written: Iterable[WrongAnswer], items: Sequence[Answer], fact: Fact
    ) -> Iterator[Distractor]:
        """Yield the author's distractors for a list that are certainly wrong."""
        forms_of_items = frozenset().union(*map(normalized_forms, items))
        card = cards_of(fact)[0]
        for wrong in _certainly_wrong(written, items, fact):
            if self._claims.names_of(wrong.answer) & forms_of_items:
                continue
            if not self._claims.is_right_for_same_question(wrong.answer, card):
                yield wrong

    def _from_siblings(self, card: Card) -> Iterator[Distractor]:
        if self._is_closed(card):
            for sibling in self._nearest_siblings(card):
                if self._may_offer(sibling, card):
                    yield sibling.as_distractor()

    def _is_closed(self, card: Card) -> bool:
        """Whether only one answer of its kind can be right for a card."""
        kind = card.answers[0].kind
        if kind is None or kind in self._kinds_in_lists:
            return False
        return self.asks_for_certain(card)

    def _nearest_siblings(self, card: Card) -> list[Sibling]:
        """Return siblings of similar length, the best first, each text once."""
        kind = card.answers[0].kind
        assert kind is not None  # noqa: S101  # a card without a kind is not closed
        by_text: dict[str, Sibling] = {}
        for topic in (card.fact.topic, _ANY_TOPIC):
            siblings = self._siblings.get((kind, topic), [])
            middle = self._index_of_similar_length(siblings, card)
            start = max(0, middle - _NEIGHBORS)
            for sibling in siblings[start : middle + _NEIGHBORS]:
                if sibling.card.fact.id != card.fact.id:
                    by_text.setdefault(sibling.answer.text, sibling)
        return sorted(by_text.values(), key=lambda sibling: _distance(sibling, card))

    @staticmethod
    def _index_of_similar_length(siblings: Sequence[Sibling], card: Card) -> int:
        """Return an index where siblings are as long as a card's answer.

        Among many that are equally long, the index is drawn for the card. So different
        cards look at different siblings.
        """
        length = len(card.answers[0].text)
        first = bisect_left(siblings, length, key=_length)
        end = bisect_right(siblings, length, key=_length)
        drawn = draw(card.fact.id, card.part, "place")
        return first + drawn % max(1, end - first)

    def _may_offer(self, sibling: Sibling, card: Card) -> bool:
        """Whether a sibling's answer is a plausible and certainly wrong option."""
        right, answer = card.answers[0], sibling.answer
        if not _measure_alike(answer, right):
            return False
        asked_words = compared_text(self._claims.question_of(card)).words
        if (
            compared_text(answer.text).words <= asked_words
            and not compared_text(right.text).words <= asked_words
        ):
            # An answer that the question itself says can hardly be right.
            return False
        if any(nested(text, answer.text) for text in (right.text, *right.accept)):
            return False
        if self._may_be_right(sibling, card):
            return False
        return is_wrong(answer, card.answers[:1], card.fact)

    def _may_be_right(self, sibling: Sibling, card: Card) -> bool:
        """Whether other facts say that a sibling's answer may be right for a card."""
        claims, answer = self._claims, sibling.answer
        return (
            bool(claims.names_of(answer) & normalized_forms(card.answers[0]))
            or claims.may_be_listed_together(card, answer)
            or claims.may_ask_the_same(sibling.card, card)
            or claims.is_right_for_same_question(answer, card)
        )

    def _first_compatible(
        self, candidates: Iterable[Distractor], limit: int
    ) -> list[Distractor]:
        """Return the first candidates that go together, at most `limit`."""
        chosen: list[Distractor] = []
        for candidate in candidates:
            if len(chosen) == limit:
                break
            if self._goes_with(candidate, chosen):
                chosen.append(candidate)
        return chosen

    def _goes_with(self, candidate: Distractor, chosen: Iterable[Distractor]) -> bool:
        return all(self._differ(candidate, other) for other in chosen)

    def _differ(self, one: Distractor, other: Distractor) -> bool:
        """Whether two distractors mean different answers of the same sort."""
        if not _measure_alike(one.answer, other.answer):
            return False
        if self._claims.names_of(one.answer) & self._claims.names_of(other.answer):
            return False
        if nested(one.text, other.text):
            return False
        if not (one.is_authored and other.is_authored):
            return True
        return not (_mentions(one.why, other) or _mentions(other.why, one))

    def _with_a_long_one(
        self, chosen: list[Distractor], card: Card, siblings: Iterable[Distractor]
    ) -> list[Distractor]:
        """Replace the last distractor by one as long as the key, if the key is longest.

        An author's distractor is not replaced.
        """
        key_length = len(card.answers[0].text)
        longest = max((len(wrong.text) for wrong in chosen), default=0)
        if not chosen or longest >= key_length or chosen[-1].is_authored:
            return chosen
        *others, last = chosen
        for sibling in siblings:
            if len(sibling.text) >= key_length and self._goes_with(sibling, others):
                return [*others, sibling]
        return [*others, last]


def _measure_alike(one: Answer, other: Answer) -> bool:
    """Whether both answers are words, or numbers of one measure that do not overlap."""
    first, second = number_in(one.text), number_in(other.text)
    if first is None or second is None:
        return first is second
    return measure_of(first) == measure_of(second) and not overlap(first, second)


def _certainly_wrong(
    written: Iterable[WrongAnswer], right: Sequence[Answer], fact: Fact
) -> Iterator[Distractor]:
    """Yield the author's wrong answers that are wrong for the checker too."""
    for wrong in written:
        answer = answer_of(wrong.text)
        if is_wrong(answer, right, fact):
            yield Distractor(answer, wrong.why, is_authored=True)


def _asks_question_of_fact(card: Card) -> bool:
    """Whether a fact's `distractors` belong to a card; they do not to its reverse."""
    shape = card.fact.shape
    if isinstance(shape, Question):
        return card.part != REVERSE
    return isinstance(shape, Cloze)


def _mentions(why: str, other: Distractor) -> bool:
    """Whether the reason of one distractor says the text of the other.

    Then the two may be names of one answer, such as "ALP" with the reason "That is the
    enzyme alkaline phosphatase" and "alkaline phosphatase".
    """
    return contains_run(compared_text(other.text).tokens, compared_text(why).tokens)


def _length(sibling: Sibling) -> int:
    return len(sibling.answer.text)


def _length_and_text(sibling: Sibling) -> tuple[int, str]:
    return len(sibling.answer.text), sibling.answer.text


def _distance(sibling: Sibling, card: Card) -> tuple[bool, int, int]:
    """Return a sort key: the smaller, the better a sibling is as a distractor.

    Similar lengths count as equal and the rest is drawn. Otherwise the same few options
    would be in every item, and the key would be the only one that is not.
    """
    answer = sibling.answer
    difference = abs(len(answer.text) - len(card.answers[0].text))
    drawn = crc32(f"{card.fact.id}/{card.part}/{answer.text}".encode())
    is_of_other_topic = sibling.card.fact.topic != card.fact.topic
    return is_of_other_topic, difference // _SIMILAR_LENGTH, drawn
