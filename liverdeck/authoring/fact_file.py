"""Read a fact file: its topic and its facts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.authoring.fact_media import read_media
from liverdeck.authoring.fact_shapes import read_shape
from liverdeck.authoring.fields import Fields
from liverdeck.authoring.format_keys import (
    DIFFICULTY,
    DISTRACTORS,
    FACT_FILE_MAP,
    FACT_ID,
    FACT_MAP,
    FACTS,
    FILE_TOPIC,
    FROM,
    NOTE,
    ONE_ANSWER,
    OPEN,
    QUIZ,
    RETIRED,
    TAGS,
    VERSION,
    WAS,
    WHY,
)
from liverdeck.authoring.node_values import nodes_of
from liverdeck.authoring.yaml_composer import composed
from liverdeck.authoring.yaml_nodes import Sequence
from liverdeck.authoring.yaml_reader import read_yaml_bytes
from liverdeck.base.files import decoded
from liverdeck.base.names import nearest_name_hint
from liverdeck.base.problems import Position, ProblemList, ReadingRule, is_in_data
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.fact import Fact
from liverdeck.facts.shapes import Cloze

if TYPE_CHECKING:
    from liverdeck.authoring.keys import KeyMap
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.facts.shapes import Shape


_NO_SHAPE = Cloze((), ())
"""The shape of a fact that cannot be read."""


@value_class
class FactFileContext:
    """The values that decide how a fact file is read, besides the bytes of the file."""

    path: str
    """The path of the file in problems."""
    topics: tuple[str, ...] | None
    """Ids of the topics of the deck. None if deck.yaml could not be read."""


@value_class
class ReadFacts(Result[tuple[Fact, ...]]):
    """The facts of a file, and all problems."""

    unread: tuple[Fact, ...] = ()
    """For each fact that cannot be read, a fact with an empty shape.

    So the ids, passages and pictures of these facts can be checked too. If even the id
    cannot be read, the text of the position is used as the id.
    """


def read_fact_file(data: bytes, context: FactFileContext) -> ReadFacts:
    """Read the facts of one file, and report those that cannot be read.

    The result depends only on the arguments. The topic of the file must be one of
    `context.topics`. If the topics are not known, any topic is allowed.
    """
    # The composer is fast but writes no messages, so its facts are used only if there
    # is no problem.
    text = decoded(data, context.path).value
    clean_root = None if text is None else composed(text)
    if clean_root is not None:
        facts = facts_in(clean_root, context)
        if not facts.problems:
            return facts

    root = read_yaml_bytes(data, context.path)
    if root.value is None:
        return ReadFacts(None, root.problems)
    facts = facts_in(root.value, context)
    return replace(facts, problems=(*root.problems, *facts.problems))


def facts_in(
    root: Node, context: FactFileContext, key_map: KeyMap = FACT_FILE_MAP
) -> ReadFacts:
    """Return the facts in the root node of a fact file. See `read_fact_file`.

    Problems call the file by the name of `key_map`.
    """
    problems = ProblemList(context.path)
    facts = _facts(Fields(root, problems, key_map), context)
    return ReadFacts(
        tuple(fact for fact in facts if fact.shape is not _NO_SHAPE),
        tuple(problems.problems),
        tuple(fact for fact in facts if fact.shape is _NO_SHAPE),
    )


def _facts(fields: Fields, context: FactFileContext) -> list[Fact]:
    """Return the facts; those that cannot be read have `_NO_SHAPE`."""
    problems = fields.problems
    if not fields.is_readable:
        return []
    fields.check_version(VERSION)
    topic = _topic(fields, context)
    list_node = fields.read(FACTS)
    if list_node is None:
        return []

    facts: list[Fact] = []
    nodes = nodes_of(list_node, problems, FACTS.quoted_name)
    ends = list_node.ends if isinstance(list_node, Sequence) else []
    for node, end in zip(nodes, ends, strict=True):
        if problems.is_full:
            break
        end_position = None if end is None else Position(context.path, *end)
        fact = _fact(node, problems, topic or "", end_position)
        if fact is not None:
            facts.append(fact)
    return facts


def _topic(fields: Fields, context: FactFileContext) -> str | None:
    topic = fields.read(FILE_TOPIC)
    if topic is not None and context.topics is not None and topic not in context.topics:
        node = fields.value_nodes[FILE_TOPIC.name]
        topics_place = (
            "among the `topics` of the deck" if is_in_data(node) else "in deck.yaml"
        )
        fields.problems.add(
            node,
            f"the topic {topic!r} is not {topics_place}",
            nearest_name_hint(topic, context.topics),
            ReadingRule.REFERENCE,
        )
    return topic


def _fact(
    node: Node, problems: ProblemList, topic: str, end: Position | None
) -> Fact | None:
    fields = Fields(node, problems, FACT_MAP)
    if not fields.is_readable:
        return None
    # All keys are read even after a problem, so that all problems are reported.
    fact_id = fields.read(FACT_ID)
    was = fields.read(WAS)
    passages = fields.read(FROM)
    shape = read_shape(fields)
    tags = _tags(fields, topic)
    why = fields.read(WHY)
    note = fields.read(NOTE)
    distractors = fields.read(DISTRACTORS)
    open_answers = fields.read(OPEN)
    difficulty = fields.read(DIFFICULTY)
    media = read_media(fields)
    quiz = fields.read(QUIZ)
    one_answer = fields.read(ONE_ANSWER)
    retired = fields.read(RETIRED)
    _report_shared_distractors(fields, shape)
    if fact_id is None or shape is None:
        fact_id, shape = fact_id or str(fields.position), _NO_SHAPE
    return Fact(
        fact_id,
        topic,
        passages,
        shape,
        fields.position,
        end=end,
        why=why,
        note=note,
        distractors=distractors,
        open=open_answers,
        difficulty=difficulty,
        media=media,
        tags=tags,
        quiz=quiz,
        one_answer=one_answer,
        retired=retired,
        was=was,
    )


def _tags(fields: Fields, topic: str) -> tuple[str, ...]:
    """Read the tags, and report a tag that repeats the topic."""
    tags = fields.read(TAGS)
    if topic in tags:
        fields.report(
            TAGS,
            f"the tag {topic!r} repeats the topic",
            "delete it; every card has its topic as a tag",
        )
    return tags


def _report_shared_distractors(fields: Fields, shape: Shape | None) -> None:
    """Report distractors of a statement with several blanks.

    It would not be clear to which of the blanks a distractor belongs.
    """
    has_several_blanks = isinstance(shape, Cloze) and len(shape.blanks) > 1
    if has_several_blanks and DISTRACTORS in fields:
        fields.problems.add(
            fields.key_node(DISTRACTORS.name),
            "a statement with several blanks cannot have `distractors`",
            "write each under `reject` of its blank",
            ReadingRule.SHAPE,
        )
