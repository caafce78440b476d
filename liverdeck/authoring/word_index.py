"""The word index (`passages.yaml`): the words of each passage, without its text.

A passage is the part of the document under one heading. The word index has an id, the
heading, a hash of the text and the sorted words of each passage. With these, `lint`
checks that the words of an answer are in the passages that its fact names, and `index`
finds the passages that have changed.
"""

from __future__ import annotations

import textwrap
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.authoring.document import LONGEST_HEADING, Excerpt
from liverdeck.authoring.format_keys import FORMAT_VERSION, VERSION
from liverdeck.base.names import id_from, numbered_id
from liverdeck.base.phrases import printable
from liverdeck.base.problems import Position
from liverdeck.base.values import value_class
from liverdeck.base.words import words_of
from liverdeck.facts.deck import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_LEAST_LIKENESS = 0.4
"""Two passages with at least this likeness are versions of the same passage.

`_likeness` computes it, from 0 to 1. Only passages that differ in hash and heading are
compared in this way.
"""
_HEADER = (
    f"{VERSION.name}: {FORMAT_VERSION}\n"
    "# Written by `liverdeck index`. Yours to edit: the ids, which facts name, and the "
    "headings, which every card\n"
    "# shows as its source. Hash and words come from the document and tell when it "
    "changes. Comments are not kept.\n"
    "passages:"
)
_LINE_WIDTH = 118
"""The number of characters to which lines of words are wrapped."""
_WORDS_IN_A_SUGGESTED_HEADING = 4
"""A passage without a heading gets this many of its first words as its heading."""


@value_class
class DocumentChanges:
    """The differences between a document and the word index of an earlier version."""

    passages: tuple[Passage, ...]
    """The new word index, in the document's order.

    Passages written by hand that are not in the document come last. Passages of the old
    word index keep their ids and headings.
    """
    changed: tuple[tuple[Passage, Passage], ...]
    """Passages whose text has changed, as pairs: before and after."""
    new: tuple[Passage, ...]
    """Passages that are new in the word index, each with a suggested id and heading."""
    missing: tuple[Passage, ...]
    """Old passages that are not in the document, except those written by hand."""

    def __bool__(self) -> bool:
        """Whether there is any difference."""
        return bool(self.changed or self.new or self.missing)


def compare_document(
    old: Sequence[Passage], excerpts: Sequence[Excerpt], path: str
) -> DocumentChanges:
    """Compare the old word index with the excerpts of a document.

    An old passage is found in the document by its hash, its heading or its words. A
    passage without a hash was written by hand. It is found only by its heading, and it
    counts as unchanged. `path` is the file of the word index.
    """
    matches = _matches(old, excerpts)
    taken_ids = Counter(passage.id for passage in old)
    passages: list[Passage] = []
    changed: list[tuple[Passage, Passage]] = []
    new: list[Passage] = []
    for index, excerpt in enumerate(excerpts):
        before = matches.get(index)
        if before is None:
            after = _new_passage(excerpt, taken_ids, path)
            new.append(after)
        else:
            after = replace(before, hash=excerpt.hash, words=excerpt.words)
            was_indexed = before.hash is not None
            if was_indexed and before.hash != after.hash:
                changed.append((before, after))
        passages.append(after)

    not_found = _unmatched(old, matches)
    written_by_hand = [passage for passage in not_found if passage.hash is None]
    missing = tuple(passage for passage in not_found if passage.hash is not None)
    return DocumentChanges(
        (*passages, *written_by_hand), tuple(changed), tuple(new), missing
    )


def _matches(old: Sequence[Passage], excerpts: Sequence[Excerpt]) -> dict[int, Passage]:
    """Return the old passage of each excerpt that has one, by the excerpt's index.

    First, passages and excerpts with equal text and equal heading are matched, then
    those with equal text, then those with equal heading. If several passages are equal,
    the first of them is matched with the first excerpt that equals them. The others are
    matched by common words, the most alike first.
    """
    matches: dict[int, Passage] = {}
    for feature_of in (_hash_and_heading, _hash, _heading_words):
        matches |= _matches_by(feature_of, old, excerpts, matches)
    return matches | _matches_by_likeness(old, excerpts, matches)


def _matches_by(
    feature_of: Callable[[Passage | Excerpt], object],
    old: Sequence[Passage],
    excerpts: Sequence[Excerpt],
    matches: dict[int, Passage],
) -> dict[int, Passage]:
    """Match passages and excerpts that have an equal feature; return the new matches.

    `feature_of` returns the feature. Passages and excerpts in `matches` are not matched
    again.
    """
    passages_by_feature: dict[object, list[Passage]] = {}
    for passage in reversed(_unmatched(old, matches)):
        feature = feature_of(passage)
        if feature:  # a missing hash or an empty heading proves nothing
            passages_by_feature.setdefault(feature, []).append(passage)

    new_matches: dict[int, Passage] = {}
    for index, excerpt in enumerate(excerpts):
        if index in matches:
            continue
        candidates = passages_by_feature.get(feature_of(excerpt))
        if candidates:
            # The candidates are in reversed order, so this is the first passage.
            new_matches[index] = candidates.pop()
    return new_matches


