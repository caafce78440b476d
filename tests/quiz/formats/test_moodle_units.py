"""Moodle reads a number in each unit that the checker reads."""

from decimal import Decimal

import pytest

from liverdeck.checker.units import UNITS_WITH_PREFIX
from liverdeck.quiz.formats.moodle_units import SPELLINGS, units_for_moodle


def test_each_unit_of_the_checker_has_its_spelling():
    assert SPELLINGS.keys() == UNITS_WITH_PREFIX.keys()


@pytest.mark.parametrize(
    ("unit", "other", "multiplier"),
    [
        ("kcal", "cal", "1000"),
        ("mOsm", "Osm", "0.001"),
        ("mEq/L", "Eq/l", "0.001"),
        ("IU/L", "U/L", "1"),
        ("mU", "IU", "0.001"),
        ("keV", "eV", "1000"),
        ("nkat", "µkat", "0.001"),
        ("mm", "cm", "0.1"),
        ("MBq", "kBq", "1000"),
        ("kHz", "MHz", "0.001"),
    ],
)
def test_a_unit_comes_with_those_that_measure_the_same(unit, other, multiplier):
    units = dict(units_for_moodle(unit))
    assert units[unit] == "1"
    assert units[other] == multiplier


@pytest.mark.parametrize("unit", ["mbar", "bones", "mmHg"])
def test_a_unit_may_come_alone(unit):
    assert dict(units_for_moodle(unit)) == {unit: "1"}


def test_multipliers_are_exact_however_small():
    powers = {"": 0, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "µ": -6, "u": -6}
    powers |= {"n": -9, "p": -12, "f": -15, "M": 6}
    units = dict(units_for_moodle("mg"))
    assert units.keys() == {f"{prefix}g" for prefix in powers}
    for prefix, power in powers.items():
        assert Decimal(units[f"{prefix}g"]) == Decimal(10) ** (-3 - power), prefix


@pytest.mark.parametrize("unit", ["mg/dL", "mmol/L", "IU/L"])
def test_a_unit_with_a_slash_has_fewer_than_300_others(unit):
    assert len(dict(units_for_moodle(unit))) < 300
