"""The tables of keys for the format page (docs/format.md), as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.format_keys import FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.authoring.keys import KeyMap


def key_tables() -> str:
    """Return a table for each map of the format, under its title."""
    return "\n".join(line for title, keys in FORMAT for line in _table(title, keys))


def _table(title: str, key_map: KeyMap) -> Iterator[str]:
    yield f"**{title}**\n"
    yield "| key | value | meaning |"
    yield "|---|---|---|"
    for key in key_map.keys:
        name = f"{key.quoted_name} (required)" if key.is_required else key.quoted_name
        yield f"| {name} | {key.type.title} | {key.meaning} |"
    yield ""
