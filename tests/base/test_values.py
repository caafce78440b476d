"""Values of a value class are compared and hashed by their fields."""

import inspect
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

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


def class_that_only_stores():
    """Return a new class whose `__init__` is shared but for its names."""

    class Stored:
        make_name: str
        width_mm: int = 5
        notes: tuple[str, ...] = ()

    return Stored


@pytest.mark.parametrize(
    ("values", "named_values"),
    [
        (("vein",), {}),
        (("vein", 7, ("wide",)), {}),
        ((), {"notes": ("wide",), "make_name": "me"}),
        ((), {}),
        (("a", 1, (), "b"), {}),
        (("a",), {"field_1": 1}),
        (("a",), {"make_name": "b"}),
    ],
)
def test_fields_are_only_stored_as_a_dataclass_does_it(values, named_values):
    def outcome(cls):
        try:
            return repr(cls(*values, **named_values))
        except TypeError as error:
            return str(error)

    stored, compared = (
        make(class_that_only_stores()) for make in (value_class, dataclass)
    )
    assert outcome(stored) == outcome(compared)
    assert [
        str(parameter) for parameter in inspect.signature(stored).parameters.values()
    ] == [
        str(parameter) for parameter in inspect.signature(compared).parameters.values()
    ]


def test_classes_with_as_many_fields_keep_their_own_names_and_defaults():
    assert (Reverse("a").back, Flap("b").angle) == ("none", 90)
    assert (Reverse("a").front, Flap("b").side) == ("a", "b")


@value_class
class Reverse:
    front: str
    back: str = "none"


@value_class
class Flap:
    side: str
    angle: int = 90


@value_class
class Nothing:
    """Has no fields but those of other values."""

    size: int = field(init=False, compare=True)


def test_a_class_may_take_no_values():
    assert list(inspect.signature(Nothing).parameters) == []
    assert isinstance(Nothing(), Nothing)


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
