"""The answers of one deck, so that none is taken for a misspelling of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from liverdeck.checker.alignment import align
from liverdeck.checker.prepared import phrases_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.checker.alignment import Match
    from liverdeck.checker.modifiers import Tokens
    from liverdeck.checker.prepared import Phrase


class Terms:
    """The answers of one deck and their words, found by their tokens.

    Two `Terms` are equal only if they are the same object. So they can be hashed, and
    `key_of` can cache the `Key` objects that it makes for a deck.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        """Index the texts of a deck's answers and aliases."""
        phrases = [
            phrase for text in dict.fromkeys(texts) for phrase in phrases_of(text)
        ]
        # Of several phrases with the same tokens, the first one is used.
        self._by_tokens = {phrase.tokens: phrase for phrase in reversed(phrases)}
        self._by_length: dict[int, list[Phrase]] = {}
        for phrase in self._by_tokens.values():
            self._by_length.setdefault(len(phrase.tokens), []).append(phrase)
        self._words = frozenset(word for phrase in phrases for word in phrase.tokens)

    def __contains__(self, word: object) -> bool:
        """Whether a normalized word is in one of the answers."""
        return word in self._words

    def answer_for(self, tokens: Tokens) -> str | None:
        """Return the answer or alias with these tokens; None if there is none."""
        phrase = self._by_tokens.get(tokens)
        return None if phrase is None else phrase.text

    def has_other_as_near(self, tokens: Tokens, match: Match) -> bool:
        """Whether a misspelled text is as near to another text of the deck, or nearer.

        The other text may be an alias of the same answer. `tokens` are the typed
        tokens; `match` says how well they fit the right answer.
        """
        right_tokens = match.phrase.tokens if match.phrase is not None else ()
        return any(
            phrase.tokens != right_tokens and align(tokens, phrase).cost <= match.cost
            for phrase in self._by_length.get(len(tokens), ())
        )


NO_TERMS = Terms(())
"""For an answer that belongs to no deck."""
