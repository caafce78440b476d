import json
import os
import resource
import signal
import stat
import subprocess
import sys

import pytest

from liverdeck.authoring.ledger_file import LEDGER_VERSION


def test_a_released_deck_builds_where_it_is_told(liverdeck, released, tmp_path):
    code, out, _ = liverdeck(
        "build", "--frozen", "-d", released, "-o", "out/heart.apkg"
    )
    assert code == 0
    assert out.startswith("Wrote out/heart.apkg: 2 notes, 2 cards, content ")
    assert out.count("\n") == 1
    assert (tmp_path / "out" / "heart.apkg").exists()


def test_the_only_deck_under_cards_is_meant(liverdeck, write_deck, released, tmp_path):
    (tmp_path / "cards").mkdir()
    released.rename(tmp_path / "cards" / "heart")
    code, out, err = liverdeck("build")
    assert (code, err) == (0, "Deck: cards/heart\n")
    assert out.startswith("Wrote dist/heart.apkg: ")
    write_deck(folder="cards/other")
    code, _, err = liverdeck("build")
    assert code == 2
    assert "several decks here: cards/heart, cards/other; name one with -d" in err


def test_without_a_deck_the_bundled_one_is_built(liverdeck, tmp_path):
    code, out, err = liverdeck("build")
    assert (code, err) == (0, "Deck: the bundled one, Liver metastasis\n")
    assert out.startswith("Wrote dist/liver-metastasis.apkg: ")
    assert (tmp_path / "dist" / "liver-metastasis.apkg").exists()


def test_unreleased_changes_are_named_and_not_for_publishing(liverdeck, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    code, out, _ = liverdeck("build", "-d", released)
    assert code == 0
    assert "Not for publishing: 1 changed (rate). Run `liverdeck release` first." in out
    code, out, err = liverdeck("build", "-d", released, "--frozen")
    assert (code, out) == (1, "")
    assert (
        "not released yet (the last release is 1): 1 changed (rate); run `liverdeck release`"
        in err
    )


def test_the_result_as_json(liverdeck, released):
    _, out, _ = liverdeck("build", "--json", "-d", released)
    result = json.loads(out)
    assert (
        result["path"],
        result["notes"],
        result["cards"],
        result["for_publishing"],
    ) == (
        "dist/heart.apkg",
        2,
        2,
        True,
    )


def test_a_package_can_go_to_standard_output(released, tmp_path):
    command = [sys.executable, "-m", "liverdeck", "build", "-d", "heart", "-o"]
    done = subprocess.run(
        [*command, "-"], cwd=tmp_path, capture_output=True, check=True
    )
    subprocess.run([*command, "d.apkg"], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == (tmp_path / "d.apkg").read_bytes()
    assert done.stderr.startswith(b"Wrote -: 2 notes, 2 cards")
    assert released.exists()


def test_source_date_epoch_dates_what_is_not_released(liverdeck, released, tmp_path):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    for name in ("a", "b"):
        liverdeck(
            "build", "-d", released, "-o", name, env={"SOURCE_DATE_EPOCH": "1650000000"}
        )
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    code, _, err = liverdeck("build", "-d", released, env={"SOURCE_DATE_EPOCH": "soon"})
    assert code == 2
    assert "SOURCE_DATE_EPOCH is 'soon'" in err


def test_a_missing_ledger_is_refused_unless_the_deck_is_new(liverdeck, released):
    (released / "deck.lock").unlink()
    code, _, err = liverdeck("build", "-d", released)
    assert code == 1
    assert "deck.lock:1:1: error: the ledger is missing; " in err
    assert liverdeck("build", "-d", released, "--new")[0] == 0


def test_a_released_deck_is_not_new(liverdeck, released):
    code, _, err = liverdeck("build", "-d", released, "--new")
    assert code == 1
    assert "this deck has a ledger with releases" in err


HEADER = '{"ledger":1'


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("01-facts.yaml", "ask:", "aks:", "unknown key 'aks'"),
        ("01-facts.yaml", "facts:", "facts: [", "not YAML"),
        ("01-facts.yaml", "rate", "flow", "the fact id 'flow' again"),
        ("deck.yaml", "id: heart", "id: 'The Heart'", "is not an id"),
        ("deck.lock", '"changed":16', '"changed":17', "edited by hand"),
        ("deck.lock", HEADER, f"<<<<<<< HEAD\n{HEADER}", "conflict markers"),
        ("deck.lock", HEADER, f'{{"ledger":{LEDGER_VERSION + 1}', "newer liverdeck"),
    ],
)
def test_bad_input_leaves_the_previous_file_untouched(
    liverdeck, released, tmp_path, file, old, new, words
):
    liverdeck("build", "-d", released, "-o", "d.apkg")
    before = (
        (tmp_path / "d.apkg").read_bytes(),
        (tmp_path / "d.apkg").stat().st_mtime_ns,
    )
    text = (released / file).read_text()
    assert old in text
    (released / file).write_text(text.replace(old, new, 1))
    code, out, err = liverdeck("build", "-d", released, "-o", "d.apkg")
    assert (code, out) == (1, "")
    assert f"{file}:" in err
    assert words in err
    assert err.endswith("Nothing was written.\n")
    assert (
        (tmp_path / "d.apkg").read_bytes(),
        (tmp_path / "d.apkg").stat().st_mtime_ns,
    ) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.apkg", "heart"]


