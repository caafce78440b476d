"""No name of a file, no typed answer and no fact can send commands to a terminal."""

import json
import os
import re
import subprocess
import sys

import pytest
from hypothesis import given, strategies as st

from liverdeck.cli.printing import without_harm_in_json, without_terminal_controls

CLIPBOARD = "\x1b]52;c;ZXZpbA==\x07"
HIDDEN = "\x1b[8m"
RIGHT_TO_LEFT = "\u202e"
HIDDEN_IN_8_BITS = "\x9b8m"
HOSTILE = f"a{CLIPBOARD}{HIDDEN}{RIGHT_TO_LEFT}\u2066{HIDDEN_IN_8_BITS}b"
"""Controls of a terminal: writing to its clipboard, hiding text, turning text."""
HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
FACTS = "  - {id: rate, from: pump, ask: Q?, list: [liver, lung]}\n"


def run(*arguments, cwd, text, encoding):
    process = subprocess.run(
        [sys.executable, "-m", "liverdeck", *map(str, arguments)],
        cwd=cwd,
        env=os.environ
        | {"PYTHONIOENCODING": encoding, "LIVERDECK_HOME": str(cwd / "home")},
        input=text.encode(),
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in process.stderr
    return process


def test_a_terminal_gets_only_colours_and_styles():
    assert without_terminal_controls(HOSTILE) == "a�]52;c;ZXZpbA==��[8m���8mb"
    harmless = "a\tb\n\x1b[1mbold\x1b[0m \x1b[9;31mwrong\x1b[0m \x1b[38;5;9mred"
    assert without_terminal_controls(harmless) == harmless


@given(st.text() | st.text(alphabet=HOSTILE))
def test_json_without_harm_has_the_same_data(text):
    harmless = without_harm_in_json(json.dumps({text: text}, ensure_ascii=False))
    assert json.loads(harmless) == {text: text}
    assert HARMFUL.search(harmless) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint", "-d", "heart"],
        ["lint", "-d", "heart", "--format", "github"],
        ["lint", "-d", "heart", "--format", "json"],
        ["build", "-d", "heart"],
        ["preview", "-d", "heart"],
        ["lint", "-d", HOSTILE],
        ["lint", "-d", f"heart/{HOSTILE}.yaml"],
        ["show", HOSTILE, "-d", "heart"],
        ["check", HOSTILE, "x", "-d", "heart"],
        ["check", "rate", f"liver, {HOSTILE}", "-d", "heart"],
        ["check", "rate", f"liver, {HOSTILE}", "-d", "heart", "--explain"],
        ["check", "rate", f"liver, {HOSTILE}", "-d", "heart", "--json"],
        ["quiz", "-d", "heart", "--topic", HOSTILE],
        ["quiz", "-d", "heart", "--format", HOSTILE],
        ["study", "-d", "heart", "--topic", HOSTILE],
        ["log", "import", HOSTILE],
        ["diff", HOSTILE, "-d", "heart"],
        ["index", HOSTILE, "-d", "heart"],
        ["new", f"{HOSTILE}/x", "--id", HOSTILE],
        [HOSTILE],
        [f"--{HOSTILE}"],
        ["lint", f"--{HOSTILE}"],
    ],
    ids=" ".join,
)
def test_no_command_prints_controls_of_a_terminal(
    write_deck, tmp_path, liverdeck, arguments
):
    # `check` works with a broken deck, and so would not print the name of its file.
    is_broken = "check" not in arguments
    broken_file = {f"02{HOSTILE}": "liverdeck: 1\nfacts: [}\n"}
    write_deck(FACTS, **(broken_file if is_broken else {}))
    home = {"LIVERDECK_HOME": str(tmp_path / "home")}
    code, out, err = liverdeck(*arguments, env=home)
    printed = out + err
    assert code != 0
    assert printed
    assert HARMFUL.search(printed) is None, printed


@pytest.mark.parametrize("name", [HOSTILE, "a\n::error::b"])
def test_the_name_of_a_deck_prints_as_one_line(write_deck, liverdeck, name):
    write_deck(FACTS, folder=f"cards/{name}", **{"02": "facts: [}\n"})
    _, out, err = liverdeck("lint")
    printed = out + err
    assert "facts" in printed
    assert HARMFUL.search(printed) is None
    assert not [line for line in printed.splitlines() if line.startswith("::")]


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin1", "cp1252", "utf-16"])
def test_json_lines_are_utf8_on_every_terminal(tmp_path, encoding):
    row = {"expected": "Sjögren 😀", "typed": f"Sjögren {HOSTILE}"}
    line = json.dumps(row, ensure_ascii=False)
    process = run("check", "--jsonl", "-", cwd=tmp_path, text=line, encoding=encoding)
    assert process.returncode == 0
    printed = process.stdout.decode()
    assert HARMFUL.search(printed) is None
    assert row.items() <= json.loads(printed).items()
