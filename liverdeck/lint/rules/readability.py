"""Rules that check whether a learner can read and answer a card in seconds.

In the rule id `long-stem`, the stem is the question on the front, as in quizzes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.files import DECK_FILE
from liverdeck.base.phrases import ends_sentence
from liverdeck.base.problems import Severity
from liverdeck.base.words import ABSOLUTE_WORDS, words_of
from liverdeck.catalogue.learner_words import LANGUAGES, has_catalogue
from liverdeck.facts.card_texts import filled_pieces, questions_of
from liverdeck.facts.shapes import Cloze
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.card import Card

MOST_ITEMS = 7
"""A list with more items than this is too long.

People can remember about seven things.
"""
MOST_BLANKS = 3
"""A statement with more blanks than this gets a warning."""
MOST_WORDS_ON_FRONT = 30
"""A front with more words than this takes more than about ten seconds to read."""

_QUESTION_WORDS = frozenset(
    """
    are can could did do does how is should was were what when where which who whom
    whose why will would
    """.split()
)
"""English words. A text that begins with one of them is a question, not a command."""


@rule("long-list", Severity.WARNING)
def long_list(context: LintContext) -> Iterator[Finding]:
    """A list has at most seven items. A longer list is written as groups.

    Bad:
        - id: numbers
          from: heart
          ask: Which numbers can the pulse be divided by?
          list: [one, two, three, four, five, six, seven, eight]

    Good:
        - id: numbers
          from: heart
          ask: Which numbers can the pulse be divided by?
          groups:
            - {id: small, title: Small, items: [one, two, three, four]}
            - {id: large, title: Large, items: [five, six, seven, eight]}
    """
    for card in context.cards:
        items = card.answers
        if len(items) > MOST_ITEMS:
            yield Finding(
                items[0].position,
                f"{_list_name(card)} has {len(items)} items, and more than "
                f"{MOST_ITEMS} are hard to learn",
                _fix_of_long_list(card),
            )


def _list_name(card: Card) -> str:
    return "the list" if card.heading is None else f"the group {card.part!r}"


def _fix_of_long_list(card: Card) -> str:
    if card.heading is not None:
        return "split it into two groups"
    return (
        "split it into `groups`; if it was released, that is a new fact: give it a new "
        "id and retire this one"
    )


@rule("many-blanks", Severity.WARNING)
def many_blanks(context: LintContext) -> Iterator[Finding]:
    """A statement has at most three blanks.

    Each blank becomes a card that shows the text of all other blanks.

    Bad:
        - id: course
          from: heart
          say: >-
            Blood flows from {{c1::veins}} to {{c2::atria}} to {{c3::ventricles}} to
            {{c4::arteries}}.

    Good:
        - id: course
          from: heart
          ask: Through what does blood flow in the heart?
          list: [atria, ventricles]
          order: fixed
    """
    for fact in context.deck.active_facts:
        if not isinstance(fact.shape, Cloze):
            continue
        count = len(fact.shape.blanks)
        if count > MOST_BLANKS:
            yield Finding(
                fact.position,
                f"this statement has {count} blanks, more than {MOST_BLANKS}",
                "split it into several facts, or write a list with `order: fixed`",
            )


@rule("long-stem", Severity.WARNING)
def long_stem(context: LintContext) -> Iterator[Finding]:
    """A front has at most thirty words.

    Bad:
        - id: pulse
          from: heart
          ask: >-
            When a person who is neither very young nor very old, and who has not run,
            climbed, lifted or carried anything for some time, sits down at rest, how
            fast does the heart then beat?
          answer: 70 /min

    Good:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
    """
    for fact in context.deck.active_facts:
        cards = context.cards_by_fact[fact.position]
        word_count = max(len(words_of(card.prompt)) for card in cards)
        if word_count > MOST_WORDS_ON_FRONT:
            yield Finding(
                fact.position,
                f"a front of this fact has {word_count} words",
                f"use at most {MOST_WORDS_ON_FRONT} words",
            )


@rule("question-mark", Severity.WARNING)
def question_mark(context: LintContext) -> Iterator[Finding]:
    """A question ends with a question mark, and a command with a full stop.

    A command is, for example, `Name two ...`.

    Bad:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest
          answer: 70 /min

    Good:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
    """
    for fact in context.deck.active_facts:
        for question in dict.fromkeys(questions_of(fact)):
            if not _has_end_mark(question, context):
                yield Finding(
                    fact.position,
                    f"{question!r} does not end with a question mark or a full stop",
                    "end a question with ?, and a command with a full stop",
                )


def _has_end_mark(question: str, context: LintContext) -> bool:
    """Whether a question ends with a punctuation mark that ends a sentence.

    In English, a question that begins with a question word must also have a question
    mark.
    """
    words = words_of(question)
    is_question = bool(words) and words[0] in _QUESTION_WORDS
    needs_question_mark = context.stemmer.is_english and is_question
    if needs_question_mark and "?" not in question:
        return False
    return ends_sentence(question)


@rule("absolute-word", Severity.WARNING)
def absolute_word(context: LintContext) -> Iterator[Finding]:
    """A statement has an absolute word only if its passages have the same word.

    Absolute words are `always`, `never`, `only` and the like.

    Bad:
        - id: pulse
          from: heart
          say: The heart always beats {{c1::70}} times a minute.

    Good:
        - id: pulse
          from: heart
          say: The heart beats about {{c1::70}} times a minute.
    """
    if not context.stemmer.is_english:
        return
    for fact in context.deck.active_facts:
        if not isinstance(fact.shape, Cloze):
            continue
        document_words = context.passage_words(fact)
        if document_words is None:
            continue
        full_text = " ".join(filled_pieces(fact.shape))
        for word in dict.fromkeys(words_of(full_text)):
            if word in ABSOLUTE_WORDS and word not in document_words:
                yield Finding(
                    fact.position,
                    f"the passages of this fact do not say {word!r}",
                    "delete the word, or say it as carefully as the document does",
                )


@rule("missing-hint", Severity.ADVICE)
def missing_hint(context: LintContext) -> Iterator[Finding]:
    """A blank has a hint that says what kind of thing is asked for.

    Bad:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood}}.

    Good:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood::which fluid?}}.
    """
    for card, answer in context.answers():
        if isinstance(card.fact.shape, Cloze) and answer.hint is None:
            yield Finding(
                answer.position,
                f"the blank {card.part} has no hint",
                # In an f-string, a brace is written twice, so two braces are written as
                # four.
                f"write {{{{{card.part}::{answer.text}::what kind of thing}}}}",
            )


@rule("missing-why", Severity.ADVICE)
def missing_why(context: LintContext) -> Iterator[Finding]:
    """A fact has a `why`, a sentence that helps to remember it.

    Bad:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood::which fluid?}}.

    Good:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood::which fluid?}}.
          why: Think of the heart as a pump with two rooms on each side.
    """
    for fact in context.deck.active_facts:
        if fact.why is None:
            yield Finding(
                fact.position,
                "this fact has no `why`",
                "add a sentence that helps to remember it",
            )


@rule("learner-language", Severity.ADVICE)
def learner_language(context: LintContext) -> Iterator[Finding]:
    """Learners see the words around the author's texts in their own language.

    These are words such as *Why* on the back of a card. They are translated to a few
    languages only; the table of keys names them. With any other `learner_language`, or
    with any other `language` and no `learner_language`, they are English. To confirm
    that this is meant, write `learner_language: en` in deck.yaml.
    """
    deck = context.deck
    if not has_catalogue(deck.learner_language):
        where = f", in {DECK_FILE}" if deck.is_from_files else ""
        yield Finding(
            deck.values_position,
            f"the words around the texts are English, not {deck.learner_language!r}",
            "write `learner_language: en`, or another of "
            f"{', '.join(LANGUAGES)}{where}",
        )


RULES = (
    long_list,
    many_blanks,
    long_stem,
    question_mark,
    absolute_word,
    missing_hint,
    missing_why,
    learner_language,
)
