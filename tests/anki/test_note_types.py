import pytest

from liverdeck.anki import templates
from liverdeck.anki.note_types import (
    CHOICE,
    CLOZE,
    LIST,
    LOOK_CHANGED_SECONDS,
    NOTE_TYPES,
    QUESTION,
    fields_of,
    released_types,
)

COMMON = ("Image", "Why", "Note", "Source", "Spare1", "Spare2", "Spare3", "MyNotes")
# These are in learners' collections and never change.
FROZEN = {
    "LiverDeck Cloze": (1795392001000, "e0c285305ac674bb"),
    "LiverDeck Question": (1795392002000, "a4cf329e86364414"),
    "LiverDeck List": (1795392003000, "5befdf50c95b2794"),
}
LOOKS = (
    {
        "LiverDeck Cloze": "13e38dea93238df5",
        "LiverDeck Question": "13bde1c1bc18f144",
        "LiverDeck List": "b522078afb3d0809",
    },
    1795392000,
)
CHOICE_LOOK = "8039ffad04d979c8"


def test_fields_are_frozen():
    assert CLOZE.fields == ("Key", "Text", *COMMON)
    assert QUESTION.fields == (
        "Key",
        "Ask",
        "Answer",
        "ReverseAsk",
        "ReverseAnswer",
        *COMMON,
    )
    assert LIST.fields == ("Key", "Ask", "Items", *COMMON)
    assert CHOICE.fields == ("Key", "Ask", "Options", *COMMON)


def test_ids_and_schemas_are_frozen():
    assert {
        note_type.name: (note_type.id, note_type.released_type().schema)
        for note_type in NOTE_TYPES
    } == FROZEN
    assert (CHOICE.id, CHOICE.released_type().schema) == (
        1795392004000,
        "6bafbc98115c9ee4",
    )
    assert CLOZE.field_id(0) == 1795392001100
    assert QUESTION.template_id(1) == 1795392002201


def test_a_new_look_has_a_new_time():
    looks = {name: note_type.look for name, note_type in released_types().items()}
    assert CHOICE.released_type().look == CHOICE_LOOK
    assert (looks, LOOK_CHANGED_SECONDS) == LOOKS, (
        "a template or the styling changed: raise LOOK_CHANGED_SECONDS, "
        "then write both here"
    )


@pytest.mark.parametrize("note_type", NOTE_TYPES, ids=lambda note_type: note_type.name)
def test_a_note_type_is_small_and_needs_no_javascript(note_type):
    texts = [
        templates.STYLE,
        *(template.front for template in note_type.templates),
        *(template.back for template in note_type.templates),
    ]
    assert sum(len(text.encode()) for text in texts) < 3 * 1024
    assert not any("<script" in text or "onclick" in text for text in texts)


def test_the_reverse_has_no_card_while_its_question_is_empty():
    front = QUESTION.templates[1].front
    assert front.startswith("{{#ReverseAsk}}")
    assert front.endswith("{{/ReverseAsk}}")


def test_the_choice_type_is_small_and_sends_nothing():
    (template,) = CHOICE.templates
    look = CHOICE.style + template.front + template.back
    assert len(look.encode()) < 12 * 1024
    assert not any(
        word in template.front
        for word in ("http", "fetch", "XMLHttp", "eval", "innerHTML")
    )


@pytest.mark.parametrize(
    "note_type", [*NOTE_TYPES, CHOICE], ids=lambda note_type: note_type.name
)
def test_explanations_are_only_on_the_back(note_type):
    for template in note_type.templates:
        for field in ("Why", "Note", "Source", "MyNotes"):
            assert f"{{{{{field}}}}}" in template.back
            assert f"{{{{{field}}}}}" not in template.front


LIST_VALUES = {
    "Items": "<ul></ul>",
    "Ask": "Which?",
    "Key": "heart/valves",
    "Image": "",
    "Why": "why",
    "Note": "note",
    "Source": "source",
}


def test_fields_are_put_in_order_by_their_names():
    assert fields_of(LIST, LIST_VALUES) == (
        "heart/valves",
        "Which?",
        "<ul></ul>",
        "",
        "why",
        "note",
        "source",
        *("", "", "", ""),
    )


@pytest.mark.parametrize("name", LIST_VALUES)
def test_a_missing_field_is_refused(name):
    values = {key: value for key, value in LIST_VALUES.items() if key != name}
    with pytest.raises(ValueError, match=f"LiverDeck List.*{name}"):
        fields_of(LIST, values)


@pytest.mark.parametrize("name", ["Text", "ask", "Spare4"])
def test_an_unknown_field_is_refused(name):
    with pytest.raises(ValueError, match=f"LiverDeck List.*{name}"):
        fields_of(LIST, {**LIST_VALUES, name: "x"})
