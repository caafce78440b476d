"""Rules about words and signs around an answer that may change its meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.class_nouns import (
    NOUNS_OF_NAMES,
    says_it_alone,
    without_class_noun,
    without_noun_of_class,
)
from liverdeck.checker.giving_up import doubt_and_rest
from liverdeck.checker.languages.language import ENGLISH
from liverdeck.checker.modifiers import (
    alternatives,
    denied_words,
    hedges_in,
    is_only_filler,
    is_sign,
    negations_in,
    signs_in,
    split_at_brackets,
    without_filler,
    without_final_filler,
    without_hedges,
)
from liverdeck.checker.prepared import Phrase
from liverdeck.checker.signs import COMPARATORS, SIGNS_BY_MEANING
from liverdeck.checker.spelling import inflections
from liverdeck.checker.tokens import tokens_of
from liverdeck.checker.wholes import without_whole
from liverdeck.checker.word_orders import reversed_at_of

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language, Tokens
    from liverdeck.checker.right_answer import RightAnswer
    from liverdeck.checker.typed import Typed
    from liverdeck.checker.verdict import Outcome, Verdict

_ARROWS = ("↑", "↓")
_POSITIVE = "positive"
_KNOWN_SIGNS = frozenset("/^").union(SIGNS_BY_MEANING, COMPARATORS.values())
"""Signs, and words for signs, with a meaning that changes the answer."""


def beside_filler(right: RightAnswer, typed: Typed) -> Verdict | None:
    """*X of course*, *the bone X* and *amygdala of the brain* are X and *amygdala*."""
    bare = without_final_filler(typed.bare)
    ways = [bare] if bare != typed.bare else []
    if len(bare) > 1:
        ways += _ways_without_noun(right, bare)
    for way in ways:
        phrase = right.equal_phrase(way)
        if phrase is not None:
            return right.correct(typed, phrase)
    for phrase in right.right_phrases:
        *said, noun = phrase.tokens
        if said and bare == tuple(said) and says_it_alone(said[-1], noun):
            return right.correct(typed, phrase)
    return None


def _ways_without_noun(right: RightAnswer, bare: Tokens) -> list[Tokens]:
    """Return the tokens without a noun that says nothing new, for each such noun."""
    ways = [without_noun_of_class(bare), without_whole(bare)]
    name = without_class_noun(bare)
    if name and not has_other_noun(right, name, bare[-1]):
        ways.append(name)
    return [way for way in ways if way]


def has_other_noun(right: RightAnswer, name: Tokens, noun: str) -> bool:
    """Whether an answer is the name with another noun: *phrenic nerve*, not artery."""
    return any(
        phrase.tokens[:-1] == name and phrase.tokens[-1] in NOUNS_OF_NAMES - {noun}
        for phrase in right.right_phrases
    )


def denied_alike(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Two ways to deny the same, such as *painless* and *no pain*, are equal."""
    denied = denied_words(typed.bare)
    if not denied:
        return None
    for phrase in right.right_phrases:
        if _are_forms(denied, denied_words(phrase.tokens)):
            return right.correct(typed, phrase)
    return None


def _are_forms(typed: Tokens, right: Tokens) -> bool:
    """Whether the words are the same, each in the singular or the plural."""
    return len(typed) == len(right) and all(
        one in inflections(other) for one, other in zip(typed, right, strict=True)
    )


def negated(right: RightAnswer, typed: Typed) -> Verdict | None:
    """A text with a negation that the answer does not have is wrong.

    If both have as many negations, they may mean the same, and other rules decide. If
    it denies something else than the answer, the learner is asked for the answer alone.
    """
    language = right.language
    negations = negations_in(typed.bare, language)
    added = [token for token in negations if token not in right.right_tokens]
    if not added or len(typed.bare) == 1:
        return None
    outside, in_brackets = split_at_brackets(typed.text)
    if in_brackets and not negations_in(tokens_of(outside, language), language):
        # A negation in brackets may explain the answer. The rule on brackets decides.
        return None
    counts = {
        len(negations_in(phrase.tokens, language)) for phrase in right.right_phrases
    }
    if len(negations) in counts:
        return None
    if _denies_something_else(right, typed, added[0]):
        return right.verdict("retype", "extra", typed)
    has_number = any(token[0].isdigit() for token in typed.bare)
    says_answer = any(
        _says(typed.bare, phrase, language) for phrase in right.right_phrases
    )
    # Without the negation, *no appetite* is not *loss of appetite*.
    is_denied = has_number or says_answer
    return right.verdict("wrong", "negated" if is_denied else "wrong", typed, added[0])


def _denies_something_else(right: RightAnswer, typed: Typed, negation: str) -> bool:
    """Whether *not A but B* or *B, not A* is typed for B."""
    language = right.language
    bare = typed.bare
    index = bare.index(negation)
    if index:
        before, _, behind = typed.text.partition(",")
        negations = negations_in(tokens_of(behind, language), language)
        denied = tuple(t for t in tokens_of(behind, language) if t not in negations)
        is_other = right.right_tokens.isdisjoint(denied)
        says_nothing = is_only_filler(denied) or denied in language.fillers
        return (
            is_other
            and not says_nothing
            and right.equal_phrase(tokens_of(before, language)) is not None
        )
    for word in language.but_words.intersection(bare):
        denied, rest = bare[1 : bare.index(word)], bare[bare.index(word) + 1 :]
        if right.right_tokens.isdisjoint(denied) and right.equal_phrase(rest):
            return True
    return False


