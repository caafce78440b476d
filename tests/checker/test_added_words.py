"""Words that change nothing around a right answer make no wrong answer right."""

from __future__ import annotations

import pytest

import liverdeck
from liverdeck.base.problems import Position
from liverdeck.facts.answer import Answer

NOWHERE = Position("")
WRONG = {
    "radial nerve": ("ulnar nerve", "radial artery", "median"),
    "left renal artery": ("right renal artery", "left renal vein", "R renal artery"),
    "mesoderm": ("ectoderm", "endoderm", "dermis"),
    "anaphase I": ("anaphase 2", "metaphase 1", "prophase"),
    "carbon dioxide": ("CO", "oxygen", "O2", "carbonate"),
    "sodium ion": ("K+", "sodium chloride", "potassium"),
    "S1": ("S2", "L5", "T1"),
    "mumps": ("measles", "rubella", "influenza"),
    "renal cortex": ("cortex of the liver", "medulla of the kidney", "cortex"),
    "BMI >= 30 kg/m²": ("BMI of 25 kg/m2 or above", "30 kg or above", "BMI <= 30"),
    "mmHg": ("cm of water", "millimetres", "mmol per litre"),
}
FRAMES = (
    "{}", "this would be {}", "it should be called {}", "mainly {}", "via {}",
    "{} would be given", "{} causes it", "the {} layer", "{} root", "{} infection",
    "{} nerve", "{} a.", "n. {}", "L {}", "{} ions", "{} 1", "({})",
)  # fmt: skip


@pytest.mark.parametrize("right", WRONG)
def test_no_added_word_makes_a_wrong_answer_right(right):
    answer = Answer(right, NOWHERE)
    typed = [frame.format(text) for text in WRONG[right] for frame in FRAMES]
    accepted = [
        text for text in typed if liverdeck.check(text, answer).outcome == "correct"
    ]
    assert accepted == []
