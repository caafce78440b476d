"""Words that only ask whether an answer is right, and letters for the word *answer*.

*Hígado, ¿no?* denies nothing. Without the comma or the question mark, such a word may
deny: *hígado no*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from liverdeck.base.characters import APOSTROPHES, COMMAS, QUESTION_MARKS

if TYPE_CHECKING:
    from liverdeck.checker.languages.language import Language


def without_label(text: str, language: Language) -> str:
    """Return *hígado* for *R: hígado*, and any other text unchanged."""
    label, colon, rest = text.partition(":")
    is_label = bool(colon) and label.strip().upper() in language.labels
    return rest if is_label and rest.strip() else text


def without_question_tag(text: str, language: Language) -> str:
    """Return *hígado* for *hígado, ¿no?*, and any other text unchanged."""
    if not language.question_tags or text.rstrip()[-1:] not in QUESTION_MARKS:
        return text
    return _pattern(language).sub("", text)


@lru_cache(maxsize=64)
def _pattern(language: Language) -> re.Pattern[str]:
    tags = "|".join(map(re.escape, language.question_tags))
    tags = tags.replace("'", f"[{APOSTROPHES}]").replace(r"\-", "[- ]")
    return re.compile(
        rf"(?<=\w)\s*[{COMMAS}]\s*¿?\s*(?:{tags})\s*[{QUESTION_MARKS}]+\s*$",
        re.IGNORECASE,
    )
