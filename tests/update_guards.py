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
"""The most histories that are played without a guard; the first failure ends them."""


def update_guards():
    """Return the guards in the order of the page."""
    return [Guard(*row, test="") for row in _ROW.findall(PAGE.read_text("utf-8"))]


def failing_history(count):
    """Play `count` histories; return the seed of the first that fails, or None."""
    for seed in range(count):
        if failure_of(seed) is not None:
            return seed
    return None


def has_failure_without(guard):
    """Remove the guard and play histories in a new process; return whether one failed.

    If the guard is None, no guard is removed.
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
    not_proven_count = 0
    for guard in chosen:
        is_proven = has_failure_without(guard)
        if not is_proven:
            not_proven_count += 1
        sys.stdout.write(f"{'proven' if is_proven else 'NOT PROVEN'}  {guard.id}\n")
        sys.stdout.flush()
    sys.stdout.write(
        f"{len(chosen)} guards, {not_proven_count} not proven by the simulation\n"
    )
    sys.exit(1 if not_proven_count else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
