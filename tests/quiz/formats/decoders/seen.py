"""What a reader of a file sees of an item, and what the model says it should be."""

import html
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Seen:
    stem: str
    options: tuple = ()
    """(text, whether it is right), in order."""
    answers: frozenset = frozenset()
    """What may be typed."""
    pairs: frozenset = frozenset()
    number: tuple = ()
    """(least, most) that is right."""


def flat(text):
    return " ".join(text.split())


def plain(markup):
    """Return what HTML shows."""
    text = re.sub(r"<br ?/?>", "\n", markup)
    return html.unescape(re.sub(r"</?(?:span|img)\b[^>]*>", "", text))


def expected(asked, *, typed=flat, matches=flat):
    """Return what should be seen of an item; lists are left to the feedback, as no platform has them."""
    item = asked.item
    options = tuple((flat(option.text), option.is_key) for option in asked.options)
    if item.type == "ordering":
        pairs = frozenset(
            (f"{place}.", matches(option.text))
            for place, option in enumerate(item.options, 1)
        )
        return Seen(flat(item.stem), pairs=pairs)
    if item.pairs:
        return Seen(
            flat(item.stem),
            pairs=frozenset(
                (flat(pair.prompt), matches(pair.match)) for pair in item.pairs
            ),
        )
    if item.type == "numeric":
        value, tolerance = (
            float(item.answers[0].number.value),
            float(item.answers[0].number.tolerance or 0),
        )
        return Seen(
            flat(item.stem),
            number=(round(value - tolerance, 9), round(value + tolerance, 9)),
        )
    if item.options or item.type == "list":
        return Seen(flat(item.stem), options)
    (answer,) = item.answers
    return Seen(
        flat(item.stem), answers=frozenset(map(typed, (answer.text, *answer.accept)))
    )
