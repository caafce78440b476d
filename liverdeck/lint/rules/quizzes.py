"""A rule that checks whether a quiz can use the distractors that an author wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule
from liverdeck.quiz.items.distractors import DistractorFinder
from liverdeck.quiz.items.prepared_facts import prepared_facts

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule("distractor-in-doubt", Severity.WARNING, needs_whole_deck=True)
def distractor_in_doubt(context: LintContext) -> Iterator[Finding]:
    """A quiz can offer each text under `distractors`.

    It never offers a text that is right according to the checker or another fact, that
    is listed under `open`, or whose words are all in the statement itself.

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
            lung artery: It brings blood to the lungs.
    """
    if not any(fact.distractors for fact in context.deck.active_facts):
        return
    prepared = prepared_facts(context.deck)
    finder = DistractorFinder(prepared)
    for prepared_fact in prepared:
        if not prepared_fact.fact.distractors:
            continue
        for wrong in finder.never_offered(prepared_fact):
            yield Finding(
                wrong.position,
                f"the distractor {wrong.text!r} is never offered: it is right or left "
                "open, or the statement itself says it",
                "delete it, or reword it so that it is wrong",
            )


RULES = (distractor_in_doubt,)
