"""Real Anki imports a package whole, and importing it again changes nothing."""

import base64

from liverdeck.anki.note_types import NOTE_TYPES
from liverdeck.authoring.loader import load_deck
from liverdeck.facts.card import cards_of

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


def test_the_bundled_deck_is_imported_whole(anki, bundled):
    deck, built = bundled
    cards = [card for fact in deck.active_facts for card in cards_of(fact)]
    assert anki.import_package(built.path) == (built.note_count, 0, 0, 0)
    assert (built.card_count, anki.col.card_count()) == (len(cards), len(cards))
    anki.assert_sound()


def test_every_shape_is_imported_whole(anki, publish, write_deck):
    built = publish(deck_of_all_shapes(write_deck))
    assert anki.import_package(built.path) == (5, 0, 0, 0)
    assert anki.col.card_count() == built.card_count == 7
    anki.assert_sound()
    assert anki.col.media.check().missing == []
    assert anki.col.media.check().unused == []


def test_importing_again_does_nothing(anki, publish, write_deck):
    built = publish(deck_of_all_shapes(write_deck))
    anki.import_package(built.path)
    assert anki.import_package(built.path) == (0, 0, 5, 0)
    assert anki.col.card_count() == 7


def test_names_of_deck_note_types_and_tags(anki, publish, write_deck):
    anki.import_package(publish(deck_of_all_shapes(write_deck)).path)
    names = [
        model.name
        for model in anki.col.models.all_names_and_ids()
        if model.name.startswith("LiverDeck")
    ]
    assert sorted(names) == sorted(note_type.name for note_type in NOTE_TYPES)
    assert anki.col.decks.id_for_name("Heart")
    assert set(anki.note("heart/flow").tags) == {
        "LiverDeck::heart::chambers",
        "LiverDeck::heart::basics",
    }
    for note_type in NOTE_TYPES:
        model = anki.col.models.by_name(note_type.name)
        field_ids = [
            note_type.field_id(index) for index in range(len(note_type.fields))
        ]
        assert [field["name"] for field in model["flds"]] == list(note_type.fields)
        assert [field["id"] for field in model["flds"]] == field_ids
        assert (model["sortf"], model["id"]) == (0, note_type.id)


def test_new_cards_come_in_teaching_order(anki, bundled):
    deck, built = bundled
    anki.import_package(built.path)
    anki.col.decks.select(anki.col.decks.id_for_name(deck.anki_name))
    keys_by_due = anki.col.db.list(
        "select n.sfld from cards c join notes n on n.id = c.nid order by c.due, c.ord"
    )
    keys_as_taught = [
        "/".join(filter(None, (deck.id, fact.id, card.note)))
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
