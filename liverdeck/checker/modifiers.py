"""Words around an answer.

Some change nothing (*it is*), others change the meaning (*not*, *maybe*, *or*).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from liverdeck.base.characters import (
    CLOSING_BRACKETS,
    COMMAS,
    DASHES,
    OPENING_BRACKETS,
    SEMICOLONS,
)
from liverdeck.base.patterns import lazy_pattern
from liverdeck.checker.known_words import is_known
from liverdeck.checker.languages.language import ENGLISH, Language, Tokens
from liverdeck.checker.signs import APPROXIMATELY

FILLERS = frozenset(
    tuple(filler.split())
    for filler in (
        # What is spoken of, and the verb behind it.
        "it, its, it s, this, that, these, they, there is, there are, answer, "
        "my answer, right answer, correct answer, answer is, my answer is, this is, "
        "that is, these are, is, are, would be, must be, should be, will be, "
        "has to be, have to be, could only be, can only be, must have been, "
        "would have been, thatd be, itd be, "
        # What joins it to the answer.
        "called, named, known as, is known as, it is known as, from, in, at, on, by, "
        "within, during, via, through, with, using, by using, because, "
        "because of, due to, since, owing to, "
        "secondary to, as a result of, result of, results from, caused by, "
        "comes from, found in, located in, made in, made by, produced in, produced by, "
        "secreted by, secreted from, released by, released from, inherited in, "
        "inherited as, happens, happens in, occurs, occurs in, cause is, name is, "
        "its name is, treatment is, treated with, "
        # What the learner thinks.
        "i think, i think it, i think its, i believe, i am sure, i am pretty sure, "
        "im sure, im pretty sure, pretty sure, i would say, i d say, id say, "
        "i would go with, i would go for, id go with, id go for, i go with, "
        "im going with, i am going with, im fairly sure, i am fairly sure, ans, "
        "definitely, certainly, surely, obviously, umm, um, uh, well, hmm, hm, er, "
        "ok, okay, oh, so, "
        # How often it is so.
        "usually, mostly, mainly, primarily, chiefly, commonly, most commonly, "
        "most often, most likely, typically, generally, "
        # What is done or had.
        "patient has, patient gets, patients have, patients get, they have, they get, "
        "you get, give, you give, we give, they give, i would give, id give, "
        "you would give, they would give, administer, you administer, "
        "i would administer, prescribe, you prescribe, use, you use, we use, they use, "
        "i would use, id use, you would use, they would use, treat with, "
        "do, you do, we do, they do, i would do, id do, you would do, they would do, "
        "perform, you perform, we perform, they perform, next step, "
        "best step"
    ).split(", ")
)
"""Words in front of an answer that change nothing; several may follow each other."""
FINAL_FILLERS = tuple(
    tuple(filler.split())
    for filler in (
        "of course, i guess, i think, i believe, i suppose, obviously, definitely, "
        "for sure, lol, please, is answer, is it, is my answer, haha, i reckon, etc, "
        "naturally, clearly, it is, it does, they are, they do, thanks, thank you, "
        "i hope, i am sure, i am pretty sure, im sure, im pretty sure, "
        "i am fairly sure, im fairly sure, certainly, surely, i would say, "
        "id say, final answer, usually, mostly, mainly, most commonly, most often, "
        "typically, it is called, is right answer, is correct answer, "
        "would be answer, would be my answer, is cause, causes it, manner, fashion"
    ).split(", ")
) + tuple(
    (*verb.split(), action)
    for verb in ("is", "are", "would be", "should be", "must be")
    for action in ("given", "used", "prescribed", "administered")
)
"""Words behind an answer that change nothing."""
_ENDS_OF_FINAL_FILLERS = frozenset(filler[-1] for filler in FINAL_FILLERS)
_LONGEST_FILLER = max(map(len, FILLERS))
_FILLER_STARTS = frozenset(filler[0] for filler in FILLERS)

_PLAIN_NEGATIONS = frozenset(
    "no not cannot never without neither nor none nothing nobody nowhere".split()
)
"""Words that make a sentence negative, whatever it is about."""
NEGATIONS = _PLAIN_NEGATIONS | frozenset(
    """
    non absent absence lack lacks lacking excluded excludes excluding except denies
    denied negative free negated unlike false untrue wrong incorrect opposite
    contraindicated
    """.split()
)
"""Words that turn the meaning of an answer into its opposite."""
_DENIALS = frozenset("no not cannot non without absent absence lack lacks".split())
"""Negations that say the same: *no pain*, *without pain*, *absence of pain*."""
_BESIDE_DENIALS = frozenset(
    "does do did is are was were has have be it there of any".split()
)
"""Words that may stand beside a denial and add nothing to it."""
_NOT_DENIED = _DENIALS | _BESIDE_DENIALS
_DENYING_PREFIXES = ("un", "non")
_DENYING_SUFFIX = "less"
_SHORTEST_DENIED = 4
"""Without the prefix or suffix, a denied word has at least this many letters."""
_GRAM = "gram"
"""Before *negative*: a Gram negative bacterium denies nothing."""
WORDS_FOR_UP = frozenset(
    "increase increased increases increasing raised raise rise rises rising high "
    "higher elevated elevation up".split()
)
WORDS_FOR_DOWN = frozenset(
    "decrease decreased decreases decreasing lowered low lower fall falls falling "
    "reduced reduction down".split()
)
DIRECTIONS = frozenset(
    "↑ ↓ increased raised high higher elevated decreased lowered low lower reduced "
    "up down".split()
)
"""Words and signs that say the same before and behind what they are about."""
_PAIRS_OF_OPPOSITES = (
    (WORDS_FOR_UP, WORDS_FOR_DOWN),
    *(
        (frozenset(one.split()), frozenset(other.split()))
        for one, other in (
            ("left", "right"),
            ("upper superior above", "lower inferior below"),
            ("anterior front ventral", "posterior back dorsal"),
            ("medial inner", "lateral outer"),
            ("proximal", "distal"),
            ("positive", "negative"),
            ("benign", "malignant"),
            ("acute", "chronic"),
            ("yes true", "no false"),
            ("male", "female"),
            ("active", "inactive passive"),
            ("more", "less fewer"),
            ("before", "after"),
        )
    ),
)
SPELLINGS_OF_SIGNS = (
    {
        "↑": WORDS_FOR_UP,
        "↓": WORDS_FOR_DOWN,
        "~": frozenset(APPROXIMATELY),
        "gbp": frozenset(("pound", "pounds")),
    }
    | dict.fromkeys(WORDS_FOR_UP, frozenset("↑"))
    | dict.fromkeys(WORDS_FOR_DOWN, frozenset("↓"))
)
"""Words that say the same as a sign, and the sign for each of them."""
HEDGES = frozenset(
    "maybe perhaps possibly probably either might could unsure guess likely".split()
)
"""Words that leave the answer open."""
_HEDGING_PAIRS = frozenset(
    tuple(pair.split())
    for pair in "could be, might be, may be, can be, very likely".split(", ")
)
WORDS_OF_HEDGES = HEDGES.union(*_HEDGING_PAIRS)
_SEPARATING_SIGNS = rf"/|=\n&{COMMAS}{SEMICOLONS}"
_SEPARATOR = lazy_pattern(
    rf"[{_SEPARATING_SIGNS}]|"
    r"\b(?:or|and|aka|i\.\s?e\.|alias|also (?:called|known as))\b",
    re.IGNORECASE,
)
_OPENING, _CLOSING = map(re.escape, (OPENING_BRACKETS, CLOSING_BRACKETS))
_BRACKETS = lazy_pattern(
    rf"[{_OPENING}](?!\s*[{DASHES}+]+\s*[{_CLOSING}])([^{_OPENING}{_CLOSING}]*)"
    rf"[{_CLOSING}]"
)
"""Brackets and the text in them, which is not a sign alone as in *HBsAg (-)*."""

_LAST_WORD = lazy_pattern(r"(?<!\w)\w+$")
_LONGEST_SYMBOL = 4
"""A word of at most this many letters in front of brackets may be a symbol."""
_MARKERS = lazy_pattern(
    r"(?:[0-9]+[a-z]?[0-9.]*|[IVX]+|[A-Z])"
    r"(?:\s*[;,:.]\s*(?:[0-9]+[a-z]?[0-9.]*|[IVX]+|[A-Z]))*"
)
"""What stands in the brackets of a symbol: the *9;22* of *t(9;22)*."""
_NUMBERS_OF_NAME = lazy_pattern(r"[0-9]+|[IVX]+")
"""What stands in the brackets of a longer name: *iron(III)*."""


def prefix_in_brackets(letters: str) -> str:
    """Return a pattern for the beginning of a word in brackets: *(a)symptomatic*."""
    return rf"[{_OPENING}]{letters}[{DASHES}]?[{_CLOSING}][{DASHES}]?"


def without_filler(tokens: Tokens, language: Language = ENGLISH) -> Tokens:
    """Return the tokens without fillers and articles in front of the answer.

    A filler or article stays if no token comes after it.
    """
    if language is not ENGLISH:
        return language.without_filler(tokens)
    start = 0
    while (length := _filler_length(tokens, start)) and start + length < len(tokens):
        start += length
    return tokens[start:] if start else tokens


def is_only_filler(tokens: Tokens) -> bool:
    """Whether a text is nothing but fillers and articles."""
    start = 0
    while length := _filler_length(tokens, start):
        start += length
    return start == len(tokens)


def without_final_filler(tokens: Tokens) -> Tokens:
    """Return the tokens without fillers behind the answer."""
    if not tokens or tokens[-1] not in _ENDS_OF_FINAL_FILLERS:
        return tokens
    found = (
        filler
        for filler in FINAL_FILLERS
        if tokens[-len(filler) :] == filler and len(tokens) > len(filler)
    )
    longest = max(found, key=len, default=())
    return without_final_filler(tokens[: -len(longest)]) if longest else tokens


def _filler_length(tokens: Tokens, start: int) -> int:
    """Return how many tokens the filler or article at an index has; 0 if there is none.

    Of several fillers, the longest one counts.
    """
    if start == len(tokens):
        return 0
    if tokens[start] in ENGLISH.articles:
        return 1
    if tokens[start] not in _FILLER_STARTS:
        return 0
    for length in range(min(_LONGEST_FILLER, len(tokens) - start), 0, -1):
        if tokens[start : start + length] in FILLERS:
            return length
    return 0


def negations_in(tokens: Tokens, language: Language = ENGLISH) -> Tokens:
    """Return the negations; the *negative* of *Gram negative* is none."""
    if language is not ENGLISH:
        return tuple(token for token in tokens if token in language.negations)
    return tuple(
        token
        for index, token in enumerate(tokens)
        if token in NEGATIONS and not (index and tokens[index - 1] == _GRAM)
    )


def is_negative(tokens: Tokens, language: Language = ENGLISH) -> bool:
    """Whether a sentence has a negative word of its language, such as *not* or *sem*.

    In English, words such as *free* or *negative* do not count: the *free thyroxine* of
    a sentence does not make it negative.
    """
    words = _PLAIN_NEGATIONS if language is ENGLISH else language.own_negations
    return not words.isdisjoint(tokens)


def denied_words(tokens: Tokens) -> Tokens:
    """Return what a text denies: *pain* for *no pain*, *painless* or *lack of pain*.

    Returns no tokens if the text denies nothing, denies twice, or ends in *no* or
    *not*.
    """
    if tokens and tokens[-1] in ("no", "not"):
        return ()
    denials = sum(token in _DENIALS for token in tokens)
    words = [token for token in tokens if token not in _NOT_DENIED]
    if denials == 1:
        return tuple(words)
    if denials or not words:
        return ()
    for index in (0, -1):
        stem = _without_denial(words[index])
        if stem:
            words[index] = stem
            return tuple(words)
    return ()


def may_deny(token: str) -> bool:
    """Whether a word may deny something: *no*, *painless*, *unhurt*."""
    return token in _DENIALS or _may_be_denied(token)


def _may_be_denied(word: str) -> bool:
    return word.startswith(_DENYING_PREFIXES) or word.endswith(_DENYING_SUFFIX)


def _without_denial(word: str) -> str:
    """Return the word that a prefix or suffix denies; empty if it denies none."""
    if not _may_be_denied(word):
        return ""
    stems = [word.removeprefix(prefix) for prefix in _DENYING_PREFIXES]
    stems.append(word.removesuffix(_DENYING_SUFFIX))
    for stem in stems:
        if stem != word and len(stem) >= _SHORTEST_DENIED and is_known(stem):
            return stem
    return ""


def is_sign(token: str) -> bool:
    """Whether a token is a sign: no word, no number and no letter."""
    return not token[0].isalnum()


def signs_in(tokens: Tokens) -> Tokens:
    """Return the tokens that are signs."""
    return tuple(filter(is_sign, tokens))


def hedges_in(tokens: Tokens, language: Language = ENGLISH) -> set[int]:
    """Return the indexes of *maybe*, *could be* and the like in a text."""
    if language is not ENGLISH:
        words = language.hedges
        return {index for index, token in enumerate(tokens) if token in words}
    if WORDS_OF_HEDGES.isdisjoint(tokens):
        return set()
    found = {index for index, token in enumerate(tokens) if token in HEDGES}
    for index, pair in enumerate(pairwise(tokens)):
        if pair in _HEDGING_PAIRS:
            found |= {index, index + 1}
    return found


def without_hedges(tokens: Tokens, language: Language = ENGLISH) -> Tokens:
    """Return the tokens without *maybe*, *could be* and the like."""
    hedges = hedges_in(tokens, language)
    return tuple(token for index, token in enumerate(tokens) if index not in hedges)


def alternatives(typed: str, language: Language = ENGLISH) -> list[str]:
    """Split a text at the words and signs that offer another answer.

    These are *or*, *and*, a slash, a comma and the like. A text without such a
    separator comes back whole. Empty texts are left out.
    """
    separator = _SEPARATOR if language is ENGLISH else _separator_in(language)
    return [text for text in separator.split(typed) if text.strip()]


@lru_cache(maxsize=64)
def _separator_in(language: Language) -> re.Pattern[str]:
    words = "|".join(map(re.escape, (*language.or_words, *language.and_words)))
    if not words:
        return re.compile(f"[{_SEPARATING_SIGNS}]")
    words = rf"\b(?:{words})\b" if language.has_word_edges else words
    return re.compile(rf"[{_SEPARATING_SIGNS}]|{words}", re.IGNORECASE)


def has_opposite(tokens: Tokens, others: Tokens) -> bool:
    """Whether a word of one text is the opposite of one of the other, in English."""
    one, other = frozenset(tokens), frozenset(others)
    return any(
        (one & words and other & opposites) or (one & opposites and other & words)
        for words, opposites in _PAIRS_OF_OPPOSITES
    )


def split_at_brackets(text: str) -> tuple[str, list[str]]:
    """Return the text outside of all brackets, and each text in brackets.

    Signs in brackets, as in *HBsAg (-)*, belong to the text outside, and so do numbers
    in a name, as in *t(9;22)*. If brackets are inside brackets, only the inner ones are
    found.
    """
    if not any(bracket in text for bracket in OPENING_BRACKETS):
        return text, []
    found = [match for match in _BRACKETS.finditer(text) if not _ends_name(match)]
    outside = text
    for match in reversed(found):
        outside = f"{outside[: match.start()]} {outside[match.end() :]}"
    return outside, [match[1] for match in found]


def _ends_name(brackets: re.Match[str]) -> bool:
    """Whether brackets belong to the name before them: *Fe(II)*, *del(5q)*."""
    name = _LAST_WORD.search(brackets.string, 0, brackets.start())
    if name is None:
        return False
    is_short = len(name[0]) <= _LONGEST_SYMBOL
    pattern = _MARKERS if is_short else _NUMBERS_OF_NAME
    return pattern.fullmatch(brackets[1].strip()) is not None
