"""What the learner types during study, and what follows from it."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError
from liverdeck.study.reviewlog.storage import LogError
from liverdeck.study.scheduling.memory import GOOD
from liverdeck.study.session.session import suggested_rating

if TYPE_CHECKING:
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.cli.study_screen import EndReason, Screen
    from liverdeck.study.scheduling.schedule import Choice
    from liverdeck.study.session.session import Session, ShownCard


COMMANDS = {"u", "s", "!", "b", "e", "?", "q"}
_RATINGS = {"1", "2", "3", "4", "r"}
_TRIES = 3
"""Times an answer in doubt is asked for again."""


class _Enough(Exception):  # noqa: N818  # no error: the learner wants to stop
    """The learner wants to stop, or there is no more input."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__(reason)
        self.reason = reason


class _NextCard(Exception):  # noqa: N818  # no error: a command has dealt with the card
    """A command has dealt with this card."""


def is_piped() -> bool:
    """Whether what is read does not come from a person at a terminal."""
    return not sys.stdin.isatty()


class Dialogue:
    """The dialogue of one sitting."""

    def __init__(self, session: Session, screen: Screen) -> None:
        """Take the session, and the screen to answer on."""
        self._session, self._screen = session, screen

    def run(self) -> EndReason:
        """Show card after card until none is left or the learner stops; return why it ended."""
        _prepare_input()
        try:
            while True:
                shown = self._session.next()
                if shown is not None:
                    self._card(shown)
                elif not self._undone_after_the_last():
                    return "done"
        except _Enough as enough:
            return enough.reason
        except KeyboardInterrupt:
            return "interrupt"

    def _card(self, shown: ShownCard) -> None:
        self._screen.question(shown)
        self._session.prepare()
        try:
            typed, verdict = self._answer(shown)
            self._screen.answer(shown, verdict)
            self._rate(shown, typed, verdict)
        except _NextCard:
            pass
        except AnsweredElsewhereError:
            self._session.leave_out(shown)
            self._screen.say(
                "Another session answered this card meanwhile; this answer was not counted."
            )

    def _answer(self, shown: ShownCard) -> tuple[str, Verdict | ListVerdict]:
        """Ask until the checker is sure, three times at most."""
        for tries in range(1, _TRIES + 1):
            typed = (
                self._typed_list(shown)
                if shown.card.is_list
                else self._typed_line(shown)
            )
            verdict = self._session.judge(shown, typed)
            if verdict.outcome != "retype" or tries == _TRIES:
                break
            self._screen.doubt(verdict)
        return typed, verdict

    def _typed_line(self, shown: ShownCard) -> str:
        while True:
            line = _read()
            word = line.strip()
            if word not in COMMANDS | _RATINGS or self._may_be_the_answer(word, shown):
                return line
            if word in _RATINGS:
                self._screen.say("Type the answer first; an empty line shows it.")
            else:
                self._obey(word, shown)

    def _typed_list(self, shown: ShownCard) -> str:
        """Read items on one line or on several; an empty line ends, and so does the last item."""
        lines: list[str] = []
        while True:
            line = self._typed_line(shown)
            if line.strip():
                lines.append(line)
            typed = "; ".join(lines)
            verdict = self._session.judge_list(shown, typed)
            is_complete = len(verdict.matched) + len(verdict.wrong) >= verdict.need
            if not line.strip() or is_complete or verdict.outcome == "retype":
                return typed
            self._screen.so_far(verdict)

    def _may_be_the_answer(self, word: str, shown: ShownCard) -> bool:
        """Whether a letter or digit answers the card, right or wrong, as where a vitamin or a number is asked for."""
        answers = shown.card.answers
        texts = [text for answer in answers for text in (answer.text, *answer.accept)]
        if any(len(text) == 1 for text in texts) or any(
            answer.number for answer in answers
        ):
            return True
        return self._session.judge(shown, word).outcome in ("correct", "partial")

    def _rate(
        self, shown: ShownCard, typed: str, verdict: Verdict | ListVerdict
    ) -> None:
        text = TypedAnswer(typed, verdict.outcome, verdict.reason)
        while True:
            choices = self._session.choices(shown)
            suggested = (
                None
                if verdict.reason == "empty"
                else choices[suggested_rating(verdict) - 1]
            )
            self._screen.keys(
                choices, suggested, was_right=verdict.outcome == "correct"
            )
            choice = self._choice(shown, choices, suggested)
            if choice is not None and self._is_saved(shown, choice, text):
                return

    def _choice(
        self,
        shown: ShownCard,
        choices: tuple[Choice, Choice, Choice, Choice],
        suggested: Choice | None,
    ) -> Choice | None:
        """Read one key; None when it was no rating and the keys are to be shown again."""
        word = _read().strip()
        if not word and suggested is not None:
            return suggested
        if word in _RATINGS - {"r"}:
            return choices[int(word) - 1]
        if word == "r":
            return choices[GOOD - 1]
        if word in COMMANDS:
            self._obey(word, shown)
        else:
            self._screen.say(
                "Type 1, 2, 3 or 4 (or ? for help)."
                if not word
                else f"{word!r} is no key; ? lists them."
            )
        return None

    def _is_saved(self, shown: ShownCard, choice: Choice, typed: TypedAnswer) -> bool:
        try:
            rated = self._session.rate(shown, choice, typed)
        except LogError as error:
            self._screen.not_saved(error.problem)
            return False
        self._screen.saved(rated)
        return True

    def _obey(self, word: str, shown: ShownCard) -> None:
        """Do what a command says; raises _NextCard when the card is dealt with, _Enough to stop."""
        word = word.strip()
        if word == "q":
            raise _Enough("quit")
        if word == "?":
            self._screen.help()
        elif word == "e":
            self._screen.source(shown)
        elif word == "s":
            self._session.skip(shown)
            self._screen.say("Skipped: it comes again at the end.")
            raise _NextCard
        elif word == "u":
            self._undo()
        else:
            self._put_off(shown, for_good=word == "!")

    def _undo(self) -> None:
        try:
            undone = self._session.undo()
        except AnsweredElsewhereError:
            self._screen.say("Another session is at this card; try u again.")
            return
        except LogError as error:
            self._screen.not_saved(error.problem)
            return
        self._screen.undone(undone)
        if undone is not None:
            raise _NextCard

    def _put_off(self, shown: ShownCard, *, for_good: bool) -> None:
        try:
            self._session.put_off(shown, for_good=for_good)
        except LogError as error:
            self._screen.not_saved(error.problem)
            return
        self._screen.put_off(shown, for_good=for_good)
        raise _NextCard

    def _undone_after_the_last(self) -> bool:
        """Offer to take back the very last answer of today, if somebody is there to ask."""
        while not is_piped() and self._session.can_undo:
            self._screen.offer_undo()
            if _read().strip() != "u":
                return False
            with suppress(_NextCard):
                self._undo()
                continue
            return True
        return False


def _prepare_input() -> None:
    """Let what no one can read be a question mark, and give the arrow keys their meaning."""
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    with suppress(ImportError):
        import readline  # noqa: F401  # input() uses it once it is there; Windows has none


def _read() -> str:
    try:
        line = input("> ")
    except EOFError:
        raise _Enough("end of input") from None
    return "".join(char if char.isprintable() else " " for char in line)
