"""Print the content of a quiz or of an item bank, as a table or as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.phrases import counted
from liverdeck.base.problems import Severity
from liverdeck.catalogue.learner_words import words_in
from liverdeck.cli.printing import echo, echo_json
from liverdeck.cli.report import print_problems, problem_as_json
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.papers.assemble import most_on_one_paper
from liverdeck.quiz.papers.paper_request import select_items
from liverdeck.quiz.papers.wording import items_and_points

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from liverdeck.facts.deck import Deck
    from liverdeck.quiz.items.item import Item
    from liverdeck.quiz.make import MadeQuiz
    from liverdeck.quiz.papers.paper_request import PaperRequest


def print_bank(
    bank: Sequence[Item], request: PaperRequest, deck: Deck, *, as_json: bool
) -> None:
    """Print, for each topic, how many items of each type it has for a request.

    Variants of the same question count as one item. The last column is the number of
    items that one paper can have. It may be lower, because two items about the same
    fact, or two that give each other away, are never on one paper. As text, also print
    the number of facts and the titles of the types.
    """
    items = select_items(bank, request)
    questions = {(item.base_id, item.topic, item.type) for item in items}
    counts = Counter((topic_id, str(type_)) for _, topic_id, type_ in questions)
    topic_ids = [topic.id for topic in deck.topics]
    on_paper = {
        topic_id: most_on_one_paper(deck, bank, replace(request, topics=(topic_id,)))
        for topic_id in topic_ids
        if any(item.topic == topic_id for item in items)
    }
    if as_json:
        echo_json(
            {
                topic_id: _counts_of_topic(topic_id, counts)
                | {"one_paper": on_paper.get(topic_id, 0)}
                for topic_id in topic_ids
            }
        )
        return

    rows = _table_rows(counts, topic_ids)
    numbers = [on_paper.get(topic_id, 0) for topic_id in topic_ids]
    most = most_on_one_paper(deck, bank, request) if items else 0
    last_column = ["one paper", *map(str, [*numbers, most])]
    _print_table([[*row, cell] for row, cell in zip(rows, last_column, strict=True)])
    fact_ids = {fact_id for item in items for fact_id in item.facts}
    types = "; ".join(
        f"{type_}: {type_.traits.title.lower()}" for type_ in _types_in(counts)
    )
    echo(f"{counted(len(fact_ids), 'fact')}. {types}.")
    echo("One paper: how many items fit together on one paper.")


def print_summary(
    made: MadeQuiz, written_paths: Sequence[Path], left_out: int, *, as_json: bool
) -> None:
    """Print the content of a paper, its flaws, and the files that were written.

    `left_out` is the number of items that `--closed` left out. A flaw is a warning or
    advice. As text, advice is left out.
    """
    paper, deck, flaws = made.paper, made.deck, made.problems
    if as_json:
        echo_json(
            {
                "seed": paper.seed,
                "items": len(paper.items),
                "points": paper.points,
                "forms": [form.name for form in paper.forms],
                "files": [str(path) for path in written_paths],
                "flaws": [problem_as_json(flaw) for flaw in flaws],
                "remarks": list(made.remarks),
                "left_out": left_out,
            }
        )
        return

    warnings = [flaw for flaw in flaws if flaw.severity is Severity.WARNING]
    print_problems(warnings, "text")

    counts = Counter((item.topic, str(item.type)) for item in paper.items)
    topics_asked = {topic_id for topic_id, _ in counts}
    topic_ids = [topic.id for topic in deck.topics if topic.id in topics_asked]
    _print_table(_table_rows(counts, topic_ids))

    forms_text = "one form"
    if len(paper.forms) > 1:
        forms_text = f"forms {paper.forms[0].name} to {paper.forms[-1].name}"
    size = items_and_points(paper, words_in("en"))
    echo(f"{size}, {forms_text}, seed {paper.seed}.")
    if left_out:
        echo(f"--closed left out {counted(left_out, 'item')} of the deck.")
    for remark in made.remarks:
        echo(remark)
    for path in written_paths:
        echo(f"Wrote {path}")


def _types_in(counts: Counter[tuple[str, str]]) -> list[ItemType]:
    """Return the item types that were counted, in the order of `ItemType`."""
    types_counted = {type_ for _, type_ in counts}
    return [type_ for type_ in ItemType if type_ in types_counted]


def _counts_of_topic(topic_id: str, counts: Counter[tuple[str, str]]) -> dict[str, int]:
    """Return the number of items of each type that a topic has, without zeros."""
    return {
        type_: counts[topic_id, type_] for type_ in ItemType if counts[topic_id, type_]
    }


def _table_rows(
    counts: Counter[tuple[str, str]], topic_ids: Sequence[str]
) -> list[list[str]]:
    """Return a table with a row for each topic, a column for each type, and totals.

    `counts` has the number of items by topic id and type.
    """
    types = _types_in(counts)
    rows = [["topic", *types, "all"]]
    for topic_id in topic_ids:
        numbers = [counts[topic_id, type_] for type_ in types]
        cells = [str(number or "") for number in numbers]
        rows.append([topic_id, *cells, str(sum(numbers))])
    totals = [sum(counts[topic_id, type_] for topic_id in topic_ids) for type_ in types]
    rows.append(["all", *map(str, totals), str(sum(totals))])
    return rows


def _print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns. The first column has texts, all others have numbers."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = row
        cells = [first.ljust(widths[0])]
        for cell, width in zip(others, widths[1:], strict=True):
            cells.append(cell.rjust(width))
        echo("  ".join(cells).rstrip())
