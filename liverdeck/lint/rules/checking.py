"""Rules that check whether the checker can judge typed answers to a deck.

In the rule id `look-alike`, a look-alike is an answer that is one slip away from
another answer. In the checker, the word has a different meaning (see docs/words.md).
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from liverdeck.base.problems import Severity
from liverdeck.checker.key import Key, key_of
from liverdeck.checker.languages.language import ENGLISH, Language
from liverdeck.checker.languages.word_forms import is_other_number
from liverdeck.checker.lists import check_list
from liverdeck.checker.modifiers import is_only_filler, without_filler
from liverdeck.checker.nearest_words import without_one_letter
from liverdeck.checker.numerals import has_digit
from liverdeck.checker.prepared import ways_without_spaces
from liverdeck.checker.quantity import quantity_of_number
from liverdeck.checker.separators import may_be_split
from liverdeck.checker.spelling import TOO_FAR, inflections, slip
from liverdeck.checker.terms import no_terms
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.typed import LONGEST_TYPED
from liverdeck.lint.rule import Finding, LintContext, rule
from liverdeck.lint.rules.agreement import comparable_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.facts.answer import Answer, WrongAnswer
    from liverdeck.facts.card import Card

_COST_OF_ONE_SLIP = 1.0
"""Two words are one slip apart if the cost of the slip (see `slip`) is at most this."""
_SHORTEST_COMPARED = 5
"""The rule `look-alike` does not compare words with fewer letters than this.

