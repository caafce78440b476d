"""Pairs British spellings with American ones, and irregular plurals with singulars."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from liverdeck.checker.spelling import TOO_FAR, american_by_rules, slip
from tools.known_words.packages import WORDNET_FOLDER, deb_files
from tools.known_words.readers import SHORTEST, reviewed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_BRITISH_REWRITES = """
    ise ize  isa iza  isi izi  yse yze  ysi yzi  our or  re er  ae e  oe e  ll l  l ll
    ogue og  og ogue  ence ense  amme am  ough ow  oul ol  gui gi
"""
"""Pairs of letters: in a British spelling, and in the American one."""
_WEAK_REWRITES = """
    ph f  que k  que cue  gg g  pp p  p pp  tt t  t tt  ss s  s ss  nn n  n nn  mm m
    m mm  rr r  r rr  c k  k c  y i  i y  s z  z s  c s  e -  - e  or er  er or  ou o
    x ct  ey ay  i e  e i  a e  e a
"""
"""The same for other variants of a word. A hyphen means no letter.

These rewrites come after the British ones, and only for long words: they too often turn
a short word into another one.
"""


def _pairs_in(table: str) -> list[tuple[str, str]]:
    letters = [piece.strip("-") for piece in table.split()]
    return list(zip(letters[::2], letters[1::2], strict=True))


_REWRITES = [*_pairs_in(_BRITISH_REWRITES), *_pairs_in(_WEAK_REWRITES)]
_BRITISH_COUNT = len(_pairs_in(_BRITISH_REWRITES))
_SHORTEST_VARIANT = 5
"""A spelling with fewer letters gets no American one."""
_SHORTEST_FOR_WEAK_REWRITES = 8
"""A spelling with fewer letters is rewritten only by the British rewrites."""


_ENDINGS = (
    ("", "", ("",)),
    ("s", "", ("s", "es")),
    ("es", "", ("s", "es")),
    ("d", "", ("d", "ed")),
    ("ed", "", ("d", "ed")),
    ("ing", "", ("ing",)),
    ("ing", "e", ("ing",)),
    ("ies", "y", ("s", "es")),
    ("ied", "y", ("d", "ed")),
)
"""How a form ends, how its base form ends instead, and how forms of a synonym end.

So *centred* is a form of *centre*, and *centered* is a form of its synonym *center*.
"""
_FARTHEST_SYNONYM = 2.8
"""Synonyms are spellings of one word if the slip between them costs at most this."""


def american_spellings(
    others: dict[str, int], american: dict[str, int], synonyms: dict[str, set[str]]
) -> dict[str, str]:
    """Return the American spelling of each British or variant one that has one."""
    pairs: dict[str, str] = {}
    for word in sorted(others):
        if len(word) >= _SHORTEST_VARIANT:
            by_rule = american_by_rules(word, bool)  # any word that the rules make
            if by_rule in american:
                pairs[word] = by_rule
                continue
            best = min(_rewritten(word, american), default=None)
            if best is not None:
                _, _, spelling = best
                pairs[word] = spelling
                continue
        if len(word) < SHORTEST:
            continue
        cost, spelling = min(
            _synonymous(word, american, synonyms), default=(TOO_FAR, "")
        )
        # The rules make some American spellings plainer: both become *ameba*.
        if cost < TOO_FAR and american_by_rules(spelling, bool) != word:
            pairs[word] = spelling
    # Some spellings differ twice: tranquilliser, tranquillizer, tranquilizer.
    for word in set(others) - set(pairs):
        by_rule = american_by_rules(word, bool)
        if by_rule in pairs:
            pairs[word] = pairs[by_rule]
    return pairs


def irregular_plurals(path: Path) -> dict[str, str]:
    """Return WordNet's irregular plurals that have a classical ending."""
    no_plurals = reviewed("not_plurals.txt")
    for name, content in deb_files(path, WORDNET_FOLDER):
        if name == "noun.exc":
            pairs = dict(
                line.split()[:2] for line in content.decode("ascii").splitlines()
            )
            break
    else:
        sys.exit(f"{path} has no noun.exc")
    pairs |= dict(line.split() for line in reviewed("plurals.txt"))
    return {
        plural: singular
        for plural, singular in pairs.items()
        if plural.isalpha()
        and singular.isalpha()
        and plural not in no_plurals
        and not plural.endswith(("men", "ies"))
        and plural.rstrip("s") != singular.rstrip("s")
    }


def _rewritten(word: str, american: dict[str, int]) -> Iterator[tuple[int, int, str]]:
    """Yield the American words that one rewrite makes of a word.

    Before each come the rank of the rewrite and the word's SCOWL size. The smallest are
    best.
    """
    for rank, (old, new) in enumerate(_REWRITES):
        if rank >= _BRITISH_COUNT and len(word) < _SHORTEST_FOR_WEAK_REWRITES:
            return
        for start in range(1, len(word) + 1):
            if word.startswith(old, start):
                candidate = word[:start] + new + word[start + len(old) :]
                if candidate in american and candidate != word:
                    yield rank, american[candidate], candidate


def _synonymous(
    word: str, american: dict[str, int], synonyms: dict[str, set[str]]
) -> Iterator[tuple[float, str]]:
    """Yield the American words that mean the same as a word and are near in spelling.

    Both may have the same ending, such as the *-ing* of *enquiring* and *inquiring*.
    Before each comes the cost of the slip between them. The smallest is best.
    """
    for ending, base_ending, other_endings in _ENDINGS:
        if not word.endswith(ending):
            continue
        for synonym in synonyms.get(word.removesuffix(ending) + base_ending, ()):
            for spelling in _forms_of(synonym, base_ending, other_endings):
                cost = slip(word, spelling, _FARTHEST_SYNONYM)
                if spelling in american and cost < TOO_FAR:
                    yield cost, spelling


def _forms_of(word: str, base_ending: str, endings: Iterable[str]) -> Iterator[str]:
    """Yield the forms of a word with some endings, with and without its final letter.

    So *bone* has *boneing* and *boning*, and *gypsy* has *gypsys* and *gypsies*.
    """
    for ending in endings:
        yield word + ending
        if base_ending == "e" and word.endswith("e"):
            yield word[:-1] + ending
        if base_ending == "y" and word.endswith("y"):
            yield f"{word[:-1]}i{ending}"


def follows_a_rule(variant: str, spelling: str, listed: frozenset[str]) -> bool:
    """Whether the checker finds the American spelling without a list of pairs."""

    def is_listed(word: str) -> bool:
        return word in listed or word.removesuffix("s") in listed

    return american_by_rules(variant, is_listed) == spelling
