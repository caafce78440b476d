"""`liverdeck quiz take`: answer a quiz in the terminal, graded by the checker."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.checker.deck_checker import DeckChecker
from liverdeck.checker.feedback import contains_answer
from liverdeck.cli.decks import deck_option
from liverdeck.cli.home import open_log, reports_log_errors, session_context
from liverdeck.cli.media_lines import media_lines
from liverdeck.cli.printing import echo
from liverdeck.cli.quiz_bank import load_bank
from liverdeck.cli.quiz_options import ItemSelection, selection_options
from liverdeck.cli.report import required_or_refuse
from liverdeck.cli.terminal import I_WAS_RIGHT, MOST_TRIES, in_italics, say
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.facts.parts import joined_name
from liverdeck.quiz.grading import Graded, grade
from liverdeck.quiz.papers.answer_space import answer_space
from liverdeck.quiz.papers.assemble import assemble_paper
from liverdeck.quiz.papers.paper_forms import option_letter
from liverdeck.quiz.papers.score_words import (
    PARTLY_RIGHT,
    RIGHT,
    TOPIC_SCORE,
    WRONG,
)
from liverdeck.quiz.papers.wording import hint_lines, key_line, points_text, words_of
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.session.overruled import keep_overruled

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words
    from liverdeck.checker.terms import Terms
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.papers.paper_forms import AskedItem

_DEFAULT_ITEMS = 10
_INDENT = 3
"""Lines are indented by this many characters, except the first line of a question."""


@dataclass
class _TopicScore:
    """The points that a learner got in one topic, and the most that were possible."""

    points: float = 0.0
    possible_points: float = 0.0


@dataclass
class _Taken:
    """One question that was asked, with the learner's points and typed answer."""

    asked: AskedItem
    points: float
    typed: TypedAnswer | None
    """The typed answer that the checker judged; None if it judged none."""

    @property
    def is_overruled(self) -> bool:
        """Whether the learner says that the verdict is not right: *I was right*."""
        return self.typed is not None and self.typed.is_overruled


@click.command()
@deck_option
@click.option(
    "--items",
    metavar="N",
    type=int,
    help=f"Number of items. Default: {_DEFAULT_ITEMS}, or as many as there are.",
)
@selection_options
@reports_log_errors
def take(folder: Path | None, items: int | None, selection: ItemSelection) -> None:
    """Take a quiz in the terminal.

    An empty answer skips the question. After a typed answer that is not right, r means
    "I was right", whatever the checker says: the answer counts, and the result says how
    many you overruled. For the deck's author, `liverdeck stats` lists these answers;
    nothing else of a quiz is kept. Ctrl-C or Ctrl-D ends the quiz and shows your score
    so far.
    """
    deck, bank = load_bank(folder, selection)
    # Without a given seed, each quiz is a different one.
    seed = selection.given_seed or str(time.time_ns() % 1_000_000)
    request = required_or_refuse(
        selection.requested(deck, items, seed, usual_items=_DEFAULT_ITEMS)
    )
    assembled = assemble_paper(deck, bank, request)
    paper = required_or_refuse(assembled, says_nothing_was_written=False)

    asked_items = paper.forms[0].asked
    words = words_of(paper)
    again = words.text("For the same quiz again: --seed {seed}", seed=seed)
    questions = _questions_text(len(asked_items), words)
    echo(f"{questions}, {points_text(paper, words)}. {again}")

    terms = DeckChecker(deck).terms
    all_taken: list[_Taken] = []
    try:
        for asked in asked_items:
            # With a comprehension, Ctrl-C would lose the answers given so far.
            all_taken.append(_ask(asked, terms, words))
            _let_overrule(all_taken[-1], words)
    except click.Abort:
        echo()
    _print_result(all_taken, deck, words)
    _keep_overruled(all_taken, deck, words)


def _let_overrule(taken: _Taken, words: Words) -> None:
    """Let the learner say that a typed answer without all points was right."""
    item = taken.asked.item
    if taken.points >= item.points or taken.typed is None:
        return
    prompt = words.text("Enter: go on; r: I was right")
    line = click.prompt(f"   {prompt}", default="", show_default=False)
    if line.strip().lower() == I_WAS_RIGHT:
        taken.points = float(item.points)
        taken.typed = replace(taken.typed, is_overruled=True)


def _keep_overruled(all_taken: list[_Taken], deck: Deck, words: Words) -> None:
    """Add the overruled verdicts to the review log, for the deck's author."""
    overruled = [
        (joined_name(deck.id, taken.asked.item.card), taken.typed)
        for taken in all_taken
        if taken.typed and taken.typed.is_overruled
    ]
    if not overruled:
        return
    with open_log(Schedule()) as log:
        keep_overruled(overruled, log, session_context())
    _say(words.text("For the deck's author: liverdeck stats lists what you overruled."))


