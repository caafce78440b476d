"""Real Anki imports all of a package, and a second import changes nothing."""

import base64
import shutil

import pytest

from liverdeck.anki.note_types import deck_note_types
from liverdeck.authoring.loader import load_deck
from liverdeck.catalogue.learner_words import words_in
from liverdeck.facts.card import cards_of
from tests.real.conftest import RELEASED

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)

FACTS = """\
  - id: flow
    from: pump
    say: >-
      Blood enters the {{c2::right atrium::chamber}} through {{c1::veins}}, \\(p<5\\).
    why: The great veins end there.
    note: Not before birth.
    tags: [basics]
  - id: rate
    from: pump
    ask: How fast does it beat at rest?
    answer: 70 /min
    reverse: {ask: What beats 70 times a minute?, answer: the heart}
    image: {file: heart.png, alt: A heart}
    why: Count it.
  - id: valves
    from: rooms
    ask: Which valves close first?
    list: [mitral, tricuspid]
    order: fixed
  - id: rooms
    from: rooms
    ask: Which chambers has the heart?
    groups:
      - {id: left, title: Left side, items: [left atrium, left ventricle]}
      - {id: right, title: Right side, items: [right atrium]}
"""


def deck_of_all_shapes(write_deck):
    folder = write_deck(FACTS)
    (folder / "heart.png").write_bytes(PIXEL)
    return folder


def test_every_note_and_card_of_the_bundled_deck_is_imported(anki, bundled):
    deck, built = bundled
    cards = [card for fact in deck.active_facts for card in cards_of(fact)]
    assert anki.import_package(built.path) == (built.note_count, 0, 0, 0)
    assert (built.card_count, anki.col.card_count()) == (len(cards), len(cards))
    anki.assert_sound()


def test_every_shape_is_imported(anki, publish, write_deck):
    built = publish(deck_of_all_shapes(write_deck))
    assert anki.import_package(built.path) == (5, 0, 0, 0)
    assert anki.col.card_count() == built.card_count == 7
    anki.assert_sound()
    assert anki.col.media.check().missing == []
    assert anki.col.media.check().unused == []


def test_media_of_the_back_are_only_on_the_back(anki, publish, write_deck):
    files = {
        "a.png": PIXEL,
        "b.png": PIXEL + b"b",
        "a.ogg": b"OggSa",
        "b.ogg": b"OggSb",
    }
    folder = write_deck(
        """\
  - id: rate
    from: pump
    ask: How fast?
    answer: 70
    image: [{file: a.png, alt: One, credit: Ann}, {file: b.png, alt: Two, side: back}]
    audio: [{file: a.ogg}, {file: b.ogg, side: back}]
"""
    )
    for name, content in files.items():
        (folder / name).write_bytes(content)
    anki.import_package(publish(folder).path)
    media = anki.col.media.check()
    assert (media.missing, media.unused) == ([], [])
    (card_id,) = anki.col.find_cards("")
    card = anki.col.get_card(card_id)
    assert 'alt="One"' in card.question()
    assert "Ann" in card.question()
    assert 'alt="Two"' not in card.question()
    assert 'alt="Two"' in card.answer()
    assert len(card.question_av_tags()) == len(card.answer_av_tags()) == 1
    assert card.question_av_tags() != card.answer_av_tags()


def test_importing_again_does_nothing(anki, publish, write_deck):
    built = publish(deck_of_all_shapes(write_deck))
    anki.import_package(built.path)
    assert anki.import_package(built.path) == (0, 0, 5, 0)
    assert anki.col.card_count() == 7


def test_anki_has_the_names_of_deck_note_types_and_tags(anki, publish, write_deck):
    anki.import_package(publish(deck_of_all_shapes(write_deck)).path)
    names = [
        model.name
        for model in anki.col.models.all_names_and_ids()
        if model.name.startswith("LiverDeck")
    ]
    assert sorted(names) == sorted(
        note_type.name for note_type in deck_note_types("en")
    )
    assert anki.col.decks.id_for_name("Heart")
    assert set(anki.note("heart/flow").tags) == {
        "LiverDeck::heart::010-chambers",
        "LiverDeck::heart::basics",
    }
    for note_type in deck_note_types("en"):
        model = anki.col.models.by_name(note_type.name)
        field_ids = [
            note_type.field_id(index) for index in range(len(note_type.fields))
        ]
        assert [field["name"] for field in model["flds"]] == list(note_type.fields)
        assert [field["id"] for field in model["flds"]] == field_ids
        assert (model["sortf"], model["id"]) == (1, note_type.id)
        for field, settings in zip(
            model["flds"], note_type.field_settings, strict=True
        ):
            assert field.items() >= settings.items()
        assert all(template["preventDeletion"] for template in model["tmpls"])


def test_new_cards_come_in_teaching_order(anki, bundled):
    deck, built = bundled
    anki.import_package(built.path)
    anki.col.decks.select(anki.col.decks.id_for_name(deck.anki_name))
    keys_by_due = [
        fields.partition("\x1f")[0]
        for fields in anki.col.db.list(
            "select n.flds from cards c join notes n on n.id = c.nid "
            "order by c.due, c.ord"
        )
    ]
    keys_as_taught = [
        "/".join(filter(None, (deck.id, fact.id, card.note_part)))
        for fact in deck.active_facts
        for card in cards_of(fact)
    ]
    assert keys_by_due == keys_as_taught


def test_keys_are_unique_and_guids_have_20_characters(anki, bundled):
    _, built = bundled
    anki.import_package(built.path)
    notes = anki.notes()
    assert len({note.fields[0] for note in notes}) == len(notes) == built.note_count
    assert all(len(note.guid) == 20 for note in notes)


