"""Value classes: equal and hashed by their fields, cheap to make."""

from dataclasses import field, replace

import pytest

from liverdeck.base.values import value_class


@value_class
class Vessel:
    name: str
    width_mm: int = 5
    notes: list[str] = field(default_factory=list, hash=False)


def test_values_with_equal_fields_are_equal_and_have_the_same_hash():
    assert Vessel("vein") == Vessel("vein", 5)
    assert hash(Vessel("vein")) == hash(Vessel("vein", 5))
    assert Vessel("vein") != Vessel("aorta")


def test_a_value_can_be_copied_with_changes():
    assert replace(Vessel("vein"), width_mm=7) == Vessel("vein", 7)


def test_a_value_has_no_other_attributes():
    with pytest.raises(AttributeError):
        Vessel("vein").colour = "blue"


def test_making_a_value_does_not_pay_for_a_check_of_assignments():
    assert Vessel.__setattr__ is object.__setattr__
