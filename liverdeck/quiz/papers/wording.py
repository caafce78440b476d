"""Sentences and labels for several output formats: instructions, keys, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.base.phrases import counted
from liverdeck.facts.answer import aliases_in_brackets
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.quiz.items.item_types import Interaction, PartialCredit
from liverdeck.quiz.papers.paper_forms import option_letter

if TYPE_CHECKING:
    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm

_FEWEST_ITEMS = 2
"""An item with fewer answers has its hint in the stem."""
_NEITHER_LABEL = "Neither right nor wrong"


def instructions(paper: Paper) -> str:
    """Return what a learner reads before the first item."""
    document_credit = f" ({paper.document_credit})" if paper.document_credit else ""
    deck_credit = f" Items: {paper.deck_credit}." if paper.deck_credit else ""
    return (
        f"{items_and_points(paper)}. Each item says what to do. {points_rule(paper)} "
        f"Made from the document “{paper.document}”{document_credit}.{deck_credit}"
    )


def points_rule(paper: Paper) -> str:
    """Return how partly right answers count, for the item types that a paper has.

    All other items are right or wrong as a whole. `Item.points_for` is the rule.
    """
    types_by_credit: dict[PartialCredit, list[str]] = {}
    for type_ in sorted({item.type for item in paper.items}):
        credit = type_.traits.interaction.partial_credit
        types_by_credit.setdefault(credit, []).append(type_.traits.title)
    types_by_credit.pop(PartialCredit.WHOLE, None)
    rules = [
        f"{' or '.join(titles)}: an item {credit.value}."
        for credit, titles in types_by_credit.items()
    ]
    others = "All other items are" if rules else "Each item is"
    return " ".join((*rules, f"{others} right or wrong as a whole."))


def items_and_points(paper: Paper) -> str:
    """Return the size of a paper, such as "20 items, 23 points"."""
    return f"{counted(len(paper.items), 'item')}, {counted(paper.points, 'point')}"


def points_text(item: Item) -> str:
    """Return an item's points, such as "1 point"."""
    return counted(item.points, "point")


def rubric(item: Item) -> str:
    """Return what to do on paper, and the points: "Write a number. (1 point)"."""
    return f"{item.type.traits.on_paper} ({points_text(item)})"


def form_title(paper: Paper, form: PaperForm) -> str:
    """Return the title of a form, without a letter if the paper has only one form."""
    if len(paper.forms) == 1:
        return paper.title
    return f"{paper.title} · Form {form.name}"


def footer(paper: Paper, form: PaperForm) -> str:
    """Return what stands below each page of a form and of its key."""
    return f"{form_title(paper, form)} · seed {paper.seed}"


def key_title(paper: Paper, form: PaperForm) -> str:
    """Return the title of the key of a form."""
    return f"Key: {form_title(paper, form)}"


def key_introduction(seed: str) -> str:
    """Return what a grader reads before the first answer of a key."""
    return f"Seed {seed}. Keep it apart from the paper."


def file_name(paper: Paper, form: PaperForm, base_name: str, ending: str) -> str:
    """Return the name of a form's file.

    For the base name `paper` and the ending `html`, that is `paper.html`, or
    `paper-A.html` if the paper has several forms.
    """
    if len(paper.forms) == 1:
        return f"{base_name}.{ending}"
    return f"{base_name}-{form.name}.{ending}"


def prompts_with_matches(asked: AskedItem) -> list[tuple[str, str]]:
    """Return each prompt of a matching with its match, in the order of the form."""
    pairs_by_id = {pair.id: pair for pair in asked.item.pairs}
    pairs = [pairs_by_id[pair_id] for pair_id in asked.prompt_ids]
    return [(pair.prompt, pair.match) for pair in pairs]


def key_line(asked: AskedItem) -> str:
    """Return the right answer as a grader reads it.

    - options to choose: the letters and texts of the keys
    - a statement to judge: *True* or *False*
    - options to order: the texts in the right order
    - prompts to match: numbers with letters
    - answers to write: their texts, with the tolerance of numbers
    """
    item = asked.item
    match item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL:
            return "; ".join(
                f"{option_letter(index)}: {option.text}"
                for index, option in enumerate(asked.options)
                if option.is_key
            )
        case Interaction.JUDGE_STATEMENT | Interaction.MATCH:
            return key_letters(asked)
        case Interaction.ORDER:
            return " → ".join(item.right_texts)
        case (
            Interaction.WRITE_WORDS | Interaction.WRITE_NUMBER | Interaction.WRITE_LIST
        ):
            return "; ".join(map(_text_with_tolerance, item.answers))
        case _ as interaction:
            assert_never(interaction)


def key_letters(asked: AskedItem) -> str:
    """Return the right answer as letters, as numbers, or as *True* or *False*.

    Empty if learners write the answer.
    """
    match asked.item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL:
            return asked.key_letters
        case Interaction.JUDGE_STATEMENT:
            return asked.item.keys[0].text
        case Interaction.MATCH:
            return _matching_letters(asked)
        case Interaction.ORDER:
            return _ordering_numbers(asked)
        case (
            Interaction.WRITE_WORDS | Interaction.WRITE_NUMBER | Interaction.WRITE_LIST
        ):
            return ""
        case _ as interaction:
            assert_never(interaction)


