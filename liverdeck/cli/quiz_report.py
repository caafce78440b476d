"""What a quiz holds, and what could be asked, as tables."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from liverdeck.base.phrases import counted
from liverdeck.base.problems import Severity
from liverdeck.cli.report import print_json, print_problems, problem_as_json
from liverdeck.quiz.items.item import TITLES, TYPES
from liverdeck.quiz.papers.wording import amount

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from liverdeck.base.problems import Problem
    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.papers.assemble import Paper


def print_bank(bank: Sequence[Item], deck: Deck, *, as_json: bool) -> None:
    """Print how many items of each type each topic has; variants of one question count once."""
    counts = Counter({(item.base_id, item.topic, item.type) for item in bank})
    per_sort = Counter((topic, str(type_)) for _, topic, type_ in counts)
    if as_json:
        print_json(
            {
                topic.id: {
                    type_: per_sort[topic.id, type_]
                    for type_ in TYPES
                    if per_sort[topic.id, type_]
                }
                for topic in deck.topics
            }
        )
        return
    _table(_rows(per_sort, [topic.id for topic in deck.topics]))
    shown = [type_ for type_ in TYPES if any(type_ == each for _, each in per_sort)]
    facts_asked = len({fact for item in bank for fact in item.facts})
    click.echo(
        f"{counted(facts_asked, 'fact')}. "
        + "; ".join(f"{type_}: {TITLES[type_].lower()}" for type_ in shown)
        + "."
    )


def print_summary(
    paper: Paper,
    written: Sequence[Path],
    deck: Deck,
    flaws: list[Problem],
    *,
    as_json: bool,
) -> None:
    """Print what a paper holds, its flaws, and the files that were written."""
    if as_json:
        print_json(
            {
                "seed": paper.seed,
                "items": len(paper.items),
                "points": paper.points,
                "forms": [form.name for form in paper.forms],
                "files": [str(path) for path in written],
                "flaws": [problem_as_json(flaw) for flaw in flaws],
            }
        )
        return
    print_problems(
        [flaw for flaw in flaws if flaw.severity is Severity.WARNING], "text"
    )
    asked = Counter((item.topic, str(item.type)) for item in paper.items)
    _table(
        _rows(
            asked,
            [
                topic.id
                for topic in deck.topics
                if any(topic.id == each for each, _ in asked)
            ],
        )
    )
    forms = (
        f"forms {paper.forms[0].name} to {paper.forms[-1].name}"
        if len(paper.forms) > 1
        else "one form"
    )
    click.echo(f"{amount(paper)}, {forms}, seed {paper.seed}.")
    for path in written:
        click.echo(f"Wrote {path}")


def _rows(counts: Counter[tuple[str, str]], topics: Sequence[str]) -> list[list[str]]:
    shown = [type_ for type_ in TYPES if any(type_ == each for _, each in counts)]
    rows = [
        [
            topic,
            *(str(counts[topic, type_] or "") for type_ in shown),
            str(sum(counts[topic, each] for each in shown)),
        ]
        for topic in topics
    ]
    totals = [sum(counts[topic, type_] for topic in topics) for type_ in shown]
    return [
        ["topic", *shown, "all"],
        *rows,
        ["all", *map(str, totals), str(sum(totals))],
    ]


def _table(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = row
        cells = [
            first.ljust(widths[0]),
            *(
                cell.rjust(width)
                for cell, width in zip(others, widths[1:], strict=True)
            ),
        ]
        click.echo("  ".join(cells).rstrip())
