import subprocess
import sys

import pytest

from liverdeck import __version__
from liverdeck.cli.main import COMMANDS


def test_help_names_every_command_and_each_command_has_help(liverdeck):
    code, out, _ = liverdeck("--help")
    assert code == 0
    for name, summary in COMMANDS.items():
        assert f"  {name}" in out
        assert summary in out
        assert liverdeck(name, "--help").out.startswith(f"Usage: liverdeck {name} ")


def test_version_is_printed(liverdeck):
    assert liverdeck("--version").out == f"liverdeck {__version__}\n"


def test_an_unknown_command_suggests_the_nearest(liverdeck):
    code, _, err = liverdeck("biuld")
    assert code == 2
    assert "no command 'biuld'; did you mean `build`?" in err


@pytest.mark.parametrize(
    "arguments", [["build", "--frozn"], ["show"], ["lint", "--format", "xml"]]
)
def test_wrong_usage_exits_with_2(liverdeck, arguments):
    assert liverdeck(*arguments).code == 2


def test_a_closed_pipe_causes_no_error_message(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "liverdeck", "show", "symptoms"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stdout.close()
    assert process.stderr.read() == "Deck: the bundled one, Liver metastasis\n"
    process.stderr.close()
    assert process.wait() == 1


def test_a_terminal_without_unicode_gets_escapes(liverdeck, write_deck):
    write_deck("  - {id: a, from: pump, ask: What?, answer: ici → la}\n")
    code, out, _ = liverdeck(
        "show", "a", "-d", "heart", env={"PYTHONIOENCODING": "latin-1"}
    )
    assert code == 0
    assert "ici \\u2192 la" in out


@pytest.mark.usefixtures("released")
def test_output_for_a_file_has_no_colour(liverdeck):
    assert "\x1b" not in "".join(map(str, liverdeck("show", "flow", "-d", "heart")))
