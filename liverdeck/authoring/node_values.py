"""Checked values of YAML nodes: texts, ids, numbers, lists and wrong answers.

Each function takes a node, the list that gets its problems, and the name of the value
in messages, such as "`why`". It reports every wrong value.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from liverdeck.authoring.yaml_faults import ON_A_LINE_OF_ITS_OWN
from liverdeck.authoring.yaml_nodes import CUT, Mapping, Node, Scalar, Sequence, scalar
from liverdeck.base.names import ID_CHARACTERS, is_id
from liverdeck.base.problems import ProblemList, ReadingRule, is_in_data
from liverdeck.facts.answer import WrongAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

Word = TypeVar("Word", bound=str)

KEY_TWICE = "a key is there twice"
"""The message for a map from `yaml_composer`.

Authors see the message of `yaml_tree` instead, which names the key and the line.
"""
_LONGEST_TEXT = 10_000
"""The most characters of a text, because nobody reads a longer text on a card."""
_LONGEST_QUOTE = 30
"""A problem with a cut text quotes at most this many characters from its end."""
_FIXES_FOR_EMPTY_TEXT = {
    "": f"write it or delete the key; if it begins with #, {ON_A_LINE_OF_ITS_OWN}",
    ">": f"if it begins with >, {ON_A_LINE_OF_ITS_OWN}",
    "|": f"if it begins with |, {ON_A_LINE_OF_ITS_OWN}",
}
"""The fixes for an empty text, by `Scalar.style`.

