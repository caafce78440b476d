"""One helpful sentence for each verdict.

A retype does not give the answer away. The sentences name words between *asterisks*, for the door to set in italics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.tokens import as_written
from liverdeck.checker.verdict import ListVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "misspelt": "Nearly: check the spelling of *{met}* and type it again.",
    "rare": "*{met}* is a word of its own, if a rare one: check the spelling and type it again.",
    "extra": "It is in there: type the answer alone, without *{met}*.",
    "open": "*{typed}* is neither right nor wrong: the document leaves it open. Try another answer.",
    "hedged": "Take your pick: type the answer without *{met}*.",
    "unit": "The number is right: type it again with its unit.",
    "order": "The words are right, their order is not certain: type it again.",
    "abbreviation": "*{met}* may stand for it: write it out.",
    "ambiguous": "That can be read in two ways: type it again.",
}
_WRONG = {
    "confusable": "Close, but *{met}* is another word; the answer is *{answer}*.",
    "other": "No, *{met}* answers another question; the answer here is *{answer}*.",
    "opposite": "Careful: *{met}* is not *{meant}*, it means something else. The answer is *{answer}*.",
    "negated": "That says *{met}*, which turns it round; the answer is *{answer}*.",
    "hedged": "One answer is asked for, and not all of that is right; the answer is *{answer}*.",
    "number": "Not that number; the answer is *{answer}*.",
    "unit": "Check the unit; the answer is *{answer}*.",
    "incomplete": "That is only part of it: *{meant}* is missing. The answer is *{answer}*.",
    "extra": "There is more in it than the answer, which is *{answer}*.",
    "typo": "The spelling counts here; the answer is *{answer}*.",
    "empty": "No answer yet; it is *{answer}*.",
    "unreadable": "That is too long to be an answer; it is *{answer}*.",
    "choice": "No; the answer is *{answer}*.",
    "ambiguous": "Choose one; the answer is *{answer}*.",
    "wrong": "No; the answer is *{answer}*.",
}
_SENTENCES = {"correct": _CORRECT, "retype": _RETYPE, "wrong": _WRONG}
_LONGEST_SHOWN = 60


def feedback(verdict: Verdict | ListVerdict) -> str:
    """Return what to tell the learner about a verdict, in one sentence or a few."""
    return (
        list_sentence(verdict)
        if isinstance(verdict, ListVerdict)
        else sentence(verdict)
    )


def sentence(verdict: Verdict) -> str:
    """Return the sentence for a verdict on one answer or one choice."""
    if verdict.reason == "rejected":
        return _rejected(verdict)
    return _SENTENCES[verdict.outcome][verdict.reason].format(
        answer=verdict.answer,
        nearest=verdict.nearest_text or verdict.answer,
        typed=_shortened(verdict.typed),
        met=_shortened(as_written(verdict.deciding_text, verdict.typed)),
        meant=_shortened(
            as_written(verdict.expected_text, verdict.nearest_text or verdict.answer)
        ),
    )


def _rejected(verdict: Verdict) -> str:
    why = verdict.why if verdict.why.endswith((".", "!", "?")) else f"{verdict.why}."
    return f"Not *{_shortened(verdict.typed)}*: {why} The answer is *{verdict.answer}*."


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST_SHOWN else f"{plain[: _LONGEST_SHOWN - 1]}…"


def list_sentence(verdict: ListVerdict) -> str:
    """Return the sentences for a verdict on a list."""
    if verdict.reason in ("empty", "unreadable"):
        start = (
            "No answer yet"
            if verdict.reason == "empty"
            else "That is too long to be a list"
        )
        return f"{start}; it is {_names(verdict.missing)}."
    if verdict.outcome == "correct":
        respelt = [
            item.answer or ""
            for item in verdict.items
            if item.verdict and item.verdict.reason == "typo"
        ]
        return f"Correct, but spelled {_names(respelt)}." if respelt else "Correct."
    doubted = [item for item in verdict.items if item.result == "retype"]
    crowded = [item.typed for item in doubted if item.is_crowded]
    misspelt = [item.typed for item in doubted if not item.is_crowded]
    sentences = [f"{len(verdict.matched)} of {verdict.need}."]
    if verdict.wrong:
        sentences.append(f"Not in the list: {_names(verdict.wrong)}.")
    if crowded:
        sentences.append(
            f"Type each item by itself, with commas between: {_names(crowded)}."
        )
    if misspelt:
        sentences.append(
            f"Nearly: check the spelling of {_names(misspelt)} and type it again."
        )
    if not verdict.in_order:
        sentences.append("The order is not right.")
    if verdict.missing and verdict.outcome != "retype":
        of_those = (
            f"{verdict.need - len(verdict.matched)} of: "
            if len(verdict.missing) > verdict.need - len(verdict.matched) > 0
            else ""
        )
        if len(verdict.matched) < verdict.need:
            sentences.append(f"Missing: {of_those}{_names(verdict.missing)}.")
    return " ".join(sentences)


def _names(texts: Sequence[str]) -> str:
    return ", ".join(f"*{_shortened(text)}*" for text in texts)
