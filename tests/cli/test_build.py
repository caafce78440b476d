import json
import os
import signal
import stat
import subprocess
import sys

import pytest

from liverdeck.authoring.ledger_text import LEDGER_VERSION


def test_build_writes_the_package_to_the_named_file(liverdeck, released, tmp_path):
    code, out, _ = liverdeck(
        "build", "--frozen", "-d", released, "-o", "out/heart.apkg"
    )
    assert code == 0
    assert out.startswith("Wrote out/heart.apkg: 2 notes, 2 cards, content ")
    assert out.splitlines()[1:] == [
        "Not on the cards, only to judge typed answers: 1 other right answer."
    ]
    assert (tmp_path / "out" / "heart.apkg").exists()


def test_build_takes_the_only_deck_under_cards(
    liverdeck, write_deck, released, tmp_path
):
    (tmp_path / "cards").mkdir()
    released.rename(tmp_path / "cards" / "heart")
    code, out, err = liverdeck("build")
    assert (code, err) == (0, "Deck: cards/heart\n")
    assert out.startswith("Wrote dist/heart.apkg: ")
    write_deck(folder="cards/other")
    code, _, err = liverdeck("build")
    assert code == 2
    assert "several decks here: cards/heart, cards/other; name one with -d" in err


def test_inside_its_own_folder_a_deck_needs_no_name(liverdeck, released):
    code, out, err = liverdeck("build", cwd=released)
    assert (code, err) == (0, "Deck: heart, in this folder\n")
    assert out.startswith("Wrote dist/heart.apkg: ")
    assert liverdeck("lint", cwd=released).code == 0
    assert "Nothing to release" in liverdeck("release", cwd=released).out


def test_without_a_deck_the_bundled_one_is_built(liverdeck, tmp_path):
    code, out, err = liverdeck("build")
    assert (code, err) == (0, "Deck: the bundled one, Liver metastasis\n")
    assert out.startswith("Wrote dist/liver-metastasis.apkg: ")
    assert (tmp_path / "dist" / "liver-metastasis.apkg").exists()


def test_build_says_that_unreleased_changes_are_not_for_publishing(liverdeck, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    code, out, _ = liverdeck("build", "-d", released)
    assert code == 0
    assert "Not for publishing: 1 changed (rate). Run `liverdeck release` first." in out
    code, out, err = liverdeck("build", "-d", released, "--frozen")
    assert (code, out) == (1, "")
    assert (
        "not released yet (the last release is 1): 1 changed (rate); "
        "run `liverdeck release`" in err
    )


def test_build_prints_the_result_as_json(liverdeck, released):
    _, out, _ = liverdeck("build", "--json", "-d", released)
    result = json.loads(out)
    assert result["path"] == "dist/heart.apkg"
    assert (result["notes"], result["cards"]) == (2, 2)
    assert result["for_publishing"] is True


def test_a_package_can_go_to_standard_output(released, tmp_path):
    command = [sys.executable, "-m", "liverdeck", "build", "-d", "heart", "-o"]
    process = subprocess.run(
        [*command, "-"], cwd=tmp_path, capture_output=True, check=True
    )
    subprocess.run([*command, "d.apkg"], cwd=tmp_path, capture_output=True, check=True)
    assert process.stdout == (tmp_path / "d.apkg").read_bytes()
    assert process.stderr.startswith(b"Wrote -: 2 notes, 2 cards")
    assert released.exists()


@pytest.mark.slow
def test_source_date_epoch_is_the_time_of_unreleased_changes(
    liverdeck, released, tmp_path
):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    env = {"SOURCE_DATE_EPOCH": "1650000000"}
    for name in ("a", "b"):
        liverdeck("build", "-d", released, "-o", name, env=env)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    code, _, err = liverdeck("build", "-d", released, env={"SOURCE_DATE_EPOCH": "soon"})
    assert code == 2
    assert "SOURCE_DATE_EPOCH is 'soon'" in err


def test_a_missing_ledger_is_refused_unless_the_deck_is_new(liverdeck, released):
    (released / "deck.lock").unlink()
    (released / "CHANGES.md").unlink()
    code, _, err = liverdeck("build", "-d", released)
    assert code == 1
    assert "deck.lock:1:1: error: the ledger is missing; " in err
    assert liverdeck("build", "-d", released, "--new").code == 0


def test_a_released_deck_is_not_new(liverdeck, released):
    code, _, err = liverdeck("build", "-d", released, "--new")
    assert code == 1
    assert "this deck has a ledger with releases" in err


HEADER = '{"ledger":1'


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("01-facts.yaml", "ask:", "aks:", "unknown key 'aks'"),
        ("01-facts.yaml", "facts:", "facts: [", "not YAML"),
        ("01-facts.yaml", "rate", "flow", "the fact id 'flow' is there twice"),
        ("deck.yaml", "id: heart", "id: 'The Heart'", "is not an id"),
        ("deck.lock", '"changed":16', '"changed":17', "edited by hand"),
        ("deck.lock", HEADER, f"<<<<<<< HEAD\n{HEADER}", "conflict markers"),
        ("deck.lock", HEADER, f'{{"ledger":{LEDGER_VERSION + 1}', "newer liverdeck"),
    ],
)
def test_bad_input_leaves_the_previous_file_untouched(
    liverdeck, released, tmp_path, file, old, new, message
):
    liverdeck("build", "-d", released, "-o", "d.apkg")
    package = tmp_path / "d.apkg"
    before = (package.read_bytes(), package.stat().st_mtime_ns)
    text = (released / file).read_text()
    assert old in text
    (released / file).write_text(text.replace(old, new, 1))
    code, out, err = liverdeck("build", "-d", released, "-o", "d.apkg")
    assert (code, out) == (1, "")
    assert f"{file}:" in err
    assert message in err
    assert err.endswith("Nothing was written.\n")
    assert (package.read_bytes(), package.stat().st_mtime_ns) == before
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".liverdeck.json", "d.apkg", "heart"]


