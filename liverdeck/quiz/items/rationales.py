"""The explanations in a key: why an answer is right, and the note of the fact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.phrases import ends_sentence, sentences_of
from liverdeck.base.words import words_of
from liverdeck.facts.shapes import (
    Cloze,
    Enumeration,
    GroupedEnumeration,
    Question,
)
from liverdeck.quiz.items.word_sorts import PRONOUNS
from liverdeck.quiz.items.worded import WHOLE_LIST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.answer import Answer
    from liverdeck.facts.fact import Fact

_ABOUT_GROUPS = re.compile(r"\b(?:sub)?(?:group|grupp|grupo|groep)", re.IGNORECASE)
"""Matches a word for *group* or *grouping* in several languages."""


def shown_note(fact: Fact, *, shows_groups: bool) -> str:
    """Return the note of a fact as it is shown with an item.

    `shows_groups` says whether the item shows the groups of a grouped list. If it does
    not, sentences about the groups are left out, such as *The grouping is ours.*
    """
    note = fact.note or ""
    shape = fact.shape
    match shape:
        case GroupedEnumeration():
            if shows_groups:
                return note
            return " ".join(
                sentence
                for sentence in sentences_of(note)
                if not _ABOUT_GROUPS.search(sentence)
            )
        case Cloze() | Question() | Enumeration():
            return note
        case _:
            assert_never(shape)


def rationale_of_false(statement: str, why: str) -> str:
    """Return the rationale of a false statement, made from the author's *why*.

    If the *why* has a pronoun, the true `statement` comes before it. Otherwise the
    pronoun might seem to mean the wrong word that learners have just read.
    """
    if PRONOUNS.isdisjoint(words_of(why)):
        return why
    return f"{statement} {why}" if ends_sentence(statement) else f"{statement}. {why}"


def rationale_of_part(
    answers: Sequence[Answer],
    keys: Sequence[Answer],
    question: str,
    why: str,
    stemmer: TextStemmer,
) -> str:
    """Return the rationale of an item about a part of a list: the whole list and why.

    The author wrote the *why* for all `answers`. Sentences about answers that are not
    among the `keys` are left out. If the next sentence begins with a pronoun, it is
    left out too. `question` is what the list asks. A word of the question does not show
    that a sentence is about an answer with that word.
    """
    texts = [answer.text for answer in answers]
    separator = "; " if any("," in text for text in texts) else ", "
    others = [answer for answer in answers if answer not in keys]
    question_stems = stemmer.content_stems(question)
    stems_of_keys = _stems_of(keys, stemmer) - question_stems
    stems_of_others = _stems_of(others, stemmer) - question_stems - stems_of_keys
    reasons = " ".join(_sentences_about(stems_of_keys, stems_of_others, why, stemmer))
    return WHOLE_LIST.format(text=f"{separator.join(texts)}. {reasons}").rstrip()


def _sentences_about(
    wanted: frozenset[str], unwanted: frozenset[str], why: str, stemmer: TextStemmer
) -> Iterator[str]:
    """Yield the sentences that have a wanted word stem, or no unwanted one.

    A sentence without any of these stems that begins with a pronoun is yielded only if
    the sentence before it was.
    """
    is_left_out = False
    for sentence in sentences_of(why):
        stems = stemmer.content_stems(sentence)
        if not stems.isdisjoint(wanted):
            is_left_out = False
        elif not stems.isdisjoint(unwanted):
            is_left_out = True
        elif PRONOUNS.isdisjoint(words_of(sentence)[:1]):
            is_left_out = False
        if not is_left_out:
            yield sentence


def _stems_of(answers: Iterable[Answer], stemmer: TextStemmer) -> frozenset[str]:
    """Return the word stems of all names of some answers."""
    return stemmer.content_stems(
        " ".join(text for answer in answers for text in answer.right_texts)
    )
