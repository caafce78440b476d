"""`release` says what reaches whom, and asks for a lost ledger instead of a new one."""

import pytest

from liverdeck.authoring.ledger_file import read_ledger

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
  - {id: flow, from: pump, say: 'In the {{c1::vein}} it flows.'}
"""
WAITING = "Not sent: other tags or another source (document, heading, day) of "


@pytest.fixture
def folder(liverdeck, write_deck):
    folder = write_deck(FACTS)
    assert liverdeck("release", "-d", "heart", "--new", "--at", "1600000000")[0] == 0
    return folder


def change(folder, file, old, new):
    path = folder / f"{file}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def lines(folder):
    return read_ledger(folder / "deck.lock", "heart").value.lines


LABELS = [
    ("01-facts", "id: rate,", "id: rate, tags: [high-yield],", "1 note (rate)"),
    ("passages", "How it pumps", "How the heart pumps", "2 notes (flow, rate)"),
    (
        "deck",
        "title: On the heart",
        "title: The heart again",
        "2 notes (flow, rate)",
    ),
    ("deck", "read: 2023-01-31", "read: 2024-01-31", "2 notes (flow, rate)"),
]


@pytest.mark.parametrize(("file", "old", "new", "notes"), LABELS)
def test_a_change_of_tags_or_source_alone_is_not_said_to_have_arrived(
    liverdeck, folder, everything, file, old, new, notes
):
    change(folder, file, old, new)
    before = everything()
    for options in ((), ("--dry-run",)):
        code, out, _ = liverdeck("release", "-d", "heart", *options)
        assert code == 0
        assert "learners have all of this already" not in out
        assert out.startswith("Nothing to release.\n")
        assert WAITING in out
        assert sorted(notes) == sorted(out.split(WAITING)[1].split(". They come")[0])
        assert everything() == before


@pytest.mark.parametrize(("file", "old", "new", "notes"), LABELS)
def test_a_change_of_tags_or_source_alone_can_be_sent(
    liverdeck, folder, file, old, new, notes
):
    times = {name: line.changed_seconds for name, line in lines(folder).items()}
    change(folder, file, old, new)
    code, out, _ = liverdeck("release", "-d", "heart", "--tags-and-sources")
    assert code == 0
    assert out.startswith(f"Release 2: {notes[0]} changed")
    assert "Changed tags reach those who import the package alone" in out
    changed = [
        name
        for name, line in lines(folder).items()
        if line.changed_seconds != times[name]
    ]
    assert len(changed) == int(notes[0])
    assert liverdeck("release", "-d", "heart")[1] == (
        "Nothing to release: learners have all of this already.\n"
    )
    assert liverdeck("build", "-d", "heart", "--frozen")[0] == 0


def test_tags_that_travel_with_another_change_have_arrived(liverdeck, folder):
    change(folder, "01-facts", "id: rate,", "id: rate, tags: [high-yield],")
    change(folder, "01-facts", "70 /min", "60 /min")
    assert WAITING not in liverdeck("release", "-d", "heart")[1]
    assert "all of this already" in liverdeck("release", "-d", "heart")[1]


def test_a_release_says_what_reaches_whom(liverdeck, folder):
    (folder / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    facts = folder / "01-facts.yaml"
    image = "image: {file: a.svg, alt: A}"
    picture = f"  - {{id: see, from: pump, ask: What?, answer: it, {image}}}"
    facts.write_text(facts.read_text() + picture + "\n")
    assert "By the package: 1 new note." in liverdeck("release", "-d", "heart")[1]
    change(folder, "01-facts", "ask: What?", "ask: What then?")
    change(folder, "01-facts", "70 /min", "60 /min")
    out = liverdeck("release", "-d", "heart", "--dry-run")[1]
    assert (
        "or by the update text first, which keeps tags and My notes: 1 changed" in out
    )
    assert "By the package alone, as these have or had a picture or sound" in out
    assert "1 note (see)" in out


def test_a_lost_ledger_is_recovered_and_not_begun_again(liverdeck, folder, everything):
    assert liverdeck("build", "-d", "heart", "--frozen")[0] == 0
    (folder / "deck.lock").unlink()
    before = everything()
    for command in ("release", "build", "diff 1", "release --new", "build --new"):
        code, _, err = liverdeck(*command.split(), "-d", "heart")
        assert code == 1
        assert "the ledger is missing, and heart/CHANGES.md is from a release" in err
        assert err.index("release --recover OLD.apkg") < err.index("version control")
        assert everything() == before
    (folder / "CHANGES.md").unlink()
    assert liverdeck("release", "-d", "heart", "--new")[0] == 0


def test_a_package_of_several_releases_names_them(liverdeck, folder):
    change(folder, "01-facts", "70 /min", "60 /min")
    assert liverdeck("release", "-d", "heart")[0] == 0
    assert liverdeck("build", "-d", "heart", "--frozen")[0] == 0
    (folder / "deck.lock").unlink()
    (folder / "CHANGES.md").unlink()
    code, _, err = liverdeck("release", "-d", "heart", "--new")
    assert (code, "dist/heart.apkg is from a release" in err) == (1, True)
    assert liverdeck("release", "-d", "heart", "--recover", "dist/heart.apkg")[0] == 0


def test_what_was_given_up_before_the_ledger_was_lost_is_not_used_again(
    liverdeck, folder
):
    """The package has neither the withdrawn note nor the number; CHANGES.md does."""
    change(folder, "01-facts", "it flows.", "it flows {{c2::fast}}.")
    assert liverdeck("release", "-d", "heart", "--at", "1600000100")[0] == 0
    text = (folder / "01-facts.yaml").read_text()
    change(folder, "01-facts", FACTS.splitlines(keepends=True)[0], "")
    change(folder, "01-facts", " {{c2::fast}}", "")
    assert liverdeck("release", "-d", "heart", "--at", "1600000200")[0] == 0
    assert liverdeck("build", "-d", "heart", "--frozen")[0] == 0
    (folder / "deck.lock").unlink()

    recover = ("release", "-d", "heart", "--recover", "dist/heart.apkg")
    code, out, _ = liverdeck(*recover)
    assert (code, "CHANGES.md names 2 ids and blank numbers" in out) == (0, True), out
    (folder / "01-facts.yaml").write_text(text.replace("fast}}", "slowly}}"))
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "rate was withdrawn before the ledger was lost and is back" in err
    assert "c2 of flow was dropped before the ledger was lost and is back" in err
    change(folder, "01-facts", "c2::", "c3::")
    replaced = ("release", "-d", "heart", "--dry-run", "--replaced", "rate")
    code, out, _ = liverdeck(*replaced)
    assert (code, "The fact rate has the id rate-2 now" in out) == (0, True), out
    change(folder, "01-facts", "id: rate,", "id: speed,")
    assert liverdeck("release", "-d", "heart")[0] == 0
    change(folder, "01-facts", "id: speed,", "id: rate, was: speed,")
    assert liverdeck("release", "-d", "heart", "--dry-run")[0] == 0


def test_a_merge_of_two_releases_gives_the_commands(liverdeck, folder):
    lock = folder / "deck.lock"
    lock.write_text(f"<<<<<<< HEAD\n{lock.read_text()}=======\n>>>>>>> other\n")
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "git checkout --ours deck.lock CHANGES.md (or --theirs)" in err
    assert "then: liverdeck release. If both sides were published" in err
    assert "liverdeck release --merge other.lock, and liverdeck release" in err


def test_a_blank_that_got_another_number_and_another_text_is_told(liverdeck, folder):
    change(folder, "01-facts", "{{c1::vein}}", "{{c2::large vein}}")
    code, out, _ = liverdeck("release", "-d", "heart", "--dry-run")
    assert code == 0
    told = (
        "  In flow, c1 ('vein') is gone and c2 ('large vein') is new. If a new blank "
    )
    assert told in out
    change(folder, "01-facts", "{{c2::large vein}}", "{{c1::vein}} {{c2::fast}}")
    assert "is gone" not in liverdeck("release", "-d", "heart")[1]
