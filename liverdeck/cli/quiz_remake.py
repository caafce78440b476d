"""`liverdeck quiz --from quiz.json`: make a quiz again, perhaps with another item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import click

from liverdeck.base.problems import Position, Problem
from liverdeck.base.values import value_class
from liverdeck.cli.report import refuse, required_or_refuse
from liverdeck.quiz.items.bank import DEFAULT_OPTIONS, FEWEST_OPTIONS, MOST_OPTIONS
from liverdeck.quiz.make import KEY_FOLDER
from liverdeck.quiz.manifest import read_manifest
from liverdeck.quiz.papers.option_choice import DEFAULT_ARRANGEMENT, OptionArrangement
from liverdeck.quiz.papers.replacement import paper_of_manifest, with_item_replaced

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from liverdeck.cli.quiz_options import ItemSelection
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import ItemBank
    from liverdeck.quiz.papers.assemble import Paper


@value_class
class EarlierQuiz:
    """A quiz that is made again from its manifest."""

    path: Path
    """The path of the manifest."""
    data: Mapping[str, Any]
    replaced: tuple[str, ...]
    """The items in whose place others are asked: their ids, or those of their facts."""

    @property
    def folder(self) -> Path:
        """The folder that the quiz was written to."""
        folder = self.path.parent
        return folder.parent if folder.name == KEY_FOLDER else folder

    def selection(self, selection: ItemSelection) -> ItemSelection:
        """Return a selection that makes the items as they were made before."""
        settings = self.data.get("settings")
        settings = settings if isinstance(settings, dict) else {}
        options = settings.get("options")
        if not isinstance(options, int):
            options = DEFAULT_OPTIONS
        kept_order = settings.get("order")
        return replace(
            selection,
            given_seed=str(self.data.get("seed")),
            options=min(max(options, FEWEST_OPTIONS), MOST_OPTIONS),
            order=next(
                (order for order in get_args(OptionArrangement) if order == kept_order),
                DEFAULT_ARRANGEMENT,
            ),
            names_document=settings.get("document") is not False,
        )

    def paper(self, deck: Deck, bank: ItemBank) -> Paper:
        """Return the paper, with other items in place of those that are replaced.

        Refuses a quiz of another deck, and one whose items have other options now.
        """
        place = str(self.path)
        if self.data.get("deck") != deck.id:
            message = f"this is a quiz of the deck {self.data.get('deck')!r}"
            refuse([Problem(Position(place), message, "name that deck with -d")])
        paper = required_or_refuse(paper_of_manifest(self.data, place, deck, bank))
        order = self.data["settings"]["order"]
        for name in self.replaced:
            paper = required_or_refuse(
                with_item_replaced(paper, name, deck, bank, order)
            )
        return paper


def earlier_quiz(path: Path | None, replaced: tuple[str, ...]) -> EarlierQuiz | None:
    """Return the quiz to make again; None without a path.

    Refuses a file that is no manifest, or is of an older version.
    """
    if path is None:
        if replaced:
            raise click.UsageError("--replace needs --from FILE, a quiz.json")
        return None
    return EarlierQuiz(path, required_or_refuse(read_manifest(path, None)), replaced)
