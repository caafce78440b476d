"""What a learner keeps when the next release is imported after the last one."""

import time

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.publishing.build import build_package

LATER = 1_710_000_000
FACTS = """\
  - id: flow
    from: pump
    say: >-
      Blood enters the {{c1::right atriun}} through {{c2::veins}}.
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
  - {id: valves, from: rooms, ask: Which valves?, list: [mitral, tricuspid]}
"""


def test_a_corrected_typo_updates_one_note_and_keeps_its_schedule(
    anki, publish, write_deck
):
    anki.import_package(publish(write_deck(FACTS)).path)
    for card in anki.cards("heart/flow"):
        anki.answer(card, rating=4)
    before = [anki.schedule(card) for card in anki.cards("heart/flow")]
    assert all(reps == 1 for *_, reps in before)

    built = publish(write_deck(FACTS.replace("atriun", "atrium")), at=LATER)

    assert anki.import_package(built.path) == (0, 1, 2, 0)
    assert "right atrium}}" in anki.note("heart/flow")["Text"]
    assert [anki.schedule(card) for card in anki.cards("heart/flow")] == before
    assert anki.col.card_count() == 4
    anki.assert_sound()


def test_tags_and_my_notes_stay_on_unchanged_notes(anki, publish, write_deck):
    anki.import_package(publish(write_deck(FACTS)).path)
    note = anki.note("heart/rate")
    note["MyNotes"] = "ask Dr A"
    note.tags.append("mine")
    anki.col.update_note(note)

    anki.import_package(
        publish(write_deck(FACTS.replace("atriun", "atrium")), at=LATER).path
    )

    note = anki.note("heart/rate")
    assert note["MyNotes"] == "ask Dr A"
    assert "mine" in note.tags


def test_a_note_edited_after_the_release_is_not_updated(anki, publish, write_deck):
    anki.import_package(publish(write_deck(FACTS)).path)
    anki.touch(anki.note("heart/flow"), LATER - 1)
    anki.touch(anki.note("heart/rate"), LATER + 1)
    changed = FACTS.replace("atriun", "atrium").replace("70 /min", "60 /min")

    built = publish(write_deck(changed), at=LATER)
    assert anki.import_package(built.path) == (0, 1, 2, 0)
    assert "atrium" in anki.note("heart/flow")["Text"]
    assert anki.note("heart/rate")["Answer"] == "70 /min"


def test_new_facts_are_added_and_retired_ones_can_be_found(anki, publish, write_deck):
    anki.import_package(publish(write_deck(FACTS)).path)
    (card,) = anki.cards("heart/rate")
    anki.answer(card)
    before = anki.schedule(card)
    changed = FACTS.replace("answer: 70 /min}", "answer: 70 /min, retired: too vague}")
    folder = write_deck(
        changed + "  - {id: sound, from: pump, ask: Which sound?, answer: lub-dub}\n"
    )

    assert anki.import_package(publish(folder, at=LATER).path) == (1, 0, 2, 0)
    assert anki.schedule(card) == before
    search = next(
        line.strip()
        for line in (folder / "CHANGES.md").read_text().splitlines()
        if "Key:" in line
    )
    assert [note.fields[0] for note in anki.notes(search)] == ["heart/rate"]
    anki.assert_sound()


def test_a_removed_blank_empties_its_card_and_a_new_blank_adds_a_card(
    anki, publish, write_deck
):
    anki.import_package(publish(write_deck(FACTS)).path)
    for card in anki.cards("heart/flow"):
        anki.answer(card)
    kept, removed = anki.cards("heart/flow")
    before = anki.schedule(kept)
    folder = write_deck(FACTS.replace("{{c2::veins}}", "veins {{c3::first}}"))

    assert anki.import_package(publish(folder, at=LATER).path) == (0, 1, 2, 0)
    assert [card.ord for card in anki.cards("heart/flow")] == [0, 1, 2]
    assert anki.empty_cards() == [removed.id]
    assert anki.schedule(kept) == before
    assert anki.cards("heart/flow")[2].reps == 0
    assert "`flow/c2`" in (folder / "CHANGES.md").read_text()


def test_a_reverse_added_later_is_one_new_card(anki, publish, write_deck):
    anki.import_package(publish(write_deck(FACTS)).path)
    (card,) = anki.cards("heart/rate")
    anki.answer(card)
    before = anki.schedule(card)
    changed = FACTS.replace(
        "answer: 70 /min}",
        "answer: 70 /min, reverse: {ask: What is that fast?, answer: the heart}}",
    )

    built = publish(write_deck(changed), at=LATER)
    assert anki.import_package(built.path) == (0, 1, 2, 0)
    old, new = anki.cards("heart/rate")
    assert (anki.schedule(old), new.ord, new.reps) == (before, 1, 0)
    anki.assert_sound()


def test_moving_a_fact_to_another_file_and_topic_changes_no_note(
    anki, publish, write_deck
):
    anki.import_package(publish(write_deck(FACTS)).path)
    folder = write_deck(FACTS, topic="beat")
    (folder / "01-facts.yaml").rename(folder / "99-moved.yaml")

    assert anki.import_package(publish(folder, at=LATER).path) == (0, 0, 3, 0)


def test_an_unreleased_build_can_be_imported_over_the_release(
    anki, publish, write_deck, tmp_path
):
    anki.import_package(publish(write_deck(FACTS)).path)
    loaded = load_deck(write_deck(FACTS.replace("atriun", "atrium")))
    built = build_package(
        loaded.deck,
        loaded.ledger,
        tmp_path / "try.apkg",
        now_seconds=int(time.time()) - 100,
    )

    assert anki.import_package(built.path) == (0, 1, 2, 0)


def test_a_new_look_adds_no_second_note_type(anki, publish, write_deck, monkeypatch):
    from liverdeck.anki import note_types, templates

    folder = write_deck(FACTS)
    anki.import_package(publish(folder).path)
    monkeypatch.setattr(templates, "_STYLE", templates._STYLE + ".new {}")
    note_types.note_type.cache_clear()
    monkeypatch.setattr(
        note_types, "LOOK_CHANGED_SECONDS", note_types.LOOK_CHANGED_SECONDS + 1
    )

    anki.import_package(publish(folder, at=LATER).path)

    note_types.note_type.cache_clear()
    anki.col.models._clear_cache()
    names = [
        model.name
        for model in anki.col.models.all_names_and_ids()
        if model.name.startswith("LiverDeck")
    ]
    assert sorted(names) == [
        "LiverDeck Cloze (en)",
        "LiverDeck List (en)",
        "LiverDeck Question (en)",
    ]
    assert ".new {}" in anki.col.models.by_name("LiverDeck Cloze (en)")["css"]


@pytest.mark.parametrize("seconds", [-1, 1])
def test_an_answer_when_a_second_begins_is_not_a_problem(
    anki, publish, write_deck, seconds
):
    """Anki reads the clock twice, for the card and for its review log."""
    anki.import_package(publish(write_deck(FACTS)).path)
    card_id = anki.col.find_cards("")[0]
    anki.answer(anki.col.get_card(card_id))
    anki.col.db.execute(
        "update cards set data = json_set(data, '$.lrt', data ->> '$.lrt' + ?) "
        "where id = ?",
        seconds,
        card_id,
    )
    anki.assert_sound()
