"""Nodes to checked values: the one place that says what is wrong with a value's type."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from liverdeck.authoring.yaml_faults import ON_A_LINE_OF_ITS_OWN
from liverdeck.authoring.yaml_nodes import Mapping, Node, Scalar, Sequence
from liverdeck.base.names import _ID, nearest
from liverdeck.base.problems import Position, ProblemList
from liverdeck.facts.answer import WrongAnswer

FORMAT_VERSION = "1"
LONGEST_TEXT = 10_000
"""Characters. A card is read in seconds."""
_ON_EMPTY = {
    "": f"write it or delete the key; if it begins with #, {ON_A_LINE_OF_ITS_OWN}",
    ">": f"if it begins with >, {ON_A_LINE_OF_ITS_OWN}",
    "|": f"if it begins with |, {ON_A_LINE_OF_ITS_OWN}",
}


class ProblemReport:
    """Collects the problems of one file's nodes."""

    def __init__(self, path: str) -> None:
        """Report on the file `path`."""
        self.problems = ProblemList(path)

    def position_of(self, node: Node) -> Position:
        """Where the node stands."""
        return Position(self.problems.path, node.line, node.column)

    def add(self, node: Node, what: str, fix: str = "", rule: str = "format") -> None:
        """Note one problem at a node, and the rule that is broken."""
        self.problems.add(node.line, node.column, what, fix, rule)


def text_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Take a node as the author's text, or complain and return None.

    Surrounding white space goes, and the text is brought to Unicode's composed form (NFC), as Anki does on import.
    """
    if not isinstance(node, Scalar):
        found = "a list" if isinstance(node, Sequence) else "a map"
        report.add(
            node,
            f"{name} is {found}, but a text is wanted",
            f"if it is meant as text, {ON_A_LINE_OF_ITS_OWN}",
        )
        return None
    text = node.text.strip()
    if not text:
        report.add(
            node,
            f"{name} is empty",
            _ON_EMPTY.get(node.style, "write it or delete the key"),
        )
        return None
    if node.is_cut:
        mend = f"if # belongs to the text, {ON_A_LINE_OF_ITS_OWN}; if it is a comment, give it a line of its own"
        report.add(
            node, f"YAML cuts this text at ` #`, after {text[-30:]!r}", mend, "yaml"
        )
        return None
    if len(text) > LONGEST_TEXT:
        report.add(
            node,
            f"{name} is {len(text):,} characters long",
            "a card is read in seconds: split the fact",
        )
        return None
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def word_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Take a node as a keyword or id, behind which a comment may stand."""
    if isinstance(node, Scalar) and node.is_cut:
        node = Scalar(node.text, node.style, node.line, node.column)
    return text_of(node, report, name)


