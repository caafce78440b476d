"""An author who keeps editing a deck: each edit a small change to its files, picked at random.

Whatever a card asks for bears the name of its concept (`vein k7`), which stays when the words around it change. So a
schedule that comes to belong to another question shows in a learner's collection.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, field

from tests.conftest import DECK, PASSAGES

FEWEST_FACTS, MOST_FACTS, MOST_PARTS = 3, 8, 5
WORDS = ("What", "Which", "Where", "How")
SPELLINGS = ("vein", "veins", "Vein", "<vein> & co")
TOPICS = ("chambers", "beat", "sounds")
PLACES = ("rooms", "pump")
MORE = (
    ("why", "Because.", "Since <b>.", "For <b> & so."), ("note", "More.", "Even more."), ("from", *PLACES), ("difficulty", 1, 3),
    ("tags", ["hard"], ["basics", "hard"]), ("open", ["who knows"]),
)  # fmt: skip
SHAPES = ("cloze", "question", "list", "groups")


class ImpossibleError(Exception):
    """The deck has nothing that such an edit could be made to."""


@dataclass
class Fact:
    id: str
    shape: str
    asked: dict[str, str] = field(default_factory=dict)
    """What each card asks for: by blank, by "" and "reverse", by "" for a list, by group."""
    items: dict[str, list[str]] = field(default_factory=dict)
    """Of a list, by "", or of each group."""
    words: str = WORDS[0]
    hints: dict[str, str] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=lambda: {"from": PLACES[0]})
    gone: list[str] = field(default_factory=list)
    """Cards that once were there."""

    def as_yaml(self):
        return json.dumps(
            {"id": self.id} | self.more | getattr(self, f"_as_{self.shape}")()
        )

    def _as_cloze(self):
        blanks = [
            f"{{{{{name}::{text}{self.hints.get(name, '')}}}}}"
            for name, text in self.asked.items()
        ]
        return {"say": f"{self.words}: {'; '.join(blanks)}."}

    def _as_question(self):
        reverse = self.asked.get("reverse")
        other_side = (
            {"reverse": {"ask": f"And {reverse}?", "answer": reverse}}
            if reverse
            else {}
        )
        return {
            "ask": f"{self.words} of {self.id}?",
            "answer": self.asked[""],
        } | other_side

    def _as_list(self):
        return {"ask": f"{self.words} of {self.asked['']}?", "list": self.items[""]}

    def _as_groups(self):
        groups = [
            {"id": name, "title": title, "items": self.items[name]}
            for name, title in self.asked.items()
        ]
        return {"ask": f"{self.words}?", "groups": groups}

    def is_retired(self):
        return "retired" in self.more


@dataclass
class File:
    name: str
    topic: str
    facts: list[Fact]


class Author:
    """The deck as its author has it; `choose` returns one of the options it is given."""

    def __init__(self, folder, choose):
        self.folder = folder
        self._choose = choose
        self._count = 0
        self.titles = dict.fromkeys(("deck", *TOPICS), "Title")
        self.deleted = []
        self.files = [File("10", TOPICS[0], []), File("20", TOPICS[1], [])]
        for place in range(self.choose(range(FEWEST_FACTS, MOST_FACTS - 1))):
            self.files[place % 2].facts.append(self.new_fact(self.choose(SHAPES)))

    def choose(self, options):
        options = list(options)
        if not options:
            raise ImpossibleError
        return self._choose(options)

    def edit(self, edits):
        """Make one of the edits, if the deck has what it needs."""
        with suppress(ImpossibleError):
            self.choose(edits)(self)

    def write(self):
        """Write the deck's folder; `deck.lock` and CHANGES.md stay."""
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.glob("*.yaml"):
            path.unlink()
        topics = "".join(
            f"\n  - {{id: {topic}, title: {self.titles[topic]}}}" for topic in TOPICS
        )
        deck = DECK.partition("topics:")[0].replace(
            "title: The heart", f"title: {self.titles['deck']}"
        )
        texts = {"deck": f"{deck}topics:{topics}\n", "passages": PASSAGES}
        for file in self.files:
            facts = "".join(f"  - {fact.as_yaml()}\n" for fact in file.facts)
            texts[file.name] = f"liverdeck: 1\ntopic: {file.topic}\nfacts:\n{facts}"
        for name, text in texts.items():
            (self.folder / f"{name}.yaml").write_text(text)

    def fresh(self, word):
        self._count += 1
        return f"{word}{self._count}"

    def concept(self):
        return self.fresh(f"{self.choose(SPELLINGS)} k")

    def new_fact(self, shape, name=None):
        fact = Fact(name or self.fresh("fact"), shape)
        if shape == "groups":
            self.add_group(fact)
        else:
            fact.asked["c1" if shape == "cloze" else ""] = self.concept()
        if shape == "list":
            fact.items[""] = [self.fresh("item "), self.fresh("item ")]
        elif self.choose((True, False)):
            self.add_part(fact)
        return fact

    def add_part(self, fact, which="card"):
        if max(len(fact.asked), *map(len, fact.items.values()), 0) >= MOST_PARTS:
            raise ImpossibleError
        if fact.shape == "cloze":
            highest = max(int(name[1:]) for name in (*fact.asked, *fact.gone))
            fact.asked[f"c{highest + self.choose((1, 2))}"] = self.concept()
        elif fact.shape == "question":
            if "reverse" in (*fact.asked, *fact.gone):
                raise ImpossibleError
            fact.asked["reverse"] = self.concept()
        elif fact.shape == "groups" and which == "card":
            self.add_group(fact)
        else:
            items = fact.items[self.choose(fact.items)]
            items.insert(self.choose(range(len(items) + 1)), self.fresh("item "))

    def add_group(self, fact, name=None):
        name = name or self.fresh("group")
        fact.asked[name] = self.concept()
        fact.items[name] = [self.fresh("item ")]

    def taught(self, *shapes):
        """Choose a fact that is not retired, of one of these shapes."""
        facts = [
            fact for file in self.files for fact in file.facts if not fact.is_retired()
        ]
        return self.choose(fact for fact in facts if not shapes or fact.shape in shapes)

    def count_taught(self):
        return sum(not fact.is_retired() for file in self.files for fact in file.facts)

    def tags_of(self, name):
        """Return the tags of a fact, its topic first."""
        ((file, fact),) = (
            (file, fact)
            for file in self.files
            for fact in file.facts
            if fact.id == name
        )
        return [file.topic, *fact.more.get("tags", ())]

    def take_out(self, fact):
        for file in self.files:
            file.facts = [each for each in file.facts if each is not fact]
        self.files = [file for file in self.files if file.facts]


