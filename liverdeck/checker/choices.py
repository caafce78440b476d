"""Judges typed choices: the letter, number or text of an option; true or false."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.characters import (
    CLOSING_BRACKETS,
    COMMAS,
    OPENING_BRACKETS,
    SEMICOLONS,
)
from liverdeck.base.phrases import counted
from liverdeck.catalogue.learner_words import LANGUAGES
from liverdeck.checker.key import answer_of, key_of
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.modifiers import without_filler
from liverdeck.checker.terms import no_terms
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.typed import LONGEST_TYPED, refuse_other_than_text
from liverdeck.checker.verdict import Verdict
from liverdeck.facts.deck import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.checker.languages.language import Language, Tokens
    from liverdeck.checker.terms import Terms
    from liverdeck.checker.verdict import Reason

_LABEL_AND_TEXT = re.compile(
    r"\(?\s*(?:option\s+|answer\s+)?([a-z]|[0-9]{1,2})\s*[).:]?\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A choice such as "b", "(b) liver" or "option 2: liver"."""
_BETWEEN_LABELS = re.compile(
    rf"[\s/&+{COMMAS}{SEMICOLONS}{re.escape(OPENING_BRACKETS + CLOSING_BRACKETS)}]+"
    r"|\band\b|\bor\b"
)
_LONGEST_LABEL = 2
"""The label of an option, such as B or 12, has at most this many characters."""
_ENGLISH_NEGATIONS = frozenset(("not",))


def check_choice(
    typed: str, options: Sequence[str], right: int, *, language: str = DEFAULT_LANGUAGE
) -> Verdict:
    """Judge which of the options a learner chose.

    A choice is a letter such as "b", "B)" or "(b)", a number from 1, the text of the
    option, or a letter or number and the text. `right` is the index of the right
    option. Two options at once are *wrong*, with the reason *ambiguous*. A text
    that may be a misspelled option is *retype*. `language` is the language tag of the
    options.

    Raises ValueError if there are fewer than two options, if one of them is empty, or
    if there is no option with the index `right`. Raises TypeError if `typed` is not a
    str.
    """
    refuse_other_than_text(typed)
    _refuse_bad_question(options, right)
    answer = options[right]
    if not typed.strip():
        return Verdict("wrong", "empty", typed, answer)
    if len(typed) > LONGEST_TYPED:
        return Verdict("wrong", "unreadable", typed, answer)

    terms = no_terms(language_of(language))
    indexes = _chosen_indexes(typed, options, terms)
    if len(indexes) == 1:
        is_right = right in indexes
        return Verdict("correct" if is_right else "wrong", "choice", typed, answer)
    if len(indexes) > 1:
        return Verdict("wrong", "ambiguous", typed, answer)
    verdicts = [_check_option(typed, option, terms) for option in options]
    doubts = {verdict.reason for verdict in verdicts if verdict.outcome == "retype"}
    if doubts:
        reason: Reason = "abbreviation" if "abbreviation" in doubts else "misspelt"
        return Verdict("retype", reason, typed, answer, deciding_text=typed.strip())
    return Verdict("wrong", "wrong", typed, answer)


def _refuse_bad_question(options: Sequence[str], right: int) -> None:
    has_two = len(options) >= 2  # noqa: PLR2004
    has_right_one = 0 <= right < len(options)
    if has_two and has_right_one and all(option.strip() for option in options):
        return
    raise ValueError(
        f"right is {right}, for {counted(len(options), 'option')}; right must be the "
        "index of an option, there must be at least two options, and none may be empty"
    )


