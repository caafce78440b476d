"""`liverdeck study`: learn the cards of a deck in the terminal, line by line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from liverdeck.base.names import unknown_name_problem
from liverdeck.base.problems import Position, Problem
from liverdeck.catalogue.learner_words import words_in
from liverdeck.cli.decks import deck_option, load_chosen
from liverdeck.cli.home import (
    clock_is_right_option,
    longest_interval_option,
    open_log,
    reports_log_errors,
    retention_option,
    session_context,
)
from liverdeck.cli.main import STOPPED
from liverdeck.cli.printing import echo
from liverdeck.cli.report import refuse
from liverdeck.cli.study_dialogue import Dialogue
from liverdeck.cli.study_screen import Screen
from liverdeck.cli.terminal import say
from liverdeck.facts.parts import without_deck
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.scheduling.card_progress import LEECH_LAPSES
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.session.queue import (
    DEFAULT_NEW,
    DEFAULT_REVIEWS,
    MOST_A_DAY,
    MOST_DAYS_AHEAD,
    StudyOptions,
)
from liverdeck.study.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.review_log import ReviewLog


@click.command()
@deck_option
@click.option(
    "--new",
    metavar="N",
    type=click.IntRange(0, MOST_A_DAY),
    default=DEFAULT_NEW,
    show_default=True,
    envvar="LIVERDECK_NEW",
    show_envvar=True,
    help="At most this many new cards a day.",
)
@click.option(
    "--reviews",
    metavar="N",
    type=click.IntRange(0, MOST_A_DAY),
    default=DEFAULT_REVIEWS,
    show_default=True,
    envvar="LIVERDECK_REVIEWS",
    show_envvar=True,
    help="At most this many reviews a day.",
)
@click.option(
    "--topic",
    "topics",
    metavar="TOPIC",
    multiple=True,
    help="Only this topic; may be repeated.",
)
@click.option(
    "--cram", is_flag=True, help="Go through all cards; their schedule is not touched."
)
@click.option(
    "--leeches",
    is_flag=True,
    help=f"Only cards that were forgotten {LEECH_LAPSES} times or more.",
)
@click.option(
    "--ahead",
    metavar="DAYS",
    type=click.IntRange(0, MOST_DAYS_AHEAD),
    default=0,
    help="Also show the reviews of the next days.",
)
@click.option(
    "--resume",
    metavar="CARD",
    help="Bring back a suspended card (FACT or FACT/PART), or `all`, and end.",
)
@click.option(
    "--forget",
    metavar="CARD",
    help="Make a card new again, and end; its answers stay in the log.",
)
@retention_option
@longest_interval_option
@clock_is_right_option
@reports_log_errors
def study(  # noqa: PLR0913  # click passes every option
    folder: Path | None,
    *,
    new: int,
    reviews: int,
    topics: tuple[str, ...],
    cram: bool,
    leeches: bool,
    ahead: int,
    resume: str | None,
    forget: str | None,
    retention: float,
    longest_days: int,
    clock_is_right: bool,
) -> None:
    """Study in the terminal: type an answer, see if it is right, and rate it.

    Every rating is saved before the next card. The schedule is Anki's (FSRS-6): a card
    is due on the same day as in Anki. Limits are for the whole day, not for a session.
    At any prompt: ? for help, u to undo, q to stop.
    """
    deck = load_chosen(folder, may_be_bundled=True)
    _refuse_unknown_topics(deck, topics)
    schedule = Schedule(retention=retention, longest_days=longest_days)
    with open_log(schedule) as log:
        words = words_in(deck.learner_language)
        _check_states(log, words)
        options = StudyOptions(
            new, reviews, cram=cram, leeches=leeches, ahead_days=ahead
        )
        context = session_context(is_clock_trusted=clock_is_right)
        session = Session(deck, log, schedule, options, context, topics=topics)
        screen = Screen(session)
        screen.say_redated()
        if resume is not None:
            _resume(session, resume)
            return
        if forget is not None:
            _forget(session, forget)
            return
        screen.begin()
        end_reason = Dialogue(session, screen).run()
        screen.end(end_reason)
        _make_daily_copy(log, words)
    if end_reason == "interrupt":
        sys.exit(STOPPED)


def _check_states(log: ReviewLog, words: Words) -> None:
    """Check a few stored card states once a day, and say how many were wrong."""
    wrong_count = log.check_states_daily(session_context().clock().day)
    if wrong_count:
        say(
            words.counted(
                "The log had {count} wrong state of a card. All states were "
                "computed again from your answers; no answer was lost.",
                "The log had {count} wrong states of a card. All states were "
                "computed again from your answers; no answer was lost.",
                wrong_count,
            ),
            colour="yellow",
        )


def _make_daily_copy(log: ReviewLog, words: Words) -> None:
    """Check the log and copy it, unless today's daily copy was already made.

    If the copy fails, say that the answers of this session are saved, print the problem
    and exit.
    """
    try:
        log.check_and_copy_daily(session_context().clock().day)
    except LogError as error:
        echo(
            words.text(
                "What was saved is in the log, but today's safety copy was not made:"
            ),
            err=True,
        )
        refuse([error.problem], says_nothing_was_written=False)


def _refuse_unknown_topics(deck: Deck, topics: tuple[str, ...]) -> None:
    known_ids = [topic.id for topic in deck.topics]
    problems = [
        unknown_name_problem(deck.position, "topic", topic_id, known_ids)
        for topic_id in topics
        if topic_id not in known_ids
    ]
    if problems:
        messages = [f"{problem.message}; {problem.fix}" for problem in problems]
        raise click.UsageError("; ".join(messages))


def _resume(session: Session, typed_name: str) -> None:
    """Bring back suspended cards.

    `typed_name` is `all`, the name of a card, or a fact id for all cards of the fact.
    """
    suspended = session.suspended()
    is_all = typed_name == "all"
    names = suspended if is_all else _matching_names(suspended, typed_name)
    if not names:
        _refuse_to_resume(session, suspended, typed_name)
    for name in names:
        session.resume(name)
    words = words_in(session.deck.learner_language)
    cards = ", ".join(map(without_deck, names))
    echo(words.text("Back in the queue: {cards}", cards=cards))


def _refuse_to_resume(
    session: Session, suspended: Sequence[str], typed_name: str
) -> NoReturn:
    """Exit with the problem that no suspended card has the name that was typed."""
    if typed_name == "all":
        message = "no card is suspended"
    else:
        message = f"{typed_name!r} is not suspended"
    if suspended:
        fix = f"these are suspended: {', '.join(map(without_deck, suspended))}"
    else:
        fix = "to suspend a card, type `!` when it is shown"
    problem = Problem(Position(str(session.deck.folder)), message, fix)
    refuse([problem], says_nothing_was_written=False)


def _forget(session: Session, typed_name: str) -> None:
    """Make cards new again.

    `typed_name` is the name of a card, or a fact id for all cards of the fact.
    """
    names = _matching_names(session.names, typed_name)
    if not names:
        known_names = map(without_deck, session.names)
        problem = unknown_name_problem(
            session.deck.position, "card", typed_name, known_names
        )
        refuse([problem], says_nothing_was_written=False)
    for name in names:
        session.forget(name)
    words = words_in(session.deck.learner_language)
    echo(
        words.text(
            "New again: {cards}. To take this back: liverdeck study, then u.",
            cards=", ".join(map(without_deck, names)),
        )
    )


def _matching_names(names: Sequence[str], typed_name: str) -> list[str]:
    """Return the names of the cards that a user means: one, or all of a fact.

    `names` are the names to choose from. `typed_name` has no deck id: it is `fact` or
    `fact/part`. The result is empty if nothing matches.
    """
    exact_names = [name for name in names if without_deck(name) == typed_name]
    if exact_names:
        return exact_names
    return [name for name in names if without_deck(name).split("/")[0] == typed_name]
