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
    """Return the list items that share no word with the stem that no distractor has.

    If all of them share one, return all.
    """
    of_distractors = stemmer.content_stems(
        " ".join(wrong.text for wrong in distractors)
    )
    of_stem = stemmer.content_stems(stem) - of_distractors
    without = [
        entry
        for entry in entries
        if of_stem.isdisjoint(stemmer.content_stems(entry.text))
    ]
    return without or entries


def distractors_to_show(
    key: str,
    stem: str,
    distractors: Sequence[Distractor],
    most: int,
    stemmer: TextStemmer,
) -> Sequence[Distractor]:
    """Return the distractors among which a paper may draw, at most `most` to show.

    If the key shares a word with the stem, and only some distractors have it too, a
    draw might leave these out. So then there are no more than are shown, and one that
    has the word is among them.
    """
    shared = stemmer.content_stems(stem) & stemmer.content_stems(key)
    hiding = [
        wrong for wrong in distractors if shared <= stemmer.content_stems(wrong.text)
    ]
    is_safe = len(distractors) - len(hiding) < most
    if not shared or not hiding or is_safe:
        return distractors
    others = [wrong for wrong in distractors if wrong is not hiding[0]]
    return [*others[: most - 1], hiding[0]]
