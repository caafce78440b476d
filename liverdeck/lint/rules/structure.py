"""Rules that check whether a deck can be read, and whether its release harms learners.

None of these rules can be switched off.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.files import LEDGER_FILE
from liverdeck.base.problems import Position, ReadingRule, Severity
from liverdeck.facts.media import NO_MEDIA
from liverdeck.lint.rule import Finding, LintContext, reading_rule, rule
from liverdeck.publishing.build import deck_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.deck import Deck


@reading_rule(ReadingRule.YAML)
def yaml() -> None:
    """The file is YAML, without traps that change what an author types.

    A text with a colon and a space is not YAML, unless it is quoted or begins below
    `>-`. Traps are anchors, tags, merge keys, keys that are there twice, tab
    characters, and comments that end a text too early. Each trap is an error, and the
    message says what to do.

    Bad:
        - id: pulse
          from: heart
          ask: What is the pulse at rest: fast or slow?
          answer: slow

    Good:
        - id: pulse
          from: heart
          ask: >-
            What is the pulse at rest: fast or slow?
          answer: slow
    """


@reading_rule(ReadingRule.FORMAT)
def format_() -> None:
    """Keys and values are as the file format wants them.

    All keys are known, no value is empty, and a number is given where one is needed.

    Bad:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          anwser: 70 /min

    Good:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
    """


@reading_rule(ReadingRule.ID)
def id_() -> None:
    """An id has 1 to 40 of the characters a-z, 0-9 and -, and is used only once.

    A learner's progress belongs to the id, so it must always mean the same fact.

    Bad:
        - id: Resting Pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min

    Good:
        - id: resting-pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
    """


@reading_rule(ReadingRule.SHAPE)
def shape() -> None:
    """A fact has either `say`, or `ask` with one of `answer`, `list` and `groups`.

    Bad:
        - id: chambers
          from: heart
          ask: Which chambers does the heart have?

    Good:
        - id: chambers
          from: heart
          ask: Which chambers does the heart have?
          list: [atria, ventricles]
    """


@reading_rule(ReadingRule.BLANKS)
def blanks() -> None:
    """Blanks are written as in Anki, and a blank does not contain another blank.

    The key `blanks` names only blanks that are in the statement.

    Bad:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood}}.
          blanks:
            c2: {kind: body fluid}

    Good:
        - id: output
          from: heart
          say: The heart pumps {{c1::blood}}.
          blanks:
            c1: {kind: body fluid}
    """


@reading_rule(ReadingRule.REFERENCE)
def reference() -> None:
    """The topics, passages and pictures that a fact names exist.

    Bad:
        - id: pulse
          from: hart
          ask: How fast does the heart beat at rest?
          answer: 70 /min

    Good:
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
    """


@reading_rule(ReadingRule.LEDGER)
def ledger() -> None:
    """The ledger, `deck.lock`, is exactly as the last release wrote it.

    It records what learners have, so only `liverdeck release` may write it. After a
    merge conflict, keep the version that belongs to the release that learners have.
    Then release again.
    """


RELEASE_RULE = "release"
"""The rule that finds edits which cost learners their progress."""


@rule(RELEASE_RULE, Severity.ERROR)
def release(context: LintContext) -> Iterator[Finding]:
    """No edit costs learners their progress.

    A learner's schedule belongs to the fact's id and the blank's number. So no id or
    number is used again for something else, and a fact with the same id keeps its
    shape. You may correct a text freely, but a new question needs a new id or number.
    """
    if context.ledger is None:
        return
    deck = _comparable_deck(context.deck) if context.problems else context.deck
    for problem in deck_state(deck, context.ledger).changes.dangers:
        yield Finding(problem.position, problem.message, problem.fix)


@rule("vanished", Severity.WARNING, needs_whole_deck=True)
def vanished(context: LintContext) -> Iterator[Finding]:
    """A released fact stays in its file; if it is no longer taught, `retired` says why.

    So learners can read why it was withdrawn, and its id is not used again. A fact that
    was deleted by mistake is noticed before a release withdraws it permanently.
    """
    if context.ledger is None:
        return
    released_ids = {
        line.fact for line in context.ledger.lines.values() if line.withdrawn is None
    }
    ids_in_files = {fact.identity for fact in context.deck.facts}
    position = Position(str(context.deck.folder / LEDGER_FILE))
    for fact_id in sorted(released_ids - ids_in_files):
        yield Finding(
            position,
            f"the fact {fact_id!r} was released and is in no file: the next release "
            "withdraws it",
            "put it back, with the reason under `retired:` if it is no longer taught",
        )


def _comparable_deck(deck: Deck) -> Deck:
    """Return a copy of a deck with problems that can be compared with its ledger.

    Pictures and sounds are left out. If several facts have the same id, only the first
    fact stays.
    """
    # The facts are reversed, so that the first fact with an id is stored last.
    first_by_id = {
        fact.identity: replace(fact, media=NO_MEDIA) for fact in reversed(deck.facts)
    }
    return replace(deck, facts=tuple(reversed(first_by_id.values())))


RULES = (yaml, format_, id_, shape, blanks, reference, ledger, release, vanished)
