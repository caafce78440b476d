"""`liverdeck quiz --from quiz.json`: make a quiz again, perhaps with another item."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import click

from liverdeck.base.values import value_class
from liverdeck.cli.report import required_or_refuse
from liverdeck.quiz.items.bank import DEFAULT_OPTIONS, FEWEST_OPTIONS, MOST_OPTIONS
from liverdeck.quiz.make import KEY_FOLDER
from liverdeck.quiz.manifest import kept_output, read_manifest
from liverdeck.quiz.papers.kept_paper import kept_paper
from liverdeck.quiz.papers.option_choice import DEFAULT_ARRANGEMENT, OptionArrangement
from liverdeck.quiz.papers.replacement import with_item_replaced

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from liverdeck.cli.quiz_options import ItemSelection
    from liverdeck.cli.quiz_output import QuizOutput
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.bank import ItemBank
    from liverdeck.quiz.papers.assemble import Paper
    from liverdeck.quiz.papers.paper_request import PaperRequest

WITHOUT_EFFECT = (
    "items",
    "forms",
    "blueprint",
    "seed",
    "topics",
    "types",
    "difficulties",
    "options",
    "include",
    "repeat_facts",
    "closed",
    "order",
    "no_document",
)
"""The parameters of `quiz` that have no effect, because the earlier quiz decides."""
PARAMETERS = {"formats": "format_lists", "asks_for_number": "candidate_number"}
"""The parameters with other names than the fields of `QuizOutput` and `PaperLook`."""


@value_class
class EarlierQuiz:
    """A quiz that is made again from its manifest."""

    path: Path
    """The path of the manifest."""
    data: Mapping[str, Any]
    replaced: tuple[str, ...]
    """The items to replace by others: their ids, or the ids of their facts."""

    @property
    def folder(self) -> Path:
        """The folder that the quiz was written to."""
        folder = self.path.parent
        return folder.parent if folder.name == KEY_FOLDER else folder

    def selection(self, selection: ItemSelection) -> ItemSelection:
        """Return a selection with which items are made as for the earlier quiz."""
        options = self._settings.get("options")
        if not isinstance(options, int):
            options = DEFAULT_OPTIONS
        return replace(
            selection,
            given_seed=str(self.data.get("seed")),
            options=min(max(options, FEWEST_OPTIONS), MOST_OPTIONS),
            order=self._order,
            names_document=self._settings.get("document") is not False,
        )

    def output(self, output: QuizOutput, typed: Mapping[str, str]) -> QuizOutput:
        """Return the output of the earlier quiz, with the changes that the user typed.

        `typed` are the options that the user typed, by the names of their parameters.
        `output` has their values. Refuses options that would have no effect.
        """
        without_effect = [typed[name] for name in WITHOUT_EFFECT if name in typed]
        if without_effect:
            raise click.UsageError(
                "the quiz of --from has decided that; leave out "
                f"{', '.join(without_effect)}"
            )
        kept_settings = required_or_refuse(kept_output(self.data, str(self.path)))
        look = _values_not_typed(kept_settings.look, typed)
        settings = _values_not_typed(kept_settings.settings, typed)
        if "mode" in typed:  # the time limit belongs to the mode
            settings.pop("minutes", None)
        return replace(
            output.with_default_folder(self.folder),
            look=replace(output.look, **look),
            **settings,
        )

    def paper(self, deck: Deck, bank: ItemBank, request: PaperRequest) -> Paper:
        """Return the paper, with other items in place of those that are replaced.

        The title comes from the request, if the user gave one. For an item that
        replaces another one, the request also gives the exclusions and the order of
        options. Refuses a quiz of another deck, and a quiz with pictures that have
        changed.
        """
        paper = required_or_refuse(kept_paper(self.data, str(self.path), deck))
        if request.title is not None:
            paper = replace(paper, title=request.title)
        for name in self.replaced:
            paper = required_or_refuse(
                with_item_replaced(paper, name, deck, bank, request)
            )
        return paper

    @property
    def _settings(self) -> Mapping[str, Any]:
        settings = self.data.get("settings")
        return settings if isinstance(settings, dict) else {}

    @property
    def _order(self) -> OptionArrangement:
        kept_order = self._settings.get("order")
        arrangements: tuple[OptionArrangement, ...] = get_args(OptionArrangement)
        for order in arrangements:
            if order == kept_order:
                return order
        return DEFAULT_ARRANGEMENT


def _values_not_typed(
    values: Mapping[str, object], typed: Collection[str]
) -> dict[str, Any]:
    return {
        name: value
        for name, value in values.items()
        if PARAMETERS.get(name, name) not in typed
    }


def earlier_quiz(path: Path | None, replaced: tuple[str, ...]) -> EarlierQuiz | None:
    """Return the quiz to make again; None without a path.

    Refuses a file that is not a manifest, and a manifest of an older version.
    """
    if path is None:
        if replaced:
            raise click.UsageError("--replace needs --from FILE, a quiz.json")
        return None
    return EarlierQuiz(path, required_or_refuse(read_manifest(path)), replaced)
