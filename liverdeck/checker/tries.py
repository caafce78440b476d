"""Makes up answers that students are likely to type, so that an author sees the gaps.

The same card always gets the same answers. None of them is drawn by chance.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from liverdeck.base.nearly_same import share_in_both
from liverdeck.checker.affixes import look_alikes
from liverdeck.checker.initials import initials_of
from liverdeck.checker.known_words import (
    british_spellings,
    is_sure,
    names_of_one_substance,
)
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.languages.reading import level
from liverdeck.checker.spelling import american, inflections
from liverdeck.checker.tokens import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from liverdeck.checker.languages.language import Language
    from liverdeck.facts.answer import Answer

MOST_TRIES = 30
"""At most this many answers are tried for a card."""
_SHORTEST_SLIPPED = 5
"""A slip is made only in a word of at least this many letters."""
_NEIGHBOURS = dict(zip("aeiounrstlmcdghp", "sriuimtdrknvfhjo", strict=True))
"""For some letters, one beside it on the keyboard."""


class Try(NamedTuple):
    """An answer to try, and what sort it is."""

    sort: str
    """Such as *slip* or *opposite*; `liverdeck check --try` shows it."""
    typed: str


def tries_for(
    answers: Sequence[Answer], others: Iterable[str], language: Language = ENGLISH
) -> list[Try]:
    """Return up to `MOST_TRIES` answers to try for the answers of a card.

    Several answers are the items of a list. `others` are the other answers of the deck.
    `language` is that of the answers. The words around an answer are in this language.
    English spellings are tried only if it is English.
    """
    others = tuple(others)
    if len(answers) > 1:
        return _lists(answers, others)
    answer = answers[0]
    sorts = [
        _named("as written", answer.right_texts),
        _named("slip", _slips(answer.text)),
        _named("slip in an alias", _slips_in(answer.accept)),
        _named("plural or singular", _forms_in(language, answer.text)),
        _named("other spelling", _spellings_in(language, answer.text)),
        _named("abbreviation", _initials(answer.text)),
        _named("words around", _with_fillers(language, answer.text)),
        _named("a part", _parts(answer.text)),
        _named("opposite", _opposites_in(language, answer.text)),
        _named("something added", (f"{answer.text} 2", f"{answer.text} B")),
        _named("in doubt", _hedged(language, answer.text)),
        _named("nearest answer of the deck", _nearest(answer, others)),
        _named("slip in a rejected text", _slips_in(w.text for w in answer.reject)),
    ]
    return _mixed(sorts)


def _forms_in(language: Language, text: str) -> Iterator[str]:
    if language is ENGLISH:
        yield from _other_forms(text)
        return
    for singular, plural in language.plurals:
        if text.endswith(singular):
            yield text.removesuffix(singular) + plural


def _spellings_in(language: Language, text: str) -> Iterator[str]:
    if language is ENGLISH:
        yield from _other_spellings(text)
        return
    yield text.upper()
    yield level(text, language)
    yield text.replace("-", " ")


def _with_fillers(language: Language, text: str) -> Iterator[str]:
    if language is ENGLISH:
        yield from (f"it is {text}", f"{text}, I think")
    elif language.has_word_edges:
        yield from (f"{words} {text}" for words in language.usual_fillers)
        yield from (f"{text} {words}" for words in language.usual_final_fillers)
    else:
        yield from (f"{prefix}{text}" for prefix in language.prefixes)
        yield from (f"{text}{suffix}" for suffix in language.suffixes)


def _opposites_in(language: Language, text: str) -> Iterator[str]:
    if language is ENGLISH:
        yield from _opposites(text)
        return
    lower = text.lower()
    for pair in language.opposites:
        for one, other in (pair, pair[::-1]):
            if one and other and one in lower:
                yield lower.replace(one, other, 1)
    space = " " if language.has_word_edges else ""
    # Short ones first: they are the most common, and not all are tried.
    negations = sorted(language.own_negations, key=lambda word: (len(word), word))
    yield from (f"{negation}{space}{text}" for negation in negations)


def _hedged(language: Language, text: str) -> Iterator[str]:
    hedges = ["maybe"] if language is ENGLISH else sorted(language.hedges)
    yield from (f"{hedge} {text}" for hedge in hedges)


def _named(sort: str, texts: Iterable[str]) -> list[Try]:
    return [Try(sort, text) for text in dict.fromkeys(texts) if text.strip()]


def _mixed(sorts: Iterable[list[Try]]) -> list[Try]:
    """Take the first of each sort, then the second, and so on; sorts stay together."""
    rounds = zip_longest(*sorts)
    by_text: dict[str, Try] = {}
    for one_round in rounds:
        for item in one_round:
            if item is not None and len(by_text) < MOST_TRIES:
                by_text.setdefault(item.typed, item)
    order = list(dict.fromkeys(item.sort for item in by_text.values()))
    return sorted(by_text.values(), key=lambda item: order.index(item.sort))


def _slips(text: str) -> Iterator[str]:
    """Yield a text several times, each time with another slip in its longest word."""
    word = max(text.split(), key=len, default="")
    if len(word) < _SHORTEST_SLIPPED:
        return
    start = text.index(word) + len(word) // 2
    before, letter, after = text[:start], text[start], text[start + 1 :]
    yield before + after
    yield before + letter + letter + after
    yield before[:-1] + letter + before[-1] + after
    if letter.lower() in _NEIGHBOURS:
        yield before + _NEIGHBOURS[letter.lower()] + after
    for sound, other in (("y", "i"), ("ph", "f"), ("ae", "e"), ("c", "k"), ("i", "e")):
        if sound in word:
            yield text.replace(sound, other, 1)


def _slips_in(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        slips = _slips(text)
        yield next(slips, "")


def _other_forms(text: str) -> Iterator[str]:
    words = text.split()
    last = words[-1].lower() if words else ""
    for form in sorted(inflections(last) - {last}):
        yield " ".join([*words[:-1], form])


def _other_spellings(text: str) -> Iterator[str]:
    yield text.upper()
    yield text.replace("-", " ")
    words = text.lower().split()
    for index, word in enumerate(words):
        names = sorted(names_of_one_substance().get(word, ()))
        for other in (american(word), *british_spellings(word), *names):
            if other != word:
                yield " ".join([*words[:index], other, *words[index + 1 :]])


def _initials(text: str) -> Iterator[str]:
    initials = initials_of(text.split())
    if len(initials) > 1:
        yield initials.upper()


def _parts(text: str) -> Iterator[str]:
    words = text.split()
    if len(words) > 1:
        yield words[-1]
        yield " ".join(words[:-1])
        yield " ".join(reversed(words))


def _opposites(text: str) -> Iterator[str]:
    yield f"not {text}"
    words = text.lower().split()
    for index, word in enumerate(words):
        for look_alike in look_alikes(word):
            if is_sure(look_alike.word):
                yield " ".join([*words[:index], look_alike.word, *words[index + 1 :]])


def _nearest(answer: Answer, others: Iterable[str]) -> list[str]:
    """Return the other answers that have the most pairs of letters in common."""
    right = {tokens_of(text) for text in answer.right_texts}
    pairs = _letter_pairs(answer.text)
    different = [text for text in dict.fromkeys(others) if tokens_of(text) not in right]

    def likeness(text: str) -> float:
        return share_in_both(pairs, _letter_pairs(text))

    return sorted(different, key=lambda text: (-likeness(text), text))[:4]


def _letter_pairs(text: str) -> set[str]:
    plain = text.lower()
    return {plain[index : index + 2] for index in range(len(plain) - 1)}


def _lists(answers: Sequence[Answer], others: Sequence[str]) -> list[Try]:
    """Return lists to try: separators, order, slips, too few and too many items."""
    items = [answer.text for answer in answers]
    other = next((text for text in others if text not in items), "")

    def with_slips() -> Iterator[str]:
        for index, item in enumerate(items):
            slip = next(_slips(item), "")
            if slip:
                yield ", ".join([*items[:index], slip, *items[index + 1 :]])

    separators = (", ", "; ", "\n", " and ", " / ", " → ", " ")
    return _mixed(
        [
            _named("separator", (separator.join(items) for separator in separators)),
            _named("other order", (", ".join(reversed(items)),)),
            _named("slip", with_slips()),
            _named(
                "one missing",
                (
                    ", ".join([*items[:index], *items[index + 1 :]])
                    for index in range(len(items))
                ),
            ),
            _named("one too many", (", ".join([*items, other]),) if other else ()),
        ]
    )