YAML may read a text that begins with `#`, `>` or `|` as empty.
"""
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", re.ASCII)
"""Matches a plain number with at most 18 digits before and after the point."""
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
"""Matches a whole number with at most nine digits and without a sign."""


def text_of(node: Node, problems: ProblemList, name: str) -> str | None:
    """Return the author's text, or report a problem and return None.

    The text has no surrounding white space and is in Unicode's composed form (NFC),
    because Anki changes texts to this form on import.
    """
    if not isinstance(node, Scalar):
        type_name = "a list" if isinstance(node, Sequence) else "a map"
        if is_in_data(node):
            fix = "give a str"
        else:
            fix = f"if it is meant as text, {ON_A_LINE_OF_ITS_OWN}"
        problems.add(node, f"{name} is {type_name}, but a text is wanted", fix)
        return None

    text = node.value.strip()
    if 0 < len(text) <= _LONGEST_TEXT and node.style != CUT:  # nearly all texts
        return text if text.isascii() else unicodedata.normalize("NFC", text)
    if not text:
        fix = _FIXES_FOR_EMPTY_TEXT.get(node.style, "write it or delete the key")
        problems.add(node, f"{name} is empty", fix)
        return None
    if node.style == CUT:
        problems.add(
            node,
            f"YAML cuts this text at ` #`, after {text[-_LONGEST_QUOTE:]!r}",
            f"if # belongs to the text, {ON_A_LINE_OF_ITS_OWN}; "
            "if it is a comment, give it a line of its own",
            ReadingRule.YAML,
        )
        return None
    problems.add(
        node,
        f"{name} is {len(text):,} characters long",
        "a card is read in seconds: split the fact",
    )
    return None


def word_of(node: Node, problems: ProblemList, name: str) -> str | None:
    """Return the text of a node that has an id, a keyword or a whole number.

    Returns None after a problem. A comment after such a word is allowed. For a comment
    after any other text, `text_of` reports that YAML may have cut the text.
    """
    if isinstance(node, Scalar) and node.style == CUT:
        # Copy the node as a plain text, so that `text_of` allows the comment.
        node = scalar(node.value, "", node.start_mark)
    return text_of(node, problems, name)


def id_of(node: Node, problems: ProblemList, name: str) -> str | None:
    """Return the id in a node. None after a problem. See `is_id`."""
    word = word_of(node, problems, name)
    if word is not None and not is_id(word):
        problems.add(
            node,
            f"{name} {word!r} is not an id",
            f"use {ID_CHARACTERS}",
            ReadingRule.ID,
        )
        return None
    return word


def nodes_of(node: Node, problems: ProblemList, name: str) -> list[Node]:
    """Return the entries of a list.

    If the node is not a list, or the list is empty, reports that and returns no nodes.
    """
    if not isinstance(node, Sequence):
        if is_in_data(node):
            fix = "give a list"
        else:
            fix = "write each entry on a line of its own, after `- `"
        problems.add(node, f"{name} is not a list", fix)
        return []
    if not node.value:
        problems.add(node, f"{name} is empty", "write its entries or delete the key")
    return node.value


def texts_of(node: Node, problems: ProblemList, name: str) -> tuple[str, ...]:
    """Return the texts of a list of texts, or of a single text.

    Reports and leaves out wrong and repeated texts.
    """
    return _different_values(node, problems, name, text_of)


def ids_of(node: Node, problems: ProblemList, name: str) -> tuple[str, ...]:
    """Return the ids of a list of ids, or of a single id.

    Reports and leaves out wrong and repeated ids.
    """
    return _different_values(node, problems, name, id_of)


def _different_values(
    node: Node,
    problems: ProblemList,
    name: str,
    value_of: Callable[[Node, ProblemList, str], str | None],
) -> tuple[str, ...]:
    """Return the values of a list, or of a single text, each once.

    `value_of` reads one entry. Values that cannot be read are left out. If any value is
    repeated, one problem names the most frequent value.
    """
    name_of_entry = f"an entry of {name}"
    if isinstance(node, Scalar):
        value = value_of(node, problems, name_of_entry)
        return () if value is None else (value,)
    nodes = nodes_of(node, problems, name)
    values_or_none = [value_of(entry, problems, name_of_entry) for entry in nodes]
    values = [value for value in values_or_none if value is not None]
    unique_values = tuple(dict.fromkeys(values))
    if len(unique_values) < len(values):
        repeated_value, _ = Counter(values).most_common(1)[0]
        problems.add(node, f"{repeated_value!r} appears twice in {name}", "delete one")
    return unique_values


def choice_of(
    node: Node, problems: ProblemList, name: str, words: tuple[Word, ...]
) -> Word | None:
    """Return the one of the `words` that a node has. None after a problem."""
    text = word_of(node, problems, name)
    for word in words:
        if word == text:
            return word
    if text is not None:
        problems.add(node, f"{name} is {text!r}", f"write one of: {', '.join(words)}")
    return None


def whole_number_of(
    node: Node, problems: ProblemList, name: str, low: int, high: int
) -> int | None:
    """Return the whole number from `low` to `high` in a node. None after a problem."""
    word = word_of(node, problems, name)
    if word is None:
        return None
    if not _WHOLE_NUMBER.fullmatch(word) or not low <= int(word) <= high:
        problems.add(
            node, f"{name} is {word!r}", f"write a whole number from {low} to {high}"
        )
        return None
    return int(word)


def decimal_of(node: Node, problems: ProblemList, name: str) -> str | None:
    """Return the plain number in a node as a text: `0.25`. None after a problem."""
    text = text_of(node, problems, name)
    if text is not None and not _DECIMAL.fullmatch(text):
        problems.add(
            node, f"{name} is {text!r}", "write a plain number such as 5, 0.25 or -3"
        )
        return None
    return text


def wrong_answers_of(
    node: Node, problems: ProblemList, name: str
) -> tuple[WrongAnswer, ...]:
    """Return the wrong answers of a map from each wrong answer to its reason.

    Reports and leaves out unreadable entries. If the node is not such a map, or the map
    is written with { }, reports that and returns no wrong answers.
    """
    if not isinstance(node, Mapping) or not node.value:
        if is_in_data(node):
            fix = "give a dict from each wrong answer to the reason why it is wrong"
        else:
            fix = "write under it, one a line, `wrong answer: why it is wrong`"
        problems.add(node, f"{name} is not a map of reasons", fix)
        return ()
    if node.flow_style:
        problems.add(
            node,
            f"{name} inside {{ }}: a comma in a reason would end it",
            "write each on a line of its own, without { }",
        )
        return ()
    texts = {str(text_node.value) for text_node, _ in node.value}
    if len(texts) < len(node.value):
        problems.add(node, KEY_TWICE)
    answers = [
        _wrong_answer(text_node, reason_node, problems, name)
        for text_node, reason_node in node.value
    ]
    return tuple(answer for answer in answers if answer is not None)


def _wrong_answer(
    text_node: Scalar, reason_node: Node, problems: ProblemList, name: str
) -> WrongAnswer | None:
    text = text_of(text_node, problems, f"a wrong answer in {name}")
    name_of_reason = f"the reason why {text_node.value!r} is wrong"
    reason = text_of(reason_node, problems, name_of_reason)
    if text is None or reason is None:
        return None
    return WrongAnswer(text, reason, problems.position_of(text_node))
