"""Build the bundled deck with the public names: run `python build_deck.py`."""

import sys
import time
from pathlib import Path

from liverdeck import build_package, load_deck

loaded = load_deck(Path(__file__).parent / "cards" / "liver-metastasis")
if loaded.problems:
    sys.exit("\n".join(map(str, loaded.problems)))
if loaded.deck is None or loaded.ledger is None:
    sys.exit("deck.lock is missing: restore it from version control")

target = Path("dist/liver-metastasis.apkg")
now = int(time.time())
built = build_package(loaded.deck, loaded.ledger, target, now_seconds=now)
if built.path is None:
    sys.exit("\n".join(map(str, built.problems)))

print(  # noqa: T201
    f"Made {built.path.resolve()}:",
    f"{built.note_count} notes with {built.card_count} cards.",
    "In Anki: File > Import.",
)
