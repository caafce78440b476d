"""What every format says in the same words: instructions, keys, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted
from liverdeck.quiz.items.item import FALSE, TRUE
from liverdeck.quiz.papers.paper_forms import option_letter

if TYPE_CHECKING:
    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.item import Item, ItemType
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm

RUBRICS: dict[ItemType, str] = {
    "single": "Choose the one best answer.",
    "multiple": "Choose all that apply; a wrong one takes a point back.",
    "truefalse": "True or false?",
    "short": "Write a short answer.",
    "fill": "Fill in the blank.",
    "numeric": "Write a number.",
    "list": "Write a list.",
    "matching": "Write the letter that belongs to each.",
    "ordering": "Number them in the right order.",
}


def instructions(paper: Paper) -> str:
    """Return what to know before the first item."""
    return f"{amount(paper)}. Each item says what it wants. Made from the document “{paper.document}”."


def amount(paper: Paper) -> str:
    """Return how much a paper asks for: "20 items, 23 points"."""
    return f"{counted(len(paper.items), 'item')}, {counted(paper.points, 'point')}"


def points(item: Item) -> str:
    """Return an item's points: "1 point"."""
    return counted(item.points, "point")


def form_title(paper: Paper, form: PaperForm) -> str:
    """Return the title of a form; a paper of one form bears no letter."""
    return paper.title if len(paper.forms) == 1 else f"{paper.title} · Form {form.name}"


def file_name(paper: Paper, form: PaperForm, stem: str, ending: str) -> str:
    """Return the name of a form's file: `paper.html`, or of several forms `paper-A.html`."""
    return (
        f"{stem}.{ending}" if len(paper.forms) == 1 else f"{stem}-{form.name}.{ending}"
    )


def prompts(asked: AskedItem) -> list[tuple[str, str]]:
    """Return the prompts of a matching in the order of its form, each with its match."""
    pairs = {pair.id: pair for pair in asked.item.pairs}
    return [(pairs[each].prompt, pairs[each].match) for each in asked.prompt_ids]


def key_line(asked: AskedItem) -> str:
    """Return what is right, as a person marks it: letters with their texts, or what to write."""
    item = asked.item
    if item.type == "truefalse":
        return item.keys[0].text
    if item.type == "matching":
        return key_letters(asked)
    if item.type == "ordering":
        return " → ".join(option.text for option in item.options)
    if item.options:
        return "; ".join(
            f"{option_letter(place)}: {option.text}"
            for place, option in enumerate(asked.options)
            if option.is_key
        )
    return "; ".join(map(_with_tolerance, item.answers))


def key_letters(asked: AskedItem) -> str:
    """Return what to tick or which letters to write, without the texts; nothing where words are to be written."""
    item = asked.item
    if item.type == "truefalse":
        return item.keys[0].text
    if item.type == "matching":
        letters = {
            match: option_letter(place) for place, match in enumerate(item.matches)
        }
        return " ".join(
            f"{number}{letters[match]}"
            for number, (_, match) in enumerate(prompts(asked), 1)
        )
    if item.type == "ordering":
        right = {option.id: number for number, option in enumerate(item.options, 1)}
        return " ".join(
            f"{option_letter(place)}{right[option.id]}"
            for place, option in enumerate(asked.options)
        )
    return asked.key_letters


def left_open(item: Item) -> str:
    """Return what is neither right nor wrong to write, for whoever grades it; nothing for items to choose from."""
    return ", ".join(item.open) if item.answers else ""


def also_right(item: Item) -> list[str]:
    """Return what else is right to write: of one answer its other names, of a list those of each item."""
    return [_named(item, answer) for answer in item.answers if answer.accept]


def _named(item: Item, answer: Answer) -> str:
    names = ", ".join(answer.accept)
    return names if len(item.answers) == 1 else f"{answer.text}: {names}"


def key_text(item: Item) -> str:
    """Return what is right to write, with all that is also right, for whoever grades it by hand."""
    also = [
        f" (also: {', '.join(answer.accept)})" if answer.accept else ""
        for answer in item.answers
    ]
    return "; ".join(
        f"{_with_tolerance(answer)}{more}"
        for answer, more in zip(item.answers, also, strict=True)
    )


def for_graders(item: Item) -> str:
    """Return what is right to write, all that is also right, and what is neither right nor wrong."""
    neither = f" Neither right nor wrong: {left_open(item)}." if left_open(item) else ""
    return f"Right: {key_text(item)}.{neither}"


def _with_tolerance(answer: Answer) -> str:
    return (
        f"{answer.text} ± {answer.number.tolerance}"
        if answer.number and answer.number.tolerance
        else answer.text
    )


def reasons(asked: AskedItem) -> list[tuple[str, str, str]]:
    """Return why the wrong options are wrong: letter, text and reason; of a false statement, why it is false."""
    if asked.item.type == "truefalse":
        return [("", "", option.why) for option in asked.item.keys if option.why]
    return [
        (option_letter(place), option.text, option.why)
        for place, option in enumerate(asked.options)
        if option.why and not option.is_key
    ]


def feedback(item: Item) -> str:
    """Return what is said of an item afterwards: why, what goes beyond the document, and where it stands.

    Of a list, which no platform grades, also what is right: for whoever grades it.
    """
    right = for_graders(item) if item.type == "list" else ""
    beyond = f"Beyond the document: {item.note}" if item.note else ""
    return "\n".join(
        filter(None, (right, item.rationale, beyond, f"Source: {item.source}"))
    )


def is_true(item: Item) -> bool:
    """Whether a statement is true."""
    return {TRUE: True, FALSE: False}[item.keys[0].id]
