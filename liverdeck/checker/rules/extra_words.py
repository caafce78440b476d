"""Rules about words that are in another order or too many, and the last rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.languages.class_names import has_stem, is_class_word
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import (
    WORDS_FOR_DOWN,
    WORDS_FOR_UP,
    is_sign,
    negations_in,
)
from liverdeck.checker.nearest_words import is_one_edit
from liverdeck.checker.noun_phrases import mean_the_same
from liverdeck.checker.numerals import ORDINAL
from liverdeck.checker.prepared import tokens_around
from liverdeck.checker.tokens import ARTICLE_OR_LETTER, tokens_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens
    from liverdeck.checker.prepared import Phrase
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Outcome, Verdict

_FIXING = frozenset(
    "to from in into out without before after above below than over under then by "
    "with versus vs behind through toward towards causes kills inhibits".split()
)
"""Words that mean something else if what is before and after them is exchanged."""
_ACTIONS = frozenset(
    """
    absorb activate affect antagonize attack bind bite block break carry catalyze cause
    change cleave compress constrict contain control convert cross decrease degrade
    depress destroy digest dilate drain elevate enhance enter exceed excite excrete
    follow form generate hydrolyze increase induce infect influence inhibit innervate
    invade kill lower make metabolize mimic oppose oxidize penetrate perfuse
    phagocytose phosphorylate potentiate precede present prevent produce promote protect
    raise receive recognize reduce regulate release replace secrete slow stimulate
    supply suppress surround synthesize transport trigger
    """.split()
)
"""Verbs that say what one thing does to another: *renin cleaves angiotensinogen*."""
_SHORTEST_FREE = 5
"""In other languages, only words with at least this many letters may change places."""
_NOUN_AND_TWO_ADJECTIVES = 3
_FEWEST_WITH_ENDS = 3
"""With fewer words, nothing is between the first and the last."""
_MOST_EXTRA_WORDS = 1
"""In a list, an item with up to this many extra words may be two items.

Alone, a right answer with another word is *wrong*: *heart failure* is not *heart*.
"""


def shuffled_or_extra(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The words of an answer in another order, or with one word more, are in doubt.

    They are wrong if the order counts, if there are more extra words, or if one of
    these is a marker.
    """
    bare = typed.bare
    for phrase in right.right_phrases:
        if len(bare) > 1 and _have_same_words(phrase, typed):
            if _says_the_same(right, phrase, typed):
                return right.verdict("correct", "order", typed)
            is_fixed = (
                _has_fixed_order(bare, typed)
                or _are_exchanged(bare, phrase.tokens)
                or _has_numbers_exchanged(typed, phrase.tokens)
                if right.language is ENGLISH
                else _may_have_fixed_order(phrase, typed)
            )
            return right.verdict(
                "wrong" if is_fixed else "retype",
                "order",
                typed,
                nearest_text=phrase.text,
            )
        extra = tokens_around(phrase, bare)
        if extra is not None:
            return _verdict_on_extra(extra, phrase, right, typed)
    return None


def _verdict_on_extra(
    extra: list[str], phrase: Phrase, right: RightAnswer, typed: Typed
) -> Verdict:
    """Return the verdict on a text that has other words around the answer."""
    denials = negations_in(tuple(extra), right.language)
    if denials:  # *not painless* for *painless*
        return right.verdict(
            "wrong", "negated", typed, denials[0], nearest_text=phrase.text
        )
    markers = [token for token in extra if _is_marker(token, typed)]
    if markers and len(markers) == len(extra):
        return right.verdict("wrong", "marker", typed, " ".join(markers))
    # *Zweite* is not *zwei*. In English, *the first* may be an option.
    if extra == [ORDINAL] and right.language is not ENGLISH:
        return right.verdict("wrong", "number", typed)
    is_doubtful = not markers and _may_be_harmless(extra, phrase, typed)
    outcome: Outcome = "retype" if is_doubtful else "wrong"
    return right.verdict(
        outcome, "extra", typed, " ".join(extra), nearest_text=phrase.text
    )


def _says_the_same(right: RightAnswer, phrase: Phrase, typed: Typed) -> bool:
    """Whether the other order of the words of a phrase changes nothing."""
    if phrase.language is ENGLISH:
        is_plain = typed.text.replace(" ", "").isalpha() and not right.answer.strict
        return is_plain and mean_the_same(typed.bare, phrase.tokens)
    return (
        _is_other_clause(phrase, typed)
        or _has_adjectives_swapped(phrase, typed)
        or _is_adjective_in_front(phrase, typed)
    )


