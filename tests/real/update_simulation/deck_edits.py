"""An author who keeps editing a deck. Each edit is a small random change to its files.

What a card asks for ends in the id of its concept: `vein k7`. The id stays when the
words around it change. So if a schedule ends up with another question, the ids in a
learner's collection show it.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, field, replace

from liverdeck.authoring.remembered import Memory
from tests.conftest import DECK, PASSAGES

FEWEST_FACTS, MOST_FACTS = 3, 8
MOST_PARTS = 5
"""The most cards that a fact has, and the most items of a list or of a group."""
WORDS = ("What", "Which", "Where", "How")
SPELLINGS = ("vein", "veins", "Vein", "<vein> & co")
TOPICS = ("chambers", "beat", "sounds")
PASSAGE_IDS = ("rooms", "pump")
OTHER_KEYS = {
    "why": ("Because.", "Since <b>.", "For <b> & so."),
    "note": ("More.", "Even more."),
    "from": PASSAGE_IDS,
    "difficulty": (1, 3),
    "tags": (["hard"], ["basics", "hard"]),
    "open": (["who knows"],),
    "image": (
        {"file": "one.png", "alt": "One"},
        {"file": "two.png", "alt": "Two", "side": "back"},
        None,
    ),
}
"""Other keys of a fact, with values for them."""
SHAPES = ("cloze", "question", "list", "groups")


def distinct_words(name):
    """Return eight words that no other fact or group has.

    They are most words of a card, so the card is recognized by them after a small edit.
    """
    return " ".join(f"{name}{letter}" for letter in "abcdefgh")


def item_of_list(values, indent):
    """Return an item of a list in YAML, with each key in a line of its own.

    Only then can the release edit ids in the file.
    """
    lines = []
    for key, value in values.items():
        if key == "groups":
            groups = "".join(item_of_list(group, f"{indent}    ") for group in value)
            lines.append(f"{key}:\n{groups}")
        else:
            lines.append(f"{key}: {json.dumps(value)}\n")
    return f"{indent}- " + f"{indent}  ".join(lines)


class ImpossibleError(Exception):
    """The deck has nothing that this edit could change."""


@dataclass
class Fact:
    """A fact as its author has it, and what the assertions must know about it."""

    id: str
    shape: str
    asked: dict[str, str] = field(default_factory=dict)
    """What each card asks for, by the name of the card within the fact.

    The name is that of a blank (`c1`), "" or "reverse" for a question, "" for a list,
    and the id of a group.
    """
    items: dict[str, list[str]] = field(default_factory=dict)
    """The items of a list by the name "", or of each group by its id."""
    words: str = WORDS[0]
    """The first word of the question or statement, which an edit may change."""
    hints: dict[str, str] = field(default_factory=dict)
    other_keys: dict[str, object] = field(
        default_factory=lambda: {"from": PASSAGE_IDS[0]}
    )
    """The keys of `OTHER_KEYS` that the fact has, and `retired`."""
    dropped: list[str] = field(default_factory=list)
    """The blanks, groups and reverse questions that the fact no longer has."""
    was: list[str] = field(default_factory=list)
    """Ids that the fact had before, the oldest first."""
    true_id: str = ""
    """A name by which the simulation knows the fact. It never changes."""
    own_word: str = ""
    """The beginning of the fact's distinct words. A complete rewording changes it."""
    earlier_group_ids: dict[str, list[str]] = field(default_factory=dict)
    """Ids that a group had before, by the id that it has now."""

    @property
    def identity(self):
        return self.was[0] if self.was else self.id

    def __post_init__(self):
        self.own_word = self.own_word or self.true_id

    def group_identity(self, name):
        earlier_ids = self.earlier_group_ids.get(name)
        return earlier_ids[0] if earlier_ids else name

    def as_yaml(self):
        shape = getattr(self, f"_as_{self.shape}")()
        was = {"was": self.was} if self.was else {}
        return item_of_list({"id": self.id} | was | self.other_keys | shape, "  ")

    def _as_cloze(self):
        blanks = [
            f"{{{{{name}::{text}{self.hints.get(name, '')}}}}}"
            for name, text in self.asked.items()
        ]
        return {
            "say": f"{self.words} {distinct_words(self.own_word)}: {'; '.join(blanks)}."
        }

    def _as_question(self):
        question = {
            "ask": f"{self.words} of {distinct_words(self.own_word)}?",
            "answer": self.asked[""],
        }
        reverse = self.asked.get("reverse")
        if reverse:
            question["reverse"] = {"ask": f"And {reverse}?", "answer": reverse}
        return question

    def _as_list(self):
        ask = f"{self.words} of {self.asked['']} {distinct_words(self.own_word)}?"
        return {"ask": ask, "list": self.items[""]}

    def _as_groups(self):
        groups = []
        for name, title in self.asked.items():
            concept_id = title.rpartition(" ")[2]
            words = distinct_words(self.own_word + concept_id)
            group = {"id": name, "title": f"{title} {words}", "items": self.items[name]}
            if self.earlier_group_ids.get(name):
                group["was"] = self.earlier_group_ids[name]
            groups.append(group)
        return {"ask": f"{self.words}?", "groups": groups}

    def copied(self):
        """Return a copy; the edits change a value of `other_keys` only as a whole."""
        return replace(
            self,
            asked=dict(self.asked),
            items={name: list(items) for name, items in self.items.items()},
            hints=dict(self.hints),
            other_keys=dict(self.other_keys),
            dropped=list(self.dropped),
            was=list(self.was),
            earlier_group_ids={
                name: list(was) for name, was in self.earlier_group_ids.items()
            },
        )

    def is_retired(self):
        return "retired" in self.other_keys


