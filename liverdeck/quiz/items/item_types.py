"""The item types, with everything that distinguishes one type from another."""

from __future__ import annotations

from enum import Enum, StrEnum
from functools import cached_property
from typing import Self, assert_never

from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import message
from liverdeck.checker.numerals import number_word

FEWEST_WRONG = 2
"""With fewer wrong options, there is no single best answer or multiple response."""
FEWEST_PAIRS = 3
"""With fewer pairs, there is no matching."""


class PartialCredit(Enum):
    """How many points a partly right response gets. A paper says the value."""

    WHOLE = message("All other items are right or wrong as a whole.")
    EACH = message("To match: each right pair gives a point.")
    EACH_LESS_WRONG = message(
        "To choose or list several: each right one gives a point, and each wrong one "
        "takes one away, but no item has less than 0 points."
    )


class Interaction(Enum):
    """How a learner responds to an item.

    Output formats, grading and wording depend on the interaction, not on the item type.
    They decide with a `match` that has a case for each interaction. So a new
    interaction is a type error until every such `match` has a case for it.
    """

    CHOOSE_ONE = "choose one"
    """Choose the best of several options."""
    CHOOSE_SEVERAL = "choose several"
    """Choose all options that are right."""
    JUDGE_STATEMENT = "judge a statement"
    """Say whether a statement is true."""
    WRITE_WORDS = "write words"
    WRITE_NUMBER = "write a number"
    WRITE_LIST = "write a list"
    MATCH = "match"
    """Find the match of each prompt."""
    ORDER = "order"
    """Put the options in order."""

    @cached_property
    def asks_for_best_option(self) -> bool:
        """Whether exactly one option is right, and the others are distractors."""
        match self:
            case Interaction.CHOOSE_ONE:
                return True
            case (
                Interaction.CHOOSE_SEVERAL
                | Interaction.JUDGE_STATEMENT
                | Interaction.WRITE_WORDS
                | Interaction.WRITE_NUMBER
                | Interaction.WRITE_LIST
                | Interaction.MATCH
                | Interaction.ORDER
            ):
                return False
            case _:
                assert_never(self)

    @cached_property
    def offers_distractors(self) -> bool:
        """Whether some options are distractors."""
        match self:
            case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL:
                return True
            case (
                Interaction.JUDGE_STATEMENT
                | Interaction.WRITE_WORDS
                | Interaction.WRITE_NUMBER
                | Interaction.WRITE_LIST
                | Interaction.MATCH
                | Interaction.ORDER
            ):
                return False
            case _:
                assert_never(self)

    @cached_property
    def is_list(self) -> bool:
        """Whether learners write several answers."""
        match self:
            case Interaction.WRITE_LIST:
                return True
            case (
                Interaction.CHOOSE_ONE
                | Interaction.CHOOSE_SEVERAL
                | Interaction.JUDGE_STATEMENT
                | Interaction.WRITE_WORDS
                | Interaction.WRITE_NUMBER
                | Interaction.MATCH
                | Interaction.ORDER
            ):
                return False
            case _:
                assert_never(self)

    @cached_property
    def asks_for_order(self) -> bool:
        """Whether the options are to be put in order."""
        match self:
            case Interaction.ORDER:
                return True
            case (
                Interaction.CHOOSE_ONE
                | Interaction.CHOOSE_SEVERAL
                | Interaction.JUDGE_STATEMENT
                | Interaction.WRITE_WORDS
                | Interaction.WRITE_NUMBER
                | Interaction.WRITE_LIST
                | Interaction.MATCH
            ):
                return False
            case _:
                assert_never(self)

    @cached_property
    def partial_credit(self) -> PartialCredit:
        """How many points a partly right response gets, in every output format."""
        match self:
            case Interaction.CHOOSE_SEVERAL | Interaction.WRITE_LIST:
                return PartialCredit.EACH_LESS_WRONG
            case Interaction.MATCH:
                return PartialCredit.EACH
            case (
                Interaction.CHOOSE_ONE
                | Interaction.JUDGE_STATEMENT
                | Interaction.WRITE_WORDS
                | Interaction.WRITE_NUMBER
                | Interaction.ORDER
            ):
                return PartialCredit.WHOLE
            case _:
                assert_never(self)

    @cached_property
    def judges_statement(self) -> bool:
        """Whether a statement is true or false, and learners say which."""
        match self:
            case Interaction.JUDGE_STATEMENT:
                return True
            case (
                Interaction.CHOOSE_ONE
                | Interaction.CHOOSE_SEVERAL
                | Interaction.WRITE_WORDS
                | Interaction.WRITE_NUMBER
                | Interaction.WRITE_LIST
                | Interaction.MATCH
                | Interaction.ORDER
            ):
                return False
            case _:
                assert_never(self)


class Points(Enum):
    """How the points of an item are counted."""

    ONE = "one for the item"
    EACH_KEY = "one for each key"
    EACH_NEEDED_ANSWER = "one for each answer that must be named"
    EACH_PAIR = "one for each pair"


