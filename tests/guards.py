"""Remove each guard of docs/guards.md in turn, and see that its test fails.

    python tests/guards.py              all guards, as `just guards`
    python tests/guards.py ID ...       some of them

Exits with 1 if a test passes although its guard is removed, or fails without that.
"""

from __future__ import annotations

import importlib
import io
import os
import re
import sys
from contextlib import nullcontext, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs" / "guards.md"
_ROW = re.compile(r"\| ([a-z-]+) \| (.+) \| `([\w.]+)` \| (.+) \| `([^`]+)` \|")


class NoLock:
    """What stands for a lock that protects nothing."""

    def release(self):
        pass


WITHOUT = {
    "`None`": lambda *_, **__: None,
    "`[]`": lambda *_, **__: [],
    "`()`": lambda *_, **__: (),
    "`True`": lambda *_, **__: True,
    "`False`": lambda *_, **__: False,
    "the first argument": lambda first, *_, **__: first,
    "an empty context": lambda *_, **__: nullcontext(),
    "no lock": lambda *_, **__: NoLock(),
}
"""What stands in the place of a removed guard, by the column *without it*."""


@dataclass(frozen=True)
class Guard:
    id: str
    protects: str
    function: str
    without: str
    test: str


def guards():
    """Return the guards in the order of the page."""
    return [Guard(*row) for row in _ROW.findall(PAGE.read_text(encoding="utf-8"))]


def found(name):
    """Return the object that has the function as an attribute, and its name there."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        with suppress(ModuleNotFoundError):
            owner = importlib.import_module(".".join(parts[:end]))
            for part in parts[end:-1]:
                owner = getattr(owner, part)
            return owner, parts[-1]
    raise LookupError(name)


def remove(guard):
    """Replace the function of a guard, also where other modules have imported it."""
    owner, name = found(guard.function)
    function = getattr(owner, name)
    replacement = WITHOUT[guard.without]
    setattr(owner, name, replacement)
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("liverdeck"):
            for key, value in list(vars(module).items()):
                if value is function:
                    setattr(module, key, replacement)


def run_tests(tests, guard=None):
    """Run tests in a process of their own. Return pytest's exit code and its output."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        output = io.StringIO()
        with redirect_stdout(output), redirect_stderr(output):
            if guard is not None:
                remove(guard)
            code = pytest.main([*tests, "-q", "-n0", "-p", "no:cacheprovider"])
        with os.fdopen(writer, "w") as pipe:
            pipe.write(output.getvalue())
        os._exit(int(code))
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), text


def main(ids):
    os.chdir(REPOSITORY)
    chosen = [guard for guard in guards() if not ids or guard.id in ids]
    unknown = set(ids) - {guard.id for guard in chosen}
    if unknown or not chosen:
        sys.exit(f"no such guard in {PAGE}: {', '.join(sorted(unknown))}")
    code, text = run_tests(list(dict.fromkeys(guard.test for guard in chosen)))
    if code != pytest.ExitCode.OK:
        sys.exit(f"{text}\nThe tests fail although no guard is removed.")
    unheld = 0
    for guard in chosen:
        code, text = run_tests([guard.test], guard)
        holds = code == pytest.ExitCode.TESTS_FAILED
        unheld += not holds
        print(f"{'held' if holds else 'NOT HELD'}  {guard.id}: {guard.test}")  # noqa: T201
        if not holds:
            print(text)  # noqa: T201
    print(f"{len(chosen)} guards, {unheld} of them not held by their test")  # noqa: T201
    sys.exit(1 if unheld else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
