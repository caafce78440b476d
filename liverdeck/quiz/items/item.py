"""An item of a quiz, with its options and its pairs."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.names import LONGEST_ID
from liverdeck.base.problems import ID_CHARACTER
from liverdeck.base.values import value_class
from liverdeck.facts.media import NO_MEDIA, Media
from liverdeck.quiz.items.item_types import Interaction, PartialCredit, Points

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.base.problems import Position
    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.item_types import ItemType

TRUE, FALSE = "true", "false"
"""Ids of the two options of a true/false item."""
_ID_SEPARATOR = "."
"""Separates the fact, part, type and variant in the id of an item."""
_PART = rf"{ID_CHARACTER}{{1,{LONGEST_ID}}}"
ITEM_ID = rf"{_PART}(?:{re.escape(_ID_SEPARATOR)}{_PART}){{1,3}}"
"""A pattern for the id of an item: fact, part, type and variant.

An id may lack the part or the variant.
"""
GAP = "_____"
"""What a stem shows in place of the text that is asked for."""


@value_class
class Option:
    """One text to choose from."""

    id: str
    """Depends only on this option's text, so it stays when other options change."""
    text: str
    is_key: bool = False
    why: str = ""
    """Why the option is wrong; empty if there is no reason.

    The options *True* and *False* of a false statement both have the reason why the
    statement is false.
    """
    is_pinned: bool = False
    """Whether the option is not shuffled: it comes after all shuffled options."""


@value_class
class Pair:
    """A prompt of a matching item, and the text that matches it."""

    id: str
    prompt: str
    match: str


