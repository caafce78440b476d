"""Words by which a key would stand out among the options of its item."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.distractor_choice import Distractor


def entries_without_cues(
    entries: Sequence[Answer],
    stem: str,
    distractors: Sequence[Distractor],
    stemmer: TextStemmer,
) -> Sequence[Answer]:
    """Return the list items that do not stand out by a word of the stem.

    A list item stands out if it has a word of the stem that no distractor has. If all
    list items do, return all.
    """
    words_of_distractors = stemmer.content_stems(
        " ".join(wrong.text for wrong in distractors)
    )
    cue_words = stemmer.content_stems(stem) - words_of_distractors
    without_cues = [
        entry
        for entry in entries
        if cue_words.isdisjoint(stemmer.content_stems(entry.text))
    ]
    return without_cues or entries


def distractors_to_show(
    key: str,
    stem: str,
    distractors: Sequence[Distractor],
    most: int,
    stemmer: TextStemmer,
) -> Sequence[Distractor]:
    """Return the distractors from which a paper draws those that it shows.

    A paper shows at most `most` distractors. If the key has words of the stem, it
    stands out, unless the paper shows a distractor that has them too. If a draw might
    leave out all such distractors, return only `most` distractors, with one of them.
    """
    cue_words = stemmer.content_stems(stem) & stemmer.content_stems(key)
    with_cues = [
        wrong for wrong in distractors if cue_words <= stemmer.content_stems(wrong.text)
    ]
    # There are too few distractors without the words: every draw has one with them.
    is_safe = len(distractors) - len(with_cues) < most
    if not cue_words or not with_cues or is_safe:
        return distractors
    others = [wrong for wrong in distractors if wrong is not with_cues[0]]
    return [*others[: most - 1], with_cues[0]]
