"""The contents of the notes of each shape: fields, ordinals of cards, numbered texts.

This module and `note_type_of` in `note_types` are the only code in `liverdeck.anki`
that depends on shapes: they say how a note is made from each shape, and how a published
note is read back for the ledger. If a shape is missing in a function, the type check
reports an error.

The ledger records texts of a note under names, which it calls *numbers*: `c1` for a
blank, `ask` for the question, `reverse` for the reverse question. A number is not the
same as a part: the card that asks the question has the number `ask` and an empty part,
and a group has a part but no number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from liverdeck.anki.compared_texts import text_from
from liverdeck.anki.escaping import html_text, statement_text
from liverdeck.anki.gaps import gaps_in
from liverdeck.facts.ledger import ASK
from liverdeck.facts.parts import REVERSE, blank_number, blank_part
from liverdeck.facts.shapes import (
    Cloze,
    Enumeration,
    Gap,
    GroupedEnumeration,
    Question,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from liverdeck.anki.note_types import NoteType
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.card import Card
    from liverdeck.facts.fact import Fact
    from liverdeck.facts.shapes import Shape, ShapeName


def shape_values(fact: Fact, cards: Sequence[Card]) -> dict[str, str]:
    """Return the values of the fields that depend on the fact's shape, by field name.

    These are the fields in `NoteType.leading_fields` except Key. The module `notes`
    fills Key and the fields that all note types have. `cards` are the cards of the
    note.
    """
    shape = fact.shape
    match shape:
        case Cloze():
            return {"Text": "".join(map(_piece_html, shape.pieces))}
        case Question():
            return _question_values(shape)
        case Enumeration() | GroupedEnumeration():
            (card,) = cards  # a list or a group has one card
            return {
                "Ask": html_text(card.prompt),
                "Group": html_text(card.heading or ""),
                "Items": _list_html(card),
            }
        case _:
            assert_never(shape)


def _piece_html(piece: str | Gap) -> str:
    """Return a piece of a statement as HTML, a gap as `{{c1::text::hint}}`."""
    if isinstance(piece, str):
        return statement_text(piece)
    hint = f"::{statement_text(piece.hint)}" if piece.hint else ""
    return f"{{{{c{piece.number}::{statement_text(piece.text)}{hint}}}}}"


def _question_values(shape: Question) -> dict[str, str]:
    values = {
        "Ask": html_text(shape.ask),
        "Hint": html_text(shape.answer.hint or ""),
        "Answer": html_text(shape.answer.text),
    }
    reverse = shape.reverse
    if reverse is None:
        return {**values, "ReverseAsk": "", "ReverseHint": "", "ReverseAnswer": ""}
    return {
        **values,
        "ReverseAsk": html_text(reverse.ask),
        "ReverseHint": html_text(reverse.answer.hint or ""),
        "ReverseAnswer": html_text(reverse.answer.text),
    }


def _list_html(card: Card) -> str:
    """Return the items of a list, each with a box that uncovers it on the front."""
    tag = "ol" if card.ordered else "ul"
    items = "".join(map(_item_html, card.answers))
    return f'<{tag} class="ld-items">{items}</{tag}>'


def _item_html(answer: Answer) -> str:
    hint = html_text(answer.hint or "")
    return (
        '<li><label class="tappable"><input type="checkbox">'
        f"<small>{hint}</small><span>{html_text(answer.text)}</span></label></li>"
    )


def ordinal_of(card: Card) -> int:
    """Return Anki's ordinal of a card: 0 for the card of the blank `c1`."""
    shape = card.fact.shape
    match shape:
        case Cloze() | Question():
            return ordinal_of_number(card.part or ASK)
        case Enumeration() | GroupedEnumeration():
            return 0
        case _:
            assert_never(shape)


def ordinal_of_number(number: str) -> int:
    """Return Anki's ordinal of the card for a number of the ledger: 1 for `c2`.

    It is 0 for `ask` and 1 for `reverse`. Raises ValueError if `number` is not the
    number of a blank or of a question.
    """
    if number == ASK:
        return 0
    if number == REVERSE:
        return 1
    return blank_number(number) - 1


def texts_by_number(shape: Shape) -> dict[str, str]:
    """Return the texts that the ledger records, by number. A list has no such texts."""
    match shape:
        case Cloze():
            return {
                blank_part(blank.number): blank.answer.text for blank in shape.blanks
            }
        case Question():
            questions = {ASK: shape.ask}
            if shape.reverse:
                questions[REVERSE] = shape.reverse.ask
            return questions
        case Enumeration() | GroupedEnumeration():
            return {}
        case _:
            assert_never(shape)


def published_texts_by_number(
    shape: ShapeName, values: Mapping[str, str]
) -> dict[str, str]:
    """Return the texts of a published note that the ledger records, by number.

    They are the texts that `texts_by_number` returned for the shape of the note's fact.
    `shape` is the name of the fact's shape. `values` has the value of each field of the
    note, by the name of the field.
    """
    match shape:
        case "cloze":
            gaps = gaps_in(values["Text"])
            return {blank_part(gap.number): text_from(gap.text) for gap in gaps}
        case "question":
            questions = {ASK: values["Ask"], REVERSE: values["ReverseAsk"]}
            return {
                number: text_from(text) for number, text in questions.items() if text
            }
        case "list" | "groups":
            return {}
        case _:
            assert_never(shape)


def shape_of_note(note_type: NoteType, part: str) -> ShapeName:
    """Return the name of the shape from which a note with this part was made.

    `note_type` is a note type of a deck. Lists and grouped lists have the same kind of
    note, but only the notes of grouped lists have a part. Raises ValueError for the
    note type of multiple choice notes, which are made from items.
    """
    match note_type.kind:
        case "Cloze":
            return "cloze"
        case "Question":
            return "question"
        case "List":
            return "groups" if part else "list"
        case "Choice":
            raise ValueError(f"{note_type.name} is made from no shape")
        case _:
            assert_never(note_type.kind)
