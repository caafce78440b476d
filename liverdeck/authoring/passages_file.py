"""passages.yaml: the passages of the document, with the words of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, ProblemReport, items_of
from liverdeck.authoring.yaml_nodes import Scalar
from liverdeck.facts.deck import Passage

if TYPE_CHECKING:
    from liverdeck.authoring.yaml_nodes import Node


def read_passages(root: Node, report: ProblemReport) -> tuple[Passage, ...]:
    """Read passages.yaml: the passages of the document, each with a permanent id and a heading."""
    fields = Fields(root, report, "passages.yaml", ("liverdeck", "passages"))
    if not fields.is_readable:
        return ()
    fields.check_version()
    node = fields.required("passages")
    passages: dict[str, Passage] = {}
    for each in items_of(node, report, "`passages`") if node else ():
        inner = Fields(each, report, "passage", ("id", "heading", "hash", "words"))
        passage_id, heading = inner.required_id("id"), inner.required_text("heading")
        if passage_id is None or heading is None:
            continue
        passage = Passage(passage_id, heading, inner.position, *_indexed(inner))
        first = passages.setdefault(passage_id, passage)
        if first is not passage:
            report.add(
                each,
                f"the passage id {passage_id!r} again (first on line {first.position.line})",
                "give it an id of its own",
                "id",
            )
    return tuple(passages.values())


def _indexed(fields: Fields) -> tuple[str | None, frozenset[str]]:
    text_hash, words = fields.text("hash"), fields.values.get("words")
    if (text_hash is None) != (words is None):
        fields.report.add(
            fields.node,
            "`hash` and `words` belong together",
            "run: liverdeck index DOCUMENT",
            "reference",
        )
    if not isinstance(words, Scalar):
        if words is not None:
            fields.report.add(
                words,
                "`words` is not a text",
                "run: liverdeck index DOCUMENT",
                "reference",
            )
        return text_hash, frozenset()
    return text_hash, frozenset(words.text.split())
