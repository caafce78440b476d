"""Fixtures that run the command: in a new process, or faster in this one."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from liverdeck.authoring.loader import load_deck
from liverdeck.cli.main import cli, main
from liverdeck.facts.ledger import Ledger
from liverdeck.publishing.release import release_deck

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - {id: flow, from: pump, say: 'In the {{c1::vein::vessel}}.', why: It is blue.}
"""
READ_AT_START = ("LC_", "PYTHON", "TZ")
"""Beginnings of the names of all variables that Python reads when it starts."""


class Ended(NamedTuple):
    """A command that has ended: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def liverdeck(tmp_path, monkeypatch):
    """Return a function that runs `liverdeck` as a shell does.

    The command runs in this process, which is ten times as fast as in a new one. It
    runs in a new process if there are `options` for `subprocess.run`, or if `env` has a
    variable that Python reads when it starts.
    """

    def run(*arguments, cwd=tmp_path, input="", env=None, **options):  # noqa: A002
        words = [str(argument) for argument in arguments]
        environment = dict(env or {})
        if "preexec_fn" in options:
            # On a full disk, Python would leave half of a compiled module.
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        if options or any(name.startswith(READ_AT_START) for name in environment):
            options |= {"input": input, "env": os.environ | environment}
            return _in_a_new_process(words, cwd, options)
        with monkeypatch.context() as patch:
            patch.chdir(cwd)
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["liverdeck", *words])
            typed = io.TextIOWrapper(io.BytesIO(input.encode()), encoding="utf-8")
            patch.setattr(sys, "stdin", typed)
            out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
            err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as stopped:
                main()
            return Ended(stopped.value.code, _text_in(out), _text_in(err))

    return run


def _in_a_new_process(words, cwd, options):
    process = subprocess.run(
        [sys.executable, "-m", "liverdeck", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )
    assert "Traceback" not in process.stderr
    return Ended(process.returncode, process.stdout, process.stderr)


def _text_in(stream):
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8").replace("\r\n", "\n")


@pytest.fixture
def released(write_deck):
    """Return the folder of a small deck, released once."""
    folder = write_deck(FACTS)
    loaded = load_deck(folder)
    release_deck(loaded.deck, Ledger("heart"), 1_600_000_000)
    return folder


@pytest.fixture
def invoke(tmp_path, monkeypatch):
    """Return a function that runs the command with click, still faster.

    For wrong usage it prints another message than a shell gets, so tests of wrong usage
    take the fixture `liverdeck`.
    """
    monkeypatch.chdir(tmp_path)

    def run(*arguments, env=None):
        result = CliRunner(env=env).invoke(
            cli, [str(argument) for argument in arguments]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return Ended(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def everything(tmp_path):
    """Return a function that reads all files under the test's folder.

    The function returns the bytes and the time of change of each file, by path.
    """

    def content(path):
        if not path.is_file():
            return None
        return path.read_bytes(), path.stat().st_mtime_ns

    def read_all():
        paths = sorted(tmp_path.rglob("*"))
        return {path.relative_to(tmp_path): content(path) for path in paths}

    return read_all


@pytest.fixture
def small_disk():
    """Return a function that makes options for `liverdeck` on a full disk.

    No file can grow beyond the given number of bytes.
    """

    def options(most_bytes):
        def limit_files():
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        return {"preexec_fn": limit_files}

    return options
