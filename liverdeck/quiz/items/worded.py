"""Translate the words of items that no author wrote into the learner's language.

Items in the bank have these few words in English, so that the language does not change
which items a paper has.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.catalogue.learner_words import message
from liverdeck.quiz.items.item import TRUE

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words
    from liverdeck.quiz.items.item import Item, Option

MATCH_GROUPS = message("Match each of these with its group.")
MATCH_QUESTIONS = message("Match each question with its answer.")
MATCH_BY_DOCUMENT = message(
    "According to the document, match each question with its answer."
)
PUT_IN_ORDER = message("Put these in order.")
IN_UNIT = message("(in {unit})")
NAME_SOME = message("Name {need} of the {count}.")
NAME_BOTH = message("Name both.")
NAME_BOTH_IN_ORDER = message("Name both, in order.")
NAME_ALL = message("Name all {count}.")
NAME_ALL_IN_ORDER = message("Name all {count}, in order.")
_TASKS = (
    MATCH_GROUPS,
    MATCH_BY_DOCUMENT,
    MATCH_QUESTIONS,
    PUT_IN_ORDER,
    IN_UNIT,
    NAME_SOME,
    NAME_BOTH,
    NAME_BOTH_IN_ORDER,
    NAME_ALL,
    NAME_ALL_IN_ORDER,
)
"""Sentences that follow the author's question in a stem, or are the whole stem.

A stem that is the author's alone does not end with one of them, unless the author wrote
the same words.
"""
RIGHT_IS = message("Right is: {answer}.")
"""The end of the reason why a statement is false."""
WHOLE_LIST = message("The whole list: {text}")
"""The beginning of the rationale of an item about a part of a list."""

ANSWERS_ANOTHER = message("It answers another question: {text}")
BELONGS_ELSEWHERE = message("It belongs elsewhere: {text}")


def worded(item: Item, words: Words) -> Item:
    """Return an item whose words that no author wrote are in the learner's language.

    The author's texts and all ids stay as they are.
    """
    options = tuple(_worded_option(option, item, words) for option in item.options)
    beginning = WHOLE_LIST.format(text="")
    rationale = item.rationale
    if rationale.startswith(beginning):
        rationale = words.text(WHOLE_LIST, text=rationale.removeprefix(beginning))
    return replace(
        item, stem=_worded_stem(item, words), options=options, rationale=rationale
    )


def _worded_stem(item: Item, words: Words) -> str:
    values = _values_of(item)
    for task in _TASKS:
        in_english = task.format(**values)
        if item.stem.endswith(in_english):
            author_text = item.stem.removesuffix(in_english)
            return author_text + words.text(task, **values)
    return item.stem


def _values_of(item: Item) -> dict[str, object]:
    """Return the values of the placeholders of `_TASKS`."""
    number = item.answers[0].number if item.answers else None
    return {
        "count": len(item.answers),
        "need": item.needed_count,
        "unit": number.unit if number else None,
    }


def _worded_option(option: Option, item: Item, words: Words) -> Option:
    """Return an option with its reason, both in the learner's language."""
    text = option.text
    if item.interaction.judges_statement:
        text = words.text("True") if option.id == TRUE else words.text("False")
    return replace(option, text=text, why=_worded_reason(option.why, item, words))


def _worded_reason(why: str, item: Item, words: Words) -> str:
    """Return the reason why an option is wrong; most reasons are the author's."""
    for reason in (ANSWERS_ANOTHER, BELONGS_ELSEWHERE):
        beginning = reason.format(text="")
        if why.startswith(beginning):
            return words.text(reason, text=why.removeprefix(beginning))
    answer = item.key_names[0] if item.key_names else ""
    end = RIGHT_IS.format(answer=answer)
    if item.interaction.judges_statement and why.endswith(end):
        return why.removesuffix(end) + words.text(RIGHT_IS, answer=answer)
    return why
