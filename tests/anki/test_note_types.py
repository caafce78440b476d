import json

import pytest

from liverdeck.anki import note_types
from liverdeck.anki.note_types import (
    LOOK_CHANGED_SECONDS,
    SETTINGS_OF_LOOK,
    deck_note_types,
    fields_of,
    look_hash,
    note_types_to_record,
)
from liverdeck.anki.type_ids import NOTE_TYPE_IDS, TYPE_LANGUAGES, type_language
from liverdeck.catalogue.learner_words import LANGUAGES, words_in

SHARED_FIELDS = (
    *("Why", "Note", "Source", "Link", "Report", "Stamp"),
    *("FrontPictures", "BackPictures", "FrontAudio", "BackAudio"),
    *("Spare1", "Spare2", "Spare3", "MyNotes"),
)
# These are in learners' collections and never change.
IDS = {
    "LiverDeck Cloze (en)": 1795910401000,
    "LiverDeck Question (en)": 1795910402000,
    "LiverDeck List (en)": 1795910403000,
    "LiverDeck Choice (en)": 1795910404000,
    "LiverDeck Cloze (de)": 1795910501000,
    "LiverDeck Question (de)": 1795910502000,
    "LiverDeck List (de)": 1795910503000,
    "LiverDeck Choice (de)": 1795910504000,
    "LiverDeck Cloze (fr)": 1795910601000,
    "LiverDeck Question (fr)": 1795910602000,
    "LiverDeck List (fr)": 1795910603000,
    "LiverDeck Choice (fr)": 1795910604000,
    "LiverDeck Cloze (es)": 1795910701000,
    "LiverDeck Question (es)": 1795910702000,
    "LiverDeck List (es)": 1795910703000,
    "LiverDeck Choice (es)": 1795910704000,
    "LiverDeck Cloze (rtl)": 1795910801000,
    "LiverDeck Question (rtl)": 1795910802000,
    "LiverDeck List (rtl)": 1795910803000,
    "LiverDeck Choice (rtl)": 1795910804000,
}
SCHEMAS = {
    "LiverDeck Cloze (en)": "268dd37fa0f7c535",
    "LiverDeck Question (en)": "6428d5cccda25d45",
    "LiverDeck List (en)": "ccf3b52f7d06abec",
    "LiverDeck Choice (en)": "7f4001570ac84f0d",
    "LiverDeck Cloze (de)": "528042e575c384c3",
    "LiverDeck Question (de)": "8eb4de94a7a8cd81",
    "LiverDeck List (de)": "82f736e675ba9ac1",
    "LiverDeck Choice (de)": "9d701158e3b89422",
    "LiverDeck Cloze (fr)": "33f3f182d6e2a512",
    "LiverDeck Question (fr)": "30e7201311bd04da",
    "LiverDeck List (fr)": "4fc0502c653288b2",
    "LiverDeck Choice (fr)": "cc9a35bda0518c63",
    "LiverDeck Cloze (es)": "b5237a555ed15339",
    "LiverDeck Question (es)": "46002012179d0b03",
    "LiverDeck List (es)": "62ea95e89e6e7707",
    "LiverDeck Choice (es)": "fbcc6ced74d14ea5",
    "LiverDeck Cloze (rtl)": "8ac6d82f74c1e874",
    "LiverDeck Question (rtl)": "3a71d9956c750c06",
    "LiverDeck List (rtl)": "aced5c10b2d8b711",
    "LiverDeck Choice (rtl)": "ad1e27ee04dffa39",
}
"""The hash of each note type's schema, by name. A schema never changes either."""
HASH_AND_TIME_OF_LOOKS = ("12e70b2c88cbd214", 1795957200)

ALL_NOTE_TYPES = [
    note_types.note_type(kind, language) for kind, language in NOTE_TYPE_IDS
]
NOTE_TYPES_OF_FACTS = [
    note_type for note_type in ALL_NOTE_TYPES if note_type.kind != "Choice"
]
LIST_TYPE = note_types.note_type("List", "en")
CHOICE_TYPE = note_types.note_type("Choice", "en")


