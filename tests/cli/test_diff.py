import json
from dataclasses import fields

import pytest

from liverdeck.cli.diff import LABELS
from liverdeck.publishing.import_preview import ImportPreview
from liverdeck.publishing.published import read_package


@pytest.fixture
def changed(released):
    facts = released / "01-facts.yaml"
    facts.write_text(
        facts.read_text()
        .replace("70 /min", "60 /min")
        .replace("{{c1::vein::vessel}}", "vein, {{c2::blue}}")
        + "  - {id: new, from: pump, ask: Q?, answer: x}\n"
    )
    return released


BEGINNING = """\
    1  new notes: new
    2  notes updated: rate, flow
    2  new cards: flow#2, new#1
    1  cards that become empty; Tools > Empty Cards finds them: flow#1
If the learner edits one of the updated notes after """


def test_diff_compares_a_release_with_a_new_build(invoke, changed):
    code, out, err = invoke("diff", "1", "-d", changed)
    assert (code, err) == (0, "")
    assert out.startswith(BEGINNING)


def test_diff_shows_the_effect_of_importing_the_update_text_first(invoke, changed):
    out = invoke("diff", "1", "-d", changed).out
    assert out.split("instead.\n")[1] == (
        "With the update text (build --update-text FOLDER --since 1) first, then the "
        "package:\n"
        "    2  notes updated by the text; tags and My notes stay: rate, flow\n"
        "    2  new cards: flow#2, new#1\n"
        "    1  cards that become empty; Tools > Empty Cards finds them: flow#1\n"
    )
    first = json.loads(invoke("diff", "1", "-d", changed, "--json").out)["text_first"]
    assert first["by_text"] == ["rate", "flow"]
    assert first["package"]["new"] == ["new"]
    assert first["package"]["updated"] == []


def test_diff_compares_a_package_with_a_new_build_or_another_package(
    invoke, released, changed
):
    assert changed == released
    edited = (released / "01-facts.yaml").read_text()
    (released / "01-facts.yaml").write_text(edited.replace("60 /min", "70 /min"))
    env = {"SOURCE_DATE_EPOCH": "1700000000"}
    assert invoke("build", "-d", released, "-o", "new.apkg", env=env).code == 0
    (released / "01-facts.yaml").write_text(edited)
    assert (
        "    3  notes updated: rate, flow, new\n"
        in invoke("diff", "new.apkg", "-d", released).out
    )
    code, out, _ = invoke("diff", "1", "new.apkg", "-d", released, "--json")
    assert code == 0
    assert json.loads(out) == {
        "new": ["new"],
        "updated": ["flow"],
        "skipped": [],
        "unchanged": ["rate"],
        "conflicting": [],
        "withdrawn": [],
        "new_cards": ["flow#2", "new#1"],
        "empty_cards": ["flow#1"],
    }
    assert (
        invoke("diff", "new.apkg", "new.apkg").out
        == "    3  notes unchanged, not touched\nNothing will change.\n"
    )


def test_a_release_is_not_compared_with_an_older_package(invoke, released):
    assert invoke("build", "--frozen", "-d", released, "-o", "old.apkg").code == 0
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    assert invoke("release", "-d", released).code == 0
    code, _, err = invoke("diff", "1", "old.apkg", "-d", released)
    assert code == 1
    assert "old.apkg:1:1: error: this package is older than the last release" in err


def test_diff_writes_nothing(invoke, changed, everything):
    before = everything()
    invoke("diff", "1", "-d", changed)
    assert everything() == before


def test_diff_refuses_an_unknown_release_and_a_missing_package(
    liverdeck, invoke, released
):
    assert "no release 2; this deck has 1" in liverdeck("diff", "2", "-d", released).err
    assert liverdeck("diff", "0", "-d", released).code == 2
    code, _, err = invoke("diff", "gone.apkg", "-d", released)
    assert code == 1
    assert (
        "gone.apkg:1:1: error: not a package that LiverDeck built: "
        "there is no such file; name an .apkg"
    ) in err
    assert err.endswith("1 error.\n")


def test_diff_refuses_a_deck_with_a_dangerous_edit(invoke, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("{{c1::", "{{c2::"))
    code, _, err = invoke("diff", "1", "-d", released)
    assert code == 1
    assert "c2 of flow now holds 'vein'" in err


# Recovery


