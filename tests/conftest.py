"""Fixtures for all tests.

They write decks from text and find programs that pip cannot install.
"""

from __future__ import annotations

import fcntl
import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

EXAMPLES = int(os.environ.get("LIVERDECK_EXAMPLES", "40"))
"""The number of random examples of a property test that sets no number itself."""
# A test must not fail because the machine is busy, so an example may take any time.
# In `.ci/run` the examples are the same each time, so that it judges the change alone.
settings.register_profile(
    "LiverDeck",
    deadline=None,
    max_examples=EXAMPLES,
    derandomize="LIVERDECK_ALL_TESTS" in os.environ,
)
settings.load_profile("LiverDeck")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config):
    """Run the tests of a single file in this process, where --pdb and -s work.

    Other runs have one process more than there are cores, because tests wait for
    browsers and other programs. On two cores this saves 8 s of 239.
    """
    files = {argument.partition("::")[0] for argument in config.args}
    if len(files) == 1 and files.pop().endswith(".py"):
        return 0
    return (os.cpu_count() or 1) + 1


RAM_DISK = Path("/dev/shm")  # noqa: S108
ENOUGH_BYTES = 2 * 2**30
"""The RAM disk is used only if it has at least this many free bytes."""


def pytest_configure(config):
    """Keep the tests' files in memory, where a write need not wait for a disk.

    A folder that the user names is used instead. pytest makes a private folder in it
    and keeps those of the last three runs.
    """
    has_named_folder = config.option.basetemp or "PYTEST_DEBUG_TEMPROOT" in os.environ
    if not has_named_folder and has_room(RAM_DISK):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(RAM_DISK)


def has_room(folder):
    return (
        os.access(folder, os.W_OK | os.X_OK)
        and shutil.disk_usage(folder).free >= ENOUGH_BYTES
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Switch the garbage collector off while tests are collected: all of them stay."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(items):
    """Begin with the files that have slow tests, so that no core waits at the end."""
    slow_files = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow_files)


REPOSITORY = Path(__file__).parent.parent


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory):
    """Keep the tests, and the programs that they start, out of the user's cache."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache") / "liverdeck"
        patch.setenv("LIVERDECK_CACHE", str(folder))
        yield


DECK = """\
liverdeck: 1
id: heart
anki_name: Heart
title: The heart
description: A deck for tests.
language: en
document: {title: On the heart, read: 2023-01-31}
topics:
  - {id: chambers, title: Chambers}
  - {id: beat, title: The beat}
"""
PASSAGES = """\
liverdeck: 1
passages:
  - {id: rooms, heading: The four rooms}
  - {id: pump, heading: How it pumps}
"""


@pytest.fixture
def repository():
    return REPOSITORY


@pytest.fixture
def write_deck(tmp_path):
    """Return a function that writes a deck and returns its folder.

    `facts` is the list of facts in YAML. `files` are other files, or other texts for
    the usual files, by name without `.yaml`.
    """

    def write(facts="", *, folder="heart", topic="chambers", **files):
        path = tmp_path / folder
        path.mkdir(parents=True, exist_ok=True)
        texts = {"deck": DECK, "passages": PASSAGES} | files
        if facts:
            texts["01-facts"] = f"liverdeck: 1\ntopic: {topic}\nfacts:\n{facts}"
        for name, text in texts.items():
            (path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return path

    return write


def need_program(name, fix):
    """Return the path of a program, or skip the test and say why.

    With LIVERDECK_ALL_TESTS=1 a missing program fails the test.
    """
    path = shutil.which(name)
    if path is None:
        message = f"needs {name}: {fix}"
        if os.environ.get("LIVERDECK_ALL_TESTS") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture(scope="session")
def warm_mypy_cache(tmp_path_factory):
    """Return mypy's cache of the package, which is made once in a test run."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    cache = folder / "mypy-cache"
    with (folder / "mypy-cache.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not cache.exists():
            # mypy itself sees which entries are out of date.
            cache_of_user = REPOSITORY / ".mypy_cache"
            if cache_of_user.is_dir():
                shutil.copytree(cache_of_user, cache)
            run_mypy(cache, cwd=REPOSITORY)
    return cache


def run_mypy(cache, *arguments, cwd):
    """Run mypy with the options of pyproject.toml; return the ended process."""
    command = [sys.executable, "-m", "mypy", "--cache-dir", cache, *arguments]
    return subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def mypy(tmp_path_factory, warm_mypy_cache):
    """Return a function that runs mypy in a folder, as `run_mypy` does.

    mypy checks only files that differ from those of the repository.
    """
    cache = tmp_path_factory.mktemp("mypy") / "cache"
    shutil.copytree(warm_mypy_cache, cache)
    return lambda *arguments, cwd: run_mypy(cache, *arguments, cwd=cwd)


@pytest.fixture(scope="session")
def chromium():
    """Return the path of a browser.

    The browser without windows shows the same in a fifth of the time.
    """
    without_windows = shutil.which("chromium-headless-shell")
    return without_windows or need_program(
        "chromium", "apt-get install chromium-headless-shell"
    )


MOST_MEGABYTES, MOST_CPU_SECONDS = 300, 10
"""The most memory and CPU time that reading one input may take."""
_WITHIN_BOUNDS = f"""\
import pathlib, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({MOST_CPU_SECONDS}, {MOST_CPU_SECONDS} + 1))
code = sys.argv.pop(1)
exec(code)
# `ru_maxrss` would count what the process had before it became this program.
status = dict(
    line.split(":", 1) for line in pathlib.Path("/proc/self/status").open()
)
print(int(status["VmHWM"].split()[0]) // 1024, file=sys.stderr)
"""


@pytest.fixture
def run_within_bounds():
    """Return a function that runs Python code in a process of its own, within bounds.

    The test fails if the code needs more CPU time or memory than reading one input may
    take. The function returns the finished process.
    """

    if sys.platform != "linux":
        pytest.skip("needs Linux, which says how much memory a process had at most")

    def run(code, *arguments):
        process = subprocess.run(
            [sys.executable, "-c", _WITHIN_BOUNDS, code, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
        )
        *errors, peak_megabytes = process.stderr.splitlines() or [""]
        assert process.returncode == 0, process.stderr
        assert errors == []
        assert int(peak_megabytes) <= MOST_MEGABYTES
        return process

    return run