@value_class
class TypeTraits:
    """How an item type differs from the others, and what it says to learners."""

    interaction: Interaction
    title: str
    usual_difficulty: int
    """The difficulty of an item, from 1 to 3, if the author gives none."""
    draw_count: int
    """How many numbers are drawn for an item when a paper is assembled.

    Items are tried in the order of their lowest number. So a type with more draws tends
    to come first. Single best answers have the most draws, so a paper has most of them.
    """
    on_paper: str
    """What to do: the instruction on paper and in the terminal."""
    what_to_type: str
    """What the prompt in the terminal asks learners to type."""
    points: Points = Points.ONE
    needs: str = "the fact has another shape"
    """Why a fact of an unsuitable shape has no item of the type."""
    on_page: str = ""
    """The instruction on the page that grades itself, where nobody writes letters.

    Empty if the page shows `on_paper`.
    """


class ItemType(StrEnum):
    """What sort of question an item is. The value is permanent: it is part of ids."""

    traits: TypeTraits

    def __new__(cls, value: str, traits: TypeTraits | None = None) -> Self:
        """Make a member from its value and its traits.

        `traits` may be missing only for type checkers: `ItemType("single")` finds a
        member and does not call this method.
        """
        if traits is None:
            raise TypeError("a member needs its traits")
        member = str.__new__(cls, value)
        member._value_ = value
        member.traits = traits
        return member

    SINGLE = (
        "single",
        TypeTraits(
            interaction=Interaction.CHOOSE_ONE,
            title="Single best answer",
            usual_difficulty=1,
            draw_count=4,
            on_paper=message("Choose the one best answer."),
            what_to_type=message("letter"),
        ),
    )
    MULTIPLE = (
        "multiple",
        TypeTraits(
            interaction=Interaction.CHOOSE_SEVERAL,
            title="Multiple response",
            usual_difficulty=2,
            draw_count=2,
            points=Points.EACH_KEY,
            on_paper=message("Choose all that apply; each wrong choice costs a point."),
            what_to_type=message("letters"),
            needs="only a list has one",
        ),
    )
    TRUEFALSE = (
        "truefalse",
        TypeTraits(
            interaction=Interaction.JUDGE_STATEMENT,
            title="True or false",
            usual_difficulty=1,
            draw_count=1,
            on_paper=message("True or false?"),
            what_to_type=message("true or false"),
            needs="only a statement with blanks has one",
        ),
    )
    SHORT = (
        "short",
        TypeTraits(
            interaction=Interaction.WRITE_WORDS,
            title="Short answer",
            usual_difficulty=2,
            draw_count=2,
            on_paper=message("Write a short answer."),
            on_page=message("Write a short answer. Spelling counts."),
            what_to_type=message("answer"),
            needs="only a question with one answer in words has one",
        ),
    )
    FILL = (
        "fill",
        TypeTraits(
            interaction=Interaction.WRITE_WORDS,
            title="Fill in the blank",
            usual_difficulty=2,
            draw_count=1,
            on_paper=message("Fill in the blank."),
            on_page=message("Fill in the blank. Spelling counts."),
            what_to_type=message("answer"),
            needs="only a blank with words has one",
        ),
    )
    NUMERIC = (
        "numeric",
        TypeTraits(
            interaction=Interaction.WRITE_NUMBER,
            title="Number",
            usual_difficulty=2,
            draw_count=3,
            on_paper=message("Write a number."),
            what_to_type=message("answer"),
            needs="only an answer with `number` has one",
        ),
    )
    LIST = (
        "list",
        TypeTraits(
            interaction=Interaction.WRITE_LIST,
            title="List from memory",
            usual_difficulty=3,
            draw_count=2,
            points=Points.EACH_NEEDED_ANSWER,
            on_paper=message("Write a list."),
            on_page=message(
                "Write a list. Spelling counts. Each wrong answer costs a point."
            ),
            what_to_type=message("answers, with commas between them"),
            needs="only a list has one",
        ),
    )
    MATCHING = (
        "matching",
        TypeTraits(
            interaction=Interaction.MATCH,
            title="Matching",
            usual_difficulty=1,
            draw_count=3,
            points=Points.EACH_PAIR,
            on_paper=message("Write the letter that belongs to each."),
            on_page=message("Choose the right match for each."),
            what_to_type=message("pairs, such as 1A 2C"),
            needs=(
                f"it needs {number_word(FEWEST_PAIRS)} questions whose answers have "
                "one kind and are wrong for each other"
            ),
        ),
    )
    ORDERING = (
        "ordering",
        TypeTraits(
            interaction=Interaction.ORDER,
            title="Put in order",
            usual_difficulty=2,
            draw_count=3,
            on_paper=message("Number them in the right order."),
            on_page=message("Choose a place for each."),
            what_to_type=message("letters in the right order"),
            needs="only a list has one",
        ),
    )
