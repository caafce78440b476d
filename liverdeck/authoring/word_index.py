"""The word index (`passages.yaml`): the words of each passage, without the document.

A passage is the part of the document under one heading. The word index has the id of
each passage, its heading, a hash of its text and its sorted words. With these, `lint`
can check that the words of a fact are in its passages, and `index` sees which texts
have changed.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.authoring.document import LONGEST_HEADING, Excerpt
from liverdeck.base.problems import Position
from liverdeck.base.words import words_of
from liverdeck.facts.deck import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEAST_LIKENESS = 0.4
"""Two versions of one passage have at least this share of all their words in common.

Otherwise they are different passages.
"""
_HEADER = (
    "liverdeck: 1\n"
    "# Written by `liverdeck index`. Yours to edit: the ids, which facts name, and the "
    "headings, which every card\n"
    "# shows as its source. Hash and words come from the document and tell when it "
    "changes. Comments are not kept.\n"
    "passages:"
)
_LINE_WIDTH = 118
"""In characters. The words are wrapped to this width."""
_LONGEST_ID = 40
"""In characters. A longer id is cut."""
_WORDS_IN_A_DRAFT_HEADING = 4


@dataclass(frozen=True, slots=True)
class DocumentChanges:
    """The differences between a document and the word index of an earlier version."""

    passages: tuple[Passage, ...]
    """The new word index, in the document's order, then the passages written by hand.

    Ids and headings are kept.
    """
    changed: tuple[tuple[Passage, Passage], ...]
    """Passages whose text has changed, as pairs: before and after."""
    new: tuple[Passage, ...]
    """With suggested ids and headings."""
    missing: tuple[Passage, ...]
    """Indexed passages that are no longer found in the document."""

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.changed or self.new or self.missing)


def compare_document(
    old: Sequence[Passage], excerpts: Sequence[Excerpt], path: str
) -> DocumentChanges:
    """Find each passage in the document: by its hash, its heading, or its words.

    A passage without a hash (written by hand) is found only by its heading, and counts
    as unchanged. If it is not found, it stays, after the others. `path` is the file of
    the word index.
    """
    matches = _matches(old, excerpts)
    taken_ids = Counter(passage.id for passage in old)
    passages: list[Passage] = []
    changed: list[tuple[Passage, Passage]] = []
    new: list[Passage] = []
    for index, excerpt in enumerate(excerpts):
        before = matches.get(index)
        if before is None:
            after = _draft(excerpt, taken_ids, path)
            new.append(after)
        else:
            after = replace(before, hash=excerpt.hash, words=excerpt.words)
            if before.hash not in (None, after.hash):
                changed.append((before, after))
        passages.append(after)

    not_found = _unmatched(old, matches)
    by_hand = [passage for passage in not_found if passage.hash is None]
    missing = tuple(passage for passage in not_found if passage.hash is not None)
    return DocumentChanges((*passages, *by_hand), tuple(changed), tuple(new), missing)


def _matches(old: Sequence[Passage], excerpts: Sequence[Excerpt]) -> dict[int, Passage]:
    """Return, by the index of an excerpt, the old passage that it is a version of.

    First those with equal text and heading are matched, then those with equal text,
    then those with equal heading; several equal ones in their order. The others are
    matched by the share of words in common, the most alike first.
    """
    matches: dict[int, Passage] = {}
    for key_of in (_hash_and_heading, _hash, _heading_words):
        matches |= _matches_by(key_of, old, excerpts, matches)
    return matches | _matches_by_likeness(old, excerpts, matches)


def _matches_by(
    key_of: Callable[[Passage | Excerpt], object],
    old: Sequence[Passage],
    excerpts: Sequence[Excerpt],
    matches: dict[int, Passage],
) -> dict[int, Passage]:
    """Return the further matches of passages and excerpts with the same key."""
    passages_by_key: dict[object, list[Passage]] = {}
    for passage in reversed(_unmatched(old, matches)):
        key = key_of(passage)
        if key:  # no hash and an empty heading match nothing
            passages_by_key.setdefault(key, []).append(passage)

    further: dict[int, Passage] = {}
    for index, excerpt in enumerate(excerpts):
        if index in matches:
            continue
        same_key = passages_by_key.get(key_of(excerpt))
        if same_key:
            further[index] = same_key.pop()  # the first, as they are reversed
    return further


def _unmatched(old: Sequence[Passage], matches: dict[int, Passage]) -> list[Passage]:
    matched_ids = {passage.id for passage in matches.values()}
    return [passage for passage in old if passage.id not in matched_ids]


def _hash_and_heading(passage: Passage | Excerpt) -> object:
    return passage.hash, _heading_words(passage)


def _hash(passage: Passage | Excerpt) -> object:
    return passage.hash


def _heading_words(passage: Passage | Excerpt) -> object:
    return " ".join(words_of(passage.heading))


class _Candidate(NamedTuple):
    """A possible match of a passage and an excerpt."""

    negative_likeness: float
    """Negative, so that the most alike candidates are sorted first."""
    excerpt_index: int
    passage_index: int


def _matches_by_likeness(
    old: Sequence[Passage],
    excerpts: Sequence[Excerpt],
    matches: dict[int, Passage],
) -> dict[int, Passage]:
    passages = _unmatched(old, matches)
    candidates: list[_Candidate] = []
    for passage_index, passage in enumerate(passages):
        for excerpt_index, excerpt in enumerate(excerpts):
            if excerpt_index in matches:
                continue
            likeness = _likeness(passage.words, excerpt.words)
            if likeness >= LEAST_LIKENESS:
                candidates.append(_Candidate(-likeness, excerpt_index, passage_index))

    further: dict[int, Passage] = {}
    used_passages: set[int] = set()
    for _, excerpt_index, passage_index in sorted(candidates):
        if excerpt_index not in further and passage_index not in used_passages:
            further[excerpt_index] = passages[passage_index]
            used_passages.add(passage_index)
    return further


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of all words that are in both sets.

    Returns 0 without counting if the share cannot reach `LEAST_LIKENESS`.
    """
    if not one or not other:
        return 0.0
    fewer, more = sorted((len(one), len(other)))
    if fewer < LEAST_LIKENESS * more:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _draft(excerpt: Excerpt, taken_ids: Counter[str], path: str) -> Passage:
    """Return a new passage for an excerpt; its heading and its id are suggestions."""
    heading = excerpt.heading
    if not heading:
        first_words = excerpt.text.split()[:_WORDS_IN_A_DRAFT_HEADING]
        heading = " ".join(first_words) + " ..."
    heading = _printable(heading)[:LONGEST_HEADING].strip()
    return Passage(
        _free_id(heading, taken_ids),
        heading or "A passage",
        Position(path),
        excerpt.hash,
        excerpt.words,
    )


