"""`release` reports which learners get which change, and asks for a lost ledger."""

import re

import pytest

from liverdeck.authoring.ledger_file import read_ledger

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}
  - {id: flow, from: pump, say: 'In the {{c1::vein}} it flows.'}
"""
NOT_SENT = "Not sent: other tags or another source (document, heading, day) of "


@pytest.fixture
def folder(liverdeck, write_deck):
    folder = write_deck(FACTS)
    assert liverdeck("release", "-d", "heart", "--new", "--at", "1600000000").code == 0
    return folder


def change(folder, file, old, new):
    path = folder / f"{file}.yaml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def lines(folder):
    return read_ledger(folder / "deck.lock", "heart").value.lines


CHANGES_OF_TAGS_OR_SOURCE = [
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


@pytest.mark.parametrize(("file", "old", "new", "notes"), CHANGES_OF_TAGS_OR_SOURCE)
def test_a_change_of_tags_or_source_alone_is_named_as_not_sent(
    liverdeck, folder, everything, file, old, new, notes
):
    change(folder, file, old, new)
    before = everything()
    for options in ((), ("--dry-run",)):
        code, out, _ = liverdeck("release", "-d", "heart", *options)
        assert code == 0
        assert "has all of this already" not in out
        assert out.startswith("Nothing to release.\n")
        assert NOT_SENT in out
        _, _, after = out.partition(NOT_SENT)
        named, _, _ = after.partition(". They come")
        # The facts may come in any order.
        assert set(re.findall(r"\w+", named)) == set(re.findall(r"\w+", notes))
        assert everything() == before


@pytest.mark.parametrize(("file", "old", "new", "notes"), CHANGES_OF_TAGS_OR_SOURCE)
def test_a_change_of_tags_or_source_alone_can_be_sent(
    liverdeck, folder, file, old, new, notes
):
    times = {name: line.changed_seconds for name, line in lines(folder).items()}
    change(folder, file, old, new)
    code, out, _ = liverdeck("release", "-d", "heart", "--tags-and-sources")
    assert code == 0
    count = int(notes[0])
    assert out.startswith(f"Release 2: {count} changed")
    assert "Changed tags reach those who import the package alone" in out
    changed = [
        name
        for name, line in lines(folder).items()
        if line.changed_seconds != times[name]
    ]
    assert len(changed) == count
    assert liverdeck("release", "-d", "heart").out == (
        "Nothing to release: release 2 has all of this already.\n"
    )
    assert liverdeck("build", "-d", "heart", "--frozen").code == 0


def test_tags_that_are_sent_with_another_change_are_not_reported(liverdeck, folder):
    change(folder, "01-facts", "id: rate,", "id: rate, tags: [high-yield],")
    change(folder, "01-facts", "70 /min", "60 /min")
    assert NOT_SENT not in liverdeck("release", "-d", "heart").out
    assert "all of this already" in liverdeck("release", "-d", "heart").out


def test_a_release_names_the_learners_that_each_change_reaches(liverdeck, folder):
    (folder / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    facts = folder / "01-facts.yaml"
    image = "image: {file: a.svg, alt: A}"
    picture = f"  - {{id: see, from: pump, ask: What?, answer: it, {image}}}"
    facts.write_text(facts.read_text() + picture + "\n")
    assert "By the package: 1 new note." in liverdeck("release", "-d", "heart").out
    change(folder, "01-facts", "ask: What?", "ask: What then?")
    change(folder, "01-facts", "70 /min", "60 /min")
    out = liverdeck("release", "-d", "heart", "--dry-run").out
    assert (
        "or by the update text first, which keeps tags and My notes: 1 changed" in out
    )
    assert "By the package alone, as these have or had a picture or sound" in out
    assert "1 note (see)" in out


def test_a_lost_ledger_is_recovered_and_not_begun_again(liverdeck, folder, everything):
    assert liverdeck("build", "-d", "heart", "--frozen").code == 0
    (folder / "deck.lock").unlink()
    before = everything()
    for command in ("release", "build", "diff 1", "release --new", "build --new"):
        code, _, err = liverdeck(*command.split(), "-d", "heart")
        assert code == 1
        assert "the ledger is missing, and heart/CHANGES.md is from a release" in err
        assert err.index("release --recover OLD.apkg") < err.index("version control")
        assert everything() == before
    (folder / "CHANGES.md").unlink()
    assert liverdeck("release", "-d", "heart", "--new").code == 0


def test_a_package_from_a_release_shows_that_a_ledger_was_lost(liverdeck, folder):
    change(folder, "01-facts", "70 /min", "60 /min")
    assert liverdeck("release", "-d", "heart").code == 0
    assert liverdeck("build", "-d", "heart", "--frozen").code == 0
    (folder / "deck.lock").unlink()
    (folder / "CHANGES.md").unlink()
    code, _, err = liverdeck("release", "-d", "heart", "--new")
    assert code == 1
    assert "dist/heart.apkg is from a release" in err
    assert liverdeck("release", "-d", "heart", "--recover", "dist/heart.apkg").code == 0


def test_ids_and_numbers_given_up_before_the_ledger_was_lost_are_not_used_again(
    liverdeck, folder
):
    """CHANGES.md has the withdrawn note and the number; the package does not."""
    change(folder, "01-facts", "it flows.", "it flows {{c2::fast}}.")
    assert liverdeck("release", "-d", "heart", "--at", "1600000100").code == 0
    text = (folder / "01-facts.yaml").read_text()
    change(folder, "01-facts", FACTS.splitlines(keepends=True)[0], "")
    change(folder, "01-facts", " {{c2::fast}}", "")
    assert liverdeck("release", "-d", "heart", "--at", "1600000200").code == 0
    assert liverdeck("build", "-d", "heart", "--frozen").code == 0
    (folder / "deck.lock").unlink()

    recover = ("release", "-d", "heart", "--recover", "dist/heart.apkg")
    code, out, _ = liverdeck(*recover)
    assert code == 0, out
    assert "CHANGES.md names 2 ids and blank numbers" in out, out
    (folder / "01-facts.yaml").write_text(text.replace("fast}}", "slowly}}"))
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "rate was withdrawn before the ledger was lost and is back" in err
    assert "c2 of flow was dropped before the ledger was lost and is back" in err
    change(folder, "01-facts", "c2::", "c3::")
    replaced = ("release", "-d", "heart", "--dry-run", "--replaced", "rate")
    code, out, _ = liverdeck(*replaced)
    assert code == 0, out
    assert "The fact rate has the id rate-2 now" in out, out
    change(folder, "01-facts", "id: rate,", "id: speed,")
    assert liverdeck("release", "-d", "heart").code == 0
    change(folder, "01-facts", "id: speed,", "id: rate, was: speed,")
    assert liverdeck("release", "-d", "heart", "--dry-run").code == 0


def test_a_merge_conflict_in_the_ledger_is_reported_with_commands(liverdeck, folder):
    lock = folder / "deck.lock"
    lock.write_text(f"<<<<<<< HEAD\n{lock.read_text()}=======\n>>>>>>> other\n")
    code, _, err = liverdeck("release", "-d", "heart")
    assert code == 1
    assert "git checkout --ours deck.lock CHANGES.md (or --theirs)" in err
    assert "then: liverdeck release. If both sides were published" in err
    assert "liverdeck release --merge other.lock, and liverdeck release" in err


def test_a_blank_that_got_another_number_and_another_text_is_named(liverdeck, folder):
    change(folder, "01-facts", "{{c1::vein}}", "{{c2::large vein}}")
    code, out, _ = liverdeck("release", "-d", "heart", "--dry-run")
    assert code == 0
    assert (
        "  In flow, c1 ('vein') is gone and c2 ('large vein') is new. If a new blank "
    ) in out
    change(folder, "01-facts", "{{c2::large vein}}", "{{c1::vein}} {{c2::fast}}")
    assert "is gone" not in liverdeck("release", "-d", "heart").out
