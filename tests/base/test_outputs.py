"""Which files an output replaces: always, only with `force`, or never."""

import os

import pytest

from liverdeck.authoring.loader import load_deck
from liverdeck.base.errors import ContentError
from liverdeck.base.output_guards import MARK, Output, output_at
from liverdeck.base.output_list import LIST_FILE
from liverdeck.base.outputs import write_outputs
from liverdeck.publishing.build import deck_inputs


def write(path, data=b"new", *, deck_id="heart", inputs=(), force=False, **options):
    outputs = [output_at(path, data, **options)]
    write_outputs(outputs, deck_id=deck_id, inputs=inputs, force=force)


def check_refused(path, message, *, force=False, named_file=None, **options):
    """Check that a path is refused with a message, and that no file changes.

    `named_file` is the file that the message names, if it is not the path itself.
    """
    before = sorted(path.parent.iterdir())
    with pytest.raises(ContentError) as caught:
        write(path, force=force, **options)
    assert f"{path.with_name(named_file or path.name)}:1:1: " in str(caught.value)
    assert message in str(caught.value)
    assert sorted(path.parent.iterdir()) == before


def test_a_file_is_written_again_and_again(tmp_path):
    for data in (b"one", b"two", b"three"):
        write(tmp_path / "out" / "f.bin", data)
        assert (tmp_path / "out" / "f.bin").read_bytes() == data
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [LIST_FILE, "f.bin"]


@pytest.mark.parametrize("force", [False, True])
def test_an_input_is_never_replaced(tmp_path, force):
    source = tmp_path / "book.txt"
    source.write_text("my book")
    (tmp_path / "link.txt").symlink_to(source)
    os.link(source, tmp_path / "second-name.txt")
    for name in ("book.txt", "link.txt", "second-name.txt"):
        check_refused(
            tmp_path / name, "this command reads the file", inputs=[source], force=force
        )
    assert source.read_text() == "my book"


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    "name",
    ["deck.yaml", "01-facts.yaml", "new.YAML", "deck.lock", "CHANGES.md", "Deck.Lock"],
)
def test_a_file_of_a_deck_is_never_replaced(tmp_path, name, force):
    (tmp_path / "deck.yaml").write_text("id: heart")
    check_refused(tmp_path / name, "this would be a file of a deck", force=force)
    assert (tmp_path / "deck.yaml").read_text() == "id: heart"


@pytest.mark.parametrize("force", [False, True])
def test_no_input_of_a_build_is_replaced(write_deck, force):
    folder = write_deck()
    (folder / "deck.lock").touch()
    (folder / "CHANGES.md").touch()
    inputs = list(deck_inputs(load_deck(folder).deck))
    assert len(inputs) == 4
    for path in inputs:
        check_refused(path, "this would be a file of a deck", force=force)


def test_other_files_may_be_written_to_the_folder_of_a_deck(tmp_path):
    (tmp_path / "deck.yaml").write_text("id: heart")
    write(tmp_path / "heart.html")
    assert (tmp_path / "heart.html").read_bytes() == b"new"


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.sqlite3", b""),
        ("log.sqlite3-wal", b""),
        ("log-2026-11-28.sqlite3", b"a copy"),
        ("log.lock", b""),
        ("renamed.jsonl", b"SQLite format 3\0 and so on"),
        ("renamed-wal", b"\x37\x7f\x06\x82 and so on"),
    ],
)
def test_a_review_log_is_never_replaced(tmp_path, name, content, force):
    (tmp_path / "log.sqlite3").write_bytes(b"SQLite format 3\0")
    (tmp_path / name).write_bytes(content)
    check_refused(
        tmp_path / name, "this is a review log, its lock or a copy", force=force
    )
    assert (tmp_path / name).read_bytes() == content


