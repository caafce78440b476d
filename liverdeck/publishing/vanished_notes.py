"""Finds new notes that may be a vanished note, changed in many ways at once.

A note has vanished if it was released and is no longer in the deck, and its fact is not
retired. A new note may be a vanished one if the two share something that few notes
share: most of the words of the shorter one, an answer, the passage, the list that both
are a group of, the id of a group, or a topic in which nothing else is new or gone.

If one group of a new list may be a group of a vanished list, so may all the others.
What the author says of the one group says nothing of the list.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from liverdeck.facts.ledger import LedgerLine, NoteState
    from liverdeck.publishing.note_words import AnyNote, NoteWords

    Name = tuple[str, str]

SHARED_OF_SHORTER = 0.7
"""At least this fraction of the shorter note's words, by weight, is most of them."""
MOST_WITH_ANSWER = 2
"""An answer, its words, or an id of a group does not count if more notes have it."""
MOST_IN_AREA = 12
"""A passage or a topic does not count if it has more released facts of the shape."""
_MOST_WITH_CLUE = 50
"""A clue that more vanished notes have is not looked at."""


class VanishedNotes:
    """The notes that vanished, and the clues that a new note is one of them."""

    def __init__(
        self,
        released: Sequence[LedgerLine],
        states: Mapping[Name, NoteState],
        vanished: Sequence[LedgerLine],
        new: Sequence[NoteState],
        words: NoteWords,
    ) -> None:
        """Take the `released` notes, and what became of them.

        `states` has the notes of the deck that are not as released, by name. `vanished`
        has the notes that vanished, and `new` the new ones.
        """
        self._vanished = vanished
        self._new = new
        self._words = words
        self._released_facts = {line.fact for line in released}
        self._sources_now = _sources_now(released, states, vanished)
        facts_and_areas = {
            (line.fact, area) for line in released for area in _areas(line)
        }
        self._facts_in_area = Counter(area for _, area in facts_and_areas)
        new_or_gone: tuple[AnyNote, ...] = (*vanished, *new)
        self._new_or_gone_in = Counter((note.topic, note.shape) for note in new_or_gone)
        self._groups_with_id = Counter(line.part for line in released)
        self._by_clue = self._lines_by_clue()

    def likeliest(
        self, state: NoteState, others: Collection[Name] = ()
    ) -> tuple[LedgerLine, str] | None:
        """Return the vanished note that a new one may be, and what they share.

        Returns None if no vanished note is like it.

        `others` has the names of notes that are known to be something else.
        """
        best, shared, best_rank = None, "", (-1, False, 0.0)
        for line in self._candidates(state):
            if line.name in others or line.shape != state.shape:
                continue
            own = self._shared(state, line)
            found = own or self._shared_by_lists(state, line)
            is_free = (state.fact, line.part) not in self._new_names
            both, _, longer = self._words.weights(state, line)
            likeness = both / longer if longer else 0.0
            rank = (len(own), bool(own) or is_free, likeness)
            if found and rank > best_rank:
                best, shared, best_rank = line, found[0], rank
        return (best, shared) if best else None

    def _shared_by_lists(self, state: NoteState, line: LedgerLine) -> list[str]:
        if (state.fact, line.fact) not in self._alike_lists:
            return []
        return [f"another group of {state.fact_id} may be one of {line.fact}"]

    @cached_property
    def _new_names(self) -> set[Name]:
        return {state.name for state in self._new}

    @cached_property
    def _alike_lists(self) -> set[tuple[str, str]]:
        """The facts of new lists and of vanished ones that share a clue of a group."""
        return {
            (state.fact, line.fact)
            for state in self._new
            if state.part and state.fact not in self._released_facts
            for line in self._with_clue_of(state)
            if line.shape == state.shape and self._shared(state, line)
        }

    def _shared(self, state: NoteState, line: LedgerLine) -> list[str]:
        """Return what two notes share, as sentences. The strongest clue comes first."""
        found = []
        both, shorter, _ = self._words.weights(state, line)
        if both >= SHARED_OF_SHORTER * shorter > 0:
            found.append("they have most of the words of the shorter one in common")
        if self._has_same_answer(state, line):
            found.append("they have much of the answer in common")
        if state.part and state.fact == line.fact:
            found.append("both are groups of one list")
        elif state.part and state.fact in self._released_facts:
            return found  # a group stays in its list
        elif state.part and self._has_same_rare_id(state, line):
            found.append(f"both groups have the id {line.part}")
        elif self._is_from_same_passage(state, line):
            found.append("both are from the same passage")
        elif self._is_only_pair(state, line):
            found.append("no other fact of their shape and topic is new or gone")
        return found

    def _has_same_answer(self, state: NoteState, line: LedgerLine) -> bool:
        """Whether both have half of the shorter answer's words, one of them rare.

        The answer is all that a note asks for: its blanks, or its items.
        """
        one, other = self._words.of_answer(state), self._words.of_answer(line)
        both = one & other
        shorter = min(self._words.weight(one), self._words.weight(other))
        return 2 * self._words.weight(both) >= shorter and any(
            self._words.notes_with(word) <= MOST_WITH_ANSWER for word in both
        )

    def _has_same_rare_id(self, state: NoteState, line: LedgerLine) -> bool:
        number = self._groups_with_id[line.part]
        return state.part == line.part and number <= MOST_WITH_ANSWER

    def _is_from_same_passage(self, state: NoteState, line: LedgerLine) -> bool:
        return state.source in self._sources_of(line) and (
            self._facts_in_area["source", line.source, line.shape] <= MOST_IN_AREA
        )

    def _sources_of(self, line: LedgerLine) -> set[str]:
        """Return the sources that a note from the same passage may have now."""
        now = self._sources_now.get(line.source, line.source)
        return {line.source, now} - {""}

    def _is_only_pair(self, state: NoteState, line: LedgerLine) -> bool:
        return (
            state.topic == line.topic
            and self._new_or_gone_in[line.topic, line.shape] == len((state, line))
            and self._facts_in_area["topic", line.topic, line.shape] <= MOST_IN_AREA
        )

    def _candidates(self, state: NoteState) -> Iterable[LedgerLine]:
        found = {line.name: line for line in self._with_clue_of(state)}
        if state.part:
            for list_now, list_before in self._alike_lists:
                if list_now == state.fact:
                    lines = self._by_clue.get(("fact", list_before, state.shape), ())
                    found |= {line.name: line for line in lines}
        return found.values()

    def _with_clue_of(self, state: NoteState) -> Iterator[LedgerLine]:
        """Yield the vanished notes that have a clue in common with a new one."""
        for clue in self._clues(state, {state.source}):
            yield from self._by_clue.get(clue, ())

    def _lines_by_clue(self) -> dict[object, list[LedgerLine]]:
        by_clue: dict[object, list[LedgerLine]] = defaultdict(list)
        for line in self._vanished:
            for clue in self._clues(line, self._sources_of(line)):
                by_clue[clue].append(line)
        return {
            clue: lines
            for clue, lines in by_clue.items()
            if len(lines) <= _MOST_WITH_CLUE
        }

    def _clues(self, note: AnyNote, sources: Iterable[str]) -> Iterator[object]:
        """Yield the clues of a note: two notes are compared if they share one."""
        yield from self._words.of(note)
        yield from (("source", source, note.shape) for source in sources)
        yield "topic", note.topic, note.shape
        yield "fact", note.fact, note.shape
        yield "group", note.part, note.shape


def _areas(line: LedgerLine) -> Iterator[tuple[str, str, str]]:
    """Yield the passage and the topic of a note, each with the shape of the note."""
    yield "source", line.source, line.shape
    yield "topic", line.topic, line.shape


def _sources_now(
    released: Iterable[LedgerLine],
    states: Mapping[Name, NoteState],
    vanished: Iterable[LedgerLine],
) -> dict[str, str]:
    """Return the present source of most of the notes that had each released source.

    With a new edition of a document, all of its notes have another source.
    """
    gone = {line.name for line in vanished}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in released:
        if line.name not in gone:
            state = states.get(line.name)
            counts[line.source][state.source if state else line.source] += 1
    return {source: now.most_common(1)[0][0] for source, now in counts.items()}
