"""Sentences and labels for several output formats: instructions, keys, reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.catalogue.learner_words import message, words_in
from liverdeck.facts.answer import aliases_in_brackets
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.quiz.items.item_types import Interaction, PartialCredit
from liverdeck.quiz.papers.paper_forms import option_letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_forms import AskedItem, PaperForm

_FEWEST_LIST_ITEMS = 2
"""If an item has fewer answers, its hint is in the stem."""
_NEITHER_LABEL = message("Neither right nor wrong")
_WRONG_LABEL = message("Wrong answers")


def words_of(paper: Paper) -> Words:
    """Return the words around the texts of a paper, in the learner's language."""
    return words_in(paper.learner_language)


def instructions(paper: Paper) -> str:
    """Return the text that a learner reads before the first item."""
    words = words_of(paper)
    sentences = (
        f"{items_and_points(paper, words)}.",
        words.text("Each item says what to do."),
        *points_rule(paper, words),
        *_origin(paper),
    )
    return " ".join(sentences)


def origin_and_report(paper: Paper) -> str:
    """Return the sentences on the document, the makers and the reports of mistakes."""
    return " ".join([*_origin(paper), *_report(paper)])


def _origin(paper: Paper) -> Iterator[str]:
    """Yield a sentence on the document, and one on the makers of the deck if named."""
    words = words_of(paper)
    if paper.document_credit:
        about = message("Made from the document “{document}” ({credit}).")
    else:
        about = message("Made from the document “{document}”.")
    yield words.text(about, document=paper.document, credit=paper.document_credit)
    if paper.deck_credit:
        yield words.text("Items: {credit}.", credit=paper.deck_credit)


def _report(paper: Paper) -> Iterator[str]:
    if paper.report:
        yield f"{words_of(paper).label('Report a mistake')} {paper.report}"


def points_rule(paper: Paper, words: Words) -> list[str]:
    """Return sentences that say how partly right answers count on a paper.

    The rule itself is `Item.points_for`.
    """
    credits_used = {item.interaction.partial_credit for item in paper.items}
    rules = [
        words.text(credit.value)
        for credit in (PartialCredit.EACH_LESS_WRONG, PartialCredit.EACH)
        if credit in credits_used
    ]
    if not rules:
        return [words.text("Each item is right or wrong as a whole.")]
    return [*rules, words.text(PartialCredit.WHOLE.value)]


def items_and_points(paper: Paper, words: Words) -> str:
    """Return the size of a paper, such as "20 items, 23 points"."""
    return words.counted(
        "{count} item, {points}",
        "{count} items, {points}",
        len(paper.items),
        points=points_text(paper, words),
    )


def points_text(item: Item | Paper, words: Words) -> str:
    """Return the points of an item or a paper, such as "1 point"."""
    return words.counted("{count} point", "{count} points", item.points)


def rubric(item: Item, words: Words) -> str:
    """Return an item's instruction and points: "Write a number. (1 point)"."""
    return f"{words.text(item.type.traits.on_paper)} ({points_text(item, words)})"


def form_title(paper: Paper, form: PaperForm) -> str:
    """Return the title of a form, without a letter if the paper has only one form."""
    if len(paper.forms) == 1:
        return paper.title
    return f"{paper.title} · {words_of(paper).text('Form {name}', name=form.name)}"


def footer(paper: Paper, form: PaperForm) -> str:
    """Return the footer of each page of a form and of its key."""
    seed = words_of(paper).text("seed {seed}", seed=paper.seed)
    return f"{form_title(paper, form)} · {seed}"


def seed_text(paper: Paper) -> str:
    """Return the seed as a text of its own: "Seed spring"."""
    return words_of(paper).text("Seed {seed}", seed=paper.seed)


def key_title(paper: Paper, form: PaperForm) -> str:
    """Return the title of the key of a form."""
    return words_of(paper).text("Key: {title}", title=form_title(paper, form))


def key_introduction(paper: Paper) -> str:
    """Return the text that a grader reads before the first answer of a key."""
    template = message("Seed {seed}. Keep it apart from the paper.")
    about = words_of(paper).text(template, seed=paper.seed)
    return " ".join([about, *_report(paper)])


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


