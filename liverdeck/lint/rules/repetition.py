"""Rules that check whether facts repeat each other, or refer to retired facts."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from liverdeck.base.nearly_same import (
    SHARED_IF_NEARLY_THE_SAME,
    are_nearly_the_same,
    have_words_of_their_own,
)
from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.facts.fact import Fact


@rule("near-duplicate", Severity.WARNING)
def near_duplicate(context: LintContext) -> Iterator[Finding]:
    """No two facts have nearly the same words.

    The second fact costs reviews and teaches nothing new.

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
    facts = context.deck.active_facts
    stems_by_fact = [_stems(fact, context) for fact in facts]
    for earlier_index, later_index in _similar_pairs(stems_by_fact):
        earlier, later = facts[earlier_index], facts[later_index]
        yield Finding(
            later.position,
            f"this fact is nearly the same as {earlier.id!r}, {earlier.position}",
            "keep the better one and retire the other",
        )


@rule("same-question", Severity.WARNING)
def same_question(context: LintContext) -> Iterator[Finding]:
    """No two facts ask the same, or nearly the same, and have different answers.

    A learner cannot know which of the two answers a card wants. Each is a right answer
    to both questions.

    Bad:
        - id: first-wall
          from: heart
          ask: Which artery supplies the left ventricle?
          answer: left anterior descending artery
        - id: second-wall
          from: heart
          ask: Which artery supplies the left ventricle?
          answer: circumflex artery

    Good:
        - id: first-wall
          from: heart
          ask: Which artery supplies the front wall of the left ventricle?
          answer: left anterior descending artery
        - id: second-wall
          from: heart
          ask: Which artery supplies the back wall?
          answer: circumflex artery
    """
    facts = context.deck.active_facts
    cards = [
        card
        for fact in facts
        for card in context.cards_by_fact[fact.position]
        if not card.is_list and not card.part
    ]
    # Function words are compared too, because words such as *away* and *back* tell two
    # questions apart.
    words = [frozenset(map(str.lower, context.words(card.prompt))) for card in cards]
    for earlier_index, later_index in _similar_pairs(words):
        earlier, later = cards[earlier_index], cards[later_index]
        earlier_words, later_words = words[earlier_index], words[later_index]
        if have_words_of_their_own(earlier_words, later_words):
            continue
        texts = {answer.text.casefold() for answer in earlier.answers}
        if texts.isdisjoint(answer.text.casefold() for answer in later.answers):
            yield Finding(
                later.fact.position,
                f"this is one question with two right answers: {earlier.fact.id!r}, "
                f"{earlier.fact.position}, asks nearly the same",
                "say in both questions what tells the answers apart, or ask for a list",
            )


def _stems(fact: Fact, context: LintContext) -> frozenset[str]:
    """Return the word stems of a fact's prompts and answers.

    Function words and the words of hints are left out.
    """
    cards = context.cards_by_fact[fact.position]
    answers = [answer for card in cards for answer in card.answers]
    texts = [card.prompt for card in cards] + [answer.text for answer in answers]
    hints = {answer.hint for answer in answers if answer.hint}
    stems = frozenset[str]().union(*map(context.content_stems, texts))
    return stems.difference(*map(context.content_stems, hints))


def _similar_pairs(sets: list[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of similar sets: the index of the earlier set, then of the later set.

    A set that is similar to an earlier set is in only one pair, and is not compared
    with later sets.
    """
    # Two similar sets share at least one of their rarest elements. So only sets with a
    # common rare element are compared. (This is the prefix filter of set similarity
    # joins.)
    counts = Counter(element for elements in sets for element in elements)
    indexes_by_element: dict[str, list[int]] = {}
    for later_index, elements in enumerate(sets):
        rarest_first = sorted(elements, key=lambda element: (counts[element], element))
        # A similar set lacks at most this many of the elements. So of the rarest
        # elements, one more than this number, it has at least one.
        most_missing = len(elements) - math.ceil(
            SHARED_IF_NEARLY_THE_SAME * len(elements)
        )
        rarest = rarest_first[: most_missing + 1]
        candidates = (
            index for element in rarest for index in indexes_by_element.get(element, ())
        )
        earlier_index = _first_similar(elements, candidates, sets)
        if earlier_index is not None:
            yield earlier_index, later_index
            continue
        for element in rarest:
            indexes_by_element.setdefault(element, []).append(later_index)


def _first_similar(
    elements: frozenset[str], candidates: Iterable[int], sets: list[frozenset[str]]
) -> int | None:
    """Return the index of the first candidate that is similar to a set, if any."""
    for index in candidates:
        if are_nearly_the_same(sets[index], elements):
            return index
    return None


@rule("retired-reference", Severity.WARNING, needs_whole_deck=True)
def retired_reference(context: LintContext) -> Iterator[Finding]:
    """No `why`, `note` or `retired` text names a retired fact by its id in `backticks`.

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
    retired_ids = {fact.id for fact in context.deck.facts if fact.retired is not None}
    for fact in context.deck.facts:
        texts = [text for text in (fact.why, fact.note, fact.retired) if text]
        for other_id in sorted(retired_ids - {fact.id}):
            if any(f"`{other_id}`" in text for text in texts):
                yield Finding(
                    fact.position,
                    f"a text of this fact refers to `{other_id}`, which is retired",
                    "name the fact that replaces it",
                )


RULES = (near_duplicate, same_question, retired_reference)
