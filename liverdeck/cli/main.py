"""The command `liverdeck`: finds the subcommand, loads only that one, and ends without a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO, cast

import click

from liverdeck.base.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMANDS = {
    "new": "Begin a deck in a folder of its own.",
    "index": "Write the concordance of the document.",
    "lint": "Check decks and list every problem.",
    "show": "Print the cards of a fact, to read aloud.",
    "check": "Say whether a typed answer is right for a card.",
    "preview": "Write every card to one HTML page, as it looks in Anki.",
    "build": "Build a deck as an Anki package.",
    "quiz": "Make a quiz: papers, keys, pages, files for learning platforms.",
    "study": "Learn in the terminal, with Anki's schedule.",
    "stats": "Show how study is going, and what is due.",
    "log": "Export, import or repair the log of your answers.",
    "carry": "Take progress to Anki, or bring reviews back.",
    "diff": "Tell what an import will do for a learner.",
    "release": "Record what learners get with the next package.",
}
"""In the order in which an author meets them."""

STOPPED = 130
"""Exit code after Ctrl-C, as shells have it."""


class LazyGroup(click.Group):
    """A group whose commands live in modules of the same name, imported when called; `--help` imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        return cast(
            "click.Command",
            getattr(import_module(f"liverdeck.cli.{cmd_name}"), cmd_name),
        )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when there is none of that name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(f"no command {args[0]!r}; {_nearest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the table without loading a command."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _nearest(word: str, known: Iterable[str]) -> str:
    from liverdeck.base.names import nearest

    return nearest(word, known)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    VERSION, package_name="liverdeck", message="liverdeck %(version)s"
)
def cli() -> None:
    """Facts written once, learned as Anki cards, quizzes and study sessions."""


def _open_streams() -> None:
    # A closed stream's number would go to the next file that is opened, and output would land in that.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # pathlib is slow to load
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows its number instead of ending the program.
        cast("TextIO", stream).reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 problems in the input, 2 wrong usage, 130 stopped by Ctrl-C."""
    _open_streams()
    try:
        no_colour = os.environ.get("NO_COLOR")  # https://no-color.org
        code = cli.main(
            standalone_mode=False,
            prog_name="liverdeck",
            color=False if no_colour else None,
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. What was there before is as it was.", err=True)
        code = STOPPED
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; Python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        click.echo(
            f"{error.filename or 'liverdeck'}: {error.strerror or error}; mend that and try again",
            err=True,
        )
        code = 1
    sys.exit(code if isinstance(code, int) else 0)
