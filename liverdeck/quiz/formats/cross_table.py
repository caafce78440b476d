"""The cross-table: the number and the key that each item has in each paper form.

It shows which item is meant by a message such as *question 12 of form B is wrong*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.quiz.formats.csv import csv_file
from liverdeck.quiz.papers.wording import key_letters, key_line

if TYPE_CHECKING:
    from liverdeck.quiz.papers.assemble import Paper


def cross_table(paper: Paper) -> bytes:
    """Return the table as CSV, in the order of form A.

    If learners write the answer of an item, the key is the text of the answer.
    """
    asked_by_id_of_forms = [
        {asked.item.id: asked for asked in form.asked} for form in paper.forms
    ]
    form_columns = [
        f"{form.name} {column}" for form in paper.forms for column in ("number", "key")
    ]
    rows = [[*form_columns, "item", "topic", "points", "stem"]]
    for item in paper.items:
        cells = []
        for asked_by_id in asked_by_id_of_forms:
            asked = asked_by_id[item.id]
            cells += [str(asked.number), key_letters(asked) or key_line(asked)]
        rows.append([*cells, item.id, item.topic, str(item.points), item.stem])
    return csv_file(rows)
