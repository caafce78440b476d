"""Tells a learner the verdict in sentences.

The sentences on one answer are in the table of `reasons`. Words between *asterisks* are
to be shown in italics.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.phrases import ends_sentence, shortened
from liverdeck.catalogue.learner_words import message, words_in
from liverdeck.checker.reasons import REASONS
from liverdeck.checker.verdict import ListVerdict
from liverdeck.checker.written import as_typed, as_written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from liverdeck.catalogue.learner_words import Words
    from liverdeck.checker.reasons import Sentence
    from liverdeck.checker.verdict import TypedItem, Verdict

_LONGEST_SHOWN = 60
"""A longer text is cut to this many characters when a sentence shows it.

The right answer and the author's reason are not cut, but items of a list are.
"""


def feedback(verdict: Verdict | ListVerdict, language: str = "en") -> str:
    """Return what to tell the learner about a verdict.

    Words between asterisks are to be shown in italics: *liver*. The sentence may quote
    what the learner typed, so a web page must escape it.

    `language` is the language tag of the learner, as in `Deck.learner_language`. A
    language without catalogue gives English.
    """
    words = words_in(language)
    if isinstance(verdict, ListVerdict):
        return _list_feedback(verdict, words)
    return _filled(_sentence_of(verdict).text, verdict, words)


def contains_answer(feedback_text: str, answer_text: str) -> bool:
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
    """Return the sentence for a verdict.

    If all that the deck writes was typed, it need not be shown: *liver, I think*.
    """
    may_be_shown = verdict.outcome == "correct" and verdict.reason != "typo"
    is_in_typed = may_be_shown and _is_in(verdict.answer, verdict.typed)
    reason = "exact" if is_in_typed else verdict.reason
    return REASONS[reason].sentences[verdict.outcome]


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
_AS_IN_LIST = message("Not written as in the list: {items}.")
_NOT_CLEAR = message("Not clear which item is meant: {items}.")
_LEFT_OPEN = message("The document leaves open whether {items} is right.")
_WITHOUT_COMMAS = message("Not counted, as commas are missing: {items}.")
_REASONS_WITHOUT_ITEMS = ("empty", "unreadable")
"""Why a typed list has no items to speak of."""


def _list_feedback(verdict: ListVerdict, words: Words) -> str:
    missing = _in_asterisks(verdict.missing)
    if verdict.reason in _REASONS_WITHOUT_ITEMS and verdict.needed_count < len(
        verdict.missing
    ):
        # The learner may choose among the items, so they are not the answer.
        return words.text(SOME_MISSING, count=verdict.needed_count, items=missing)
    if verdict.reason == "empty":
        return words.text("No answer. The answer is {answer}.", answer=missing)
    if verdict.reason == "unreadable":
        return words.text(
            "That is too long to be a list. The answer is {answer}.", answer=missing
        )
    if verdict.outcome == "correct":
        return _correct_list_feedback(verdict, words)
    is_asked_again = verdict.outcome == "retype"
    count = words.text(
        message("{count} of {all} so far.")
        if is_asked_again
        else message("{count} of {all}."),
        count=min(len(verdict.matched), verdict.needed_count),
        all=verdict.needed_count,
    )
    return " ".join((count, *_sentences_on_items(verdict, words)))


def _correct_list_feedback(verdict: ListVerdict, words: Words) -> str:
    misspelled = _in_asterisks(_misspelled_items(verdict))
    if not misspelled:
        return words.text("Correct.")
    return words.text("Correct, but spelled {items}.", items=misspelled)


def _misspelled_items(verdict: ListVerdict) -> list[str]:
    """Return the right spellings of the items that the learner misspelled."""
    return [
        item.verdict.nearest_text or item.verdict.answer
        for item in verdict.items
        if item.verdict and item.verdict.reason == "typo"
    ]


def _sentences_on_items(verdict: ListVerdict, words: Words) -> Iterator[str]:
    if verdict.wrong:
        wrong = _in_asterisks(verdict.wrong)
        yield words.text(NOT_IN_LIST, items=wrong)
    is_asked_again = verdict.outcome == "retype"
    counted = set(verdict.matched)
    if is_asked_again:
        yield from _sentences_on_items_to_retype(verdict, words)
    else:
        yield from _sentences_on_doubtful_items(verdict, words)
        counted |= {answer for _, answer in _items_in_other_words(verdict)}
        counted |= set(_answers_without_commas(verdict))
    if not verdict.in_order:
        in_order = _in_asterisks(verdict.right_order)
        yield words.text(NOT_IN_ORDER, items=in_order)
    still_needed = verdict.needed_count - len(counted)
    missing = [answer for answer in verdict.missing if answer not in counted]
    if missing and still_needed > 0 and not is_asked_again:
        # If more items are missing than are needed, the learner may choose among them.
        sentence = SOME_MISSING if len(missing) > still_needed else MISSING
        yield words.text(sentence, count=still_needed, items=_in_asterisks(missing))


def _sentences_on_items_to_retype(verdict: ListVerdict, words: Words) -> Iterator[str]:
    texts_by_sentence: dict[str, list[str]] = {}
    for item in verdict.items:
        if item.result == "retype":
            reason = item.verdict.reason if item.verdict else "misspelt"
            sentence = REASONS[reason].on_items
            texts_by_sentence.setdefault(sentence, []).append(item.typed)
    for sentence, texts in texts_by_sentence.items():
        yield words.text(sentence, items=_in_asterisks(texts))


def _sentences_on_doubtful_items(verdict: ListVerdict, words: Words) -> Iterator[str]:
    """Say what the items in doubt are, to a learner who is not asked again."""
    in_other_words = _items_in_other_words(verdict)
    if in_other_words:
        pairs = ", ".join(
            f"*{_shortened(typed)}* → *{answer}*" for typed, answer in in_other_words
        )
        yield words.text(_AS_IN_LIST, items=pairs)
    for sentence, texts in (
        (_LEFT_OPEN, _doubtful_texts(verdict, _is_open)),
        (_NOT_CLEAR, _doubtful_texts(verdict, _may_be_any_of_several)),
        (_WITHOUT_COMMAS, _doubtful_texts(verdict, _holds_several_items)),
    ):
        if texts:
            yield words.text(sentence, items=_in_asterisks(texts))


def _items_in_other_words(verdict: ListVerdict) -> list[tuple[str, str]]:
    """Return each item in doubt with the right item that it stands for."""
    return [
        (item.typed, item.answer)
        for item in verdict.items
        if item.result == "retype"
        and item.answer
        and not _is_open(item)
        and not _may_be_any_of_several(item)
    ]


def _doubtful_texts(
    verdict: ListVerdict, has_this_doubt: Callable[[TypedItem], bool]
) -> list[str]:
    return [
        item.typed
        for item in verdict.items
        if item.result == "retype" and has_this_doubt(item)
    ]


def _answers_without_commas(verdict: ListVerdict) -> Iterator[str]:
    """Yield the missing items that stand in a text with several of them."""
    for text in _doubtful_texts(verdict, _holds_several_items):
        yield from (answer for answer in verdict.missing if _is_in(answer, text))


def _is_in(words: str, text: str) -> bool:
    """Whether a text has words in it; case does not count."""
    pattern = rf"(?<!\w){re.escape(words.casefold())}(?!\w)"
    return re.search(pattern, text.casefold()) is not None


def _holds_several_items(item: TypedItem) -> bool:
    return item.answer is None


def _is_open(item: TypedItem) -> bool:
    return item.verdict is not None and item.verdict.reason == "open"


def _may_be_any_of_several(item: TypedItem) -> bool:
    """Whether a typed item is right for several right items: a slip of each of them."""
    return item.verdict is not None and item.verdict.outcome == "correct"


def _in_asterisks(texts: Sequence[str]) -> str:
    return ", ".join(f"*{_shortened(text)}*" for text in texts)
