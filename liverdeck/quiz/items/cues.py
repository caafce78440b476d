"""Words by which a key would stand out among the options of its item."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from liverdeck.base.words import TextStemmer
    from liverdeck.facts.answer import Answer
    from liverdeck.quiz.items.distractor_choice import Distractor


def list_items_without_cues(
    list_items: Sequence[Answer],
    stem: str,
    distractors: Sequence[Distractor],
    stemmer: TextStemmer,
) -> Sequence[Answer]:
    """Return the list items that do not stand out by a word of the stem.

    A list item stands out if it has a word of the stem that no distractor has. If all
    list items stand out, return all.
    """
    words_of_distractors = stemmer.content_stems(
        " ".join(wrong.text for wrong in distractors)
    )
    cue_words = stemmer.content_stems(stem) - words_of_distractors
    items_without_cues = [
        list_item
        for list_item in list_items
        if cue_words.isdisjoint(stemmer.content_stems(list_item.text))
    ]
    return items_without_cues or list_items


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
    count_without_cues = len(distractors) - len(with_cues)
    every_draw_has_one_with_cues = count_without_cues < most
    if not cue_words or not with_cues or every_draw_has_one_with_cues:
        return distractors
    others = [wrong for wrong in distractors if wrong is not with_cues[0]]
    return [*others[: most - 1], with_cues[0]]
