"""The option that switches off the cache of facts from unchanged files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

NO_CACHE_VARIABLE = "LIVERDECK_NO_CACHE"
_IS_OFF = f"{__name__}.is_off"


def _remember_choice(context: click.Context, _: click.Parameter, value: object) -> None:
    context.meta[_IS_OFF] = bool(value)


no_cache_option: Callable[[Any], Any] = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_remember_choice,
    envvar=NO_CACHE_VARIABLE,
    show_envvar=True,
    help="Read every file again, and remember nothing. The result is the same.",
)
"""The option --no-cache of a command that reads decks."""


def is_cache_off() -> bool:
    """Whether the user has switched the cache off for the command that runs."""
    context = click.get_current_context(silent=True)
    return context is None or bool(context.meta.get(_IS_OFF, True))
