"""CSV: one row an item, for spreadsheets, none of which will run a cell."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from liverdeck.quiz.items.bank import MOST_OPTIONS

if TYPE_CHECKING:
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.paper_forms import AskedItem

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet take a cell for a formula (OWASP, CSV injection)."""
_BETWEEN = " | "


def write(job: QuizJob) -> dict[str, bytes]:
    """Return `items.csv`: UTF-8 with a mark at its start, without which Excel takes it for another encoding."""
    most = max([MOST_OPTIONS, *(len(item.options) for item in job.paper.items)])
    columns = ["id", "type", "topic", "difficulty", "points", "stem", "key"]
    columns += [f"option {number}" for number in range(1, most + 1)]
    columns += ["also right", "pairs", "why", "beyond the document", "source"]
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    table.writerow(columns)
    table.writerows(
        [defused(cell) for cell in _row(asked, most)] for asked in job.asked
    )
    return {"items.csv": out.getvalue().encode("utf-8-sig")}


def defused(cell: str) -> str:
    """Return a cell that is shown and not run: one that begins like a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" \u00a0'").startswith(_RUNS) else cell


def _row(asked: AskedItem, most: int) -> list[str]:
    item = asked.item
    options = [option.text for option in asked.options]
    in_order = item.options if item.type == "ordering" else asked.options
    keys = _BETWEEN.join(
        option.text for option in in_order if option.is_key
    ) or _BETWEEN.join(answer.text for answer in item.answers)
    also = _BETWEEN.join(text for answer in item.answers for text in answer.accept)
    pairs = _BETWEEN.join(f"{pair.prompt} → {pair.match}" for pair in item.pairs)
    start = [
        item.id,
        item.type,
        item.topic,
        str(item.difficulty),
        str(item.points),
        item.stem,
        keys,
    ]
    return [
        *start,
        *options,
        *[""] * (most - len(options)),
        also,
        pairs,
        item.rationale,
        item.note,
        item.source,
    ]
