"""Find out whether a picture or sound of a deck may be shown or played."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from liverdeck.base.files import larger_than
from liverdeck.base.media_files import PICTURE_TYPES, SOUND_TYPES, suffix_of
from liverdeck.base.picture_checks import picture_fault
from liverdeck.base.problems import Problem, ReadingRule, shortened_message
from liverdeck.base.sound_checks import sound_fault
from liverdeck.facts.media import Image

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from liverdeck.facts.media import Sound

LARGEST_FILE = 10 * 1024 * 1024
"""The most bytes of a file. A larger file would load slowly on a phone."""

_Fault = tuple[str, str]
"""What is wrong, and how to fix it."""


def media_problem(medium: Image | Sound, folder: Path) -> Problem | None:
    """Return the problem with a picture or sound; None if it may be shown or played.

    The file must be in `folder`, the deck's folder, with a suffix of `PICTURE_TYPES` or
    `SOUND_TYPES`. It may not be larger than `LARGEST_FILE`, and `picture_fault` or
    `sound_fault` must find nothing wrong.
    """
    noun = "image" if isinstance(medium, Image) else "sound"
    name = f"{noun} {medium.file!r}"
    try:
        fault = _fault(medium, folder, name)
    except (OSError, RuntimeError, ValueError) as error:
        # Such as an impossible name, or links that refer to each other in a circle.
        fault = (
            f"the {name} cannot be read: {error}",
            "check its name and its permissions",
        )
    if fault is None:
        return None
    message, fix = fault
    return Problem(
        medium.position, shortened_message(message), fix, rule=ReadingRule.REFERENCE
    )


def _fault(medium: Image | Sound, folder: Path, name: str) -> _Fault | None:
    """Return what is wrong with a file, and the fix. None if nothing is wrong."""
    types, verb = _types_and_verb(medium)
    file = PurePosixPath(medium.file)
    path = folder / file
    # On Windows, a backslash separates folders.
    may_be_outside = file.is_absolute() or ".." in file.parts or "\\" in medium.file
    if may_be_outside or not path.resolve().is_relative_to(folder.resolve()):
        return f"the {name} is outside the deck's folder", "move it into the folder"
    if suffix_of(medium.file) not in types:
        return (
            f"the {name} has a type that Anki does not {verb} everywhere",
            f"use {' '.join(types)}",
        )
    if not path.is_file():
        return f"no {name} in the deck's folder", "check the name, or add the file"
    if path.stat().st_size > LARGEST_FILE:
        return f"the {name} is {larger_than(LARGEST_FILE)}", "make it smaller"

    fault = picture_fault(path) if isinstance(medium, Image) else sound_fault(path)
    if fault is None:
        return None
    message, fix = fault
    return f"the {name} {message}", fix


def _types_and_verb(medium: Image | Sound) -> tuple[Mapping[str, str], str]:
    """Return the media types by suffix, and the verb for what Anki does with them."""
    if isinstance(medium, Image):
        return PICTURE_TYPES, "show"
    return SOUND_TYPES, "play"
