"""The fields of LiverDeck's note types, and their settings for Anki's editor.

The names of the fields and their order are frozen (see `note_types`). They are English
in every language, because searches and update texts use them. The descriptions are in
the learner's language. The editor shows them in empty fields.
"""

from __future__ import annotations

import re

from liverdeck.base.values import value_class
from liverdeck.catalogue.learner_words import message


@value_class
class Field:
    """One field of a note type."""

    name: str
    description: str
    """The description in English. `Words.text` translates it."""
    is_content: bool = True
    """Whether the field has text that learners read.

    The editor collapses all other fields, and a search for words leaves them out.
    """


KEY = Field(
    "Key", message("Identifies this note. Please do not change it."), is_content=False
)
"""The ids of the deck and the fact, and the part. Its value is unique and never empty.

Anki needs such a first field.
"""
TEXT = Field("Text", message("The statement with its blanks"))
ASK = Field("Ask", message("The question"))
HINT = Field("Hint", message("A hint, covered until you tap it"))
ANSWER = Field("Answer", message("The answer"))
REVERSE_ASK = Field("ReverseAsk", message("The question the other way round"))
REVERSE_HINT = Field("ReverseHint", message("A hint, covered until you tap it"))
REVERSE_ANSWER = Field("ReverseAnswer", message("The answer the other way round"))
GROUP = Field("Group", message("The part of a long list that this card asks for"))
ITEMS = Field("Items", message("The items of the list"))
OPTIONS = Field("Options", message("The options"))

_EXPLANATIONS = (
    Field("Why", message("A sentence that helps to remember the answer")),
    Field("Note", message("What the document does not say")),
    Field("Source", message("Where this comes from")),
    Field("Link", message("The address of the document"), is_content=False),
    Field("Report", message("Where to report a mistake"), is_content=False),
)
STAMP = Field(
    "Stamp", message("When the authors last changed this note"), is_content=False
)
"""The time of a note's last change, such as `2026-11-23T12:00:00Z`.

Anki's text import gives a note a new time only if it changes a field. A learner may
have made the same correction in their own note already. So each change has a new stamp,
which always changes a field.
"""
_MEDIA = (
    Field("FrontPictures", message("Pictures on the front"), is_content=False),
    Field("BackPictures", message("Pictures on the back"), is_content=False),
    Field("FrontAudio", message("Sound on the front"), is_content=False),
    Field("BackAudio", message("Sound on the back"), is_content=False),
)
MEDIA_FIELDS = tuple(field.name for field in _MEDIA)
"""The fields with pictures and sound, which come as files of the package."""
_SPARES = tuple(
    Field(name, message("Kept free for later"), is_content=False)
    for name in ("Spare1", "Spare2", "Spare3")
)
MY_NOTES = Field(
    "MyNotes",
    message(
        "Your own notes. They stay if you import the update text before the package."
    ),
)
"""This field belongs to the learner. It is last, so a text import can end before it."""

SHARED_FIELDS = (*_EXPLANATIONS, STAMP, *_MEDIA, *_SPARES, MY_NOTES)
"""Every note type has these fields, after the fields that differ between note types."""
FIELDS_FILLED_LATER = ("Report", STAMP.name)
"""Fields that depend on the release in which the note last changed."""
FIELDS_MADE_EMPTY = (
    *FIELDS_FILLED_LATER,
    *(field.name for field in (*_MEDIA, *_SPARES, MY_NOTES)),
)
"""Fields that are empty if no value is given for them when a note is made."""
UNTRACKED_FIELDS = ("Key", "Source", "Link", "Report", "Stamp", "MyNotes")
"""Fields that are left out of a note's hash.

Key is left out so that a note that only got a new id keeps its hash and is recognized.
MyNotes belongs to the learner. A change of only the other fields does not count as a
change of the note: learners get the new values with the next change of a field that is
in the hash.
"""

_EMPTY_VALUE = re.compile(r"(?:[ \t\n\v\f\r]|</?(?:br|div) ?/?>)*", re.IGNORECASE)
"""Matches the whole value of a field that Anki counts as empty.

Such a value has only white space, and the tags that an editor leaves in a field.
"""


def is_empty_to_anki(value: str) -> bool:
    """Whether Anki counts a value of a field, which is HTML, as empty."""
    return _EMPTY_VALUE.fullmatch(value) is not None
