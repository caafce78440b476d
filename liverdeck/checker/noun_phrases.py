"""Names of adjectives and a noun, which may stand in another order: *atrium right*.

*Vena cava inferior* is Latin order, and *tibial posterior artery* is a slip of memory
that changes nothing. But words that say how two things act on each other stay in their
order, and so do two nouns: *plasma cell* is no *cell plasma*.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from liverdeck.checker.modifiers import has_opposite

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens

_SIDES = frozenset(("left", "right"))
_PLACES = frozenset(
    """
    superior inferior anterior posterior medial lateral median internal external inner
    outer upper lower middle deep superficial proximal distal dorsal ventral cranial
    caudal
    """.split()
)
"""Words for places. Two of them stay in their order: nuclei are called after both."""
_DEGREES = frozenset(
    """
    acute chronic primary secondary great greater lesser large small long short common
    simple complete partial total benign malignant severe mild
    """.split()
)
_ENDS_OF_ADJECTIVES = ("al", "ar", "ic", "ary", "ous")
_SHORTEST_ADJECTIVE = 5
_NOUNS_LIKE_ADJECTIVES = frozenset(
    """
    animal arsenal canal capital crystal hospital interval journal mammal material medal
    metal mineral pedal rival signal trial
    cellar collar dollar grammar molar nectar pillar sugar vinegar
    anesthetic antibiotic arsenic clinic colic cosmetic critic diuretic emetic epidemic
    fabric garlic hypnotic magic mechanic medic mosaic music narcotic panic plastic
    relic statistic tonic topic traffic
    boundary capillary diary dictionary glossary library ovary salary summary
    """.split()
)
"""Nouns that end as adjectives do: *sugar alcohol* is no *alcohol sugar*."""
_MOST_NOUNS = 2
_OTHER_OPPOSITES = (
    ("internal", "external"),
    ("inner", "outer"),
    ("deep", "superficial"),
    ("primary", "secondary"),
    ("greater", "lesser"),
    ("large", "small"),
    ("long", "short"),
    ("cranial", "caudal"),
    ("complete", "partial"),
    ("severe", "mild"),
)


def mean_the_same(tokens: Tokens, right: Tokens) -> bool:
    """Whether a right name means the same in the other order of its words.

    The name is adjectives in front of one noun, or of two that stay together.
    Adjectives of one kind keep their order, but *left* and *right* may stand anywhere.
    """
    adjectives = tuple(takewhile(is_adjective, right[:-1]))
    nouns = right[len(adjectives) :]
    if not adjectives or len(nouns) > _MOST_NOUNS or len(set(right)) < len(right):
        return False
    start = tokens.index(nouns[0])
    are_together = tokens[start : start + len(nouns)] == nouns
    return (
        are_together
        and not _has_opposites(right)
        and _by_kind(tokens, nouns) == _by_kind(right, nouns)
    )


def is_adjective(word: str) -> bool:
    """Whether a word is an adjective of a name: *left*, *phrenic*, *chronic*."""
    if word in _SIDES or word in _PLACES or word in _DEGREES:
        return True
    return (
        len(word) >= _SHORTEST_ADJECTIVE
        and word.endswith(_ENDS_OF_ADJECTIVES)
        and word not in _NOUNS_LIKE_ADJECTIVES
    )


def _by_kind(tokens: Tokens, nouns: Tokens) -> list[list[str]]:
    """Return the words for places, those for degrees, and the other adjectives.

    *Left* and *right* are not among them.
    """
    kinds: list[list[str]] = [[], [], []]
    for word in tokens:
        if word not in _SIDES and word not in nouns:
            kinds[0 if word in _PLACES else 1 if word in _DEGREES else 2].append(word)
    return kinds


def _has_opposites(tokens: Tokens) -> bool:
    """Whether a name has both of two opposites, which may belong to other words."""
    return has_opposite(tokens, tokens) or any(
        one in tokens and other in tokens for one, other in _OTHER_OPPOSITES
    )