def test_the_problems_of_all_files_are_printed_at_once(liverdeck, released):
    (released / "02-latin.yaml").write_bytes("é".encode("latin-1"))
    (released / "03-broken.yaml").write_text("a: b: c")
    code, _, err = liverdeck("build", "-d", released)
    assert code == 1
    assert (
        "02-latin.yaml:1:1: error: byte 0xe9 is not UTF-8; "
        "save the file in the encoding UTF-8" in err
    )
    assert "03-broken.yaml:1:5: error: not YAML" in err
    assert "2 errors. Nothing was written." in err


@pytest.mark.parametrize("output", ["file/d.apkg", "folder"])
def test_an_output_that_cannot_be_written_is_an_error(
    liverdeck, released, tmp_path, output
):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    code, _, err = liverdeck("build", "-d", released, "-o", output)
    assert code == 1
    assert f"{output}:1:1: error: cannot be written" in err
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["file", "folder", "heart"]


def test_a_full_disk_leaves_the_previous_file(
    liverdeck, released, tmp_path, small_disk
):
    command = ["build", "-d", released, "-o", "d.apkg"]
    assert liverdeck(*command).code == 0
    before = (tmp_path / "d.apkg").read_bytes()
    code, _, err = liverdeck(*command, **small_disk(500))
    assert code == 1
    assert "cannot be written: File too large" in err
    assert (tmp_path / "d.apkg").read_bytes() == before
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [".liverdeck.json", "d.apkg", "heart"]