def _unmatched(old: Sequence[Passage], matches: dict[int, Passage]) -> list[Passage]:
    """Return the old passages that are not among the matches."""
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
    """Match passages and excerpts with enough common words. Return the new matches."""
    passages = _unmatched(old, matches)
    remaining = [index for index in range(len(excerpts)) if index not in matches]
    pairs = alike_pairs(
        [passage.words for passage in passages],
        [excerpts[index].words for index in remaining],
    )
    candidates = [
        _Candidate(-likeness, remaining[second], first)
        for first, second, likeness in pairs
    ]

    new_matches: dict[int, Passage] = {}
    matched_passages: set[int] = set()
    for _, excerpt_index, passage_index in sorted(candidates):
        if excerpt_index in new_matches or passage_index in matched_passages:
            continue
        new_matches[excerpt_index] = passages[passage_index]
        matched_passages.add(passage_index)
    return new_matches


def alike_pairs(
    first_sets: Sequence[frozenset[str]], second_sets: Sequence[frozenset[str]]
) -> Iterator[tuple[int, int, float]]:
    """Yield the pairs of sets whose likeness is `_LEAST_LIKENESS` or more.

    A pair is given by the index of the first set, the index of the second set, and
    their likeness.

    A long document has millions of pairs, so most are ruled out without comparing them.
    Two sets that are alike have similar sizes, and they share one of their rarest
    words. In the literature, this test is called the prefix filter of set similarity
    joins.
    """
    frequencies = Counter(
        word for words in (*first_sets, *second_sets) for word in words
    )
    sizes_and_indexes = sorted(
        (len(words), index) for index, words in enumerate(first_sets)
    )
    # By word: the size and the index of each first set with the word, sorted by size.
    first_sets_by_word: dict[str, list[tuple[int, int]]] = {}
    for size, index in sizes_and_indexes:
        for word in _rarest(first_sets[index], frequencies):
            first_sets_by_word.setdefault(word, []).append((size, index))

    for second_index, words in enumerate(second_sets):
        smallest_size = int(_LEAST_LIKENESS * len(words))
        largest_size = len(words) / _LEAST_LIKENESS
        candidates: set[int] = set()
        for word in _rarest(words, frequencies):
            with_word = first_sets_by_word.get(word, [])
            start = bisect_left(with_word, (smallest_size,))
            end = bisect_left(with_word, (largest_size + 1,))
            candidates.update(index for _, index in with_word[start:end])
        for first_index in candidates:
            likeness = _likeness(first_sets[first_index], words)
            if likeness >= _LEAST_LIKENESS:
                yield first_index, second_index, likeness


def _rarest(words: frozenset[str], frequencies: Counter[str]) -> list[str]:
    """Return enough of the rarest words that every similar set has one of them."""
    fewest_shared = int(_LEAST_LIKENESS * len(words))
    ordered = sorted(words, key=lambda word: (frequencies[word], word))
    return ordered[: len(words) - fewest_shared + 1]


def _likeness(first_words: frozenset[str], second_words: frozenset[str]) -> float:
    """Return the number of common words, divided by the number of all words.

    Returns 0 without counting if the likeness cannot reach `_LEAST_LIKENESS`.
    """
    if not first_words or not second_words:
        return 0.0
    fewer, more = sorted((len(first_words), len(second_words)))
    if fewer < _LEAST_LIKENESS * more:
        return 0.0
    common = len(first_words & second_words)
    return common / (fewer + more - common)


def _new_passage(excerpt: Excerpt, taken_ids: Counter[str], path: str) -> Passage:
    """Return a new passage for an excerpt, with a suggested id and heading."""
    heading = excerpt.heading
    if not heading:
        first_words = excerpt.text.split()[:_WORDS_IN_A_SUGGESTED_HEADING]
        heading = " ".join(first_words) + " ..."
    heading = _in_one_line(heading)[:LONGEST_HEADING].strip()
    return Passage(
        _free_id(heading, taken_ids),
        heading or "A passage",
        Position(path),
        excerpt.hash,
        excerpt.words,
    )


def _free_id(heading: str, taken_ids: Counter[str]) -> str:
    """Return an id made from a heading, and count it in `taken_ids`.

    If another passage has the id, a number is added at its end: `signs-2`.
    """
    base = id_from(heading) or "passage"
    passage_id = base
    while passage_id in taken_ids:
        taken_ids[base] += 1  # this count is the number that is tried next
        passage_id = numbered_id(base, taken_ids[base])
    taken_ids[passage_id] += 1
    return passage_id


def _in_one_line(text: str) -> str:
    """Return a printable text in one line, with single spaces."""
    return " ".join(printable(text).split())


def passages_text(passages: Sequence[Passage]) -> str:
    """Return the text of `passages.yaml` for these passages. The caller writes it."""
    lines = [_HEADER]
    for passage in passages:
        # Between single quotes, YAML writes a single quote twice.
        heading = _in_one_line(passage.heading).replace("'", "''")
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
