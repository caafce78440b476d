"""The concordance (`passages.yaml`): which words stand where in the document, without the document.

A passage is what stands under one heading. Of each, the concordance holds an id, the heading, a hash of its text
and its sorted vocabulary: enough to check that a fact's words stand there and to see that the text has changed.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liverdeck.authoring.document import LONGEST_HEADING, Excerpt
from liverdeck.base.problems import Position
from liverdeck.base.words import words_of
from liverdeck.facts.deck import Passage

if TYPE_CHECKING:
    from collections.abc import Sequence
LEAST_LIKENESS = 0.4
"""Share of all their words that two versions of one passage have in common."""
_LINE_WIDTH = 118
_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """How a document differs from the concordance of an earlier version."""

    passages: tuple[Passage, ...]
    """The new concordance, in the document's order; ids and headings are kept."""
    changed: tuple[tuple[Passage, Passage], ...]
    """Before and after, where the text is another one."""
    new: tuple[Passage, ...]
    gone: tuple[Passage, ...]

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.changed or self.new or self.gone)


def compare_document(
    old: Sequence[Passage], excerpts: Sequence[Excerpt], path: str
) -> DocumentChanges:
    """Find each passage again in the document, by hash, by heading, then by likeness; `path` is the concordance's.

    A passage without a hash (written by hand) is found by its heading alone and counts as unchanged; one that is not
    found stays, behind the others.
    """
    pairs = _matched(old, excerpts)
    taken = Counter(passage.id for passage in old)
    passages: list[Passage] = []
    changed: list[tuple[Passage, Passage]] = []
    new: list[Passage] = []
    for place, excerpt in enumerate(excerpts):
        before = pairs.get(place)
        if before is None:
            after = _draft(excerpt, taken, path)
            new.append(after)
        else:
            after = replace(before, hash=excerpt.hash, words=excerpt.words)
            if before.hash not in (None, after.hash):
                changed.append((before, after))
        passages.append(after)
    found = {passage.id for passage in pairs.values()}
    missing = [passage for passage in old if passage.id not in found]
    by_hand = [passage for passage in missing if passage.hash is None]
    gone = tuple(passage for passage in missing if passage.hash is not None)
    return DocumentChanges((*passages, *by_hand), tuple(changed), tuple(new), gone)


def _matched(old: Sequence[Passage], excerpts: Sequence[Excerpt]) -> dict[int, Passage]:
    """Return the place of each excerpt that was there before, with its passage.

    Equal text and heading come first, then equal text, then equal heading; among equals the order decides. What is
    left is matched by the share of common words, the most alike pairs first.
    """
    pairs: dict[int, Passage] = {}
    left = list(range(len(excerpts)))
    passages = list(old)
    for key_of_passage, key_of_excerpt in (
        (
            lambda each: (each.hash, _heading_key(each)),
            lambda each: (each.hash, _heading_key(each)),
        ),
        (lambda each: each.hash, lambda each: each.hash),
        (_heading_key, _heading_key),
    ):
        waiting: dict[object, list[Passage]] = {}
        for passage in reversed(passages):
            if key_of_passage(passage):
                waiting.setdefault(key_of_passage(passage), []).append(passage)
        for place in left:
            same = waiting.get(key_of_excerpt(excerpts[place]))
            if same:
                pairs[place] = same.pop()
        left = [place for place in left if place not in pairs]
        used = {passage.id for passage in pairs.values()}
        passages = [passage for passage in passages if passage.id not in used]
    return pairs | _matched_by_words(
        passages, [(place, excerpts[place]) for place in left]
    )


def _heading_key(each: Passage | Excerpt) -> str:
    return " ".join(words_of(each.heading))


def _matched_by_words(
    passages: Sequence[Passage], excerpts: Sequence[tuple[int, Excerpt]]
) -> dict[int, Passage]:
    scored = sorted(
        (-likeness, place, number)
        for number, passage in enumerate(passages)
        for place, excerpt in excerpts
        if (likeness := _likeness(passage.words, excerpt.words)) >= LEAST_LIKENESS
    )
    pairs: dict[int, Passage] = {}
    used: set[int] = set()
    for _, place, number in scored:
        if place not in pairs and number not in used:
            pairs[place] = passages[number]
            used.add(number)
    return pairs


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    if (
        not one
        or not other
        or min(len(one), len(other)) < LEAST_LIKENESS * max(len(one), len(other))
    ):
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _draft(excerpt: Excerpt, taken: Counter[str], path: str) -> Passage:
    heading = _printable(
        excerpt.heading or " ".join(excerpt.text.split()[:4]) + " ..."
    )[:LONGEST_HEADING].strip()
    plain = unicodedata.normalize("NFKD", heading).casefold()
    slug = (
        re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", plain))
        .strip("-")[:_LONGEST_ID]
        .strip("-")
    )
    slug = slug or "passage"
    passage_id = slug
    while passage_id in taken:
        taken[slug] += 1
        suffix = f"-{taken[slug]}"
        passage_id = slug[: _LONGEST_ID - len(suffix)] + suffix
    taken[passage_id] += 1
    return Passage(
        passage_id, heading or "A passage", Position(path), excerpt.hash, excerpt.words
    )


def _printable(text: str) -> str:
    return " ".join(
        "".join(char if char.isprintable() else " " for char in text).split()
    )


def write_passages(passages: Sequence[Passage]) -> str:
    """Return the concordance's file text."""
    lines = [
        "liverdeck: 1",
        "# Written by `liverdeck index`. Yours to edit: the ids, which facts name, and the headings, which every card",
        "# shows as its source. Hash and words come from the document and tell when it changes. Comments are not kept.",
        "passages:",
    ]
    for passage in passages:
        heading = _printable(passage.heading).replace("'", "''")
        lines += [f"  - id: '{passage.id}'", f"    heading: '{heading}'"]
        if passage.hash is not None:
            lines += [f"    hash: '{passage.hash}'", "    words: >-"]
            indent = " " * 6
            words = " ".join(sorted(passage.words))
            lines += textwrap.wrap(
                words,
                _LINE_WIDTH,
                initial_indent=indent,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
    return "\n".join([*lines, ""])
