"""What study looks like: lines of text, in order, so that a narrow terminal, a pipe and a screen reader all do."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

import click

from liverdeck.base.phrases import counted
from liverdeck.checker.feedback import feedback
from liverdeck.cli.report import harmless, in_italics
from liverdeck.facts.citation import citation
from liverdeck.study.scheduling.moments import date_of, local_time_text
from liverdeck.study.scheduling.schedule import RATINGS

if TYPE_CHECKING:
    from liverdeck.base.problems import Problem
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.schedule import Answered, Choice
    from liverdeck.study.session.session import Rated, Session, ShownCard

_NARROWEST, _WIDEST = 20, 88
"""Columns; longer lines are hard to read."""
_COLOURS = {"correct": "green", "wrong": "red", "retype": "yellow", "partial": "yellow"}
_WITH_DIFF = ("typo", "misspelt", "rare", "confusable", "opposite")
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_YEAR = 365
"""Days, to which an interval is shown exactly."""
EndReason = Literal["done", "quit", "end of input", "interrupt"]
_HELP = (
    "Type the answer and press Enter; an empty line shows it. Then rate how well you knew it:",
    "1 again: wrong, or a guess.",
    "2 hard: right, with an effort.",
    "3 good: right.",
    "4 easy: right at once.",
    "Enter: the key in brackets.",
    "r: I was right, whatever the checker says.",
    "At both prompts (but where the answer is a single letter, only when rating):",
    "u: undo the last answer.",
    "s: skip; the card comes later.",
    "b: bury; not today.",
    "!: suspend; not until liverdeck study --resume.",
    "e: where the card is from.",
    "q: stop (Ctrl-C too); all that was rated is saved.",
)


class Screen:
    """The terminal of one sitting."""

    def __init__(self, session: Session) -> None:
        """Take the session, of which it asks what is left."""
        self._session = session
        self._topics = {topic.id: topic.title for topic in session.deck.topics}
        self._headings = {
            passage.id: passage.heading for passage in session.deck.passages
        }

    def begin(self) -> None:
        """Say what is to come."""
        left = self._session.remaining()
        back = self._session.milliseconds_set_back() // 1000
        if back >= _MINUTE:
            self.say(
                f"The clock stands {seconds_text(back)} before your last answer. Answers are kept in their order all "
                "the same; set the clock right, or cards may come on the wrong day.",
                colour="yellow",
            )
        if self._session.options.cram:
            self.say(
                f"Cramming {left.reviews} cards; their schedule is not touched. ? for help, q to stop."
            )
        elif any((left.new, left.steps, left.reviews)):
            self.say(
                f"{_counts(left.new, left.steps, left.reviews)}. ? for help, q to stop."
            )

    def question(self, shown: ShownCard) -> None:
        """Show a card's front."""
        card = shown.card
        left = self._session.remaining()
        state = "new" if shown.state.progress is None else shown.state.progress.phase
        click.echo()
        self.say(
            f"{self._topics[card.fact.topic]} · {state} · {_counts(left.new, left.steps, left.reviews)}",
            dim=True,
        )
        if shown.was_reworded:
            day = shown.state.reviewed_day
            when = f" ({date_of(day)})" if day is not None else ""
            self.say(
                f"This card was reworded since you last saw it{when}.", colour="cyan"
            )
        self.say(card.prompt, bold=True)
        if card.heading:
            self.say(card.heading, bold=True)
        if card.is_list:
            number = len(card.answers)
            order = ", in order" if card.ordered else ""
            items = (
                "1 item"
                if number == 1
                else f"{number} items{order}: with commas between, or one a line"
            )
            self.say(f"({items}; an empty line ends)", dim=True)
        if card.fact.image is not None:
            self.say(
                f"[Picture: {card.fact.image.alt} ({card.fact.image.file})]", dim=True
            )

    def doubt(self, verdict: Verdict | ListVerdict) -> None:
        """Say why an answer is asked for again, without giving it away."""
        self.say(in_italics(feedback(verdict)), colour=None)

    def so_far(self, verdict: ListVerdict) -> None:
        """Say how far a list has come."""
        self.say(f"{len(verdict.matched)} of {verdict.need} so far.", dim=True)

    def answer(self, shown: ShownCard, verdict: Verdict | ListVerdict) -> None:
        """Show the verdict, what is right, why, and where it stands."""
        card, fact = shown.card, shown.card.fact
        said = "" if verdict.reason == "empty" else feedback(verdict)
        if said:
            self.say(in_italics(said, _COLOURS[verdict.outcome]))
            self._letters(verdict)
        right = ", ".join(answer.text for answer in card.answers)
        if verdict.reason not in ("exact", "all") and right not in said.replace(
            "*", ""
        ):
            self.say(f"Right is: {click.style(right, fg='green')}")
        if fact.why:
            self.say(f"Why: {fact.why}")
        if fact.note:
            self.say(f"Beyond the document: {fact.note}")
        self.say(
            f"Source: {citation(self._session.deck, fact, self._headings)}", dim=True
        )

    def _letters(self, verdict: Verdict | ListVerdict) -> None:
        """Show, letter by letter, where a spelling differs."""
        from liverdeck.checker.letter_diff import as_terminal, letter_diff
        from liverdeck.checker.verdict import ListVerdict

        if isinstance(verdict, ListVerdict):
            slips = [
                item
                for item in verdict.items
                if item.verdict and item.verdict.reason in _WITH_DIFF
            ]
            lines = [
                as_terminal(letter_diff(item.typed, item.answer or ""))
                for item in slips
                if item.answer
            ]
        else:
            lines = [as_terminal(verdict.diff)] if verdict.reason in _WITH_DIFF else []
        for line in lines:
            click.echo(f"   {line}")

    def keys(
        self,
        choices: tuple[Choice, Choice, Choice, Choice],
        suggested: Choice | None,
        *,
        was_right: bool,
    ) -> None:
        """Show the rating keys with the interval that each will write."""
        keys = []
        for choice in choices:
            interval = (
                ""
                if self._session.options.cram
                else f" {interval_text(choice.answered)}"
            )
            key = f"{choice.rating} {RATINGS[choice.rating]}{interval}"
            keys.append(f"[{key}]" if choice is suggested else key)
        if not was_right and suggested is not None:
            keys.append("r I was right")
        self.say(" · ".join(keys))

    def saved(self, rated: Rated) -> None:
        """Say that an answer is on disk, and when the card comes next."""
        rating = RATINGS[rated.choice.rating]
        progress = rated.state.progress
        if self._session.options.cram or progress is None:
            self.say(f"Noted: {rating}.", dim=True)
            return
        day = progress.due_day
        when = (
            f"due {date_of(day)}"
            if day is not None
            else f"back in {seconds_text(rated.wait_seconds or 0)}"
        )
        self.say(f"Saved: {rating}; {when}.", dim=True)
        if rated.is_new_leech:
            self.say(
                f"You forgot this card {progress.lapses} times: it is a leech. Find a way to remember it, reword it, "
                "or suspend it with ! when it comes; study --leeches shows all of them.",
                colour="yellow",
            )

    def not_saved(self, problem: Problem) -> None:
        """Say that an answer is not on disk, and what to do."""
        mend = problem.fix[:1].upper() + problem.fix[1:]
        self.say(
            f"NOT saved: {problem.what}. {mend}. Press the key again, or stop with q.",
            colour="red",
        )

    def undone(self, entry: Entry | None) -> None:
        """Say what was taken back."""
        if entry is None:
            self.say("There is nothing of today to undo.")
            return
        what = RATINGS[entry.answered.rating] if entry.answered else entry.kind
        self.say(
            f"Taken back: {what} on {entry.card.split('/', 1)[1]}, {local_time_text(entry.moment)}."
        )

    def put_off(self, shown: ShownCard, *, for_good: bool) -> None:
        """Say that a card was buried or suspended, and how it comes back."""
        name = shown.name.split("/", 1)[1]
        back = (
            f"it comes back with: liverdeck study --resume {name}"
            if for_good
            else "it comes back tomorrow"
        )
        self.say(f"{'Suspended' if for_good else 'Buried'}: {back}.")

    def source(self, shown: ShownCard) -> None:
        """Say where a card comes from, and how it went so far."""
        fact = shown.card.fact
        self.say(f"{shown.name}, {fact.position}")
        self.say(citation(self._session.deck, fact, self._headings))
        progress = shown.state.progress
        if progress is not None:
            memory = progress.memory
            counts = f"{counted(progress.reviews, 'review')}, {counted(progress.lapses, 'lapse')}"
            self.say(
                f"{counts}; stability {memory.stability:.1f} days, difficulty {memory.difficulty:.1f} of 10."
            )

    def help(self) -> None:
        """Show all keys."""
        for line in _HELP:
            self.say(line)

    def offer_undo(self) -> None:
        """Say that this was the last card."""
        self.say("No more cards for now. u takes back the last answer; Enter ends.")

    def end(self, reason: EndReason) -> None:
        """Say what was saved and what comes next."""
        saved = self._session.saved
        click.echo()
        answers = counted(saved, "answer")
        stopped = {"interrupt": "Stopped: ", "end of input": "No more input: "}.get(
            reason, ""
        )
        self.say(f"{stopped}{answers} saved.", bold=True)
        if reason != "done" or self._session.options.cram:
            return
        wait, due = self._session.next_step_in(), self._session.next_due()
        if wait is not None:
            self.say(f"A card comes back in {seconds_text(wait)}.")
        elif not saved:
            self.say(
                "Nothing is due now. For more today: --new N, --reviews N, --ahead DAYS or --cram."
            )
        if due is not None:
            self.say(
                f"{'Tomorrow' if due[0] == 1 else f'In {due[0]} days'}: {counted(due[1], 'review')}."
            )

    def say(
        self,
        text: str,
        *,
        bold: bool | None = None,
        dim: bool | None = None,
        colour: str | None = None,
    ) -> None:
        """Print a text in the width of the terminal."""
        width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
        click.secho(
            click.wrap_text(harmless(text), width), bold=bold, dim=dim, fg=colour
        )


def _counts(new: int, steps: int, reviews: int) -> str:
    parts = [
        f"{new} new" if new else "",
        f"{steps} learning" if steps else "",
        f"{reviews} to review" if reviews else "",
    ]
    return ", ".join(filter(None, parts)) or "the last one"


def interval_text(given: Answered) -> str:
    """Return an interval as it stands on a key: `10m`, `3d`, `1.4y`; days up to a year are exact."""
    if given.wait_days is None:
        return seconds_text(given.wait_seconds or 0)
    return (
        f"{given.wait_days}d"
        if given.wait_days <= _YEAR
        else f"{given.wait_days / _YEAR:.1f}y"
    )


def seconds_text(seconds: int) -> str:
    """Return a span of time: `45s`, `5.5m`, `10m`, `5h`; in days from two on."""
    if seconds < _MINUTE:
        return f"{seconds}s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE, 1):g}m"
    return (
        f"{round(seconds / _HOUR, 1):g}h"
        if seconds < 2 * _DAY
        else f"{seconds // _DAY}d"
    )
