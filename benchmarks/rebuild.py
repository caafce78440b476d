"""Build a deck after a change.

    python -m benchmarks.rebuild changed|cold build -d DECK ...

`changed` adds a comment to the first fact file, so that it is read again. `cold`
empties the cache, which `LIVERDECK_CACHE` must name. Then `liverdeck` runs in this
process with the other arguments.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from liverdeck.cli.main import main
from liverdeck.cli.user_folders import CACHE_VARIABLE

_, change, *arguments = sys.argv
if change == "cold":
    shutil.rmtree(os.environ[CACHE_VARIABLE], ignore_errors=True)
else:
    deck = Path(arguments[arguments.index("-d") + 1])
    with (deck / "0000.yaml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
sys.argv = ["liverdeck", *arguments]
main()
