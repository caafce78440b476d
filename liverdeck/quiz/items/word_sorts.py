"""English words by sort: adjectives, verbs, words by which a clause is recognized.

A dictionary with parts of speech would be larger than all other data of the program. So
only common words are listed here. For all other words, their endings and the words
around a blank decide.
"""

from __future__ import annotations

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PRONOUNS = _words("he it its she some their them there these they this those we you")
"""Words that can be the subject of a clause, or point back to something."""
CLAUSE_STARTS = PRONOUNS | _words(
    "because how if since so that to what when where whether which who why"
)
"""A text that begins with one of these words is a clause or an infinitive."""
CLAUSE_WORDS = _words(
    "are because can cannot do does had has have is may might must should that was "
    "were when where which who whose will would"
)
"""A text that has one of these words after its first is a clause or has one."""
PREPOSITIONS = _words(
    "about after at before between by during for from in into near of on over through "
    "to under until up with within"
)
NAMING_VERBS = {
    "cite": "cited",
    "count": "counted",
    "describe": "described",
    "give": "given",
    "list": "listed",
    "mention": "mentioned",
    "name": "named",
    "report": "reported",
    "state": "stated",
}
"""Verbs that say that a document names something, each with its participle.

The third person of each is the verb with an *s*.
"""
MODALS = _words("can cannot could may might must shall should will would")
AUXILIARIES = MODALS | _words("are did do does had has have is was were")
COPULAS = _words(
    "are be become becomes been being feel feels is look looks remain remains seem "
    "seems stay stays turn turns was were"
)
"""Verbs before an adjective that says how something is."""

_ADJECTIVES = _words(
    """
    abnormal absent acid acute alike alive alkaline bad benign big bitter black blind
    blood-red blue bound bright brittle broad brown bumpy chronic clean clear closed
    coarse cold common cool crisp curved damp dangerous dark dead deaf deep dense dirty
    dry dull early easy elastic elevated empty equal even expensive external faint fast
    firm flat free frequent fresh full gentle good grave gray great green grey hard
    harmful harmless healthy heavy high hollow hot huge identical ill inner intact
    internal irregular large late lazy left lethal little long loose loud low lower
    lumpy malignant mild milky minimal moderate moist moth-eaten mute narrow new normal
    numb oblique odd old open opposite outer pale patchy pink poor present pure purple
    quick quiet rapid rare raw red regular rich right rigid ripe rough round safe salty
    same secondary serious severe shallow sharp short shrill sick similar simple slow
    small smooth soft solid sour stable steep sterile sticky stiff straight strong
    sudden sweet swollen tall tender thick thin tight tiny transparent uneven unequal
    unstable upper upright vague violet visible warm weak wet white whole wide yellow
    young
    """
)
_ADJECTIVE_ENDING = re.compile(
    r"\w{2,}(?:able|ible|ous|ful|less|ish|ive|ic|ical|al|ar|ary|ed|oid|ose|"
    r"(?<!m)ent|ant|ile|-like)$"
)
"""Most adjectives have such an ending, and many nouns too."""
_VERBS = _words(
    """
    absorb activate adapt become begin bind bleed break breathe carry circulate clot
    collapse constrict contain contract degenerate destroy die differ dilate disappear
    dissolve divide enlarge expand filter freeze grow harden heal inhibit kill melt
    multiply narrow oxidize prevent produce protect proliferate reabsorb regenerate
    relax secrete shorten shrink sink soften spread stimulate swell swim thicken vary
    weaken widen worsen
    """
)
_VERB_ENDING = re.compile(r"\w{3,}(?:ize|izes|ized|ify|ifies|ified)$")
_DEGREE_ENDINGS = ("er", "r", "ier", "est", "st", "iest")
"""Endings of comparatives and superlatives."""
_VERB_ENDINGS = ("s", "es", "d", "ed", "ing")


def is_known_adjective(word: str) -> bool:
    """Whether a word is a common adjective, or its comparative or superlative."""
    return word in _ADJECTIVES or any(
        stem in _ADJECTIVES for stem in _stems_before(word, _DEGREE_ENDINGS)
    )


def may_be_adjective(word: str) -> bool:
    """Whether a word is a common adjective or ends as adjectives do."""
    return is_known_adjective(word) or bool(_ADJECTIVE_ENDING.match(word))


def is_known_verb(word: str) -> bool:
    """Whether a word is a form of a common verb, or ends as only verbs do."""
    if word in _VERBS or _VERB_ENDING.match(word):
        return True
    return any(stem in _VERBS for stem in _stems_before(word, _VERB_ENDINGS))


def _stems_before(word: str, endings: tuple[str, ...]) -> list[str]:
    """Return the words from which a word may be formed with one of the endings.

    A letter that the ending may have replaced is put back: *eas* gives *ease* and
    *easy* too.
    """
    stems = []
    for ending in endings:
        if not word.endswith(ending) or len(word) <= len(ending) + 1:
            continue
        stem = word.removesuffix(ending)
        stems += [stem, f"{stem}e", f"{stem}y"]
        if stem[-1] == stem[-2:-1]:
            stems.append(stem[:-1])
    return stems
