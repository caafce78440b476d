"""The cross-table: which number an item has in each paper form, with its key there.

So a query such as *question 12 of form B was wrong* is answered at one look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.quiz.formats.csv import csv_file
from liverdeck.quiz.papers.wording import key_letters, key_line

if TYPE_CHECKING:
    from liverdeck.quiz.papers.assemble import Paper


def cross_table(paper: Paper) -> bytes:
    """Return the table as CSV, in the order of form A.

    Items whose answer is written have its text in place of letters.
    """
    by_form = [{asked.item.id: asked for asked in form.asked} for form in paper.forms]
    heads = [
        f"{form.name} {what}" for form in paper.forms for what in ("number", "key")
    ]
    rows = [[*heads, "item", "topic", "points", "stem"]]
    for item in paper.items:
        cells = []
        for by_id in by_form:
            asked = by_id[item.id]
            cells += [str(asked.number), key_letters(asked) or key_line(asked)]
        rows.append([*cells, item.id, item.topic, str(item.points), item.stem])
    return csv_file(rows)
