"""Find the passages of the document that changed since its word index was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.passages_file import INDEX_FIX
from liverdeck.authoring.word_index import compare_document
from liverdeck.base.files import PASSAGES_FILE
from liverdeck.base.phrases import listed
from liverdeck.base.problems import Position, Problem, RuleId, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.authoring.document import Excerpt
    from liverdeck.facts.deck import Deck, Passage

DRIFT_RULE = RuleId("drift")
"""The id of the rule that reports changed passages of the document."""

_MOST_WORDS = 12
"""A message lists at most this many new words, and at most this many missing words.

If there are more, the message says how many.
"""


def drift(deck: Deck, excerpts: Sequence[Excerpt]) -> Iterator[Problem]:
    """Yield a warning for each passage that was changed, added or removed.

    `excerpts` are the passages of the document as it is now. For a passage that was
    changed or removed, the warning names the facts of that passage.
    """
    path = str(deck.folder / PASSAGES_FILE)
    comparison = compare_document(deck.passages, excerpts, path)
    for before, after in comparison.changed:
        yield _change_warning(before, after, deck)
    for passage in comparison.missing:
        yield _removal_warning(passage, deck)
    for passage in comparison.new:
        yield _warning(
            Position(path),
            f"the document has a new passage: {passage.heading!r}",
            f"{INDEX_FIX}; then write its facts",
        )


def _change_warning(before: Passage, after: Passage, deck: Deck) -> Problem:
    difference = _difference(before, after)
    fact_ids = _listed_fact_ids(before, deck)
    fix = INDEX_FIX
    if fact_ids:
        fix = f"read {fact_ids} again, then {fix}"
    return _warning(
        before.position,
        f"the passage {before.id!r} changed in the document: {difference}",
        fix,
    )


def _removal_warning(passage: Passage, deck: Deck) -> Problem:
    fact_ids = _listed_fact_ids(passage, deck)
    if fact_ids:
        fix = f"retire {fact_ids}, or name another passage under `from`"
    else:
        fix = INDEX_FIX
    return _warning(
        passage.position,
        f"the passage {passage.id!r} is not in the document any more",
        fix,
    )


def _warning(position: Position, message: str, fix: str) -> Problem:
    return Problem(position, message, fix, Severity.WARNING, DRIFT_RULE)


def _difference(before: Passage, after: Passage) -> str:
    """Return a text about the new and the missing words of a passage.

    An example is "new: vein; gone: artery, valve".
    """
    differences = []
    new_words = after.words - before.words
    if new_words:
        differences.append(f"new: {listed(sorted(new_words), _MOST_WORDS)}")
    missing_words = before.words - after.words
    if missing_words:
        differences.append(f"gone: {listed(sorted(missing_words), _MOST_WORDS)}")
    return "; ".join(differences) or "the same words in another order or number"


def _listed_fact_ids(passage: Passage, deck: Deck) -> str:
    """Return the ids of the active facts that name a passage, separated by commas."""
    return ", ".join(fact.id for fact in deck.facts_of(passage.id))