def by_name(note_type):
    return note_type.name


def test_fields_are_frozen():
    leading_fields = {
        "Cloze": ("Key", "Text"),
        "Question": (
            *("Key", "Ask", "Hint", "Answer"),
            *("ReverseAsk", "ReverseHint", "ReverseAnswer"),
        ),
        "List": ("Key", "Ask", "Group", "Items"),
        "Choice": ("Key", "Ask", "Options"),
    }
    for note_type in ALL_NOTE_TYPES:
        assert note_type.fields == (*leading_fields[note_type.kind], *SHARED_FIELDS)


def test_ids_and_schemas_are_frozen():
    assert {note_type.name: note_type.id for note_type in ALL_NOTE_TYPES} == IDS
    assert {
        note_type.name: note_type.released_type().schema for note_type in ALL_NOTE_TYPES
    } == SCHEMAS
    assert note_types.note_type("Cloze", "en").field_id(0) == 1795910401100
    assert note_types.note_type("Question", "de").template_id(1) == 1795910502201


def test_no_id_is_there_twice():
    ids = [
        number
        for note_type in ALL_NOTE_TYPES
        for number in (
            note_type.id,
            *map(note_type.field_id, range(len(note_type.fields))),
            *map(note_type.template_id, range(len(note_type.templates))),
        )
    ]
    assert len(set(ids)) == len(ids)


def test_a_new_look_has_a_new_time():
    looks = [note_type.released_type().look for note_type in ALL_NOTE_TYPES]
    digest = note_types._short_hash(looks)
    assert (digest, LOOK_CHANGED_SECONDS) == HASH_AND_TIME_OF_LOOKS, (
        "a template, the styling or a translation changed: raise "
        "LOOK_CHANGED_SECONDS, then write both here"
    )


@pytest.mark.parametrize("note_type", NOTE_TYPES_OF_FACTS, ids=by_name)
def test_a_note_type_is_small_and_needs_no_javascript(note_type):
    texts = [
        note_type.style,
        *(template.front for template in note_type.templates),
        *(template.back for template in note_type.templates),
    ]
    assert sum(len(text.encode()) for text in texts) < 4 * 1024
    assert not any("<script" in text or "onclick" in text for text in texts)


def test_each_language_has_its_own_note_types():
    for language in LANGUAGES:
        assert type_language(language) == language
    assert set(TYPE_LANGUAGES) == {*LANGUAGES, "rtl"}
    names = {tuple(note_types_to_record(language)) for language in TYPE_LANGUAGES}
    assert len(names) == len(TYPE_LANGUAGES)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de-AT", "de"),
        ("FR", "fr"),
        ("nl", "en"),
        ("ja", "en"),
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("FA", "rtl"),
    ],
)
def test_a_language_without_catalogue_has_english_note_types(language, expected):
    assert type_language(language) == expected


def test_fields_run_from_right_to_left_where_the_language_does():
    for note_type in ALL_NOTE_TYPES:
        names = [
            name
            for name, settings in zip(
                note_type.fields, note_type.field_settings, strict=True
            )
            if settings["rtl"]
        ]
        assert ("MyNotes" in names) is (note_type.language == "rtl")
        assert "Key" not in names


@pytest.mark.parametrize("note_type", ALL_NOTE_TYPES, ids=by_name)
def test_a_note_type_has_the_words_of_its_language(note_type):
    words = words_in(note_type.language)
    (template, *_) = note_type.templates
    for english in ("Why", "My notes", "Beyond the document", "Report a mistake"):
        assert f">{words.text(english)}<" in template.back
    assert words.text(
        "Your own notes. They stay if you import the update text before the package."
    ) in str(note_type.field_settings)
    if note_type.kind == "List":
        assert f'"{words.text("In order")}"' in note_type.style
    if note_type.kind == "Choice":
        assert json.dumps(words.text("Right.")) in template.front


def test_the_browser_sorts_by_the_question():
    assert {note_type.fields[note_type.sort_index] for note_type in ALL_NOTE_TYPES} == {
        "Text",
        "Ask",
    }