def _free_id(heading: str, taken_ids: Counter[str]) -> str:
    """Make an id from a heading, and add it to `taken_ids`.

    If the id is taken, it gets a number at its end.
    """
    plain = unicodedata.normalize("NFKD", heading).casefold()
    without_accents = re.sub(r"[\u0300-\u036f]", "", plain)
    hyphenated = re.sub(r"[^a-z0-9]+", "-", without_accents).strip("-")
    base = hyphenated[:_LONGEST_ID].strip("-") or "passage"
    passage_id = base
    while passage_id in taken_ids:
        taken_ids[base] += 1
        suffix = f"-{taken_ids[base]}"
        passage_id = base[: _LONGEST_ID - len(suffix)] + suffix
    taken_ids[passage_id] += 1
    return passage_id


def _printable(text: str) -> str:
    """Return a text in one line, with spaces in place of unprintable characters."""
    characters = (char if char.isprintable() else " " for char in text)
    return " ".join("".join(characters).split())


def write_passages(passages: Sequence[Passage]) -> str:
    """Return the text of the word index's file."""
    lines = [_HEADER]
    for passage in passages:
        heading = _printable(passage.heading).replace("'", "''")
        lines += [f"  - id: '{passage.id}'", f"    heading: '{heading}'"]
        if passage.hash is not None:
            lines += [f"    hash: '{passage.hash}'", "    words: >-"]
            lines += _wrapped_words(passage)
    return "\n".join([*lines, ""])


def _wrapped_words(passage: Passage) -> list[str]:
    indent = " " * 6
    return textwrap.wrap(
        " ".join(sorted(passage.words)),
        _LINE_WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
