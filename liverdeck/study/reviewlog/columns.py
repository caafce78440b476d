"""The values that a column of the review log may have: numbers, names or texts."""

from __future__ import annotations

from liverdeck.base.values import value_class


@value_class
class WholeNumber:
    """A whole number within a range."""

    lowest: int
    highest: int

    def problem_with(self, value: object) -> str:
        """Return what is wrong with a value, or "" if nothing is wrong.

        The result follows the name of the value in a sentence: "is not a text".
        """
        # `isinstance` would accept True and False as whole numbers.
        if type(value) is int and self.lowest <= value <= self.highest:
            return ""
        return f"is not a whole number from {self.lowest} to {self.highest}"


@value_class
class Number:
    """A float within a range. A value of the type int is refused."""

    lowest: float
    highest: float

    def problem_with(self, value: object) -> str:
        """Return what is wrong with a value, or "" if nothing is wrong.

        The result follows the name of the value in a sentence: "is not a text".
        """
        if type(value) is float and self.lowest <= value <= self.highest:
            return ""
        return f"is not a number with decimals from {self.lowest} to {self.highest}"


@value_class
class OneOf:
    """One of a fixed set of names, such as the entry kinds."""

    names: tuple[str, ...]

    def problem_with(self, value: object) -> str:
        """Return what is wrong with a value, or "" if nothing is wrong.

        The result follows the name of the value in a sentence: "is not a text".
        """
        if isinstance(value, str) and value in self.names:
            return ""
        separator = " or " if len(self.names) == 2 else ", "  # noqa: PLR2004
        return f"is {value!r}; it may be {separator.join(self.names)}"


@value_class
class Text:
    """A text that UTF-8 can represent."""

    shortest: int = 0
    """The fewest characters that the text may have."""
    longest: int | None = None
    """The most characters that the text may have; None without a limit."""

    def problem_with(self, value: object) -> str:
        """Return what is wrong with a value, or "" if nothing is wrong.

        The result follows the name of the value in a sentence: "is not a text".
        """
        if isinstance(value, str) and is_utf8(value) and self._allows_length_of(value):
            return ""
        if self.longest is None:
            return "is not a text"
        return f"is not a text of {self.shortest} to {self.longest} characters"

    def _allows_length_of(self, value: str) -> bool:
        longest = len(value) if self.longest is None else self.longest
        return self.shortest <= len(value) <= longest


def is_utf8(value: str) -> bool:
    """Whether UTF-8 can represent a text. It cannot represent half a surrogate pair."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


Allowed = WholeNumber | Number | OneOf | Text
"""The values that one column may have."""
