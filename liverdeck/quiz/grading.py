"""Grade what a learner typed as the answer to an item.

A letter means the option or match with this letter in the paper form. Words and numbers
are compared by the checker.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import field
from typing import TYPE_CHECKING, assert_never

from liverdeck.base.characters import DASHES
from liverdeck.base.expected_types import refuse_other_type
from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import words_in
from liverdeck.checker.asked_noun import answer_to
from liverdeck.checker.choices import check_choice, check_true_false
from liverdeck.checker.feedback import feedback_after_verdict
from liverdeck.checker.giving_up import gives_up
from liverdeck.checker.key import key_of
from liverdeck.checker.lists import check_list
from liverdeck.checker.quantity import read_quantity
from liverdeck.checker.terms import NO_TERMS, Terms
from liverdeck.checker.typed import Typed, refuse_other_than_text
from liverdeck.checker.verdict import Verdict
from liverdeck.quiz.items.item import FALSE, TRUE, Item
from liverdeck.quiz.items.item_types import Interaction
from liverdeck.quiz.papers.paper_forms import (
    AskedItem,
    asked_outside_paper,
    letter_index,
    option_letter,
)
from liverdeck.quiz.papers.wording import key_letters, key_line, prompts_with_matches

if TYPE_CHECKING:
    from liverdeck.catalogue.learner_words import Words
    from liverdeck.checker.languages.language import Language
    from liverdeck.checker.verdict import ListVerdict
    from liverdeck.quiz.items.item import Option

_AND = "and"
"""A learner may type it in a deck of any language."""
_LETTERS = re.compile(r"[A-Za-z]+")
"""Matches letters with nothing between them, such as "ABC" or "and"."""
_NUMBER_AND_LETTER = re.compile(
    rf"([0-9]{{1,2}})\s*+(?:[{DASHES}.:=)]\s*)?([A-Za-z])(?![A-Za-z])"
)
"""The number of a prompt and the letter of its match: "1B", "1. B", "1–b"."""


@value_class
class Graded:
    """The grade of one typed answer."""

    points: float
    """From 0 to the item's points; in a list possibly with a fraction, such as 2.5."""
    feedback: str
    """What to tell the learner besides the points, in the `language` of `grade`.

    May be empty.

    It is the reason why a chosen option is wrong, a hint on what to type, or what the
    checker says in addition to right or wrong. In a multiple response, each reason
    begins with its option. For a true/false item, it is the reason why its statement is
    false, even if the learner was right; empty for a true statement.

    Words between *asterisks* are to be shown in italics.
    """
    is_in_doubt: bool = False
    """Whether the learner should type the answer again before it counts.

    Then `points` is 0 and `feedback` is a hint that does not give the answer away.
    """
    verdict: Verdict | ListVerdict | None = field(default=None, compare=False)
    """The checker's verdict; None if the learner chose, or typed nothing.

    So it is None for items with options, statements, matchings and orderings. Two
    grades are compared without it, because points and feedback follow from it.
    """


def grade(
    item: Item | AskedItem, typed: str, terms: Terms = NO_TERMS, language: str = "en"
) -> Graded:
    """Grade one typed answer to an item, whatever was typed.

    A blank answer means that the learner leaves the item out. For every type of item,
    it has 0 points and no feedback, and is not in doubt. Punctuation alone, such as
    "?", is in doubt, unless it is the answer. An answer such as "I don't know" has 0
    points and is not in doubt; the feedback says the right answer.

    A single best answer may be typed as the option's letter, its number (1 for A) or
    its text. A true/false item takes these too, and words such as "yes". Multiple
    responses, matchings and orderings are answered with letters. In a matching, numbers
    may say which prompt a letter belongs to. The letters are those of the paper form
    that the `AskedItem` belongs to, as in `paper.forms[0].asked`; for an `Item`, they
    are those of its `options` and `matches` in their own order.

    `terms` are the answers of the item's deck: `DeckChecker(deck).terms`. With them, no
    answer of the deck is taken for a misspelling of another answer. `language` is the
    language tag of the learner, for the feedback.

    Raises TypeError if `item` is not an item, `typed` not a str, or `terms` not Terms.
    """
    refuse_other_type("item", item, Item, AskedItem)
    refuse_other_type(
        "`terms`", terms, Terms, help_text="such as `DeckChecker(deck).terms`"
    )
    refuse_other_than_text(typed)
    if not typed.strip():
        return Graded(0.0, "")
    asked = item if isinstance(item, AskedItem) else asked_outside_paper(item)
    words = words_in(language)
    graded = _grade_answer(asked, typed, terms, words)
    if _is_punctuation(typed):
        return _grade_punctuation(graded, words)
    if graded.is_in_doubt and graded.verdict is None and _gives_up(typed, terms):
        return _grade_giving_up(asked, typed, words)
    return graded


def _is_punctuation(typed: str) -> bool:
    """Whether a text has only punctuation, such as "?" and "-", and spaces."""
    return all(
        unicodedata.category(character).startswith("P")
        for character in "".join(typed.split())
    )


