"""Remove each guard of docs/updating.md in turn, and see the update simulation fail.

    python tests/update_guards.py              all guards
    python tests/update_guards.py ID ...       some of them

Exits with 1 if the simulation passes although a guard is removed, or fails although
none is removed.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.guards import Guard, remove  # noqa: E402  # after the path is set
from tests.update_histories import failure_of  # noqa: E402

PAGE = REPOSITORY / "docs" / "updating.md"
_ROW = re.compile(r"\| ([a-z-]+) \| (.+) \| `(liverdeck[\w.]+)` \| (.+) \|")
HISTORIES = 120
"""How many histories are played without a guard, unless one fails before."""


def update_guards():
    """Return the guards in the order of the page."""
    return [Guard(*row, test="") for row in _ROW.findall(PAGE.read_text("utf-8"))]


def failing_history(count):
    """Play histories; return the seed of the first that fails, or None."""
    for seed in range(count):
        if failure_of(seed) is not None:
            return seed
    return None


def has_failure_without(guard):
    """Play histories in a process of their own; return whether one failed.

    The guard is removed there, or none if it is None.
    """
    child = os.fork()
    if child == 0:
        code = 2
        try:
            if guard is not None:
                remove(guard)
            code = 0 if failing_history(HISTORIES) is None else 1
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 1


def main(ids):
    known = update_guards()
    chosen = [guard for guard in known if not ids or guard.id in ids]
    unknown = set(ids) - {guard.id for guard in known}
    if unknown or not chosen:
        sys.exit(f"no such guard in {PAGE}: {', '.join(sorted(unknown))}")
    if has_failure_without(None):
        sys.exit("The simulation fails although no guard is removed.")
    not_held_count = 0
    for guard in chosen:
        is_held = has_failure_without(guard)
        if not is_held:
            not_held_count += 1
        sys.stdout.write(f"{'held' if is_held else 'NOT HELD'}  {guard.id}\n")
        sys.stdout.flush()
    sys.stdout.write(
        f"{len(chosen)} guards, {not_held_count} not held by the simulation\n"
    )
    sys.exit(1 if not_held_count else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