Too many short words differ by one letter.
"""


@rule("not-right-itself", Severity.ERROR)
def not_right_itself(context: LintContext) -> Iterator[Finding]:
    """The checker accepts each answer and each list if it is typed as it is written.

    It does not accept a text that is too long to be typed, nor a number whose `unit` is
    very long or begins with a digit. And if it reads two items of a list as the same,
    such as two spellings of one word, a learner cannot name both.

    Bad:
        - id: both
          from: heart
          ask: What are two signs at the ankle?
          list: [oedema, edema]

    Good:
        - id: both
          from: heart
          ask: What are two signs at the ankle?
          list: [oedema, erythema]
    """
    for card, answer in context.answers():
        for text in answer.right_texts:
            if len(text) > LONGEST_TYPED:
                yield Finding(
                    answer.position,
                    f"an answer of {len(text)} characters is too long to be typed",
                    "ask for less",
                )
        if answer.number is not None and quantity_of_number(answer.number) is None:
            yield Finding(
                answer.position,
                f"the checker cannot read the number {answer.number.with_unit!r}",
                "shorten it; begin the unit with a letter or a sign: x 10^9/L",
            )
        # Check each list only once, together with its first item.
        if card.is_list and answer is card.answers[0]:
            yield from _finding_on_list(card, context.language)


def _finding_on_list(card: Card, language: Language) -> Iterator[Finding]:
    """Yield a finding if the checker does not accept the list as it is written."""
    if not may_be_misread(card.answers, language):
        return
    typed_list = "\n".join(answer.text for answer in card.answers)
    verdict = check_list(
        typed_list, card.answers, ordered=card.ordered, terms=no_terms(language)
    )
    if verdict.outcome != "correct":
        misread = ", ".join(map(repr, verdict.missing or verdict.duplicates))
        yield Finding(
            card.answers[0].position,
            "the list is not accepted even if it is typed as it is written, because "
            f"the checker misreads {misread}",
            "reword these items",
        )


@rule("rejected-yet-right", Severity.ERROR)
def rejected_yet_right(context: LintContext) -> Iterator[Finding]:
    """The checker does not read a `reject` text as the right answer.

    The checker ignores case, accents and hyphens, and whether the spelling is British
    or American.

    Bad:
        - id: swelling
          from: heart
          ask: What is water in the tissue called?
          answer:
            text: edema
            reject:
              oedema: That is another word.

    Good:
        - id: swelling
          from: heart
          ask: What is water in the tissue called?
          answer:
            text: edema
            reject:
              eczema: That is a rash.
    """
    for _, answer in context.answers():
        suspects = _suspects(answer)
        if not suspects:
            continue
        key = key_of(answer, terms=no_terms(context.language))
        right_texts = {comparable_text(text) for text in answer.right_texts}
        for wrong in suspects:
            # The rule `rejected-answer` reports texts that are listed as right and as
            # wrong.
            is_listed_as_right = comparable_text(wrong.text) in right_texts
            if not is_listed_as_right and key.check(wrong.text).outcome == "correct":
                yield Finding(
                    wrong.position,
                    f"{wrong.text!r} is rejected, but the checker reads it as "
                    f"{answer.text!r}",
                    "delete it",
                )


@rule("answers-alike", Severity.ERROR, needs_whole_deck=True)
def answers_alike(context: LintContext) -> Iterator[Finding]:
    """The checker can tell two answers of the same `kind` apart.

    Otherwise a quiz would offer each answer as a wrong option of the other question,
    and the checker would accept it there. If the two mean the same, write them in the
    same way, or let one `accept` the other.

    Bad:
        - id: to
          from: heart
          ask: Which vessels lead to the heart?
          answer: {text: veins, kind: vessel}
        - id: from
          from: heart
          ask: Which vessel carries the blood to the heart from above?
          answer: {text: vein, kind: vessel}

    Good:
        - id: to
          from: heart
          ask: Which vessels lead to the heart?
          answer: {text: veins, kind: vessel}
        - id: from
          from: heart
          ask: Which vessel carries the blood to the heart from above?
          answer: {text: vena cava, kind: vessel}
    """
    for one, other in _pairs_with_same_tokens(context):
        is_alias = _is_alias_of(other, one) or _is_alias_of(one, other)
        if _accepts(one, other.text, context.language) and not is_alias:
            yield Finding(
                other.position,
                f"the checker cannot tell {other.text!r} from {one.text!r}, "
                "which has the same kind",
                "write both in the same way, or reword one",
            )


@rule("look-alike", Severity.ADVICE, needs_whole_deck=True)
def look_alike(context: LintContext) -> Iterator[Finding]:
    """An answer has under `reject` every other answer that is one slip away from it.

    The reason there says how the two answers differ. The checker never confuses the
    two, but learners do, and the reason helps them. If the two mean the same, put the
    other answer under `accept` instead. This rule compares only answers of one word
    with five letters or more, and not the singular with the plural of a word.

    Bad:
        - id: bowel
          from: heart
          ask: What is the last part of the small bowel?
          answer: ileum
        - id: bone
          from: heart
          ask: What is the large bone of the hip?
          answer: ilium

    Good:
        - id: bowel
          from: heart
          ask: What is the last part of the small bowel?
          answer:
            text: ileum
            reject:
              ilium: That is a bone.
        - id: bone
          from: heart
          ask: What is the large bone of the hip?
          answer:
            text: ilium
            reject:
              ileum: That is bowel.
    """
    answers_by_word = _answers_of_one_word(context)
    for one, other in _one_slip_apart(answers_by_word, context.language):
        for word, similar_word in ((one, other), (other, one)):
            for answer in answers_by_word[word]:
                if not _mentions(answer, similar_word):
                    yield Finding(
                        answer.position,
                        f"{word!r} is one slip away from {similar_word!r}, "
                        "the answer to another question",
                        f"add {similar_word!r} to `reject`, and say how they differ",
                    )


def _suspects(answer: Answer) -> list[WrongAnswer]:
    """Return the rejected texts that the checker may read as right.

    The checker never reads a rejected text as a right answer with a slip. So it can
    read a rejected text as right only if the text has exactly the letters of a right
    answer, or if it has a number.
    """
    if not answer.reject:
        return []
    right_letters = set().union(*map(ways_without_spaces, answer.right_texts))
    return [
        wrong
        for wrong in answer.reject
        if has_digit(wrong.text) or right_letters & ways_without_spaces(wrong.text)
    ]


def may_be_misread(items: Sequence[Answer], language: Language = ENGLISH) -> bool:
    """Whether the checker may refuse a list although it is typed as it is written.

    It may refuse the list if it could split an item into two, read two texts of items
    as the same, or find only filler in one of the texts.
    """
    if any(may_be_split(item.text, language) for item in items):
        return True
    tokens_of_texts = [
        without_filler(tokens_of(text, language), language)
        for item in items
        for text in set(item.right_texts)
    ]
    has_same_texts = len(set(tokens_of_texts)) < len(tokens_of_texts)
    return has_same_texts or any(map(is_only_filler, tokens_of_texts))


def _pairs_with_same_tokens(context: LintContext) -> Iterator[tuple[Answer, Answer]]:
    """Yield pairs of answers of one kind whose tokens differ at most in inflection.

    If several answers have the same text, only the first of them is in a pair.
    """
    # Each group has the answers of one kind with the same tokens, by text.
    groups: dict[tuple[str, tuple[str, ...]], dict[str, Answer]] = defaultdict(dict)
    for _, answer in context.answers():
        if answer.kind is not None:
            tokens = tokens_of(answer.text, context.language)
            if context.language is ENGLISH:
                # The first inflection in the alphabet represents all inflections.
                tokens = tuple(min(inflections(token)) for token in tokens)
            groups[answer.kind, tokens].setdefault(comparable_text(answer.text), answer)
    for group in groups.values():
        yield from combinations(group.values(), 2)


def _accepts(answer: Answer, typed: str, language: Language) -> bool:
    key = Key(answer, terms=no_terms(language))
    return key.check(typed).outcome == "correct"


def _is_alias_of(other: Answer, answer: Answer) -> bool:
    """Whether `other` has the text of an alias of `answer`."""
    return comparable_text(other.text) in {
        comparable_text(text) for text in answer.accept
    }


def _mentions(answer: Answer, text: str) -> bool:
    """Whether an answer accepts or rejects a text."""
    rejected_texts = (wrong.text for wrong in answer.reject)
    return comparable_text(text) in map(
        comparable_text, (*answer.accept, *rejected_texts)
    )


def _answers_of_one_word(context: LintContext) -> dict[str, list[Answer]]:
    """Return the answers that are a single long word, grouped by that word.

    The word is normalized. It has only letters, at least `_SHORTEST_COMPARED` of them.
    """
    answers_by_word: dict[str, list[Answer]] = defaultdict(list)
    for _, answer in context.answers():
        tokens = tokens_of(answer.text, context.language)
        if len(tokens) != 1:
            continue
        (word,) = tokens
        if word.isalpha() and len(word) >= _SHORTEST_COMPARED:
            answers_by_word[word].append(answer)
    return answers_by_word


def _one_slip_apart(
    words: Iterable[str], language: Language
) -> Iterator[tuple[str, str]]:
    """Yield pairs of words that are one slip apart, except singular and plural."""
    # If two words are one slip apart, they have a common remainder: they become equal
    # if at most one letter of each word is deleted. So only words with a common
    # remainder are compared.
    words_by_remainder: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for remainder in (word, *without_one_letter(word)):
            words_by_remainder[remainder].add(word)
    pairs: set[tuple[str, str]] = set()
    for group in words_by_remainder.values():
        pairs.update(combinations(sorted(group), 2))
    for one, other in sorted(pairs):
        if _are_singular_and_plural(one, other, language):
            continue
        if slip(one, other, _COST_OF_ONE_SLIP) < TOO_FAR:
            yield one, other


def _are_singular_and_plural(one: str, other: str, language: Language) -> bool:
    """Whether two words are the singular and the plural of the same word."""
    if language is ENGLISH:
        return other in inflections(one) or one in inflections(other)
    return is_other_number(one, other, language)


@rule("checker-language", Severity.ADVICE)
def checker_language(context: LintContext) -> Iterator[Finding]:
    """The answers are in English, or the author knows what the checker cannot do.

    The checker knows the words of English. In any other language it forgives no slip
    but asks for the answer again, because it cannot tell a slip from another word. For
    some languages it knows articles, numbers and negations, for others not even these.
    Write in `accept` what else is right.
    """
    language = context.language
    if language.has_word_lists:
        return
    known_words = "no words at all"
    if language.is_listed:
        known_words = "articles, numbers and the like, but no other words"
    yield Finding(
        context.deck.values_position,
        f"in the language {language.code!r}, the checker knows {known_words}, so it "
        "asks for each misspelled answer again",
        "list in `accept` what else is right",
    )


RULES = (
    checker_language,
    not_right_itself,
    rejected_yet_right,
    answers_alike,
    look_alike,
)
