"""Rules about a text that is known: a quantity, a rejected, open or other answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.genera import is_short_for, is_species, may_be_species
from liverdeck.checker.initials import is_initials
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.languages.unit_words import (
    amount_in,
    count_other_things,
    number_of_counted,
    unit_in,
)
from liverdeck.checker.numerals import ORDINAL, has_digit, has_number
from liverdeck.checker.plain_text import GREEK_NAMES, differs_in_accents, letters_of
from liverdeck.checker.prepared import words_left_out
from liverdeck.checker.written import as_written

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Tokens
    from liverdeck.checker.prepared import Phrase
    from liverdeck.checker.quantity import Mismatch, Quantity
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Reason, Verdict


_PH = "ph"
_NOUNS_BEHIND_INITIALS = (("scan",), ("scans",))
"""As in *CT scan* for *computed tomography*."""
_FEWEST_INITIALS, _MOST_INITIALS = 2, 4
_PARTS = tuple(
    "tomogr resonan cardiogr kardiogr encephal encefal enzephal myogr gram "
    "radiogr sound schall son scop skop therap terap graph graf".split()
)
"""Beginnings of parts of the names of examinations, in several languages."""


def other_quantity(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A quantity with another number, sign or unit is another quantity."""
    mismatches = _mismatches(right, typed)
    if not mismatches or None in mismatches:
        return None
    may_differ_in_case = "number" in mismatches and "unit" not in mismatches
    if "no unit" in mismatches or (
        may_differ_in_case and _differs_in_case(right, typed)
    ):
        return right.verdict("retype", "unit", typed)
    if "noun" in mismatches or "counted" in mismatches:
        return None  # the rules about words decide
    # Of several right answers, the one with the typed unit is meant.
    reasons: tuple[Reason, ...] = ("sign", "number", "unit")
    found = [reason for reason in reasons if reason in mismatches]
    reason = found[0] if found else "wrong"  # something else is counted
    if reason == "number" and _has_only_other_unit(right, typed):
        reason = "unit"
    return right.verdict("wrong", reason, typed)


def _has_only_other_unit(right: RightAnswer, typed: Typed) -> bool:
    """Whether the number is as in the answer, and the unit is not: *5 g* for *5 mg*."""
    from liverdeck.checker.quantity import has_other_unit  # takes 10 ms

    read = _quantity_in(right, typed)
    return read is not None and any(
        has_other_unit(read, quantity) for quantity, _ in right.quantities
    )


def _differs_in_case(right: RightAnswer, typed: Typed) -> bool:
    """Whether only the case of a prefix is not right, as in 5 Mg for 5 mg."""
    from liverdeck.checker.quantity import read_quantity  # takes 10 ms

    language = right.language
    lower = read_quantity(amount_in(typed.text.lower(), language))
    return any(
        lower == read_quantity(amount_in(text.lower(), language)) and lower is not None
        for text in right.right_texts
    )


