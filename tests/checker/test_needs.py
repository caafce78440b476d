"""A rule that is not asked, because a trait is missing, would not apply."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, strategies as st

from liverdeck.base.problems import Position
from liverdeck.base.words import _ENGLISH_FUNCTION_WORDS
from liverdeck.checker.key import Key
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.numerals import _NUMBER_WORDS
from liverdeck.checker.rules import slips
from liverdeck.checker.rules.needs import NEEDS
from liverdeck.checker.rules.order import (
    RULES,
    RULES_IN_ENGLISH,
    RULES_WITHOUT_WORD_LISTS,
    rules_for,
)
from liverdeck.checker.terms import Terms
from liverdeck.checker.traits import _TRAITS_BY_WORD
from liverdeck.checker.typed import LONGEST_TYPED, Typed
from liverdeck.facts.answer import Answer, WrongAnswer

CASES = Path(__file__).parent / "cases"
LANGUAGES = Path(__file__).parent / "languages"
NOWHERE = Position("")
WORDS = """
    liver spleen lung kidneys colon cancer nerve artery vagus femoral neck femur bone
    vitamin B12 factor VIII hepatitis B type 2 II diabetes collagen three half third 5
    mm % E. coli Escherichia n. ulnaris a an the A of and or also called is are as at
    level then not no never without painless unhurt maybe could be may idk unsure sure
    raised TSH ↑ ↑↑ ↓ low increases in rise left right sided heart failure thyroid gland
    alpha β 7 L4 L5 between + - (CT) computed tomography CT scan PaO2 salt water , ; /
    & = ? . ! it from due to nephron stored glycogen answer please of course 1. (1)
    """.split()
words = st.sampled_from(WORDS)
texts = st.lists(words, min_size=1, max_size=5).map(" ".join)
ALMOST_EQUAL = (
    "{0}", "{before} {0}", "{0} {behind}", "{before} {0} {behind}", "{0}, {behind}",
    "{0} ({behind})", "({before}) {0}", "{before}/{0}", "{0}.", "{0} and {behind}",
)  # fmt: skip
characters = st.text(alphabet="aeinot -,()/0123456789.<>%+'αβé½二\x00İß↑", max_size=40)


def key_of_texts(right, *, language="en", rejected=(), left_open=(), strict=False):
    """Make the key of an answer in a deck that has another answer."""
    shown, *others = right
    reject = tuple(WrongAnswer(text, "", NOWHERE) for text in rejected)
    answer = Answer(shown, NOWHERE, accept=tuple(others), reject=reject, strict=strict)
    terms = Terms((*right, "spleen"), language_of(language))
    return Key(answer, open_texts=tuple(left_open), terms=terms)


def wrongly_left_out(key, typed):
    """Return the names of rules that are not asked, and would have decided."""
    text = Typed(typed, key.language)
    asked = rules_for(key.traits | text.traits)
    is_english = key.language.has_word_lists
    for rule in RULES_IN_ENGLISH if is_english else RULES_WITHOUT_WORD_LISTS:
        verdict = rule(key, text)
        if verdict is not None:
            return [] if rule in asked else [rule.__name__]
    raise AssertionError("the last rule always decides")


def _made_up_answers():
    """Yield the answers of all cases, each with the texts typed for it."""
    for path in sorted(CASES.glob("*.yaml")):
        # It makes every value a text.
        for entry in yaml.load(path.read_text(), yaml.CBaseLoader):  # noqa: S506
            if "answer" in entry:
                typed = [*entry["answer"], *entry.get("reject", ())]
                for outcome in ("correct", "retype", "wrong"):
                    typed += entry.get(outcome, ())
                yield entry, typed


def test_no_case_misses_a_rule():
    faults = [
        (entry["answer"], text, names)
        for entry, typed in _made_up_answers()
        for key in [
            key_of_texts(
                entry["answer"],
                rejected=entry.get("reject", ()),
                left_open=entry.get("open", ()),
                strict=entry.get("strict") == "true",
            )
        ]
        for text in typed
        if (names := wrongly_left_out(key, text))
    ]
    assert not faults


@pytest.mark.parametrize(
    ("right", "typed"),
    [
        (("liver",), "liver" * LONGEST_TYPED),
        (("liver",), "spleen"),
        (("electrocardiogram",), "ECG"),
        (("computed tomography",), "ct"),
        (("beta",), "b"),
        (("six pain and hundred",), "hundred and six pain"),
        (("hundred", "six kidneys in pain"), "a hundred and six kidneys in pain"),
        (("raised TSH",), "↑↑ TSH"),
        (("7",), "seveN"),
        (("lobe",), "lobe aliaS lung"),
        (("vitamiN B12",), "B12"),
    ],
)
def test_a_rule_that_few_texts_need_is_asked(right, typed):
    assert not wrongly_left_out(key_of_texts(right), typed)


@given(texts, st.one_of(texts, characters))
def test_no_text_misses_a_rule(right, typed):
    key = key_of_texts((right, "liver"), rejected=("a lung",), left_open=("lungs",))
    assert not wrongly_left_out(key, typed)


def test_a_capital_at_the_end_of_a_word_takes_no_trait_away():
    faults = [
        word
        for word in sorted(_TRAITS_BY_WORD.keys() | _NUMBER_WORDS)
        if Typed(word).traits & ~Typed(word[:-1] + word[-1].upper()).traits
    ]
    assert not faults


@given(texts, words, words, st.sampled_from(ALMOST_EQUAL))
def test_no_text_beside_the_answer_misses_a_rule(right, before, behind, frame):
    key = key_of_texts((right,))
    typed = frame.format(right, before=before, behind=behind)
    assert not wrongly_left_out(key, typed)


@pytest.mark.parametrize(
    "frame",
    [
        "{0} liver", "liver {0}", "liver {0} spleen", "{0} of the liver",
        "the gland {0} liver", "liver {0} liver", "raised {0} liver", "{0} B12",
    ],
)  # fmt: skip
def test_no_word_of_every_day_hides_a_rule(frame):
    key = key_of_texts(("liver", "spleen and liver", "liver raised", "vitamin B12"))
    every_day = _ENGLISH_FUNCTION_WORDS | _TRAITS_BY_WORD.keys()
    faults = [
        (text, names)
        for text in map(frame.format, sorted(every_day))
        if (names := wrongly_left_out(key, text))
    ]
    assert not faults


@pytest.mark.parametrize("code", ["de", "fr", "es", "pt", "ja", "ru"])
@given(data=st.data())
def test_no_text_in_another_language_misses_a_rule(code, data):
    lines = (LANGUAGES / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    right, typed = data.draw(st.sampled_from(lines)).partition(" ")[2].split(" | ")
    typed = data.draw(st.sampled_from(ALMOST_EQUAL)).format(
        typed.strip(), before=data.draw(words), behind=data.draw(words)
    )
    key = key_of_texts((right.strip(),), language=code)
    assert not wrongly_left_out(key, typed)


def test_only_a_few_rules_are_asked_of_most_texts():
    typed = Typed("stomach")
    asked = rules_for(key_of_texts(("liver",)).traits | typed.traits)
    assert slips.slips in asked
    assert len(asked) < len(RULES) / 3


def test_the_needs_are_those_of_rules():
    assert NEEDS.keys() <= set(RULES)
