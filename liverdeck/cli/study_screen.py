"""Print the texts that a learner sees during `study`, line by line.

The lines are readable in a narrow terminal, in a pipe and with a screen reader.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import click

from liverdeck.catalogue.learner_words import message, words_in
from liverdeck.cli.home import redated_text
from liverdeck.cli.media_lines import media_lines, open_medium
from liverdeck.cli.printing import echo
from liverdeck.cli.study_source import memory_line, source_lines
from liverdeck.cli.study_texts import (
    HELP,
    HELP_AND_STOP,
    NAME_OF_ACTION,
    NAME_OF_PHASE,
    NAME_OF_RATING,
    NEW,
    interval_text,
    list_help_text,
    remaining_text_of,
    seconds_text,
)
from liverdeck.cli.terminal import COLOUR_OF_OUTCOME, in_italics, say
from liverdeck.facts.card_texts import answer_hints
from liverdeck.facts.citation import citation
from liverdeck.facts.fact import NOTE_LABEL
from liverdeck.facts.parts import without_deck
from liverdeck.study.scheduling.moments import date_of, local_time_text

if TYPE_CHECKING:
    from liverdeck.base.problems import Problem
    from liverdeck.checker.verdict import ListVerdict, Verdict
    from liverdeck.facts.media import Media
    from liverdeck.study.reviewlog.entries import Entry
    from liverdeck.study.scheduling.card_progress import Choice
    from liverdeck.study.scheduling.memory import Rating
    from liverdeck.study.session.session import Session
    from liverdeck.study.session.shown_card import Rated, ShownCard

EndReason = Literal["done", "quit", "end of input", "interrupt"]
"""Why a session ended."""


class Screen:
    """Prints what the learner sees during one session."""

    def __init__(self, session: Session) -> None:
        """Take the session to show."""
        self._session = session
        self.words = words_in(session.deck.learner_language)
        self._topics = session.deck.topic_titles
        self._headings = session.deck.headings

    def say_redated(self) -> None:
        """Say how many entries dated in the future got today's date, if any did."""
        count = self._session.redated_count
        if count:
            what_to_do = self.words.counted(
                "If this machine's clock is wrong now, set it. Then undo the change of "
                "the date: type u in liverdeck study.",
                "If this machine's clock is wrong now, set it. Then undo the change of "
                "the dates: type u in liverdeck study.",
                count,
            )
            say(f"{redated_text(count, self.words)} {what_to_do}", colour="yellow")

    def begin(self) -> None:
        """Say how many cards are still to come, if there are any."""
        remaining = self._session.remaining()
        if self._session.options.cram:
            cramming = self.words.counted(
                "Cramming {count} card; its schedule is not touched.",
                "Cramming {count} cards; their schedule is not touched.",
                remaining.reviews,
            )
            say(f"{cramming} {self.words.text(HELP_AND_STOP)}")
        elif any((remaining.new, remaining.steps, remaining.reviews)):
            remaining_text = remaining_text_of(remaining, self.words)
            say(f"{remaining_text}. {self.words.text(HELP_AND_STOP)}")

    def show_question(self, shown: ShownCard) -> None:
        """Show the question of a card, and how many cards remain."""
        card = shown.card
        topic = self._topics[card.fact.topic]
        progress = shown.state.progress
        phase = NEW if progress is None else NAME_OF_PHASE[progress.phase]
        echo()
        remaining_text = remaining_text_of(self._session.remaining(), self.words)
        say(f"{topic} · {self.words.text(phase)} · {remaining_text}", dim=True)

        if shown.was_reworded:
            self._say_reworded(shown.state.reviewed_day)
        say(card.prompt, bold=True)
        if card.heading:  # the title of the group that a grouped list asks for
            say(card.heading, bold=True)
        if card.is_list:
            say(list_help_text(card, self.words), dim=True)
        for hint in answer_hints(card):
            self._say_labelled(message("Hint"), hint, dim=True)
        self._name_media(card.front_media)

    def _say_reworded(self, reviewed_day: int | None) -> None:
        """Say that a card was reworded since its last review, and when that was."""
        if reviewed_day is None:
            reworded = message("This card was reworded since you last saw it.")
            self._say(reworded, colour="cyan")
        else:
            reworded = message("This card was reworded since you last saw it ({day}).")
            self._say(reworded, day=date_of(reviewed_day), colour="cyan")

    def ask_to_retype(self, verdict: Verdict | ListVerdict) -> None:
        """Say why the answer must be typed again, without showing the right answer."""
        from liverdeck.checker.feedback import feedback  # loads the checker

        say(in_italics(feedback(verdict, self.words.language)))

    def show_count_so_far(self, verdict: ListVerdict) -> None:
        """Say how many list items are correct so far."""
        self._say(
            message("{count} of {all} so far."),
            count=len(verdict.matched),
            all=verdict.needed_count,
            dim=True,
        )

    def show_answer(self, shown: ShownCard, verdict: Verdict | ListVerdict) -> None:
        """Show feedback, correct answer, the fact's `why` and `note`, and the source.

        There is no feedback on an empty answer or "I don't know" (the reason `empty`).
        The correct answer is left out if it was typed exactly or is in the feedback,
        and the other right answers if the typed answer was right. Not every fact has
        `why` or `note`.
        """
        fact = shown.card.fact
        from liverdeck.checker.feedback import contains_answer, feedback

        is_empty = verdict.reason == "empty"
        feedback_text = "" if is_empty else feedback(verdict, self.words.language)
        if feedback_text:
            say(in_italics(feedback_text, COLOUR_OF_OUTCOME[verdict.outcome]))
            self._show_spellings(verdict)

        answer_text = ", ".join(answer.text for answer in shown.card.answers)
        was_typed_exactly = verdict.reason in ("exact", "all")  # all items of a list
        if not was_typed_exactly and not contains_answer(feedback_text, answer_text):
            answer = click.style(answer_text, fg="green")
            self._say(message("The answer is: {answer}"), answer=answer)
        if verdict.outcome != "correct":
            self._show_other_right_answers(shown)
        if fact.why:
            self._say_labelled(message("Why"), fact.why)
        if fact.note:
            self._say_labelled(NOTE_LABEL, fact.note)
        self._name_media(shown.card.back_media)
        source = citation(self._session.deck, fact, self._headings)
        self._say_labelled(message("Source"), source, dim=True)

    def _show_other_right_answers(self, shown: ShownCard) -> None:
        """Show the other right answers, unless the card asks for a list."""
        if not shown.card.is_list:
            (answer,) = shown.card.answers
            if answer.accept:
                self._say_labelled(message("Also right"), ", ".join(answer.accept))

    def _name_media(self, media: Media) -> None:
        for line in media_lines(media, self.words):
            say(line, dim=True)
        if media.all:
            self._say(message("(o: open)"), dim=True)

    def open_media(self, shown: ShownCard, *, is_answered: bool) -> None:
        """Open the pictures and sounds of a card in other programs.

        Those of the back are opened only after the card was answered.
        """
        media = list(shown.card.front_media.all)
        nothing = message("This question has no picture and no sound.")
        if is_answered:
            media += shown.card.back_media.all
            nothing = message("This card has no picture and no sound.")
        if not media:
            self._say(nothing)
        for medium in media:
            open_medium(medium, self._session.deck.folder, self.words)

    def _show_spellings(self, verdict: Verdict | ListVerdict) -> None:
        """Show, letter by letter, where a typed spelling differs from the answer."""
        from liverdeck.checker.letter_diff import as_terminal_text
        from liverdeck.checker.reasons import REASONS
        from liverdeck.checker.verdict import ListVerdict

        lines: list[str] = []
        if isinstance(verdict, ListVerdict):
            for item in verdict.items:
                if item.verdict is None or item.answer is None:
                    continue
                if REASONS[item.verdict.reason].shows_letters:
                    lines.append(as_terminal_text(item.verdict.diff))
        elif REASONS[verdict.reason].shows_letters:
            lines.append(as_terminal_text(verdict.diff))
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

        The suggested rating is in brackets. In cramming, no times are shown. If a
        rating is suggested and the answer was not right, `r` is also shown.
        """
        texts = []
        for choice in choices:
            text = f"{choice.rating} {self._rating_name(choice.rating)}"
            if not self._session.options.cram:
                text += f" {interval_text(choice.answered, self.words)}"
            texts.append(f"[{text}]" if choice is suggested else text)
        if not was_right and suggested is not None:
            texts.append(self.words.text("r I was right"))
        say(" · ".join(texts))

    def say_saved(self, rated: Rated) -> None:
        """Say that an answer is saved and when the card comes next; warn of a leech.

        In cramming, only the rating is shown.
        """
        rating = self._rating_name(rated.choice.rating)
        progress = rated.state.progress
        if self._session.options.cram or progress is None:
            self._say(message("Noted: {rating}."), rating=rating, dim=True)
            return

        if progress.due_day is not None:
            due = date_of(progress.due_day)
            self._say(
                message("Saved: {rating}; due {day}."), rating=rating, day=due, dim=True
            )
        else:
            wait = seconds_text(rated.wait_seconds or 0, self.words)
            self._say(
                message("Saved: {rating}; back in {time}."),
                rating=rating,
                time=wait,
                dim=True,
            )

        if rated.must_warn_of_leech:
            self._say(
                message(
                    "You forgot this card {count} times: it is a leech. Find a way to "
                    "remember it, reword it, or suspend it with ! when it comes. "
                    "study --leeches shows all of them."
                ),
                count=progress.lapses,
                colour="yellow",
            )

    def say_not_saved(self, problem: Problem) -> None:
        """Say why an entry could not be saved, and what to do."""
        fix = problem.fix[:1].upper() + problem.fix[1:]
        self._say(
            message("NOT saved: {problem}. {fix}. Try again, or stop with q."),
            problem=problem.message,
            fix=fix,
            colour="red",
        )

    def say_undone(self, entry: Entry | None) -> None:
        """Say which entry was taken back, or that there was none."""
        if entry is None:
            self._say(message("There is nothing to undo."))
            return
        time = local_time_text(entry.moment)
        if entry.kind == "redate":
            self._say(
                message("Taken back: the change of dates of {time}."),
                time=time,
            )
            return
        if entry.answered:
            action = self._rating_name(entry.answered.rating)
        else:
            action = self.words.text(NAME_OF_ACTION.get(entry.kind, entry.kind))
        self._say(
            message("Taken back: {action} on {card}, {time}."),
            action=action,
            card=without_deck(entry.card),
            time=time,
        )

    def say_put_off(self, shown: ShownCard, *, is_suspension: bool) -> None:
        """Say that a card was buried or suspended, and how it comes back."""
        if is_suspension:
            name = without_deck(shown.name)
            self._say(
                message(
                    "Suspended. To bring it back: liverdeck study --resume {card}."
                ),
                card=name,
            )
        else:
            self._say(message("Buried: it comes back tomorrow."))

    def show_source_and_memory(self, shown: ShownCard) -> None:
        """Say where a card comes from, and how well the learner knows it."""
        card, deck = shown.card, self._session.deck
        say(f"{shown.name}, {card.fact.position}")
        for line in source_lines(card, deck, self._headings, self.words):
            say(line)
        progress = shown.state.progress
        if progress is not None:
            say(memory_line(progress, self.words))

    def show_help(self) -> None:
        """Show everything that the learner may type."""
        for line in HELP:
            self._say(line)

    def offer_undo(self) -> None:
        """Say that this was the last card, and how to take back the last answer."""
        self._say(
            message("No more cards for now. u takes back the last answer; Enter ends.")
        )

    def end(self, reason: EndReason) -> None:
        """Say how many answers were saved and when cards come next.

        If nothing was due, also say how to study more. If the learner crammed or did
        not finish, say only how many answers were saved.
        """
        saved = self.words.counted(
            "{count} answer saved.",
            "{count} answers saved.",
            self._session.answered_count,
        )
        beginning = {
            "interrupt": message("Stopped: {what}"),
            "end of input": message("No more input: {what}"),
        }.get(reason, "{what}")
        echo()
        self._say(beginning, what=saved, bold=True)
        if reason == "done" and not self._session.options.cram:
            self._say_what_comes_next()

    def _say_what_comes_next(self) -> None:
        """Say when cards come next. If nothing was due, also say how to study more."""
        wait_seconds = self._session.next_step_in_seconds()
        if wait_seconds is not None:
            self._say(
                message("A card comes back in {time}."),
                time=seconds_text(wait_seconds, self.words),
            )
        elif not self._session.answered_count:
            self._say(
                message(
                    "Nothing is due now. For more today: --new N, --reviews N, "
                    "--ahead DAYS or --cram."
                )
            )
        next_due = self._session.next_due()
        if next_due is not None:
            days, due_count = next_due
            reviews = self.words.counted("{count} review", "{count} reviews", due_count)
            when = message("Tomorrow: {reviews}.")
            if days > 1:
                when = message("In {days} days: {reviews}.")
            self._say(when, days=days, reviews=reviews)

    def _say(
        self,
        text: str,
        *,
        bold: bool | None = None,
        dim: bool | None = None,
        colour: str | None = None,
        **values: object,
    ) -> None:
        """Print a text in the learner's language; `values` fill its placeholders."""
        say(self.words.text(text, **values), bold=bold, dim=dim, colour=colour)

    def _say_labelled(self, label: str, text: str, *, dim: bool | None = None) -> None:
        say(f"{self.words.label(label)} {text}", dim=dim)

    def _rating_name(self, rating: Rating) -> str:
        return self.words.text(NAME_OF_RATING[rating])
