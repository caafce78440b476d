"""Flaws of an item's stem, and of how stem and options fit together.

The docstring of each rule says what is true of a good item. If it is not true of an
item, the rule yields what is wrong and how to fix it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.characters import APOSTROPHES
from liverdeck.base.phrases import ends_sentence, sentences_of
from liverdeck.base.words import indefinite_article, words_of
from liverdeck.checker.known_words import has_plural_ending, is_plural
from liverdeck.quiz.items.item import GAP

if TYPE_CHECKING:
    from liverdeck.quiz.flaws.deck_words import DeckWords, Flaws
    from liverdeck.quiz.items.item import Item

_FEWEST_WORDS = 4
"""A stem with fewer words must have a gap or be a complete question."""
_NEGATIVE = re.compile(
    # "not", but not in "and not", "but not" and "or not"
    rf"(?<!and )(?<!but )(?<!or )\bnot\b|n[{APOSTROPHES}]t\b|"
    # "least", but not in "at least"
    r"\b(?:except|(?<!at )(?<!At )least|false|incorrect)\b"
)
"""A negative word. Authors should write it in capitals; then it does not match."""
_EXCEPTION = re.compile(r"\b(?:the exception|except one|[Ee]xcept for (?:which|one))\b")
"""Words that ask which option is the exception."""
_ASKS_WHY_OR_HOW = re.compile(r"\W*(?:why|how)\b", re.IGNORECASE)
_ABOUT_A_PERSON = re.compile(r"\bwho \w+ not\b")
"""Words such as "who does not" in "a patient who does not smoke"."""
_UNFOCUSED = re.compile(
    # "Which of these statements about the liver is true?"
    # or "What applies to jaundice?"
    r"\b(?:which|what)(?: one)?(?: of (?:the following|these))?(?: statements?)?"
    r"(?: (?:about|on|regarding|concerning) .{1,200})? "
    r"(?:(?:is|are) (?:true|correct|right|false)|applies|apply)"
    r"(?: (?:of|about|for|to) .{1,200})?\W*$|"
    # "Choose the best answer."
    r"^\W*(?:choose|select|pick|mark) the (?:best|right|correct|one)\b[^,]{0,30}$|"
    # "The following are true", "What do you know about the liver?"
    r"\bthe following (?:is|are) (?:true|correct|right)\b|\bwhat do you know\b",
    re.IGNORECASE,
)
"""A question that says nothing about its answer."""
_ARTICLE_AT_THE_END = re.compile(rf"\b(a|an)\W*(?:{GAP})?\W*$")
"""An *a* or *an* at the end of a stem, perhaps before a gap: "Jaundice is a ..."."""
_HALF_SENTENCE = re.compile(
    r"\b(?:the|an?|of|by|in|from|to|with|for|through|is|are|called)$"
)
"""The end of half a sentence that each option completes."""
_ASKED_NOUN = re.compile(
    r"\b(?:which|what) (?!is\b|was\b|does\b|has\b)(\w+)", re.IGNORECASE
)
"""A word that may be the noun that is asked for, such as the *signs* of "which signs".
"""
_ARE = re.compile(r"\bare\b", re.IGNORECASE)
_WANTS_ONE = re.compile(
    # "is a" or "is an"; "which" or "what" before a noun in the singular
    r"\bis an?\b|\b(?:which|what) "
    r"(?!is|are|was|were|does|do|can|may|will|has|have|of|one)[a-z-]*[^\Ws]\b",
    re.IGNORECASE,
)
"""Words that ask for the singular, such as "which sign"."""
_TWO_WITH_AND = re.compile(r"\w and \w")
_COMPLETE_QUESTION = re.compile(
    r"(?:what|which|who|where|when|why|how)\b \w+ .*\w\?", re.IGNORECASE
)
"""A question of three words or more, such as "What is jaundice?"."""


def negative_stem(item: Item, _: DeckWords) -> Flaws:
    """The stem asks for what is true, or its negative word is in capitals."""
    question = _question_of(item)
    fix = "ask for what is true, or write the negative word in capitals"
    exception = _EXCEPTION.search(item.stem)
    if exception:
        yield f"the stem asks for {exception.group()!r}", fix
        return
    if _ASKS_WHY_OR_HOW.match(question) or _ABOUT_A_PERSON.search(question):
        # In such a question, a negative word does not ask for what is false.
        return
    negative = _NEGATIVE.search(question)
    if negative and question.rstrip().endswith(("?", ":", GAP)):
        yield f"the stem asks with {negative.group()!r}", fix


def clang(item: Item, words: DeckWords) -> Flaws:
    """A content word that stem and key share is also in a wrong option or the title.

    A stem that offers all options, as in *red or blue?*, gives away none of them.
    """
    if not item.interaction.asks_for_best_option:
        return
    stemmer = words.stemmer
    wrong_word_stems = frozenset().union(
        *(stemmer.content_stems(option.text) for option in item.wrong_options)
    )
    stem_word_stems = stemmer.content_stems(item.stem)
    if wrong_word_stems and wrong_word_stems <= stem_word_stems:
        return
    revealing_word_stems = stem_word_stems - wrong_word_stems - words.title_word_stems
    for key in item.keys:
        shared_words = [
            word
            for word in stemmer.content_words(key.text)
            if stemmer.stem(word) in revealing_word_stems
        ]
        if shared_words:
            yield (
                f"stem and key share {shared_words[0]!r}, and no wrong option does",
                "reword the stem",
            )


def grammar(item: Item, _: DeckWords) -> Flaws:
    """The key is not the only option that fits the grammar of the stem.

    An *a* or *an* at the end of the stem fits all options. If the stem asks for the
    singular, some wrong option is in the singular too; the same holds for the plural.
    """
    article = _ARTICLE_AT_THE_END.search(item.stem)
    if article:
        fitting = {indefinite_article(option.text) for option in item.options}
        if len(fitting) > 1:
            ending = repr(article.group(1))
            yield (
                f"the stem ends with {ending}, which does not fit every option",
                "end it with 'a or an'",
            )
    if _only_key_has_number_asked_for(item):
        yield (
            "only the key is in the singular or plural that the stem asks for",
            "put all options in the singular or all in the plural",
        )


def _only_key_has_number_asked_for(item: Item) -> bool:
    """Whether only the key is in the singular or plural that the question asks for.

    False if the question does not clearly ask for one of the two, and for every item
    that is not a single best answer.
    """
    if not item.interaction.asks_for_best_option or not item.keys:
        return False
    question = _question_of(item)
    wants_several = _wants_several(question)
    wants_one = _WANTS_ONE.search(question) is not None
    if wants_several == wants_one:
        # The question does not say which of the two it wants.
        return False
    if _is_plural(item.keys[0].text) != wants_several:
        return False
    return all(
        _is_plural(option.text) != wants_several for option in item.wrong_options
    )


def _wants_several(question: str) -> bool:
    """Whether a question asks for the plural: "which signs", "what are"."""
    nouns = _ASKED_NOUN.findall(question.lower())
    return any(map(is_plural, nouns)) or _ARE.search(question) is not None


def empty_lead_in(item: Item, _: DeckWords) -> Flaws:
    """The stem says what is asked, so that learners can answer without the options."""
    has_gap = GAP in item.stem
    is_too_short = (
        len(words_of(item.stem)) < _FEWEST_WORDS
        and not has_gap
        and not _COMPLETE_QUESTION.fullmatch(item.stem)
    )
    is_unfocused = _UNFOCUSED.search(_question_of(item)) is not None
    asks_something = (
        has_gap
        or ends_sentence(item.stem)
        or _HALF_SENTENCE.search(item.stem) is not None
    )
    if is_too_short or is_unfocused or not asks_something:
        yield (
            f"the stem does not say what is asked: {item.stem!r}",
            "ask a whole question",
        )


def _question_of(item: Item) -> str:
    """Return the last sentence of a stem; the sentences before it describe a case."""
    return sentences_of(item.stem.strip())[-1]


def _is_plural(text: str) -> bool:
    return has_plural_ending(text) or _TWO_WITH_AND.search(text) is not None
