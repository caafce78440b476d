"""Write the tables of keys into the format page.

    python -m tools.write_key_tables

Run it from the root of the checkout after a change in
liverdeck/authoring/format_keys.py. A test compares the page with the tables.
"""

from __future__ import annotations

from pathlib import Path

from liverdeck.authoring.key_tables import key_tables

PAGE = Path("cards/README.md")
HEADING = "## All keys\n"
"""The tables are everything after this heading."""


def main() -> None:
    """Replace the tables in the page."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, _ = text.partition(HEADING)
    PAGE.write_text(f"{before}{HEADING}\n{key_tables()}", encoding="utf-8")


if __name__ == "__main__":
    main()