@value_class
class Item:
    """One question of a quiz: what it asks, what is right and why, and its source."""

    id: str
    """`FACT[.PART].TYPE` or `FACT[.PART].TYPE.VARIANT`; permanent.

    `FACT` is the oldest id of the first fact, so the id stays if the fact is renamed.
    An example is `lobe.c1.single`.
    """
    base_id: str
    """The id without the variant: the same for all variants of a question."""
    type: ItemType
    facts: tuple[str, ...]
    """The ids of the facts that the item is about."""
    topic: str
    """The id of the topic."""
    difficulty: int
    """From 1 (easy) to 3 (hard).

    If the author gives none, it is the usual difficulty of the type.
    """
    stem: str
    rationale: str
    """Why the key is right: the `why` of the facts. May be empty."""
    note: str
    """The fact's `note`: what the document does not say. May be empty."""
    source: str
    """The citation of the document."""
    passages: tuple[str, ...]
    """The ids of the passages that the fact names."""
    position: Position
    """The position of the first fact in the author's file."""
    options: tuple[Option, ...] = ()
    """The texts to choose from. In an ordering, all are keys, in the right order."""
    pairs: tuple[Pair, ...] = ()
    answers: tuple[Answer, ...] = ()
    """What learners should write: one answer, or the items of a list."""
    needed_count: int = 1
    """How many list items a learner must name; 1 if the item is not about a list."""
    ordered: bool = False
    """Whether the answers of a list must be given in their order."""
    open: tuple[str, ...] = ()
    """Open answers: neither right nor wrong."""
    card: str = ""
    """Name of the card within its deck, `fact` or `fact/part`.

    A part that no card has names a question that only quizzes ask, such as `fact/term`.
    A list is named by its fact, even if its groups are cards. An item about several
    facts has the name of the first one.
    """
    is_main_variant: bool = True
    """Whether this variant is used where a question can have only one, as in Anki."""
    keeps_order: bool = False
    """Whether options keep their order: ascending numbers, or *True* and *False*."""
    front: Media = NO_MEDIA
    """Pictures and sounds that are shown with the question."""
    back: Media = NO_MEDIA
    """Pictures and sounds that are shown only with the answer."""
    key_names: tuple[str, ...] = ()
    """Every accepted name of what is right: the texts of the answers and their aliases.

    In an item with options, these include the aliases that no option shows.
    """
    drawn_from: tuple[Option, ...] = ()
    """All options that a paper may draw its options from, in their order.

    `options` are some of them. Empty if a paper shows all options.
    """
    is_judged_by_meaning: bool = False
    """Whether the right answer has too many wordings to be compared as a list."""

    @property
    def target(self) -> str:
        """What is asked: `FACT` or `FACT.PART`. The item type does not matter."""
        return self.base_id.rpartition(_ID_SEPARATOR)[0]

    @property
    def id_in_fact(self) -> str:
        """The base id without the id of the first fact: `c1.single`, or `list`."""
        return id_of_parts(*parts_of_id(self.base_id)[1:])

    @property
    def keys(self) -> tuple[Option, ...]:
        """The options that are right."""
        return tuple(option for option in self.options if option.is_key)

    @property
    def wrong_options(self) -> tuple[Option, ...]:
        """The options that are wrong."""
        return tuple(option for option in self.options if not option.is_key)

    @property
    def may_be_shuffled(self) -> bool:
        """Whether all options may be put in any order."""
        return not self.keeps_order and not any(
            option.is_pinned for option in self.options
        )

    @property
    def interaction(self) -> Interaction:
        """How a learner responds to the item."""
        return self.type.traits.interaction

    @property
    def is_marked_by_person(self) -> bool:
        """Whether a learning platform must leave the marking to a person.

        That is so for a list, and for an answer that is to be judged by its meaning.
        """
        return self.interaction.is_list or self.is_judged_by_meaning

    @property
    def points(self) -> int:
        """The most points that a learner can get for the item."""
        match self.type.traits.points:
            case Points.ONE:
                return 1
            case Points.EACH_KEY:
                return len(self.keys)
            case Points.EACH_NEEDED_ANSWER:
                return self.needed_count
            case Points.EACH_PAIR:
                return len(self.pairs)
            case _ as points:
                assert_never(points)

    def points_for(self, right: int, wrong: int) -> int:
        """Return the points of a response with this many right and wrong choices.

        A choice is a ticked option, a list item, a pair, or a position in an order.
        """
        match self.interaction.partial_credit:
            case PartialCredit.WHOLE:
                return self.points if right and not wrong else 0
            case PartialCredit.EACH:
                return right
            case PartialCredit.EACH_LESS_WRONG:
                return max(0, min(right, self.points) - wrong)
            case _ as partial_credit:
                assert_never(partial_credit)

    @property
    def truth(self) -> bool | None:
        """Whether the statement of the item is true; None if learners judge none."""
        if not self.interaction.judges_statement:
            return None
        return self.keys[0].id == TRUE

    @property
    def matches(self) -> tuple[str, ...]:
        """The texts that match the prompts, each once, in alphabetical order."""
        texts = {pair.match for pair in self.pairs}
        return tuple(sorted(texts, key=lambda text: (text.casefold(), text)))

    @property
    def right_texts(self) -> tuple[str, ...]:
        """The texts of the answers, of the keys or of the matches.

        There are none if a statement is to be judged. The texts of an ordering are in
        the right order.
        """
        match self.interaction:
            case (
                Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL | Interaction.ORDER
            ):
                return tuple(option.text for option in self.keys)
            case Interaction.JUDGE_STATEMENT:
                return ()
            case (
                Interaction.WRITE_WORDS
                | Interaction.WRITE_NUMBER
                | Interaction.WRITE_LIST
            ):
                return tuple(answer.text for answer in self.answers)
            case Interaction.MATCH:
                return tuple(pair.match for pair in self.pairs)
            case _ as interaction:
                assert_never(interaction)


def in_pinned_order(options: Iterable[Option]) -> list[Option]:
    """Return options in their order, with the pinned ones after all others."""
    return sorted(options, key=lambda option: option.is_pinned)


def item_ids(
    fact_id: str, part: str, item_type: ItemType, variant: str
) -> tuple[str, str]:
    """Return the id and the base id of an item.

    `fact_id` is the oldest id of the fact. `part` and `variant` may be empty.
    """
    base_id = base_id_of(fact_id, part, item_type)
    return id_of_parts(base_id, variant), base_id


def base_id_of(fact_id: str, part: str, item_type: ItemType) -> str:
    """Return the id that all variants of an item have; `part` may be empty."""
    return id_of_parts(fact_id, part, item_type)


def id_of_parts(*parts: str) -> str:
    """Return the id of an item that has these parts; empty ones are left out."""
    return _ID_SEPARATOR.join(filter(None, parts))


def parts_of_id(item_id: str) -> list[str]:
    """Return the parts of an item's id; the first is the oldest id of its fact."""
    return item_id.split(_ID_SEPARATOR)


def short_hash(*texts: str) -> str:
    """Return eight hex digits that depend only on the texts."""
    data = "\x1f".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()[:8]


def make_option(
    text: str, *, is_key: bool = False, why: str = "", is_pinned: bool = False
) -> Option:
    """Return an option whose id is made from its text."""
    return Option(f"o{short_hash(text)}", text, is_key, why, is_pinned)
