"""`liverdeck index`: the concordance of a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.document import split_document
from liverdeck.authoring.fields import ProblemReport
from liverdeck.authoring.loader import PASSAGES_FILE, load_deck
from liverdeck.authoring.passages_file import read_passages
from liverdeck.authoring.word_index import compare_document, write_passages
from liverdeck.authoring.yaml_reader import read_yaml
from liverdeck.base.files import LARGEST_FILE, read_text, write_whole
from liverdeck.base.problems import Position, Problem, has_errors
from liverdeck.cli.decks import choose_deck, own_deck_option
from liverdeck.cli.report import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.authoring.word_index import DocumentChanges
    from liverdeck.facts.deck import Deck


@click.command()
@click.argument("document", type=click.Path(path_type=Path))
@own_deck_option
@click.option(
    "--drop", is_flag=True, help="Drop passages that are gone although facts name them."
)
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
        refuse(
            [
                Problem(
                    Position(str(document)),
                    "no passage in this document",
                    "name a plain text with sentences",
                )
            ]
        )
    deck = _load(folder)
    path = deck.folder / PASSAGES_FILE
    found = compare_document(deck.passages, excerpts, str(path))
    lost = () if drop else tuple(_lost(found, deck))
    if lost:
        refuse(lost)
    text = write_passages(found.passages)
    problem = _unreadable(text, path, found) or write_whole(path, text.encode())
    if problem is not None:
        refuse([problem])
    click.echo(f"Wrote {path}: {len(found.passages)} passages, {_summary(found)}.")
    if drop and found.gone:
        click.echo(f"Dropped: {', '.join(passage.id for passage in found.gone)}.")
    changed = {before.id for before, _ in found.changed}
    stale = [
        fact.id for fact in deck.active_facts if changed.intersection(fact.passages)
    ]
    if stale:
        click.echo(
            f"Read these facts again, their passages changed: {', '.join(stale)}."
        )


def _load(folder: Path | None) -> Deck:
    """Read the deck; what indexing itself mends, or a dropped passage left behind, does not stand in its way."""
    loaded = load_deck(choose_deck(folder, may_be_bundled=False))
    wrong = [problem for problem in loaded.problems if problem.rule != "reference"]
    if loaded.deck is None or has_errors(wrong):
        refuse(wrong)
    return loaded.deck


def _unreadable(text: str, path: Path, found: DocumentChanges) -> Problem | None:
    """Return why the concordance could not be read again, before it takes the place of one that can."""
    at = Position(str(path))
    if len(text.encode()) > LARGEST_FILE:
        return Problem(
            at,
            "the concordance of this document would be too large to read",
            "index a part of it",
        )
    root, problems = read_yaml(text, str(path))
    report = ProblemReport(str(path))
    back = read_passages(root, report) if root is not None else ()
    wrong = [*problems, *report.problems.found]
    if wrong:
        return replace(
            wrong[0], what=f"what would be written cannot be read: {wrong[0].what}"
        )
    expected = [(passage.id, passage.hash, passage.words) for passage in found.passages]
    if [(passage.id, passage.hash, passage.words) for passage in back] != expected:
        return Problem(
            at,
            "what would be written does not read back as it was",
            "name another document",
        )
    return None


def _lost(found: DocumentChanges, deck: Deck) -> Iterator[Problem]:
    for passage in found.gone:
        facts = [fact.id for fact in deck.facts if passage.id in fact.passages]
        if facts:
            what = f"the passage {passage.id!r} is not in this document, and facts name it: {', '.join(facts)}"
            mend = "if it is the right document, point them to other passages first, or say --drop"
            yield Problem(passage.position, what, mend, rule="reference")


def _summary(found: DocumentChanges) -> str:
    numbers = {"new": found.new, "changed": found.changed, "gone": found.gone}
    said = [f"{len(each)} {name}" for name, each in numbers.items() if each]
    return ", ".join(said) or "all as before"