def test_all_files_problems_come_at_once(liverdeck, released):
    (released / "02-latin.yaml").write_bytes("é".encode("latin-1"))
    (released / "03-broken.yaml").write_text("a: b: c")
    code, _, err = liverdeck("build", "-d", released)
    assert code == 1
    assert (
        "02-latin.yaml:1:1: error: byte 0xe9 is not UTF-8; save the file in the encoding UTF-8"
        in err
    )
    assert "03-broken.yaml:1:5: error: not YAML" in err
    assert "2 errors. Nothing was written." in err


@pytest.mark.parametrize("output", ["file/d.apkg", "folder"])
def test_a_place_that_cannot_be_written_is_said(liverdeck, released, tmp_path, output):
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    code, _, err = liverdeck("build", "-d", released, "-o", output)
    assert code == 1
    assert f"{output}:1:1: error: cannot be written" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "file",
        "folder",
        "heart",
    ]


def test_a_full_disk_leaves_the_previous_file(liverdeck, released, tmp_path):
    (tmp_path / "d.apkg").write_bytes(b"old")
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))  # noqa: E731
    code, _, err = liverdeck("build", "-d", released, "-o", "d.apkg", preexec_fn=small)
    assert code == 1
    assert "cannot be written: File too large" in err
    assert (tmp_path / "d.apkg").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.apkg", "heart"]


def test_ctrl_c_stops_politely_and_leaves_nothing(tmp_path, write_deck):
    many = "".join(
        f"  - {{id: f{n}, from: pump, ask: How much is {n}?, answer: '{n}'}}\n"
        for n in range(60_000)
    )
    (tmp_path / "cards").mkdir()
    write_deck(many, folder="cards/heart")
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
        "Stopped. Earlier files are unchanged.",
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cards"]


def test_json_says_what_is_unreleased(inside, released):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    code, out, err = inside("build", "--json", "-d", released, "-o", "d.apkg")
    result = json.loads(out)
    content = result.pop("content")
    assert (code, err) == (0, "")
    assert len(content) == 16
    assert result == {
        "path": "d.apkg", "notes": 2, "cards": 2, "for_publishing": False, "unreleased": "1 changed (rate)", "update_texts": [],
    }  # fmt: skip


def test_a_refusal_is_no_json(inside, released):
    (released / "deck.lock").unlink()
    code, out, err = inside("build", "--json", "-d", released)
    assert (code, out) == (1, "")
    assert err.endswith("1 error. Nothing was written.\n")


def test_frozen_refuses_with_every_kind_of_name(inside, released, everything):
    facts = released / "01-facts.yaml"
    facts.write_text(
        facts.read_text().replace("70 /min", "60 /min").split("  - {id: flow")[0]
        + "  - {id: new, from: pump, ask: Q?, answer: x}\n"
    )
    before = everything()
    code, out, err = inside("build", "--frozen", "-d", "heart")
    assert (code, out) == (1, "")
    assert err == (
        "heart/deck.lock:1:1: error: not released yet (the last release is 1): 1 new (new); 1 changed (rate); "
        "1 withdrawn (flow); run `liverdeck release`, or build without --frozen\n1 error. Nothing was written.\n"
    )
    assert everything() == before


