"""Make a deck from Python data, which is checked as the files of a deck are checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.authoring.deck_file import deck_in
from liverdeck.authoring.fact_file import FactFileContext, ReadFacts, facts_in
from liverdeck.authoring.fields import Fields, add_by_id
from liverdeck.authoring.format_keys import (
    DECK_MAP,
    FACT_FILE_MAP,
    FACT_MAP,
    FACTS,
    FILE_TOPIC,
    FORMAT_VERSION,
    PASSAGE_MAP,
    PASSAGES,
    PASSAGES_FILE_MAP,
    VERSION,
)
from liverdeck.authoring.keys import key_map
from liverdeck.authoring.loader import problems_across_files, whole_deck
from liverdeck.authoring.passages_file import passages_in
from liverdeck.authoring.python_nodes import node_of
from liverdeck.base.names import is_id
from liverdeck.base.problems import (
    NO_LINE,
    Position,
    Problem,
    ProblemList,
    part_of_data,
)
from liverdeck.base.result import Result

if TYPE_CHECKING:
    from liverdeck.authoring.deck_data import DeckData, FactData, PassageData
    from liverdeck.authoring.keys import KeyMap
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.facts.deck import Deck, Passage
    from liverdeck.facts.fact import Fact

_DECK_FILE_MAP = replace(DECK_MAP, name="the deck")
"""The keys of deck.yaml under another name: a deck in data is read as this file."""
_DECK_MAP = key_map("the deck", *(key for key in DECK_MAP.keys if key != VERSION))
"""The keys of a deck in data, which has no version."""
_PASSAGES_MAP = replace(PASSAGES_FILE_MAP, name="`passages`")
_FACT_FILE_MAP = replace(FACT_FILE_MAP, name="fact")
"""The keys of a fact file. Each fact is read as a file, but problems call it a fact."""
_FACT_MAP = key_map("fact", FILE_TOPIC, *FACT_MAP.keys)
"""The keys of a fact in data. Such a fact has a topic of its own."""


def make_deck(
    deck: DeckData,
    facts: Iterable[FactData],
    passages: Iterable[PassageData] = (),
    *,
    folder: Path | str | None = None,
) -> Result[Deck]:
    """Return a deck made from Python data, and all problems.

    The data has the keys of the format, such as `{"id": "rate", "topic": "beat",
    "from": "p1", "ask": "How fast does the heart beat?", "answer": "70 a minute"}`. It
    is checked as the files of a deck are, and may come from anywhere: a fact that is
    not a dict is a problem too. A position names the part of the data in place of a
    file: `facts[2] (rate)` is the third fact, whose id is `rate`; its `data_index` is 2
    and its `data_id` is "rate". Without `passages`, facts may name any passage.

    Pictures are in `folder`, and `release_deck` writes to it. If no folder is given,
    pictures are in the current folder, and a release writes nothing.

    Raises TypeError for a value that no file could have, such as an open file or a set;
    a value from JSON is never refused in this way.
    """
    data_folder = Path("." if folder is None else folder)
    problems: list[Problem] = []
    made = _deck(deck, data_folder)
    problems += made.problems
    made_passages = passages_of(passages, problems)
    topics = None
    if made.value is not None:
        topics = tuple(topic.id for topic in made.value.topics)

    made_facts: list[Fact] = []
    unread: list[Fact] = []
    for index, fact in enumerate(_entries(facts, "facts", problems)):
        read = _fact(index, fact, topics)
        made_facts += read.value or ()
        unread += read.unread
        problems += read.problems
    problems += problems_across_files(made_facts, unread, made_passages, data_folder)
    problems.sort(key=lambda problem: problem.position.sort_key)
    if made.value is None:
        return Result(None, tuple(problems))
    whole = replace(
        whole_deck(made.value, made_passages, made_facts, problems),
        data_position=Position("deck", NO_LINE, NO_LINE),
        has_folder=folder is not None,
    )
    return Result(whole, tuple(problems))


def _deck(deck: object, folder: Path) -> Result[Deck]:
    """Return the deck without facts and passages, if it can be read."""
    path = "deck"
    problems: list[Problem] = []
    if not isinstance(deck, Mapping):
        node = _node_of(deck, path, problems)
        return Result(None, (*problems, *_not_a_map(node, path, _DECK_MAP)))
    root = _node_of({VERSION.name: int(FORMAT_VERSION), **deck}, path, problems)
    made = deck_in(root, path, folder, _DECK_FILE_MAP)
    return Result(made.value, (*problems, *made.problems))


def _not_a_map(node: Node, path: str, key_map: KeyMap) -> list[Problem]:
    """Return the problem of data that should be a map with the keys of `key_map`."""
    problem_list = ProblemList(path)
    Fields(node, problem_list, key_map)  # adds the problem to the list
    return problem_list.problems


def _fact(index: int, fact: object, topics: tuple[str, ...] | None) -> ReadFacts:
    """Return the fact at an index of the data, if it can be read, and its problems."""
    problems: list[Problem] = []
    path = part_of_data("facts", index, _id_in(fact))
    if not isinstance(fact, Mapping):
        node = _node_of(fact, path, problems)
        return ReadFacts((), (*problems, *_not_a_map(node, path, _FACT_MAP)))
    context = FactFileContext(path, topics)
    root = _node_of(_as_fact_file(fact), path, problems)
    read = facts_in(root, context, _FACT_FILE_MAP)
    return replace(read, problems=(*problems, *read.problems))


def passages_of(
    passages: Iterable[PassageData], problems: list[Problem]
) -> tuple[Passage, ...]:
    """Return the passages in the data, and add their problems to `problems`."""
    passages_by_id: dict[str, Passage] = {}
    for index, passage in enumerate(_entries(passages, PASSAGES.name, problems)):
        path = part_of_data(PASSAGES.name, index, _id_in(passage))
        data = {VERSION.name: int(FORMAT_VERSION), PASSAGES.name: [passage]}
        root = _node_of(data, path, problems)
        result = passages_in(root, path, _PASSAGES_MAP)
        repeated_ids = ProblemList(path)
        for made_passage in result.value or ():
            add_by_id(passages_by_id, made_passage, PASSAGE_MAP.name, repeated_ids)
        problems += [*result.problems, *repeated_ids.problems]
    return tuple(passages_by_id.values())


def _entries(data: object, name: str, problems: list[Problem]) -> tuple[object, ...]:
    """Return the entries of a list of the data. If it is not a list, report that."""
    is_text_or_map = isinstance(data, (str, bytes, Mapping))
    if isinstance(data, Iterable) and not is_text_or_map:
        return tuple(data)
    problem = Problem(
        Position(name, NO_LINE, NO_LINE),
        f"`{name}` is of the type {type(data).__name__}, but a list is wanted",
        "give a list of dicts",
    )
    problems.append(problem)
    return ()


def _id_in(data: object) -> str | None:
    """Return the id of a fact or passage; None if there is none, or if it is wrong."""
    if not isinstance(data, Mapping):
        return None
    id_or_other = data.get("id")
    if isinstance(id_or_other, str) and is_id(id_or_other):
        return id_or_other
    return None


def _node_of(data: object, path: str, problems: list[Problem]) -> Node:
    """Return the node of some data, and add the problems of its texts to `problems`.

    `path` is the path of the positions: "deck", or the part of the data.
    """
    problem_list = ProblemList(path)
    node = node_of(data, problem_list)
    problems += problem_list.problems
    return node


def _as_fact(fact: Mapping[str, object]) -> dict[str, object]:
    """Return the data of a fact without its topic, as in a file."""
    return {key: value for key, value in fact.items() if key != FILE_TOPIC.name}


def _as_fact_file(fact: Mapping[str, object]) -> dict[str, object]:
    """Return the data of a fact file with one fact."""
    return {
        VERSION.name: int(FORMAT_VERSION),
        FILE_TOPIC.name: fact.get(FILE_TOPIC.name),
        FACTS.name: [_as_fact(fact)],
    }
