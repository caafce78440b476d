"""The table of reasons: what each means, and what a learner is told.

A sentence is a whole pattern, so that it can be translated. It may have these texts in
it:

- `{typed}`: what was typed
- `{answer}`: the right answer
- `{nearest}`: the right answer or alias that is nearest to it
- `{part}`: what decided in the typed text
- `{expected}`: what is missing or misspelled
- `{meant}`: the different word that was typed, perhaps misspelled
- `{other}`: the different word that was typed, or that the typed one is nearer to
- `{why}`: the author's reason
- `{items}`: the typed items of a list that are asked for again

Words between *asterisks* are to be shown in italics. A sentence for a *retype* does not
say the answer.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import message

if TYPE_CHECKING:
    from liverdeck.checker.verdict import Outcome, Reason


class Sentence(NamedTuple):
    """What a learner is told about a verdict."""

    text: str
    after_verdict: str | None = None
    """What to say in its place to a learner who knows if the answer was right.

    None if the sentence says nothing of it. It may be empty.
    """


@value_class
class ReasonRow:
    """What a reason means, and the sentence for each outcome that it may have."""

    explanation: str
    sentences: dict[Outcome, Sentence] = field(default_factory=dict)
    """Empty if only lists have the reason."""
    on_items: str = message(
        "Not written as in the list: {items}. Check each letter and type it again."
    )
    """What to say of items of a list that are asked for again."""
    shows_letters: bool = False
    """Whether it helps a learner to see which letters differ."""


def _correct(text: str, after_verdict: str | None = None) -> dict[Outcome, Sentence]:
    return {"correct": Sentence(text, after_verdict)}


def _retype(text: str) -> dict[Outcome, Sentence]:
    return {"retype": Sentence(text)}


def _wrong(text: str, after_verdict: str | None = None) -> dict[Outcome, Sentence]:
    return {"wrong": Sentence(text, after_verdict)}


_NOT_AS_WRITTEN = message(
    "*{part}* is not written as in the answer. If it is a slip, type it again."
)
"""It does not say that the word is misspelled: it may be another word."""

REASONS: dict[Reason, ReasonRow] = {
    "exact": ReasonRow("written as in the deck", _correct(message("Correct."), "")),
    "alias": ReasonRow(
        "one of the other right answers",
        _correct(
            message("Correct; the deck says *{answer}*."),
            message("The deck says *{answer}*."),
        ),
    ),
    "spelling": ReasonRow(
        "equal once case, accents, hyphens, British spelling, plurals and number "
        "formats are normalized",
        _correct(
            message("Correct; the deck writes *{answer}*."),
            message("The deck writes *{answer}*."),
        ),
    ),
    "order": ReasonRow(
        "the same words in another order",
        _correct(
            message("Correct; the deck writes *{answer}*."),
            message("The deck writes *{answer}*."),
        )
        | _retype(message("Check the order of the words and type it again."))
        | _wrong(
            message(
                "These are the words of the answer in another order. "
                "The answer is *{nearest}*."
            )
        ),
        message("Check the order of the words in {items} and type it again."),
    ),
    "typo": ReasonRow(
        "a slip within the limit, and no rule objects",
        _correct(
            message("Correct, but spelled *{nearest}*."),
            message("It is spelled *{nearest}*."),
        )
        | _wrong(message("The spelling counts here. The answer is *{nearest}*.")),
        shows_letters=True,
    ),
    "all": ReasonRow("all items of a list that are needed"),
    "choice": ReasonRow(
        "the option that was chosen",
        _correct(message("Correct."), "")
        | _wrong(message("No; the answer is *{answer}*.")),
    ),
    "misspelt": ReasonRow(
        "a slip in doubt: beyond the limit, or as near to another word",
        _retype(_NOT_AS_WRITTEN),
        shows_letters=True,
    ),
    "rare": ReasonRow(
        "the typed word is itself a rare word",
        _retype(
            message(
                "*{part}* may be a different word. "
                "Check the spelling and type it again."
            )
        ),
        message("{items} may be a different word. Check the spelling."),
        shows_letters=True,
    ),
    "nearer": ReasonRow(
        "a slip, but another word is nearer",
        _retype(_NOT_AS_WRITTEN)
        | _wrong(
            message(
                "Close, but *{part}* is nearer to *{other}*. The answer is *{nearest}*."
            )
        ),
        shows_letters=True,
    ),
    "sign": ReasonRow(
        "a sign too many or too few, or another one",
        _retype(message("Type the answer in words, without *{part}*."))
        | _wrong(
            message(
                "Only the sign, or a word for it, is missing or not right. "
                "The answer is *{answer}*."
            )
        ),
        message("Type {items} in words."),
    ),
    "marker": ReasonRow(
        "a digit, letter or numeral that the answer does not have",
        _wrong(
            message("With *{part}* it is something else. The answer is *{answer}*.")
        ),
    ),
    "extra": ReasonRow(
        "the answer and more",
        _retype(
            message("Type one short answer alone, without brackets or other words.")
        )
        | _wrong(message("That is more than the answer, which is *{nearest}*.")),
        message(
            "Too many words: {items}. Type each item alone, with commas between them."
        ),
    ),
    "open": ReasonRow(
        "in the author's list of what the document leaves open",
        _retype(
            message(
                "The document leaves open whether *{typed}* is right. "
                "Try another answer."
            )
        ),
        message("The document leaves open whether {items} is right. Try another item."),
    ),
    "hedged": ReasonRow(
        "more than one answer, or a hedge",
        _retype(message("Please decide: type the answer without *{part}*."))
        | _wrong(message("Give one answer only. The right one is *{answer}*.")),
        message("Please decide on {items}."),
    ),
    "unit": ReasonRow(
        "the unit is missing or not the right one",
        _retype(
            message(
                "The number is right. Type it again with its unit; its case counts."
            )
        )
        | _wrong(message("Check the number and its unit. The answer is *{answer}*.")),
        message("Type {items} again with the unit."),
    ),
    "ambiguous": ReasonRow(
        "it can be read in two ways, or chooses two options",
        _retype(
            message(
                "That is not clear. Check letters, capitals, spaces and signs, and "
                "type it again."
            )
        )
        | _wrong(message("Choose only one. The answer is *{answer}*.")),
        message(
            "Not clear: {items}. Check letters, capitals, spaces and signs, and type "
            "it again."
        ),
    ),
    "abbreviation": ReasonRow(
        "the initials of the answer, which the author does not list",
        _retype(message("*{part}* looks like an abbreviation. Write it out in full.")),
        message("Write {items} out in full."),
    ),
    "confusable": ReasonRow(
        "near, but the typed text is itself a word, or another answer of this deck",
        _wrong(
            message(
                "Close, but *{part}* is a different word. The answer is *{nearest}*."
            )
        ),
        shows_letters=True,
    ),
    "opposite": ReasonRow(
        "a prefix or suffix makes it another word",
        _wrong(
            message(
                "Careful: *{meant}* is not *{expected}*. The answer is *{nearest}*."
            )
        ),
        shows_letters=True,
    ),
    "other": ReasonRow(
        "the answer to another question of this deck",
        _retype(
            message(
                "*{part}* answers another question that asks nearly the same. "
                "The deck asks for another answer here. Try again."
            )
        )
        | _wrong(
            message(
                "No: *{part}* is the answer to another question. "
                "Here the answer is *{answer}*."
            )
        ),
        message(
            "{items} answers another question that asks nearly the same. Try again."
        ),
    ),
    "negated": ReasonRow(
        "a negating word that the answer does not have",
        _wrong(message("*{part}* changes the meaning. The answer is *{answer}*.")),
    ),
    "rejected": ReasonRow(
        "in the author's list of wrong answers",
        _wrong(message("Not *{typed}*: {why} The answer is *{answer}*.")),
    ),
    "number": ReasonRow(
        "not the right number",
        _wrong(message("That is not the right value. The answer is *{answer}*.")),
    ),
    "incomplete": ReasonRow(
        "some words of the answer, and nothing else",
        _retype(message("*{typed}* may be several things. Type the whole name."))
        | _wrong(
            message(
                "That is only part of it: *{expected}* is missing. "
                "The answer is *{nearest}*."
            )
        ),
        message("{items} may be several things. Type the whole name."),
    ),
    "some": ReasonRow("some items of a list"),
    "wrong": ReasonRow(
        "no right answer is near",
        _wrong(
            message("No; the answer is *{answer}*."),
            message("The answer is *{answer}*."),
        ),
    ),
    "empty": ReasonRow(
        "nothing that could be an answer",
        _wrong(message("No answer. The answer is *{answer}*.")),
    ),
    "unreadable": ReasonRow(
        "longer than an answer can be",
        _wrong(message("That is too long to be an answer. The answer is *{answer}*.")),
    ),
}
