"""Build the bundled deck with the public names: run `python build_deck.py`."""

import sys
import time
from pathlib import Path

from liverdeck import ContentError, build_package, load_deck

package_path = Path("dist/liver-metastasis.apkg")
now = int(time.time())
try:
    loaded = load_deck(Path(__file__).parent / "cards" / "liver-metastasis")
    deck = loaded.required()
    built = build_package(deck, loaded.ledger, package_path, now_seconds=now)
except ContentError as error:
    sys.exit(str(error))

print(  # noqa: T201
    f"Made {built.path.resolve()}:",
    f"{built.note_count} notes with {built.card_count} cards.",
    "In Anki: File > Import.",
)
