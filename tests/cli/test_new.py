import pytest


def test_a_new_deck_lints_clean_builds_and_is_released(liverdeck):
    code, out, _ = liverdeck("new", "cards/My first deck")
    assert code == 0
    assert (
        "Began the deck 'my-first-deck' in cards/My first deck: deck.yaml, passages.yaml, 01-first-steps.yaml, deck.lock."
        in out
    )
    assert "01-first-steps.yaml, then: liverdeck lint -d " in out
    code, out, err = liverdeck("lint")
    assert (code, out, err) == (0, "", "Deck: cards/My first deck\nNo problems.\n")
    code, out, _ = liverdeck("build")
    assert code == 0
    assert "Wrote dist/my-first-deck.apkg: 3 notes, 4 cards" in out
    assert liverdeck("release")[0] == 0
    assert liverdeck("build", "--frozen")[0] == 0


def test_the_format_is_explained_in_comments(liverdeck, tmp_path):
    liverdeck("new", "d")
    for name in ("deck.yaml", "passages.yaml", "01-first-steps.yaml"):
        assert "# " in (tmp_path / "d" / name).read_text()


def test_an_empty_folder_will_do(liverdeck, tmp_path):
    (tmp_path / "d").mkdir()
    assert liverdeck("new", "d")[0] == 0


@pytest.mark.parametrize(
    ("folder", "words"), [("full", "not empty"), ("full/file", "is there already"), ("###", "no deck id")]
)
def test_a_place_that_will_not_do_is_refused(liverdeck, tmp_path, folder, words):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    code, _, err = liverdeck("new", folder)
    assert code == 2
    assert words in err
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


def test_a_parent_that_is_a_file_is_said(liverdeck, tmp_path):
    (tmp_path / "file").touch()
    code, _, err = liverdeck("new", "file/d")
    assert code == 1
    assert "cannot be written" in err
