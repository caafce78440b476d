"""Several processes write to one folder at the same time."""

import json
import os
import re
import sys

import pytest

from liverdeck.cli.main import main


def run_at_once(folder, command_lines):
    """Run commands in forked processes at the same time; return the exit codes."""
    reader, writer = os.pipe()
    children = []
    for line in command_lines:
        child = os.fork()
        if child == 0:
            os.close(writer)
            os.chdir(folder)
            null_device = os.open(os.devnull, os.O_RDWR)
            os.dup2(null_device, 1)
            os.dup2(null_device, 2)
            sys.argv = ["liverdeck", *line.split()]
            os.read(reader, 1)  # returns when all processes have started
            try:
                main()
            except SystemExit as stopped:
                os._exit(stopped.code)
            finally:
                os._exit(99)
        children.append(child)
    os.close(writer)
    os.close(reader)
    statuses = [os.waitpid(child, 0)[1] for child in children]
    return [os.waitstatus_to_exitcode(status) for status in statuses]


def test_releases_at_the_same_time_count_as_one_release(released, tmp_path):
    facts = released / "01-facts.yaml"
    facts.write_text(facts.read_text().replace("70 /min", "60 /min"))
    codes = run_at_once(tmp_path, ["release -d heart"] * 3)
    assert 0 in codes
    assert set(codes) <= {0, 1}
    headings = re.findall(r"## Release (\d+)", (released / "CHANGES.md").read_text())
    assert headings == ["2", "1"]
    header = json.loads((released / "deck.lock").read_text().splitlines()[0])
    assert len(header["releases"]) == 2
    assert not [path for path in released.iterdir() if path.name.startswith(".")]


@pytest.mark.slow
def test_quizzes_at_the_same_time_leave_the_files_of_one_quiz(released, tmp_path):
    line = "quiz -d heart --items 1 --format markdown,json -o out --seed "
    codes = run_at_once(tmp_path, [f"{line}{seed}" for seed in "ab"])
    assert released.is_dir()
    assert codes == [0, 0]
    out = tmp_path / "out"
    seed = json.loads((out / "keys" / "quiz.json").read_text())["seed"]
    assert json.loads((out / "keys" / "items.json").read_text())["seed"] == seed
    for name in ("paper.md", "keys/key.md"):
        assert re.search(r"Seed (\w)", (out / name).read_text())[1] == seed
    assert sorted(path.name for path in out.iterdir()) == [
        ".liverdeck.json",
        "keys",
        "paper.md",
    ]
