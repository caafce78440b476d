"""`liverdeck study`: learn the cards of a deck in the terminal, line by line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liverdeck.base.names import nearest
from liverdeck.base.problems import Position, Problem
from liverdeck.cli.decks import deck_option, load_chosen
from liverdeck.cli.home import (
    longest_option,
    needs_log,
    open_log,
    retention_option,
    session_context,
)
from liverdeck.cli.main import STOPPED
from liverdeck.cli.report import refuse
from liverdeck.cli.study_dialogue import Dialogue
from liverdeck.cli.study_screen import Screen
from liverdeck.study.reviewlog.storage import LogError
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.session.queue import StudyOptions
from liverdeck.study.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.facts.deck import Deck
    from liverdeck.study.reviewlog.review_log import ReviewLog


@click.command()
@deck_option
@click.option(
    "--new",
    metavar="N",
    type=click.IntRange(0, 9999),
    default=20,
    show_default=True,
    envvar="LIVERDECK_NEW",
    show_envvar=True,
    help="New cards a day, at most.",
)
@click.option(
    "--reviews",
    metavar="N",
    type=click.IntRange(0, 9999),
    default=200,
    show_default=True,
    envvar="LIVERDECK_REVIEWS",
    show_envvar=True,
    help="Reviews a day, at most.",
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
    help="Only cards that were forgotten eight times or more.",
)
@click.option(
    "--ahead",
    metavar="DAYS",
    type=click.IntRange(0, 365),
    default=0,
    help="Reviews of the next days too.",
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
@longest_option
@needs_log
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
    longest: int,
) -> None:
    """Study in the terminal: type the answer, see why, rate it; every rating is saved before the next card.

    The schedule is Anki's (FSRS-6), to the day. Limits count the whole day, not the session. At any prompt: ? for
    help, u to undo, q to stop.
    """
    deck, _ = load_chosen(folder, may_be_bundled=True)
    _refuse_unknown(deck, topics)
    schedule = Schedule(retention=retention, longest_days=longest)
    with open_log(schedule) as log:
        wishes = StudyOptions(new, reviews, cram=cram, leeches=leeches, ahead=ahead)
        session = Session(deck, log, schedule, wishes, session_context(), topics=topics)
        if resume is not None:
            _resume(session, resume)
            return
        if forget is not None:
            _forget(session, forget)
            return
        screen = Screen(session)
        talk = Dialogue(session, screen)
        screen.begin()
        reason = talk.run()
        screen.end(reason)
        _keep_a_copy(log)
    if reason == "interrupt":
        sys.exit(STOPPED)


def _keep_a_copy(log: ReviewLog) -> None:
    """Check the log and copy it once a day; that this fails must not read as if answers were lost."""
    try:
        log.look_after(session_context().clock().day)
    except LogError as error:
        click.echo(
            "What was saved is in the log; but it was not copied for safety today:",
            err=True,
        )
        refuse([error.problem], would_write=False)


def _refuse_unknown(deck: Deck, topics: tuple[str, ...]) -> None:
    known = [topic.id for topic in deck.topics]
    wrong = [topic for topic in topics if topic not in known]
    if wrong:
        raise click.UsageError(
            "; ".join(f"no topic {topic!r}; {nearest(topic, known)}" for topic in wrong)
        )


def _resume(session: Session, named: str) -> None:
    suspended = session.suspended()
    wanted = suspended if named == "all" else _meant(suspended, named)
    for name in wanted:
        session.resume(name)
    if not wanted:
        what = (
            "no card is suspended" if named == "all" else f"{named!r} is not suspended"
        )
        mend = (
            f"suspended are: {', '.join(map(_short, suspended))}"
            if suspended
            else "`!` at a card suspends it"
        )
        refuse(
            [Problem(Position(str(session.deck.folder)), what, mend)], would_write=False
        )
    click.echo(f"Back in the queue: {', '.join(map(_short, wanted))}")


def _forget(session: Session, named: str) -> None:
    wanted = _meant(session.names, named)
    if not wanted:
        mend = nearest(named, [_short(name) for name in session.names])
        refuse(
            [
                Problem(
                    Position(str(session.deck.folder)),
                    f"no card {named!r} in this deck",
                    mend,
                )
            ],
            would_write=False,
        )
    for name in wanted:
        session.forget(name)
    click.echo(
        f"New again: {', '.join(map(_short, wanted))}. liverdeck study, then u, takes it back today."
    )


def _meant(names: Sequence[str], named: str) -> list[str]:
    """Return the card of that name, or all cards of the fact of that name."""
    exact = [name for name in names if _short(name) == named]
    return exact or [name for name in names if _short(name).split("/")[0] == named]


def _short(name: str) -> str:
    return name.split("/", 1)[1]