def reword(author):
    author.taught().words = author.choose(WORDS)


def correct(author):
    fact = author.taught()
    name = author.choose(fact.asked)
    fact.asked[name] = (
        f"{author.choose(SPELLINGS)} {fact.asked[name].rpartition(' ')[2]}"
    )


def correct_item(author):
    fact = author.taught("list", "groups")
    items = fact.items[author.choose(fact.items)]
    items[author.choose(range(len(items)))] = author.fresh("item ")


def give_a_hint(author):
    fact = author.taught("cloze")
    fact.hints[author.choose(fact.asked)] = author.choose(("", "::hint"))


def add_part(author):
    author.add_part(author.taught(), author.choose(("card", "item")))


def drop_part(author):
    fact = author.taught()
    names = [name for name in fact.asked if name]
    if names and author.choose(("card", "item")) == "card":
        name = author.choose(names if len(fact.asked) > 1 else ())
        del fact.asked[name]
        fact.items.pop(name, None)
        fact.gone.append(name)
    else:
        fewest = 2 if fact.shape == "list" else 1
        items = author.choose(
            items for items in fact.items.values() if len(items) > fewest
        )
        items.pop(author.choose(range(len(items))))


def reorder_parts(author):
    fact = author.taught("cloze", "list", "groups")
    first = author.choose(fact.asked)
    fact.asked = {first: fact.asked[first]} | fact.asked
    for items in fact.items.values():
        items.append(items.pop(0))


def change_more(author):
    key, *values = author.choose(MORE)
    author.taught().more[key] = author.choose(values)


def add_fact(author):
    if author.count_taught() < MOST_FACTS:
        facts = author.choose(author.files).facts
        facts.insert(
            author.choose(range(len(facts) + 1)), author.new_fact(author.choose(SHAPES))
        )


def delete_fact(author):
    if author.count_taught() > FEWEST_FACTS:
        fact = author.taught()
        author.take_out(fact)
        author.deleted.append(fact)


def retire_fact(author):
    if author.count_taught() > FEWEST_FACTS:
        author.taught().more["retired"] = "too vague"


def reorder_facts(author):
    author.choose(author.files).facts.reverse()


def move_fact(author):
    fact, target = author.taught(), author.choose((*author.files, None))
    author.take_out(fact)
    if target is None or target not in author.files:
        target = File(author.fresh("30-"), author.choose(TOPICS), [])
        author.files.append(target)
    target.facts.append(fact)


def rename_file(author):
    author.choose(author.files).name = author.fresh(
        author.choose(("05-", "25-", "95-"))
    )


def change_topic(author):
    author.choose(author.files).topic = author.choose(TOPICS)


def retitle(author):
    author.titles[author.choose(author.titles)] = author.fresh("Title ")


def swap_blanks(author):
    fact = author.taught("cloze")
    one, other = author.choose(fact.asked), author.choose(fact.asked)
    fact.asked[one], fact.asked[other] = fact.asked[other], fact.asked[one]


def return_part(author):
    fact = author.taught("cloze", "question", "groups")
    name = author.choose(name for name in fact.gone if name not in fact.asked)
    if fact.shape == "groups":
        author.add_group(fact, name)
    else:
        fact.asked[name] = author.concept()


def return_fact(author):
    facts = [fact for file in author.files for fact in file.facts]
    there = {fact.id for fact in facts}
    fact = author.choose(
        fact
        for fact in (*facts, *author.deleted)
        if fact.is_retired() or fact.id not in there
    )
    author.take_out(fact)
    author.files.append(
        File(author.fresh("40-"), TOPICS[0], [author.new_fact(fact.shape, fact.id)])
    )


def change_shape(author):
    fact = author.taught()
    shape = author.choose(shape for shape in SHAPES if shape != fact.shape)
    author.take_out(fact)
    author.files.append(
        File(author.fresh("40-"), TOPICS[0], [author.new_fact(shape, fact.id)])
    )


EDITS = (
    reword, correct, correct_item, give_a_hint, add_part, add_part, drop_part, drop_part, reorder_parts, change_more, change_more,
    add_fact, delete_fact, retire_fact, reorder_facts, move_fact, rename_file, change_topic, retitle,
)  # fmt: skip
DANGERS = (swap_blanks, return_part, return_fact, change_shape)
"""What liverdeck refuses of released facts: afterwards a number or an id would stand for another concept."""
