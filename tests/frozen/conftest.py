"""Values that must not change: every run compares them with the records in `data/`.

`LIVERDECK_RECORD=1 pytest tests/frozen` writes the records again. Read the difference
before you commit it. The tests here use only the command line and the public names of
`liverdeck`, so that modules can move and other Python names can change.
"""

from __future__ import annotations

import difflib
import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from liverdeck.cli.main import cli

HERE = Path(__file__).parent
DATA = HERE / "data"
IS_RECORDING = os.environ.get("LIVERDECK_RECORD") == "1"
LINES_SHOWN = 60
"""A message shows at most this many lines of a difference."""
CHARACTERS_SHOWN = 300
"""A message shows at most this many characters of each line."""
NOW = "1795760000"
"""Unix time of all builds, an hour after the last release of the bundled deck."""


def _as_json(value):
    """Return JSON text with one entry on each line, so that differences are short."""
    options = {"ensure_ascii": False, "separators": (", ", ": ")}
    if isinstance(value, list) and value:
        rows = ",\n".join(" " + json.dumps(row, **options) for row in value)
        return f"[\n{rows}\n]\n"
    if isinstance(value, dict) and value:
        rows = ",\n".join(_entry(*entry) for entry in value.items())
        return f"{{\n{rows}\n}}\n"
    return json.dumps(value, **options) + "\n"


def _entry(key, value):
    """Return a key and its value, with each entry of the value on its own line."""
    start = f" {json.dumps(key, ensure_ascii=False)}: "
    if isinstance(value, list) and len(value) > 1:
        rows = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in value)
        return f"{start}[\n{rows}\n ]"
    if isinstance(value, dict) and len(value) > 1:
        rows = ",\n".join(
            f"  {json.dumps(name, ensure_ascii=False)}: "
            f"{json.dumps(child, ensure_ascii=False)}"
            for name, child in value.items()
        )
        return f"{start}{{\n{rows}\n }}"
    return start + json.dumps(value, ensure_ascii=False)


@pytest.fixture
def frozen():
    """Return a function that compares a JSON value with the record that has a name.

    While recording, it writes the record instead.
    """

    def compare(name, value):
        path = DATA / f"{name}.json"
        text = _as_json(value)
        if IS_RECORDING:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        if not path.is_file():
            pytest.fail(f"no record {path.name}: run LIVERDECK_RECORD=1 pytest {HERE}")
        recorded = path.read_text(encoding="utf-8")
        if recorded == text:
            return
        lines = difflib.unified_diff(
            recorded.splitlines(),
            text.splitlines(),
            "recorded",
            "now",
            n=1,
            lineterm="",
        )
        rows = [line[:CHARACTERS_SHOWN] for line in lines]
        message = [f"{path.name} differs", *rows[:LINES_SHOWN]]
        if len(rows) > LINES_SHOWN:
            message.append(f"... and {len(rows) - LINES_SHOWN} more lines")
        pytest.fail("\n".join(message), pytrace=False)

    return compare


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Return a function that runs `liverdeck` and returns exit code and both outputs.

    Builds always have the time `NOW`, the home folder is in the test's folder, and the
    terminal is wide and without colours.
    """
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("LIVERDECK_", "XDG_")):
            monkeypatch.delenv(name)
    fixed = {
        "HOME": str(tmp_path / "home"),
        "LIVERDECK_HOME": str(tmp_path / "home"),
        # Outside the test's folder, so that no test sees its files.
        "XDG_CACHE_HOME": str(tmp_path.with_name(f"{tmp_path.name}-cache")),
        "SOURCE_DATE_EPOCH": NOW,
        "COLUMNS": "200",
        "NO_COLOR": "1",
    }
    for name, value in fixed.items():
        monkeypatch.setenv(name, value)

    def run(*arguments, stdin=None, env=None):
        words = [str(argument) for argument in arguments]
        result = CliRunner(env=env).invoke(cli, words, input=stdin)
        error = result.exception
        assert error is None or isinstance(error, (SystemExit, OSError)), error
        # `main` would turn an OSError into the exit code 1.
        code = 1 if isinstance(error, OSError) else result.exit_code
        return code, result.stdout, result.stderr

    return run


@pytest.fixture
def deck(tmp_path, monkeypatch):
    """Return a function that copies a deck into the test's folder.

    It returns the path of the copy. The path is relative, so that no message and no
    record names a temporary folder.
    """
    monkeypatch.chdir(tmp_path)

    def copy(name, to=None):
        source = HERE / "decks" / name
        if name == "liver-metastasis":
            source = HERE.parent.parent / "cards" / name
        shutil.copytree(source, tmp_path / (to or name), dirs_exist_ok=True)
        return Path(to or name)

    return copy
