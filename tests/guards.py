"""Remove each guard of docs/guards.md in turn, and see that its test fails.

    python tests/guards.py              all guards, as `just guards`
    python tests/guards.py ID ...       some of them

A guard is removed in the process of the test and in every Python that the test starts.
Exits with 1 if a test passes although its guard is removed, or fails although no guard
is removed.
"""

from __future__ import annotations

import importlib
import inspect
import io
import os
import re
import sys
import tempfile
from contextlib import nullcontext, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
PAGE = REPOSITORY / "docs" / "guards.md"
REMOVED = "LIVERDECK_REMOVED_GUARD"
"""The environment variable that tells a Python process which guard to remove."""
_ROW = re.compile(r"\| ([a-z0-9-]+) \| (.+) \| `([\w.]+)` \| (.+) \| `([^`]+)` \|")
_HUGE = 10**9
_AT_START = f"""\
import sys
sys.path.insert(0, {str(REPOSITORY)!r})
from tests.guards import remove_named
remove_named()
"""


class NoLock:
    """Stands in for a lock, and protects nothing."""

    def release(self):
        pass


class JoinedSets(frozenset):
    """Stands in for `UnionOfSets`: the union of the sets."""

    def __new__(cls, sets):
        return super().__new__(cls, frozenset().union(*sets))

    has_all = frozenset.issuperset


def gaps_by_one_pattern(html):
    """Find gaps by one pattern: its time grows with the cube of a text's length."""
    from liverdeck.anki.gaps import WrittenGap

    pattern = r"\{\{c([0-9]{1,5})::(.*?)(?:::(.*?))?\}\}"
    for match in re.finditer(pattern, html, re.DOTALL | re.ASCII):
        yield WrittenGap(match[1], match[2], match[3] or "", *match.span())


def moment_after_last(latest_ms, now):
    """Date an entry after the last one of its card, even if that is in the future."""
    return type(now)(max(now.ms, latest_ms + 1), now.offset_minutes)


def print_in_encoding_of_terminal(data):
    """Print bytes of UTF-8 in the encoding of the terminal."""
    sys.stdout.write(data.decode())


def _always(value):
    """Return what replaces any guard by a function that returns this value."""
    return lambda _guard: lambda *_arguments, **_options: value


def _print_now(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


WITHOUT = {
    "`None`": _always(None),
    "`[]`": _always([]),
    "`()`": _always(()),
    "`{}`": _always({}),
    "`0`": _always(0),
    "`True`": _always(value=True),
    "`False`": _always(value=False),
    "the first argument": lambda _: lambda first, *_, **__: first,
    "an empty context": lambda _: lambda *_, **__: nullcontext(),
    "no lock": _always(NoLock()),
    "a huge number": lambda _: _HUGE,
    "twice as much": lambda limit: 2 * limit,
    "an empty text": lambda _: "",
    "a list of all": lambda function: lambda *args: list(function(*args)),
    "all known names": lambda method: lambda _: method.__self__._names,
    "the union of the sets": lambda _: JoinedSets,
    "one pattern for a gap": lambda _: gaps_by_one_pattern,
    "a time after the last": lambda _: moment_after_last,
    "text in the terminal's encoding": lambda _: print_in_encoding_of_terminal,
}
"""Functions that make the replacement of a guard, by the column *without it*."""


@dataclass(frozen=True)
class Guard:
    """A row of the page, by the headings of its columns."""

    id: str
    protects: str
    function: str
    without: str
    test: str


def guards():
    """Return the guards in the order of the page."""
    return [Guard(*row) for row in _ROW.findall(PAGE.read_text(encoding="utf-8"))]


def owner_of(name):
    """Return the object that has a guard as an attribute, and the attribute's name."""
    parts = name.split(".")
    for end in range(len(parts) - 1, 0, -1):
        with suppress(ModuleNotFoundError):
            owner = importlib.import_module(".".join(parts[:end]))
            for part in parts[end:-1]:
                owner = getattr(owner, part)
            return owner, parts[-1]
    raise LookupError(name)


def remove(guard):
    """Replace a function or a limit, also where other modules have imported it."""
    owner, name = owner_of(guard.function)
    original = getattr(owner, name)
    make = WITHOUT[guard.without]
    if inspect.isclass(owner):

        def replacement(self, *args, **options):
            return make(original.__get__(self))(*args, **options)

        setattr(owner, name, replacement)
        return
    setattr(owner, name, make(original))
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("liverdeck"):
            for key, value in list(vars(module).items()):
                # Equal numbers may be one object, so limits are found by name too.
                if value is original and (callable(value) or key == name):
                    setattr(module, key, make(original))


def remove_named():
    """Remove the guard that the environment names, if it names one."""
    for guard in guards():
        if guard.id == os.environ.get(REMOVED):
            remove(guard)


def run_tests(tests, guard=None):
    """Run tests in a process of their own. Return pytest's exit code and its output."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        output, code = io.StringIO(), -1
        try:
            with redirect_stdout(output), redirect_stderr(output):
                code = _exit_code(tests, guard)
        finally:
            with os.fdopen(writer, "w") as pipe:
                pipe.write(output.getvalue())
            os._exit(code % 256)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), text


def _exit_code(tests, guard):
    """Run pytest. Every Python that it starts removes the guard first."""
    import pytest  # here, as a Python that a test starts need not load it

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sitecustomize.py").write_text(_AT_START, encoding="utf-8")
        os.environ["PYTHONPATH"] = os.pathsep.join([folder, str(REPOSITORY)])
        os.environ[REMOVED] = guard.id if guard else ""
        if guard:
            remove(guard)
        options = ["-q", "-x", "-n0", "-p", "no:cacheprovider"]
        return int(pytest.main([*tests, *options]))


def main(ids):
    import pytest

    os.chdir(REPOSITORY)
    chosen = [guard for guard in guards() if not ids or guard.id in ids]
    unknown = set(ids) - {guard.id for guard in chosen}
    if unknown or not chosen:
        sys.exit(f"no such guard in {PAGE}: {', '.join(sorted(unknown))}")
    code, text = run_tests(list(dict.fromkeys(guard.test for guard in chosen)))
    if code != pytest.ExitCode.OK:
        sys.exit(f"{text}\nThe tests fail although no guard is removed.")
    not_proven_count = 0
    for guard in chosen:
        code, text = run_tests([guard.test], guard)
        is_proven = code == pytest.ExitCode.TESTS_FAILED
        _print_now(
            f"{'proven' if is_proven else 'NOT PROVEN'}  {guard.id}: {guard.test}"
        )
        if not is_proven:
            not_proven_count += 1
            _print_now(text)
    _print_now(
        f"{len(chosen)} guards, {not_proven_count} of them not proven by their test"
    )
    sys.exit(1 if not_proven_count else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
