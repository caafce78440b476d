"""Rules that check whether a learner can answer without knowing the answer.

The first line of each rule's docstring says what must be true. In the id
`leaked-by-stem`, the stem is the question, as in quizzes. Everywhere else in this
module, *stem* means word stem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.facts.card_texts import (
    other_answers_or_titles,
    question_with_other_answers,
    question_without_answers,
)
from liverdeck.lint.fronts import Front
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card

GIVEN_AWAY_SHARE = 0.5
"""A text with at least this share of an answer's telling words gives the answer away.

`LintContext.telling_stems` explains which words are telling.
"""
SAME_QUESTION_SHARE = 0.6
"""A front with at least this share of a question's telling words asks the same."""


@rule("leaked-by-stem", Severity.WARNING)
def leaked_by_stem(context: LintContext) -> Iterator[Finding]:
    """A question does not contain its own answer.

    An answer that is offered as a choice (`primary or secondary?`) is not given away.

    Bad:
        - id: output
          from: heart
          ask: What moves when the heart pumps blood?
          answer: blood

    Good:
        - id: output
          from: heart
          ask: What does the heart pump?
          answer: blood
    """
    for card in context.cards:
        front = _front(context, question_without_answers(card))
        for answer in card.answers:
            # A text with only function words gives nothing away. Its stems are looked
            # up last, because only few texts are in the question.
            leaked = [
                text
                for text in answer.right_texts
                if front.tells(context.words(text)) and context.content_stems(text)
            ]
            if leaked and not _offers_answer_or_alias(front, answer, context):
                yield Finding(
                    answer.position,
                    f"the question contains its answer {leaked[0]!r}",
                    "ask in other words",
                )


def _offers_answer_or_alias(front: Front, answer: Answer, context: LintContext) -> bool:
    """Whether a front offers the answer or an alias as a choice."""
    return any(
        front.offers(context.words(text)) and context.content_stems(text)
        for text in answer.right_texts
    )


@rule("tautology", Severity.WARNING)
def tautology(context: LintContext) -> Iterator[Finding]:
    """A question contains less than half of its answer's words.

    An inflected form counts as the same word. These words do not count: function words,
    words of the deck's title, words in many questions, words beside an *or*, and the
    kind of thing that is asked for (`Which node ...?`).

    Bad:
        - id: filling
          from: heart
          ask: What is it called when the ventricles are filling?
          answer: ventricular fill

    Good:
        - id: filling
          from: heart
          ask: What is the phase called in which blood enters the ventricles?
          answer: {text: diastole, accept: [filling]}
    """
    for card in context.cards:
        front = _front(context, question_without_answers(card))
        given_stems = front.given_stems()
        for answer in card.answers:
            telling_stems = context.telling_stems(answer.text)
            shared = telling_stems & given_stems
            if not telling_stems or len(shared) < GIVEN_AWAY_SHARE * len(telling_stems):
                continue
            if _tells_answer_or_alias(front, answer, context):
                continue  # the rule `leaked-by-stem` reports it
            words = [
                repr(word)
                for word in context.words(answer.text)
                if context.stemmer.stem(word) in shared
            ]
            yield Finding(
                answer.position,
                f"the question gives {answer.text!r} away: {', '.join(words)}",
                "ask in other words",
            )


def _tells_answer_or_alias(front: Front, answer: Answer, context: LintContext) -> bool:
    """Whether a front contains a whole answer or a whole alias."""
    texts = answer.right_texts
    return any(front.tells(context.words(text)) for text in texts)


