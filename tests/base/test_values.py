"""Values of a value class are compared and hashed by their fields."""

import inspect
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Generic, TypeVar, get_type_hints

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


def plain_class():
    """Return a new class with fields of every sort."""

    class Plain:
        name: str
        width_mm: int = 5
        notes: list[str] = field(default_factory=list)
        area: int = field(init=False)
        make_name: str = "none"

        def __post_init__(self):
            self.area = self.width_mm**2

    return Plain


Made = value_class(plain_class())
Compared = dataclass(plain_class())


@pytest.mark.parametrize(
    ("values", "named_values"),
    [
        (("vein",), {}),
        (("vein", 7, ["wide"], "me"), {}),
        (("vein",), {"make_name": "me", "width_mm": 3}),
        ((), {"name": "vein", "notes": []}),
    ],
)
def test_an_object_is_made_as_a_dataclass_makes_it(values, named_values):
    made, compared = Made(*values, **named_values), Compared(*values, **named_values)
    for name in ("name", "width_mm", "notes", "area", "make_name"):
        assert getattr(made, name) == getattr(compared, name)


@pytest.mark.parametrize(
    ("values", "named_values"),
    [
        ((), {}),
        (("a", 1, [], "b", 2), {}),
        (("a",), {"area": 1}),
        (("a",), {"name": 1}),
    ],
)
def test_a_wrong_argument_is_refused_as_a_dataclass_refuses_it(values, named_values):
    with pytest.raises(TypeError) as made:
        Made(*values, **named_values)
    with pytest.raises(TypeError) as compared:
        Compared(*values, **named_values)
    assert str(made.value) == str(compared.value)


def test_each_object_gets_its_own_list():
    assert Made("a").notes is not Made("a").notes


def test_a_value_class_shows_its_arguments_and_their_types():
    made, compared = inspect.signature(Made), inspect.signature(Compared)
    assert list(made.parameters) == list(compared.parameters)
    for name, parameter in made.parameters.items():
        assert parameter.annotation == compared.parameters[name].annotation
    assert made.parameters["width_mm"].default == 5


Content = TypeVar("Content")


@value_class
class Box(Generic[Content]):
    content: Content
    label: str = ""


@value_class
class LockedBox(Box[str]):
    key: str = "brass"


def test_a_value_class_adds_fields_to_those_of_its_base_class():
    assert repr(LockedBox("gem")) == "LockedBox(content='gem', label='', key='brass')"
    assert LockedBox("gem", "A", "tin").key == "tin"


class Place:
    """A type that a name in this file means."""


@value_class
class Course:
    place: "Place"
    names: list[str] = field(default_factory=list)
    make_names: int = 1
    default_side: str = "left"
    side: str = "right"
    MISSING: int = 0


def test_no_name_of_a_field_is_one_that_its_class_needs_itself():
    course = Course(Place())
    assert (course.names, course.make_names) == ([], 1)
    assert (course.side, course.default_side, course.MISSING) == ("right", "left", 0)


def test_the_types_of_the_arguments_can_be_looked_up():
    hints = get_type_hints(Course.__init__)
    assert hints["place"] is Place
    assert hints["return"] is type(None)
    assert Course.__init__.__module__ == Course.__module__


def test_an_argument_that_is_only_named_is_given_by_name():
    @value_class
    class Organ:
        name: str = "liver"
        _: KW_ONLY
        weight_g: int
        is_paired: bool = False

    assert Organ(weight_g=1500).name == "liver"
    assert Organ("kidney", weight_g=150, is_paired=True).is_paired
    with pytest.raises(TypeError, match="positional"):
        Organ("liver", 1500)


def test_a_field_without_default_behind_one_with_a_default_is_an_error():
    with pytest.raises(TypeError, match="non-default argument 'weight_g' follows"):

        @value_class
        class Organ:
            name: str = "liver"
            weight_g: int