def _may_be_harmless(extra: list[str], phrase: Phrase, typed: Typed) -> bool:
    """Whether a word too many may be another item, a unit or a misspelled *the*."""
    if len(extra) > _MOST_EXTRA_WORDS:
        return False
    is_number = all(token.isdigit() for token in phrase.tokens)
    return typed.is_item or is_number or is_one_edit("".join(extra), "the")


def _has_fixed_order(tokens: Tokens, typed: Typed) -> bool:
    """Whether another order of the tokens means something else."""
    if any(token in _FIXING or is_sign(token) for token in tokens):
        return True
    letters = {token for token in tokens if len(token) == 1 and token.isalpha()}
    has_two_letters = len(letters) > 1 and "," not in typed.text
    is_ratio = "/" in typed.text or ":" in typed.text
    if is_ratio or has_two_letters:  # B cells kill T cells
        return True
    has_up = any(token in WORDS_FOR_UP for token in tokens)
    return has_up and any(token in WORDS_FOR_DOWN for token in tokens)


def _are_exchanged(typed: Tokens, right: Tokens) -> bool:
    """Whether what does something is exchanged with what it is done to.

    There are other words before the verb; or all of the words around it changed sides,
    if the verb is any word that ends in -s.
    """
    if "and" in right:
        return False
    for index, verb in enumerate(right[1:-1], 1):
        if verb not in typed[1:-1] or right.count(verb) > 1:
            continue
        before, after = right[:index], right[index + 1 :]
        typed_index = typed.index(verb)
        typed_before = sorted(typed[:typed_index])
        if _is_action(verb) and typed_before != sorted(before):
            return True
        if verb.endswith("s") and typed_before == sorted(after):
            return True
    return False


def _has_numbers_exchanged(typed: Typed, right: Tokens) -> bool:
    """Whether two numbers changed places, as in *13p17*; a sequence has commas."""
    numbers = [token for token in typed.bare if token.isdigit()]
    return "," not in typed.text and numbers != list(filter(str.isdigit, right))


def _is_action(token: str) -> bool:
    """Whether a word is a verb of `_ACTIONS`, perhaps in -s."""
    stems = (token, token.removesuffix("s"), token.removesuffix("es"))
    return not _ACTIONS.isdisjoint(stems)


def _have_same_words(phrase: Phrase, typed: Typed) -> bool:
    """Whether a phrase and a typed text have the same words in any order.

    In other languages, an article of one letter is left out only in front. So there all
    words are compared, the articles too.
    """
    if sorted(typed.bare) == sorted(phrase.tokens):
        return True
    language = phrase.language
    if language is ENGLISH:
        return False
    words = _words_behind_filler(phrase.text, language)
    is_several = len(words) > 1  # one word has no order
    return is_several and sorted(words) == sorted(
        _words_behind_filler(typed.text, language)
    )


def _words_behind_filler(text: str, language: Language) -> Tokens:
    from liverdeck.checker.languages.reading import words_in  # not for English

    words = tuple(words_in(text, language))
    return words[language.start_behind_filler(words) :]


def _may_have_fixed_order(phrase: Phrase, typed: Typed) -> bool:
    """Whether a short word may fix the order, as *to* and *without* do in English.

    Articles do not, and neither does a verb that alone moves: *weil Blut gerinnt*.
    """
    if _is_verb_moved(phrase, typed) or _is_name_turned(phrase, typed):
        return False
    language = phrase.language
    return _are_ends_exchanged(phrase, typed) or _is_short_among(typed.bare, language)


def _are_ends_exchanged(phrase: Phrase, typed: Typed) -> bool:
    """Whether the last of three words or more was typed before the first.

    So who does it may be exchanged with whom it is done to: *o sangue filtra o rim*.
    """
    articles = phrase.language.articles
    right = [
        token
        for token in _words_behind_filler(phrase.text, phrase.language)
        if token not in articles
    ]
    words = _words_behind_filler(typed.text, phrase.language)
    if len(right) < _FEWEST_WITH_ENDS or not {right[0], right[-1]}.issubset(words):
        return False
    return words.index(right[-1]) < words.index(right[0])


