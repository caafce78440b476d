"""A deck in Greek letters, to find words of the program that are in no catalogue.

A made-up catalogue puts each message of the program between brackets. Then a word in
Latin letters outside brackets is not from the catalogue.
"""

import re
from html.parser import HTMLParser

from tests.quiz.formats.conftest import png

DECK = """\
liverdeck: 1
id: heart
anki_name: Ψ
title: Καρδιά
description: Μια δέσμη.
language: de
author: Άννα
report: 'https://δ.gr/?{fact}'
document: {title: Βιβλίο, read: 2023-01-31, author: Νίκος}
topics:
  - {id: chambers, title: Κοιλίες}
  - {id: beat, title: Παλμός}
"""
PASSAGES = """\
liverdeck: 1
passages:
  - {id: rooms, heading: Δωμάτια}
  - {id: pump, heading: Αντλία}
"""
FILES = {"α.png": png(), "β.png": png(), "α.ogg": b"OggS", "β.ogg": b"OggS"}
"""The pictures and sounds of `FACTS`."""
FACTS = """\
  - id: rate
    from: pump
    ask: Πόσο;
    answer: {number: 70, unit: s, tolerance: 2}
    why: Ησυχάζει.
  - id: vessel
    from: pump
    ask: Ποιο αγγείο;
    one_answer: true
    answer:
      text: αορτή
      kind: vessel
      hint: μεγάλη
      accept: [αρτηρία]
      reject:
        φλέβα: Πάει πίσω.
        νεύρο: Δεν έχει αίμα.
        μυς: Δεν ρέει.
    note: Κι άλλα.
    image:
      - {file: α.png, alt: Μια εικόνα, credit: Άννα}
      - {file: β.png, alt: Άλλη εικόνα, side: back}
    audio:
      - {file: α.ogg, credit: Νίκος}
      - {file: β.ogg, side: back}
  - id: wall
    from: pump
    ask: Ποιο τοίχωμα;
    one_answer: true
    answer: {text: διάφραγμα, kind: vessel}
  - id: gate
    from: pump
    ask: Ποια πύλη;
    one_answer: true
    answer: {text: βαλβίδα, kind: vessel}
  - id: flow
    from: pump
    one_answer: true
    say: Ρέει στην {{c1::φλέβα}}.
    blanks:
      c1:
        reject:
          τσέπη: Άδεια.
          πέτρα: Σκληρή.
  - id: steps
    from: rooms
    ask: Τι γίνεται;
    order: fixed
    list: [{text: γεμίζει, hint: πρώτο}, κλείνει, {text: αδειάζει, hint: τρίτο}]
    distractors:
      τραγουδά: Όχι.
      κοιμάται: Ποτέ.
      πετά: Αλλού.
  - id: parts
    from: rooms
    ask: Πού είναι;
    grouping: document
    groups:
      - {id: up, title: Πάνω, items: [κόλπος, θόλος]}
      - {id: down, title: Κάτω, items: [βάση, άκρη]}
"""
LATIN_WORD = re.compile(r"(?!\b[A-F]+\b)[A-Za-z]{2,}")
"""Two Latin letters or more, but not the letters of options, such as AC."""
IN_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
FILE_NAME = re.compile("|".join(map(re.escape, FILES)))
ADDRESS = re.compile(r"https?://[^\s<\"]+")
OUTSIDE_PLACEHOLDERS = re.compile(r"[^{}]+(?![^{}]*\})")
"""The text before, between and after the placeholders of a message."""
NAME_OR_PATH = re.compile(r"/?[\w-]+(?:/[\w.:-]+)+")
"""The name of a card, or the path of a fact file with its line."""


READ_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "value")
"""Attributes of HTML that are shown, or read aloud."""


class Brackets:
    """A catalogue that puts every message between brackets, but not its values.

    For example, it gives "⟦From “⟧{title}⟦”⟧". So a test finds an English word that is
    the value of a placeholder.
    """

    def gettext(self, message):
        return OUTSIDE_PLACEHOLDERS.sub(r"⟦\g<0>⟧", message)

    def ngettext(self, singular, plural, number):
        return self.gettext(singular if number == 1 else plural)


def with_media(folder):
    """Write the pictures and sounds into a deck's folder, and return the folder."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def forgotten(text, *known):
    """Return the Latin words outside brackets that are not `known`."""
    text = " ".join(text.split())
    while IN_BRACKETS.search(text):
        text = IN_BRACKETS.sub(" ", text)
    for pattern in (ADDRESS, FILE_NAME, NAME_OR_PATH):
        text = pattern.sub(" ", text)
    for word in known:
        if word:
            text = re.sub(rf"\b{re.escape(word)}\b", " ", text)
    return LATIN_WORD.findall(text)


class PageTexts(HTMLParser):
    """The texts and attributes that readers of a page see or hear."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.attributes, self._is_hidden = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._is_hidden = tag in ("style", "script")
        for name, value in attrs:
            if name in READ_ATTRIBUTES and value:
                self.attributes.append(value)

    def handle_endtag(self, _tag):
        self._is_hidden = False

    def handle_data(self, data):
        if not self._is_hidden:
            self.texts.append(data)
