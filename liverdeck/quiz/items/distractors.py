"""Distractors: options that are certainly wrong.

The author's own distractors (`reject`, `distractors`) come first, with their reasons.
Then come related answers: answers of the same `kind` to other questions, first those of
the same topic and of similar length.

A related answer is offered only if the deck itself shows that it is wrong. The deck
cannot show that if a question asks for what *may* be so, or if answers of that kind are
items of lists. Then several answers can be right, also some that the document does not
mention.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, tee
from typing import TYPE_CHECKING
from zlib import crc32

from liverdeck.base.values import value_class
from liverdeck.base.words import TextStemmer
from liverdeck.checker.key import answer_of
from liverdeck.checker.prepared import ways_without_spaces
from liverdeck.facts.card import REVERSE, cards_of
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration, Question
from liverdeck.quiz.chance import draw
from liverdeck.quiz.items.amounts import measure_of, quantity_of, ranges_overlap
from liverdeck.quiz.items.claims import Claims
from liverdeck.quiz.items.item import contains_run
from liverdeck.quiz.items.likeness import (
    compared_text,
    is_certainly_wrong,
    normalized_names,
    one_contains_other,
)
from liverdeck.quiz.items.stems import (
    asks_what_may_be_so,
    list_answers,
    text_without_gaps,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.facts.answer import Answer, WrongAnswer
    from liverdeck.facts.card import Card
    from liverdeck.facts.deck import Deck
    from liverdeck.facts.fact import Fact

_LENGTH_UNIT = 4
"""Differences in length are counted in units of this many characters."""
_MOST_FOR_LIST = 12
"""A list gets at most this many distractors."""
_MOST_NEIGHBORS = 8
"""At most this many shorter and this many longer related answers are considered.

