"""Makes a deck from Python data, checked as the files of a deck are checked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.authoring.deck_file import deck_in
from liverdeck.authoring.fact_file import FactFileContext, facts_in
from liverdeck.authoring.format_keys import (
    FACT_FILE_MAP,
    FACT_ID,
    FACTS,
    FILE_TOPIC,
    PASSAGES,
    VERSION,
)
from liverdeck.authoring.loader import problems_across_files, whole_deck
from liverdeck.authoring.passages_file import passages_in
from liverdeck.authoring.python_nodes import node_of
from liverdeck.base.names import is_id
from liverdeck.base.problems import ProblemList
from liverdeck.base.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from liverdeck.authoring.deck_data import DeckData, FactData, PassageData
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.base.problems import Problem
    from liverdeck.facts.deck import Deck, Passage
    from liverdeck.facts.fact import Fact

_FACT_MAP = replace(FACT_FILE_MAP, name="fact")
"""The keys of a fact file. Each fact is read as a file, but problems call it a fact."""


def make_deck(
    deck: DeckData,
    facts: Iterable[FactData],
    passages: Iterable[PassageData] = (),
    *,
    folder: Path | str = ".",
) -> Result[Deck]:
    """Return a deck made from Python data, and all problems.

    The data has the keys of the format, such as `{"id": "rate", "topic": "beat",
    "from": "p1", "ask": "How fast does the heart beat?", "answer": "70 a minute"}`. It
    is checked as the files of a deck are. A position names the part of the data in
    place of a file: `facts[2] (rate)` is the third fact, whose id is `rate`. Without
    `passages`, facts may name any passage. Pictures are in `folder`.

    Raises TypeError for a value that no file could have, such as an open file.
    """
    folder = Path(folder)
    problems: list[Problem] = []
    root = _node_of({VERSION.name: 1, **deck}, "deck", problems)
    made = deck_in(root, "deck", folder)
    problems += made.problems
    made_passages = _passages(tuple(passages), problems)
    topics = None
    if made.value is not None:
        topics = tuple(topic.id for topic in made.value.topics)

    made_facts: list[Fact] = []
    for index, fact in enumerate(facts):
        context = FactFileContext(_path_of_fact(index, fact), topics)
        root = _node_of(_as_fact_file(fact), context.path, problems)
        result = facts_in(root, context, _FACT_MAP)
        made_facts += result.value or ()
        problems += result.problems
    problems += problems_across_files(made_facts, made_passages, folder)
    if made.value is None:
        return Result(None, tuple(problems))
    whole = whole_deck(made.value, made_passages, made_facts, problems)
    return Result(whole, tuple(problems))


def _passages(
    passages: tuple[PassageData, ...], problems: list[Problem]
) -> tuple[Passage, ...]:
    if not passages:
        return ()
    root = _node_of({VERSION.name: 1, PASSAGES.name: passages}, "passages", problems)
    result = passages_in(root, "passages")
    problems += result.problems
    return result.value or ()


def _path_of_fact(index: int, fact: Mapping[str, object]) -> str:
    """Return what problems have in place of a path: `facts[2] (rate)`."""
    fact_id = fact.get(FACT_ID.name)
    if isinstance(fact_id, str) and is_id(fact_id):
        return f"facts[{index}] ({fact_id})"
    return f"facts[{index}]"


def _node_of(data: object, path: str, problems: list[Problem]) -> Node:
    """Return the node of some data, and add to `problems` what is wrong in its texts.

    `path` is what the problems have in place of a path.
    """
    problem_list = ProblemList(path)
    node = node_of(data, problem_list)
    problems += problem_list.problems
    return node


def _as_fact_file(fact: Mapping[str, object]) -> dict[str, object]:
    """Return the data of a fact file with one fact."""
    own_data = {key: value for key, value in fact.items() if key != FILE_TOPIC.name}
    return {
        VERSION.name: 1,
        FILE_TOPIC.name: fact.get(FILE_TOPIC.name),
        FACTS.name: [own_data],
    }