@dataclass
class File:
    name: str
    topic: str
    facts: list[Fact]


class Store(dict):
    """Keeps what was read from files, in this process."""

    put = dict.__setitem__


class Author:
    """The deck as its author has it."""

    def __init__(self, folder, choose):
        """Take the folder of the deck, and a function that chooses one of a list."""
        self.folder = folder
        self._choose = choose
        self._count = 0
        self.memory = Memory(Store())
        """An edit changes one file; the others need not be read again."""
        self.titles = dict.fromkeys(("deck", *TOPICS), "Title")
        self.name_in_anki = "Heart"
        self.picture_version = 0
        """Counts how often the pictures changed under the same names."""
        self.released = []
        """The facts as they were last released."""
        self.refused = []
        """Why the deck was refused with the author's last decisions."""
        self.deleted = []
        self.files = [File("10", TOPICS[0], []), File("20", TOPICS[1], [])]
        for index in range(self.choose(range(FEWEST_FACTS, MOST_FACTS - 1))):
            self.files[index % 2].facts.append(self.new_fact(self.choose(SHAPES)))

    def choose(self, options):
        options = list(options)
        if not options:
            raise ImpossibleError
        return self._choose(options)

    def remember_release(self):
        self.released = [fact.copied() for fact in self.facts()]

    def edit(self, edits):
        """Make one of the edits, if the deck has something for it to change."""
        with suppress(ImpossibleError):
            self.choose(edits)(self)

    def copied_files(self):
        return [
            File(file.name, file.topic, [fact.copied() for fact in file.facts])
            for file in self.files
        ]

    def write(self):
        """Write the deck's folder. `deck.lock` and CHANGES.md stay."""
        self.folder.mkdir(exist_ok=True)
        for name in ("one", "two"):
            picture = f"{name}{self.picture_version}".encode()
            (self.folder / f"{name}.png").write_bytes(picture)
        for path in self.folder.glob("*.yaml"):
            path.unlink()
        topics = "".join(
            f"\n  - {{id: {topic}, title: {self.titles[topic]}}}" for topic in TOPICS
        )
        head = DECK.partition("topics:")[0]
        deck = head.replace("title: The heart", f"title: {self.titles['deck']}")
        deck = deck.replace("anki_name: Heart", f"anki_name: {self.name_in_anki}")
        texts = {"deck": f"{deck}topics:{topics}\n", "passages": PASSAGES}
        for file in self.files:
            facts = "".join(fact.as_yaml() for fact in file.facts)
            texts[file.name] = f"liverdeck: 1\ntopic: {file.topic}\nfacts:\n{facts}"
        for name, text in texts.items():
            (self.folder / f"{name}.yaml").write_text(text)

    def numbered(self, word):
        """Return a word with a number that no other word has."""
        self._count += 1
        return f"{word}{self._count}"

    def new_concept(self):
        """Return what a new card asks for, such as `veins k7`."""
        return self.numbered(f"{self.choose(SPELLINGS)} k")

    def new_fact(self, shape, name=None):
        fact = Fact(name or self.numbered("fact"), shape, true_id=self.numbered("own"))
        if shape == "groups":
            self.add_group(fact)
        else:
            fact.asked["c1" if shape == "cloze" else ""] = self.new_concept()
        if shape == "list":
            fact.items[""] = [self.numbered("item "), self.numbered("item ")]
        elif self.choose((True, False)):
            self.add_part(fact)
        return fact

    def add_part(self, fact, which="card"):
        """Add a card to a fact, or an item if it cannot have more cards."""
        if max(len(fact.asked), *map(len, fact.items.values()), 0) >= MOST_PARTS:
            raise ImpossibleError
        if fact.shape == "cloze":
            highest = max(int(name[1:]) for name in (*fact.asked, *fact.dropped))
            fact.asked[f"c{highest + self.choose((1, 2))}"] = self.new_concept()
        elif fact.shape == "question":
            if "reverse" in (*fact.asked, *fact.dropped):
                raise ImpossibleError
            fact.asked["reverse"] = self.new_concept()
        elif fact.shape == "groups" and which == "card":
            self.add_group(fact)
        else:
            items = fact.items[self.choose(fact.items)]
            items.insert(self.choose(range(len(items) + 1)), self.numbered("item "))

    def add_group(self, fact, name=None):
        name = name or self.numbered("group")
        fact.earlier_group_ids.pop(name, None)
        fact.asked[name] = self.new_concept()
        fact.items[name] = [self.numbered("item ")]

    def choose_active(self, *shapes):
        """Choose a fact that is not retired; with shapes, one of these shapes."""
        facts = [
            fact for file in self.files for fact in file.facts if not fact.is_retired()
        ]
        return self.choose(fact for fact in facts if not shapes or fact.shape in shapes)

    def facts(self):
        return [fact for file in self.files for fact in file.facts]

    def count_active(self):
        return sum(not fact.is_retired() for file in self.files for fact in file.facts)

    def tags_of(self, name):
        """Return the tags of a fact, its topic first."""
        for file in self.files:
            for fact in file.facts:
                if fact.identity == name:
                    return [file.topic, *fact.other_keys.get("tags", ())]
        raise KeyError(name)

    def take_out(self, fact):
        for file in self.files:
            file.facts = [other for other in file.facts if other is not fact]
        self.files = [file for file in self.files if file.facts]


