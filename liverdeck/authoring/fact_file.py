"""Reads a fact file: its topic and its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.fact_shapes import SHAPE_KEYS, read_shape
from liverdeck.authoring.fields import Fields, nodes_of
from liverdeck.base.names import nearest_name_hint
from liverdeck.facts.fact import Fact, Image
from liverdeck.facts.shapes import Cloze

if TYPE_CHECKING:
    from liverdeck.authoring.fields import ProblemReport
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.facts.shapes import Shape

_KEYS_OF_ANY_SHAPE = (
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
_FACT_KEYS = (*_KEYS_OF_ANY_SHAPE, *SHAPE_KEYS)


def read_fact_file(
    root: Node, report: ProblemReport, topics: tuple[str, ...] | None
) -> list[Fact]:
    """Return the facts of one file. Unreadable facts are reported and left out.

    The topic of the file must be one of `topics`, which are ids. If `topics` is None,
    because deck.yaml could not be read, any topic is allowed.
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
            nearest_name_hint(topic, topics),
            "reference",
        )
    facts_node = fields.required("facts")
    if facts_node is None:
        return []

    facts: list[Fact] = []
    for fact_node in nodes_of(facts_node, report, "`facts`"):
        if report.problem_list.is_full:
            break
        fact = _fact(fact_node, report, topic or "")
        if fact is not None:
            facts.append(fact)
    return facts


def _fact(node: Node, report: ProblemReport, topic: str) -> Fact | None:
    fields = Fields(node, report, "fact", _FACT_KEYS)
    if not fields.is_readable:
        return None
    # All keys are read even after a problem, so that all problems are reported.
    fact_id = fields.required_id("id")
    fields.required("from")  # reports a missing key; the ids are read below
    shape = read_shape(fields)
    tags = _tags(fields, topic)
    passages = fields.ids("from")
    why = fields.text("why")
    note = fields.text("note")
    distractors = fields.wrong_answers("distractors")
    open_answers = fields.texts("open")
    difficulty = fields.integer("difficulty", 1, 3)
    image = _image(fields)
    quiz = fields.flag("quiz", default=True)
    retired = fields.text("retired")
    _report_shared_distractors(fields, shape)
    if fact_id is None or shape is None:
        return None
    return Fact(
        fact_id,
        topic,
        passages,
        shape,
        fields.position,
        why=why,
        note=note,
        distractors=distractors,
        open=open_answers,
        difficulty=difficulty,
        image=image,
        tags=tags,
        quiz=quiz,
        retired=retired,
    )


def _tags(fields: Fields, topic: str) -> tuple[str, ...]:
    tags = fields.ids("tags")
    if topic in tags:
        fields.report.add(
            fields.values["tags"],
            f"the tag {topic!r} is the topic's own",
            "delete it; every card has its topic as a tag",
        )
    return tags


def _image(fields: Fields) -> Image | None:
    node = fields.values.get("image")
    if node is None:
        return None
    image_fields = Fields(node, fields.report, "`image`", ("file", "alt"))
    file = image_fields.required_text("file")
    alt = image_fields.required_text("alt")
    if file is None or alt is None:
        return None
    return Image(file, alt, image_fields.position)


def _report_shared_distractors(fields: Fields, shape: Shape | None) -> None:
    """Report `distractors` that several blanks of a statement would share."""
    has_several_blanks = isinstance(shape, Cloze) and len(shape.blanks) > 1
    if has_several_blanks and "distractors" in fields:
        fields.report.add(
            fields.keys["distractors"],
            "a statement with several blanks cannot have `distractors`",
            "write each under `reject` of its blank",
            "shape",
        )
