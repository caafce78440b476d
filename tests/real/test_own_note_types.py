"""What happens to learners who changed a note type, or converted one note.

These are the rows of a table in docs/updating.md.
"""

import pytest
from anki import import_export_pb2

from liverdeck.authoring.loader import load_deck
from liverdeck.publishing.update_text import write_update_text
from tests.real.conftest import RELEASED

LATER = 1_710_000_000
FACTS = "".join(
    f"  - {{id: q{n}, from: pump, ask: Which part {n} of it?, answer: part {n}}}\n"
    for n in range(4)
)
NEW = "  - {id: new, from: pump, ask: And now?, answer: it}\n"


def add_field(models, note_type):
    models.add_field(note_type, models.new_field("Mine"))
    models.update_dict(note_type)


def add_template(models, note_type):
    template = models.new_template("Mine")
    template["qfmt"], template["afmt"] = "{{Answer}}", "{{Ask}}"
    models.add_template(note_type, template)
    models.update_dict(note_type)


def change_sort_field(models, note_type):
    note_type["sortf"] = 1
    models.update_dict(note_type)


def rename(models, note_type):
    note_type["name"] = "My type"
    models.update_dict(note_type)


def restyle(models, note_type):
    note_type["css"] += ".x {}"
    models.update_dict(note_type)


def convert_one_note(models, note_type):
    info = models.change_notetype_info(
        old_notetype_id=note_type["id"],
        new_notetype_id=models.by_name("Basic")["id"],
    )
    request = info.input
    request.note_ids.append(models.col.find_notes('"Key:heart/q0"')[0])
    models.change_notetype_of_notes(request)


ALL_KEPT = {"content": 4, "mine": 4, "forks": 0}
REPLACED = {"content": 4, "mine": 0, "forks": 0}
FORKED = {"content": 0, "mine": 4, "forks": 1}
TABLE = {
    add_field: (FORKED, REPLACED, ALL_KEPT | {"forks": 1}),
    add_template: (FORKED, REPLACED, ALL_KEPT | {"forks": 1}),
    change_sort_field: (REPLACED, REPLACED, ALL_KEPT),
    rename: (REPLACED, REPLACED, REPLACED),
    restyle: (REPLACED, REPLACED, ALL_KEPT),
    convert_one_note: (
        {"content": 3, "mine": 1, "forks": 0},
        {"content": 4, "mine": 0, "forks": 0},
        {"content": 3, "mine": 4, "forks": 0},
    ),
}
"""What an update leads to, by what the learner did to the note type before.

A row has three outcomes: with the package, with the package and *merge* ticked, and
with the update text before the package. `content` counts notes with the new content,
`mine` those with the learner's tag, and `forks` the note types that Anki makes beside
ours.
"""
IMPORTS = ("package", "merge", "text")


@pytest.mark.parametrize("change", TABLE)
@pytest.mark.parametrize("import_kind", IMPORTS)
def test_an_update_of_a_changed_note_type_ends_as_the_table_says(
    anki, publish, write_deck, tmp_path, change, import_kind
):
    folder = write_deck(FACTS)
    anki.import_package(publish(folder).path)
    for note in anki.notes():
        for card in note.cards():
            anki.answer(card)
        note.tags.append("own")
        anki.col.update_note(note)
    models = anki.col.models
    note_type = models.get(anki.note("heart/q1").mid)
    change(models, note_type)
    anki.col.db.execute("update notes set mod = ?", RELEASED + 100)
    schedules = {
        card: anki.schedule(anki.col.get_card(card)) for card in cards_of(anki)
    }

    folder = write_deck(FACTS.replace("answer: part", "answer: piece") + NEW)
    package = publish(folder, at=LATER).path
    if import_kind == "text":
        loaded = load_deck(folder)
        texts = write_update_text(loaded.deck, loaded.ledger, tmp_path / "texts")
        anki.import_text(texts.required()[0])
    options = import_export_pb2.ImportAnkiPackageOptions(
        merge_notetypes=import_kind == "merge"
    )
    request = import_export_pb2.ImportAnkiPackageRequest(
        package_path=str(package), options=options
    )
    anki.col.import_anki_package(request)

    assert {
        "content": len(anki.notes("*piece*")),
        "mine": len(anki.notes("tag:own")),
        "forks": sum("+" in model.name for model in models.all_names_and_ids()),
    } == TABLE[change][IMPORTS.index(import_kind)]
    assert len(anki.notes()) == 5
    kept = {card: anki.schedule(anki.col.get_card(card)) for card in cards_of(anki)}
    assert {card: kept.get(card) for card in schedules} == schedules


def cards_of(anki):
    return anki.col.find_cards("")