def test_ctrl_c_stops_the_build_and_leaves_no_file(tmp_path, write_deck):
    facts = "".join(
        f"  - {{id: f{n}, from: pump, ask: How much is {n}?, answer: '{n}'}}\n"
        for n in range(60_000)
    )
    (tmp_path / "cards").mkdir()
    write_deck(facts, folder="cards/heart")
    process = subprocess.Popen(
        [sys.executable, "-m", "liverdeck", "build", "--new"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr.readline() == "Deck: cards/heart\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, out, err.strip()) == (
        130,
        "",
        "Stopped. No file is half written.",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards"]


def test_json_lists_the_unreleased_changes(invoke, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    code, out, err = invoke("build", "--json", "-d", released, "-o", "d.apkg")
    result = json.loads(out)
    content = result.pop("content")
    assert (code, err) == (0, "")
    assert len(content) == 16
    assert result == {
        "path": "d.apkg",
        "notes": 2,
        "cards": 2,
        "for_publishing": False,
        "unreleased": "1 changed (rate)",
        "update_texts": [],
    }


def test_a_refusal_is_not_json(invoke, released):
    (released / "deck.lock").unlink()
    code, out, err = invoke("build", "--json", "-d", released)
    assert (code, out) == (1, "")
    assert err.endswith("1 error. Nothing was written.\n")


def test_frozen_names_new_changed_and_withdrawn_notes(invoke, released, everything):
    facts = released / "01-facts.yaml"
    facts.write_text(
        facts.read_text().replace("70 /min", "60 /min").split("  - {id: flow")[0]
        + "  - {id: new, from: pump, ask: Q?, answer: x}\n"
    )
    before = everything()
    code, out, err = invoke("build", "--frozen", "-d", "heart")
    assert (code, out) == (1, "")
    assert err == (
        "heart/deck.lock:1:1: error: not released yet (the last release is 1): "
        "1 new (new); 1 changed (rate); 1 withdrawn (flow); "
        "run `liverdeck release`, or build without --frozen\n"
        "1 error. Nothing was written.\n"
    )
    assert everything() == before


@pytest.mark.slow
@pytest.mark.parametrize(
    "epoch", ["-1", "1.5", "1_000", " 1", "٣", "9999999999", "4294967295", "2026-11-23"]
)
def test_a_bad_source_date_epoch_is_refused(liverdeck, everything, released, epoch):
    before = everything()
    env = {"SOURCE_DATE_EPOCH": epoch}
    code, out, err = liverdeck("build", "-d", released, env=env)
    assert (code, out) == (2, "")
    message = f"SOURCE_DATE_EPOCH is {epoch!r}; it must be a whole number of seconds"
    assert message in err
    assert everything() == before


def test_source_date_epoch_is_never_before_the_last_release(invoke, released, tmp_path):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    packages = []
    for epoch in ("0", "1", "1600000000", "1600000001", "1600000002"):
        env = {"SOURCE_DATE_EPOCH": epoch}
        code, _, _ = invoke("build", "-d", released, "-o", "d.apkg", env=env)
        assert code == 0
        packages.append((tmp_path / "d.apkg").read_bytes())
    *up_to_one_second_after_the_release, later = packages
    assert len(set(up_to_one_second_after_the_release)) == 1
    assert later not in up_to_one_second_after_the_release


def test_a_frozen_build_does_not_use_the_clock(invoke, released, tmp_path):
    packages = set()
    for epoch in ("1650000000", "1750000000", "nonsense"):
        env = {"SOURCE_DATE_EPOCH": epoch}
        code, _, _ = invoke(
            "build", "--frozen", "-d", released, "-o", "d.apkg", env=env
        )
        assert code == 0
        packages.add((tmp_path / "d.apkg").read_bytes())
    assert len(packages) == 1


def test_a_deck_with_an_empty_ledger_is_built_as_new(invoke, released):
    (released / "deck.lock").unlink()
    (released / "CHANGES.md").unlink()
    code, out, _ = invoke("build", "--new", "-d", released)
    assert code == 0
    assert "Not for publishing: 2 new (rate, flow); 3 note types (" in out
    assert not (released / "deck.lock").exists(), "only a release writes the ledger"


def break_yaml(folder):
    (folder / "01-facts.yaml").write_text("facts: [")


def retire_all(folder):
    facts = folder / "01-facts.yaml"
    facts.write_text(
        facts.read_text().replace("from: pump", "from: pump, retired: Old")
    )


DAMAGES = {
    "broken YAML": break_yaml,
    "no deck.yaml": lambda folder: (folder / "deck.yaml").unlink(),
    "no ledger": lambda folder: (folder / "deck.lock").unlink(),
    "an empty ledger": lambda folder: (folder / "deck.lock").write_text(""),
    "a torn ledger": lambda folder: (folder / "deck.lock").write_bytes(
        (folder / "deck.lock").read_bytes()[:-1]
    ),
    "a binary ledger": lambda folder: (folder / "deck.lock").write_bytes(b"\xff\x00"),
    "not UTF-8": lambda folder: (folder / "deck.yaml").write_bytes(b"\xff"),
    "a folder for a file": lambda folder: (folder / "02.yaml").mkdir(),
    "another deck's ledger": lambda folder: (folder / "deck.yaml").write_text(
        (folder / "deck.yaml").read_text().replace("id: heart", "id: lung")
    ),
    "all retired": retire_all,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_deck_changes_no_file(liverdeck, released, everything, damage):
    liverdeck("build", "-d", "heart")
    DAMAGES[damage](released)
    before = everything()
    code, out, err = liverdeck("build", "-d", "heart")
    assert (code, out) == (1, "")
    assert err.startswith("heart")
    assert err.endswith("Nothing was written.\n")
    assert everything() == before


@pytest.mark.parametrize("command", ["build", "release", "lint", "show"])
@pytest.mark.parametrize(
    ("folder", "message"),
    [
        ("nowhere", "nowhere:1:1: error: no such folder"),
        ("heart/deck.yaml", "heart/deck.yaml:1:1: error: not a folder"),
        ("empty", "empty:1:1: error: no deck.yaml in this folder"),
    ],
)
@pytest.mark.usefixtures("released")
def test_a_folder_without_a_deck_is_an_error(
    invoke, tmp_path, command, folder, message
):
    (tmp_path / "empty").mkdir()
    fact = ["rate"] if command == "show" else []
    code, out, err = invoke(command, *fact, "-d", folder)
    assert code == 1
    assert message in out + err
    assert "begin one with: liverdeck new FOLDER" in out + err


@pytest.mark.parametrize("output", ["", "."])
def test_an_output_without_a_name_is_refused(liverdeck, released, everything, output):
    before = everything()
    code, out, _ = liverdeck("build", "-d", released, "-o", output)
    assert code in {1, 2}
    assert out == ""
    assert everything() == before


def test_a_pipe_as_output_is_not_replaced(liverdeck, released, tmp_path):
    # Otherwise, as root, `-o /dev/null` would replace the device by a package.
    os.mkfifo(tmp_path / "pipe")
    assert liverdeck("build", "-d", released, "-o", "pipe").code in {1, 2}
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_reader_that_closes_the_pipe_causes_no_traceback(released, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "liverdeck", "build", "-d", released, "-o", "-"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in err
    assert "Exception ignored" not in err


def test_one_note_and_one_card_are_counted_in_the_singular(liverdeck, write_deck):
    folder = write_deck("  - {id: rate, from: pump, ask: How fast?, answer: 70 /min}\n")
    _, out, _ = liverdeck("build", "--new", "-d", folder)
    assert out.startswith("Wrote dist/heart.apkg: 1 note, 1 card, content ")


def test_letters_of_any_script_are_not_escaped_in_json(liverdeck, released):
    _, out, _ = liverdeck("build", "--json", "-d", released, "-o", "cœur.apkg")
    assert '"path": "cœur.apkg"' in out