def reword(author):
    author.choose_active().words = author.choose(WORDS)


def correct(author):
    fact = author.choose_active()
    name = author.choose(fact.asked)
    concept = fact.asked[name].rpartition(" ")[2]
    fact.asked[name] = f"{author.choose(SPELLINGS)} {concept}"


def correct_item(author):
    fact = author.choose_active("list", "groups")
    items = fact.items[author.choose(fact.items)]
    items[author.choose(range(len(items)))] = author.numbered("item ")


def give_a_hint(author):
    fact = author.choose_active("cloze")
    fact.hints[author.choose(fact.asked)] = author.choose(("", "::hint"))


def add_part(author):
    author.add_part(author.choose_active(), author.choose(("card", "item")))


def drop_part(author):
    fact = author.choose_active()
    names = [name for name in fact.asked if name]
    if names and author.choose(("card", "item")) == "card":
        name = author.choose(names if len(fact.asked) > 1 else ())
        del fact.asked[name]
        fact.items.pop(name, None)
        fact.dropped.append(name)
    else:
        fewest = 2 if fact.shape == "list" else 1
        items = author.choose(
            items for items in fact.items.values() if len(items) > fewest
        )
        items.pop(author.choose(range(len(items))))


def reorder_parts(author):
    fact = author.choose_active("cloze", "list", "groups")
    first = author.choose(fact.asked)
    fact.asked = {first: fact.asked[first]} | fact.asked
    for items in fact.items.values():
        items.append(items.pop(0))