def _ask(asked: AskedItem, terms: Terms, words: Words) -> _Taken:
    """Ask one item, tell the learner how good the answer is, and return the result.

    If the checker is still in doubt after `MOST_TRIES` tries, the item is skipped.
    """
    _print_question(asked, words)
    what_to_type = words.text(asked.item.type.traits.what_to_type)
    for _ in range(MOST_TRIES):
        typed = click.prompt(f"   {what_to_type}", default="", show_default=False)
        graded = grade(asked, typed, terms, words.language)
        if not graded.is_in_doubt:
            break
        _say(in_italics(graded.feedback) or words.text("Type it again."))

    verdict = graded.verdict
    if graded.is_in_doubt:
        graded = Graded(0.0, "")
        was_skipped = True
    else:
        was_skipped = not typed.strip()
    _print_verdict(asked, graded, words, was_skipped=was_skipped)
    _print_explanation(asked, graded, words)
    judged = None
    if verdict is not None:
        judged = TypedAnswer(typed, verdict.outcome, verdict.reason)
    return _Taken(asked, graded.points, judged)


def _print_question(asked: AskedItem, words: Words) -> None:
    """Print the stem of an item, the instruction, and the texts to choose from."""
    item = asked.item
    echo()
    say(f"{asked.number}. {item.stem}", next_indent=_INDENT, bold=True)
    _say(words.text(item.type.traits.on_paper), dim=True)
    space = answer_space(asked)
    for number, prompt in enumerate(space.prompts, 1):
        _say(f"{number}. {prompt}")
    for index, text in enumerate(space.lettered):
        _say(f"{option_letter(index)}  {text}")
    for line in media_lines(item.front, words):
        _say(line)
    for hint in hint_lines(item):
        _say(f"{words.label('Hint')} {hint}", dim=True)


def _print_verdict(
    asked: AskedItem, graded: Graded, words: Words, *, was_skipped: bool
) -> None:
    if was_skipped:
        _say(click.style(words.text("Skipped."), bold=True))
        return
    if graded.points >= asked.item.points:
        verdict, colour = words.text(RIGHT), "green"
    elif graded.points:
        verdict = words.text(
            PARTLY_RIGHT,
            points=words.number(graded.points, "g"),
            most=words.number(asked.item.points, "g"),
        )
        colour = "yellow"
    else:
        verdict, colour = words.text(WRONG), "red"
    feedback = in_italics(graded.feedback)
    _say(f"{click.style(verdict, fg=colour, bold=True)} {feedback}".rstrip())


def _print_explanation(asked: AskedItem, graded: Graded, words: Words) -> None:
    """Print the key, the rationale, the note and the source.

    The key is printed if the answer was not fully right and the feedback did not name
    the key. Some items have no rationale or no note.
    """
    item = asked.item
    key = key_line(asked)
    is_fully_right = graded.points >= item.points
    if not is_fully_right and not contains_answer(graded.feedback, key):
        _say(words.text("Right answer: {key}", key=key))
    if item.rationale:
        _say(item.rationale)
    if item.note:
        _say(f"{words.label(NOTE_LABEL)} {item.note}")
    for line in media_lines(item.back, words):
        _say(line)
    _say(item.source, dim=True)


def _say(text: str, *, dim: bool | None = None) -> None:
    """Print an indented text. The lines after the first are indented more."""
    say(text, indent=_INDENT, next_indent=2 * _INDENT, dim=dim)


def _questions_text(count: int, words: Words) -> str:
    return words.counted("{count} question", "{count} questions", count)


def _print_result(all_taken: list[_Taken], deck: Deck, words: Words) -> None:
    """Print the sum of the points, and the points in each topic."""
    titles = deck.topic_titles
    scores_by_title: dict[str, _TopicScore] = defaultdict(_TopicScore)
    for taken in all_taken:
        item = taken.asked.item
        score = scores_by_title[titles[item.topic]]
        score.points += taken.points
        score.possible_points += item.points

    result = words.text("Nothing was answered.")
    if all_taken:
        points = sum(score.points for score in scores_by_title.values())
        possible_points = sum(
            score.possible_points for score in scores_by_title.values()
        )
        result = words.text(
            "{points} of {most} points for {questions}.",
            points=words.number(points, "g"),
            most=words.number(possible_points, "g"),
            questions=_questions_text(len(all_taken), words),
        )
    echo()
    echo(click.style(result, bold=True))
    for title, score in scores_by_title.items():
        reached = words.text(
            TOPIC_SCORE,
            points=words.number(score.points, "g"),
            most=words.number(score.possible_points, "g"),
        )
        _say(f"{title}: {reached}")
    overruled_count = [taken.is_overruled for taken in all_taken].count(True)
    if overruled_count:
        _say(
            words.counted(
                "{count} answer counts as right because you said so.",
                "{count} answers count as right because you said so.",
                overruled_count,
            )
        )
