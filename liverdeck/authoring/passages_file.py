"""Read passages.yaml, the word index: the passages of the document and their words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.authoring.fields import Fields, add_by_id
from liverdeck.authoring.format_keys import (
    HEADING,
    PASSAGE_ID,
    PASSAGE_MAP,
    PASSAGES,
    PASSAGES_FILE_MAP,
    TEXT_HASH,
    VERSION,
    WORDS,
)
from liverdeck.authoring.node_values import nodes_of
from liverdeck.authoring.yaml_nodes import Scalar
from liverdeck.authoring.yaml_reader import read_yaml_bytes
from liverdeck.base.problems import ProblemList, ReadingRule, is_in_data
from liverdeck.base.result import Result
from liverdeck.facts.deck import Passage

if TYPE_CHECKING:
    from liverdeck.authoring.keys import KeyMap
    from liverdeck.authoring.yaml_nodes import Node
    from liverdeck.base.problems import HasPosition

MOST_WORDS_OF_A_PASSAGE = 50_000
"""A passage with more words in the word index than this is refused."""
MOST_WORDS = 100_000
"""A word index with more different words than this is refused.

A textbook has 40,000 different words, and an English dictionary for students about
100,000.
"""
INDEX_FIX = "run: liverdeck index DOCUMENT"
"""The fix for a passage whose words are not known, or whose text has changed."""
_FIX_IF_LARGE = "index a text with headings; a part under one heading is a passage"
_INDEX_FIX_IN_DATA = "take the passages that `index_document` returns"


def index_fix(source: HasPosition) -> str:
    """Return the fix for a passage without words, in a file or in data."""
    return _INDEX_FIX_IN_DATA if is_in_data(source) else INDEX_FIX


def read_passages(
    data: bytes, path: str, *, keeps_words: bool = True
) -> Result[tuple[Passage, ...]]:
    """Read passages.yaml from its bytes. Problems name the file by `path`.

    Reports and leaves out passages that cannot be read. Without `keeps_words`, the
    passages have no words. Words take ten times the memory of everything else.
    """
    root = read_yaml_bytes(data, path)
    if root.value is None:
        return Result(None, root.problems)
    passages = passages_in(root.value, path, keeps_words=keeps_words)
    return Result(passages.value, (*root.problems, *passages.problems))


def passages_in(
    root: Node,
    path: str,
    key_map: KeyMap = PASSAGES_FILE_MAP,
    *,
    keeps_words: bool = True,
) -> Result[tuple[Passage, ...]]:
    """Return the passages in the root node of passages.yaml. See `read_passages`.

    Problems call the file by the name of `key_map`.
    """
    problems = ProblemList(path)
    fields = Fields(root, problems, key_map)
    passages = _passages(fields, keeps_words=keeps_words)
    return Result(passages, tuple(problems.problems))


def _passages(fields: Fields, *, keeps_words: bool) -> tuple[Passage, ...]:
    if not fields.is_readable:
        return ()
    fields.check_version(VERSION)
    node = fields.read(PASSAGES)
    if node is None:
        return ()
    passages_by_id: dict[str, Passage] = {}
    all_words: set[str] = set()
    for passage_node in nodes_of(node, fields.problems, PASSAGES.quoted_name):
        passage_fields = Fields(passage_node, fields.problems, PASSAGE_MAP)
        passage, words = _passage_and_words(passage_fields)
        if passage is None:
            continue
        all_words.update(words)
        if len(all_words) > MOST_WORDS:
            message = f"the word index has more than {MOST_WORDS} different words"
            # A fact may name a passage that is left out here. After a problem of this
            # rule, `load_deck` lets facts name any passage.
            rule = ReadingRule.YAML
            fields.problems.add(passage_node, message, _FIX_IF_LARGE, rule)
            break
        if keeps_words:
            passage = replace(passage, words=frozenset(words))
        add_by_id(passages_by_id, passage, PASSAGE_MAP.name, fields.problems)
    return tuple(passages_by_id.values())


def _passage_and_words(fields: Fields) -> tuple[Passage | None, list[str]]:
    """Return a passage without its words, and the words.

    If the passage cannot be read, returns None and no words.
    """
    passage_id = fields.read(PASSAGE_ID)
    heading = fields.read(HEADING)
    if passage_id is None or heading is None:
        return None, []
    text_hash, words = _hash_and_words(fields)
    return Passage(passage_id, heading, fields.position, text_hash), words


def _hash_and_words(fields: Fields) -> tuple[str | None, list[str]]:
    """Return the hash and the words of a passage. Without them, None and an empty list.

    Reports a passage that has only one of the two.
    """
    text_hash = fields.read(TEXT_HASH)
    words_node = fields.read(WORDS)
    # Hash and words refer to the text of the document, which is not in the deck.
    rule = ReadingRule.REFERENCE
    has_hash, has_words = text_hash is not None, words_node is not None
    if has_hash is not has_words:
        message = "this passage needs both `hash` and `words`, or neither"
        fields.problems.add(fields.node, message, index_fix(fields.node), rule)
    if isinstance(words_node, Scalar):
        words = words_node.value.split(maxsplit=MOST_WORDS_OF_A_PASSAGE)
        if len(words) <= MOST_WORDS_OF_A_PASSAGE:
            return text_hash, words
        message = f"a passage has more than {MOST_WORDS_OF_A_PASSAGE} words"
        fields.problems.add(words_node, message, _FIX_IF_LARGE)
    elif words_node is not None:
        message = "`words` is not a text"
        fields.problems.add(words_node, message, index_fix(words_node), rule)
    return text_hash, []
