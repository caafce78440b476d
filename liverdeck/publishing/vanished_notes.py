"""Find new notes that may be a vanished note that was changed in many ways at once.

A note has vanished if it was released and is no longer in the deck, and its fact is not
retired. A new note may be a vanished note if the two share something that few notes
share: most of the words of the shorter note, an answer, the passage, the list to which
both belong as groups, the id of a group, or a topic in which nothing else is new or
gone.

If one group of a new list may be a group of a vanished list, then all other groups of
the new list may be so too, even if the author has decided about the first group.
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
"""Notes share most of their words if they share this fraction of the shorter note.

The fraction is measured by the weight of the words.
"""
MOST_WITH_ANSWER = 2
"""An answer, a word or a group's id is no clue if more notes than this have it."""
MOST_IN_AREA = 12
"""A passage or topic with more released facts of one shape than this is no clue."""
_SIZE_OF_PAIR = 2
"""A pair consists of one new and one vanished note."""
_MOST_WITH_CLUE = 50
"""A clue that more vanished notes than this have is ignored."""


class VanishedNotes:
    """Finds the vanished note that a new note may be."""

    def __init__(
        self,
        released: Sequence[LedgerLine],
        states: Mapping[Name, NoteState],
        vanished: Sequence[LedgerLine],
        new: Sequence[NoteState],
        words: NoteWords,
    ) -> None:
        """Take the `released` notes, and the notes that the deck has now.

        `states` are the new and changed notes of the deck, by name. `vanished` are the
        notes that vanished, and `new` are the new notes.
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
        """Return the vanished note that a new note may be, and what the two share.

        Returns None if no vanished note is like the new note.

        `others` has the names of vanished notes that are known to be other new notes.
        """
        likeliest = None
        best_rank = (-1, False, 0.0)
        for line in self._candidates(state):
            if line.name in others or line.shape != state.shape:
                continue
            shared = self._sentences_about_shared(state, line)
            sentences = shared or self._shared_by_lists(state, line)
            is_id_free = (state.fact, line.part) not in self._new_names
            likeness = self._words.weights(state, line).common_fraction
            rank = (len(shared), bool(shared) or is_id_free, likeness)
            if sentences and rank > best_rank:
                likeliest = line, sentences[0]
                best_rank = rank
        return likeliest

    def _shared_by_lists(self, state: NoteState, line: LedgerLine) -> list[str]:
        """Return a sentence, in a list, if the lists of two groups are alike."""
        if (state.fact, line.fact) not in self._alike_lists:
            return []
        return [f"another group of {state.fact_id} may be one of {line.fact}"]

    @cached_property
    def _new_names(self) -> set[Name]:
        return {state.name for state in self._new}

    @cached_property
    def _alike_lists(self) -> set[tuple[str, str]]:
        """Pairs of a new and a vanished list that have groups with something in common.

        Each list is given by the id of its fact.
        """
        return {
            (state.fact, line.fact)
            for state in self._new
            if state.part and state.fact not in self._released_facts
            for line in self._with_clue_of(state)
            if line.shape == state.shape and self._sentences_about_shared(state, line)
        }

    def _sentences_about_shared(self, state: NoteState, line: LedgerLine) -> list[str]:
        """Return what two notes share, as sentences. The strongest clue comes first."""
        clues_found = []
        weights = self._words.weights(state, line)
        least_shared = SHARED_OF_SHORTER * weights.shorter
        if weights.shorter > 0 and weights.common >= least_shared:
            clues_found.append(
                "they have most of the words of the shorter one in common"
            )
        if self._has_same_answer(state, line):
            clues_found.append("they have much of the answer in common")
        if state.part and state.fact == line.fact:
            clues_found.append("both are groups of one list")
        elif state.part and state.fact in self._released_facts:
            return clues_found  # a group stays in its list
        elif state.part and self._has_same_rare_id(state, line):
            clues_found.append(f"both groups have the id {line.part}")
        elif self._is_from_same_passage(state, line):
            clues_found.append("both are from the same passage")
        elif self._is_only_pair(state, line):
            clues_found.append("no other fact of their shape and topic is new or gone")
        return clues_found

    def _has_same_answer(self, state: NoteState, line: LedgerLine) -> bool:
        """Whether two notes share half of the shorter answer's words, one of them rare.

        The answer is all that a note asks for: its blanks, or its items.
        """
        one, other = (
            self._words.words_of_answer(state),
            self._words.words_of_answer(line),
        )
        common = one & other
        shorter_weight = min(self._words.weight(one), self._words.weight(other))
        has_rare_word = any(
            self._words.notes_with(word) <= MOST_WITH_ANSWER for word in common
        )
        return has_rare_word and self._words.weight(common) >= shorter_weight / 2

    def _has_same_rare_id(self, state: NoteState, line: LedgerLine) -> bool:
        group_count = self._groups_with_id[line.part]
        return state.part == line.part and group_count <= MOST_WITH_ANSWER

    def _is_from_same_passage(self, state: NoteState, line: LedgerLine) -> bool:
        fact_count = self._facts_in_area["source", line.source, line.shape]
        return state.source in self._sources_of(line) and fact_count <= MOST_IN_AREA

    def _sources_of(self, line: LedgerLine) -> set[str]:
        """Return the sources that a note from the same passage may have now."""
        now = self._sources_now.get(line.source, line.source)
        return {line.source, now} - {""}

    def _is_only_pair(self, state: NoteState, line: LedgerLine) -> bool:
        """Whether no other note of their topic and shape is new or gone."""
        fact_count = self._facts_in_area["topic", line.topic, line.shape]
        return (
            state.topic == line.topic
            and self._new_or_gone_in[line.topic, line.shape] == _SIZE_OF_PAIR
            and fact_count <= MOST_IN_AREA
        )

    def _candidates(self, state: NoteState) -> Iterable[LedgerLine]:
        lines_by_name = {line.name: line for line in self._with_clue_of(state)}
        if state.part:
            for list_now, list_before in self._alike_lists:
                if list_now == state.fact:
                    lines = self._by_clue.get(("fact", list_before, state.shape), ())
                    lines_by_name |= {line.name: line for line in lines}
        return lines_by_name.values()

    def _with_clue_of(self, state: NoteState) -> Iterator[LedgerLine]:
        """Yield the vanished notes that have a clue in common with a new note."""
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
        """Yield the clues of a note. Notes are compared only if they share a clue."""
        yield from self._words.words_of_note(note)
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
    """Return for each released source the source that most of its notes have now.

    After a new edition of a document, all notes from the document have another source.
    """
    gone = {line.name for line in vanished}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in released:
        if line.name not in gone:
            state = states.get(line.name)
            counts[line.source][state.source if state else line.source] += 1
    sources_now: dict[str, str] = {}
    for released_source, counts_now in counts.items():
        ((most_common_source, _),) = counts_now.most_common(1)
        sources_now[released_source] = most_common_source
    return sources_now