def change_other_key(author):
    key = author.choose(OTHER_KEYS)
    value = author.choose(OTHER_KEYS[key])
    other_keys = author.choose_active().other_keys
    other_keys[key] = value
    if value is None:
        del other_keys[key]


def redraw_pictures(author):
    author.picture_version += 1


def add_fact(author):
    if author.count_active() < MOST_FACTS:
        facts = author.choose(author.files).facts
        index = author.choose(range(len(facts) + 1))
        facts.insert(index, author.new_fact(author.choose(SHAPES)))


def delete_fact(author):
    if author.count_active() > FEWEST_FACTS:
        fact = author.choose_active()
        author.take_out(fact)
        author.deleted.append(fact)


def retire_fact(author):
    if author.count_active() > FEWEST_FACTS:
        author.choose_active().other_keys["retired"] = "too vague"


def reorder_facts(author):
    author.choose(author.files).facts.reverse()


def move_fact(author):
    move(author, author.choose_active())


def move(author, fact):
    target = author.choose((*author.files, None))
    author.take_out(fact)
    if target is None or target not in author.files:
        target = File(author.numbered("30-"), author.choose(TOPICS), [])
        author.files.append(target)
    target.facts.append(fact)


def rename_file(author):
    name = author.numbered(author.choose(("05-", "25-", "95-")))
    author.choose(author.files).name = name


def change_topic(author):
    author.choose(author.files).topic = author.choose(TOPICS)


def retitle(author):
    author.titles[author.choose(author.titles)] = author.numbered("Title ")


def swap_blanks(author):
    fact = author.choose_active("cloze")
    first, second = author.choose(fact.asked), author.choose(fact.asked)
    fact.asked[first], fact.asked[second] = fact.asked[second], fact.asked[first]


def return_part(author):
    fact = author.choose_active("cloze", "question", "groups")
    name = author.choose(name for name in fact.dropped if name not in fact.asked)
    if fact.shape == "groups":
        author.add_group(fact, name)
    else:
        fact.asked[name] = author.new_concept()


def return_fact(author):
    facts = [fact for file in author.files for fact in file.facts]
    present_ids = {fact.id for fact in facts}
    fact = author.choose(
        fact
        for fact in (*facts, *author.deleted)
        if fact.is_retired() or fact.id not in present_ids
    )
    replace_fact(author, fact, fact.shape)


def replace_fact(author, fact, shape):
    """Put another fact with the same id into a new file."""
    author.take_out(fact)
    name = author.numbered("40-")
    author.files.append(File(name, TOPICS[0], [author.new_fact(shape, fact.id)]))


def change_shape(author):
    fact = author.choose_active()
    shape = author.choose(shape for shape in SHAPES if shape != fact.shape)
    replace_fact(author, fact, shape)


def exchange_ids(author):
    one = author.choose_active()
    two = author.choose_active(one.shape)
    one.id, two.id = two.id, one.id


