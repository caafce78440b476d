"""Update texts, imported before the package, keep what a learner added to a note."""

import time

from liverdeck.authoring.loader import load_deck
from liverdeck.publishing.import_preview import notes_of_package, preview_text_first
from liverdeck.publishing.published import read_package
from liverdeck.publishing.update_text import guids_in_update_text, write_update_text
from tests.real.conftest import RELEASED

LATER = 1_710_000_000
LIST = "  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid]}\n"
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


def update_texts(folder, target, since=None):
    """Write the update text of a deck; return its path in a tuple, if there is one."""
    loaded = load_deck(folder)
    return write_update_text(loaded.deck, loaded.ledger, target, since=since).required()


def add_tag_and_my_notes(anki, key, when):
    note = anki.note(key)
    note["MyNotes"] = f"mine on {key}"
    note.tags.append("mine")
    anki.col.update_note(note)
    anki.touch(note, when)


def schedules(anki, search):
    cards = [card for note in anki.notes(search) for card in note.cards()]
    return {card.id: anki.schedule(card) for card in cards}


def test_an_update_text_before_the_package_keeps_tags_and_my_notes(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    for key in ("heart/flow", "heart/rate", "heart/valves", "heart/same"):
        add_tag_and_my_notes(anki, key, LATER - 1000)
        for card in anki.cards(key):
            anki.answer(card)
    before = schedules(anki, "")
    folder = write_deck(CHANGED)
    package = publish(folder, at=LATER).path

    (path,) = update_texts(folder, tmp_path / "texts")
    assert path.name == "heart-update-2.txt"
    assert anki.import_text(path) == (0, 3, 0)
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
    (path,) = update_texts(folder, tmp_path)
    assert anki.import_text(path) == (0, 1, 0)
    cards = anki.cards("heart/flow")
    assert [card.ord for card in cards] == [0, 1, 2]
    assert {anki.col.decks.name(card.did) for card in cards} == {"Heart"}


def test_an_update_text_after_the_package_changes_nothing(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    folder = write_deck(CHANGED)
    anki.import_package(publish(folder, at=LATER).path)
    before = fields_without_stamp(anki)
    for path in update_texts(folder, tmp_path):
        anki.import_text(path)
    assert fields_without_stamp(anki) == before


def fields_without_stamp(anki):
    return {
        note.guid: [value for name, value in note.items() if name != "Stamp"]
        for note in anki.notes()
    }


def test_a_learner_who_made_the_same_correction_keeps_tags_and_my_notes(
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
    for path in update_texts(folder, tmp_path):
        anki.import_text(path)
    anki.import_package(package)
    note = anki.note("heart/rate")
    assert note["MyNotes"] == "mine"
    assert "mine" in note.tags


def test_a_later_release_updates_notes_that_an_update_text_changed(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    folder = write_deck(CHANGED)
    publish(folder, at=LATER)
    for path in update_texts(folder, tmp_path):
        anki.import_text(path)
    # The import gave the notes the present time; the packages are in the past.
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
    (tmp_path / "heart-update-1.txt").write_text("# LiverDeck update text ...")
    (tmp_path / "other.txt").write_text("kept")
    assert update_texts(folder, tmp_path) == ()
    assert not (tmp_path / "heart-update-1.txt").exists()
    assert (tmp_path / "other.txt").exists()


def test_the_text_has_only_what_the_last_release_changed(
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
    (text,) = update_texts(folder, tmp_path)
    assert anki.import_text(text) == (0, 1, 0)
    anki.import_package(package)
    assert anki.note("heart/rate")["Why"] == "my own why"


def test_a_note_with_a_picture_is_updated_by_the_package(
    anki, publish, write_deck, tmp_path
):
    facts = FACTS.replace(
        "answer: 70 /min", "answer: 70 /min, image: {file: a.png, alt: A}"
    )
    folder = write_deck(FACTS)
    anki.import_package(publish(folder).path)
    (folder / "a.png").write_bytes(b"picture")
    folder = write_deck(facts.replace("four", "4"))
    package = publish(folder, at=LATER).path
    (text,) = update_texts(folder, tmp_path)
    anki.import_text(text)
    anki.import_package(package)
    assert "<img" in anki.note("heart/rate")["FrontPictures"]
    assert anki.note("heart/same")["Answer"] == "4"


def test_a_text_adds_no_note_to_a_collection_without_the_note_types(
    anki, publish, write_deck, tmp_path
):
    publish(write_deck(FACTS))
    folder = write_deck(CHANGED)
    package = publish(folder, at=LATER).path
    (text,) = update_texts(folder, tmp_path / "texts")
    assert anki.import_text(text) == (0, 0, 0)
    assert anki.notes() == []
    assert anki.import_package(package) == (5, 0, 0, 0)
    anki.assert_sound()


def test_an_update_text_skips_the_rows_of_a_type_that_the_learner_lacks(
    anki, publish, write_deck, tmp_path
):
    without_list = FACTS.replace(LIST, "")
    anki.import_package(publish(write_deck(without_list)).path)
    publish(write_deck(FACTS), at=LATER - 5000)
    folder = write_deck(CHANGED)
    package = publish(folder, at=LATER).path
    (text,) = update_texts(folder, tmp_path / "texts")
    assert anki.import_text(text) == (0, 2, 0)
    assert anki.import_package(package)[0] == 2
    assert anki.note("heart/valves").tags == ["LiverDeck::heart::010-chambers"]


def test_an_update_text_empties_no_field_that_it_does_not_have(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    fields = ("BackPictures", "FrontAudio", "Spare1", "Spare2", "Spare3", "MyNotes")
    for note in anki.notes():
        for name in fields:
            note[name] = f"own {name}"
        anki.col.update_note(note)
        anki.touch(note, LATER - 1000)
    folder = write_deck(CHANGED)
    publish(folder, at=LATER)
    (text,) = update_texts(folder, tmp_path / "texts")
    assert anki.import_text(text) == (0, 3, 0)
    for note in anki.notes():
        assert [note[name] for name in fields] == [f"own {name}" for name in fields]


def test_a_text_since_a_release_has_all_changes_after_it(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    add_tag_and_my_notes(anki, "heart/rate", LATER - 1000)
    second = FACTS.replace("70 /min", "60 /min")
    publish(write_deck(second), at=LATER)
    folder = write_deck(second.replace("four", "4"))
    package = publish(folder, at=LATER + 1000).path
    (text,) = update_texts(folder, tmp_path / "texts", since=1)
    assert anki.import_text(text) == (0, 2, 0)
    anki.import_package(package)
    assert anki.note("heart/rate")["Answer"] == "60 /min"
    assert anki.note("heart/same")["Answer"] == "4"
    assert anki.note("heart/rate")["MyNotes"] == "mine on heart/rate"


def test_the_package_removes_a_picture_that_the_deck_no_longer_has(
    anki, publish, write_deck, tmp_path
):
    folder = write_deck(FACTS)
    (folder / "a.png").write_bytes(b"picture")
    picture = "answer: 70 /min, image: {file: a.png, alt: A}"
    folder = write_deck(FACTS.replace("answer: 70 /min", picture))
    anki.import_package(publish(folder).path)
    folder = write_deck(CHANGED)
    package = publish(folder, at=LATER).path
    (text,) = update_texts(folder, tmp_path / "texts")
    assert anki.import_text(text) == (0, 2, 0)
    anki.import_package(package)
    assert anki.note("heart/rate")["FrontPictures"] == ""
    assert anki.note("heart/rate")["Answer"] == "#60 /min"


def test_an_import_of_text_and_package_does_what_its_preview_says(
    anki, publish, write_deck, tmp_path
):
    folder = write_deck(FACTS)
    (folder / "a.png").write_bytes(b"picture")
    old = anki_notes(publish(folder).path)
    anki.import_package(tmp_path / f"{RELEASED}.apkg")
    picture = "answer: '#60 /min', image: {file: a.png, alt: A}"
    folder = write_deck(
        CHANGED.replace("answer: '#60 /min'", picture).replace(
            "{{c2::veins}}", "veins or {{c3::not}}"
        )
    )
    package = publish(folder, at=LATER).path
    loaded = load_deck(folder)
    guids = guids_in_update_text(loaded.deck, loaded.ledger)
    preview = preview_text_first(old, anki_notes(package), guids)

    before = set(cards_of_collection(anki))
    (text,) = update_texts(folder, tmp_path / "texts")
    assert anki.import_text(text)[1] == len(preview.by_text) == 2
    assert anki.import_package(package)[:2] == (1, 1)
    assert preview.package.new == ("sound",)
    assert preview.package.updated == ("rate",)
    new_cards = {name for name in cards_of_collection(anki) if name not in before}
    assert new_cards == set(preview.package.new_cards) == {"flow#3", "sound#1"}
    assert len(anki.empty_cards()) == len(preview.package.empty_cards) == 1


def anki_notes(path):
    return notes_of_package(read_package(path).required())


def cards_of_collection(anki):
    for note in anki.notes():
        for card in note.cards():
            yield f"{note['Key'].partition('/')[2]}#{card.ord + 1}"


def test_an_old_text_imported_late_brings_the_old_content_back(
    anki, publish, write_deck, tmp_path
):
    """An old text is not safe to import: docs/updating.md says so."""
    anki.import_package(publish(write_deck(FACTS)).path)
    folder = write_deck(CHANGED)
    publish(folder, at=LATER)
    (old_text,) = update_texts(folder, tmp_path / "texts")
    folder = write_deck(CHANGED.replace("#60 /min", "65 /min"))
    package = publish(folder, at=LATER + 1000).path
    anki.import_package(package)
    assert anki.note("heart/rate")["Answer"] == "65 /min"
    anki.import_text(old_text)
    anki.import_package(package)
    assert anki.note("heart/rate")["Answer"] == "#60 /min"
