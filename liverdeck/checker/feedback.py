"""Tells a learner the verdict in a sentence or two that help.

A retype does not give the answer away. The sentences put words between *asterisks*;
callers show them in italics.
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
        "*{deciding}* happens to be a rare word. Check the spelling and type it again."
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
_SENTENCES = {"correct": _CORRECT, "retype": _RETYPE, "wrong": _WRONG}
_LONGEST_SHOWN = 60
"""Characters of a typed text that a sentence repeats."""


def feedback(verdict: Verdict | ListVerdict) -> str:
    """Return what to tell the learner about a verdict, in one sentence or a few."""
    if isinstance(verdict, ListVerdict):
        return list_sentence(verdict)
    return sentence(verdict)


def sentence(verdict: Verdict) -> str:
    """Return the sentence for a verdict on one answer or one choice."""
    if verdict.reason == "rejected":
        return _rejected_sentence(verdict)
    nearest = verdict.nearest_text or verdict.answer
    return _SENTENCES[verdict.outcome][verdict.reason].format(
        answer=verdict.answer,
        nearest=nearest,
        typed=_shortened(verdict.typed),
        deciding=_shortened(as_written(verdict.deciding_text, verdict.typed)),
        expected=_shortened(as_written(verdict.expected_text, nearest)),
    )


def _rejected_sentence(verdict: Verdict) -> str:
    why = verdict.why if verdict.why.endswith((".", "!", "?")) else f"{verdict.why}."
    return f"Not *{_shortened(verdict.typed)}*: {why} The answer is *{verdict.answer}*."


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) <= _LONGEST_SHOWN:
        return plain
    return f"{plain[: _LONGEST_SHOWN - 1]}…"


def list_sentence(verdict: ListVerdict) -> str:
    """Return the sentences for a verdict on a list."""
    if verdict.reason == "empty":
        return f"No answer yet. The answer is {_names(verdict.missing)}."
    if verdict.reason == "unreadable":
        return (
            f"That is too long to be a list. The answer is {_names(verdict.missing)}."
        )
    if verdict.outcome == "correct":
        return _correct_list_sentence(verdict)
    return " ".join(_list_sentences(verdict))


def _correct_list_sentence(verdict: ListVerdict) -> str:
    misspelled = [
        item.answer or ""
        for item in verdict.items
        if item.verdict and item.verdict.reason == "typo"
    ]
    return f"Correct, but spelled {_names(misspelled)}." if misspelled else "Correct."


def _list_sentences(verdict: ListVerdict) -> Iterator[str]:
    doubtful = [item for item in verdict.items if item.result == "retype"]
    crowded = [item.typed for item in doubtful if item.is_crowded]
    misspelled = [item.typed for item in doubtful if not item.is_crowded]

    yield f"{len(verdict.matched)} of {verdict.need}."
    if verdict.wrong:
        yield f"Not in the list: {_names(verdict.wrong)}."
    if crowded:
        yield f"Type the items one by one, with commas between them: {_names(crowded)}."
    if misspelled:
        yield f"Nearly: check the spelling of {_names(misspelled)} and type it again."
    if not verdict.in_order:
        yield "The order is not right."
    remaining = verdict.need - len(verdict.matched)
    if verdict.missing and remaining > 0 and verdict.outcome != "retype":
        # A learner may choose if the list has more items than are needed.
        count = f"{remaining} of: " if len(verdict.missing) > remaining else ""
        yield f"Missing: {count}{_names(verdict.missing)}."


def _names(texts: Sequence[str]) -> str:
    return ", ".join(f"*{_shortened(text)}*" for text in texts)
