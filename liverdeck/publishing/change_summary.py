"""Say in one line what a release would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import listed
from liverdeck.facts.parts import joined_name

if TYPE_CHECKING:
    from liverdeck.publishing.ledger_changes import Changes

MOST_NAMED = 5
"""`describe_changes` gives at most this many names for each sort of change.

If there are more, "and 3 more" follows.
"""


def describe_changes(changes: Changes) -> str:
    """Return one line that says which notes and note types a release would change.

    For each sort of change, the line gives the number of the notes or note types, and
    their first few names. The line is empty if nothing would change.
    """
    note_types_label = "note type" if len(changes.note_types) == 1 else "note types"
    names_by_change = {
        "new": [joined_name(*state.name) for state in changes.new],
        "changed": [joined_name(*state.name) for state in changes.changed],
        "moved to another topic": [joined_name(*state.name) for state in changes.moved],
        "withdrawn": [joined_name(*line.name) for line in changes.withdrawn],
        note_types_label: list(changes.note_types),
    }
    return "; ".join(
        f"{len(names)} {change} ({listed(names, MOST_NAMED)})"
        for change, names in names_by_change.items()
        if names
    )
