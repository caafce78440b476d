"""What is below a question on paper: texts to choose from, or lines to write on."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.base.values import value_class
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.wording import prompts_with_matches

if TYPE_CHECKING:
    from liverdeck.quiz.papers.paper_forms import AskedItem


@value_class
class AnswerSpace:
    """What is below a question, in every output format for paper."""

    prompts: tuple[str, ...] = ()
    """Numbered texts; beside each, learners write the letter of its match."""
    lettered: tuple[str, ...] = ()
    """Options or matches, each with its letter."""
    unlettered: tuple[str, ...] = ()
    """Options without letters."""
    line_count: int = 0
    """How many lines there are to write on."""

    @property
    def line_labels(self) -> tuple[str, ...]:
        """The label before each line to write on: "1.", "2." and so on.

        A single line has an empty label.
        """
        if self.line_count == 1:
            return ("",)
        return tuple(f"{number}." for number in range(1, self.line_count + 1))


def answer_space(asked: AskedItem) -> AnswerSpace:
    """Return what is below the question of an item, in the order of the paper form."""
    item = asked.item
    option_texts = tuple(option.text for option in asked.options)
    match item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL | Interaction.ORDER:
            return AnswerSpace(lettered=option_texts)
        case Interaction.JUDGE_STATEMENT:
            return AnswerSpace(unlettered=option_texts)
        case Interaction.MATCH:
            prompts = tuple(prompt for prompt, _ in prompts_with_matches(asked))
            return AnswerSpace(prompts=prompts, lettered=item.matches)
        case Interaction.WRITE_WORDS | Interaction.WRITE_NUMBER:
            return AnswerSpace(line_count=1)
        case Interaction.WRITE_LIST:
            return AnswerSpace(line_count=item.needed_count)
        case _ as interaction:
            assert_never(interaction)
