"""HTML pages, read as a browser would."""

import json
from html.parser import HTMLParser

from tests.quiz.formats.decoders.seen import Seen, flat, range_of

VOID = {"meta", "link", "img", "br", "input", "hr"}


class Node:
    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, attributes, []

    @property
    def classes(self):
        return self.attributes.get("class", "").split()

    def all(self, *, tag=None, name=None):
        for child in self.children:
            if isinstance(child, Node):
                if tag in (None, child.tag) and name in (None, *child.classes):
                    yield child
                yield from child.all(tag=tag, name=name)

    def text(self):
        """Return the text, with spaces around the text of block elements."""
        pieces = []
        for child in self.children:
            if isinstance(child, str):
                pieces.append(child)
            elif child.tag in ("span", "b"):
                pieces.append(child.raw())
            else:
                pieces.append(f" {child.text()} ")
        return flat("".join(pieces))

    def raw(self):
        return "".join(
            child if isinstance(child, str) else child.raw() for child in self.children
        )


class Tree(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Node(tag, dict(attrs)))

    def handle_endtag(self, tag):
        while self.open[-1].tag != tag:
            self.open.pop()
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def parse(data):
    tree = Tree()
    tree.feed(data.decode())
    return tree.root


def read_quiz(data):
    """Return the items of a quiz page in their order.

    An item has what the page shows, with the key by which the script of the page
    grades.
    """
    root = parse(data)
    scripts = root.all(tag="script")
    (script,) = [node for node in scripts if node.attributes.get("id") == "key"]
    keys = json.loads(script.raw())
    sections = root.all(name="item")
    return [read_question(*pair) for pair in zip(sections, keys, strict=True)]


def read_question(section, key):
    (legend,) = section.all(tag="legend")
    stem = flat(legend.text().partition(".")[2])
    if key["number"]:
        return Seen(stem, number=range_of(*key["number"]))
    rows = list(section.all(name="row"))
    if key["pairs"]:
        return Seen(stem, pairs=frozenset(pairs_of(rows, key)))
    if key["type"] == "ordering":
        numbered = [
            (key["key"].index(select(row)["data-option"]) + 1, row_text(row))
            for row in rows
        ]
        pairs = frozenset((f"{number}.", text) for number, text in numbered)
        return Seen(stem, pairs=pairs)
    options = [
        (option_text(node), node.attributes["data-option"] in key["key"])
        for node in section.all(name="option")
    ]
    if options:
        return Seen(stem, tuple(options))
    if key["type"] == "list":
        return Seen(stem)
    (names,) = key["right"]
    return Seen(stem, answers=frozenset(map(flat, names)))


def pairs_of(rows, key):
    shown = {flat(option.text()) for row in rows for option in row.all(tag="option")}
    pairs = {
        flat(row_text(row)): flat(key["pairs"][select(row)["data-pair"]])
        for row in rows
    }
    assert set(pairs.values()) <= shown
    return pairs.items()


def option_text(node):
    return next(node.all(name="option-text")).text()


def row_text(row):
    return flat(next(row.all(tag="span")).text())


def select(row):
    return next(row.all(tag="select")).attributes


def read_paper(data):
    """Return the stem of each item, and its options or prompts as they are printed."""
    items = []
    for section in parse(data).all(name="item"):
        heading = next(section.all(tag="h2")).text()
        _number, _, stem = heading.partition(".")
        lines = [flat(line.text()) for line in section.all(tag="li")]
        items.append((flat(stem), lines))
    return items


def read_key(data):
    """Return the key, the stem and the whole text of each item."""
    items = []
    for section in parse(data).all(name="item"):
        key = next(section.all(name="key")).text()
        stem = next(section.all(name="stem")).text()
        items.append((key, stem, section.text()))
    return items
