"""Read the file of a review that a colleague filled in."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from liverdeck.base.files import read_bytes
from liverdeck.base.phrases import counted, printable, shortened
from liverdeck.base.problems import MOST_PROBLEMS, Position, Problem
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.quiz.formats.docx_document import ITEM
from liverdeck.quiz.items.item import parts_of_id
from liverdeck.quiz.papers.judgements import (
    Judgement,
    ReviewName,
    line_hash,
    name_in_line,
    remark_labels,
)
from liverdeck.quiz.reviews.box_line import UnclearJudgementError, judgement_of_line
from liverdeck.quiz.reviews.word_lines import UnreadableWordError, word_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.reviews.word_lines import WordLine

_LONGEST_REMARK = 2_000
"""A longer remark is cut after this many characters."""
_MOST_LINES = 500
"""At most this many lines of an item are compared with its original lines."""
_WORDS = [judgement.value for judgement in Judgement]
_TICK_FIX = f"tick one of {', '.join(_WORDS[:-1])} and {_WORDS[-1]} there"


@value_class
class ReviewedItem:
    """An item with a colleague's judgement, remark and changes."""

    item_id: str
    judgement: Judgement | None
    """None if no box is ticked."""
    remark: str
    """The texts below the item and in comments of Word; may be empty."""
    changes: tuple[str, ...]
    """The item's changed and added lines, and the number of its deleted lines."""
    position: Position
    """The position of the item's first fact in the author's file."""

    @property
    def fact_id(self) -> str:
        """The oldest id of the first fact that the item is about."""
        return parts_of_id(self.item_id)[0]

    @property
    def wishes(self) -> tuple[str, ...]:
        """The texts that tell the author what to change: remark and changed lines."""
        return tuple(filter(None, (self.remark, *self.changes)))


def read_review(path: Path, deck: Deck) -> Result[tuple[ReviewedItem, ...]]:
    """Return each item with the colleague's judgement, in the order of the file.

    An item without a tick has no judgement, which is not a problem. Problems are a file
    that is not a review, several ticks, an item with two different judgements, and an
    item about a fact that the deck does not have.
    """
    data = read_bytes(path)
    if data.value is None:
        return Result(None, data.problems)
    position = Position(str(path))
    try:
        lines = word_lines(data.value)
    except UnreadableWordError as error:
        message = f"this review cannot be read: {error}"
        return Result(None, (Problem(position, message, error.fix),))
    facts = {fact.identity: fact.position for fact in deck.active_facts}
    problems: list[Problem] = []
    items: dict[str, ReviewedItem] = {}
    for block in _blocks(lines):
        read = block.read(position, facts)
        problems += read.problems
        item = read.value
        if item is None:
            continue
        earlier = items.setdefault(item.item_id, item)
        if earlier.judgement is not item.judgement:
            message = f"{item.item_id} is there twice, with different answers"
            problems.append(Problem(position, message, "delete one of the two there"))
    if not items and not problems:
        message = "there is no item in this file"
        fix = "name a file of liverdeck quiz --review that was filled in"
        problems.append(Problem(position, message, fix))
    if problems:
        return Result(None, tuple(problems[:MOST_PROBLEMS]))
    return Result(tuple(items.values()))


