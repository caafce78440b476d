"""Questions for a list whose noun is already the answer, such as *which symptoms*.

*Which of these symptoms of flu does the document list?* calls all options symptoms,
although only the right ones are. The question must be *Which of these does the document
list as a symptom of flu?* The rules know English.
"""

from __future__ import annotations

import re

from liverdeck.checker.known_words import irregular_form, is_known, is_plural
from liverdeck.checker.spelling import with_final_s
from liverdeck.quiz.items.word_sorts import PREPOSITIONS

_RELATIONS = frozenset(
    """
    advantage aim benefit cause characteristic complication consequence
    contraindication danger disadvantage duty effect example factor feature finding form
    function goal indication kind manifestation part property purpose reason result risk
    role sign symptom task trait trigger type use
    """.split()
)
"""Nouns that say what something is for something else, as *a symptom of flu*."""
_BY_NAME = re.compile(
    r"^(?:which|what) (?P<noun>.+?) "
    r"(?P<says>(?:do|does|did) .+? (?:cite|count|describe|give|list|mention|name|"
    r"report|state)|(?:are|were) (?:cited|described|given|listed|mentioned|"
    r"named|reported|stated)(?: (?:by|in) .+?)?)"
    r"(?P<rest>| (?:about|after|before|during|for|in|of|to|under|with) .+)\?$",
    re.IGNORECASE | re.DOTALL,
)
"""*Which symptoms does the document list?* or *Which are named in the document?*"""
_BY_BEING = re.compile(
    r"^(?:which|what) (?P<noun>.+?) (?:(?:are|were) (?P<how>there|common|frequent|"
    r"important|known|possible|rare|typical|usual)|"
    r"exist|(?:can |may )?(?:occur|appear))"
    r"(?P<rest>| (?:after|before|during|for|in|of|with) .+)\?$",
    re.IGNORECASE | re.DOTALL,
)
"""*Which symptoms of flu are known?* or *Which causes are there?*"""


def property_stem(ask: str, *, is_for_one: bool) -> str | None:
    """Return a question with *Which of these* and the noun of a question after it.

    `is_for_one` says whether one option is right, or several are. Empty if the noun
    cannot be put in the singular. None if the question asks for more than its noun, as
    *Which symptoms go away by themselves?* does; then options can have that noun.
    """
    match = _BY_NAME.match(ask)
    if match is not None and _is_property(match["noun"]):
        says = match["says"].strip()
        if is_for_one:
            says = re.sub("^are", "is", re.sub("^were", "was", says))
        noun = _in_number(match["noun"], is_for_one=is_for_one)
        return noun and f"Which of these {says} as {noun}{match['rest']}?"
    match = _BY_BEING.match(ask)
    if match is not None and _is_relation(match["noun"]):
        how = "" if match["how"] in (None, "there") else f"{match['how']} "
        noun = _in_number(f"{how}{match['noun']}", is_for_one=is_for_one)
        verb = "is" if is_for_one else "are"
        return noun and f"Which of these {verb} {noun}{match['rest']}?"
    return None


def _is_property(noun: str) -> bool:
    """Whether a noun says what something is for something else, as *parts of the eye*.

    Any noun in the plural does with a preposition, and some nouns do without.
    """
    before, preposition, _ = _parted(noun)
    return _is_relation(noun) or (bool(preposition) and is_plural(before))


def _is_relation(noun: str) -> bool:
    *_, head = _parted(noun)[0].split() or [""]
    return _singular(head) in _RELATIONS


def _parted(noun: str) -> tuple[str, str, str]:
    """Return a noun without what follows from its first preposition on, and that."""
    words = noun.split()
    for index, word in enumerate(words):
        if index and word.lower() in PREPOSITIONS:
            return " ".join(words[:index]), word, " ".join(words[index + 1 :])
    return noun, "", ""


def _in_number(noun: str, *, is_for_one: bool) -> str:
    """Return a noun in the plural as it is, or in the singular with an article."""
    if not is_for_one:
        return noun
    before, preposition, after = _parted(noun)
    *adjectives, head = before.split()
    singular = _singular(head)
    if singular is None:
        return ""
    words = " ".join((*adjectives, singular))
    article = "an" if words[:1].lower() in "aeio" else "a"
    return " ".join(filter(None, (article, words, preposition, after)))


def _singular(plural: str) -> str | None:
    """Return the singular of a noun in the plural; None if it is not known."""
    word = plural.lower()
    if not is_plural(word):
        return None
    irregular = irregular_form(word)
    if irregular is not None:
        return irregular
    for form in (word[:-1], word[:-2], f"{word[:-3]}y"):
        if with_final_s(form) == word and (form in _RELATIONS or is_known(form)):
            return form
    return None
