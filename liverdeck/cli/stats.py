"""`liverdeck stats`: how study is going, in the terminal, as a page, or for another program."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liverdeck.base.files import write_whole
from liverdeck.base.garbage_pause import garbage_collection_paused
from liverdeck.cli.decks import STANDARD_OUTPUT, deck_option, load_chosen
from liverdeck.cli.home import (
    current_moment,
    log_path,
    needs_log,
    open_log,
    retention_option,
)
from liverdeck.cli.report import print_json, refuse
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.statistics.statistics import statistics_of

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.study.statistics.figures import Day, PassRate, Retention
    from liverdeck.study.statistics.statistics import Statistics


@click.command()
@deck_option
@click.option(
    "--html",
    "page",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write one page with plots instead; - for standard output.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@retention_option
@needs_log
def stats(
    folder: Path | None, *, page: Path | None, as_json: bool, retention: float
) -> None:
    """Show what is due, what was done and remembered, what is hard, and which answers the checker refused.

    True retention is Anki's: of the first reviews of a card on a day, after an interval of a day or more, how many were
    not rated again; young cards have intervals of less than 21 days. Refused answers are for the deck's author: they
    may belong under `accept` or `reject`.
    """
    if page is not None and as_json:
        raise click.UsageError("--html and --json are two answers; ask for one")
    deck, _ = load_chosen(folder, may_be_bundled=True)
    statistics = _gather(deck, Schedule(retention=retention))
    if as_json:
        print_json(as_values(statistics))
    elif page is not None:
        _write_page(statistics, page)
    elif statistics.first_day is None:
        begin = f"liverdeck study{'' if folder is None else f' -d {folder}'}"
        click.echo(
            f"Nothing of this deck ({deck.title}) was studied yet. Begin with: {begin}"
        )
    else:
        from liverdeck.cli.stats_report import print_statistics

        print_statistics(statistics)


@garbage_collection_paused()
def _gather(deck: Deck, schedule: Schedule) -> Statistics:
    """Read the log; where there is none, none is made."""
    with open_log(schedule) if log_path().exists() else nullcontext() as log:
        if log is None:
            return statistics_of(deck, (), {}, schedule, current_moment())
        return statistics_of(
            deck, log.entries(deck.id), log.states(deck.id), schedule, current_moment()
        )


def _write_page(statistics: Statistics, path: Path) -> None:
    from liverdeck.study.statistics.statistics_page import statistics_page

    html = statistics_page(statistics)
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(html)
        return
    problem = write_whole(path, html)
    if problem is not None:
        refuse([problem], would_write=False)
    click.echo(f"Wrote {path}")


def as_values(statistics: Statistics) -> dict[str, Any]:
    """Return statistics as JSON's values. Keys stay; new ones may come.

    Dates are the learner's days (they change at four in the morning) as YYYY-MM-DD, rates are 0 to 1 and null where
    they rest on nothing, `low` and `high` bound the true rate in 95 of 100 cases, times are whole seconds.
    """
    total, cards, due = statistics.total, statistics.cards, statistics.due
    return {
        "deck": statistics.deck,
        "date": _date(statistics.day),
        "began": None if statistics.first_day is None else _date(statistics.first_day),
        "total": _done(total),
        "cards": {
            "all": cards.all,
            "new": cards.new,
            "learning": cards.learning,
            "young": cards.young,
            "mature": cards.mature,
            "suspended": cards.suspended,
        },
        "due": {"reviews": due.reviews, "steps": due.steps, "put_off": due.put_off},
        "forecast": [
            {"date": _date(each.day), "reviews": each.reviews}
            for each in statistics.forecast
        ],
        "days": [{"date": _date(day.day), **_done(day)} for day in statistics.days],
        "retention": {
            "wanted": statistics.desired_retention,
            "periods": [_period(each) for each in statistics.retention],
        },
        **_what_needs_work(statistics),
    }


def _what_needs_work(statistics: Statistics) -> dict[str, list[dict[str, Any]]]:
    return {
        "hardest": [
            {
                "fact": each.fact,
                "prompt": each.prompt,
                "lapses": each.lapses,
                "difficulty": each.difficulty,
                "retention": _rate(each.retention),
            }
            for each in statistics.hardest
        ],
        "leeches": [
            {
                "card": each.card,
                "prompt": each.prompt,
                "lapses": each.lapses,
                "difficulty": each.difficulty,
                "suspended": each.is_suspended,
            }
            for each in statistics.leeches
        ],
        "refused": [
            {
                "card": each.card,
                "prompt": each.prompt,
                "right": each.right,
                "typed": each.typed,
                "outcome": each.outcome,
                "reason": each.reason,
                "times": each.times,
                "overridden": each.overridden,
            }
            for each in statistics.refused
        ],
    }


def _period(each: Retention) -> dict[str, Any]:
    rates = {
        "young": _rate(each.young),
        "mature": _rate(each.mature),
        "all": _rate(each.both),
    }
    return {"period": each.period, "days": each.days, **rates}


def _date(day: int) -> str:
    return date_of(day).isoformat()


def _done(day: Day) -> dict[str, int]:
    return {
        "reviews": day.reviews,
        "new": day.new,
        "seconds": day.seconds,
        "crammed": day.crammed,
        "crammed_seconds": day.crammed_seconds,
    }


def _rate(rate: PassRate) -> dict[str, float | int | None]:
    low, high = rate.bounds or (None, None)
    values = {"rate": rate.share, "low": low, "high": high}
    rounded = {
        name: None if value is None else round(value, 4)
        for name, value in values.items()
    }
    return {"passed": rate.passed, "reviews": rate.reviews, **rounded}
