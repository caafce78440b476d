"""Prints what a learner sees during `study`, as lines of text one below the other.

The lines are readable in a narrow terminal, in a pipe and with a screen reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from liverdeck.base.phrases import counted
from liverdeck.cli.home import redated_text
from liverdeck.cli.media_lines import media_lines
from liverdeck.cli.printing import echo
from liverdeck.cli.terminal import COLOUR_OF_OUTCOME, in_italics, say
from liverdeck.facts.card_texts import answer_hints, items_text
from liverdeck.facts.citation import citation
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.facts.parts import without_deck
from liverdeck.study.scheduling.memory import AGAIN, EASY, GOOD, HARD
from liverdeck.study.scheduling.moments import SECONDS_A_DAY, date_of, local_time_text
from liverdeck.study.scheduling.schedule import RATINGS

if TYPE_CHECKING:
    from liverdeck.base.problems import Problem
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.card import Card
    from liverdeck.facts.media import Image, Media, Sound
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.card_progress import Answered, Choice
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.session.queue import Remaining
    from liverdeck.study.session.session import Session
    from liverdeck.study.session.shown_card import Rated, ShownCard

_SECONDS_A_MINUTE, _SECONDS_AN_HOUR = 60, 3600
_DAYS_A_YEAR = 365
"""An interval of more days than this is shown in years."""
EndReason = Literal["done", "quit", "end of input", "interrupt"]
"""Why a session ended."""
_HELP_FOR_COMMANDS = {
    "u": "undo the last answer.",
    "s": "skip; the card comes later.",
    "b": "bury; not today.",
    "!": "suspend; not until liverdeck study --resume.",
    "o": "open the pictures and sounds of the card.",
    "e": "where the card is from, and how it went so far.",
    "q": "stop (Ctrl-C too); everything that you rated is saved.",
}
COMMANDS = {"?", *_HELP_FOR_COMMANDS}
"""What the learner may type besides answers and ratings.

