"""Options on a scale: in an item they keep their order, from low to high."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.checker.numerals import roman_number
from liverdeck.quiz.items.amounts import quantity_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_SCALES = """
seconds?/ minutes?/ hours?/ days?/ weeks?/ months?/ years?/ decades?/ century|centuries
harmless|none|no|absent/ minimal|trace/ slight|very mild/ mild/ moderate/
  severe|serious/ very severe|extreme|critical/ fatal|lethal
very low/ low|reduced|decreased/ normal/ high|raised|elevated|increased/ very high
(?:fall|drop|sink|decrease|shrink)s?/ (?:stays?|remains?) the same|do(?:es)? not change|
  (?:is|are) unchanged/ (?:rise|increase|grow|climb)s?
never/ hardly ever|rarely|seldom/ sometimes|occasionally/ often|frequently/
  usually|mostly/ always
none|no/ few|a few/ some|several/ many/ most/ all
tiny/ small/ medium|medium-sized/ large|big/ huge
first/ second/ third/ fourth/ fifth/ sixth/ seventh/ eighth/ ninth
once/ twice/ three times/ four times/ five times
early/ middle/ late
newborn/ infant/ toddler/ child|schoolchild/ adolescent|teenager/ adult/ elderly
"""
"""One scale on each line, from low to high.

A long scale goes on in a line that begins with two spaces. A slash and a space are
between two ranks. A rank is a regular expression.
"""
_STAGE = re.compile(
    r"(?P<name>.*\b(?:stage|grade|class|phase|degree|level|stadium|grad|klasse|stade|"
    r"classe|estadio|grado))\s+(?P<number>[ivx]+|\d{1,3})(?P<letter>[a-d]?)$",
    re.IGNORECASE,
)


def order_on_scale(texts: Sequence[str]) -> list[int] | None:
    """Return the indexes of texts from low to high, if all are on one scale.

    A scale has quantities, stages such as *grade 2* or *stage IV*, or English words for
    degrees, such as *mild* and *severe*. Texts with such words must be equal otherwise.
    None if the texts are on no scale, or if two of them have the same rank.
    """
    ranks = (
        _ranks_of_quantities(texts)
        or _ranks_of_stages(texts)
        or _ranks_on_word_scale(texts)
    )
    if ranks is None:
        return None
    return sorted(range(len(texts)), key=lambda index: ranks[index])


def _ranks_of_quantities(texts: Sequence[str]) -> list[float] | None:
    lows = []
    for text in texts:
        quantity = quantity_of(text)
        if quantity is None:
            return None
        lows.append(float(quantity.low))
    return lows


def _ranks_of_stages(texts: Sequence[str]) -> list[float] | None:
    """Return the rank of each text such as *grade 2* or *stage IIIa*."""
    ranks: list[float] = []
    names = set()
    for text in texts:
        match = _STAGE.match(text.strip())
        rank = match and _number_of_stage(match["number"].lower())
        if match is None or rank is None:
            return None
        letter = match["letter"].lower()
        # Stage 3a is between 3 and 3b, and both are before 4.
        tenths = ord(letter) - ord("a") + 1 if letter else 0
        ranks.append(rank + tenths / 10)
        names.add(match["name"].casefold())
    return ranks if len(names) == 1 and _are_distinct(ranks) else None


def _number_of_stage(text: str) -> int | None:
    return int(text) if text.isdigit() else roman_number(text)


def _are_distinct(ranks: Sequence[float]) -> bool:
    return len(set(ranks)) == len(ranks)


def _ranks_on_word_scale(texts: Sequence[str]) -> list[float] | None:
    plain_texts = [" ".join(text.casefold().split()) for text in texts]
    for scale in _WORD_SCALES:
        ranks = _ranks_on_scale(plain_texts, scale)
        if ranks is not None:
            return ranks
    return None


def _ranks_on_scale(
    texts: Sequence[str], scale: Sequence[re.Pattern[str]]
) -> list[float] | None:
    """Return the rank of each text on a scale of words.

    None if a text has no rank, if two have the same rank, or if the texts differ in
    other words too.
    """
    ranks: list[float] = []
    texts_around_ranks = set()
    for text in texts:
        longest_match = None
        for rank, words in enumerate(scale):
            match = words.search(text)
            # "Very mild" has the words of two ranks; the longest words decide.
            if match and (
                longest_match is None or len(match[0]) > len(longest_match[0])
            ):
                longest_match, rank_of_text = match, rank
        if longest_match is None:
            return None
        ranks.append(rank_of_text)
        before, after = text[: longest_match.start()], text[longest_match.end() :]
        texts_around_ranks.add((before, after))
    are_otherwise_equal = len(texts_around_ranks) == 1
    return ranks if are_otherwise_equal and _are_distinct(ranks) else None


def _word_scale(scale: str) -> list[re.Pattern[str]]:
    return [re.compile(rf"(?<![\w-])(?:{rank})(?![\w-])") for rank in scale.split("/ ")]


_WORD_SCALES = [
    _word_scale(scale)
    for scale in _SCALES.strip().replace("|\n  ", "|").replace("\n  ", " ").split("\n")
]
