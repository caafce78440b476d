"""An answer with `number` and `unit` can be typed, whatever text the unit is."""

from __future__ import annotations

import pytest

from liverdeck.base.problems import Position
from liverdeck.checker.key import Key
from liverdeck.checker.quantity import read_quantity
from liverdeck.facts.answer import Answer, Number

NOWHERE = Position("")
UNITS_OF_ANY_SORT = (
    "beats a minute",
    "beats per minute",
    "breaths a minute",
    "liters a minute",
    "mL per kg a day",
    "times a day",
    "weeks of treatment",
    "months old",
    "square cm",
    "cubic millimeters",
    "cm squared",
    "per cent",
    "% of people",
    "million cells",
    "x 10^9/L",
    "people in 1000",
    "red cells per drop",
    "cigarette",
    "mm of mercury",
    "mg per 100 mL",
)


def key_for(unit, value="70", tolerance="10", text=None):
    number = Number(value, unit, tolerance)
    return Key(Answer(text or f"{value} {unit}", NOWHERE, number=number))


@pytest.mark.parametrize("unit", UNITS_OF_ANY_SORT)
def test_a_number_within_the_tolerance_is_right_with_any_unit(unit):
    key = key_for(unit)
    for value in ("70", "75", "60.0", "80"):
        assert key.check(f"{value} {unit}").outcome == "correct", value
    for value in ("59", "90", "700"):
        verdict = key.check(f"{value} {unit}")
        assert (verdict.outcome, verdict.reason) == ("wrong", "number"), value


@pytest.mark.parametrize(
    ("unit", "typed"),
    [
        ("beats a minute", "75 beats per minute"),
        ("beats a minute", "75 bpm"),
        ("beats a minute", "75/min"),
        ("beats per minute", "75 beats a minute"),
        ("breaths a minute", "75 breaths/min"),
        ("liters a minute", "75 L/min"),
        ("times a day", "75 times per day"),
        ("times per day", "75 times a day"),
        ("Times a Day", "75 times a day"),
        ("square cm", "75 cm2"),
        ("cm²", "75 square centimeters"),
        ("per cent", "75 %"),
        ("weeks of treatment", "75 weeks"),
        ("months old", "75 months"),
        ("% of people", "75 percent"),
        ("times a day", "75"),
        ("red cells per drop", "75 red cells a drop"),
        ("mm of mercury", "75 mmHg"),
    ],
)
def test_a_unit_may_be_typed_in_other_ways(unit, typed):
    assert key_for(unit).check(typed).outcome == "correct"


@pytest.mark.parametrize(
    ("unit", "typed"),
    [
        ("beats a minute", "70 beats an hour"),
        ("weeks of treatment", "70 months"),
        ("weeks of treatment", "70 days"),
        ("times a day", "70 times a week"),
        ("% of people", "70 mg"),
        ("square cm", "70 cm"),
    ],
)
def test_another_unit_is_wrong(unit, typed):
    assert key_for(unit).check(typed).outcome == "wrong"


@pytest.mark.parametrize("unit", ["beats a minute", "months old", "square cm"])
def test_a_unit_of_measurement_may_not_be_left_out(unit):
    verdict = key_for(unit).check("75")
    assert (verdict.outcome, verdict.reason) == ("retype", "unit")


def test_the_tolerance_has_the_scale_of_the_unit():
    key = key_for("million cells", "5", "0.5")
    assert key.check("5.4 million cells").outcome == "correct"
    assert key.check("5400000 cells").outcome == "correct"
    assert key.check("6 million cells").outcome == "wrong"


def test_a_text_beside_the_number_may_have_any_unit_too():
    key = key_for("times a day", "3", "1", text="three times a day")
    assert key.check("4 times a day").outcome == "correct"
    assert key.check("5 times a day").outcome == "wrong"


def test_the_units_that_the_page_on_the_format_names_are_known(repository):
    page = (repository / "docs" / "format.md").read_text(encoding="utf-8")
    listed = page.partition("The known units are: ")[2].partition(". They")[0]
    units = " ".join(listed.split()).split(", ")
    assert len(units) > 30
    for unit in units:
        quantity = read_quantity(f"5 {unit}")
        assert quantity is not None, unit
        assert not quantity.unit.counted, unit
