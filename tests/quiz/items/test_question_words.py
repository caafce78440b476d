"""Which words are in few questions of a deck, and which in many."""

from liverdeck.quiz.items.question_words import QuestionWords, question_words_of

QUESTIONS = """\
  - id: node
    from: pump
    ask: Which node of the heart starts metastases?
    answer: sinus node
  - id: valve
    from: pump
    ask: Which heart has a valve for metastatic cells, a valve and a node?
    answer: mitral valve
  - id: wall
    from: pump
    ask: What is the wall of the heart?
    answer: muscle
  - id: sac
    from: pump
    ask: What is around the heart?
    answer: pericardium
  - id: left-out
    from: pump
    quiz: false
    ask: What is the septum?
    answer: a wall
"""


def test_words_of_one_family_are_counted_once_in_each_question(deck_of):
    words = question_words_of(deck_of(QUESTIONS))
    assert words.common == {"heart"}
    rare = {"node", "start", "metasta", "valv", "wall", "cell", "around"}
    assert words.rare == rare


def test_words_come_back_from_their_text(deck_of):
    words = question_words_of(deck_of(QUESTIONS))
    assert QuestionWords.from_text(words.text) == words
