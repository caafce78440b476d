"""The rationale of an item about a part of a list has only what is about its keys."""

import pytest

from liverdeck.base.problems import Position
from liverdeck.base.words import TextStemmer
from liverdeck.facts.answer import Answer
from liverdeck.quiz.items.rationales import rationale_of_part

QUESTION = "Which animals does the zoo have?"
ANIMALS = ("lions", "seals", "owls")
ZOO = "Lions eat meat. Owls fly at night. It helps them to hunt. All sleep by day."


def reasons(why, *keys, answers=ANIMALS, question=QUESTION, language="en"):
    """Return the text of a rationale after the whole list."""
    listed = [Answer(text, Position(1, 1)) for text in answers]
    asked = [answer for answer in listed if answer.text in keys]
    stemmer = TextStemmer(language)
    rationale = rationale_of_part(listed, asked, question, why, stemmer)
    whole = f"The whole list: {', '.join(answers)}."
    assert rationale.startswith(whole)
    return rationale.removeprefix(whole).strip()


@pytest.mark.parametrize(
    ("why", "keys", "said"),
    [
        (ZOO, ["lions"], "Lions eat meat. All sleep by day."),
        (
            ZOO,
            ["owls"],
            "Owls fly at night. It helps them to hunt. All sleep by day.",
        ),
        (ZOO, ["seals"], "All sleep by day."),
        (
            ZOO,
            ["lions", "owls"],
            ZOO,
        ),
        ("A lion needs a den, a seal a pool.", ["owls"], ""),
        (
            "A lion needs a den, a seal a pool.",
            ["seals"],
            "A lion needs a den, a seal a pool.",
        ),
        ("The zoo of the town is large.", ["seals"], "The zoo of the town is large."),
        ("They came by ship. Seals swam.", ["owls"], "They came by ship."),
        ("", ["seals"], ""),
        # The words of the question name none of the answers.
        ("These animals are shy. Owls hide.", ["lions"], "These animals are shy."),
    ],
)
def test_a_reason_is_about_the_key_or_about_all(why, keys, said):
    assert reasons(why, *keys) == said


def test_the_aliases_of_a_key_are_words_of_it_too():
    lion = Answer("lions", Position(1, 1), accept=("big cats",))
    owl = Answer("owls", Position(1, 1))
    why = "Cats purr. Owls hoot."
    rationale = rationale_of_part([lion, owl], [lion], QUESTION, why, TextStemmer("en"))
    assert rationale == "The whole list: lions, owls. Cats purr."


def test_a_reason_in_another_language_is_about_the_key_as_well():
    why = "Die Leber bildet Galle. Die Milz speichert Blut."
    said = reasons(why, "Milz", answers=("Leber", "Milz"), question="?", language="de")
    assert said == "Die Milz speichert Blut."
