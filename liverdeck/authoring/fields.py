"""Turns YAML nodes into checked values, and reports each wrong value."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from liverdeck.authoring.yaml_faults import ON_A_LINE_OF_ITS_OWN
from liverdeck.authoring.yaml_nodes import Mapping, Node, Scalar, Sequence
from liverdeck.base.names import is_id, nearest_name_hint
from liverdeck.base.problems import Position, ProblemList
from liverdeck.facts.answer import WrongAnswer

_FORMAT_VERSION = "1"
"""The version of the YAML format, which each file has under the key `liverdeck`."""
_LONGEST_TEXT = 10_000
"""In characters. A longer text is refused, because nobody reads it on a card."""
_LONGEST_QUOTE = 30
"""A problem quotes at most this many characters, from the end of a cut text."""
_FIXES_FOR_EMPTY_TEXT = {
    "": f"write it or delete the key; if it begins with #, {ON_A_LINE_OF_ITS_OWN}",
    ">": f"if it begins with >, {ON_A_LINE_OF_ITS_OWN}",
    "|": f"if it begins with |, {ON_A_LINE_OF_ITS_OWN}",
}
"""What to do about an empty text, by `Scalar.style`.

YAML may read a text that begins with `#`, `>` or `|` as empty.
"""
_VERSION_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class ProblemReport:
    """Collects the problems that are found in the nodes of one file."""

    def __init__(self, path: str) -> None:
        """Start with no problems for the file `path`."""
        self.problem_list = ProblemList(path)

    def position_of(self, node: Node) -> Position:
        """Return the position where the node begins."""
        return Position(self.problem_list.path, node.line, node.column)

    def add(
        self, node: Node, message: str, fix: str = "", rule: str = "format"
    ) -> None:
        """Add one problem at a node. `rule` is the id of the rule that is broken."""
        self.problem_list.add(node.line, node.column, message, fix, rule)


def text_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Return the author's text in a node, or report a problem and return None.

    The text has no surrounding white space and is in Unicode's composed form (NFC),
    because Anki changes texts to this form on import. Here and in the functions below,
    `name` is what problems call the text.
    """
    if not isinstance(node, Scalar):
        type_name = "a list" if isinstance(node, Sequence) else "a map"
        report.add(
            node,
            f"{name} is {type_name}, but a text is wanted",
            f"if it is meant as text, {ON_A_LINE_OF_ITS_OWN}",
        )
        return None

    text = node.text.strip()
    if not text:
        fix = _FIXES_FOR_EMPTY_TEXT.get(node.style, "write it or delete the key")
        report.add(node, f"{name} is empty", fix)
        return None
    if node.is_cut:
        report.add(
            node,
            f"YAML cuts this text at ` #`, after {text[-_LONGEST_QUOTE:]!r}",
            f"if # belongs to the text, {ON_A_LINE_OF_ITS_OWN}; "
            "if it is a comment, give it a line of its own",
            "yaml",
        )
        return None
    if len(text) > _LONGEST_TEXT:
        report.add(
            node,
            f"{name} is {len(text):,} characters long",
            "a card is read in seconds: split the fact",
        )
        return None
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _word_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Return the text of a node that has an id, a keyword or a number.

    Returns None after a problem. A comment on the same line is allowed here. After any
    other text it is a problem, because YAML may have cut the text.
    """
    if isinstance(node, Scalar) and node.is_cut:
        # Copy the node without `is_cut`, so that `text_of` allows the comment.
        node = Scalar(node.text, node.style, node.line, node.column)
    return text_of(node, report, name)


def id_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Return the id in a node. None after a problem. See `is_id`."""
    word = _word_of(node, report, name)
    if word is not None and not is_id(word):
        report.add(
            node,
            f"{name} {word!r} is not an id",
            "use 1 to 40 of the characters a-z, 0-9 and -",
            "id",
        )
        return None
    return word


def nodes_of(node: Node, report: ProblemReport, name: str) -> list[Node]:
    """Return the entries of a list.

    If the node is not a list, or the list is empty, reports that and returns no nodes.
    """
    if not isinstance(node, Sequence):
        report.add(
            node,
            f"{name} is not a list",
            "write each entry on a line of its own, after `- `",
        )
        return []
    if not node.items:
        report.add(node, f"{name} is empty", "write its entries or delete the key")
    return node.items