def test_the_editor_collapses_fields_without_content():
    open_fields = [
        name
        for name, settings in zip(
            LIST_TYPE.fields, LIST_TYPE.field_settings, strict=True
        )
        if not settings["collapsed"]
    ]
    assert open_fields == ["Ask", "Group", "Items", "Why", "Note", "Source", "MyNotes"]
    for settings in LIST_TYPE.field_settings:
        assert settings["collapsed"] == settings["excludeFromSearch"]
        assert settings["preventDeletion"]
        assert settings["description"]


def test_every_setting_of_a_field_is_part_of_the_look():
    assert {tuple(settings) for settings in LIST_TYPE.field_settings} == {
        SETTINGS_OF_LOOK
    }


def test_a_new_description_is_a_new_look():
    settings = LIST_TYPE.field_settings
    changed = [{**settings[0], "description": "x"}, *settings[1:]]
    assert look_hash("", [], changed) != look_hash("", [], settings)
    other = [{**settings[0], "size": 30}, *settings[1:]]
    assert look_hash("", [], other) == look_hash("", [], settings)


def test_a_note_without_a_reverse_question_has_no_second_card():
    front = note_types.note_type("Question", "en").templates[1].front
    assert front.startswith("{{#ReverseAsk}}")
    assert front.endswith("{{/ReverseAsk}}")


def test_the_choice_type_is_small_and_sends_nothing():
    (template,) = CHOICE_TYPE.templates
    look = CHOICE_TYPE.style + template.front + template.back
    assert len(look.encode()) < 12 * 1024
    assert not any(
        word in template.front
        for word in ("http", "fetch", "XMLHttp", "eval", "innerHTML")
    )


@pytest.mark.parametrize("note_type", ALL_NOTE_TYPES, ids=by_name)
def test_explanations_are_only_on_the_back(note_type):
    for template in note_type.templates:
        for field in (
            *("Why", "Note", "Source", "Report", "MyNotes"),
            *("BackPictures", "BackAudio"),
        ):
            assert f"{{{{{field}}}}}" in template.back
            assert f"{{{{{field}}}}}" not in template.front
        assert "{{Spare" not in template.front + template.back


@pytest.mark.parametrize("note_type", NOTE_TYPES_OF_FACTS, ids=by_name)
def test_the_pictures_of_the_front_are_on_both_sides(note_type):
    (template, *_) = note_type.templates
    assert "{{FrontPictures}}" in template.front
    assert "{{FrontPictures}}" in template.back
    assert "{{FrontAudio}}" in template.front
    assert "{{FrontAudio}}" not in template.back


LIST_VALUES = {
    "Items": "<ul></ul>",
    "Ask": "Which?",
    "Group": "",
    "Key": "heart/valves",
    "Why": "why",
    "Note": "note",
    "Source": "source",
    "Link": "",
}


def test_fields_are_put_in_order_by_their_names():
    assert fields_of(LIST_TYPE, LIST_VALUES) == (
        "heart/valves",
        "Which?",
        "",
        "<ul></ul>",
        "why",
        "note",
        "source",
        *("",) * 11,
    )


@pytest.mark.parametrize("name", LIST_VALUES)
def test_a_missing_field_is_refused(name):
    values = {key: value for key, value in LIST_VALUES.items() if key != name}
    with pytest.raises(ValueError, match=rf"LiverDeck List \(en\).*{name}"):
        fields_of(LIST_TYPE, values)


@pytest.mark.parametrize("name", ["Text", "ask", "Spare4"])
def test_an_unknown_field_is_refused(name):
    with pytest.raises(ValueError, match=rf"LiverDeck List \(en\).*{name}"):
        fields_of(LIST_TYPE, {**LIST_VALUES, name: "x"})


def test_a_deck_has_the_note_types_of_one_language():
    assert [note_type.name for note_type in deck_note_types("de")] == [
        "LiverDeck Cloze (de)",
        "LiverDeck Question (de)",
        "LiverDeck List (de)",
    ]