def test_anki_keeps_a_deck_name_that_the_loader_accepts(anki, publish, write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n")
    text = (folder / "deck.yaml").read_text()
    (folder / "deck.yaml").write_text(
        text.replace("anki_name: Heart", "anki_name: Médecine & co::The <heart>")
    )
    assert load_deck(folder).problems == ()
    anki.import_package(publish(folder).path)
    assert anki.col.decks.id_for_name("Médecine & co::The <heart>")


def in_language(write_deck, deck_id, name, language):
    """Write the deck of all shapes under another id, name and language."""
    folder = deck_of_all_shapes(write_deck)
    target = folder.with_name(deck_id)
    shutil.copytree(folder, target)
    text = (folder / "deck.yaml").read_text()
    text = text.replace("id: heart\n", f"id: {deck_id}\n", 1)
    text = text.replace("anki_name: Heart", f"anki_name: {name}")
    (target / "deck.yaml").write_text(f"{text}learner_language: {language}\n")
    return target


def cards_of_deck(anki, name):
    """Return what the cards of a deck show, with their styling, by name of the card."""
    outputs = {}
    for card_id in anki.col.find_cards(f'deck:"{name}"'):
        card = anki.col.get_card(card_id)
        output = card.render_output(reload=True)
        sides = output.question_text, output.answer_text, output.css
        outputs[card.note()["Key"], card.ord] = sides
    return outputs


@pytest.mark.parametrize("languages", [("en", "de"), ("de", "en"), ("fr", "ar")])
def test_two_decks_in_two_languages_do_not_change_each_other(
    anki, publish, write_deck, languages
):
    first, second = languages
    one = publish(in_language(write_deck, "one", "One", first), at=RELEASED)
    two = publish(in_language(write_deck, "two", "Two", second), at=RELEASED + 1)
    assert anki.import_package(one.path) == (5, 0, 0, 0)
    cards_of_one = cards_of_deck(anki, "One")
    assert anki.import_package(two.path) == (5, 0, 0, 0)
    assert cards_of_deck(anki, "One") == cards_of_one
    cards_of_two = cards_of_deck(anki, "Two")
    assert anki.import_package(one.path) == (0, 0, 5, 0)
    assert cards_of_deck(anki, "One") == cards_of_one
    assert cards_of_deck(anki, "Two") == cards_of_two
    for name, language in (("One", first), ("Two", second)):
        words = words_in(language)
        backs = [back for _, back, _ in cards_of_deck(anki, name).values()]
        assert sum(f">{words.text('Why')}<" in back for back in backs) == 4
    anki.assert_sound()


def test_the_browser_shows_the_question_and_finds_the_key(anki, publish, write_deck):
    anki.import_package(publish(deck_of_all_shapes(write_deck)).path)
    shown = anki.col.db.list("select sfld from notes")
    assert sorted(shown)[1:] == [
        "How fast does it beat at rest?",
        "Which chambers has the heart?",
        "Which chambers has the heart?",
        "Which valves close first?",
    ]
    assert len(anki.notes('"Key:heart/rate" or "Key:heart/flow"')) == 2
    assert anki.notes("beat") != []
    assert anki.notes("LiverDeckKey") == anki.notes("heart/rate") == []


def test_anki_has_fields_from_right_to_left(anki, publish, write_deck):
    anki.import_package(publish(in_language(write_deck, "one", "One", "he")).path)
    model = anki.col.models.by_name("LiverDeck Question (rtl)")
    rtl = {field["name"] for field in model["flds"] if field["rtl"]}
    assert {"Ask", "Answer", "Why", "MyNotes"} <= rtl
    assert not {"Key", "Link", "Stamp"} & rtl


def test_the_description_of_a_deck_says_who_made_it(anki, publish, write_deck):
    folder = write_deck("  - {id: a, from: pump, ask: Q?, answer: x}\n")
    path = folder / "deck.yaml"
    text = path.read_text().replace(
        "read: 2023-01-31}", "read: 2023-01-31, author: B <b>, licence: CC0}"
    )
    path.write_text(
        f"{text}author: Ann\nlicence: CC BY 4.0\nurl: https://e.org/?a=1&b=2\n"
        "learner_language: de\n"
    )
    anki.import_package(publish(folder).path)
    deck = anki.col.decks.by_name("Heart")
    description = deck["desc"]
    assert "Aus „On the heart“, gelesen am 2023-01-31." in description
    assert "Das Dokument: B &lt;b&gt;, CC0<br>" in description
    assert (
        'Diese Karten: Ann, CC BY 4.0, <a href="https://e.org/?a=1&amp;b=2">'
        "https://e.org/?a=1&amp;b=2</a>"
    ) in description


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("https://e.org/new", "https://e.org/new?fact=heart/a&amp;release=1"),
        ("a@e.org", "mailto:a@e.org?subject=heart/a%20(1)"),
        (None, None),
    ],
)
def test_each_back_has_a_link_to_report_a_mistake(
    anki, publish, write_deck, contact, expected
):
    folder = write_deck("  - {id: a, from: pump, say: 'A {{c1::b}}', why: c}\n")
    if contact:
        path = folder / "deck.yaml"
        path.write_text(f"{path.read_text()}report: {contact}\n")
    anki.import_package(publish(folder).path)
    output = anki.cards("heart/a")[0].render_output(reload=True)
    link = f'<a href="{expected}">Report a mistake</a>'
    assert (link in output.answer_text) is (contact is not None)
    assert "Report" not in output.question_text
