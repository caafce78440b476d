"""`liverdeck index`: the concordance of a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.cli.decks import load_chosen, own_deck_option
from liverdeck.cli.report import refuse
from liverdeck.facts.files import write_whole
from liverdeck.facts.loader import PASSAGES_FILE
from liverdeck.facts.passages import compare_document, split_document, write_passages
from liverdeck.facts.problems import Position, Problem
from liverdeck.facts.reader import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.nouns import Deck
    from liverdeck.facts.passages import Drift


@click.command()
@click.argument("document", type=click.Path(path_type=Path))
@own_deck_option
@click.option("--drop", is_flag=True, help="Drop passages that are gone although facts name them.")
def index(document: Path, folder: Path | None, *, drop: bool) -> None:
    """Write the concordance of DOCUMENT, a plain text, to the deck's passages.yaml.

    A passage begins at a heading (a short line by itself, without a full stop) and after two empty lines. Passages
    that are there already keep their ids and headings.
    """
    text, problem = read_text(document)
    if problem is not None:
        refuse([problem])
    excerpts = split_document(text)
    if not excerpts:
        refuse([Problem(Position(str(document)), "no passage in this document", "name a plain text with sentences")])
    deck, _ = load_chosen(folder, may_be_bundled=False)
    path = deck.folder / PASSAGES_FILE
    found = compare_document(deck.passages, excerpts, str(path))
    lost = () if drop else tuple(_lost(found, deck))
    if lost:
        refuse(lost)
    problem = write_whole(path, write_passages(found.passages).encode())
    if problem is not None:
        refuse([problem])
    click.echo(f"Wrote {path}: {len(found.passages)} passages, {_summary(found)}.")
    changed = {before.id for before, _ in found.changed}
    stale = [fact.id for fact in deck.taught if changed.intersection(fact.passages)]
    if stale:
        click.echo(f"Read these facts again, their passages changed: {', '.join(stale)}.")


def _lost(found: Drift, deck: Deck) -> Iterator[Problem]:
    for passage in found.gone:
        facts = [fact.id for fact in deck.facts if passage.id in fact.passages]
        if facts:
            what = f"the passage {passage.id!r} is not in this document, and facts name it: {', '.join(facts)}"
            mend = "if it is the right document, point them to other passages first, or say --drop"
            yield Problem(passage.at, what, mend, rule="reference")


def _summary(found: Drift) -> str:
    numbers = {"new": found.new, "changed": found.changed, "gone": found.gone}
    said = [f"{len(each)} {name}" for name, each in numbers.items() if each]
    return ", ".join(said) or "all as before"
