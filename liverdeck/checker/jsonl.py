"""Typed answers as JSON Lines: one object in, the same object with its verdict out.

Each object is called a row; `judge_row` says what it must have.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from liverdeck.base.characters import is_language_tag
from liverdeck.base.json_lines import EndlessLineError, lines_in, object_in
from liverdeck.base.problems import Position
from liverdeck.checker.choices import check_choice
from liverdeck.checker.feedback import feedback
from liverdeck.checker.key import answer_of, key_of
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.lists import check_list
from liverdeck.checker.terms import no_terms
from liverdeck.facts.answer import WrongAnswer
from liverdeck.facts.deck import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from liverdeck.checker.verdict import ListVerdict, Verdict

ROW_KINDS = ("short", "number", "list", "choice")
LONGEST_LINE = 1024 * 1024
"""At most this many bytes of a line are read; a longer line is not judged."""


MOST_TEXTS = 1000
"""A list with more right texts than this is not judged; aliases count too."""


class RowError(ValueError):
    """A row that cannot be judged; the message says why."""


def judge_rows(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """Yield the object of each line with outcome, score, reason and feedback added.

    The order is kept, blank lines are skipped, and memory does not grow with the
    stream. For a line that cannot be judged, the object has only `line` (its number
    from 1) and `error`. A line without an end is the last one.
    """
    try:
        for line_number, line in lines_in(stream, LONGEST_LINE):
            if not line.strip():
                continue
            try:
                yield judge_row(_row_of(line))
            except RowError as error:
                yield {"line": line_number, "error": str(error)}
    except EndlessLineError as error:
        yield {"line": error.line_number, "error": str(error)}


def judge_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with outcome, score, reason and feedback added.

    `typed` is the typed answer. `kind` is one of `ROW_KINDS`; without it, the row is
    *short*. What `expected` must be depends on `kind`:

    - short or number: a text, or a list of texts that are all right
    - list: the items, each a text or a list of texts that are all right
    - choice: the options; `right` is the index of the right one

    A row may also have:

    - list: `need` and `ordered`
    - short or number: `reject` (each wrong answer with the reason) and `strict`
    - list, short or number: `open`
    - any: `language`, the language tag of the answers; without it, `DEFAULT_LANGUAGE`

    Raises RowError if the row cannot be judged.
    """
    try:
        verdict = _verdict(row)
    except (ValueError, TypeError) as error:
        raise RowError(str(error)) from error
    return row | {
        "outcome": verdict.outcome,
        "score": round(verdict.score, 4),
        "reason": verdict.reason,
        "feedback": feedback(verdict),
    }


def _row_of(line: bytes) -> dict[str, Any]:
    if len(line.rstrip(b"\n")) > LONGEST_LINE:
        raise RowError(f"the line is longer than {LONGEST_LINE} bytes; split it")
    try:
        return object_in(line.decode())
    except UnicodeDecodeError as error:
        raise RowError(f"the line is not in UTF-8: {error}") from error
    except ValueError as error:
        raise RowError(str(error)) from error


def _verdict(row: dict[str, Any]) -> Verdict | ListVerdict:
    typed = row.get("typed")
    expected = row.get("expected")
    kind = row.get("kind") or "short"
    if not isinstance(typed, str):
        raise RowError("`typed` is missing or not a text")
    if kind not in ROW_KINDS:
        raise RowError(f"`kind` is {kind!r}; it must be one of {', '.join(ROW_KINDS)}")
    language = row.get("language") or DEFAULT_LANGUAGE
    if not isinstance(language, str) or not is_language_tag(language):
        raise RowError("`language` is not a language tag such as `de`")
    open_texts = _texts(row.get("open") or [], "`open`")

    if kind == "list":
        items = [_texts(item, "an item of `expected`") for item in _items(expected)]
        if sum(map(len, items)) > MOST_TEXTS:
            raise RowError(
                f"`expected` has more than {MOST_TEXTS} texts; split the list"
            )
        need = None if row.get("need") is None else _whole_number(row["need"], "need")
        return check_list(
            typed,
            items,
            need=need,
            ordered=_flag(row, "ordered"),
            open=open_texts,
            language=language,
        )
    if kind == "choice":
        options = _texts(expected, "`expected`")
        return check_choice(
            typed, options, _whole_number(row.get("right"), "right"), language=language
        )

    answer = replace(
        answer_of(_texts(expected, "`expected`")),
        reject=_wrong_answers(row.get("reject") or {}),
        strict=_flag(row, "strict"),
    )
    terms = no_terms(language_of(language))
    return key_of(answer, open_texts, terms).check(typed)


def _wrong_answers(value: object) -> tuple[WrongAnswer, ...]:
    if not isinstance(value, dict) or not all(
        isinstance(why, str) for why in value.values()
    ):
        raise RowError(
            "`reject` is not an object with a reason (a text) for each wrong answer"
        )
    return tuple(WrongAnswer(text, why, Position("")) for text, why in value.items())


def _items(value: object) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise RowError("`expected` must be a list with one item or more")
    return value


def _texts(value: object, subject: str) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RowError(f"{subject} is neither a text nor a list of texts")
    return tuple(texts)


def _whole_number(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise RowError(f"`{name}` is not a whole number")
    return value


def _flag(row: dict[str, Any], name: str) -> bool:
    value = row.get(name) or False
    if not isinstance(value, bool):
        raise RowError(f"`{name}` is neither true nor false")
    return value