def test_a_foreign_file_is_replaced_only_with_force(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("mine")
    check_refused(path, "this file is in the way")
    check_refused(path, "--force")
    assert path.read_text() == "mine"
    write(path, force=True)
    assert path.read_bytes() == b"new"
    write(path, b"newer")  # it is ours now


def test_a_foreign_file_is_never_deleted(tmp_path):
    (tmp_path / "f.txt").write_text("mine")
    for force in (False, True):
        with pytest.raises(ContentError, match="in the way"):
            write_outputs(
                [Output(tmp_path, "f.txt", None)], deck_id="heart", force=force
            )
    assert (tmp_path / "f.txt").read_text() == "mine"


def test_a_changed_file_is_replaced_only_with_force(tmp_path):
    path = tmp_path / "paper.docx"
    write(path, b"as written")
    path.write_bytes(b"with my corrections")
    check_refused(path, "this file was changed since LiverDeck wrote it")
    check_refused(path, "--force")
    assert path.read_bytes() == b"with my corrections"
    write(path, force=True)
    assert path.read_bytes() == b"new"


def test_a_changed_file_with_a_mark_is_not_taken_for_ours(tmp_path):
    path = tmp_path / "page.html"
    page = b'<meta name="generator" content="LiverDeck">'
    write(path, page)
    path.write_bytes(page + b"with my corrections")
    check_refused(path, "this file was changed since LiverDeck wrote it")


def test_a_file_of_another_deck_is_replaced_only_with_force(tmp_path):
    write(tmp_path / "f.zip", b"old", deck_id="liver")
    check_refused(tmp_path / "f.zip", "this file was made from the deck 'liver'")
    write(tmp_path / "f.zip", b"newer", force=True)
    assert (tmp_path / "f.zip").read_bytes() == b"newer"


@pytest.mark.parametrize(
    "content",
    [
        b'<!doctype html>\n<meta charset="utf-8">\n'
        b'<meta name="generator" content="LiverDeck">\n',
        b"<!-- Made with LiverDeck -->\n\n# Paper\n",
        b"// Made with LiverDeck\n",
        b"#separator:tab\n#html:true\n#notetype:LiverDeck Cloze\n",
        b"%PDF-1.7\n" + b"x" * 10_000 + b"/Keywords(Made with LiverDeck)",
    ],
)
def test_a_file_with_our_mark_is_replaced_even_without_a_list_of_files(
    tmp_path, content
):
    (tmp_path / "f").write_bytes(content)
    write(tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == b"new"


def test_the_template_of_papers_has_the_mark_of_texts(repository):
    template = (repository / "liverdeck/quiz/formats/paper.typ").read_text("utf-8")
    assert f'keywords: "{MARK}"' in template


def test_a_foreign_file_with_the_same_content_is_replaced(tmp_path):
    (tmp_path / "f").write_bytes(b"new")
    write(tmp_path / "f")
    write(tmp_path / "f", b"newer")
    assert (tmp_path / "f").read_bytes() == b"newer"


def test_two_outputs_with_one_name_are_refused(tmp_path):
    outputs = [
        output_at(tmp_path / "f", b"one"),
        Output(tmp_path / ".." / tmp_path.name, "f", b"two"),
    ]
    with pytest.raises(ContentError, match="another file of this command"):
        write_outputs(outputs, deck_id="heart", force=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name", [".liverdeck.json", ".liverdeck.lock", ".liverdeck.step"]
)
def test_the_names_of_the_list_the_lock_and_the_journal_are_refused(tmp_path, name):
    check_refused(
        tmp_path / name, "another file of this command has this name", force=True
    )


@pytest.mark.parametrize("force", [False, True])
def test_a_path_that_is_not_an_ordinary_file_is_refused(tmp_path, force):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for name in ("folder", "pipe", "circle"):
        check_refused(tmp_path / name, "not an ordinary file", force=force)


def test_a_link_is_followed_and_stays(tmp_path):
    shared = tmp_path / "shared"
    shared.mkdir()
    link = tmp_path / "f.apkg"
    link.symlink_to(shared / "published.apkg")
    for data in (b"one", b"two"):
        write(link, data)
        assert link.is_symlink()
        assert (shared / "published.apkg").read_bytes() == data
    assert [path.name for path in shared.iterdir()] == ["published.apkg"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_permissions_of_an_old_file_are_kept(tmp_path, mode):
    write(tmp_path / "f", b"old")
    (tmp_path / "f").chmod(mode)
    write(tmp_path / "f")
    assert (tmp_path / "f").stat().st_mode & 0o777 == mode


def test_only_the_owner_may_read_a_learners_data(tmp_path):
    path = tmp_path / "f"
    write(path, is_private=True)
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)  # the learner lets a group read it
    write(path, b"newer", is_private=True)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_foreign_file_becomes_private_before_it_has_a_learners_data(tmp_path):
    (tmp_path / "f").write_text("mine")
    (tmp_path / "f").chmod(0o644)
    write(tmp_path / "f", is_private=True, force=True)
    assert (tmp_path / "f").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"liverdeck_outputs": 2}',
        '{"liverdeck_outputs": 1, "files": 3}',
        '{"liverdeck_outputs": 1, "files": [{"name": "f", "sha256": 5, "deck": ""}]}',
    ],
)
def test_a_list_that_cannot_be_understood_is_named(tmp_path, text):
    (tmp_path / LIST_FILE).write_text(text)
    with pytest.raises(ContentError, match=r"\.liverdeck\.json:1:1: this is not the"):
        write(tmp_path / "f")
    write(tmp_path / "f", force=True)
    write(tmp_path / "f", b"newer")


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("target_name", ["there", "nowhere"])
def test_a_list_that_is_a_link_is_not_followed(tmp_path, force, target_name):
    (tmp_path / "there").write_text("mine")
    (tmp_path / LIST_FILE).symlink_to(tmp_path / target_name)
    for data in (b"one", b"one"):
        write(tmp_path / "f", data, force=force)
    assert (tmp_path / "there").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_lock_that_is_a_link_is_refused(tmp_path):
    (tmp_path / ".liverdeck.lock").symlink_to(tmp_path / "nowhere")
    check_refused(
        tmp_path / "f", "this link is in the way", named_file=".liverdeck.lock"
    )
    assert not (tmp_path / "nowhere").exists()


def test_all_problems_are_raised_at_once(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).write_text("mine")
    outputs = [output_at(tmp_path / name, b"new") for name in ("a", "b", "c")]
    with pytest.raises(ContentError) as caught:
        write_outputs(outputs, deck_id="heart", force=False)
    assert len(caught.value.problems) == 2
    assert not (tmp_path / "c").exists()
