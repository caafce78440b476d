"""`liverdeck index`: the word index of a document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.authoring.document import NO_PASSAGE, split_document
from liverdeck.authoring.passages_file import read_passages
from liverdeck.authoring.word_index import compare_document, passages_text
from liverdeck.base.files import LARGEST_FILE, PASSAGES_FILE, read_text
from liverdeck.base.outputs import deck_folder_held
from liverdeck.base.phrases import counted
from liverdeck.base.problems import Position, Problem, ReadingRule
from liverdeck.cli.decks import choose_deck, own_deck_option, read_deck
from liverdeck.cli.printing import echo
from liverdeck.cli.report import exit_on_content_error, refuse, required_or_refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.authoring.word_index import DocumentChanges
    from liverdeck.facts.deck import Deck, Passage


@click.command()
@click.argument("document", type=click.Path(path_type=Path))
@own_deck_option
@click.option(
    "--drop", is_flag=True, help="Drop missing passages even if facts name them."
)
def index(document: Path, folder: Path | None, *, drop: bool) -> None:
    """Write the word index of DOCUMENT, a plain text, to the deck's passages.yaml.

    A passage begins at a heading (a short line by itself, without a full stop), or
    after two empty lines. Passages that are already in passages.yaml keep their ids and
    headings.
    """
    excerpts = split_document(required_or_refuse(read_text(document)))
    if not excerpts:
        fix = "name a plain text file with sentences"
        refuse([Problem(Position(str(document)), NO_PASSAGE, fix)])

    deck = _load(folder)
    path = deck.folder / PASSAGES_FILE
    changes = compare_document(deck.passages, excerpts, str(path))
    if not drop:
        problems = tuple(_problems_of_missing_passages(changes, deck))
        if problems:
            refuse(problems)

    index_text = passages_text(changes.passages)
    problem = _problem_in_index(index_text, path, changes)
    if problem is not None:
        refuse([problem])
    with exit_on_content_error(), deck_folder_held(path, inputs=[document]) as writer:
        writer.write({path: index_text.encode()})

    passages = counted(len(changes.passages), "passage")
    echo(f"Wrote {path}: {passages}, {_summary(changes)}.")
    if drop and changes.missing:
        dropped_ids = ", ".join(passage.id for passage in changes.missing)
        echo(f"Dropped: {dropped_ids}.")
    fact_ids = ", ".join(_ids_of_facts_to_read_again(changes, deck))
    if fact_ids:
        echo(f"Read these facts again, because their passages changed: {fact_ids}.")


def _load(folder: Path | None) -> Deck:
    """Read the deck, and refuse it if it has errors of a rule other than `reference`.

    By the rule `reference`, it is an error if a fact names a missing passage. Here it
    is allowed, because the new word index may add the passage, or an earlier `--drop`
    may have removed it.
    """
    loaded = read_deck(choose_deck(folder, may_be_bundled=False), reads_ledger=False)
    problems = tuple(
        problem for problem in loaded.problems if problem.rule != ReadingRule.REFERENCE
    )
    return required_or_refuse(replace(loaded, problems=problems))


def _problem_in_index(
    text: str, path: Path, changes: DocumentChanges
) -> Problem | None:
    """Return a problem if `changes.passages` could not be read from the new word index.

    `text` is the new index, which will replace the old one at `path`. Returns None if
    all is well.
    """
    position = Position(str(path))
    if len(text.encode()) > LARGEST_FILE:
        message = "the word index of this document would be too large to read"
        return Problem(position, message, "index a shorter document")

    passages_read = read_passages(text.encode(), str(path))
    if passages_read.problems:
        problem = passages_read.problems[0]
        message = f"the new word index could not be read: {problem.message}"
        return replace(problem, message=message)

    if _content(passages_read.required()) != _content(changes.passages):
        message = "the new word index would be read with other passages or words"
        return Problem(position, message, "name a different document")
    return None


def _content(passages: Iterable[Passage]) -> list[tuple[object, ...]]:
    """Return the id, the hash and the words of each passage.

    These must stay equal when the word index is written and read again. Headings are
    left out, because unprintable characters in them are changed when they are written.
    """
    return [(passage.id, passage.hash, passage.words) for passage in passages]


def _problems_of_missing_passages(
    changes: DocumentChanges, deck: Deck
) -> Iterator[Problem]:
    """Yield a problem for every missing passage that an active fact still names."""
    for passage in changes.missing:
        fact_ids = [fact.id for fact in deck.facts_of(passage.id)]
        if fact_ids:
            message = (
                f"the passage {passage.id!r} is not in this document, "
                f"and facts name it: {', '.join(fact_ids)}"
            )
            fix = (
                "if it is the right document, let these facts name other passages, "
                "or add --drop"
            )
            yield Problem(passage.position, message, fix, rule=ReadingRule.REFERENCE)


def _ids_of_facts_to_read_again(changes: DocumentChanges, deck: Deck) -> list[str]:
    """Return the ids of the active facts that name a changed passage."""
    changed_ids = [before.id for before, _ in changes.changed]
    return [fact.id for fact in deck.facts_of(*changed_ids)]


def _summary(changes: DocumentChanges) -> str:
    groups = {"new": changes.new, "changed": changes.changed, "gone": changes.missing}
    counts = [f"{len(group)} {name}" for name, group in groups.items() if group]
    return ", ".join(counts) or "all as before"