class _Block:
    """The lines of an item: its text, the line with the boxes, and remarks."""

    def __init__(self, lines: Sequence[WordLine]) -> None:
        self._lines = lines
        self._box_indexes = [
            index for index, line in enumerate(lines) if name_in_line(_whole_text(line))
        ]
        """The indexes of the lines with boxes, which have the item's name."""

    def read(
        self, position: Position, facts: Mapping[str, Position]
    ) -> Result[ReviewedItem]:
        """Return the item with its judgement, or the problems."""
        heading = shortened(printable(self._lines[0].text.strip()), 60)
        count = len(self._box_indexes)
        name_and_span = None
        if count == 1:
            index = self._box_indexes[0]
            line = self._lines[index]
            name_and_span = name_in_line(_whole_text(line))
        if name_and_span is None:
            lines = counted(count, "line") if count else "no line"
            return _refused(
                position,
                f"“{heading}” has {lines} with boxes and a name in brackets",
                "take that line from the file that was sent to the colleague",
            )
        name, start, end = name_and_span
        fact_id = parts_of_id(name.item_id)[0]
        if fact_id not in facts:
            return _refused(
                position,
                f"{name.item_id}: this deck has no fact {fact_id!r}",
                "name the deck of the review with -d, or delete the item there",
            )
        before, after = _split_line(line.pieces, start, end)
        try:
            judgement = judgement_of_line(before)
        except UnclearJudgementError as error:
            return _refused(position, f"{name.item_id}: {error}", _TICK_FIX)
        below = [after, *(line.text for line in self._lines[index + 1 :])]
        comments = [text for line in self._lines for text in line.comments]
        return Result(
            ReviewedItem(
                name.item_id,
                judgement,
                _remark([*below, *comments]),
                tuple(_changes(name, self._lines[:index])),
                facts[fact_id],
            )
        )


def _whole_text(line: WordLine) -> str:
    """Return the text of a line, with the text that is struck out."""
    return "".join(text for text, _ in line.pieces)


def _refused(position: Position, message: str, fix: str) -> Result[ReviewedItem]:
    return Result(None, (Problem(position, message, fix),))


def _blocks(lines: Sequence[WordLine]) -> Iterator[_Block]:
    """Yield the lines of each item.

    An item begins at a line with the style of an item. If another program has lost the
    styles, an item begins at a line that has the next item's number.
    """
    has_styles = any(line.style == ITEM for line in lines)
    current: list[WordLine] = []
    number = 0
    for line in lines:
        begins_item = (
            line.style == ITEM
            if has_styles
            else line.text.lstrip().startswith(f"{number + 1}. ")
        )
        if begins_item:
            number += 1
            if current:
                yield _Block(current)
            current = []
        if current or begins_item:
            current.append(line)
    if current:
        yield _Block(current)


def _split_line(
    pieces: Sequence[tuple[str, bool]], start: int, end: int
) -> tuple[list[tuple[str, bool]], str]:
    """Return the pieces of a line before `start`, and the text after `end`.

    Text after `end` that is struck out is left out.
    """
    before: list[tuple[str, bool]] = []
    after = ""
    piece_start = 0
    for text, is_struck in pieces:
        text_before = text[: max(0, start - piece_start)]
        if text_before:
            before.append((text_before, is_struck))
        if not is_struck:
            after += text[max(0, end - piece_start) :]
        piece_start += len(text)
    return before, after


def _remark(texts: Sequence[str]) -> str:
    """Return a remark on one line, without the label before it."""
    text = " ".join(" ".join(texts).split())
    for label in remark_labels():
        text = text.removeprefix(label).strip()
    return shortened(printable(text), _LONGEST_REMARK)


def _changes(name: ReviewName, lines: Sequence[WordLine]) -> Iterator[str]:
    """Yield the lines that are new in an item, and how many lines are deleted."""
    texts = [" ".join(line.text.split()) for line in lines]
    texts = [text for text in texts if text]
    uncompared_count = len(texts) - _MOST_LINES
    texts = texts[:_MOST_LINES]
    hashes = [line_hash(text) for text in texts]
    deleted_count = 0
    matcher = SequenceMatcher(None, name.line_hashes, hashes, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for text in texts[begin:end]:
            yield f"new text: {shortened(printable(text), _LONGEST_REMARK)}"
        deleted_count += max(0, (last - first) - (end - begin))
    if uncompared_count > 0:
        yield f"new text: {counted(uncompared_count, 'more line')}"
    if deleted_count:
        yield f"deleted: {counted(deleted_count, 'line')}"