They are taken from the answers of the same topic, and again from all answers.
"""
_ANY_TOPIC = ""
"""Stands for all topics together."""


@value_class
class Distractor:
    """A wrong option that may be offered."""

    answer: Answer
    """The wrong answer."""
    why: str
    """Why it is wrong."""
    is_authored: bool
    """Whether the author wrote it as a wrong answer."""

    @property
    def text(self) -> str:
        """The text of the option."""
        return self.answer.text


@value_class
class RelatedAnswer:
    """An answer of the same kind to another question."""

    card: Card
    """The card of the other question."""
    answer: Answer

    def as_distractor(self) -> Distractor:
        """Return the answer as a distractor; the reason quotes the other question."""
        shape = self.card.fact.shape
        if isinstance(shape, Cloze):
            why = f"It belongs elsewhere: {text_without_gaps(shape)}"
        else:
            why = f"It answers another question: {self.card.prompt}"
        return Distractor(self.answer, why, is_authored=False)


class DistractorFinder:
    """Finds the distractors that a deck can offer."""

    def __init__(self, deck: Deck) -> None:
        """Record the answers of all active facts by answer kind and topic."""
        self._claims = Claims(deck)
        self._is_english = TextStemmer(deck.language).is_english
        self._kinds_in_lists: set[str] = set()
        """The answer kinds of list items."""
        self._related_answers: dict[tuple[str, str], list[RelatedAnswer]] = {}
        """By kind and topic, and by kind and `_ANY_TOPIC`; in order of length."""
        for fact in deck.active_facts:
            self._record(fact)
        for related_answers in self._related_answers.values():
            related_answers.sort(key=_length_and_text)

    def _record(self, fact: Fact) -> None:
        if isinstance(fact.shape, Enumeration | GroupedEnumeration):
            kinds = [item.kind for item in list_answers(fact.shape)]
            self._kinds_in_lists.update(filter(None, kinds))
            return
        for card in cards_of(fact):
            answer = card.answers[0]
            if answer.kind is None:
                continue
            for topic in (_ANY_TOPIC, fact.topic):
                related_answers = self._related_answers.setdefault(
                    (answer.kind, topic), []
                )
                related_answers.append(RelatedAnswer(card, answer))

    def for_card(self, card: Card, limit: int) -> list[Distractor]:
        """Return at most `limit` distractors for a card with one answer, best first."""
        # Both steps read the same distractors; `tee` makes these only once.
        for_choice, for_replacement = tee(self._from_related_answers(card))
        candidates = chain(self._authored_candidates(card), for_choice)
        chosen = self._first_compatible(candidates, limit)
        return self._without_longest_key(chosen, card, for_replacement)

    def authored_for_card(self, card: Card, limit: int) -> list[Distractor]:
        """Return at most `limit` of the author's own distractors for a card."""
        return self._first_compatible(self._authored_candidates(card), limit)

    def for_list(self, fact: Fact, answers: Sequence[Answer]) -> list[Distractor]:
        """Return the distractors for a list with these answers.

        All are the author's own, because answers to other questions may be right.
        """
        rejected = chain.from_iterable(answer.reject for answer in answers)
        written = chain(rejected, fact.distractors)
        candidates = self._authored_list_candidates(written, answers, fact)
        return self._first_compatible(candidates, _MOST_FOR_LIST)

    def never_offered(self, fact: Fact) -> list[WrongAnswer]:
        """Return those of a fact's `distractors` that are not offered.

        They may be right, or the statement itself says them.
        """
        shape = fact.shape
        if isinstance(shape, Cloze | Question):
            offered = self._authored_candidates(cards_of(fact)[0])
        else:
            answers = list_answers(shape)
            offered = self._authored_list_candidates(fact.distractors, answers, fact)
        offered_texts = {distractor.text for distractor in offered}
        return [wrong for wrong in fact.distractors if wrong.text not in offered_texts]

    def rules_out(self, card: Card, other: Card) -> bool:
        """Whether the answer of `other` is certainly wrong for `card`."""
        answer = other.answers[0]
        names = normalized_names(answer)
        if any(
            ways_without_spaces(wrong.text) & names for wrong in card.answers[0].reject
        ):
            # The author says that it is wrong, so it is enough if the checker agrees.
            return is_certainly_wrong(answer, card.answers[:1], card.fact)
        related = RelatedAnswer(other, answer)
        return self._has_one_right_answer(card) and self._may_offer(related, card)

    def asks_what_is_so(self, card: Card) -> bool:
        """Whether a question asks for what is so, and not for what may be so.

        False for languages other than English, because the program cannot tell.
        """
        question = self._claims.question_text(card)
        return self._is_english and not asks_what_may_be_so(question)

    def _authored_candidates(self, card: Card) -> Iterator[Distractor]:
        """Yield the author's distractors for a card: certainly wrong, but plausible."""
        right = card.answers[0]
        of_fact = card.fact.distractors if _takes_distractors_of_fact(card) else ()
        written = chain(right.reject, of_fact)
        question_words = compared_text(self._claims.question_text(card)).words
        is_statement = isinstance(card.fact.shape, Cloze)
        for wrong in _certainly_wrong(written, card.answers[:1], card.fact):
            if self._claims.may_mean_the_same(wrong.answer, (right,)):
                # Other facts say that the two mean the same.
                continue
            if is_statement and compared_text(wrong.text).words <= question_words:
                # An answer that the statement itself says is not plausible.
                continue
            if not self._claims.is_right_for_same_question(wrong.answer, card):
                yield wrong

    def _authored_list_candidates(
        self, written: Iterable[WrongAnswer], answers: Sequence[Answer], fact: Fact
    ) -> Iterator[Distractor]:
        """Yield the author's distractors for a list that are certainly wrong."""
        card = cards_of(fact)[0]
        for wrong in _certainly_wrong(written, answers, fact):
            if self._claims.may_mean_the_same(wrong.answer, answers):
                continue
            if not self._claims.is_right_for_same_question(wrong.answer, card):
                yield wrong

    def _from_related_answers(self, card: Card) -> Iterator[Distractor]:
        """Yield the distractors for a card that are answers to other questions."""
        if self._has_one_right_answer(card):
            for related in self._nearest_related_answers(card):
                if self._may_offer(related, card):
                    yield related.as_distractor()

    def _has_one_right_answer(self, card: Card) -> bool:
        """Whether only one answer can be right for a card, of those of the same kind.

        False for an answer without a kind.
        """
        kind = card.answers[0].kind
        if kind is None or kind in self._kinds_in_lists:
            return False
        return self.asks_what_is_so(card)

    def _nearest_related_answers(self, card: Card) -> list[RelatedAnswer]:
        """Return related answers of similar length, the best first, each text once."""
        kind = card.answers[0].kind
        assert kind is not None  # noqa: S101  # see _has_one_right_answer
        by_text: dict[str, RelatedAnswer] = {}
        for topic in (card.fact.topic, _ANY_TOPIC):
            related_answers = self._related_answers.get((kind, topic), [])
            middle = self._index_of_similar_length(related_answers, card)
            start = max(0, middle - _MOST_NEIGHBORS)
            for related in related_answers[start : middle + _MOST_NEIGHBORS]:
                if related.card.fact.id != card.fact.id:
                    by_text.setdefault(related.answer.text, related)
        return sorted(
            by_text.values(), key=lambda related: _nearness_sort_key(related, card)
        )

    @staticmethod
    def _index_of_similar_length(
        related_answers: Sequence[RelatedAnswer], card: Card
    ) -> int:
        """Return the index of a related answer that is as long as a card's answer.

        `related_answers` are in order of length. If several have that length, one of
        them is drawn for the card, so that different cards get different distractors.
        If none has it, return the index of the next longer one, or of the end.
        """
        length = len(card.answers[0].text)
        first = bisect_left(related_answers, length, key=_length)
        end = bisect_right(related_answers, length, key=_length)
        drawn = draw(card.fact.id, card.part, "place")
        return first + drawn % max(1, end - first)

    def _may_offer(self, related: RelatedAnswer, card: Card) -> bool:
        """Whether a related answer is a plausible option and certainly wrong."""
        right, answer = card.answers[0], related.answer
        if not _are_words_or_distinct_numbers(answer, right):
            return False
        question_words = compared_text(self._claims.question_text(card)).words
        question_says_answer = compared_text(answer.text).words <= question_words
        question_says_right = compared_text(right.text).words <= question_words
        if question_says_answer and not question_says_right:
            # Such an answer is not plausible.
            return False
        right_names = (right.text, *right.accept)
        if any(one_contains_other(name, answer.text) for name in right_names):
            return False
        if self._may_be_right(related, card):
            return False
        return is_certainly_wrong(answer, card.answers[:1], card.fact)

    def _may_be_right(self, related: RelatedAnswer, card: Card) -> bool:
        """Whether other facts show that a related answer may be right for a card."""
        claims, answer = self._claims, related.answer
        return (
            claims.may_mean_the_same(answer, card.answers[:1])
            or claims.may_be_listed_together(card, answer)
            or claims.questions_overlap(related.card, card)
            or claims.is_right_for_same_question(answer, card)
        )

    def _first_compatible(
        self, candidates: Iterable[Distractor], limit: int
    ) -> list[Distractor]:
        """Return the first candidates that can be in the same item, at most `limit`."""
        chosen: list[Distractor] = []
        for candidate in candidates:
            if len(chosen) == limit:
                break
            if self._is_compatible(candidate, chosen):
                chosen.append(candidate)
        return chosen

    def _is_compatible(
        self, candidate: Distractor, chosen: Iterable[Distractor]
    ) -> bool:
        return all(self._fit_together(candidate, other) for other in chosen)

    def _fit_together(self, one: Distractor, other: Distractor) -> bool:
        """Whether two distractors are different answers and fit into the same item."""
        if not _are_words_or_distinct_numbers(one.answer, other.answer):
            return False
        if self._claims.may_mean_the_same(one.answer, (other.answer,)):
            return False
        if one_contains_other(one.text, other.text):
            return False
        if not (one.is_authored and other.is_authored):
            return True
        return not _mentions(one.why, other) and not _mentions(other.why, one)

    def _without_longest_key(
        self,
        chosen: list[Distractor],
        card: Card,
        replacements: Iterable[Distractor],
    ) -> list[Distractor]:
        """Return the chosen distractors, changed if the key is the longest option.

        If every distractor is shorter than the key, the last one is replaced by one
        that is as long as the key or longer. It stays if it is the author's, or if
        there is no such replacement.
        """
        key_length = len(card.answers[0].text)
        longest = max((len(wrong.text) for wrong in chosen), default=0)
        if not chosen or longest >= key_length or chosen[-1].is_authored:
            return chosen
        kept = chosen[:-1]
        for replacement in replacements:
            is_long_enough = len(replacement.text) >= key_length
            if is_long_enough and self._is_compatible(replacement, kept):
                return [*kept, replacement]
        return chosen


