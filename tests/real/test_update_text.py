"""Update texts, imported before the package, keep what a learner added to a note."""

import time

from liverdeck.authoring.loader import load_deck
from liverdeck.publishing.update_text import write_update_texts

LATER = 1_710_000_000
FACTS = """\
  - id: flow
    from: pump
    say: >-
      Blood enters the {{c1::right atriun}} through {{c2::veins}}.
    why: 'Say "in", not\tout.'
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min, why: Count it.}
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid]}
  - {id: same, from: rooms, ask: 'How many?', answer: four}
""".replace("\t", " ")
CHANGED = (
    FACTS.replace("atriun", "atrium")
    .replace("70 /min, why: Count it.", "'#60 /min'")
    .replace("[mitral, tricuspid]", "[mitral, tricuspid, aortic]")
    + "  - {id: sound, from: pump, ask: Which sound?, answer: lub-dub}\n"
)


def texts_of(folder, into):
    loaded = load_deck(folder)
    return write_update_texts(loaded.deck, loaded.ledger, into).required()


def add_own_notes(anki, key, when):
    note = anki.note(key)
    note["MyNotes"] = f"mine on {key}"
    note.tags.append("mine")
    anki.col.update_note(note)
    anki.touch(note, when)


def schedules(anki, search):
    cards = [card for note in anki.notes(search) for card in note.cards()]
    return {card.id: anki.schedule(card) for card in cards}


def test_text_before_the_package_keeps_tags_and_my_notes(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    for key in ("heart/flow", "heart/rate", "heart/valves", "heart/same"):
        add_own_notes(anki, key, LATER - 1000)
        for card in anki.cards(key):
            anki.answer(card)
    before = schedules(anki, "")
    folder = write_deck(CHANGED)
    package = publish(folder, at=LATER).path

    paths = texts_of(folder, tmp_path / "texts")
    assert [path.name for path in paths] == [
        "heart-cloze.txt",
        "heart-question.txt",
        "heart-list.txt",
    ]
    assert [anki.import_text(path) for path in paths] == [(0, 1, 0)] * 3
    assert anki.import_package(package)[:2] == (1, 0)

    assert "right atrium}}" in anki.note("heart/flow")["Text"]
    assert anki.note("heart/rate")["Answer"] == "#60 /min"
    assert anki.note("heart/rate")["Why"] == ""
    assert "aortic" in anki.note("heart/valves")["Items"]
    for key in ("heart/flow", "heart/rate", "heart/valves", "heart/same"):
        note = anki.note(key)
        assert note["MyNotes"] == f"mine on {key}"
        assert "mine" in note.tags
        assert any(tag.startswith("LiverDeck::heart::") for tag in note.tags)
    assert schedules(anki, "-Key:heart/sound") == before
    assert anki.note("heart/sound").tags == ["LiverDeck::heart::010-chambers"]
    anki.assert_sound()


def test_a_new_blank_in_a_text_adds_a_card_to_the_deck(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    folder = write_deck(FACTS.replace("veins}}.", "veins}} from {{c3::the body}}."))
    publish(folder, at=LATER)
    (path,) = texts_of(folder, tmp_path)
    assert anki.import_text(path) == (0, 1, 0)
    cards = anki.cards("heart/flow")
    assert [card.ord for card in cards] == [0, 1, 2]
    assert {anki.col.decks.name(card.did) for card in cards} == {"Heart"}


def test_text_after_the_package_changes_nothing(anki, publish, write_deck, tmp_path):
    anki.import_package(publish(write_deck(FACTS)).path)
    folder = write_deck(CHANGED)
    anki.import_package(publish(folder, at=LATER).path)
    before = fields_without_stamp(anki)
    for path in texts_of(folder, tmp_path):
        anki.import_text(path)
    assert fields_without_stamp(anki) == before


def fields_without_stamp(anki):
    return {
        note.guid: [value for name, value in note.items() if name != "Stamp"]
        for note in anki.notes()
    }


def test_a_learner_who_made_the_same_correction_keeps_the_tags(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    note = anki.note("heart/rate")
    note["Answer"], note["MyNotes"] = "60 /min", "mine"
    note.tags.append("mine")
    anki.col.update_note(note)
    anki.touch(note, LATER - 5)
    folder = write_deck(FACTS.replace("70 /min", "60 /min"))
    package = publish(folder, at=LATER).path
    for path in texts_of(folder, tmp_path):
        anki.import_text(path)
    anki.import_package(package)
    note = anki.note("heart/rate")
    assert note["MyNotes"] == "mine"
    assert "mine" in note.tags


def test_a_later_release_updates_notes_that_a_text_updated(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    folder = write_deck(CHANGED)
    publish(folder, at=LATER)
    for path in texts_of(folder, tmp_path):
        anki.import_text(path)
    # The import dated the notes now, and the packages of the tests are in the past.
    for note in anki.notes():
        anki.touch(note, LATER + 10)
    assert int(time.time()) > LATER + 1000
    publish(write_deck(CHANGED.replace("#60 /min", "65 /min")), at=LATER + 1000)
    assert anki.import_package(tmp_path / f"{LATER + 1000}.apkg")[1] == 1
    assert anki.note("heart/rate")["Answer"] == "65 /min"


def test_without_a_change_there_is_no_text_and_an_old_one_is_deleted(
    publish, write_deck, tmp_path
):
    folder = write_deck(FACTS)
    publish(folder)
    (tmp_path / "heart-list.txt").write_text(
        "#separator:tab\n#html:true\n#notetype:LiverDeck List (en)\n..."
    )
    (tmp_path / "other.txt").write_text("kept")
    assert texts_of(folder, tmp_path) == ()
    assert not (tmp_path / "heart-list.txt").exists()
    assert (tmp_path / "other.txt").exists()


def test_the_text_holds_only_what_the_last_release_changed(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    second = FACTS.replace("70 /min", "60 /min")
    anki.import_package(publish(write_deck(second), at=LATER).path)
    note = anki.note("heart/rate")
    note["Why"] = "my own why"
    anki.col.update_note(note)
    anki.touch(note, LATER + 10)
    folder = write_deck(second.replace("four", "4"))
    package = publish(folder, at=LATER + 1000).path
    (text,) = texts_of(folder, tmp_path)
    assert anki.import_text(text) == (0, 1, 0)
    anki.import_package(package)
    assert anki.note("heart/rate")["Why"] == "my own why"


def test_a_note_with_a_picture_comes_by_package(anki, publish, write_deck, tmp_path):
    facts = FACTS.replace(
        "answer: 70 /min", "answer: 70 /min, image: {file: a.png, alt: A}"
    )
    folder = write_deck(FACTS)
    anki.import_package(publish(folder).path)
    (folder / "a.png").write_bytes(b"picture")
    folder = write_deck(facts.replace("four", "4"))
    package = publish(folder, at=LATER).path
    (text,) = texts_of(folder, tmp_path)
    anki.import_text(text)
    anki.import_package(package)
    assert "<img" in anki.note("heart/rate")["FrontPictures"]
    assert anki.note("heart/same")["Answer"] == "4"
