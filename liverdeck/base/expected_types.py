"""Refuse a value of a type that a public function does not take, and say what to do."""

from __future__ import annotations

from liverdeck.base.characters import FORBIDDEN_IN_TEXT, code_of
from liverdeck.base.result import Result


def refuse_other_type(
    name: str, value: object, *wanted: type, help_text: str = ""
) -> None:
    """Raise TypeError if `value` has none of the wanted types.

    `name` is the caller's name for the value, such as "deck". The message names the
    first wanted type, and ends with `help_text`, which says what to do. If the value is
    a Result, the message ends with advice to take the value out of it.
    """
    if isinstance(value, wanted):
        return
    if isinstance(value, Result):
        help_text = "its `required()` returns the value or raises the problems"
    given, expected = _with_article(type(value)), _with_article(wanted[0])
    message = f"the {name} is {given}; it must be {expected}"
    raise TypeError(f"{message}: {help_text}" if help_text else message)


def refuse_other_text(name: str, value: object, *, help_text: str = "") -> None:
    """Raise TypeError if a value is not a str, ValueError if it is an impossible text.

    `name` and `help_text` are as in `refuse_other_type`.
    """
    refuse_other_type(name, value, str, help_text=help_text)
    forbidden = FORBIDDEN_IN_TEXT.search(str(value))
    if forbidden:
        raise ValueError(
            f"the {name} has {code_of(forbidden[0])}, which no text may have"
        )


def _with_article(type_: type) -> str:
    name = type_.__name__
    return f"an {name}" if name[0] in "AEIOaeio" else f"a {name}"
