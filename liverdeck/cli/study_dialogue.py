"""Read the learner's input during study, and act on it."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from liverdeck.base.phrases import printable
from liverdeck.catalogue.learner_words import message
from liverdeck.cli.study_texts import COMMANDS
from liverdeck.cli.terminal import I_WAS_RIGHT, MOST_TRIES, interrupts_held, say
from liverdeck.study.reviewlog.entries import TypedAnswer
from liverdeck.study.reviewlog.errors import LogError
from liverdeck.study.reviewlog.review_log import AnsweredElsewhereError
from liverdeck.study.scheduling.memory import GOOD
from liverdeck.study.scheduling.schedule import RATINGS
from liverdeck.study.session.shown_card import suggested_rating

if TYPE_CHECKING:
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.cli.study_screen import EndReason, Screen
    from liverdeck.study.scheduling.card_progress import Choice
    from liverdeck.study.session.session import Session
    from liverdeck.study.session.shown_card import ShownCard


RATING_INPUTS = {*map(str, RATINGS), I_WAS_RIGHT}
"""The inputs that are a rating; `I_WAS_RIGHT` means *good*."""


class _Stop(Exception):  # noqa: N818  # no error: the learner wants to stop
    """The learner wants to stop, or there is no more input."""

    def __init__(self, reason: EndReason) -> None:
        super().__init__(reason)
        self.reason = reason


class _NextCard(Exception):  # noqa: N818  # no error: a command was obeyed
    """A command of the learner was obeyed, and now the next card is to be shown."""


def is_piped() -> bool:
    """Whether the input comes from a pipe or a file, not from a terminal."""
    return not sys.stdin.isatty()


class Dialogue:
    """Asks the cards of one session, and obeys the learner's commands."""

    def __init__(self, session: Session, screen: Screen) -> None:
        """Take the session, and the screen on which to show it."""
        self._session = session
        self._screen = screen

    def _say(self, text: str, **values: object) -> None:
        """Print a text in the learner's language; `values` fill its placeholders."""
        say(self._screen.words.text(text, **values))

    def run(self) -> EndReason:
        """Show cards until all are answered or the learner stops.

        Returns why the dialogue ended.
        """
        _prepare_input()
        try:
            while True:
                shown = self._session.next()
                if shown is not None:
                    self._ask(shown)
                elif not self._undo_after_last():
                    return "done"
        except _Stop as stop:
            return stop.reason
        except KeyboardInterrupt:
            return "interrupt"

    def _ask(self, shown: ShownCard) -> None:
        """Show a card, and read and save the answer and its rating."""
        self._screen.show_question(shown)
        # Load the checker while the learner reads the question.
        with interrupts_held():
            self._session.prepare()
        try:
            typed, verdict = self._read_answer(shown)
            self._screen.show_answer(shown, verdict)
            self._read_rating(shown, typed, verdict)
        except _NextCard:
            pass
        except AnsweredElsewhereError:
            self._session.leave_out(shown)
            self._say(
                message(
                    "Another session answered this card in the meantime; "
                    "this answer was not counted."
                )
            )

    def _read_answer(self, shown: ShownCard) -> tuple[str, Verdict | ListVerdict]:
        """Return a typed answer and its verdict.

        While the checker is in doubt, the learner types the answer again. After
        `MOST_TRIES` tries, the last answer is returned, and the learner rates it.
        """
        is_list = shown.card.is_list
        read_typed = self._read_list_items if is_list else self._read_answer_line
        for try_number in range(1, MOST_TRIES + 1):
            typed = read_typed(shown)
            verdict = self._session.judge(shown, typed)
            if verdict.outcome != "retype" or try_number == MOST_TRIES:
                break
            self._screen.ask_to_retype(verdict)
        return typed, verdict

    def _read_answer_line(self, shown: ShownCard) -> str:
        """Read lines and obey commands until a line is an answer; return that line."""
        while True:
            line = _read_line()
            word = line.strip()
            is_command = word in COMMANDS | RATING_INPUTS
            if not is_command or self._may_be_answer(word, shown):
                return line
            if word in RATING_INPUTS:
                self._say(message("Type the answer first; an empty line shows it."))
            else:
                self._obey(word, shown, is_answered=False)

    def _read_list_items(self, shown: ShownCard) -> str:
        """Read list items from one line or more, and return them on one line.

        The list ends at an empty line. It also ends when the learner has typed the
        number of list items that the card asks for, or when the checker wants one of
        them typed again.
        """
        lines: list[str] = []
        while True:
            line = self._read_answer_line(shown)
            if line.strip():
                lines.append(line)
            typed = "; ".join(lines)
            verdict = self._session.judge_list(shown, typed)
            number_typed = len(verdict.matched) + len(verdict.wrong)
            is_complete = number_typed >= verdict.needed_count
            if not line.strip() or is_complete or verdict.outcome == "retype":
                return typed
            self._screen.show_count_so_far(verdict)

    def _may_be_answer(self, word: str, shown: ShownCard) -> bool:
        """Whether a word that looks like a command may be an answer to the card.

        It may be an answer if the card asks for a number or a single letter, or if the
        checker finds it right or partly right.
        """
        for answer in shown.card.answers:
            texts = answer.right_texts
            may_be_letter = any(len(text) == 1 for text in texts)
            if may_be_letter or answer.number:
                return True
        return self._session.judge(shown, word).outcome in ("correct", "partial")

    def _read_rating(
        self, shown: ShownCard, typed: str, verdict: Verdict | ListVerdict
    ) -> None:
        """Read lines until one is a rating and that rating is saved."""
        was_right = verdict.outcome == "correct"
        while True:
            choices = self._session.choices(shown)
            # After an empty answer or "I don't know", Enter chooses no rating.
            suggested = None
            if verdict.reason != "empty":
                suggested = choices[suggested_rating(verdict) - 1]
            self._screen.show_ratings(choices, suggested, was_right=was_right)
            word = self._read_rating_input(shown, suggested)
            if word is None:
                continue
            choice = suggested or choices[GOOD - 1]
            if word == I_WAS_RIGHT:
                choice = choices[GOOD - 1]
            elif word:
                choice = choices[int(word) - 1]
            typed_answer = TypedAnswer(
                typed,
                verdict.outcome,
                verdict.reason,
                is_overruled=word == I_WAS_RIGHT and not was_right,
            )
            if self._save(shown, choice, typed_answer):
                return

    def _read_rating_input(
        self, shown: ShownCard, suggested: Choice | None
    ) -> str | None:
        """Read one line; return it if it is about the rating, otherwise None.

        An empty line means the suggested rating, if there is one. A command is obeyed.
        If the result is None, the caller shows the ratings again.
        """
        word = _read_line().strip()
        if word in RATING_INPUTS or (not word and suggested is not None):
            return word
        if word in COMMANDS:
            self._obey(word, shown, is_answered=True)
        elif not word:
            self._say(message("Type 1, 2, 3 or 4 (or ? for help)."))
        else:
            self._say(
                message("'{word}' is not a command. Type ? for the list."), word=word
            )
        return None

    def _save(
        self, shown: ShownCard, choice: Choice, typed_answer: TypedAnswer
    ) -> bool:
        """Save a rating, say whether it was saved, and return whether it was saved."""
        try:
            rated = self._session.rate(shown, choice, typed_answer)
        except LogError as error:
            self._screen.say_not_saved(error.problem)
            return False
        self._screen.say_saved(rated)
        return True

    def _obey(self, word: str, shown: ShownCard, *, is_answered: bool) -> None:
        """Carry out a command.

        Raises _NextCard if the session's next card is to be shown, and _Stop for q.
        """
        match word:
            case "q":
                raise _Stop("quit")
            case "?":
                self._screen.show_help()
            case "o":
                self._screen.open_media(shown, is_answered=is_answered)
            case "e":
                self._screen.show_source_and_memory(shown)
            case "s":
                self._session.skip(shown)
                self._say(message("Skipped: it comes again at the end."))
                raise _NextCard
            case "u":
                self._undo()
            case "b" | "!":
                self._put_off(shown, is_suspension=word == "!")
            case _:
                raise AssertionError(f"{word!r} is among COMMANDS, but not obeyed")

    def _undo(self) -> None:
        """Take back the last entry, and say what happened.

        Raises _NextCard if an entry was taken back.
        """
        try:
            undone = self._session.undo()
        except AnsweredElsewhereError:
            self._say(message("Another session has changed this card; try u again."))
            return
        except LogError as error:
            self._screen.say_not_saved(error.problem)
            return
        self._screen.say_undone(undone)
        if undone is not None:
            raise _NextCard

    def _put_off(self, shown: ShownCard, *, is_suspension: bool) -> None:
        """Suspend or bury the card, and say whether that was saved.

        Raises _NextCard if it was saved.
        """
        try:
            self._session.put_off(shown, is_suspension=is_suspension)
        except LogError as error:
            self._screen.say_not_saved(error.problem)
            return
        self._screen.say_put_off(shown, is_suspension=is_suspension)
        raise _NextCard

    def _undo_after_last(self) -> bool:
        """Offer to take back the last answer; return whether it was taken back.

        Nothing is offered if there is nothing to take back, or if the input is piped.
        If an undo fails, it is offered again.
        """
        while not is_piped() and self._session.can_undo:
            self._screen.offer_undo()
            if _read_line().strip() != "u":
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
        # As soon as readline is imported, input() uses it. Windows does not have it.
        import readline  # noqa: F401


def _read_line() -> str:
    """Read a line, and return it with spaces in place of unprintable characters.

    Raises _Stop at the end of the input.
    """
    try:
        line = input("> ")
    except EOFError:
        raise _Stop("end of input") from None
    return printable(line)
