"""Whether a deck can be read, and whether a release of it would harm a learner. None of these can be switched off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.authoring.loader import LEDGER_FILE
from liverdeck.base.problems import Position, Severity
from liverdeck.lint.rule import Finding, LintContext, rule
from liverdeck.publishing.build import deck_state

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.deck import Deck


def _broken(subject: LintContext, rule_id: str) -> Iterator[Finding]:
    for problem in subject.problems:
        if problem.rule == rule_id:
            yield Finding(problem.position, problem.what, problem.fix)


@rule("yaml", Severity.ERROR)
def yaml(subject: LintContext) -> Iterator[Finding]:
    """The file is YAML, without the traps of YAML that change what an author types.

    Anchors, tags, merge keys, a key given twice, a tab, a comment that cuts a text: each is an error with advice.

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
    return _broken(subject, "yaml")


@rule("format", Severity.ERROR)
def format_(subject: LintContext) -> Iterator[Finding]:
    """Keys and values are those of the format: no unknown key, nothing empty, numbers where numbers are wanted.

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
    return _broken(subject, "format")


@rule("id", Severity.ERROR)
def id_(subject: LintContext) -> Iterator[Finding]:
    """Ids are 1 to 40 of the characters a-z, 0-9 and -, and each is given once.

    A learner's progress belongs to the id, so it must never mean two things.

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
    return _broken(subject, "id")


@rule("shape", Severity.ERROR)
def shape(subject: LintContext) -> Iterator[Finding]:
    """A fact is `say`, or `ask` with one of `answer`, `list` and `groups`.

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
    return _broken(subject, "shape")


@rule("blanks", Severity.ERROR)
def blanks(subject: LintContext) -> Iterator[Finding]:
    """Blanks are written as in Anki, do not nest, and `blanks` speaks only of those in the statement.

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
    return _broken(subject, "blanks")


@rule("reference", Severity.ERROR)
def reference(subject: LintContext) -> Iterator[Finding]:
    """Topics, passages and pictures that a fact names are there.

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
    return _broken(subject, "reference")


@rule("ledger", Severity.ERROR)
def ledger(subject: LintContext) -> Iterator[Finding]:
    """The ledger, `deck.lock`, is exactly what the last release wrote.

    It remembers what learners hold; only `liverdeck release` writes it. After a merge conflict, keep the side that
    learners have and release again.
    """
    return _broken(subject, "ledger")


@rule("release", Severity.ERROR)
def release(subject: LintContext) -> Iterator[Finding]:
    """No edit would cost a learner progress: no number or id is used again, no shape changes under an id.

    A learner's schedule belongs to the fact's id and the blank's number. A text may be corrected freely; what is
    another question gets another id or number.
    """
    if subject.ledger is None:
        return
    deck = _sound_part(subject.deck) if subject.problems else subject.deck
    for danger in deck_state(deck, subject.ledger).changes.dangers:
        yield Finding(danger.position, danger.what, danger.fix)


@rule("vanished", Severity.WARNING, needs_whole_deck=True)
def vanished(subject: LintContext) -> Iterator[Finding]:
    """A fact that was released stays in its file when it is no longer taught, with the reason under `retired`.

    So learners read why it went, its id stays taken, and a line that was deleted by mistake is noticed before the
    release that withdraws it for ever.
    """
    if subject.ledger is None:
        return
    held = {fact.id for fact in subject.deck.facts}
    gone = {
        entry.fact for entry in subject.ledger.lines.values() if entry.withdrawn is None
    } - held
    at = Position(str(subject.deck.folder / LEDGER_FILE))
    for fact in sorted(gone):
        mend = "put it back, with the reason under `retired:` if it is no longer taught"
        yield Finding(
            at,
            f"the fact {fact!r} was released and is in no file: the next release withdraws it",
            mend,
        )


def _sound_part(deck: Deck) -> Deck:
    """Return the deck without what may be among its problems and no danger hangs on: ids used twice, and pictures."""
    first = {fact.id: replace(fact, image=None) for fact in reversed(deck.facts)}
    return replace(deck, facts=tuple(reversed(first.values())))


RULES = (yaml, format_, id_, shape, blanks, reference, ledger, release, vanished)
