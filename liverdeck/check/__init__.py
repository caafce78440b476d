"""Is this typed answer right? `liverdeck.check(typed, answer)`; see `check`, and docs/checker.md for the rules."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from liverdeck.check.terms import Terms
    from liverdeck.check.verdict import Verdict
    from liverdeck.facts.nouns import Answer


def check(
    typed: str,
    answer: Answer | str | Iterable[str],
    *,
    open: tuple[str, ...] = (),  # noqa: A002  # the fact's own word
    terms: Terms | None = None,
) -> Verdict:
    """Judge one typed answer.

    `answer` is an answer of a deck, a text, or several texts that are all right, of which the first is shown. `open`
    are texts that are neither right nor wrong; `terms` the answers of the same deck. Never raises for what was typed;
    raises ValueError for an empty answer.
    """
    from liverdeck.check.answers import answer_of, key_of
    from liverdeck.check.terms import NO_TERMS

    return key_of(answer_of(answer), tuple(open), terms or NO_TERMS).check(typed)


class _Callable(ModuleType):
    """The room and its main function share the name `liverdeck.check`, so the room can be called."""

    def __call__(  # see `check`
        self,
        typed: str,
        answer: Answer | str | Iterable[str],
        *,
        open: tuple[str, ...] = (),  # noqa: A002
        terms: Terms | None = None,
    ) -> Verdict:
        return check(typed, answer, open=open, terms=terms)


sys.modules[__name__].__class__ = _Callable
