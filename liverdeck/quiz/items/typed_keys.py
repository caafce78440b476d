"""Whether learners can type an answer: a term, a name or a number.

A clause or a definition can be said in many ways, so learners would often type a right
one and get no points. An adjective or a verb in a blank has many synonyms too. The
rules are for English. In other languages only the length and negative words count.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.characters import APOSTROPHES, DASHES
from liverdeck.base.words import words_of
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.modifiers import is_negative
from liverdeck.checker.numerals import has_digit
from liverdeck.checker.quantity import read_quantity
from liverdeck.checker.tokens import tokens_of
from liverdeck.quiz.items import word_sorts
from liverdeck.quiz.items.exact_words import (
    why_purpose_has_no_exact_words,
    words_that_count,
)
from liverdeck.quiz.items.item import GAP
from liverdeck.quiz.items.question_sorts import asks_for_action, asks_how

if TYPE_CHECKING:
    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.answer import Answer

_MOST_WORDS = 4
"""A term has at most this many words, without *a*, *of* and other small words."""
_MOST_CHARACTERS = 24
"""The limit in place of `_MOST_WORDS` for languages without spaces between words."""
_MOST_WORDINGS = 30
"""An answer with more wordings has so many that no author can list all of them."""
_MOST_WORDS_AFTER_PREPOSITION = 3
_FEWEST_WORDS_OF_DESCRIPTION = 3
_INDEFINITE = frozenset(
    """
    another any decades different days few hours many minutes months most much other
    seconds several some weeks years
    """.split()
)
"""First words of answers that are not definite, such as *years* or *another organ*.