def _has_adjectives_swapped(phrase: Phrase, typed: Typed) -> bool:
    """Whether *artère droite coronaire* is typed for *artère coronaire droite*.

    The noun must be in front. Of more words, two may be the other way round.
    """
    tokens = phrase.language.without_filler(phrase.tokens)
    is_plain = phrase.text.replace(" ", "").isalpha()
    return (
        phrase.language.has_adjectives_behind
        and is_plain
        and typed.text.replace(" ", "").strip(".").isalpha()
        and len(tokens) == _NOUN_AND_TWO_ADJECTIVES
        and typed.bare == (tokens[0], tokens[2], tokens[1])
        and all(
            token.removesuffix("s").endswith(phrase.language.adjective_suffixes)
            for token in tokens[1:]
        )
    )


def _is_adjective_in_front(phrase: Phrase, typed: Typed) -> bool:
    """Whether *czerwone krwinki* is typed for *krwinki czerwone*, or the other way.

    In a language whose adjectives are known by their ends, all words but one are some.
    """
    language = phrase.language
    nouns = [
        token
        for token in typed.bare
        if language.ends_of_names
        and not (
            token.endswith(language.ends_of_names)
            or has_stem(token, language.general_words)
        )
    ]
    return (
        len(nouns) == 1
        and 1 < len(typed.bare) <= _NOUN_AND_TWO_ADJECTIVES
        and nouns[0] in phrase.tokens
        and typed.bare.index(nouns[0]) != phrase.tokens.index(nouns[0])
        and typed.bare[0] not in phrase.language.negations
        and phrase.text.replace(" ", "").isalpha()
    )


def _is_name_turned(phrase: Phrase, typed: Typed) -> bool:
    """Whether only two adjectives changed places: *Vena inferior cava*."""
    language = phrase.language
    noun, *adjectives = language.without_filler(phrase.tokens)
    is_turned = typed.bare == (noun, *adjectives[::-1])
    joints = language.words_for_of.union(language.prepositions, language.negations)
    return (
        is_turned
        and len(adjectives) == _NOUN_AND_TWO_ADJECTIVES - 1
        and phrase.text.replace(" ", "").isalpha()
        and is_class_word(noun, language)
        and joints.isdisjoint(adjectives)
    )


def _is_short_among(tokens: Tokens, language: Language) -> bool:
    """Whether a word is so short that it may fix the order, and is no article."""
    return any(
        len(token) < _SHORTEST_FREE and token not in language.articles
        for token in tokens
    )


def _is_verb_moved(phrase: Phrase, typed: Typed) -> bool:
    """Whether only the verb stands elsewhere: last in one text, as behind *weil*."""
    language = phrase.language
    if not language.verb_last:
        return False
    tokens = language.without_filler(phrase.tokens)
    return any(
        _begins_with(text, language) and _without(other, one[-1]) == one[:-1]
        for text, one, other in (
            (phrase.text, tokens, typed.bare),
            (typed.text, typed.bare, tokens),
        )
    )


def _is_other_clause(phrase: Phrase, typed: Typed) -> bool:
    """Whether *denn Blut gerinnt rasch* is typed for *weil Blut rasch gerinnt*.

    All words must be the same, also the articles, because they show the subject.
    """
    language = phrase.language
    if not language.verb_last:
        return False
    texts = (phrase.text, typed.text)
    verb_last, other = sorted(texts, key=lambda text: not _begins_with(text, language))
    if not _begins_with(verb_last, language) or _begins_with(other, language):
        return False
    *before, verb = _words_behind_filler(verb_last, language)
    words = _words_behind_filler(other, language)
    return words[0] != verb and list(_without(words, verb)) == before


def _begins_with(text: str, language: Language) -> bool:
    """Whether a text begins with a word such as *weil*, which puts the verb last."""
    from liverdeck.checker.languages.reading import words_in  # not for English

    return not language.verb_last.isdisjoint(words_in(text, language)[:1])


def _without(tokens: Tokens, left_out: str) -> Tokens:
    """Return the tokens without the first that is left out, if there is one."""
    if left_out not in tokens:
        return tokens
    index = tokens.index(left_out)
    return tokens[:index] + tokens[index + 1 :]


def _is_marker(token: str, typed: Typed) -> bool:
    """Whether a token is a digit, a letter or the like, which names another thing.

    An *a* in front of a word is an article, and *one* is not the digit 1.
    """
    if token[0].isdigit():
        return token in tokens_of(typed.text, number_words_as_digits=False)
    if token == ARTICLE_OR_LETTER and typed.bare[-1] != ARTICLE_OR_LETTER:
        return False
    return len(token) == 1 and token.isalpha()


def nothing_near(right: RightAnswer, typed: Typed) -> Verdict:
    """Any other text is wrong."""
    return right.verdict("wrong", "wrong", typed)
