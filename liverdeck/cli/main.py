"""The command `liverdeck`.

The module of a subcommand is loaded only when the subcommand is called. Errors that a
user can cause become a message and an exit code.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn, TextIO, cast

from liverdeck.base.version import VERSION
from liverdeck.cli.lean_click import click

if TYPE_CHECKING:
    from collections.abc import Iterable

COMMANDS = {
    "new": "Start a deck in a new folder.",
    "index": "Write the word index of the document.",
    "lint": "Check decks, and list every problem and how to fix it.",
    "show": "Print the cards of a fact as text.",
    "check": "Say whether a typed answer is right for a card.",
    "preview": "Write every card to one HTML page, as it looks in Anki.",
    "build": "Build a deck as an Anki package.",
    "quiz": "Make a quiz: papers, keys, pages, files for learning platforms.",
    "study": "Learn in the terminal, with Anki's schedule.",
    "stats": "Show how study is going, and what is due.",
    "log": "Export, import or repair the log of your answers.",
    "carry": "Take progress to Anki, or bring reviews back.",
    "diff": "Show what an import will do for a learner.",
    "release": "Record what learners get with the next package.",
}
"""Each command with its summary, in the order in which an author needs them."""

STOPPED = 130
"""Exit code after Ctrl-C, as in shells."""
EXIT_CODES = {
    0: "done",
    1: "problems in the input or with a file",
    2: "wrong usage",
    STOPPED: "stopped with Ctrl-C",
}
"""The exit codes of every command with their meanings. `check` has more exit codes."""


class LazyGroup(click.Group):
    """A group of commands, each in the module of the same name.

    A module is imported only when its command is called, so `liverdeck --help` imports
    none of them.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of `COMMANDS`."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command and return the command.

        Returns None if there is no such command.
        """
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        from liverdeck.cli.garbage_pause import garbage_collection_paused

        with garbage_collection_paused(is_kept=True):
            module = import_module(f"liverdeck.cli.{cmd_name}")
        return cast("click.Command", getattr(module, cmd_name))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command. Refuse an unknown name, with a hint at a known name."""
        name = args[0] if args else None
        if name is not None and name not in COMMANDS and not name.startswith("-"):
            ctx.fail(f"no command {name!r}; {_hint_at_known(name, COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the list of commands without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _hint_at_known(name: str, known_names: Iterable[str]) -> str:
    from liverdeck.base.names import nearest_name_hint

    return nearest_name_hint(name, known_names)


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
    """Open closed standard streams, and let output print characters of any kind."""
    # If a stream is closed, the next file that we open gets the file number of the
    # stream. Then our output would go into that file.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            # We use `open`, because pathlib is slow to load.
            null_device = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
            setattr(sys, name, null_device)
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    # A terminal may be unable to show a character. Then we write the number of the
    # character in place of it, and do not stop with an error.
    for stream in (sys.stdout, sys.stderr):
        cast("TextIO", stream).reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]


def _say(text: str) -> None:
    """Print a text to standard error."""
    from liverdeck.cli.printing import echo  # `--help` does not need it

    echo(text, err=True)


def _show_error(error: click.ClickException) -> None:
    """Print an error of click, which may quote anything that the user typed."""
    from io import StringIO

    text = StringIO()
    error.show(text)
    _say(text.getvalue().rstrip())


def main() -> NoReturn:
    """Run the command line and exit.

    The exit codes are those of `EXIT_CODES`. The code is also 1 if the program that
    reads our output has stopped reading.
    """
    _open_streams()
    # At its end, Python searches all objects for garbage, a last time. These it skips.
    atexit.register(gc.freeze)
    try:
        no_colour = os.environ.get("NO_COLOR")  # https://no-color.org
        code = cli.main(
            standalone_mode=False,
            prog_name="liverdeck",
            color=False if no_colour else None,
        )
        sys.stdout.flush()
    except click.ClickException as error:
        _show_error(error)
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped. No file is half written.")
        code = STOPPED
    except BrokenPipeError:
        # The reader (such as `| head`) has closed the pipe. Python would print an
        # error when it flushes the stream at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        file_name = error.filename or "liverdeck"
        message = error.strerror or error
        _say(f"{file_name}: {message}; fix that and try again")
        code = 1
    # Click returns the exit code after `--help` or `context.exit()`, and otherwise
    # what the command returned, which is None.
    sys.exit(code if isinstance(code, int) else 0)
