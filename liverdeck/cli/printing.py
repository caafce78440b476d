"""The only module that prints. Its output cannot control a terminal.

A name of a file or a typed answer may come from anywhere. Characters in it could write
to the clipboard, hide text, or change the direction of what a person reads.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, BinaryIO

import click

from liverdeck.base.characters import DIRECTION_MARKS
from liverdeck.base.patterns import lazy_pattern

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_COLOUR_OR_STYLE = r"(?:0|[1-4]|9|2[1-4]|3[1-79]|9[0-7]|38;5;[0-9]{1,3})"
"""A code for a colour or a style. None of them hides text."""
_CONTROLS = lazy_pattern(
    rf"""
    \x1b(?!\[{_COLOUR_OR_STYLE}(?:;{_COLOUR_OR_STYLE}){{0,4}}m)  # the escape character
    | [\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]  # other controls, not tab or line feed
    | [\u2028\u2029{DIRECTION_MARKS}]
    """,
    re.VERBOSE,
)
"""Characters that could control a terminal, or change the direction of its text."""
_HARMFUL_IN_JSON = lazy_pattern(
    rf"[\x7f-\x9f\u2028\u2029\ud800-\udfff{DIRECTION_MARKS}]"
)
"""Characters that are harmful in JSON. The JSON library escapes all other controls.

A half of a surrogate pair is among them, because UTF-8 cannot represent it.
"""


def echo(text: object = "", *, err: bool = False, nl: bool = True) -> None:
    """Print a text to standard output, or to standard error if `err` is true.

    Harmful characters become �. With `nl`, a line feed follows.
    """
    click.echo(without_terminal_controls(str(text)), err=err, nl=nl)


def echo_rich(console: Console, *contents: RenderableType) -> None:
    """Print each content to standard output, as a console of rich renders it."""
    for content in contents:
        with console.capture() as capture:
            console.print(content)
        echo(capture.get(), nl=False)


def echo_json(data: object, *, err: bool = False) -> None:
    """Print data as JSON to standard output, or to standard error if `err` is true.

    If the stream is not in UTF-8, characters outside ASCII are escaped. Harmful
    characters are always escaped.
    """
    import json  # `--help` needs none

    stream = sys.stderr if err else sys.stdout
    is_utf8 = stream.encoding.lower().replace("-", "") == "utf8"
    text = json.dumps(data, ensure_ascii=not is_utf8, indent=2)
    click.echo(without_harm_in_json(text), err=err)


def echo_json_line(data: object) -> None:
    """Print data to standard output as one line of JSON, always in UTF-8."""
    import json

    line = without_harm_in_json(json.dumps(data, ensure_ascii=False))
    echo_bytes(f"{line}\n".encode())


def echo_bytes(data: bytes) -> None:
    """Write the content of a file to standard output, as it is."""
    binary_output().write(data)


def binary_output() -> BinaryIO:
    """Return standard output for bytes, after the text that was printed before."""
    sys.stdout.flush()
    return sys.stdout.buffer


def without_terminal_controls(text: str) -> str:
    """Return a text with � in place of characters that could control a terminal.

    Marks of text direction are replaced too. Colours and italics stay.
    """
    if text.replace("\n", "").isprintable():
        return text  # none of them is printable, and the pattern takes 0.7 ms
    return _CONTROLS.sub("�", text)


def on_one_line(name: object) -> str:
    """Return a path or a position without line breaks and tabs.

    A line break in the name of a file would begin a line that looks like one of ours.
    """
    return re.sub(r"[\n\t]", "�", str(name))


def without_harm_in_json(json_text: str) -> str:
    """Return JSON with harmful characters as escapes. Its meaning stays the same."""
    return _HARMFUL_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", json_text)