def _are_words_or_distinct_numbers(one: Answer, other: Answer) -> bool:
    """Whether both answers are words, or both measure the same and do not overlap."""
    first, second = quantity_of(one.text), quantity_of(other.text)
    if first is None or second is None:
        return first is None and second is None
    return measure_of(first) == measure_of(second) and not ranges_overlap(first, second)


def _certainly_wrong(
    written: Iterable[WrongAnswer], right: Sequence[Answer], fact: Fact
) -> Iterator[Distractor]:
    """Yield those of the author's wrong answers that are certainly wrong."""
    for wrong in written:
        answer = answer_of(wrong.text)
        if is_certainly_wrong(answer, right, fact):
            yield Distractor(answer, wrong.why, is_authored=True)


def _takes_distractors_of_fact(card: Card) -> bool:
    """Whether the `distractors` of a card's fact are wrong answers for the card.

    False for the reverse card of a question, and for a list.
    """
    shape = card.fact.shape
    if isinstance(shape, Question):
        return card.part != REVERSE
    return isinstance(shape, Cloze)


def _mentions(why: str, other: Distractor) -> bool:
    """Whether the reason of one distractor says the text of another.

    Then the two may be names of the same answer. An example is "alkaline phosphatase",
    and "ALP" with the reason "That is the enzyme alkaline phosphatase".
    """
    return contains_run(compared_text(other.text).tokens, compared_text(why).tokens)


def _length(related: RelatedAnswer) -> int:
    return len(related.answer.text)


def _length_and_text(related: RelatedAnswer) -> tuple[int, str]:
    return len(related.answer.text), related.answer.text


def _nearness_sort_key(related: RelatedAnswer, card: Card) -> tuple[bool, int, int]:
    """Return a sort key that puts the best distractors for a card first.

    These have the same topic and a similar length. Among answers of similar length, the
    order is drawn for the card, so that different cards get different distractors.
    """
    answer = related.answer
    difference = abs(len(answer.text) - len(card.answers[0].text))
    drawn = crc32(f"{card.fact.id}/{card.part}/{answer.text}".encode())
    is_of_other_topic = related.card.fact.topic != card.fact.topic
    return is_of_other_topic, difference // _LENGTH_UNIT, drawn