def _matching_letters(asked: AskedItem) -> str:
    """Return the number of each prompt with the letter of its match, as in "1B 2A"."""
    letters = {
        match: option_letter(index) for index, match in enumerate(asked.item.matches)
    }
    return " ".join(
        f"{number}{letters[match]}"
        for number, (_, match) in enumerate(prompts_with_matches(asked), 1)
    )


def _ordering_numbers(asked: AskedItem) -> str:
    """Return the letter of each option with its right number, as in "A2 B1"."""
    right_numbers = {
        option.id: number for number, option in enumerate(asked.item.options, 1)
    }
    return " ".join(
        f"{option_letter(index)}{right_numbers[option.id]}"
        for index, option in enumerate(asked.options)
    )


def labelled_remarks(item: Item) -> list[tuple[str, str]]:
    """Return what a key says below the right answer: pairs of a label and a text.

    These are the aliases, what is neither right nor wrong, the rationale and the note.
    Those that the item lacks are left out. The rationale has the empty label.
    """
    remarks = (
        ("Also right", "; ".join(_alias_texts(item))),
        (_NEITHER_LABEL, _open_answers_text(item)),
        ("", item.rationale),
        (NOTE_LABEL, item.note),
    )
    return [(label, text) for label, text in remarks if text]


def sound_notice(item: Item) -> str:
    """Return what a paper says about the sound of a question; "" without a sound.

    It does not name the file, whose name may give the answer away.
    """
    if not item.front.sounds:
        return ""
    return "A sound belongs to this question. It is not on paper: it is played to you."


def sound_lines(item: Item) -> list[str]:
    """Return what a key says about the sounds of a question and of its answer."""
    sides = (("Sound of the question", item.front), ("Sound of the answer", item.back))
    return [
        f"{label}: {sound.file}{f' ({sound.credit_line})' if sound.credit_line else ''}"
        for label, media in sides
        for sound in media.sounds
    ]


def hint_lines(item: Item) -> list[str]:
    """Return the hints to the items of a list, which the stem does not have.

    They are in the order of the list.
    """
    if len(item.answers) < _FEWEST_ITEMS:
        return []
    return [answer.hint for answer in item.answers if answer.hint]


def stem_and_hints(item: Item) -> str:
    """Return a stem, with the hints of a list on a line of their own below it."""
    hints = hint_lines(item)
    return f"{item.stem}\nHints: {'; '.join(hints)}" if hints else item.stem


def _open_answers_text(item: Item) -> str:
    """Return the answers that a grader should count as neither right nor wrong.

    Empty if there are no such answers, or if learners choose and do not write.
    """
    return ", ".join(item.open) if item.answers else ""


def _alias_texts(item: Item) -> list[str]:
    """Return, for each answer that has aliases, a text with these aliases.

    If the item has several answers, each text begins with its answer.
    """
    return [_aliases_of(item, answer) for answer in item.answers if answer.accept]


def _aliases_of(item: Item, answer: Answer) -> str:
    aliases = ", ".join(answer.accept)
    return aliases if len(item.answers) == 1 else f"{answer.text}: {aliases}"


def _answers_with_aliases(item: Item) -> str:
    """Return every right answer with its aliases."""
    return "; ".join(map(_text_with_aliases, item.answers))


def _text_with_aliases(answer: Answer) -> str:
    return _text_with_tolerance(answer) + aliases_in_brackets(answer)


def grading_notes(item: Item) -> str:
    """Return what a person needs to know to grade what a learner wrote.

    These are the right answers, their aliases, and what is neither right nor wrong.
    """
    open_answers = _open_answers_text(item)
    open_text = f" {_NEITHER_LABEL}: {open_answers}." if open_answers else ""
    return f"Right: {_answers_with_aliases(item)}.{open_text}"


def _text_with_tolerance(answer: Answer) -> str:
    if answer.number and answer.number.tolerance:
        return f"{answer.text} ± {answer.number.tolerance}"
    return answer.text


def reasons_against_options(asked: AskedItem) -> list[tuple[str, str, str]]:
    """Return the letter, text and reason of each wrong option that has a reason.

    For a false statement, return only the reason why it is false, with an empty letter
    and an empty text. A true statement has no reasons against options.
    """
    match asked.item.interaction:
        case Interaction.JUDGE_STATEMENT:
            return [("", "", option.why) for option in asked.item.keys if option.why]
        case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL:
            return [
                (option_letter(index), option.text, option.why)
                for index, option in enumerate(asked.options)
                if option.why and not option.is_key
            ]
        case (
            Interaction.WRITE_WORDS
            | Interaction.WRITE_NUMBER
            | Interaction.WRITE_LIST
            | Interaction.MATCH
            | Interaction.ORDER
        ):
            return []
        case _ as interaction:
            assert_never(interaction)


def feedback(item: Item) -> str:
    """Return what a learner reads after answering an item.

    That is the rationale, what the document does not say, and the source. If a person
    marks the item, the feedback also says what is right.
    """
    note_text = f"{NOTE_LABEL}: {item.note}" if item.note else ""
    lines = (
        notes_for_person(item),
        item.rationale,
        note_text,
        f"Source: {item.source}",
    )
    return "\n".join(filter(None, lines))


def notes_for_person(item: Item) -> str:
    """Return the grading notes of an item that no learning platform can mark.

    Empty for an item that a platform marks.
    """
    return grading_notes(item) if item.is_marked_by_person else ""
