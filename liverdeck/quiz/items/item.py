"""The nouns of a quiz: an item, its options and its pairs. Every format is written from these and nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from liverdeck.base.problems import Position
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.fact import Image

ItemType = Literal[
    "single",
    "multiple",
    "truefalse",
    "short",
    "fill",
    "numeric",
    "list",
    "matching",
    "ordering",
]
TYPES: tuple[ItemType, ...] = get_args(ItemType)
TITLES: dict[ItemType, str] = {
    "single": "Single best answer",
    "multiple": "Multiple response",
    "truefalse": "True or false",
    "short": "Short answer",
    "fill": "Fill in the blank",
    "numeric": "Number",
    "list": "List from memory",
    "matching": "Matching",
    "ordering": "Put in order",
}

TRUE, FALSE = "true", "false"
"""Ids of the two options of a statement."""
GAP = "_____"
"""Where a stem leaves out what is asked for."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose."""

    id: str
    """Depends on the text alone, so that a reworded neighbour does not touch it."""
    text: str
    is_key: bool = False
    why: str = ""
    """Why it is wrong, or of a statement's key why it is right; empty where nobody wrote a reason."""
    is_pinned: bool = False
    """Stays behind the shuffled ones."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A prompt and what belongs to it."""

    id: str
    prompt: str
    match: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question of a quiz, whole: what is asked, what is right, why, and where it stands."""

    id: str
    """`FACT[.PART].TYPE`, permanent as those are; of several variants each has a tail of its own."""
    base_id: str
    """The id without its tail: variants of one question share it."""
    type: ItemType
    facts: tuple[str, ...]
    topic: str
    difficulty: int
    """1 (easy) to 3 (hard): the author's, else 1 for choosing, 2 for writing a word, 3 for writing a list."""
    stem: str
    rationale: str
    """The fact's *why*."""
    note: str
    """What goes beyond the document."""
    source: str
    passages: tuple[str, ...]
    position: Position
    """Of the fact, in the author's file."""
    options: tuple[Option, ...] = ()
    """Of a choice; of an ordering in the right order, all of them keys."""
    pairs: tuple[Pair, ...] = ()
    answers: tuple[Answer, ...] = ()
    """What is right to write: one, or the items of a list."""
    need: int = 1
    """Of a list: how many to name."""
    ordered: bool = False
    open: tuple[str, ...] = ()
    """Neither right nor wrong."""
    is_main_variant: bool = True
    """Of several variants, the one for a place where there can be only one for ever, as in Anki."""
    keeps_order: bool = False
    """Options stand as they are: numbers ascending, true before false."""
    image: Image | None = None

    @property
    def target(self) -> str:
        """What is asked, in whichever way: the fact and the part of it."""
        return self.base_id.rpartition(".")[0]

    @property
    def keys(self) -> tuple[Option, ...]:
        """The options that are right."""
        return tuple(option for option in self.options if option.is_key)

    @property
    def wrong_options(self) -> tuple[Option, ...]:
        """The options that are wrong."""
        return tuple(option for option in self.options if not option.is_key)

    @property
    def points(self) -> int:
        """One for each thing to get right."""
        return {
            "multiple": len(self.keys),
            "list": self.need,
            "matching": len(self.pairs),
        }.get(self.type, 1)

    @property
    def matches(self) -> tuple[str, ...]:
        """What can be matched, each once, in the order of the alphabet."""
        return tuple(
            sorted(
                {pair.match for pair in self.pairs},
                key=lambda text: (text.casefold(), text),
            )
        )

    @property
    def right_texts(self) -> tuple[str, ...]:
        """The texts that must be found out."""
        if self.type == "truefalse":
            return ()
        if self.answers:
            return tuple(answer.text for answer in self.answers)
        return tuple(option.text for option in self.keys) or tuple(
            pair.match for pair in self.pairs
        )


def short_hash(*texts: str) -> str:
    """Return eight hex digits that belong to the texts."""
    return hashlib.sha256(
        "\x1f".join(texts).encode("utf-8", "surrogatepass")
    ).hexdigest()[:8]


def make_option(text: str, *, is_key: bool = False, why: str = "") -> Option:
    """Return an option with the id of its text."""
    return Option(f"o{short_hash(text)}", text, is_key, why)


def contains_run(needle: tuple[str, ...], hay: tuple[str, ...]) -> bool:
    """Whether words stand in other words, in one piece."""
    size = len(needle)
    return bool(size) and any(
        hay[start : start + size] == needle for start in range(len(hay) - size + 1)
    )