def _grade_punctuation(graded: Graded, words: Words) -> Graded:
    """Return the grade of punctuation that was typed as an answer.

    `graded` is the grade that the answer has by the rules of its item. This grade
    counts if the punctuation is right, or if the author rejects it. Otherwise the
    answer is in doubt, and the feedback gives no hint of the right answer.
    """
    is_rejected = graded.verdict is not None and graded.verdict.reason == "rejected"
    if graded.points or is_rejected:
        return graded
    is_hint = graded.is_in_doubt and graded.verdict is None
    reply = graded.feedback if is_hint else words.text("Type it again.")
    return Graded(0.0, reply, is_in_doubt=True)


def _gives_up(typed: str, terms: Terms) -> bool:
    return gives_up(Typed(typed, terms.language).bare, terms.language)


def _grade_giving_up(asked: AskedItem, typed: str, words: Words) -> Graded:
    """Return the grade of "I don't know" in an item where learners choose.

    The feedback is the same as in an item where learners write.
    """
    verdict = Verdict("wrong", "empty", typed, key_line(asked))
    return Graded(0.0, feedback_after_verdict(verdict, words.language))


def _grade_answer(asked: AskedItem, typed: str, terms: Terms, words: Words) -> Graded:
    """Grade an answer that is not blank."""
    item = asked.item
    match item.interaction:
        case Interaction.CHOOSE_ONE:
            graded = _grade_best_answer(asked, typed, terms.language, words)
        case Interaction.CHOOSE_SEVERAL:
            letters = _without_joints(typed, len(asked.options), terms.language)
            doubt = _doubt_about_letters(letters, len(asked.options), words)
            graded = doubt or _grade_multiple_response(asked, letters)
        case Interaction.JUDGE_STATEMENT:
            graded = _grade_true_false(asked, typed, terms.language, words)
        case Interaction.WRITE_WORDS:
            answer = answer_to(item.stem, item.answers[0], item.open, terms)
            verdict = key_of(answer, item.open, terms).check(typed)
            graded = _graded_by_checker(verdict, verdict.score, words)
        case Interaction.WRITE_NUMBER:
            graded = _grade_number(item, typed, terms, words)
        case Interaction.WRITE_LIST:
            graded = _grade_list(item, typed, terms, words)
        case Interaction.MATCH:
            letters = _without_joints(typed, len(item.matches), terms.language)
            doubt = _doubt_about_letters(letters, len(item.matches), words)
            graded = doubt or _grade_matching(asked, letters)
        case Interaction.ORDER:
            letters = _without_joints(typed, len(asked.options), terms.language)
            doubt = _doubt_about_letters(letters, len(asked.options), words)
            graded = doubt or _grade_ordering(asked, letters)
        case _ as interaction:
            assert_never(interaction)
    return graded


def right_answer(asked: AskedItem) -> str:
    """Return a text for which `grade` gives all points of an item.

    Examples are "B", "ACD", "true" and "1B 2A". For a list, the text has all its items.
    The letters are those of the paper form that `asked` belongs to.
    """
    item = asked.item
    match item.interaction:
        case Interaction.CHOOSE_ONE | Interaction.CHOOSE_SEVERAL | Interaction.MATCH:
            return key_letters(asked)
        case Interaction.JUDGE_STATEMENT:
            return TRUE if item.truth else FALSE
        case (
            Interaction.WRITE_WORDS | Interaction.WRITE_NUMBER | Interaction.WRITE_LIST
        ):
            return "; ".join(answer.text for answer in item.answers)
        case Interaction.ORDER:
            indexes = map(asked.options.index, item.options)
            return "".join(map(option_letter, indexes))
        case _ as interaction:
            assert_never(interaction)


def _graded_by_checker(
    verdict: Verdict | ListVerdict, points: float, words: Words
) -> Graded:
    feedback = feedback_after_verdict(verdict, words.language)
    return Graded(points, feedback, verdict.outcome == "retype", verdict)


def _grade_true_false(
    asked: AskedItem, typed: str, language: Language, words: Words
) -> Graded:
    """Grade an answer to a true/false item: words, or the letter of an option."""
    item = asked.item
    verdict = check_true_false(typed, right=item.truth is True, language=language.code)
    if verdict.reason == "choice":
        return Graded(verdict.score, item.keys[0].why)
    option = _chosen_option(asked, typed, language)
    if option is None:
        return Graded(0.0, words.text("Type true or false."), is_in_doubt=True)
    return Graded(float(option.is_key), item.keys[0].why)


def _grade_list(item: Item, typed: str, terms: Terms, words: Words) -> Graded:
    verdict = check_list(
        typed,
        item.answers,
        need=item.needed_count,
        ordered=item.ordered,
        open=item.open,
        terms=terms,
    )
    return _graded_by_checker(verdict, verdict.score * item.points, words)


