import pytest

from liverdeck.anki.note_types import deck_note_types
from liverdeck.anki.notes import render_notes
from liverdeck.authoring.loader import load_deck
from liverdeck.preview.rendering import fill, render_card

VALUES = {
    "Full": "<b>x</b>",
    "Empty": "",
    "Cloze": "In {{c2::summer::season}} it is {{c10::hot}}.",
}


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("a{{Full}}b", "a<b>x</b>b"),
        ("{{#Full}}({{Full}}){{/Full}}{{^Full}}none{{/Full}}", "(<b>x</b>)"),
        ("{{#Empty}}({{Empty}}){{/Empty}}{{^Empty}}none{{/Empty}}", "none"),
        ("{{#Full}}1{{#Empty}}2{{#Full}}3{{/Full}}{{/Empty}}4{{/Full}}5", "145"),
        ("{{^Empty}}1{{#Full}}2{{/Full}}{{/Empty}}", "12"),
        ("[{{FrontSide}}]", "[]"),
    ],
)
def test_fields_and_conditions_are_filled(template, filled):
    assert fill(template, VALUES, 0) == filled


@pytest.mark.parametrize(
    "content", ["", " ", "\n", "<br>", "<BR/>", "<div><br /></div>", " <div> </div> "]
)
def test_html_that_an_editor_leaves_behind_is_empty(content):
    assert fill("{{#F}}x{{/F}}", {"F": content}, 0) == ""


@pytest.mark.parametrize("content", ["0", "&nbsp;", "<hr>", "\u00a0"])
def test_other_short_content_is_not_empty(content):
    assert fill("{{#F}}x{{/F}}", {"F": content}, 0) == "x"


def test_the_back_can_contain_the_front():
    assert (
        fill("{{FrontSide}}<hr>{{Full}}", VALUES, 0, "front {{Full}}")
        == "front {{Full}}<hr><b>x</b>"
    )


def test_the_content_of_a_field_is_not_a_template():
    assert fill("{{A}}", {"A": "{{B}}{{#A}}", "B": "x"}, 0) == "{{B}}{{#A}}"


@pytest.mark.parametrize(
    ("ordinal", "front", "shown"),
    [
        (
            1,
            None,
            'In <span class="cloze" data-cloze="summer" data-ordinal="2">[season]'
            '</span> it is <span class="cloze-inactive" data-ordinal="10">hot</span>.',
        ),
        (
            9,
            None,
            'In <span class="cloze-inactive" data-ordinal="2">summer</span> it is '
            '<span class="cloze" data-cloze="hot" data-ordinal="10">[...]</span>.',
        ),
        (
            1,
            "front",
            'In <span class="cloze" data-ordinal="2">summer</span> it is '
            '<span class="cloze-inactive" data-ordinal="10">hot</span>.',
        ),
    ],
)
def test_a_blank_is_asked_answered_or_shown(ordinal, front, shown):
    assert fill("{{cloze:Cloze}}", VALUES, ordinal, front) == shown


def test_a_blank_in_a_formula_has_no_tags():
    assert fill("{{cloze:F}}", {"F": r"\(x {{c1::y::z}}\) {{c2::a}}"}, 0).startswith(
        r"\(x [z]\) <span"
    )


def test_formulas_without_end_are_read_fast():
    hostile = r"\(" * 300_000
    assert fill("{{cloze:F}}", {"F": hostile}, 0) == hostile


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{Other}}", "no field 'Other'"),
        ("{{#Other}}{{/Other}}", "no field 'Other'"),
        ("{{text:Full}}", "no filter 'text'"),
        ("{{#Full}}", "is not closed"),
        ("{{/Full}}", "closes nothing"),
        ("{{#Full}}{{#Empty}}{{/Full}}{{/Empty}}", "closes nothing"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(template, message):
    with pytest.raises(ValueError, match=message):
        fill(template, VALUES, 0)


def test_all_templates_of_a_deck_can_be_filled():
    for note_type in deck_note_types("de"):
        values = dict.fromkeys(note_type.fields, "x")
        for template in note_type.templates:
            assert "{{" not in fill(template.front, values, 0)
            assert "{{" not in fill(template.back, values, 0, "")


def test_each_card_of_a_note_has_its_own_sides(write_deck):
    folder = write_deck(
        "  - {id: a, from: pump, say: 'A {{c1::b}} {{c3::c}}'}\n"
        "  - {id: q, from: pump, ask: Q?, answer: x, reverse: {ask: R?, answer: y}}\n"
    )
    cloze, question = render_notes(load_deck(folder).deck)
    assert "[...]" in render_card(cloze, 0).front.partition("</span>")[0]
    assert "[...]" in render_card(cloze, 2).front.partition("</span>")[2]
    assert "[...]" not in render_card(cloze, 2).back
    assert "Q?" in render_card(question, 0).front
    assert "R?" in render_card(question, 1).front
    assert "y" in render_card(question, 1).back