def id_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Take a node as an id: 1 to 40 of a-z, 0-9 and -."""
    word = word_of(node, report, name)
    if word is not None and not _ID.fullmatch(word):
        report.add(
            node,
            f"{name} {word!r} is not an id",
            "use 1 to 40 of the characters a-z, 0-9 and -",
            "id",
        )
        return None
    return word


def items_of(node: Node, report: ProblemReport, name: str) -> list[Node]:
    """Take a node as a list that is not empty, or complain and return an empty one."""
    if not isinstance(node, Sequence):
        report.add(
            node,
            f"{name} is not a list",
            "write each entry on a line of its own, behind `- `",
        )
        return []
    if not node.items:
        report.add(node, f"{name} is empty", "write its entries or delete the key")
    return node.items


class Fields:
    """The values of one map, each handed out by name and checked; unknown keys are problems from the start."""

    def __init__(
        self,
        node: Node,
        report: ProblemReport,
        what: str,
        known: tuple[str, ...],
        *,
        rule: str = "format",
    ) -> None:
        """Take `node` as the map of a `what` ("fact", "answer"), in which the `known` keys may stand.

        Another key breaks the `rule`.
        """
        self.node = node
        self.report = report
        self.what = what
        self.keys: dict[str, Scalar] = {}
        self.values: dict[str, Node] = {}
        self.is_readable = isinstance(node, Mapping)
        if not isinstance(node, Mapping):
            report.add(
                node,
                f"{what} is not a map",
                f"write `key: value` lines; known here: {', '.join(known)}",
            )
            return
        for key, value in node.pairs:
            if key.text in known:
                self.keys[key.text] = key
                self.values[key.text] = value
            else:
                report.add(
                    key,
                    f"unknown key {key.text!r} in {what}",
                    nearest(key.text, known),
                    rule,
                )

    def __contains__(self, key: str) -> bool:
        return key in self.values

    @property
    def position(self) -> Position:
        """Where the map begins."""
        return self.report.position_of(self.node)

    def required(self, key: str) -> Node | None:
        """Return the node of a key that must be there, or complain."""
        node = self.values.get(key)
        if node is None and self.is_readable:
            self.report.add(
                self.node, f"{self.what} without `{key}`", f"add `{key}: ...`"
            )
        return node

    def text(self, key: str) -> str | None:
        """Return the text of a key that may be missing."""
        node = self.values.get(key)
        return None if node is None else text_of(node, self.report, f"`{key}`")

    def required_text(self, key: str) -> str | None:
        """Return the text of a key that must be there."""
        node = self.required(key)
        return None if node is None else text_of(node, self.report, f"`{key}`")

    def required_id(self, key: str) -> str | None:
        """Return the id under a key that must be there."""
        node = self.required(key)
        return None if node is None else id_of(node, self.report, f"`{key}`")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts under a key: a list of them, or a single one."""
        node = self.values.get(key)
        if node is None:
            return ()
        nodes = (
            [node]
            if isinstance(node, Scalar)
            else items_of(node, self.report, f"`{key}`")
        )
        texts = (text_of(item, self.report, f"an entry of `{key}`") for item in nodes)
        return self._without_repeats(key, [text for text in texts if text is not None])

    def ids(self, key: str) -> tuple[str, ...]:
        """Return the ids under a key: a list of them, or a single one."""
        node = self.values.get(key)
        if node is None:
            return ()
        nodes = (
            [node]
            if isinstance(node, Scalar)
            else items_of(node, self.report, f"`{key}`")
        )
        ids = (id_of(item, self.report, f"an entry of `{key}`") for item in nodes)
        return self._without_repeats(key, [each for each in ids if each is not None])

    def _without_repeats(self, key: str, texts: list[str]) -> tuple[str, ...]:
        unique = tuple(dict.fromkeys(texts))
        if len(unique) < len(texts):
            repeated = Counter(texts).most_common(1)[0][0]
            self.report.add(
                self.values[key], f"{repeated!r} stands twice in `{key}`", "delete one"
            )
        return unique

    def choice(self, key: str, options: tuple[str, ...], default: str) -> str:
        """Return one of the options."""
        node = self.values.get(key)
        word = None if node is None else word_of(node, self.report, f"`{key}`")
        if node is None or word is None:
            return default
        if word not in options:
            self.report.add(
                node, f"`{key}` is {word!r}", f"write one of: {', '.join(options)}"
            )
            return default
        return word

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        return (
            self.choice(key, ("true", "false"), "true" if default else "false")
            == "true"
        )

    def integer(self, key: str, low: int, high: int) -> int | None:
        """Return a whole number from `low` to `high`."""
        node = self.values.get(key)
        word = None if node is None else word_of(node, self.report, f"`{key}`")
        if node is None or word is None:
            return None
        if (
            not re.fullmatch(r"[0-9]{1,9}", word, re.ASCII)
            or not low <= int(word) <= high
        ):
            self.report.add(
                node,
                f"`{key}` is {word!r}",
                f"write a whole number from {low} to {high}",
            )
            return None
        return int(word)

    def reasons(self, key: str) -> tuple[WrongAnswer, ...]:
        """Return a map from wrong answers to the reason why each is wrong."""
        node = self.values.get(key)
        if node is None:
            return ()
        if not isinstance(node, Mapping) or not node.pairs:
            mend = "write under it, one a line, `wrong answer: why it is wrong`"
            self.report.add(node, f"`{key}` is not a map of reasons", mend)
            return ()
        if node.is_flow:
            self.report.add(
                node,
                f"`{key}` inside {{ }}: a comma in a reason would end it",
                "write each on a line of its own, without { }",
            )
            return ()
        return tuple(
            filter(None, (self._reason(key, wrong, why) for wrong, why in node.pairs))
        )

    def _reason(self, key: str, wrong: Scalar, why: Node) -> WrongAnswer | None:
        text = text_of(wrong, self.report, f"a wrong answer in `{key}`")
        reason = text_of(why, self.report, f"the reason why {wrong.text!r} is wrong")
        if text is None or reason is None:
            return None
        return WrongAnswer(text, reason, self.report.position_of(wrong))

    def check_version(self) -> None:
        """Complain unless the file says `liverdeck: 1`."""
        node = self.required("liverdeck")
        version = None if node is None else word_of(node, self.report, "`liverdeck`")
        if node is None or version is None or version == FORMAT_VERSION:
            return
        if re.fullmatch(r"[1-9][0-9]{0,8}", version, re.ASCII) and int(version) > int(
            FORMAT_VERSION
        ):
            self.report.add(
                node,
                f"format version {version} is newer than this liverdeck",
                "pip install --upgrade liverdeck",
            )
        else:
            self.report.add(
                node,
                f"format version {version!r}",
                f"write `liverdeck: {FORMAT_VERSION}`",
            )
