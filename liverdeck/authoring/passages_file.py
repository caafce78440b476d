"""Reads passages.yaml, the word index: the passages of the document and their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, ProblemReport, nodes_of
from liverdeck.authoring.yaml_nodes import Scalar
from liverdeck.facts.deck import Passage

if TYPE_CHECKING:
    from liverdeck.authoring.yaml_nodes import Node

_INDEX_FIX = "run: liverdeck index DOCUMENT"


def read_passages(root: Node, report: ProblemReport) -> tuple[Passage, ...]:
    """Read passages.yaml. Report and leave out passages that cannot be read."""
    fields = Fields(root, report, "passages.yaml", ("liverdeck", "passages"))
    if not fields.is_readable:
        return ()
    fields.check_version()
    node = fields.required("passages")
    passages_by_id: dict[str, Passage] = {}
    passage_nodes = nodes_of(node, report, "`passages`") if node else []
    for passage_node in passage_nodes:
        passage_fields = Fields(
            passage_node, report, "passage", ("id", "heading", "hash", "words")
        )
        passage_id = passage_fields.required_id("id")
        heading = passage_fields.required_text("heading")
        if passage_id is None or heading is None:
            continue
        text_hash, words = _hash_and_words(passage_fields)
        passage = Passage(
            passage_id, heading, passage_fields.position, text_hash, words
        )
        first = passages_by_id.setdefault(passage_id, passage)
        if first is not passage:
            first_line = first.position.line
            report.add(
                passage_node,
                f"the passage id {passage_id!r} is there twice "
                f"(first on line {first_line})",
                "give it another id",
                "id",
            )
    return tuple(passages_by_id.values())


def _hash_and_words(fields: Fields) -> tuple[str | None, frozenset[str]]:
    """Return `hash` and `words`. Without them, return None and no words."""
    text_hash = fields.text("hash")
    words_node = fields.values.get("words")
    if (text_hash is None) != (words_node is None):
        fields.report.add(
            fields.node,
            "this passage needs both `hash` and `words`, or neither",
            _INDEX_FIX,
            "reference",
        )
    if isinstance(words_node, Scalar):
        return text_hash, frozenset(words_node.text.split())
    if words_node is not None:
        fields.report.add(words_node, "`words` is not a text", _INDEX_FIX, "reference")
    return text_hash, frozenset()
