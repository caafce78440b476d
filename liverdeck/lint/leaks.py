"""Whether a learner can answer without knowing."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from liverdeck.facts.nouns import Cloze, GroupedEnumeration
from liverdeck.facts.problems import Severity
from liverdeck.facts.text import words_of
from liverdeck.lint.rule import Finding, Subject, rule, static_text, stem_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.facts.cards import Card
    from liverdeck.facts.nouns import Answer
    from liverdeck.facts.text import WordForms

GIVEN_AWAY = 0.5
"""Share of an answer's telling words in a stem from which on it can be guessed."""
SAME_QUESTION = 0.6
"""Share of a question's telling words in another card's front from which on that front answers it."""
_ASKS_FOR_A_SORT = frozenset({"which", "what"})
CHOICE_WORDS = frozenset({"or", "oder", "ou", "o", "of", "eller"})


@rule("leaked-by-stem", Severity.WARNING)
def leaked_by_stem(subject: Subject) -> Iterator[Finding]:
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
    for card, answer in subject.answers():
        stem = _asked(card, answer)
        texts = [text for text in (answer.text, *answer.accept) if subject.forms.content_words(text)]
        leaked = [text for text in texts if _stands_in(words_of(text), stem)]
        if leaked and not _is_offered(texts, stem):
            yield Finding(answer.at, f"{leaked[0]!r} stands in its own question", "ask in other words")


@rule("tautology", Severity.WARNING)
def tautology(subject: Subject) -> Iterator[Finding]:
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
    for card, answer in subject.answers():
        stem = _asked(card, answer)
        if any(_stands_in(words_of(text), stem) for text in (answer.text, *answer.accept)):
            continue
        telling = subject.telling_stems(answer.text)
        sort = _sort_asked_for(stem, subject.forms)
        shared = telling & subject.forms.stems(_without_choices(stem)) - sort
        if telling and len(shared) >= GIVEN_AWAY * len(telling):
            given = [word for word in subject.forms.content_words(answer.text) if subject.forms.stem(word) in shared]
            what = f"the question gives {answer.text!r} away: {', '.join(map(repr, given))}"
            yield Finding(answer.at, what, "ask in other words")


@rule("sibling-spoiler", Severity.WARNING)
def sibling_spoiler(subject: Subject) -> Iterator[Finding]:
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
            if telling and len(telling & subject.forms.content_stems(shown)) >= GIVEN_AWAY * len(telling):
                yield Finding(answer.at, f"{answer.text!r} is given away by {shown!r}", "write one of them otherwise")
                break


def _siblings(card: Card) -> list[str]:
    shape = card.fact.shape
    if isinstance(shape, Cloze):
        return [blank.answer.text for blank in shape.blanks if f"c{blank.number}" != card.part]
    if isinstance(shape, GroupedEnumeration):
        return [group.title for group in shape.groups]
    return []


@rule("leaked-by-front", Severity.WARNING)
def leaked_by_front(subject: Subject) -> Iterator[Finding]:
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
            yield Finding(answer.at, what, "ask one of the two in other words")


def _asked(card: Card, answer: Answer) -> list[str]:
    """Return the words of a front, its hint among them, without the other blanks."""
    return words_of(f"{static_text(card)} {answer.hint or ''}" if isinstance(card.fact.shape, Cloze) else card.prompt)


class _Fronts:
    """All fronts, to be found by the words on them."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.words = [words_of(stem_text(card)) for card in subject.cards]
        self.stems = [subject.forms.stems(words) for words in self.words]
        self.places: dict[str, list[int]] = {}
        for place, stems in enumerate(self.stems):
            for stem in stems:
                self.places.setdefault(stem, []).append(place)

    def that_answers(self, card: Card, answer: Answer) -> Card | None:
        """Return another fact's card whose front holds the answer and most words of the question."""
        asked = self.subject.telling_stems(stem_text(card)) - self.subject.forms.content_stems(answer.text)
        for text in (answer.text, *answer.accept):
            telling = self.subject.telling_stems(text)
            if not asked or not telling:
                continue
            rarest = min(telling, key=lambda stem: (len(self.places.get(stem, ())), stem))
            for place in self.places.get(rarest, ()):
                other = self.subject.cards[place]
                asks_the_same = len(asked & self.stems[place]) >= SAME_QUESTION * len(asked)
                if other.fact is not card.fact and asks_the_same and _stands_in(words_of(text), self.words[place]):
                    return other
        return None


def _places(phrase: Sequence[str], text: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where a phrase stands in a text, word for word: first word, and behind the last."""
    for start in range(len(text) - len(phrase) + 1):
        if text[start : start + len(phrase)] == phrase:
            yield start, start + len(phrase)


def _stands_in(phrase: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a phrase stands in a text elsewhere than in a choice (`this or that`)."""
    return any(not _is_choice(text, *place) for place in _places(phrase, text))


def _is_offered(texts: Sequence[str], stem: Sequence[str]) -> bool:
    """Whether one of the texts is offered in a choice."""
    return any(_is_choice(stem, *place) for text in texts for place in _places(words_of(text), stem))


def _is_choice(text: Sequence[str], start: int, end: int) -> bool:
    beside = {*text[max(0, start - 1) : start], *text[end : end + 1]}
    return not beside.isdisjoint(CHOICE_WORDS)


def _sort_asked_for(stem: Sequence[str], forms: WordForms) -> frozenset[str]:
    """Return the stems of the words right behind `which` or `what`."""
    sort: list[str] = []
    for place, word in enumerate(stem):
        if word in _ASKS_FOR_A_SORT:
            sort += takewhile(lambda word: not forms.is_function_word(word), stem[place + 1 :])
    return forms.stems(sort)


def _without_choices(text: Sequence[str]) -> list[str]:
    return [word for place, word in enumerate(text) if not _is_choice(text, place, place + 1)]


RULES = (leaked_by_stem, tautology, sibling_spoiler, leaked_by_front)
