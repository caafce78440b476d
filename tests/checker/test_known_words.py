"""The known-word list: what it holds, how much it weighs, and that nobody pays for it before the first question."""

import subprocess
import sys
from pathlib import Path

import pytest

from liverdeck.checker import known_words


@pytest.mark.parametrize(
    "word",
    [
        "jaundice",
        "hypotension",
        "cetuximab",
        "livers",
        "unanswered",
        "preventable",
        "oncologist",
    ],
)
def test_real_words_are_known(word):
    assert known_words.is_known(word)


@pytest.mark.parametrize(
    "word", ["jaundise", "hypotention", "livver", "", "s", "un", "ß", "я", "-", "zzzz"]
)
def test_misspellings_and_scraps_are_not(word):
    assert not known_words.is_known(word)


def test_a_rare_word_is_told_from_a_common_one():
    assert not known_words.is_rare("ilium")
    assert known_words.is_rare("aboma")
    assert known_words.is_known("aboma")


def test_a_name_that_is_only_a_drug():
    assert known_words.is_drug("cetuximab")
    assert not known_words.is_drug("water")


def test_the_list_is_small():
    folder = Path(known_words.__file__).parent / "word_lists"
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 600_000


def test_importing_the_checker_does_not_load_it():
    code = (
        "import sys, liverdeck; liverdeck.check; import liverdeck.checker.known_words as w;"
        "print(w._page.cache_info().currsize, w.american_spellings.cache_info().currsize);"
        "w.is_known('liver'); print(w._page.cache_info().currsize)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "0", "1"]
