"""Which items a quiz command takes: the options that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from liverdeck.authoring.loader import load_deck
from liverdeck.base.names import nearest
from liverdeck.base.problems import Position, Problem, Severity
from liverdeck.cli.decks import choose_deck
from liverdeck.cli.report import refuse
from liverdeck.lint.run import lint_loaded
from liverdeck.quiz.items.bank import (
    DEFAULT_OPTIONS,
    FEWEST_OPTIONS,
    MOST_OPTIONS,
    item_bank,
)
from liverdeck.quiz.items.item import TYPES
from liverdeck.quiz.papers.assemble import PaperRequest
from liverdeck.quiz.papers.blueprint import BlueprintRow, read_blueprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item

_LEVEL = click.IntRange(1, 3)
_LONGEST_TEXT = 200


@dataclass(frozen=True)
class ItemSelection:
    """What the shared options said."""

    seed: str | None
    topics: tuple[str, ...]
    types: tuple[str, ...]
    difficulties: tuple[int, ...]
    options: int
    include: tuple[str, ...]
    exclude: tuple[str, ...]
    repeat_facts: bool

    def request(
        self,
        deck: Deck,
        items: int,
        seed: str,
        forms: int = 1,
        blueprint: Path | None = None,
    ) -> PaperRequest:
        """Return the request, or refuse topics, types and facts that the deck does not have, all at once."""
        at = Position(str(deck.folder))
        facts = [fact.id for fact in deck.active_facts]
        problems = [
            *_unknown(at, "topic", self.topics, [topic.id for topic in deck.topics]),
            *_unknown(at, "type", self.types, TYPES),
            *_unknown(at, "fact", (*self.include, *self.exclude), facts),
        ]
        rows: tuple[BlueprintRow, ...] = ()
        if blueprint is not None:
            rows, found = read_blueprint(blueprint, deck)
            problems += found
        if problems:
            refuse(problems)
        return PaperRequest(
            sum(row.n for row in rows) if rows else items,
            seed,
            forms,
            self.topics,
            self.types,
            self.difficulties,
            self.include,
            self.exclude,
            rows,
            self.repeat_facts,
        )


def printable(
    ctx: click.Context, param: click.Parameter, text: str | None
) -> str | None:
    """Refuse what cannot stand on a paper: nothing at all, line breaks, control characters, bytes that are no text."""
    del ctx
    if text is not None and not (
        text.strip() and text.isprintable() and len(text) <= _LONGEST_TEXT
    ):
        raise click.BadParameter(
            f"give 1 to {_LONGEST_TEXT} characters that can be printed", param=param
        )
    return text


def load_bank(folder: Path | None, options: int) -> tuple[Deck, tuple[Item, ...]]:
    """Read the chosen deck and make all its items; refuse a deck with errors, those of lint among them."""
    loaded = load_deck(choose_deck(folder, may_be_bundled=True))
    errors = [each for each in lint_loaded(loaded) if each.severity is Severity.ERROR]
    if loaded.deck is None or errors:
        refuse(errors)
    return loaded.deck, item_bank(loaded.deck, options=options)


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the shared options to a command, which gets them as one `choice`."""

    @click.option(
        "--seed",
        metavar="S",
        callback=printable,
        help="Any word or number; the same seed makes the same quiz.",
    )
    @click.option(
        "--topic",
        "topics",
        metavar="TOPIC",
        multiple=True,
        help="Only this topic; may be repeated.",
    )
    @click.option(
        "--types", metavar="A,B", default="", help=f"Only these: {', '.join(TYPES)}."
    )
    @click.option(
        "--difficulty",
        "difficulties",
        type=_LEVEL,
        multiple=True,
        help="Only this; repeatable.",
    )
    @click.option(
        "--options",
        type=click.IntRange(FEWEST_OPTIONS, MOST_OPTIONS),
        default=DEFAULT_OPTIONS,
        show_default=True,
        help="Of a choice; fewer where there are not enough good ones.",
    )
    @click.option(
        "--include",
        metavar="FACT",
        multiple=True,
        help="Ask for this fact in any case; repeatable.",
    )
    @click.option(
        "--exclude",
        metavar="FACT",
        multiple=True,
        help="Do not ask for this fact; repeatable.",
    )
    @click.option(
        "--repeat-facts",
        is_flag=True,
        help="One fact may be asked for from both its sides.",
    )
    @wraps(command)
    def with_choice(  # noqa: PLR0913  # click passes every option
        *args: Any,  # noqa: ANN401
        seed: str | None,
        topics: tuple[str, ...],
        types: str,
        difficulties: tuple[int, ...],
        options: int,
        include: tuple[str, ...],
        exclude: tuple[str, ...],
        repeat_facts: bool,
        **others: Any,  # noqa: ANN401
    ) -> None:
        named = tuple(filter(None, (each.strip() for each in types.split(","))))
        choice = ItemSelection(
            seed, topics, named, difficulties, options, include, exclude, repeat_facts
        )
        command(*args, choice=choice, **others)

    return with_choice


def _unknown(
    at: Position, what: str, names: Iterable[str], known: Iterable[str]
) -> list[Problem]:
    return [
        Problem(at, f"no {what} {name!r}", nearest(name, known))
        for name in names
        if name not in set(known)
    ]
