"""Tells a learner the verdict in sentences.

The sentences for a *retype* do not say the answer. Words between *asterisks* are to be
shown in italics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.tokens import as_written
from liverdeck.checker.verdict import ListVerdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from liverdeck.checker.verdict import Verdict

_CORRECT = {
    "exact": "Correct.",
    "choice": "Correct.",
    "alias": "Correct; the deck says *{answer}*.",
    "spelling": "Correct; the deck writes *{answer}*.",
    "order": "Correct; the deck writes *{answer}*.",
    "typo": "Correct, but spelled *{nearest}*.",
}
_RETYPE = {
    "misspelt": "Nearly: check the spelling of *{deciding}* and type it again.",
    "rare": (
        "*{deciding}* is a different word, though a rare one. "
        "Check the spelling and type it again."
    ),
    "extra": "The answer is in there. Type it alone, without *{deciding}*.",
    "open": (
        "The document leaves open whether *{typed}* is right. Try another answer."
    ),
    "hedged": "Please decide: type the answer without *{deciding}*.",
    "unit": "The number is right. Type it again with its unit.",
    "order": "The words are right, but their order may not be. Type it again.",
    "abbreviation": "*{deciding}* may be short for the answer. Write it out in full.",
    "ambiguous": "That can be read in two ways. Type it again more clearly.",
}
_WRONG = {
    "confusable": (
        "Close, but *{deciding}* is a different word. The answer is *{answer}*."
    ),
    "other": (
        "No: *{deciding}* is the answer to another question. "
        "Here the answer is *{answer}*."
    ),
    "opposite": (
        "Careful: *{deciding}* is not *{expected}*, it means something else. "
        "The answer is *{answer}*."
    ),
    "negated": "The word *{deciding}* changes the meaning. The answer is *{answer}*.",
    "hedged": (
        "Give one answer only: not all of yours are right. The answer is *{answer}*."
    ),
    "number": "That is not the right number. The answer is *{answer}*.",
    "unit": "Check the unit. The answer is *{answer}*.",
    "incomplete": (
        "That is only part of it: *{expected}* is missing. The answer is *{answer}*."
    ),
    "extra": "That is more than the answer, which is *{answer}*.",
    "typo": "The spelling counts here. The answer is *{answer}*.",
    "empty": "No answer yet. The answer is *{answer}*.",
    "unreadable": "That is too long to be an answer. The answer is *{answer}*.",
    "choice": "No; the answer is *{answer}*.",
    "ambiguous": "Choose only one. The answer is *{answer}*.",
    "wrong": "No; the answer is *{answer}*.",
}
_AFTER_VERDICT = {
    _CORRECT["exact"]: "",
    _CORRECT["alias"]: "The deck says *{answer}*.",
    _CORRECT["spelling"]: "The deck writes *{answer}*.",
    _CORRECT["typo"]: "It is spelled *{nearest}*.",
    _WRONG["wrong"]: "The answer is *{answer}*.",
}
"""What to say in place of a sentence to a learner who knows the verdict already."""
# Only lists can have the outcome *partial*.
_SENTENCES = {"correct": _CORRECT, "retype": _RETYPE, "wrong": _WRONG}
_LONGEST_SHOWN = 60
"""A longer text is cut to this many characters when a sentence shows it.

The right answer and the author's reason are not cut, but items of a list are.
"""


def feedback(verdict: Verdict | ListVerdict) -> str:
    """Return what to tell the learner about a verdict."""
    if isinstance(verdict, ListVerdict):
        return _list_feedback(verdict)
    if verdict.reason == "rejected":
        return _rejected_feedback(verdict)
    return _filled(_SENTENCES[verdict.outcome][verdict.reason], verdict)


def feedback_after_verdict(verdict: Verdict | ListVerdict) -> str:
    """Return what to tell a learner who knows already if the answer is right.

    This is `feedback` without "Correct" or "No" before it. It may be empty.
    """
    if isinstance(verdict, ListVerdict):
        if verdict.outcome == "correct":
            misspelled = _misspelled_items(verdict)
            return f"Spelled {_in_asterisks(misspelled)}." if misspelled else ""
        return _list_feedback(verdict)
    if verdict.reason == "rejected":
        return _rejected_feedback(verdict)
    sentence = _SENTENCES[verdict.outcome][verdict.reason]
    return _filled(_AFTER_VERDICT.get(sentence, sentence), verdict)


def _filled(sentence: str, verdict: Verdict) -> str:
    """Return a sentence with the texts of a verdict in it."""
    nearest = verdict.nearest_text or verdict.answer
    return sentence.format(
        answer=verdict.answer,
        nearest=nearest,
        typed=_shortened(verdict.typed),
        deciding=_shortened(as_written(verdict.deciding_text, verdict.typed)),
        expected=_shortened(as_written(verdict.expected_text, nearest)),
    )


def _rejected_feedback(verdict: Verdict) -> str:
    why = verdict.why if verdict.why.endswith((".", "!", "?")) else f"{verdict.why}."
    return f"Not *{_shortened(verdict.typed)}*: {why} The answer is *{verdict.answer}*."


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= _LONGEST_SHOWN:
        return plain
    return f"{plain[: _LONGEST_SHOWN - 1]}…"


def _list_feedback(verdict: ListVerdict) -> str:
    missing = _in_asterisks(verdict.missing)
    if verdict.reason == "empty":
        return f"No answer yet. The answer is {missing}."
    if verdict.reason == "unreadable":
        return f"That is too long to be a list. The answer is {missing}."
    if verdict.outcome == "correct":
        return _correct_list_feedback(verdict)
    return " ".join(_sentences_on_list(verdict))


def _correct_list_feedback(verdict: ListVerdict) -> str:
    misspelled = _misspelled_items(verdict)
    if not misspelled:
        return "Correct."
    return f"Correct, but spelled {_in_asterisks(misspelled)}."


def _misspelled_items(verdict: ListVerdict) -> list[str]:
    """Return the right texts of the items that the learner misspelled."""
    return [
        item.answer or ""
        for item in verdict.items
        if item.verdict and item.verdict.reason == "typo"
    ]


def _sentences_on_list(verdict: ListVerdict) -> Iterator[str]:
    doubtful = [item for item in verdict.items if item.result == "retype"]
    with_extra_word = [item.typed for item in doubtful if item.has_extra_word]
    without_extra_word = [item.typed for item in doubtful if not item.has_extra_word]

    yield f"{len(verdict.matched)} of {verdict.need}."
    if verdict.wrong:
        yield f"Not in the list: {_in_asterisks(verdict.wrong)}."
    if with_extra_word:
        texts = _in_asterisks(with_extra_word)
        yield f"Type the items one by one, with commas between them: {texts}."
    if without_extra_word:
        texts = _in_asterisks(without_extra_word)
        yield f"Nearly: check the spelling of {texts} and type it again."
    if not verdict.in_order:
        yield "The order is not right."
    still_needed = verdict.need - len(verdict.matched)
    if verdict.missing and still_needed > 0 and verdict.outcome != "retype":
        # If more items are missing than are needed, the learner may choose among them.
        has_choice = len(verdict.missing) > still_needed
        how_many = f"{still_needed} of: " if has_choice else ""
        yield f"Missing: {how_many}{_in_asterisks(verdict.missing)}."


def _in_asterisks(texts: Sequence[str]) -> str:
    return ", ".join(f"*{_shortened(text)}*" for text in texts)
