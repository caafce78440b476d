"""The benchmarks show their help, and compare the same notes with every tool."""

import importlib
import random
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

import benchmarks
from benchmarks.decks import release, write_deck
from benchmarks.same import content
from benchmarks.tools import (
    OWN,
    tool_runs,
    write_for_ankcompiler,
    write_for_librarian,
    write_for_yaml_tool,
    write_own,
)
from benchmarks.typed_answers import new_answers, slipped


def test_help_is_printed_without_a_measurement(repository):
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("usage: ")
    assert "--quick" in run.stdout


@pytest.fixture
def run_module(repository):
    """Return a function that runs a module of the checkout, which must succeed."""

    def run(*arguments):
        subprocess.run(
            [sys.executable, "-m", *map(str, arguments)],
            cwd=repository,
            timeout=60,
            check=True,
        )

    return run


@pytest.mark.parametrize("options", [[], ["--c"]], ids=["safe", "C"])
def test_the_script_makes_the_same_notes_as_a_build(tmp_path, run_module, options):
    deck, own, peer = tmp_path / "deck", tmp_path / "own.apkg", tmp_path / "peer.apkg"
    write_deck(deck, 60, facts_per_file=25)  # has every shape, and a second question
    release(deck)
    run_module("liverdeck", "build", "-d", deck, "-o", own, "--frozen")
    run_module("benchmarks.peers.yaml_genanki", deck, peer, *options)
    notes = content(own)
    assert notes == content(peer)
    shapes = ("Text", "ReverseAsk", "Items", "Group")
    for name in shapes:
        assert any(fields.get(name) for fields, _, _ in notes), name
    run_module("benchmarks.same", own, peer)


def test_packages_with_other_notes_are_not_the_same(tmp_path, repository, run_module):
    packages = []
    for facts in (3, 4):
        deck, package = tmp_path / str(facts), tmp_path / f"{facts}.apkg"
        write_deck(deck, facts)
        run_module("liverdeck", "build", "-d", deck, "-o", package, "--new")
        packages.append(package)
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.same", *packages],
        cwd=repository,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 1
    assert "not the same notes: 3 and" in run.stderr


def test_a_rebuild_adds_a_comment_and_makes_the_same_package(tmp_path, run_module):
    deck, package = tmp_path / "deck", tmp_path / "own.apkg"
    write_deck(deck, 6)
    release(deck)
    build = ("build", "-d", deck, "-o", package, "--frozen")
    run_module("liverdeck", *build)
    text, before = (deck / "0000.yaml").read_text(), package.read_bytes()
    run_module("benchmarks.rebuild", "changed", *build)
    assert (deck / "0000.yaml").read_text() == f"{text}# changed\n"
    assert package.read_bytes() == before


def test_every_tool_gets_the_same_facts(tmp_path, run_module):
    write_own(tmp_path / "own", 3)
    package = tmp_path / "own.apkg"
    run_module("liverdeck", "build", "-d", tmp_path / "own", "-o", package, "--new")
    own = {(fields["Ask"], fields["Answer"]) for fields, _, _ in content(package)}
    assert len(own) == 3

    write_for_yaml_tool(tmp_path / "tool.yaml", 3)
    data = yaml.safe_load((tmp_path / "tool.yaml").read_text())["data"]
    assert {(note["front"], note["back"]) for note in data} == own
    write_for_librarian(tmp_path / "library", 3)
    cards = yaml.safe_load((tmp_path / "library" / "000000.yaml").read_text())["cards"]
    assert {(front, back) for front, back, _ in cards["notes"]} == own
    write_for_ankcompiler(tmp_path / "markdown", 3)
    markdown = (tmp_path / "markdown" / "000000.md").read_text()
    assert all(f"{front} ::: {back} (" in markdown for front, back in own)


STUB = """\
#!/bin/sh
for argument; do
    case $argument in
    */tool.yaml | */library | */markdown) ls "$argument" >/dev/null || exit 2 ;;
    esac
done
echo "$@" >>"$0.log"
"""
"""A tool that only sees whether what it is to read exists."""
OPTIONS = {
    "anki-yaml-tool": ("build --file ", " --output "),
    "anki-librarian": ("--source-directory ", " --destination-directory "),
    "ankc": ("build --all --path ", " --output "),
}


def test_each_installed_tool_runs_in_every_round(tmp_path):
    for name in OPTIONS:
        tool = tmp_path / name
        tool.write_text(STUB)
        tool.chmod(0o755)
    runs = tool_runs(tmp_path, facts=3, rounds=2)
    assert [*runs] == [OWN, *OPTIONS]
    assert all(len(run.seconds) == 2 for run in runs.values())
    for name, options in OPTIONS.items():
        command, again = (tmp_path / f"{name}.log").read_text().splitlines()
        assert command == again
        assert all(option in f"{command} " for option in options), command


def test_a_tool_that_is_not_installed_is_left_out(tmp_path):
    assert [*tool_runs(tmp_path, facts=3, rounds=1)] == [OWN]


def test_a_slip_changes_the_text_and_new_answers_are_not_right():
    chance = random.Random(1)  # noqa: S311  # the same in each run
    texts = ["appendix", "common bile duct"]
    assert not {slipped(text, chance) for text in texts * 200}.intersection(texts)
    found = [pair for _ in range(50) for pair in new_answers(texts, chance, set())]
    assert all(right != typed for right, typed in found)


FOLDER = Path(benchmarks.__file__).parent
MODULES = {path.stem for path in FOLDER.glob("[!_]*.py")} - {"rebuild"}
"""All but the script that runs at once."""


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_module_of_the_benchmarks_can_be_imported(name):
    pytest.importorskip("rapidfuzz")  # the run with the lowest versions lacks it
    importlib.import_module(f"benchmarks.{name}")
