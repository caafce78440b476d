"""Problems and results on the screen or for another program."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from typing import TYPE_CHECKING, NoReturn

import click

from liverdeck.base.phrases import counted
from liverdeck.base.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEERS = re.compile(
    r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)

FORMATS = ("text", "json", "github")

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_GITHUB_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "notice",
}


def refuse(problems: Sequence[Problem], *, would_write: bool = True) -> NoReturn:
    """Print problems to standard error and exit with 1; say that nothing was written if something would have been."""
    for problem in problems:
        click.echo(_as_text(problem), err=True)
    click.echo(
        f"{count(problems)}.{' Nothing was written.' if would_write else ''}", err=True
    )
    raise click.exceptions.Exit(1)


def count(problems: Sequence[Problem]) -> str:
    """Return how many there are of each severity: "2 errors, 1 warning"."""
    numbers = Counter(problem.severity for problem in problems)
    return ", ".join(
        f"{numbers[severity]} advice"
        if severity is Severity.ADVICE
        else counted(numbers[severity], severity.value)
        for severity in Severity
        if numbers[severity]
    )


def in_italics(feedback: str, colour: str | None = None) -> str:
    """Return a sentence of the checker's with what stands between asterisks in italics, all of it in a colour."""
    pieces = enumerate(feedback.split("*"))
    return "".join(
        click.style(piece, italic=bool(place % 2) or None, fg=colour)
        for place, piece in pieces
        if piece
    )


def harmless(text: str) -> str:
    """Return a text without what could steer a terminal or turn its lines round; colours and italics stay."""
    return _STEERS.sub("�", text)


def print_json(data: object) -> None:
    """Print data as JSON; where standard output is not in UTF-8, other characters are written as JSON's escapes."""
    in_unicode = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    click.echo(json.dumps(data, ensure_ascii=not in_unicode, indent=2))


def print_problems(problems: Sequence[Problem], form: str) -> None:
    """Print problems to standard output in one of `FORMATS`."""
    if form == "json":
        print_json([problem_as_json(problem) for problem in problems])
        return
    for problem in problems:
        click.echo(_as_github(problem) if form == "github" else _as_text(problem))


def _as_text(problem: Problem) -> str:
    severity = click.style(problem.severity.value, fg=_COLOURS[problem.severity])
    mend = f"; {problem.fix}" if problem.fix else ""
    rule = (
        ""
        if problem.severity is Severity.ERROR
        else click.style(f" [{problem.rule}]", dim=True)
    )
    return f"{click.style(str(problem.position), bold=True)}: {severity}: {problem.what}{mend}{rule}"


def problem_as_json(problem: Problem) -> dict[str, str | int]:
    """Return a problem as JSON's values; line and column are 1-based."""
    return {
        "path": problem.position.path,
        "line": problem.position.line,
        "column": problem.position.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "what": problem.what,
        "mend": problem.fix,
    }


def _as_github(problem: Problem) -> str:
    place = f"file={_escaped(problem.position.path, ':,')},line={problem.position.line},col={problem.position.column},title={problem.rule}"
    message = problem.what + (f"; {problem.fix}" if problem.fix else "")
    return f"::{_GITHUB_LEVELS[problem.severity]} {place}::{_escaped(message)}"


def _escaped(text: str, also: str = "") -> str:
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
