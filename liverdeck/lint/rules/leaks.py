"""Whether a learner can answer without knowing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.facts.shapes import Cloze, GroupedEnumeration
from liverdeck.lint.fronts import Front, asked_text, stem_text
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card

GIVEN_AWAY = 0.5
"""Share of an answer's telling words in a stem from which on it can be guessed."""
SAME_QUESTION = 0.6
"""Share of a question's telling words in another card's front from which on that front answers it."""


@rule("leaked-by-stem", Severity.WARNING)
def leaked_by_stem(subject: LintContext) -> Iterator[Finding]:
    """A front does not hold its own answer.

    Offering a choice (`primary or secondary?`) is no leak.

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
    for card in subject.cards:
        front = Front(subject.words(asked_text(card)), subject.forms)
        for answer in card.answers:
            texts = [
                text
                for text in (answer.text, *answer.accept)
                if subject.content_stems(text)
            ]
            leaked = [text for text in texts if front.holds(subject.words(text))]
            if leaked and not any(front.offers(subject.words(text)) for text in texts):
                yield Finding(
                    answer.position,
                    f"{leaked[0]!r} stands in its own question",
                    "ask in other words",
                )


@rule("tautology", Severity.WARNING)
def tautology(subject: LintContext) -> Iterator[Finding]:
    """A front does not hold half of the words of its answer, in another form.

    Words of the deck's title, words that stand in many questions, and the sort of thing that is asked for (`Which
    node ...?`) count for nothing.

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
    for card in subject.cards:
        front = Front(subject.words(asked_text(card)), subject.forms)
        given_away = front.given_stems()
        for answer in card.answers:
            telling = subject.telling_stems(answer.text)
            shared = telling & given_away
            is_given = telling and len(shared) >= GIVEN_AWAY * len(telling)
            if is_given and not any(
                front.holds(subject.words(text))
                for text in (answer.text, *answer.accept)
            ):
                given = [
                    word
                    for word in subject.words(answer.text)
                    if subject.forms.stem(word) in shared
                ]
                what = f"the question gives {answer.text!r} away: {', '.join(map(repr, given))}"
                yield Finding(answer.position, what, "ask in other words")


@rule("sibling-spoiler", Severity.WARNING)
def sibling_spoiler(subject: LintContext) -> Iterator[Finding]:
    """A blank is not given away by another blank of its statement, nor an item by a group's title.

    Bad:
        - id: vessels
          from: heart
          say: The {{c1::arteries}} lead away from the heart, the largest {{c2::artery}} first.

    Good:
        - id: vessels
          from: heart
          say: The {{c1::arteries}} lead away from the heart, the {{c2::aorta}} first.
    """
    for card, answer in subject.answers():
        telling = subject.telling_stems(answer.text)
        for shown in _siblings(card):
            if telling and len(
                telling & subject.content_stems(shown)
            ) >= GIVEN_AWAY * len(telling):
                yield Finding(
                    answer.position,
                    f"{answer.text!r} is given away by {shown!r}",
                    "write one of them otherwise",
                )
                break


def _siblings(card: Card) -> list[str]:
    shape = card.fact.shape
    if isinstance(shape, Cloze):
        return [
            blank.answer.text
            for blank in shape.blanks
            if f"c{blank.number}" != card.part
        ]
    if isinstance(shape, GroupedEnumeration):
        return [group.title for group in shape.groups]
    return []


@rule("leaked-by-front", Severity.WARNING)
def leaked_by_front(subject: LintContext) -> Iterator[Finding]:
    """No other fact's front asks nearly the same and shows the answer.

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
    fronts = _Fronts(subject)
    for card, answer in subject.answers():
        if card.is_list:
            continue
        other = fronts.that_answers(card, answer)
        if other is not None:
            what = f"{answer.text!r} is given away by the front of {other.fact.id!r}"
            yield Finding(answer.position, what, "ask one of the two in other words")


class _Fronts:
    """All fronts, to be found by the words on them."""

    def __init__(self, subject: LintContext) -> None:
        self.subject = subject
        self.fronts = [
            Front(subject.words(stem_text(card)), subject.forms)
            for card in subject.cards
        ]
        self.stems = [subject.forms.stems(front.words) for front in self.fronts]
        self.places: dict[str, list[int]] = {}
        for place, stems in enumerate(self.stems):
            for stem in stems:
                self.places.setdefault(stem, []).append(place)

    def that_answers(self, card: Card, answer: Answer) -> Card | None:
        """Return another fact's card whose front holds the answer and most words of the question."""
        asked = self.subject.telling_stems(
            stem_text(card)
        ) - self.subject.content_stems(answer.text)
        for text in (answer.text, *answer.accept) if asked else ():
            telling = self.subject.telling_stems(text)
            if not telling:
                continue
            rarest = min(
                telling, key=lambda stem: (len(self.places.get(stem, ())), stem)
            )
            for place in self.places.get(rarest, ()):
                other = self.subject.cards[place]
                asks_the_same = len(asked & self.stems[place]) >= SAME_QUESTION * len(
                    asked
                )
                may_leak = other.fact is not card.fact and asks_the_same
                if may_leak and self.fronts[place].holds(self.subject.words(text)):
                    return other
        return None


RULES = (leaked_by_stem, tautology, sibling_spoiler, leaked_by_front)