def _says(tokens: Tokens, phrase: Phrase, language: Language) -> bool:
    """Whether tokens have all words of a phrase, whatever stands between them."""
    negations = negations_in(phrase.tokens, language)
    words = [
        token
        for token in phrase.tokens
        if token not in negations and not is_sign(token) and token != _POSITIVE
    ]
    return all(token in tokens for token in words)


def unsure(right: RightAnswer, typed: Typed) -> Verdict | None:
    """An answer beside *not sure* is asked for again without it, if it is right.

    In other languages, the words are those of a learner who gives up: *weiß nicht*.
    They deny nothing, so with another answer the text is just wrong.
    """
    language = right.language
    doubt, rest = doubt_and_rest(typed.bare, language)
    if not doubt:
        return None
    if _is_right_with_hedge(right, rest):
        return right.verdict("retype", "hedged", typed, " ".join(doubt))
    texts = alternatives(typed.text, language)
    is_one_right = len(texts) > 1 and any(
        _is_right_with_hedge(right, tokens_of(text, language)) for text in texts
    )
    return right.verdict("wrong", "hedged" if is_one_right else "wrong", typed)


def _is_right_with_hedge(right: RightAnswer, tokens: Tokens) -> bool:
    """Whether tokens are the answer, perhaps with *maybe* and the like."""
    unhedged = without_hedges(tokens, right.language) or tokens
    return right.equal_phrase(unhedged) is not None


def hedged(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The learner is asked to type a right answer again without its *maybe*."""
    language = right.language
    bare = typed.bare
    if language is not ENGLISH:  # a final filler may belong to it: *könnte ... sein*
        bare = typed.tokens[language.start_behind_filler(typed.tokens) :]
    indexes = sorted(hedges_in(bare, language))
    if not indexes:
        return _hedged_without_spaces(right, typed)
    added = [index for index in indexes if bare[index] not in right.right_tokens]
    if not added:
        return _hedged_without_spaces(right, typed)
    unhedged = without_filler(without_hedges(bare, language), language)
    ways = (unhedged, reversed_at_of(unhedged))
    if any(way in right.by_tokens for way in ways) or right.named_by(unhedged):
        runs = _runs_of([index for index in indexes if index >= added[0]])
        words = " … ".join(" ".join(bare[index] for index in run) for run in runs)
        return right.verdict("retype", "hedged", typed, words)
    return None


def _runs_of(indexes: list[int]) -> list[list[int]]:
    """Return the runs of neighbours: *könnte* and *sein* of *könnte Leber sein*."""
    runs: list[list[int]] = []
    for index in indexes:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _hedged_without_spaces(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Do the same in a language without spaces, where no word has edges."""
    language = right.language
    if language.has_word_edges:
        return None
    text = typed.text.strip()
    for hedge in sorted(language.hedges, key=len, reverse=True):
        rest = text.removeprefix(hedge).removesuffix(hedge)
        if rest not in ("", text) and right.equal_phrase(tokens_of(rest, language)):
            return right.verdict("retype", "hedged", typed, hedge)
    return None


def doubled_arrows(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The learner is asked again for ↑ in place of ↑↑: how much may count."""
    single = _with_single_arrows(typed.bare)
    if not right.has_signs and single == typed.bare:
        return None
    for phrase in right.right_phrases:
        tokens = _with_single_arrows(phrase.tokens)
        has_doubled = (single, tokens) != (typed.bare, phrase.tokens)
        if has_doubled and Phrase("", tokens, language=right.language).equals(single):
            return right.verdict("retype", "ambiguous", typed)
    return None


def _with_single_arrows(tokens: Tokens) -> Tokens:
    return tuple(
        token
        for before, token in zip(("", *tokens), tokens, strict=False)
        if token not in _ARROWS or before != token
    )


def signs(right: RightAnswer, typed: Typed) -> Verdict | None:
    """The right words with a sign too many, too few or another one are wrong.

    If the sign is one that nobody knows, such as a picture, the learner is asked to
    leave it out.
    """
    typed_signs = signs_in(typed.bare)
    if not typed_signs and not right.has_signs:
        return None
    typed_words = _without_signs(typed.bare)
    if not typed_words:
        return None
    for phrase in right.right_phrases:
        has_same_signs = typed_signs == signs_in(phrase.tokens)
        if has_same_signs or _without_signs(phrase.tokens) != typed_words:
            continue
        added = [sign for sign in typed_signs if sign not in phrase.tokens]
        is_unknown = bool(added) and not any(sign in _KNOWN_SIGNS for sign in added)
        outcome: Outcome = "retype" if is_unknown else "wrong"
        return right.verdict(outcome, "sign", typed, " ".join(added))
    return None


def _without_signs(tokens: Tokens) -> Tokens:
    return tuple(token for token in tokens if not is_sign(token))


def several_answers(right: RightAnswer, typed: Typed) -> Verdict | None:
    """Several answers are right only if each of them is."""
    language = right.language
    texts = alternatives(typed.text, language)
    if len(texts) < 2:  # noqa: PLR2004
        return None
    are_right = [
        _is_right_with_hedge(right, tokens_of(text, language)) for text in texts
    ]
    if all(are_right):
        return right.verdict("correct", "alias", typed)
    if any(are_right):
        return right.verdict("wrong", "hedged", typed)
    return None
