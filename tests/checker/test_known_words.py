"""Which words are known, how large the word lists are, and when they are loaded."""

import subprocess
import sys
from pathlib import Path

import pytest

from liverdeck.checker import known_words
from liverdeck.checker.plain_text import plain_text
from tools.known_words.readers import words_in


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
def test_misspellings_and_scraps_are_not_known(word):
    assert not known_words.is_known(word)


@pytest.mark.parametrize(
    "word",
    "kidneys airways pathways assays arrays monkeys pulleys relays delays toys".split(),
)
def test_a_plural_after_a_vowel_and_y_is_known(word):
    assert known_words.is_known(word)


@pytest.mark.parametrize(
    "word",
    "biopsys arterys bodys ovarys therapys cavitys injurys allergys toxys".split(),
)
def test_a_plural_after_a_consonant_and_y_is_a_misspelling(word):
    assert not known_words.is_known(word)


def test_a_rare_word_is_known_and_called_rare():
    assert not known_words.is_rare("ilium")
    assert known_words.is_rare("aboma")
    assert known_words.is_known("aboma")


def test_a_drug_is_a_word_with_no_other_meaning():
    assert known_words.is_drug("cetuximab")
    assert not known_words.is_drug("water")


def test_the_word_lists_are_small():
    folder = Path(known_words.__file__).parent / "word_lists"
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 2_300_000


@pytest.mark.parametrize("name", ["Guðmundsson", "Kałuża", "Łukasz", "Ødegaard", "Ħal"])
def test_the_lists_and_the_checker_write_foreign_letters_alike(name):
    assert list(words_in(name)) == [plain_text(name)]


def test_importing_the_checker_loads_no_word_list():
    code = """
import liverdeck
liverdeck.check
from liverdeck.checker import known_words
print(known_words._words_with.cache_info().currsize)
print(known_words._american_spellings.cache_info().currsize)
known_words.is_known("liver")
print(known_words._words_with.cache_info().currsize)
"""
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert process.stdout.split() == ["0", "0", "1"]


REVIEWED = Path(__file__).parents[2] / "tools" / "known_words"


def reviewed(name):
    lines = (REVIEWED / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_the_lists_have_each_added_word_and_no_word_that_is_ruled_out():
    spellings = [line.split()[0] for line in reviewed("spellings.txt")]
    ruled_out = reviewed("misspelt.txt") + spellings
    assert [
        word for word in reviewed("added.txt") if not known_words.is_listed(word)
    ] == []
    assert [word for word in ruled_out if known_words.is_listed(word)] == []


@pytest.mark.parametrize("word", "featrues throacic hypothryoidism thristy".split())
def test_a_word_with_two_letters_in_the_wrong_order_is_not_known(word):
    assert not known_words.is_known(word)


def test_many_words_are_found_as_one_by_one():
    searched = known_words._SureWords()
    words = ["liver", "lvier", "spleen", "aspirin", "zygote", "", "x", "é", "liver"]
    found = [searched.among(words) for _ in range(2 * known_words._SEARCHES_ONE_BY_ONE)]
    assert found == [frozenset(filter(known_words.is_sure, words))] * len(found)
    assert found[-1] == {"liver", "spleen", "aspirin", "zygote"}
