"""`liverdeck quiz --review` and `--reviewed`: a colleague judges the items."""

from __future__ import annotations

from collections import Counter
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liverdeck.base.output_guards import Output
from liverdeck.base.phrases import counted, listed
from liverdeck.base.values import value_class
from liverdeck.cli.output_options import write_or_refuse
from liverdeck.cli.printing import echo, echo_json, on_one_line
from liverdeck.cli.report import exit_on_content_error, refuse, required_or_refuse
from liverdeck.publishing.build import deck_inputs
from liverdeck.quiz.formats.job import QuizJob
from liverdeck.quiz.make import problems_of_missing_extras
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.every_item import paper_of_every_item
from liverdeck.quiz.papers.judgements import Judgement
from liverdeck.quiz.reviews.reviewed import read_review

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from liverdeck.cli.quiz_output import QuizOutput
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import ItemBank
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_request import PaperRequest
    from liverdeck.quiz.reviews.reviewed import ReviewedItem


_MOST_NAMED = 20
"""At most this many items without an answer are named; `--json` names all."""


@value_class
class ReviewFiles:
    """The files that the options in this module name."""

    to_write: Path | None
    filled: Path | None
    """A file that a colleague has filled in."""

    @property
    def is_given(self) -> bool:
        """Whether one of the two options was given; then no quiz is made."""
        return self.to_write is not None or self.filled is not None

    def refuse_contradictions(self, *, other: bool) -> None:
        """Refuse more than one of the options with which no quiz is made.

        `other` says that --list or --why was given.
        """
        is_given = [self.to_write is not None, self.filled is not None, other]
        if is_given.count(True) > 1:
            raise click.UsageError(
                "use one of --list, --why, --review and --reviewed at a time"
            )


_OPTIONS = (
    click.option(
        "--review",
        "review_file",
        metavar="FILE.docx",
        type=click.Path(path_type=Path),
        help="Write a Word file in which a colleague can judge every item of the deck;"
        " with --items, --blueprint or --from, every item of that paper.",
    ),
    click.option(
        "--reviewed",
        "reviewed_file",
        metavar="FILE.docx",
        type=click.Path(path_type=Path),
        help="Say what a colleague filled in in FILE, and write nothing.",
    ),
)


def review_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options in this module to a command.

    The command gets their values as one argument: `review`, a `ReviewFiles`.
    """

    @wraps(command)
    def command_with_review(
        *args: Any,  # noqa: ANN401
        review_file: Path | None,
        reviewed_file: Path | None,
        **others: Any,  # noqa: ANN401
    ) -> None:
        command(*args, review=ReviewFiles(review_file, reviewed_file), **others)

    decorated: Callable[..., None] = command_with_review
    # In the help, the option added last comes first.
    for option in reversed(_OPTIONS):
        decorated = option(decorated)
    return decorated


def paper_to_review(
    deck: Deck, bank: ItemBank, request: PaperRequest, *, whole_deck: bool
) -> Paper:
    """Return the paper of a request, or one of every item that it selects."""
    make = paper_of_every_item if whole_deck else assemble_paper
    return required_or_refuse(make(deck, bank, request))


def write_review(
    path: Path, deck: Deck, paper: Paper, output: QuizOutput, *, force: bool
) -> None:
    """Write the file for a review of a paper."""
    missing = problems_of_missing_extras(("docx",), deck.position)
    if missing:
        refuse(missing)
    from liverdeck.quiz.formats.docx_review import review_document

    job = QuizJob(paper, deck, page_size=output.page_size, look=output.look)
    with exit_on_content_error():
        content = review_document(job)
    inputs = [*deck_inputs(deck), *filter(None, [output.blueprint])]
    write_or_refuse(
        [Output(path.parent, path.name, content)],
        deck_id=deck.id,
        inputs=inputs,
        force=force,
    )
    echo(f"{counted(len(paper.items), 'item')} to review.")
    echo(f"Wrote {path}")


def print_review(path: Path, deck: Deck, *, as_json: bool) -> None:
    """Print a colleague's judgements, with the items to drop and the facts to edit."""
    items = required_or_refuse(read_review(path, deck))
    if as_json:
        echo_json(_as_json(items))
        return
    counts = Counter(item.judgement for item in items)
    numbers = [f"{counts[judgement]} {judgement.value}" for judgement in Judgement]
    echo(f"{counted(len(items), 'item')}: {', '.join(numbers)}.")
    dropped = [item.item_id for item in items if item.judgement is Judgement.DROP]
    if dropped:
        echo("To leave these out of a quiz:")
        echo(" ".join(f"--exclude {item_id}" for item_id in dropped))
    for item in sorted(items, key=lambda item: item.position.sort_key):
        if item.judgement is not Judgement.EDIT and not item.wishes:
            continue
        judgement = item.judgement.value if item.judgement else "no answer"
        for wish in item.wishes or ("nothing is written below it",):
            where = on_one_line(item.position)
            echo(f"{where}: {item.item_id} ({judgement}): {wish}")
    unanswered = [item.item_id for item in items if item.judgement is None]
    if unanswered:
        echo(f"Without an answer: {listed(unanswered, _MOST_NAMED)}", err=True)


def _as_json(items: Sequence[ReviewedItem]) -> dict[str, object]:
    return {
        "exclude": [item.item_id for item in items if item.judgement is Judgement.DROP],
        "unanswered": [item.item_id for item in items if item.judgement is None],
        "items": [
            {
                "id": item.item_id,
                "judgement": item.judgement.value if item.judgement else None,
                "remark": item.remark,
                "changes": list(item.changes),
                "path": item.position.path,
                "line": item.position.line,
            }
            for item in items
        ],
    }