A preposition may come before such a word, as in *for years*.
"""
_LIFE = frozenset("ever good life lifetime".split())
"""Words after *for* in answers that are not definite, such as *for life*."""
_WHY_HOW = "the question asks how, which has many answers"
_WHY_SEVERAL_THINGS = "the answer names several things at once"
_WHY_TOO_LONG = "the answer is too long to be typed"
WHY_ACTION = "the question asks for an action, which has many wordings"
_WHY_CLAUSE = "the answer is a clause or a definition, which has many wordings"
_COMPOUND = re.compile(r"\w,? (?:and|or) \w|\w, \w|\w ?/ ?\w|\w; \w")
_FIXED_PAIRS = re.compile(
    r"\b(?:head and neck|ear,? nose(?:,)? and throat|foot and mouth|nose and throat|"
    r"hand, foot and mouth|skin and bones?|black and white|rest and digest|"
    r"fight or flight|obstetrics and gynecology|activities of daily living|"
    r"cut and paste|trial and error|research and development|salt and pepper|"
    r"supply and demand|rock and roll|law and order|graft[- ]versus[- ]host)\b",
    re.IGNORECASE,
)
"""Names of one thing that contain an *and* or a comma."""
_SIMILE = re.compile(
    r"\b(?:liken(?:s|ed)?|looks? like|is like|are like|compared? (?:it |them )?to|"
    r"compares .+ to|as if|metaphor|"
    r"describes? (?:the (?:look|appearance)|.+ as))\b",
    re.IGNORECASE,
)
"""Words of a statement that compares one thing to another."""
_SIMILE_HINTS = frozenset(
    "appearance comparison image likeness look metaphor picture simile".split()
)
_ASKS_FOR_VERB = re.compile(
    r"^\W*(?:to )?do(?:es)? what\b|\bwhat happens\b", re.IGNORECASE
)
_DESCRIBING_KINDS = frozenset(
    """
    appearance behavior behaviour change color colour comparison condition consistency
    course degree effect look likeness manner property quality severity shade shape
    sort state texture trait type
    """.split()
)
"""The first words of answer kinds whose answers say how something is."""
_EXPLAINING_KINDS = frozenset(
    "definition explanation meaning message mechanism purpose reason".split()
)
"""The first words of answer kinds whose answers are sentences or parts of one."""


def is_compound(text: str) -> bool:
    """Whether a text names several things, such as *sweats and fever*.

    Names that contain an *and*, such as *head and neck*, are one thing.
    """
    return _COMPOUND.search(_FIXED_PAIRS.sub("name", text)) is not None


def has_negation(text: str, stemmer: TextStemmer) -> bool:
    """Whether a text has a negative word, such as *not*, in a language we know."""
    language = language_of(stemmer.code)
    return is_negative(tokens_of(text, language), language)


def why_no_short_answer(ask: str, answer: Answer, stemmer: TextStemmer) -> str:
    """Return why the answer to a question cannot be typed; empty if it can.

    The reasons are those of `why_not_typed`. Another reason is that the question asks
    how, how long or how often something is, and the answer has no number.
    """
    if _is_number(answer):
        return ""
    if asks_how(ask, stemmer.code) and not has_digit(answer.text):
        return _WHY_HOW
    if stemmer.is_english and asks_for_action(ask):
        return WHY_ACTION
    return why_not_typed(answer, stemmer)


def why_not_typed(answer: Answer, stemmer: TextStemmer) -> str:
    """Return why learners cannot be asked to type an answer; empty if they can.

    An answer that can be typed is a number, a term or a name: it has at most four words
    that count, it names one definite thing, it is not a clause, and it has no long list
    of other wordings.
    """
    if _is_number(answer):
        return ""
    if len(answer.right_texts) > _MOST_WORDINGS:
        return (
            f"the answer has more than {_MOST_WORDINGS} wordings, so not all are listed"
        )
    if not stemmer.separates_words:
        too_long = len(answer.text) > _MOST_CHARACTERS
        return _WHY_TOO_LONG if too_long else ""
    return _why_no_term(answer, stemmer)


def why_not_listed(answer: Answer, stemmer: TextStemmer) -> str:
    """Return why an item of an ordered list cannot be typed; empty if it can.

    The steps of an ordered list may be clauses, since the order tells them apart.
    """
    is_compound_text = stemmer.is_english and is_compound(answer.text)
    return _WHY_SEVERAL_THINGS if is_compound_text else ""


def _why_no_term(answer: Answer, stemmer: TextStemmer) -> str:
    text = answer.text
    words = words_that_count(text, stemmer)
    if _first_word_of_kind(answer) in _EXPLAINING_KINDS:
        return _WHY_CLAUSE
    if stemmer.is_english:
        if is_compound(text):
            return _WHY_SEVERAL_THINGS
        if _is_indefinite(text):
            return "the answer is not definite, so it has many wordings"
        if _is_clause(text) or _is_description(text, words):
            return _WHY_CLAUSE
    return _WHY_TOO_LONG if len(words) > _MOST_WORDS else ""


def why_no_blank(answer: Answer, stem: str, stemmer: TextStemmer) -> str:
    """Return why the answer of a blank cannot be typed; empty if it can.

    The reasons are those of `why_not_typed`. Other reasons are that the answer is an
    adjective, a verb, a negation or a simile. `stem` is the statement with a gap.
    """
    reason = why_not_typed(answer, stemmer)
    if reason or answer.number is not None:
        return reason
    if has_negation(answer.text, stemmer):
        return "the answer is a negation, which has many wordings"
    reason = why_purpose_has_no_exact_words(answer)
    if reason:
        return reason
    if _first_word_of_kind(answer) in _DESCRIBING_KINDS:
        return f"the answer says how something is (kind: {answer.kind})"
    return _why_no_english_blank(answer, stem) if stemmer.is_english else ""


def _why_no_english_blank(answer: Answer, stem: str) -> str:
    before, _, after = stem.partition(GAP)
    if words_of(answer.hint or "")[:1] == ["how"]:
        return "the hint asks how, which has many answers"
    if _is_simile(before, answer.hint):
        return "the statement compares, and other comparisons may be as good"
    if _is_verb(words_of(answer.text), before, answer.hint):
        return "the answer is a verb, which has synonyms"
    if _is_adjective(answer.text, before, after):
        return "the answer is an adjective, which has synonyms"
    return ""


def _is_number(answer: Answer) -> bool:
    return answer.number is not None or read_quantity(answer.text) is not None


def _is_indefinite(text: str) -> bool:
    first, *others = words_of(text) or [""]
    if first not in word_sorts.PREPOSITIONS:
        return first in _INDEFINITE
    others = [word for word in others if word not in ENGLISH.articles]
    if first == "for" and not _LIFE.isdisjoint(others):
        return True
    return bool(others) and others[0] in _INDEFINITE


def _first_word_of_kind(answer: Answer) -> str:
    words = words_of(answer.kind or "")
    return words[0] if words else ""


def _is_clause(text: str) -> bool:
    first, *others = re.findall(rf"[{DASHES}{APOSTROPHES}\w]+", text.casefold()) or [""]
    if first in word_sorts.CLAUSE_STARTS and (others or first not in ("some", "to")):
        return True
    if first in word_sorts.PREPOSITIONS and len(others) > _MOST_WORDS_AFTER_PREPOSITION:
        return True
    return not word_sorts.CLAUSE_WORDS.isdisjoint(others)


def _is_description(text: str, words: list[str]) -> bool:
    """Whether a text describes something instead of naming it.

    An example is *the location of the first tumor*; *the neck of the femur* is a name.
    """
    describes = re.match(
        r"(?:the|a|an) .+\b(?:of|for|from|in|to|with)\b", text, re.IGNORECASE
    )
    return describes is not None and len(words) >= _FEWEST_WORDS_OF_DESCRIPTION


def _is_simile(before: str, hint: str | None) -> bool:
    if not _SIMILE_HINTS.isdisjoint(words_of(hint or "")):
        return True
    return _SIMILE.search(before) is not None


def _is_verb(words: list[str], before: str, hint: str | None) -> bool:
    if _ASKS_FOR_VERB.search(hint or ""):
        return True
    previous = words_of(before)[-1:]
    follows_modal = bool(previous) and previous[0] in word_sorts.MODALS
    return follows_modal or (bool(words) and word_sorts.is_known_verb(words[0]))


def _is_adjective(text: str, before: str, after: str) -> bool:
    """Whether a text is an adjective in a statement.

    `before` and `after` are the texts before it and after it. A common adjective is one
    anywhere, unless it has an article. Other words must end as adjectives do, and come
    after a verb such as *is* or before a noun.
    """
    words = text.casefold().split()
    if not words or words[0] in ENGLISH.articles:
        return False
    last = words[-1]
    if word_sorts.is_known_adjective(last):
        return True
    if not word_sorts.may_be_adjective(last) or text != text.casefold():
        return False
    return _comes_after_copula(before) or _comes_before_noun(before, after)


def _comes_after_copula(before: str) -> bool:
    *others, last = words_of(before) or [""]
    if last.endswith("ly") or last in ("very", "not", "also", "often", "as"):
        last = others[-1] if others else ""
    return last in word_sorts.COPULAS or last in ("as", "very")


def _comes_before_noun(before: str, after: str) -> bool:
    next_word = re.match(r" ([a-z]+)", after)
    if next_word is None or next_word.group(1) in _NO_NOUNS:
        return False
    *_, last = words_of(before) or [""]
    return last == "" or last in ENGLISH.articles


_NO_NOUNS = (
    word_sorts.PREPOSITIONS
    | word_sorts.AUXILIARIES
    | frozenset("and or but as than that which who when where if also not".split())
)
"""Words that are not nouns, so an adjective is seldom right before them."""
