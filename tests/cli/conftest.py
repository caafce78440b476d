"""Fixtures that run the command: in a process of its own, or faster in this one."""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys

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
"""How the names of the variables begin that Python reads when it starts."""


@pytest.fixture
def liverdeck(tmp_path, monkeypatch):
    """Return a function that runs `liverdeck` as a shell does.

    It returns the exit code, standard output and standard error. The command runs in
    this process, which is ten times as fast as a process of its own. It gets its own
    process if there are `options` for `subprocess.run`, or if `env` has a variable that
    Python reads when it starts.
    """

    def run(*arguments, cwd=tmp_path, input="", env=None, **options):  # noqa: A002
        words = [str(argument) for argument in arguments]
        environment = dict(env or {})
        if "preexec_fn" in options:
            # On a small disk, Python would keep a half of a compiled module.
            environment["PYTHONDONTWRITEBYTECODE"] = "1"
        if options or any(name.startswith(READ_AT_START) for name in environment):
            options |= {"input": input, "env": os.environ | environment}
            return _in_its_own_process(words, cwd, options)
        with monkeypatch.context() as patch:
            patch.chdir(cwd)
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["liverdeck", *words])
            typed = io.TextIOWrapper(io.BytesIO(input.encode()), encoding="utf-8")
            patch.setattr(sys, "stdin", typed)
            streams = []
            for name in ("stdout", "stderr"):
                streams.append(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
                patch.setattr(sys, name, streams[-1])
            with pytest.raises(SystemExit) as stopped:
                main()
            return stopped.value.code, *map(_text_in, streams)

    return run


def _in_its_own_process(words, cwd, options):
    done = subprocess.run(
        [sys.executable, "-m", "liverdeck", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        **options,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


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
def inside(tmp_path, monkeypatch):
    """Return a function that runs the command in this process, for speed.

    To test wrong usage, take the fixture `liverdeck`.
    """
    monkeypatch.chdir(tmp_path)

    def run(*arguments, env=None):
        result = CliRunner(env=env).invoke(
            cli, [str(argument) for argument in arguments]
        )
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result.exit_code, result.stdout, result.stderr

    return run


@pytest.fixture
def everything(tmp_path):
    """Return a function that looks at all files under the test's folder.

    It returns the bytes and the time of each file, by path.
    """

    def content(path):
        if not path.is_file():
            return None
        return path.read_bytes(), path.stat().st_mtime_ns

    def look():
        paths = sorted(tmp_path.rglob("*"))
        return {path.relative_to(tmp_path): content(path) for path in paths}

    return look


@pytest.fixture
def small_disk():
    """Return a function that makes options for `liverdeck` on a full disk.

    No file can grow beyond the given number of bytes.
    """

    def options(most_bytes):
        limits = (most_bytes, most_bytes)
        set_limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits)  # noqa: E731
        return {"preexec_fn": set_limit}

    return options
