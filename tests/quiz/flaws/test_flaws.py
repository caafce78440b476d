"""Item flaws: for each rule, five items with the flaw and five near-misses."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position, Severity
from liverdeck.base.words import TextStemmer
from liverdeck.quiz.flaws.deck_words import DeckWords, words_of_deck
from liverdeck.quiz.flaws.item_flaws import RULES, flaws_of, flaws_of_paper
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.item import Item, make_option
from liverdeck.quiz.items.item_types import ItemType

WORDS = DeckWords(TextStemmer("en"), frozenset())
STEM = "Which organ filters the blood of the gut?"


CORPUS = yaml.load(
    (Path(__file__).parent / "flaw_corpus.yaml").read_text(encoding="utf-8"),
    Loader=yaml.CSafeLoader,
)
"""Ten items with a flaw and ten near-misses for each rule.

Their author knew the names of the rules, but had not read their code.
"""


def item(key="liver", *wrong, stem=STEM, keys=1, why="Because.", rationale=""):
    """Return a single best answer. The first `keys` of its options are keys.

    `why` is the reason of every option but the first.
    """
    texts = (key, *(wrong or ("spleen", "stomach", "kidney")))
    options = [
        make_option(text, is_key=index < keys, why=why if index else "")
        for index, text in enumerate(texts)
    ]
    return Item(
        id="x.single",
        base_id="x.single",
        type=ItemType.SINGLE,
        facts=("x",),
        topic="t",
        difficulty=1,
        stem=stem,
        rationale=rationale,
        note="",
        source="",
        passages=(),
        position=Position("f"),
        options=tuple(options),
    )


PLANTED = {
    "key-count": [
        item(keys=2),
        item(keys=0),
        item(keys=3),
        item("a vein", "an artery", keys=2),
        item("one", "two", keys=0),
    ],
    "same-option": [
        item("liver", "Liver", "spleen"),
        item("tumor", "tumour", "cyst"),
        item("5 mm", "0.5 cm", "9 mm"),
        item("5-10 mm", "8-12 mm", "20 mm"),
        item("α-fetoprotein", "alpha-fetoprotein", "CEA"),
    ],
    "mixed-kinds": [
        item("5 mm", "a vein", "7 mm"),
        item("5 mm", "7 kg", "9 mm"),
        item("40", "fifty percent", "a lot"),
        item("70 /min", "70 mmHg", "90 /min"),
        item("two", "three", "none"),
    ],
    "catch-all": [
        item("liver", "all of the above"),
        item("liver", "none of these"),
        item("liver", "Both A and B"),
        item("liver", "spleen", "A and C"),
        item("liver", "any of them"),
    ],
    "letters-in-reasons": [
        item(why="Option C is smaller."),
        item(rationale="Answer B is right."),
        item(why="Not (A)."),
        item(rationale="See option (D)."),
        item(why="Distractor B tempts."),
    ],
    "longest-key": [
        item("the organ below the diaphragm", "spleen", "heart", "lung"),
        item("it filters blood and makes bile", "it beats", "it thinks"),
        item("a very much longer answer", "short", "brief", "tiny"),
        item("through a small incision", "by mouth", "by air"),
        item("years after the operation", "days", "weeks", "hours"),
    ],
    "negative-stem": [
        item(stem="Which organ is not in the abdomen?"),
        item(stem="Which are signs, except one?"),
        item(stem="Which is the least likely?"),
        item(stem="Which of these organs does not filter?"),
        item(stem="Which of these is false of the liver?"),
    ],
    "absolutes": [
        item("always", "rare"),
        item("it never heals", "it heals"),
        item("only blood", "bile"),
        item("usually benign", "malign"),
        item("it may burst", "it bursts"),
    ],
    "clang": [
        item("gut liver"),
        item("blood filter", "spleen", "heart", "lung"),
        item("the filtering one", "a", "b"),
        item("gut", "heart", "lung"),
        item("the blood of veins", "bile", "lymph"),
    ],
    "grammar": [
        item("organ", "vein", stem="The liver is an"),
        item("artery", "vein", stem="It leaves by an _____."),
        item("ulcer", "cyst", stem="What he has is an"),
        item("vein", "artery", stem="Blood comes by a _____."),
        item("tumor", "ulcer", stem="A lump is called a _____."),
    ],
    "empty-lead-in": [
        item(stem="Which is true?"),
        item(stem="Which of the following statements are correct?"),
        item(stem="Liver"),
        item(stem="The liver"),
        item(stem="About the liver and its vessels"),
    ],
    "convergence": [
        item(
            "left portal vein",
            "right portal vein",
            "left portal artery",
            "left hepatic vein",
        ),
        item(
            "large benign cyst",
            "small benign cyst",
            "large malign cyst",
            "large benign tumor",
        ),
        item(
            "slow early growth",
            "slow late growth",
            "fast early growth",
            "slow early decline",
        ),
        item(
            "upper right side",
            "upper left side",
            "lower right side",
            "upper right front",
        ),
        item(
            "blood from veins",
            "blood from arteries",
            "bile from veins",
            "blood to veins",
        ),
    ],
    "no-reason": [
        item(why=""),
        item("5 mm", "7 mm", "9 mm", why=""),
        item("a", "b", "c", why=""),
        item("vein", "artery", why=""),
        item("on", "off", why=""),
    ],
}
NEAR_MISSES = {
    "key-count": [
        item(),
        item("a vein", "an artery"),
        item("one", "two", "three"),
        item("on", "off"),
        item("5 mm", "7 mm"),
    ],
    "same-option": [
        item("ileum", "ilium"),
        item("5 mm", "5 cm", "5 m"),
        item("5-10 mm", "11-20 mm", "21-30 mm"),
        item("< 5 mm", "5 mm", "> 5 mm"),
        item("hypertension", "hypotension"),
    ],
    "mixed-kinds": [
        item("5 mm", "0.7 cm", "9 mm"),
        item("IL-2", "IL-6", "TNF"),
        item("CT", "MRI", "T3"),
        item("two", "three", "four"),
        item("vitamin B12", "iron"),
    ],
    "catch-all": [
        item("all four chambers", "two"),
        item("none", "one"),
        item("both kidneys", "one kidney"),
        item("hepatitis A and B"),
        item("vitamin A", "vitamin C and E"),
    ],
    "letters-in-reasons": [
        item(why="Vitamin C is another."),
        item(rationale="Hepatitis B is a virus."),
        item(why="A vein is wider."),
        item(rationale="An option at best."),
        item(why="Grade C of Child-Pugh."),
    ],
    "longest-key": [
        item("small intestine", "large intestine", "stomach"),
        item("a vein", "an artery"),
        item("liver metastasis", "liver abscess", "cyst"),
        item("on", "off"),
        item("spread", "growth", "pain"),
    ],
    "negative-stem": [
        item(stem="Which organ is NOT in the abdomen?"),
        item(stem="A noticeable lump: which organ?"),
        item(stem="At least how many lobes are there?"),
        item(stem="Which knot of vessels is there?"),
        item(stem="What does EXCEPT mean on a paper?"),
    ],
    "absolutes": [
        item("mayor"),
        item("mustard"),
        item("the small ball"),
        item("lonely cells"),
        item("everyday food"),
    ],
    "clang": [
        item(),
        item("gut liver", "gut spleen", "heart"),
        item("the organ", "an organ", "no organ"),
        item("left", "right", stem="Which side is thicker, left or right?"),
        item("bile", "blood"),
    ],
    "grammar": [
        item("ulcer", "artery", "organ", stem="It is an"),
        item("vein", "cyst", "tumor", "node", stem="It is a _____."),
        item(stem="Is vitamin A an organ's food?"),
        item(),
        item("vein", stem="It goes through the _____."),
    ],
    "empty-lead-in": [
        item(),
        item(stem="Which vessel is the liver's true feeder?"),
        item(stem="It is _____."),
        item(stem="Where does the portal vein end?"),
        item(stem="Name the largest gland of the body."),
    ],
    "convergence": [
        item(),
        item("left vein", "right vein", "artery", "duct"),
        item("vein", "artery", "duct", "nerve"),
        item("a b c", "d e f", "g h i"),
        item("portal vein", "hepatic artery", "bile duct", "portal triad"),
    ],
    "no-reason": [
        item(),
        item("5 mm", "7 mm"),
        item("vein", "artery"),
        item("on", "off"),
        item("a", "b"),
    ],
}


def rules_broken_by(flawed):
    # The corpus has one rule for letters. The program has another one that only warns.
    return {
        flaw.rule.replace("lone-letters", "letters-in-reasons")
        for flaw in flaws_of(flawed, WORDS)
    }


def test_every_rule_has_its_cases():
    names = {rule.__name__.replace("_", "-") for rule, _ in RULES}
    assert set(PLANTED) == set(NEAR_MISSES) == names - {"lone-letters"}
    assert {len(items) for items in (*PLANTED.values(), *NEAR_MISSES.values())} == {5}


@pytest.mark.parametrize(
    ("rule", "flawed"),
    [(rule, flawed) for rule, items in PLANTED.items() for flawed in items],
)
def test_a_planted_flaw_is_found(rule, flawed):
    assert rule in rules_broken_by(flawed)


@pytest.mark.parametrize(
    ("rule", "sound"),
    [(rule, sound) for rule, items in NEAR_MISSES.items() for sound in items],
)
def test_a_near_miss_is_not_reported(rule, sound):
    assert rule not in rules_broken_by(sound)


def item_of(case):
    """Return the item of a case in the corpus."""
    keys = case.get("keys", 1)
    why = case.get("why", "Because it does something else.")
    texts = enumerate(map(str, case["options"]))
    options = tuple(
        make_option(text, is_key=index < keys, why=why) for index, text in texts
    )
    return replace(
        item(stem=case["stem"], rationale=case.get("rationale", "")), options=options
    )


@pytest.mark.parametrize("rule", sorted({case["rule"] for case in CORPUS}))
def test_the_rules_find_the_flaws_that_another_author_planted(rule):
    cases = [case for case in CORPUS if case["rule"] == rule]
    judged = [(case["stem"], rules_broken_by(item_of(case)), case) for case in cases]
    wrong = [
        (stem, flaws)
        for stem, flaws, case in judged
        if not is_as_its_author_says(case, flaws)
    ]
    assert wrong == []


def is_as_its_author_says(case, flaws):
    """Whether the flaws found in an item are those that its author says it has."""
    if case["flawed"]:
        return (case["rule"] in flaws) is not case.get("missed", False)
    return flaws == set()


@pytest.mark.parametrize(
    "why",
    [
        "The mildest is class (A).",
        "Hepatitis: B and C are chronic.",
        "See panel (b).",
        "E is feared.",
    ],
)
def test_a_letter_that_may_not_mean_an_option_only_warns(why):
    assert {flaw.severity for flaw in flaws_of(item(why=why), WORDS)} == {
        Severity.WARNING
    }


@pytest.mark.parametrize(
    "why", ["Option G is smaller.", "Not (F).", "See choice g.", "G is larger."]
)
def test_the_letter_of_any_option_is_found(why):
    large = item("one", "two", "three", "four", "five", "six", "seven", why=why)
    small = item("one", "two", "three", "four", why=why)
    assert rules_broken_by(large) == {"letters-in-reasons"}
    assert rules_broken_by(small) == set()


@pytest.mark.parametrize(
    "stem",
    [
        "Which organ makes bile (the heart, or the liver?)",
        "Which organ is called “the great filter?”",
        "Ποιο όργανο παράγει τη χολή;",
        "Name the organ that makes bile!",
    ],
)
def test_a_stem_that_ends_as_a_sentence_of_any_script_asks_something(stem):
    stem = f"The next words are a question. {stem}"
    assert "empty-lead-in" not in rules_broken_by(item(stem=stem))


@pytest.mark.parametrize(
    "word", ["entirely", "exclusively", "invariably", "totally", "cannot", "everyone"]
)
def test_a_word_that_is_absolute_for_lint_is_absolute_in_an_option(word):
    assert "absolutes" in rules_broken_by(item(f"it is {word} so"))


@pytest.mark.parametrize("word", ["usually", "frequently", "probably", "may"])
def test_a_vague_word_is_found_with_a_capital_only_at_the_beginning(word):
    assert "absolutes" in rules_broken_by(item(f"it is {word} so"))
    assert "absolutes" in rules_broken_by(item(f"{word.title()} so"))
    assert "absolutes" not in rules_broken_by(item(f"in {word.title()}"))


@pytest.mark.parametrize(
    "text", ["none", "any artery", "all four", "all seven", "every 6 hours"]
)
def test_a_number_is_not_an_absolute_word(text):
    assert "absolutes" not in rules_broken_by(item(text))


def test_an_option_that_names_two_later_options_is_a_catch_all():
    names = ("two", "three", "four", "five", "six")
    assert "catch-all" in rules_broken_by(item("one", *names, "F and G"))
    assert "catch-all" in rules_broken_by(item("one", *names, "options 6 and 7"))
    assert "catch-all" not in rules_broken_by(item("blood", "heart", "F and G"))


def test_options_that_are_letters_are_not_catch_alls():
    assert "catch-all" not in rules_broken_by(item("B and C", "A and D", "A and E"))


def test_give_aways_and_too_many_long_keys_are_reported(repository):
    deck = load_deck(repository / "cards" / "liver-metastasis").deck
    leaking = [
        item("liver"),
        replace(
            item("spleen", "bone", "skin", stem="What lies beside the liver?"),
            id="y",
            base_id="y",
        ),
    ]
    assert "overlap" in {flaw.rule for flaw in flaws_of_paper(leaking, deck)}
    long_keys = [
        replace(
            item(f"the long key number {number}", "short", "brief"), id=f"i{number}"
        )
        for number in range(6)
    ]
    flaws = [
        flaw for flaw in flaws_of_paper(long_keys, deck) if flaw.rule == "longest-keys"
    ]
    assert [(flaw.severity, flaw.message) for flaw in flaws] == [
        (Severity.ERROR, "the key is the longest option in 6 of 6 items")
    ]


def test_the_items_of_the_bundled_deck_have_no_errors(repository):
    deck = load_deck(repository / "cards" / "liver-metastasis").deck
    words = words_of_deck(deck)
    flaws = [flaw for item in item_bank(deck) for flaw in flaws_of(item, words)]
    assert [str(flaw) for flaw in flaws if flaw.severity is Severity.ERROR] == []
