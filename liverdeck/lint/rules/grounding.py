"""Whether the document says what the facts say, and whether each passage has a fact.

In this module, *stem* means word stem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.authoring.passages_file import index_fix
from liverdeck.base.problems import Severity
from liverdeck.lint.rule import Finding, LintContext, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from liverdeck.facts.answer import Answer

_JUDGEMENTS = frozenset({"yes", "no", "true", "false"})
"""Answers that say whether something is so. They do not have to be in the document."""


@rule("grounding", Severity.ERROR)
def grounding(context: LintContext) -> Iterator[Finding]:
    """The words of an answer occur in the passages that its fact names.

    It is enough if the words of one `accept` text occur there. An inflected form counts
    as the same word. In English, function words count only if the answer has no other
    words. The answers *yes*, *no*, *true* and *false* do not have to occur. Decks in a
    language without spaces between words are not checked. The rule checks words, not
    meaning: a person still has to read the passage.

    Bad:
        - id: pump
          from: heart
          ask: What does the heart do with blood?
          answer: filters it

    Good:
        - id: pump
          from: heart
          ask: What does the heart do with blood?
          answer: {text: moves it along, accept: [pumps it]}
    """
    # Without spaces between words, the words of an answer are not known.
    if not context.stemmer.separates_words:
        return
    for card, answer in context.answers():
        passage_words = context.passage_words(card.fact)
        if passage_words is None:
            continue
        # Most answers stand in their passages, and need no word stems.
        if passage_words.has_all(_needed_words(answer.text, context)):
            continue
        passage_stems = context.passage_stems(card.fact)
        if any(
            passage_stems.has_all(map(context.stemmer.stem, words))
            for words in _needed_words_of_all(answer, context)
        ):
            continue
        missing_words = [
            repr(word)
            for word in context.words(answer.text)
            if context.stemmer.stem(word) not in passage_stems
        ]
        passage_ids = " or ".join(map(repr, card.fact.passages))
        yield Finding(
            answer.position,
            f"{answer.text!r} is not in the document: {', '.join(missing_words)} "
            f"not in {passage_ids}",
            "name the passage that says it, or accept the document's own word too",
        )


def _needed_words_of_all(answer: Answer, context: LintContext) -> Iterator[list[str]]:
    """Yield the needed words of an answer, and of each alias.

    An alias that has only function words proves nothing, so it is left out.
    """
    yield _needed_words(answer.text, context)
    for alias in answer.accept:
        if context.stemmer.content_words(alias):
            yield _needed_words(alias, context)


def _needed_words(text: str, context: LintContext) -> list[str]:
    """Return the words of an answer or alias that must be in the document.

    In an English deck, these are all words except function words. If the answer has
    only function words, or the deck is in a different language, these are all words. A
    judgement such as *yes* needs none.
    """
    words = context.words(text)
    if set(words) <= _JUDGEMENTS:
        return []
    if not context.stemmer.is_english:
        return words
    is_function_word = context.stemmer.is_function_word
    return [word for word in words if not is_function_word(word)] or words


@rule("unused-passage", Severity.WARNING, needs_whole_deck=True)
def unused_passage(context: LintContext) -> Iterator[Finding]:
    """Every passage of the document has at least one fact.

    `liverdeck lint --coverage` shows the words of each passage that no fact uses.
    """
    used_ids: set[str] = set()
    for fact in context.deck.active_facts:
        used_ids.update(fact.passages)
    for passage in context.deck.passages:
        if passage.id not in used_ids:
            yield Finding(
                passage.position,
                f"no fact comes from the passage {passage.id!r}",
                "write one, or delete the passage if it teaches nothing",
            )


@rule("not-indexed", Severity.ADVICE)
def not_indexed(context: LintContext) -> Iterator[Finding]:
    """The word index has the hash and the words of every passage.

    Without them the rule `grounding` cannot check the facts of the passage. `liverdeck
    index DOCUMENT` writes both.
    """
    for passage in context.deck.passages:
        if passage.hash is None:
            yield Finding(
                passage.position,
                f"the facts from {passage.id!r} cannot be checked: the word index does "
                "not have its words",
                index_fix(passage.position),
            )


RULES = (grounding, unused_passage, not_indexed)
