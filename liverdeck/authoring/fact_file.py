"""One fact file to facts: the shape of each fact and what may stand in it."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, cast

from liverdeck.authoring.answers import (
    read_answer,
    read_blank_answer,
    read_items,
    refuse_too_many,
)
from liverdeck.authoring.blanks import BlankError, parse_statement
from liverdeck.authoring.fields import Fields, id_of, items_of
from liverdeck.base.names import nearest
from liverdeck.facts.fact import Fact, Image
from liverdeck.facts.shapes import (
    Blank,
    Cloze,
    Enumeration,
    Gap,
    Group,
    GroupedEnumeration,
    Order,
    Question,
    Reverse,
)

if TYPE_CHECKING:
    from liverdeck.authoring.fields import ProblemReport
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.shapes import Shape

_OF_A_SHAPE = {
    "cloze": ("say", "blanks"),
    "question": ("ask", "answer", "reverse"),
    "list": ("ask", "list", "need", "order"),
    "groups": ("ask", "groups", "need", "order"),
}
_SIGNATURES = {
    "cloze": {"say"},
    "question": {"ask", "answer"},
    "list": {"ask", "list"},
    "groups": {"ask", "groups"},
}
"""The keys by which a shape is known."""
_OF_ANY_SHAPE = (
    "id",
    "from",
    "why",
    "note",
    "distractors",
    "open",
    "difficulty",
    "image",
    "tags",
    "quiz",
    "retired",
)
_MARK = {"cloze": "say", "question": "answer", "list": "list", "groups": "groups"}
_GOES_WITH = {
    "blanks": "`say`",
    "ask": "`answer`, `list` or `groups`",
    "answer": "`ask`",
    "reverse": "`answer`",
    "list": "`ask`",
    "groups": "`ask`",
    "need": "`list` or `groups`",
    "order": "`list` or `groups`",
}
FACT_KEYS = (
    *_OF_ANY_SHAPE,
    "say",
    "blanks",
    "ask",
    "answer",
    "reverse",
    "list",
    "groups",
    "need",
    "order",
)
THE_SHAPES = "a fact is `say`, `ask` + `answer`, `ask` + `list`, or `ask` + `groups`"

FEWEST_ITEMS = 2


def read_fact_file(
    root: Node, report: ProblemReport, topics: tuple[str, ...] | None
) -> list[Fact]:
    """Read the facts of one file; what cannot be read is reported and left out.

    Its topic must be one of `topics`; None means that deck.yaml could not tell them.
    """
    fields = Fields(root, report, "fact file", ("liverdeck", "topic", "facts"))
    if not fields.is_readable:
        return []
    fields.check_version()
    topic = fields.required_id("topic")
    if topic is not None and topics is not None and topic not in topics:
        report.add(
            fields.values["topic"],
            f"the topic {topic!r} is not in deck.yaml",
            nearest(topic, topics),
            "reference",
        )
    node = fields.required("facts")
    if node is None:
        return []
    facts: list[Fact] = []
    for each in items_of(node, report, "`facts`"):
        fact = None if report.problems.is_full else _fact(each, report, topic or "")
        if fact is not None:
            facts.append(fact)
    return facts


def _fact(node: Node, report: ProblemReport, topic: str) -> Fact | None:
    fields = Fields(node, report, "fact", FACT_KEYS)
    if not fields.is_readable:
        return None
    fact_id = fields.required_id("id")
    fields.required("from")
    shape = _shape(fields)
    tags = fields.ids("tags")
    if topic in tags:
        report.add(
            fields.values["tags"],
            f"the tag {topic!r} is the topic's own",
            "delete it; every card has its topic as a tag",
        )
    make = partial(
        Fact,
        passages=fields.ids("from"),
        why=fields.text("why"),
        note=fields.text("note"),
        distractors=fields.reasons("distractors"),
        open=fields.texts("open"),
        difficulty=fields.integer("difficulty", 1, 3),
        image=_image(fields),
        tags=tags,
        quiz=fields.flag("quiz", default=True),
        retired=fields.text("retired"),
    )
    if isinstance(shape, Cloze) and len(shape.blanks) > 1 and "distractors" in fields:
        mend = "write each under `reject` of its blank"
        report.add(
            fields.keys["distractors"],
            "`distractors` of a statement with several blanks",
            mend,
            "shape",
        )
    return (
        None
        if fact_id is None or shape is None
        else make(id=fact_id, topic=topic, shape=shape, position=fields.position)
    )


def _shape(fields: Fields) -> Shape | None:
    fitting = [
        name for name, keys in _SIGNATURES.items() if keys <= fields.values.keys()
    ]
    if len(fitting) != 1:
        has = ", ".join(
            f"`{key}`"
            for key in ("say", "ask", "answer", "list", "groups")
            if key in fields
        )
        fields.report.add(
            fields.node,
            f"this fact has {has or 'no statement and no question'}",
            THE_SHAPES,
            "shape",
        )
        return None
    shape = fitting[0]
    for key, node in fields.keys.items():
        if key not in _OF_ANY_SHAPE and key not in _OF_A_SHAPE[shape]:
            fields.report.add(
                node,
                f"`{key}` does not go with `{_MARK[shape]}`",
                f"it goes with {_GOES_WITH[key]}",
                "shape",
            )
    readers = {
        "cloze": _cloze,
        "question": _question,
        "list": _enumeration,
        "groups": _grouped,
    }
    return readers[shape](fields)


def _cloze(fields: Fields) -> Cloze | None:
    say = fields.text("say")
    more: dict[str, Node] = {}
    if "blanks" in fields:
        more = Fields(
            fields.values["blanks"],
            fields.report,
            "`blanks`",
            _numbers_in(fields),
            rule="blanks",
        ).values
    if say is None:
        return None
    holder = fields.values["say"]
    try:
        pieces = parse_statement(say)
    except BlankError as error:
        fields.report.add(holder, error.what, error.fix, "blanks")
        return None
    first: dict[int, Gap] = {}
    for gap in pieces:
        if isinstance(gap, Gap):
            first.setdefault(gap.number, gap)
    blanks = tuple(
        Blank(
            number,
            read_blank_answer(more.get(f"c{number}"), fields.report, gap, holder),
        )
        for number, gap in sorted(first.items())
    )
    return Cloze(pieces, blanks)


def _numbers_in(fields: Fields) -> tuple[str, ...]:
    say = fields.values["say"]
    return tuple(
        dict.fromkeys(re.findall(r"\{\{(c[0-9]+)::", getattr(say, "text", "")))
    ) or ("c1",)


def _question(fields: Fields) -> Question | None:
    ask = fields.required_text("ask")
    answer = read_answer(fields.values["answer"], fields.report, "answer")
    reverse = _reverse(fields)
    return None if ask is None or answer is None else Question(ask, answer, reverse)


def _reverse(fields: Fields) -> Reverse | None:
    node = fields.values.get("reverse")
    if node is None:
        return None
    inner = Fields(node, fields.report, "`reverse`", ("ask", "answer"))
    ask, answer_node = inner.required_text("ask"), inner.required("answer")
    answer = (
        None
        if answer_node is None
        else read_answer(answer_node, fields.report, "answer")
    )
    return (
        None if ask is None or answer is None else Reverse(ask, answer, inner.position)
    )


def _enumeration(fields: Fields) -> Enumeration | None:
    ask = fields.required_text("ask")
    node = fields.values["list"]
    items = read_items(node, fields.report)
    if len(items) == 1:
        fields.report.add(
            node,
            "a list of one item",
            "write `answer:` instead, or add the others",
            "shape",
        )
    need = _needed(fields, items)
    return (
        None
        if ask is None or len(items) < FEWEST_ITEMS
        else Enumeration(ask, items, need, _order(fields))
    )


def _grouped(fields: Fields) -> GroupedEnumeration | None:
    ask = fields.required_text("ask")
    nodes = refuse_too_many(
        items_of(fields.values["groups"], fields.report, "`groups`"),
        fields.report,
        "groups",
    )
    groups: dict[str, Group] = {}
    for node in nodes:
        group = _group(node, fields.report)
        if group is not None and groups.setdefault(group.id, group) is not group:
            first = groups[group.id].position.line
            fields.report.add(
                node,
                f"the group id {group.id!r} again (first on line {first})",
                "give it an id of its own",
                "id",
            )
    need = _needed(
        fields, tuple(item for group in groups.values() for item in group.items)
    )
    return (
        None
        if ask is None or not groups
        else GroupedEnumeration(ask, tuple(groups.values()), need, _order(fields))
    )


def _group(node: Node, report: ProblemReport) -> Group | None:
    fields = Fields(node, report, "group", ("id", "title", "items"))
    id_node, title, items_node = (
        fields.required("id"),
        fields.required_text("title"),
        fields.required("items"),
    )
    group_id = None if id_node is None else id_of(id_node, report, "`id`")
    if (
        id_node is not None
        and group_id is not None
        and re.fullmatch(r"c[0-9]+|reverse|choice|choice-.*", group_id)
    ):
        report.add(
            id_node,
            f"the group id {group_id!r} is taken",
            "cN, reverse and choice-... name other cards of a fact; choose another",
            "id",
        )
    items = () if items_node is None else read_items(items_node, report)
    return (
        None
        if group_id is None or title is None or not items
        else Group(group_id, title, items, fields.position)
    )


def _needed(fields: Fields, items: tuple[Answer, ...]) -> int:
    return fields.integer("need", 1, max(1, len(items))) or len(items)


def _order(fields: Fields) -> Order:
    return cast("Order", fields.choice("order", ("any", "fixed"), "any"))


def _image(fields: Fields) -> Image | None:
    node = fields.values.get("image")
    if node is None:
        return None
    inner = Fields(node, fields.report, "`image`", ("file", "alt"))
    file, alt = inner.required_text("file"), inner.required_text("alt")
    return None if file is None or alt is None else Image(file, alt, inner.position)