@pytest.mark.parametrize(
    "moment", ["-1", "1.5", "1_000", " 1", "٣", "99999999999", "2026-11-23"]
)
def test_a_bad_source_date_epoch_is_refused_before_anything_is_written(
    liverdeck, everything, released, moment
):
    before = everything()
    code, out, err = liverdeck(
        "build", "-d", released, env={"SOURCE_DATE_EPOCH": moment}
    )
    assert (code, out) == (2, "")
    assert (
        f"SOURCE_DATE_EPOCH is {moment!r}; it must be a whole number of seconds" in err
    )
    assert everything() == before


def test_source_date_epoch_never_goes_back_behind_the_last_release(
    inside, released, tmp_path
):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    for moment in ("0", "1", "1600000000", "1600000001", "1600000002"):
        assert (
            inside(
                "build", "-d", released, "-o", moment, env={"SOURCE_DATE_EPOCH": moment}
            )[0]
            == 0
        )
    built = [
        (tmp_path / name).read_bytes()
        for name in ("0", "1", "1600000000", "1600000001", "1600000002")
    ]
    assert built[0] == built[1] == built[2] == built[3] != built[4]


def test_a_frozen_build_looks_at_no_clock(inside, released, tmp_path):
    for name, moment in (("a", "1650000000"), ("b", "1750000000"), ("c", "nonsense")):
        assert (
            inside(
                "build",
                "--frozen",
                "-d",
                released,
                "-o",
                name,
                env={"SOURCE_DATE_EPOCH": moment},
            )[0]
            == 0
        )
    assert len({(tmp_path / name).read_bytes() for name in "abc"}) == 1


def test_a_deck_with_an_empty_ledger_is_built_as_new(inside, released):
    (released / "deck.lock").unlink()
    code, out, _ = inside("build", "--new", "-d", released)
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


BREAKS = {
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


@pytest.mark.parametrize("wrong", BREAKS)
def test_whatever_is_wrong_nothing_is_touched(liverdeck, released, everything, wrong):
    liverdeck("build", "-d", "heart")
    BREAKS[wrong](released)
    before = everything()
    code, out, err = liverdeck("build", "-d", "heart")
    assert (code, out) == (1, "")
    assert err.startswith("heart")
    assert err.endswith("Nothing was written.\n")
    assert everything() == before


@pytest.mark.parametrize("command", ["build", "release", "lint", "show"])
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere", "nowhere:1:1: error: no such folder"),
        ("heart/deck.yaml", "heart/deck.yaml:1:1: error: not a folder"),
        ("empty", "empty:1:1: error: no deck.yaml in this folder"),
    ],
)
@pytest.mark.usefixtures("released")
def test_a_place_without_a_deck_is_said(inside, tmp_path, command, place, words):
    (tmp_path / "empty").mkdir()
    code, out, err = inside(
        command, *(["rate"] if command == "show" else []), "-d", place
    )
    assert code == 1
    assert words in out + err
    assert "begin one with: liverdeck new FOLDER" in out + err


@pytest.mark.parametrize("output", ["", "."])
def test_an_output_without_a_name_is_refused(liverdeck, released, everything, output):
    before = everything()
    code, out, _ = liverdeck("build", "-d", released, "-o", output)
    assert (code in {1, 2}, out) == (True, "")
    assert everything() == before


def test_an_output_that_is_no_ordinary_file_is_not_replaced(
    liverdeck, released, tmp_path
):
    # As root, `-o /dev/null` would otherwise put a package in the place of the device.
    os.mkfifo(tmp_path / "pipe")
    assert liverdeck("build", "-d", released, "-o", "pipe")[0] in {1, 2}
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_reader_of_the_package_that_leaves_is_no_error(released, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "liverdeck", "build", "-d", released, "-o", "-"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in err
    assert "Exception ignored" not in err
