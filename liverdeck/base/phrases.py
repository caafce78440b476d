"""How counts, shares and long texts read, in every output."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return how many there are of something: "1 review", "1,204 reviews"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as "91%", or a dash for none."""
    return "–" if share is None else f"{share * 100:.0f}%"


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many characters, with an ellipsis where some were left out."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
