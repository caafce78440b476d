"""Tells a learner the verdict in sentences.

The sentences on one answer are in the table of `reasons`. Words between *asterisks* are
to be shown in italics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.base.phrases import ends_sentence, shortened
from liverdeck.catalogue.learner_words import message, words_in
from liverdeck.checker.reasons import REASONS
from liverdeck.checker.verdict import ListVerdict
from liverdeck.checker.written import as_typed, as_written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.checker.reasons import Sentence
    from liverdeck.checker.verdict import Verdict

_LONGEST_SHOWN = 60
"""A longer text is cut to this many characters when a sentence shows it.

The right answer and the author's reason are not cut, but items of a list are.
"""


def feedback(verdict: Verdict | ListVerdict, language: str = "en") -> str:
    """Return what to tell the learner about a verdict.

    `language` is the language tag of the learner, as in `Deck.learner_language`. A
    language without catalogue gives English.
    """
    words = words_in(language)
    if isinstance(verdict, ListVerdict):
        return _list_feedback(verdict, words)
    return _filled(_sentence_of(verdict).text, verdict, words)


def says(feedback_text: str, answer_text: str) -> bool:
    """Whether a sentence of the checker says an answer, in italics or not."""
    return answer_text in feedback_text.replace("*", "")


def feedback_after_verdict(verdict: Verdict | ListVerdict, language: str = "en") -> str:
    """Return what to tell a learner who knows already how right the answer is.

    This is `feedback` without "Correct", "No" or the number of items before it. It may
    be empty.
    """
    words = words_in(language)
    if isinstance(verdict, ListVerdict):
        if verdict.outcome == "correct":
            misspelled = _in_asterisks(_misspelled_items(verdict))
            return (
                words.text("Spelled {items}.", items=misspelled) if misspelled else ""
            )
        if verdict.reason in _REASONS_WITHOUT_ITEMS:
            return _list_feedback(verdict, words)
        return " ".join(_sentences_on_items(verdict, words))
    sentence = _sentence_of(verdict)
    after_verdict = sentence.after_verdict
    pattern = sentence.text if after_verdict is None else after_verdict
    return _filled(pattern, verdict, words) if pattern else ""


def _sentence_of(verdict: Verdict) -> Sentence:
    return REASONS[verdict.reason].sentences[verdict.outcome]


def _filled(sentence: str, verdict: Verdict, words: Words) -> str:
    """Return a sentence in the learner's language, with the texts of a verdict."""
    nearest = verdict.nearest_text or verdict.answer
    why = verdict.why
    part = as_typed(verdict.deciding_text, verdict.typed)
    is_misspelled = verdict.other_text not in ("", verdict.deciding_text)
    return words.text(
        sentence,
        meant=_shortened(verdict.other_text if is_misspelled else part),
        answer=verdict.answer,
        nearest=nearest,
        typed=_shortened(verdict.typed),
        part=_shortened(part),
        expected=_shortened(as_written(verdict.expected_text, nearest)),
        other=_shortened(verdict.other_text),
        why=why if ends_sentence(why) else f"{why}.",
    )


def _shortened(text: str) -> str:
    return shortened(" ".join(text.split()), _LONGEST_SHOWN)


NOT_IN_LIST = message("Not in the list: {items}.")
NOT_IN_ORDER = message("The order is not right; it is {items}.")
MISSING = message("Missing: {items}.")
SOME_MISSING = message("Missing: {count} of: {items}.")
"""The quiz page has these four sentences too, since it judges a list by itself."""
_REASONS_WITHOUT_ITEMS = ("empty", "unreadable")
"""Why a typed list has no items to speak of."""


def _list_feedback(verdict: ListVerdict, words: Words) -> str:
    missing = _in_asterisks(verdict.missing)
    if verdict.reason == "empty":
        return words.text("No answer. The answer is {answer}.", answer=missing)
    if verdict.reason == "unreadable":
        return words.text(
            "That is too long to be a list. The answer is {answer}.", answer=missing
        )
    if verdict.outcome == "correct":
        return _correct_list_feedback(verdict, words)
    count = words.text(
        "{count} of {all}.",
        count=min(len(verdict.matched), verdict.need),
        all=verdict.need,
    )
    return " ".join((count, *_sentences_on_items(verdict, words)))


def _correct_list_feedback(verdict: ListVerdict, words: Words) -> str:
    misspelled = _in_asterisks(_misspelled_items(verdict))
    if not misspelled:
        return words.text("Correct.")
    return words.text("Correct, but spelled {items}.", items=misspelled)


def _misspelled_items(verdict: ListVerdict) -> list[str]:
    """Return the right texts of the items that the learner misspelled."""
    return [
        item.answer or ""
        for item in verdict.items
        if item.verdict and item.verdict.reason == "typo"
    ]


def _sentences_on_items(verdict: ListVerdict, words: Words) -> Iterator[str]:
    if verdict.wrong:
        wrong = _in_asterisks(verdict.wrong)
        yield words.text(NOT_IN_LIST, items=wrong)
    yield from _sentences_on_doubtful_items(verdict, words)
    if not verdict.in_order:
        in_order = _in_asterisks(verdict.right_order)
        yield words.text(NOT_IN_ORDER, items=in_order)
    still_needed = verdict.need - len(verdict.matched)
    if verdict.missing and still_needed > 0 and verdict.outcome != "retype":
        missing = _in_asterisks(verdict.missing)
        # If more items are missing than are needed, the learner may choose among them.
        may_choose = len(verdict.missing) > still_needed
        sentence = SOME_MISSING if may_choose else MISSING
        yield words.text(sentence, count=still_needed, items=missing)


def _sentences_on_doubtful_items(verdict: ListVerdict, words: Words) -> Iterator[str]:
    texts_by_sentence: dict[str, list[str]] = {}
    for item in verdict.items:
        if item.result == "retype":
            reason = item.verdict.reason if item.verdict else "misspelt"
            sentence = REASONS[reason].on_items
            texts_by_sentence.setdefault(sentence, []).append(item.typed)
    for sentence, texts in texts_by_sentence.items():
        yield words.text(sentence, items=_in_asterisks(texts))


def _in_asterisks(texts: Sequence[str]) -> str:
    return ", ".join(f"*{_shortened(text)}*" for text in texts)
