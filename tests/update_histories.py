"""Play many histories of the update simulation, and count equal failures.

    python tests/update_histories.py FIRST COUNT [FACTOR]

Plays the histories with COUNT seeds from FIRST on. A seed always gives the same
history. Unlike the test, this script goes on after a failure. With a FACTOR of 3, the
author makes three times as many edits, dangerous ones too. Exits with 1 if any history
failed.
"""

from __future__ import annotations

import random
import sys
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

REPOSITORY = Path(__file__).parent.parent
sys.path.insert(0, str(REPOSITORY))

from tests.real.test_update_simulation import play  # noqa: E402  # after the path


def failure_of(seed, edit_factor=1):
    """Play the history of a seed. Return the exception, or None."""
    draw = random.Random(seed)  # noqa: S311  # no secret

    def choose(options):
        return draw.choice(list(options))

    with TemporaryDirectory() as folder:
        try:
            play(Path(folder) / "heart", choose, edit_factor=edit_factor)
        except Exception as error:  # noqa: BLE001  # each sort of failure counts
            return error
    return None


def failure_name(error):
    """Return a text for a failure; equal texts mean the same error at the same line."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name} ({frame.line})"


def main(first, count, edit_factor=1):
    counts = Counter()
    for seed in range(first, first + count):
        error = failure_of(seed, edit_factor)
        if error is not None:
            counts[failure_name(error)] += 1
            text = " ".join(str(error).split())[:300]
            sys.stdout.write(f"{seed}: {failure_name(error)}: {text}\n")
        if (seed - first + 1) % 25 == 0:
            sys.stdout.write(f"{seed - first + 1} played, {counts.total()} failed\n")
        sys.stdout.flush()
    for name, count_of_name in counts.most_common():
        sys.stdout.write(f"{count_of_name} x {name}\n")
    failed = counts.total()
    sys.stdout.write(f"{count} histories from seed {first}: {failed} failed\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