@rule("sibling-spoiler", Severity.WARNING)
def sibling_spoiler(context: LintContext) -> Iterator[Finding]:
    """A blank is not given away by another blank of the same statement.

    In a grouped list, an item is not given away by the title of a group.

    Bad:
        - id: vessels
          from: heart
          say: >-
            The {{c1::arteries}} lead away from the heart, the largest {{c2::artery}}
            first.

    Good:
        - id: vessels
          from: heart
          say: The {{c1::arteries}} lead away from the heart, the {{c2::aorta}} first.
    """
    for card, answer in context.answers():
        telling_stems = context.telling_stems(answer.text)
        if not telling_stems:
            continue
        for shown_text in other_answers_or_titles(card):
            shared = telling_stems & context.content_stems(shown_text)
            if len(shared) >= GIVEN_AWAY_SHARE * len(telling_stems):
                yield Finding(
                    answer.position,
                    f"{answer.text!r} is given away by {shown_text!r}",
                    "reword one of the two",
                )
                break


@rule("leaked-by-front", Severity.WARNING)
def leaked_by_front(context: LintContext) -> Iterator[Finding]:
    """No other fact asks nearly the same question and shows the answer on its front.

    Bad:
        - id: pacemaker
          from: heart
          ask: Which node sets the pace of the heart at rest?
          answer: sinus node
        - id: pacemaker-rate
          from: heart
          ask: At which rate does the sinus node set the pace of the heart at rest?
          answer: 70 /min

    Good:
        - id: pacemaker
          from: heart
          ask: Which node sets the pace of the heart at rest?
          answer: sinus node
        - id: pacemaker-rate
          from: heart
          ask: How fast is the pulse of a resting person?
          answer: 70 /min
    """
    fronts = _Fronts(context)
    for card, answer in context.answers():
        if card.is_list:
            continue
        other = fronts.card_that_answers(card, answer)
        if other is not None:
            yield Finding(
                answer.position,
                f"{answer.text!r} is given away by the front of {other.fact.id!r}",
                "ask one of the two in other words",
            )


def _front(context: LintContext, question: str) -> Front:
    return Front(context.words(question), context.stemmer, context.language.or_words)


class _Fronts:
    """The fronts of all cards, searchable by word."""

    def __init__(self, context: LintContext) -> None:
        self._context = context
        self._fronts = [
            _front(context, question_with_other_answers(card)) for card in context.cards
        ]
        self._stems_by_card = [
            context.stemmer.stems(front.words) for front in self._fronts
        ]
        self._card_indexes_by_word: dict[str, set[int]] = {}
        """For each word, the indexes of the cards that have the word on their front."""
        for index, front in enumerate(self._fronts):
            for word in front.words:
                self._card_indexes_by_word.setdefault(word, set()).add(index)

    def card_that_answers(self, card: Card, answer: Answer) -> Card | None:
        """Return a card of another fact that gives an answer away, or None.

        The front gives the answer away if it contains the answer or an alias and asks
        the same as `card`: it has most of the telling words of the card's question (see
        `SAME_QUESTION_SHARE`). Words of the answer are not counted. An answer or alias
        without telling words is not given away.
        """
        question_stems = self._context.telling_stems(question_with_other_answers(card))
        asked_stems = question_stems - self._context.content_stems(answer.text)
        if not asked_stems:
            return None
        fewest_shared = SAME_QUESTION_SHARE * len(asked_stems)
        for text in answer.right_texts:
            words = self._context.words(text)
            for index in self._cards_that_may_contain(words):
                other = self._context.cards[index]
                if (
                    other.fact is not card.fact
                    and len(asked_stems & self._stems_by_card[index]) >= fewest_shared
                    and self._fronts[index].tells(words)
                    and self._context.telling_stems(text)
                ):
                    return other
        return None

    def _cards_that_may_contain(self, words: Sequence[str]) -> list[int]:
        """Return the indexes of the cards whose front has all of the words."""
        if not words:
            return []
        nothing: set[int] = set()
        indexes = [self._card_indexes_by_word.get(word, nothing) for word in words]
        indexes.sort(key=len)  # the set of the rarest word is the smallest
        return sorted(indexes[0].intersection(*indexes[1:]))


RULES = (leaked_by_stem, tautology, sibling_spoiler, leaked_by_front)