def check_true_false(
    typed: str, *, right: bool, language: str = DEFAULT_LANGUAGE
) -> Verdict:
    """Judge what a learner says about a statement.

    `right` says whether the statement is true. The words of the language that mean true
    or false count in any case and with any filler. So do those of every language that
    learners are addressed in, because the question may be in one of these. *Not true*
    is false. Any other text is *retype*; an empty text is *wrong*. `language` is the
    language tag of the statement.

    Raises TypeError if `typed` is not a str.
    """
    refuse_other_than_text(typed)
    answer = "true" if right else "false"
    text = typed[:LONGEST_TYPED]
    languages = dict.fromkeys(map(language_of, (language, *LANGUAGES)))
    readings = [
        (without_filler(tokens_of(text, read_as), read_as), read_as)
        for read_as in languages
    ]
    if not any(tokens for tokens, _ in readings):
        return Verdict("wrong", "empty", typed, answer)
    meanings = (_says_true(tokens, read_as) for tokens, read_as in readings)
    says_true = next((says for says in meanings if says is not None), None)
    if says_true is None:
        return Verdict("retype", "ambiguous", typed, answer)
    is_right = says_true is right
    return Verdict("correct" if is_right else "wrong", "choice", typed, answer)


def _says_true(tokens: Tokens, language: Language) -> bool | None:
    """Return whether the tokens mean true; None if they mean neither true nor false."""
    if tokens in _tokens_of_words(language.false_words, language):
        return False
    true_words = _tokens_of_words(language.true_words, language)
    if tokens in true_words:
        return True
    negations = language.negations or _ENGLISH_NEGATIONS
    is_not_true = tokens[:1] and tokens[0] in negations and tokens[1:] in true_words
    return False if is_not_true else None


@lru_cache(maxsize=64)
def _tokens_of_words(words: tuple[str, ...], language: Language) -> frozenset[Tokens]:
    return frozenset(tokens_of(word, language) for word in words)


def _chosen_indexes(typed: str, options: Sequence[str], terms: Terms) -> set[int]:
    """Return the indexes of the options that the typed text names."""
    by_text = _indexes_by_text(typed, options, terms)
    if by_text:
        # If some options are typed without a slip, those with a slip do not count.
        without_slip = {
            index
            for index in by_text
            if _check_option(typed, options[index], terms).reason != "typo"
        }
        return without_slip or by_text

    indexes = [_index_of(label, len(options)) for label in _labels(typed)]
    known_indexes = {index for index in indexes if index is not None}
    if known_indexes and None not in indexes:
        return known_indexes
    return _indexes_by_label_and_text(typed, options, terms)


def _indexes_by_text(typed: str, options: Sequence[str], terms: Terms) -> set[int]:
    return {
        index
        for index, option in enumerate(options)
        if _check_option(typed, option, terms).outcome == "correct"
    }


def _indexes_by_label_and_text(
    typed: str, options: Sequence[str], terms: Terms
) -> set[int]:
    # If b is lung, "b) lung" names one option and "b) liver" names two.
    match = _LABEL_AND_TEXT.fullmatch(unicodedata.normalize("NFKC", typed).strip())
    index = _index_of(match[1], len(options)) if match else None
    if match is None or index is None:
        return set()
    text = match[2]
    if not text:
        return {index}
    by_text = _indexes_by_text(text, options, terms)
    return {index} | by_text if by_text else set()


def _labels(typed: str) -> list[str]:
    """Return the letters and numbers that a text consists of.

    Empty if the text has words too, apart from *and* and *or*.
    """
    plain = unicodedata.normalize("NFKC", typed).lower()
    stripped = [piece.strip(".:?") for piece in _BETWEEN_LABELS.split(plain)]
    labels = [label for label in stripped if label]
    if all(len(label) == 1 or label.isdigit() for label in labels):
        return labels
    return []


def _index_of(label: str, option_count: int) -> int | None:
    """Return the index of the option with a label; None if there is none."""
    if not label.isascii() or len(label) > _LONGEST_LABEL:
        return None
    index = int(label) - 1 if label.isdecimal() else ord(label.lower()) - ord("a")
    return index if 0 <= index < option_count else None


def _check_option(typed: str, option: str, terms: Terms) -> Verdict:
    return key_of(answer_of(option), terms=terms).check_item(typed)
