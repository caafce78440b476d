import pytest

from liverdeck.authoring.loader import load_deck


def test_a_new_deck_has_no_error_and_can_be_built_and_released(liverdeck):
    code, out, _ = liverdeck("new", "cards/My first deck")
    assert code == 0
    assert (
        "Started the deck 'my-first-deck' in cards/My first deck: "
        "deck.yaml, passages.yaml, 01-first-steps.yaml, deck.lock."
    ) in out
    assert "01-first-steps.yaml, then: liverdeck lint -d " in out
    code, out, err = liverdeck("lint")
    assert (code, err) == (0, "Deck: cards/My first deck\n1 advice.\n")
    assert "run: liverdeck index DOCUMENT [not-indexed]" in out
    code, out, _ = liverdeck("build")
    assert code == 0
    assert "Wrote dist/my-first-deck.apkg: 3 notes, 4 cards" in out
    assert liverdeck("release").code == 0
    assert liverdeck("build", "--frozen").code == 0


def test_the_format_is_explained_in_comments(liverdeck, tmp_path):
    liverdeck("new", "d")
    for name in ("deck.yaml", "passages.yaml", "01-first-steps.yaml"):
        assert "# " in (tmp_path / "d" / name).read_text()


def test_new_accepts_an_empty_folder(liverdeck, tmp_path):
    (tmp_path / "d").mkdir()
    assert liverdeck("new", "d").code == 0


@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("full", "not empty"),
        ("full/file", "file is not a folder"),
        ("###", "no deck id"),
    ],
)
def test_new_refuses_an_unusable_folder(liverdeck, tmp_path, folder, message):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    code, _, err = liverdeck("new", folder)
    assert code == 2
    assert message in err
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_a_parent_that_is_a_file_is_an_error(liverdeck, tmp_path):
    (tmp_path / "file").touch()
    code, _, err = liverdeck("new", "file/d")
    assert code == 1
    assert "cannot be written" in err


@pytest.mark.parametrize(
    ("folder", "deck_id", "title"),
    [
        ("Heart_and Lung!!", "heart-and-lung", "Heart and lung"),
        ("true", "true", "True"),
        ("007", "007", "007"),
        ("Été", "ete", "Ete"),
        ("a" * 60, "a" * 40, "A" + "a" * 39),
    ],
)
def test_the_folder_gives_the_id_and_the_title(invoke, folder, deck_id, title):
    assert invoke("new", folder).code == 0
    loaded = load_deck(folder)
    assert loaded.problems == ()
    assert loaded.deck.id == deck_id
    assert loaded.deck.title == loaded.deck.anki_name == title
    assert loaded.ledger.releases == ()


def test_new_accepts_the_current_folder_if_it_is_empty(liverdeck, tmp_path):
    (tmp_path / "lung").mkdir()
    assert liverdeck("new", ".", cwd=tmp_path / "lung").code == 0
    assert "id: lung\n" in (tmp_path / "lung" / "deck.yaml").read_text()


@pytest.mark.parametrize("folder", ["###", "_-_", "心", "/", "."])
def test_a_folder_name_without_letters_gives_no_id(liverdeck, tmp_path, folder):
    without_letters = tmp_path / "_"
    without_letters.mkdir()
    code, out, err = liverdeck("new", folder, cwd=without_letters)
    assert (code, out) == (2, "")
    assert "gives no deck id; use some of a-z and 0-9 in the folder's name" in err
    assert list(without_letters.iterdir()) == []


def test_a_deck_is_not_started_twice(liverdeck, everything):
    liverdeck("new", "lung")
    before = everything()
    code, _, err = liverdeck("new", "lung")
    assert code == 2
    assert "lung is there already and not empty; name another folder" in err
    assert everything() == before


def test_a_link_to_nowhere_is_refused(liverdeck, tmp_path):
    (tmp_path / "lung").symlink_to("nowhere/at/all")
    code, _, err = liverdeck("new", "lung")
    assert code == 1
    assert "cannot be written" in err


def test_a_disk_that_fills_up_leaves_no_unfinished_deck(
    liverdeck, tmp_path, small_disk
):
    code, _, err = liverdeck("new", "lung", **small_disk(1000))
    assert code == 1
    assert err.endswith("Nothing was written.\n")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert liverdeck("new", "lung").code == 0, (
        "once there is room, the same command works"
    )
