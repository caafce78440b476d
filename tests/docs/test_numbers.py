"""Numbers that a page or a rule of the manual says are those of the code."""

import pytest

from liverdeck.anki import exported
from liverdeck.authoring.yaml_tree import DEEPEST_NESTING
from liverdeck.base.files import LARGEST_FILE
from liverdeck.checker.typed import LONGEST_TYPED
from liverdeck.lint.rules import checking, readability
from liverdeck.lint.run import RULES
from liverdeck.study.scheduling.card_progress import LEECH_LAPSES
from liverdeck.study.statistics.figures import MATURE_DAYS

WORDS = dict(enumerate("zero one two three four five six seven eight".split()))
WORDS[30] = "thirty"


def in_megabytes(number):
    return f"{number // 1024 // 1024} MB"


IN_PAGES = [
    ("study", f"more than {exported.MOST_REVIEWS:,} reviews of LiverDeck's cards"),
    ("study", f"{exported.MOST_NOTES:,} of its notes"),
    ("study", f"{exported.MOST_CARDS:,} cards"),
    ("study", f"{in_megabytes(exported.LARGEST_COLLECTION)} when it is unpacked"),
    ("study", f"Young cards have intervals below {MATURE_DAYS} days"),
    ("words", f"a card with {WORDS[LEECH_LAPSES]} lapses or more"),
    ("checker", f"A text of more than {LONGEST_TYPED:,} characters is not read"),
    ("design", f"Files over {in_megabytes(LARGEST_FILE)}"),
    ("design", f"nesting over {DEEPEST_NESTING} levels"),
]
IN_THE_MANUAL = [
    ("long-list", f"at most {WORDS[readability.MOST_ITEMS]} items"),
    ("many-blanks", f"at most {WORDS[readability.MOST_BLANKS]} blanks"),
    ("long-stem", f"at most {WORDS[readability.MOST_WORDS_ON_FRONT]} words"),
    ("look-alike", f"with {WORDS[checking._SHORTEST_COMPARED]} letters or more"),
]


@pytest.mark.parametrize(("page", "sentence"), IN_PAGES)
def test_a_page_says_the_number_of_the_code(repository, page, sentence):
    text = (repository / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert sentence in " ".join(text.split())


@pytest.mark.parametrize(("rule_id", "words"), IN_THE_MANUAL)
def test_the_manual_says_the_number_of_the_code(rule_id, words):
    (text,) = [rule.text for rule in RULES if rule.id == rule_id]
    assert words in " ".join(text.split())
