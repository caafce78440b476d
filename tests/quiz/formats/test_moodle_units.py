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
def test_a_unit_comes_with_other_units_of_the_same_quantity(unit, other, multiplier):
    units = dict(units_for_moodle(unit))
    assert units[unit] == "1"
    assert units[other] == multiplier


@pytest.mark.parametrize("unit", ["mbar", "bones", "mmHg"])
def test_a_unit_that_cannot_be_converted_comes_alone(unit):
    assert dict(units_for_moodle(unit)) == {unit: "1"}


def test_even_the_smallest_multipliers_are_exact():
    powers = {"": 0, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "µ": -6, "u": -6}
    powers |= {"μ": -6, "n": -9, "p": -12, "f": -15, "M": 6}
    units = dict(units_for_moodle("mg"))
    names = {f"{prefix}g" for prefix in powers}
    assert units.keys() == names | {"t", "tonne", "kilo", "kilos"}
    for prefix, power in powers.items():
        assert Decimal(units[f"{prefix}g"]) == Decimal(10) ** (-3 - power), prefix


@pytest.mark.parametrize("unit", ["mg/dL", "mmol/L", "IU/L"])
def test_moodle_gets_fewer_than_300_units_for_a_unit_with_a_slash(unit):
    assert len(dict(units_for_moodle(unit))) < 300


@pytest.mark.parametrize("unit", ["MBq", "fg", "fmol/L", "mmol/L", "kcal", "g/cm³"])
def test_moodle_can_store_every_multiplier(unit):
    # A larger multiplier stops the import of the whole file. A smaller one becomes 0,
    # and Moodle divides by it.
    for name, text in units_for_moodle(unit):
        multiplier = Decimal(text)
        assert 0 < multiplier < Decimal("1E+19"), name
        assert multiplier.normalize().as_tuple().exponent >= -19, name


def test_a_unit_that_is_too_long_for_moodle_is_left_out():
    assert len(dict(units_for_moodle("drops " * 10))) == 1
    assert not dict(units_for_moodle("drops " * 11))


@pytest.mark.parametrize(
    ("unit", "other", "multiplier"),
    [
        ("mg", "μg", "1000"),
        ("mL", "μL", "1000"),
        ("h", "min", "60"),
        ("h", "minutes", "60"),
        ("h", "s", "3600"),
        ("weeks", "days", "7"),
        ("weeks of treatment", "days", "7"),
        ("s", "min", "0.0166666666666667"),
        ("mL/min", "L/h", "0.06"),
        ("years", "months", "12"),
        ("inches", "feet", "0.0833333333333333"),
    ],
)
def test_units_without_a_prefix_and_with_a_greek_letter_are_converted(
    unit, other, multiplier
):
    assert dict(units_for_moodle(unit))[other] == multiplier