def _grade_number(item: Item, typed: str, terms: Terms, words: Words) -> Graded:
    answer = item.answers[0]
    key = key_of(answer, item.open, terms)
    verdict = key.check(typed)
    unit = answer.number.unit if answer.number else None
    if unit and verdict.outcome != "correct":
        quantity = read_quantity(typed, unit)
        if quantity is not None and quantity.unit is None:
            # The stem names the unit, so a learner may leave it out.
            without_full_stop = typed.rstrip(" .")
            verdict = key.check(f"{without_full_stop} {unit}")
    return _graded_by_checker(verdict, verdict.score, words)


def _grade_best_answer(
    asked: AskedItem, typed: str, language: Language, words: Words
) -> Graded:
    """Grade a single best answer: the letter, number or text of an option."""
    option = _chosen_option(asked, typed, language)
    if option is None:
        hint = words.text(
            "Type one letter, {first} to {last}.",
            first=option_letter(0),
            last=option_letter(len(asked.options) - 1),
        )
        return Graded(0.0, hint, is_in_doubt=True)
    return Graded(1.0, "") if option.is_key else Graded(0.0, option.why)


def _chosen_option(asked: AskedItem, typed: str, language: Language) -> Option | None:
    """Return the option whose letter, number or text was typed.

    None if the text does not name exactly one option.
    """
    texts = [option.text for option in asked.options]
    # Each option in turn is taken as the right one, to find out which one was chosen.
    for index, option in enumerate(asked.options):
        verdict = check_choice(typed, texts, index, language=language.code)
        if verdict.outcome == "correct":
            return option
    return None


def _without_joints(typed: str, letter_count: int, language: Language) -> str:
    """Return typed letters without the words for *and* of a language or of English.

    A letter that is such a word, as in "A e C", may also name an option. Then it is
    the word only if it is small and others are capitals.
    """
    plain = unicodedata.normalize("NFKC", typed)
    has_capitals = any(word.isupper() for word in _LETTERS.findall(plain))

    def letter_or_space(match: re.Match[str]) -> str:
        word = match[0]
        if word.lower() not in (_AND, *language.and_words):
            return word
        may_be_letter = len(word) == 1 and letter_index(word) < letter_count
        is_joint = not may_be_letter or (word.islower() and has_capitals)
        return " " if is_joint else word

    return _LETTERS.sub(letter_or_space, plain)


def _doubt_about_letters(typed: str, letter_count: int, words: Words) -> Graded | None:
    """Return a grade that is in doubt if the typed letters do not fit the item.

    They do not fit if there is none, or if one is not among the first `letter_count`
    letters of the alphabet. Return None if all letters fit.
    """
    indexes = _letter_indexes(typed)
    if indexes and max(indexes) < letter_count:
        return None
    last_letter = option_letter(letter_count - 1)
    hint = words.text(
        "Type letters, {first} to {last}.", first=option_letter(0), last=last_letter
    )
    return Graded(0.0, hint, is_in_doubt=True)


def _grade_multiple_response(asked: AskedItem, typed: str) -> Graded:
    """Grade a multiple response, with the reasons why wrong choices are wrong."""
    chosen_indexes = set(_letter_indexes(typed))
    key_indexes = {index for index, option in enumerate(asked.options) if option.is_key}
    wrong_indexes = chosen_indexes - key_indexes
    right_count = len(chosen_indexes & key_indexes)
    points = asked.item.points_for(right_count, len(wrong_indexes))
    reasons = [
        f"{option_letter(index)} (*{asked.options[index].text}*): "
        f"{asked.options[index].why}"
        for index in sorted(wrong_indexes)
        if asked.options[index].why
    ]
    return Graded(float(points), " ".join(reasons))


def _grade_matching(asked: AskedItem, typed: str) -> Graded:
    """Grade a matching.

    Letters without numbers belong to the prompts in the order of the paper.
    """
    chosen_by_prompt = _indexes_by_prompt(typed) or dict(
        enumerate(_letter_indexes(typed))
    )
    matches = asked.item.matches
    right_count = sum(
        chosen_by_prompt.get(index) == matches.index(match)
        for index, (_, match) in enumerate(prompts_with_matches(asked))
    )
    points = asked.item.points_for(right_count, len(matches) - right_count)
    return Graded(float(points), "")


def _grade_ordering(asked: AskedItem, typed: str) -> Graded:
    right_indexes = [asked.options.index(option) for option in asked.item.options]
    wrong_count = int(_letter_indexes(typed) != right_indexes)
    return Graded(float(asked.item.points_for(len(right_indexes), wrong_count)), "")


def _letter_indexes(typed: str) -> list[int]:
    """Return the index of each letter in "ABC" or "a, b, c": A is 0."""
    plain = unicodedata.normalize("NFKC", typed)
    return [letter_index(letter) for word in _LETTERS.findall(plain) for letter in word]


def _indexes_by_prompt(typed: str) -> dict[int, int]:
    """Return, by the index of each numbered prompt, the index of its letter.

    All indexes are from 0, so "1B 2A" gives {0: 1, 1: 0}.
    """
    plain = unicodedata.normalize("NFKC", typed)
    return {
        int(number) - 1: letter_index(letter)
        for number, letter in _NUMBER_AND_LETTER.findall(plain)
    }