def same_quantity(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A quantity that is equal, or within the tolerance, is right."""
    if None not in _mismatches(right, typed) or _lacks_ph(right, typed):
        return None
    return right.verdict("correct", "spelling", typed)


def _lacks_ph(right: RightAnswer, typed: Typed) -> bool:
    """Whether the *pH* of a strict answer is missing."""
    is_strict = right.answer.strict and _PH in right.right_tokens
    return is_strict and _PH not in typed.bare


def _mismatches(right: RightAnswer, typed: Typed) -> list[Mismatch | None]:
    """Return how a typed quantity differs from each that is right.

    Empty if no quantity was typed, or none is right.
    """
    # Reading all right answers takes 15 ms, and most typed texts have no number.
    read = _quantity_in(right, typed)
    if read is None or not right.quantities:
        return []
    if _counts_other_things(right, typed):
        return ["counted"]
    from liverdeck.checker.quantity import in_celsius, mismatch_of

    typed.note(f"read as {read}")
    return [
        mismatch_of(
            in_celsius(read, right_quantity) if right.language.units else read,
            right_quantity,
            tolerance,
        )
        for right_quantity, tolerance in right.quantities
    ]


def _counts_other_things(right: RightAnswer, typed: Typed) -> bool:
    """Whether *20 latidos/min* is typed for *20 respiraciones por minuto*."""
    language = right.language
    return bool(language.words_for_breaths) and any(
        count_other_things(typed.text, text, language) for text in right.right_texts
    )


def _quantity_in(right: RightAnswer, typed: Typed) -> Quantity | None:
    """Return the quantity that was typed, if it is one."""
    text = amount_in(typed.said, right.language)
    if right.language.counting_nouns:
        text = _without_counting_noun(text, right)
    # Number words of other languages are digits now; those that are left are English.
    if not (has_number(text) if right.language is ENGLISH else has_digit(text)):
        return None
    from liverdeck.checker.quantity import read_quantity  # takes 10 ms

    number = right.answer.number
    unit = unit_in((number.unit if number else None) or "", right.language)
    return read_quantity(text, unit)


def _without_counting_noun(text: str, right: RightAnswer) -> str:
    """Return *12* for *12 Paare*, if a number alone is right."""
    number = number_of_counted(text, right.language)
    is_bare = bool(number) and any(
        quantity.unit is None for quantity, _ in right.quantities
    )
    return number if is_bare else text


def rejected(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A text that the author rejects is wrong, with the author's reason."""
    for phrase, why in right.rejected_phrases:
        if phrase.tokens not in (typed.bare, typed.tokens):
            continue
        same = right.equal_phrase(typed.tokens)
        # Some rejected texts differ from the right answer only in accents.
        is_as_written = letters_of(typed.text) == letters_of(phrase.text)
        if same is None or (
            is_as_written and differs_in_accents(typed.text, same.text)
        ):
            return right.rejected(typed, why)
    return None


def open_answer(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A text that the document leaves open is neither right nor wrong."""
    if any(typed.bare == phrase.tokens for phrase in right.open_phrases):
        return right.verdict("retype", "open", typed)
    return None


def initials(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The learner is asked to write out the initials of an answer.

    In *E. coli*, only the genus is written as its initial, and in *b2 receptor* a Greek
    letter. In other languages, any first word may be, as in *a. femoral*.
    """
    tokens = typed.bare
    if tokens[-1:] in _NOUNS_BEHIND_INITIALS and len(tokens) > 1:
        tokens = tokens[:-1]
    first, *others = tokens or ("",)
    for phrase in right.right_phrases:
        is_short = (
            _has_initial_of_genus(typed.bare, phrase)
            if others
            else len(first) <= len(phrase.tokens) and is_initials(first, phrase.tokens)
        )
        is_short = is_short or _has_initials_of_parts(typed, phrase)
        if is_short or _has_initials_of_greek(right, typed, phrase):
            return right.verdict("retype", "abbreviation", typed, typed.text.strip())
    return None


def initial_of_genus(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*E. coli* is *Escherichia coli*, if it can be nothing else in the deck."""
    for phrase in () if right.answer.strict else right.right_phrases:
        if not is_species(phrase.text, phrase.tokens):
            continue
        for tokens in (typed.bare, typed.tokens):  # the A of *A. suum* is no article
            if tokens and is_short_for(tokens, phrase.tokens):
                is_clear = not _is_short_for_another(right, tokens)
                return right.correct(typed, phrase) if is_clear else None
    return None


def _is_short_for_another(right: RightAnswer, tokens: Tokens) -> bool:
    """Whether an initial and a species fit another answer, or one that is not right."""
    others = [phrase for phrase, _ in right.rejected_phrases] + right.open_phrases
    known = right.terms.tokens_with(len(tokens))
    return any(
        found not in right.by_tokens and is_short_for(tokens, found)
        for found in (*known, *(phrase.tokens for phrase in others))
    )


def _has_initials_of_parts(typed: Typed, phrase: Phrase) -> bool:
    """Whether capitals may be the initials of the parts of one word.

    *ECG* may be *electrocardiogram*. *EEG* and *ALT* are something else.
    """
    if len(phrase.tokens) > 1 or not typed.text.isupper():
        return False
    letters, word = typed.text.strip(), phrase.tokens[0]
    if not _FEWEST_INITIALS <= len(letters) <= _MOST_INITIALS:
        return False
    first, others = letters[0].lower(), letters[1:].lower()
    beginnings = (
        letter for index, letter in enumerate(word) if word.startswith(_PARTS, index)
    )
    return word[0] == first and all(letter in beginnings for letter in others)


def _has_initials_of_greek(right: RightAnswer, typed: Typed, phrase: Phrase) -> bool:
    """Whether Greek letters are typed as Latin ones, and no other answer has these."""
    return (
        not GREEK_NAMES.isdisjoint(phrase.tokens)
        and typed.tokens
        == tuple(
            name[0] if name in GREEK_NAMES and name not in typed.tokens else name
            for name in phrase.tokens
        )
        and right.terms.answer_for(typed.tokens) is None
    )


def _has_initial_of_genus(tokens: Tokens, phrase: Phrase) -> bool:
    return is_short_for(tokens, phrase.tokens) and (
        phrase.language is not ENGLISH or may_be_species(phrase.text)
    )


def other_answer(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The answer to another card of the deck is wrong here."""
    if right.terms.answer_for(typed.bare) is None:
        return None
    if any(phrase.equals(typed.bare) for phrase in right.right_phrases):
        return None
    # The answer to another card may be a part of this answer.
    part = incomplete(right, typed)
    if part is not None:
        return part
    is_near = right.nearest(typed.bare).fits
    reason: Reason = "confusable" if is_near else "other"
    return right.verdict("wrong", reason, typed, typed.text.strip())


def incomplete(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Some words of an answer and nothing else are a part of it."""
    for phrase in right.right_phrases:
        left_out = words_left_out(phrase, typed.bare)
        if left_out is not None and _are_short_articles(left_out, phrase):
            return right.verdict("correct", "spelling", typed)
        if left_out == [ORDINAL]:  # *5 days* for the *5th day*
            return right.verdict("wrong", "number", typed)
        if left_out is not None and not _are_written(left_out, phrase.text):
            return right.verdict("wrong", "wrong", typed)
        if left_out is not None:
            return right.verdict(
                "wrong",
                "incomplete",
                typed,
                expected_text=" ".join(left_out),
                nearest_text=phrase.text,
            )
    return None


def _are_short_articles(words: list[str], phrase: Phrase) -> bool:
    """Whether words are articles of one letter, as in *o rim filtra o sangue*.

    A capital may be the letter of a type, and so may one that was typed.
    """
    articles = phrase.language.articles if phrase.language is not ENGLISH else ()
    return all(len(word) == 1 and word in articles for word in words) and all(
        f" {word} " in phrase.text for word in words
    )


def _are_written(words: list[str], text: str) -> bool:
    """Whether words stand in a text as they are, so that they can be shown.

    The *positive* of Na+ does not.
    """
    return all(as_written(word, text) != word or word in text.lower() for word in words)
