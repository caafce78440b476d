"""Questions for a list whose noun is a property of the answers: *which symptoms*.

*Which of these symptoms of flu does the document list?* calls all options symptoms,
although only the right ones are. The question must be *Which of these does the document
list as a symptom of flu?* The rules are for English.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.base.words import indefinite_article
from liverdeck.checker.known_words import irregular_form, is_known, is_plural
from liverdeck.checker.spelling import with_final_s
from liverdeck.quiz.items.word_sorts import NAMING_VERBS, PREPOSITIONS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_RELATIONS = frozenset(
    """
    advantage aim benefit cause characteristic complication consequence
    contraindication danger disadvantage duty effect example factor feature finding form
    function goal indication kind manifestation part property purpose reason result risk
    role sign symptom task trait trigger type use
    """.split()
)
"""Nouns that say how one thing is related to another: a *symptom* of flu."""
_PARTICIPLES_OF_NAMING = frozenset(NAMING_VERBS.values())
"""Participles such as *listed* in *Which symptoms are listed?*."""
_AFTER_ARE = frozenset(
    "there common frequent important known possible rare typical usual".split()
)
"""Words such as *known* in *Which symptoms are known?*."""
_OCCUR = frozenset({"occur", "appear"})
_BEFORE_MORE = frozenset("after before during for in of with".split())
_BEFORE_MORE_OF_NAMED = _BEFORE_MORE | {"about", "to", "under"}
"""The first words of what may follow the question itself, such as *during flu*.

