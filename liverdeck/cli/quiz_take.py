"""`liverdeck quiz take`: sit a quiz in the terminal, one question after the other, graded by the checker."""

from __future__ import annotations

import re
import shutil
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.phrases import counted
from liverdeck.checker.deck_checker import DeckChecker
from liverdeck.cli.decks import deck_option
from liverdeck.cli.quiz_options import ItemSelection, load_bank, selection_options
from liverdeck.cli.report import in_italics, refuse
from liverdeck.quiz.grading import grade
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.wording import RUBRICS, key_line, prompts

if TYPE_CHECKING:
    from liverdeck.checker.terms import Terms
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.papers.paper_forms import AskedItem

_TRIES = 3
"""Times an answer in doubt is asked for again."""
_VERDICT = re.compile(r"^(?:No; |Correct; |Correct\.)")
"""What the checker's sentence begins with, said already."""
_NARROWEST, _WIDEST = 20, 100
"""Columns."""
_HOW = {
    "multiple": "letters",
    "single": "letter",
    "truefalse": "true or false",
    "matching": "letters, such as 1A 2C",
    "ordering": "letters in the right order",
    "list": "with commas between",
}


@click.command()
@deck_option
@click.option(
    "--items", metavar="N", type=int, default=10, show_default=True, help="How many."
)
@selection_options
def take(folder: Path | None, items: int, choice: ItemSelection) -> None:
    """Sit a quiz in the terminal; an empty answer skips, Ctrl-C or Ctrl-D ends it with what was answered."""
    deck, bank = load_bank(folder, choice.options)
    seed = choice.seed or str(time.time_ns() % 1_000_000)
    assembled = assemble_paper(deck, bank, choice.request(deck, items, seed))
    if assembled.paper is None:
        refuse(assembled.problems, would_write=False)
    asked = assembled.paper.forms[0].asked
    amount = (
        f"{counted(len(asked), 'question')}, {counted(assembled.paper.points, 'point')}"
    )
    click.echo(f"{amount}. The same again: --seed {seed}")
    terms = DeckChecker(deck).terms
    scores: list[tuple[AskedItem, float]] = []
    try:
        for each in asked:
            scores.append((each, _ask(each, terms)))  # noqa: PERF401  # what was answered counts, wherever it ends
    except click.Abort:
        click.echo()
    _result(scores, deck)


def _ask(asked: AskedItem, terms: Terms) -> float:
    _show(asked)
    for _ in range(_TRIES):
        typed = click.prompt(
            f"   {_HOW.get(asked.item.type, 'answer')}", default="", show_default=False
        )
        graded = grade(asked, typed, terms)
        if not graded.is_in_doubt:
            break
        _say(in_italics(graded.feedback) or "Type it again.")
    points = 0.0 if graded.is_in_doubt else graded.points
    _tell(
        asked,
        points,
        "" if graded.is_in_doubt else graded.feedback,
        skipped=graded.is_in_doubt or not typed.strip(),
    )
    return points


def _show(asked: AskedItem) -> None:
    item = asked.item
    click.echo()
    _say(f"{asked.number}. {item.stem}", bold=True, indent=0)
    _say(RUBRICS[item.type], dim=True)
    if item.type in ("single", "multiple", "ordering"):
        for place, option in enumerate(asked.options):
            _say(f"{option_letter(place)}  {option.text}")
    for number, (prompt, _) in enumerate(prompts(asked), 1):
        _say(f"{number}. {prompt}")
    for place, match in enumerate(item.matches):
        _say(f"{option_letter(place)}  {match}")
    if item.image is not None:
        _say(f"[Picture: {item.image.alt}]")


def _tell(asked: AskedItem, points: float, feedback: str, *, skipped: bool) -> None:
    item = asked.item
    full = points >= item.points
    partly = (
        f"Partly right, worth {points:g} of {counted(item.points, 'point')}."
        if points
        else "Wrong."
    )
    verdict = "Skipped." if skipped else "Right." if full else partly
    colour = None if skipped else "green" if full else "yellow" if points else "red"
    said = "" if skipped else in_italics(_VERDICT.sub("", feedback).strip())
    _say(f"{click.style(verdict, fg=colour, bold=True)} {said}".rstrip())
    if not full and key_line(asked) not in feedback.replace("*", ""):
        _say(f"Right is: {key_line(asked)}")
    for text in (
        item.rationale,
        f"Beyond the document: {item.note}" if item.note else "",
    ):
        if text:
            _say(text)
    _say(item.source, dim=True)


def _say(
    text: str, *, indent: int = 3, bold: bool | None = None, dim: bool | None = None
) -> None:
    """Print a text in the width of the terminal, later lines below the first one's words."""
    first = " " * indent
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
    wrapped = click.wrap_text(
        text, width, initial_indent=first, subsequent_indent=first + "   "
    )
    click.secho(wrapped, bold=bold, dim=dim)


def _result(scores: list[tuple[AskedItem, float]], deck: Deck) -> None:
    titles = {topic.id: topic.title for topic in deck.topics}
    topics: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for asked, points in scores:
        row = topics[titles[asked.item.topic]]
        row[0] += points
        row[1] += asked.item.points
    click.echo()
    got, most = (
        sum(row[0] for row in topics.values()),
        sum(row[1] for row in topics.values()),
    )
    click.secho(
        f"{got:g} of {most:g} points, {len(scores)} asked."
        if scores
        else "Nothing was answered.",
        bold=True,
    )
    for topic, (points, all_points) in topics.items():
        click.echo(f"   {topic}: {points:g} of {all_points:g}")
