"""Reads the words in the file of a language, as they are looked up in typed texts."""

from __future__ import annotations

from itertools import chain, product
from typing import TYPE_CHECKING, Any

from liverdeck.checker.numerals import ORDINAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from liverdeck.checker.languages.language import Language, Tokens


class RuleReader:
    """Reads the words of a file, and normalizes them as typed answers (see `reading`).

    So the file has the words as people write them.
    """

    def __init__(self, rules: dict[str, Any], spelling: Language) -> None:
        """Take what the file says, and how texts of the language are levelled."""
        from liverdeck.checker.languages.reading import level, words_in

        self._rules = rules
        self._spelling = spelling
        self._level: Callable[[str], str] = lambda text: level(text, spelling)
        self._words_in: Callable[[str], list[str]] = lambda text: words_in(
            text, spelling
        )
        self.articles = self.words("articles")
        self._parts = {
            name: tuple(tuple(self._words_in(words)) for words in texts.split(","))
            for name, texts in rules.get("parts", {}).items()
        }
        self._replaced = {
            word: read
            for word, read in self.same_words().items()
            if " " not in word and " " not in read
        }

    def words(self, name: str) -> frozenset[str]:
        """Return the words of a text."""
        return frozenset(self._words_in(self._rules.get(name, "")))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list as it is written."""
        return tuple(self._rules.get(name, ()))

    def groups(self, name: str) -> tuple[frozenset[str], ...]:
        """Return the words of each group of a list."""
        return tuple(
            frozenset(self._words_in(words)) for words in self._rules.get(name, ())
        )

    def phrases(self, name: str) -> tuple[Tokens, ...]:
        """Return phrases with and without their articles, the longest first.

        They are also returned with the words that replace some of theirs.
        """
        found: set[Tokens] = set()
        for text in self._rules.get(name, ()):
            for words in self._ways_to_say(text):
                found.add(words)
                found.add(tuple(self._replaced.get(word, word) for word in words))
        found |= {
            tuple(word for word in words if word not in self.articles)
            for words in found
        }
        return tuple(
            sorted(filter(None, found), key=lambda words: (-len(words), words))
        )

    def usual_phrases(self, name: str) -> tuple[str, ...]:
        """Return one phrase for each text, with the first words of its parts."""
        texts = self._rules.get(name, ())
        return tuple(" ".join(next(self._ways_to_say(text))) for text in texts)

    def _ways_to_say(self, text: str) -> Iterator[Tokens]:
        """Yield the words of a text with one of the words of each part that it names.

        A part with a question mark may be left out: *IT IS NOW?*.
        """
        choices: list[tuple[Tokens, ...]] = []
        for piece in text.split():
            name = piece.rstrip("?")
            if name in self._parts:
                left_out = ((),) if name != piece else ()
                choices.append((*self._parts[name], *left_out))
            else:
                choices.append((tuple(self._words_in(piece)),))
        for chosen in product(*choices):
            yield tuple(chain.from_iterable(chosen))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """Return pairs of words, or of parts of words."""
        return tuple(
            (self._level(one), self._level(other))
            for one, other in self._rules.get(name, ())
        )

    def numbers(self) -> dict[str, str]:
        """Return the digits for each number word; the file counts from 0.

        Some languages have a word for one and a half, such as *anderthalb*.
        """
        digits = {
            self._level(word).replace("-", " "): str(value)
            for value, names in enumerate(self._rules.get("numbers", ()))
            for word in names.split()
        }
        return digits | dict.fromkeys(self.words("one_and_a_half"), "1.5")

    def hundreds(self) -> dict[str, int]:
        """Return the value of each word for hundreds; the file counts from 100."""
        return {
            self._level(word).replace("-", " "): value * 100
            for value, names in enumerate(self._rules.get("hundreds", ()), 1)
            for word in names.split()
        }

    def ordinals(self) -> dict[str, str]:
        """Return the tokens for each ordinal; the file counts from 1."""
        return {
            self._level(word): f"{value} {ORDINAL}"
            for value, names in enumerate(self._rules.get("ordinals", ()), 1)
            for word in names.split()
        }

    def same_words(self) -> dict[str, str]:
        """Return, for each word, the word with the same meaning that replaces it."""
        pairs = self._rules.get("same_words", {})
        return {self._level(word): read for word, read in pairs.items()}

    def keyed(self, name: str) -> dict[str, str]:
        """Return, for each word that may stand beside a number, the symbol it means."""
        return {
            key: symbol
            for symbol, words in self._rules.get(name, {}).items()
            for key in self.keys_of(words)
        }

    def keys(self, name: str) -> tuple[str, ...]:
        """Return the words of a text that may stand beside a number."""
        return self.keys_of(self._rules.get(name, "").split())

    def keys_of(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the keys by which words beside numbers are looked up."""
        from liverdeck.checker.languages.unit_words import unit_key

        return tuple(unit_key(word, self._spelling) for word in words)

    def class_nouns(self) -> tuple[tuple[tuple[Tokens, ...], frozenset[str]], ...]:
        """Return the nouns of each class, and the names that belong to it.

        A name is its first word or all its words: *Vagus*, *Gluteus maximus*.
        """
        return tuple(
            (
                tuple(tuple(self._words_in(noun)) for noun in nouns),
                frozenset(self._words_in(words)).union(
                    " ".join(self._words_in(name)) for name in chain(*names)
                ),
            )
            for nouns, words, *names in self._rules.get("class_nouns", ())
        )

    def nouns_of_classes(self) -> dict[Tokens, tuple[str, ...]]:
        """Return the classes for each noun, such as *hormone* for *hormona*."""
        found: dict[Tokens, tuple[str, ...]] = {}
        for name, nouns in self._rules.get("nouns_of_classes", {}).items():
            for noun in nouns.split(","):
                words = tuple(self._words_in(noun))
                found[words] = (*found.get(words, ()), name)
        return found

    def ways_to_give_up(self) -> frozenset[Tokens]:
        """Return the phrases with one word for all that deny, as in typed texts.

        *Keine Ahnung* becomes *ohne Ahnung*.
        """
        denials = self.denials()
        return frozenset(
            tuple(denials.get(word, word) for word in phrase)
            for phrase in self.phrases("ways_to_give_up")
        )

    def denials(self) -> dict[str, str]:
        """Return, for each word that denies, the one that replaces it.

        That is the first in the file, such as *ohne*.
        """
        denials = [self._level(text) for text in self._rules.get("denials", ())]
        if not denials:
            return {}
        first, *others = denials
        return dict.fromkeys(others, first)

    def signs(self) -> dict[str, str]:
        """Return the sign for each word, such as *percent* for *Prozent*."""
        named = self._rules.get("signs", {})
        return {
            self._level(word).replace("-", " "): sign for word, sign in named.items()
        }
