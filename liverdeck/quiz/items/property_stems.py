"""Questions for a list whose noun is already the answer, such as *which symptoms*.

*Which of these symptoms of flu does the document list?* calls all options symptoms,
although only the right ones are. The question must be *Which of these does the document
list as a symptom of flu?* The rules know English.
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
"""Nouns that say what something is for something else, as *a symptom of flu*."""
_NAMED = frozenset(NAMING_VERBS.values())
_BEING = frozenset(
    "there common frequent important known possible rare typical usual".split()
)
_OCCUR = frozenset({"occur", "appear"})
_BEFORE_MORE = frozenset("after before during for in of with".split())
_BEFORE_MORE_OF_NAMED = _BEFORE_MORE | {"about", "to", "under"}
"""Words that begin what may follow the question itself, such as *during flu*.

`_BEFORE_MORE` is for *Which symptoms are common?*, and `_BEFORE_MORE_OF_NAMED` for
*Which symptoms does the document list?*
"""


@value_class
class _PropertyQuestion:
    """A question that asks for all of a noun, in its parts."""

    noun: str
    naming: str
    """What says who names them: *does the document list*. May be empty."""
    adjective: str
    """The adjective of *Which symptoms are common?*; empty without one."""
    more: str
    """What follows the question itself: *during flu*. May be empty."""


def property_stem(ask: str, *, is_for_one: bool) -> str | None:
    """Return a question that asks *Which of these* and has the noun behind the verb.

    `is_for_one` says whether one option is right, or several are. Empty if the noun
    cannot be put in the singular. None if the question asks for more than its noun, as
    *Which symptoms go away by themselves?* does; then options can have that noun.
    """
    *words, last = ask.split() or [""]
    words.append(last.removesuffix("?"))
    if not last.endswith("?") or words[0].lower() not in {"which", "what"}:
        return None
    named = _asked_by_name(words)
    if named is not None and _is_property(named.noun):
        naming = named.naming
        if is_for_one:
            naming = re.sub("^are", "is", re.sub("^were", "was", naming))
        noun = _in_number(named.noun, is_for_one=is_for_one)
        return _question(naming, "as", noun, named.more) if noun else ""
    being = _asked_by_being(words)
    if being is not None and _is_relation(being.noun):
        noun = f"{being.adjective} {being.noun}".strip()
        noun = _in_number(noun, is_for_one=is_for_one)
        verb = "is" if is_for_one else "are"
        return _question(verb, noun, being.more) if noun else ""
    return None


def _question(*parts: str) -> str:
    return f"Which of these {' '.join(filter(None, parts))}?"


def _asked_by_name(words: Sequence[str]) -> _PropertyQuestion | None:
    """Take apart a question such as *Which symptoms does the document list?*."""
    lower = [word.lower() for word in words]
    for index in range(2, len(words) - 1):
        if lower[index] in {"do", "does", "did"}:
            end = _end_of_naming(lower, index)
        elif lower[index] in {"are", "were"} and lower[index + 1] in _NAMED:
            end = _end_of_named(lower, index + 2)
        else:
            continue
        if end is None:
            return None
        noun, naming, more = words[1:index], words[index:end], words[end:]
        return _PropertyQuestion(" ".join(noun), " ".join(naming), "", " ".join(more))
    return None


def _end_of_naming(words: Sequence[str], start: int) -> int | None:
    """Return the index behind the verb that names, such as *does the document list*."""
    for index in range(start + 2, len(words)):
        if words[index] in NAMING_VERBS and _may_end(words, index + 1):
            return index + 1
    return None


def _end_of_named(words: Sequence[str], end: int) -> int | None:
    """Return the index behind *in the document* or *by it*, if that comes first."""
    if end < len(words) and words[end] in {"by", "in"}:
        return next(
            index
            for index in range(min(end + 2, len(words)), len(words) + 1)
            if _may_end(words, index)
        )
    return end if _may_end(words, end) else None


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


def _asked_by_being(words: Sequence[str]) -> _PropertyQuestion | None:
    """Take apart a question such as *Which symptoms of flu are known?*."""
    lower = [*(word.lower() for word in words), ""]
    for index in range(2, len(words)):
        word, next_word = lower[index], lower[index + 1]
        adjective = ""
        if word in {"are", "were"} and next_word in _BEING:
            end = index + 2
            adjective = "" if next_word == "there" else words[index + 1]
        elif word in {"can", "may"} and next_word in _OCCUR:
            end = index + 2
        elif word == "exist" or word in _OCCUR:
            end = index + 1
        else:
            continue
        if _may_end(lower[: len(words)], end, _BEFORE_MORE):
            noun, more = words[1:index], words[end:]
            return _PropertyQuestion(" ".join(noun), "", adjective, " ".join(more))
    return None


def _is_property(noun: str) -> bool:
    """Whether a noun says what something is for something else, as *parts of the eye*.

    Any noun in the plural does if a preposition follows it. The nouns of `_RELATIONS`
    do without one.
    """
    before, preposition, _ = _parted(noun)
    return _is_relation(noun) or (bool(preposition) and is_plural(before))


def _is_relation(noun: str) -> bool:
    *_, head = _parted(noun)[0].split() or [""]
    return _singular(head) in _RELATIONS


def _parted(noun: str) -> tuple[str, str, str]:
    """Return a noun in three parts: before its first preposition, this, after it."""
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
    before, preposition, after = _parted(noun)
    *adjectives, head = before.split()
    singular = _singular(head)
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
    for form in (word[:-1], word[:-2], f"{word[:-3]}y"):
        if with_final_s(form) == word and (form in _RELATIONS or is_known(form)):
            return form
    return None
