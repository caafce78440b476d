"""What sort of answer a question wants: a meaning, an action, a manner or a time."""

from __future__ import annotations

import re

from liverdeck.base.characters import APOSTROPHES
from liverdeck.base.words import words_of

_ASKS_FOR_ACTION = re.compile(
    r"^\W*what (?:are|can|could|did|do|does|is|may|might|must|should|will|would) .+"
    r"\bdo(?:ing)?\b|\bwhat happens\b",
    re.IGNORECASE,
)
_ASKS_HOW = {
    "de": r"wie (?:lange|oft|schnell|weit|häufig|bald|stark|groß|alt|früh|spät|gut|"
    r"sehr|(?:kann|können|fühlt|sieht|verändert|wirkt)\b)",
    "en": r"(?:for |since |after |by |to |in |at |about )?how\b(?! (?:\w+ )*?(?:called|"
    r"known as|named|termed|spelled|abbreviated)\b)",
    "es": r"(?:durante |desde |por )?(?:cu[aá]nt[oa]s? (?:tiempo|d[ií]as|meses|años)|"
    r"con qué frecuencia|cómo (?!se (?:llama|denomina|nombra)))",
    "fr": r"(?:pendant |depuis |dans )?(?:combien de (?:temps|jours|mois|fois)|"
    r"à quelle fréquence|"
    rf"comment (?!(?:s[{APOSTROPHES}]appel|se nomm|appell?e|nomme)))",
}
"""The first words of a question for a manner, a degree or a time, by language code."""
_BEFORE_HOW = r"(?:^|[,.:;?!] )[¿ ]*"
_MEANING_QUESTION = re.compile(
    r"^what (?:is|are) meant by (?:an? |the )?(?P<meant>[^?]{1,40})\?$|"
    r"^what does (?:the (?:word|term) )?(?P<meaning>[^?]{1,40}?) mean\?$|"
    r"^what (?:is|are) (?:an? )?(?P<term>[^ ?]+(?: [^ ?]+){0,2})\?$",
    re.IGNORECASE,
)
_OTHER_WORD_QUESTION = re.compile(
    r"^what (?:else|other name) is (?:an? |the )?(?P<other>[^?]{1,40}?) called\?$|"
    r"^what is (?:another|the other|an other) (?:name|word|term) (?:for|of) "
    r"(?:an? |the )?(?P<name>[^?]{1,40})\?$|"
    r"^what (?:does|do) (?:an? |the )?(?P<looks>[^?]{1,40}?) look like\?$|"
    r"^what does it mean that (?:[^?]{1,40} )?(?P<verb>[^ ?]+)\?$",
    re.IGNORECASE,
)
_NOT_IN_TERMS = frozenset(
    "a an are at by for from in is it made needed of on produced raised that the "
    "there this to used with".split()
)
"""Words that no term contains. So *What is made of it?* does not ask for a term."""


def term_defined_by(ask: str) -> str | None:
    """Return the term whose meaning a question asks for: *biopsy*.

    *What is a biopsy?* asks for a meaning. None for a question that asks for something
    else, such as *What is the largest organ?*
    """
    match = _MEANING_QUESTION.match(ask.strip())
    if match is None:
        return None
    term = next((text for text in match.groups() if text), None)
    if term is None or not _NOT_IN_TERMS.isdisjoint(words_of(term)):
        return None
    has_apostrophe = any(character in APOSTROPHES for character in term)
    return None if has_apostrophe else term


def term_asked_about(ask: str) -> str | None:
    """Return the term whose meaning, other name or look an English question asks for.

    That is *liver metastasis* in *What else is a liver metastasis called?*
    """
    match = _OTHER_WORD_QUESTION.match(ask.strip())
    if match is None:
        return term_defined_by(ask)
    return next(text for text in match.groups() if text)


def asks_for_meaning(ask: str) -> bool:
    """Whether a question asks for a meaning, as *What does it mean that ...?* does."""
    is_about_clause = ask.casefold().startswith("what does it mean ")
    return is_about_clause or term_defined_by(ask) is not None


def asks_for_action(ask: str) -> bool:
    """Whether an English question asks what somebody or something does."""
    return _ASKS_FOR_ACTION.search(ask) is not None


def asks_how(ask: str, language_code: str) -> bool:
    """Whether a question asks how, how long or how often something is.

    *How is it called?* asks for a name. False in a language whose words are not known.
    """
    pattern = _ASKS_HOW.get(language_code)
    if pattern is None:
        return False
    return re.search(_BEFORE_HOW + pattern, ask, re.IGNORECASE) is not None
