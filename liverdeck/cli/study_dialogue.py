"""Reads what the learner types during study, and acts on it."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError
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
"""How often an answer is typed, at most, when the checker is in doubt."""


class _Stop(Exception):  # noqa: N818  # no error: the learner wants to stop
    """The learner wants to stop, or there is no more input."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__(reason)
        self.reason = reason


class _NextCard(Exception):  # noqa: N818  # no error: a command has dealt with the card
    """A command has dealt with the card, so that the next one is shown."""


def is_piped() -> bool:
    """Whether the input does not come from a person at a terminal."""
    return not sys.stdin.isatty()


class Dialogue:
    """The dialogue of one session."""

    def __init__(self, session: Session, screen: Screen) -> None:
        """Take the session, and the screen to answer on."""
        self._session = session
        self._screen = screen

    def run(self) -> EndReason:
        """Show cards until none is left or the learner stops.

        Returns why the dialogue ended.
        """
        _prepare_input()
        try:
            while True:
                shown = self._session.next()
                if shown is not None:
                    self._card(shown)
                elif not self._undo_after_last():
                    return "done"
        except _Stop as stop:
            return stop.reason
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
                "Another session answered this card in the meantime; "
                "this answer was not counted."
            )

    def _answer(self, shown: ShownCard) -> tuple[str, Verdict | ListVerdict]:
        """Return a typed answer and its verdict.

        While the checker is in doubt, the learner types it again, three times at most.
        """
        read = self._typed_list if shown.card.is_list else self._typed_line
        for number in range(1, _TRIES + 1):
            typed = read(shown)
            verdict = self._session.judge(shown, typed)
            if verdict.outcome != "retype" or number == _TRIES:
                break
            self._screen.doubt(verdict)
        return typed, verdict

    def _typed_line(self, shown: ShownCard) -> str:
        """Read lines and obey commands until a line is an answer; return that line."""
        while True:
            line = _read()
            word = line.strip()
            is_key = word in COMMANDS | _RATINGS
            if not is_key or self._may_be_answer(word, shown):
                return line
            if word in _RATINGS:
                self._screen.say("Type the answer first; an empty line shows it.")
            else:
                self._obey(word, shown)

    def _typed_list(self, shown: ShownCard) -> str:
        """Read items on one or more lines, until an empty line or the last item."""
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

    def _may_be_answer(self, word: str, shown: ShownCard) -> bool:
        """Whether a letter or a digit may be an answer to the card, right or wrong.

        It may be where the card asks for a number, or for a letter such as vitamin E.
        """
        for answer in shown.card.answers:
            has_letter = any(len(text) == 1 for text in (answer.text, *answer.accept))
            if has_letter or answer.number:
                return True
        return self._session.judge(shown, word).outcome in ("correct", "partial")

    def _rate(
        self, shown: ShownCard, typed: str, verdict: Verdict | ListVerdict
    ) -> None:
        typed_answer = TypedAnswer(typed, verdict.outcome, verdict.reason)
        was_right = verdict.outcome == "correct"
        while True:
            choices = self._session.choices(shown)
            suggested = None
            if verdict.reason != "empty":
                suggested = choices[suggested_rating(verdict) - 1]
            self._screen.keys(choices, suggested, was_right=was_right)
            choice = self._choice(shown, choices, suggested)
            if choice is not None and self._is_saved(shown, choice, typed_answer):
                return

    def _choice(
        self,
        shown: ShownCard,
        choices: tuple[Choice, Choice, Choice, Choice],
        suggested: Choice | None,
    ) -> Choice | None:
        """Read one key; return None if it was not a rating.

        The caller then shows the keys again.
        """
        word = _read().strip()
        if not word and suggested is not None:
            return suggested
        if word in _RATINGS - {"r"}:
            return choices[int(word) - 1]
        if word == "r":
            return choices[GOOD - 1]
        if word in COMMANDS:
            self._obey(word, shown)
        elif not word:
            self._screen.say("Type 1, 2, 3 or 4 (or ? for help).")
        else:
            self._screen.say(f"{word!r} is not a command. Type ? for the list.")
        return None

    def _is_saved(self, shown: ShownCard, choice: Choice, typed: TypedAnswer) -> bool:
        """Save a rating and say so; return whether that worked."""
        try:
            rated = self._session.rate(shown, choice, typed)
        except LogError as error:
            self._screen.not_saved(error.problem)
            return False
        self._screen.saved(rated)
        return True

    def _obey(self, word: str, shown: ShownCard) -> None:
        """Do what a command says.

        Raises _NextCard if the command has dealt with the card, and _Stop for q.
        """
        if word == "q":
            raise _Stop("quit")
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
            self._screen.say("Another session has changed this card; try u again.")
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

    def _undo_after_last(self) -> bool:
        """Offer to take back today's last answer; return whether it was taken back.

        Nothing is offered if the input comes from a pipe.
        """
        while not is_piped() and self._session.can_undo:
            self._screen.offer_undo()
            if _read().strip() != "u":
                return False
            try:
                self._undo()
            except _NextCard:
                return True
        return False


def _prepare_input() -> None:
    """Replace bytes that cannot be decoded, and make the arrow keys work."""
    sys.stdin.reconfigure(errors="replace")  # type: ignore[union-attr]
    with suppress(ImportError):
        # input() uses it once it is imported. Windows does not have it.
        import readline  # noqa: F401


def _read() -> str:
    """Read a line; raise _Stop at the end of the input."""
    try:
        line = input("> ")
    except EOFError:
        raise _Stop("end of input") from None
    return "".join(char if char.isprintable() else " " for char in line)
