"""Stems of items from lists, such as *Which of these ...?*, in the singular.

The rules are for English. In other languages a question stays as the author wrote it.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from liverdeck.checker.known_words import is_plural
from liverdeck.checker.spelling import with_final_s
from liverdeck.facts.card_texts import list_answers
from liverdeck.quiz.items.property_stems import property_stem
from liverdeck.quiz.items.stems import says_how_many, says_order
from liverdeck.quiz.items.word_sorts import AUXILIARIES, PREPOSITIONS
from liverdeck.quiz.items.worded import (
    NAME_ALL,
    NAME_ALL_IN_ORDER,
    NAME_BOTH,
    NAME_BOTH_IN_ORDER,
    NAME_SOME,
)

if TYPE_CHECKING:
    from liverdeck.facts.shapes import Enumeration, GroupedEnumeration

_TWO = 2
_QUESTION = re.compile(
    r"^(?P<preposition>\w+ )?(?:which|what) (?P<rest>.+\?)$", re.IGNORECASE | re.DOTALL
)
_ASKS_WHAT_ARE = re.compile(
    r"^(?:what|which) are (?:the |some )?(?P<rest>.+\?)$", re.IGNORECASE | re.DOTALL
)
_NAME_THE = re.compile(
    r"^(?:name|list|give|state) (?:the |some )?(?P<rest>.+?)[.!:]?$",
    re.IGNORECASE | re.DOTALL,
)
_SINGULAR_VERBS = {"are": "is", "were": "was", "have": "has"}
_MAIN_VERBS = frozenset(
    "belong bring cause come enter follow form happen help lead leave make occur "
    "precede prevent produce protect raise speak".split()
)
"""Verbs that often follow *what* directly; other words there are nouns."""


def one_of_these(ask: str) -> str | None:
    """Return the question of a list as a question for one of the options.

    *Which symptoms can it cause?* becomes *Which of these symptoms can it cause?*, and
    *What are the causes of it?* becomes *Which of these is one of the causes of it?* If
    the noun is a property of the answers, it goes to the end; see `property_stem`. None
    if the question cannot be reworded, or if it says how many answers it wants.
    """
    if says_how_many(ask):
        return None
    named = _ASKS_WHAT_ARE.match(ask) or _NAME_THE.match(ask)
    if named is not None:
        noun = named["rest"].rstrip("?. ")
        return None if noun.startswith("there") else _one_of_the(noun)
    about_property = property_stem(ask, is_for_one=True)
    if about_property is not None:
        return about_property or None
    question = _which_of_these(ask)
    if question is None:
        return None
    beginning, after_which = question
    if not _asks_for_several(after_which):
        return None
    singular = _with_singular_verb(after_which)
    return None if singular is None else f"{beginning} {singular}"


def some_of_these(ask: str) -> str:
    """Return the question of a list as a question for several of the options.

    A question that cannot be reworded stays as it is.
    """
    if says_how_many(ask):
        return ask
    about_property = property_stem(ask, is_for_one=False)
    if about_property is not None:
        return about_property
    question = _which_of_these(ask)
    if question is None:
        return ask
    beginning, after_which = question
    return f"{beginning} {after_which}" if _asks_for_several(after_which) else ask


def list_stem(shape: Enumeration | GroupedEnumeration, *, is_english: bool) -> str:
    """Return a question for a list that says how many answers to name.

    If the order matters and the learner must name all answers, it also mentions the
    order. In other languages than English, the author's question stays as it is.
    """
    count = len(list_answers(shape))
    if not is_english:
        return shape.ask
    if shape.need < count:
        task = NAME_SOME
    elif shape.is_ordered and not says_order(shape.ask):
        task = NAME_BOTH_IN_ORDER if count == _TWO else NAME_ALL_IN_ORDER
    elif says_how_many(shape.ask):
        return shape.ask
    else:
        task = NAME_BOTH if count == _TWO else NAME_ALL
    return f"{shape.ask} {task.format(need=shape.need, count=count)}"


def _asks_for_several(after_which: str) -> bool:
    """Whether *which* is followed by a verb, or by a noun in the plural.

    False for *what sort of tumors*: *Which of these sort of tumors* is wrong.
    """
    words = [word.strip("?,") for word in after_which.lower().split()]
    noun_words = list(takewhile(lambda word: word not in AUXILIARIES, words))
    if not noun_words or _is_main_verb(noun_words[0]):
        return True
    if any(word in ("sort", "kind", "type", "part", "form") for word in noun_words[:2]):
        return False
    return any(map(is_plural, noun_words[:4]))


def _is_main_verb(word: str) -> bool:
    """Whether a word is one of the main verbs, in the plural or the singular."""
    plain = word.strip("?").lower()
    return plain in _MAIN_VERBS or plain.removesuffix("s") in _MAIN_VERBS


def _one_of_the(noun: str) -> str:
    return f"Which of these is one of the {noun}?"


def _which_of_these(ask: str) -> tuple[str, str] | None:
    """Return "Which of these" and the words of a question after *which*.

    None if the question has no *which*.
    """
    match = _QUESTION.match(ask)
    if match is None:
        return None
    preposition = (match["preposition"] or "").strip()
    if preposition and preposition.lower() not in PREPOSITIONS:
        return None
    beginning = f"{preposition} which of these" if preposition else "Which of these"
    return beginning, match["rest"]


def _with_singular_verb(after_which: str) -> str | None:
    """Return the words after *which* with their first verb in the singular.

    None for *Which rooms are there?*, because it asks for all rooms.
    """
    words = after_which.split()
    for index, word in enumerate(words):
        if word.lower() in AUXILIARIES:
            next_word = words[index + 1] if index + 1 < len(words) else ""
            if next_word in {"there", "there?"}:
                return None
            words[index] = _SINGULAR_VERBS.get(word.lower(), word)
            return " ".join(words)
    return _with_singular_main_verb(words)


def _with_singular_main_verb(words: list[str]) -> str | None:
    """Return words such as *organs produce bile?* with their verb in the singular.

    None if the verb cannot be found. `words` are changed.
    """
    if _is_main_verb(words[0]):
        is_singular = words[0].lower() not in _MAIN_VERBS
        words[0] = words[0] if is_singular else _third_person(words[0])
        return " ".join(words)
    if len(words) == 1 or words[1] in PREPOSITIONS:
        return None
    # A noun has one word or two, and the verb follows it.
    for index, verb in enumerate(words[1:3], start=1):
        is_after_noun = is_plural(words[index - 1])
        if is_after_noun and not verb.rstrip("?").endswith("s"):
            words[index] = _third_person(verb)
            return " ".join(words)
    return " ".join(words) if words[0].rstrip("?").endswith("s") else None


def _third_person(verb: str) -> str:
    word = verb.rstrip("?")
    return with_final_s(word) + verb[len(word) :]
