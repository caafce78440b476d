"""Measure how long it takes to make and to check the items of a deck.

    python -m benchmarks.quizzes DECK ITEMS

Prints the number of items, the seconds to make them with their distractors, and the
seconds to check each for every flaw. The deck is read before the clock starts.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from liverdeck.authoring.loader import load_deck
from liverdeck.quiz.flaws.item_flaws import flaws_of_paper
from liverdeck.quiz.items.bank import item_bank


def measured(folder: Path, most_items: int) -> tuple[int, float, float]:
    """Return the number of items, and the seconds to make and to check them.

    Counts and checks the first `most_items` items of the deck. All items are made at
    once, so the time to make these is their share of the whole time.
    """
    deck = load_deck(folder).deck
    if deck is None:
        raise SystemExit(f"{folder} is not a deck")

    start = time.perf_counter()
    bank = item_bank(deck)
    end_of_making = time.perf_counter()
    items = bank[:most_items]
    flaws_of_paper(items, deck)
    end_of_checking = time.perf_counter()

    share = len(items) / len(bank)
    seconds_to_make = (end_of_making - start) * share
    return len(items), seconds_to_make, end_of_checking - end_of_making


if __name__ == "__main__":
    print(*measured(Path(sys.argv[1]), int(sys.argv[2])))
