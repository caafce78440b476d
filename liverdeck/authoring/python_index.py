"""The word index of a document, as data for decks that a program makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.document import NO_PASSAGE, split_document
from liverdeck.authoring.format_keys import PASSAGES
from liverdeck.authoring.python_deck import passages_of
from liverdeck.authoring.word_index import compare_document
from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.problems import NO_LINE, Position, Problem, has_errors
from liverdeck.base.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.authoring.deck_data import PassageData
    from liverdeck.facts.deck import Passage

_DOCUMENT = Position("document", NO_LINE, NO_LINE)


def index_document(
    text: str, earlier: Iterable[PassageData] = ()
) -> Result[tuple[PassageData, ...]]:
    """Return the passages of a document with their words, for `make_deck`.

    `text` is the plain text of the document. A passage begins at a heading: a short
    line by itself, without a full stop, or one that begins with `#`. The id of a
    passage is made from its heading. The result has no sentences of the document, only
    the words of each passage in alphabetical order. It can be stored as JSON. With
    these words, `lint_deck` proves that an answer is in the passages that its fact
    names.

    `earlier` are the passages of an earlier version of the document. They keep their
    ids and headings. Passages that are not in the document any more are left out,
    except passages without a hash, which somebody wrote by hand.

    Raises TypeError if `text` is not a str. A document without any passage is a
    problem.
    """
    refuse_other_type("document", text, str)
    problems: list[Problem] = []
    known = passages_of(earlier, problems)
    if has_errors(problems):
        return Result(None, tuple(problems))
    excerpts = split_document(text)
    if not excerpts:
        problem = Problem(_DOCUMENT, NO_PASSAGE, "give a plain text with sentences")
        return Result(None, (problem,))
    changes = compare_document(known, excerpts, PASSAGES.name)
    return Result(tuple(map(_data_of, changes.passages)))


def _data_of(passage: Passage) -> PassageData:
    if passage.hash is None:
        return {"id": passage.id, "heading": passage.heading}
    return {
        "id": passage.id,
        "heading": passage.heading,
        "hash": passage.hash,
        "words": " ".join(sorted(passage.words)),
    }
