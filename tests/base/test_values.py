"""Values of a value class are compared and hashed by their fields."""

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


def test_assignments_to_fields_are_not_checked_at_run_time():
    assert Vessel.__setattr__ is object.__setattr__


def test_a_field_that_cannot_be_hashed_still_counts_for_equality():
    assert Vessel("vein", notes=["wide"]) != Vessel("vein")
    assert hash(Vessel("vein", notes=["wide"])) == hash(Vessel("vein"))


@value_class
class Grade:
    points: int
    notes: list[str] = field(default_factory=list, compare=False)


def test_a_field_that_is_not_compared_makes_no_difference():
    assert Grade(1, ["long"]) == Grade(1)
    assert hash(Grade(1, ["long"])) == hash(Grade(1))


@value_class
class Duct:
    name: str
    width_mm: int = 5
    notes: tuple[str, ...] = ()


def test_values_of_two_classes_are_never_equal():
    assert Vessel("bile") != Duct("bile")
    assert Vessel("bile") != "bile"


def test_a_value_shows_its_fields():
    assert repr(Duct("bile")) == "Duct(name='bile', width_mm=5, notes=())"
