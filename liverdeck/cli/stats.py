"""`liverdeck stats`: how study is going, in the terminal, as a page, or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from liverdeck.base.output_guards import output_at
from liverdeck.cli.decks import STANDARD_STREAM, deck_option, load_chosen
from liverdeck.cli.garbage_pause import garbage_collection_paused
from liverdeck.cli.home import (
    current_moment,
    is_log_begun,
    open_log_to_read,
    reports_log_errors,
    retention_option,
)
from liverdeck.cli.output_options import force_option, write_or_refuse
from liverdeck.cli.printing import echo, echo_bytes, echo_json
from liverdeck.publishing.build import deck_inputs
from liverdeck.study.scheduling.moments import date_of
from liverdeck.study.scheduling.schedule import Schedule
from liverdeck.study.statistics.statistics import statistics_of

if TYPE_CHECKING:
    from liverdeck.facts.deck import Deck
    from liverdeck.study.statistics.figures import (
        DayFigures,
        HardFact,
        Leech,
        PassRate,
        RefusedAnswer,
        Retention,
    )
    from liverdeck.study.statistics.statistics import Statistics


@click.command()
@deck_option
@click.option(
    "--html",
    "html_path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write an HTML page with plots to FILE; - for standard output.",
)
@click.option("--json", "as_json", is_flag=True, help="Print all figures as JSON.")
@force_option
@retention_option
@reports_log_errors
def stats(
    folder: Path | None,
    *,
    html_path: Path | None,
    as_json: bool,
    force: bool,
    retention: float,
) -> None:
    """Show what is due, what you did and remembered, what is hard, and refused answers.

    True retention is Anki's: how many reviews were not rated "again". Only the
    first review of a card on a day counts, and only after an interval of a day or more.
    Young cards have intervals of less than 21 days. Answers that the checker refused
    are for the deck's author: they may belong under `accept` or `reject`.
    """
    if html_path is not None and as_json:
        raise click.UsageError(
            "--html and --json cannot be used together; use one of them"
        )
    deck = load_chosen(folder, may_be_bundled=True)
    statistics = _statistics_of_deck(deck, Schedule(retention=retention))
    if as_json:
        echo_json(as_values(statistics))
    elif html_path is not None:
        _write_page(statistics, deck, html_path, force=force)
    elif statistics.first_day is None:
        deck_choice = "" if folder is None else f" -d {folder}"
        echo(
            f"Nothing of this deck ({deck.title}) was studied yet. "
            f"Begin with: liverdeck study{deck_choice}"
        )
    else:
        from liverdeck.cli.stats_report import print_statistics

        print_statistics(statistics)


@garbage_collection_paused()
def _statistics_of_deck(deck: Deck, schedule: Schedule) -> Statistics:
    """Return the statistics of a deck. If there is no log, none is created."""
    if not is_log_begun():
        return statistics_of(deck, (), {}, schedule, current_moment())
    with open_log_to_read(schedule) as log:
        return statistics_of(
            deck, log.entries(deck.id), log.states(deck.id), schedule, current_moment()
        )


def _write_page(statistics: Statistics, deck: Deck, path: Path, *, force: bool) -> None:
    """Write the HTML page to a file and print its path; `-` is standard output."""
    from liverdeck.study.statistics.statistics_page import statistics_page

    html = statistics_page(statistics)
    if path == STANDARD_STREAM:
        echo_bytes(html)
        return
    write_or_refuse(
        [output_at(path, html, is_private=True, description="a page")],
        deck_id=deck.id,
        inputs=deck_inputs(deck),
        force=force,
        says_nothing_was_written=False,
    )
    echo(f"Wrote {path}")


def as_values(statistics: Statistics) -> dict[str, Any]:
    """Return statistics as JSON values.

    The names in the JSON never change; new names may be added. A date is YYYY-MM-DD,
    and its day begins at four in the morning. A rate is from 0 to 1, or null without
    reviews. In 95 of 100 such cases, the true rate is between `low` and `high`.
    Durations are whole seconds.
    """
    cards, due = statistics.cards, statistics.due
    first_day = statistics.first_day
    return {
        "deck": statistics.deck,
        "date": _date(statistics.day),
        "began": None if first_day is None else _date(first_day),
        "total": _day_values(statistics.total),  # the sums over all days
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
            {"date": _date(day.day), "reviews": day.reviews}
            for day in statistics.forecast
        ],
        "days": [
            {"date": _date(day.day), **_day_values(day)} for day in statistics.days
        ],
        "retention": {
            "wanted": statistics.desired_retention,
            "periods": [
                _period_values(retention) for retention in statistics.retention
            ],
        },
        "hardest": [_hard_fact_values(fact) for fact in statistics.hardest],
        "leeches": [_leech_values(leech) for leech in statistics.leeches],
        "refused": [_refused_values(refused) for refused in statistics.refused],
    }


def _hard_fact_values(fact: HardFact) -> dict[str, Any]:
    return {
        "fact": fact.fact,
        "prompt": fact.prompt,
        "lapses": fact.lapses,
        "difficulty": fact.difficulty,
        "retention": _rate_values(fact.retention),
    }


def _leech_values(leech: Leech) -> dict[str, Any]:
    return {
        "card": leech.card,
        "prompt": leech.prompt,
        "lapses": leech.lapses,
        "difficulty": leech.difficulty,
        "suspended": leech.is_suspended,
    }


def _refused_values(refused: RefusedAnswer) -> dict[str, Any]:
    return {
        "card": refused.card,
        "prompt": refused.prompt,
        "right": refused.right,
        "typed": refused.typed,
        "outcome": refused.outcome,
        "reason": refused.reason,
        "times": refused.times,
        "overridden": refused.times_overruled,
    }


def _period_values(retention: Retention) -> dict[str, Any]:
    return {
        "period": retention.period,
        "days": retention.days,
        "young": _rate_values(retention.young),
        "mature": _rate_values(retention.mature),
        "all": _rate_values(retention.overall),
    }


def _date(day: int) -> str:
    """Return a learner's day as YYYY-MM-DD."""
    return date_of(day).isoformat()


def _day_values(day: DayFigures) -> dict[str, int]:
    return {
        "reviews": day.reviews,
        "new": day.new,
        "seconds": day.seconds,
        "crammed": day.crammed,
        "crammed_seconds": day.crammed_seconds,
    }


def _rate_values(rate: PassRate) -> dict[str, float | int | None]:
    low, high = rate.bounds or (None, None)
    return {
        "passed": rate.passed,
        "reviews": rate.reviews,
        "rate": _rounded(rate.share),
        "low": _rounded(low),
        "high": _rounded(high),
    }


def _rounded(share: float | None) -> float | None:
    """Return a number rounded to four decimals, or None for None."""
    return None if share is None else round(share, 4)
