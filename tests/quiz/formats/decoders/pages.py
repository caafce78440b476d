"""HTML pages, read as a browser would."""

import json
from html.parser import HTMLParser

from tests.quiz.formats.decoders.seen import Seen, flat

VOID = {"meta", "link", "img", "br", "input", "hr"}


class Node:
    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, attributes, []

    def all(self, *, tag=None, name=None):
        for child in self.children:
            if isinstance(child, Node):
                if tag in (None, child.tag) and (
                    name is None or name in child.attributes.get("class", "").split()
                ):
                    yield child
                yield from child.all(tag=tag, name=name)

    def text(self, *, without=()):
        return flat("".join(
            child if isinstance(child, str) else "" if set(child.attributes.get("class", "").split()) & set(without)
            else f" {child.text(without=without)} " if child.tag not in ("span", "b") else child.raw(without)
            for child in self.children
        ))  # fmt: skip

    def raw(self, without=()):
        return "".join(
            child if isinstance(child, str) else "" if set(child.attributes.get("class", "").split()) & set(without)
            else child.raw(without) for child in self.children
        )  # fmt: skip


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
    """Return the items of a quiz page in its order: what is shown, and the key that its script grades by."""
    root = parse(data)
    (script,) = [
        each for each in root.all(tag="script") if each.attributes.get("id") == "key"
    ]
    keys = json.loads(script.raw())
    return [
        read_question(section, key)
        for section, key in zip(root.all(name="item"), keys, strict=True)
    ]


def read_question(section, key):
    (legend,) = section.all(tag="legend")
    stem = flat(legend.text().partition(".")[2])
    if key["number"]:
        value, tolerance = map(float, key["number"])
        return Seen(
            stem, number=(round(value - tolerance, 9), round(value + tolerance, 9))
        )
    rows = list(section.all(name="row"))
    if key["pairs"]:
        pairs = {
            flat(row_text(row)): key["pairs"][select(row)["data-pair"]] for row in rows
        }
        shown = {
            flat(option.text()) for row in rows for option in row.all(tag="option")
        }
        assert {flat(match) for match in pairs.values()} <= shown
        return Seen(
            stem,
            pairs=frozenset((prompt, flat(match)) for prompt, match in pairs.items()),
        )
    if key["type"] == "ordering":
        places = (
            (key["key"].index(select(row)["data-option"]) + 1, row_text(row))
            for row in rows
        )
        return Seen(
            stem, pairs=frozenset((f"{place}.", text) for place, text in places)
        )
    options = [(next(each.all(name="option-text")).text(), each.attributes["data-option"] in key["key"])
               for each in section.all(name="option")]  # fmt: skip
    if options:
        return Seen(stem, tuple(options))
    if key["type"] == "list":
        return Seen(stem)
    (names,) = key["right"]
    return Seen(stem, answers=frozenset(map(flat, names)))


def row_text(row):
    return flat(next(row.all(tag="span")).text())


def select(row):
    return next(row.all(tag="select")).attributes


def read_paper(data):
    """Return of each item its stem and its options or prompts, as they are printed."""
    return [
        (
            flat(next(section.all(tag="h2")).text().partition(".")[2]),
            [flat(each.text()) for each in section.all(tag="li")],
        )
        for section in parse(data).all(name="item")
    ]


def read_key(data):
    """Return of each item what is right, its stem, and all that is said."""
    return [
        (
            next(section.all(name="key")).text(),
            next(section.all(name="stem")).text(),
            section.text(),
        )
        for section in parse(data).all(name="item")
    ]
