"""Whether facts repeat each other, or speak of facts that are gone."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.fact import Fact

NEARLY_THE_SAME = 0.8
"""Share of two facts' words that they have in common."""


@rule("near-duplicate", Severity.WARNING)
def near_duplicate(subject: LintContext) -> Iterator[Finding]:
    """No two facts have nearly the same words: the second costs reviews and teaches nothing.

    Bad:
        - id: output
          from: heart
          ask: What does the heart pump?
          answer: blood
        - id: pumping
          from: heart
          say: The heart pumps {{c1::blood::which fluid?}}.

    Good:
        - id: output
          from: heart
          ask: What does the heart pump?
          answer: blood
    """
    facts = subject.deck.active_facts
    stems = [_stems(fact, subject) for fact in facts]
    for earlier, later in _alike(stems):
        what = f"nearly the same as {facts[earlier].id!r}, {facts[earlier].position}"
        yield Finding(
            facts[later].position, what, "keep the better one and retire the other"
        )


def _stems(fact: Fact, subject: LintContext) -> frozenset[str]:
    cards = subject.cards_by_fact[fact.position]
    texts = [
        text
        for card in cards
        for text in (card.prompt, *(answer.text for answer in card.answers))
    ]
    hints = {answer.hint for card in cards for answer in card.answers if answer.hint}
    stems = frozenset[str]().union(*map(subject.content_stems, texts))
    return stems.difference(*map(subject.content_stems, hints))


def _alike(sets: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield each set that is alike to an earlier one by Jaccard's measure, as (earlier, later).

    Two such sets share one of their rarest elements (the prefix filter of set similarity joins), so that only those
    are compared; and only with sets that are not alike to a still earlier one.
    """
    seen = Counter(element for elements in sets for element in elements)
    by_element: dict[str, list[int]] = {}
    for later, elements in enumerate(sets):
        rarest_first = sorted(elements, key=lambda element: (seen[element], element))
        prefix = rarest_first[
            : len(elements) - math.ceil(NEARLY_THE_SAME * len(elements)) + 1
        ]
        candidates = (
            place for element in prefix for place in by_element.get(element, ())
        )
        earlier = next(
            (place for place in candidates if _is_alike(sets[place], elements)), None
        )
        if earlier is not None:
            yield earlier, later
            continue
        for element in prefix:
            by_element.setdefault(element, []).append(later)


def _is_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= NEARLY_THE_SAME * len(one | other)


@rule("retired-reference", Severity.WARNING, needs_whole_deck=True)
def retired_reference(subject: LintContext) -> Iterator[Finding]:
    """No text names a retired fact by its id in `backticks`.

    Bad:
        - id: old-pulse
          from: heart
          ask: How fast does the heart beat?
          answer: 70 /min
          retired: Replaced by a better question.
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
          why: See also `old-pulse`.

    Good:
        - id: old-pulse
          from: heart
          ask: How fast does the heart beat?
          answer: 70 /min
          retired: Replaced by `pulse`.
        - id: pulse
          from: heart
          ask: How fast does the heart beat at rest?
          answer: 70 /min
    """
    retired = {fact.id for fact in subject.deck.facts if fact.retired is not None}
    for fact in subject.deck.facts:
        texts = " ".join(text for text in (fact.why, fact.note, fact.retired) if text)
        for other in sorted(retired - {fact.id}):
            if f"`{other}`" in texts:
                yield Finding(
                    fact.position,
                    f"speaks of `{other}`, which is retired",
                    "name the fact that took its place",
                )


RULES = (near_duplicate, retired_reference)
