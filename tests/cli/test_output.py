"""Commands print to pipes, in any encoding, and to closed or full streams."""

import json
import os
import subprocess
import sys

import pytest

from liverdeck.cli.main import COMMANDS

FACTS = """\
  - id: pulse
    from: pump
    ask: "Wie schnell, Jos\\u00e9?"
    answer: {text: "70\\u2009\\u2192\\u200980 /min", accept: ["\\U0001F600"]}
"""


@pytest.fixture
def unicode_deck(write_deck):
    return write_deck(FACTS.encode().decode("unicode_escape"))


def run(*arguments, cwd, **options):
    """Run the command in a new process, and return its output as bytes."""
    environment = os.environ | options.pop("env", {})
    return subprocess.run(
        [sys.executable, "-m", "liverdeck", *map(str, arguments)],
        cwd=cwd,
        env=environment,
        capture_output=True,
        check=False,
        **options,
    )


ENCODINGS = [
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "POSIX", "PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "koi8-r"},
]


EXIT_CODES = {"show pulse": 0, "show pulsé": 1, "lint": 0, "build --new": 0}
"""The exit codes of commands for the deck in `heart`."""
ONE_AFTER_THE_OTHER = """\
import sys
from liverdeck.cli.main import main

codes = []
for line in sys.argv[1:]:
    sys.argv = ["liverdeck", *line.split(), "-d", "heart"]
    try:
        main()
    except SystemExit as stopped:
        codes.append(stopped.code)
open("codes", "w").write(repr(codes))
"""
"""Runs command lines in one process, because starting several takes longer."""


@pytest.mark.slow
@pytest.mark.usefixtures("unicode_deck")
@pytest.mark.parametrize("env", ENCODINGS, ids=str)
def test_commands_work_in_every_encoding(tmp_path, env):
    process = subprocess.run(
        [sys.executable, "-c", ONE_AFTER_THE_OTHER, *EXIT_CODES],
        cwd=tmp_path,
        env=os.environ | env,
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in process.stderr
    assert (tmp_path / "codes").read_text() == repr([*EXIT_CODES.values()])


@pytest.mark.parametrize("env", ENCODINGS, ids=str)
def test_json_is_valid_in_every_encoding(unicode_deck, tmp_path, env):
    process = run("show", "pulse", "--json", "-d", unicode_deck, cwd=tmp_path, env=env)
    encoding = env.get("PYTHONIOENCODING", "utf-8").split(":")[0]
    text = process.stdout.decode("utf-8" if encoding == "ascii" else encoding)
    (card,) = json.loads(text)
    assert card["prompt"] == "Wie schnell, José?"
    assert card["answers"][0]["accept"] == ["😀"]


def test_lint_as_json_is_valid_in_a_narrow_encoding(write_deck, tmp_path):
    write_deck("  - {id: '😀', from: pump, ask: Q?, answer: x}\n")
    command = "lint --severity error -d heart --format json".split()
    process = run(*command, cwd=tmp_path, env={"PYTHONIOENCODING": "cp1252"})
    (problem,) = json.loads(process.stdout.decode("cp1252"))
    assert "'😀' is not an id" in problem["what"]


@pytest.mark.slow
def test_commands_accept_a_folder_name_that_is_not_utf8(tmp_path):
    for command in (
        ["new"],
        ["lint", "-d"],
        ["build", "-o", "d.apkg", "-d"],
        ["release", "-d"],
    ):
        process = run(*command, "caf\udce9", cwd=tmp_path)
        assert process.returncode == 0, process.stderr
        assert b"Traceback" not in process.stderr


@pytest.mark.parametrize(
    "arguments", [["show", "symptoms"], ["show", "symptoms", "--json"], ["--help"]]
)
def test_a_reader_that_closes_the_pipe_causes_no_traceback(tmp_path, arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "liverdeck", *arguments],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait() in {0, 1}
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.usefixtures("unicode_deck")
@pytest.mark.parametrize("arguments", [["show", "pulse"], ["lint"], ["build", "--new"]])
def test_closed_standard_output_causes_no_traceback(tmp_path, arguments):
    process = run(
        *arguments, "-d", "heart", cwd=tmp_path, preexec_fn=lambda: os.close(1)
    )
    assert b"Traceback" not in process.stderr
    assert process.returncode in {0, 1}


@pytest.mark.usefixtures("unicode_deck")
def test_closed_standard_error_does_not_stop_the_command(tmp_path):
    process = run(
        "show", "pulse", "-d", "heart", cwd=tmp_path, preexec_fn=lambda: os.close(2)
    )
    assert process.returncode == 0
    assert "José" in process.stdout.decode()


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
@pytest.mark.usefixtures("unicode_deck")
@pytest.mark.parametrize(
    "arguments",
    [["show", "pulse"], ["lint", "--format", "json"], ["build", "--new", "-o", "-"]],
)
def test_a_full_disk_causes_one_line_of_error(tmp_path, arguments):
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        process = subprocess.run(
            [sys.executable, "-m", "liverdeck", *arguments, "-d", "heart"],
            cwd=tmp_path,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert process.returncode == 1
    assert "No space left on device" in process.stderr
    assert "Traceback" not in process.stderr
    assert "Exception ignored" not in process.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(invoke, command):
    code, out, _ = invoke(command, "-h")
    assert code == 0
    assert out == invoke(command, "--help").out
    options = [
        line.split("  ")[1] for line in out.splitlines() if line.startswith("  -")
    ]
    assert any(option.endswith("--help") for option in options)


@pytest.mark.parametrize(
    ("wrong", "right"), [("biuld", "build"), ("relaese", "release"), ("lnit", "lint")]
)
def test_a_mistyped_command_suggests_the_right_one(invoke, wrong, right):
    code, out, err = invoke(wrong, "--anything")
    assert (code, out) == (2, "")
    assert f"no command {wrong!r}; did you mean `{right}`?" in err


def test_an_unknown_command_lists_all_commands(invoke):
    known = (
        "known here: new, index, lint, show, check, preview, build, quiz, "
        "study, stats, log, carry, diff, release"
    )
    assert f"no command 'xyzzy'; {known}" in invoke("xyzzy").err
    assert f"no command ''; {known}" in invoke("").err


def test_liverdeck_without_a_command_shows_help(liverdeck):
    code, out, err = liverdeck()
    assert code in {0, 2}
    assert "Commands:" in out + err
