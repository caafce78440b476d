"""An item as the reader of a file sees it, and as the reader should see it."""

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    """What a reader sees of an item, in whatever format."""

    stem: str
    options: tuple = ()
    """The options in order, as (text, whether it is right)."""
    answers: frozenset = frozenset()
    """The texts that count as right when typed."""
    pairs: frozenset = frozenset()
    """The pairs of a matching or an ordering, as (prompt, match)."""
    number: tuple = ()
    """The least and the greatest right number."""


def flat(text):
    """Return a text in one line, with single spaces."""
    return " ".join(text.split())


def plain(markup):
    """Return the text that HTML shows."""
    text = re.sub(r"<br ?/?>", "\n", markup)
    return html.unescape(re.sub(r"</?(?:span|img)\b[^>]*>", "", text))


def range_of(value, tolerance):
    """Return the least and the greatest right number."""
    value, tolerance = float(value), float(tolerance or 0)
    return round(value - tolerance, 9), round(value + tolerance, 9)


def expected(asked, *, typed=flat, matches=flat):
    """Return an item as a reader should see it.

    `typed` and `matches` change answers and matches as the format does. A list has no
    answers, as no platform has lists: they are in the feedback.
    """
    item = asked.item
    stem = flat(item.stem)
    if item.type == "ordering":
        pairs = frozenset(
            (f"{number}.", matches(option.text))
            for number, option in enumerate(item.options, 1)
        )
        return Seen(stem, pairs=pairs)
    if item.pairs:
        pairs = frozenset(
            (flat(pair.prompt), matches(pair.match)) for pair in item.pairs
        )
        return Seen(stem, pairs=pairs)
    if item.type == "numeric":
        number = item.answers[0].number
        return Seen(stem, number=range_of(number.value, number.tolerance))
    if item.options or item.type == "list":
        options = tuple((flat(option.text), option.is_key) for option in asked.options)
        return Seen(stem, options)
    (answer,) = item.answers
    return Seen(stem, answers=frozenset(map(typed, (answer.text, *answer.accept))))
