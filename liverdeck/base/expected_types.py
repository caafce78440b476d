"""Refuses a value of another type than a public function takes, and says what helps."""

from __future__ import annotations

from liverdeck.base.result import Result


def refuse_other_type(
    name: str, value: object, *wanted: type, help_text: str = ""
) -> None:
    """Raise TypeError if `value` has none of the wanted types.

    `name` is what the caller calls the value, such as "deck". The message names the
    first wanted type, and `help_text` says what to do; for a Result, it is to take the
    value out of it.
    """
    if isinstance(value, wanted):
        return
    if isinstance(value, Result):
        help_text = "its `required()` returns the value or raises the problems"
    raise TypeError(
        f"the {name} is {_with_article(type(value))}; it must be"
        f" {_with_article(wanted[0])}" + (f": {help_text}" if help_text else "")
    )


def _with_article(type_: type) -> str:
    name = type_.__name__
    return f"an {name}" if name[0] in "AEIOaeio" else f"a {name}"