`Dialogue` obeys these commands.
"""
_MEANING_OF_RATING: dict[Rating, str] = {
    AGAIN: "wrong, or a guess.",
    HARD: "right, but with an effort.",
    GOOD: "right.",
    EASY: "right at once.",
}
_HELP = (
    "Type the answer and press Enter; an empty line shows it. Then rate your answer:",
    *(
        f"{rating} {name}: {_MEANING_OF_RATING[rating]}"
        for rating, name in RATINGS.items()
    ),
    "Enter: the rating in brackets.",
    "r: I was right, whatever the checker says.",
    "These work at the answer and at the rating.",
    "If the answer is a letter or a number, only at the rating:",
    *(f"{command}: {text}" for command, text in _HELP_FOR_COMMANDS.items()),
)


class Screen:
    """Prints what the learner sees during one session."""

    def __init__(self, session: Session) -> None:
        """Take the session to show."""
        self._session = session
        self._topics = session.deck.topic_titles
        self._headings = session.deck.headings

    def say_redated(self) -> None:
        """Say how many entries were dated in the future, if there were any."""
        redated = redated_text(self._session.redated_count)
        if redated:
            say(
                f"{redated} If this machine's clock is wrong now, set it, and take the "
                "new dates back with: liverdeck study, then u.",
                colour="yellow",
            )

    def begin(self) -> None:
        """Say how many cards are to come, if any."""
        remaining = self._session.remaining()
        if self._session.options.cram:
            say(
                f"Cramming {remaining.reviews} cards; their schedule is not touched. "
                "? for help, q to stop."
            )
        elif any((remaining.new, remaining.steps, remaining.reviews)):
            say(f"{_remaining_text(remaining)}. ? for help, q to stop.")

    def show_question(self, shown: ShownCard) -> None:
        """Show the question of a card, and how many cards remain."""
        card = shown.card
        topic = self._topics[card.fact.topic]
        phase = "new" if shown.state.progress is None else shown.state.progress.phase
        echo()
        remaining_text = _remaining_text(self._session.remaining())
        say(f"{topic} · {phase} · {remaining_text}", dim=True)

        if shown.was_reworded:
            day = shown.state.reviewed_day
            when = f" ({date_of(day)})" if day is not None else ""
            say(f"This card was reworded since you last saw it{when}.", colour="cyan")

        say(card.prompt, bold=True)
        if card.heading:  # the title of the group that a grouped list asks for
            say(card.heading, bold=True)
        if card.is_list:
            say(_list_help_text(card), dim=True)
        for hint in answer_hints(card):
            say(f"Hint: {hint}", dim=True)
        self._name_media(card.front_media)

    def ask_to_retype(self, verdict: Verdict | ListVerdict) -> None:
        """Say why the answer must be typed again, without showing the right answer."""
        from liverdeck.checker.feedback import feedback  # loaded with the checker

        say(in_italics(feedback(verdict)))

    def show_count_so_far(self, verdict: ListVerdict) -> None:
        """Say how many list items are correct so far."""
        say(f"{len(verdict.matched)} of {verdict.need} so far.", dim=True)

    def show_answer(self, shown: ShownCard, verdict: Verdict | ListVerdict) -> None:
        """Show feedback, correct answer, the fact's `why` and `note`, and the source.

        There is no feedback on an empty answer or "I don't know". The correct answer is
        left out if it was typed exactly or is in the feedback. Not every fact has `why`
        or `note`.
        """
        fact = shown.card.fact
        from liverdeck.checker.feedback import feedback  # loaded with the checker

        feedback_text = "" if verdict.reason == "empty" else feedback(verdict)
        if feedback_text:
            say(in_italics(feedback_text, COLOUR_OF_OUTCOME[verdict.outcome]))
            self._show_spellings(verdict)

        answer_text = ", ".join(answer.text for answer in shown.card.answers)
        # *all* is for a list: every list item that is needed was typed.
        was_typed_exactly = verdict.reason in ("exact", "all")
        is_in_feedback = answer_text in feedback_text.replace("*", "")
        if not was_typed_exactly and not is_in_feedback:
            say(f"The answer is: {click.style(answer_text, fg='green')}")
        if fact.why:
            say(f"Why: {fact.why}")
        if fact.note:
            say(f"{NOTE_LABEL}: {fact.note}")
        self._name_media(shown.card.back_media)
        source = citation(self._session.deck, fact, self._headings)
        say(f"Source: {source}", dim=True)

    def _name_media(self, media: Media) -> None:
        for line in media_lines(media):
            say(line, dim=True)
        if media.all:
            say("(o: open)", dim=True)

    def open_media(self, shown: ShownCard, *, is_answered: bool) -> None:
        """Open the pictures and sounds of a card in other programs.

        Those of the back are opened only once the card is answered.
        """
        media = list(shown.card.front_media.all)
        if is_answered:
            media += shown.card.back_media.all
        if not media:
            side = "card" if is_answered else "question"
            say(f"This {side} has no picture and no sound.")
        for medium in media:
            self._open(medium)

    def _open(self, medium: Image | Sound) -> None:
        from liverdeck.authoring.media_problems import media_problem

        folder = self._session.deck.folder
        problem = media_problem(medium, folder)
        path = folder / medium.file
        if problem is not None:
            say(f"Not opened: {problem.message}.", colour="red")
        elif click.launch(str(path.resolve())):
            say(f"No program opened it. Open it yourself: {path}", colour="yellow")
        else:
            say(f"Opening: {medium.file}", dim=True)

    def _show_spellings(self, verdict: Verdict | ListVerdict) -> None:
        """Show, letter by letter, where a typed spelling differs from the answer."""
        from liverdeck.checker.letter_diff import as_terminal, letter_diff
        from liverdeck.checker.reasons import REASONS
        from liverdeck.checker.verdict import ListVerdict

        lines: list[str] = []
        if isinstance(verdict, ListVerdict):
            for item in verdict.items:
                has_diff = item.verdict and REASONS[item.verdict.reason].shows_letters
                if has_diff and item.answer:
                    lines.append(as_terminal(letter_diff(item.typed, item.answer)))
        elif REASONS[verdict.reason].shows_letters:
            lines.append(as_terminal(verdict.diff))
        for line in lines:
            echo(f"   {line}")

    def show_ratings(
        self,
        choices: tuple[Choice, Choice, Choice, Choice],
        suggested: Choice | None,
        *,
        was_right: bool,
    ) -> None:
        """Show the four ratings, each with the time until the card comes back.

        The suggested rating is in brackets. When cramming, no times are shown. If a
        rating is suggested and the answer was not right, `r` is also shown.
        """
        texts = []
        for choice in choices:
            text = f"{choice.rating} {RATINGS[choice.rating]}"
            if not self._session.options.cram:
                text += f" {interval_text(choice.answered)}"
            texts.append(f"[{text}]" if choice is suggested else text)
        if not was_right and suggested is not None:
            texts.append("r I was right")
        say(" · ".join(texts))

    def say_saved(self, rated: Rated) -> None:
        """Say that an answer is saved and when the card comes next; warn of a leech.

        When cramming, only the rating is shown.
        """
        rating = RATINGS[rated.choice.rating]
        progress = rated.state.progress
        if self._session.options.cram or progress is None:
            say(f"Noted: {rating}.", dim=True)
            return

        if progress.due_day is not None:
            when = f"due {date_of(progress.due_day)}"
        else:
            when = f"back in {seconds_text(rated.wait_seconds or 0)}"
        say(f"Saved: {rating}; {when}.", dim=True)

        if rated.is_leech_notice:
            say(
                f"You forgot this card {progress.lapses} times: it is a leech. Find a "
                "way to remember it, reword it, or suspend it with ! when it comes. "
                "study --leeches shows all of them.",
                colour="yellow",
            )

    def say_not_saved(self, problem: Problem) -> None:
        """Say why an entry could not be saved, and what to do."""
        fix = problem.fix[:1].upper() + problem.fix[1:]
        say(
            f"NOT saved: {problem.message}. {fix}. Type it again, or stop with q.",
            colour="red",
        )

    def say_undone(self, entry: Entry | None) -> None:
        """Say which entry was taken back, or that there was none."""
        if entry is None:
            say("There is nothing to undo.")
            return
        time = local_time_text(entry.moment)
        if entry.kind == "redate":
            say(f"Taken back: the new dates that entries got, {time}.")
            return
        action = RATINGS[entry.answered.rating] if entry.answered else entry.kind
        name = without_deck(entry.card)
        say(f"Taken back: {action} on {name}, {time}.")

    def say_put_off(self, shown: ShownCard, *, is_suspension: bool) -> None:
        """Say that a card was buried or suspended, and how it comes back."""
        if is_suspension:
            name = without_deck(shown.name)
            say(f"Suspended: it comes back with: liverdeck study --resume {name}.")
        else:
            say("Buried: it comes back tomorrow.")

    def show_source(self, shown: ShownCard) -> None:
        """Say where a card comes from, and how well the learner knows it."""
        fact = shown.card.fact
        say(f"{shown.name}, {fact.position}")
        say(citation(self._session.deck, fact, self._headings))

        progress = shown.state.progress
        if progress is not None:
            reviews = counted(progress.reviews, "review")
            lapses = counted(progress.lapses, "lapse")
            memory = progress.memory
            say(
                f"{reviews}, {lapses}; stability {memory.stability:.1f} days, "
                f"difficulty {memory.difficulty:.1f} of 10."
            )

    def show_help(self) -> None:
        """Show all that the learner may type."""
        for line in _HELP:
            say(line)

    def offer_undo(self) -> None:
        """Say that this was the last card, and how to take back the last answer."""
        say("No more cards for now. u takes back the last answer; Enter ends.")

    def end(self, reason: EndReason) -> None:
        """Say how many answers were saved and when cards come next.

        If nothing was due, also say how to study more. If the learner crammed or did
        not finish, say only how many answers were saved.
        """
        saved_answers = self._session.answered_count
        beginnings = {"interrupt": "Stopped: ", "end of input": "No more input: "}
        echo()
        say(
            f"{beginnings.get(reason, '')}{counted(saved_answers, 'answer')} saved.",
            bold=True,
        )
        if reason != "done" or self._session.options.cram:
            return

        wait_seconds = self._session.next_step_in_seconds()
        if wait_seconds is not None:
            say(f"A card comes back in {seconds_text(wait_seconds)}.")
        elif not saved_answers:
            say(
                "Nothing is due now. For more today: --new N, --reviews N, "
                "--ahead DAYS or --cram."
            )
        next_due = self._session.next_due()
        if next_due is not None:
            days, number = next_due
            when = "Tomorrow" if days == 1 else f"In {days} days"
            say(f"{when}: {counted(number, 'review')}.")


def _remaining_text(remaining: Remaining) -> str:
    """Return what remains: "5 new, 2 learning, 3 to review", or "the last one"."""
    parts = []
    if remaining.new:
        parts.append(f"{remaining.new} new")
    if remaining.steps:
        parts.append(f"{remaining.steps} learning")
    if remaining.reviews:
        parts.append(f"{remaining.reviews} to review")
    return ", ".join(parts) or "the last one"


def _list_help_text(card: Card) -> str:
    """Return how many list items a card asks for and how to type them."""
    separators = ""
    if len(card.answers) > 1:
        separators = ": with commas between, or one a line"
    return f"({items_text(card)}{separators}; an empty line ends)"


def interval_text(answered: Answered) -> str:
    """Return the time until a rated card comes back: `10m`, `3d`, `1.4y`."""
    if answered.wait_days is None:
        return seconds_text(answered.wait_seconds or 0)
    if answered.wait_days <= _DAYS_A_YEAR:
        return f"{answered.wait_days}d"
    return f"{answered.wait_days / _DAYS_A_YEAR:.1f}y"


def seconds_text(seconds: int) -> str:
    """Return seconds as `45s`, `5.5m`, `10m` or `5h`; from two days on, as `2d`."""
    if seconds < _SECONDS_A_MINUTE:
        return f"{seconds}s"
    if seconds < _SECONDS_AN_HOUR:
        return f"{round(seconds / _SECONDS_A_MINUTE, 1):g}m"
    if seconds < 2 * SECONDS_A_DAY:
        return f"{round(seconds / _SECONDS_AN_HOUR, 1):g}h"
    return f"{seconds // SECONDS_A_DAY}d"
