"""Seconds from a deck to its items, each held against all flaws: `python -m benchmarks.quizzes DECK ITEMS`.

Prints how many items there were, the seconds to make them with their distractors, and the seconds to check them.
Decks are read before the clock starts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.flaws.item_flaws import flaws_of_paper
from liverdeck.quiz.items.bank import item_bank


def measured(folder: Path, most: int) -> tuple[int, float, float]:
    """Return the number of items, the seconds to make the deck's items, and to check the first `most` of them."""
    deck = load_deck(folder).deck
    if deck is None:
        raise SystemExit(f"{folder} is no deck")
    start = time.perf_counter()
    bank = item_bank(deck)
    made = time.perf_counter()
    items = bank[:most]
    flaws_of_paper(items, deck)
    checked = time.perf_counter()
    return len(items), (made - start) * len(items) / len(bank), checked - made


if __name__ == "__main__":
    print(*measured(Path(sys.argv[1]), int(sys.argv[2])))
