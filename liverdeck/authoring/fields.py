"""Turns YAML nodes into checked values, and reports each wrong one as a problem."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from liverdeck.authoring.yaml_faults import ON_A_LINE_OF_ITS_OWN
from liverdeck.authoring.yaml_nodes import Mapping, Node, Scalar, Sequence
from liverdeck.base.names import is_id, nearest_name_hint
from liverdeck.base.problems import Position, ProblemList
from liverdeck.facts.answer import WrongAnswer

FORMAT_VERSION = "1"
LONGEST_TEXT = 10_000
"""In characters. A longer text is a problem: nobody reads it on a card."""
_QUOTED_CHARACTERS = 30
"""A problem with a cut text quotes at most this many characters, from its end."""
_FIX_FOR_EMPTY = {
    "": f"write it or delete the key; if it begins with #, {ON_A_LINE_OF_ITS_OWN}",
    ">": f"if it begins with >, {ON_A_LINE_OF_ITS_OWN}",
    "|": f"if it begins with |, {ON_A_LINE_OF_ITS_OWN}",
}
"""What to do about an empty text, by the style of its node (`Scalar.style`)."""
_VERSION_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


class ProblemReport:
    """Collects the problems of one file's nodes."""

    def __init__(self, path: str) -> None:
        """Report on the file `path`."""
        self.problem_list = ProblemList(path)

    def position_of(self, node: Node) -> Position:
        """Return the position where the node begins."""
        return Position(self.problem_list.path, node.line, node.column)

    def add(
        self, node: Node, message: str, fix: str = "", rule: str = "format"
    ) -> None:
        """Add one problem at a node, with the id of the rule that is broken."""
        self.problem_list.add(node.line, node.column, message, fix, rule)


def text_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Return the author's text in a node, or report a problem and return None.

    `name` is what problems call the text, here and in the functions below. The text has
    no surrounding white space and is in Unicode's composed form (NFC), which Anki uses
    on import too.
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
        fix = _FIX_FOR_EMPTY.get(node.style, "write it or delete the key")
        report.add(node, f"{name} is empty", fix)
        return None
    if node.is_cut:
        report.add(
            node,
            f"YAML cuts this text at ` #`, after {text[-_QUOTED_CHARACTERS:]!r}",
            f"if # belongs to the text, {ON_A_LINE_OF_ITS_OWN}; "
            "if it is a comment, give it a line of its own",
            "yaml",
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
    """Return the keyword or id in a node. None after a problem.

    A comment may follow it on its line; after other texts that is a problem.
    """
    if isinstance(node, Scalar) and node.is_cut:
        # The same node, as if no comment had cut it.
        node = Scalar(node.text, node.style, node.line, node.column)
    return text_of(node, report, name)


def id_of(node: Node, report: ProblemReport, name: str) -> str | None:
    """Return the id in a node: 1 to 40 of a-z, 0-9 and -. None after a problem."""
    word = word_of(node, report, name)
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

    Reports a problem if the node is not a list, or if the list is empty.
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
    """The checked values of one map, each by its key.

    The methods report each wrong value as a problem.
    """

    def __init__(
        self,
        node: Node,
        report: ProblemReport,
        name: str,
        known: tuple[str, ...],
        *,
        rule: str = "format",
    ) -> None:
        """Take `node` as a map with the `known` keys.

        Reports each unknown key as a problem with this `rule`. `name` is what problems
        call the map, such as "fact".
        """
        self.node = node
        self.report = report
        self.name = name
        self.keys: dict[str, Scalar] = {}
        self.values: dict[str, Node] = {}
        self.is_readable = isinstance(node, Mapping)
        """Whether the node is a map. If not, the problem is reported already."""
        if not isinstance(node, Mapping):
            report.add(
                node,
                f"{name} is not a map",
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
                    f"unknown key {key.text!r} in {name}",
                    nearest_name_hint(key.text, known),
                    rule,
                )

    def __contains__(self, key: str) -> bool:
        return key in self.values

    @property
    def position(self) -> Position:
        """The position where the map begins."""
        return self.report.position_of(self.node)

    def required(self, key: str) -> Node | None:
        """Return the node of a required key; report a missing one and return None."""
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
        """Return the texts of a key, which has a list of texts or a single one.

        Reports and leaves out wrong and repeated ones. Empty without the key.
        """
        name = f"an entry of `{key}`"
        texts = [text_of(node, self.report, name) for node in self._entries(key)]
        return self._without_repeats(key, texts)

    def ids(self, key: str) -> tuple[str, ...]:
        """Return the ids of a key, which has a list of ids or a single one.

        Reports and leaves out wrong and repeated ones. Empty without the key.
        """
        name = f"an entry of `{key}`"
        ids = [id_of(node, self.report, name) for node in self._entries(key)]
        return self._without_repeats(key, ids)

    def _entries(self, key: str) -> list[Node]:
        node = self.values.get(key)
        if node is None:
            return []
        if isinstance(node, Scalar):
            return [node]
        return nodes_of(node, self.report, f"`{key}`")

    def _without_repeats(self, key: str, entries: list[str | None]) -> tuple[str, ...]:
        texts = [text for text in entries if text is not None]
        unique = tuple(dict.fromkeys(texts))
        if len(unique) < len(texts):
            repeated = Counter(texts).most_common(1)[0][0]
            self.report.add(
                self.values[key],
                f"{repeated!r} appears twice in `{key}`",
                "delete one",
            )
        return unique

    def choice(self, key: str, options: tuple[str, ...], default: str) -> str:
        """Return the value of a key that has one of the options.

        Without the key, or after a problem, returns the default.
        """
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
        """Return the value of a key that has true or false. See `choice`."""
        default_word = "true" if default else "false"
        return self.choice(key, ("true", "false"), default_word) == "true"

    def integer(self, key: str, low: int, high: int) -> int | None:
        """Return the value of a key that has a whole number from `low` to `high`.

        Without the key, or after a problem, returns None.
        """
        node = self.values.get(key)
        word = None if node is None else word_of(node, self.report, f"`{key}`")
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
        """Return the wrong answers of a key, which has a map from each to its reason.

        Reports and leaves out unreadable ones. Empty without the key.
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
        answers = [self._wrong_answer(key, wrong, why) for wrong, why in node.pairs]
        return tuple(answer for answer in answers if answer is not None)

    def _wrong_answer(self, key: str, wrong: Scalar, why: Node) -> WrongAnswer | None:
        text = text_of(wrong, self.report, f"a wrong answer in `{key}`")
        reason = text_of(why, self.report, f"the reason why {wrong.text!r} is wrong")
        if text is None or reason is None:
            return None
        return WrongAnswer(text, reason, self.report.position_of(wrong))

    def check_version(self) -> None:
        """Report a problem if the file does not say `liverdeck: 1`."""
        node = self.required("liverdeck")
        version = None if node is None else word_of(node, self.report, "`liverdeck`")
        if node is None or version is None or version == FORMAT_VERSION:
            return
        is_number = _VERSION_NUMBER.fullmatch(version) is not None
        if is_number and int(version) > int(FORMAT_VERSION):
            self.report.add(
                node,
                f"format version {version} is newer than this liverdeck",
                "pip install --upgrade liverdeck",
            )
        else:
            self.report.add(
                node,
                f"format version {version!r} is unknown",
                f"write `liverdeck: {FORMAT_VERSION}`",
            )
