"""The concordance (`passages.yaml`): which words stand where in the document, without the document.

A passage is what stands under one heading. Of each, the concordance holds an id, the heading, a hash of its text
and its sorted vocabulary: enough to check that a fact's words stand there and to see that the text has changed.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from liverdeck.facts.nouns import Passage
from liverdeck.facts.problems import Position
from liverdeck.facts.text import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_HEADING = 80
"""Characters; a longer line is text."""
LEAST_LIKENESS = 0.4
"""Share of all their words that two versions of one passage have in common."""

_LINE_WIDTH = 118
_LONGEST_ID = 40
_BULLET = re.compile(r"\s*([\u2022\u00b7\u25cf\u25aa\u2013*+-]|\d{1,3}[.)])\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_ENDS_A_SENTENCE = (".", ",", ";", ":", "!")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage as the document has it."""

    heading: str
    """Empty where the document gives none."""
    text: str

    @property
    def hash(self) -> str:
        """Of the text, however its lines are broken."""
        return hashlib.sha256(" ".join(self.text.split()).encode()).hexdigest()[:16]

    @property
    def words(self) -> frozenset[str]:
        """The vocabulary of heading and text."""
        return frozenset(words_of(f"{self.heading} {self.text}"))


def split_document(text: str) -> tuple[Excerpt, ...]:
    """Split a plain text into passages.

    A passage begins at a heading (a short line by itself, without a full stop, or one that starts with `#`), and
    after two or more empty lines, where a heading was lost. A heading without text of its own is left out.
    """
    excerpts: list[Excerpt] = []
    for gap, block in _blocks(text):
        if _is_heading(block):
            excerpts.append(Excerpt(_MARKDOWN_HEADING.sub("", block).strip(), ""))
        elif not excerpts or (gap and excerpts[-1].text):
            excerpts.append(Excerpt("", block))
        else:
            last = excerpts[-1]
            excerpts[-1] = replace(last, text=f"{last.text}\n{block}".strip())
    return tuple(excerpt for excerpt in excerpts if excerpt.text)


def _blocks(text: str) -> Iterator[tuple[bool, str]]:
    """Yield what stands between empty lines, and whether two or more of them stood before it."""
    block: list[str] = []
    empty_before = 0
    empty = 0
    for line in [*map(str.strip, text.splitlines()), ""]:
        if line:
            empty_before = empty if not block else empty_before
            empty = 0
            block.append(line)
            continue
        if block:
            yield empty_before > 1, "\n".join(block)
            block = []
        empty += 1


def _is_heading(block: str) -> bool:
    if "\n" in block or len(block) > LONGEST_HEADING:
        return False
    if _MARKDOWN_HEADING.match(block):
        return True
    return not _BULLET.match(block) and not block.endswith(_ENDS_A_SENTENCE)


@dataclass(frozen=True, slots=True)
class Drift:
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


def compare_document(old: Sequence[Passage], excerpts: Sequence[Excerpt], path: str) -> Drift:
    """Find each passage again in the document, by hash, by heading, then by likeness; `path` is the concordance's.

    A passage without a hash (written by hand) is found by its heading alone and counts as unchanged; one that is not
    found stays, behind the others.
    """
    pairs = _matched(old, excerpts)
    taken = {passage.id for passage in old}
    passages: list[Passage] = []
    changed: list[tuple[Passage, Passage]] = []
    new: list[Passage] = []
    for place, excerpt in enumerate(excerpts):
        before = pairs.get(place)
        if before is None:
            after = _draft(excerpt, taken, path)
            taken.add(after.id)
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
    return Drift((*passages, *by_hand), tuple(changed), tuple(new), gone)


def _matched(old: Sequence[Passage], excerpts: Sequence[Excerpt]) -> dict[int, Passage]:
    """Return the place of each excerpt that was there before, with its passage; the most alike pairs first."""
    scored = [
        (-likeness, abs(place - before), place, before)
        for place, excerpt in enumerate(excerpts)
        for before, passage in enumerate(old)
        if (likeness := _likeness(passage, excerpt)) >= LEAST_LIKENESS
    ]
    pairs: dict[int, Passage] = {}
    used: set[int] = set()
    for _, _, place, before in sorted(scored):
        if place not in pairs and before not in used:
            pairs[place] = old[before]
            used.add(before)
    return pairs


def _likeness(passage: Passage, excerpt: Excerpt) -> float:
    if passage.hash == excerpt.hash:
        return 2.0
    same_heading = bool(excerpt.heading) and words_of(passage.heading) == words_of(excerpt.heading)
    either = len(passage.words | excerpt.words)
    shared = len(passage.words & excerpt.words) / either if either else 0.0
    return shared + (1.0 if same_heading else 0.0)


def _draft(excerpt: Excerpt, taken: set[str], path: str) -> Passage:
    heading = excerpt.heading or " ".join(excerpt.text.split()[:4]) + " ..."
    heading = "".join(char for char in heading if char.isprintable())[:LONGEST_HEADING].strip() or "A passage"
    slug = re.sub(r"[^a-z0-9]+", "-", heading.casefold()).strip("-")[: _LONGEST_ID - 3].strip("-") or "passage"
    number = 2
    passage_id = slug
    while passage_id in taken:
        passage_id = f"{slug}-{number}"
        number += 1
    return Passage(passage_id, heading, Position(path), excerpt.hash, excerpt.words)


def write_passages(passages: Sequence[Passage]) -> str:
    """Return the concordance's file text."""
    lines = [
        "liverdeck: 1",
        "# Written by `liverdeck index`. Yours to edit: the ids, which facts name, and the headings, which every card",
        "# shows as its source. Hash and words come from the document and tell when it changes.",
        "passages:",
    ]
    for passage in passages:
        heading = passage.heading.replace("'", "''")
        lines += [f"  - id: {passage.id}", f"    heading: '{heading}'"]
        if passage.hash is not None:
            lines += [f"    hash: '{passage.hash}'", "    words: >-"]
            indent = " " * 6
            words = " ".join(sorted(passage.words))
            lines += textwrap.wrap(
                words, _LINE_WIDTH, initial_indent=indent, subsequent_indent=indent,
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
    return "\n".join([*lines, ""])