def labelled_remarks(item: Item, words: Words) -> list[tuple[str, str]]:
    """Return the remarks of a key below the right answer: pairs of a label and a text.

    They are the aliases, the answers that are neither right nor wrong, the known wrong
    answers with the reasons against them, the rationale and the note. A remark without
    a text is left out. The rationale has an empty label.
    """
    remarks = (
        (words.label("Also right"), "; ".join(_alias_texts(item))),
        (words.label(_NEITHER_LABEL), _open_answers_text(item)),
        (words.label(_WRONG_LABEL), _wrong_answers_text(item)),
        ("", item.rationale),
        (words.label(NOTE_LABEL), item.note),
    )
    return [(label, text) for label, text in remarks if text]


def sound_notice(item: Item, words: Words) -> str:
    """Return the sentences of a paper about the sound of a question; "" if it has none.

    They do not name the file, because its name may give the answer away.
    """
    if not item.front.sounds:
        return ""
    return words.text(
        "A sound belongs to this question. It is not on paper: it is played to you."
    )


def sound_lines(item: Item, words: Words) -> list[str]:
    """Return the lines of a key about the sounds of a question and of its answer."""
    sides = (
        (words.label("Sound of the question"), item.front),
        (words.label("Sound of the answer"), item.back),
    )
    lines = []
    for label, media in sides:
        for sound in media.sounds:
            credit = f" ({sound.credit_line})" if sound.credit_line else ""
            lines.append(f"{label} {sound.file}{credit}")
    return lines


def hint_lines(item: Item) -> list[str]:
    """Return the hints to the items of a list, which the stem does not have.

    They are in the order of the list.
    """
    if len(item.answers) < _FEWEST_LIST_ITEMS:
        return []
    return [answer.hint for answer in item.answers if answer.hint]


def hints_text(item: Item, words: Words) -> str:
    """Return the hints to the items of a list on one line; "" without such hints."""
    hints = hint_lines(item)
    return f"{words.label('Hints')} {'; '.join(hints)}" if hints else ""


def stem_and_hints(item: Item, words: Words) -> str:
    """Return a stem, with the hints of a list on a line of their own below it."""
    return "\n".join(filter(None, (item.stem, hints_text(item, words))))


def _open_answers_text(item: Item) -> str:
    """Return the answers that a grader should count as neither right nor wrong.

    Empty if there are no such answers, or if learners choose and do not write.
    """
    return ", ".join(item.open) if item.answers else ""


def _wrong_answers_text(item: Item) -> str:
    """Return the answers that are known to be wrong, each with the reason against it.

    Empty if learners choose and do not write, because then each option has its reason.
    """
    return "; ".join(
        f"{wrong.text} ({wrong.why})"
        for answer in item.answers
        for wrong in answer.reject
    )


def _alias_texts(item: Item) -> list[str]:
    """Return, for each answer that has aliases, a text with these aliases.

    If the item has several answers, each text begins with its answer.
    """
    return [_aliases_of(item, answer) for answer in item.answers if answer.accept]


def _aliases_of(item: Item, answer: Answer) -> str:
    aliases = ", ".join(answer.accept)
    return aliases if len(item.answers) == 1 else f"{answer.text}: {aliases}"


def _answers_with_aliases(item: Item, words: Words) -> str:
    """Return every right answer with its aliases."""
    return "; ".join(
        _text_with_tolerance(answer) + aliases_in_brackets(answer, words)
        for answer in item.answers
    )


def grading_notes(item: Item, words: Words) -> str:
    """Return what a person needs to know to grade an answer that a learner wrote.

    The text has the right answers, their aliases, the answers that are neither right
    nor wrong, and the known wrong answers.
    """
    answers = _answers_with_aliases(item, words)
    right = words.text("Right: {answers}.", answers=answers)
    others = (
        (_NEITHER_LABEL, _open_answers_text(item)),
        (_WRONG_LABEL, _wrong_answers_text(item)),
    )
    return " ".join(
        [right, *(f"{words.label(label)} {text}." for label, text in others if text)]
    )


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


def feedback(item: Item, words: Words) -> str:
    """Return the text that a learner reads after answering an item.

    It has the rationale, the note and the source. If a person marks the item, it also
    has the grading notes.
    """
    note_text = f"{words.label(NOTE_LABEL)} {item.note}" if item.note else ""
    lines = (
        notes_for_person(item, words),
        item.rationale,
        note_text,
        f"{words.label('Source')} {item.source}",
    )
    return "\n".join(filter(None, lines))


def notes_for_person(item: Item, words: Words) -> str:
    """Return the grading notes of an item that no learning platform can mark.

    Empty for an item that a platform marks.
    """
    return grading_notes(item, words) if item.is_marked_by_person else ""
