"""The words that learners see, in the language of the learner.

A text is written in English in the code, as `words.text("My notes")`. The English text
is the message id of gettext, and `locales/` has its translations. After a change of
these texts, `python -m tools.build_catalogue` brings the catalogues up to date.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal, Protocol, get_args

Language = Literal["en", "de", "fr", "es"]
"""A language in which learners can read the words of LiverDeck."""
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""English, the language of the code, and all languages that have a catalogue."""
CATALOGUES = Path(__file__).parent / "locales"
"""Has a folder with the catalogue of each language except English."""
CATALOGUE_NAME = "liverdeck"
"""The name of the two files of a catalogue, `.po` and `.mo`."""
NO_FIGURE = "–"
"""The sign that is shown in every language if there is no share to show."""


_SEPARATORS: dict[Language, tuple[str, str]] = {
    "en": (",", "."),
    "de": (".", ","),
    "fr": ("\N{NO-BREAK SPACE}", ","),
    "es": ("\N{NO-BREAK SPACE}", ","),
}
"""For each language, the sign between thousands and the sign before decimals."""


class Translations(Protocol):
    """The methods that `Words` needs of a catalogue; see `gettext.NullTranslations`."""

    def gettext(self, message: str) -> str:
        """Return the translation of a message."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the translation of a message with a number."""
        ...


class _English:
    """The catalogue of English, in which every text is as it is in the code."""

    def gettext(self, message: str) -> str:
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if n == 1 else msgid2


class Words:
    """The words that learners see, in one language."""

    def __init__(self, language: Language, translations: Translations) -> None:
        """Take a language and its catalogue, which is `_English` for English."""
        self.language = language
        self._translations = translations
        thousands, decimals = _SEPARATORS[language]
        self._separators = str.maketrans({",": thousands, ".": decimals})

    def text(self, message: str, **values: object) -> str:
        """Return a text in this language.

        `message` is the English text. `values` has the values for its placeholders, as
        in `str.format`: `text("Release {number}", number=3)`. A brace that is not part
        of a placeholder is written twice. A message that is not in the catalogue stays
        English. Raises KeyError if the value of a placeholder is missing.
        """
        return self._translations.gettext(message).format(**values)

    def label(self, message: str) -> str:
        """Return a text as a label, with the colon of this language: "Source:"."""
        return self.text("{label}:", label=self.text(message))

    def counted(self, singular: str, plural: str, count: int, **values: object) -> str:
        """Return a text with a number in this language: "1 item" or "1,204 items".

        `singular` and `plural` are the English texts. Their placeholder `{count}`
        stands for the number; `values` has the values for all others.
        """
        template = self._translations.ngettext(singular, plural, count)
        return template.format(count=self.number(count), **values)

    def with_placeholders(self, message: str) -> str:
        """Return a text in this language whose placeholders are filled in elsewhere."""
        return self._translations.gettext(message)

    def number(self, value: float, style: str = ",") -> str:
        """Return a number as this language writes it: "1,204" or "1.204".

        `style` is a format of Python, such as `.1f`.
        """
        return format(value, style).translate(self._separators)

    def percent(self, share: float | None) -> str:
        """Return a share from 0 to 1 as "91%", or a dash if the share is None."""
        if share is None:
            return NO_FIGURE
        return self.text("{number}%", number=self.number(share * 100, ".0f"))


def message(text: str) -> str:
    """Return the text itself. This marks a text that `Words.text` gets from a variable.

    `tools.build_catalogue` finds texts by the names `message`, `text`, `label`,
    `with_placeholders` and `counted`.
    """
    return text


def has_catalogue(language: str) -> bool:
    """Whether learners of a language, such as `de-AT`, see words in that language."""
    return main_language(language) in LANGUAGES


def catalogue_language(language: str) -> Language:
    """Return the language in which learners of a language see the words.

    `language` is a language tag, such as `de` or `de-AT`. A language without a
    catalogue gives English.
    """
    code = main_language(language)
    return next((known for known in LANGUAGES if known == code), "en")


def words_in(language: str) -> Words:
    """Return the words of a language, given as a language tag such as `de-AT`.

    A language without a catalogue gives the English words.
    """
    return _words_of(catalogue_language(language))


@cache
def _words_of(language: Language) -> Words:
    if language == "en":
        return Words(language, _English())
    import gettext  # takes some milliseconds, and English does not need it

    path = CATALOGUES / language / f"{CATALOGUE_NAME}.mo"
    with path.open("rb") as file:
        return Words(language, gettext.GNUTranslations(file))


def main_language(tag: str) -> str:
    """Return the first part of a language tag in lower case: `de` for `de-AT`.

    Spaces around a tag do not count, and `de_AT` is read too.
    """
    return tag.strip().lower().replace("_", "-").partition("-")[0]