def rename_and_reword(author):
    fact = author.choose_active()
    fact.id = author.numbered("renamed")
    fact.words = author.choose(WORDS)


def reword_wholly(author):
    """Ask the same as before in completely different words."""
    fact = author.choose_active()
    reword_all_of(author, fact)
    correct_all_of(author, fact)


def reword_all_of(author, fact):
    fact.own_word = author.numbered("own")
    fact.words = author.choose(WORDS)


def change_much_at_once(author):
    """Rename a fact, and change it in some other ways, as a tired author does."""
    fact = author.choose_active()
    fact.id = author.numbered("renamed")
    changes = (reword_all_of, correct_all_of, enlarge, move, change_passage)
    for change in changes:
        if author.choose((True, False)):
            change(author, fact)


def correct_all_of(author, fact):
    for name, text in fact.asked.items():
        fact.asked[name] = f"{author.choose(SPELLINGS)} {text.rpartition(' ')[2]}"
    for items in fact.items.values():
        items[:] = [author.numbered("item ") for _ in items]


def enlarge(author, fact):
    with suppress(ImpossibleError):
        for _ in range(author.choose((1, 2, 3))):
            author.add_part(fact)


def change_passage(author, fact):
    fact.other_keys["from"] = author.choose(PASSAGE_IDS)


def exchange_groups(author):
    fact = author.choose_active("groups")
    one, two = author.choose(fact.asked), author.choose(fact.asked)
    for values in (fact.asked, fact.items):
        values[one], values[two] = values[two], values[one]
    were = fact.earlier_group_ids
    were[one], were[two] = were.get(two, []), were.get(one, [])


def rename_group(author):
    fact = author.choose_active("groups")
    rename_group_of(author, fact, author.choose(fact.asked))


def rename_group_of(author, fact, old):
    new = author.numbered("group")
    for values in (fact.asked, fact.items):
        values[new] = values.pop(old)
    fact.earlier_group_ids[new] = fact.earlier_group_ids.pop(old, [])
    spelling = author.choose(SPELLINGS)
    fact.asked[new] = f"{spelling} {fact.asked[new].rpartition(' ')[2]}"


def replace_group(author):
    """Replace a group by another one with the same id."""
    fact = author.choose_active("groups")
    author.add_group(fact, author.choose(fact.asked))


def renew_list(author):
    """Rename a list and its groups, reword all, and put a new group under an old id."""
    fact = author.choose_active("groups")
    replaced, *others = author.choose([[*fact.asked], [*fact.asked][::-1]])
    for name in author.choose([others] if others else []):
        rename_group_of(author, fact, name)
    author.add_group(fact, replaced)
    fact.id = author.numbered("renamed")
    reword_all_of(author, fact)
    correct_all_of(author, fact)
    change_passage(author, fact)


def change_name_in_anki(author):
    author.name_in_anki = author.numbered("Heart ")


def ask_something_else(author):
    fact = author.choose_active()
    replace_fact(author, fact, fact.shape)


ADDITIONS = (add_part, add_part, add_fact)
REMOVALS = (drop_part, drop_part, delete_fact, retire_fact)
WORDINGS = (reword, correct, correct_item, give_a_hint, retitle)
ORDERS = (reorder_parts, reorder_facts, move_fact, rename_file)
OTHERS = (change_other_key, change_other_key, change_topic, redraw_pictures)
EDITS = (*ADDITIONS, *REMOVALS, *WORDINGS, *ORDERS, *OTHERS)
DANGERS = (
    swap_blanks,
    return_part,
    return_fact,
    change_shape,
    exchange_ids,
    exchange_groups,
    rename_and_reword,
    change_much_at_once,
    rename_group,
    reword_wholly,
    ask_something_else,
    replace_group,
    renew_list,
    change_name_in_anki,
)
"""Edits of released facts that liverdeck refuses.

After such an edit, a number or an id would mean another concept.
"""
