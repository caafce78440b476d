"""Decks whose questions differ only in one word, as programs make from a table."""

import random

SYLLABLES = "ba ce di fo gu ha ji ko lu me na pi ro su ta ve wi xo yu za".split()
GENDERS = ("der", "die", "das")


def made_up_words(count, seed=1):
    """Return `count` different words. The same seed gives the same words."""
    draw = random.Random(seed)  # noqa: S311  # no secret
    words = []
    while len(words) < count:
        syllable_count = draw.choice((2, 3, 3, 4))
        word = "".join(draw.choices(SYLLABLES, k=syllable_count))
        if word not in words:
            words.append(word)
    return words


def vocabulary(one, two):
    return {"ask": f"What is the German for {one}?", "answer": two}


def reworded_vocabulary(one, two):
    return {"ask": f"How do you say {one} in German?", "answer": two}


def corrected_vocabulary(one, two):
    return {"ask": f"What is the German for {one} (noun)?", "answer": f"der {two}"}


def gender(one, _):
    return {"ask": f"What is the gender of {one}?", "answer": GENDERS[len(one) % 3]}


def reworded_gender(one, _):
    return {"ask": f"Which article has {one}?", "answer": GENDERS[len(one) % 3]}


def corrected_gender(one, _):
    return {"ask": f"What is the gender of {one}?", "answer": "der (die)"}


def capital(one, two):
    return {"say": f"The capital of {{{{c1::{one}}}}} is {{{{c2::{two}}}}}."}


def reworded_capital(one, two):
    return {"say": f"{{{{c2::{two}}}}} is the capital city of {{{{c1::{one}}}}}."}


def corrected_capital(one, two):
    return {"say": f"The capital of {{{{c1::{one}}}}} is {{{{c2::{two} town}}}}."}


def forms(one, two):
    return {"ask": f"Which forms has the verb {one}?", "list": [f"{two}o", f"{two}at"]}


def reworded_forms(one, two):
    ask = f"Name the principal parts of {one}."
    return {"ask": ask, "list": [f"{two}o", f"{two}at"]}


def corrected_forms(one, two):
    ask = f"Which forms has the verb {one}?"
    return {"ask": ask, "list": [f"{two}o", f"{two}ant"]}


TEMPLATES = {
    "vocabulary": (vocabulary, reworded_vocabulary, corrected_vocabulary),
    "gender": (gender, reworded_gender, corrected_gender),
    "capital": (capital, reworded_capital, corrected_capital),
    "forms": (forms, reworded_forms, corrected_forms),
}
"""By name, functions that make a fact as released, reworded, and corrected."""


class TemplateDeck:
    """The facts of a generated deck, by id, and edits of them."""

    def __init__(self, template, count, seed=1):
        self.template, self.reworded, self.corrected = TEMPLATES[template]
        self._draw = random.Random(seed)  # noqa: S311  # no secret
        words = made_up_words(3 * count, seed)
        self._spare_words = words[2 * count :]
        self._pairs = {
            f"n{index}": (words[index], words[count + index]) for index in range(count)
        }
        """The two words of each fact, by its id."""
        self.facts = {name: self.template(*pair) for name, pair in self._pairs.items()}

    def edit_normally(self, reworded, removed, added):
        """Return the facts after normal edits. Each argument is a number of facts.

        Of the `reworded` facts, every second one is corrected instead.
        """
        facts = dict(self.facts)
        names = self._draw.sample(sorted(facts), reworded + removed)
        for index, name in enumerate(names[:reworded]):
            edit = (self.reworded, self.corrected)[index % 2]
            facts[name] = edit(*self._pairs[name])
        for name in names[reworded:]:
            del facts[name]
        for index in range(added):
            facts[f"new{index}"] = self._new_fact(index)
        return facts

    def exchange(self, count):
        """Return the facts after `count` pairs exchanged their ids.

        Every second pair is also corrected.
        """
        facts = dict(self.facts)
        names = self._draw.sample(sorted(facts), 2 * count)
        for index in range(count):
            one, two = names[index], names[count + index]
            edit = (self.template, self.corrected)[index % 2]
            facts[one] = edit(*self._pairs[two])
            facts[two] = edit(*self._pairs[one])
        return facts

    def rename(self, count):
        """Return the facts after `count` of them got another id and a correction."""
        facts = dict(self.facts)
        for index, name in enumerate(self._draw.sample(sorted(facts), count)):
            del facts[name]
            facts[f"other{index}"] = self.corrected(*self._pairs[name])
        return facts

    def replace(self, count):
        """Return the facts after `count` ids were given to new questions."""
        facts = dict(self.facts)
        for index, name in enumerate(self._draw.sample(sorted(facts), count)):
            facts[name] = self._new_fact(index)
        return facts

    def _new_fact(self, index):
        """Return a fact with two spare words."""
        one, two = self._spare_words[2 * index : 2 * index + 2]
        return self.template(one, two)