def test_a_lost_ledger_is_recovered_and_the_package_stays_the_same(
    invoke, released, tmp_path
):
    lock = (released / "deck.lock").read_text()
    assert invoke("build", "--frozen", "-d", released, "-o", "old.apkg").code == 0
    (released / "deck.lock").unlink()
    code, out, _ = invoke("release", "--recover", "old.apkg", "-d", released)
    assert code == 0
    assert out.startswith(
        f"Recovered {released}/deck.lock from old.apkg: 2 notes, 1 release.\n"
    )
    assert (released / "deck.lock").read_text().split("\n")[1:] == lock.split("\n")[1:]
    assert invoke("build", "--frozen", "-d", released, "-o", "new.apkg").code == 0
    assert (tmp_path / "old.apkg").read_bytes() == (tmp_path / "new.apkg").read_bytes()


def test_diff_refuses_releases_that_were_lost_with_the_ledger(
    liverdeck, invoke, released
):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("It is blue", "It is dark"))
    assert invoke("release", "-d", released).code == 0
    assert invoke("build", "--frozen", "-d", released, "-o", "old.apkg").code == 0
    (released / "deck.lock").unlink()
    assert invoke("release", "--recover", "old.apkg", "-d", released).code == 0
    code, _, err = liverdeck("diff", "1", "-d", "heart")
    assert code == 2
    assert (
        "the ledger was rebuilt and no longer knows release 1; "
        "name the package of that release instead"
    ) in err
    assert invoke("diff", "2", "-d", released).code == 0


def test_recover_does_not_replace_an_existing_ledger(invoke, released, everything):
    invoke("build", "--frozen", "-d", released, "-o", "old.apkg")
    before = everything()
    code, _, err = invoke("release", "--recover", "old.apkg", "-d", released)
    assert code == 1
    assert "this deck has a ledger with releases; it needs no recovery" in err
    assert everything() == before


def test_a_release_lists_reworded_blanks(invoke, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("vein", "artery"))
    out = invoke("release", "-d", released).out
    assert (
        "  c1 of flow: 'vein' is now 'artery' "
        "(its schedule stays; if it asks something else now"
    ) in out


# Update texts

HEADER = """\
# LiverDeck update text for release 2 of heart: only if you have this deck already; \
import it first, then the package (.apkg) of release 2
#separator:tab
#html:true
#if matches:update current
#guid column:1
#notetype column:2
#deck:Heart
"""


def test_update_text_never_replaces_a_file_that_is_not_ours(invoke, released, tmp_path):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    (tmp_path / "texts").mkdir()
    for name in ("heart-update-1.txt", "heart-update-2.txt"):
        path = tmp_path / "texts" / name
        path.write_text("my own list")
        code, _, err = invoke(
            "build", "-d", released, "-o", "d.apkg", "--update-text", "texts"
        )
        assert code == 1
        assert (
            f"texts/{name}:1:1: error: this file is in the way: it is not an update "
            "text of LiverDeck's; move it away" in err
        )
        assert path.read_text() == "my own list"
        path.unlink()


def test_update_text_is_written_beside_the_package(invoke, released, tmp_path):
    facts = released / "01-facts.yaml"
    build = ["build", "-d", released, "-o", "d.apkg", "--update-text", "texts"]
    assert "a text can bring none of the changes" in invoke(*build).out
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    assert invoke("release", "-d", released).code == 0
    build_frozen = [*build, "--frozen"]
    code, out, _ = invoke(*build_frozen)
    assert code == 0
    assert (
        "Wrote texts/heart-update-2.txt: for learners who have the deck; import before "
        "the package of the same release to keep tags and My notes."
    ) in out
    text = (tmp_path / "texts" / "heart-update-2.txt").read_text()
    assert text.startswith(HEADER)
    code, out, _ = invoke(*build_frozen, "--json")
    assert json.loads(out)["update_texts"] == ["texts/heart-update-2.txt"]


def test_the_stamp_of_an_unreleased_change_is_the_time_of_the_note_in_the_package(
    invoke, released, tmp_path
):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    build = ["build", "-d", released, "-o", "d.apkg", "--update-text", "texts"]
    assert invoke(*build, env={"SOURCE_DATE_EPOCH": "1650000000"}).code == 0
    text = (tmp_path / "texts" / "heart-update-2.txt").read_text()
    assert text.endswith("\t2022-04-15T05:20:00Z\n")
    package = read_package(tmp_path / "d.apkg").required()
    assert {note.modified_seconds for note in package.notes.values()} >= {1650000000}


def test_each_field_of_a_preview_has_its_label_in_the_same_order():
    assert list(LABELS) == [field.name for field in fields(ImportPreview)]
