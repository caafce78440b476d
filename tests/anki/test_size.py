import genanki

from liverdeck.anki.note_types import deck_note_types
from liverdeck.anki.notes import render_notes
from liverdeck.authoring.loader import load_deck
from liverdeck.publishing.build import build_package

LARGEST_SHARE = 0.3
"""Share of the size of the package that genanki writes for the same notes."""


def model_of(note_type):
    return genanki.Model(
        note_type.id,
        note_type.name,
        fields=[{"name": name} for name in note_type.fields],
        templates=[
            {"name": template.name, "qfmt": template.front, "afmt": template.back}
            for template in note_type.templates
        ],
        css=note_type.style,
        model_type=(
            genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK
        ),
    )


def test_a_package_is_much_smaller_than_the_one_that_genanki_writes(
    repository, tmp_path, monkeypatch
):
    # genanki leaves its database in the temporary folder.
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    loaded = load_deck(repository / "cards" / "liver-metastasis")
    models = {note_type: model_of(note_type) for note_type in deck_note_types("en")}
    deck = genanki.Deck(1, loaded.deck.anki_name)
    for note in render_notes(loaded.deck):
        deck.add_note(
            genanki.Note(
                models[note.note_type],
                list(note.fields),
                tags=note.tags,
                guid=note.guid,
            )
        )
    genanki.Package(deck).write_to_file(tmp_path / "genanki.apkg")
    built = build_package(
        loaded.deck, loaded.ledger, tmp_path / "ours.apkg", now_seconds=2_000_000_000
    )
    size_by_genanki = (tmp_path / "genanki.apkg").stat().st_size
    assert built.path.stat().st_size <= LARGEST_SHARE * size_by_genanki


def test_a_build_leaves_nothing_in_the_temporary_folder(
    repository, tmp_path, monkeypatch
):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setenv("TMPDIR", str(temporary))
    loaded = load_deck(repository / "cards" / "liver-metastasis")
    built = build_package(
        loaded.deck,
        loaded.ledger,
        tmp_path / "out" / "ours.apkg",
        now_seconds=2_000_000_000,
    )
    assert list(temporary.iterdir()) == []
    names = sorted(path.name for path in built.path.parent.iterdir())
    assert names == [".liverdeck.json", built.path.name]
