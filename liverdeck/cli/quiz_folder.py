"""The folder that a quiz is written to, and the earlier quiz in it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from liverdeck.base.names import id_from
from liverdeck.base.problems import Position, Problem
from liverdeck.base.writing import settle
from liverdeck.cli.printing import echo
from liverdeck.cli.report import refuse, required_or_refuse
from liverdeck.quiz.formats.json import readable_json
from liverdeck.quiz.make import KEY_FOLDER, MANIFEST_PATH
from liverdeck.quiz.manifest import MANIFEST_FILE, read_manifest_to_replace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from liverdeck.facts.deck import Deck

_LONGEST_SEED = 30
"""At most this many characters of the seed are in the name of a file."""


def copy_of_earlier_quiz(
    earlier_manifest: Mapping[str, object] | None, files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return a copy of the manifest that will be replaced, by the name of the copy.

    With it, the earlier quiz can be made again, so an exam is never lost. The result is
    empty if there was no quiz, or if the new quiz has the same items and forms.
    """
    if earlier_manifest is None:
        return {}
    new = json.loads(files[MANIFEST_PATH])
    if all(earlier_manifest.get(name) == new[name] for name in ("items", "forms")):
        return {}
    content = readable_json(earlier_manifest)
    seed = id_from(str(earlier_manifest.get("seed")))
    digest = hashlib.sha256(content).hexdigest()[:8]
    name = f"quiz-{seed[:_LONGEST_SEED].strip('-')}-{digest}.json"
    return {f"{KEY_FOLDER}/earlier/{name}": content}


def read_earlier_manifest(
    output_folder: Path, deck: Deck, *, force: bool
) -> Mapping[str, object] | None:
    """Return the manifest of the last quiz in the folder, if there is one.

    With `force`, a file that is not such a manifest is ignored, because it will be
    replaced.
    """
    settle(output_folder)
    path = output_folder / MANIFEST_PATH
    if not path.exists():
        # LiverDeck wrote manifests of version 1 to this path.
        path = output_folder / MANIFEST_FILE
    if not path.exists():
        return None
    earlier_manifest = read_manifest_to_replace(path, deck.id)
    return earlier_manifest.value if force else required_or_refuse(earlier_manifest)


def require_folder(output_folder: Path) -> None:
    """Refuse an output folder that is a file."""
    if output_folder.exists() and not output_folder.is_dir():
        position = Position(str(output_folder))
        refuse([Problem(position, "this is not a folder", "name a folder with -o")])


def mention_leftovers(
    earlier_manifest: Mapping[str, object] | None,
    files: Mapping[str, bytes],
    output_folder: Path,
) -> None:
    """Name the files of an earlier quiz that are still in the folder."""
    earlier_files = (earlier_manifest or {}).get("files")
    if not isinstance(earlier_files, list):
        return
    leftovers = [
        name
        for name in earlier_files
        if isinstance(name, str)
        and name not in files
        and not PurePath(name).is_absolute()
        and (output_folder / name).exists()
    ]
    if leftovers:
        names = ", ".join(leftovers)
        echo(f"Still in {output_folder} from an earlier quiz: {names}", err=True)
