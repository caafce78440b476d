"""A deck in Greek letters, and what is left over in Latin ones.

A made-up catalogue puts each message of the program between brackets. What then has
Latin letters outside brackets was forgotten in the catalogue.
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
LATIN = re.compile(r"(?!\b[A-F]+\b)[A-Za-z]{2,}")
"""Two letters or more; but the key of an item may be AC."""
IN_BRACKETS = re.compile(r"⟦[^⟦⟧]*⟧")
FILE_NAME = re.compile("|".join(map(re.escape, FILES)))
ADDRESS = re.compile(r"https?://[^\s<\"]+")
NO_VALUE = re.compile(r"[^{}]+(?![^{}]*\})")
"""What a message has before, between and after its placeholders."""
NAME_OR_PATH = re.compile(r"/?[\w-]+(?:/[\w.:-]+)+")
"""The name of a card, or the path of a fact file with its line."""


class Brackets:
    """A catalogue that puts every message between brackets, without its values.

    So a value that is a word of English is seen: "⟦From “⟧{title}⟦”⟧".
    """

    def gettext(self, message):
        return NO_VALUE.sub(r"⟦\g<0>⟧", message)

    def ngettext(self, singular, plural, number):
        return self.gettext(singular if number == 1 else plural)


def with_media(folder):
    """Write the pictures and sounds into a deck's folder, and return the folder."""
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    return folder


def forgotten(text, *known):
    """Return the words outside brackets, apart from those that are `known`."""
    shown = " ".join(text.split())
    while IN_BRACKETS.search(shown):
        shown = IN_BRACKETS.sub(" ", shown)
    shown = ADDRESS.sub(" ", shown)
    shown = NAME_OR_PATH.sub(" ", FILE_NAME.sub(" ", shown))
    for word in filter(None, known):
        shown = re.sub(rf"\b{re.escape(word)}\b", " ", shown)
    return LATIN.findall(shown)


class Shown(HTMLParser):
    """What a page shows or says, without its styles and scripts."""

    def __init__(self, page):
        super().__init__()
        self.texts, self.attributes, self._hidden = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._hidden = tag in ("style", "script")
        said = ("alt", "aria-label", "title", "placeholder", "value")
        self.attributes += [value for name, value in attrs if name in said and value]

    def handle_endtag(self, _tag):
        self._hidden = False

    def handle_data(self, data):
        if not self._hidden:
            self.texts.append(data)