class Fields:
    """The fields of one map: its known keys and their values.

    The methods return checked values, and report each wrong value as a problem.
    """

    def __init__(
        self,
        node: Node,
        report: ProblemReport,
        name: str,
        known_keys: tuple[str, ...],
        *,
        rule: str = "format",
    ) -> None:
        """Read `node` as a map that may have the `known_keys`.

        Reports every other key as a problem that breaks `rule`. `name` is what problems
        call the map, such as "fact".
        """
        self.node = node
        self.report = report
        self.name = name
        self.keys: dict[str, Scalar] = {}
        """The node of each known key that the map has."""
        self.values: dict[str, Node] = {}
        """The node of the value of each of these keys."""
        self.is_readable = isinstance(node, Mapping)
        """Whether the node is a map. If not, the problem is reported already."""
        if not isinstance(node, Mapping):
            report.add(
                node,
                f"{name} is not a map",
                f"write `key: value` lines; known here: {', '.join(known_keys)}",
            )
            return
        for key, value in node.pairs:
            if key.text in known_keys:
                self.keys[key.text] = key
                self.values[key.text] = value
            else:
                report.add(
                    key,
                    f"unknown key {key.text!r} in {name}",
                    nearest_name_hint(key.text, known_keys),
                    rule,
                )

    def __contains__(self, key: str) -> bool:
        return key in self.values

    @property
    def position(self) -> Position:
        """The position where the map begins."""
        return self.report.position_of(self.node)

    def required(self, key: str) -> Node | None:
        """Return the node of a key's value. If the key is missing, report that."""
        node = self.values.get(key)
        if node is None and self.is_readable:
            self.report.add(
                self.node, f"{self.name} without `{key}`", f"add `{key}: ...`"
            )
        return node

    def text(self, key: str) -> str | None:
        """Return the text of a key. None without the key, or after a problem."""
        node = self.values.get(key)
        return None if node is None else text_of(node, self.report, f"`{key}`")

    def required_text(self, key: str) -> str | None:
        """Return the text of a required key. None after a problem."""
        node = self.required(key)
        return None if node is None else text_of(node, self.report, f"`{key}`")

    def required_id(self, key: str) -> str | None:
        """Return the id of a required key. None after a problem."""
        node = self.required(key)
        return None if node is None else id_of(node, self.report, f"`{key}`")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a key that has a list of texts or a single text.

        Reports and leaves out wrong and repeated texts. Empty without the key.
        """
        name = f"an entry of `{key}`"
        texts = [text_of(node, self.report, name) for node in self._entries(key)]
        return self._without_repeats(key, texts)

    def ids(self, key: str) -> tuple[str, ...]:
        """Return the ids of a key that has a list of ids or a single id.

        Reports and leaves out wrong and repeated ids. Empty without the key.
        """
        name = f"an entry of `{key}`"
        ids = [id_of(node, self.report, name) for node in self._entries(key)]
        return self._without_repeats(key, ids)

    def _entries(self, key: str) -> list[Node]:
        """Return the entries of a list. A single text counts as a list of one entry."""
        node = self.values.get(key)
        if node is None:
            return []
        if isinstance(node, Scalar):
            return [node]
        return nodes_of(node, self.report, f"`{key}`")

    def _without_repeats(
        self, key: str, texts_or_none: list[str | None]
    ) -> tuple[str, ...]:
        """Return the texts that could be read, each once. Report a repeated text."""
        texts = [text for text in texts_or_none if text is not None]
        unique = tuple(dict.fromkeys(texts))
        if len(unique) < len(texts):
            repeated = Counter(texts).most_common(1)[0][0]
            self.report.add(
                self.values[key],
                f"{repeated!r} appears twice in `{key}`",
                "delete one",
            )
        return unique

    def choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """Return the value of a key that has one of the allowed words.

        Without the key, or after a problem, returns the default.
        """
        node = self.values.get(key)
        word = None if node is None else _word_of(node, self.report, f"`{key}`")
        if node is None or word is None:
            return default
        if word not in allowed:
            self.report.add(
                node, f"`{key}` is {word!r}", f"write one of: {', '.join(allowed)}"
            )
            return default
        return word

    def flag(self, key: str, *, default: bool) -> bool:
        """Return the value of a key that has true or false.

        Without the key, or after a problem, returns the default.
        """
        default_word = "true" if default else "false"
        return self.choice(key, ("true", "false"), default_word) == "true"

    def integer(self, key: str, low: int, high: int) -> int | None:
        """Return the value of a key that has a whole number from `low` to `high`.

        Without the key, or after a problem, returns None.
        """
        node = self.values.get(key)
        word = None if node is None else _word_of(node, self.report, f"`{key}`")
        if node is None or word is None:
            return None
        if not _WHOLE_NUMBER.fullmatch(word) or not low <= int(word) <= high:
            self.report.add(
                node,
                f"`{key}` is {word!r}",
                f"write a whole number from {low} to {high}",
            )
            return None
        return int(word)

    def wrong_answers(self, key: str) -> tuple[WrongAnswer, ...]:
        """Return the wrong answers of a key that has a map: wrong answer to reason.

        Reports and leaves out unreadable entries. Empty without the key, or if the
        value is not such a map.
        """
        node = self.values.get(key)
        if node is None:
            return ()
        if not isinstance(node, Mapping) or not node.pairs:
            self.report.add(
                node,
                f"`{key}` is not a map of reasons",
                "write under it, one a line, `wrong answer: why it is wrong`",
            )
            return ()
        if node.is_flow:
            self.report.add(
                node,
                f"`{key}` inside {{ }}: a comma in a reason would end it",
                "write each on a line of its own, without { }",
            )
            return ()
        answers = [
            self._wrong_answer(key, text_node, reason_node)
            for text_node, reason_node in node.pairs
        ]
        return tuple(answer for answer in answers if answer is not None)

    def _wrong_answer(
        self, key: str, text_node: Scalar, reason_node: Node
    ) -> WrongAnswer | None:
        text = text_of(text_node, self.report, f"a wrong answer in `{key}`")
        reason_name = f"the reason why {text_node.text!r} is wrong"
        reason = text_of(reason_node, self.report, reason_name)
        if text is None or reason is None:
            return None
        return WrongAnswer(text, reason, self.report.position_of(text_node))

    def check_version(self) -> None:
        """Report a problem if the file does not say `liverdeck: 1`."""
        node = self.required("liverdeck")
        version = None if node is None else _word_of(node, self.report, "`liverdeck`")
        if node is None or version is None or version == _FORMAT_VERSION:
            return
        is_number = _VERSION_NUMBER.fullmatch(version) is not None
        if is_number and int(version) > int(_FORMAT_VERSION):
            self.report.add(
                node,
                f"format version {version} is newer than this liverdeck",
                "pip install --upgrade liverdeck",
            )
        else:
            self.report.add(
                node,
                f"format version {version!r} is unknown",
                f"write `liverdeck: {_FORMAT_VERSION}`",
            )
