"""The paper of an earlier quiz, for a program that grades it later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from liverdeck.base.result import Result
from liverdeck.quiz.manifest import read_manifest
from liverdeck.quiz.papers.kept_paper import kept_paper

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.papers.assemble import Paper


def load_paper(path: Path | str, deck: Deck) -> Result[Paper]:
    """Return the paper of an earlier quiz from its `quiz.json`, as it was printed.

    All texts, keys and orders are those of the file, whatever the deck says today. The
    deck is needed for pictures and sounds, and for the positions of facts.

    It is a problem if the file cannot be read, is not the manifest of a quiz of this
    deck, or if a picture or sound was changed or removed since. Never raises, whatever
    the file contains.
    """
    manifest = read_manifest(Path(path))
    if manifest.value is None:
        return Result(None, manifest.problems)
    return kept_paper(manifest.value, str(path), deck)
