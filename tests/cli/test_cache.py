"""Commands keep what they read in a cache, and print the same with and without it."""

import sys

import pytest

from liverdeck.cli.user_folders import cache_folder

FACTS = """\
  - {id: rate, from: pump, ask: How fast?, answer: {text: 70 /min, accept: [seventy]}}
  - {id: flow, from: pump, say: 'In the {{c1::vein::vessel}}.', why: It is blue.}
"""
BROKEN = FACTS + "  - {id: flow, from: pumps, ask: What?, answer: it}\n"
COMMANDS = {
    "check": ("check", "rate", "seventy"),
    "show": ("show", "rate"),
    "lint": ("lint",),
    "build": ("build", "--new"),
    "stats": ("stats",),
    "quiz": ("quiz", "--items", "2", "--seed", "1", "--format", "json", "-o", "-"),
}


def files_in(folder):
    return sorted(folder.glob("*.facts"))


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def environment(tmp_path, cache):
    return {
        "LIVERDECK_CACHE": str(cache),
        "LIVERDECK_HOME": str(tmp_path / "log"),
        "SOURCE_DATE_EPOCH": "1700000000",
    }


@pytest.mark.parametrize("facts", [FACTS, BROKEN], ids=["right", "broken"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_prints_and_makes_the_same_with_the_cache(
    liverdeck, write_deck, cache, environment, tmp_path, name, facts
):
    command, *arguments = COMMANDS[name]
    words = (command, "-d", write_deck(facts), *arguments)
    package = tmp_path / "dist" / "heart.apkg"

    def result_and_package(*options):
        result = liverdeck(*words, *options, env=environment)
        return result, package.read_bytes() if package.exists() else None

    expected = result_and_package("--no-cache")
    assert not cache.exists()
    assert result_and_package() == expected
    assert files_in(cache)
    assert result_and_package() == expected


def test_an_environment_variable_switches_the_cache_off(
    liverdeck, write_deck, cache, environment
):
    words = ("show", "-d", write_deck(FACTS), "rate")
    liverdeck(*words, env=environment | {"LIVERDECK_NO_CACHE": "1"})
    assert not cache.exists()


def test_a_damaged_cache_is_replaced(liverdeck, write_deck, cache, environment):
    words = ("show", "-d", write_deck(FACTS), "rate")
    expected = liverdeck(*words, env=environment)
    contents = [path.read_bytes() for path in files_in(cache)]
    for path in files_in(cache):
        path.write_bytes(b"damaged")
    assert liverdeck(*words, env=environment) == expected
    assert [path.read_bytes() for path in files_in(cache)] == contents


@pytest.mark.skipif(sys.platform != "linux", reason="the folder of another system")
@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"HOME": "/home/ann"}, "/home/ann/.cache/liverdeck"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/caches"}, "/caches/liverdeck"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "relative"}, "/h/.cache/liverdeck"),
        ({"HOME": "/h", "LIVERDECK_CACHE": "/mine"}, "/mine"),
        ({}, "None"),
    ],
)
def test_the_environment_chooses_the_folder_of_the_cache(
    monkeypatch, variables, folder
):
    for name in ("HOME", "XDG_CACHE_HOME", "LIVERDECK_CACHE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert str(cache_folder()) == folder
