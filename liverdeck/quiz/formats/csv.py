"""CSV: a row for each item, with cells that no program reads as a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, assert_never

from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.facts.media import Image
from liverdeck.quiz.items.bank import MOST_OPTIONS
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.wording import origin_and_report, reasons_against_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from liverdeck.facts.media import Sound
    from liverdeck.quiz.formats.job import QuizJob
    from liverdeck.quiz.papers.paper_forms import AskedItem

_FORMULA_SIGNS = "=+-@＝＋－＠"
_FORMULA_STARTS = (*_FORMULA_SIGNS, "\t", "\r", "\n")
"""A spreadsheet program reads a cell that begins with one of these as a formula.

Source: OWASP, CSV injection.
"""
_FORMULA_AFTER_SEPARATOR = re.compile(
    rf"""
    ( [;\t] (?= [ \u00a0'"]* (?: [{re.escape(_FORMULA_SIGNS)}\t\r\n] | \Z ) )
    | [\r\n\v\f\x1c-\x1e\x85\u2028\u2029]
        (?= [ \u00a0'"]* (?: [{re.escape(_FORMULA_SIGNS)}\t] | \Z ) )
    )
    """,
    re.VERBOSE,
)
r"""The start of a formula inside a cell, for programs with another separator.

A spreadsheet program that is set to German or French separates cells at each `;`. Such
a program reads most quotation marks as text, so a line break inside them ends the row.
A few programs know more line breaks than `\r` and `\n`.
"""
_SEPARATOR = " | "
"""The text between two texts in one cell."""


def files_of(job: QuizJob) -> dict[str, bytes]:
    """Return `items.csv`."""
    option_counts = [len(item.options) for item in job.paper.items]
    option_columns = max([MOST_OPTIONS, *option_counts])
    header = ["id", "type", "topic", "difficulty", "points", "stem", "key"]
    header += [f"option {number}" for number in range(1, option_columns + 1)]
    header += ["also right", "pairs", "why", NOTE_LABEL.lower(), "source"]
    header += ["hints", "pictures", "pictures of the answer", "sounds"]
    header += ["sounds of the answer", "wrong answers", "made from"]

    origin = origin_and_report(job.paper)
    rows = [[*_row(asked, option_columns), origin] for asked in job.asked]
    return {"items.csv": csv_file([header, *rows])}


def csv_file(rows: Iterable[Iterable[str]]) -> bytes:
    """Return `csv_text` as UTF-8 with a byte order mark, which Excel needs."""
    return csv_text(rows).encode("utf-8-sig")


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    """Return a table as CSV in which no reader finds a formula.

    The first cell of a row must begin with a letter or a digit.
    """
    file = io.StringIO(newline="")
    table = csv.writer(file, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    for row in rows:
        table.writerow(map(without_formula, row))
    return file.getvalue()


def without_formula(cell: str) -> str:
    """Return a cell that a spreadsheet program shows as text.

    A cell that begins like a formula gets an apostrophe before it. This is also done if
    spaces or apostrophes come before the start of the formula. A program that separates
    cells at `;` or at tabs may see several cells in it. Each of these is made safe too.
    """
    looks_like_formula = cell.lstrip(" \u00a0'").startswith(_FORMULA_STARTS)
    safe_inside = _FORMULA_AFTER_SEPARATOR.sub(r"\1'", cell)
    return f"'{safe_inside}" if looks_like_formula else safe_inside


def _row(asked: AskedItem, option_columns: int) -> list[str]:
    item = asked.item
    options = [option.text for option in asked.options]
    empty_columns = option_columns - len(options)
    return [
        item.id,
        item.type,
        item.topic,
        str(item.difficulty),
        str(item.points),
        item.stem,
        _joined(_right_texts(asked)),
        *options,
        *[""] * empty_columns,
        _joined(alias for answer in item.answers for alias in answer.accept),
        _joined(f"{pair.prompt} → {pair.match}" for pair in item.pairs),
        item.rationale,
        item.note,
        item.source,
        _joined(answer.hint for answer in item.answers if answer.hint),
        _media_text(item.front.images),
        _media_text(item.back.images),
        _media_text(item.front.sounds),
        _media_text(item.back.sounds),
        _joined(_wrong_texts(asked)),
    ]


def _wrong_texts(asked: AskedItem) -> Iterator[str]:
    """Yield each wrong option or answer that has a reason, with its reason."""
    for _, text, why in reasons_against_options(asked):
        yield f"{text}: {why}" if text else why
    for answer in asked.item.answers:
        yield from (f"{wrong.text}: {wrong.why}" for wrong in answer.reject)


def _media_text(media: Iterable[Image | Sound]) -> str:
    """Return file, description and credit of each picture or sound."""
    return _joined(map(_medium_text, media))


def _medium_text(medium: Image | Sound) -> str:
    alt = medium.alt if isinstance(medium, Image) else ""
    return ", ".join(filter(None, (medium.file, alt, medium.credit_line)))


def _right_texts(asked: AskedItem) -> Iterable[str]:
    """Return the right options or answers; none for a matching, which has pairs."""
    item = asked.item
    match item.interaction:
        case (
            Interaction.CHOOSE_ONE
            | Interaction.CHOOSE_SEVERAL
            | Interaction.JUDGE_STATEMENT
        ):
            return [option.text for option in asked.options if option.is_key]
        case (
            Interaction.WRITE_WORDS
            | Interaction.WRITE_NUMBER
            | Interaction.WRITE_LIST
            | Interaction.ORDER
        ):
            return item.right_texts
        case Interaction.MATCH:
            return ()
        case _ as interaction:
            assert_never(interaction)


def _joined(texts: Iterable[str]) -> str:
    return _SEPARATOR.join(texts)
