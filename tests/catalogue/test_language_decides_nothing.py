"""The learner's language changes sentences, and nothing else."""

import json

import pytest
from click.testing import CliRunner

from liverdeck.authoring.loader import load_deck
from liverdeck.base.problems import Position
from liverdeck.catalogue.learner_words import LANGUAGES, words_in
from liverdeck.checker.choices import check_true_false
from liverdeck.checker.key import Key
from liverdeck.checker.languages.table import language_of
from liverdeck.checker.terms import Terms
from liverdeck.cli.main import cli
from liverdeck.facts.answer import Answer, Number
from liverdeck.quiz.items.bank import item_bank
from liverdeck.quiz.items.item_types import ItemType
from liverdeck.quiz.items.worded import worded
from tests.catalogue.greek import DECK, FACTS, PASSAGES, with_media


@pytest.fixture
def run_in(write_deck, tmp_path):
    """Return a function that runs a command on a deck of a learner language."""

    def run(language, *arguments, typed=None):
        deck = f"{DECK}learner_language: {language}\n"
        folder = with_media(
            write_deck(FACTS, folder=language, deck=deck, passages=PASSAGES)
        )
        environment = {"LIVERDECK_HOME": str(tmp_path / f"home-{language}")}
        command = [*arguments, "-d", str(folder)]
        return CliRunner(env=environment).invoke(cli, command, input=typed)

    return run


@pytest.mark.parametrize("typed", ["αορτή", "φλέβα", "αορτι", "αορτή και φλέβα"])
def test_a_verdict_differs_only_in_its_sentence(run_in, typed):
    as_json, codes, sentences = set(), set(), set()
    for language in LANGUAGES:
        as_json.add(run_in(language, "check", "vessel", typed, "--json").stdout)
        result = run_in(language, "check", "vessel", typed)
        codes.add(result.exit_code)
        sentences.add(result.stdout)
    assert len(as_json) == len(codes) == 1
    assert len(sentences) == len(LANGUAGES)


def test_made_up_answers_as_json_are_judged_in_the_same_words(run_in):
    outputs = {
        run_in(language, "check", "vessel", "--try", "--json").stdout
        for language in LANGUAGES
    }
    assert len(outputs) == 1


def test_a_quiz_has_the_same_items_keys_and_orders(run_in, tmp_path):
    """The texts of the items in the manifest differ, because they are translated."""
    quizzes = []
    for language in LANGUAGES:
        target = tmp_path / f"quiz-{language}"
        result = run_in(
            language, "quiz", "-o", str(target), "--seed", "1", "--items", "7"
        )
        assert result.exit_code == 0, result.output
        manifest = json.loads((target / "keys" / "quiz.json").read_text("utf-8"))
        keys = [
            [answer["text"] for answer in item["answers"]] for item in manifest["items"]
        ]
        quizzes.append([manifest["facts"], manifest["forms"], keys])
    for quiz in quizzes:
        assert quiz == quizzes[0]


def test_statistics_as_json_are_the_same(run_in):
    values = set()
    for language in LANGUAGES:
        run_in(language, "study", typed="αορτή\n3\nq\n")
        values.add(run_in(language, "stats", "--json").stdout)
    assert len(values) == 1


def test_items_keep_their_ids_and_their_keys(write_deck):
    folder = with_media(write_deck(FACTS, deck=DECK, passages=PASSAGES))
    for item in item_bank(load_deck(folder).required()):
        in_german = worded(item, words_in("de"))
        assert in_german.id == item.id
        assert [option.id for option in in_german.options] == [
            option.id for option in item.options
        ]
        if item.keys:
            assert in_german.keys
        else:
            assert in_german.answers == item.answers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_for_true_and_false_are_understood(language):
    words = words_in(language)
    for word, is_true in ((words.text("True"), True), (words.text("False"), False)):
        assert check_true_false(word.lower(), right=is_true).outcome == "correct"


def test_a_statement_is_judged_in_the_words_of_the_language(write_deck):
    deck = f"{DECK}learner_language: fr\n"
    folder = with_media(write_deck(FACTS, deck=deck, passages=PASSAGES))
    bank = item_bank(load_deck(folder).required())
    item, *_ = [
        item for item in bank if item.type == ItemType.TRUEFALSE and item.truth is False
    ]
    in_french = worded(item, words_in("fr"))
    assert [option.text for option in in_french.options] == ["Vrai", "Faux"]
    assert in_french.keys[0].why == "Άδεια. Bonne réponse\u00a0: φλέβα."


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1,204", "2.5", "91%"]),
        ("de", ["1.204", "2,5", "91\u00a0%"]),
        ("fr", ["1\u00a0204", "2,5", "91\u00a0%"]),
        ("es", ["1\u00a0204", "2,5", "91\u00a0%"]),
    ],
)
def test_numbers_are_written_as_in_the_language(language, expected):
    words = words_in(language)
    written = [words.number(1204), words.number(2.5, "g"), words.percent(0.91)]
    assert written == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [1204, 2.5, 1204.5])
def test_a_number_is_read_as_it_is_written(language, number):
    written = words_in(language).number(number, ",.1f" if number % 1 else ",")
    answer = Answer(f"{number}", Position(""), number=Number(f"{number}"))
    key = Key(answer, terms=Terms((), language_of(language)))
    assert key.check(written).outcome == "correct"
