"""Merge the ledgers of two branches after both branches were released and published.

A learner may have the releases of either branch, so the merged ledger has every note
that one of the branches released. The merge itself counts as a release, although no
learner gets a package of it. Every note that differs between the branches gets the time
of the merge, so all learners get it with the next package. A note that one branch
withdrew is withdrawn.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from liverdeck.base.problems import Position, Problem
from liverdeck.base.result import Result
from liverdeck.facts.ledger import (
    ASK,
    Ledger,
    LedgerLine,
    NumberHistory,
    texts_other_than,
)
from liverdeck.publishing.pairs_of_names import pairs_of_names

if TYPE_CHECKING:
    from collections.abc import Mapping


def merge_ledgers(
    kept: Ledger, other: Ledger, path: str, time_seconds: int
) -> Result[Ledger]:
    """Return the ledger of everything that two branches released.

    If both branches changed a note, the later change counts. If the branches gave the
    same id or number to different questions, this id or number counts as withdrawn, so
    that it is not used again.

    `path` is the path of the file of `other`, for a problem. `time_seconds` is the time
    of the merge (Unix time). It is a problem if the two ledgers are not branches of one
    ledger.
    """
    problem = _problem_of_branches(kept, other, path)
    if problem is not None:
        return Result(None, (problem,))

    times_of_both = {*kept.releases, *other.releases}
    merge_seconds = max(time_seconds, max(times_of_both) + 1)
    releases = (*sorted(times_of_both), merge_seconds)
    merger = _Merger(releases, {*kept.releases} & {*other.releases})
    note_types = dict(other.note_types)
    for name, note_type in kept.note_types.items():
        other_type = note_types.get(name)
        is_newer_in_other = (
            other_type is not None
            and other_type.changed_seconds > note_type.changed_seconds
        )
        if not is_newer_in_other:
            note_types[name] = note_type
    merged = replace(
        kept,
        releases=releases,
        note_types=note_types,
        lines=merger.merged_lines(
            merger.renumbered_lines(kept), merger.renumbered_lines(other)
        ),
        recovered_releases=max(kept.recovered_releases, other.recovered_releases),
        given_up=tuple(sorted({*kept.given_up, *other.given_up})),
        named_twice=_named_twice(kept, other),
        topics={**other.topics, **kept.topics},
    )
    return Result(merged)


def _problem_of_branches(kept: Ledger, other: Ledger, path: str) -> Problem | None:
    """Return why two ledgers cannot be merged; None if they can be."""
    if not {*kept.releases} & {*other.releases}:
        message = "it has no release in common with deck.lock"
    elif {*other.releases} <= {*kept.releases}:
        message = "deck.lock has all of its releases already"
    elif (kept.language, kept.anki_name) != (other.language, other.anki_name):
        message = "its `anki_name` or language is not that of deck.lock"
    else:
        return None
    fix = "name the deck.lock of the other branch, as its last release wrote it"
    return Problem(Position(path), message, fix)


def _named_twice(
    kept: Ledger, other: Ledger
) -> tuple[tuple[tuple[str, str], tuple[str, str]], ...]:
    """Return all pairs of names that two branches seem to have given one question."""
    in_kept = _live_lines(kept)
    in_other = _live_lines(other)
    only_kept = [line for line in in_kept if line.name not in other.lines]
    only_other = [line for line in in_other if line.name not in kept.lines]
    pairs = pairs_of_names((*in_kept, *only_other), only_kept, only_other)
    return tuple(sorted({*kept.named_twice, *other.named_twice, *pairs}))


def _live_lines(ledger: Ledger) -> list[LedgerLine]:
    """Return the lines of all notes that were not withdrawn."""
    return [line for line in ledger.lines.values() if line.withdrawn is None]


class _Merger:
    """Merges the lines of two ledgers."""

    def __init__(self, releases: tuple[int, ...], common: set[int]) -> None:
        """Take the times of all releases, and the times that both branches share."""
        self._merge_seconds = releases[-1]
        self._merge_release = len(releases)
        """The merge counts as the release with this number."""
        self._release_by_time = {
            time_seconds: release for release, time_seconds in enumerate(releases, 1)
        }
        self._last_common = self._release_by_time[max(common)]

    def renumbered_lines(self, ledger: Ledger) -> dict[tuple[str, str], LedgerLine]:
        """Return the lines of one branch with the numbers of the merged releases."""
        return {
            name: self._renumbered(line, ledger) for name, line in ledger.lines.items()
        }

    def _renumbered(self, line: LedgerLine, ledger: Ledger) -> LedgerLine:
        """Return a line of one branch with the numbers of the merged releases."""
        return replace(
            line,
            first_release=self._merged_release(line.first_release, ledger),
            withdrawn=self._merged_release_or_none(line.withdrawn, ledger),
            numbers={
                number: replace(
                    history,
                    since=self._merged_release(history.since, ledger),
                    until=self._merged_release_or_none(history.until, ledger),
                )
                for number, history in line.numbers.items()
            },
        )

    def _merged_release(self, release: int, ledger: Ledger) -> int:
        """Return the number that a release of one branch has after the merge."""
        return self._release_by_time[ledger.releases[release - 1]]

    def _merged_release_or_none(
        self, release: int | None, ledger: Ledger
    ) -> int | None:
        return None if release is None else self._merged_release(release, ledger)

    def merged_lines(
        self,
        kept: dict[tuple[str, str], LedgerLine],
        other: dict[tuple[str, str], LedgerLine],
    ) -> dict[tuple[str, str], LedgerLine]:
        lines: dict[tuple[str, str], LedgerLine] = {}
        for name, line in (kept | other).items():
            if name in kept and name in other:
                lines[name] = self._merged_line(kept[name], other[name])
            else:
                lines[name] = self._only_in_one_branch(line)
        return lines

    def _only_in_one_branch(self, line: LedgerLine) -> LedgerLine:
        """Return the line of a note that only one branch released.

        The note counts as new with the merge. So the learners of the other branch get
        it with the package, and not with an update text.
        """
        return replace(line, first_release=self._merge_release)

    def _merged_line(self, kept: LedgerLine, other: LedgerLine) -> LedgerLine:
        newer = max(kept, other, key=lambda line: line.changed_seconds)
        withdrawn = kept.withdrawn
        if other.withdrawn is not None or self._is_given_out_twice(kept, other):
            withdrawn = withdrawn or self._merge_release
        has_same_content = kept.hash == other.hash
        has_same_time = kept.changed_seconds == other.changed_seconds
        changed_seconds = self._merge_seconds
        if has_same_content and has_same_time:
            changed_seconds = kept.changed_seconds
        numbers = self._merged_numbers(kept, other, newer)
        # Without a hash, the note counts as changed in the next release.
        has_all_numbers = _present_numbers(numbers) <= newer.numbers.keys()
        return replace(
            newer,
            hash=newer.hash if has_all_numbers else "",
            first_release=min(kept.first_release, other.first_release),
            changed_seconds=changed_seconds,
            numbers=numbers,
            withdrawn=withdrawn,
            had_media=kept.had_media or other.had_media,
        )

    def _merged_numbers(
        self, kept: LedgerLine, other: LedgerLine, newer: LedgerLine
    ) -> dict[str, NumberHistory]:
        is_older_than_branches = (
            min(kept.first_release, other.first_release) <= self._last_common
        )
        numbers = {**kept.numbers, **other.numbers}
        for number in kept.numbers.keys() & other.numbers.keys():
            kept_history, other_history = kept.numbers[number], other.numbers[number]
            # A question that is new in both branches can have no number but `ask`, so
            # that number is not dropped.
            may_be_dropped = is_older_than_branches or number != ASK
            is_given_twice = self._is_number_given_twice(kept_history, other_history)
            is_dropped_by_merge = may_be_dropped and is_given_twice
            until = kept_history.until
            if until is None and (
                other_history.until is not None or is_dropped_by_merge
            ):
                until = self._merge_release

            text = newer.numbers[number].text
            texts = (
                *kept_history.earlier_texts,
                *other_history.earlier_texts,
                kept_history.text,
                other_history.text,
            )
            numbers[number] = NumberHistory(
                text,
                min(kept_history.since, other_history.since),
                until,
                texts_other_than(text, texts),
            )
        return numbers

    def _is_number_given_twice(self, one: NumberHistory, two: NumberHistory) -> bool:
        """Whether both branches gave a new number to different texts."""
        return min(one.since, two.since) > self._last_common and one.text != two.text

    def _is_given_out_twice(self, one: LedgerLine, two: LedgerLine) -> bool:
        """Whether both branches gave the same name to different new notes."""
        if min(one.first_release, two.first_release) <= self._last_common:
            return False
        is_same_note = one.shape == two.shape and (
            one.front == two.front or one.answer == two.answer
        )
        return not is_same_note


def _present_numbers(numbers: Mapping[str, NumberHistory]) -> set[str]:
    """Return the numbers that were not dropped."""
    return {number for number, history in numbers.items() if history.until is None}
