"""Answers as an author writes them: a text, or a map with what else is right and what is tempting but wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, items_of, text_of
from liverdeck.authoring.yaml_nodes import Mapping, Node, Scalar, Sequence
from liverdeck.facts.answer import Answer, Number

if TYPE_CHECKING:
    from liverdeck.authoring.fields import ProblemReport
    from liverdeck.facts.shapes import Gap

_NUMERIC = ("number", "unit", "tolerance")
_MORE = ("accept", "reject", "kind", "strict", *_NUMERIC)
ANSWER_KEYS = ("text", "hint", *_MORE)
BLANK_KEYS = _MORE

MOST_PARTS = 100
"""Groups of a fact, and items of a list."""

_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)


def read_answer(node: Node, report: ProblemReport, what: str) -> Answer | None:
    """Read a `what` ("answer", "item"): a text, or a map. None after a complaint."""
    if isinstance(node, Sequence):
        report.add(
            node,
            f"{what} is a list",
            "one answer is a text or a map; for several, write `list:`",
        )
        return None
    if isinstance(node, Scalar):
        text = text_of(node, report, "`text`")
        return None if text is None else Answer(text, report.position_of(node))
    fields = Fields(node, report, what, ANSWER_KEYS)
    number = _number(fields)
    text = fields.text("text")
    if text is None and "text" not in fields:
        if number is None:
            fields.required("text")
            return None
        text = f"{number.value} {number.unit or ''}".strip()
    return (
        None
        if text is None
        else _with_the_rest(fields, text, fields.text("hint"), number)
    )


def read_items(node: Node, report: ProblemReport) -> tuple[Answer, ...]:
    """Read the items of a list, no two of the same text."""
    items: dict[str, Answer] = {}
    for each in refuse_too_many(
        items_of(node, report, "the list of items"), report, "items"
    ):
        item = read_answer(each, report, "item")
        if item is None:
            continue
        same = items.setdefault(item.text.casefold(), item)
        if same is not item:
            report.add(
                each,
                f"the item {item.text!r} again (first on line {same.position.line})",
                "delete one",
            )
    return tuple(items.values())


def refuse_too_many(nodes: list[Node], report: ProblemReport, what: str) -> list[Node]:
    """Return as many nodes as anyone learns in one fact, and complain about the others."""
    if len(nodes) > MOST_PARTS:
        report.add(
            nodes[MOST_PARTS],
            f"{len(nodes)} {what} in one fact",
            "make several facts of it",
            "shape",
        )
    return nodes[:MOST_PARTS]


def read_blank_answer(
    node: Node | None, report: ProblemReport, gap: Gap, holder: Node
) -> Answer:
    """Read what `blanks` adds to a blank whose text and hint stand in the statement `holder`."""
    if node is None:
        return Answer(gap.text, report.position_of(holder), hint=gap.hint)
    if isinstance(node, Mapping):
        for key, _ in node.pairs:
            if key.text in ("text", "hint"):
                report.add(
                    key,
                    f"`{key.text}` under `blanks`",
                    "write it in the statement: {{c1::text::hint}}",
                    "blanks",
                )
        node = Mapping(
            node.line,
            node.column,
            node.is_flow,
            [pair for pair in node.pairs if pair[0].text not in ("text", "hint")],
        )
    fields = Fields(node, report, "blank", BLANK_KEYS)
    return _with_the_rest(fields, gap.text, gap.hint, _number(fields))


def _with_the_rest(
    fields: Fields, text: str, hint: str | None, number: Number | None
) -> Answer:
    return Answer(
        text,
        fields.position,
        accept=fields.texts("accept"),
        reject=fields.reasons("reject"),
        kind=fields.text("kind"),
        hint=hint,
        strict=fields.flag("strict", default=False),
        number=number,
    )


def _number(fields: Fields) -> Number | None:
    if fields.values.keys().isdisjoint(_NUMERIC):
        return None
    value = _decimal(fields, "number")
    unit = fields.text("unit")
    tolerance = _decimal(fields, "tolerance")
    if "number" not in fields:
        for key in _NUMERIC[1:]:
            if key in fields:
                fields.report.add(
                    fields.keys[key],
                    f"`{key}` without `number`",
                    "add `number: ...` or delete it",
                )
        return None
    if tolerance is not None and tolerance.startswith("-"):
        fields.report.add(
            fields.values["tolerance"],
            f"`tolerance` is {tolerance}",
            "write how far off still counts, without a sign",
        )
    return None if value is None else Number(value, unit, tolerance)


def _decimal(fields: Fields, key: str) -> str | None:
    text = fields.text(key)
    if text is not None and not _DECIMAL.fullmatch(text):
        fields.report.add(
            fields.values[key],
            f"`{key}` is {text!r}",
            "write a plain number such as 5, 0.25 or -3",
        )
        return None
    return text
