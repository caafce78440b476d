"""Whether a card can be read and answered in seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.base.words import words_of
from liverdeck.facts.shapes import Cloze, Enumeration, GroupedEnumeration
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer

MOST_ITEMS = 7
"""Miller's number: what one glance and one breath hold."""
MOST_BLANKS = 3
LONGEST_STEM = 30
"""Words; about ten seconds of reading."""

_QUESTION_WORDS = frozenset(
    """
    are can could did do does how is should was were what when where which who whom whose why will would
    """.split()
)
_ABSOLUTE = frozenset(
    """
    all always any cannot completely entirely every everyone exclusively guaranteed impossible invariably must never
    nobody none only totally
    """.split()
)
_ENDS = re.compile(
    r"[?.:!;\u037e\u061f\u3002\uff1f\u06d4][\s)\]\"'\u201d\u2019\u00bb]*$"
)
"""Question marks and full stops of many scripts (Greek asks with a semicolon), and what may close behind them."""


@rule("long-list", Severity.WARNING)
def long_list(subject: LintContext) -> Iterator[Finding]:
    """A list to be learned at once has at most seven items; a longer one is learned in groups.

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
    for fact in subject.deck.active_facts:
        mend = "split it into `groups`; if it was released, that is a new fact: give it a new id, retire this one"
        lists: list[tuple[str, tuple[Answer, ...]]] = []
        if isinstance(fact.shape, Enumeration):
            lists = [("the list", fact.shape.items)]
        elif isinstance(fact.shape, GroupedEnumeration):
            lists = [
                (f"the group {group.id!r}", group.items) for group in fact.shape.groups
            ]
            mend = "split it into two groups"
        for name, items in lists:
            if len(items) > MOST_ITEMS:
                yield Finding(
                    items[0].position,
                    f"{name} has {len(items)} items, and more than {MOST_ITEMS} is much",
                    mend,
                )


@rule("many-blanks", Severity.WARNING)
def many_blanks(subject: LintContext) -> Iterator[Finding]:
    """A statement has at most three blanks: each is a card that shows all the others.

    Bad:
        - id: course
          from: heart
          say: Blood flows from {{c1::veins}} to {{c2::atria}} to {{c3::ventricles}} to {{c4::arteries}}.

    Good:
        - id: course
          from: heart
          ask: Through what does blood flow in the heart?
          list: [atria, ventricles]
          order: fixed
    """
    for fact in subject.deck.active_facts:
        if isinstance(fact.shape, Cloze) and len(fact.shape.blanks) > MOST_BLANKS:
            what = f"{len(fact.shape.blanks)} blanks in one statement"
            yield Finding(
                fact.position,
                what,
                "make it several facts, or a list with `order: fixed`",
            )


@rule("long-stem", Severity.WARNING)
def long_stem(subject: LintContext) -> Iterator[Finding]:
    """A front has at most thirty words.

    Bad:
        - id: pulse
          from: heart
          ask: >-
            When a person who is neither very young nor very old, and who has not run, climbed, lifted or carried
            anything for some time, sits down at rest, how fast does the heart then beat?
          answer: 70 /min

    Good:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
    """
    for fact in subject.deck.active_facts:
        length = max(
            len(words_of(card.prompt)) for card in subject.cards_by_fact[fact.position]
        )
        if length > LONGEST_STEM:
            yield Finding(
                fact.position,
                f"a front of {length} words",
                f"say it in {LONGEST_STEM} or fewer",
            )


@rule("question-mark", Severity.WARNING)
def question_mark(subject: LintContext) -> Iterator[Finding]:
    """A question ends with a question mark, a command (`Name two ...`) with a full stop.

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
    for fact in subject.deck.active_facts:
        prompts = (
            ()
            if isinstance(fact.shape, Cloze)
            else dict.fromkeys(
                card.prompt for card in subject.cards_by_fact[fact.position]
            )
        )
        for prompt in prompts:
            if not _ends_well(prompt, subject):
                mend = "end it with ?, a command with a full stop"
                yield Finding(fact.position, f"{prompt!r} has no question mark", mend)


def _ends_well(prompt: str, subject: LintContext) -> bool:
    first, *_ = [*words_of(prompt), ""]
    is_question = subject.forms.is_english and first in _QUESTION_WORDS
    return _ENDS.search(prompt) is not None and not (is_question and "?" not in prompt)


@rule("absolute-word", Severity.WARNING)
def absolute_word(subject: LintContext) -> Iterator[Finding]:
    """A statement is no more absolute than its passage: `always`, `never`, `only` and the like stand in both.

    Bad:
        - id: pulse
          from: heart
          say: The heart always beats {{c1::70}} times a minute.

    Good:
        - id: pulse
          from: heart
          say: The heart beats about {{c1::70}} times a minute.
    """
    if not subject.forms.is_english:
        return
    for fact in subject.deck.active_facts:
        if not isinstance(fact.shape, Cloze):
            continue
        text = " ".join(
            piece if isinstance(piece, str) else piece.text
            for piece in fact.shape.pieces
        )
        passages = [subject.passages.get(passage) for passage in fact.passages]
        indexed = [
            passage
            for passage in passages
            if passage is not None and passage.hash is not None
        ]
        if len(indexed) < len(passages):
            continue
        document = {word for passage in indexed for word in passage.words}
        for word in dict.fromkeys(words_of(text)):
            if word in _ABSOLUTE and word not in document:
                yield Finding(
                    fact.position,
                    f"{word!r} is more than the document says",
                    "keep its hedge, or delete the word",
                )


@rule("missing-hint", Severity.ADVICE)
def missing_hint(subject: LintContext) -> Iterator[Finding]:
    """A blank has a hint that says what sort of thing is asked for.

    Bad:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood}}.

    Good:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood::which fluid?}}.
    """
    for card, answer in subject.answers():
        if isinstance(card.fact.shape, Cloze) and answer.hint is None:
            mend = f"write {{{{{card.part}::{answer.text}::what sort of thing}}}}"
            yield Finding(answer.position, f"the blank {card.part} has no hint", mend)


@rule("missing-why", Severity.ADVICE)
def missing_why(subject: LintContext) -> Iterator[Finding]:
    """A fact has a `why`: one sentence that makes it stick.

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
    for fact in subject.deck.active_facts:
        if fact.why is None:
            yield Finding(
                fact.position, "no `why`", "add one sentence that makes it stick"
            )


RULES = (
    long_list,
    many_blanks,
    long_stem,
    question_mark,
    absolute_word,
    missing_hint,
    missing_why,
)
