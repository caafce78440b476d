"""The words of a language that may stand around an answer."""

from __future__ import annotations

from functools import cached_property
from typing import TypeVar, dataclass_transform

Tokens = tuple[str, ...]

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True)
def takes_fields(cls: type[Class]) -> type[Class]:
    """Let a class be made with values for its fields; the others have their default.

    `dataclass` would write a method with fifty lines, which takes 2 ms at each start.
    """

    def set_fields(self: Class, code: str, **values: object) -> None:
        self.__dict__.update(values, code=code)

    cls.__init__ = set_fields  # type: ignore[method-assign,assignment]
    return cls


@takes_fields
class WordsAround:
    """Fillers, articles, prepositions and doubts of a language."""

    code: str
    """The first part of a language tag, such as `de`."""
    articles: frozenset[str] = frozenset()
    genders: tuple[frozenset[str], ...] = ()
    """The articles of each gender, as they stand before a name alone."""
    fillers: frozenset[Tokens] = frozenset()
    """Words in front of an answer that change nothing, such as *es ist*."""
    final_fillers: frozenset[Tokens] = frozenset()
    """Words behind an answer that change nothing."""
    usual_fillers: tuple[str, ...] = ()
    usual_final_fillers: tuple[str, ...] = ()
    """Some of them, as examples."""
    negations: frozenset[str] = frozenset()
    """The words that deny something, and what signs such as ≠ are read as."""
    ways_to_give_up: frozenset[Tokens] = frozenset()
    words_after_doubt: frozenset[str] = frozenset()
    """Words between a doubt and the answer: *nicht sicher, ob* and *aber*."""
    and_words: tuple[str, ...] = ()
    words_for_about: frozenset[Tokens] = frozenset()
    """Words in front of a number that change nothing, such as *environ*."""
    preposition_before_o: str = ""
    """One that only stands in front of a word with an o at its end: *no fígado*."""
    prepositions_of_one: frozenset[str] = frozenset()
    """Words such as *durch*, which change nothing in front of one word alone.

    With a verb they say who does it: *von der Hypophyse stimuliert*.
    """
    prepositions: frozenset[str] = frozenset()
    """Words in front of a place that change nothing there, such as *nella*."""
    partitives: frozenset[str] = frozenset()
    """Words in front of each part of an answer that change nothing: *de l'eau*."""

    def without_articles(self, tokens: Tokens) -> Tokens:
        """Return the tokens without articles; all of them if all are articles.

        An article of one letter stays inside a text: it may be the letter of a type.
        """
        is_dropped = [
            token in self.articles and (len(token) > 1 or not index)
            for index, token in enumerate(tokens)
        ]
        if not any(is_dropped) or all(is_dropped):
            return tokens
        return tuple(
            token for token, drop in zip(tokens, is_dropped, strict=True) if not drop
        )

    def are_other_genders(self, one: str, other: str) -> bool:
        """Whether two words are articles that no gender has both of: *der*, *die*."""
        of_one, of_other = (
            {index for index, words in enumerate(self.genders) if word in words}
            for word in (one, other)
        )
        return bool(of_one and of_other) and of_one.isdisjoint(of_other)

    def without_filler(self, tokens: Tokens) -> Tokens:
        """Return the tokens without fillers around the answer."""
        rest = self._without_preposition(tokens[self.start_behind_filler(tokens) :])
        rest = self.without_articles(rest)
        if self.partitives:
            rest = self._without_partitives(rest)
        return rest[: self.end_before_filler(rest)]

    def _without_preposition(self, tokens: Tokens) -> Tokens:
        """Return a place without its preposition; *no é* may be a misspelled *não é*.

        So another filler, preposition or negation behind it keeps it.
        """
        place = tokens[1:]
        if len(place) == 1 and tokens[0] in self.prepositions_of_one:
            return tokens if place[0] in self.negations else place
        if not place or not self._is_preposition(tokens[0], place[0]):
            return tokens
        is_place = (
            not self._length_in_front(place, self.fillers)
            and place[0] not in self.prepositions | self.negations
        )
        return place if is_place else tokens

    def _is_preposition(self, token: str, following: str) -> bool:
        if token == self.preposition_before_o:
            return following != token and following.endswith("o")
        return token in self.prepositions

    def _without_partitives(self, tokens: Tokens) -> Tokens:
        """Return *eau et sels* for *de l'eau et des sels*; some words always stay."""
        return tuple(
            token
            for index, token in enumerate(tokens)
            if token not in self.partitives
            or (index and tokens[index - 1] not in self.and_words)
            or index + 1 == len(tokens)
            or tokens[index + 1] in self.and_words
        )

    def start_behind_filler(self, tokens: Tokens) -> int:
        """Return the index of the first token after all fillers in front."""
        start = 0
        while length := self._length_in_front(tokens[start:], self.fillers):
            is_rest = start + length < len(tokens)
            if not is_rest or self._begins_in_doubt(tokens[start:]):
                break
            start += length
        return start

    def end_before_filler(self, tokens: Tokens) -> int:
        """Return the index after the last token before all final fillers."""
        end = len(tokens)
        while (length := self._length_behind(tokens[:end])) and not (
            self._ends_in_doubt(tokens[:end])
        ):
            end -= length
        return end

    def _begins_in_doubt(self, tokens: Tokens) -> bool:
        """Whether the beginning denies or doubts, as *ich weiß nicht* does."""
        longest = min(self._most_tokens, len(tokens))
        return tokens[0] in self._starts_of_doubts and any(
            tokens[:size] in self.ways_to_give_up for size in range(2, longest + 1)
        )

    @cached_property
    def _starts_of_doubts(self) -> frozenset[str]:
        return frozenset(words[0] for words in self.ways_to_give_up if len(words) > 1)

    def _ends_in_doubt(self, tokens: Tokens) -> bool:
        """Whether the end denies or doubts, as *nicht ganz sicher* does."""
        longest = min(self._most_tokens, len(tokens))
        return any(
            tokens[-size:] in self.ways_to_give_up for size in range(2, longest + 1)
        )

    def is_final_filler(self, tokens: Tokens) -> bool:
        """Whether tokens behind an answer are only fillers."""
        return self.end_before_filler(("", *tokens)) == 1

    def is_about(self, tokens: Tokens) -> bool:
        """Whether tokens in front of a number are only fillers or words for *about*."""
        while length := self._length_in_front(tokens, self._before_numbers):
            tokens = tokens[length:]
        return not tokens

    def doubt_and_rest(self, tokens: Tokens) -> tuple[Tokens, Tokens]:
        """Return *weiß nicht* and *leber* for *weiß nicht, Leber*, in either order.

        One word such as *passo* may belong to an answer, and *keine Antwort ist Leber*
        denies. Without doubt, both are empty.
        """
        ways = [
            way
            for way in self.ways_to_give_up
            if 1 < len(way) < len(tokens) and way[-1:] not in self.fillers
        ]
        # A set has no order: of two equally long ones, take the one in front first.
        ways.sort(key=lambda way: (-len(way), tokens[: len(way)] != way))
        for way in ways:
            if tokens[: len(way)] == way:
                end = len(way)
                while tokens[end] in self.words_after_doubt and end + 1 < len(tokens):
                    end += 1
                return tokens[:end], self.without_filler(tokens[end:])
            if tokens[-len(way) :] == way:
                end = len(tokens) - len(way)
                while end > 1 and tokens[end - 1] in self.words_after_doubt:
                    end -= 1
                return tokens[end:], tokens[:end]
        return (), ()

    def _length_in_front(self, tokens: Tokens, phrases: frozenset[Tokens]) -> int:
        """Return how many tokens the longest phrase in front has; 0 without one."""
        if tokens[:1] and tokens[0] not in self._starts_of_fillers:
            return 0
        longest = range(min(self._most_tokens, len(tokens)), 0, -1)
        return next((length for length in longest if tokens[:length] in phrases), 0)

    def _length_behind(self, tokens: Tokens) -> int:
        """Return how many tokens the longest final filler has; 0 without one.

        A text that is nothing else has none.
        """
        if not tokens or tokens[-1] not in self._ends_of_fillers:
            return 0
        longest = range(min(self._most_tokens, len(tokens) - 1), 0, -1)
        phrases = self.final_fillers
        return next((length for length in longest if tokens[-length:] in phrases), 0)

    @cached_property
    def _starts_of_fillers(self) -> frozenset[str]:
        return frozenset(words[0] for words in self._before_numbers)

    @cached_property
    def _ends_of_fillers(self) -> frozenset[str]:
        return frozenset(words[-1] for words in self.final_fillers)

    def may_have_words_around(self, tokens: Tokens) -> bool:
        """Whether the first token begins a filler or the last one ends one."""
        return bool(tokens) and (
            tokens[0] in self._starts_of_fillers or tokens[-1] in self._ends_of_fillers
        )

    @cached_property
    def _before_numbers(self) -> frozenset[Tokens]:
        return self.fillers | self.words_for_about

    @cached_property
    def _most_tokens(self) -> int:
        """How many tokens the longest filler or way to give up has."""
        phrases = self._before_numbers | self.final_fillers | self.ways_to_give_up
        return max(map(len, phrases), default=0)
