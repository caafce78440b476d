"""Options of both `quiz` and `quiz take`: which items to ask."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, get_args

import click

from liverdeck.base.problems import has_errors
from liverdeck.base.result import Result
from liverdeck.base.values import value_class
from liverdeck.facts.fact import EASIEST, HARDEST
from liverdeck.quiz.items.bank import (
    DEFAULT_OPTIONS,
    FEWEST_OPTIONS,
    MOST_OPTIONS,
)
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.papers.blueprint import BlueprintRow, read_blueprint
from liverdeck.quiz.papers.option_choice import DEFAULT_ARRANGEMENT, OptionArrangement
from liverdeck.quiz.papers.paper_request import PaperRequest, with_present_names
from liverdeck.quiz.papers.request_names import unknown_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from liverdeck.facts.deck import Deck

DEFAULT_ITEMS = 20
"""How many items a paper has if the user does not say; fewer if no more fit on one."""
_MOST_CHARACTERS = 200
"""A seed or a title with more characters than this is refused."""


@value_class
class ItemSelection:
    """The values of the options in this module.

    Empty `topics`, `types` or `difficulties` mean all of them.
    """

    given_seed: str | None
    """None if the user gave no seed; then each command chooses one."""
    topics: tuple[str, ...]
    types: tuple[str, ...]
    difficulties: tuple[int, ...]
    options: int
    """How many options an item has at most."""
    include: tuple[str, ...]
    """Ids of facts that are always asked about."""
    exclude: tuple[str, ...]
    """Ids of facts that are never asked about, and of items that are never used."""
    repeat_facts: bool
    """True if several items may be about the same fact."""
    order: OptionArrangement
    """The order of options that are on no scale."""
    closed_only: bool
    """Whether items that a person must mark are left out."""
    names_document: bool
    """Whether stems mention the document where they need not."""

    def requested(  # noqa: PLR0913  # what both commands know
        self,
        deck: Deck,
        items: int | None,
        seed: str,
        forms: int = 1,
        blueprint: Path | None = None,
        *,
        usual_items: int = DEFAULT_ITEMS,
    ) -> Result[PaperRequest]:
        """Return the request for a paper, or its problems.

        The number of items is `items`, or comes from the blueprint. If the user named
        none, it is `usual_items`, or as many as fit on one paper. Problems are unknown
        topics, types and facts, and those of a blueprint.
        """
        problems = unknown_names(
            deck,
            deck.position,
            topics=self.topics,
            types=self.types,
            facts=self.include,
            excluded=self.exclude,
        )
        blueprint_rows: Result[tuple[BlueprintRow, ...]] = Result(())
        if blueprint is not None:
            blueprint_rows = read_blueprint(blueprint, deck)
        all_problems = (*problems, *blueprint_rows.problems)
        rows = blueprint_rows.value
        if rows is None or has_errors(all_problems):
            return Result(None, all_problems)

        request = PaperRequest(
            items=_count_wanted(rows, usual_items if items is None else items),
            may_be_fewer=items is None and not rows,
            seed=seed,
            forms=forms,
            topics=self.topics,
            types=self.types,
            difficulties=self.difficulties,
            include=self.include,
            exclude=self.exclude,
            blueprint=rows,
            repeat_facts=self.repeat_facts,
            options_order=self.order,
            closed_only=self.closed_only,
        )
        return Result(with_present_names(request, deck), all_problems)


def _count_wanted(rows: Sequence[BlueprintRow], items: int) -> int:
    return sum(row.count for row in rows) if rows else items


def printable_text(
    _ctx: click.Context, param: click.Parameter, text: str | None
) -> str | None:
    """Return the text of an option, or None if the option was not given.

    Raises BadParameter for a text that cannot be printed on a paper: it is blank or too
    long, or it has line breaks, control characters or bytes that are not text.
    """
    if text is None:
        return None
    if not text.strip() or not text.isprintable() or len(text) > _MOST_CHARACTERS:
        raise click.BadParameter(
            f"give 1 to {_MOST_CHARACTERS} characters that can be printed", param=param
        )
    return text


def split_names(text: str) -> list[str]:
    """Return the names in a text such as "A, B"; empty names are left out."""
    names = [name.strip() for name in text.split(",")]
    return [name for name in names if name]


_SELECTION_OPTIONS = (
    click.option(
        "--seed",
        metavar="S",
        callback=printable_text,
        help="Any word or number; the same seed makes the same quiz.",
    ),
    click.option(
        "--topic",
        "topics",
        metavar="TOPIC",
        multiple=True,
        help="Ask only about this topic; may be repeated.",
    ),
    click.option(
        "--types",
        metavar="A,B",
        default="",
        help=f"Ask only items of these types: {', '.join(ItemType)}.",
    ),
    click.option(
        "--difficulty",
        "difficulties",
        type=click.IntRange(EASIEST, HARDEST),
        multiple=True,
        help="Ask only items of this difficulty; may be repeated.",
    ),
    click.option(
        "--options",
        type=click.IntRange(FEWEST_OPTIONS, MOST_OPTIONS),
        default=DEFAULT_OPTIONS,
        show_default=True,
        help="Number of options in an item; fewer if there are not enough good ones.",
    ),
    click.option(
        "--include",
        metavar="FACT",
        multiple=True,
        help="Always ask about this fact; may be repeated.",
    ),
    click.option(
        "--exclude",
        metavar="NAME",
        multiple=True,
        help="Never ask about this fact, or never use this item; may be repeated.",
    ),
    click.option(
        "--repeat-facts",
        is_flag=True,
        help="Allow several items about the same fact, such as about two blanks.",
    ),
    click.option(
        "--closed",
        is_flag=True,
        help="Leave out lists and answers that a person must judge.",
    ),
    click.option(
        "--order",
        type=click.Choice(get_args(OptionArrangement)),
        default=DEFAULT_ARRANGEMENT,
        show_default=True,
        help="Order of options that are on no scale.",
    ),
    click.option(
        "--no-document",
        is_flag=True,
        help="Leave the document out of questions that do not need it.",
    ),
)


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options in this module to a command.

    The command gets their values as one argument: `selection`, an `ItemSelection`.
    """

    @wraps(command)
    def command_with_selection(  # noqa: PLR0913  # click passes every option
        *args: Any,  # noqa: ANN401
        seed: str | None,
        topics: tuple[str, ...],
        types: str,
        difficulties: tuple[int, ...],
        options: int,
        include: tuple[str, ...],
        exclude: tuple[str, ...],
        repeat_facts: bool,
        order: OptionArrangement,
        no_document: bool,
        closed: bool,
        **others: Any,  # noqa: ANN401
    ) -> None:
        selection = ItemSelection(
            given_seed=seed,
            topics=topics,
            types=tuple(split_names(types)),
            difficulties=difficulties,
            options=options,
            include=include,
            exclude=exclude,
            repeat_facts=repeat_facts,
            order=order,
            names_document=not no_document,
            closed_only=closed,
        )
        command(*args, selection=selection, **others)

    decorated: Callable[..., None] = command_with_selection
    # In the help, the option added last comes first.
    for option in reversed(_SELECTION_OPTIONS):
        decorated = option(decorated)
    return decorated
