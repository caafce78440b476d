"""Flaws of an item's stem, and of how stem and options fit together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from liverdeck.base.words import words_of
from liverdeck.quiz.items.item import GAP

if TYPE_CHECKING:
    from liverdeck.quiz.flaws.deck_words import DeckWords, Found
    from liverdeck.quiz.items.item import Item

_FEWEST_WORDS = 4
_NEGATIVE = re.compile(
    r"(?<!and )(?<!but )(?<!or )\bnot\b|n['’]t\b|\b(?:except|(?<!at )(?<!At )least|false|incorrect)\b"
)
_EXCEPTION = re.compile(r"\b(?:the exception|except one|[Ee]xcept for (?:which|one))\b")
_ASKS_FOR_A_REASON = re.compile(r"\W*(?:why|how)\b", re.IGNORECASE)
_OF_A_PERSON = re.compile(r"\bwho \w+ not\b")
_UNFOCUSED = re.compile(
    r"\b(?:which|what)(?: one)?(?: of (?:the following|these))?(?: statements?)?"
    r"(?: (?:about|on|regarding|concerning) .+)? "
    r"(?:(?:is|are) (?:true|correct|right|false)|applies|apply)(?: (?:of|about|for|to) .+)?\W*$|"
    r"^\W*(?:choose|select|pick|mark) the (?:best|right|correct|one)\b[^,]{0,30}$|"
    r"\bthe following (?:is|are) (?:true|correct|right)\b|\bwhat do you know\b",
    re.IGNORECASE,
)
_ARTICLE_AT_THE_END = re.compile(rf"\b(a|an)\W*(?:{GAP})?\W*$")
_ASKS = re.compile(
    r"[?.:؟？。]\s*$|\b(?:the|an?|of|by|in|from|to|with|for|through|is|are|called)$"
)
_LAST_SENTENCE = re.compile(r"(?:.*[.?!] )?(.+)$", re.DOTALL)
_WANTS_SEVERAL = re.compile(
    r"\b(?:which|what) (?!is\b|was\b|does\b|has\b)\w*[^\Wsui]s\b|\bare\b", re.IGNORECASE
)
_WANTS_ONE = re.compile(
    r"\bis an?\b|\b(?:which|what) (?!is|are|was|were|does|do|can|may|will|has|have|of|one)[a-z-]*[^\Ws]\b",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"[^\Wsui]s$|\w and \w")
_SHORT_QUESTION = re.compile(
    r"(?:what|which|who|where|when|why|how)\b \w+ .*\w\?", re.IGNORECASE
)


def negative_stem(item: Item, _: DeckWords) -> Found:
    """A stem asks for what is so; where it asks for what is not, the word is in capitals."""
    question = _question_of(item)
    found = (
        None
        if _ASKS_FOR_A_REASON.match(question) or _OF_A_PERSON.search(question)
        else _NEGATIVE.search(question)
    )
    exception = _EXCEPTION.search(item.stem)
    if exception:
        yield (
            f"the stem asks for {exception.group()!r}",
            "ask for what is so, or write it in capitals",
        )
    elif found and question.rstrip().endswith(("?", ":", GAP)):
        yield (
            f"the stem asks with {found.group()!r}",
            "ask for what is so, or write it in capitals",
        )


def clang(item: Item, words: DeckWords) -> Found:
    """The key does not repeat a word of the stem that no wrong option repeats."""
    forms = words.forms
    wrong = frozenset().union(
        *(forms.content_stems(option.text) for option in item.wrong_options)
    )
    telling = forms.content_stems(item.stem) - wrong - words.subject
    for key in item.keys if item.type == "single" else ():
        shared = [
            word
            for word in forms.content_words(key.text)
            if forms.stem(word) in telling
        ]
        if shared:
            yield (
                f"stem and key share {shared[0]!r}, and no wrong option does",
                "reword the stem",
            )


def grammar(item: Item, _: DeckWords) -> Found:
    """Neither an *a* or *an* at the end of the stem nor its number (*which drugs*) fits the key and not the others."""
    article = _ARTICLE_AT_THE_END.search(item.stem)
    if article:
        fits = {
            bool(re.match(r"[aeiou]", option.text, re.IGNORECASE))
            for option in item.options
        }
        if len(fits) > 1:
            yield (
                f"the stem ends with {article.group(1)!r}, which does not fit every option",
                "write 'a or an'",
            )
    question = _question_of(item)
    several, one = _WANTS_SEVERAL.search(question), _WANTS_ONE.search(question)
    if item.type != "single" or not item.keys or bool(several) == bool(one):
        return
    plural = _is_plural(item.keys[0].text)
    if plural == bool(several) and all(
        _is_plural(option.text) != plural for option in item.wrong_options
    ):
        yield (
            "the key alone fits the stem in number",
            "put all options in the singular or all in the plural",
        )


def empty_lead_in(item: Item, _: DeckWords) -> Found:
    """The stem can be answered with the options covered."""
    short = len(words_of(item.stem)) < _FEWEST_WORDS and GAP not in item.stem
    short = short and not _SHORT_QUESTION.fullmatch(item.stem)
    if (
        short
        or _UNFOCUSED.search(_question_of(item))
        or not (_ASKS.search(item.stem) or GAP in item.stem)
    ):
        yield (
            f"the stem does not say what is asked: {item.stem!r}",
            "ask a whole question",
        )


def _question_of(item: Item) -> str:
    """Return the last sentence of a stem: what stands before it describes the case."""
    found = _LAST_SENTENCE.match(item.stem.strip())
    return found[1] if found else item.stem


def _is_plural(text: str) -> bool:
    return _PLURAL.search(text) is not None
