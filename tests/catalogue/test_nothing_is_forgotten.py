"""Every word that learners see comes from the catalogue: study, quiz and checker.

A made-up catalogue puts each message between brackets, so a word outside brackets is
not in it. `test_outputs_forget_nothing.py` tests the other outputs.
"""

import re

import pytest
from click.testing import CliRunner

from liverdeck.checker.feedback import feedback, feedback_after_verdict
from liverdeck.checker.reasons import REASONS
from liverdeck.checker.verdict import Verdict
from liverdeck.cli.main import cli
from tests.catalogue.greek import FACTS, forgotten

FACT_IDS = re.findall(r"^  - id: (\w+)$", FACTS, re.MULTILINE)
pytestmark = pytest.mark.usefixtures("brackets")


def test_a_made_up_catalogue_is_found():
    assert forgotten("⟦One ⟦two⟧⟧ τρία 4") == []
    assert forgotten("⟦One⟧ two") == ["two"]


@pytest.mark.parametrize(
    "lines",
    [
        ["?", "e", "s", "7", "zz", "", "9", "e", "1", "u", "b", "!", "u", "q"],
        [
            "αορτή",
            "",
            "αορτι",
            "αρτηρία",
            "3",
            "φλέβα",
            "4",
            "γεμίζει",
            "πετά",
            "",
            "2",
        ],
        ["", "3"] * 12,
        ["x" * 900, "3", "αορτή και φλέβα", "2", "γεμίζει, κλείνει", "", "1", "ίσως"],
    ],
)
@pytest.mark.parametrize("options", [(), ("--cram",), ("--ahead", "9")])
def test_study_shows_only_words_of_deck_and_catalogue(folder, tmp_path, lines, options):
    runner = CliRunner(env={"LIVERDECK_HOME": str(tmp_path / "home")})
    typed = "".join(f"{line}\n" for line in lines)
    result = runner.invoke(cli, ["study", "-d", str(folder), *options], input=typed)
    assert result.exit_code == 0, result.output
    assert forgotten(result.output, *lines, *FACT_IDS) == []
    for options_alone in (["--resume", "all"], ["--forget", "vessel"]):
        result = runner.invoke(cli, ["study", "-d", str(folder), *options_alone])
        if result.exit_code == 0:
            assert forgotten(result.output, *FACT_IDS) == []


@pytest.mark.parametrize("typed", ["zz", "A", "1A 2B 3C", "αορτή", "70", "true", ""])
def test_a_quiz_in_the_terminal_shows_only_words_of_deck_and_catalogue(folder, typed):
    arguments = ["quiz", "take", "-d", str(folder), "--seed", "1", "--items", "7"]
    lines = f"{typed}\n" * 60
    result = CliRunner().invoke(cli, [*arguments, "--repeat-facts"], input=lines)
    assert result.exit_code == 0, result.output
    assert forgotten(result.output, typed) == []


@pytest.mark.parametrize("reason", REASONS)
def test_the_sentences_of_the_checker_are_messages(reason):
    for outcome in REASONS[reason].sentences:
        verdict = Verdict(outcome, reason, "ψ", "ω", "ψ", "ω", "φ", "χ", "Ναι")
        assert forgotten(feedback(verdict, "de")) == []
        assert forgotten(feedback_after_verdict(verdict, "de")) == []


@pytest.mark.parametrize("can_open", [True, False])
def test_opening_pictures_and_sounds_shows_only_words_of_deck_and_catalogue(
    folder, tmp_path, monkeypatch, can_open
):
    monkeypatch.setattr("click.launch", lambda _path: 0 if can_open else 1)
    environment = {"LIVERDECK_HOME": str(tmp_path / "home")}
    typed = "\n".join(["o", "", "o", "3"] * 20)
    arguments = ["study", "-d", str(folder)]
    result = CliRunner(env=environment).invoke(cli, arguments, input=typed)
    assert "⟦(o: open)⟧" in result.output
    for side in ("question", "card"):
        assert f"⟦This {side} has no picture and no sound.⟧" in result.output
    opening = "Opening: " if can_open else "No program opened it."
    assert result.output.count(f"⟦{opening}") >= 4
    assert forgotten(result.output) == []
