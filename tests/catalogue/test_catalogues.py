"""The catalogues have exactly the texts of the code, translated and compiled."""

import gettext
import re

import pytest
from babel.messages.catalog import Catalog, Message

from liverdeck.catalogue.learner_words import LANGUAGES
from tools.build_catalogue import (
    TRANSLATED,
    faults_of,
    messages_in,
    messages_in_code,
    mo_path,
    po_path,
    read_catalogue,
    template_messages,
)

HOW_TO_FIX = "run: python -m tools.build_catalogue"


@pytest.fixture(scope="module")
def messages():
    return set(messages_in_code())


def compiled(language):
    """Return the texts in the `.mo` by English text.

    A text in singular and plural has two: by English singular and the number 0 or 1.
    """
    with mo_path(language).open("rb") as file:
        texts = gettext.GNUTranslations(file)._catalog
    return {key: text for key, text in texts.items() if key}


def written(language):
    """Return the texts in the `.po`, by the same keys as `compiled`."""
    texts = {}
    for entry in read_catalogue(language):
        if isinstance(entry.id, tuple):
            singular, _ = entry.id
            for number, text in enumerate(entry.string):
                texts[singular, number] = text
        elif entry.id:
            texts[entry.id] = entry.string
    return texts


def test_each_language_but_english_has_a_catalogue():
    assert {"en", *TRANSLATED} == set(LANGUAGES)
    for language in TRANSLATED:
        assert po_path(language).is_file()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_has_the_messages_of_the_code_and_no_others(language, messages):
    catalogue = read_catalogue(language)
    assert {entry.id for entry in catalogue if entry.id} == messages, HOW_TO_FIX
    assert "\n#~ " not in po_path(language).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_message_is_translated_with_its_placeholders(language):
    for entry in read_catalogue(language):
        if entry.id:
            assert list(faults_of(entry)) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_compiled_texts_equal_the_written_ones(language):
    assert compiled(language) == written(language), HOW_TO_FIX


def test_messages_are_found_where_they_are_written_out():
    source = (
        'words.text("One {name}", name=name)\n'
        'label = message("Two")\n'
        'words.label("Three")\n'
        'words.counted("{count} item",\n              "{count} items", count)\n'
        "words.text(label)\n"
        'words.text("In two "\n           "lines")\n'
        'counted(2, "point")\n'
        'def message(text):\n    "No message."\n'
    )
    assert set(messages_in(source)) == {
        "One {name}",
        "Two",
        "Three",
        ("{count} item", "{count} items"),
        "In two lines",
    }


def test_messages_of_a_template_are_found():
    source = (
        '<p>{{ words.text("One") }} {{ words.label("Three") }}</p>\n'
        '<p>{{ words.text("{title}: two", title=title) }}</p>\n'
        '{% set n = words.counted("{count} x", "{count} xs", items|length) %}\n'
        "{{ words.text(label) }}"
    )
    assert set(template_messages(source)) == {
        "One",
        "Three",
        "{title}: two",
        ("{count} x", "{count} xs"),
    }


@pytest.mark.parametrize(
    ("message_id", "translation", "fault"),
    [
        ("A {name}", "Ein {name}", None),
        ("A", "", "no translation"),
        ("A {name}", "Ein {nam}", "placeholders"),
        ("A {name}", "Ein", "placeholders"),
        ("A", "Ein {name}", "placeholders"),
        ("Use --new N.", "Nimm --new N.", None),
        ("Use --new N.", "Nimm --neu N.", "commands"),
        ("liverdeck stats lists it", "liverdeck statistik zeigt es", "commands"),
        (("{count} a", "{count} b"), ("{count} x", "{count} y"), None),
        (("{count} a", "{count} b"), ("{count} x", ""), "no translation"),
        (("{count} a", "{count} b"), ("ein x", "{count} y"), "placeholders"),
    ],
)
def test_a_fault_of_a_translation_is_found(message_id, translation, fault):
    faults = list(faults_of(Message(message_id, translation)))
    if fault is None:
        assert faults == []
    else:
        (text,) = faults
        assert fault in text


def test_a_fuzzy_translation_is_a_fault():
    catalogue = Catalog(locale="de")
    entry = catalogue.add("A", "B", flags=["fuzzy"])
    (fault,) = faults_of(entry)
    assert "fuzzy" in fault


def test_french_signs_stay_with_the_word_before_them():
    for entry in read_catalogue("fr"):
        if not entry.id:
            continue  # the header
        texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        for text in texts:
            assert not re.search(r" [:;?!»%]|« ", text), text
            assert not re.search(r"[\w}*][:;!»]|«[^\N{NO-BREAK SPACE}]", text), text
