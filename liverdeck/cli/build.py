"""`liverdeck build`: a deck as an Anki package."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.cli.decks import (
    STANDARD_OUTPUT,
    deck_option,
    is_installed,
    ledger_or_refusal,
    load_chosen,
)
from liverdeck.cli.report import refuse
from liverdeck.publishing.build import build_package, describe
from liverdeck.publishing.update_text import write_update_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.facts.ledger import Ledger
    from liverdeck.publishing.build import Built


@click.command()
@deck_option
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Default: dist/DECK-ID.apkg; - for standard output.",
)
@click.option(
    "--frozen",
    is_flag=True,
    help="Refuse changes that are not released; the bytes depend on the deck alone.",
)
@click.option(
    "--update-text",
    "update_folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Also write the changed content for Anki's text import, which keeps learners' tags and My notes.",
)
@click.option(
    "--new", is_flag=True, help="The deck has no ledger yet: every note is new."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@garbage_collection_paused()
def build(  # noqa: PLR0913  # click passes every option
    folder: Path | None,
    output: Path | None,
    update_folder: Path | None,
    *,
    frozen: bool,
    new: bool,
    as_json: bool,
) -> None:
    """Build a deck as an Anki package, ready to import."""
    deck, ledger = load_chosen(folder, may_be_bundled=True)
    ledger = ledger_or_refusal(deck, ledger, new=new)
    frozen = frozen or is_installed(deck.folder) or not os.access(deck.folder, os.W_OK)
    now = None if frozen else _now()
    if output == STANDARD_OUTPUT:
        built = _build_to_standard_output(deck, ledger, now)
    else:
        built = build_package(
            deck, ledger, output or Path("dist") / f"{deck.id}.apkg", now=now
        )
    if built.problems:
        refuse(built.problems)
    texts: tuple[Path, ...] = ()
    if update_folder is not None:
        texts, problem = write_update_texts(deck, ledger, update_folder)
        if problem is not None:
            refuse([problem])
    lines = (
        _as_json(built, texts)
        if as_json
        else _as_text(built) + _update_advice(texts, update_folder)
    )
    click.echo(lines, err=output == STANDARD_OUTPUT)


def _update_advice(texts: Sequence[Path], folder: Path | None) -> str:
    if folder is None:
        return ""
    if not texts:
        return f"\nNo update text in {folder}: no note changed since it was first released."
    return f"\nWrote {', '.join(map(str, texts))}: imported before the package, they keep tags and My notes."


def _build_to_standard_output(deck: Deck, ledger: Ledger, now: int | None) -> Built:
    with tempfile.TemporaryDirectory() as folder:
        built = build_package(deck, ledger, Path(folder) / f"{deck.id}.apkg", now=now)
        if built.path is not None:
            sys.stdout.buffer.write(built.path.read_bytes())
            built = replace(built, path=STANDARD_OUTPUT)
        return built


def _now() -> int:
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given and not (
        given.isascii() and given.isdecimal() and len(given) <= len(str(2**32))
    ):
        message = (
            f"SOURCE_DATE_EPOCH is {given!r}; it must be a whole number of seconds"
        )
        raise click.UsageError(message)
    return int(given) if given else int(time.time())


def _as_text(built: Built) -> str:
    lines = [
        f"Wrote {built.path}: {built.notes} notes, {built.cards} cards, content {built.content_hash}"
    ]
    if built.changes:
        lines.append(
            f"Not for publishing: {describe(built.changes)}. Run `liverdeck release` first."
        )
    return "\n".join(lines)


def _as_json(built: Built, texts: Sequence[Path]) -> str:
    return json.dumps(
        {
            "path": str(built.path),
            "notes": built.notes,
            "cards": built.cards,
            "content": built.content_hash,
            "for_publishing": not built.changes,
            "unreleased": describe(built.changes) if built.changes else "",
            "update_texts": [str(path) for path in texts],
        },
        indent=2,
    )
