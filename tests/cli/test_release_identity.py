"""If a fact looks like another one, `release` asks which of the two it is."""

import pytest

from liverdeck.authoring.loader import load_deck

BILE = "ask: Which organ makes bile?, answer: liver"
PORTAL = "ask: Which vein brings blood from the gut?, answer: portal vein"
THIRD = "ask: How fast does a heart beat at rest?, answer: 70 /min"


def deck(one, two):
    return (
        f"  - {{id: one, from: pump, {one}}}\n"
        f"  # a comment\n"
        f"  - {{id: two, from: pump, {two}}}\n"
    )


@pytest.fixture
def edited(liverdeck, write_deck):
    """Return a function that releases one text of a deck and writes another."""

    def edit(before, after):
        folder = write_deck(before)
        assert liverdeck("release", "-d", "heart", "--new").code == 0
        write_deck(after)
        return folder

    return edit


def release(liverdeck, *options):
    return liverdeck("release", "-d", "heart", *options)


def identities(folder):
    return {fact.id: fact.identity for fact in load_deck(folder).deck.facts}


def test_exchanged_ids_are_refused_until_the_author_says_what_they_are(
    liverdeck, edited, everything
):
    folder = edited(deck(BILE, PORTAL), deck(PORTAL, BILE))
    before = everything()
    for command in (("release",), ("build",), ("diff", "1")):
        code, _, err = liverdeck(*command, "-d", "heart")
        assert code == 1
        assert "one seems to be what was released as two" in err
        assert "two seems to be what was released as one" in err
        assert everything() == before
    code, _, err = release(liverdeck, "--moved", "two=one")
    assert code == 1
    assert "'two' has the oldest id 'two'" in err
    assert everything() == before

    code, out, _ = release(liverdeck, "--moved", "two=one", "--moved", "one=two")
    assert code == 0
    assert "The fact one is the one that was released as two" in out
    assert "Nothing to release" in out
    assert identities(folder) == {"one": "two", "two": "one"}
    assert "  # a comment\n" in (folder / "01-facts.yaml").read_text()
    assert liverdeck("diff", "1", "-d", "heart").out.endswith("Nothing will change.\n")


def test_a_corrected_fact_keeps_its_note_under_a_new_id(liverdeck, edited):
    corrected = BILE.replace("organ", "gland")
    folder = edited(deck(BILE, PORTAL), deck(corrected, PORTAL).replace("one", "vein"))
    code, _, err = release(liverdeck)
    assert code == 1
    assert "release --moved one=vein" in err
    code, out, _ = release(liverdeck, "--moved", "one=vein")
    assert code == 0
    assert "Release 2: 1 changed (one)" in out
    assert identities(folder)["vein"] == "one"


def test_a_really_new_fact_is_released_as_new(liverdeck, edited):
    corrected = BILE.replace("organ", "gland")
    folder = edited(deck(BILE, PORTAL), deck(corrected, PORTAL).replace("one", "vein"))
    code, out, _ = release(liverdeck, "--replaced", "vein")
    assert code == 0
    assert "Release 2: 1 new (vein); 1 withdrawn (one)" in out
    assert identities(folder)["vein"] == "vein"


def test_another_question_under_an_old_id_gets_another_id(liverdeck, edited):
    folder = edited(deck(BILE, PORTAL), deck(THIRD, PORTAL))
    code, _, err = release(liverdeck)
    assert code == 1
    assert "quite another question" in err
    code, out, _ = release(liverdeck, "--replaced", "one")
    assert code == 0
    assert "The fact one has the id one-2 now: learners get it as new" in out
    assert "1 new (one-2); 1 withdrawn (one)" in out
    assert identities(folder) == {"one-2": "one-2", "two": "two"}


def test_the_same_question_in_other_words_keeps_its_id(liverdeck, edited):
    folder = edited(deck(BILE, PORTAL), deck(THIRD, PORTAL))
    code, out, _ = release(liverdeck, "--moved", "one=one")
    assert code == 0
    assert "Release 2: 1 changed (one)" in out
    assert identities(folder) == {"one": "one", "two": "two"}


def test_a_dry_run_writes_nothing(liverdeck, edited, everything):
    edited(deck(BILE, PORTAL), deck(THIRD, PORTAL))
    before = everything()
    code, out, _ = release(liverdeck, "--replaced", "one", "--dry-run")
    assert code == 0
    assert "Release 2 would be: 1 new (one-2); 1 withdrawn (one)." in out
    assert "Nothing was written." in out
    assert everything() == before


@pytest.mark.parametrize(
    ("options", "code", "message"),
    [
        (("--moved", "one"), 2, "is not OLD=NEW"),
        (("--moved", "=one"), 2, "is not OLD=NEW"),
        (("--moved", "on=one"), 1, "no fact was released as 'on'"),
        (("--moved", "one=vien"), 1, "no fact 'vien' in this deck"),
        (("--replaced", "vien"), 1, "no fact 'vien' in this deck"),
    ],
)
def test_unknown_names_are_refused(
    liverdeck, edited, everything, options, code, message
):
    edited(deck(BILE, PORTAL), deck(BILE, THIRD))
    before = everything()
    result, _, err = release(liverdeck, *options)
    assert result == code, err
    assert message in err
    assert everything() == before


def test_another_name_in_anki_is_refused(liverdeck, edited):
    folder = edited(deck(BILE, PORTAL), deck(BILE, PORTAL))
    path = folder / "deck.yaml"
    path.write_text(path.read_text().replace("anki_name: Heart", "anki_name: Hearts"))
    for command in (("release",), ("build",), ("diff", "1")):
        code, _, err = liverdeck(*command, "-d", "heart")
        assert code == 1
        assert "the deck was released as 'Heart'" in err
        assert "write `anki_name: Heart`" in err
