"""Texts that name an option of an item by its letter, such as "option B"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from liverdeck.base.values import value_class
from liverdeck.quiz.items.bank import MOST_OPTIONS
from liverdeck.quiz.papers.paper_forms import option_letter

if TYPE_CHECKING:
    from liverdeck.quiz.items.item import Item

_SOME_OF_THESE = (
    r"(?:all|none|any|both|neither|some|several|two|three|more than one)(?: of)? "
    r"(?:the above|these|those|them)"
)
"""Words for several options, such as "all of the above" or "two of these"."""


@value_class
class LetterPatterns:
    """Patterns that find texts in which the letters of some options occur."""

    catch_all: re.Pattern[str]
    """An option about other options, such as "both A and C" or "all of these"."""
    only_letters: re.Pattern[str]
    """An option of letters alone: "A", "A and C".

    If an item has several such options, their letters do not name options. They may
    name viruses or blood groups.
    """
    named: re.Pattern[str]
    """A letter that certainly names an option."""
    lone: re.Pattern[str]
    """A letter that may name an option, or else a virus or a class."""


def letter_patterns(item: Item) -> LetterPatterns:
    """Return the patterns for the letters that an author may use for an item's options.

    There is one letter for each option, and never fewer letters than the largest single
    best answer has options. A reason may be shown in an item of any size.
    """
    return _patterns(max(MOST_OPTIONS, len(item.options)))


@cache
def _patterns(option_count: int) -> LetterPatterns:
    """Return the patterns for the letters of this many options."""
    capital = f"[A-{option_letter(option_count - 1)}]"
    small_letter = capital.lower()
    # A number of one digit names an option, but only after "options" or "and".
    number = f"[1-{min(9, option_count)}]"
    name = rf"(?:{capital}|(?<=options ){number}|(?<=and ){number})"
    catch_all = re.compile(
        rf"\b(?:{_SOME_OF_THESE}|both {small_letter} and {small_letter})\b|"
        # "A and C" or "options 1, 2 and 3"
        r"^\W*(?:(?:options|answers|choices) )?"
        rf"{name}(?:, {name})*,? (?:and|or|&) {name}\W*$",
        re.IGNORECASE,
    )
    named = re.compile(
        # "Option B", "the answer is (C)"
        # but not "choice A-..." or "answer A protein of ..."
        r"\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Dd]istractor)s? (?:is )?"
        rf"\(?{capital}\b(?!-)(?! [a-z]+ (?:of|in|with|that)\b)|"
        rf"\b(?:option|choice|distractor) {small_letter}\b(?! \w)"
    )
    lone = re.compile(
        # "(B)"
        rf"(?<!\w)\({capital}\)|(?<!\w)\({small_letter}\)|"
        # "A, B and C" at the beginning of a sentence or clause
        r"(?:^|[.;:(] ?|\b(?:because|since|while|but|that) )"
        rf"{capital}(?:, {capital})*,? (?:and|or) {capital}\b|"
        # "B is" at the beginning of a sentence or clause; "B)"
        rf"(?:^|[.;:(] ?){capital} (?:is|are|was|were|does|has)\b|(?<!\w){capital}\)|"
        # "than B", "like B" or "unlike B" at the end of a clause, or before certain
        # words
        rf"\b(?:than|like|unlike) {capital}\b"
        r"(?=[,.;:)]| (?:in|is|are|was|because|since|does|and|or|for|as)\b|$)"
    )
    only_letters = re.compile(rf"^{capital}(?:,? (?:and|or) {capital}|, {capital})*$")
    return LetterPatterns(catch_all, only_letters, named, lone)
