"""The rules of one language that answers may be written in."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar, dataclass_transform

from liverdeck.base.patterns import lazy_pattern

Tokens = tuple[str, ...]

THOUSANDS = lazy_pattern(r"(?<![\d.,])[1-9]\d{0,2}(?:\.\d{3})+(?![\d.]|,\d{3})")
"""A number such as 1.500, where a point separates the thousands."""
DECIMAL_COMMA = lazy_pattern(r"(?<=\d),(?=\d)")
_LONGEST_FILLER = 9
"""How many tokens a filler may have."""


Class = TypeVar("Class")
_NONE: dict[str, str] = {}
"""The value of a field that a language does not use; nobody changes it."""


@dataclass_transform(frozen_default=True)
def _with_fields(cls: type[Class]) -> type[Class]:
    """Let a class be made with values for its fields; the others have their default.

    `dataclass` would write a method with fifty lines, which takes 2 ms at each start.
    """

    def set_fields(self: Class, code: str, **values: object) -> None:
        self.__dict__.update(values, code=code)

    cls.__init__ = set_fields  # type: ignore[method-assign,assignment]
    return cls


@_with_fields
class Language:
    """The words and letters of a language that the checker reads in its own way.

    Two languages are equal only if they are the same object, so that caches find them
    fast. `language_of` returns the same one for each language tag with the same code.
    """

    code: str
    """The first part of a language tag, such as `de`."""
    has_word_lists: bool = False
    """Whether the checker knows the words of the language. If not, it forgives no slip
    but asks for the answer again."""
    is_listed: bool = False
    """Whether the checker has rules for the language."""
    has_word_edges: bool = True
    """Whether a word ends at the next space or sign. False for languages without
    spaces, and for Korean, where particles stand at the end of words."""
    ignores_accents: bool = False
    """Whether people leave accents out when they type. They may not add another one."""
    has_two_accents: bool = False
    """Whether an accent may be of another kind, as in *neurónio* and *neurônio*."""
    own_letters: str = ""
    """Letters with a mark that are letters of their own, such as ñ."""
    other_spellings: dict[str, str] = _NONE
    """Another way to write a letter, such as ae for ä."""
    same_letters: dict[str, str] = _NONE
    """Letters that are read as others inside a long word: *Calcium* as *Kalzium*."""
    folds_kana: bool = False
    """Whether hiragana and katakana are the same."""
    has_decimal_comma: bool = False
    """Whether 1.500 is 1500, and 1,5 is one and a half."""
    articles: frozenset[str] = frozenset()
    elided_articles: tuple[str, ...] = ()
    """Articles that lose their vowel, such as the l of *l'estomac*, or *'n*."""
    joined_article: str = ""
    """An article that is written as the beginning of its word."""
    genders: tuple[frozenset[str], ...] = ()
    """The articles of each gender, as they stand before a name alone."""
    fillers: frozenset[Tokens] = frozenset()
    """Words in front of an answer that change nothing, such as *es ist*."""
    final_fillers: frozenset[Tokens] = frozenset()
    """Words behind an answer that change nothing."""
    usual_fillers: tuple[str, ...] = ()
    usual_final_fillers: tuple[str, ...] = ()
    """Some of them, as examples."""
    labels: tuple[str, ...] = ()
    """Letters for the word *answer* before a colon, such as the R of *R: X*."""
    question_tags: tuple[str, ...] = ()
    """The same if they ask at its end: the *no* of *hígado, ¿no?*."""
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    """Fillers in front and behind, in a language without spaces."""
    own_negations: frozenset[str] = frozenset()
    """The words of the language that deny something, such as *kein*."""
    negations: frozenset[str] = frozenset()
    """The same, and what signs such as ≠ are read as."""
    hedges: frozenset[str] = frozenset()
    """Words such as *maybe*."""
    ways_to_give_up: frozenset[Tokens] = frozenset()
    but_words: frozenset[str] = frozenset()
    """Words between what is denied and what is meant: *nicht A, sondern B*."""
    words_after_doubt: frozenset[str] = frozenset()
    """Words between a doubt and the answer: *nicht sicher, ob* and *aber*."""
    and_words: tuple[str, ...] = ()
    words_for_then: frozenset[str] = frozenset()
    """Words that show an order, such as *dann*."""
    or_words: tuple[str, ...] = ()
    """Words between two texts to choose from, as authors write them: *or*."""
    verb_last: frozenset[str] = frozenset()
    """Words such as *weil*, behind which the verb is the last word."""
    true_words: tuple[str, ...] = ()
    """What learners type if a statement is true; the first is the usual word."""
    false_words: tuple[str, ...] = ()
    words: dict[str, str] = _NONE
    """Words and their tokens: *drei* is 3, *Prozent* is percent."""
    hundreds: dict[str, int] = {}  # noqa: RUF012  # nobody changes it
    """The words from a hundred to nine hundred, and their values."""
    counting_nouns: frozenset[str] = frozenset()
    """What may be counted where a number alone is right: *12 Paare*, *7 Stück*."""
    question_of_number: tuple[str, ...] = ()
    """Words in a question in front of what is counted: *wie viele*."""
    units: dict[str, str] = _NONE
    """Words for units behind a number, and their symbols: *grados* is °."""
    words_for_about: frozenset[Tokens] = frozenset()
    """Words in front of a number that change nothing, such as *environ*."""
    words_for_per: tuple[str, ...] = ()
    """Words between two units, such as *pro*."""
    words_for_to: tuple[str, ...] = ()
    words_for_between: tuple[str, ...] = ()
    """Words between the numbers of a range, and in front of one with an *and*."""
    words_for_beats: tuple[str, ...] = ()
    """What is counted in 60 per minute, if nothing else is said."""
    comparators: dict[str, str] = _NONE
    """Words such as *mehr als*, and the sign for each of them."""
    ends_of_ordinals: tuple[str, ...] = ()
    """What makes a number an ordinal, such as the point of *5. Rippe*."""
    word_for_times: str = ""
    """The word for the x of *2x*."""
    words_for_disease: tuple[Tokens, ...] = ()
    """Words in front of a name that is also the name of a disease."""
    words_for_syndrome: tuple[Tokens, ...] = ()
    """Other words in front of such a name, which may not stand for one of these."""
    ends_of_disease: tuple[str, ...] = ()
    ends_of_syndrome: tuple[str, ...] = ()
    """The same behind a name, such as *Syndrom*."""
    genitives_of_names: tuple[str, ...] = ()
    """Ends of a person's name behind such a word: *choroba Parkinsona*."""
    word_for_type: str = ""
    """A word that may stand with its number before or behind what it is about."""
    words_in_brackets: frozenset[str] = frozenset()
    """Words in brackets that only say of what language or number a word is: *lat*."""
    preposition_before_o: str = ""
    """One that only stands in front of a word with an o at its end: *no fígado*."""
    prepositions: frozenset[str] = frozenset()
    """Words in front of a place that change nothing there, such as *nella*."""
    partitives: frozenset[str] = frozenset()
    """Words in front of each part of an answer that change nothing: *de l'eau*."""
    denials: dict[str, str] = _NONE
    """Words such as *kein*, and the one that is read for all of them: *ohne*."""
    opposites: tuple[tuple[str, str], ...] = ()
    """Parts of words that turn the meaning round, such as *hyper* and *hypo*."""
    look_alikes: tuple[tuple[str, str], ...] = ()
    """Words, or parts of words, that look alike and mean something else."""
    suffixes_of_diseases: tuple[str, ...] = ()
    """Ends that make a disease of an organ, such as the *ite* of *polmonite*."""
    plurals: tuple[tuple[str, str], ...] = ()
    """Ends of words in the singular and the plural, such as *ão* and *ões*."""
    plurals_of_long_words: tuple[tuple[str, str], ...] = ()
    """The same for words that are too long to be a verb with -en."""
    umlaut_plurals: tuple[str, ...] = ()
    """Ends of plurals whose last vowel changes, such as *Brüche*."""
    adjectives: tuple[tuple[str, str], ...] = ()
    """Ends of an adjective that say the same, such as *er* and *e* of *linker*."""
    adjective_suffixes: tuple[str, ...] = ()
    """A word that stands alone is an adjective only with one of these at its end."""
    has_adjectives_behind: bool = False
    """Whether adjectives stand behind their noun, so that two may change places."""
    class_nouns: tuple[tuple[tuple[Tokens, ...], frozenset[str]], ...] = ()
    """Nouns such as *Nerv*, and the names that say without it what they are."""
    class_words: tuple[frozenset[str], ...] = ()
    """Nouns that an answer may lack if a whole name is left: *arteria radial*.

    There is one group for each of the genders, in the same order.
    """
    class_words_in_doubt: frozenset[str] = frozenset()
    """Those of them without which one word alone may be something else."""
    general_words: frozenset[str] = frozenset()
    """Stems of words that are no name alone: sides, sizes and places."""
    words_for_kinds: frozenset[str] = frozenset()
    """Stems of words that may be a name alone, such as the *lis* of *músculo liso*."""
    words_for_of: frozenset[str] = frozenset()
    """Words in front of what something is a part of, such as *de*."""
    ends_of_names: tuple[str, ...] = ()
    """How a name without its noun begins: its first word has one of these ends.

    Any word may be first in a language without such ends.
    """

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
        """Return the index of the first token behind all fillers in front."""
        start = 0
        while (length := self._length_in_front(tokens[start:], self.fillers)) and (
            start + length < len(tokens)
        ):
            start += length
        return start

    def end_before_filler(self, tokens: Tokens) -> int:
        """Return the index behind the last token in front of all final fillers."""
        end = len(tokens)
        while (length := self._length_behind(tokens[:end])) and not (
            self._ends_in_doubt(tokens[:end])
        ):
            end -= length
        return end

    def _ends_in_doubt(self, tokens: Tokens) -> bool:
        """Whether the end denies or doubts, as *nicht ganz sicher* does."""
        return any(
            tokens[-size:] in self.ways_to_give_up for size in range(2, len(tokens) + 1)
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
        for way in sorted(ways, key=len, reverse=True):
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
        longest = range(min(_LONGEST_FILLER, len(tokens)), 0, -1)
        return next((length for length in longest if tokens[:length] in phrases), 0)

    def _length_behind(self, tokens: Tokens) -> int:
        """Return how many tokens the longest final filler has; 0 without one.

        A text that is nothing else has none.
        """
        longest = range(min(_LONGEST_FILLER, len(tokens) - 1), 0, -1)
        phrases = self.final_fillers
        return next((length for length in longest if tokens[-length:] in phrases), 0)

    @cached_property
    def _starts_of_fillers(self) -> frozenset[str]:
        return frozenset(words[0] for words in self._before_numbers)

    @cached_property
    def _before_numbers(self) -> frozenset[Tokens]:
        return self.fillers | self.words_for_about

    def with_decimal_points(self, text: str) -> str:
        """Return a text with 1500 for 1.500 and 1.5 for 1,5.

        A text in a language without decimal comma comes back unchanged.
        """
        if not self.has_decimal_comma:
            return text
        plain = THOUSANDS.sub(lambda number: number[0].replace(".", ""), text)
        return DECIMAL_COMMA.sub(".", plain)


def with_fields(language: Language, **values: object) -> Language:
    """Return a language with other values for some of its fields."""
    fields: dict[str, Any] = {**vars(language), **values}
    return Language(**fields)


ENGLISH = Language(
    "en",
    has_word_lists=True,
    is_listed=True,
    articles=frozenset(("a", "an", "the")),
    but_words=frozenset(("but",)),
    or_words=("or",),
    true_words=("true", "t", "yes", "y", "right", "correct"),
    false_words=("false", "f", "no", "n", "wrong", "incorrect", "untrue"),
)
"""The other rules of English are code: `known_words`, `spelling`, `modifiers` ..."""
