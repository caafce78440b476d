"""Whether a quiz can use what an author wrote for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule
from liverdeck.quiz.items.distractors import DistractorFinder

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("distractor-in-doubt", Severity.WARNING, needs_whole_deck=True)
def distractor_in_doubt(subject: LintContext) -> Iterator[Finding]:
    """A `distractors` entry is wrong beyond doubt: to the checker, by every name it has in the deck, and not `open`.

    One that may be right is never offered, so that writing it was in vain.

    Bad:
        - id: drains
          from: heart
          ask: Which vessel brings blood back from the lungs?
          answer: {text: lung vein, accept: [vein of the lung], kind: vessel}
          distractors:
            the veins of the lung: There are four of them.

    Good:
        - id: drains
          from: heart
          ask: Which vessel brings blood back from the lungs?
          answer: {text: lung vein, accept: [vein of the lung], kind: vessel}
          distractors:
            lung artery: It brings blood to them.
    """
    facts = [fact for fact in subject.deck.active_facts if fact.distractors]
    if not facts:
        return
    distractors = DistractorFinder(subject.deck)
    for fact in facts:
        for wrong in distractors.in_doubt(fact):
            what = f"the distractor {wrong.text!r} is never offered: it may be right"
            yield Finding(
                wrong.position,
                what,
                "delete it, or reword it until nobody could defend it",
            )


RULES = (distractor_in_doubt,)
