import pytest

from liverdeck.anki import templates
from liverdeck.anki.note_types import (
    CHOICE,
    CLOZE,
    LIST,
    LOOK_CHANGED,
    NOTE_TYPES,
    QUESTION,
    released_types,
)

COMMON = ("Image", "Why", "Note", "Source", "Spare1", "Spare2", "Spare3", "MyNotes")
FROZEN = {  # learners' collections hold these; they never change
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
        kind.name: (kind.id, kind.released_type().schema) for kind in NOTE_TYPES
    } == FROZEN
    assert (CHOICE.id, CHOICE.released_type().schema) == (
        1795392004000,
        "6bafbc98115c9ee4",
    )
    assert CLOZE.field_id(0) == 1795392001100
    assert QUESTION.template_id(1) == 1795392002201


def test_a_new_look_comes_with_a_new_time():
    looks = {name: kind.look for name, kind in released_types().items()}
    assert CHOICE.released_type().look == CHOICE_LOOK
    assert (looks, LOOK_CHANGED) == LOOKS, (
        "a template or the styling changed: raise LOOK_CHANGED, then note both here"
    )


@pytest.mark.parametrize("kind", NOTE_TYPES, ids=lambda kind: kind.name)
def test_a_note_type_is_small_and_needs_no_javascript(kind):
    texts = [
        templates.STYLE,
        *(side for each in kind.templates for side in (each.front, each.back)),
    ]
    assert sum(len(text.encode()) for text in texts) < 3 * 1024
    assert not any("<script" in text or "onclick" in text for text in texts)


def test_the_reverse_sleeps_until_its_question_is_filled():
    front = QUESTION.templates[1].front
    assert front.startswith("{{#ReverseAsk}}")
    assert front.endswith("{{/ReverseAsk}}")


def test_the_choice_type_is_small_and_asks_nobody():
    (look,) = CHOICE.templates
    assert len((CHOICE.style + look.front + look.back).encode()) < 12 * 1024
    assert not any(
        word in look.front for word in ("http", "fetch", "XMLHttp", "eval", "innerHTML")
    )


@pytest.mark.parametrize("kind", [*NOTE_TYPES, CHOICE], ids=lambda kind: kind.name)
def test_what_explains_stands_on_the_back_alone(kind):
    for each in kind.templates:
        for field in ("Why", "Note", "Source", "MyNotes"):
            assert f"{{{{{field}}}}}" in each.back
            assert f"{{{{{field}}}}}" not in each.front