`_BEFORE_MORE` is for *Which symptoms are common?*, and `_BEFORE_MORE_OF_NAMED` for
*Which symptoms does the document list?*
"""


@value_class
class _PropertyQuestion:
    """The parts of a question that asks for everything that a noun names."""

    noun: str
    naming: str
    """The words that say what names the answers: *does the document list*.

    May be empty.
    """
    adjective: str
    """The adjective of *Which symptoms are common?*; empty without one."""
    more: str
    """What follows the question itself: *during flu*. May be empty."""


def property_stem(ask: str, *, is_for_one: bool) -> str | None:
    """Return a question that asks *Which of these* and has the noun after the verb.

    `is_for_one` says whether one option is right or several are. The returned text is
    empty if the noun cannot be put in the singular. None if `ask` says more about its
    noun, as *Which symptoms go away by themselves?* does, because then the noun may be
    true of wrong options too.
    """
    *words, last = ask.split() or [""]
    words.append(last.removesuffix("?"))
    if not last.endswith("?") or words[0].lower() not in {"which", "what"}:
        return None
    naming_question = _asked_with_naming_verb(words)
    if naming_question is not None and _is_property(naming_question.noun):
        naming = naming_question.naming
        if is_for_one:
            naming = re.sub("^are", "is", re.sub("^were", "was", naming))
        noun = _in_number(naming_question.noun, is_for_one=is_for_one)
        return _which_of_these(naming, "as", noun, naming_question.more) if noun else ""
    other_question = _asked_with_be_or_occur(words)
    if other_question is not None and _is_relation(other_question.noun):
        noun = f"{other_question.adjective} {other_question.noun}".strip()
        noun = _in_number(noun, is_for_one=is_for_one)
        verb = "is" if is_for_one else "are"
        return _which_of_these(verb, noun, other_question.more) if noun else ""
    return None


def _which_of_these(*parts: str) -> str:
    return f"Which of these {' '.join(filter(None, parts))}?"


def _asked_with_naming_verb(words: Sequence[str]) -> _PropertyQuestion | None:
    """Take apart a question such as *Which symptoms does the document list?*."""
    lower_words = [word.lower() for word in words]
    for index in range(2, len(words) - 1):
        if lower_words[index] in {"do", "does", "did"}:
            end = _end_of_naming(lower_words, index)
        elif (
            lower_words[index] in {"are", "were"}
            and lower_words[index + 1] in _PARTICIPLES_OF_NAMING
        ):
            end = _end_of_namer(lower_words, index + 2)
        else:
            continue
        if end is None:
            return None
        noun, naming, more = words[1:index], words[index:end], words[end:]
        return _PropertyQuestion(" ".join(noun), " ".join(naming), "", " ".join(more))
    return None


def _end_of_naming(words: Sequence[str], start: int) -> int | None:
    """Return the index after the verb that names, as after *does the document list*."""
    for index in range(start + 2, len(words)):
        if words[index] in NAMING_VERBS and _may_end(words, index + 1):
            return index + 1
    return None


def _end_of_namer(words: Sequence[str], start: int) -> int | None:
    """Return the index after *in the document* or *by it*, if these words come first.

    If the question goes on with other words, return `start` if it may end there.
    """
    if start == len(words) or words[start] not in {"by", "in"}:
        return start if _may_end(words, start) else None
    end = min(start + 2, len(words))
    while not _may_end(words, end):
        end += 1
    return end


def _may_end(
    words: Sequence[str],
    index: int,
    before_more: Collection[str] = _BEFORE_MORE_OF_NAMED,
) -> bool:
    """Whether a question may end before an index.

    That is so if no words follow, or words that begin with one of `before_more`.
    """
    has_more = index + 1 < len(words) and words[index] in before_more
    return index == len(words) or has_more


def _asked_with_be_or_occur(words: Sequence[str]) -> _PropertyQuestion | None:
    """Take apart a question such as *Which symptoms of flu are known?*."""
    lower_words = [*(word.lower() for word in words), ""]
    for index in range(2, len(words)):
        word, next_word = lower_words[index], lower_words[index + 1]
        adjective = ""
        if word in {"are", "were"} and next_word in _AFTER_ARE:
            end = index + 2
            adjective = "" if next_word == "there" else words[index + 1]
        elif word in {"can", "may"} and next_word in _OCCUR:
            end = index + 2
        elif word == "exist" or word in _OCCUR:
            end = index + 1
        else:
            continue
        if _may_end(lower_words[: len(words)], end, _BEFORE_MORE):
            noun, more = words[1:index], words[end:]
            return _PropertyQuestion(" ".join(noun), "", adjective, " ".join(more))
    return None


def _is_property(noun: str) -> bool:
    """Whether a noun says how one thing is related to another, as *parts of the eye*.

    A noun of `_RELATIONS` says this on its own. Any other noun must be in the plural,
    and a preposition must follow it.
    """
    before, preposition, _ = _split_at_preposition(noun)
    return _is_relation(noun) or (bool(preposition) and is_plural(before))


def _is_relation(noun: str) -> bool:
    before, _, _ = _split_at_preposition(noun)
    words = before.split()
    return bool(words) and _singular(words[-1]) in _RELATIONS


def _split_at_preposition(noun: str) -> tuple[str, str, str]:
    """Split a noun such as *causes of pain* at its first preposition.

    Return the words before it, the preposition, and the words after it.
    """
    words = noun.split()
    for index, word in enumerate(words):
        if index and word.lower() in PREPOSITIONS:
            return " ".join(words[:index]), word, " ".join(words[index + 1 :])
    return noun, "", ""


def _in_number(noun: str, *, is_for_one: bool) -> str:
    """Return a noun in the plural as it is, or in the singular with an article.

    Empty if the singular is not known.
    """
    if not is_for_one:
        return noun
    before, preposition, after = _split_at_preposition(noun)
    *adjectives, plural = before.split()
    singular = _singular(plural)
    if singular is None:
        return ""
    words = " ".join((*adjectives, singular))
    return " ".join(
        filter(None, (indefinite_article(words), words, preposition, after))
    )


def _singular(plural: str) -> str | None:
    """Return the singular of a noun in the plural; None if it is not known."""
    word = plural.lower()
    if not is_plural(word):
        return None
    irregular = irregular_form(word)
    if irregular is not None:
        return irregular
    for singular in (word[:-1], word[:-2], f"{word[:-3]}y"):
        is_a_word = singular in _RELATIONS or is_known(singular)
        if is_a_word and with_final_s(singular) == word:
            return singular
    return None
