"""A sentence that names the words or keys of others, in every language.

A learner or a colleague looks for these words, so they must be the same everywhere.
"""

import re

import pytest

from liverdeck.catalogue.learner_words import LANGUAGES, words_in
from liverdeck.cli.study_dialogue import RATING_INPUTS
from liverdeck.cli.study_texts import (
    _HELP_FOR_COMMANDS,
    _MEANING_OF_RATING,
    COMMANDS,
    HELP_AND_STOP,
    NAME_OF_RATING,
)
from liverdeck.cli.terminal import I_WAS_RIGHT
from liverdeck.quiz.papers.judgements import INTRODUCTION, Judgement

SENTENCES = [
    (INTRODUCTION, [judgement.value for judgement in Judgement]),
    ("Type true or false.", ["True", "False"]),
    ("True or false?", ["True", "False"]),
    *((text, [NAME_OF_RATING[rating]]) for rating, text in _MEANING_OF_RATING.items()),
]
KEYS = [
    *((text, [key]) for key, text in _HELP_FOR_COMMANDS.items()),
    *((text, [str(rating)]) for rating, text in _MEANING_OF_RATING.items()),
    (HELP_AND_STOP, ["?", "q"]),
    ("'{word}' is not a command. Type ? for the list.", ["?"]),
    ("(o: open)", ["o"]),
    ("Another session has changed this card; try u again.", ["u"]),
    ("Enter: go on; r: I was right", [I_WAS_RIGHT]),
    ("NOT saved: {problem}. {fix}. Type it again, or stop with q.", ["q"]),
    ("New again: {cards}. To take this back: liverdeck study, then u.", ["u"]),
    ("No more cards for now. u takes back the last answer; Enter ends.", ["u"]),
    ("Type 1, 2, 3 or 4 (or ? for help).", [*"1234?"]),
    ("r I was right", [I_WAS_RIGHT]),
    ("r: I was right, whatever the checker says.", [I_WAS_RIGHT]),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("sentence", "named"), SENTENCES)
def test_a_sentence_names_words_as_they_are_translated(language, sentence, named):
    words = words_in(language)
    text = words.with_placeholders(sentence).lower()
    assert [word for word in named if words.text(word).lower() not in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("sentence", "keys"), KEYS)
def test_a_sentence_names_keys_that_study_reads(language, sentence, keys):
    text = words_in(language).with_placeholders(sentence)
    assert set(keys) <= COMMANDS | RATING_INPUTS
    alone = [rf"(?<!\w){re.escape(key)}(?!\w)" for key in keys]
    assert [pattern for pattern in alone if not re.search(pattern, text)] == []
