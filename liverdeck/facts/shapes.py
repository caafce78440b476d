"""The four shapes of a fact: a statement, a question, a list and a grouped list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from liverdeck.base.values import value_class

if TYPE_CHECKING:
    from liverdeck.base.problems import Position
    from liverdeck.facts.answer import Answer

ShapeName = Literal["cloze", "question", "list", "groups"]
"""The name of a shape in the ledger.

A statement is a `cloze`, a grouped list `groups`.
"""
SHAPE_NAMES: tuple[ShapeName, ...] = get_args(ShapeName)
Order = Literal["any", "fixed"]
"""The order in which a learner names the items of a list: any, or the list's order."""

Grouping = Literal["own", "document"]
"""The origin of the groups of a list: the author (`own`), or the document."""


@value_class
class Gap:
    """One position in a statement at which a blank hides text.

    A blank may have several gaps.
    """

    number: int
    """The number of the blank."""
    text: str
    hint: str | None
    """The hint that is shown in the gap; None if the gap has no hint."""


@value_class
class Blank:
    """A numbered blank of a statement, with its answer.

    The number is permanent, because Anki keeps the schedule of a card by this number.
    """

    number: int
    answer: Answer


@value_class
class Cloze:
    """A statement with blanks (`say`)."""

    pieces: tuple[str | Gap, ...]
    """The statement from left to right: plain text and gaps."""
    blanks: tuple[Blank, ...]
    """One blank for each number, in ascending order."""
    name: ShapeName = "cloze"


@value_class
class Reverse:
    """A second question of a fact, which asks the other way round.

    It becomes the second card of the same note.
    """

    ask: str
    answer: Answer
    position: Position


@value_class
class Question:
    """A question with one answer (`ask` and `answer`)."""

    ask: str
    answer: Answer
    reverse: Reverse | None = None
    name: ShapeName = "question"


@value_class
class Enumeration:
    """A question whose answer is a list of two or more items (`ask` and `list`)."""

    ask: str
    items: tuple[Answer, ...]
    need: int
    """The number of items that a learner must name when a quiz asks for the whole list.

    It is at least 1 and at most the number of items.
    """
    order: Order = "any"
    name: ShapeName = "list"

    @property
    def is_ordered(self) -> bool:
        """Whether a learner must name the items in the order of the list."""
        return self.order == "fixed"


@value_class
class Group:
    """Some items of a long list, with a title.

    The id is permanent, because the identity of the group's note is made from it.
    """

    id: str
    title: str
    items: tuple[Answer, ...]
    position: Position
    was: tuple[str, ...] = ()
    """The ids that the group had before, the oldest first.

    Empty if it had no other id.
    """

    @property
    def identity(self) -> str:
        """The oldest id of the group, which stays for ever."""
        return self.was[0] if self.was else self.id


@value_class
class GroupedEnumeration:
    """A question with a long list as its answer, learned group by group.

    The author writes it as `ask` and `groups`.
    """

    ask: str
    groups: tuple[Group, ...]
    need: int
    """The number of items that a learner must name when a quiz asks for the whole list.

    It is at least 1 and at most the number of items in all groups together.
    """
    order: Order = "any"
    grouping: Grouping = "own"
    name: ShapeName = "groups"

    @property
    def is_ordered(self) -> bool:
        """Whether a learner must name the items of a group in the group's order."""
        return self.order == "fixed"


Shape = Cloze | Question | Enumeration | GroupedEnumeration
