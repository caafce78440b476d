"""Print problems and results, for people or for another program."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from liverdeck.base.errors import ContentError
from liverdeck.base.problems import Problem, Severity, severity_counts
from liverdeck.cli.printing import echo, echo_json, on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.base.result import Result

Value = TypeVar("Value")

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON."
)
"""The option --json of the commands that can print their result as JSON."""
FORMATS = ("text", "json", "github")
"""The output formats for problems."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}
_GITHUB_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "notice",
}


def refuse(
    problems: Sequence[Problem], *, says_nothing_was_written: bool = True
) -> NoReturn:
    """Print problems to standard error and exit with 1.

    If `says_nothing_was_written`, the last line ends with "Nothing was written."
    """
    for problem in problems:
        echo(as_text(problem), err=True)
    consequence = " Nothing was written." if says_nothing_was_written else ""
    echo(f"{counts_by_severity(problems)}.{consequence}", err=True)
    raise click.exceptions.Exit(1)


def required_or_refuse(
    result: Result[Value], *, says_nothing_was_written: bool = True
) -> Value:
    """Return the value of a result, or print its problems and exit with 1.

    If the problems include an error, they are printed as in `refuse`.
    """
    with exit_on_content_error(says_nothing_was_written=says_nothing_was_written):
        return result.required()


@contextmanager
def exit_on_content_error(*, says_nothing_was_written: bool = True) -> Iterator[None]:
    """If the block raises ContentError, print its problems and exit with 1.

    They are printed as in `refuse`.
    """
    try:
        yield
    except ContentError as error:
        refuse(error.problems, says_nothing_was_written=says_nothing_was_written)


def counts_by_severity(problems: Sequence[Problem]) -> str:
    """Return the number of problems of each severity: "2 errors, 1 warning"."""
    return ", ".join(severity_counts(problems).values())


def print_problems(problems: Sequence[Problem], output_format: str) -> None:
    """Print problems to standard output in one of `FORMATS`."""
    if output_format == "json":
        echo_json([problem_as_json(problem) for problem in problems])
        return
    as_line = _as_github if output_format == "github" else as_text
    for problem in problems:
        echo(as_line(problem))


def as_text(problem: Problem) -> str:
    """Return a problem as one line for people, with colours."""
    position = click.style(on_one_line(problem.position), bold=True)
    severity = click.style(problem.severity.value, fg=_COLOURS[problem.severity])
    rule = ""
    if problem.severity is not Severity.ERROR:
        rule = click.style(f" [{problem.rule}]", dim=True)
    return f"{position}: {severity}: {problem.message_and_fix}{rule}"


def problem_as_json(problem: Problem) -> dict[str, str | int]:
    """Return a problem as JSON values; line and column count from 1.

    The last two keys have older names than the attributes.
    """
    return {
        "path": problem.position.path,
        "line": problem.position.line,
        "column": problem.position.column,
        "severity": problem.severity.value,
        "rule": problem.rule,
        "what": problem.message,
        "mend": problem.fix,
    }


def _as_github(problem: Problem) -> str:
    """Return a problem as a workflow command of GitHub Actions."""
    position = problem.position
    command = _GITHUB_COMMANDS[problem.severity]
    properties = (
        f"file={_escaped(position.path, ':,')},"
        f"line={position.line},col={position.column},title={problem.rule}"
    )
    return f"::{command} {properties}::{_escaped(problem.message_and_fix)}"


def _escaped(text: str, more_characters: str = "") -> str:
    """Return a text with `%`, line ends and `more_characters` as `%XX`: % is `%25`."""
    # % comes first, because replacing the other characters adds %.
    for char in "%\r\n" + more_characters:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
